#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Cases, files and options changed at random: the program ends by its own rules.

    mutate.py PROGRAM [--cases N] [--seed S] [--first N] [--every]

Each run takes a small case or a file that an import reads, changes some bytes or cells of it, and
gives it to a command with options that are partly wrong. Whatever comes of it, the status is 0, 1,
2 or 3; a status that is not 0 has a message, and no JSON document on standard output but that of
`check`; status 0 with JSON is one document; nothing is left beside the case; an import that refuses
leaves the case byte for byte as it was. Run with a program that has the sanitizers built in, a
report of them is a failure. A run is decided by its number and the seed, so that one can be
repeated: --first N --cases 1. With --every each changed case goes through every command, and what
an import makes of a changed file through all that read a case.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
SECONDS = 60
MESSY = (b"", b"-1", b"0", b"1e308", b"nan", b"1e-320", b"9" * 40, b"a;b", b"\"", b"\xff\xfe",
         b"\x00", b"\xe2\x80\xae", b"../..", b"ship", b"=1+1", b"100 %", b"2024-02-30", b"NL",
         b"\r\n", b"#" * 5000)
GOOD = (("--format", "json"), ("--lang", "nl"), ("--quiet",))
ODD = (("--target", "ship"), ("--target", "nowhere"), ("--threshold", "0.5"), ("--threshold", "2"),
       ("--lang", "xx"), ("--table", "items"), ("--json",), ("--format", "csv"), ("--format", "md"),
       ("--top", "3"), ("--top", "-1"), ("--nothing",),
       ("--runs", "10"), ("--time",), ("--full",), ("--exact",))
COMMANDS = {"check": (), "assess": (), "ask": (), "chokepoints": (), "stress": (),
            "simulate": ("--static", "--runs", "10"), "criticality": (),
            "explain": ("--flow", "CHN/gallium/processing")}
PARTS = (b"item;name;goes into;quantity;material;supplier;supplier country\n"
         b"ship;Ship;;;;;\npump;Pump;ship;2;316L;Pumps BV;Nederland\n"
         b"seal;Seal;pump;1;rubber;;\nspring;Spring;pump;4;titanium;Springs Ltd;United Kingdom\n")


def change_bytes(data, draw):
    """Bytes taken out, put in, doubled or turned."""
    data = bytearray(data)
    for _ in range(draw.randint(1, 6)):
        at, length = draw.randint(0, len(data)), draw.choice((1, 1, 2, 8, 64))
        kind = draw.randrange(4)
        if kind == 0:
            del data[at:at + length]
        elif kind == 1:
            data[at:at] = draw.choice(MESSY)
        elif kind == 2:
            data[at:at] = data[at:at + length]
        elif at < len(data):
            data[at] ^= 1 << draw.randrange(8)
    return bytes(data)


def change_cells(data, draw, divider):
    """Cells replaced by others of their column, of the file, or by messy ones; rows doubled or
    dropped. Mostly what comes of it can still be read, so that what follows the reading is met."""
    rows = [line.split(divider) for line in data.split(b"\n")]
    for _ in range(draw.choice((1, 1, 1, 1, 2, 4))):
        row = draw.choice(rows)
        figures = [c for c, cell in enumerate(row) if cell[:1].isdigit()]
        column = draw.choice(figures if figures and draw.random() < 0.6 else range(len(row)))
        kind = draw.randrange(10)
        others = [other[column] for other in rows[1:] if len(other) > column]
        if kind == 0:
            rows.append(list(row))
        elif kind == 1 and len(rows) > 1:
            rows.remove(row)
        elif kind < 7 and others:
            row[column] = draw.choice(others)
        elif kind == 7:
            row[column] = draw.choice((b"", b"0", b"0.5", b"1", b"2", b"yes", b"no"))
        else:
            row[column] = draw.choice(MESSY) if kind == 8 else draw.choice(draw.choice(rows))
    return b"\n".join(divider.join(row) for row in rows)


def change(path, draw):
    data = path.read_bytes()
    divider = b";" if path.name == "parts.csv" else b","
    cells = path.suffix == ".csv" and draw.random() < 0.85
    path.write_bytes(change_cells(data, draw, divider) if cells else change_bytes(data, draw))


def picture(folder):
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
            for path in sorted(folder.rglob("*"))}


def sources():
    return sorted(path.parent for path in CASES.glob("*/datapackage.json")
                  if sum(f.stat().st_size for f in path.parent.iterdir()) < 50_000
                  and path.parent.name != "data")


def words_of(command, draw):
    arguments = [command, "case", *COMMANDS[command]]
    for option in draw.sample(GOOD, draw.choice((0, 1, 1, 2))):
        arguments += option
    if draw.random() < 0.15:
        arguments += draw.choice(ODD)
    return arguments


