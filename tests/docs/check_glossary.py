#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Holds the words on the Dutch screens against docs/glossary.md.

    check_glossary.py PROGRAM

Each command is run in Dutch, as Markdown, so that its tables can be read. A heading of a column is
a term; so is a word in a cell that po/nl.po has as a translation, since names of countries, items
and materials come from the data. Every term must be in the glossary, and what the glossary says a
term is in Dutch must be what the program says.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import po2c  # noqa: E402  the reader of po/nl.po

LCF = "data/cases/lcf"

# Command lines that together show every table. {TMP} is a folder that is gone afterwards.
SCREENS = (
    ("assess", LCF, "--full"),
    ("assess", "examples/tiny", "--full"),
    ("assess", LCF, "--compare-period", "2016-2020"),
    ("explain", LCF, "--flow", "CHN/dysprosium/processing"),
    ("explain", LCF, "--flow", "CHN/neodymium/processing"),
    ("explain", "tests/cases/drawn", "--flow", "CHN/gallium/processing"),
    ("explain", LCF, "--flow", "CHN/gallium/processing", "--scope", "nl"),
    ("chokepoints", LCF),
    ("chokepoints", "examples/tiny", "--by", "material"),
    ("stress", LCF, "--event", "CHN"),
    ("stress", "tests/cases/drawn", "--time"),
    ("simulate", "tests/cases/drawn", "--static", "--runs", "40"),
    ("ask", LCF),
    ("criticality",),
    ("criticality", "--material", "gallium"),
    ("import", "examples/list/parts.csv", "--dry-run", "-o", "{TMP}/case"),
)


def screens(program):
    """[(command, its Dutch page)]"""
    with tempfile.TemporaryDirectory(prefix="keten-glossary-", dir="/tmp") as folder:
        return [(words[0], subprocess.run(
            [program, *(word.replace("{TMP}", folder) for word in words), "--lang", "nl",
             "--format", "md"], capture_output=True, text=True, check=True, cwd=ROOT).stdout)
            for words in SCREENS]


def cells(line):
    return [re.sub(r"\\(.)", r"\1", cell.strip().replace("\u00a0", " "))
            for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def terms(page, dutch):
    """Headings and fixed words of the tables of a page. `dutch`: all translations. Figures, names
    out of the data (a function heads its column of a heat map) and sentences are no terms."""
    lines = page.splitlines()
    for at, line in enumerate(lines):
        if not line.startswith("|") or re.match(r"\|( -+:? \|)+$", line):
            continue
        heading = at == 0 or not lines[at - 1].startswith("|")
        for cell in cells(line):
            # "nee (2)" has the condition that decides, "prijs → tekort" what was and what is
            words = [cell] if heading else re.sub(r" \(\d\)$", "", cell).split(" → ")
            for word in words:
                if word in dutch and re.search(r"[a-z]{2}", word) and (
                        heading or (word[0].islower() or word[0].isdigit()) and word[-1] != "."):
                    yield word


def glossary(text):
    """[(English, Dutch)]"""
    rows = (cells(line) for line in text.splitlines() if line.startswith("| "))
    return [(row[0], row[1]) for row in rows if row[0] != "English"]


def missing(pages, dutch, known):
    for command, page in pages:
        for word in sorted(set(terms(page, dutch)) - known):
            yield f"docs/glossary.md has no \"{word}\" of {command} --lang nl"


def other_words(rows, translations):
    for english, dutch in rows:
        if translations.get(english, dutch) != dutch:
            yield (f"docs/glossary.md: {english} is \"{dutch}\", on the screen"
                   f" \"{translations[english]}\"")


def bad_rows(text):
    seen = set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("| "):
            continue
        row = cells(line)
        if len(row) != 4 or not all(row):
            yield f"docs/glossary.md:{number}: a term needs English, Dutch and a meaning in both"
        elif row[0] in seen and row[0] != "English":
            yield f"docs/glossary.md:{number}: {row[0]} is there twice"
        seen.add(row[0])


def report(name, faults):
    faults = sorted(set(faults))
    print(f"{'not ok' if faults else 'ok'} - {name}")
    for fault in faults:
        print(f"    {fault}")
    return bool(faults)


def main(argv):
    translations = po2c.parse(ROOT / "po" / "nl.po")
    dutch = set(translations.values())
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = glossary(text)
    known = {word for _, word in rows}
    pages = screens(str(pathlib.Path(argv[0]).resolve()))
    planted = missing(pages, dutch, known - {"met voorrang bediend"})
    turned = other_words([("served first", "eerst bediend")], translations)
    failed = report(f"the glossary has {len(rows)} terms, each with its meaning in both languages",
                    bad_rows(text))
    failed |= report("every word in a Dutch table is in the glossary", missing(pages, dutch, known))
    failed |= report("the screens say what the glossary says", other_words(rows, translations))
    failed |= report("a word that the glossary lacks is caught",
                     [] if list(planted) else ["not caught"])
    failed |= report("another word for a term is caught", [] if list(turned) else ["not caught"])
    failed |= report("a term without a meaning is caught",
                     [] if list(bad_rows("| a | b | c | |\n")) else ["not caught"])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
