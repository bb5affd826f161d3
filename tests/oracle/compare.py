#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Compares `keten assess --json` with the oracle, figure by figure, on random cases.

    compare.py [--cases N] [--seed S] [--program FILE] [--only oracle|shuffle]

Case number i has seed S + i, so `--cases 1 --seed X` repeats one. Tested:
  - the oracle agrees with a case worked out by hand (oracle_check.py);
  - every figure equals the oracle's: 1e-12, for kg relative to it, for visibility 1e-9;
  - the same rows in another order give the same bytes of `result` (every fourth case);
  - the comparison notices each of a few mistakes planted in the oracle (from 60 cases on).
Stops at the first difference, prints it with the seed and keeps the case. The last line is
`ok N cases` or `not ok`; the exit status is 0 or 1.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import oracle
import oracle_check
import random_case

DEFECTS = ("first_alternative", "equal_weights", "no_buyers", "no_chain", "no_upper")
SHUFFLE_EVERY = 4       # the second and third run of the program cost more than the oracle
CASES_FOR_DEFECTS = 60  # enough for each planted mistake to matter in at least one
TOLERANCE = 1e-12


class Failure(Exception):
    pass


# --- running the program ---------------------------------------------------------------------


def run(program, folder, target, scope):
    """The text that `keten assess` prints for the case in this folder."""
    command = [program, "assess", os.path.join(folder, "case"), "--target", target,
               "--scope", scope, "--period", "2016-2020", "--json"]
    environment = dict(os.environ, KETEN_DATA=folder)
    done = subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)
    if done.returncode != 0:
        raise Failure("exit status %d: %s" % (done.returncode,
                                              done.stderr.decode("utf-8", "replace")[:2000]))
    return done.stdout.decode("utf-8")


def digits(text):
    return len(re.sub(r"[eE].*|[^0-9]", "", text).strip("0"))


def parse(text):
    """The envelope, with its numbers in shortest round-trip form."""
    def real(token):
        value = float(token)
        if digits(token) > digits(repr(value)) or (value == 0.0 and token.startswith("-")):
            raise Failure("number %s is not in its shortest form" % token)
        return value

    def integer(token):
        if token == "-0":
            raise Failure("number -0")
        return int(token)

    def refuse(token):
        raise Failure("number " + token)

    envelope = json.loads(text, parse_float=real, parse_int=integer, parse_constant=refuse)
    if envelope["command"] != "assess" or not isinstance(envelope["keten"], str):
        raise Failure("envelope: keten %r, command %r" % (envelope["keten"], envelope["command"]))
    if not re.fullmatch("[0-9a-f]{64}", envelope["case"]["sha256"]) or not envelope["case"]["id"]:
        raise Failure("envelope: case %r" % envelope["case"])
    return envelope["result"]


# --- comparing -------------------------------------------------------------------------------


def same(place, expected, found, absolute=TOLERANCE, relative=0.0):
    """Numbers, text or null."""
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        largest = max(abs(expected), abs(found))
        if abs(expected - found) <= max(absolute, relative * largest):
            return
    elif expected == found:
        return
    raise Failure("%s: expected %r, found %r" % (place, expected, found))


def same_rows(place, expected, found, key):
    """Pairs of rows with the same key; the keys must be the same."""
    want = {key(row): row for row in expected}
    have = {key(row): row for row in found}
    if len(have) != len(found):
        raise Failure("%s: the same key twice" % place)
    if set(want) != set(have):
        raise Failure("%s: missing %r, not expected %r" % (
            place, sorted(set(want) - set(have))[:5], sorted(set(have) - set(want))[:5]))
    return [("%s[%s]" % (place, k), want[k], have[k]) for k in want]


def in_order(place, rows, key):
    """Sorted by the program's own figures: ours may differ in the last bit where two are equal."""
    keys = [key(row) for row in rows]
    for one, two in zip(keys, keys[1:]):
        if one > two:
            raise Failure("%s: %r comes before %r" % (place, one, two))


def compare(assessment, result):
    """Raises Failure at the first difference."""
    expected = assessment.result()
    same("target", expected["target"], result["target"])
    for name, count in expected["counts"].items():
        same("counts." + name, count, result["counts"][name], 0)
    compare_visibility(expected["visibility"], result["visibility"])
    for by in oracle.CLASSES:
        compare_dependence(by, expected["dependence"][by], result["dependence"][by], assessment)
    compare_materials(expected["materials"], result["materials"], assessment)
    for grade, share in expected["evidence"].items():
        same("evidence." + grade, share, result["evidence"][grade])


def compare_visibility(expected, found):
    in_order("visibility", found, lambda row: row["tier"])
    for place, want, have in same_rows("visibility", expected, found, lambda row: row["tier"]):
        for name in ("requirements", "known", "withheld", "unknown"):
            same(place + "." + name, want[name], have[name], 1e-9)


def compare_dependence(by, expected, found, assessment):
    place = "dependence." + by
    in_order(place, found, lambda row: (-row["dependence"], oracle.utf8(row["id"])))
    for place, want, have in same_rows(place, expected, found, lambda row: row["id"]):
        for name in ("dependence", "dependence_upper"):
            if not 0.0 <= have[name] <= 1.0:
                raise Failure("%s.%s: %r is not within 0..1" % (place, name, have[name]))
        for name in ("dependence", "dependence_upper", "origin_share_mass", "origin_share_value"):
            same(place + "." + name, want[name], have[name])
        # A loss of about 1e-12 itself counts or not by the last bit: the range of both answers.
        losses = [1.0 - r for r in assessment.item_r[by, want["id"]]]
        least = sum(1 for loss in losses if loss > 2e-12)
        most = sum(1 for loss in losses if loss > 0.5e-12)
        if not least <= have["items_affected"] <= most:
            same(place + ".items_affected", want["items_affected"], have["items_affected"], 0)


