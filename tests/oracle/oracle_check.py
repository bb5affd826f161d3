#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The oracle against a case that is small enough to work out by hand.

    ship (yard in BEL) needs   radar, essential:     75 % a site of the yard itself, in DEU,
                                                     25 % unknown (not said)
                               paint, not essential: country NLD; worth 300 beside the radar's 100
    radar needs                2 kg gallium at yield 0.5, or 1 kg germanium
    world market               gallium processing CHN 80 %, DEU 20 %, from extraction (CHN only) at
                               yield 0.5; germanium processing CHN 50 %, the rest unknown
"""

import json
import os
import sys
import tempfile

import oracle

TABLES = {
    "case": {
        "items": "id,kind,name_en,unit,value_eur\nship,platform,Ship,,\nradar,system,Radar,,100\n"
                 "paint,component,Paint,kg,300\ngallium,material,Gallium,kg,\n"
                 "germanium,material,Germanium,kg,\n",
        "bom": "parent,child,quantity,essential,alternative_group,yield,evidence\n"
               "ship,radar,1,,,,A\nship,paint,1,no,,,\nradar,gallium,2,,g,0.5,C\n"
               "radar,germanium,1,,g,,D\n",
        "organisations": "id,name,country\nyard,Yard,BEL\n",
        "sites": "id,organisation,country\nslip,yard,BEL\nhall,yard,DEU\n",
        "supply": "item,supplier,share,evidence\nship,slip,,A\nradar,hall,0.75,B\n"
                  "paint,country:NLD,,B\n",
    },
    "reference": {
        "material_supply": "material,stage,scope,country,share\n"
                           "gallium,processing,global,CHN,0.8\ngallium,processing,global,DEU,0.2\n"
                           "gallium,extraction,global,CHN,0.98\n"
                           "germanium,processing,global,CHN,0.5\n",
        "stage_links": "material,from_stage,to_stage,yield\ngallium,extraction,processing,0.5\n",
    },
}


def write(folder):
    for package, tables in TABLES.items():
        path = os.path.join(folder, package)
        os.mkdir(path)
        for name, text in tables.items():
            with open(os.path.join(path, name + ".csv"), "w", encoding="utf-8") as file:
                file.write(text)
        with open(os.path.join(path, "datapackage.json"), "w", encoding="utf-8") as file:
            json.dump({"name": package,
                       "resources": [{"name": n, "path": n + ".csv"} for n in tables]}, file)


def checks(network):
    assessment = oracle.Assessment(network, "ship")
    result = assessment.result()
    rows = {(by, row["id"]): row for by, list_ in result["dependence"].items() for row in list_}
    materials = {(row["id"], row["stage"]): row for row in result["materials"]}

    yield "counts", result["counts"], {"items": 6, "producers": 9, "requirements": 6, "sources": 13,
                                       "suppliers": 2, "countries": 4, "materials": 2}
    yield "tiers", assessment.more()["tiers"], {
        "ship slip": 0, "radar hall": 0, "radar unknown": 1, "paint country:NLD": 1,
        "gallium country:CHN": 1, "gallium country:DEU": 1, "germanium country:CHN": 1,
        "germanium unknown": 1, "gallium.extraction country:CHN": 2}
    yield "visibility", result["visibility"], [
        {"tier": 0, "requirements": 3.0, "known": 1.75, "withheld": 0.0, "unknown": 1.25},
        {"tier": 1, "requirements": 3.0, "known": 0.0, "withheld": 0.0, "unknown": 3.0}]
    yield "evidence", result["evidence"], {"A": 2 / 7, "B": 2 / 7, "C": 1 / 7, "D": 2 / 7}
    china = rows["country", "CHN"]
    yield "China: germanium's unknown half is left", china["dependence"], 0.5
    yield "China: nothing is left when the unknown fail too", china["dependence_upper"], 1.0
    yield "China: all but the paint", china["items_affected"], 5
    yield "China: where the gallium ends", china["origin_share_mass"], 1.0
    yield "China: no material has a value", china["origin_share_value"], None
    yield "Netherlands: the weight of the paint", rows["country", "NLD"]["dependence"], 0.75
    yield "Germany: most of the radar", rows["country", "DEU"]["dependence"], 0.75
    yield "the yard: ship and radar", rows["organisation", "yard"]["dependence"], 1.0
    yield "gallium: germanium replaces it", rows["material", "gallium"]["dependence"], 0.0
    flow = rows["flow", "CHN/gallium/processing"]
    yield "a flow: what passes it", flow["origin_share_mass"], 0.8
    yield "gallium", materials["gallium", "processing"]["kg"], 4.0
    yield "gallium ore", materials["gallium", "extraction"]["kg"], 8.0
    yield "germanium, as second choice", materials["germanium", "processing"]["kg"], 0.0
    yield "gallium comes from", (materials["gallium", "processing"]["top_country"],
                                 materials["gallium", "processing"]["top_share"]), ("CHN", 0.8)
    yield "China does not stop the ship", network.fails("ship", "country", ["CHN"]), False
    yield "unless 0.6 must be left", network.fails("ship", "country", ["CHN"], 0.6), True
    yield "countries that stop it", network.cut_sets("ship", "country", 3), [("BEL",)]
    yield "materials that stop it", network.cut_sets("ship", "material", 3), [
        ("gallium", "germanium")]


def equal(found, expected):
    if isinstance(expected, float) and isinstance(found, float):
        return abs(found - expected) < 1e-15
    if isinstance(expected, dict):
        return set(found) == set(expected) and all(equal(found[k], expected[k]) for k in expected)
    return found == expected


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        write(folder)
        network = oracle.Network(os.path.join(folder, "case"), os.path.join(folder, "reference"))
        for name, found, expected in checks(network):
            good = equal(found, expected)
            failed += not good
            print("ok " + name if good else
                  "not ok %s: expected %r, found %r" % (name, expected, found))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
