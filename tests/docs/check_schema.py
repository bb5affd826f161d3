#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Holds every JSON document of the program against the schema that it prints of it.

    check_schema.py PROGRAM

`keten COMMAND --schema` must be a valid JSON Schema (draft 2020-12) for every command. Against the
schema of its command is held: what the golden tests expect of commands with --json, and what the
commands print for the frigate, for the smallest example, and where lists that are empty there have
rows. Schemas refuse keys that they do not know. In a document of each command every kind of value
is given another type and every object a key too many, one at a time: each must be caught.

Needs the module jsonschema (Debian: python3-jsonschema); skipped without it. Prints one line a
check, then "N passed, N failed, N skipped".
"""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

try:
    from jsonschema import Draft202012Validator
except ImportError:
    Draft202012Validator = None

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GOLDEN = ROOT / "tests" / "golden"
CASES = ("data/cases/lcf", "examples/tiny")

# Beside each command as it is: what fills parts of the document that stay empty otherwise.
MORE = {
    "assess": ["tests/cases/drawn", "tests/cases/asked", "data/cases/lcf --scope eu --full",
               "data/cases/lcf --compare-period 2016-2020"],
    "explain": ["tests/cases/drawn --flow CHN/gallium/processing",
                "data/cases/lcf --flow CHN/germanium/processing --need newbuild"],
    "chokepoints": ["data/cases/lcf --probability --min-share 0.5",
                    "data/cases/lcf --by flow --min-share 0.5", "tests/cases/drawn --probability",
                    "examples/tiny --by organisation --order 3"],
    "criticality": ["", "--material gallium", "--importer NLD --scope eu --draws 0"],
    "stress": ["tests/cases/drawn --time", "tests/cases/drawn --event CHN --event material:gallium"
               " --kind quota --kind ban --magnitude 0.5", "data/cases/germanium-optics"],
    "simulate": ["data/cases/lcf --static --runs 400", "tests/cases/drawn --static --runs 400",
                 "tests/cases/drawn --static --event CHN --kind quota",
                 "data/cases/lcf --static --scenario china-rare-earths-2025",
                 "data/cases/germanium-optics --static"],
    "ask": ["tests/cases/asked"],
    "import": ["examples/list/parts.csv -o {TMP}/new --dry-run",
               "examples/list/parts.csv -o {TMP}/new --accept-partial --yes",
               "tests/cases/broken/share-sum -o {TMP}/new",
               "tests/golden/import-refused-nl/items.csv -o {TMP}/new --dry-run"],
    "refresh": ["tests/cases/yearly/usgs-world-2025.csv -o data --dry-run",
                "tests/cases/yearly/usgs-invented-2027.csv -o data --dry-run --yes"],
    "template": ["-o {TMP}/case.xlsx", "-o {TMP}/scan.xlsx --kind self-scan"],
}
NO_CASE = {"template", "refresh"}  # what takes none
SMALL = 60_000  # bytes of a document in which a fault is seeded at every kind of value
ALWAYS = {"simulate": "--static", "explain": "--flow CHN/gallium/processing",
          "import": "-o {TMP}/case --dry-run"}  # what a command needs


class Report:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add(self, name, faults):
        faults = list(faults)
        self.passed += not faults
        self.failed += bool(faults)
        print(f"{'not ok' if faults else 'ok'} - {name}")
        for fault in faults:
            print(f"    {fault}")

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        return 1 if self.failed else 0


def run(program, words):
    """What the command prints; {TMP} is a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("KETEN_DATA", "KETEN_LANG")}
        done = subprocess.run([program, *(word.replace("{TMP}", folder) for word in words)],
                              cwd=ROOT, capture_output=True, text=True, check=False,
                              env=environment)
    return done.stdout


