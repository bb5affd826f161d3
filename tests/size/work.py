#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Whether whole commands grow with their input and no faster: what does not depend on load.

    work.py PROGRAM SHIM        SHIM is tests/libfault_shim.so, which counts allocations

Each command runs on a case and on one four times as large (cases.py), measure by measure. Its
allocations, its peak memory and what it writes may become at most five times as much. Times are
left to `./dev bench growth`. And a case that is too large for the memory that is free ends at once,
with figures, and with nothing written.
"""

import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

import cases

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TIMES = 4
MOST = 5.0
SMALL = {"rows": 2000, "depth": 1500, "width": 1500, "organisations": 1500, "references": 1500,
         "makers": 1000, "columns": 225, "resources": 240, "workbook": 10000}
ROOM = 60000  # rows of a case that takes some tens of MB
COLUMNS = 1200000  # rows of a file of which the columns alone take more than a dozen MB
# Below these, a difference is of tables and buffers that any case needs.
FLOOR = {"allocations": 2000, "memory (kB)": 4096, "output (bytes)": 20000}


def run(program, shim, arguments, folder):
    """Allocations, peak memory in kB and bytes written of one command."""
    read_end, write_end = os.pipe()
    out = folder / "out"
    environment = dict(os.environ, KETEN_DATA=str(ROOT / "data"), LD_PRELOAD=str(shim),
                       KETEN_FAULT_REPORT=str(write_end))
    with open(out, "wb") as file:
        process = subprocess.Popen([program, *arguments], stdout=file, stderr=subprocess.PIPE,
                                   env=environment, pass_fds=[write_end])
        os.close(write_end)
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    with os.fdopen(read_end) as report:
        counts = report.read().split()
    if process.returncode != 0 or len(counts) != 3:
        raise RuntimeError(f"{' '.join(arguments)}: exit {process.returncode}: {said.decode()}")
    return {"allocations": int(counts[0]), "memory (kB)": usage.ru_maxrss,
            "output (bytes)": out.stat().st_size}


def too_much(small, large, nothing):
    """What grew by more than it may, where `nothing` is what a command takes that has no case."""
    found = []
    for measure, floor in FLOOR.items():
        before = max(small[measure] - nothing[measure], floor)
        after = large[measure] - nothing[measure]
        if after > MOST * before:
            found.append(f"{measure} {before} -> {after}")
    return found


def check_judge():
    """The seeded defects: the square of the input in one measure, each must be told."""
    base = {"allocations": 100000, "memory (kB)": 50000, "output (bytes)": 100000}
    none = dict.fromkeys(base, 0)
    for measure in base:
        linear = {key: 4 * value for key, value in base.items()}
        square = dict(linear, **{measure: 16 * base[measure]})
        if too_much(base, linear, none) or len(too_much(base, square, none)) != 1:
            return False
    return True


def under(program, arguments, limit):
    """Exit status, bytes written and what is said in an address space of so many bytes."""
    done = subprocess.run([program, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                          env=dict(os.environ, KETEN_DATA=str(ROOT / "data")), check=False,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS,
                                                                (limit, limit)))
    return done.returncode, len(done.stdout), done.stderr.decode()


def check_room(program, arguments):
    """What is wrong with how a command ends, the less memory it has; "" where nothing is."""
    figures = False
    limit = 192 << 20
    status, _, said = under(program, arguments, limit)
    if status != 0:
        return f"exit {status} with much room: {said}"
    while limit > 60 << 20:
        limit -= limit // 10
        status, written, said = under(program, arguments, limit)
        if status not in (0, 3) or (status == 3 and written > 0):
            return f"exit {status}, {written} bytes, with {limit >> 20} MiB: {said}"
        figures |= status == 3 and "MB are free" in said
    return "" if figures else "no refusal has figures"


def check_columns(program, folder):
    """What is wrong with how a file is refused whose columns do not fit; "" where nothing is."""
    case = cases.Case()
    for i in range(COLUMNS):
        case.add("organisations", f"o{i}", "A", "NLD")
    case.write(folder)
    figures = refused = False
    for limit in (160, 100, 70, 50, *range(40, 20, -2)):
        status, written, said = under(program, ["check", str(folder)], limit << 20)
        if status not in (0, 3) or (status == 3 and written > 0) or (status == 0 and refused):
            return f"exit {status}, {written} bytes, with {limit} MiB: {said}"
        refused |= status == 3
        needs = re.search(r"needs (\d+) MB, and (\d+) MB are free", said)
        if needs and int(needs[1]) <= int(needs[2]):
            return f"refused what fits, with {limit} MiB: {said}"
        figures |= needs is not None
    return "" if figures else "no refusal has figures"


def main():
    program, shim = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:])
    failed = passed = 0
    with tempfile.TemporaryDirectory(prefix="keten-size-") as scratch:
        folder = pathlib.Path(scratch)
        nothing = run(program, shim, ["--version"], folder)
        for kind, n in SMALL.items():
            for size in (n, TIMES * n):
                cases.KINDS[kind](size).write(folder / f"{kind}-{size}")
            for command in cases.COMMANDS[kind]:
                runs = [run(program, shim, cases.arguments(command, folder / f"{kind}-{size}"),
                            folder) for size in (n, TIMES * n)]
                found = too_much(*runs, nothing)
                failed += bool(found)
                passed += not found
                print(f"{'not ok' if found else 'ok'} - {command[0]}, {kind} {n} -> {TIMES * n}"
                      f"{''.join(': ' + what for what in found)}")
        cases.KINDS["rows"](ROOM).write(folder / "room")
        for command in (cases.ALL[1], cases.ALL[4]):  # assess, simulate
            found = check_room(program, cases.arguments(command, folder / "room"))
            failed += bool(found)
            passed += not found
            print(f"{'not ok' if found else 'ok'} - {command[0]}, too little memory"
                  f"{': ' + found if found else ''}")
        found = check_columns(program, folder / "columns")
        failed += bool(found)
        passed += not found
        print(f"{'not ok' if found else 'ok'} - check, columns that do not fit"
              f"{': ' + found if found else ''}")
    good = check_judge()
    print(f"{'ok' if good else 'not ok'} - growth with the square is noticed")
    print(f"{passed + good} passed, {failed + (not good)} failed, 0 skipped")
    return 0 if failed == 0 and good else 1


if __name__ == "__main__":
    sys.exit(main())
