#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Compares `keten chokepoints` with brute force on small random cases.

    chokepoint_compare.py [--cases N] [--seed S] [--program FILE]

Case number i has seed S + i. Class, target, least share, order and exclusions are random; events
are excluded until at most MOST_EVENTS are left, so that every set of them can be tried on the
oracle's network (oracle.py). Tested:
  - count, orders and cut sets, with alternatives, min_share of rows, --min-share and --exclude;
  - `unknown_fails`, the four thresholds and `sensitive`;
  - probability: the sum over all states of the world, and inclusion-exclusion over the cut sets
    where these are few; null and the right number where a rate is missing; of each set;
  - the same rows in another order give the same bytes of `result` (every fourth case);
  - --format open-psa: the document, parsed and evaluated, fails for the same sets;
  - the comparison notices planted mistakes, and meets what the program takes out of a structure
    beforehand: single events beside larger sets, at shares above 0 (from 60 cases on).
Stops at the first difference and keeps the case. The last line is `ok N cases` or `not ok`.
"""

import argparse
import csv
import itertools
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import compare
import oracle
import random_case

MOST_EVENTS = 8
MOST_ITEMS = 26
SHARES = (0.0, 0.1, 0.25, 0.5)
DEFECTS = ("no_buyers", "no_chain", "no_min_share", "no_open_ends", "rare_events", "or_for_and")
SHUFFLE_EVERY = 4
CASES_FOR_DEFECTS = 60
TOLERANCE = 1e-12
Failure = compare.Failure


def subsets(events):
    for size in range(len(events) + 1):
        yield from itertools.combinations(events, size)


def minimal(events, fails):
    found = []
    for candidate in subsets(events):
        if not any(set(cut) <= set(candidate) for cut in found) and fails(candidate):
            found.append(candidate)
    return found


def orders_of(cuts, most=None):
    sizes = [len(cut) for cut in cuts if most is None or len(cut) <= most]
    return {str(size): str(sizes.count(size)) for size in sorted(set(sizes))}


# --- probability -----------------------------------------------------------------------------


def rates_of(folder, by):
    """{event: failure_per_year}, by the rules of the design: the largest of the supply rows of a
    site, of an organisation and its sites; of the reference for countries and flows."""
    found = {}
    if by in ("site", "organisation"):
        tables = oracle.read_package(os.path.join(folder, "case"))
        owner = {row["id"]: row["organisation"] for row in tables["sites"]}
        for row in tables["supply"]:
            rate, supplier = row.get("failure_per_year"), row["supplier"]
            event = owner.get(supplier, supplier) if by == "organisation" else supplier
            if rate:
                found[event] = max(float(rate), found.get(event, 0.0))
    elif by in ("country", "flow"):
        for row in oracle.read_package(os.path.join(folder, "reference"))["hazards"]:
            if row["event_type"] == by:
                found[row["target"]] = float(row["failure_per_year"])
    return found


def by_states(events, probability, fails):
    """P(target fails): the sum over every state of the world."""
    terms = []
    for state in subsets(events):
        if fails(state):
            terms.append(math.prod(probability[e] if e in state else 1.0 - probability[e]
                                   for e in events))
    return math.fsum(terms)


def by_inclusion_exclusion(cuts, probability):
    terms = []
    for size in range(1, len(cuts) + 1):
        for some in itertools.combinations(cuts, size):
            union = set().union(*some)
            terms.append((-1) ** (size + 1) * math.prod(probability[e] for e in union))
    return math.fsum(terms)


# --- Open-PSA --------------------------------------------------------------------------------


class FaultTree:
    """A document in the Open-PSA format, evaluated gate by gate."""
    def __init__(self, text, defect=None):
        root = xml.fromstring(text)
        if root.tag != "opsa-mef":
            raise Failure("open-psa: root " + root.tag)
        self.defect = defect
        self.gates, self.label, self.value = {}, {}, {}
        for gate in root.iter("define-gate"):
            formula = [part for part in gate if part.tag != "label"]
            if gate.get("name") in self.gates or len(formula) != 1:
                raise Failure("open-psa: gate " + gate.get("name"))
            self.gates[gate.get("name")] = formula[0]
        for event in root.iter("define-basic-event"):
            self.label[event.get("name")] = event.find("label").text
            number = event.find("float")
            self.value[event.find("label").text] = \
                None if number is None else float(number.get("value"))

    def fails(self, events):
        memo = {}

        def gate(name):
            if name not in memo:
                memo[name] = formula(self.gates[name])
            return memo[name]

        def formula(part):
            if part.tag == "gate":
                return gate(part.get("name"))
            if part.tag == "basic-event":
                return self.label[part.get("name")] in events
            if part.tag == "constant":
                return part.get("value") == "true"
            parts = [formula(one) for one in part]
            if len(parts) < 2:
                raise Failure("open-psa: <%s> over %d" % (part.tag, len(parts)))
            if part.tag == "or" or (part.tag == "and" and self.defect == "or_for_and"):
                return any(parts)
            if part.tag == "and":
                return all(parts)
            if part.tag == "atleast":
                return sum(parts) >= int(part.get("min"))
            raise Failure("open-psa: <%s>" % part.tag)

        return gate("top")


# --- cases -----------------------------------------------------------------------------------


def fill_rates(folder, rng):
    """Rates of failure for everything that may have one; in half of the cases some are missing."""
    known = rng.choice((1.0, 0.7))
    path = os.path.join(folder, "case", "supply.csv")
    rows, columns = read(path)
    for row in rows:
        row["failure_per_year"] = "%.3g" % rng.uniform(0.0, 1.5) if rng.random() < known else ""
    write(path, columns, rows, "failure_per_year")
    reference = os.path.join(folder, "reference")
    shares, _ = read(os.path.join(reference, "material_supply.csv"))
    countries, _ = read(os.path.join(reference, "countries.csv"))
    targets = {("country", row["iso3"]) for row in countries}
    for row in shares:
        targets.update(("flow", "%s/%s/%s" % (country["iso3"], row["material"], stage))
                       for country in countries for stage in ("extraction", "processing"))
    hazards = [{"event_type": kind, "target": target, "evidence": "D", "source": "assumption: x",
                "failure_per_year": "%.3g" % rng.uniform(0.0, 1.5)}
               for kind, target in sorted(targets) if rng.random() < known]
    rng.shuffle(hazards)
    write(os.path.join(reference, "hazards.csv"),
          ["event_type", "target", "failure_per_year", "evidence", "source"], hazards)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader), list(reader.fieldnames)


def write(path, columns, rows, extra=None):
    if extra and extra not in columns:
        columns = columns + [extra]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


class Trial:
    """One random case, what was asked, and what the program made of it."""
    def __init__(self, work, seed, program):
        self.seed, self.program = seed, program
        self.folder = os.path.join(work, "case-%d" % seed)
        rng = random.Random("chokepoints %d" % seed)
        generator = random_case.Generator(seed, rng.randrange(3, MOST_ITEMS))
        generator.p_essential = rng.choice((1.0, 1.0, 0.8))
        generator.p_group = rng.choice((0.0, 0.5, 0.9))
        generator.p_supply = rng.choice((1.0, 0.9, 0.6))
        generator.write(self.folder)
        fill_rates(self.folder, rng)
        self.scope = rng.choice(("global", "eu"))
        self.target = rng.choice([generator.order[0]] * 3 + generator.order)
        self.by = self.choose_class(rng)
        self.min_share = rng.choice((0.0,) + SHARES + (round(rng.random(), 3), 1.0))
        self.order = rng.choice((1, 2, 2, 3, MOST_EVENTS))
        events = self.events_of(self.network())
        spared = rng.sample(events, min(len(events), rng.randrange(MOST_EVENTS - 2,
                                                                   MOST_EVENTS + 1)))
        self.excluded = [event for event in events if event not in spared]
        self.events = [event for event in events if event in spared]
        self.text = self.run(self.folder, "--json", "--probability")
        self.open_psa = self.run(self.folder, "--format", "open-psa")

    def network(self, defect=None):
        network = oracle.Network(os.path.join(self.folder, "case"),
                                 os.path.join(self.folder, "reference"), self.scope, defect)
        if defect == "no_min_share":
            for node in network.nodes.values():
                for requirement in node.requirements:
                    for alternative in requirement.alternatives:
                        alternative.min_share = None
        return network

    def events_of(self, network):
        nodes = network.reach(network.items[self.target])
        return sorted({node.events[self.by] for node in nodes} - {None}, key=oracle.utf8)

    def command(self, folder, *more):
        command = [self.program, "chokepoints", os.path.join(folder, "case"), "--target",
                   self.target, "--by", self.by, "--scope", self.scope, "--period",
                   "2016-2020", "--order",
                   str(self.order), "--min-share", repr(self.min_share), *more]
        return command + (["--exclude", ",".join(self.excluded)] if self.excluded else [])

    def run(self, folder, *more):
        done = subprocess.run(self.command(folder, *more), capture_output=True, timeout=120,
                              env=dict(os.environ, KETEN_DATA=folder), check=False)
        if done.returncode != 0:
            raise Failure("exit status %d: %s" % (done.returncode, done.stderr.decode()[:2000]))
        return done.stdout.decode("utf-8")

    def choose_class(self, rng):
        """Mostly one with several events: a case without any says little."""
        network, classes = self.network(), list(oracle.CLASSES) + ["country", "flow"]
        rng.shuffle(classes)
        for self.by in classes:
            if len(self.events_of(network)) >= 3 or rng.random() < 0.05:
                break
        return self.by

    # --- expectations ------------------------------------------------------------------------

    def compare(self, defect=None):
        network = self.network(defect)
        result = json.loads(self.text)["result"]
        cuts = {}

        def fails(events, share=self.min_share, open_ends=False):
            return network.fails(self.target, self.by, events, share, open_ends)

        for share in set(SHARES) | {self.min_share}:
            cuts[share] = minimal(self.events, lambda e, s=share: fails(e, s))
        self.mixed = any(share > 0.0 and {1, 2} <= {min(len(cut), 2) for cut in cuts[share]}
                         for share in cuts)
        upper = minimal(self.events,
                        lambda e: fails(e, open_ends=defect != "no_open_ends"))
        self.compare_counts(result, cuts[self.min_share], "")
        self.compare_counts(result["unknown_fails"], upper, "unknown_fails.")
        for row, share in zip(result["thresholds"], SHARES):
            compare.same("thresholds", share, row["min_share"], 0)
            self.compare_counts(row, cuts[share], "thresholds[%g]." % share)
        self.compare_sets(result, cuts)
        compare.same("complete_to_order", None, result["complete_to_order"])
        self.compare_probability(result, cuts[self.min_share], fails, defect)
        self.compare_open_psa(fails, defect)

    def compare_counts(self, found, cuts, place):
        if found["complete"]:
            compare.same(place + "count", str(len(cuts)), found["count"])
            compare.same(place + "orders", orders_of(cuts), found["orders"])
            compare.same(place + "explored", None, found["explored"])
            return
        if place in ("", "unknown_fails."):
            raise Failure("%scomplete: false for a small case" % place)
        compare.same(place + "count", None, found["count"])
        compare.same(place + "orders", None, found["orders"])
        most = found["explored"]["up_to"]
        compare.same(place + "explored.up_to", self.order, most)
        compare.same(place + "explored.orders", orders_of(cuts, most),
                     found["explored"]["orders"])

    def compare_sets(self, result, cuts):
        expected = [list(cut) for cut in cuts[self.min_share] if len(cut) <= self.order]
        compare.same("cut_sets", expected, [row["events"] for row in result["cut_sets"]])
        for row in result["cut_sets"]:
            robust = all(tuple(row["events"]) in cuts[share] for share in SHARES)
            compare.same("sensitive %r" % row["events"], not robust, row["sensitive"])
            for event, chain in zip(row["events"], row.get("chains", [])):
                if chain[-1:] != [self.target]:
                    raise Failure("chain of %s does not end at the target: %r" % (event, chain))

    def compare_probability(self, result, cuts, fails, defect):
        rate = rates_of(self.folder, self.by)
        probability = {event: -math.expm1(-rate[event]) for event in rate}
        needed = set().union(*cuts) if cuts else set()
        missing = {event for event in needed if event not in probability}
        compare.same("probability_missing", len(missing), result["probability_missing"])
        for row in result["cut_sets"]:
            known = all(event in probability for event in row["events"])
            product = math.prod(probability[e] for e in row["events"]) if known else None
            compare.same("probability of %r" % row["events"], product, row["probability"],
                         TOLERANCE)
        if missing:
            compare.same("probability", None, result["probability"])
            return
        whole = by_states(sorted(needed), probability, fails)
        if defect == "rare_events":
            whole = math.fsum(math.prod(probability[e] for e in cut) for cut in cuts)
        compare.same("probability", whole, result["probability"], TOLERANCE)
        if len(cuts) <= 10 and defect is None:
            compare.same("inclusion-exclusion", by_inclusion_exclusion(cuts, probability),
                         result["probability"], TOLERANCE)

    def compare_open_psa(self, fails, defect):
        tree = FaultTree(self.open_psa, defect)
        rate = rates_of(self.folder, self.by)
        for event, value in tree.value.items():
            if event not in self.events:
                raise Failure("open-psa: %s was excluded" % event)
            expected = -math.expm1(-rate[event]) if event in rate else None
            compare.same("open-psa: probability of " + event, expected, value, 1e-15)
        for state in subsets(self.events):
            if tree.fails(state) != fails(state):
                raise Failure("open-psa: for %r the tree says %r" % (state, tree.fails(state)))

    def check_shuffle(self):
        other = self.folder + "-shuffled"
        rng = random.Random("shuffle %d" % self.seed)
        for part in ("case", "reference"):
            random_case.shuffle_package(os.path.join(self.folder, part),
                                        os.path.join(other, part), rng)
        mine = compare.bytes_of_result(self.text)
        theirs = compare.bytes_of_result(self.run(other, "--json", "--probability"))
        if mine != theirs:
            raise Failure("rows in another order change result (see %s)" % other)
        shutil.rmtree(other)

    def shows(self, defect):
        try:
            self.compare(defect)
        except Failure:
            return True
        return False


def main():
    sys.setrecursionlimit(100000)
    parser = argparse.ArgumentParser(description="compare keten chokepoints with brute force")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", default=os.path.join(oracle.ROOT, "build", "keten"))
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    work = tempfile.mkdtemp(prefix="keten-chokepoints-")
    uncaught = list(DEFECTS)
    sizes = {}
    mixed = 0
    for i in range(options.cases):
        trial = None
        try:
            trial = Trial(work, options.seed + i, program)
            trial.compare()
            if i % SHUFFLE_EVERY == 0:
                trial.check_shuffle()
        except (Failure, ValueError, KeyError, subprocess.TimeoutExpired) as failure:
            print("seed %d: %s: %s" % (options.seed + i, type(failure).__name__, failure))
            if trial is not None:
                print("kept: KETEN_DATA=%s %s" % (trial.folder, " ".join(
                    trial.command(trial.folder, "--json"))))
            print("not ok")
            return 1
        for size, count in json.loads(trial.text)["result"]["orders"].items():
            sizes[int(size)] = sizes.get(int(size), 0) + int(count)
        mixed += trial.mixed
        if i < CASES_FOR_DEFECTS:
            uncaught = [defect for defect in uncaught if not trial.shows(defect)]
        shutil.rmtree(trial.folder)
        if sys.stderr.isatty() and i % 50 == 49:
            print("%d cases" % (i + 1), file=sys.stderr)
    shutil.rmtree(work)
    print("cut sets: " + ", ".join("%d of %d events" % (sizes[n], n) for n in sorted(sizes)))
    if uncaught and options.cases >= CASES_FOR_DEFECTS:
        print("planted mistakes that nobody noticed: " + ", ".join(uncaught))
        print("not ok")
        return 1
    if mixed == 0 and options.cases >= CASES_FOR_DEFECTS:
        print("no case has single events beside larger sets at a share above 0")
        print("not ok")
        return 1
    print("%d cases with single events beside larger sets at a share above 0" % mixed)
    if not uncaught:
        print("ok planted mistakes are noticed (%s)" % ", ".join(DEFECTS))
    print("ok %d cases" % options.cases)
    return 0


if __name__ == "__main__":
    sys.exit(main())
