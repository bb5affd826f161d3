#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Every command over cases of 0, 1 and 2 items and over tables without rows.

    empty_tables.py PROGRAM

A case grows from one platform: for a while it has no bill of materials, no suppliers, or a material
as its only item. Each command, with each item as its target, must end with an answer or with words
that say why there is none; it must never be killed by a signal, and what it prints as JSON must be
JSON with finite figures. The reference package is made here too: one with a few rows, one that knows
countries and nothing else. One planted crash must be noticed.
"""

import concurrent.futures
import json
import math
import os
import pathlib
import stat
import subprocess
import sys
import tempfile

PATIENCE = 120  # seconds for one run, under sanitizers and beside other work

ITEMS = {
    "none": [],
    "platform": [("ship", "platform", "")],
    "material": [("ore", "material", "gallium")],
    "component": [("pump", "component", "")],
    "two platforms": [("ship", "platform", ""), ("boat", "platform", "")],
    "platform and component": [("ship", "platform", ""), ("pump", "component", "")],
    "platform and material": [("ship", "platform", ""), ("gallium", "material", "gallium")],
    "platform and stranger": [("ship", "platform", ""), ("dust", "material", "")],
}

HEADERS = {
    "items": "id kind name_en unit mass_kg material value_eur",
    "bom": "parent child quantity evidence source",
    "organisations": "id name country",
    "sites": "id organisation country",
    "supply": "item supplier buyer share evidence source",
}
MORE = {
    "stocks": "item holder days_of_cover",
    "demand": "item year quantity",
    "areas": "id name_en name_nl",
    "item_areas": "item area business_impact evidence source",
    "scenarios": "id name_en name_nl probability_per_year duration_days",
    "scenario_events": "scenario event_type target kind magnitude start_day duration_days",
    "interventions": "id name_en name_nl kind target effect magnitude effort lead_time_months capex_eur "
                     "opex_eur_per_year actors",
    "questions": "id organisation item question",
    "answers": "kind text id candidates by date",
}

REFERENCE = {
    "materials": ("id name_en name_nl symbol cas group critical_2023 strategic_2023 nato_2024 "
                  "eol_rir companionality host_materials evidence source",
                  ["gallium,Gallium,Gallium,Ga,7440-55-3,,yes,yes,yes,0.01,,,C,a book"]),
    "material_supply": ("material stage scope country share t period basis of_group evidence source",
                        ["gallium,processing,global,CHN,0.9,,2020,,,C,a book",
                         "gallium,processing,global,DEU,0.1,,2020,,,C,a book"]),
    "stage_links": ("material from_stage to_stage yield evidence source", []),
    "hazards": ("event_type target failure_per_year evidence source", ["country,CHN,0.01,C,a book"]),
    "countries": ("iso3 iso2 name_en name_nl lat lon groups evidence source",
                  ["CHN,CN,China,China,35,104,,C,a book", "DEU,DE,Germany,Duitsland,51,10,EU27,C,a book",
                   "NLD,NL,Netherlands,Nederland,52,5,EU27,C,a book"]),
    "governance": ("country year va pv ge rq rl cc evidence source",
                   ["CHN,2022,-1.5,-0.5,0.5,-0.2,0,0,C,a book", "DEU,2022,1,1,1,1,1,1,C,a book",
                    "NLD,2022,1,1,1,1,1,1,C,a book"]),
    "hs_codes": ("material stage hs6 description evidence source", []),
    "export_restrictions": ("material country target products measure announced effective ended "
                            "legal_reference hs_codes evidence source note", []),
    "compositions": ("composition name_en name_nl class material element mass_fraction_min "
                     "mass_fraction_typ mass_fraction_max evidence source", []),
}

COMMANDS = [
    ("check",), ("check", "--json"),
    ("assess",), ("assess", "--full"), ("assess", "--json"), ("assess", "--full", "--scope", "eu"),
    ("ask",), ("ask", "--full", "--lang", "nl"), ("ask", "--json"), ("ask", "-o", "OUT"),
    ("stress",), ("stress", "--json"), ("stress", "--time"), ("stress", "--time", "--json"),
    ("simulate", "--static"), ("simulate", "--static", "--json"),
    ("simulate", "--static", "--runs", "50", "--spread", "0.2", "--json"),
    ("simulate", "--static", "--runs", "50", "--sampling", "importance"),
    ("simulate", "--static", "--runs", "50", "--sampling", "plain", "--threads", "3", "--json"),
    ("chokepoints",), ("chokepoints", "--json"), ("chokepoints", "--by", "organisation", "--full"),
    ("chokepoints", "--by", "site", "--min-share", "0.5", "--json"),
    ("chokepoints", "--by", "material", "--count"),
    ("chokepoints", "--by", "flow", "--probability", "--json"),
    ("chokepoints", "--format", "open-psa"),
    ("criticality", "--draws", "10"), ("criticality", "--draws", "0", "--full", "--json"),
    ("criticality", "--draws", "10", "--material", "gallium", "--json"),
]
WITHOUT_TARGET = ("check", "criticality")


def write_package(folder, name, tables):
    folder.mkdir(parents=True)
    for table, (header, rows) in tables.items():
        lines = [header.replace(" ", ","), *rows]
        (folder / f"{table}.csv").write_text("".join(line + "\n" for line in lines), "utf-8")
    resources = [{"name": table, "path": f"{table}.csv"} for table in tables]
    (folder / "datapackage.json").write_text(json.dumps({"name": name, "resources": resources}))


def case_tables(items, bom, supply, more):
    """The tables of one case; rows only where the items allow them."""
    rows = {table: [] for table in HEADERS}
    rows["items"] = [f"{i},{kind},{i},{'kg' if kind == 'material' else 'piece'},1,{material},"
                     for i, kind, material in items]
    if bom and len(items) == 2:
        rows["bom"] = [f"{items[0][0]},{items[1][0]},2,C,a book"]
    if supply:
        rows["organisations"] = ["acme,Acme,CHN", "yard,Yard,NLD"]
        rows["sites"] = ["acme-one,acme,CHN"]
        rows["supply"] = [f"{i},{'yard' if kind == 'platform' else 'acme-one'},,,C,a book"
                          for i, kind, _ in items]
    tables = {table: (HEADERS[table], rows[table]) for table in HEADERS}
    if more:
        tables.update({table: (header, []) for table, header in MORE.items()})
    return tables


def cases(root):
    """[(name, folder, ids)] of every case."""
    made = []
    for name, items in ITEMS.items():
        for bom in (False, True) if len(items) == 2 else (False,):
            for supply in (False, True):
                for more in (False, True):
                    folder = root / f"case-{len(made)}"
                    write_package(folder, f"c{len(made)}", case_tables(items, bom, supply, more))
                    title = f"{name}, {'' if bom else 'no '}bom, {'' if supply else 'no '}supply"
                    made.append((title + (", empty tables" if more else ""), folder,
                                 [i for i, _, _ in items]))
    return made


def finite(value):
    if isinstance(value, dict):
        return all(finite(v) for v in value.values())
    if isinstance(value, list):
        return all(finite(v) for v in value)
    return not isinstance(value, float) or math.isfinite(value)


def complaint(done, arguments):
    """What is wrong with the way a run ended; None: nothing."""
    if done.returncode < 0 or done.returncode not in (0, 1):
        return f"ended with {done.returncode}"
    if done.returncode != 0 and arguments[0] == "check":
        return "the case made here has faults"
    if done.returncode == 1 and not done.stderr and not done.stdout:
        return "failed without a word"
    if done.returncode == 0 and "--json" in arguments:
        try:
            if not finite(json.loads(done.stdout)):
                return "a figure is not finite"
        except ValueError as error:
            return f"not JSON: {error}"
    return None


def run(program, arguments, data):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=PATIENCE,
                          check=False, env=dict(os.environ, KETEN_DATA=str(data)))
    return complaint(done, arguments), done


def jobs(root):
    """(name, arguments, data) of every run."""
    number = 0
    for data in (root / "data", root / "bare"):
        for name, folder, ids in cases(data / "cases"):
            for command in COMMANDS:
                aimless = command[0] in WITHOUT_TARGET
                for target in [None] if aimless else [None, *ids]:
                    aim = () if target is None else ("--target", target)
                    number += 1
                    out = str(root / f"out-{number}")
                    rest = [out if word == "OUT" else word for word in command[1:]]
                    yield f"{name} ({data.name})", [command[0], str(folder), *rest, *aim], data
            number += 1
            yield (f"{name} ({data.name})",
                   ["import", str(folder), "-o", str(root / f"into-{number}"), "--yes"], data)


def notices_a_crash(root, jobs_done):
    """A program that dies of a signal must be a failure here."""
    broken = root / "broken"
    broken.write_text("#!/bin/sh\nkill -SEGV $$\n")
    broken.chmod(broken.stat().st_mode | stat.S_IXUSR)
    return jobs_done > 0 and run(str(broken), ["ask"], root)[0] is not None


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="keten-empty-") as name:
        root = pathlib.Path(name)
        write_package(root / "data" / "reference", "reference", REFERENCE)
        write_package(root / "bare" / "reference", "reference",
                      {table: (header, rows if table == "countries" else [])
                       for table, (header, rows) in REFERENCE.items()})
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            work = [(title, arguments, pool.submit(run, program, arguments, data))
                    for title, arguments, data in jobs(root)]
            for title, arguments, future in work:
                wrong, done = future.result()
                passed += wrong is None
                failed += wrong is not None
                if wrong is not None:
                    print(f"FAIL {title}: {' '.join(arguments)}: {wrong}\n{done.stderr[-600:]}")
        if not notices_a_crash(root, passed):
            print("FAIL a planted crash was not noticed")
            failed += 1
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
