#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Check data/cases/magnet-maker and germanium-optics: the form of their tables, that they balance,
and the honesty of their rows. `keten check` reads them too (tests/golden/maker-*-check).

Prints one line per assertion ("ok ..." or "not ok ...") and counts per evidence grade, and exits 1
when one fails. The last assertions seed defects into a copy in memory and expect them to be caught.
Usage: check_makers.py [CASES_DIR]
"""
import copy
import csv
import json
import os
import re
import sys
from collections import Counter, defaultdict

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MAKERS = ("magnet-maker", "germanium-optics")
GRADED = ("items", "bom", "organisations", "sites", "supply", "stocks", "demand", "scenarios",
          "scenario_events")
ADDRESS = re.compile(r"https?://|www\.|github|blogspot", re.I)
INVENTED = "maker"      # the one organisation that makes what is sold, in both cases
BALANCED = re.compile(r"alloy-|chalcogenide-|zinc-|ndpr-|germanium-blank|antireflection-")


def read(folder):
    """Tables by name, and the faults of form found on the way."""
    faults, tables = [], {}
    with open(os.path.join(folder, "datapackage.json"), encoding="utf-8") as handle:
        package = json.load(handle)
    for resource in package["resources"]:
        with open(os.path.join(folder, resource["path"]), encoding="utf-8", newline="") as handle:
            text = handle.read()
        if "\r" in text or not text.endswith("\n"):
            faults.append("%s: line ends" % resource["path"])
        header, *rows = csv.reader(text.splitlines())
        if header != [field["name"] for field in resource["schema"]["fields"]]:
            faults.append("%s: header differs from the schema" % resource["path"])
        faults += ["%s:%d: ragged row" % (resource["path"], number)
                   for number, row in enumerate(rows, 2) if len(row) != len(header)]
        tables[resource["name"]] = [dict(zip(header, row)) for row in rows]
    present = {name for name in os.listdir(folder) if name.endswith(".csv")}
    if {resource["path"] for resource in package["resources"]} != present:
        faults.append("datapackage.json and folder differ")
    return package, tables, faults


def reference(table, name):
    path = os.path.join(ROOT, "data", "reference", table + ".csv")
    with open(path, encoding="utf-8", newline="") as handle:
        return {row[name] for row in csv.DictReader(handle)}


def held_per_unit(rows):
    """Kilograms that go into one of the parent and stay in it: of alternatives the first."""
    total, seen = 0.0, set()
    for row in rows:
        group = row["alternative_group"]
        if group and group in seen:
            continue
        seen.add(group)
        total += float(row["quantity"])
    return total


def check_sources(tables, say):
    bad = [(name, row) for name in GRADED for row in tables[name]
           if not row["source"] or row["evidence"] not in ("A", "B", "C", "D")]
    say(not bad, "every row has a grade and a source", bad)
    bad = [(name, row["source"]) for name in GRADED for row in tables[name]
           if (row["evidence"] == "D") != row["source"].startswith("assumption: ")]
    say(not bad, "what is assumed says so, and nothing else does", bad)
    bad = [row["source"] for name in GRADED for row in tables[name] if ADDRESS.search(row["source"])]
    say(not bad, "sources name publications, not addresses", bad)


def check_maker(tables, items, say):
    sold = [row["id"] for row in tables["items"] if row["kind"] == "product_group"]
    say(len(sold) == 1 and items[sold[0]]["unit"] == "kg", "one product group is sold, in kilograms",
        sold)
    say(not [row for row in tables["items"] if row["kind"] == "platform"], "there is no platform")
    years = [int(row["year"]) for row in tables["demand"] if row["item"] == sold[0]]
    say(years == list(range(years[0], years[-1] + 1)) and len(years) >= 5
        and all(float(row["quantity"]) > 1 for row in tables["demand"]),
        "what is sold is stated for each year, more than one kilogram")
    by_year = defaultdict(float)
    for row in tables["demand"]:
        by_year[row["year"]] += float(row["quantity"]) * (1.0 if row["item"] == sold[0] else -1.0)
    say(not any(by_year.values()), "what is sold of each product adds up to what is sold", by_year)
    real = {row["id"] for row in tables["organisations"]} - {INVENTED}
    names = {row["id"]: row["name"] for row in tables["organisations"]}
    say("(invented)" in names.get(INVENTED, ""), "the maker says that it is invented")
    buyers = {row["buyer"] for row in tables["supply"] if row["buyer"]}
    say(buyers <= real, "who buys apart is a supplier of the maker, not the maker", buyers)
    say({row["holder"] for row in tables["stocks"]} == {INVENTED}, "the stocks are the maker's")


def check_chain(tables, items, say):
    children = defaultdict(list)
    for row in tables["bom"]:
        children[row["parent"]].append(row)
    bad = [i for i, row in items.items() if not row["name_en"] or not row["name_nl"]]
    say(not bad, "every item has an English and a Dutch name", bad)
    materials = {i for i, row in items.items() if row["kind"] == "material"}
    say(materials <= reference("materials", "id"), "every material is one of the reference",
        materials - reference("materials", "id"))
    made = reference("world_output", "material")
    say(materials <= made, "the world's output of every material is on record", materials - made)
    used = {row["child"] for row in tables["bom"]}
    top = [i for i in items if i not in used]
    say(len(top) == 1 and items[top[0]]["kind"] == "product_group",
        "everything goes into what is sold", top)
    bad = ["%s %.4f" % (i, held_per_unit(rows)) for i, rows in children.items()
           if BALANCED.match(i) and not 0.985 <= held_per_unit(rows) <= 1.005]
    say(not bad, "what is in an alloy, glass or blank adds up to a kilogram", bad)
    top_sum = held_per_unit(children[top[0]])
    say(abs(top_sum - 1.0) < 1e-9, "the products add up to a kilogram as sold", [top_sum])
    bad = [row["child"] for row in children[top[0]] if not items[row["child"]]["value_eur"]]
    say(not bad, "every product has a value, which divides the turnover", bad)


def check_alternatives(tables, say):
    groups = defaultdict(list)
    for row in tables["bom"]:
        if row["alternative_group"]:
            groups[row["parent"], row["alternative_group"]].append(row["child"])
    say(groups and all(len(g) > 1 for g in groups.values()), "%d groups of alternatives" % len(groups))
    timed = {row["item"] for row in tables["supply"] if row["switch_days"]}
    bad = sorted({child for group in groups.values() for child in group[1:]} - timed
                 - {group[0] for group in groups.values()})
    say(not bad, "every alternative says how long it takes to switch to it", bad)
    shares = defaultdict(float)
    for row in tables["supply"]:
        shares[row["item"], row["buyer"]] += float(row["share"] or 0)
    bad = [key for key, value in shares.items() if value > 1.0 + 1e-9]
    say(not bad, "shares sum to at most 1", bad)


def check(package, tables):
    """List of (passed, sentence)."""
    out = []

    def say(passed, sentence, bad=()):
        bad = "" if passed or not bad else ": %s" % list(bad)[:5]
        out.append((bool(passed), sentence + bad))

    items = {row["id"]: row for row in tables["items"]}
    say("Demonstration of an invented maker" in package["description"]
        and "verzonnen maker" in package["description_nl"], "the package says that it is a demonstration")
    check_sources(tables, say)
    check_maker(tables, items, say)
    check_chain(tables, items, say)
    check_alternatives(tables, say)
    return out


def spoil_source(tables):
    tables["bom"][0].update(evidence="C", source="assumption: spoilt")


def spoil_balance(tables):
    next(row for row in tables["bom"] if BALANCED.match(row["parent"]))["quantity"] = "0.9"


def spoil_switch(tables):
    for row in tables["supply"]:
        row["switch_days"] = ""


def spoil_buyer(tables):
    tables["supply"][0]["buyer"] = INVENTED


def main():
    cases = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "data", "cases")
    failed = False
    for name in MAKERS:
        package, tables, faults = read(os.path.join(cases, name))
        results = [(not faults, "the tables are well formed%s" % "".join(faults[:3]))]
        results += check(package, tables)
        for spoil in (spoil_source, spoil_balance, spoil_switch, spoil_buyer):
            spoilt = copy.deepcopy(tables)
            spoil(spoilt)
            results.append((any(not passed for passed, _ in check(package, spoilt)),
                            "a seeded defect is caught (%s)" % spoil.__name__))
        for passed, sentence in results:
            print("%s %s: %s" % ("ok" if passed else "not ok", name, sentence))
        grades = Counter(row["evidence"] for table in GRADED for row in tables[table])
        print("%s: rows per grade: %s" % (name, ", ".join("%s %d" % g for g in sorted(grades.items()))))
        failed |= any(not passed for passed, _ in results)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
