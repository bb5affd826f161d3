#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Inputs that were made to keep the program busy: linear work, or refused with words.

    limits.py PROGRAM [NAME...]            each input once, within a bound of processor time
    limits.py PROGRAM --measure [NAME...]  at the size of the test and at twice that

A few kilobytes or megabytes that could cost minutes or gigabytes where some step compares each with
each, reads one part again and again, or reads a token anew with each piece of it. Processor seconds
and memory are those of the process alone; the bounds are about ten times what it takes on a laptop,
so that only work that grows with the square passes them. One planted search that compares all with
all must be noticed.
"""

import base64
import copy
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import zipfile

import workbook

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MEMORY = 4 << 30  # bytes of address space
GROWTH = 2.5      # that twice the input may cost

TABLES = {
    "items": ["id,kind,name_en", "ship,platform,Ship"],
    "bom": ["parent,child,quantity"],
    "organisations": ["id,name,country"],
    "sites": ["id,organisation,country"],
    "supply": ["item,supplier"],
}


def write_case(folder, tables=None, resources=None):
    """A case of TABLES, with some of them replaced or added; lines or bytes."""
    folder.mkdir(parents=True)
    tables = {**TABLES, **(tables or {})}
    for name, content in tables.items():
        data = content if isinstance(content, bytes) else ("\n".join(content) + "\n").encode()
        (folder / f"{name}.csv").write_bytes(data)
    listed = [{"name": name, "path": f"{name}.csv"} for name in tables]
    (folder / "datapackage.json").write_text(json.dumps({"name": "c",
                                                         "resources": listed + (resources or [])}))
    return folder


def import_into(case, file):
    return ["import", str(file), "-o", str(case), "--yes"]


def write_lines(path, lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


LIST_HEADER = "item,name,goes into,quantity"


def small_list(folder):
    return write_lines(folder / "list.csv", [LIST_HEADER, "lamp,Lamp,ship,3"])


# --- inputs: folder, size → the arguments ---------------------------------------------------

def texts_of_one_hash(folder, n):
    """Cells whose unkeyed XXH3 is one value, in a table of a case that an import reads."""
    head = bytes.fromhex("b8fe6c3923a44bbe")
    cells = b"".join(head + b"%08d0123456789abcdef\n" % i for i in range(n))
    case = write_case(folder / "case", {"notes": b"id\n" + cells})
    return import_into(case, small_list(folder))


def book_with(folder, sheet, shared=None):
    extra = {"xl/worksheets/sheet1.xml": sheet}
    if shared is not None:
        extra["xl/sharedStrings.xml"] = shared
    path = folder / "book.xlsx"
    workbook.write(path, {"parts": [["item"]]}, extra=extra)
    return path


def noise(n):
    """n letters that do not pack to nothing."""
    return base64.b64encode(random.Random(1).randbytes(n * 3 // 4 + 1)).decode()[:n]


def attribute_of_a_sheet(folder, n):
    xml = f'<worksheet><sheetData a="{noise(n)}"/></worksheet>'
    return import_into(folder / "case", book_with(folder, xml))


def comment_of_a_sheet(folder, n):
    xml = f"<worksheet><!--{noise(n)}--><sheetData/></worksheet>"
    return import_into(folder / "case", book_with(folder, xml))


def comment_before_a_sheet(folder, n):
    xml = f"<?xml version='1.0'?><!--{noise(n)}--><worksheet><sheetData/></worksheet>"
    return import_into(folder / "case", book_with(folder, xml))


def attribute_of_a_declaration(folder, n):
    path = folder / "declaration.xml"
    path.write_text(f'<MainDeclaration a="{"x" * n}"/>')
    return import_into(folder / "case", path)


def sheets_of_one_part(folder, n):
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 20_001))
    book = "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="r1"/>' for i in range(1, n + 1))
    main, rel = workbook.MAIN, workbook.REL
    path = folder / "book.xlsx"
    workbook.write(path, {"parts": [["item"]]}, extra={
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>{book}</sheets>'
                           "</workbook>"})
    return import_into(folder / "case", path)


def parts_of_the_same_bytes(folder, n):
    """A zip whose many entries name one stretch of packed bytes."""
    path = folder / "book.xlsx"
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 20_001))
    book = "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="r{i}"/>' for i in range(1, n + 1))
    rels = "".join(f'<Relationship Id="r{i}" Type="{workbook.REL}/worksheet" '
                   f'Target="worksheets/sheet{i}.xml"/>' for i in range(1, n + 1))
    main, rel, pkg = workbook.MAIN, workbook.REL, workbook.PKG
    workbook.write(path, {"parts": [["item"]]}, extra={
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{pkg}">{rels}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>{book}</sheets>'
                           "</workbook>"})
    with zipfile.ZipFile(path, "a") as archive:
        first = archive.getinfo("xl/worksheets/sheet1.xml")
        for i in range(2, n + 1):
            twin = copy.copy(first)
            twin.filename = twin.orig_filename = f"xl/worksheets/sheet{i}.xml"
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
        archive._didModify = True
    return import_into(folder / "case", path)


def entries_of_one_hash(folder, n):
    """Names of entries that a common hash of texts (times 33) takes for one."""
    path = folder / "book.xlsx"
    workbook.write(path, {"parts": [["item"]]})
    with zipfile.ZipFile(path, "a") as archive:
        for i in range(n):
            name = "".join("Aa" if i >> bit & 1 else "B@" for bit in range(20))
            archive.writestr(name, b"")
    return import_into(folder / "case", path)


def merged_ranges(folder, n):
    rows = [["item", "name", "supplier"]] + [[f"p{i}", "Part"] for i in range(n)]
    merges = [f"C{2 * i + 2}:C{2 * i + 3}" for i in range(n // 2)]
    path = folder / "book.xlsx"
    workbook.write(path, {"list": rows}, merges={"list": merges})
    return import_into(folder / "case", path)


def number_formats(folder, n):
    formats = "".join(f'<numFmt numFmtId="{i}" formatCode="0"/>' for i in range(164, n))
    styles = "".join(f'<xf numFmtId="{n - 1}"/>' for _ in range(n))
    path = folder / "book.xlsx"
    workbook.write(path, {"list": [["item", "name"], ["p", "Part"]]}, extra={
        "xl/styles.xml": f'<styleSheet xmlns="{workbook.MAIN}"><numFmts>{formats}</numFmts>'
                         f"<cellXfs>{styles}</cellXfs></styleSheet>"})
    return import_into(folder / "case", path)


def one_text_in_many_cells(folder, n):
    strings = f'<sst xmlns="{workbook.MAIN}"><si><t>{noise(32_000)}</t></si></sst>'
    rows = "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, n + 1))
    sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    return import_into(folder / "case", book_with(folder, sheet, strings))


def many_resources(folder, n):
    more = [{"name": f"t{i}", "path": f"t{i}.csv"} for i in range(n)]
    return ["check", str(write_case(folder / "case", resources=more))]


def many_resources_imported(folder, n):
    more = [{"name": f"t{i}", "path": f"t{i}.csv"} for i in range(n)]
    return import_into(write_case(folder / "case", resources=more), small_list(folder))


def thousand_resources(folder, n):
    tables = {f"t{i}": ["a", "1"] for i in range(n)}
    return import_into(write_case(folder / "case", tables), small_list(folder))


def columns_of_a_case(folder, n):
    header = "id,kind,name_en," + ",".join(f"c{i}" for i in range(n))
    case = write_case(folder / "case", {"items": [header, "ship,platform,Ship" + "," * n]})
    return import_into(case, small_list(folder))


def columns_of_a_case_checked(folder, n):
    return ["check", columns_of_a_case(folder, n)[3]]


def columns_of_a_list(folder, n):
    header = "item,name,goes into," + ",".join(f"c{i}" for i in range(n))
    return import_into(folder / "case",
                       write_lines(folder / "list.csv", [header, "lamp,Lamp,ship" + "," * n]))


def short_rows(folder, n):
    """Rows of two bytes under a header of a thousand columns."""
    header = "id,kind,name_en," + ",".join(f"c{i}" for i in range(1000))
    return ["check", str(write_case(folder / "case", {"items": [header] + ["x"] * n}))]


def short_rows_imported(folder, n):
    return import_into(short_rows(folder, n)[1], small_list(folder))


def new_columns_of_a_long_table(folder, n):
    """Each column that a case does not have yet is one more in all of its rows."""
    rows = ["id,kind,name_en", "ship,platform,Ship"] + [f"i{k},component,I" for k in range(n)]
    header = "id,kind,name_en," + ",".join(f"c{i}" for i in range(1000))
    case = write_case(folder / "case", {"items": rows})
    return import_into(case, write_lines(folder / "items.csv",
                                         [header, "lamp,component,Lamp" + ",x" * 1000]))


def flat_components(folder, n):
    parts = [{"type": "device", "name": f"part {i}", "bom-ref": f"ref {i}"} for i in range(n)]
    document = {"bomFormat": "CycloneDX", "components": parts}
    (folder / "parts.json").write_text(json.dumps(document))
    return import_into(folder / "case", folder / "parts.json")


def in_signs(i):
    """A number in signs that an id made of a name leaves out."""
    return "".join("!" if i >> bit & 1 else "?" for bit in range(20))


def components_of_one_name(folder, n):
    parts = [{"type": "device", "name": "bolt" + in_signs(i)} for i in range(n)]
    (folder / "parts.json").write_text(json.dumps({"bomFormat": "CycloneDX", "components": parts}))
    return import_into(folder / "case", folder / "parts.json")


def dependencies_of_components(folder, n):
    """One part with n others in it, each with a quantity of its own; and a chain of all."""
    ids = [f"p{i}" for i in range(n)]
    parts = [{"type": "device", "name": i, "bom-ref": i} for i in ids]
    parts[0]["properties"] = [{"name": f"keten:quantity:{i}", "value": "2"} for i in ids[1:]]
    tree = [{"ref": "p0", "dependsOn": ids[1:]}]
    tree += [{"ref": a, "dependsOn": [b]} for a, b in zip(ids[1:], ids[2:])]
    (folder / "parts.json").write_text(json.dumps(
        {"bomFormat": "CycloneDX", "components": parts, "dependencies": tree}))
    return import_into(folder / "case", folder / "parts.json")


def names_of_one_id(folder, n):
    rows = ["item,name,goes into"] + [f"a{in_signs(i)},Part,ship" for i in range(n)]
    return import_into(folder / "case", write_lines(folder / "list.csv", rows))


def materials_of_one_name(folder, n):
    one = '<Material name="alloy"><Amount value="1" UOM="g"/></Material>'
    path = folder / "declaration.xml"
    path.write_text('<MainDeclaration><Product name="pump">' + one * n +
                    "</Product></MainDeclaration>")
    return import_into(folder / "case", path)


def suppliers_without_a_country(folder, n):
    rows = ["item,name,goes into,supplier"] + [f"lamp,Lamp,ship,Maker {i} of lamps"
                                               for i in range(n)]
    return import_into(folder / "case", write_lines(folder / "list.csv", rows))


def contradictions(folder, n):
    header = "id,kind,name_en,mass_kg,evidence,source"
    old = [header, "ship,platform,Ship,1,C,book"]
    old += [f"i{k},component,I,1,C,book" for k in range(n)]
    new = [header] + [f"i{k},component,I,2,C,letter" for k in range(n)]
    case = write_case(folder / "case", {"items": old})
    return import_into(case, write_lines(folder / "items.csv", new))


def suppliers_that_become_known(folder, n):
    names = [f"Firm {k} {k * 7919 % 1000003} Ltd" for k in range(n)]
    case = write_case(folder / "case", {
        "items": ["id,kind,name_en", "ship,platform,Ship"] + [f"i{k},component,I"
                                                              for k in range(n)],
        "supply": ["item,supplier,supplier_name"] + [f"i{k},unknown,{name}"
                                                     for k, name in enumerate(names)]})
    rows = ["id,name,country"] + [f"o{k},{name},NLD" for k, name in enumerate(names)]
    return import_into(case, write_lines(folder / "organisations.csv", rows))


def answers_about_companies(folder, n):
    companies = [f"o{k},Firm {k},NLD" for k in range(n)] + [f"t{k},Firma {k},NLD"
                                                            for k in range(n)]
    case = write_case(folder / "case", {
        "organisations": ["id,name,country"] + companies,
        "answers": ["kind,text,id,candidates,by,date,taken_as"] +
                   [f"organisation,Firma {k},o{k},,,,t{k}" for k in range(n)]})
    return import_into(case, small_list(folder))


def refused_rows_of_a_wide_table(folder, n):
    rows = [LIST_HEADER, "a,b,c,d" + ",x" * 16_000] + [f"p{i},Part,ship,x" for i in range(n)]
    return import_into(folder / "case", write_lines(folder / "list.csv", rows))


def parts_each_in_a_group(folder, n):
    case = write_case(folder / "case", {
        "items": ["id,kind,name_en", "ship,platform,Ship"] + [f"i{k},component,I"
                                                              for k in range(n)],
        "bom": ["parent,child,quantity,alternative_group"] + [f"ship,i{k},1,g{k}"
                                                              for k in range(n)]})
    return ["assess", str(case)]


def flat_parts_as_a_structure(folder, n):
    case = write_case(folder / "case", {
        "items": ["id,kind,name_en", "ship,platform,Ship"] + [f"i{k},component,I"
                                                              for k in range(n)],
        "bom": ["parent,child,quantity"] + [f"ship,i{k},1" for k in range(n)]})
    return ["chokepoints", str(case), "--format", "open-psa"]


def name_of_one_word(folder, n):
    """A name that fills thousands of lines of its column."""
    case = write_case(folder / "case", {
        "items": ["id,kind,name_en", f"ship,platform,{'x' * n}", f"a,component,{'y z' * (n // 3)}"],
        "bom": ["parent,child,quantity", "ship,a,1"]})
    return ["assess", str(case), "--full"]


INPUTS = {
    # name: (make, size, bound in processor seconds, exit status, words)
    "texts of one hash": (texts_of_one_hash, 40_000, 3, 0, ""),
    "attribute of a sheet": (attribute_of_a_sheet, 16_000_000, 3, 1, "longer than 1 MiB"),
    "comment of a sheet": (comment_of_a_sheet, 16_000_000, 3, 1, "longer than 1 MiB"),
    "comment before a sheet": (comment_before_a_sheet, 16_000_000, 3, 1, "longer than 1 MiB"),
    "attribute of a declaration": (attribute_of_a_declaration, 16_000_000, 3, 1,
                                   "longer than 1 MiB"),
    "sheets of one part": (sheets_of_one_part, 500, 3, 1, "the same part of the file"),
    "parts of the same bytes": (parts_of_the_same_bytes, 500, 10, 1, "unpacks to far more"),
    "entries of one hash": (entries_of_one_hash, 60_000, 5, 1, "more than 10000 parts"),
    "merged ranges": (merged_ranges, 50_000, 10, 0, "merged cells: 25000"),
    "number formats": (number_formats, 30_000, 5, 0, ""),
    "many resources": (many_resources, 60_000, 3, 1, "1000 are the most"),
    "many resources imported": (many_resources_imported, 60_000, 3, 1, "1000 are the most"),
    "a thousand resources": (thousand_resources, 900, 10, 0, ""),
    "columns of a case": (columns_of_a_case, 32_000, 3, 1, "more than 1024 columns"),
    "columns of a case checked": (columns_of_a_case_checked, 32_000, 3, 1,
                                  "more than 1024 columns"),
    "columns of a list": (columns_of_a_list, 8_000, 3, 1, "more than 1024 columns"),
    "more columns of a list": (columns_of_a_list, 40_000, 3, 1, "list.csv:1: the row has more"),
    "short rows": (short_rows, 1_000_000, 10, 1, "what follows is not read"),
    "short rows imported": (short_rows_imported, 1_000_000, 10, 1, "is not a row of the table"),
    "new columns of a long table": (new_columns_of_a_long_table, 50_000, 30, 0, ""),
    "flat components": (flat_components, 100_000, 30, 0, ""),
    "components of one name": (components_of_one_name, 20_000, 20, 0, ""),
    "dependencies of components": (dependencies_of_components, 30_000, 20, 0, ""),
    "names of one id": (names_of_one_id, 20_000, 20, 0, ""),
    "materials of one name": (materials_of_one_name, 20_000, 20, 0, ""),
    "suppliers without a country": (suppliers_without_a_country, 20_000, 10, 1,
                                    "more suppliers without a country than one row can name"),
    "contradictions": (contradictions, 20_000, 10, 0, ""),
    "suppliers that become known": (suppliers_that_become_known, 10_000, 10, 0, ""),
    "answers about companies": (answers_about_companies, 8_000, 30, 0, "import once more"),
    "refused rows of a wide table": (refused_rows_of_a_wide_table, 100_000, 20, 1, "are refused"),
    "parts each in a group": (parts_each_in_a_group, 100_000, 10, 0, ""),
    "name of one word": (name_of_one_word, 500_000, 3, 0, ""),
    "flat parts as a structure": (flat_parts_as_a_structure, 300_000, 15, 0, "</opsa-mef>"),
    "one text in many cells": (one_text_in_many_cells, 20_000, 5, 1, "more than 256 MiB of text"),
}


# --- running --------------------------------------------------------------------------------

def limit_child(seconds):
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if "asan" not in os.environ.get("ASAN_OPTIONS", "") and not os.environ.get("ASAN_OPTIONS"):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class Run:
    """One run of the program: what it said, and what it cost."""

    def __init__(self, program, arguments, seconds):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            work = subprocess.Popen([program, *arguments], stdout=out, stderr=err,
                                    preexec_fn=lambda: limit_child(seconds),
                                    env=dict(os.environ, KETEN_DATA=str(ROOT / "data")))
            _, status, usage = os.wait4(work.pid, 0)
            work.returncode = self.status = os.waitstatus_to_exitcode(status)
            self.cpu = usage.ru_utime + usage.ru_stime
            self.megabytes = usage.ru_maxrss / 1024
            out.seek(0)
            err.seek(0)
            self.text = (out.read() + err.read()).decode("utf-8", "replace")


def try_input(program, make, size, seconds):
    with tempfile.TemporaryDirectory(prefix="keten-limits-") as name:
        return Run(program, make(pathlib.Path(name), size), seconds)


def complaint(run, bound, status, words):
    if run.status < 0:
        return f"ended by signal {-run.status} after {run.cpu:.1f} s"
    if run.cpu > bound:
        return f"{run.cpu:.1f} s of processor time, {bound} expected"
    if run.status != status or words not in run.text:
        return f"status {run.status}, {status} and \"{words}\" expected: {run.text[-400:]}"
    return None


def measure(program, names):
    print(f"{'input':36} {'size':>10} {'s':>7} {'s at 2x':>8} {'MB':>6} {'MB at 2x':>8}")
    for name in names:
        make, size, bound, _, _ = INPUTS[name]
        once, twice = (try_input(program, make, k * size, 60) for k in (1, 2))
        word = "" if twice.cpu < GROWTH * once.cpu or twice.cpu < 0.3 else "  GROWS"
        word += "" if once.status >= 0 and twice.status >= 0 else "  KILLED"
        print(f"{name:36} {size:10} {once.cpu:7.2f} {twice.cpu:8.2f} {once.megabytes:6.0f} "
              f"{twice.megabytes:8.0f}{word} | {once.text.strip().splitlines()[-1:]}", flush=True)


def notices_a_square():
    """A program that compares each line with each must pass the bound."""
    search = "import sys; x = [object() for _ in range(6000)]; sum(a == b for a in x for b in x)"
    run = Run(sys.executable, ["-c", search], 60)
    return complaint(run, run.cpu / 2, 0, "") is not None


def main():
    words = sys.argv[1:]
    measuring = "--measure" in words
    words = [word for word in words if word != "--measure"]
    if not words:
        sys.exit(__doc__)
    program = os.path.abspath(words[0])
    names = [name for name in INPUTS if not words[1:] or any(w in name for w in words[1:])]
    if measuring:
        measure(program, names)
        return 0
    passed = failed = 0
    for name in names:
        make, size, bound, status, text = INPUTS[name]
        wrong = complaint(try_input(program, make, size, 10 * bound + 10), bound, status, text)
        print(f"{'ok' if wrong is None else 'not ok'} - {name}{'' if wrong is None else ': '}"
              f"{wrong or ''}", flush=True)
        passed += wrong is None
        failed += wrong is not None
    if not words[1:]:
        noticed = notices_a_square()
        print(f"{'ok' if noticed else 'not ok'} - a planted square is noticed")
        passed += noticed
        failed += not noticed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
