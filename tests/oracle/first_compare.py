#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Compares `keten assess --json` with the slow twin of scarcity (first_in_line.py) on random cases.

    first_compare.py [--cases N] [--seed S] [--program FILE] [--long] [--only twin]

Case number i has seed S + i. Cases are those of random_case.py with world tonnes of several years,
lists of shares of single elements and of groups, recycling, spare capacity, stocks in pieces and in
days, use and demand, makers, restrictions and sanctions. Tested:
  - the twin agrees with cases worked out by hand;
  - loss in proportion and first in line of every event, and of every row of risks[] its tonnes, need,
    period, cost, mechanism and verdict, are the twin's;
  - with nobody called hostile: first in line loses at most the proportional part, and just that at no
    reach and without stocks; it falls with reach, stock and output and rises with need; it rises with
    every country that is called hostile. All of that in the twin, and in the program;
  - the comparison notices each of a few mistakes planted in the twin (from 60 cases on).
With `--only twin` no program is run. Stops at the first difference, prints it with the seed and keeps
the case. The last line is `ok N cases` or `not ok`; the exit status is 0 or 1.
"""

import argparse
import collections
import csv
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile

import first_in_line
import oracle
import random_case
from first_in_line import Buyer

DEFECTS = ("all_sell", "no_recycling", "no_stock", "one_requirement", "first_alternative")
CASES_FOR_DEFECTS = 60
MOST_ITEMS = 45         # the twin works every event out twice, node by node
TOLERANCE = 1e-11
NEAR = 1e-9             # so near to a threshold the last bit may decide
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


class Failure(Exception):
    pass


# --- random cases ----------------------------------------------------------------------------


class Generator(random_case.Generator):
    """A random case with all that scarcity is judged by. Avoids what no text settles: measures of
    which it is not known whether they are in force, listings and bans on end use for everybody, a
    recycling rate of one, a stock both in pieces and in days, two rows of sustainment of an item."""
    def __init__(self, seed):
        rng = random.Random("size %d" % seed)
        super().__init__(seed, int(3 * math.exp(rng.random() * math.log(MOST_ITEMS / 3))))
        self.p_mass = max(self.p_mass, 0.9)
        self.note = {"evidence": "D", "source": "assumption: random"}
        self.draw_question()

    def draw_question(self):
        rng = self.rng
        self.reach = rng.choice((0.01, 0.01, 0.0, 1.0, round(rng.random(), 3)))
        self.need = rng.choice((None, None, "newbuild", "sustainment", "modernisation"))
        self.life = rng.choice((30.0, 30.0, round(rng.uniform(1.0, 60.0), 2)))
        self.period = rng.choice(PERIODS)
        self.scope = rng.choice(("global", "global", "global", "eu"))

    def list_of_shares(self, material, stage, scope, period, basis, note):
        rows = super().list_of_shares(material, stage, scope, period, basis, note)
        if self.chance(0.2):
            for row in rows:
                row["of_group"] = "salts"
        return rows

    def make_item(self, kind):
        item = super().make_item(kind)
        if kind == "material" and self.chance(0.7):
            item["unit"] = "kg"
        return item

    def buyers(self, nearby):
        return super().buyers(nearby)

    def make_reference(self):
        tables = super().make_reference()
        for name in REFERENCE_MORE:
            tables.setdefault(name, [])
        for row in tables["materials"]:
            row["eol_rir"] = self.rng.choice(("", "0", self.text(round(self.rng.uniform(0, 0.7),
                                                                       2))))
        for row in tables["countries"]:
            row["groups"] = self.rng.choice(("", "", "EU27", "NATO", "EU27;NATO", "OECD"))
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
            if share < 0.5 and not self.chance(0.1) or not self.chance(0.6):
                continue
            measure = rng.choice(("ban", "licence", "licence", "licence_practice", "end_use_ban",
                                  "entity_listing", "quota", "tax", "technology_ban"))
            targets = ["ALL", "EU27", "NATO", "JPN", "USA;DEU", rng.choice(self.countries)]
            if measure in ("end_use_ban", "entity_listing"):
                targets.remove("ALL")
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
            for form in rng.sample(first_in_line.FORMS, rng.randrange(0, 4)):
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

        def save():
            for name, tables, columns, needed in (
                    ("reference", self.reference, more, more),
                    ("case", self.case, case_more, required)):
                random_case.write_package(os.path.join(folder, name), "random-%d" % self.seed,
                                          self.rng, tables, columns, needed)

        save()
        self.size_markets()
        save()

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


# --- one random case -------------------------------------------------------------------------


class Trial:
    def __init__(self, work, seed, program):
        self.seed, self.program = seed, program
        self.folder = os.path.join(work, "case-%d" % seed)
        self.generator = Generator(seed)
        self.generator.write(self.folder)
        self.target = self.generator.order[0]
        self.buyer, self.words = self.generator.question()
        self.seen = collections.Counter()

    def twin(self, folder=None, buyer=None, defect=None):
        g = self.generator
        return first_in_line.of_folder(folder or self.folder, self.target, buyer or self.buyer,
                                       period=g.period, scope=g.scope, defect=defect)

    def result(self, folder=None, words=None):
        folder = folder or self.folder
        command = [self.program, "assess", os.path.join(folder, "case"), "--target", self.target,
                   "--scope", self.generator.scope, "--json", "--draws", "0"]
        done = subprocess.run(command + (words or self.words),
                              env=dict(os.environ, KETEN_DATA=folder), capture_output=True,
                              timeout=120, check=False)
        if done.returncode != 0:
            raise Failure("exit status %d: %s" % (done.returncode,
                                                  done.stderr.decode("utf-8", "replace")[:2000]))
        return json.loads(done.stdout)["result"]

    # --- properties --------------------------------------------------------------------------

    def twin_losses(self, folder, buyer):
        twin = self.twin(folder, buyer)
        return {(by, event): twin.losses(by, event)
                for by in ("country", "flow") for event in twin.events(by)}

    def program_losses(self, folder, buyer):
        words = ["--reach", repr(buyer.reach), "--life", repr(buyer.life), "--date", DAY,
                 "--period", self.generator.period,
                 "--hostile", ",".join(buyer.hostile) or "none"]
        words += ["--need", buyer.need] if buyer.need else []
        lists = self.result(folder, words)["dependence"]
        return {(by, row["id"]): (row["dependence"], row["dependence_first"])
                for by, rows in lists.items() for row in rows}

    def check_properties(self, losses):
        """What must always hold, of whoever works the losses out: (folder, buyer) → both."""
        nobody = self.buyer.but(hostile=[])
        made = []

        def copy(package, table, edit, of=None):
            made.append("%s-%d" % (self.folder, len(made)))
            return change(of or self.folder, made[-1], package, table, edit)

        base = losses(self.folder, nobody)
        for event, (lost, first) in base.items():
            if first > lost + TOLERANCE:
                raise Failure("%s/%s: first in line loses %r of %r" % (*event, first, lost))
        bare = copy("case", "stocks", lambda rows: [])
        without = losses(bare, nobody)
        self.rises("without stocks", base, without)
        least = losses(bare, nobody.but(reach=0.0))
        self.rises("at no reach", without, least)
        # of what nobody needs all can be had: what stands by is served
        if all(facts["need"] != 0.0 for facts in self.twin(bare).market.values()):
            self.seen["equal at no reach"] += 1
            for event, (lost, first) in least.items():
                if abs(first - lost) > TOLERANCE:
                    raise Failure("%s/%s: at no reach %r of %r" % (*event, first, lost))
        reach = min(1.0, self.buyer.reach * 3.0 + 0.001)
        self.rises("with reach", losses(self.folder, nobody.but(reach=reach)), base)
        self.rises("with output", losses(copy("reference", "world_output", more_output), nobody),
                   base)
        self.rises("with stock", losses(copy("case", "stocks", more_stock), nobody), base)
        more = copy("case", "demand", more_demand, bare)
        self.rises("with need", without, losses(more, nobody.but(life=self.buyer.life / 2.0)))
        countries = list(self.generator.countries)
        random.Random("hostile %d" % self.seed).shuffle(countries)
        before = base
        for n in sorted({1, len(countries) // 2, len(countries)}):
            after = losses(self.folder, self.buyer.but(hostile=countries[:n]))
            self.rises("with %d called hostile" % n, before, after)
            before = after
        for folder in made:
            shutil.rmtree(folder)

    def rises(self, why, less, more):
        for event, (lost, first) in less.items():
            if first > more[event][1] + TOLERANCE:
                raise Failure("%s/%s %s: %r and %r" % (*event, why, first, more[event][1]))
            if abs(lost - more[event][0]) > TOLERANCE:
                raise Failure("%s/%s %s: in proportion %r and %r" % (*event, why, lost,
                                                                     more[event][0]))
            self.seen[why] += first < more[event][1] - TOLERANCE

    # --- figures -----------------------------------------------------------------------------

    def check_figures(self, defect=None):
        twin, result = self.twin(defect=defect), self.given()
        for name, asked in (("period", self.generator.period), ("need", twin.buyer.need),
                            ("life", twin.buyer.life), ("reach", twin.buyer.reach),
                            ("hostile", twin.buyer.hostile)):
            if result[name] != asked:
                raise Failure("%s: expected %r, found %r" % (name, asked, result[name]))
        self.check_dependence(twin, result["dependence"])
        self.check_risks(twin, result["risks"])

    def given(self):
        if not hasattr(self, "kept"):
            self.kept = self.result()
        return self.kept

    def check_dependence(self, twin, found):
        for by, events in twin.dependence().items():
            rows = {row["id"]: row for row in found[by]}
            if set(rows) != set(events):
                raise Failure("dependence.%s: events %r, expected %r" % (by, sorted(rows),
                                                                         sorted(events)))
            for event, (lost, first) in events.items():
                place = "dependence.%s[%s]" % (by, event)
                same(place + ".dependence", lost, rows[event]["dependence"])
                same(place + ".dependence_first", first, rows[event]["dependence_first"])

    def check_risks(self, twin, risks):
        flows = twin.flows()
        worst = twin.worst_mechanisms(flows)
        if sorted(row["material"] for row in risks) != sorted(worst):
            raise Failure("risks: materials %r, expected %r" % (
                sorted(row["material"] for row in risks), sorted(worst)))
        for row in risks:
            self.check_risk(row, flows[row["flow"]], worst[row["material"]], twin, flows)

    def check_risk(self, row, want, worst, twin, flows):
        place = "risks[%s]" % row["flow"]
        for name in ("material", "stage", "country"):
            same(place + "." + name, want[name], row[name])
        for name in ("share", "dependence", "dependence_first", "dependence_as_built"):
            same(place + "." + name, want[name], row[name])
        for name in ("need_kg", "need_kg_per_year", "cost_eur", "cost_eur_x5"):
            same(place + "." + name, want[name], row[name], 0.0, TOLERANCE)
        if row.get("firmness") is not None:
            raise Failure("%s.firmness: %r without draws" % (place, row["firmness"]))
        self.check_seen(place, row, want, twin)
        self.check_worst(place, row, worst, twin, flows)
        self.check_verdict(place, row, want)

    def check_seen(self, place, row, want, twin):
        """Of the markets that are equally bad, one must give all that the row says."""
        failures = []
        for seen in want["seen"]:
            try:
                self.check_market(place, row, want, seen, twin)
                self.seen[seen["mechanism"]] += 1
                self.seen["thin"] += seen["thin"]
                self.seen["named"] += seen["named"]
                return
            except Failure as failure:
                failures.append(failure)
        raise failures[0]

    def check_market(self, place, row, want, seen, twin):
        world = seen["world_kg"]
        if not (seen["named"] and row["world_kg"] is None):
            same(place + ".world_kg", world, row["world_kg"], 0.0, TOLERANCE)
        same(place + ".accessible_kg", seen["accessible_kg"], row["accessible_kg"],
             TOLERANCE * (world or 0.0), TOLERANCE)
        same(place + ".period", seen["period"], row["period"])
        # what is left by rounding alone is divided by in need_share
        if seen["accessible_kg"] is None or seen["accessible_kg"] > NEAR * (world or 0.0):
            same(place + ".need_share", seen["need_share"], row["need_share"], 0.0, 1e-8)
        if want["unsure"] or self.near(want, seen):
            return
        same(place + ".mechanism", seen["mechanism"], row["mechanism"])
        same(place + ".thin", seen["thin"], row["thin"])

    @staticmethod
    def near(want, seen):
        """So near to a threshold that the last bit decides."""
        share, need = want["share"], seen["need_share"]
        return (share is not None and abs(share - first_in_line.DOMINATES) < NEAR) \
            or (need is not None and abs(need - first_in_line.THIN) < NEAR) \
            or 0.0 < 1.0 - seen["available"] < NEAR

    def check_worst(self, place, row, worst, twin, flows):
        if row["mechanism"] == worst:
            return
        if any(flow["unsure"] or any(self.near(flow, seen) or len(flow["seen"]) > 1
                                     for seen in flow["seen"])
               for flow in flows.values() if flow["material"] == row["material"]):
            return
        raise Failure("%s.mechanism: %s, the worst flow has %s" % (place, row["mechanism"], worst))

    def check_verdict(self, place, row, want):
        """The conditions are checked as far as tonnes decide; the verdict follows from them."""
        denied = row["mechanism"] == "denied"
        loss = want["dependence_as_built" if denied or row["mechanism"] == "unknown"
                    else "first_as_built"]
        share = want["share"]
        if share is None:
            same(place + ".concentrated", "unknown", row["concentrated"])
        elif abs(share - first_in_line.DOMINATES) > NEAR:
            same(place + ".concentrated", yes(share >= first_in_line.DOMINATES),
                 row["concentrated"])
        if want["bloc"] == "ally":
            same(place + ".unreliable", "no", row["unreliable"])
        elif row["export_restriction_on_record"]:
            same(place + ".unreliable", "yes", row["unreliable"])
        if abs(loss - first_in_line.IMPACT) > NEAR and not 0.0 < loss < NEAR:
            hurts = loss >= first_in_line.IMPACT or (loss > 0.0 and row["function_critical"])
            if hurts != (row["impact"] == "yes"):
                raise Failure("%s.impact: %s, %s loses %r" % (place, row["impact"],
                                                              row["mechanism"], loss))
        same(place + ".risky", verdict(row, want["bloc"]), row["risky"])
        self.seen["risky " + row["risky"]] += 1

    def shows(self, defect):
        try:
            self.check_figures(defect)
        except Failure:
            return True
        return False


def yes(condition):
    return "yes" if condition else "no"


def verdict(row, bloc):
    """From the mechanism and the four printed conditions."""
    if row["mechanism"] == "price":
        return "no"
    if row["mechanism"] == "unknown":
        return "unknown"
    others = [row[name] for name in ("concentrated", "no_substitute", "impact")]
    if set(others) == {"yes"} and bloc == "ally":
        return "allied"
    answers = others + [row["unreliable"]]
    if "no" in answers:
        return "no"
    return "unknown" if "unknown" in answers else "yes"


def same(place, expected, found, absolute=TOLERANCE, relative=0.0):
    number = (int, float)
    if isinstance(expected, number) and isinstance(found, number) \
            and not isinstance(expected, bool) and not isinstance(found, bool):
        if abs(expected - found) <= max(absolute, relative * max(abs(expected), abs(found))):
            return
    elif expected == found:
        return
    raise Failure("%s: expected %r, found %r" % (place, expected, found))


# --- by hand ---------------------------------------------------------------------------------

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
    first("half of it called hostile", 0.96, one.but(hostile=["DEU"]))
    first("proportional where that is more", 0.9, one.but(reach=0.001))
    # every maker is down to 0.4: 0.4 * 0.96 t, 1 % of it is 3.84 of 3
    first("ore", 0.0, event="CHN/gallium/extraction")
    first("ore, China called hostile: 0.4 * 0.06 t, 1 %", 1 - 0.24 / 3, one.but(hostile=["CHN"]),
          event="CHN/gallium/extraction")
    first("a mill is what it is", 1.0, event="DEU/steel/processing")
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
    refused = ("export_restrictions", "", "gallium,CHN,NATO,end_use_ban,2024-12-03,,military_use\n")
    long_ago = ("export_restrictions", "", "gallium,CHN,NATO,end_use_ban,2019-12-03,,military_use\n")
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


# --- all of it -------------------------------------------------------------------------------


def check(trial, with_program):
    trial.check_properties(trial.twin_losses)
    if with_program:
        trial.check_figures()
        trial.check_properties(trial.program_losses)
    else:
        for flow in trial.twin().flows().values():
            trial.seen.update(seen["mechanism"] for seen in flow["seen"])
            trial.seen["thin"] += sum(seen["thin"] for seen in flow["seen"])


def main():
    sys.setrecursionlimit(100000)
    parser = argparse.ArgumentParser(description="compare keten assess with the twin of scarcity")
    parser.add_argument("--cases", type=int)
    parser.add_argument("--long", action="store_true", help="1000 cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", default=os.path.join(oracle.ROOT, "build", "keten"))
    parser.add_argument("--only", choices=("twin",))
    options = parser.parse_args()
    n = options.cases if options.cases is not None else 1000 if options.long else 10
    program = os.path.abspath(options.program)
    if not options.only and not os.access(program, os.X_OK):
        print("no program at " + program)
        print("not ok")
        return 1
    work = tempfile.mkdtemp(prefix="keten-first-")
    if not check_hand(work):
        print("not ok")
        return 1
    uncaught, seen = list(DEFECTS), collections.Counter()
    for i in range(n):
        trial = Trial(work, options.seed + i, program)
        try:
            check(trial, not options.only)
            if not options.only and i < CASES_FOR_DEFECTS:
                uncaught = [defect for defect in uncaught if not trial.shows(defect)]
        except (Failure, KeyError, ValueError, subprocess.TimeoutExpired) as failure:
            print("seed %d: %s%s" % (trial.seed, "no key " if isinstance(failure, KeyError)
                                     else "", failure))
            print("kept: %s  (KETEN_DATA=%s %s assess %s/case --target %s --scope %s --draws 0 "
                  "--json %s)" % (trial.folder, trial.folder, program, trial.folder, trial.target,
                                  trial.generator.scope, " ".join(trial.words)))
            print("not ok")
            return 1
        seen += trial.seen
        shutil.rmtree(trial.folder)
        if sys.stderr.isatty() and i % 50 == 49:
            print("%d cases" % (i + 1), file=sys.stderr)
    shutil.rmtree(work)
    print("seen: " + ", ".join("%s %d" % pair for pair in sorted(seen.items())))
    if uncaught and not options.only and n >= CASES_FOR_DEFECTS:
        print("planted mistakes that nobody noticed: " + ", ".join(uncaught))
        print("not ok")
        return 1
    print("ok %d cases" % n)
    return 0


if __name__ == "__main__":
    sys.exit(main())
