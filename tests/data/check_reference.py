#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Checks the reference data package: form, ids, shares, sources, counts, and published or computed facts.

usage: check_reference.py [FOLDER]      FOLDER is data/reference, found beside this program by default

Prints one line per assertion, "ok ..." or "not ok ...", and exits 1 if any failed. Without FOLDER it also checks itself: on a copy
with one wrong share it must fail. About 20,000 rows; well under a second.
"""
import collections
import csv
import io
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULT = os.path.normpath(os.path.join(HERE, "..", "..", "data", "reference"))

COLUMNS = {
    "materials": "id,name_en,name_nl,symbol,cas,group,critical_2023,strategic_2023,nato_2024,eol_rir,companionality,"
                 "host_materials,evidence,source",
    "material_supply": "material,stage,scope,country,share,t,period,evidence,source",
    "stage_links": "material,from_stage,to_stage,yield,evidence,source",
    "hazards": "event_type,target,failure_per_year,evidence,source",
    "countries": "iso3,iso2,name_en,name_nl,lat,lon,groups,evidence,source",
    "country_groups": "group,country,joined,evidence,source",
    "governance": "country,year,va,pv,ge,rq,rl,cc,evidence,source",
    "hs_codes": "material,stage,hs6,description,evidence,source",
    "export_restrictions": "material,country,target,products,measure,announced,effective,ended,legal_reference,hs_codes,"
                           "evidence,source,note",
    "compositions": "composition,name_en,name_nl,class,material,element,mass_fraction_min,mass_fraction_typ,"
                    "mass_fraction_max,evidence,source",
    "criticality_inputs": "material,stage,bottleneck_stage,import_reliance,eol_rir,si_sr,si_ei,supply_used,"
                          "sr_published_stage,sr_published,ei_published,note,evidence,source",
    "end_uses": "material,application,share,nace2,value_added_meur,evidence,source",
    "criticality_history": "material,year,sr,ei,evidence,source",
    "reserves": "material,country,year,share,evidence,source",
    "production": "material,stage,country,year,tonnes,share,sum_of_published_shares,content,evidence,source",
    "prices": "material,month,price,unit,series,evidence,source",
    "policy_lists": "list,material,evidence,source",
    "sources": "id,citation,licence,attribution,url,used_by",
    "synonyms": "kind,text,id,evidence,source",
}
KEYS = {
    "materials": "id", "material_supply": "material stage scope country", "stage_links": "material from_stage to_stage",
    "hazards": "event_type target", "countries": "iso3", "country_groups": "group country", "governance": "country year",
    "hs_codes": "material stage hs6", "compositions": "composition material element",
    "criticality_inputs": "material stage", "end_uses": "material application nace2",
    "criticality_history": "material year", "reserves": "material country year",
    "production": "material stage country year", "prices": "material month", "policy_lists": "list material",
    "sources": "id", "export_restrictions": "", "synonyms": "kind text id",
}
SHARES = "share eol_rir companionality yield import_reliance mass_fraction_min mass_fraction_typ mass_fraction_max".split()
NUMBERS = SHARES + ("t failure_per_year lat lon va pv ge rq rl cc si_sr si_ei sr_published_stage sr_published ei_published "
                    "value_added_meur sr ei tonnes sum_of_published_shares price").split()
STAGES = {"extraction", "processing", "recycling"}
HOSTS_THAT_ARE_NO_MATERIAL = {"coal", "natural_gas", "steel_slag", "uranium"}
BANNED = re.compile(r"github|mirror|blogspot|memory|brief", re.I)
ROUNDING = 0.03     # published shares are rounded to 1 or 0.1 %; up to some 90 countries in a list
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?\Z")
DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\Z")

# IUPAC abridged standard atomic weights: the independent source for compounds of known formula.
WEIGHT = {"H": 1.008, "Li": 6.94, "B": 10.81, "C": 12.011, "N": 14.007, "O": 15.999, "F": 18.998, "Mg": 24.305,
          "Al": 26.982, "Si": 28.085, "P": 30.974, "S": 32.06, "Cl": 35.45, "Mn": 54.938, "Fe": 55.845, "Co": 58.933,
          "Ni": 58.693, "Zn": 65.38, "Ga": 69.723, "As": 74.922, "Se": 78.971, "Y": 88.906, "Zr": 91.222, "Nb": 92.906,
          "In": 114.82, "Sb": 121.76, "Ba": 137.33, "Ti": 47.867, "Pb": 207.2, "Hg": 200.59, "Cd": 112.41, "Te": 127.60,
          "Tb": 158.93, "Dy": 162.50}
FORMULA = {"gallium-nitride": "Ga1N1", "gallium-arsenide": "Ga1As1", "silicon-carbide": "Si1C1",
           "indium-antimonide": "In1Sb1", "zinc-selenide": "Zn1Se1", "zinc-sulphide": "Zn1S1",
           "magnesium-fluoride": "Mg1F2", "sapphire-alumina": "Al2O3", "boron-carbide": "B4C1",
           "lithium-niobate": "Li1Nb1O3", "barium-titanate": "Ba1Ti1O3", "yag": "Y3Al5O12", "yig-ferrite": "Y3Fe5O12",
           "ammonium-perchlorate": "N1H4Cl1O4", "lifepo4-cathode": "Li1Fe1P1O4", "lco-cathode": "Li1Co1O2",
           "nmc811-cathode": "Li1Ni0.8Mn0.1Co0.1O2", "nmc622-cathode": "Li1Ni0.6Mn0.2Co0.2O2", "fused-silica": "Si1O2",
           "pzt-pb-zr0.52ti0.48-o3": "Pb1Zr0.52Ti0.48O3", "hgcdte": "Hg0.78Cd0.22Te1",
           "terfenol-d-tb0.3dy0.7fe1.9": "Tb0.3Dy0.7Fe1.9"}
NAMED = {"carbon": "C", "nitrogen": "N", "oxygen": "O", "hydrogen": "H", "chlorine": "Cl", "mercury": "Hg"}

failures = 0


def check(name, faults):
    """One assertion: it holds when the list of faults is empty."""
    global failures
    faults = list(faults)
    if not faults:
        print("ok " + name)
        return
    failures += 1
    more = "" if len(faults) <= 5 else " and %d more" % (len(faults) - 5)
    print("not ok %s: %s%s" % (name, "; ".join(str(f) for f in faults[:5]), more))


def count(name, value, least, most=None):
    good = value >= least and (most is None or value <= most)
    check("%s (%d)" % (name, value), [] if good else ["expected %d%s" % (least, "" if most == least else " or more")])


def cas_is_valid(cas):
    m = re.match(r"(\d{2,7})-(\d\d)-(\d)\Z", cas)
    return bool(m) and sum(i * int(d) for i, d in enumerate(reversed(m[1] + m[2]), 1)) % 10 == int(m[3])


def load(folder):
    """Rows of every table, and the faults of form found on the way."""
    tables, form = {}, []
    for name, header in COLUMNS.items():
        path = os.path.join(folder, name + ".csv")
        tables[name] = []
        try:
            with open(path, "rb") as f:
                raw = f.read()
        except OSError as e:
            form.append("%s: %s" % (name, e.strerror))
            continue
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as e:
            form.append("%s: bad UTF-8 at byte %d" % (name, e.start))
            continue
        if text.startswith("\ufeff") or "\r" in text or not text.endswith("\n"):
            form.append("%s: byte order mark, CR, or no newline at the end" % name)
        if re.search(r"[ \t](,|\n)", text) and any(c != c.strip() for r in csv.reader(io.StringIO(text)) for c in r):
            form.append("%s: a field begins or ends with a space" % name)
        rows = list(csv.reader(io.StringIO(text), strict=True))
        if not rows or ",".join(rows[0]) != header:
            form.append("%s: header" % name)
            continue
        form += ["%s.csv:%d: %d columns" % (name, i, len(r)) for i, r in enumerate(rows, 1) if len(r) != len(rows[0])]
        tables[name] = [dict(zip(rows[0], r), _at="%s row %d" % (name, i)) for i, r in enumerate(rows[1:], 2)]
    return tables, form


def main(folder):
    t, form = load(folder)
    every = [(n, r) for n, rows in t.items() for r in rows]
    facts = [(n, r) for n, r in every if n != "sources"]
    check("every table is there, UTF-8, LF, rectangular, with the agreed header", form)

    def package():
        with open(os.path.join(folder, "datapackage.json"), encoding="utf-8") as f:
            p = json.load(f)
        if not all(p.get(k) for k in ("name", "title", "description", "licenses", "resources")):
            yield "a property is missing"
        names = {r["name"]: r for r in p["resources"]}
        yield from set(names) ^ set(COLUMNS)
        for n, r in names.items():
            fields = ",".join(f["name"] for f in r["schema"]["fields"])
            if r["path"] != n + ".csv" or r["profile"] != "tabular-data-resource" or fields != COLUMNS.get(n):
                yield n
    check("datapackage.json names every table and its columns", package())

    def order():
        for n, k in KEYS.items():
            keys = [tuple(r[c].encode() for c in k.split()) for r in t[n]]
            if k and keys != sorted(set(keys)):
                yield n
    check("rows are sorted by key and no key occurs twice", order())
    check("ids are well formed", (r["_at"] for n, c in (("materials", "id"), ("compositions", "composition"),
          ("sources", "id"), ("country_groups", "group"), ("policy_lists", "list")) for r in t[n] if not ID.match(r[c])))

    # sources and evidence
    check("every row has an evidence grade", (r["_at"] for n, r in facts if r["evidence"] not in {"A", "B", "C", "D"}))
    check("every row has a source", (r["_at"] for n, r in facts if not r["source"]))
    check("no source is a copy of the original", (r["_at"] for n, r in every if BANNED.search(r.get("source", "")) or
          n == "sources" and BANNED.search(r["citation"] + r["url"])))
    check("sources of grade D begin with \"assumption: \" or \"seen at \"", (r["_at"] for n, r in facts
          if r["evidence"] == "D" and not re.match(r"assumption: .|seen at .", r["source"])))
    check("only grade D begins so", (r["_at"] for n, r in facts
          if r["evidence"] != "D" and re.match(r"assumption|seen at", r["source"])))
    citations = tuple(r["citation"] for r in t["sources"])
    check("every other source begins with a citation of the table sources", (r["_at"] for n, r in facts
          if r["evidence"] != "D" and not r["source"].startswith(citations)))
    check("every source has a licence, an attribution and a table that uses it", (r["_at"] for r in t["sources"]
          if not (r["licence"] and r["attribution"] and r["used_by"])))
    check("hazards are assumptions", (r["_at"] for r in t["hazards"] if r["evidence"] != "D"))

    # numbers
    before = failures
    required = {"material_supply": ("share", "t"), "reserves": ("share",), "production": ("share",), "end_uses": ("share",),
                "hazards": ("failure_per_year",), "prices": ("price",), "compositions": ("mass_fraction_typ",)}
    check("no figure is missing where one is required", (r["_at"] + " " + c for n, cs in required.items() for r in t[n]
          for c in cs if not r[c]))
    check("numbers are numbers", (r["_at"] + " " + c for n, r in every for c in NUMBERS
          if r.get(c) and not (NUMBER.match(r[c]) and math.isfinite(float(r[c])))))
    if failures > before:
        check("the rest can be checked", ["it needs a number in every such cell"])
        return
    check("shares and fractions lie within 0..1", (r["_at"] + " " + c for n, r in every for c in SHARES
          if r.get(c) and not 0 <= float(r[c]) <= 1))

    def sums(table, key, most):
        total = collections.defaultdict(list)
        for r in t[table]:
            total[tuple(r[k] for k in key)].append(float(r["share"]))
        return ("%s %.4f" % (" ".join(k), math.fsum(v)) for k, v in sorted(total.items()) if math.fsum(v) > most)
    check("supply shares sum to at most 1 + %.2f (rounding)" % ROUNDING,
          sums("material_supply", ("material", "stage", "scope"), 1 + ROUNDING))
    check("reserve shares sum to at most 1 + %.2f (rounding)" % ROUNDING, sums("reserves", ("material", "year"), 1 + ROUNDING))
    check("production shares sum to at most 1.0001", sums("production", ("material", "stage", "year"), 1.0001))
    check("shares of end uses sum to at most 1 + %.2f (rounding)" % ROUNDING, sums("end_uses", ("material",), 1 + ROUNDING))
    check("rates of failure lie within 0..1 a year", (r["_at"] for r in t["hazards"]
          if not 0 < float(r["failure_per_year"]) <= 1))
    check("governance lies within -3.5..3.5", (r["_at"] for r in t["governance"] for c in "va pv ge rq rl cc".split()
          if r[c] and abs(float(r[c])) > 3.5))
    check("prices are positive", (r["_at"] for r in t["prices"] if not float(r["price"]) > 0))
    check("trade parameters lie within 0.8..1.5", (r["_at"] for r in t["material_supply"] if not 0.8 <= float(r["t"]) <= 1.5))

    # ids resolve
    materials = {r["id"] for r in t["materials"]}
    countries = {r["iso3"] for r in t["countries"]}
    groups = collections.defaultdict(set)
    for r in t["country_groups"]:
        groups[r["group"]].add(r["country"])
    check("every material resolves", (r["_at"] + " " + r["material"] for n, r in every
          if "material" in r and r["material"] not in materials and not (n == "compositions" and r["material"] == "")))
    check("every country resolves", (r["_at"] + " " + r["country"] for n, r in every
          if "country" in r and r["country"] not in countries))
    check("every stage is known", (r["_at"] for n, r in every for c in ("stage", "from_stage", "to_stage", "bottleneck_stage")
          if c in r and r[c] not in STAGES))
    check("groups and hosts of materials resolve", (r["_at"] for r in t["materials"] if r["group"] not in materials | {""} or
          not set(filter(None, r["host_materials"].split(";"))) <= materials | HOSTS_THAT_ARE_NO_MATERIAL))
    check("groups of countries agree with country_groups", [r["_at"] for r in t["countries"]
          if set(filter(None, r["groups"].split(";"))) != {g for g in groups if r["iso3"] in groups[g]}])
    check("targets of restrictions resolve", (r["_at"] for r in t["export_restrictions"]
          if not set(r["target"].split(";")) <= countries | set(groups) | {"ALL"}))
    check("tables named in sources exist", (r["_at"] for r in t["sources"] if not set(r["used_by"].split(";")) <= set(COLUMNS)))
    supply = {(r["country"], r["material"], r["stage"]) for r in t["material_supply"]}
    restricted = {(r["country"], r["material"]) for r in t["export_restrictions"]}

    def hazards():
        for r in t["hazards"]:
            part = tuple(r["target"].split("/"))
            if r["event_type"] == "country" and r["target"] in countries:
                continue
            if r["event_type"] == "flow" and part in supply and part[:2] in restricted:
                continue
            yield r["_at"] + " " + r["target"]
    check("targets of hazards are countries, or flows in supply under a restriction", hazards())
    stages = collections.defaultdict(set)
    for _, m, s in supply:
        stages[m].add(s)
    check("stages are linked where both have shares", {m for m in stages if {"extraction", "processing"} <= stages[m]} ^
          {r["material"] for r in t["stage_links"]})
    check("dates are days", (r["_at"] for r in t["export_restrictions"] for c in ("announced", "effective", "ended")
          if r[c] and not DAY.match(r[c])))
    check("months are months", (r["_at"] for r in t["prices"] if not DAY.match(r["month"] + "-01")))
    named = {"composition": {r["composition"] for r in t["compositions"]}, "country": countries,
             "material": {r["id"] for r in t["materials"]}}
    check("synonyms name things that exist", (r["_at"] for r in t["synonyms"]
          if r["kind"] in named and r["id"] not in named[r["kind"]] or r["kind"] not in set(named) | {"word", "noise"}))
    check("trade codes have six digits", (r["_at"] for r in t["hs_codes"] if not re.match(r"\d{6}\Z", r["hs6"])))
    check("yes, no or empty", (r["_at"] for r in t["materials"] for c in ("critical_2023", "strategic_2023", "nato_2024")
          if r[c] not in {"yes", "no", ""}))
    for column, name in (("critical_2023", "CRMA-critical"), ("strategic_2023", "CRMA-strategic"), ("nato_2024", "NATO-12")):
        listed = {r["material"] for r in t["policy_lists"] if r["list"] == name}
        check("%s agrees with the list %s" % (column, name), {r["id"] for r in t["materials"] if r[column] == "yes"} ^ listed)
    check("CAS numbers have the right check digit", (r["_at"] for r in t["materials"] if r["cas"] and not cas_is_valid(r["cas"])))
    check("names are given in both languages", (r["_at"] for n in ("materials", "countries", "compositions") for r in t[n]
          if not (r["name_en"] and r["name_nl"])))
    check("countries have a position", (r["_at"] for r in t["countries"] if not (r["lat"] and r["lon"] and
          abs(float(r["lat"])) <= 90 and abs(float(r["lon"])) <= 180)))

    # compositions
    check("fractions: min <= typ <= max", (r["_at"] for r in t["compositions"] if not r["mass_fraction_typ"] or
          not float(r["mass_fraction_min"] or 0) <= float(r["mass_fraction_typ"]) <= float(r["mass_fraction_max"] or 1)))
    check("every input of a composition is named", (r["_at"] for r in t["compositions"] if not r["element"]))
    typ = collections.defaultdict(dict)
    names = collections.defaultdict(set)
    for r in t["compositions"]:
        typ[r["composition"]][NAMED.get(r["element"], r["element"])] = float(r["mass_fraction_typ"] or 0)
        names[r["composition"]].add((r["name_en"], r["name_nl"], r["class"]))
    check("typical fractions of a composition sum to at most 1.02", ("%s %.4f" % (c, math.fsum(v.values()))
          for c, v in typ.items() if math.fsum(v.values()) > 1.02))
    check("a composition has one name and class", (c for c, v in names.items() if len(v) != 1))
    check("the id of a composition is its name", (r["_at"] for r in t["compositions"] if r["composition"] !=
          re.sub(r"[^a-z0-9.]+", "-", r["name_en"].split(" (")[0].lower()).strip("-")))

    def formulas():
        for c, f in FORMULA.items():
            mass = {e: WEIGHT[e] * float(n) for e, n in re.findall(r"([A-Z][a-z]?)([\d.]+)", f)}
            for e, m in mass.items():
                if abs(typ[c].get(e, -1) - m / sum(mass.values())) > 5e-4:
                    yield "%s %s %s, expected %.4f" % (c, e, typ[c].get(e), m / sum(mass.values()))
    check("compounds agree with their formula and IUPAC weights", formulas())

    # counts
    count("at least 85 materials", len(materials), 85)
    count("at least 120 material-stages with country shares", len({(m, s) for _, m, s in supply}), 120)
    count("at least 100 compositions", len(typ), 100)
    count("27 member states of the EU", len(groups["EU27"]), 27, 27)
    count("32 members of NATO", len(groups["NATO"]), 32, 32)
    count("30 states in the European Economic Area", len(groups["EEA"]), 30, 30)
    # 34 critical and 17 strategic items; groups spelled out
    count("34 critical raw materials", len({r["source"] for r in t["policy_lists"] if r["list"] == "CRMA-critical"}), 34, 34)
    count("17 strategic raw materials", len({r["source"] for r in t["policy_lists"] if r["list"] == "CRMA-strategic"}), 17, 17)
    count("12 materials critical to NATO", len({r["source"] for r in t["policy_lists"] if r["list"] == "NATO-12"}), 12, 12)

    # one published result from country shares: tungsten's supply risk, to show that the tables work together
    governance = collections.defaultdict(list)
    for r in t["governance"]:
        six = [float(r[c]) for c in "va pv ge rq rl cc".split() if r[c]]
        if "2016" <= r["year"] <= "2020" and six:
            governance[r["country"]].append(sum(six) / len(six))

    def risk(material, stage):
        hhi = {"global": 0.0, "eu": 0.0}
        for r in t["material_supply"]:
            if (r["material"], r["stage"]) == (material, stage):
                w = governance[r["country"]]
                hhi[r["scope"]] += float(r["share"]) ** 2 * (2.5 - sum(w) / len(w)) * 2 * float(r["t"])
        p = next(r for r in t["criticality_inputs"] if (r["material"], r["stage"]) == (material, stage))
        ir = float(p["import_reliance"])
        sr = (hhi["global"] * ir / 2 + hhi["eu"] * (1 - ir / 2)) * (1 - float(p["eol_rir"])) * float(p["si_sr"])
        return sr, float(p["sr_published_stage"])
    for m, s in (("tungsten", "processing"), ("gallium", "processing"), ("magnesium", "processing"), ("antimony", "extraction")):
        try:
            sr, published = risk(m, s)
        except (StopIteration, ZeroDivisionError, ValueError) as e:
            check("supply risk of %s %s" % (m, s), ["cannot be computed: %r" % e])
            continue
        check("supply risk of %s %s is %.2f, published %.1f" % (m, s, sr, published), [] if abs(sr - published) <= 0.15 else [sr])


def seeded_defect(folder):
    """The same program on a copy with one wrong share must fail, and name that assertion."""
    with tempfile.TemporaryDirectory() as tmp:
        copy = os.path.join(tmp, "reference")
        shutil.copytree(folder, copy)
        path = os.path.join(copy, "material_supply.csv")
        with open(path, encoding="utf-8", newline="") as f:
            rows = list(csv.reader(f))
        at = next(i for i, r in enumerate(rows) if r[:4] == ["gallium", "processing", "global", "CHN"])
        rows[at][4] = "1.7"
        with open(path, "w", encoding="utf-8", newline="") as f:
            csv.writer(f, lineterminator="\n").writerows(rows)
        run = subprocess.run([sys.executable, os.path.abspath(__file__), copy], capture_output=True, text=True)
        bad = [line for line in run.stdout.splitlines() if line.startswith("not ok")]
        caught = run.returncode == 1 and any("0..1: material_supply row %d share" % (at + 1) in b for b in bad)
    check("a seeded defect (gallium from China 1.7) is caught", [] if caught else ["exit %d, %s" % (run.returncode, bad)])


if __name__ == "__main__":
    if len(sys.argv) > 2 or sys.argv[1:] in (["-h"], ["--help"]):
        print(__doc__)
        sys.exit(2 if len(sys.argv) > 2 else 0)
    main(sys.argv[1] if len(sys.argv) == 2 else DEFAULT)
    if len(sys.argv) == 1:
        seeded_defect(DEFAULT)
    sys.exit(1 if failures else 0)
