#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Runs whole commands and compares what they print with what is checked in.

    golden.py PROGRAM [NAME...]             run the cases (all, or those named)
    golden.py --update PROGRAM [NAME...]    rewrite what they expect
    golden.py --self-test                   seeded differences: each must be caught

A case is a folder tests/golden/NAME with

    args      the arguments, quoted as in a shell, over as many lines as is readable; # comments
    stdin     what goes in (default: nothing)
    env       NAME=VALUE lines added to the environment
    stdout    what must come out, byte for byte (no file: nothing)
    stderr    the same for standard error
    exit      the exit status (no file: 0)

The program runs in a folder of its own below /tmp, so that nothing depends on where the user
is; KETEN_DATA, KETEN_LANG, KETEN_KERNEL and NO_COLOR are unset. In `args`, `env` and the expected
files {ROOT} stands for the repository and {TMP} for that folder. As many cases run at a time as
there are processors.
"""

import concurrent.futures
import difflib
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "golden"
UNSET = ("KETEN_DATA", "KETEN_LANG", "KETEN_KERNEL", "NO_COLOR", "LANG", "LANGUAGE", "COLUMNS")
SECONDS = 120


def read(path):
    return path.read_bytes() if path.exists() else b""


def execute(program, case):
    """Returns (stdout, stderr, exit) with the places replaced by their names."""
    with tempfile.TemporaryDirectory(prefix="keten-golden-", dir="/tmp") as tmp:
        def fill(text):
            return text.replace("{ROOT}", str(ROOT)).replace("{TMP}", tmp)

        def hide(output):
            return output.replace(tmp.encode(), b"{TMP}").replace(str(ROOT).encode(), b"{ROOT}")

        args = [fill(a) for a in shlex.split(read(case / "args").decode(), comments=True)]
        env = {k: v for k, v in os.environ.items() if k not in UNSET and not k.startswith("LC_")}
        for line in read(case / "env").decode().splitlines():
            if line.strip():
                key, _, value = line.partition("=")
                env[key] = fill(value)
        try:
            done = subprocess.run([str(program), *args], input=read(case / "stdin"), cwd=tmp,
                                  env=env, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return b"", f"golden: no end after {SECONDS} s\n".encode(), 124
        return hide(done.stdout), hide(done.stderr), done.returncode


def difference(name, expected, actual):
    if expected == actual:
        return ""
    lines = difflib.unified_diff(
        expected.decode("utf-8", "backslashreplace").splitlines(keepends=True),
        actual.decode("utf-8", "backslashreplace").splitlines(keepends=True),
        f"{name} expected", f"{name} actual", n=2)
    shown = [line if line.endswith("\n") else line + "\n" for line in lines]
    if len(shown) > 60:
        shown = shown[:60] + [f"... {len(shown) - 60} more lines\n"]
    return "".join(shown) or f"{name}: differs in line ends only\n"


def compare(program, case):
    out, err, status = execute(program, case)
    expected = int(read(case / "exit") or b"0")
    text = difference("stdout", read(case / "stdout"), out)
    text += difference("stderr", read(case / "stderr"), err)
    if status != expected:
        text += f"exit status {status}, expected {expected}\n"
    return text


def update(program, case):
    out, err, status = execute(program, case)
    for name, content in (("stdout", out), ("stderr", err),
                          ("exit", f"{status}\n".encode() if status else b"")):
        path = case / name
        if content:
            path.write_bytes(content)
        else:
            path.unlink(missing_ok=True)


def self_test():
    """A program that prints a fixed text, and expectations that differ from it."""
    script = "#!/bin/sh\necho \"out $1 $PWD\"\ncat\necho err >&2\nexit 3\n"
    right = {"args": "'a b' # comment\n", "stdin": "in\n", "stdout": "out a b {TMP}\nin\n",
             "stderr": "err\n", "exit": "3\n"}
    seeds = {"nothing": {}, "stdout": {"stdout": "out a b {TMP}\nin \n"}, "stderr": {"stderr": ""},
             "exit": {"exit": "0\n"}, "args": {"args": "a b\n"}, "line end": {"stdin": "in"}}
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "program"
        program.write_text(script)
        program.chmod(0o755)
        case = pathlib.Path(folder) / "case"
        case.mkdir()
        for seed, change in seeds.items():
            for name, text in {**right, **change}.items():
                (case / name).write_text(text)
            fine = (compare(program, case) == "") == (seed == "nothing")
            failures += not fine
            print(f"{'ok' if fine else 'not ok'} - seeded difference: {seed}")
        update(program, case)
        fine = compare(program, case) == ""
        failures += not fine
        print(f"{'ok' if fine else 'not ok'} - an updated case passes")
    return 1 if failures else 0


def main(argv):
    if argv == ["--self-test"]:
        return self_test()
    rewrite = argv[:1] == ["--update"]
    argv = argv[1:] if rewrite else argv
    if not argv or argv[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    program, names = pathlib.Path(argv[0]).resolve(), argv[1:]
    cases = sorted(p.parent for p in CASES.glob("*/args") if not names or p.parent.name in names)
    missing = set(names) - {case.name for case in cases}
    if missing:
        print(f"no such case: {', '.join(sorted(missing))}", file=sys.stderr)
        return 2
    if not cases:
        print("0 passed, 0 failed, 1 skipped")
        return 0
    if not os.access(program, os.X_OK):
        print(f"not ok - {program} is not there")
        return 1

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda case: (update if rewrite else compare)(program, case), cases)
        for case, text in zip(cases, results):
            if rewrite:
                print(f"updated {case.name}")
                continue
            failed += bool(text)
            print(f"{'not ok' if text else 'ok'} - {case.name}")
            print("".join(f"    {line}\n" for line in text.splitlines()), end="", flush=True)
    if not rewrite:
        print(f"{len(cases) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
