#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Cases of a given size: one measure of a case grows, the rest stays small.

    cases.py KIND N FOLDER      writes one; KIND is a key of KINDS

Everything follows from KIND and N: the same case, to the byte, each time.
"""

import csv
import json
import pathlib
import random
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "import"))
import workbook as xlsx  # noqa: E402 (the hand that the tests of imports have)

COUNTRIES = "NLD DEU FRA CHN USA JPN KOR TUR NOR BRA".split()
MATERIALS = "gallium cobalt tungsten titanium tantalum lithium".split()
TIERS = 6
SPREAD = 7919  # a prime: its multiples below n are all numbers below n, in another order

HEADS = {
    "items": ["id", "kind", "name_en", "material", "value_eur"],
    "bom": ["parent", "child", "quantity", "alternative_group", "evidence"],
    "organisations": ["id", "name", "country"],
    "sites": ["id", "organisation", "country"],
    "supply": ["item", "supplier", "buyer", "share", "failure_per_year", "evidence"],
}


class Case:
    """Tables in memory, with a ship and its yard."""

    def __init__(self):
        self.heads = {name: list(head) for name, head in HEADS.items()}
        self.rows = {name: [] for name in HEADS}
        self.extra = []  # resources besides the tables
        self.add("items", "ship", "platform", "Ship", "", "")
        self.maker("yard", 0)
        self.add("supply", "ship", "yard", "", 1, 0.01, "A")

    def add(self, table, *cells):
        self.rows[table].append(cells)

    def part(self, name, parent, kind="component", group="", evidence="D"):
        self.add("items", name, kind, f"Part {name}", "", 10)
        self.add("bom", parent, name, 1, group, evidence)

    def maker(self, name, i):
        country = COUNTRIES[i % len(COUNTRIES)]
        self.add("organisations", name, f"Company {name}", country)
        self.add("sites", f"site-{name}", name, country)

    def made_by(self, part, i, name=None):
        """A part with a maker of its own, at whom it is all made."""
        name = name or f"m{i}"
        self.maker(name, i)
        self.add("supply", part, f"site-{name}", "", 1, 0.02, "D")

    def write(self, folder):
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self.rows.items():
            with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(self.heads[name])
                writer.writerows(rows)
        for name in self.extra:
            (folder / f"{name}.csv").write_text("a\n1\n", encoding="utf-8")
        resources = [{"name": name, "path": f"{name}.csv"} for name in [*self.rows, *self.extra]]
        (folder / "datapackage.json").write_text(
            json.dumps({"name": "size", "resources": resources}), encoding="utf-8")


def rows(n):
    """A chain of six tiers with `n` rows of supply: five makers an item, parts that are shared,
    alternatives, buyers with a source of their own, and materials below."""
    case = Case()
    draw = random.Random(n)
    n_items = max(24, n // 5)
    makers = max(10, n)
    for i in range(makers):
        case.maker(f"m{i}", draw.randrange(len(COUNTRIES)))
    for material in MATERIALS:
        case.add("items", material, "material", material, material, 5)
    tiers = [["ship"]]
    at = 0
    for tier in range(1, TIERS + 1):
        size = max(2, n_items * 2 ** tier // 2 ** (TIERS + 1))
        tiers.append([f"p{k}" for k in range(at, at + size)])
        at += size
    for above, tier in zip(tiers, tiers[1:]):
        for name in tier:
            group = "either" if draw.random() < 0.1 else ""
            case.part(name, draw.choice(above), group=group, evidence=draw.choice("ABCD"))
            if draw.random() < 0.3 and group == "":
                other = draw.choice(above)
                if (other, name) not in {(row[0], row[1]) for row in case.rows["bom"][-1:]}:
                    case.add("bom", other, name, 1, "", "C")
            chosen = draw.sample(range(makers), 5)
            for k in chosen:
                case.add("supply", name, f"site-m{k}", "", 0.2, round(draw.random() / 5, 3),
                         draw.choice("ABCD"))
    for name in tiers[-1]:
        case.add("bom", name, draw.choice(MATERIALS), 1, "", "B")
    return case


def depth(n):
    """A chain of `n` parts, each in the one before. Of makers that stop the ship alike, those with
    the first ids are listed: ids are spread over the chain, or doubling it would move them down."""
    case = Case()
    for i in range(n):
        case.part(f"p{i}", "ship" if i == 0 else f"p{i - 1}")
        case.made_by(f"p{i}", i, f"m{i * SPREAD % n:06}")
    return case


def width(n):
    """A ship of `n` parts that nobody is known to make."""
    case = Case()
    for i in range(n):
        case.part(f"p{i}", "ship")
    return case


def organisations(n):
    """`n` companies, each with a system of its own."""
    case = Case()
    for i in range(n):
        case.part(f"p{i}", "ship", kind="system")
        case.made_by(f"p{i}", i)
    return case


def makers(n):
    """`n` systems with two makers each, so that none of them stops the ship alone."""
    case = Case()
    for i in range(n):
        case.part(f"p{i}", "ship", kind="system")
        for j in range(2):
            case.maker(f"m{i}-{j}", 3 * i + j)
            case.add("supply", f"p{i}", f"site-m{i}-{j}", "", 0.5, 0.02, "D")
    return case


def references(n):
    """`n` parts of which each needs the same nut."""
    case = Case()
    case.part("nut", "ship")
    for i in range(n):
        case.part(f"p{i}", "ship")
        case.add("bom", f"p{i}", "nut", 1, "", "C")
    return case


def columns(n):
    """`n` columns that nobody knows."""
    case = rows(50)
    case.heads["items"] += [f"extra_{k}" for k in range(n)]
    case.rows["items"] = [row + (1,) * n for row in case.rows["items"]]
    return case


def resources(n):
    """`n` tables that nobody knows."""
    case = rows(50)
    case.extra = [f"extra-{k}" for k in range(n)]
    return case


class Workbook:
    """A workbook that is no case yet, of `n` rows: half are parts, half say what they go into."""

    def __init__(self, n):
        items = [["id", "kind", "name_en", "mass_kg"], ["ship", "platform", "Ship", 1]]
        bom = [["parent", "child", "quantity", "evidence", "source"]]
        for i in range(n // 2):
            items.append([f"part-{i}", "component", f"Part number {i}", i / 8])
            bom.append(["ship", f"part-{i}", 1 + i % 7, "C", "a list"])
        self.sheets = {"items": items, "bom": bom}

    def write(self, folder):
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        xlsx.write(folder / "book.xlsx", self.sheets)


KINDS = {"rows": rows, "depth": depth, "width": width, "organisations": organisations,
         "makers": makers, "references": references, "columns": columns, "resources": resources,
         "workbook": Workbook}

CASE = "CASE"  # stands for the folder
ALL = [["check", CASE], ["assess", CASE], ["stress", CASE], ["ask", CASE],
       ["simulate", CASE, "--static", "--runs", "1000"]]

# What is run on each kind: what nobody knows is only read.
COMMANDS = {kind: ALL for kind in KINDS} | {
    "columns": [["check", CASE]], "resources": [["check", CASE]],
    "workbook": [["import", f"{CASE}/book.xlsx", "-o", f"{CASE}/case"]]}


def arguments(command, folder):
    """The command line on the case in the folder."""
    return [part.replace(CASE, str(folder)) for part in command]


def main():
    kind, n, folder = sys.argv[1:]
    KINDS[kind](int(n)).write(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
