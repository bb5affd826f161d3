#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What tests reached of src/: lines and branches by folder, and the weakest files.

    coverage.py BUILD           a build folder made with --coverage, after tests ran in it

gcovr counts. Branches that no run can take are left out, and those of exceptions and assertions: a
broken invariant ends the program. So are lines that gcov counts below 0, which it does now and then
after programs that ended while others wrote the same counts. A file compiled several times (analysis/kernel/sweep.c) counts
once, with what any of its programs reached.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
WEAKEST = 20
ASSERTION = r"\s*assert\(.*"
HEAD = f"{'':34}{'lines':>16}{'branches':>20}"


def measure(build):
    """[(path below src/, {"line": (covered, total), "branch": …})]."""
    with tempfile.TemporaryDirectory() as folder:
        summary = pathlib.Path(folder, "summary.json")
        subprocess.run(["gcovr", "-j", str(os.cpu_count()), "--root", str(ROOT), "--filter", "src/",
                        "--exclude-unreachable-branches", "--exclude-throw-branches",
                        "--exclude-branches-by-pattern", ASSERTION,
                        "--gcov-ignore-parse-errors",
                        "--json-summary", str(summary), str(build)], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
        files = json.loads(summary.read_text())["files"]
    return [(pathlib.PurePosixPath(file["filename"]).relative_to("src"),
             {kind: (file[f"{kind}_covered"], file[f"{kind}_total"]) for kind in ("line", "branch")})
            for file in files]


def percent(covered, total):
    return 100.0 * covered / total if total else 100.0


def row(name, counts):
    text = f"{name:<34}"
    for covered, total in (counts["line"], counts["branch"]):
        text += f"{percent(covered, total):8.1f} % of {total:6}" if total else f"{'-':>20}"
    return text


def add(files):
    return {kind: tuple(sum(counts[kind][i] for _, counts in files) for i in (0, 1))
            for kind in ("line", "branch")}


def main(argv):
    if len(argv) != 1 or argv[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    files = measure(ROOT / argv[0])
    if not files:
        print(f"coverage: nothing in {argv[0]} has run", file=sys.stderr)
        return 1
    print(f"\n{HEAD}")
    for folder in sorted({path.parent for path, _ in files}):
        print(row(str(folder), add([file for file in files if file[0].parent == folder])))
    print(row("all", add(files)))
    print(f"\nweakest in branches\n{HEAD}")
    weakest = sorted(files, key=lambda file: (percent(*file[1]["branch"]), str(file[0])))
    for path, counts in weakest[:WEAKEST]:
        print(row(str(path), counts))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
