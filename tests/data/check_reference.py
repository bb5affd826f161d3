#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Checks the reference data package: form, ids, shares, sources, counts, and published or computed facts.

usage: check_reference.py [FOLDER]      FOLDER is data/reference, found beside this program by default

Prints one line per assertion, "ok ..." or "not ok ...", and exits 1 if any failed. Without FOLDER it also checks itself: on a
copy with one wrong cell it must fail. About 23,000 rows; some seconds.
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
    "material_supply": "material,stage,scope,country,share,t,period,basis,of_group,evidence,source",
    "stage_links": "material,from_stage,to_stage,yield,evidence,source",
    "hazards": "event_type,target,failure_per_year,evidence,source",
    "countries": "iso3,iso2,name_en,name_nl,lat,lon,groups,evidence,source",
    "country_groups": "group,country,joined,evidence,source",
    "governance": "country,year,va,pv,ge,rq,rl,cc,evidence,source",
    "governance_errors": "country,year,va,pv,ge,rq,rl,cc,evidence,source",
    "hs_codes": "material,stage,hs6,description,evidence,source",
    "export_restrictions": "material,country,target,products,measure,announced,effective,ended,suspended_from,"
                           "suspended_until,applies_to,organisations,approval_rate,approval_days,legal_reference,hs_codes,"
                           "covers,evidence,source,note",
    "compositions": "composition,name_en,name_nl,class,material,element,mass_fraction_min,mass_fraction_typ,"
                    "mass_fraction_max,yield,yield_source,evidence,source",
    "criticality_inputs": "material,stage,bottleneck_stage,import_reliance,eol_rir,si_sr,si_ei,supply_used,"
                          "sr_published_stage,sr_published,ei_published,note,evidence,source",
    "end_uses": "material,application,share,nace2,value_added_meur,evidence,source",
    "criticality_history": "material,year,sr,ei,evidence,source",
    "reserves": "material,country,year,share,evidence,source",
    "production": "material,stage,country,year,tonnes,share,sum_of_published_shares,content,period,evidence,source",
    "prices": "material,month,price,unit,series,evidence,source",
    "policy_lists": "list,material,evidence,source",
    "sources": "id,citation,licence,attribution,url,used_by",
    "synonyms": "kind,text,id,evidence,source",
    "world_output": "material,stage,period,tonnes,basis,primary,capacity,published,content,factor,evidence,source,note",
    "makers": "material,stage,country,maker,since,evidence,source,note",
    "annual_prices": "material,stage,form,product,market,origin,year,usd_per_kg,content,fraction,published,published_unit,"
                     "note,evidence,source",
    "exchange_rates": "year,usd_per_eur,evidence,source",
    "sanctions": "country,kind,effective,ended,act,evidence,source,note",
    "published_names": "publication,name,words,material,stage,note,evidence,source",
    "imports": "importer,material,stage,code,product,exporter,year,share,value_eur,shared_code,evidence,source,note",
    "strategy_areas": "id,name_en,name_nl,evidence,source",
    "typical_items": "id,area,name_en,name_nl,business_impact,evidence,source",
    "typical_contents": "item,material,composition,evidence,source",
    "product_classes": "id,parent,name_en,name_nl,name_de,qualified,stuff,mass_kg_low,mass_kg_typ,mass_kg_high,hs,unspsc,"
                       "composition,evidence,source",
    "class_words": "text,class,role,evidence,source",
    "product_supply": "class,scope,country,maker,share,period,basis,code,evidence,source,note",
    "class_content": "class,material,half_product,fraction_low,fraction_typ,fraction_high,evidence,source,note",
}
KEYS = {
    "materials": "id", "material_supply": "material stage scope country period", "stage_links": "material from_stage to_stage",
    "hazards": "event_type target", "countries": "iso3", "country_groups": "group country", "governance": "country year",
    "governance_errors": "country year",
    "hs_codes": "material stage hs6", "compositions": "composition material element",
    "criticality_inputs": "material stage", "end_uses": "material application nace2",
    "criticality_history": "material year", "reserves": "material country year",
    "production": "material stage country year", "prices": "material month", "policy_lists": "list material",
    "sources": "id", "export_restrictions": "", "synonyms": "kind text id",
    "world_output": "material stage period", "makers": "material stage country", "exchange_rates": "year",
    "annual_prices": "material stage form product market year", "sanctions": "country kind", "imports": "importer material stage code exporter year",
    "strategy_areas": "id", "typical_items": "id", "typical_contents": "item material composition",
    "published_names": "publication name words material stage",
    "product_classes": "id", "product_supply": "class scope country maker period basis code", "class_content": "class material half_product",
    "class_words": "text class role",
}
SHARES = ("share eol_rir companionality yield import_reliance mass_fraction_min mass_fraction_typ mass_fraction_max "
          "approval_rate factor fraction fraction_low fraction_typ fraction_high").split()
NUMBERS = SHARES + ("t failure_per_year lat lon va pv ge rq rl cc si_sr si_ei sr_published_stage sr_published ei_published "
                    "value_added_meur sr ei tonnes sum_of_published_shares price approval_days capacity published usd_per_kg "
                    "usd_per_eur value_eur mass_kg_low mass_kg_typ mass_kg_high").split()
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
          "Tb": 158.93, "Dy": 162.50, "Na": 22.990, "Ca": 40.078, "Sc": 44.956, "V": 50.942, "Sr": 87.62, "Ge": 72.630,
          "Ta": 180.95, "Re": 186.21, "La": 138.91, "Ce": 140.12, "Pr": 140.91, "Nd": 144.24, "Sm": 150.36, "Eu": 151.96,
          "Gd": 157.25, "Ho": 164.93, "Er": 167.26, "Tm": 168.93, "Yb": 173.05, "Lu": 174.97}
