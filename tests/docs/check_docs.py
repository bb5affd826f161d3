#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Holds what is written about the program against the program.

    check_docs.py PROGRAM

The completion must offer exactly the commands and options that `--help` lists, the values that it
names and the tables of each result; the manual page that was built beside the program must have
each of them, with what the help says of it; excerpts of output in README.md and the guides must be
output; docs/data.md must describe every table and column of src/model/schema.c, with its type and
whether it is required, and every key of `assess --json` and of the other results that it is about.
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SCRIPT = ROOT / "completions" / "keten.bash"


def help_of(program, *command):
    return subprocess.run([program, *command, "--lang", "en", "--help"], capture_output=True,
                          text=True, check=True).stdout


def commands_of(program):
    return set(re.findall(r"^  ([a-z]+)\b", help_of(program), re.M))


def options_of(program, command):
    """{option: its value word or ""}"""
    return dict(re.findall(r"^  (--[a-z-]+)(?: ([A-Za-z_|,.-]+))?  ", help_of(program, command),
                           re.M))


def tables_of(program, command):
    """The lists of a command's result as its schema has them, at most one record deep; lists of
    plain values are none."""
    done = subprocess.run([program, command, "--schema"], capture_output=True, text=True,
                          check=True)
    def lists(properties, before=""):
        for key, value in properties.items():
            for each in value.get("anyOf", [value]):
                items = each.get("items", {})
                if "properties" in items or "prefixItems" in items:
                    yield before + key
                elif before == "" and "properties" in each:
                    yield from lists(each["properties"], key + ".")
    return set(lists(json.loads(done.stdout)["properties"]["result"]["properties"]))


def complete(program, *words):
    """What the completion offers for the last of `words`."""
    script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _keten;'
              'printf "%s\\n" "${COMPREPLY[@]}"')
    done = subprocess.run(["bash", "-c", script, "bash", SCRIPT, program, *words], text=True,
                          capture_output=True, check=True, cwd=ROOT)
    return {line for line in done.stdout.splitlines() if line}


def completion_faults(program, expected):
    """`expected`: {command: {option: value}}."""
    offered = complete(program, "")
    if offered != set(expected) | {"help"}:
        yield f"commands: {sorted(offered)} are offered, {sorted(expected)} are there"
    for command, options in expected.items():
        offered = complete(program, command, "-")
        if offered != set(options):
            yield f"{command}: {sorted(offered ^ set(options))} differ"
        for option, value in options.items():
            if "|" in value and complete(program, command, option, "") != set(value.split("|")):
                yield f"{command} {option}: not the values {value}"


def table_faults(program, expected, word=""):
    """`expected`: {command: {table}}."""
    for command, tables in expected.items():
        offered = complete(program, command, "--table", word)
        if offered != {table for table in tables if table.startswith(word)}:
            yield f"{command} --table {word}: {sorted(offered)} are offered, not {sorted(tables)}"


def output_faults(program):
    for words, offered in ((("stress", "-o", "docs/dat"), "docs/data.md"),
                           (("import", "-o", "docs/ma"), "docs/man"),
                           (("template", "--output", "READ"), "README.md")):
        if complete(program, *words) != {offered}:
            yield f"{' '.join(words)} does not offer {offered}"


def item_faults(program):
    offered = complete(program, "assess", "examples/tiny", "--target", "r")
    if offered != {"radar"}:
        yield f"--target r of examples/tiny offers {sorted(offered)}, not radar"


def manual_faults(page, expected):
    """Each option is in the list of its command or in that of every command."""
    lists = dict(re.findall(r"^\.Ss Of (.+)\n((?:(?!\.S[sh]).*\n)*)", page, re.M))
    for command, options in expected.items():
        if not re.search(rf"^\.Ss {command}$", page, re.M):
            yield f"the manual page has no section on {command}"
        for option, value in options.items():
            row = rf"^\.It Fl {option[1:]}{f' (Ar|Cm) {re.escape(value)}' if value else ''}$"
            if not any(re.search(row, lists.get(name, ""), re.M)
                       for name in (command, "every command")):
                yield f"the manual page does not describe {option} {value} of {command}"


def excerpt_faults(program, text):
    """Blocks behind <!-- excerpt: ARGUMENTS --> must be lines of what the program prints."""
    blocks = re.findall(r"<!-- excerpt: (.*?) -->\n+```\n(.*?)```", text, re.S)
    if not blocks:
        yield "no excerpt was found"
    for arguments, block in blocks:
        done = subprocess.run([program, *arguments.split()], capture_output=True, text=True,
                              cwd=ROOT, check=False)
        if block not in done.stdout:
            yield f"keten {arguments} does not print: {block.splitlines()[0]} ..."


TYPES = {"ID": "id", "REF": "id", "TEXT": "text", "COUNTRY": "country", "CHOICE": "choice",
         "NUMBER": "number", "ABOVE": "number", "DATE": "date"}
NEEDS = {"": "filled", "_E": "column", "_O": "", None: "filled"}


