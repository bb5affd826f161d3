# SPDX-License-Identifier: EUPL-1.2
"""Random cases with all that scarcity is judged by, each with a reference package of its own: world
tonnes of several years, lists of shares of single elements and of groups, recycling, spare
capacity, stocks in pieces and in days, use and demand, makers, restrictions and sanctions. Tonnes
and stocks are of the order of the need, so that all that may come out does. The same seed gives
the same bytes.

What no text settles is avoided: measures of which it is not known whether they are in force; bans
on end use, and listings, against everybody; a recycling rate of one; a stock both in pieces and in
days; two rows of sustainment of one item; makers with a date.
"""

import csv
import math
import os
import random
import shutil

import first_in_line
import first_reference
import random_case
from first_reference import Buyer

MOST_ITEMS = 45         # the twin works every event out twice, node by node
DAY = "2026-01-01"
STAGES = ("extraction", "processing", "recycling")
PERIODS = ("newest", "newest", "2016-2020", "2023", "2019")
CASE_MORE = {
    "stocks": "item holder quantity days_of_cover",
    "sustainment": "item installed use_per_year repair_days spares",
    "demand": "item year quantity",
}
REFERENCE_MORE = {
    "materials": "id name_en name_nl symbol cas group critical_2023 strategic_2023 nato_2024 eol_rir "
                 "companionality host_materials evidence source",
    "material_supply": "material stage scope country share t period basis of_group evidence source",
    "compositions": "composition name_en name_nl class material element mass_fraction_min "
                    "mass_fraction_typ mass_fraction_max yield yield_source evidence source",
    "export_restrictions": "material country target products measure announced effective ended "
                           "suspended_from suspended_until applies_to organisations "
                           "legal_reference hs_codes evidence source note",
    "world_output": "material stage period tonnes basis primary capacity evidence source",
    "makers": "material stage country maker since evidence source",
    "sanctions": "country kind effective ended act evidence source",
    "annual_prices": "material stage form market origin year usd_per_kg content fraction evidence "
                     "source",
    "exchange_rates": "year usd_per_eur evidence source",
}



