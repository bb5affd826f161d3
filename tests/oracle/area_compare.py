#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Compares the areas of `keten assess --json` with a slow twin: the oracle's network, and the baskets as they lie in the reference.

    area_compare.py PROGRAM

Of each area the twin says what it rests on, the largest risk, both means, and which materials cause them. Dependence is the
oracle's, with the first alternative of each requirement; supply risk is that of `keten criticality`, which other tests hold. Two
cases: tests/cases/areas, whose figures can be worked out on paper, and the frigate with the shipped reference. Each of a few
mistakes planted in the twin must be noticed. Some seconds. Prints a line a case; exits 1 at a difference.
"""

import json
import math
import os
import pathlib
import subprocess
import sys

import oracle

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = (("tests/cases/areas", "tests/cases/data-areas"), ("data/cases/lcf", "data"))   # the quick one first
DEFECTS = ("no_dependence", "held_twice", "no_basket", "unnamed_areas", "with_alternatives")
NOTHING = 1e-9      # a loss below this is none
SAME = 1e-9


def run(program, data, *args):
    done = subprocess.run([program, *args, "--draws", "0", "--json"], cwd=ROOT, check=True, capture_output=True,
                          env=dict(os.environ, KETEN_DATA=str(ROOT / data)))
    return json.loads(done.stdout)["result"]


class Twin:
    def __init__(self, case, data, risk, defect=None):
        self.defect = defect
        self.risk = risk                                    # supply risk of each material; None where it is not known
        self.reference = oracle.read_package(ROOT / data / "reference")
        self.case = oracle.read_package(ROOT / case)
        self.network = oracle.Network(ROOT / case, ROOT / data / "reference",
                                      defect=None if defect == "with_alternatives" else "first_alternative")
        self.pairs = {}                                     # area -> [(material, impact, dependence)]
        self.items, self.typical = {}, {}
        areas = {row["id"] for row in self.case["areas"]} | {row["id"] for row in self.reference["strategy_areas"]}
        if defect == "unnamed_areas":
            areas = {row["id"] for row in self.case["areas"]}
        for area in areas:
            self.pairs[area], self.items[area], self.typical[area] = [], 0, 0
        self.add_items()
        if defect != "no_basket":
            self.add_basket()

    def add_items(self):
        nodes = list(self.network.nodes.values())
        materials = {node.events["material"] for node in nodes} - {None}
        for material in sorted(materials & set(self.risk)):
            stopped = {node for node in nodes if node.events["material"] == material}
            memo = {}
            for row in self.case["item_areas"]:
                left = self.network.item_capacity(self.network.items[row["item"]], stopped, memo)
                if 1 - left > NOTHING and row["area"] in self.pairs:
                    lost = 1 if self.defect == "no_dependence" else 1 - left
                    self.pairs[row["area"]].append((material, float(row["business_impact"]), lost))
        for row in self.case["item_areas"]:
            if row["area"] in self.items:
                self.items[row["area"]] += 1

    def add_basket(self):
        inside = {}
        for row in self.reference["compositions"]:
            inside.setdefault(row["composition"], []).append(row["material"])
        for item in self.reference["typical_items"]:
            rows = [row for row in self.reference["typical_contents"] if row["item"] == item["id"]]
            held = [m for row in rows for m in [row["material"]] + inside.get(row["composition"], []) if m in self.risk]
            if item["area"] in self.pairs:
                self.typical[item["area"]] += 1
                self.pairs[item["area"]] += [(m, float(item["business_impact"]), 1.0)
                                             for m in (held if self.defect == "held_twice" else set(held))]

    def figures(self, area):
        known = [(m, i, d, self.risk[m]) for m, i, d in self.pairs[area] if self.risk[m] is not None]
        weight = math.fsum(d for _, _, d, _ in known)
        return {
            "items": self.items[area], "typical_items": self.typical[area],
            "based_on": {(0, 0): "none", (1, 0): "case", (0, 1): "basket", (1, 1): "both"}[
                (self.items[area] > 0, self.typical[area] > 0)],
            "risk_maximum": max((i * sr for _, i, _, sr in known), default=None),
            "risk_mean": math.fsum(d * i * sr for _, i, d, sr in known) / weight if known else None,
            "supply_risk_mean": math.fsum(d * sr for _, _, d, sr in known) / weight if known else None,
            "materials": sorted({m for m, *_ in known}),
        }


def same(a, b):
    if isinstance(a, float) and isinstance(b, (int, float)):
        return abs(a - b) <= SAME * max(1, abs(a))
    return a == b


def differences(twin, areas):
    """What the twin says otherwise."""
    yield from sorted(set(twin.pairs) ^ {a["id"] for a in areas})
    for a in areas:
        if a["id"] not in twin.pairs:
            continue
        told = dict(a, materials=sorted(m["id"] for m in a["materials"]))
        for key, value in twin.figures(a["id"]).items():
            if not same(value, told[key]):
                yield "%s of %s: the twin says %s, the program %s" % (key, a["id"], value, told[key])


def main(program):
    failed, noticed = False, set()
    for case, data in CASES:
        risk = {m["id"]: m["sr"] for m in run(program, data, "criticality")["materials"]}
        areas = run(program, data, "assess", case)["areas"]
        found = list(differences(Twin(case, data, risk), areas))
        print("%sok - %d areas of %s are the twin's" % ("not " if found else "", len(areas), case))
        print("".join("    %s\n" % line for line in found[:10]), end="")
        failed = failed or bool(found)
        noticed |= {d for d in DEFECTS if d not in noticed and any(differences(Twin(case, data, risk, d), areas))}
    blind = set(DEFECTS) - noticed
    print("%sok - planted mistakes are noticed%s" % ("not " if blind else "", "".join(": " + d for d in sorted(blind))))
    return failed or bool(blind)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(os.path.abspath(sys.argv[1])))