FORMULA = {"gallium-nitride": "Ga1N1", "gallium-arsenide": "Ga1As1", "silicon-carbide": "Si1C1",
           "indium-antimonide": "In1Sb1", "zinc-selenide": "Zn1Se1", "zinc-sulphide": "Zn1S1",
           "magnesium-fluoride": "Mg1F2", "sapphire-alumina": "Al2O3", "boron-carbide": "B4C1",
           "lithium-niobate": "Li1Nb1O3", "barium-titanate": "Ba1Ti1O3", "yag": "Y3Al5O12", "yig-ferrite": "Y3Fe5O12",
           "ammonium-perchlorate": "N1H4Cl1O4", "lifepo4-cathode": "Li1Fe1P1O4", "lco-cathode": "Li1Co1O2",
           "nmc811-cathode": "Li1Ni0.8Mn0.1Co0.1O2", "nmc622-cathode": "Li1Ni0.6Mn0.2Co0.2O2", "fused-silica": "Si1O2",
           "pzt-pb-zr0.52ti0.48-o3": "Pb1Zr0.52Ti0.48O3", "hgcdte": "Hg0.78Cd0.22Te1",
           "terfenol-d-tb0.3dy0.7fe1.9": "Tb0.3Dy0.7Fe1.9"}
# What a tonne of the published content holds of what parts lists count: formula and element, for rows of world_output and
# annual_prices whose factor is stoichiometry. Other factors are assumptions and say so.
OXIDES = {"lanthanum": ("La2O3", "La"), "cerium": ("CeO2", "Ce"), "praseodymium": ("Pr6O11", "Pr"),
          "neodymium": ("Nd2O3", "Nd"), "samarium": ("Sm2O3", "Sm"), "europium": ("Eu2O3", "Eu"),
          "gadolinium": ("Gd2O3", "Gd"), "terbium": ("Tb4O7", "Tb"), "dysprosium": ("Dy2O3", "Dy"),
          "holmium": ("Ho2O3", "Ho"), "erbium": ("Er2O3", "Er"), "thulium": ("Tm2O3", "Tm"),
          "ytterbium": ("Yb2O3", "Yb"), "lutetium": ("Lu2O3", "Lu"), "yttrium": ("Y2O3", "Y"), "scandium": ("Sc2O3", "Sc"),
          "arsenic": ("As2O3", "As"), "baryte": ("BaSO4", "Ba"), "fluorspar": ("CaF2", "F"), "strontium": ("SrSO4", "Sr"),
          "zirconium": ("ZrSiO4", "Zr"), "titanium": ("TiO2", "Ti"), "titanium_metal": ("TiO2", "Ti"),
          "borates": ("Na2B4O17H20", "B"), "germanium": ("GeO2", "Ge"), "tantalum": ("Ta2O5", "Ta"),
          "vanadium": ("V2O5", "V"), "lithium": ("Li2CO3", "Li"), "rhenium": ("NH4ReO4", "Re"), "aluminium": ("Al2O3", "Al")}
# Grades of ore and alloy that are no stoichiometry: bauxite to aluminium, 42 % Cr2O3, 65 % Nb.
GRADES = {"aluminium": 0.25, "chromium": 0.42 * 2 * 51.996 / (2 * 51.996 + 3 * 15.999), "niobium": 0.65}
STUDY = "2016-2020"
# Codes of older editions of the Harmonized System that a list of metals and minerals is likely to bring along, and the first edition without them.
RETIRED_CODES = {"250310": 1996, "250390": 1996, "252810": 2012, "252890": 2012, "283020": 2007, "283030": 2007,
                 "810191": 2002, "810310": 2002, "810510": 2002, "810600": 2022, "810710": 2002, "810720": 2022, "810730": 2022,
                 "810790": 2022, "810810": 2002, "810910": 2002, "810920": 2022, "811000": 2002, "811211": 2002, "811220": 2002,
                 "811230": 2007, "811240": 2007, "811291": 2007}
ROUNDED = "the list of EU sourcing is the world's, rounded"
LISTINGS = {"complete", "sum_of_listed", "model", "partial", "lower_bound", "sum_over_1"}
MARKETS = {"", "complete", "sum_of_listed", "model"}
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


def fraction_of(formula, element):
    """Mass of the element in a unit of mass of the compound; counts may be absent, which is one."""
    mass = collections.Counter()
    for e, n in re.findall(r"([A-Z][a-z]?)([\d.]*)", formula):
        mass[e] += WEIGHT[e] * float(n or 1)
    return mass[element] / sum(mass.values())


def agrees(published, expected):
    return abs(published - expected) <= 1e-4 * expected


def conversion_is_known(row, column):
    """A factor is one, the stoichiometry of the named compound, or an assumed grade of that ore."""
    factor = float(row[column] or 1)
    known = [1.0]
    if row["material"] in OXIDES:
        known.append(fraction_of(*OXIDES[row["material"]]))
    if row["material"] in GRADES:
        known.append(GRADES[row["material"]])
    return any(agrees(factor, k) for k in known)


def is_rounded(eu, world):
    """Whether a list of several sources of the EU has nearly all shares of the world, to the percent."""
    same = math.fsum(v for c, v in eu.items() if c in world and abs(v - world[c]) < 0.0051)
    return len(eu) > 1 and same > 0.9


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


