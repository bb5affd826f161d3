#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Holds events of the command line against the same events as rows of scenario_events.

    event_compare.py [--cases N] [--seed S] [--program FILE]

Case number i has seed S + i. Beside each random case stands a copy that has the events in its
tables, as the scenario `what-if`. Tested:
  - `simulate --static`, alone and with drawn years, finds the same to the last bit in both;
  - `stress` finds the same events, tariffs and quotas, and loses what `simulate` says is gone;
  - an event that check refuses in the table is refused on the command line in the same words;
  - an event of another size in the tables is noticed.
Stops at the first difference, prints it with the seed and keeps the case. The last line is
`ok N cases` or `not ok`; the exit status is 0 or 1.
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

ID = "what-if"
KINDS = ("ban", "end_use_ban", "quota", "licence", "tariff", "failure", "demand", "delay")
SHARES = ("ban", "end_use_ban", "quota", "licence", "failure")     # kinds whose size is at most 1
STAGES = ("extraction", "processing", "recycling")


class Failure(Exception):
    pass


def read(folder, table):
    with open(os.path.join(folder, table + ".csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def add_tables(folder, scenarios, events):
    """Writes both tables into a case that has neither."""
    tables = {"scenarios": (("id", "name_en", "name_nl", "probability_per_year"), scenarios),
              "scenario_events": (("scenario", "event_type", "target", "kind", "magnitude",
                                   "start_day", "duration_days"), events)}
    path = os.path.join(folder, "datapackage.json")
    with open(path, encoding="utf-8") as file:
        package = json.load(file)
    for name, (columns, rows) in tables.items():
        package["resources"].append({"name": name, "path": name + ".csv"})
        with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(package, file)


class Names:
    """What the events of a case may be on."""
    def __init__(self, folder):
        case, reference = os.path.join(folder, "case"), os.path.join(folder, "reference")
        items = read(case, "items")
        self.ids = {
            "site": [row["id"] for row in read(case, "sites")],
            "organisation": [row["id"] for row in read(case, "organisations")],
            "country": [row["iso3"] for row in read(reference, "countries")],
            "material": sorted({row["id"] for row in read(reference, "materials")}
                               | {row.get("material") or row["id"] for row in items
                                  if row["kind"] == "material"}),
            "item": [row["id"] for row in items],
        }

    def draw(self, rng):
        """(type, target)"""
        kind = rng.choice(("flow", "flow", "country", "material", "item", "organisation", "site"))
        if kind == "flow":
            return kind, "/".join((rng.choice(self.ids["country"]),
                                   rng.choice(self.ids["material"]), rng.choice(STAGES)))
        if not self.ids[kind]:
            return self.draw(rng)
        return kind, rng.choice(self.ids[kind])

    def needs_type(self, kind, target):
        """Whether the bare id would mean something else, or several things."""
        meant = [k for k in ("country", "site", "organisation", "material")
                 if target in self.ids[k]] or ["item"]
        return kind != "flow" and meant != [kind]


class Trial:
    def __init__(self, work, seed, program):
        self.seed, self.program = seed, program
        self.rng = random.Random("events %d" % seed)
        self.folder = os.path.join(work, "case-%d" % seed)
        generator = random_case.Generator(seed)
        generator.write(self.folder)
        self.target = generator.order[0]
        self.names = Names(self.folder)
        self.draw_events()
        self.own = [self.row(*self.names.draw(self.rng), "failure", "", "own")
                    for _ in range(self.rng.randrange(3))]
        self.bare = os.path.join(self.folder, "case")
        self.whole = os.path.join(self.folder, "whole")
        shutil.copytree(self.bare, self.whole)
        own = [{"id": "own", "name_en": "own", "probability_per_year": "0.3"}]
        add_tables(self.bare, own, self.own)
        add_tables(self.whole, own + [{"id": ID, "name_en": "supposed"}],
                   self.own + [self.row(*event, ID) for event in self.events])

    @staticmethod
    def row(event_type, target, kind, magnitude, scenario):
        return {"scenario": scenario, "event_type": event_type, "target": target, "kind": kind,
                "magnitude": magnitude}

    def size(self, kind):
        size = round(self.rng.random(), 3) if kind in SHARES else round(3 * self.rng.random(), 3)
        return repr(size)

    def draw_events(self):
        """(type, target, kind, magnitude), and the words that say the same."""
        rng = self.rng
        n = rng.randrange(1, 5)
        drawn = [self.names.draw(rng) for _ in range(n)]
        kinds = rng.choice((["failure"] * n, [rng.choice(KINDS)] * n,
                            [rng.choice(KINDS) for _ in range(n)]))
        one = self.size("ban")
        sizes = rng.choice(([""] * n, [one] * n, [self.size(kind) for kind in kinds]))
        self.events = [(*event, kind, size) for event, kind, size in zip(drawn, kinds, sizes)]
        self.words = []
        for kind, target in drawn:
            typed = self.names.needs_type(kind, target) or rng.random() < 0.2
            self.words += ["--event", kind + ":" + target if typed else target]
        more = []
        for option, values, default in (("--kind", kinds, "failure"), ("--magnitude", sizes, "")):
            if set(values) == {default} and (default == "" or rng.random() < 0.5):
                continue
            if len(set(values)) == 1 and rng.random() < 0.8:
                values = values[:1]
            more.append([word for value in values for word in (option, value)])
        rng.shuffle(more)
        for words in more:      # before or behind: the place says nothing
            self.words = words + self.words if rng.random() < 0.3 else self.words + words

    def call(self, *words):
        environment = dict(os.environ, KETEN_DATA=self.folder)
        return subprocess.run([self.program, *words], env=environment, capture_output=True,
                              timeout=120, check=False)

    def run(self, command, case, *words):
        done = self.call(command, case, "--target", self.target, "--json", *words)
        if done.returncode != 0:
            raise Failure("%s %s: exit status %d: %s" % (
                command, " ".join(words), done.returncode,
                done.stderr.decode("utf-8", "replace")[:2000]))
        return json.loads(done.stdout)["result"]

    def check_simulate(self):
        for words in ([], ["--runs", "60", "--spread", "0.1"], ["--scenario", ID]):
            mine = self.run("simulate", self.bare, "--static", *words, *self.words)
            theirs = self.run("simulate", self.whole, "--static", *words)
            told = [row.pop("events") for row in mine["scenarios"] if "events" in row]
            if mine != theirs:
                raise Failure("simulate %s: %r, of the tables %r" % (" ".join(words), mine,
                                                                     theirs))
            found = [(e["event_type"], e["target"], e["kind"]) for each in told for e in each]
            if len(told) != 1 or found != [event[:3] for event in self.events]:
                raise Failure("events are told as %r" % told)
        return mine["scenarios"][0]

    def check_stress(self, supposed):
        mine = self.run("stress", self.bare, *self.words)
        theirs = self.run("stress", self.whole)
        what_if = mine.pop("what_if")
        if mine != theirs:
            raise Failure("stress: %r, of the tables %r" % (mine, theirs))
        left = (1.0 - what_if["loss"], 1.0 - what_if["loss_upper"], what_if["worst_day"])
        if left != (supposed["residual_alone"], supposed["residual_lower"],
                    supposed["worst_day"]):
            raise Failure("stress leaves %r, simulate %r" % (left, supposed))

    def check_refusal(self):
        """One fault in the table and on the command line."""
        rng = self.rng
        kind, target = self.names.draw(rng)
        magnitude = "0.5"
        way = rng.choice(("size", "letter", "letter", "part"))
        if way == "size":
            magnitude = "1.5"
        elif way == "letter" or kind != "flow":
            at = rng.randrange(len(target))
            target = target[:at] + target[at + 1:]
        else:
            target = target[:target.rindex("/")]
        refused = os.path.join(self.folder, "refused")
        shutil.copytree(os.path.join(self.folder, "case"), refused)
        with open(os.path.join(refused, "scenario_events.csv"), "a", encoding="utf-8") as file:
            file.write("own,%s,%s,failure,%s,,\n" % (kind, target, magnitude))
        told = self.call("check", refused).stderr.decode().splitlines()
        shutil.rmtree(refused)
        faults = [line.split(": ", 1)[1] for line in told if line.startswith("scenario_events.csv")]
        faults = [fault for fault in faults if not fault.startswith("target is empty")]
        done = self.call("stress", self.bare, "--target", self.target, "--event",
                         kind + ":" + target, "--magnitude", magnitude)
        words = done.stderr.decode().rstrip("\n").split(": ", 2)
        if (done.returncode != 0) != bool(faults) and target:
            raise Failure("%s:%s of %s: exit status %d, of the table %r" % (
                kind, target, magnitude, done.returncode, faults))
        if faults and words[-1] != faults[0]:
            raise Failure("%s:%s: %r, of the table %r" % (kind, target, words, faults))
        return bool(faults)

    def shows(self):
        """Is an event of another size in the tables noticed?"""
        words = list(self.words)
        if "--magnitude" in words:
            at = words.index("--magnitude") + 1
            words[at] = repr(math.fmod(float(words[at]) + 0.37, 1.0))
        else:
            words += ["--magnitude", "0.5"]
        mine = self.run("simulate", self.bare, "--static", "--scenario", ID, *words)
        theirs = self.run("simulate", self.whole, "--static", "--scenario", ID)
        mine["scenarios"][0].pop("events")
        return mine != theirs


def main():
    sys.setrecursionlimit(100000)
    parser = argparse.ArgumentParser(description="events of the command line and of the tables")
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", default=os.path.join(oracle.ROOT, "build", "keten"))
    options = parser.parse_args()
    program = os.path.abspath(options.program)
    work = tempfile.mkdtemp(prefix="keten-events-")
    n_noticed = n_refused = n_lost = 0
    for i in range(options.cases):
        trial = Trial(work, options.seed + i, program)
        try:
            supposed = trial.check_simulate()
            trial.check_stress(supposed)
            n_lost += supposed["residual_alone"] < 1.0
            n_refused += trial.check_refusal()
            n_noticed += trial.shows()
        except (Failure, ValueError, KeyError, subprocess.TimeoutExpired) as failure:
            print("seed %d: %s" % (trial.seed, failure))
            print("kept: %s  (KETEN_DATA=%s, events %s)" % (trial.folder, trial.folder,
                                                            " ".join(trial.words)))
            print("not ok")
            return 1
        shutil.rmtree(trial.folder)
    shutil.rmtree(work)
    print("%d lose something, %d events are refused, %d other sizes are noticed" % (
        n_lost, n_refused, n_noticed))
    if options.cases >= 20 and not (n_lost and n_refused and n_noticed):
        print("not ok")
        return 1
    print("ok %d cases" % options.cases)
    return 0


if __name__ == "__main__":
    sys.exit(main())
