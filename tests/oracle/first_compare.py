#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Compares `keten assess --json` with the slow twin of scarcity (first_in_line.py) on random cases.

    first_compare.py [--cases N] [--seed S] [--program FILE] [--long] [--only twin]

Case number i, of first_case.py, has seed S + i. Tested:
  - the twin agrees with cases worked out by hand (first_check.py);
  - the loss in proportion and first in line of every event, and of every row of risks[] its tonnes,
    need, period, cost, mechanism and verdict, are the twin's;
  - with nobody called hostile: first in line loses at most the proportional part, and just that at
    no reach and without stocks; it falls with reach, stock and output and rises with need; it rises
    with every country that is called hostile. All of that in the twin, and in the program;
  - the comparison notices each of a few mistakes planted in the twin (from 60 cases on).
With `--only twin` no program is run. Stops at the first difference, prints it with the seed and
keeps the case. The last line is `ok N cases` or `not ok`; the exit status is 0 or 1.
"""

import argparse
import collections
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

import first_case
import first_check
import first_in_line
import oracle

DEFECTS = ("all_sell", "no_recycling", "no_stock", "one_requirement", "no_cutting",
           "first_alternative")
CASES_FOR_DEFECTS = 60
REMEMBERED = (263, 939)     # seeds that once differed: gone through after any range from 1
TOLERANCE = 1e-11
NEAR = 1e-9             # so near to a threshold the last bit may decide
DRAWS = []              # the words for no draws, of a program that can draw


class Failure(Exception):
    pass


# --- one random case -------------------------------------------------------------------------


class Trial:
    def __init__(self, work, seed, program):
        self.seed, self.program = seed, program
        self.folder = os.path.join(work, "case-%d" % seed)
        self.generator = first_case.Generator(seed)
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
                   "--scope", self.generator.scope, "--json"]
        done = subprocess.run(command + DRAWS + (words or self.words),
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
        words = ["--reach", repr(buyer.reach), "--life", repr(buyer.life), "--date", first_case.DAY,
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
            return first_case.change(of or self.folder, made[-1], package, table, edit)

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
        more = copy("reference", "world_output", first_case.more_output)
        self.rises("with output", losses(more, nobody), base)
        more = copy("case", "stocks", first_case.more_stock)
        self.rises("with stock", losses(more, nobody), base)
        more = copy("case", "demand", first_case.more_demand, bare)
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
    if not options.only:
        told = subprocess.run([program, "assess", "--help"], capture_output=True, check=False)
        DRAWS.extend(["--draws", "0"] if b"--draws" in told.stdout else [])
    work = tempfile.mkdtemp(prefix="keten-first-")
    if first_check.main() != 0:
        print("not ok")
        return 1
    uncaught, seen = list(DEFECTS), collections.Counter()
    seeds = [options.seed + i for i in range(n)]
    if options.seed == 1:
        seeds += [seed for seed in REMEMBERED if seed > n]
    for i, seed in enumerate(seeds):
        trial = Trial(work, seed, program)
        try:
            check(trial, not options.only)
            if not options.only and i < CASES_FOR_DEFECTS:
                uncaught = [defect for defect in uncaught if not trial.shows(defect)]
        except (Failure, KeyError, ValueError, subprocess.TimeoutExpired) as failure:
            print("seed %d: %s%s" % (trial.seed, "no key " if isinstance(failure, KeyError)
                                     else "", failure))
            print("kept: %s  (KETEN_DATA=%s %s assess %s/case --target %s --scope %s --json %s)" % (
                trial.folder, trial.folder, program, trial.folder, trial.target,
                trial.generator.scope, " ".join(DRAWS + trial.words)))
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
    print("ok %d cases" % len(seeds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
