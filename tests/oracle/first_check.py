#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The twin of scarcity (first_in_line.py) against cases that are worked out by hand.

    first_check.py
"""

import json
import os
import sys
import tempfile

import first_in_line
from first_reference import Buyer

DAY = "2026-01-01"

# A ship (made in NLD) needs a radar with 2 kg of gallium, and a lamp with 1 kg, bought as pieces of
# half a kilogram. China makes 0.9 of the gallium, Germany 0.06, nobody knows who the rest. Ore for
# it comes from China (0.6) and Australia (0.4). Steel comes from a named mill.
HAND = {
    "case": {
        "items": "id,kind,name_en,unit,mass_kg,material,stage\nship,platform,Ship,,,,\n"
                 "radar,system,Radar,,,,\nlamp,component,Lamp,,,,\n"
                 "gallium,material,Gallium,kg,,gallium,processing\n"
                 "bead,material,Bead,piece,0.5,gallium,processing\n"
                 "plate,material,Plate,kg,,steel,processing\n",
        "bom": "parent,child,quantity,yield\nship,radar,1,\nship,lamp,1,\nradar,gallium,1,0.5\n"
               "lamp,bead,2,\nship,plate,100,\n",
        "organisations": "id,name,country\nyard,Yard,NLD\nmill,Mill,DEU\n",
        "sites": "id,organisation,country\n",
        "supply": "item,supplier\nship,yard\nplate,mill\n",
        "stocks": "item,holder,quantity,days_of_cover\n",
        "sustainment": "item,installed,use_per_year,repair_days,spares\nship,6,,,\nlamp,,3,,\n",
        "demand": "item,year,quantity\nship,2030,1\nship,2030,1\nship,2031,4\n",
    },
    "reference": {
        "materials": "id,name_en,name_nl,symbol,critical_2023,strategic_2023,nato_2024,eol_rir,"
                     "companionality\ngallium,Gallium,gallium,,yes,yes,yes,0.2,\n"
                     "steel,Steel,staal,,no,no,no,,\n",
        "countries": "iso3,name_en,name_nl,lat,lon,groups\nCHN,China,China,,,\n"
                     "DEU,Germany,Duitsland,,,EU27;NATO\nAUS,Australia,Australië,,,\n"
                     "NLD,Netherlands,Nederland,,,EU27;NATO\n",
        "material_supply": "material,stage,scope,country,share,t,period,basis,of_group\n"
                           "gallium,processing,global,CHN,0.9,,2024,complete,\n"
                           "gallium,processing,global,DEU,0.06,,2024,complete,\n"
                           "gallium,processing,global,DEU,0.5,,2016-2020,,\n"
                           "gallium,extraction,global,CHN,0.6,,2016-2020,,\n"
                           "gallium,extraction,global,AUS,0.4,,2016-2020,,\n",
        "stage_links": "material,from_stage,to_stage,yield\ngallium,extraction,processing,\n",
        "world_output": "material,stage,period,tonnes,basis,primary,capacity\n"
                        "gallium,processing,2023,9,statistic,yes,\n"
                        "gallium,processing,2024,1,statistic,no,\n",
        "export_restrictions": "material,country,target,measure,effective,ended,applies_to\n"
                               "gallium,CHN,ALL,licence,2023-08-01,,\n",
        "compositions": "composition,material,mass_fraction_min,mass_fraction_typ,"
                        "mass_fraction_max,yield\n",
        "makers": "material,stage,country,maker,since\n",
        "sanctions": "country,kind,effective,ended,act\nAUS,arms,2020-01-01,,Act\n",
    },
}


def write_hand(folder, edits=()):
    for package, tables in HAND.items():
        path = os.path.join(folder, package)
        os.makedirs(path)
        for name, text in tables.items():
            for table, old, new in edits:
                if table == name:
                    text = text.replace(old, new) if old else text + new
            with open(os.path.join(path, name + ".csv"), "w", encoding="utf-8") as file:
                file.write(text)
        with open(os.path.join(path, "datapackage.json"), "w", encoding="utf-8") as file:
            json.dump({"name": package, "resources": [{"name": n, "path": n + ".csv"}
                                                      for n in tables]}, file)


def by_hand(work):
    """[(what, expected, found)]"""
    found, folders = [], []
    one = Buyer(0.01, "modernisation", 30.0, [], DAY)

    def twin(buyer=one, edits=(), period="newest"):
        folders.append(os.path.join(work, "hand-%d" % len(folders)))
        write_hand(folders[-1], edits)
        return first_in_line.of_folder(folders[-1], "ship", buyer, period=period)

    def first(why, expected, buyer=one, edits=(), event="CHN/gallium/processing"):
        found.append((why, expected, twin(buyer, edits).losses("flow", event)[1]))

    plain = twin()
    found.append(("need of one: 1 / 0.5 of gallium and two beads of half", 3.0,
                  plain.need_kg("gallium", "processing")))
    found.append(("in proportion", 0.9, plain.losses("flow", "CHN/gallium/processing")[0]))
    # R = 0.01 * 1000 kg * 0.06 = 0.6 kg of 3: the unknown makers' share is left, not in R
    first("a fifth is there", 0.8)
    first("a third as much need: 0.6 of 1", 0.4, edits=(("bom", "radar,gallium,1,0.5",
                                                        "radar,gallium,1e-9,"),))
    first("0.5 kg in stock", 1 - 1.1 / 3, edits=(("stocks", "", "bead,yard,1,\n"),))
    # of the 2 kg of gallium a year a tenth of a year's
    first("36.525 days in stock", 1 - 0.8 / 3, edits=(("stocks", "", "gallium,mill,,36.525\n"),))
    first("spare capacity where the output is: 1.5 t", 1 - 0.9 / 3, edits=(
        ("world_output", "2024,1,statistic,no,", "2024,1,statistic,no,1.5"),))
    # a quarter of a tonne beside it: 0.01 * (60 + 250)
    first("recycled beside primary output", 0.0, edits=(
        ("world_output", "2024,1,statistic,no,", "2024,1,statistic,yes,"),))
    first("a third of that, cut from beads", 1 - 0.6 / 5, edits=(
        ("compositions", "", "lamp,gallium,0.1,0.2,0.3,%.17g\n" % (1 / 3)),))
    first("half of it called hostile", 0.96, one.but(hostile=["DEU"]))
    first("proportional where that is more", 0.9, one.but(reach=0.001))
    # every maker is down to 0.4: 0.4 * 0.96 t, 1 % of it is 3.84 of 3
    first("ore", 0.0, event="CHN/gallium/extraction")
    first("ore, China called hostile: 0.4 * 0.06 t, 1 %", 1 - 0.24 / 3, one.but(hostile=["CHN"]),
          event="CHN/gallium/extraction")
    first("a mill is what it is", 1.0, event="DEU/steel/processing")
    # a twentieth of the market is lost: who is hostile still sells 0.01 * 900 kg of 3
    first("dear, not scarce", 0.0, one.but(hostile=["CHN"]), event="DEU/gallium/processing")
    found.append(("a list of before: 0.5 of Germany", 0.5, twin(period="2016-2020").losses(
        "flow", "DEU/gallium/processing")[0]))
    found.append(("sold where nothing is scarce", 0.0, twin(one.but(hostile=["CHN"])).losses(
        "flow", "DEU/steel/processing")[1] - 1.0))
    # six ships over 30 years are 0.2 a year, of 2 kg; three lamps of 1 kg whatever the ships take
    use = twin(one.but(need="sustainment")).need_kg("gallium", "processing")
    found.append(("a year in service", 0.2 * 2 + 3, use))
    build = twin(one.but(need="newbuild")).need_kg("gallium", "processing")
    found.append(("two in a year and four in the next", 9.0, build))
    return found + by_hand_why(twin, one)


def by_hand_why(twin, one):
    found, flow = [], "CHN/gallium/processing"

    def why(what, expected, buyer=one, edits=()):
        seen = twin(buyer, edits).flow(flow)["seen"]
        found.append((what, expected, " ".join(row["mechanism"] for row in seen[:1])))

    three = ("material_supply", "", "".join("gallium,processing,global,%s,0.01,,2024,complete,\n"
                                            % c for c in ("AUS", "NLD")))
    why("a licence duty of who makes 0.9 of it", "denied")
    why("also where nothing is needed", "denied", edits=(("bom", ",1,0.5", ",1e-300,"),))
    why("three others make it", "shortage", edits=(three,))
    why("one of them is called hostile", "denied", one.but(hostile=["AUS"]), (three,))
    why("there is enough", "price", one.but(reach=1.0), (three,))
    nobody_knows = ("world_output", "gallium,processing", "steel,extraction")
    why("nobody knows how much is made", "unknown", edits=(three, nobody_knows))
    group = ("material_supply", "complete,\n", "complete,salts\n")
    why("a share of a group is none of an element", "denied", edits=(three, group))
    makers = ("makers", "", "".join("gallium,processing,%s,Works,\n" % c
                                    for c in ("AUS", "NLD", "DEU")))
    why("but makers are known", "shortage", edits=(three, group, makers))
    why("a duty that has ended", "shortage", edits=(
        ("export_restrictions", "2023-08-01,,", "2023-08-01,2025-01-01,"),))
    row = twin(one.but(reach=0.3), (three,)).flow(flow)["seen"][0]
    # 0.3 * (0.06 + 0.02) t = 24 kg
    found.append(("an eighth of what can be reached is thin", (0.125, True), (
        round(row["need_share"], 12), row["thin"])))
    ban = "gallium,CHN,NATO,end_use_ban,%s,,military_use\n"
    refused = ("export_restrictions", "", ban % "2024-12-03")
    long_ago = ("export_restrictions", "", ban % "2019-12-03")
    economic = ("sanctions", "AUS,arms", "AUS,economic")
    default = one.but(hostile=None)
    for what, expected, edits in (
            ("a licence duty for all makes nobody hostile", [], ()),
            ("a refusal of military use does", ["CHN"], (refused,)),
            ("not one of six years ago", [], (long_ago,)),
            ("sanctions do", ["AUS"], (economic,))):
        found.append((what, expected, twin(default, edits).buyer.hostile))
    return found


def check_hand(work):
    wrong = 0
    for what, expected, found in by_hand(work):
        close = isinstance(expected, float) and abs(expected - found) < 1e-6
        if not close and expected != found:
            print("by hand, %s: expected %r, found %r" % (what, expected, found))
            wrong += 1
    return wrong == 0


def main():
    with tempfile.TemporaryDirectory(prefix="keten-first-") as work:
        good = check_hand(work)
    print("ok scarcity by hand" if good else "not ok")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
