#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""One door: a program in C, one in Python and the command line get the same bytes.

    door.py BUILD

Runs every operation on two cases through BUILD/keten, BUILD/tests/door-run (a stranger's program in
C) and python/keten, and compares documents, messages and exit status; holds what libketen.so shows
against include/keten.h; moves the library about with its data; interrupts Python; runs the
examples. Prints one line a check, then "N passed, N failed, N skipped".
"""

import csv
import inspect
import json
import logging
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = ("data/cases/lcf", "tests/cases/asked")
BROKEN = "tests/cases/broken/cell-empty"
UNSET = ("KETEN_DATA", "KETEN_LANG", "KETEN_LIBRARY", "PYTHONPATH", "LD_LIBRARY_PATH")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in UNSET}

sys.path.insert(0, str(ROOT / "python"))

# Arguments of each operation by name; {TMP} is a folder of this run, emptied before each.
RUNS = {
    "check": [{}],
    "assess": [{}, {"scope": "eu", "lang": "nl"}],
    "explain": [{"flow": "CHN/gallium/processing"}, {"flow": "CHN/gallium/processing", "full": True, "lang": "nl"}],
    "chokepoints": [{"by": "country", "min-share": 0.5}, {"count": True}],
    "criticality": [{"draws": 20}],
    "ask": [{"output": "{TMP}/out", "deadline": "2026-03-31", "date": "2026-01-05"}],
    "template": [{"output": "{TMP}/case.xlsx"}],
    "import": [{"output": "{TMP}/new", "accept-partial": True, "yes": True}],
    "refresh": [{"output": "data", "dry-run": True}],
    "stress": [{"time": True}, {"event": ["CHN/gallium/processing", "RUS", "NLD"],
                                "magnitude": [0.5, 0.25, 1], "kind": "ban"}],
    "simulate": [{"static": True, "runs": 50, "threads": 2},
                 {"static": True, "event": ["CHN", "RUS"], "magnitude": 0.5}],
}

# What is no case.
YEARLY = "tests/cases/yearly/usgs-invented-2027.csv"


class Report:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, name, holds, why=""):
        self.passed += bool(holds)
        self.failed += not holds
        print(f"ok - {name}" if holds else f"not ok - {name}\n    {why}", flush=True)

    def equal(self, name, found, expected):
        self.check(name, found == expected, f"found {found!r:.2000}\n    expected {expected!r:.2000}")

    def skip(self, name, why):
        self.skipped += 1
        print(f"ok - {name} # SKIP {why}", flush=True)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        return 1 if self.failed else 0


def run(command, cwd=ROOT, seconds=120, **more):
    """(exit status, standard output, standard error)"""
    env = {**ENVIRONMENT, **more}
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=env, capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=seconds, check=False)
    return done.returncode, done.stdout, done.stderr.decode()


def fresh(folder):
    """The folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def as_options(arguments):
    words = []
    for name, value in each_value(arguments):
        words += [f"--{name}"] if value is True else [f"--{name}", str(value)]
    return words


def as_pairs(arguments):
    return [text for name, value in each_value(arguments)
            for text in (name, "true" if value is True else str(value))]


def each_value(arguments):
    """What is given several times is a list."""
    for name, value in arguments.items():
        for each in value if isinstance(value, list) else [value]:
            yield name, each


def subjects(keten, operation, case):
    """What an operation is about, as Python, the C program and the command line name it."""
    subject = keten.Session()._describe(operation)["subject"]
    if subject is None:
        return [], []
    about = YEARLY if operation == "refresh" else case
    return [about], [subject["name"], about]


def in_python(keten, operation, about, arguments):
    """As `run`, of a call."""
    names = {name.replace("-", "_"): value for name, value in arguments.items()}
    try:
        return 0, keten.render(operation, *about, **names).encode(), ""
    except keten.Error as error:
        return error.status, b"", str(error)


