#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Runs the unit test programs of a build folder and counts the tests in them.

    unit.py BUILD [NAME...]     all of BUILD/tests/unit_*, or those named

Each is a cmocka program, asked for TAP; as many run at a time as there are processors. One that
crashes, hangs, or leaves before all of its tests ran counts as a failure, whatever it printed until
then.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECONDS = 300


def run(program):
    """Returns (passed, failed, skipped, output)."""
    env = dict(os.environ, CMOCKA_MESSAGE_OUTPUT="TAP")
    env.setdefault("KETEN_DATA", str(ROOT / "data"))
    try:
        done = subprocess.run([str(program)], cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=SECONDS, check=False)
        status, output = done.returncode, done.stdout.decode("utf-8", "backslashreplace")
    except subprocess.TimeoutExpired as expired:
        status, output = 124, (expired.stdout or b"").decode("utf-8", "backslashreplace")
        output += f"\nno end after {SECONDS} s"
    planned = sum(int(n) for n in re.findall(r"^1\.\.(\d+)", output, re.M))
    # cmocka 1.1 writes "not ok 2 # SKIP name" for a test that was skipped.
    results = re.findall(r"^(ok|not ok)\b(.*# SKIP)?", output, re.M | re.I)
    skipped = sum(bool(skip) for _, skip in results)
    good = sum(word == "ok" and not skip for word, skip in results)
    bad = len(results) - good - skipped
    if planned != good + bad + skipped or (status != 0 and bad == 0):
        bad += 1
        output += f"\nexit status {status} after {good + skipped} of {planned} tests"
    return good, bad, skipped, output


def main(argv):
    if not argv or argv[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    folder, names = ROOT / argv[0] / "tests", argv[1:]
    sources = {path.stem for path in (ROOT / "tests" / "unit").glob("*.c")}
    programs = sorted(path for path in folder.glob("unit_*") if path.is_file()
                      and os.access(path, os.X_OK) and path.name[5:] in sources
                      and (not names or path.name[5:] in names))
    passed = failed = skipped = 0
    for name in sorted(set(names or sources) - {path.name[5:] for path in programs}):
        failed += 1
        print(f"not ok - {name}: no such program in {folder}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for program, (good, bad, skip, output) in zip(programs, pool.map(run, programs)):
            passed, failed, skipped = passed + good, failed + bad, skipped + skip
            print(f"{'not ok' if bad else 'ok'} - {program.name[5:]} ({good} passed)", flush=True)
            if bad:
                print("".join(f"    {line}\n" for line in output.strip().splitlines()), end="")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