def check_vintages(t):
    """Several periods of shares side by side: each list is of one kind, and adds up to what its kind says."""
    lists = collections.defaultdict(list)
    for r in t["material_supply"]:
        lists[(r["material"], r["stage"], r["scope"], r["period"])].append(r)
    year = re.compile(r"(19|20)\d\d(-(19|20)\d\d)?\Z")
    check("periods are years or spans of years", (r["_at"] for n in ("material_supply", "production", "world_output")
          for r in t[n] if not year.match(r["period"])))
    check("the period of production is its year, or the study's", (r["_at"] for r in t["production"]
          if r["period"] != r["year"] and (r["period"], r["year"]) != (STUDY, "2020")))
    check("a list of shares is of one kind and source grade", ("%s %s %s %s" % k for k, v in lists.items()
          if len({(r["basis"], r["evidence"], r["of_group"]) for r in v}) != 1))
    check("lists of the study say no kind, all others do", (r["_at"] for r in t["material_supply"]
          if (r["basis"] == "") != (r["period"] == STUDY) or r["basis"] not in LISTINGS | {""}))
    check("models are grade D, counted shares are not", (r["_at"] for r in t["material_supply"]
          if (r["basis"] == "model") != (r["evidence"] == "D")))
    total = {k: math.fsum(float(r["share"]) for r in v) for k, v in lists.items()}
    check("a list that makes a market adds up to 1.0001 at most", ("%s %s %s %s" % k for k, v in lists.items()
          if v[0]["basis"] in MARKETS - {""} and total[k] > 1.0001))
    check("complete lists name more than half of the world", ("%s %s %s %s: %.3f" % (k + (total[k],))
          for k, v in lists.items() if v[0]["basis"] in ("complete", "sum_of_listed") and total[k] < 0.5))
    check("sums of listed countries add up to one", ("%s %s %s %s: %.3f" % (k + (total[k],))
          for k, v in lists.items() if v[0]["basis"] == "sum_of_listed" and abs(total[k] - 1) > 0.001))
    check("no share is zero in newer lists", (r["_at"] for r in t["material_supply"]
          if r["period"] != STUDY and float(r["share"]) == 0))
    study = {(m, s) for m, s, _, p in lists if p == STUDY}
    check("a newer list adds no stage to the study's", ("%s %s" % k[:2] for k in lists if k[:2] not in study))
    newer = {(m, s) for m, s, _, p in lists if p != STUDY}
    count("at least 75 material-stages have shares newer than the study", len(newer), 75)
    share = {(r["material"], r["stage"], r["country"], r["period"]): float(r["share"]) for r in t["material_supply"]
             if r["scope"] == "global"}
    # what became concentrated since: read off the tables of the Mineral Commodity Summaries 2026, shares of 2024
    for m, s, c, least in (("cobalt", "extraction", "COD", 0.74), ("titanium_metal", "processing", "CHN", 0.67),
                           ("vanadium", "extraction", "CHN", 0.71), ("indium", "processing", "CHN", 0.69),
                           ("tellurium", "processing", "CHN", 0.76)):
        now, then = share.get((m, s, c, "2024"), 0), share.get((m, s, c, STUDY), 0)
        check("%s of %s: %.2f in 2024, %.2f in %s" % (m, c, now, then, STUDY), [] if now >= max(least, 0.65) > then else [now])
    # the British Geological Survey has 1,410 of 3,408 kt of refined nickel in Indonesia in 2023, 970 in China
    for c, kt in (("IDN", 1410), ("CHN", 970)):
        now = share.get(("nickel", "processing", c, "2024"), 0)
        check("refined nickel of %s agrees with another survey: %.2f and %.2f" % (c, now, kt / 3408),
              [] if abs(now - kt / 3408) < 0.03 else [now])


def check_reserves(t):
    """Shares are of the world, other countries included, in one list a material."""
    of = collections.defaultdict(dict)
    for r in t["reserves"]:
        of[r["material"]][r["country"]] = float(r["share"])
    check("reserves of a material are one list", {r["material"] for r in t["reserves"]
          if (r["year"], r["source"]) != (t["reserves"][0]["year"], t["reserves"][0]["source"])})
    # read off the tables of the Mineral Commodity Summaries 2026, in their own units: largest country, world
    for m, c, reserves, world in (("copper", "CHL", 180, 980), ("tungsten", "CHN", 2500, 4700), ("nickel", "IDN", 62, 140),
                                  ("cobalt", "COD", 6000, 12000), ("lithium", "CHL", 9200, 37000),
                                  ("aluminium", "GIN", 7.4, 29), ("magnesite", "RUS", 2300, 7800)):
        check("%s has %.2f of the reserves of %s, the most" % (c, reserves / world, m), [of[m]]
              if max(of[m], key=of[m].get, default="") != c or abs(of[m][c] * world / reserves - 1) > 1e-3 else [])
    check("what is not named of reserves is left out, not shared out", (m for m in ("copper", "magnesite", "tungsten", "chromium")
          if math.fsum(of[m].values()) > 0.81))


def check_conversions(t):
    """World output and prices in what parts lists count: each figure follows from the published one."""
    check("output is the published figure times its factor", (r["_at"] for r in t["world_output"]
          if not agrees(float(r["tonnes"]), float(r["published"]) * float(r["factor"] or 1))))
    check("factors of output are stoichiometry or an assumed grade", (r["_at"] for r in t["world_output"]
          if not conversion_is_known(r, "factor")))
    check("fractions of prices are stoichiometry or an assumed grade", (r["_at"] for r in t["annual_prices"]
          if not conversion_is_known(r, "fraction")))
    assumed = {m: GRADES[m] for m in ("aluminium", "chromium")}
    check("an assumed grade of ore makes output grade D", (r["_at"] for r in t["world_output"]
          if r["material"] in assumed and r["factor"] and agrees(float(r["factor"]), assumed[r["material"]])
          and r["evidence"] != "D"))
    check("bounds and models of output are assumptions", (r["_at"] for r in t["world_output"]
          if r["basis"] in ("mine_bound", "model") and r["evidence"] != "D"))
    check("what is mined is primary, and recycled output never is", (r["_at"] for r in t["world_output"]
          if r["stage"] == "extraction" and r["primary"] != "yes" or "secondary" in r["content"] and r["primary"] != "no"))
    check("capacity is not below output", (r["_at"] for r in t["world_output"]
          if r["capacity"] and float(r["capacity"]) < float(r["tonnes"])))
    output = {(r["material"], r["stage"], r["period"]): float(r["tonnes"]) for r in t["world_output"]}
    check("refined is not above what is mined of it, where that is the bound", ("%s %s" % (m, p)
          for (m, s, p), v in output.items() if s == "processing" and (m, "extraction", p) in output and
          any(r["basis"] == "mine_bound" and (r["material"], r["stage"], r["period"]) == (m, s, p) for r in t["world_output"])
          and v > output[(m, "extraction", p)] * 1.001))
    count("at least 90 material-stages have a world output", len({k[:2] for k in output}), 90)

    # prices: the published figure and unit again
    per_kg = {"dollars per kilogram": 1, "dollars per metric ton": 1e-3, "dollars per ton": 1e-3, "dollars per pound": 1 / 0.45359237,
              "cents per pound": 0.01 / 0.45359237, "dollars per troy ounce": 1000 / 31.1034768,
              "dollars per metric ton unit": 0.1, "dollars per dry metric ton unit": 0.1 / 0.793}
    check("units of prices are known", (r["_at"] for r in t["annual_prices"] if r["published_unit"] not in per_kg))
    check("prices are the published figure in dollars a kilogram", (r["_at"] for r in t["annual_prices"]
          if r["published"] and abs(float(r["usd_per_kg"]) / (float(r["published"]) * per_kg[r["published_unit"]]) - 1) > 2e-3))
    check("forms of prices are known", (r["_at"] for r in t["annual_prices"]
          if r["form"] not in {"ore", "compound", "alloy", "metal"}))
    check("a price has a market and a positive figure", (r["_at"] for r in t["annual_prices"]
          if not r["market"] or not float(r["usd_per_kg"]) > 0))
    check("dollars for a euro lie within 0.8..1.6", (r["_at"] for r in t["exchange_rates"]
          if not 0.8 <= float(r["usd_per_eur"]) <= 1.6))
    check("every year that has prices has a rate of exchange", {r["year"] for r in t["annual_prices"]}
          - {r["year"] for r in t["exchange_rates"]})
    # sums of the bank's daily rates over its days, so that a mean typed from memory is caught
    rate = {r["year"]: float(r["usd_per_eur"]) for r in t["exchange_rates"]}
    check("rates of exchange are means of the days of their year", (y for y, total, days in (
          ("2019", 285.4660, 255), ("2020", 293.5444, 257), ("2021", 305.1470, 258), ("2022", 270.6335, 257),
          ("2023", 275.7235, 255), ("2024", 277.0894, 256), ("2025", 288.1457, 255))
          if abs(rate.get(y, 0) - total / days) > 6e-5))