def document_faults(validator, text):
    """At most three faults of one document, each with the place in it."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as fault:
        yield f"no JSON: {fault}"
        return
    faults = validator.iter_errors(document)
    for _, fault in zip(range(3), faults):
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}"
                        for part in fault.absolute_path)
        yield f"{place or 'the document'}: {fault.message[:200]}"


def schema_faults(schema, command):
    try:
        Draft202012Validator.check_schema(schema)
    except Exception as fault:  # whatever the module finds in it
        yield f"not a schema: {fault}"
        return
    if "2020-12" not in schema.get("$schema", ""):
        yield "does not say that it is of draft 2020-12"
    if schema["properties"]["command"].get("const") != command:
        yield "is not about this command"


def golden_documents():
    """(name, command, text) of each golden test that expects a document."""
    for folder in sorted(GOLDEN.iterdir()):
        stdout = folder / "stdout"
        text = stdout.read_text("utf-8") if stdout.exists() else ""
        if not text.startswith('{"keten"'):
            continue
        words = shlex.split((folder / "args").read_text("utf-8"), comments=True)
        yield folder.name, words[0], text


def commands_of(program):
    return re.findall(r"^  ([a-z]+)\b", run(program, ["--help", "--lang", "en"]), re.M)


def lines_of(command):
    """The arguments with which a command is tried."""
    needed = ALWAYS.get(command, "")
    return ([f"{case} {needed}" for case in CASES] if command not in NO_CASE else []) \
        + MORE.get(command, [])


def places(document):
    """One path to each kind of value in a document: rows of a list are one kind."""
    found, todo = {}, [((), (), document)]
    while todo:
        path, kind, value = todo.pop()
        if kind in found:
            continue
        found[kind] = path
        if isinstance(value, dict):
            todo += [((*path, key), (*kind, key), part) for key, part in value.items()]
        elif isinstance(value, list):
            todo += [((*path, i), (*kind, min(i, 3)), part) for i, part in enumerate(value)]
    return [path for path in found.values() if path]


def changed(document, path, change):
    """A copy of the document in which `change` was made of the value at the path."""
    copy = json.loads(json.dumps(document))
    owner = copy
    for step in path[:-1]:
        owner = owner[step]
    owner[path[-1]] = change(owner[path[-1]])
    return copy


def seeds(document):
    """(what is wrong, document) with one fault each."""
    for key in document:
        yield f"{key} is missing", {k: v for k, v in document.items() if k != key}
    for key in list(document["case"]) + list(document["arguments"]):
        owner = "case" if key in document["case"] else "arguments"
        yield f"{owner}.{key} is missing", {
            **document, owner: {k: v for k, v in document[owner].items() if k != key}}
    key = next(iter(document["result"]))
    yield f"result.{key} is missing", {
        **document, "result": {k: v for k, v in document["result"].items() if k != key}}
    for path in places(document):
        name = ".".join(map(str, path))
        yield f"{name} is of another type", changed(document, path, lambda value: [[{"x": [1]}]])
        value = document
        for step in path:
            value = value[step]
        if isinstance(value, dict):
            yield f"{name} has a key too many", changed(
                document, path, lambda value: {**value, "seeded": [["x"]]})


def seed_faults(validator, text):
    n = 0
    for what, seeded in seeds(json.loads(text)):
        n += 1
        if validator.is_valid(seeded):
            yield f"not caught: {what}"
    if n < 10:
        yield f"only {n} faults were seeded"


def main(argv):
    if len(argv) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    report = Report()
    if Draft202012Validator is None:
        report.skipped += 1
        print("ok - JSON documents match their schemas # SKIP no module jsonschema (Debian: "
              "python3-jsonschema; run it with /usr/bin/python3)")
        return report.close()
    program = str(pathlib.Path(argv[0]).resolve())
    validators = {}
    for command in commands_of(program):
        schema = json.loads(run(program, [command, "--schema"]))
        report.add(f"the schema of {command}", schema_faults(schema, command))
        validators[command] = Draft202012Validator(schema)
    for name, command, text in golden_documents():
        report.add(f"golden {name}", document_faults(validators[command], text)
                   if command in validators else [f"there is no command {command}"])
    for command, validator in validators.items():
        texts = []
        for line in lines_of(command):
            texts.append(run(program, [command, *shlex.split(line), "--json"]))
            report.add(f"{command} {line}", document_faults(validator, texts[-1]))
        small = [text for text in texts if text.startswith("{") and len(text) < SMALL]
        report.add(f"faults in a document of {command} are caught",
                   seed_faults(validator, max(small, key=len)) if small else ["no document"])
    return report.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
