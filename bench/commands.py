#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""How the processor time of whole commands grows: `./dev bench growth`.

    commands.py PROGRAM [KIND...]       KIND: one measure of a case (tests/size/cases.py)

Doubles each measure of a case, one after the other, and prints the least processor time of three
runs of each command, what doubling costs, and the exponent over all sizes. Fails where a doubling
costs 2.5 times as much or more. Takes some minutes. What does not depend on the load of the
machine is held by `./dev test size`.
"""

import math
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "size"))
import cases  # noqa: E402 (beside the tests that use it too)

SIZES = {"rows": [20000, 40000, 80000], "depth": [5000, 10000, 20000],
         "width": [5000, 10000, 20000], "organisations": [4000, 8000, 16000],
         "makers": [2000, 4000, 8000], "references": [5000, 10000, 20000], "columns": [250, 500, 1000],
         "resources": [240, 480, 960]}
REPEATS = 3
MOST = 2.5
# Less than this is the start of the program and the reading of the reference data.
FLOOR = 0.05


def seconds(program, command, folder):
    """Least processor time of some runs, and the peak memory in MB."""
    environment = dict(os.environ, KETEN_DATA=str(ROOT / "data"))
    best, memory = math.inf, 0
    for _ in range(REPEATS):
        process = subprocess.Popen([program, *cases.arguments(command, folder)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError(f"{command[0]} {folder.name}: exit {process.returncode}")
        best = min(best, usage.ru_utime + usage.ru_stime)
        memory = max(memory, usage.ru_maxrss / 1024)
    return best, memory


def main():
    program = sys.argv[1]
    kinds = sys.argv[2:] or list(SIZES)
    steep = 0
    print(f"{'command':10} {'measure':14} {'size':>7} {'seconds':>8} {'MB':>6} {'doubling':>9}")
    with tempfile.TemporaryDirectory(prefix="keten-bench-") as scratch:
        for kind in kinds:
            folders = {n: pathlib.Path(scratch) / f"{kind}-{n}" for n in SIZES[kind]}
            for n, folder in folders.items():
                cases.KINDS[kind](n).write(folder)
            for command in cases.COMMANDS[kind]:
                times = []
                for n, folder in folders.items():
                    took, memory = seconds(program, command, folder)
                    times.append(took)
                    ratio = times[-1] / max(times[-2], FLOOR) if len(times) > 1 else math.nan
                    steep += ratio >= MOST
                    print(f"{command[0]:10} {kind:14} {n:7} {took:8.2f} {memory:6.0f} "
                          f"{'' if math.isnan(ratio) else f'{ratio:.2f}':>9}"
                          f"{'  too steep' if ratio >= MOST else ''}", flush=True)
                exponent = math.log(times[-1] / times[0]) / math.log(SIZES[kind][-1] /
                                                                     SIZES[kind][0])
                print(f"{command[0]:10} {kind:14} exponent {exponent:.2f}", flush=True)
    print(f"{steep} doublings cost {MOST} times as much or more")
    return 0 if steep == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
