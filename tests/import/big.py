#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A workbook of 200,000 rows: how long its import takes, and how much memory.

    big.py --program build/keten [--rows N]

Prints one line; fails above 2 s of a core or 150 MB.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import workbook

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def make(path, rows):
    items = [["id", "kind", "name_en", "mass_kg"], ["ship", "platform", "Ship", 1]]
    bom = [["parent", "child", "quantity", "evidence", "source"]]
    for i in range(rows // 2):
        items.append([f"part-{i}", "component", f"Part number {i}", i / 8])
        bom.append(["ship", f"part-{i}", 1 + i % 7, "C", "a list"])
    workbook.write(path, {"items": items, "bom": bom})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=str(ROOT / "build" / "keten"))
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--make", help="only write the workbook, to this path")
    options = parser.parse_args()
    if options.make:
        make(options.make, options.rows)
        return 0
    with tempfile.TemporaryDirectory(prefix="keten-big-") as folder:
        tmp = pathlib.Path(folder)
        # By a process of its own: a child's peak memory counts what its parent had before exec.
        subprocess.run([sys.executable, __file__, "--rows", str(options.rows), "--make",
                        str(tmp / "big.xlsx")], check=True)
        start = time.monotonic()
        process = subprocess.Popen([options.program, "import", tmp / "big.xlsx", "-o", tmp / "case"],
                                   stdout=subprocess.DEVNULL,
                                   env=dict(os.environ, KETEN_DATA=str(ROOT / "data")))
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        busy = usage.ru_utime + usage.ru_stime
        megabytes = usage.ru_maxrss / 1024
        print(f"{options.rows} rows: {busy:.2f} s of a core ({wall:.2f} s on the clock), "
              f"{megabytes:.0f} MB, exit {status >> 8}")
        return 0 if status == 0 and busy < 2 and megabytes < 150 else 1


if __name__ == "__main__":
    sys.exit(main())
