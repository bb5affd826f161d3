#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Random valid cases, each with a small random reference package of its own.

The same seed gives the same bytes. Cases have 3 to 200 items and use every construct that matters
to `assess`: alternatives, min_share (0 too), buyers that are sites or organisations, missing,
partial and zero shares, unknown and withheld, country suppliers, inputs that are not essential
with and without values, yields, ranges of quantity, several items of one material, materials that
have BOM rows, materials that the reference does not know, an own `MATERIAL.extraction`, items
with buyer rows only, items that nothing reaches, absent optional columns, and rows and columns in
any order.

    random_case.py FOLDER --seed S [--items N]     writes FOLDER/case and FOLDER/reference
"""

import argparse
import csv
import json
import math
import os
import random

COUNTRIES = ("AUS BEL BRA CAN CHL CHN COD DEU ESP FRA GBR IDN IND ITA JPN KAZ KOR NLD NOR PER "
             "PHL POL RUS SWE TUR UKR USA VNM XKX ZAF").split()
MATERIALS = ("antimony beryllium cobalt gallium germanium hafnium indium lithium niobium "
             "neodymium palladium rhenium tantalum titanium tungsten vanadium").split()
GRADES = ("A", "B", "C", "D", "")

CASE_TABLES = {
    "items": "id kind name_en name_nl unit mass_kg material stage value_eur function_critical note",
    "bom": "parent child quantity essential alternative_group min_share yield evidence source "
           "quantity_min quantity_max",
    "organisations": "id name country role lei",
    "sites": "id organisation country name lat lon",
    "supply": "item supplier buyer share spare_share lead_time_days switch_days recovery_days "
              "price_eur failure_per_year evidence source",
}
REQUIRED = {
    "items": "id kind name_en", "bom": "parent child quantity", "organisations": "id name country",
    "sites": "id organisation country", "supply": "item supplier",
}
REFERENCE_TABLES = {
    "materials": "id name_en name_nl symbol cas group critical_2023 strategic_2023 nato_2024 "
                 "eol_rir companionality host_materials evidence source",
    "material_supply": "material stage scope country share t period basis evidence source",
    "stage_links": "material from_stage to_stage yield evidence source",
    "hazards": "event_type target failure_per_year evidence source",
    "countries": "iso3 iso2 name_en name_nl lat lon groups evidence source",
    "governance": "country year va pv ge rq rl cc evidence source",
    "hs_codes": "material stage hs6 description evidence source",
    "export_restrictions": "material country target products measure announced effective ended "
                           "legal_reference hs_codes evidence source note",
    "compositions": "composition name_en name_nl class material element mass_fraction_min "
                    "mass_fraction_typ mass_fraction_max evidence source",
}


class Generator:
    def __init__(self, seed, n_items=None):
        self.rng = random.Random(seed)
        self.seed = seed
        rng = self.rng
        self.n_items = n_items or int(3 * math.exp(rng.random() * math.log(200.99 / 3)))
        self.used = {"unknown", "withheld"}
        self.p_value = rng.choice((1.0, 1.0, 0.8, 0.0))
        self.p_mass = rng.choice((1.0, 0.9, 0.5))
        self.p_essential = rng.choice((1.0, 0.8, 0.4))
        self.p_supply = rng.choice((0.9, 0.7, 0.4))
        self.p_buyers = rng.choice((0.0, 0.2, 0.5))
        self.p_group = rng.choice((0.0, 0.3, 0.6))
        self.p_null = rng.choice((0.0, 0.15))       # share of shares that are 0

    def chance(self, p):
        return self.rng.random() < p

    # --- text --------------------------------------------------------------------------------

    def new_id(self, word):
        """Ids in all the spellings that are allowed, so that sorting by bytes is seen."""
        while True:
            style = self.rng.choice(("{w}{n}", "{w}-{n}", "{W}_{n}", "{n}{w}", "{w}.{n}",
                                     "{W}{n}.a"))
            name = style.format(w=word, W=word.upper(), n=self.rng.randrange(1000))
            if name not in self.used:
                self.used.add(name)
                return name

    def text(self, number):
        """A decimal in one of the ways a person or a spreadsheet writes it."""
        ways = [repr(number)]
        if number == int(number) and abs(number) < 1e6:
            ways.append(str(int(number)))
        ways.append("%.17g" % number)
        ways.append("%.16E" % number)
        return self.rng.choice([way for way in ways if float(way) == number])

    def quantity(self):
        rng = self.rng
        return rng.choice((1.0, 1.0, 2.0, float(rng.randrange(1, 50)),
                           round(rng.uniform(0.001, 3), 4), rng.uniform(0.1, 10),
                           1e-4 * rng.randrange(1, 100)))

    # --- shares ------------------------------------------------------------------------------

    def split(self, total, n, null=0.0):
        """n whole numbers with this sum, some of them 0."""
        weights = [0.0 if self.chance(null) else self.rng.random() ** 2 + 0.02 for _ in range(n)]
        if sum(weights) == 0.0:
            weights[0] = 1.0
        parts = [int(total * w / sum(weights)) for w in weights]
        parts[weights.index(max(weights))] += total - sum(parts)
        return parts

    def shares(self, n):
        """Texts of n shares: empty for missing ones."""
        mode = self.rng.choice(("missing", "full", "full", "short", "partial", "nothing left"))
        if mode == "missing":
            return [""] * n
        total = 1000 if mode in ("full", "nothing left") else self.rng.randrange(100, 1000)
        shares = [self.text(part / 1000.0) for part in self.split(total, n, self.p_null)]
        if mode == "partial":
            for i in self.rng.sample(range(n), self.rng.randrange(1, n + 1)):
                shares[i] = ""
        if mode == "nothing left" and n > 1:
            shares = [self.text(part / 1000.0) for part in self.split(1000, n - 1, self.p_null)]
            shares.insert(self.rng.randrange(n), "")
        return shares

    # --- reference ---------------------------------------------------------------------------

    def make_reference(self):
        rng = self.rng
        self.countries = rng.sample(COUNTRIES, rng.randrange(3, 13))
        self.materials = rng.sample(MATERIALS, rng.randrange(2, 11))
        note = {"evidence": "D", "source": "assumption: random"}
        tables = {name: [] for name in REFERENCE_TABLES}
        self.chained = []
        for material in self.materials:
            tables["materials"].append(dict(note, id=material, name_en=material, name_nl=material))
            stages = rng.choice((("extraction", "processing"),) * 4 + (
                ("processing",), ("extraction",), ("extraction", "processing", "recycling"), ()))
            for stage in stages:
                for scope in rng.choice((("global", "eu"), ("global", "eu"), ("global",), ("eu",))):
                    tables["material_supply"] += self.world_market(material, stage, scope, note)
            if self.chance(0.85):
                tables["stage_links"].append(dict(
                    note, material=material, from_stage="extraction", to_stage="processing",
                    **{"yield": rng.choice(("", "1", self.text(round(rng.uniform(0.2, 1.0), 3))))}))
                if "processing" in stages and "extraction" in stages:
                    self.chained.append(material)
        for i, country in enumerate(self.countries):
            tables["countries"].append(dict(note, iso3=country, iso2="", name_en=country,
                                            name_nl=country, lat=str(i), lon=str(-i)))
            if self.chance(0.5):
                tables["hazards"].append(dict(note, event_type="country", target=country,
                                              failure_per_year="0.01"))
            tables["governance"].append(dict(note, country=country, year="2020",
                                             **{k: "0.5" for k in "va pv ge rq rl cc".split()}))
        return tables

    def world_market(self, material, stage, scope, note):
        """The study's list, or one that stands in for it, and lists of other years and kinds that must change nothing."""
        rng = self.rng
        kinds = [("2016-2020", "")] if self.chance(0.8) else [
            rng.choice((("2019", ""), ("2020", "complete"), ("2023", "model"), ("2022", "sum_of_listed")))]
        if self.chance(0.3):
            kinds.append(("2024", rng.choice(("complete", "model"))))
        if self.chance(0.3):
            kinds.append((rng.choice(("2018", "2021")), rng.choice(("partial", "lower_bound", "sum_over_1"))))
        rng.shuffle(kinds)
        return [row for period, basis in kinds
                for row in self.list_of_shares(material, stage, scope, period, basis, note)]

    def list_of_shares(self, material, stage, scope, period, basis, note):
        total = 9700
        while total == 9700:            # at the limit itself rounding would decide
            total = self.rng.randrange(9000, 10201)
        n = self.rng.randrange(1, min(8, len(self.countries)) + 1)
        countries = self.rng.sample(self.countries, n)
        return [dict(note, material=material, stage=stage, scope=scope, country=country,
                     share=self.text(min(part, 10000) / 10000.0), t="1", period=period,
                     basis=basis)
                for country, part in zip(countries, self.split(total, n, self.p_null / 5))]

    # --- case --------------------------------------------------------------------------------

    def make_suppliers(self, tables):
        rng = self.rng
        self.site_of, self.organisation_of = {}, {}
        for _ in range(rng.randrange(0, 3 + self.n_items // 3)):
            name = self.new_id("org")
            self.organisation_of[name] = name
            tables["organisations"].append({
                "id": name, "name": 'Works "%s", Ltd' % name, "country": rng.choice(self.countries),
                "role": rng.choice(("", "oem", "supplier", "government", "other"))})
            for _ in range(rng.choice((0, 1, 1, 2, 4))):
                site = self.new_id("site")
                self.site_of[site] = name
                tables["sites"].append({"id": site, "organisation": name,
                                        "country": rng.choice(self.countries),
                                        "name": "Hall Zürich"})

    def supplier(self):
        kind = self.rng.choice(("site",) * 6 + ("organisation",) * 4
                               + ("country", "unknown", "withheld"))
        if kind == "site" and self.site_of:
            return self.rng.choice(sorted(self.site_of))
        if kind == "organisation" and self.organisation_of:
            return self.rng.choice(sorted(self.organisation_of))
        if kind in ("unknown", "withheld"):
            return kind
        return "country:" + self.rng.choice(self.countries)

    def make_item(self, kind):
        rng = self.rng
        item = {"kind": kind, "name_en": "Part, number %d" % rng.randrange(99),
                "name_nl": "Onderdeel"}
        item["unit"] = rng.choice(("", "piece", "kg", "m", "m2", "m3"))
        if kind == "material":
            known = self.chance(0.92)
            material = rng.choice(self.materials) if known else "mystery%d" % rng.randrange(3)
            if material not in self.used and self.chance(0.5):
                self.used.add(material)
                item["id"] = material
            else:
                item["id"] = self.new_id("mat")
                item["material"] = material
            item["stage"] = rng.choice(("", "", "", "processing", "extraction", "recycling"))
            item["unit"] = rng.choice(("kg", "kg", "kg", "kg", "piece", ""))
        else:
            item["id"] = self.new_id(rng.choice(("item", "a", "Zx")))
        if self.chance(self.p_mass):
            item["mass_kg"] = self.text(round(rng.uniform(0.01, 500), 3))
        if self.chance(self.p_value):
            value = 0 if self.chance(0.08) else rng.randrange(1, 10000)
            item["value_eur"] = self.text(float(value))
        return item

    def make_items(self, tables):
        rng = self.rng
        items = [self.make_item("platform")]
        p_material = rng.choice((0.2, 0.35, 0.5))
        kinds = "function system component semi_finished".split()
        for i in range(1, self.n_items):
            late = i / self.n_items
            material = self.chance(p_material * (0.2 + 1.6 * late))
            items.append(self.make_item("material" if material else rng.choice(kinds)))
        if self.n_items > 5 and self.chance(0.1):
            items[self.n_items // 2]["kind"] = "platform"
            items[self.n_items // 2]["material"] = items[self.n_items // 2]["stage"] = ""
        self.ores = []
        if self.chained and self.n_items > 4 and self.chance(0.25):
            # last of all, so that the edge from processing to extraction cannot close a cycle
            material = rng.choice(self.chained)
            ore = self.make_item("material")
            self.used.discard(ore["id"])
            ore.update(id=material + ".extraction", material=material, stage="extraction")
            items[-1] = ore
            self.ores.append(ore["id"])
        tables["items"] = items
        self.order = [item["id"] for item in items]
        self.kind = {item["id"]: item["kind"] for item in items}

    def make_bom(self, tables):
        rng = self.rng
        reach_back = rng.choice((4, 12, 1000))
        children = {name: [] for name in self.order}
        for i, child in enumerate(self.order[1:], 1):
            if self.chance(0.05):
                continue                        # nothing needs it
            before = self.order[max(0, i - reach_back):i]
            good = [p for p in before if self.kind[p] != "material" or self.chance(0.15)]
            for parent in rng.sample(good, min(len(good), rng.choice((1, 1, 1, 2, 2, 3, 5)))):
                children[parent].append(child)
        for parent, names in children.items():
            tables["bom"] += self.requirements(parent, names)
        self.children = children

    def requirements(self, parent, children):
        rng, rows, n_groups = self.rng, [], 0
        children = list(children)
        rng.shuffle(children)
        while children:
            size = rng.randrange(1, 4) if self.chance(self.p_group) else 0
            group, essential = "", self.chance(self.p_essential)
            members = [children.pop() for _ in range(min(size or 1, len(children)))]
            if size:
                n_groups += 1
                group = "g%d" % n_groups
            rows += [self.bom_row(parent, child, group, essential) for child in members]
        groups = sorted({row["alternative_group"] for row in rows} - {""})
        if len(groups) > 1 and self.chance(0.3):        # the same child again, in another group
            again = rng.choice([row for row in rows if row["alternative_group"]])
            group = rng.choice([g for g in groups if g != again["alternative_group"]])
            mates = [row for row in rows if row["alternative_group"] == group]
            if again["child"] not in [row["child"] for row in mates]:
                rows.append(self.bom_row(parent, again["child"], group,
                                         mates[0]["essential"] != "no"))
        return rows

    def bom_row(self, parent, child, group, essential):
        rng = self.rng
        quantity = self.quantity()
        row = {"parent": parent, "child": child, "quantity": self.text(quantity),
               "essential": rng.choice(("yes", "")) if essential else "no",
               "alternative_group": group, "evidence": rng.choice(GRADES), "source": "random"}
        if self.chance(0.3):
            row["min_share"] = rng.choice(("0", "0", "0.25", "0.5", "1", self.text(rng.random())))
        if self.chance(0.3):
            row["yield"] = rng.choice(("1", "0.5", self.text(round(rng.uniform(0.1, 1.0), 3))))
        if self.chance(0.2):
            row["quantity_min"] = self.text(quantity * rng.choice((1.0, 0.5, 0.9)))
        if self.chance(0.2):
            row["quantity_max"] = self.text(quantity * rng.choice((1.0, 1.5, 2.0)))
        return row

    def make_supply(self, tables):
        suppliers = {}                          # item -> who makes it, to find buyers that matter
        parents = {name: [] for name in self.order}
        for parent, names in self.children.items():
            for child in names:
                parents[child].append(parent)
        for item in self.order:
            p = self.p_supply * (0.4 if self.kind[item] == "material" else 1.0)
            rows = self.supply_rows(item, "") if self.chance(p) else []
            if self.chance(self.p_buyers):
                nearby = [s for parent in parents[item] for s in suppliers[parent]]
                for buyer in self.buyers(nearby):
                    rows += self.supply_rows(item, buyer)
            suppliers[item] = [row["supplier"] for row in rows]
            tables["supply"] += rows

    def buyers(self, nearby):
        nearby = sorted({s for s in nearby if s in self.site_of or s in self.organisation_of})
        anyone = sorted(self.site_of) + sorted(self.organisation_of)
        found = set()
        for _ in range(self.rng.randrange(1, 4)):
            pool = nearby if nearby and self.chance(0.9) else anyone
            if pool:
                buyer = self.rng.choice(pool)
                if buyer in self.site_of and self.chance(0.4):
                    buyer = self.site_of[buyer]
                found.add(buyer)
        return sorted(found)

    def supply_rows(self, item, buyer):
        rng = self.rng
        names = sorted({self.supplier() for _ in range(rng.choice((1, 1, 2, 3, 5)))})
        rng.shuffle(names)
        rows = []
        for name, share in zip(names, self.shares(len(names))):
            row = {"item": item, "supplier": name, "buyer": buyer, "share": share,
                   "evidence": rng.choice(GRADES), "source": "random"}
            if self.chance(0.3) and share and float(share) > 0.0:
                row["spare_share"] = self.text(round(rng.random(), 2))
            for column in ("lead_time_days", "switch_days", "recovery_days", "price_eur"):
                if self.chance(0.2):
                    row[column] = str(rng.randrange(400))
            if self.chance(0.2):
                row["failure_per_year"] = "0.02"
            rows.append(row)
        return rows

    def make_case(self):
        tables = {name: [] for name in CASE_TABLES}
        self.make_suppliers(tables)
        self.make_items(tables)
        self.make_bom(tables)
        self.make_supply(tables)
        return tables

    # --- files -------------------------------------------------------------------------------

    def write(self, folder):
        reference = self.make_reference()
        case = self.make_case()
        write_package(os.path.join(folder, "reference"), "random-reference", self.rng, reference,
                      REFERENCE_TABLES, REFERENCE_TABLES)
        write_package(os.path.join(folder, "case"), "random-%d" % self.seed, self.rng, case,
                      CASE_TABLES, REQUIRED)


def write_package(folder, name, rng, tables, all_columns, required):
    os.makedirs(folder, exist_ok=True)
    resources = [{"name": t, "path": t + ".csv", "profile": "tabular-data-resource"}
                 for t in tables]
    with open(os.path.join(folder, "datapackage.json"), "w", encoding="utf-8") as file:
        json.dump({"name": name, "title": "Random data for tests", "resources": resources}, file,
                  indent=1)
    for table, rows in tables.items():
        rng.shuffle(rows)
        needed = required[table].split()
        columns = [c for c in all_columns[table].split()
                   if c in needed or any(row.get(c) for row in rows) or rng.random() < 0.3]
        if columns != needed and rng.random() < 0.5:
            rng.shuffle(columns)
        with open(os.path.join(folder, table + ".csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore",
                                    lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def shuffle_package(source, target, rng):
    """The same package with the rows of every table in another order, but the first row of each
    alternative group still the first of its group."""
    os.makedirs(target, exist_ok=True)
    for name in sorted(os.listdir(source)):
        path = os.path.join(source, name)
        with open(path, encoding="utf-8", newline="") as file:
            if not name.endswith(".csv"):
                text = file.read()
                with open(os.path.join(target, name), "w", encoding="utf-8", newline="") as copy:
                    copy.write(text)
                continue
            header, *rows = list(csv.reader(file))
        if name == "bom.csv" and "alternative_group" in header:
            rows = shuffle_bom(header, rows, rng)
        else:
            rng.shuffle(rows)
        with open(os.path.join(target, name), "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header] + rows)


def shuffle_bom(header, rows, rng):
    parent, group = header.index("parent"), header.index("alternative_group")
    first = {}
    for row in rows:
        if row[group]:
            first.setdefault((row[parent], row[group]), row)
    shuffled = list(rows)
    rng.shuffle(shuffled)
    done = set()
    for i, row in enumerate(shuffled):
        key = (row[parent], row[group])
        if row[group] and key not in done:      # whoever came first changes place with the first
            done.add(key)
            j = next(k for k, other in enumerate(shuffled) if other is first[key])
            shuffled[i], shuffled[j] = shuffled[j], shuffled[i]
    return shuffled


def main():
    parser = argparse.ArgumentParser(description="write a random valid case")
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--items", type=int)
    options = parser.parse_args()
    Generator(options.seed, options.items).write(options.folder)


if __name__ == "__main__":
    main()