def compare_materials(expected, found, assessment):
    in_order("materials", found, lambda row: (-row["dependence"], oracle.utf8(row["id"]),
                                              oracle.utf8(row["stage"])))
    for place, want, have in same_rows("materials", expected, found,
                                       lambda row: (row["id"], row["stage"])):
        same(place + ".dependence", want["dependence"], have["dependence"])
        for name in ("kg", "kg_min", "kg_max"):
            same(place + "." + name, want[name], have[name], 0.0, TOLERANCE)
        same(place + ".top_share", want["top_share"], have["top_share"])
        parts = assessment.country_parts[want["id"], want["stage"]]
        if not (have["top_country"] in parts        # equal but for the last bit: either will do
                and parts[have["top_country"]] >= want["top_share"] - TOLERANCE):
            same(place + ".top_country", want["top_country"], have["top_country"])


# --- cases -----------------------------------------------------------------------------------


class Trial:
    """One random case, its targets and what the program made of it."""
    def __init__(self, work, seed, program):
        self.seed = seed
        self.program = program
        self.folder = os.path.join(work, "case-%d" % seed)
        generator = random_case.Generator(seed)
        generator.write(self.folder)
        choose = random.Random("target %d" % seed)
        self.scope = choose.choice(("global", "global", "eu"))
        self.targets = [generator.order[0]]
        if seed % 3 == 0:
            self.targets.append(choose.choice(generator.order))
        self.target = self.targets[0]       # the one that was tried last
        self.texts = {}

    def text(self, target):
        self.target = target
        if target not in self.texts:
            self.texts[target] = run(self.program, self.folder, target, self.scope)
        return self.texts[target]

    def assessment(self, target, defect=None):
        network = oracle.Network(os.path.join(self.folder, "case"),
                                 os.path.join(self.folder, "reference"), self.scope, defect)
        return oracle.Assessment(network, target)

    def check_oracle(self):
        for target in self.targets:
            try:
                compare(self.assessment(target), parse(self.text(target)))
            except KeyError as missing:
                raise Failure("target %s: no key %s" % (target, missing)) from missing
            except TypeError as error:
                raise Failure("target %s: wrong type: %s" % (target, error)) from error
            except Failure as failure:
                raise Failure("target %s: %s" % (target, failure)) from failure

    def check_shuffle(self):
        other = self.folder + "-shuffled"
        rng = random.Random("shuffle %d" % self.seed)
        for part in ("case", "reference"):
            random_case.shuffle_package(os.path.join(self.folder, part),
                                        os.path.join(other, part), rng)
        for target in self.targets:
            mine = bytes_of_result(self.text(target))
            theirs = bytes_of_result(run(self.program, other, target, self.scope))
            if mine != theirs:
                at = next((i for i, (a, b) in enumerate(zip(mine, theirs)) if a != b),
                          min(len(mine), len(theirs)))
                raise Failure("target %s: rows in another order change result at byte %d: "
                              "%r, %r (see %s)" % (target, at, mine[max(0, at - 60):at + 40],
                                                   theirs[max(0, at - 60):at + 40], other))
        shutil.rmtree(other)

    def shows(self, defect):
        """Does a planted mistake in the oracle make a difference that is noticed?"""
        for target in self.targets:
            try:
                compare(self.assessment(target, defect), parse(self.text(target)))
            except Failure:
                return True
        return False


def bytes_of_result(text):
    return text[text.index('"result"'):]


def main():
    sys.setrecursionlimit(100000)
    parser = argparse.ArgumentParser(description="compare keten assess with the oracle")
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", default=os.path.join(oracle.ROOT, "build", "keten"))
    parser.add_argument("--only", choices=("oracle", "shuffle"))
    options = parser.parse_args()

    if not os.access(options.program, os.X_OK):
        print("no program at " + options.program)
        print("not ok")
        return 1
    if options.only != "shuffle" and oracle_check.main() != 0:
        print("not ok")
        return 1
    program = os.path.abspath(options.program)
    work = tempfile.mkdtemp(prefix="keten-oracle-")
    uncaught = list(DEFECTS if options.only != "shuffle" else ())
    n_shuffled = 0
    for i in range(options.cases):
        trial = Trial(work, options.seed + i, program)
        try:
            if options.only != "shuffle":
                trial.check_oracle()
            if options.only == "shuffle" or (not options.only and i % SHUFFLE_EVERY == 0):
                trial.check_shuffle()
                n_shuffled += 1
        except (Failure, ValueError, subprocess.TimeoutExpired) as failure:
            print("seed %d, scope %s: %s" % (trial.seed, trial.scope, failure))
            print("kept: %s  (KETEN_DATA=%s %s assess %s/case --target %s --scope %s --json)" % (
                trial.folder, trial.folder, program, trial.folder, trial.target, trial.scope))
            print("not ok")
            return 1
        if i < CASES_FOR_DEFECTS:
            uncaught = [defect for defect in uncaught if not trial.shows(defect)]
        shutil.rmtree(trial.folder)
        if sys.stderr.isatty() and i % 50 == 49:
            print("%d cases" % (i + 1), file=sys.stderr)
    shutil.rmtree(work)
    if n_shuffled:
        print("ok rows in another order give the same bytes (%d cases)" % n_shuffled)
    if uncaught and options.cases >= CASES_FOR_DEFECTS:
        print("planted mistakes that nobody noticed: " + ", ".join(uncaught))
        print("not ok")
        return 1
    if options.only != "shuffle" and not uncaught:
        print("ok planted mistakes are noticed (%s)" % ", ".join(DEFECTS))
    print("ok %d cases" % options.cases)
    return 0


if __name__ == "__main__":
    sys.exit(main())
