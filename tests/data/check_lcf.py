#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Check data/cases/lcf: the minimums asked of the frigate case, and the honesty of its rows.

Prints one line per assertion ("ok ..." or "not ok ..."), counts per evidence grade, and exits 1
when one fails. The last assertions seed defects into a copy in memory and expect them to be caught.
Usage: check_lcf.py [CASE_DIR [REFERENCE_DIR]]
"""
import copy
import csv
import json
import os
import re
import sys
from collections import Counter, defaultdict

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CASE = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "data", "cases", "lcf")
REFERENCE = sys.argv[2] if len(sys.argv) > 2 else os.path.join(ROOT, "data", "reference")

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
KINDS = {"product_group", "platform", "function", "system", "component", "semi_finished", "material"}
PROGRAMMES = {"lcf": "sustainment", "lcf-modernisation": "modernisation", "lcf-successor": "new build"}
YARD = "damen-naval-vlissingen"
OUTSIDE_REFERENCE = {"mercury"}     # needed by a detector, not among the reference's materials
MIRROR = re.compile(r"github|mirror|blogspot|memory|brief|https?://|fanyv|wiki mirror", re.I)
KEYS = {
    "items": ["id"], "organisations": ["id"], "sites": ["id"], "areas": ["id"], "scenarios": ["id"],
    "swbs": ["id"], "configuration": ["row_id"], "bom": ["parent", "child", "alternative_group"],
    "supply": ["item", "supplier", "buyer"], "stocks": ["item", "holder"], "demand": ["item", "year"],
    "sustainment": ["item"], "item_areas": ["item", "area"],
    "scenario_events": ["scenario", "event_type", "target", "start_day"],
}
GRADED = ["areas", "bom", "configuration", "demand", "item_areas", "organisations", "scenario_events",
          "scenarios", "sites", "stocks", "supply", "sustainment", "swbs"]
# What the ship must contain: a word for the assertion, and items of which at least one is reached.
REQUIRED = [
    ("radar modules: gallium arsenide", ["gallium-arsenide"]),
    ("radar modules: gallium nitride", ["gallium-nitride"]),
    ("sonar ceramics", ["pzt-pb-zr0.52ti0.48-o3"]),
    ("neodymium magnets", ["ndfeb-sintered-magnet"]),
    ("samarium-cobalt magnets", ["sm2co17-magnet"]),
    ("gas-turbine superalloys", ["inconel-718"]),
    ("gas-turbine blade alloys", ["mar-m-247", "cmsx-4-single-crystal-superalloy"]),
    ("bronze propellers", ["propeller-blade"]),
    ("propeller bronze", ["nickel-aluminium-bronze-c95800"]),
    ("hull steels", ["ship-plate-dh36-eh36"]),
    ("blast-resistant steel", ["hy-80-steel"]),
    ("batteries", ["lead-acid-battery"]),
    ("infrared optics: germanium", ["germanium-ir-optics"]),
    ("infrared detectors", ["indium-antimonide"]),
    ("tungsten munitions", ["tungsten-heavy-alloy-93w-4.9ni-2.1fe"]),
    ("electronics: tantalum", ["tantalum-pentoxide-tantalum-powder"]),
    ("electronics: palladium", ["palladium"]),
    ("electronics: gold", ["gold-plating"]),
    ("energetic materials: propellant", ["composite-rocket-propellant-ap-htpb-al"]),
    ("energetic materials: oxidiser", ["ammonium-perchlorate"]),
    ("energetic materials: aluminium powder", ["aluminium-powder"]),
]
DECISIVE = ["gallium-nitride", "gallium-arsenide", "hgcdte", "indium-antimonide", "germanium-ir-optics",
            "sm2co17-magnet", "pzt-pb-zr0.52ti0.48-o3", "yig-ferrite", "gallium", "germanium", "samarium",
            "indium", "tellurium", "tantalum"]


def read_case(folder):
    """Tables by name, and the faults of form found on the way."""
    faults = []
    with open(os.path.join(folder, "datapackage.json"), encoding="utf-8") as handle:
        package = json.load(handle)
    tables = {}
    for resource in package["resources"]:
        path = os.path.join(folder, resource["path"])
        with open(path, "rb") as handle:
            raw = handle.read()
        text = raw.decode("utf-8")
        if b"\r" in raw or not raw.endswith(b"\n"):
            faults.append("%s: line ends" % resource["path"])
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip(" \t"):
                faults.append("%s:%d: trailing space" % (resource["path"], number))
        rows = list(csv.reader(text.splitlines()))
        header = rows[0]
        named = [field["name"] for field in resource["schema"]["fields"]]
        if header != named:
            faults.append("%s: header differs from the schema" % resource["path"])
        for number, row in enumerate(rows[1:], 2):
            if len(row) != len(header):
                faults.append("%s:%d: ragged row" % (resource["path"], number))
        tables[resource["name"]] = [dict(zip(header, row)) for row in rows[1:]]
    listed = {resource["path"] for resource in package["resources"]}
    present = {name for name in os.listdir(folder) if name.endswith(".csv")}
    if listed != present:
        faults.append("datapackage.json and folder differ: %s" % sorted(listed ^ present))
    return package, tables, faults


def column(path, name):
    with open(path, encoding="utf-8", newline="") as handle:
        return {row[name] for row in csv.DictReader(handle)}


def number(text):
    value = float(text)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value


def reach(children, start):
    """Everything below start, with the depth of the longest path to it; None when there is a cycle."""
    order, state, stack = [], {}, [(start, 0)]
    while stack:
        node, step = stack.pop()
        if step == 0:
            if state.get(node) == 2:
                continue
            state[node] = 1
        below = children.get(node, [])
        if step < len(below):
            stack.append((node, step + 1))
            child = below[step]["child"]
            if state.get(child) == 1:
                return None
            if state.get(child) is None:
                stack.append((child, 0))
        else:
            state[node] = 2
            order.append(node)
    depth = {node: 0 for node in order}
    for node in reversed(order):
        for row in children.get(node, []):
            depth[row["child"]] = max(depth[row["child"]], depth[node] + 1)
    return depth


def few(values):
    values = list(values)
    return "" if not values else ": " + ", ".join(str(v) for v in values[:5]) + (" ..." if len(values) > 5 else "")


def check(package, tables, materials, countries, acts):
    """List of (passed, sentence)."""
    out = []

    def say(passed, sentence, bad=()):
        out.append((bool(passed), sentence + (few(bad) if not passed else "")))

    items = {row["id"]: row for row in tables["items"]}
    children = defaultdict(list)
    for row in tables["bom"]:
        children[row["parent"]].append(row)
    organisations = {row["id"] for row in tables["organisations"]}
    sites = {row["id"]: row for row in tables["sites"]}

    say("not the navy's data" in package.get("description", "") and "Demonstration" in package["description"],
        "the package says that it is a demonstration and not the navy's data")
    missing = {"items", "bom", "organisations", "sites", "supply"} - set(tables)
    say(not missing, "the five required tables are there", missing)

    # Ids and references.
    bad = []
    for name, key in KEYS.items():
        seen, last = set(), None
        for row in tables[name]:
            value = tuple(row[part] for part in key)
            if value in seen:
                bad.append("%s twice in %s" % (value, name))
            seen.add(value)
            if name != "bom" and last is not None and value < last:
                bad.append("%s not sorted at %s" % (name, value))
            last = value
    say(not bad, "keys are unique and rows sorted", bad)
    bad = [i for name in ("items", "organisations", "sites", "areas", "scenarios") for i in
           (row["id"] for row in tables[name]) if not ID.match(i) or i in ("unknown", "withheld")]
    say(not bad, "ids are well formed", bad)
    bad = [row["id"] for row in tables["items"] if row["kind"] not in KINDS]
    say(not bad, "kinds are known", bad)
    bad = [row["id"] for row in tables["items"] if not row["name_en"] or not row["name_nl"]]
    say(not bad, "every item has an English and a Dutch name", bad)
    bad = [(row["parent"], row["child"]) for row in tables["bom"]
           if row["parent"] not in items or row["child"] not in items]
    say(not bad, "every parent and child of the bill of materials is an item", bad)
    bad = [row["id"] for row in tables["items"] if row["kind"] == "material"
           and row["material"] not in materials | OUTSIDE_REFERENCE]
    say(not bad, "every material is in the reference (or named as being outside it)", bad)
    bad = [row["id"] for row in tables["sites"] if row["organisation"] not in organisations]
    bad += [row["id"] for name in ("sites", "organisations") for row in tables[name] if row["country"] not in countries]
    say(not bad, "sites and organisations resolve, with their countries", bad)
    say(not organisations & set(sites), "no site has the id of an organisation", organisations & set(sites))
    bad = [row["supplier"] for row in tables["supply"] if row["supplier"] not in organisations
           and row["supplier"] not in sites and row["supplier"] not in ("unknown", "withheld")]
    bad += [row["item"] for row in tables["supply"] if row["item"] not in items]
    used = {row["supplier"] for row in tables["supply"]}
    used |= {sites[s]["organisation"] for s in used if s in sites}
    bad += sorted((organisations | set(sites)) - used)
    say(not bad, "suppliers resolve, and every site and organisation is used", bad)
    areas = {row["id"] for row in tables["areas"]}
    scenarios = {row["id"] for row in tables["scenarios"]}
    swbs = {row["id"] for row in tables["swbs"]}
    bad = [row["item"] for name in ("demand", "sustainment", "item_areas", "stocks") for row in tables[name]
           if row["item"] not in items]
    bad += [row["area"] for row in tables["item_areas"] if row["area"] not in areas]
    bad += [row["scenario"] for row in tables["scenario_events"] if row["scenario"] not in scenarios]
    bad += [row["id"] for row in tables["items"] if row["swbs"] and row["swbs"] not in swbs]
    bad += [row["row_id"] for row in tables["configuration"] if row["swbs"] not in swbs
            or row["item"] and row["item"] not in items]
    say(not bad, "demand, sustainment, areas, scenarios, SWBS and configuration resolve", bad)
    bad = []
    for row in tables["scenario_events"]:
        kind, target = row["event_type"], row["target"]
        part = target.split("/")
        fine = {"site": target in sites, "organisation": target in organisations, "country": target in countries,
                "material": target in materials,
                "flow": len(part) == 3 and part[0] in countries and part[1] in materials
                and part[2] in ("extraction", "processing", "recycling")}.get(kind, False)
        if not fine or not 0 <= number(row["magnitude"]) <= 1 or number(row["duration_days"]) <= 0 or row["kind"] not in (
                "ban", "end_use_ban", "quota", "tariff", "failure", "demand", "delay"):
            bad.append(target)
    say(not bad and len(scenarios) >= 6, "%d scenarios with well-formed events" % len(scenarios), bad)

    # Quantities.
    bad = []
    groups = defaultdict(set)
    pairs = defaultdict(list)
    for row in tables["bom"]:
        try:
            quantity = number(row["quantity"])
            low = number(row["quantity_min"]) if row["quantity_min"] else quantity
            high = number(row["quantity_max"]) if row["quantity_max"] else quantity
            if quantity <= 0 or low < 0 or not low <= quantity <= high:
                bad.append((row["parent"], row["child"], row["quantity"]))
        except ValueError:
            bad.append((row["parent"], row["child"], row["quantity"]))
        if row["essential"] not in ("yes", "no"):
            bad.append((row["parent"], row["child"], row["essential"]))
        if row["alternative_group"]:
            groups[row["parent"], row["alternative_group"]].add(row["essential"])
        pairs[row["parent"], row["child"]].append(row["alternative_group"])
    bad += [key for key, value in groups.items() if len(value) > 1]
    bad += [key for key, value in pairs.items() if len(set(value)) < len(value)]
    say(not bad, "quantities are positive and within their range, groups are consistent", bad)
    counts = Counter((row["parent"], row["alternative_group"]) for row in tables["bom"] if row["alternative_group"])
    say(counts and min(counts.values()) >= 2, "%d alternative groups, each with at least two inputs" % len(counts))
    shares = defaultdict(float)
    bad = []
    for row in tables["supply"]:
        for name in ("share", "spare_share"):
            if row[name] and not 0 <= number(row[name]) <= 1:
                bad.append((row["item"], row["supplier"], row[name]))
        shares[row["item"], row["buyer"]] += number(row["share"]) if row["share"] else 0
    bad += [key for key, value in shares.items() if value > 1 + 1e-9]
    say(not bad, "shares are within 0..1 and sum to at most 1", bad)

    # Reach and cycles.
    depth = {}
    for start in ["military-ships"] + list(PROGRAMMES):
        depth[start] = reach(children, start)
    cyclic = depth["military-ships"] is None
    say(not cyclic, "the bill of materials has no cycle")
    if cyclic:
        return out
    bad = sorted(set(items) - set(depth["military-ships"]))
    say(not bad, "every item is reached from the product group", bad)
    for start, what in PROGRAMMES.items():
        kinds = Counter(items[i]["kind"] for i in depth[start])
        say(len(depth[start]) > 50, "%s (%s) reaches %d items: %d functions, %d systems, %d components, "
            "%d semi-finished goods, %d materials" % (start, what, len(depth[start]), kinds["function"], kinds["system"],
                                                     kinds["component"], kinds["semi_finished"], kinds["material"]))
    platforms = [i for i, row in items.items() if row["kind"] == "platform"]
    say(platforms == ["lcf"], "exactly one platform, so that no target need be named", platforms)

    # Mass.
    bad = []
    for parent, rows in children.items():
        if not items[parent]["mass_kg"]:
            continue
        total, group = 0.0, defaultdict(float)
        for row in rows:
            part = number(row["quantity"]) * number(items[row["child"]]["mass_kg"] or "0")
            if row["alternative_group"]:
                group[row["alternative_group"]] = max(group[row["alternative_group"]], part)
            else:
                total += part
        total += sum(group.values())
        # Nominal mass fractions of an alloy may add up to a little over 1.
        slack = 1.005 if items[parent]["kind"] == "semi_finished" else 1 + 1e-9
        if total > number(items[parent]["mass_kg"]) * slack:
            bad.append("%s %.6g > %s" % (parent, total, items[parent]["mass_kg"]))
    say(not bad, "the parts of an item weigh no more than the item", bad)
    bad = [i for i, row in items.items() if row["unit"] == "kg" and row["mass_kg"] != "1"
           or row["kind"] != "product_group" and not row["mass_kg"]]
    say(not bad, "every item has a mass", bad)

    def inputs(parent, child):
        return next(number(row["quantity"]) for row in children[parent] if row["child"] == child)

    face = inputs("apar-antenna-face", "tr-module-gaas")
    note, arsenide = items["gaas-mmic-set"]["note"], face * inputs("gaas-mmic-set", "gallium-arsenide")
    say("quarter of a kilogram" in note and "{:,.0f} modules".format(face) in note and 0.2 < arsenide < 0.3,
        "the note on the chips of a radar face says what the bill of materials comes to: %.3f kg" % arsenide, [note])

    # The minimums.
    ship = depth["lcf"]
    kinds = Counter(items[i]["kind"] for i in ship)
    for kind, least in (("component", 60), ("semi_finished", 60), ("material", 40)):
        say(kinds[kind] >= least, "%d items of kind %s in the ship, at least %d" % (kinds[kind], kind, least))
    main = sorted({items[i]["swbs"][0] + "00" for i in ship if items[i]["swbs"] and items[i]["swbs"] != "000"})
    say(len(main) >= 7, "%d SWBS main groups in the ship: %s" % (len(main), " ".join(main)))
    say(max(ship.values()) >= 4, "the ship is %d levels deep" % max(ship.values()))
    shallow = []
    for row in children["lcf"]:
        below = reach(children, row["child"])
        if max(below.values()) < 3:
            shallow.append(row["child"])
    say(not shallow, "every function is at least 4 levels deep below the platform", shallow)
    say(kinds["function"] >= 8, "%d ship functions as targets" % kinds["function"])
    conf = tables["configuration"]
    say(len(conf) == 40, "%d of the 40 public statements on systems accounted for: %s" % (
        len(conf), ", ".join("%d %s" % (n, t) for t, n in sorted(Counter(r["treatment"] for r in conf).items()))))
    bad = [r["row_id"] for r in conf if not r["reason"]
           or r["treatment"] == "in_bom" and r["item"] not in ship
           or r["treatment"] == "planned" and (r["item"] in ship or r["item"] not in depth["lcf-modernisation"])
           or r["treatment"] in ("replaced", "unclear", "context") and r["item"]
           or r["treatment"] not in ("in_bom", "planned", "replaced", "unclear", "context")]
    say(not bad, "what is fitted is in the ship; what is planned, replaced or unclear is not", bad)
    for what, names in REQUIRED:
        say(any(name in ship for name in names), "the ship contains %s" % what)
    bad = [name for name in DECISIVE if items[name]["function_critical"] != "yes"]
    say(not bad, "grams that decide are marked function_critical (%d items are)" % sum(
        row["function_critical"] == "yes" for row in items.values()), bad)
    leaves = [i for i in items if not children.get(i)]
    bad = [i for i in leaves if items[i]["kind"] not in ("material", "semi_finished") and i != "gt-overhaul"]
    say(not bad, "every component and system is broken down (%d materials and %d semi-finished goods end the chain)" % (
        sum(items[i]["kind"] == "material" for i in leaves), sum(items[i]["kind"] == "semi_finished" for i in leaves)), bad)
    kind_of = {row["item"]: items[row["item"]]["kind"] for row in tables["supply"] if row["item"] in items}
    bad = [row["item"] for row in tables["supply"]
           if kind_of[row["item"]] in ("component", "semi_finished", "material") and row["supplier"] != YARD
           and row["evidence"] == "D" and not row["source"].startswith("seen at ")]
    say(not bad, "beyond tier 1 only suppliers that a public source names", bad)
    by_memory = Counter()
    for row in tables["supply"]:
        if row["item"] in ship and row["supplier"] != YARD and row["evidence"] == "D":
            by_memory[row["item"]] += number(row["share"]) if row["share"] else 1.0
    bad = [item for item, share in by_memory.items() if share > 0.5]
    say(not bad, "who makes more than half of something is named by a public source, or unknown; the yard's own work apart", bad)
    carriers = Counter()
    for row in tables["bom"]:
        if row["child"] in ("ndfeb-sintered-magnet", "ndfeb-high-temperature-grade", "sm2co17-magnet"):
            carriers[row["parent"]] += 1
    launcher = reach(children, "mk41-vls")
    say(not set(carriers) & set(launcher), "the launcher holds no magnets that no source names", set(carriers) & set(launcher))
    bad = [row["id"] for row in tables["scenarios"] if "46/2024" in row["source"]]
    bad += [row["scenario"] for row in tables["scenario_events"] if "46/2024" in row["source"]]
    say(not bad, "no scenario rests on Announcement 46/2024, which is aimed at the United States", bad)
    names = column(os.path.join(REFERENCE, "strategy_areas.csv"), "name_nl")
    bad = [row["id"] for row in tables["areas"] if row["name_nl"] not in names]
    say(not bad, "areas are called what the strategy calls them", bad)
    stage_of = {"ore": {"extraction"}, "some": set()}
    bad = [row["target"] for row in tables["scenario_events"] if row["kind"] in ("ban", "end_use_ban") for act in acts
           if "%s/%s" % (act["country"], act["material"]) == row["target"].rsplit("/", 1)[0] and act["covers"]
           and re.search(r"\d+/\d{4}", act["legal_reference"])
           and re.search(r"\d+/\d{4}", act["legal_reference"])[0] in row["source"]
           and row["target"].rsplit("/", 1)[1] not in stage_of[act["covers"]]]
    say(not bad, "no event takes a material of which its act covers ore or some products alone", bad)
    say(len(areas) >= 3 and all(row["business_impact"] in "12345" for row in tables["item_areas"]),
        "%d Defence Industry Strategy areas with %d mapped items" % (
            len(areas), len({row["item"] for row in tables["item_areas"]})))
    demand = Counter(row["item"] for row in tables["demand"])
    say(demand["lcf-successor"] == 4 and demand["lcf-modernisation"] and len(demand) > 3,
        "demand: %d rows for the successor, %d for the modernisation, %d for sustainment" % (
            demand["lcf-successor"], demand["lcf-modernisation"],
            len(tables["demand"]) - demand["lcf-successor"] - demand["lcf-modernisation"]))

    # Evidence.
    bad = []
    for name in GRADED:
        for place, row in enumerate(tables[name], 2):
            grade, source = row["evidence"], row["source"]
            assumed = source.startswith("assumption: ") or source.startswith("seen at ")
            if grade not in ("A", "B", "C", "D") or not source or MIRROR.search(source) or assumed != (grade == "D"):
                bad.append("%s.csv:%d" % (name, place))
    say(not bad, "every row has an evidence grade and a source; grade D says that it is assumed", bad)
    say(all(not row["lei"] and not row["kvk"] and not row["ncage"] for row in tables["organisations"]),
        "no identifier is filled in without a source")
    return out


def seeded(package, tables, materials, countries, acts):
    """Defects that must be caught: (name, number of new failures)."""
    clean = sum(not passed for passed, _ in check(package, tables, materials, countries, acts))

    def with_change(change):
        other = copy.deepcopy(tables)
        change(other)
        return sum(not passed for passed, _ in check(package, other, materials, countries, acts)) > clean

    def heavy(t):
        next(r for r in t["bom"] if r["child"] == "tr-module-gaas")["quantity"] = "342400"

    def few_modules(t):
        next(r for r in t["bom"] if r["child"] == "tr-module-gaas")["quantity"] = "3000"

    def share(t):
        next(r for r in t["supply"] if r["share"])["share"] = "1.7"

    def silent(t):
        t["bom"][7]["source"] = ""

    def cycle(t):
        t["bom"].append(dict(t["bom"][0], parent="gallium", child="lcf"))

    def by_memory(t):
        row = next(r for r in t["supply"] if r["item"] == "gun-127-54")
        row["evidence"], row["source"] = "D", "assumption: general knowledge, not checked"

    def powder(t):
        row = next(r for r in t["scenario_events"] if r["target"] == "CHN/tellurium/processing")
        row["target"] = "CHN/molybdenum/processing"

    def dangling(t):
        t["bom"][3]["child"] = "no-such-item"

    yield "parts heavier than the whole", with_change(heavy)
    yield "a note that the bill of materials belies", with_change(few_modules)
    yield "a share above 1", with_change(share)
    yield "a row without a source", with_change(silent)
    yield "a cycle", with_change(cycle)
    yield "a country that stops the ship by memory", with_change(by_memory)
    yield "a material taken where only its powder is controlled", with_change(powder)
    if clean == 0:
        try:
            caught = with_change(dangling)
        except KeyError:
            caught = True
        yield "a dangling reference", caught


def main():
    failed = 0

    def line(passed, sentence):
        nonlocal failed
        failed += not passed
        print("%s %s" % ("ok" if passed else "not ok", sentence))

    package, tables, faults = read_case(CASE)
    line(not faults, "files are UTF-8 with LF, as datapackage.json says" + few(faults))
    materials = column(os.path.join(REFERENCE, "materials.csv"), "id")
    countries = column(os.path.join(REFERENCE, "countries.csv"), "iso3")
    with open(os.path.join(REFERENCE, "export_restrictions.csv"), encoding="utf-8", newline="") as f:
        acts = list(csv.DictReader(f))
    for passed, sentence in check(package, tables, materials, countries, acts):
        line(passed, sentence)
    for name, caught in seeded(package, tables, materials, countries, acts):
        line(caught, "a seeded defect is caught: " + name)
    total = Counter()
    for name in GRADED:
        grades = Counter(row["evidence"] for row in tables[name])
        total += grades
        print("# %-16s %5d rows: %s" % (name, len(tables[name]),
                                        ", ".join("%s %d" % (g, grades[g]) for g in "ABCD")))
    print("# %-16s %5d rows: %s" % ("all", sum(total.values()), ", ".join("%s %d" % (g, total[g]) for g in "ABCD")))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