def same_bytes(report, keten, build, folder):
    report.equal("every operation is run", set(RUNS), {each["name"] for each in keten.operations()})
    for operation, ways in RUNS.items():
        for case in CASES:
            for way in ways:
                arguments = {name: value.replace("{TMP}", str(folder))
                             if isinstance(value, str) else value for name, value in way.items()}
                about, pairs = subjects(keten, operation, case)
                name = f"{operation} of {case} {' '.join(as_options(way))}"
                fresh(folder)
                shell = run([build / "keten", operation, *about, *as_options(arguments), "--json"])
                fresh(folder)
                program = run([build / "tests/door-run", operation, "json", "", *pairs,
                               *as_pairs(arguments)])
                fresh(folder)
                python = in_python(keten, operation, about, arguments)
                report.check(f"{name}: a document", shell[0] == 0 and len(shell[1]) > 100, shell)
                report.equal(f"{name}: C", program, shell)
                report.equal(f"{name}: Python", python[:2], shell[:2])


def same_in_other_formats(report, keten, build):
    case = CASES[1]
    for form, table, more in (("text", "", {}), ("md", "", {"lang": "nl"}), ("csv", "risks", {}),
                              ("text", "", {"full": True})):
        shell = run([build / "keten", "assess", case, "--format", form, *as_options(more),
                     *(["--table", table] if table else [])])
        program = run([build / "tests/door-run", "assess", form, table, "case", case,
                       *as_pairs(more)])
        report.equal(f"{form} {more}: C", program, shell)
        found = keten.render("assess", case, format=form, table=table or None, **more)
        report.equal(f"{form} {more}: Python", found.encode(), shell[1])
    shell = run([build / "keten", "chokepoints", case, "--format", "open-psa"])
    program = run([build / "tests/door-run", "chokepoints", "", "", "case", case, "format",
                   "open-psa"])
    report.equal("a format of its own: C", program, shell)
    found = keten.render("chokepoints", case, format="open-psa")
    report.equal("a format of its own: Python", found.encode(), shell[1])


def same_failures(report, keten, build):
    for operation, arguments in (("check", {}), ("assess", {}), ("check", {"lang": "nl"}),
                                 ("stress", {"lang": "nl"})):
        shell = run([build / "keten", operation, BROKEN, *as_options(arguments), "--json"])
        program = run([build / "tests/door-run", operation, "json", "", "case", BROKEN,
                       *as_pairs(arguments)])
        report.equal(f"{operation} {arguments} of a case with faults: C", program, shell)
        try:
            keten.run(operation, BROKEN, **arguments)
            report.check("faults are an error", False)
        except keten.Error as error:
            told = [*error.messages, "keten: " + error.message]
            report.equal(f"{operation} {arguments} of a case with faults: Python",
                         (error.status, told), (shell[0], shell[2].splitlines()))
            report.equal(f"{operation} {arguments}: its document", error.document,
                         json.loads(shell[1]) if shell[1] else None)
    try:
        keten.render("check", BROKEN, format="text")
        report.check("faults are an error of a page too", False)
    except keten.Error as error:
        report.check("the error of a page has the document", bool(error.document), error.document)
    for asked, said in (
            ({"tarket": "x"}, 'assess has no argument "tarket": did you mean "target"?'),
            ({"output": "x"}, 'assess has no argument "output"'),
            ({"impact": 2}, '--impact "2": a number from 0 to 1 is expected'),
            ({"target": ["a", "b"]}, "--target is given twice"),
            ({"full": "yes"}, '--full "yes" is not one of: true, false')):
        try:
            keten.run("assess", CASES[1], **asked)
            report.check(f"{asked} is refused", False)
        except keten.Error as error:
            report.equal(f"{asked} is refused", (error.status, error.message), (2, said))


def check_exports(report, build):
    header = (ROOT / "include/keten.h").read_text("utf-8")
    declared = set(re.findall(r"^KT_API [^;(]*?\b(kt_\w+)\(", header, re.M))
    shown = subprocess.run(["nm", "-D", "--defined-only", build / "libketen.so"],
                           capture_output=True, text=True, check=True).stdout.split("\n")
    symbols = {line.split()[2] for line in shown if line and line.split()[1] != "A"}
    report.equal("the library shows what the header declares, in one version", symbols,
                 {name + "@@KETEN_0" for name in declared})
    report.check("the header declares the door", {"kt_run", "kt_operations"} <= declared, declared)
    names = subprocess.run(["readelf", "-d", build / "libketen.so"], capture_output=True, text=True,
                           check=True).stdout
    report.check("the library has a soname", "[libketen.so.0]" in names, names)
    version = run(["/usr/bin/env", "python3", "-c", "import keten; print(keten.version())"],
                  PYTHONPATH=ROOT / "python")
    shell = run([build / "keten", "--version"])
    report.equal("Python knows the version", version[1].decode(), shell[1].decode().split()[1] + "\n")