def schema():
    """{table: {column: (type, need)}} of the case, read from the C source."""
    code = (ROOT / "src" / "model" / "schema.c").read_text("utf-8")
    macros = {"PROOF": [("evidence", "choice", ""), ("source", "text", "")],
              "MARKING": [("marking", "choice", "")]}
    code = code[code.index("kt_schema_case[KT_N_CASE_TABLES]"):
                code.index("kt_schema_reference[KT_N_REFERENCE_TABLES]")]
    tables = {}
    for name, body in re.findall(r'\[KT_\w+\] = \{"(\w+)", (?:true|false), \{(.*?)\}\},', code,
                                 re.S):
        columns = tables[name] = {}
        pattern = r'\b([A-Z]+?)(_[EO])?\("(\w+)"|\.name = "(\w+)", \.type = KT_COLUMN_(\w+)' \
                  r'|\b(PROOF|MARKING)\b'
        for kind, need, column, plain, plain_type, macro in re.findall(pattern, body):
            if macro:
                columns.update({c: (t, n) for c, t, n in macros[macro]})
            elif plain:
                columns[plain] = (TYPES[plain_type], "filled")
            else:
                columns[column] = (TYPES[kind], NEEDS[need])
    return tables


def described(text):
    """{table: {column: (type, need)}} as docs/data.md has them."""
    tables = {}
    for section in re.split(r"^### ", text, flags=re.M)[1:]:
        name = section.split("\n", 1)[0].strip("` ")
        rows = re.findall(r"^\| `(\w+)` \| (\w+)[^|]*\| (\w*)[^|]*\|", section, re.M)
        tables[name] = {column: (kind, need) for column, kind, need in rows}
    return tables


def data_faults(tables, text):
    found = described(text)
    for table in sorted(set(tables) | set(found)):
        wanted, given = tables.get(table), found.get(table)
        if wanted is None or given is None:
            yield f"docs/data.md: table {table} is {'not in the format' if given else 'missing'}"
            continue
        for column in sorted(set(wanted) | set(given)):
            if wanted.get(column) != given.get(column):
                yield (f"docs/data.md: {table}.{column} is {wanted.get(column)} in the format, "
                       f"{given.get(column)} in the page")


def keys_of(document):
    """Every key in a JSON document, at any depth."""
    keys, todo = set(), [document]
    by_id = {"losses", "arguments"}  # objects whose keys are ids of the case, or options
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            keys |= set(value)
            todo += [part for key, part in value.items() if key not in by_id]
        elif isinstance(value, list):
            todo += value
    return keys


# Command lines that together show every key of the documents that are described.
JSON = {"assess": [["--compare-period", "2016-2020"]],
        "explain": [["--flow", "CHN/dysprosium/processing"]],
        "chokepoints": [["--probability"], ["--min-share", "0.5"]],
        "stress": [["--event", "CHN"]],
        "simulate": [["--static", "--event", "CHN"], ["--static", "--runs", "40"]]}


def json_faults(program, text):
    section = text[text.index("## Results for other programs"):text.index("## The reference data")]
    described_keys = set(re.findall(r"`(\w+)`", section))
    for command, variants in JSON.items():
        keys = set()
        for options in variants:
            done = subprocess.run([program, command, "data/cases/lcf", "--json", *options],
                                  capture_output=True, text=True, cwd=ROOT, check=True)
            keys |= keys_of(json.loads(done.stdout))
        for key in sorted(key for key in keys - described_keys if not key.isdigit()):
            yield f"docs/data.md does not say what the key {key} of {command} --json is"


def report(name, faults):
    faults = list(faults)
    print(f"{'not ok' if faults else 'ok'} - {name}")
    for fault in faults:
        print(f"    {fault}")
    return bool(faults)


def main(argv):
    program = str(pathlib.Path(argv[0]).resolve())
    expected = {name: options_of(program, name) for name in commands_of(program)}
    tables_expected = {name: tables_of(program, name) for name in expected}
    page = (pathlib.Path(program).parent / "keten.1").read_text("utf-8")
    text = (ROOT / "docs" / "data.md").read_text("utf-8")
    tables = schema()
    lack = {**tables, "items": {**tables["items"], "seeded": ("text", "")}}
    pages = [ROOT / "README.md", ROOT / "docs" / "guide.en.md", ROOT / "docs" / "guide.nl.md"]
    more = {**expected, "stress": {**expected["stress"], "--seeded": ""}}
    failed = report("the completion offers what the help lists",
                    completion_faults(program, expected))
    failed |= report("the completion offers the items of a case", item_faults(program))
    failed |= report(f"the completion offers the {sum(map(len, tables_expected.values()))} tables"
                     " of all results", list(table_faults(program, tables_expected))
                     + list(table_faults(program, {"stress": tables_expected["stress"]}, "ev")))
    failed |= report("the completion offers files and folders for -o", output_faults(program))
    failed |= report("a table that is not offered is caught",
                     [] if list(table_faults(program, {"stress": {"seeded"}}))
                     else ["not caught"])
    failed |= report("the manual page names every command and option",
                     manual_faults(page, expected))
    missed = list(completion_faults(program, more)) and list(manual_faults(page, more))
    failed |= report("an option that neither has is caught", [] if missed else ["not caught"])
    for page in pages:
        failed |= report(f"{page.name}: excerpts are what the program prints",
                         excerpt_faults(program, page.read_text("utf-8")))
    failed |= report("an excerpt of another program is caught",
                     [] if list(excerpt_faults(program, "<!-- excerpt: --version -->\n```\nX\n```"))
                     else ["not caught"])
    failed |= report(f"docs/data.md describes {sum(map(len, tables.values()))} columns of"
                     f" {len(tables)} tables", data_faults(tables, text))
    failed |= report("docs/data.md describes every key of assess, explain, chokepoints, stress and simulate --json",
                     json_faults(program, text))
    failed |= report("a key that the page lacks is caught",
                     [] if list(json_faults(program, text.replace("`top_share`", "")))
                     else ["not caught"])
    failed |= report("a column that the page lacks is caught",
                     [] if len(list(data_faults(lack, text))) == 1 else ["not caught"])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