def check_measures(t):
    """Restrictions in time, sanctions and makers."""
    rows = t["export_restrictions"]
    check("suspensions have a first and a last day, in order", (r["_at"] for r in rows
          if (r["suspended_from"] == "") != (r["suspended_until"] == "") or r["suspended_from"] > r["suspended_until"]))
    check("no measure ends before it begins", (r["_at"] for r in rows
          if r["effective"] and r["ended"] and r["ended"] < r["effective"]))
    check("who a measure applies to is everyone, military use or named organisations", (r["_at"] for r in rows
          if r["applies_to"] not in {"", "military_use", "organisations"}
          or (r["applies_to"] == "organisations") != (r["organisations"] != "")))
    check("a listing names organisations, a ban on an end use its use", (r["_at"] for r in rows
          if (r["measure"] == "entity_listing") != (r["applies_to"] == "organisations")
          or r["measure"] == "end_use_ban" and r["applies_to"] != "military_use"))
    raw, refined = re.compile(r"\b(ores?|concentrates?|raw|unprocessed)\b"), re.compile(r"\b(metals?|oxides?|all cobalt)\b")
    check("measures on ore, concentrate or raw material say so, and no others", (r["_at"] for r in rows
          if (r["covers"] == "ore") != bool(raw.search(r["products"]) and not refined.search(r["products"]))
          and not r["covers"] == "some"))
    check("what a measure covers is all, ore or some", (r["_at"] for r in rows if r["covers"] not in {"", "ore", "some"}))
    check("of molybdenum and indium China controls products, not the metal", (r["_at"] for r in rows
          if r["country"] == "CHN" and r["material"] in ("molybdenum", "indium") and r["covers"] != "some"))
    until = collections.Counter(r["suspended_until"] for r in rows if r["suspended_until"])
    check("suspensions run to 10 and 27 November 2026", set(until) ^ {"2026-11-10", "2026-11-27"})
    never = ("MOFCOM/GACC Ann. 18/2025", "MOFCOM Ann. 46/2024, section 1")
    check("Announcement 18/2025 and section 1 of 46/2024 were never suspended", (r["_at"] for r in rows
          if r["legal_reference"] in never and r["suspended_from"]))
    for reference in never:
        check("%s is on record" % reference, [] if any(r["legal_reference"] == reference for r in rows) else [reference])
    check("kinds of sanctions are known", (r["_at"] for r in t["sanctions"] if r["kind"] not in {"economic", "arms", "listed"}))
    refined = {(r["material"], r["stage"]) for r in t["material_supply"] if r["of_group"]}
    check("makers are named where shares are of a group", (r["_at"] for r in t["makers"]
          if (r["material"], r["stage"]) not in refined))
    check("shares of a group name a group of that name or rare earths", (r["_at"] for r in t["material_supply"]
          if r["of_group"] not in {"", "rare_earths", "light_rare_earths", "heavy_rare_earths", "magnet_rare_earths"}))
    check("a yield of a composition has a source", (r["_at"] for r in t["compositions"]
          if (r["yield"] == "") != (r["yield_source"] == "")))
    with_yield = {r["composition"] for r in t["compositions"] if r["yield"]}
    check("cutting losses of magnets and germanium optics are on record", {"germanium", "germanium-ir-optics",
          "ndfeb-sintered-magnet", "sm2co17-magnet", "ti-6al-4v"}
          - with_yield)
    check("a composition has one yield", (c for c in with_yield
          if len({r["yield"] for r in t["compositions"] if r["composition"] == c}) != 1))


def check_baskets(t):
    """The areas of the strategy, and what is typically made in them."""
    areas, items = {r["id"] for r in t["strategy_areas"]}, {r["id"] for r in t["typical_items"]}
    compositions = {r["composition"] for r in t["compositions"]}
    check("areas and items of the baskets resolve", [r["_at"] for r in t["typical_items"] if r["area"] not in areas] +
          [r["_at"] for r in t["typical_contents"] if r["item"] not in items])
    check("what a typical item holds is one material or one composition", (r["_at"] for r in t["typical_contents"]
          if (r["material"] == "") == (r["composition"] == "") or r["composition"] not in compositions | {""}))
    check("every typical item holds something", items - {r["item"] for r in t["typical_contents"]})
    letter = {"directed-energy-weapons", "space-satellites", "observation-information"}
    check("the areas that the letter names have a basket", letter - {r["area"] for r in t["typical_items"]})
    check("impact of typical items is the middle of the scale, for no one was asked", (r["_at"] for r in t["typical_items"]
          if r["business_impact"] != "3"))
    check("areas have the strategy's name, and in brackets that of 2018", (r["_at"] for r in t["strategy_areas"]
          if not all(re.search(r"\S \(DIS 2018: .+\)\Z", r[n]) for n in ("name_en", "name_nl"))))