def check_places(report, build, folder):
    """The library finds its data from its own place, from any folder, and what is named comes
    first."""
    program = build / "tests/door-run"
    ask = [program, "check", "json", "", "case", "lcf"]
    for library, data in (("lib", "share/keten"), ("lib/x86_64-linux-gnu", "share/keten"),
                          ("build", "data"), ("keten", "keten/data")):
        place = fresh(folder)
        (place / library).mkdir(parents=True)
        shutil.copy(build / "libketen.so", place / library / "libketen.so.0")
        (place / data).parent.mkdir(parents=True, exist_ok=True)
        (place / data).symlink_to(ROOT / "data")
        found = run(ask, cwd="/", LD_LIBRARY_PATH=place / library)
        report.check(f"data in {data} for a library in {library}", found[0] == 0, found)
        (place / data).unlink()
        if data != "data":
            continue
        named = run(ask, cwd="/", LD_LIBRARY_PATH=place / library, KETEN_DATA=ROOT / "data")
        report.check("$KETEN_DATA is taken", named[0] == 0, named)
        wrong = run(ask, cwd="/", LD_LIBRARY_PATH=build, KETEN_DATA="/nowhere")
        report.check("$KETEN_DATA is never replaced", wrong[0] == 1 and "/nowhere/" in wrong[2],
                     wrong)


def check_python(report, keten):
    document = keten.run("assess", CASES[0], target="fn-air-defence")
    report.equal("the document is whole", list(document),
                 ["keten", "command", "case", "arguments", "result"])
    report.equal("the target is told", document["arguments"]["target"], "fn-air-defence")
    rows = keten.table(document, "risks")
    report.equal("a table has the rows of the document", len(rows), len(document["result"]["risks"]))
    for operation, tables in {"assess": ("risks", "dependence.country", "visibility"),
                              "stress": ("events",), "chokepoints": ("cut_sets",)}.items():
        made = keten.run(operation, CASES[0])
        for table in tables:
            lines = keten.render(operation, CASES[0], format="csv", table=table).splitlines()
            rows = keten.table(made, table)
            report.equal(f"{operation} {table}: the columns of its CSV",
                         (",".join(rows[0]), len(rows)), (lines[0], len(lines) - 1))
    try:
        keten.table(document, "risk")
        report.check("a table that is not there", False)
    except keten.Error as error:
        report.check("a table that is not there", error.status == 2 and "risks" in error.message)
    for what, run in {"a NUL in a case": lambda: keten.run("check", CASES[1] + "\0x"),
                      "a NUL in an argument": lambda: keten.run("assess", CASES[1],
                                                                target="fri\0gate"),
                      "a NUL in a name": lambda: keten.run("check", CASES[1], **{"qui\0et": True}),
                      "a NUL in a folder": lambda: keten.Session("a\0b")}.items():
        try:
            run()
            report.check(what, False)
        except keten.Error as error:
            report.check(what, error.status == 2 and " is expected, got " in error.message,
                         error.message)
    signature = inspect.signature(keten.stress)
    report.equal("a function has the arguments of its operation", str(signature),
                 "(case, /, *, " + ", ".join(
                     f"{each['name']}={each['default']!r}" for each in
                     keten.Session()._describe("stress")["arguments"]) + ")")
    report.check("and says what they are", "target" in keten.stress.__doc__ and
                 keten.Session()._describe("stress")["summary"] in keten.stress.__doc__)
    report.equal("called as a function", keten.check(CASES[1]), keten.run("check", CASES[1]))
    try:
        import pandas
        frame = pandas.DataFrame(keten.table(document, "risks"))
        report.equal("pandas takes a table", list(frame["material"]),
                     [row["material"] for row in document["result"]["risks"]])
    except ImportError:
        report.skip("pandas takes a table", "pandas is not installed")


