#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Compares `keten ask --json` with brute force: every answer is written into the tables of the case
and the slow oracle works the chain out again.

    ask_compare.py [--cases N] [--seed S] [--facts N] [--program FILE]

Case number i has seed S + i. Of each case the open facts are listed here from the tables alone, some
are drawn (those that the program ranks first, and others at random), resolved in every way that
src/analysis/assess/open_fact.h gives, and compared: spread, mean, number of countries and functions, mean spread
over functions, and every verdict that flips. A fact that the program leaves out must have no effect.
The order must be the documented one. Mistakes planted here must be noticed (from 60 cases on). Stops
at the first difference, prints it with the seed and keeps the case. The last line is `ok N cases` or
`not ok`; the exit status is 0 or 1.

How an answer is written into the tables:

  safe       the supplier becomes a new organisation in a country of its own, with the shares of the
             old one and its own sources; what nobody is said to supply gets a row
  fails      the same, and its producer stops with the event; for one event of each fact the new
             organisation is put in that country instead, and must come out the same
              (left out: the unknown source of a material of which the reference knows only the stage
              before, since a supply row would take that requirement away)
  only, none  shares are written out
  met        the child of the BOM row becomes a new item of the same value, which a new organisation in
             a country of its own supplies
  essential  written in every row of the group
  off        the row goes
  allied, third   shares of the reference package
  in_time, too_late   days of stock and switching as the rule of verdicts reads them
