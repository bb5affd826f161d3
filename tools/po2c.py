#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Compiles po/LANGUAGE.po into one C file with a sorted table per language.

    po2c.py -o po_table.c nl.po [de.po ...]      compile; any fault stops it
    po2c.py --self-test                          prove that each fault is caught

A table is `const kt_po_entry kt_po_nl[]`, sorted by the bytes of the English text, so that the
program finds a translation by binary search; `kt_po_nl_count` is its length. Refused: duplicate
msgid, empty or fuzzy msgstr, printf conversions that differ between the two, bad escapes, bad
UTF-8, msgctxt and plural forms (the program has no use for them).
"""

import pathlib
import re
import sys
import tempfile

ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}

# A conversion of printf. The space flag is left out: "50 % of it" is text, not a conversion.
CONVERSION = re.compile(
    r"%(?:(?P<place>\d+)\$)?[-+#0']*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?"
    r"(?P<type>(?:hh|h|ll|l|j|z|t|L)?[diouxXeEfFgGaAcspn]|%)")


class Fault(Exception):
    pass


def unquote(text, where):
    text = text.strip()
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        raise Fault(f"{where}: expected a string in double quotes, found {text!r}")
    out, body, i = [], text[1:-1], 0
    while i < len(body):
        c = body[i]
        if c == '"':
            raise Fault(f"{where}: double quote inside a string without a backslash")
        if c == "\\":
            i += 1
            if i >= len(body) or body[i] not in ESCAPES:
                raise Fault(f"{where}: unknown escape \\{body[i] if i < len(body) else ''}")
            c = ESCAPES[body[i]]
        out.append(c)
        i += 1
    return "".join(out)


def conversions(text):
    """Conversions in order of the argument they take: [("d"), ("s"), ...]; %% takes none."""
    found, order = [], 0
    for match in CONVERSION.finditer(text):
        if match["type"] == "%":
            continue
        for star in re.findall(r"\*", match[0]):
            order += 1
            found.append((order, star))
        order += 1
        found.append((int(match["place"] or order), match["type"]))
    return sorted(found)


def parse(path):
    """Returns {msgid: msgstr} of one .po file, or raises Fault with every fault in it."""
    try:
        lines = path.read_bytes().decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise Fault(f"{path}: not UTF-8 at byte {error.start}") from None

    entries, places, faults = {}, {}, []
    state = {"id": None, "text": None, "line": 0, "flags": set(), "field": None}

    def finish():
        if state["id"] is None:
            return
        where = f"{path}:{state['line']}"
        msgid, text = state["id"], state["text"]
        if text is None:
            faults.append(f"{where}: msgid without msgstr")
        elif msgid in entries:
            faults.append(f"{where}: duplicate msgid {msgid!r}, first at line {places[msgid]}")
        else:
            entries[msgid], places[msgid] = text, state["line"]
            if msgid == "":
                pass                                   # the header
            elif text == "":
                faults.append(f"{where}: empty translation of {msgid!r}")
            elif "fuzzy" in state["flags"]:
                faults.append(f"{where}: fuzzy translation of {msgid!r}: check it, drop the mark")
            elif "no-c-format" not in state["flags"]:
                theirs, ours = conversions(msgid), conversions(text)
                if theirs != ours:
                    faults.append(
                        f"{where}: conversions differ: {msgid!r} takes"
                        f" {[t for _, t in theirs]}, {text!r} takes {[t for _, t in ours]}")
            if msgid and text and msgid.endswith("\n") != text.endswith("\n"):
                faults.append(f"{where}: one of the two ends in a line end, the other does not")
        state.update(id=None, text=None, flags=set(), field=None)

    for number, line in enumerate(lines, 1):
        where, line = f"{path}:{number}", line.strip()
        try:
            if line == "" or line.startswith("#"):
                if state["field"] == "text":
                    finish()
                if line.startswith("#,"):
                    state["flags"] |= {flag.strip() for flag in line[2:].split(",")}
            elif line.startswith(("msgctxt", "msgid_plural", "msgstr[")):
                raise Fault(f"{where}: msgctxt and plural forms are not supported")
            elif line.startswith("msgid "):
                if state["id"] is not None:
                    finish()
                state.update(id=unquote(line[5:], where), line=number, field="id")
            elif line.startswith("msgstr "):
                if state["field"] != "id":
                    raise Fault(f"{where}: msgstr without msgid")
                state.update(text=unquote(line[6:], where), field="text")
            elif line.startswith('"') and state["field"]:
                state[state["field"]] += unquote(line, where)
            else:
                raise Fault(f"{where}: not understood: {line!r}")
        except Fault as fault:
            faults.append(str(fault))
    finish()
    if faults:
        raise Fault("\n".join(faults))
    entries.pop("", None)
    return entries


def c_string(text):
    escapes = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
    body = "".join(escapes.get(c, c) for c in text).replace("??", "?\\?")     # no trigraphs
    return f'"{body}"'


def table(language, entries):
    rows = sorted(entries.items(), key=lambda entry: entry[0].encode())
    body = "".join(f"    {{{c_string(i)},\n     {c_string(t)}}},\n" for i, t in rows)
    return (f"const kt_po_entry kt_po_{language}[] = {{\n{body}    {{NULL, NULL}},\n}};\n"
            f"const size_t kt_po_{language}_count = {len(rows)};\n")


def compile_files(output, paths):
    tables, faults = [], []
    for path in map(pathlib.Path, paths):
        try:
            tables.append(table(path.stem, parse(path)))
        except Fault as fault:
            faults.append(str(fault))
    if faults:
        print("\n".join(faults), file=sys.stderr)
        return 1
    pathlib.Path(output).write_text(
        "// SPDX-License-Identifier: EUPL-1.2\n"
        "// Made by tools/po2c.py from po/*.po: change those. Sorted by the bytes of id.\n"
        '#include <stddef.h>\n\n#include "base/lang.h"\n\n' + "\n".join(tables),
        encoding="utf-8")
    return 0


def self_test():
    """Seeded faults that must each be refused, and good files that must pass."""
    good = {
        "plain": ('msgid "a"\nmsgstr "b"\n', {"a": "b"}),
        "several lines": ('msgid ""\n"one "\n"two"\nmsgstr "een "\n"twee"\n',
                          {"one two": "een twee"}),
        "escapes": ('msgid "a\\n\\"b\\\\"\nmsgstr "c\\n\\"d\\\\"\n', {'a\n"b\\': 'c\n"d\\'}),
        "order": ('msgid "%s of %d"\nmsgstr "%2$d van %1$s"\n', {"%s of %d": "%2$d van %1$s"}),
        "per cent": ('msgid "50 % of %s"\nmsgstr "50 % van %s"\n',
                     {"50 % of %s": "50 % van %s"}),
        "comments": ('# x\n#: a.c:1\nmsgid "a"\nmsgstr "b"\n\n#~ msgid "old"\n', {"a": "b"}),
        "no format": ('#, no-c-format\nmsgid "5%d"\nmsgstr "x"\n', {"5%d": "x"}),
    }
    bad = {
        "duplicate": 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
        "empty": 'msgid "a"\nmsgstr ""\n',
        "fuzzy": '#, fuzzy\nmsgid "a"\nmsgstr "b"\n',
        "lost conversion": 'msgid "%d items"\nmsgstr "items"\n',
        "other conversion": 'msgid "%d items"\nmsgstr "%s items"\n',
        "swapped conversions": 'msgid "%s of %d"\nmsgstr "%d van %s"\n',
        "missing msgstr": 'msgid "a"\n\nmsgid "b"\nmsgstr "c"\n',
        "bad escape": 'msgid "\\q"\nmsgstr "b"\n',
        "bad quote": 'msgid "a" b"\nmsgstr "b"\n',
        "plural": 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
        "line end": 'msgid "a\\n"\nmsgstr "b"\n',
        "rubbish": 'msgid "a"\nmsgstr "b"\nrubbish\n',
    }
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "nl.po"
        for name, (text, expected) in good.items():
            path.write_text(text, encoding="utf-8")
            try:
                fine = parse(path) == expected
            except Fault as fault:
                fine = print(fault)
            failures += not fine
            print(f"{'ok' if fine else 'not ok'} - accepts: {name}")
        for name, text in bad.items():
            path.write_text(text, encoding="utf-8")
            try:
                parse(path)
                caught = False
            except Fault:
                caught = True
            failures += not caught
            print(f"{'ok' if caught else 'not ok'} - refuses: {name}")
    return 1 if failures else 0


def main(argv):
    if argv == ["--self-test"]:
        return self_test()
    if len(argv) < 3 or argv[0] != "-o":
        print(__doc__, file=sys.stderr)
        return 2
    return compile_files(argv[1], argv[2:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