def check_progress(report, keten):
    told = []
    keten.Session().run("assess", CASES[0],
                        progress=lambda phase, done, n: told.append((phase, done, n)))
    report.check("progress is told", {"reading", "checking"} <= {phase for phase, _, _ in told}, told)

    def refuse(*_):
        raise KeyError("enough")
    try:
        keten.run("assess", CASES[0], progress=refuse)
        report.check("what progress raises is raised", False)
    except KeyError as error:
        report.check("what progress raises is raised", error.args == ("enough",))


INTERRUPTED = """
import keten, sys
def tell(phase, done, n):
    if phase == "drawing years":
        print(phase, flush=True)
try:
    keten.run("simulate", sys.argv[1], static=True, runs=10**9, spread=0.1, progress=tell)
except KeyboardInterrupt:
    keten.run("check", sys.argv[1])  # the session goes on
    sys.exit(77)
"""


def hear_interrupts():
    """A shell lets what it runs in the background ignore Ctrl-C, and so what that starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def check_interrupt(report):
    child = subprocess.Popen([sys.executable, "-c", INTERRUPTED, CASES[0]], cwd=ROOT,
                             env={**ENVIRONMENT, "PYTHONPATH": str(ROOT / "python")},
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             preexec_fn=hear_interrupts)
    child.stdout.readline()
    begun = time.monotonic()
    child.send_signal(signal.SIGINT)
    try:
        _, told = child.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        child.kill()
        _, told = child.communicate()
    report.check("Ctrl-C ends a run and Python goes on", child.returncode == 77,
                 f"{child.returncode} after {time.monotonic() - begun:.1f} s: {told}")


def check_examples(report, build, folder):
    expected = "".join(run([build / "keten", name, CASES[0]])[1].decode()
                       for name in ("assess", "stress", "chokepoints"))
    found = run([build / "keten-example-runs", CASES[0]])
    report.equal("examples/runs.c prints what the program does", found[1].decode(), expected)
    out = fresh(folder) / "out.csv"
    found = run([sys.executable, "examples/python/sweep.py", CASES[0], out],
                PYTHONPATH=ROOT / "python")
    rows = out.read_text().splitlines() if out.exists() else []
    report.check("examples/python/sweep.py writes its table",
                 found[0] == 0 and len(rows) > 5 and rows[0].startswith("target,country,"), found)
    first = next(csv.DictReader(rows))
    told = [json.loads(run([build / "keten", *words, CASES[0], "--target", first["target"],
                            "--json"])[1])["result"]
            for words in (["assess"], ["stress"], ["chokepoints", "--order", "2"])]
    report.equal("its figures are those of the program", [
        float(first["dependence"]), float(first["loss"]), first["stops_alone"]], [
        next(row["dependence"] for row in told[0]["dependence"]["country"]
             if row["id"] == first["country"]),
        next(row["loss"] for row in told[1]["events"]
             if (row["class"], row["id"]) == ("country", first["country"])),
        str([first["country"]] in [cut["events"] for cut in told[2]["cut_sets"]])])
    for path, most in (("examples/runs.c", 30), ("examples/python/sweep.py", 60),
                       ("python/keten/__init__.py", 300)):
        lines = (ROOT / path).read_text("utf-8").count("\n")
        report.check(f"{path} has at most {most} lines", lines <= most, lines)


def main(argv):
    if len(argv) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    build = pathlib.Path(argv[0]).resolve()
    os.environ["KETEN_LIBRARY"] = str(build / "libketen.so")
    ENVIRONMENT["KETEN_LIBRARY"] = str(build / "libketen.so")
    os.environ.pop("KETEN_DATA", None)
    os.environ.pop("KETEN_LANG", None)
    os.chdir(ROOT)
    logging.getLogger("keten").setLevel(logging.CRITICAL)
    import keten
    report = Report()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve() / "work"
        same_bytes(report, keten, build, folder)
        same_in_other_formats(report, keten, build)
        same_failures(report, keten, build)
        check_exports(report, build)
        check_places(report, build, folder)
        check_python(report, keten)
        check_progress(report, keten)
        check_interrupt(report)
        check_examples(report, build, folder)
    return report.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