"""

import argparse
import csv
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile

import oracle
import random_case

DEFECTS = ("first_alternative", "as_stated_safe", "swapped")
CASES_FOR_DEFECTS = 60
TOLERANCE = 2e-9        # figures are rounded to 1e-9
IMPACT = 0.1            # the default of the rule
NEW = "zz-new"
NOWHERE = "QQQ"
NOT_DELIVERED = ("function", "product_group")
MECHANISMS = (None, "unknown", "shortage", "form", "denied")
ORDER = {"no": 0, "unknown": 1, "yes": 2}


class Failure(Exception):
    pass


def weak(row):
    return (row.get("evidence") or "D") == "D"


def clamp(x):
    return min(1.0, max(0.0, x))


# --- tables ----------------------------------------------------------------------------------


class Tables:
    """A package as lists of rows that can be changed and written."""
    def __init__(self, folder):
        self.folder = folder
        with open(os.path.join(folder, "datapackage.json"), encoding="utf-8") as file:
            self.path = {r["name"]: r["path"] for r in json.load(file)["resources"]}
        self.rows = oracle.read_package(folder)

    def write(self, folder):
        shutil.copytree(self.folder, folder)
        for name, rows in self.rows.items():
            columns = list(dict.fromkeys(key for row in rows for key in row))
            if not columns:
                continue
            with open(os.path.join(folder, self.path[name]), "w", encoding="utf-8",
                      newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)


class World:
    """One version of the chain: the oracle with and without alternatives."""
    def __init__(self, case, reference, scope, target, defect=None):
        self.network = oracle.Network(case, reference, scope, defect)
        self.built = oracle.Network(case, reference, scope, "first_alternative")
        self.target = target

    def stopped(self, network, by, event, also):
        hit = {n for n in network.nodes.values() if n.events[by] == event}
        return hit | {network.nodes[key] for key in also if key in network.nodes}

    def loss(self, by, event, also=(), items=()):
        """D of the target, then of the items."""
        memo, network = {}, self.network
        hit = self.stopped(network, by, event, also)
        return [clamp(1.0 - network.item_capacity(network.items[i], hit, memo))
                for i in (self.target,) + tuple(items)]

    def figures(self, flow, also=()):
        """(D, as built, upper bound) of a flow."""
        out = []
        for network in (self.network, self.built):
            hit = self.stopped(network, "flow", flow, also)
            out.append(clamp(1.0 - network.item_capacity(network.items[self.target], hit, {})))
        hit = self.stopped(self.network, "flow", flow, also)
        hit |= {n for n in self.network.nodes.values() if n.hidden and not n.requirements}
        out.append(clamp(1.0 - self.network.item_capacity(self.network.items[self.target], hit,
                                                          {})))
        return out


# --- facts -----------------------------------------------------------------------------------


class Case:
    def __init__(self, folder, scope, target):
        self.folder, self.scope, self.target = folder, scope, target
        self.case = os.path.join(folder, "case")
        self.reference = os.path.join(folder, "reference")
        self.base = World(self.case, self.reference, scope, target)
        self.nodes = self.base.network.reach(self.base.network.items[target])
        self.items = {n.item for n in self.nodes}
        self.home = self.find_home()
        self.n_edits = 0

    def find_home(self):
        market = self.base.network.market_nodes(self.base.network.items[self.target])
        best, home = 0.0, None
        for node, share in sorted(market, key=lambda m: oracle.utf8(m[0].supplier)):
            if node.country and share > best:
                best, home = share, node.country
        return home

    def is_third(self, country):
        return country is not None and country != self.home

    def events(self):
        countries = sorted({n.country for n in self.nodes} - {None}, key=oracle.utf8)
        losses = {c: self.base.loss("country", c)[0] for c in countries if self.is_third(c)}
        if any(abs(x - IMPACT) < 1e-8 for x in losses.values()):
            raise StopIteration         # the last bit would decide
        return [c for c, x in losses.items() if x >= IMPACT]

    def functions(self):
        return sorted(i.id for i in self.items if i.kind == "function" and i.id != self.target)

    def on_reference(self, item):
        return self.base.network.on_reference_market(item) and bool(self.published(item)[1])

    def published(self, item):
        """(scope that is used, its rows)"""
        scope = "global" if item.implicit else self.scope
        other = "eu" if scope == "global" else "global"
        for one in (scope, other):
            shares = self.base.network.reference.shares.get((item.material, item.stage, one))
            if shares:
                return one, shares
        return scope, {}

    def facts(self):
        """{id: (kind, what it is about)}"""
        found, network = {}, self.base.network
        for node in self.nodes:
            item = node.item
            if node.hidden and item.kind not in NOT_DELIVERED and not self.on_reference(item):
                word = "withheld" if node.supplier == "withheld" else "supplier"
                found["%s/%s" % (word, item.id)] = ("supplier", (item.id, node.supplier))
            rows = [r for group in self.groups({"supply": network.supply}, item.id).values()
                    for r in group if r["supplier"] == node.supplier
                    and dict(network.mix(group))[node.supplier] > 0.0]
            on_market = self.on_reference(item) and (item, node.supplier, True) in {
                (item, n.supplier, s > 0.0) for n, s in network.market_nodes(item)}
            if not node.hidden and not on_market and any(weak(r) for r in rows):
                found["supply/%s/%s" % (item.id, node.supplier)] = (
                    "supply", (item.id, node.supplier))
        reached = {i.id for i in self.items}
        for row in network.bom:
            child = network.items[row["child"]]
            parent = network.items[row["parent"]]
            if row["parent"] in reached and weak(row) and child.kind not in NOT_DELIVERED \
                    and parent.kind != "product_group":
                name = "input/%s/%s" % (row["parent"], row["child"])
                if row.get("alternative_group"):
                    name += "/" + row["alternative_group"]
                found[name] = ("input", row)
        for item in self.items:
            if item.is_material and self.on_reference(item):
                scope, shares = self.published(item)
                if any(self.is_third(c) and s > 0.0 for c, s in shares.items()) \
                        and self.market_answers(item.material, item.stage, scope, shares):
                    found["market/%s/%s/%s" % (item.material, item.stage, scope)] = (
                        "market", (item.material, item.stage, scope, shares))
        return found

    # --- answers -----------------------------------------------------------------------------

    def changed(self, change, defect=None):
        """The world after a change of the tables."""
        case, reference = Tables(self.case), Tables(self.reference)
        change(case.rows, reference.rows)
        self.n_edits += 1
        folder = "%s-edit-%d" % (self.folder, self.n_edits)
        case.write(os.path.join(folder, "case"))
        reference.write(os.path.join(folder, "reference"))
        world = World(os.path.join(folder, "case"), os.path.join(folder, "reference"), self.scope,
                      self.target, defect)
        shutil.rmtree(folder)
        return world

    def groups(self, rows, item):
        """{buyer: rows} of the supply of an item; the market always."""
        out = {"": []}
        for row in rows["supply"]:
            if row["item"] == item:
                out.setdefault(row.get("buyer") or "", []).append(row)
        if not out[""] and self.base.network.on_reference_market(self.base.network.items[item]) \
                and self.on_reference(self.base.network.items[item]):
            del out[""]
        return out

    def replace(self, item, old, country):
        def change(rows, _):
            rows["organisations"].append({"id": NEW, "name": "New", "country": country})
            for buyer, group in self.groups(rows, item).items():
                share = dict(self.base.network.mix(group)).get(old) if group else (
                    1.0 if old == "unknown" else None)
                if share is None:
                    continue
                mine = [row for row in group if row["supplier"] == old]
                for row in mine:
                    row["supplier"] = NEW
                    if old == "unknown" and row.get("share"):
                        row["share"] = repr(share)
                if not mine:
                    rows["supply"].append({"item": item, "supplier": NEW, "buyer": buyer,
                                           "share": repr(share)})
            self.inherit_sources(rows, old)
        return change

    def inherit_sources(self, rows, old):
        site = self.base.network.sites.get(old)
        organisation = site["organisation"] if site else old
        for child in {row["item"] for row in rows["supply"]}:
            for buyer in (old, organisation):
                mine = [r for r in rows["supply"]
                        if r["item"] == child and r.get("buyer") == buyer]
                if mine:
                    rows["supply"] += [dict(r, buyer=NEW) for r in mine]
                    break

    def divide(self, item, supplier, only):
        def change(rows, _):
            for group in self.groups(rows, item).values():
                shares = dict(self.base.network.mix(group))
                mine = shares.get(supplier, 0.0)
                if not 0.0 < mine < 1.0:
                    continue
                for row in group:
                    if only:
                        share = 1.0 if row["supplier"] == supplier else 0.0
                    elif row["supplier"] == supplier:
                        share = 0.0
                    else:
                        share = shares[row["supplier"]] / (1.0 - mine)
                    row["share"] = repr(share)
        return change

    def is_divided(self, item, supplier):
        groups = self.groups({"supply": self.base.network.supply}, item)
        return any(0.0 < dict(self.base.network.mix(g)).get(supplier, 0.0) < 1.0
                   for g in groups.values() if g)

    def input_answers(self, row):
        group = [r for r in self.base.network.bom if r["parent"] == row["parent"]
                 and r.get("alternative_group") and
                 r.get("alternative_group") == row.get("alternative_group")] or [row]
        key = [row.get(c) for c in ("parent", "child", "alternative_group")]

        def same(other):
            return [other.get(c) for c in ("parent", "child", "alternative_group")] == key

        def met(rows, _):
            value = [i.get("value_eur") or "" for i in rows["items"] if i["id"] == row["child"]][0]
            rows["items"].append({"id": NEW, "kind": "component", "name_en": "New",
                                  "value_eur": value})
            rows["organisations"].append({"id": "zz-org", "name": "New", "country": NOWHERE})
            rows["supply"].append({"item": NEW, "supplier": "zz-org"})
            for other in rows["bom"]:
                if same(other):
                    other["child"] = NEW

        def essential(rows, _):
            for other in rows["bom"]:
                if same(other) or (row.get("alternative_group") and
                                   other["parent"] == row["parent"] and
                                   other.get("alternative_group") == row["alternative_group"]):
                    other["essential"] = "yes"

        def off(rows, _):
            rows["bom"] = [other for other in rows["bom"] if not same(other)]

        if group[0]["child"] != row["child"]:
            return {"off": off}
        if (row.get("essential") or "yes") == "no":
            return {"met": met, "essential": essential}
        return {"met": met}

    def market_answers(self, material, stage, scope, shares):
        largest = min((c for c, s in shares.items() if self.is_third(c) and s > 0.0),
                      key=lambda c: (-shares[c], oracle.utf8(c)))
        allied = {c: s for c, s in shares.items() if not self.is_third(c)}

        def give(new):
            def change(_, rows):
                for row in rows["material_supply"]:
                    if (row["material"], row["stage"], row["scope"]) == (material, stage, scope):
                        row["share"] = repr(new.get(row["country"], 0.0))
            return change

        out = {}
        if sum(allied.values()) > 0.0:
            out["allied"] = give({c: s / sum(allied.values()) for c, s in allied.items()})
        total = math.fsum(shares.values())
        stated = (material, stage, scope) in self.base.network.reference.stated
        whole = total if total > (1.0 if stated else 0.97) else 1.0
        if shares[largest] / whole < 1.0:
            out["third"] = give({largest: 1.0})
        return out

    def worlds(self, kind, about, defect=None):
        """{answer: (world, producers that fail with the event)}"""
        if kind in ("supplier", "supply"):
            item, supplier = about
            safe = self.changed(self.replace(item, supplier, NOWHERE), defect)
            out = {"safe": (safe, ()), "fails": (safe, ((item, NEW),))}
            if kind == "supply" and self.is_divided(item, supplier):
                out["only"] = (self.changed(self.divide(item, supplier, True), defect), ())
                out["none"] = (self.changed(self.divide(item, supplier, False), defect), ())
            if defect == "as_stated_safe":
                out["safe"] = (self.base, ())
            return out
        answers = self.input_answers(about) if kind == "input" else self.market_answers(*about)
        return {name: (self.changed(change, defect), ()) for name, change in answers.items()}


# --- verdicts --------------------------------------------------------------------------------


def verdict(risk, figures, days=None):
    """The rule of src/analysis/assess/risk.h, on ground that is unreliable or may be. No tonnes are
    on record here: who is served first gets what all get."""
    if risk["mechanism"] in ("price", "unknown"):
        return {"price": "no", "unknown": "unknown"}[risk["mechanism"]]
    lower, built, upper = figures
    stock, switch = days or (risk["stock_days"], risk["switch_days"])
    if not (lower < IMPACT <= built):
        third = "yes"
    elif stock is None or switch is None:
        third = "unknown"
    else:
        third = "yes" if stock < switch else "no"
    if built >= IMPACT or (built > 1e-12 and risk["function_critical"]):
        fourth = "yes"
    else:
        fourth = "unknown" if upper >= IMPACT else "no"
    return min((risk["concentrated"], risk["unreliable"], third, fourth), key=ORDER.get)


def decided_by_last_bit(figures):
    return any(abs(x - IMPACT) < 1e-8 for x in figures) or 1e-13 < figures[1] < 1e-11


class Brute:
    """What the answers to one fact of a case do."""
    def __init__(self, case, fact, events, risks, defect=None):
        self.case, self.events, self.risks = case, events, risks
        self.kind, self.about = fact
        self.functions = tuple(case.functions())
        self.worlds = case.worlds(self.kind, self.about, defect)
        self.defect = defect

    def spreads(self):
        """{event: [spread of the target, then of its functions]}"""
        out = {}
        base = self.case.base
        for event in self.events:
            columns = [base.loss("country", event, (), self.functions)]
            columns += [world.loss("country", event, also, self.functions)
                        for world, also in self.worlds.values()]
            out[event] = [max(c) - min(c) for c in zip(*columns)]
        return out

    def check_place(self, event):
        """A new supplier that is put in a country must do as one that stops with it."""
        world, also = self.worlds["fails"]
        placed = self.case.changed(self.case.replace(*self.about, event))
        one, two = world.loss("country", event, also)[0], placed.loss("country", event)[0]
        if abs(one - two) > 1e-12:
            raise Failure("a supplier in %s: %r, one that stops with it: %r" % (event, two, one))

    def flips(self):
        """{flow: verdicts that differ from now}; None where rounding decides."""
        out = {}
        for risk in self.risks:
            now = risk["risky"]
            for answer, (world, also) in self.worlds.items():
                if answer in ("safe", "fails") and not self.concerns(risk):
                    continue
                figures = world.figures(risk["flow"], also)
                if decided_by_last_bit(figures):
                    return None
                then = verdict(risk, figures)
                if then != now:
                    out.setdefault(risk["flow"], {})[answer] = then
        return out

    def concerns(self, risk):
        """May a new supplier of this item fail with the flow?"""
        network = self.case.base.network
        item = network.items[self.about[0]]
        if item.is_material and (item.material, item.stage) == (risk["material"], risk["stage"]):
            return True
        node = network.nodes.get((item.id, self.about[1]))
        return self.kind == "supplier" and not node.requirements


# --- comparing -------------------------------------------------------------------------------


def run(program, command, folder, target, scope):
    arguments = [program, command, os.path.join(folder, "case"), "--target", target, "--scope",
                 scope, "--period", "2016-2020", "--json"]
    done = subprocess.run(arguments, env=dict(os.environ, KETEN_DATA=folder), capture_output=True,
                          timeout=120, check=False)
    if done.returncode != 0:
        raise Failure("keten %s: exit status %d: %s" % (
            command, done.returncode, done.stderr.decode("utf-8", "replace")[:2000]))
    return json.loads(done.stdout)["result"]


def key(q):
    return (-MECHANISMS.index(q["mechanism"]), -q["dependence_first"],
            -len(q["flips"]), -q["spread"], -q["spread_mean"], -q["functions"],
            -q["function_spread_mean"], not q["function_critical"], -q["countries"], q["steps"],
            oracle.utf8(q["id"]))


def check_order(questions):
    keys = [key(q) for q in questions]
    for i, (one, two) in enumerate(zip(keys, keys[1:])):
        if one > two:
            raise Failure("question %d (%s) comes before %s" % (
                i + 1, questions[i]["id"], questions[i + 1]["id"]))


def same(name, expected, found):
    if abs(expected - found) > TOLERANCE:
        raise Failure("%s: expected %r, found %r" % (name, expected, found))


def compare(brute, question):
    """One fact; `question` is None where the program left it out."""
    spreads = brute.spreads()
    target = [s[0] for s in spreads.values()]
    functions = [s[1:] for s in spreads.values()]
    touched = sum(1 for column in zip(*functions) if max(column) > 1e-9) if functions else 0
    flips = brute.flips()
    if question is None:
        if max(target, default=0.0) > TOLERANCE or touched or flips:
            raise Failure("left out, but it has an effect: spread %r, functions %d, flips %r" % (
                max(target, default=0.0), touched, flips))
        return
    same("spread", max(target, default=0.0), question["spread"])
    n = max(len(target), 1)
    same("spread_mean", math.fsum(target) / n, question["spread_mean"])
    flat = [x for row in functions for x in row]
    same("function_spread_mean", math.fsum(flat) / max(len(flat), 1),
         question["function_spread_mean"])
    if not any(1e-10 < x < 1e-8 for x in target + flat):
        same("countries", sum(1 for x in target if x > 1e-9), question["countries"])
        same("functions", touched, question["functions"])
    if question["country"] is not None:
        same("spread for " + question["country"], spreads[question["country"]][0],
             question["spread"])
    if flips is not None:
        found = {f["flow"]: {f["answer"]: f["then"]} for f in question["flips"]}
        if set(found) != set(flips) or any(
                flips[flow].get(answer) != then
                for flow, answers in found.items() for answer, then in answers.items()):
            raise Failure("flips: expected %r, found %r" % (flips, found))


def check_times(questions, risks):
    """Stocks and switching: which verdicts hang on them."""
    expected = {}
    for risk in risks:
        figures = (risk["dependence"], risk["dependence_as_built"], risk["dependence_upper"])
        early, late = verdict(risk, figures, (1, 0)), verdict(risk, figures, (0, 1))
        if early == late or not risk["half_product"] or not risk["alternative"]:
            continue
        name = "time/%s/%s" % (risk["half_product"], risk["alternative"])
        expected.setdefault(name, set()).add(risk["flow"])
    found = {q["id"]: {f["flow"] for f in q["flips"]} for q in questions if q["kind"] == "time"}
    if expected != found:
        raise Failure("stocks and switching: expected %r, found %r" % (expected, found))


class Trial:
    def __init__(self, work, seed, program, n_facts):
        self.seed, self.n_facts = seed, n_facts
        self.folder = os.path.join(work, "case-%d" % seed)
        generator = random_case.Generator(seed)
        generator.write(self.folder)
        choose = random.Random("ask %d" % seed)
        self.scope = choose.choice(("global", "eu"))
        self.target = generator.order[0] if seed % 3 else choose.choice(generator.order)
        self.choose = choose
        self.result = run(program, "ask", self.folder, self.target, self.scope)
        risks = run(program, "assess", self.folder, self.target, self.scope)["risks"]
        self.all_risks = risks
        self.risks = [r for r in risks if "no" not in (r["concentrated"], r["unreliable"])
                      and r["mechanism"] not in ("price", "unknown")]
        self.case = Case(self.folder, self.scope, self.target)
        self.events = self.case.events()
        self.facts = self.case.facts()

    def drawn(self):
        ranked = [q["id"] for q in self.result["questions"] if q["id"] in self.facts]
        names = ranked[:1] + self.choose.sample(ranked, min(len(ranked), self.n_facts // 2))
        rest = sorted(set(self.facts) - set(names))
        names += self.choose.sample(rest, min(len(rest), self.n_facts - self.n_facts // 2))
        return [name for name in dict.fromkeys(names) if not self.is_chained(self.facts[name])]

    def is_chained(self, fact):
        """A supply row would cut the stage before off, which no table can say otherwise."""
        kind, about = fact
        network = self.case.base.network
        return kind == "supplier" and network.earlier_stage(network.nodes[about]) is not None

    def check(self):
        questions = self.result["questions"]
        check_order(questions)
        check_times(questions, self.all_risks)
        found = {q["id"]: q for q in questions}
        counts = self.result["counts"]
        strange = [n for n, q in found.items() if q["kind"] != "time" and n not in self.facts]
        n_times = sum(1 for q in questions if q["kind"] == "time")
        if strange or counts["facts"] != len(self.facts) + n_times:
            raise Failure("facts: expected %d, found %d; not expected: %r" % (
                len(self.facts) + n_times, counts["facts"], strange[:5]))
        same("third_countries", len(self.events), counts["third_countries"])
        same("verdicts", len(self.risks), counts["verdicts"])
        done = 0
        for name in self.drawn():
            brute = Brute(self.case, self.facts[name], self.events, self.risks)
            try:
                compare(brute, found.get(name))
                if "fails" in brute.worlds and self.events:
                    brute.check_place(self.choose.choice(self.events))
            except Failure as failure:
                raise Failure("%s: %s" % (name, failure)) from failure
            done += 1
        return done

    def shows(self, defect):
        """Is a planted mistake noticed?"""
        questions = list(self.result["questions"])
        if defect == "swapped":
            questions[:2] = reversed(questions[:2])
            try:
                check_order(questions)
            except Failure:
                return True
            return False
        found = {q["id"]: q for q in questions}
        for name in self.drawn()[:3]:
            try:
                compare(Brute(self.case, self.facts[name], self.events, self.risks, defect),
                        found.get(name))
            except Failure:
                return True
        return False


def main():
    sys.setrecursionlimit(100000)
    parser = argparse.ArgumentParser(description="compare keten ask with brute force")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--facts", type=int, default=8, help="facts of each case")
    parser.add_argument("--program", default=os.path.join(oracle.ROOT, "build", "keten"))
    options = parser.parse_args()

    work = tempfile.mkdtemp(prefix="keten-ask-")
    program = os.path.abspath(options.program)
    uncaught = list(DEFECTS)
    n_facts = n_skipped = 0
    for i in range(options.cases):
        seed = options.seed + i
        trial = None
        try:
            trial = Trial(work, seed, program, options.facts)
            n_facts += trial.check()
        except StopIteration:
            n_skipped += 1
        except (Failure, subprocess.TimeoutExpired) as failure:
            print("seed %d: %s" % (seed, failure))
            print("kept: %s%s" % (os.path.join(work, "case-%d" % seed), "" if trial is None else
                                  " (target %s, scope %s)" % (trial.target, trial.scope)))
            print("not ok")
            return 1
        if trial is not None and i < CASES_FOR_DEFECTS:
            uncaught = [defect for defect in uncaught if not trial.shows(defect)]
        shutil.rmtree(os.path.join(work, "case-%d" % seed))
    shutil.rmtree(work)
    if options.cases >= CASES_FOR_DEFECTS:
        if uncaught:
            print("planted mistakes that nobody noticed: " + ", ".join(uncaught))
            print("not ok")
            return 1
        print("ok planted mistakes are noticed (%s)" % ", ".join(DEFECTS))
    print("%d facts resolved in every way; %d cases left out where the last bit decides" % (
        n_facts, n_skipped))
    print("ok %d cases" % (options.cases - n_skipped))
    return 0


if __name__ == "__main__":
    sys.exit(main())