def above(classes, of):
    """The classes from `of` up to its root; ends with None where that never comes."""
    way = []
    while of:
        if of in way:
            return way + [None]
        way.append(of)
        of = classes[of]["parent"] if of in classes else ""
    return way


def contained(inside, of, way=()):
    """Whether a class comes back in what it contains, at any depth."""
    return of in way or any(contained(inside, h, way + (of,)) for h in inside.get(of, ()))


# What parts lists and ships have must be there, one class of each of these kinds at least.
KINDS = ("steel-s235 steel-s355 steel-p265gh steel-grade-a steel-ah36 steel-42crmo4 steel-c45 cast-iron-grey stainless-304 stainless-316 bolt-a2 "
         "bolt-a4 aluminium-6061 aluminium-5754 bronze-cusn8 bronze-cusn12 gunmetal-rg7 brass-cuzn39pb3 zamak-3 plastic-ptfe plastic-pvc "
         "plastic-pa plastic-abs plastic-pom rubber-epdm rubber-nbr fr4-laminate carbon-fibre bearing gear pump valve seal motor-pm "
         "motor-induction transformer cable connector circuit-board resistor mlcc capacitor-tantalum ic-advanced ic-mature led laser display "
         "battery-li-ion battery-lead magnet-ndfeb magnet-ndfeb-high magnet-smco sensor lens-infrared ir-detector-hgcdte "
         "gallium-arsenide-wafer wafer-gan wafer-sic wafer-inp titanium-sponge titanium-forging superalloy-718 tungsten-powder casting "
         "propeller gearbox diesel-engine gas-turbine tr-module antenna hydraulic-cylinder paint gun-propellant computer hard-disk").split()


