#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Which countries stop each function of a case, alone or in pairs, and what do they cost it?

    sweep.py CASE [OUT.csv]

Assesses and stresses every function of the case and looks for its chokepoints, prints a table, and
writes one row for each function and country to OUT.csv. From a tree: PYTHONPATH=python.
"""

import csv
import pathlib
import sys
import keten

COLUMNS = ["target", "country", "dependence", "dependence_upper", "loss", "stops_alone"]


def functions(case):
    """The ids of what the case says is a function, in the order of its table."""
    with open(pathlib.Path(case, "items.csv"), encoding="utf-8", newline="") as rows:
        return [row["id"] for row in csv.DictReader(rows) if row["kind"] == "function"]


def sweep(case, target):
    """A row for each country that the target depends on, and how many pairs of them stop it."""
    events = keten.table(keten.run("stress", case, target=target), "events")
    losses = {row["id"]: row["loss"] for row in events if row["class"] == "country"}
    sets = keten.run("chokepoints", case, target=target, by="country", order=2)["result"]
    stops = {cut["events"][0] for cut in sets["cut_sets"] if len(cut["events"]) == 1}
    rows = [{"target": target, "country": row["id"], "loss": losses[row["id"]],
             "stops_alone": row["id"] in stops, **{column: row[column] for column in COLUMNS[2:4]}}
            for row in keten.table(keten.run("assess", case, target=target), "dependence.country")]
    return rows, int(sets["orders"].get("2", 0))


def main(argv):
    if len(argv) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return keten.BAD_USAGE
    try:
        found = {target: sweep(argv[0], target) for target in functions(argv[0])}
    except keten.Error as error:
        print(error, file=sys.stderr)
        return error.status
    print(f"{'target':<29}{'stopped by':>10}{'pairs':>7}  most lost with")
    for target, (rows, pairs) in found.items():
        worst = max(rows, key=lambda row: row["loss"], default={"country": "nobody"})
        alone = sum(row["stops_alone"] for row in rows)
        print(f"{target:<29}{alone:>10}{pairs:>7}  {worst['country']}")
    if len(argv) == 2:
        with open(argv[1], "w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS)
            writer.writeheader()
            writer.writerows(row for rows, _ in found.values() for row in rows)
    return keten.OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
