#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A workbook of 200,000 rows: how long its import takes, and how much memory.

    big.py --program build/keten [--rows N]

Prints one line; fails above 2 s or 150 MB (the figures of the design, on one ordinary core).
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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=str(ROOT / "build" / "keten"))
    parser.add_argument("--rows", type=int, default=200_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="keten-big-") as folder:
        tmp = pathlib.Path(folder)
        items = [["id", "kind", "name_en", "mass_kg"], ["ship", "platform", "Ship", 1]]
        bom = [["parent", "child", "quantity", "evidence", "source"]]
        for i in range(options.rows // 2):
            items.append([f"part-{i}", "component", f"Part number {i}", i / 8])
            bom.append(["ship", f"part-{i}", 1 + i % 7, "C", "a list"])
        workbook.write(tmp / "big.xlsx", {"items": items, "bom": bom})
        start = time.monotonic()
        process = subprocess.Popen([options.program, "import", tmp / "big.xlsx", "-o", tmp / "case"],
                                   stdout=subprocess.DEVNULL,
                                   env=dict(os.environ, KETEN_DATA=str(ROOT / "data")))
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        megabytes = usage.ru_maxrss / 1024
        print(f"{options.rows} rows: {seconds:.2f} s, {megabytes:.0f} MB, exit {status >> 8}")
        return 0 if status == 0 and seconds < 2 and megabytes < 150 else 1


if __name__ == "__main__":
    sys.exit(main())