def check_classes(t):
    """Classes of products: their tree, supply and content."""
    classes = {r["id"]: r for r in t["product_classes"]}
    count("at least 200 classes of products", len(classes), 200)
    check("every kind of product has a class", set(KINDS) - set(classes))
    check("the class above exists", (r["_at"] for r in t["product_classes"] if r["parent"] not in set(classes) | {""}))
    check("no class stands above itself", (c for c in classes if above(classes, c)[-1] is None))
    check("classes have names in three languages", (r["_at"] for r in t["product_classes"] if not r["name_de"]))
    check("no two classes have a name in common", (n for c in ("name_en", "name_nl", "name_de") for n, k in
          collections.Counter(r[c].lower() for r in t["product_classes"]).items() if k > 1))
    check("a class is qualified or not", (r["_at"] for r in t["product_classes"] if r["qualified"] not in {"yes", "no"}))
    check("customs codes of classes have six digits, UNSPSC codes eight", (r["_at"] for r in t["product_classes"]
          if not re.match(r"(\d{6})?\Z", r["hs"]) or not re.match(r"(\d{8})?\Z", r["unspsc"])))
    check("a mass has three figures, in order", (r["_at"] for r in t["product_classes"]
          if len({bool(r["mass_kg_" + k]) for k in ("low", "typ", "high")}) > 1 or r["mass_kg_typ"] and not
          0 < float(r["mass_kg_low"]) <= float(r["mass_kg_typ"]) <= float(r["mass_kg_high"])))
    known = {r["composition"] for r in t["compositions"]}
    check("compositions of classes exist", (r["_at"] for r in t["product_classes"] if r["composition"] not in known | {""}))

    check("a class is a substance or not, and what is one has no mass of a piece", (r["_at"] for r in t["product_classes"]
          if r["stuff"] not in {"yes", "no"} or r["stuff"] == "yes" and r["mass_kg_typ"]))

    # words
    named = {"head", "mark", "trait"}
    check("words are of a class that exists, or of none", (r["_at"] for r in t["class_words"]
          if r["role"] not in named | {"form", "other", "link", "more", "noise"} or (r["class"] != "") != (r["role"] in named)
          or r["class"] not in set(classes) | {""}))
    check("words are lower case, ASCII, with braces that close", (r["_at"] + " " + r["text"] for r in t["class_words"]
          if not re.match(r"-?[a-z0-9%#@{][a-z0-9%#@*{},.+ ]*\Z", r["text"]) or r["text"].count("{") != r["text"].count("}")))
    count("classes that a word or designation names", len({r["class"] for r in t["class_words"] if r["class"]}), 400)

    # content
    inside = collections.defaultdict(list)
    for r in t["class_content"]:
        inside[r["class"]].append(r)
    check("content is of a class, and of one material or one class", (r["_at"] for r in t["class_content"]
          if r["class"] not in classes or bool(r["material"]) == bool(r["half_product"])
          or r["half_product"] not in set(classes) | {""}))
    check("materials of content are materials", (r["_at"] for r in t["class_content"]
          if r["material"] not in {m["id"] for m in t["materials"]} | {""}))
    check("fractions of content: low <= typ <= high", (r["_at"] for r in t["class_content"]
          if not float(r["fraction_low"]) <= float(r["fraction_typ"]) <= float(r["fraction_high"])))
    check("content makes up no more than the whole", (c for c, v in inside.items()
          if math.fsum(float(r["fraction_low"]) for r in v) > 1 + 1e-9 or math.fsum(float(r["fraction_typ"]) for r in v) > 1.02))
    check("no class contains itself", (c for c in inside if contained(
          {k: [r["half_product"] for r in v if r["half_product"]] for k, v in inside.items()}, c)))
    check("a class with a composition has its content there", (c for c in inside if classes.get(c, {}).get("composition")))
    count("at least 300 classes have a known or assumed content", len(inside) + sum(bool(r["composition"]) for r in
          t["product_classes"]), 300)
    fluorine = {r["class"]: float(r["fraction_typ"]) for r in t["class_content"] if r["material"] == "fluorspar"}
    check("PTFE agrees with its formula", [] if agrees(fluorine.get("plastic-ptfe", 0), fraction_of("C2F4", "F")) else [fluorine])
    limits = {(r["class"], r["material"]): (float(r["fraction_low"]), float(r["fraction_high"])) for r in t["class_content"]}
    # read off the standards a second time: what a grade is bought for
    for c, m, low, high in (("steel-s355", "manganese", 0, 0.016), ("bolt-a4", "molybdenum", 0.02, 0.03), ("bolt-a2", "chromium", 0.15, 0.20),
                            ("steel-16mo3", "molybdenum", 0.0025, 0.0035), ("aluminium-6061", "magnesium", 0.008, 0.012),
                            ("aluminium-5754", "magnesium", 0.026, 0.036), ("brass-cuzn39pb3", "lead", 0.025, 0.035),
                            ("gunmetal-rg7", "tin", 0.052, 0.08), ("steel-c45", "manganese", 0.005, 0.008)):
        check("%s has %s of %g to %g" % (c, m, low, high), [] if limits.get((c, m)) == (low, high) else [limits.get((c, m))])

    # supply
    check("supply is of a class", (r["_at"] for r in t["product_supply"] if r["class"] not in classes))
    check("scopes and bases of supply are known", (r["_at"] for r in t["product_supply"] if r["scope"] not in {"global", "eu", "nl"}
          or r["basis"] not in {"output", "capacity", "sales", "customs", "statement", "maker"}))
    check("who only is known to make it has no share, and a customs partner is no maker", (r["_at"] for r in t["product_supply"]
          if r["basis"] == "maker" and r["share"] or r["basis"] == "customs" and (r["maker"] or not r["code"])))
    check("rows from customs say that the partner is not the origin", (r["_at"] for r in t["product_supply"]
          if (r["basis"] == "customs") != ("not the origin" in r["note"])))
    total = collections.Counter()
    for r in t["product_supply"]:
        total[tuple(r[c] for c in ("class", "scope", "period", "basis", "code"))] += float(r["share"] or 0)
    check("shares of a class sum to at most 1.0001", ("%s %s %s" % k[:3] for k, v in total.items() if v > 1.0001))
    share = {(r["class"], r["scope"], r["country"]): float(r["share"]) for r in t["product_supply"] if r["basis"] == "customs"}
    for scope, value in (("nl", 0.55), ("eu", 0.89)):
        check("China's share of permanent magnets, %s, is %.2f in 2024" % (scope, value),
              [] if abs(share.get(("magnet-metal", scope, "CHN"), 0) - value) < 0.005 else ["not so"])
    count("every class has a source or says assumption", sum(r["source"].startswith("assumption: ") or r["evidence"] in "ABC"
          for r in t["product_classes"]), len(classes), len(classes))


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
          ("sources", "id"), ("country_groups", "group"), ("policy_lists", "list"), ("strategy_areas", "id"),
          ("typical_items", "id"), ("product_classes", "id")) for r in t[n] if not ID.match(r[c])))

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
    check("who was listed is an assumption where reports name them", (r["_at"] for r in t["export_restrictions"]
          if "reports name" in r["note"] and r["evidence"] != "D"))
    check("hazards are assumptions", (r["_at"] for r in t["hazards"] if r["evidence"] != "D"))

    def told():
        path = os.path.join(os.path.dirname(os.path.abspath(folder)), "SOURCES.md")
        if not os.path.exists(path):
            return
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for n, rows in t.items():
            grade = collections.Counter(r.get("evidence") for r in rows)
            if n != "sources" and "| `%s` | %d | %d | %d |\n" % (n, len(rows), grade["C"], grade["D"]) not in text:
                yield n
        yield from (r["citation"] for r in t["sources"]
                    if "| %s | %s | %s |" % (r["citation"], r["licence"], r["attribution"]) not in text)
    check("SOURCES.md counts the rows of each table and names each source, its licence and attribution", told())

    # numbers
    before = failures
    required = {"material_supply": ("share", "period"), "world_output": ("tonnes", "published"),
                "annual_prices": ("usd_per_kg",), "exchange_rates": ("usd_per_eur",), "reserves": ("share",), "production": ("share",), "end_uses": ("share",),
                "hazards": ("failure_per_year",), "prices": ("price",), "compositions": ("mass_fraction_typ",),
                "class_content": ("fraction_low", "fraction_typ", "fraction_high")}
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
          sums("material_supply", ("material", "stage", "scope", "period"), 1 + ROUNDING))
    check("reserve shares sum to at most 1 + %.2f (rounding)" % ROUNDING, sums("reserves", ("material", "year"), 1 + ROUNDING))
    check_reserves(t)
    check("production shares sum to at most 1.0001", sums("production", ("material", "stage", "year"), 1.0001))
    check("shares of end uses sum to at most 1 + %.2f (rounding)" % ROUNDING, sums("end_uses", ("material",), 1 + ROUNDING))
    check("shares of imports sum to at most 1.0001", sums("imports", ("importer", "material", "stage", "code", "year"), 1.0001))
    value = collections.Counter()
    for r in t["imports"]:
        value[(r["material"], r["code"], r["year"])] += float(r["value_eur"])
    check("a series of imports is worth a million euros a year", ("%s %s %s" % k for k, v in value.items() if v < 1e6))
    check("codes of imports have eight digits", (r["_at"] for r in t["imports"] if not re.match(r"\d{8}\Z", r["code"])))
    check("rates of failure lie within 0..1 a year", (r["_at"] for r in t["hazards"]
          if not 0 < float(r["failure_per_year"]) <= 1))
    check("governance lies within -3.5..3.5", (r["_at"] for r in t["governance"] for c in "va pv ge rq rl cc".split()
          if r[c] and abs(float(r[c])) > 3.5))
    check("standard errors of governance are positive, below 1.1, and of countries with estimates", (r["_at"]
          for r in t["governance_errors"] for c in "va pv ge rq rl cc".split()
          if r[c] and not 0 < float(r[c]) < 1.1 or r["country"] not in {g["country"] for g in t["governance"]}))
    check("countries with estimates have standard errors", {r["country"] for r in t["governance"] if r["year"] == "2022"} ^
          {r["country"] for r in t["governance_errors"]})
    check("prices are positive", (r["_at"] for r in t["prices"] if not float(r["price"]) > 0))
    check("trade parameters lie within 0.8..1.5, and belong to the study", (r["_at"] for r in t["material_supply"]
          if (r["t"] != "") != (r["period"] == STUDY) or r["t"] and not 0.8 <= float(r["t"]) <= 1.5))
    members = {r["country"] for r in t["country_groups"] if r["group"] == "EU27"}
    check("members of the EU have the trade parameter 0.8", (r["_at"] for r in t["material_supply"]
          if r["t"] and r["country"] in members and float(r["t"]) != 0.8))
    listed = collections.defaultdict(dict)
    for r in t["material_supply"]:
        if r["period"] == STUDY:
            listed[(r["material"], r["stage"], r["scope"])][r["country"]] = float(r["share"])
    doubt = {(r["material"], r["stage"]): ROUNDED in r["note"] for r in t["criticality_inputs"]}
    check("a list of EU sourcing that is the world's, rounded, says so", ("%s %s" % (m, s)
          for (m, s, scope), v in listed.items() if scope == "eu" and (m, s) in doubt
          and doubt[(m, s)] != is_rounded(v, listed.get((m, s, "global"), {}))))
    check_vintages(t)
    check_conversions(t)
    check_measures(t)
    check_baskets(t)
    check_classes(t)

    # ids resolve
    materials = {r["id"] for r in t["materials"]}
    countries = {r["iso3"] for r in t["countries"]}
    groups = collections.defaultdict(set)
    for r in t["country_groups"]:
        groups[r["group"]].add(r["country"])
    check("every material resolves", (r["_at"] + " " + r["material"] for n, r in every
          if "material" in r and r["material"] not in materials
          and not (n in ("compositions", "typical_contents", "published_names", "class_content") and r["material"] == "")))
    check("every country resolves", (r["_at"] + " " + r["country"] for n, r in every
          if "country" in r and r["country"] not in countries))
    check("partners of imports resolve", (r["_at"] for r in t["imports"] if not {r["importer"], r["exporter"]} <= countries))
    check("origins of prices resolve", (r["_at"] for r in t["annual_prices"] if r["origin"] not in countries | {""}))
    check("no share is of other countries together", (r["_at"] for r in t["material_supply"] if r["country"] == "OTH"))
    check("every stage is known", (r["_at"] for n, r in every for c in ("stage", "from_stage", "to_stage", "bottleneck_stage")
          if c in r and r[c] not in STAGES and not (n == "published_names" and r[c] == "")))
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
    covered = {(r["country"], r["material"], s) for r in t["export_restrictions"] if r["covers"] != "some"
               for s in (["extraction"] if r["covers"] == "ore" else STAGES)}
    check("flows of hazards are of a stage that a restriction covers", (r["_at"] for r in t["hazards"]
          if r["event_type"] == "flow" and (lambda c, m, s: (c, m, s) not in covered)(*r["target"].split("/"))))
    stages = collections.defaultdict(set)
    for _, m, s in supply:
        stages[m].add(s)
    check("stages are linked where both have shares", {m for m in stages if {"extraction", "processing"} <= stages[m]} ^
          {r["material"] for r in t["stage_links"]})
    check("dates are days", (r["_at"] + " " + c for n, r in every for c in
          ("announced", "effective", "ended", "suspended_from", "suspended_until", "since") if r.get(c) and not DAY.match(r[c])))
    check("months are months", (r["_at"] for r in t["prices"] if not DAY.match(r["month"] + "-01")))
    named = {"composition": {r["composition"] for r in t["compositions"]}, "country": countries,
             "material": {r["id"] for r in t["materials"]}}
    check("synonyms name things that exist", (r["_at"] for r in t["synonyms"]
          if r["kind"] in named and r["id"] not in named[r["kind"]] or r["kind"] not in set(named) | {"word", "noise"}))
    check("trade codes have six digits", (r["_at"] for r in t["hs_codes"] if not re.match(r"\d{6}\Z", r["hs6"])))
    def retired():
        for n, column in (("hs_codes", "hs6"), ("export_restrictions", "hs_codes"), ("product_classes", "hs"), ("product_supply", "code"),
                          ("imports", "code")):
            for r in t[n]:
                for code in re.findall(r"\d{6,}", r[column]):
                    if code[:6] in RETIRED_CODES:
                        yield "%s %s, replaced in %d" % (r["_at"], code, RETIRED_CODES[code[:6]])
    check("trade codes are of the edition of 2022", retired())

    def misplaced():
        for r in t["hs_codes"]:
            chapter, roasted = int(r["hs6"][:2]), r["hs6"] == "261310"
            stage = "extraction" if chapter == 26 and not roasted else "processing" if roasted or chapter == 28 or 71 <= chapter <= 81 else ""
            if stage and r["stage"] != stage:
                yield r["_at"] + " " + r["hs6"]
    check("trade codes of ores are of extraction, of chemicals and metals of processing", misplaced())
    check("every trade code of imports is one of its material and stage", {(r["material"], r["stage"], r["code"][:6]) for r in t["imports"]} -
          {(r["material"], r["stage"], r["hs6"]) for r in t["hs_codes"]})
    check("every trade code is described", (r["_at"] for r in t["hs_codes"] if not r["description"]))
    check("yes, no or empty", (r["_at"] for r in t["materials"] for c in ("critical_2023", "strategic_2023", "nato_2024")
          if r[c] not in {"yes", "no", ""}))
    for column, name in (("critical_2023", "CRMA-critical"), ("strategic_2023", "CRMA-strategic"), ("nato_2024", "NATO-12")):
        listed = {r["material"] for r in t["policy_lists"] if r["list"] == name}
        check("%s agrees with the list %s" % (column, name), {r["id"] for r in t["materials"] if r[column] == "yes"} ^ listed)
    check("CAS numbers have the right check digit", (r["_at"] for r in t["materials"] if r["cas"] and not cas_is_valid(r["cas"])))
    check("names are given in both languages", (r["_at"] for n in ("materials", "countries", "compositions", "strategy_areas",
          "typical_items", "product_classes") for r in t[n]
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
            if (r["material"], r["stage"], r["period"]) == (material, stage, STUDY):
                w = governance[r["country"]]
                hhi[r["scope"]] += float(r["share"]) ** 2 * (2.5 - sum(w) / len(w)) * 2 * float(r["t"])
        p = next(r for r in t["criticality_inputs"] if (r["material"], r["stage"]) == (material, stage))
        ir = float(p["import_reliance"])
        sr = (hhi["global"] * ir / 2 + hhi["eu"] * (1 - ir / 2)) * (1 - float(p["eol_rir"])) * float(p["si_sr"])
        return sr, float(p["sr_published_stage"])
    for m, s in (("tungsten", "processing"), ("gallium", "processing"), ("magnesium", "processing"), ("antimony", "extraction"),
                 ("germanium", "processing")):
        try:
            sr, published = risk(m, s)
        except (StopIteration, ZeroDivisionError, ValueError) as e:
            check("supply risk of %s %s" % (m, s), ["cannot be computed: %r" % e])
            continue
        check("supply risk of %s %s is %.2f, published %.1f" % (m, s, sr, published), [] if abs(sr - published) <= 0.15 else [sr])


# What is spoilt in a copy (table, the cells that find the row, column, wrong value) and the words of the assertion that must fail.
SEEDS = (
    ("material_supply", {"material": "gallium", "stage": "processing", "scope": "global", "country": "CHN", "period": STUDY},
     "share", "1.7", "0..1: material_supply row"),
    ("material_supply", {"material": "cobalt", "stage": "extraction", "country": "COD", "period": "2024"}, "share", "0.9",
     "a market adds up to"),
    ("material_supply", {"material": "cobalt", "stage": "extraction", "country": "COD", "period": "2024"}, "basis", "partial",
     "of one kind"),
    ("world_output", {"material": "neodymium", "stage": "processing"}, "tonnes", "68390", "published figure times"),
    ("world_output", {"material": "titanium", "stage": "extraction"}, "factor", "0.7", "factors of output"),
    ("annual_prices", {"material": "antimony", "year": "2024"}, "usd_per_kg", "10.24", "prices are the published figure"),
    ("export_restrictions", {"legal_reference": "MOFCOM/GACC Ann. 18/2025"}, "suspended_from", "2025-11-07", "never suspended"),
    ("export_restrictions", {"legal_reference": "MEMR Reg. 11/2019"}, "covers", "", "measures on ore"),
    ("governance_errors", {"country": "CHN"}, "pv", "2.168", "standard errors of governance"),
    ("compositions", {"composition": "ti-6al-4v", "material": "vanadium"}, "yield", "0.5", "has one yield"),
    ("material_supply", {"material": "tungsten", "scope": "eu", "country": "AUT"}, "t", "1.0", "trade parameter 0.8"),
    ("material_supply", {"material": "germanium", "scope": "eu", "country": "BEL"}, "t", "1.0", "trade parameter 0.8"),
    ("material_supply", {"material": "germanium", "scope": "eu", "country": "CHN"}, "share", "0.68", "supply risk of germanium"),
    ("criticality_inputs", {"material": "tantalum", "stage": "extraction"}, "note", "", "rounded, says so"),
    ("typical_contents", {"item": "laser-source", "material": "ytterbium"}, "composition", "yag", "one material or one composition"),
    ("typical_items", {"id": "star-tracker"}, "business_impact", "5", "middle of the scale"),
    ("imports", {"material": "helium", "exporter": "QAT", "year": "2024"}, "share", "0.99", "shares of imports"),
    ("reserves", {"material": "copper", "country": "CHL"}, "share", "0.2337", "the reserves of copper"),
    ("exchange_rates", {"year": "2022"}, "usd_per_eur", "1.0537", "means of the days"),
    ("exchange_rates", {"year": "2025"}, "year", "2026", "has a rate of exchange"),
    ("hs_codes", {"material": "tantalum", "hs6": "810320"}, "hs6", "810310", "edition of 2022"),
    ("hs_codes", {"material": "niobium", "hs6": "720293"}, "stage", "extraction", "of processing"),
    ("hs_codes", {"material": "cobalt", "hs6": "810520"}, "hs6", "810590", "code of imports"),
    ("product_classes", {"id": "steel"}, "parent", "steel-s235", "stands above itself"),
    ("product_classes", {"id": "pump"}, "hs", "8413.7", "six digits"),
    ("class_content", {"class": "steel-s355", "material": "manganese"}, "fraction_low", "0.02", "low <= typ"),
    ("class_content", {"class": "fr4-laminate", "half_product": "glass-fibre"}, "half_product", "circuit-board", "contains itself"),
    ("product_supply", {"class": "magnet-metal", "scope": "eu", "country": "JPN"}, "share", "0.3", "shares of a class sum"),
)


def seeded_defects(folder):
    """The same program on a copy with one wrong cell must fail, and name that assertion."""
    for table, found, column, wrong, words in SEEDS:
        with tempfile.TemporaryDirectory() as tmp:
            copy = os.path.join(tmp, "reference")
            shutil.copytree(folder, copy)
            path = os.path.join(copy, table + ".csv")
            with open(path, encoding="utf-8", newline="") as f:
                rows = list(csv.DictReader(f))
            at = next(r for r in rows if all(r[c] == v for c, v in found.items()))
            at[column] = wrong
            with open(path, "w", encoding="utf-8", newline="") as f:
                writer = csv.DictWriter(f, rows[0].keys(), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            run = subprocess.run([sys.executable, os.path.abspath(__file__), copy], capture_output=True, text=True)
            bad = [line for line in run.stdout.splitlines() if line.startswith("not ok")]
            caught = run.returncode == 1 and any(words in b for b in bad)
        check("a seeded defect (%s of %s %s) is caught" % (column, table, "/".join(found.values())),
              [] if caught else ["exit %d, %s" % (run.returncode, bad)])


if __name__ == "__main__":
    if len(sys.argv) > 2 or sys.argv[1:] in (["-h"], ["--help"]):
        print(__doc__)
        sys.exit(2 if len(sys.argv) > 2 else 0)
    main(sys.argv[1] if len(sys.argv) == 2 else DEFAULT)
    if len(sys.argv) == 1:
        seeded_defects(DEFAULT)
    sys.exit(1 if failures else 0)