class Generator(random_case.Generator):
    def __init__(self, seed):
        rng = random.Random("size %d" % seed)
        super().__init__(seed, int(3 * math.exp(rng.random() * math.log(MOST_ITEMS / 3))))
        self.p_mass = max(self.p_mass, 0.9)
        self.in_world = False
        self.note = {"evidence": "D", "source": "assumption: random"}
        self.draw_question()

    def draw_question(self):
        rng = self.rng
        self.reach = rng.choice((0.01, 0.01, 0.0, 1.0, round(rng.random(), 3)))
        self.need = rng.choice((None, None, "newbuild", "sustainment", "modernisation",
                                "production"))
        self.life = rng.choice((30.0, 30.0, round(rng.uniform(1.0, 60.0), 2)))
        self.period = rng.choice(PERIODS)
        self.scope = rng.choice(("global", "global", "global", "eu"))

    def split(self, total, n, null=0.0):
        """In half of the lists of shares one country dominates."""
        parts = super().split(total, n, null)
        if self.in_world and n > 1 and self.chance(0.5):
            largest = parts.index(max(parts))
            taken = [part // 3 if i != largest else 0 for i, part in enumerate(parts)]
            parts = [part - take for part, take in zip(parts, taken)]
            parts[largest] += sum(taken)
        return parts

    def list_of_shares(self, material, stage, scope, period, basis, note):
        self.in_world = True
        rows = super().list_of_shares(material, stage, scope, period, basis, note)
        self.in_world = False
        if self.chance(0.2):
            for row in rows:
                row["of_group"] = "salts"
        return rows

    def make_item(self, kind):
        item = super().make_item(kind)
        if kind == "material" and self.chance(0.7):
            item["unit"] = "kg"
        return item

    def make_reference(self):
        tables = super().make_reference()
        for name in REFERENCE_MORE:
            tables.setdefault(name, [])
        for row in tables["materials"]:
            row["eol_rir"] = self.rng.choice(("", "0", self.text(round(self.rng.uniform(0, 0.7),
                                                                       2))))
        for row in tables["countries"]:
            row["groups"] = self.rng.choice(("", "", "EU27", "NATO", "EU27;NATO", "OECD"))
        tables["countries"][0]["groups"] = "EU27;NATO"      # a group has members
        self.groups = {row["iso3"]: row["groups"] for row in tables["countries"]}
        for row in tables["governance"]:
            row.update({k: repr(round(self.rng.uniform(-2, 2), 1)) for k in "va pv ge rq rl cc".
                        split()})
        self.make_measures(tables)
        self.make_prices(tables)
        return tables

    def dates(self):
        """In force on the day, ended, suspended or to come."""
        rng = self.rng
        begins = "%d-0%d-15" % (rng.randrange(2016, 2026), rng.randrange(1, 9))
        row = {"effective": begins}
        kind = rng.choice(("open", "open", "open", "ended", "suspended", "to come", "will end"))
        if kind == "ended":
            row["ended"] = "2025-11-01"
        elif kind == "suspended":
            row.update(suspended_from="2025-10-01", suspended_until="2026-11-10")
        elif kind == "to come":
            row["effective"] = "2026-03-01"
        elif kind == "will end":
            row["ended"] = "2027-01-01"
        return row

    def make_measures(self, tables):
        rng = self.rng
        largest = {}
        for row in tables["material_supply"]:
            key = (row["material"], row["country"])
            largest[key] = max(largest.get(key, 0.0), float(row["share"]))
        for (material, country), share in sorted(largest.items()):
            if not self.chance(0.85 if share >= 0.5 else 0.06):
                continue
            measure = rng.choice(("ban", "licence", "licence", "licence_practice", "end_use_ban",
                                  "entity_listing", "quota", "tax", "technology_ban"))
            targets = ["ALL", "ALL", "ALL", "EU27", "NATO", "JPN", "USA;DEU",
                       rng.choice(self.countries)]
            if measure in ("end_use_ban", "entity_listing"):
                targets = targets[3:]
            row = dict(self.note, material=material, country=country, measure=measure,
                       target=rng.choice(targets), announced="2015-01-01", products="all of it",
                       **self.dates())
            if measure == "entity_listing":
                row.update(applies_to="organisations", organisations="Works")
            elif measure == "end_use_ban" or (row["target"] != "ALL" and self.chance(0.2)):
                row["applies_to"] = "military_use"
            tables["export_restrictions"].append(row)
        for country in self.countries:
            if self.chance(0.15):
                row = dict(self.note, country=country, act="Regulation",
                           kind=rng.choice(("economic", "arms", "listed")), **self.dates())
                row.pop("suspended_from", None)
                row.pop("suspended_until", None)
                tables["sanctions"].append(row)
        for material in self.materials:
            for country in rng.sample(self.countries, rng.randrange(0, 3)):
                tables["makers"].append(dict(self.note, material=material, country=country,
                                             stage=rng.choice(STAGES), maker="Works", since=""))

    def make_prices(self, tables):
        rng = self.rng
        for year in range(2021, 2025):
            tables["exchange_rates"].append(dict(self.note, year=str(year),
                                                 usd_per_eur=self.text(1 + 0.01 * (year - 2015))))
        for material in self.materials:
            for form in rng.sample(first_reference.FORMS, rng.randrange(0, 4)):
                tables["annual_prices"].append(dict(
                    self.note, material=material, stage=rng.choice(STAGES), form=form,
                    market=rng.choice(("Rotterdam", "China")), year=str(rng.randrange(2021, 2026)),
                    usd_per_kg=self.text(round(rng.uniform(0.1, 900), 2)), content="content",
                    fraction=self.text(round(rng.uniform(0.1, 1.0), 3))))

    def make_case(self):
        tables = super().make_case()
        rng = self.rng
        named = self.order[:1] if self.chance(0.5) else []
        named += rng.sample(self.order[1:], min(len(self.order) - 1, rng.randrange(0, 4)))
        tables["sustainment"] = [
            dict({"item": item}, **rng.choice((
                {"installed": str(rng.randrange(1, 400))},
                {"use_per_year": self.text(round(rng.uniform(0, 40), 2))},
                {"installed": "12", "use_per_year": self.text(round(rng.uniform(0, 40), 2))},
                {"installed": "12", "use_per_year": rng.choice(("0", "3"))})))
            for item in named]
        tables["demand"] = [{"item": rng.choice((self.order[0], self.order[0], self.order[-1])),
                             "year": str(rng.randrange(2026, 2029)),
                             "quantity": self.text(round(rng.uniform(0.1, 3), 1))}
                            for _ in range(rng.randrange(0, 4))]
        return tables

    def write(self, folder):
        self.folder = folder
        self.reference, self.case = self.make_reference(), self.make_case()
        more = dict(random_case.REFERENCE_TABLES, **REFERENCE_MORE)
        case_more = dict(random_case.CASE_TABLES, **CASE_MORE)
        required = dict(random_case.REQUIRED, **CASE_MORE)
        self.case["stocks"] = []
        self.make_compositions()

        def save():
            for name, tables, columns, needed in (
                    ("reference", self.reference, more, more),
                    ("case", self.case, case_more, required)):
                random_case.write_package(os.path.join(folder, name), "random-%d" % self.seed,
                                          self.rng, tables, columns, needed)

        save()
        self.size_markets()
        save()

    def make_compositions(self):
        """What is lost in cutting, of some items that need materials."""
        material = {item["id"]: item.get("material") or item["id"] for item in self.case["items"]
                    if item["kind"] == "material"}
        pairs = sorted({(row["parent"], material[row["child"]]) for row in self.case["bom"]
                        if material.get(row["child"]) in self.materials})
        for composition, element in pairs:
            if self.chance(0.4):
                cut = self.text(round(self.rng.uniform(0.1, 1.0), 3)) if self.chance(0.8) else ""
                self.reference["compositions"].append(dict(
                    self.note, composition=composition, material=element, name_en="Alloy",
                    name_nl="legering", mass_fraction_typ="0.5", **{"yield": cut}))

    def question(self):
        """(options of the twin, words of the program)"""
        hostile = self.hostile
        words = ["--reach", repr(self.reach), "--life", repr(self.life), "--period", self.period,
                 "--date", DAY]
        if hostile is not None:
            words += ["--hostile", ",".join(hostile) or "none"]
        if self.need:
            words += ["--need", self.need]
        return Buyer(self.reach, self.need, self.life, hostile, DAY), words

    def size_markets(self):
        """Tonnes and stocks of the order of the need, so that all that may come out does."""
        rng = self.rng
        self.hostile = rng.choice((None, None, [], sorted(rng.sample(
            self.countries, rng.randrange(0, 3)))))
        twin = first_in_line.of_folder(self.folder, self.order[0], self.question()[0],
                                       period=self.period, scope=self.scope)
        holders = sorted(self.organisation_of) + sorted(self.site_of)
        for (material, stage), facts in sorted(twin.market.items()):
            if material not in self.materials:
                continue
            need = facts["need"] if facts["need"] else 1.0
            kg = need / max(self.reach, 0.001) * 10.0 ** rng.uniform(-1.0, 2.5)
            if self.chance(0.85):
                self.add_output(material, stage, kg)
        for item in twin.items:
            if item.is_material and item.id in self.kind and holders and self.chance(0.25):
                year = math.fsum(twin.use[item].values())
                row = {"item": item.id, "holder": rng.choice(holders)}
                if self.chance(0.5) or not year > 0.0:
                    row["days_of_cover"] = self.text(round(rng.uniform(1, 500), 1))
                else:
                    row["quantity"] = self.text(float("%.3g" % (year * rng.uniform(0.01, 1.5))))
                self.case["stocks"].append(row)

    def add_output(self, material, stage, kg):
        rng = self.rng
        periods = rng.sample(("2016-2020", "2018", "2021", "2022", "2024"), rng.randrange(1, 4))
        for period in periods:
            tonnes = float("%.4g" % (kg / 1000.0 * rng.uniform(0.7, 1.4)))
            row = dict(self.note, material=material, stage=stage, period=period,
                       tonnes=self.text(tonnes), primary=rng.choice(("yes", "yes", "no", "")),
                       basis=rng.choice(("statistic", "estimate", "mine_bound", "model")))
            if self.chance(0.3):
                row["capacity"] = self.text(tonnes * rng.choice((0.8, 1.0, 1.2, 2.0)))
            self.reference["world_output"].append(row)


# --- changed copies of a case ----------------------------------------------------------------


def change(folder, copy, package, table, edit):
    """A copy of both packages in which the rows of one table are edited."""
    if folder != copy:
        shutil.copytree(folder, copy)
    path = os.path.join(copy, package, table + ".csv")
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = reader.fieldnames, list(reader)
    rows = edit(rows)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return copy


def more_output(rows):
    for row in rows:
        for column in ("tonnes", "capacity"):
            if row[column]:
                row[column] = repr(float(row[column]) * 1.5)
    return rows


def more_stock(rows):
    for row in rows:
        for column in ("quantity", "days_of_cover"):
            if row[column]:
                row[column] = repr(float(row[column]) * 1.7 + 0.01)
    return rows


def more_demand(rows):
    for row in rows:
        row["quantity"] = repr(float(row["quantity"]) * 2.0)
    return rows
