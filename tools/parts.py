#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Runs the parts of a test and counts what passed: `./dev test` hands it its table.

    parts.py LOGS < TABLE       logs go into the folder LOGS, one a part
    parts.py --self-test        seeded misbehaviour: each must be told

A line of the table is

    title | cores | after | file | command

`cores` is "all" for a part that uses every processor itself, "one" for one that is run beside
others, as many at a time as there are processors. `after` names a part without which this one is
skipped, or is "-"; so does `file`, a path that must be there. The command is divided into words as
a shell divides them. Parts start in the order of the table, and are told in it.

The last line counts the tests, "N passed, N failed, N skipped"; before it stand the ten slowest
parts, with their seconds on the clock and of processor.
"""

import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SLOWEST = 10
SHOWN = 200  # lines of the log of a part that fails


class Part:
    """A line of the table, and what became of it."""

    def __init__(self, line):
        fields = [field.strip() for field in line.split("|", 4)]
        if len(fields) != 5 or fields[1] not in ("one", "all") or not fields[0] or not fields[4]:
            raise SystemExit(f"parts: a line of the table is not as expected: {line!r}")
        self.title, self.cores, self.after, self.file, command = fields
        self.command = shlex.split(command)
        self.why = ""           # it was skipped
        self.counts = None      # (passed, failed, skipped)
        self.seconds = self.cpu = 0.0

    def log(self, folder):
        return folder / (re.sub(r"[^A-Za-z0-9]+", "-", self.title) + ".log")


def count(text, status):
    """(passed, failed, skipped) that a log tells of.

    Understands, in this order: a closing line "N passed, N failed[, N skipped]"; Python's unittest;
    "ok" and "not ok" lines, where "ok N cases" is N tests; else the whole part is one test, decided
    by its exit status.
    """
    closing = re.findall(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?", text, re.M)
    ran = re.findall(r"^Ran (\d+) tests? in ", text, re.M)
    if closing:
        passed, failed, skipped = (int(n or 0) for n in closing[-1])
    elif ran:
        verdict = (re.findall(r"^(?:FAILED|OK) \(.*", text, re.M) or [""])[-1]
        number = {word: int(n) for word, n in re.findall(r"(\w+)=(\d+)", verdict)}
        failed = number.get("failures", 0) + number.get("errors", 0)
        skipped = number.get("skipped", 0)
        passed = int(ran[-1]) - failed - skipped
    else:
        lines = re.findall(r"^(not ok|ok)(?: (\d+) cases?$|( .*)?$)", text, re.M)
        failed = sum(word == "not ok" for word, _, _ in lines)
        skipped = sum(word == "ok" and bool(re.search("# skip", rest, re.I))
                      for word, _, rest in lines)
        passed = sum(int(n or 1) for word, n, _ in lines if word == "ok") - skipped
    if passed + failed + skipped == 0 and status == 0:
        passed = 1
    if status != 0 and failed == 0:
        failed = 1
    return passed, failed, skipped


class Runner:
    def __init__(self, parts, logs):
        self.parts, self.logs = parts, logs
        self.running = {}       # process id: (part, process, start)
        self.n_told = 0

    def start(self, part):
        with open(part.log(self.logs), "wb") as log:
            process = subprocess.Popen(part.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log,
                                       stderr=subprocess.STDOUT, start_new_session=True)
        self.running[process.pid] = part, process, time.monotonic()

    def wait(self):
        """Until one of those that run has ended."""
        pid, status, usage = os.wait4(-1, 0)
        if pid not in self.running:
            return
        part, process, started = self.running.pop(pid)
        process.returncode = os.waitstatus_to_exitcode(status)
        part.seconds = time.monotonic() - started
        part.cpu = usage.ru_utime + usage.ru_stime
        text = part.log(self.logs).read_text("utf-8", "backslashreplace")
        part.counts = count(text, process.returncode)
        self.tell()

    def skip(self, part, why):
        part.why, part.counts = why, (0, 0, 1)
        self.tell()

    def tell(self):
        """Tells of the parts that have ended, as far as those before them have."""
        while self.n_told < len(self.parts) and self.parts[self.n_told].counts is not None:
            part = self.parts[self.n_told]
            self.n_told += 1
            passed, failed, skipped = part.counts
            if part.why:
                print(f"skip {part.title}: {part.why}", flush=True)
            elif not failed:
                print(f"ok   {part.title}: {passed} passed, {skipped} skipped ({part.seconds:.0f} s)",
                      flush=True)
            else:
                print(f"FAIL {part.title}: {passed} passed, {failed} failed, {skipped} skipped "
                      f"({part.seconds:.0f} s)")
                path = part.log(self.logs)
                lines = path.read_text("utf-8", "backslashreplace").splitlines()
                print("".join(f"    {line}\n" for line in lines[-SHOWN:]), end="")
                print(f"     whole log: {os.path.relpath(path, ROOT)}", flush=True)

    def run(self):
        before_it = {}          # title: part
        for part in self.parts:
            while self.running and (part.cores == "all" or
                                    len(self.running) >= (os.cpu_count() or 1)):
                self.wait()
            before = before_it.get(part.after)
            before_it[part.title] = part
            while before is not None and before.counts is None:
                self.wait()
            if part.file != "-" and not (ROOT / part.file).exists():
                self.skip(part, f"no {part.file}")
            elif before is not None and (before.why or before.counts[1]):
                self.skip(part, f"{before.title} failed")
            else:
                self.start(part)
                while part.cores == "all" and part.counts is None:
                    self.wait()
        while self.running:
            self.wait()

    def stop(self):
        for pid in self.running:
            os.killpg(pid, signal.SIGTERM)
        while self.running:
            self.wait()


def close(parts):
    """The slowest parts, and the closing line. Returns the exit status."""
    slowest = sorted((part for part in parts if not part.why), key=lambda part: -part.seconds)
    if len(parts) > 1:
        print("slowest parts (seconds, seconds of processor):")
        for part in slowest[:SLOWEST]:
            print(f"{part.seconds:7.1f} {part.cpu:7.1f}  {part.title}")
    passed, failed, skipped = (sum(part.counts[i] for part in parts) for i in range(3))
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if failed else 0


def main(argv):
    if argv == ["--self-test"]:
        return self_test()
    if len(argv) != 1 or argv[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    logs = ROOT / argv[0]
    logs.mkdir(parents=True, exist_ok=True)
    parts = [Part(line) for line in sys.stdin.read().splitlines() if line.strip()]
    runner = Runner(parts, logs)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does
    try:
        runner.run()
    except KeyboardInterrupt:
        runner.stop()
        print("parts: stopped before the end", file=sys.stderr)
        return 130
    return close(parts)


# --- seeded misbehaviour -------------------------------------------------------------------

SEEDED = {
    "a closing line": ("1 passed, 1 failed\n3 passed, 0 failed, 2 skipped\n", 0, (3, 0, 2)),
    "a closing line that denies the status": ("3 passed, 0 failed\n", 1, (3, 1, 0)),
    "unittest": ("Ran 5 tests in 0.1s\n\nOK (skipped=1)\n", 0, (4, 0, 1)),
    "a failure of unittest": ("Ran 5 tests in 0.1s\n\nFAILED (failures=1, errors=1)\n", 1, (3, 2, 0)),
    "lines": ("ok - a\nnot ok - b\nok - c # SKIP not here\nok 20 cases\nokay\n", 1, (21, 1, 1)),
    "nothing": ("", 0, (1, 0, 0)),
    "a crash": ("ok - a\n", -11, (1, 1, 0)),
}
TABLE = """
build | all | -     | -      | true
good  | one | build | -      | sh -c 'echo "ok - a"'
bad   | one | build | -      | sh -c 'echo "not ok - a"; exit 1'
dead  | one | -     | -      | sh -c 'kill -9 $$'
gone  | one | -     | tests/ | true
later | one | bad   | -      | true
none  | one | -     | none.x | true
"""
TOLD = "ok,ok,FAIL,FAIL,ok,skip,skip"


def self_test():
    failures = 0

    def judge(name, fine):
        nonlocal failures
        failures += not fine
        print(f"{'ok' if fine else 'not ok'} - seeded: {name}")

    for name, (text, status, expected) in SEEDED.items():
        judge(name, count(text, status) == expected)
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([sys.executable, __file__, folder], input=TABLE, text=True,
                              capture_output=True, check=False)
    lines = done.stdout.splitlines()
    told = [line.split()[0] for line in lines if re.match(r"(ok|FAIL|skip) ", line)]
    judge("parts that fail, die and are skipped", ",".join(told) == TOLD and done.returncode == 1)
    judge("the closing line", lines[-1:] == ["3 passed, 2 failed, 2 skipped"])
    judge("the slowest parts", sum(bool(re.match(r" +[\d.]+ +[\d.]+  \w", x)) for x in lines) == 5)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
