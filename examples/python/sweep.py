#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Which countries stop each function of a case, each of them alone?

    sweep.py CASE [OUT.csv]

Assesses every function of the case, prints a table, and writes one row for each function and
country to OUT.csv, for a spreadsheet or a plot. From a checked out tree: PYTHONPATH=python.
"""

import csv
import pathlib
import sys

import keten

COLUMNS = ["target", "country", "dependence", "dependence_upper", "items_affected"]


def functions(case):
    """The ids of what the case says is a function, in the order of its table."""
    with open(pathlib.Path(case, "items.csv"), encoding="utf-8", newline="") as rows:
        return [row["id"] for row in csv.DictReader(rows) if row["kind"] == "function"]


def sweep(case):
    """A row for each target and country on which it depends."""
    for target in functions(case):
        document = keten.run("assess", case, target=target)
        for row in keten.table(document, "dependence.country"):
            if row["dependence_upper"] > 0:
                yield {"target": target, "country": row["id"],
                       **{column: row[column] for column in COLUMNS[2:]}}


def main(argv):
    if len(argv) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return keten.BAD_USAGE
    try:
        rows = list(sweep(argv[0]))
    except keten.Error as error:
        print(error, file=sys.stderr)
        return error.status
    print(f"{'target':<29}{'stopped by':>10}  {'most of all':<11} {'items hit':>9}")
    for target in dict.fromkeys(row["target"] for row in rows):
        mine = [row for row in rows if row["target"] == target]
        worst = max(mine, key=lambda row: (row["dependence"], row["items_affected"]))
        stopping = sum(row["dependence"] == 1 for row in mine)
        print(f"{target:<29}{stopping:>10}  {worst['country']:<11} {worst['items_affected']:>9}")
    if len(argv) == 2:
        with open(argv[1], "w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
    return keten.OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