def prepare(folder, draw):
    """Fills the folder; returns the arguments of the run."""
    case = folder / "case"
    shutil.copytree(draw.choice(sources()), case)
    if draw.random() < 0.4:
        path = folder / "parts.csv"
        path.write_bytes(PARTS)
        change(path, draw)
        if draw.random() < 0.3:
            change(draw.choice([p for p in case.iterdir() if p.is_file()]), draw)
        arguments = ["import", "parts.csv", "-o", "case", "--yes"]
        for option, often in (("--accept-partial", 0.7), ("--dry-run", 0.2), ("--json", 0.3),
                              ("--nothing", 0.05)):
            arguments += [option] if draw.random() < often else []
        return arguments
    for _ in range(draw.choice((1, 1, 1, 2))):
        change(draw.choice([p for p in case.iterdir() if p.suffix == ".csv"] if draw.random() < 0.9
                           else [p for p in case.iterdir() if p.is_file()]), draw)
    return words_of(draw.choice(list(COMMANDS)), draw)


def judge(arguments, done, before, after):
    """What is wrong with a run; "" when it ended as it should."""
    err = done.stderr.decode("utf-8", "replace")
    if "Sanitizer" in err or "runtime error" in err or "Assertion" in err:
        return err[:1500]
    if done.returncode not in (0, 1, 2, 3):
        return f"status {done.returncode}: {err[:300]}"
    if done.returncode != 0 and not err.strip() and not done.stdout.strip():
        return f"status {done.returncode} without a word"
    if b"\x1b" in done.stderr or b"\x00" in done.stderr:
        return "control characters in a message"
    if {"--json", "json"} & {*arguments} and done.stdout.strip():
        try:
            json.loads(done.stdout)
        except ValueError as fault:
            return f"the document is none: {fault}"
    kept = "--dry-run" in arguments or arguments[0] != "import" or done.returncode != 0
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name)
                     and not name.split("/")[0].startswith(("case-rejected", "parts-mapping",
                                                            "parts.csv.mapping")))
    if kept and changed:
        return f"status {done.returncode}, yet changed: {changed}"
    if any(".draft-" in name or name.endswith(".part") for name in after):
        return f"left beside: {sorted(after)}"
    return ""


def run_once(program, folder, arguments):
    """What is wrong with it."""
    before = picture(folder)
    try:
        done = subprocess.run([program, *arguments], cwd=folder, capture_output=True,
                              timeout=SECONDS, stdin=subprocess.DEVNULL,
                              env={**os.environ, "KETEN_DATA": str(CASES / "data")})
    except subprocess.TimeoutExpired:
        return f"not done after {SECONDS} s"
    return judge(arguments, done, before, picture(folder))


def run(program, seed, number, every=False):
    """(number, runs, arguments, complaint); the arguments of the run that the complaint is of."""
    draw = random.Random(f"{seed} {number}")
    with tempfile.TemporaryDirectory(prefix="keten-mutate-") as scratch:
        folder = pathlib.Path(scratch)
        first = prepare(folder, draw)
        others = [words_of(c, draw) for c in COMMANDS if c != first[0]] if every else []
        for n, arguments in enumerate([first, *others], 1):
            wrong = run_once(program, folder, arguments)
            if wrong:
                return number, n, arguments, wrong
        return number, 1 + len(others), first, ""


def self_test(folder):
    """Programs that misbehave are noticed."""
    failures = 0
    seeded = {"a crash": "kill -SEGV $$", "another status": "exit 7", "no word": "exit 1",
              "half a document": "echo '{'", "a changed case": "echo x >> case/items.csv; exit 0",
              "a report": "echo 'x.c:1: runtime error: y' >&2; exit 1",
              "a file left": "mkdir case.draft-1; exit 0"}
    for name, act in seeded.items():
        program = folder / "bad"
        program.write_text(f"#!/bin/sh\n{act}\n")
        program.chmod(0o755)
        noticed = any(run(program, 1, number)[3] for number in range(40))
        failures += not noticed
        print(f"{'ok' if noticed else 'not ok'} - seeded: {name}")
    return failures


def main(argv):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1704)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--every", action="store_true")
    options = parser.parse_args(argv)
    program = pathlib.Path(options.program).resolve()
    failures, runs = 0, 0
    numbers = range(options.first, options.first + options.cases)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, n, arguments, wrong in pool.map(
                lambda number: run(program, options.seed, number, options.every), numbers):
            failures += bool(wrong)
            runs += n
            if wrong:
                print(f"not ok - {number}: {' '.join(arguments)}\n    {wrong}", flush=True)
    print(f"{runs} runs")
    print(f"ok {options.cases - failures} cases")
    with tempfile.TemporaryDirectory() as folder:
        status = self_test(pathlib.Path(folder))
    return 1 if failures + status else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
