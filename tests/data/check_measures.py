#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Check data/scenarios: the form of its two tables, that what it takes can be taken, and the honesty
of its rows. `keten check` reads them too, with any case (tests/golden/data-faults).

Prints one line per assertion ("ok ..." or "not ok ...") and exits 1 when one fails. The last
assertions seed defects into a copy in memory and expect them to be caught.
Usage: check_measures.py [FOLDER]      FOLDER is data/scenarios, found beside this program by default
"""

import copy
import csv
import datetime
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ADDRESS = re.compile(r"https?://|www\.|github|blogspot", re.I)
LICENCE_DAYS = "63"  # 45 working days: Regulations on Export Control of Dual-Use Items, Article 17
# What the record must hold: a measure that is left out cannot contradict.
ACTS = ("23/2023", "39/2023", "33/2024", "10/2025", "18/2025", "70/2025", "ARECOMS", "titanium",
        "palladium", "decree of 30 May 2022", "magnesium", "4 October 2025")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text, missing):
    return float(text) if text else missing


def days_of(scenario):
    """From the first to the last day; None where no end is on record."""
    if not scenario["end_date"]:
        return None
    start, end = (datetime.date.fromisoformat(scenario[key]) for key in ("start_date", "end_date"))
    return (end - start).days


def form_faults(tables, package):
    for resource in package["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        if fields != list(tables[resource["name"]][0]):
            yield f"{resource['path']}: header differs from the schema"
    for name, keys in (("scenarios", ("id",)),
                       ("scenario_events", ("scenario", "target", "start_day"))):
        rows = tables[name]
        order = [tuple(float(row[key]) if key == "start_day" else row[key] for key in keys)
                 for row in rows]
        if order != sorted(order) or len(set(order)) != len(order):
            yield f"{name}: not in order, or a row twice"


def honesty_faults(tables):
    for name, rows in tables.items():
        for row in rows:
            place = f"{name}: {row.get('id') or row['scenario'] + ' ' + row['target']}"
            if not row["source"] or row["evidence"] not in ("A", "B", "C", "D"):
                yield f"{place}: no source or grade"
            if (row["evidence"] == "D") != row["source"].startswith("assumption: "):
                yield f"{place}: what is assumed says so, and nothing else does"
            if ADDRESS.search(row["source"]):
                yield f"{place}: an address, not a publication"
    for row in tables["scenarios"]:
        if row["probability_per_year"]:
            yield f"{row['id']}: what happened has no chance"
        if not row["end_date"] and "no end is on record" not in row["note"] \
                and "never suspended" not in row["note"]:
            yield f"{row['id']}: the note does not say that no end is on record"


def sense_faults(tables, stages):
    """Flows exist, days follow each other, and a licence duty is a rate and a delay."""
    scenarios = {row["id"]: row for row in tables["scenarios"]}
    last = {}
    for event in tables["scenario_events"]:
        scenario, target = event["scenario"], event["target"]
        place = f"{scenario} {target}"
        days, start = days_of(scenarios[scenario]), float(event["start_day"])
        end = start + number(event["duration_days"], float("inf"))
        if event["event_type"] == "flow" and tuple(target.split("/")) not in stages:
            yield f"{place}: the world has no such flow"
        if start < last.get(place, 0.0):
            yield f"{place}: two events on one day"
        last[place] = end
        if days is not None and (start > days or (event["duration_days"] and end > days)):
            yield f"{place}: beyond the last day"
        if event["kind"] == "licence" and not event["rate"]:
            yield f"{place}: a licence without a rate"
        if scenario.startswith("china-") and event["kind"] == "licence" \
                and event["delay_days"] != LICENCE_DAYS:
            yield f"{place}: another delay than the law's"
    for scenario in scenarios:
        if not any(event["scenario"] == scenario for event in tables["scenario_events"]):
            yield f"{scenario}: takes nothing, and says nothing"


def record_faults(tables):
    text = " ".join(" ".join(row.values()) for row in tables["scenarios"])
    yield from (f"{act} is not there" for act in ACTS if act not in text)


def seeded(tables):
    """Copies with a defect each."""
    for name, row, key, value in (("scenario_events", 0, "source", ""),
                                  ("scenario_events", 0, "rate", ""),
                                  ("scenario_events", 0, "target", "CHN/gallium/extraction"),
                                  ("scenario_events", 1, "start_day", "0"),
                                  ("scenarios", 0, "probability_per_year", "0.1"),
                                  ("scenarios", 0, "note", "")):
        other = copy.deepcopy(tables)
        other[name][row][key] = value
        yield f"{key} of {name}, row {row + 2}", other


def main(arguments):
    folder = pathlib.Path(arguments[0]) if arguments else ROOT / "data" / "scenarios"
    tables = {name: read(folder / f"{name}.csv") for name in ("scenarios", "scenario_events")}
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    supply = read(ROOT / "data" / "reference" / "material_supply.csv")
    stages = {(row["country"], row["material"], row["stage"]) for row in supply}
    checks = {
        "headers, order, no row twice": lambda some: form_faults(some, package),
        "every row has a grade and a source, and says what is assumed": honesty_faults,
        "what is taken can be taken, on days that follow": lambda some: sense_faults(some, stages),
        "no measure of the record is left out": record_faults,
    }
    failed = False
    for name, faults in checks.items():
        found = list(faults(tables))
        failed |= bool(found)
        print(f"{'not ok' if found else 'ok'} {name}", *found, sep="\n    ")
    for name, other in seeded(tables):
        caught = any(list(faults(other)) for faults in checks.values())
        failed |= not caught
        print(f"{'ok' if caught else 'not ok'} a seeded defect ({name}) is caught")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
