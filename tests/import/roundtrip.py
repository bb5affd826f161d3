#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Whole imports, from files made here without the program's own writers.

    roundtrip.py --program build/keten [NAME...]

What goes in must come out (workbook, delimited text, CycloneDX), what is wrong must be refused with
its place, and nothing may be overwritten unseen. One seeded defect shows that the comparison bites.

What files of strangers hold, and the test that says it is read right or refused with its place:

    entity bombs                test_bombs, test_shared_strings, test_entities_are_refused
    zip bombs                   test_bombs (size, entities, number of parts)
    formulas, error values      test_formulas, test_types_of_cells, test_error_values
    merged cells                test_merged_cells, test_cells_merged_over_columns_...
    hidden sheets               test_hidden_sheets_..., test_very_hidden_sheets
    dates, also as text; 1904   test_dates
    "1.234,5" and its like      test_figures_as_people_write_them, test_a_figure_of_two_readings_...,
                                test_a_neighbour_decides_..., test_figures_of_other_countries
    shared, inline strings      test_shared_strings; every other workbook here has inline ones
    encodings                   test_encodings_..., test_two_encodings_..., test_delimited_text_...
    delimiters, quotes          test_delimiters, test_what_cannot_be_read_says_where
    Dutch for every refusal     class Languages
"""

import argparse
import csv
import datetime
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

import workbook

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LCF = ROOT / "data" / "cases" / "lcf"
PROGRAM = ROOT / "build" / "keten"
CASES = int(os.environ.get("PROPERTY_CASES", "200"))

sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import random_case  # noqa: E402  (the generator of the property tests)


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def read_case(folder):
    """{table: (columns, rows)} of all tables that the descriptor names and that have rows."""
    resources = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    tables = {r["name"]: read_table(folder / r["path"]) for r in resources}
    return {name: table for name, table in tables.items() if table[1]}


def value(text):
    """Numbers as numbers, everything else as text."""
    try:
        return float(text)
    except ValueError:
        return text


def facts(case, skip=()):
    """Every filled cell as (table, row's other cells, column, value): order does not matter."""
    found = set()
    for name, (columns, rows) in case.items():
        if name in skip:
            continue
        for row in rows:
            found.add((name, frozenset((c, value(v)) for c, v in zip(columns, row) if v != "")))
    return found


def write_case(folder, tables):
    folder.mkdir(parents=True)
    resources = []
    for name, (columns, rows) in tables.items():
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
        resources.append({"name": name, "path": f"{name}.csv"})
    (folder / "datapackage.json").write_text(json.dumps({"name": folder.name,
                                                         "resources": resources}))


def digest(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


TINY = {
    "items": (["id", "kind", "name_en", "mass_kg"],
              [["ship", "platform", "Ship", "1000"], ["pump", "component", "Pump", "85"]]),
    "bom": (["parent", "child", "quantity", "evidence", "source"],
            [["ship", "pump", "2", "C", "a book"]]),
    "organisations": (["id", "name", "country"], [["acme", "Acme Pumps B.V.", "NLD"]]),
    "sites": (["id", "organisation", "country"], [["acme-delft", "acme", "NLD"]]),
    "supply": (["item", "supplier", "share", "evidence", "source"],
               [["pump", "acme", "0.6", "C", "a book"]]),
}


class Import(unittest.TestCase):
    def setUp(self):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="keten-import-"))
        self.case = self.tmp / "case"
        self.data = ROOT / "data"

    def tearDown(self):
        left = [p.name for p in self.tmp.iterdir() if ".draft-" in p.name]
        shutil.rmtree(self.tmp)
        self.assertEqual(left, [], "drafts were left behind")

    def run_keten(self, *args, status=0):
        env = dict(os.environ, KETEN_DATA=str(self.data))
        env.pop("KETEN_LANG", None)
        done = subprocess.run([str(PROGRAM), *map(str, args)], capture_output=True, text=True,
                              timeout=120, check=False, cwd=self.tmp, env=env)
        self.assertEqual(done.returncode, status, f"{args}\n{done.stdout}\n{done.stderr}")
        return done

    def do_import(self, *files, status=0, options=()):
        done = self.run_keten("import", *files, "-o", self.case, "--json", *options, status=status)
        return json.loads(done.stdout)["result"] if done.stdout else done.stderr

    def tiny(self):
        write_case(self.case, TINY)

    def book(self, sheets, name="book.xlsx", **more):
        path = self.tmp / name
        workbook.write(path, sheets, **more)
        return path

    def places(self, result, key="refused"):
        return [entry["place"] for entry in result[key]]


class RoundTrip(Import):
    def same_case(self, before, skip=()):
        self.assertEqual(facts(read_case(self.case), skip), facts(before, skip))

    def random_case(self, seed):
        """A case of the property tests, with the reference that it goes with."""
        self.data = self.tmp / f"random-{seed}"
        random_case.Generator(seed, None).write(str(self.data))
        return read_case(self.data / "case")

    def template(self, lang):
        empty, full = self.tmp / "empty.xlsx", self.tmp / "full.xlsx"
        self.run_keten("template", "-o", empty, "--lang", lang)
        before = read_case(LCF)
        filled = workbook.fill(empty, full, before)
        self.assertEqual(filled, set(before) - {"swbs", "configuration"})
        result = self.do_import(full)
        self.assertEqual((result["outcome"], result["refused"]), ("written", []))
        self.same_case({k: v for k, v in before.items() if k in filled})
        self.run_keten("check", self.case)
        here = json.loads(self.run_keten("assess", self.case, "--json").stdout)["result"]
        there = json.loads(self.run_keten("assess", LCF, "--json").stdout)["result"]
        self.assertEqual(here, there)
        again = self.do_import(full)
        self.assertEqual(again["outcome"], "unchanged")

    def test_frigate_through_the_english_template(self):
        self.template("en")

    def test_frigate_through_the_dutch_template(self):
        self.template("nl")

    def test_a_case_into_an_empty_folder(self):
        self.do_import(LCF)
        self.same_case(read_case(LCF))

    def test_delimited_text_of_every_make(self):
        """`;`, decimal commas, UTF-16, Windows-1252: the same figures."""
        before = {k: v for k, v in read_case(LCF).items()
                  if k not in ("swbs", "configuration")}
        makes = [(";", ",", "utf-8-sig"), ("\t", ".", "utf-16"), (";", ",", "cp1252"),
                 (",", ".", "utf-8"), ("|", ".", "utf-16-be")]
        for delimiter, decimal, encoding in makes:
            folder = self.tmp / "files"
            folder.mkdir()
            for name, (columns, rows) in before.items():
                out = io.StringIO()
                writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
                writer.writerow(columns)
                for row in rows:
                    writer.writerow([v.replace(".", decimal)
                                     if isinstance(value(v), float) and "e" not in v.lower()
                                     and not c.startswith(("id", "row_id", "swbs", "child", "parent"))
                                     else v for c, v in zip(columns, row)])
                data = out.getvalue().encode(encoding, "replace")
                (folder / f"{name}.csv").write_bytes(data)
            with self.subTest(delimiter=delimiter, encoding=encoding):
                result = self.do_import(*sorted(folder.iterdir()))
                self.assertEqual((result["outcome"], result["refused"]), ("written", []))
                if encoding == "cp1252":  # what it cannot write was lost before it came to us
                    self.assertEqual(len(facts(read_case(self.case))), len(facts(before)))
                else:
                    self.same_case(before)
            shutil.rmtree(folder)
            shutil.rmtree(self.case)

    def test_random_cases_through_a_workbook(self):
        empty = self.tmp / "empty.xlsx"
        self.run_keten("template", "-o", empty)
        for seed in range(max(3, CASES // 20)):
            before = self.random_case(seed)
            full = self.tmp / "full.xlsx"
            workbook.fill(empty, full, before)
            self.do_import(full)
            with self.subTest(seed=seed):
                self.same_case(before)
            shutil.rmtree(self.case)

    def test_random_cases_through_cyclonedx(self):
        for seed in range(max(3, CASES // 20)):
            before = self.random_case(seed)
            document, expected = to_cyclonedx(before)
            path = self.tmp / "bom.json"
            path.write_text(json.dumps(document))
            self.do_import(path)
            after = read_case(self.case)
            with self.subTest(seed=seed):
                for table, columns in CARRIED.items():
                    self.assertEqual(narrow(after, table, columns), narrow(expected, table, columns))
            shutil.rmtree(self.case)

    def test_seeded_defect_is_caught(self):
        """A comparison that cannot fail proves nothing."""
        before = read_case(LCF)
        broken = {k: (c, [list(r) for r in rows]) for k, (c, rows) in before.items()}
        broken["bom"][1][17][2] = "999"
        self.assertNotEqual(facts(broken), facts(before))
        document, expected = to_cyclonedx(TINY)
        expected["bom"][1][0][2] = "3"
        self.case.mkdir()
        self.case.rmdir()
        path = self.tmp / "bom.json"
        path.write_text(json.dumps(document))
        self.do_import(path)
        self.assertNotEqual(narrow(read_case(self.case), "bom", CARRIED["bom"]),
                            narrow(expected, "bom", CARRIED["bom"]))


# What CycloneDX has words for; columns of items travel as properties.
CARRIED = {"items": ["id", "kind", "name_en", "mass_kg", "unit", "material"],
           "bom": ["parent", "child", "quantity"],
           "organisations": ["id", "name", "country"]}


def narrow(case, table, columns):
    header, rows = case.get(table, ([], []))
    return sorted(tuple(str(value(row[header.index(c)])) if c in header else "" for c in columns)
                  for row in rows)


def to_cyclonedx(case):
    """The document, and the part of the case that it says."""
    items, organisations = case["items"], case.get("organisations", ([], []))
    names = {row[0]: dict(zip(organisations[0], row)) for row in organisations[1]}
    edges, seen = [], set()
    for row in case["bom"][1]:
        edge = dict(zip(case["bom"][0], row))
        if (edge["parent"], edge["child"]) not in seen:  # one edge between two components
            seen.add((edge["parent"], edge["child"]))
            edges.append(edge)
    maker = {}
    for row in case.get("supply", ([], []))[1]:
        supply = dict(zip(case["supply"][0], row))
        if supply["supplier"] in names:
            maker.setdefault(supply["item"], supply["supplier"])
    components = []
    for row in items[1]:
        item = dict(zip(items[0], row))
        properties = [{"name": f"keten:{k}", "value": v} for k, v in item.items()
                      if v != "" and k not in ("id", "name_en")]
        properties += [{"name": f"keten:quantity:{e['child']}", "value": e["quantity"]}
                       for e in edges if e["parent"] == item["id"]]
        component = {"type": "device", "bom-ref": item["id"], "name": item["name_en"],
                     "properties": properties}
        if item["id"] in maker:
            who = names[maker[item["id"]]]
            component["manufacturer"] = {"bom-ref": who["id"], "name": who["name"],
                                         "address": {"country": who["country"]}}
        components.append(component)
    depends = {}
    for edge in edges:
        depends.setdefault(edge["parent"], []).append(edge["child"])
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components,
                "dependencies": [{"ref": k, "dependsOn": v} for k, v in depends.items()],
                "compositions": [{"aggregate": "incomplete", "assemblies": [items[1][0][0]]}]}
    used = set(maker.values())
    expected = {"items": items,
                "bom": (["parent", "child", "quantity"],
                        [[e["parent"], e["child"], e["quantity"]] for e in edges]),
                "organisations": (organisations[0],
                                  [row for row in organisations[1] if row[0] in used])}
    return document, expected


class Merge(Import):
    def supply(self, *rows):
        columns = ["item", "supplier", "share", "evidence", "source"]
        return self.book({"supply": [columns, *rows]})

    def test_same_again_changes_nothing(self):
        self.tiny()
        before = digest(self.case)
        result = self.do_import(self.supply(["pump", "acme", "0.60", "C", "a book"]))
        self.assertEqual(result["outcome"], "unchanged")
        self.assertEqual(digest(self.case), before)

    def test_a_change_needs_yes(self):
        self.tiny()
        before = digest(self.case)
        book = self.supply(["pump", "acme", 0.7, "C", "a book"])
        result = self.do_import(book, status=1)
        self.assertEqual(result["outcome"], "asks_changes")
        self.assertEqual(digest(self.case), before)
        change = result["changes"][0]
        self.assertEqual((change["kind"], change["before"], change["after"], change["place"]),
                         ("changed", "0.6", "0.7", "book.xlsx:supply!C2"))
        self.do_import(book, options=["--yes"])
        self.assertIn("pump,acme,0.7,C,a book", (self.case / "supply.csv").read_text())

    def contradict(self, grade, share_after, evidence_after):
        self.tiny()
        result = self.do_import(self.supply(["pump", "acme", 0.8, grade, "the yard"]),
                                options=["--yes"])
        self.assertEqual(result["changes"][0]["kind"], "contradicted")
        row = dict(zip(*[read_table(self.case / "supply.csv")[0],
                         read_table(self.case / "supply.csv")[1][0]]))
        self.assertEqual((row["share"], row["evidence"]), (share_after, evidence_after))
        header, conflicts = read_table(self.case / "conflicts.csv")
        conflict = dict(zip(header, conflicts[0]))
        self.assertEqual({conflict["kept"], conflict["other"]}, {"0.6", "0.8"})
        self.assertEqual(conflict["kept"], share_after)
        self.run_keten("check", self.case)
        again = self.do_import(self.supply(["pump", "acme", 0.8, grade, "the yard"]),
                               options=["--yes"])
        self.assertEqual(len(read_table(self.case / "conflicts.csv")[1]), 1, again)

    def test_better_evidence_wins(self):
        self.contradict("A", "0.8", "A")

    def test_weaker_evidence_loses(self):
        self.contradict("D", "0.6", "C")

    def test_equal_evidence_keeps_what_is_there(self):
        self.contradict("C", "0.6", "C")

    def test_a_source_whose_name_is_part_of_another_is_not_lost(self):
        write_case(self.case, {**TINY, "supply": (["item", "supplier", "share", "evidence", "source"],
                                                  [["pump", "acme", "0.6", "C", "big-a.csv"]])})
        book = self.book({"supply": [["item", "supplier", "lead_time_days", "evidence", "source"],
                                     ["pump", "acme", 30, "C", "a.csv"]]})
        self.do_import(book, options=["--yes"])
        header, rows = read_table(self.case / "supply.csv")
        self.assertEqual(dict(zip(header, rows[0]))["source"], "big-a.csv; a.csv")
        self.assertEqual(self.do_import(book)["outcome"], "unchanged")

    def test_dry_run_writes_nothing(self):
        self.tiny()
        before = digest(self.tmp)
        book = self.supply(["pump", "acme-delft", 0.2, "A", "x"])
        result = self.do_import(book, options=["--dry-run"])
        self.assertEqual(result["outcome"], "dry_run")
        after = digest(self.tmp)
        after.pop(pathlib.Path("book.xlsx"))
        self.assertEqual(after, before)

    def test_what_the_format_does_not_know_stays(self):
        tables = {**TINY, "notes": (["who", "what"], [["me", 'says "no, never"']])}
        tables["items"] = (tables["items"][0] + ["colour"],
                           [row + ["grey"] for row in tables["items"][1]])
        write_case(self.case, tables)
        (self.case / "README.md").write_text("mine")
        self.do_import(self.supply(["pump", "acme-delft", 0.2, "A", "x"]))
        self.assertEqual(read_case(self.case)["notes"], tables["notes"])
        self.assertEqual(read_case(self.case)["items"], tables["items"])
        self.assertEqual((self.case / "README.md").read_text(), "mine")

    def test_refused_rows_stop_or_are_left_out(self):
        self.tiny()
        before = digest(self.case)
        book = self.supply(["pump", "acme-delft", 0.2, "A", "x"], ["pump", "nobody", 0.1, "", ""],
                           ["pump", "withheld", "veel", "", ""])
        result = self.do_import(book, status=1)
        self.assertEqual(result["outcome"], "refused")
        self.assertEqual(digest(self.case), before)
        self.assertEqual(sorted(self.places(result)),
                         ["book.xlsx:supply!B3", "book.xlsx:supply!C4"])
        result = self.do_import(book, options=["--accept-partial"])
        self.assertEqual((result["outcome"], result["refused_rows"]), ("written", 2))
        self.assertEqual(len(read_table(self.case / "supply.csv")[1]), 2)
        header, rejected = read_table(self.tmp / "case-rejected.csv")
        self.assertEqual(header[:4], ["place", "reason", "A", "B"])
        self.assertIn("nobody", [row[3] for row in rejected])

    def test_shares_above_one_are_refused_where_they_come_from(self):
        self.tiny()
        result = self.do_import(self.supply(["pump", "acme-delft", 0.9, "A", "x"]), status=1)
        self.assertEqual(result["outcome"], "refused")
        self.assertTrue(self.places(result)[0].startswith("book.xlsx:supply!"), result)

    def test_two_rows_of_one_delivery_disagree(self):
        self.tiny()
        result = self.do_import(self.supply(["pump", "acme-delft", 0.1, "A", "x"],
                                            ["pump", "acme-delft", 0.3, "A", "x"]), status=1)
        self.assertEqual(self.places(result), ["book.xlsx:supply!3"])


class Workbooks(Import):
    def items(self, *rows, **more):
        return self.book({"items": [["id", "kind", "name_en", "mass_kg", "function_critical"],
                                    *rows]}, **more)

    def refused(self, book, *places):
        result = self.do_import(book, status=1)
        self.assertEqual(self.places(result), [f"book.xlsx:{p}" for p in places], result)
        self.assertFalse(self.case.exists())

    def masses(self, *figures, options=()):
        rows = [[f"i{n}", "component", "x", figure] for n, figure in enumerate(figures)]
        self.do_import(self.items(*rows), options=options)
        return [float(row[3]) for row in read_table(self.case / "items.csv")[1]]

    def test_figures_as_people_write_them(self):
        self.assertEqual(self.masses("1.234,5", "0,5", "12 kg", "250 g", "1 t", "3"),
                         [1234.5, 0.5, 12, 0.25, 1000, 3])

    def test_a_figure_of_two_readings_is_refused(self):
        self.refused(self.items(["a", "component", "x", "1.234"]), "items!D2")

    def test_a_neighbour_decides_the_decimal_mark(self):
        self.assertEqual(self.masses("1.234", "0,5"), [1234, 0.5])

    def test_words_in_both_languages(self):
        self.do_import(self.items(["a", "Halffabricaat", "x", 1, "ja"], ["b", "System", "y", 2, True]))
        rows = read_table(self.case / "items.csv")[1]
        self.assertEqual([(r[1], r[4]) for r in rows], [("semi_finished", "yes"), ("system", "yes")])

    def test_formulas(self):
        good = workbook.Cell("12", formula="6*2")
        result = self.do_import(self.items(["a", "component", "x", good]))
        self.assertIn("book.xlsx:items!D2", self.places(result, "warnings"))
        shutil.rmtree(self.case)
        self.refused(self.items(["a", "component", "x", workbook.Cell("", formula="6*2")]),
                     "items!D2")

    def test_error_values(self):
        self.refused(self.items(["a", "component", "x", workbook.Cell("#N/A", "e")]), "items!D2")

    def test_merged_cells(self):
        book = self.book({"items": [["id", "kind", "name_en"], ["a", "component", "one"],
                                    ["b", "", "two"]]}, merges={"items": ["B2:B3"]})
        result = self.do_import(book)
        self.assertEqual([r[1] for r in read_table(self.case / "items.csv")[1]], ["component"] * 2)
        self.assertIn("book.xlsx:items!B2", self.places(result, "warnings"))

    def test_cells_merged_over_columns_are_refused_where_a_value_is_missing(self):
        rows = [["id", "kind", "name_en", "note"], ["a", "component", "one", ""],
                ["b", "component", "two", "x"]]
        self.refused(self.book({"items": rows}, merges={"items": ["C2:D2"]}), "items!D2")
        self.do_import(self.book({"items": [row[:3] for row in rows]}, merges={"items": ["C2:E2"]}))
        self.assertEqual([r[2] for r in read_table(self.case / "items.csv")[1]], ["one", "two"])

    STRINGS = ["<t>id</t>", "<t>kind</t>", "<t>name_en</t>", "<t>a</t>", "<t>component</t>",
               "<r><rPr><b/></rPr><t>Pump</t></r><r><t xml:space=\"preserve\"> house</t></r>",
               "<t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh>", "<t>b</t>"]

    def shared(self, rows, prefix=""):
        """A workbook whose texts are numbers of a list, as spreadsheets save them."""
        rels = "".join(f'<Relationship Id="r{i}" Type="{workbook.REL}/{kind}" Target="{target}"/>'
                       for i, (kind, target) in enumerate(
                           [("worksheet", "worksheets/sheet1.xml"),
                            ("sharedStrings", "sharedStrings.xml")], 1))
        strings = "".join(f"<si>{s}</si>" for s in self.STRINGS)
        return self.book({"items": [[workbook.Cell(str(i), "s") for i in row] for row in rows]},
                         extra={"xl/_rels/workbook.xml.rels":
                                f'<Relationships xmlns="{workbook.PKG}">{rels}</Relationships>',
                                "xl/sharedStrings.xml":
                                f'{prefix}<sst xmlns="{workbook.MAIN}">{strings}</sst>'})

    def test_shared_strings(self):
        """Pieces of one text are joined, how it is pronounced is not part of it."""
        self.do_import(self.shared([[0, 1, 2], [3, 4, 5], [7, 4, 6]]))
        self.assertEqual(read_table(self.case / "items.csv")[1],
                         [["a", "component", "Pump house"], ["b", "component", "東京"]])
        shutil.rmtree(self.case)
        self.refused(self.shared([[0, 1, 2], [3, 4, 99]]), "items!C2")  # there is no 99th
        entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        message = self.do_import(self.shared([[0, 1, 2], [3, 4, 5]], entity), status=1)
        self.assertIn("xl/sharedStrings.xml: line 1", message)
        self.assertIn("declares entities", message)

    def test_types_of_cells(self):
        cell = workbook.Cell
        self.do_import(self.items(["a", "component", cell("x", "str"), cell("7", "n"), cell("1", "b")],
                                  ["b", "component", cell("y", "str", formula='"y"'),
                                   cell("7.5", "str"), cell("0", "b")]))
        self.assertEqual(read_table(self.case / "items.csv")[1],
                         [["a", "component", "x", "7", "yes"], ["b", "component", "y", "7.5", "no"]])

    def test_figures_of_other_countries(self):
        self.assertEqual(self.masses("1,234.5", "0.5", "1,000"), [1234.5, 0.5, 1000])
        shutil.rmtree(self.case)
        self.assertEqual(self.masses("1 234,5", "1\u00a0234,5", "1'234,5", "1.234.567", "1,5E3"),
                         [1234.5, 1234.5, 1234.5, 1234567, 1500])
        shutil.rmtree(self.case)
        self.refused(self.items(["a", "component", "x", "0,5"], ["b", "component", "x", "-"],
                                ["c", "component", "x", "n/a"], ["d", "component", "x", "12 pond"]),
                     "items!D3", "items!D4", "items!D5")

    def test_very_hidden_sheets(self):
        sheets = "".join(f'<sheet name="{name}" sheetId="{i}"{state} r:id="r{i}"/>'
                         for i, (name, state) in enumerate(
                             [("items", ""), ("organisations", ' state="veryHidden"')], 1))
        book = self.book({"items": [["id", "kind", "name_en"], ["a", "component", "one"]],
                          "organisations": [["id", "name", "country"], ["x", "X", "NLD"]]},
                         extra={"xl/workbook.xml": f'<workbook xmlns="{workbook.MAIN}" xmlns:r="'
                                                   f'{workbook.REL}"><sheets>{sheets}</sheets>'
                                                   '</workbook>'})
        self.assertIn("book.xlsx:organisations", self.places(self.do_import(book), "warnings"))
        self.assertEqual(read_table(self.case / "organisations.csv")[1], [])

    def test_hidden_sheets_are_named_and_not_read(self):
        heads = ["id", "name", "country"]
        book = self.book({"items": [["id", "kind", "name_en"], ["a", "component", "one"]],
                          "organisations": [heads, ["x", "X", "NLD"]]}, hidden=["organisations"])
        result = self.do_import(book)
        self.assertIn("book.xlsx:organisations", self.places(result, "warnings"))
        self.assertEqual(read_table(self.case / "organisations.csv")[1], [])

    def dates(self, cell, epoch_1904=False):
        book = self.book({"observations": [["indicator", "subject", "date", "value", "unit", "source"],
                                           ["price", "tin", cell, 1, "EUR", "x"]]},
                         epoch_1904=epoch_1904)
        result = self.do_import(book, options=["--accept-partial"])
        rows = read_table(self.case / "observations.csv")[1] \
            if (self.case / "observations.csv").exists() else []
        return rows[0][2] if rows else self.places(result)

    def test_dates(self):
        self.tiny()
        cases = [(datetime.date(2024, 2, 29), False, "2024-02-29"),
                 (workbook.Cell("0", style=1), True, "1904-01-01"),
                 (workbook.Cell("1", style=1), False, "1900-01-01"),
                 (workbook.Cell("61", style=1), False, "1900-03-01"),
                 ("31-01-2024", False, "2024-01-31"), ("31/01/2024", False, "2024-01-31"),
                 ("2024-01-31", False, "2024-01-31"),
                 ("03/04/2024", False, ["book.xlsx:observations!C2"]),
                 ("soon", False, ["book.xlsx:observations!C2"]),
                 ("2024-02-30", False, ["book.xlsx:observations!C2"]),
                 ("31 januari 2024", False, ["book.xlsx:observations!C2"]),
                 ("31.1.2024", False, "2024-01-31"),
                 (workbook.Cell("60", style=1), False, ["book.xlsx:observations!C2"]),
                 (workbook.Cell("-3", style=1), False, ["book.xlsx:observations!C2"]),
                 (workbook.Cell("43000", style=1), True, "2021-09-23"),
                 (workbook.Cell("43000.75", style=1), False, "2017-09-22"),
                 (workbook.Cell("2024-05-06T00:00:00", "d"), False, "2024-05-06"),
                 (45000, False, ["book.xlsx:observations!C2"])]
        for cell, epoch, expected in cases:
            with self.subTest(cell=getattr(cell, "value", cell)):
                self.assertEqual(self.dates(cell, epoch), expected)
                shutil.rmtree(self.case)
                self.tiny()

    def test_a_percentage_is_a_share(self):
        self.tiny()
        book = self.book({"supply": [["item", "supplier", "share"],
                                     ["pump", "acme-delft", workbook.Cell("0.35", style=2)]]})
        self.do_import(book)
        self.assertIn("pump,acme-delft,0.35,,", (self.case / "supply.csv").read_text())

    def test_bombs(self):
        big = b"<row/>" * 60_000_000
        bomb = self.book({"items": [["id"]]}, extra={"xl/worksheets/sheet1.xml": big})
        self.assertLess(bomb.stat().st_size, 2_000_000)
        self.assertIn("unpacks to far more", self.do_import(bomb, status=1))
        lol = ('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;'
               '</worksheet>').encode()
        bomb = self.book({"items": [["id"]]}, extra={"xl/worksheets/sheet1.xml": lol})
        self.assertIn("declares entities", self.do_import(bomb, status=1))
        bomb = self.book({"items": [["id"]]}, extra={f"x/{i}": b"" for i in range(10001)})
        self.assertIn("more than 10000 parts", self.do_import(bomb, status=1))

    def test_what_is_no_workbook(self):
        path = self.tmp / "old.xls"
        path.write_bytes(b"\xD0\xCF\x11\xE0" + bytes(600))
        self.assertIn("password", self.do_import(path, status=1))
        path.write_bytes(b"PK\x03\x04 cut off")
        self.assertIn("is not a workbook", self.do_import(path, status=1))
        path.write_bytes(b"PK\x03\x04" + bytes(26) +
                         b"mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK\x03\x04")
        self.assertIn("save it as .xlsx", self.do_import(path, status=1))
        path.write_text('<?xml version="1.0"?>\n<office:document xmlns:office="x"/>')
        self.assertIn("save it as .xlsx", self.do_import(path, status=1))
        self.assertIn("cannot be opened", self.do_import(self.tmp / "absent.xlsx", status=1))
        self.assertFalse(self.case.exists())


class Delimited(Import):
    """Delimited text: encodings, delimiters, and what is wrong with it."""

    def read(self, data, name="items.csv", status=0):
        path = self.tmp / name
        path.write_bytes(data)
        return self.do_import(path, status=status, options=["--yes"])

    def names(self):
        return [row[2] for row in read_table(self.case / "items.csv")[1]]

    def test_encodings_are_found_and_said(self):
        text = "id;kind;name_en\r\na;component;café\r\nb;component;x\r\n"
        for encoding, said in [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16 LE"),
                               ("utf-16-le", "UTF-16 LE"), ("utf-16-be", "UTF-16 BE"),
                               ("cp1252", "Windows-1252")]:
            with self.subTest(encoding=encoding):
                result = self.read(text.encode(encoding))
                self.assertEqual(self.names(), ["café", "x"])
                self.assertIn(f'read as {said}, columns divided by ";"', json.dumps(
                    result["notes"]).replace('\\\\"', '"').replace('\\"', '"'))
                shutil.rmtree(self.case)
        result = self.read("id;kind;name_en\r\na;component;€ 5 – ‘x’\r\n".encode("cp1252"))
        self.assertEqual(self.names(), ["€ 5 – ‘x’"])

    def test_two_encodings_in_one_file_are_a_warning(self):
        result = self.read("id;kind;name_en\r\na;component;café\r\n".encode() +
                           b"b;component;caf\xe9\r\n")
        self.assertIn("some letters are UTF-8", json.dumps(result["warnings"]))

    def test_delimiters(self):
        for delimiter in ",;\t|":
            with self.subTest(delimiter=delimiter):
                self.read(f'id{delimiter}kind{delimiter}name_en\na{delimiter}component{delimiter}'
                          f'"one{delimiter} two"\n'.encode())
                self.assertEqual(self.names(), [f"one{delimiter} two"])
                shutil.rmtree(self.case)
        self.read(b"sep=;\r\nid;kind;name_en;mass_kg\r\na;component;x;1,5\r\n")
        self.assertEqual(read_table(self.case / "items.csv")[1], [["a", "component", "x", "1.5"]])

    def test_what_cannot_be_read_says_where(self):
        self.assertIn("items.csv:2: malformed quotes",
                      self.read(b'id;kind;name_en\r\na;component;"open\r\nb;component;y\r\n', status=1))
        result = self.read(b"id;kind;name_en\r\na;component\r\nb;component;y\r\n", status=1)
        self.assertEqual(self.places(result), ["items.csv:2"])
        self.assertIn("byte 24", self.read(b"id;kind;name_en\r\na;comp\0onent;x\r\n", status=1))
        self.assertIn("half a character", self.read("id;kind".encode("utf-16") + b"x", status=1))
        self.assertFalse(self.case.exists())


class Languages(Import):
    """What stops an import is said in the reader's language, whoever noticed it."""

    ENGLISH = re.compile(r"\b(the|not|and|has|cannot|file|with|it|are|no|than|which|expected)\b")

    def wrong_files(self):
        yield "absent.csv", None
        yield "old.xls", b"\xD0\xCF\x11\xE0" + bytes(600)
        yield "cut.xlsx", b"PK\x03\x04 cut off"
        yield "other.json", b'{"a": 1}'
        yield "bad.json", b'{"bomFormat": "CycloneDX", "components": [}'
        yield "twice.json", b'{"bomFormat": "CycloneDX", "bomFormat": "x"}'
        yield "end.json", b'{"bomFormat": "CycloneDX"'
        yield "none.json", b'{"bomFormat": "CycloneDX", "specVersion": "1.6"}'
        yield "open.xml", b"<MainDeclaration><Product>"
        yield "tag.xml", b"<MainDeclaration></Product>"
        yield "twice.xml", b'<MainDeclaration a="1" a="2"/>'
        yield "entity.xml", b"<MainDeclaration>&x;</MainDeclaration>"
        yield "bomb.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><MainDeclaration/>'
        yield "deep.xml", b"<Main>" + b"<a>" * 120
        yield "none.xml", b"<Main/>"
        yield "code.xml", b'<?xml version="1.0" encoding="EBCDIC-7"?><Main/>'
        yield "quote.csv", b'id;kind;name_en\r\na;component;"open\r\n'
        yield "zero.csv", b"id;kind;name_en\r\na;comp\0onent;x\r\n"
        yield "empty.csv", b""
        yield "heads.csv", b"item;name;quantity\r\n"
        yield "items.csv", b"id;kind;name_en;mass_kg\r\na;thing;x;1,5\r\nb;component;;1.2.3\r\n"
        yield "bom.csv", b"parent;child;quantity\r\na;b;-1\r\n;;\r\nx y;b;1\r\n"
        yield "supply.csv", b"item;supplier;share\r\npump;nobody;2\r\npump;acme;150 %\r\n"
        yield "organisations.csv", b"id;name;country\r\nx;X;Congo\r\ny;Y;Atlantis\r\n"
        yield "levels.csv", b"level;item;quantity\r\n0;A;1\r\none;B;1\r\n1;C;1\r\n;D;1\r\n"
        yield "positions.csv", b"level;item;quantity\r\n1;A;1\r\n1.1;B;1\r\n3.1;C;1\r\n"
        yield "observations.csv", (b"indicator;subject;date;value;unit;source\r\n"
                                   b"p;tin;03/04/2024;1;EUR;x\r\np;tin;soon;x;EUR;x\r\n")

    def test_every_refusal_is_dutch_in_dutch(self):
        self.tiny()
        for name, content in self.wrong_files():
            path = self.tmp / name
            if content is not None:
                path.write_bytes(content)
            said = {}
            for language in ("en", "nl"):
                done = self.run_keten("import", path, "-o", self.case, "--json", "--lang", language,
                                      "--yes", status=1)
                lines = done.stderr.splitlines()
                if done.stdout:
                    result = json.loads(done.stdout)["result"]
                    lines += [e["message"] for key in ("refused", "warnings") for e in result[key]]
                said[language] = [line for line in lines if line]
            with self.subTest(file=name):
                self.assertTrue(said["nl"])
                for dutch in said["nl"]:
                    self.assertNotIn(dutch, said["en"])
                    quoted = re.sub(r'"[^"]*"|\{[^}]*\}|\S*/\S*', "", dutch)
                    self.assertIsNone(self.ENGLISH.search(quoted), dutch)
        for message in self.ENGLISH, "keten: the file is not there":  # the seeded defect
            if isinstance(message, str):
                self.assertIsNotNone(self.ENGLISH.search(message))

    def test_warnings_and_notes_are_dutch_too(self):
        path = self.tmp / "parts.csv"
        path.write_text("item;name;goes into;quantity;material;supplier;supplier country;colour\n"
                        "P0;Boat;;1;;;;\nP1;a;P0;;316L;Nowhere Ltd;;red\nP2;b;P9;2;rubber;X;Congo;\n"
                        "P3;c;P0;1;staal 316L buis;Y;Nederland;\n200 Heading;;;;;;;\n"
                        ";Total;;5;;;;\n")
        notes = {}
        for language in ("en", "nl"):
            done = self.run_keten("import", path, "-o", self.case, "--json", "--lang", language,
                                  "--yes", "--dry-run")
            result = json.loads(done.stdout)["result"]
            notes[language] = [e["message"] for key in ("warnings", "notes") for e in result[key]]
        self.assertEqual(len(notes["en"]), len(notes["nl"]))
        for dutch in notes["nl"]:
            self.assertNotIn(dutch, notes["en"])
            self.assertIsNone(self.ENGLISH.search(re.sub(r'"[^"]*"', "", dutch)), dutch)


class Parts(Import):
    LIST = [["Scheepswerf De Kade", "", "", "", "", "", "", ""],
            ["Artikelnr.", "Omschrijving", "Onderdeel van", "Aantal", "Gewicht (g)", "Materiaal",
             "Leverancier", "Land", "Levertijd (weken)"],
            ["P-1", "Pomp", "", "", "", "", "", "", ""],
            ["P-2", "Pomphuis", "P-1", "1", "40.000", "316L", "Gieterij X", "Duitsland", "8"],
            ["P-3", "Waaier", "P-1", "2", "1.500,5", "onbekend metaal", "onbekend", "", "12"],
            ["P-4", "Afdichting", "Pomp", "4", "", "", "Zonder Land BV", "", ""]]

    def write_list(self):
        path = self.tmp / "onderdelen.csv"
        with open(path, "w", encoding="cp1252", newline="") as file:
            csv.writer(file, delimiter=";").writerows(self.LIST)
        return path

    def test_a_dutch_parts_list_is_proposed_agreed_and_remembered(self):
        path = self.write_list()
        result = self.do_import(path, status=1)
        self.assertEqual(result["outcome"], "asks_mapping")
        self.assertFalse(self.case.exists())
        sheet = result["files"][0]["sheets"][0]
        self.assertEqual((sheet["table"], sheet["header_row"]), ("parts", 2))
        self.assertEqual([c["to"] for c in sheet["columns"]],
                         ["item", "name", "parent", "quantity", "mass_kg", "material", "supplier",
                          "supplier_country", "lead_time_days"])
        result = self.do_import(path, options=["--yes"])
        self.assertEqual((result["outcome"], result["refused"]), ("written", []))
        items = {r["id"]: r for r in self.rows("items")}
        self.assertEqual(items["P-1"]["kind"], "platform")
        self.assertEqual(float(items["P-2"]["mass_kg"]), 40)
        self.assertEqual(float(items["P-3"]["mass_kg"]), 1.5005)
        supply = {r["item"]: r for r in self.rows("supply")}
        self.assertEqual(supply["P-2"]["supplier"], "gieterij-x")
        self.assertEqual(float(supply["P-2"]["lead_time_days"]), 56)
        self.assertEqual(supply["P-3"]["supplier"], "unknown")
        self.assertEqual(supply["P-4"]["supplier"], "unknown")
        edges = {(r["parent"], r["child"]) for r in self.rows("bom")}
        self.assertLessEqual({("P-1", "P-2"), ("P-1", "P-3"), ("P-1", "P-4")}, edges)
        self.run_keten("assess", self.case)
        again = self.do_import(path)
        self.assertEqual(again["outcome"], "unchanged")
        self.assertEqual(again["files"][0]["profile"], "mappings/onderdelen.json")

    def rows(self, table):
        header, rows = read_table(self.case / f"{table}.csv")
        return [dict(zip(header, row)) for row in rows]

    def test_an_answer_is_remembered(self):
        path = self.write_list()
        self.do_import(path, options=["--yes"])
        questions = self.rows("answers")
        self.assertIn("onbekend metaal", [q["text"] for q in questions])
        text = (self.case / "answers.csv").read_text()
        (self.case / "answers.csv").write_text(
            text.replace("composition,onbekend metaal,", "composition,onbekend metaal,17-4ph"))
        result = self.do_import(path)
        self.assertEqual(result["outcome"], "written")
        self.assertIn(("P-3", "17-4ph"), {(r["parent"], r["child"]) for r in self.rows("bom")})
        self.assertNotIn("onbekend metaal", json.dumps(result["warnings"]))

    def test_an_answer_that_is_no_id_is_said(self):
        path = self.write_list()
        self.do_import(path, options=["--yes"])
        text = (self.case / "answers.csv").read_text()
        (self.case / "answers.csv").write_text(
            text.replace("composition,onbekend metaal,", "composition,onbekend metaal,c95800"))
        result = self.do_import(path)
        self.assertIn("c95800", json.dumps(result["warnings"]))
        self.assertEqual((result["outcome"], result["refused"]), ("unchanged", []))
        done = self.run_keten("import", path, "-o", self.case)
        self.assertIn("left out of every result: 1.", " ".join(done.stdout.split()))
        (self.case / "answers.csv").write_text(
            text.replace("composition,onbekend metaal,", "composition,onbekend metaal,-"))
        done = self.run_keten("import", path, "-o", self.case)
        self.assertNotIn("left out of every result", " ".join(done.stdout.split()))

    def test_a_mapping_file_is_written_and_used(self):
        path, mapping = self.write_list(), self.tmp / "mine.json"
        self.do_import(path, status=1, options=["--mapping", mapping])
        profile = json.loads(mapping.read_text())
        for column in profile["sheets"][0]["columns"]:
            if column["to"] == "material":
                column["to"] = "note"
        mapping.write_text(json.dumps(profile))
        self.do_import(path, options=["--mapping", mapping])
        self.assertEqual({r["id"]: r for r in self.rows("items")}["P-2"]["note"], "316L")

    def test_a_mapping_is_proposed_though_rows_are_refused(self):
        book = self.book({"Blad1": [["Artikelnr", "Aantal", "Gewicht"], ["a", 1, "1.234"]]})
        mapping = self.tmp / "mine.json"
        result = self.do_import(book, status=1, options=["--mapping", mapping])
        self.assertEqual(result["outcome"], "refused")
        mapping.write_text(mapping.read_text().replace('"decimal":""', '"decimal":","'))
        self.do_import(book, options=["--mapping", mapping])
        self.assertEqual([float(r["mass_kg"]) for r in self.rows("items") if r["id"] == "a"],
                         [1234])

    YARD = [["Yard stuklijst PV-60"], [],
            ["Pos", "Artikelnr", "Omschrijving", "Materiaal", "Leverancier", "Land", "Aantal",
             "Gewicht (kg)"],
            ["100 Romp"],
            [1, "100-1", "Luik", "1.4404", "Luiken BV", "NL", 2, "1.234"],
            [2, "100-2", "Lens", "germanium lens", "", "", 1, "0,5"],
            ["", "", "Subtotaal", "", "", "", "", "1.234,5"],
            ["", "", "200 Overig"],
            [3, "100-3", "Totalisator", "", "Meters BV", "NL", 1, ""],
            ["", "", "Totaal: 3 onderdelen", "", "", "", 4, ""]]

    def test_a_list_as_a_yard_lays_it_out(self):
        book = self.book({"Blad1": self.YARD}, merges={"Blad1": ["A1:H1", "A4:H4"]})
        result = self.do_import(book, options=["--yes"])
        self.assertEqual((result["outcome"], result["refused"]), ("written", []))
        items = {r["id"]: r for r in self.rows("items")}
        self.assertEqual([i for i in items if not i.startswith("100-")][:1],
                         ["yard-stuklijst-pv-60"])
        self.assertEqual(items["yard-stuklijst-pv-60"]["kind"], "platform")
        self.assertEqual({i for i in items if i.startswith("100-")}, {"100-1", "100-2", "100-3"})
        self.assertNotIn("200 Overig", {i["name_en"] for i in items.values()})
        self.assertEqual(float(items["100-1"]["mass_kg"]), 1234)  # 0,5 decides, 1.4404 does not
        edges = {(r["parent"], r["child"]) for r in self.rows("bom")}
        self.assertLessEqual({("yard-stuklijst-pv-60", "100-1"), ("100-2", "germanium"),
                              ("100-1", "stainless-316l")}, edges)
        self.run_keten("assess", self.case)
        self.assertEqual(self.do_import(book)["outcome"], "unchanged")
        new = self.book({"Blad1": self.YARD + [["", "100-4", "Mast", "", "", "", 1, ""]]}, "d.xlsx",
                        merges={"Blad1": ["A1:H1", "A4:H4"]})
        self.do_import(new, options=["--yes"])  # a new revision, under its old title
        self.assertIn(("yard-stuklijst-pv-60", "100-4"),
                      {(r["parent"], r["child"]) for r in self.rows("bom")})
        other = self.book({"Blad1": [["Andere lijst"], *self.YARD[1:4],
                                     ["", "900-1", "Anker", "", "", "", 1, ""]]}, "e.xlsx")
        result = self.do_import(other, options=["--yes"])
        self.assertNotIn("900-1", {r["child"] for r in self.rows("bom")})
        self.assertIn("go into", json.dumps(result["warnings"]))

    def import_csv(self, text, name="lijst.csv", status=0, options=("--yes",)):
        path = self.tmp / name
        path.write_text(text, "utf-8")
        return self.do_import(path, status=status, options=options)

    def said(self, result, words, key="notes"):
        return [r["message"] for r in result[key] if words in r["message"]]

    def test_a_part_is_no_total_for_its_supplier_its_number_or_a_remark(self):
        result = self.import_csv("Omschrijving;Aantal;Leverancier\nSmeerolie;3;Total Nederland BV\n"
                                 "Pomp;1;Pompen BV\nTotaal;4;\nSubtotaal:;4;\n")
        self.assertEqual({r["name_en"] for r in self.rows("items")}, {"lijst", "Smeerolie", "Pomp"})
        self.assertIn("Total Nederland BV", {r["name"] for r in self.rows("organisations")} |
                      {r["supplier_name"] for r in self.rows("supply")})
        self.assertEqual(self.said(result, "totals"),
                         ['rows of totals are not read: 2, from here on: "Totaal", "Subtotaal:"'])
        shutil.rmtree(self.case)
        result = self.import_csv("Artikelnr;Aantal\nTOTAL-1;2\nTOTAL-3;1\nTotaal;3\n")
        self.assertEqual({r["id"] for r in self.rows("items")}, {"lijst", "TOTAL-1", "TOTAL-3"})
        self.assertEqual(len(self.said(result, '1, from here on: "Totaal"')), 1)
        shutil.rmtree(self.case)
        result = self.import_csv("Omschrijving;Aantal;Opmerking;Kleur\nKetting;1;Total length 220 m;\n"
                                 "As;2;Summe: 2 Stueck;\nMast;1;;Total black\n;4;;Totaal\n")
        self.assertEqual({r["name_en"] for r in self.rows("items")},
                         {"lijst", "Ketting", "As", "Mast"})
        self.assertEqual(len(self.said(result, '1, from here on: "Totaal"')), 1)

    def test_a_heading_where_the_number_stands(self):
        result = self.import_csv("Artikelnr;Omschrijving;Aantal\n200 Voortstuwing;;\nP-1;Motor;2\n"
                                 "300 Énergie;;\n6205 2RS;;\n4320-17 001;;\nDIN 933;Bout;4\n"
                                 "Totaal generaal;;\n")
        self.assertEqual({r["name_en"] for r in self.rows("items")},
                         {"lijst", "Motor", "6205 2RS", "4320-17 001", "Bout"})
        self.assertEqual(self.said(result, "head of a group"), [
            "rows that are the head of a group of parts are not read: 2, from here on: "
            '"200 Voortstuwing", "300 Énergie"'])
        self.assertEqual(len(self.said(result, '1, from here on: "Totaal generaal"')), 1)
        shutil.rmtree(self.case)
        self.import_csv("Artikel;Aantal\nPomp groot model;\nKraan;2\n")  # no other name
        self.assertEqual({r["name_en"] for r in self.rows("items")},
                         {"lijst", "Pomp groot model", "Kraan"})

    def test_a_list_by_levels(self):
        rows = [["Uitdraai"], ["Niveau", "Artikelnr", "Omschrijving", "Aantal"],
                [0, "LP", "Lenspomp", 1], [1, "100", "Natte deel", 1], ["..2", "101", "Huis", 1],
                ["..2", "102", "Waaier", 2], [1, "200", "Motor", 1], ["...3", "202", "Magneet", 24]]
        self.do_import(self.book({"Blad1": rows}), options=["--yes"])
        self.assertEqual({(r["parent"], r["child"]) for r in self.rows("bom")},
                         {("LP", "100"), ("100", "101"), ("100", "102"), ("LP", "200"),
                          ("200", "202")})
        shutil.rmtree(self.case)
        self.do_import(self.book({"Blad1": rows[:2] + rows[3:]}), options=["--yes"])
        self.assertLessEqual({("Uitdraai", "100"), ("Uitdraai", "200"), ("200", "202")},
                             {(r["parent"], r["child"]) for r in self.rows("bom")})

    def test_a_column_that_came_since_is_asked_for(self):
        head, row = "Artikelnr;Omschrijving;Aantal;Leverancier", "P-1;Pomp;1;Pompen BV"
        self.import_csv(f"{head}\n{row}\n", "a.csv")
        text = f"{head};Land;Kleur\n{row};Duitsland;rood\nP-2;Kraan;1;Kranen BV;Frankrijk;\n"
        result = self.import_csv(text, "b.csv", status=1, options=())
        self.assertEqual(result["outcome"], "asks_mapping")
        columns = {c["header"]: c["to"] for c in result["files"][0]["sheets"][0]["columns"]}
        self.assertEqual((columns["Land"], columns["Kleur"]), ("supplier_country", ""))
        self.assertEqual(self.said(result, "not used"), ['columns that are not used: "Kleur"'])
        self.import_csv(text, "b.csv")
        self.assertIn(("Kranen BV", "FRA"),
                      {(r["name"], r["country"]) for r in self.rows("organisations")})
        again = self.import_csv(text, "b.csv", options=())
        self.assertEqual((again["outcome"], again["files"][0]["profile"]),
                         ("unchanged", "mappings/b.json"))
        mapping = self.tmp / "mine.json"  # what a given mapping leaves out is named too
        mapping.write_text((self.case / "mappings" / "a.json").read_text())
        result = self.import_csv(text, "c.csv", options=["--mapping", mapping])
        self.assertEqual(self.said(result, "not used"),
                         ['columns that are not used: "Land", "Kleur"'])

    def test_a_title_names_an_item_as_a_part_does(self):
        for title in ("ship", "SHIP", "Schip"):
            write_case(self.case, {**TINY, "items": (
                [*TINY["items"][0], "name_nl"],
                [["s-1", "platform", "Ship", "1000", "Schip"],
                 ["pump", "component", "Pump", "85", ""]]),
                "bom": (TINY["bom"][0], [["s-1", "pump", "2", "C", "a book"]])})
            book = self.book({"Blad1": [[title], ["Artikel", "Aantal"], ["mast", 1]]})
            self.do_import(book, options=["--yes"])
            self.assertIn(("s-1", "mast"), self.edges())
            shutil.rmtree(self.case)

    def edges(self):
        return {(r["parent"], r["child"]) for r in self.rows("bom")}

    def refusals(self, result):
        return [(r["place"].partition(":")[2], r["message"]) for r in result["refused"]]

    def by_levels(self, levels, status=0):
        """Imports parts A, B, C, … at these levels."""
        shutil.rmtree(self.case, ignore_errors=True)
        rows = [["Uitdraai"], ["Niveau", "Artikelnr", "Aantal"]]
        rows += [[level, chr(65 + i), 1] for i, level in enumerate(levels)]
        return self.do_import(self.book({"Blad1": rows}), options=["--yes"], status=status)

    def test_positions_are_levels(self):
        for levels in (["1", "1.1", "1.1.1", "2", "2.1"], ["1.", "1.1.", "1.1.1.", "2.", "2.1."]):
            self.by_levels(levels)
            self.assertEqual(self.edges(), {("Uitdraai", "A"), ("A", "B"), ("B", "C"),
                                            ("Uitdraai", "D"), ("D", "E")})
        self.by_levels(["0", "1", "1.9", "1.10", "2", "2.1"])
        self.assertEqual(self.edges(), {("A", "B"), ("B", "C"), ("B", "D"), ("A", "E"),
                                        ("E", "F")})
        self.import_csv("Niveau;Artikelnr;Aantal\n0;A;1\n200 Voortstuwing;;\n1;B;1\n", "n.csv")
        self.assertLessEqual({("A", "B")}, self.edges())
        self.by_levels([0, "1.", 2])
        self.assertEqual(self.edges(), {("A", "B"), ("B", "C")})

    def test_a_level_that_cannot_be_read_is_refused_with_what_goes_into_it(self):
        result = self.by_levels([0, 1, "een", 2, 1, 0], status=1)
        below = "what the part goes into is not known: row 5 above it is not read"
        self.assertEqual(self.refusals(result), [
            ("Blad1!A5", 'Niveau: "een" is not a level'), ("Blad1!A6", below),
            ("Blad1!A7", below)])
        result = self.by_levels([0, "", 1], status=1)
        self.assertEqual([p for p, _ in self.refusals(result)], ["Blad1!A4", "Blad1!A5"])
        self.assertIn("empty", self.refusals(result)[0][1])
        result = self.by_levels([0, 1, 2, 2, "1.5"], status=1)  # levels, one of them mistyped
        self.assertEqual([p for p, _ in self.refusals(result)], ["Blad1!A6", "Blad1!A7"])
        self.assertIn("position", self.refusals(result)[0][1])
        result = self.by_levels(["1", "1.1", "1.2.1", "2"], status=1)
        self.assertEqual([p for p, _ in self.refusals(result)], ["Blad1!A5"])

    def test_what_goes_into_a_row_that_is_left_out_goes_into_no_other(self):
        rows = [["#", "Niveau", "Artikelnr", "Omschrijving", "Aantal"], ["", 0, "LP", "Pomp", 1],
                ["", 1, "100", "Deel", 1], ["x", 1, "200", "Motor", 1], ["", 2, "201", "As", 1],
                ["", 3, "202", "Ring", 1], ["", 1, "300", "Voet", 1], ["", 2, "301", "Bout", 4],
                ["", 1, "", "Totaal", 9], ["", 2, "900", "Verdwaald", 1]]
        book = self.book({"Blad1": rows})
        mapping = self.tmp / "mine.json"
        self.do_import(book, options=["--mapping", mapping], status=1)
        profile = json.loads(mapping.read_text())
        profile["sheets"][0]["columns"][0]["to"] = "#"
        mapping.write_text(json.dumps(profile))
        result = self.do_import(book, options=["--mapping", mapping], status=1)
        below = "what the part goes into is not known: row %d above it is not read"
        self.assertEqual(self.refusals(result),
                         [("Blad1!B5", below % 4), ("Blad1!B6", below % 4),
                          ("Blad1!B10", below % 9)])
        self.do_import(book, options=["--mapping", mapping, "--accept-partial"])
        self.assertEqual(self.edges(), {("LP", "100"), ("LP", "300"), ("300", "301")})

    def test_a_list_for_a_case_gets_no_product(self):
        self.tiny()
        book = self.book({"Blad1": [["Prijslijst"], ["Artikel", "Aantal", "Gewicht (kg)"],
                                    ["pump", 3, 80]]})
        result = self.do_import(book, options=["--yes"])
        self.assertEqual([(r["parent"], r["child"]) for r in self.rows("bom")], [("ship", "pump")])
        self.assertIn("go into", json.dumps(result["warnings"]))

    def test_the_example_of_the_guide(self):
        result = self.do_import(ROOT / "examples" / "list" / "parts.csv", options=["--yes"])
        self.assertEqual((result["outcome"], result["refused"]), ("written", []))
        done = self.run_keten("assess", self.case, "--json")
        flows = [r["flow"] for r in json.loads(done.stdout)["result"]["risks"]]
        self.assertIn("CHN/dysprosium/processing", flows[:3])

    def test_the_parts_list_of_the_template(self):
        empty, full = self.tmp / "empty.xlsx", self.tmp / "full.xlsx"
        self.run_keten("template", "-o", empty, "--lang", "nl")
        columns = ["parent", "item", "name", "quantity", "mass_kg", "material", "supplier",
                   "supplier_country"]
        workbook.fill(empty, full, {"parts": (columns, [
            ["Lenspomp", "P-1", "Pomphuis", "1", "48,25", "CuNi 90/10", "Gieterij", "Duitsland"],
            ["Lenspomp", "P-2", "Magneet", "1", "0,5", "NdFeB N42SH", "onbekend", ""],
            ["Lenspomp", "", "Kabel", "1", "", "", "", ""], ["", "", "Los deel", "", "", "", "", ""],
            ["Lenspomp", "", "Moer", "9", "", "", "", ""]])})
        self.assertEqual(self.do_import(full)["refused"], [])
        self.assertIn("Los deel", {r["name_en"] for r in self.rows("items")})
        edges = {(r["parent"], r["child"]) for r in self.rows("bom")}
        self.assertLessEqual({("Lenspomp", "P-1"), ("P-1", "copper-nickel-90-10-c70600"),
                              ("P-2", "ndfeb-sintered-magnet")}, edges)
        self.run_keten("assess", self.case, "--target", "Lenspomp")

    def test_one_name_does_for_two_languages(self):
        heads = ["items.id", "items.kind", "items.name_en", "items.name_nl", "items.material"]
        book = self.book({"Artikelen": [heads, ["a", "platform", "", "Pomp", ""],
                                        ["b", "grondstof", "", "Koper", "koper"]]})
        self.do_import(book)
        items = {r["id"]: r for r in self.rows("items")}
        self.assertEqual((items["a"]["name_en"], items["b"]["material"]), ("Pomp", "copper"))
        book = self.book({"Artikelen": [heads, ["a", "platform", "", "Lenspomp", ""]]})
        self.do_import(book, options=["--yes"])  # the English name that is there stays
        self.assertEqual({r["id"]: r for r in self.rows("items")}["a"]["name_en"], "Pomp")

    def test_an_alloy_is_no_material(self):
        book = self.book({"Artikelen": [["items.id", "items.kind", "items.name_en",
                                         "items.material"],
                                        ["a", "material", "Copper-nickel", "CuNi 90/10"]]})
        result = self.do_import(book, status=1)
        self.assertEqual(self.places(result), ["book.xlsx:Artikelen!D2"])
        self.assertIn("parts list", json.dumps(result["refused"]))

    def test_the_self_scan(self):
        empty, full = self.tmp / "scan.xlsx", self.tmp / "full.xlsx"
        self.run_keten("template", "-o", empty, "--kind", "self-scan", "--lang", "nl")
        with zipfile.ZipFile(empty) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        xml = parts["xl/worksheets/sheet1.xml"].decode()

        def put(reference, text):
            nonlocal xml
            start = xml.index(f'<c r="{reference}"')
            end = xml.index("/>", start) + 2
            xml = (xml[:start] + f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>' +
                   xml[end:])
        for reference, text in {"C4": "Kleine Pompen B.V.", "C5": "Nederland (NLD)", "C6": "12345678",
                                "C7": "Lenspomp", "B14": "Regelaar", "C14": "2", "G14": "Elektro AG",
                                "H14": "Duitsland", "L14": "30", "B15": "Huis", "E15": "4,5",
                                "F15": "316L", "G15": "zeggen we niet"}.items():
            put(reference, text)
        parts["xl/worksheets/sheet1.xml"] = xml.encode()
        with zipfile.ZipFile(full, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        result = self.do_import(full)
        self.assertEqual((result["outcome"], result["refused"]), ("written", []))
        supply = {(r["item"], r["supplier"]): r for r in self.rows("supply")}
        self.assertIn(("Lenspomp", "kleine-pompen-b-v"), supply)
        self.assertEqual(supply[("Regelaar", "elektro-ag")]["buyer"], "kleine-pompen-b-v")
        self.assertIn(("Huis", "withheld"), supply)
        self.assertEqual(self.rows("stocks")[0]["days_of_cover"], "30")
        self.assertEqual(self.rows("organisations")[0]["kvk"], "12345678")
        self.run_keten("assess", self.case)


class Meanings(Import):
    """Free text against names and spellings; what is not sure is asked once."""

    SURE = {"CuNi 90/10": "copper-nickel-90-10-c70600", "1.4404": "stainless-316l",
            "316L": "stainless-316l", "NdFeB N42SH": "ndfeb-sintered-magnet",
            "AlMg4,5Mn": "aluminium-5083-h116"}

    def rows(self, table):
        header, rows = read_table(self.case / f"{table}.csv")
        return [dict(zip(header, row)) for row in rows]

    def write_list(self, *rows):
        path = self.tmp / "parts.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(["item", "name", "goes into", "quantity", "material", "supplier",
                             "supplier country"])
            writer.writerow(["P0", "Boat", "", "1", "", "", ""])
            writer.writerows(rows)
        return path

    def answer(self, kind, text, answer):
        path = self.case / "answers.csv"
        old = path.read_text("utf-8")
        self.assertIn(f"{kind},{text},,", old)
        path.write_text(old.replace(f"{kind},{text},,", f"{kind},{text},{answer},"), "utf-8")

    def test_designations_of_alloys(self):
        path = self.write_list(*([f"P{i}", f"part {i}", "P0", "1", text, "", ""]
                                 for i, text in enumerate([*self.SURE, "Inconel 718"], 1)))
        result = self.do_import(path, options=["--yes"])
        edges = {(r["parent"], r["child"]) for r in self.rows("bom")}
        for i, composition in enumerate(self.SURE.values(), 1):
            self.assertIn((f"P{i}", composition), edges)
        self.assertTrue(any(child.startswith("inconel-718") for parent, child in edges
                            if parent == "P6"), edges)
        note = next(n for n in result["notes"] if "CuNi" in n["message"])
        self.assertIn("score 1.00", note["message"])
        self.assertEqual(note["place"], "parts.csv:3:5")
        self.assertNotIn(("P2", "stainless-304"), edges)  # the seeded defect: 1.4404 is no 304
        self.run_keten("check", self.case)

    def test_countries(self):
        path = self.write_list(["P1", "a", "P0", "1", "", "One BV", "Nederland"],
                               ["P2", "b", "P0", "1", "", "Two Co", "Zuid-Korea"],
                               ["P3", "c", "P0", "1", "", "Three", "Congo"])
        result = self.do_import(path, options=["--yes"])
        self.assertEqual({r["name"]: r["country"] for r in self.rows("organisations")},
                         {"One BV": "NLD", "Two Co": "KOR"})
        question = self.rows("answers")[0]
        self.assertEqual((question["kind"], question["text"], question["id"]),
                         ("country", "Congo", ""))
        self.assertIn("COD", question["candidates"])
        self.assertIn("COG", question["candidates"])
        self.assertIn("Congo", json.dumps(result["warnings"]))
        named = [r for r in self.rows("supply") if r["item"] == "P3"]
        self.assertEqual([(r["supplier"], r["supplier_name"]) for r in named],
                         [("unknown", "Three")])
        self.answer("country", "Congo", "COD")
        result = self.do_import(path, status=1)
        self.assertEqual([(c["kind"], c["key"], c["after"]) for c in result["changes"]],
                         [("settled", "P3 unknown", "three")])
        result = self.do_import(path, options=["--yes"])
        self.assertEqual(result["outcome"], "written")
        named = [r for r in self.rows("supply") if r["item"] == "P3"]
        self.assertEqual([(r["supplier"], r["supplier_name"]) for r in named], [("three", "")])
        self.assertNotIn("Congo", json.dumps(result["warnings"]))
        self.assertIn("COD", [r["country"] for r in self.rows("organisations")])
        self.assertEqual(len(self.rows("answers")), 1)

    def test_a_country_that_is_needed_refuses_its_row(self):
        path = self.book({"organisations": [["id", "name", "country"], ["x", "X", "Congo"]]})
        result = self.do_import(path, status=1, options=["--yes"])
        self.assertIn("COD", result["refused"][0]["message"])

    def test_companies(self):
        shutil.copytree(LCF, self.case)
        path = self.write_list(["P1", "a", "P0", "1", "", "Thales Nederland B.V.", "Nederland"],
                               ["P2", "b", "P0", "1", "", "Thalles Nederland", "Nederland"],
                               ["P3", "c", "P0", "1", "", "Damen", "Nederland"],
                               ["P4", "d", "P0", "1", "", "Nieuw Bedrijf", "Nederland"])
        self.do_import(path, options=["--yes"])
        supply = {r["item"]: r["supplier"] for r in self.rows("supply")}
        self.assertEqual((supply["P1"], supply["P2"]), ("thales-nederland", "thales-nederland"))
        questions = {r["text"]: r for r in self.rows("answers")}
        self.assertEqual(set(questions), {"Damen"})
        self.assertIn("damen-naval", questions["Damen"]["candidates"])
        self.assertEqual((supply["P3"], questions["Damen"]["taken_as"]), ("damen", "damen"))

    def test_a_supplier_that_is_named_later_takes_the_place_of_the_unknown_one(self):
        first = self.write_list(["P1", "a", "P0", "1", "", "unknown", ""],
                                ["P2", "b", "P0", "1", "", "unknown", ""],
                                ["P3", "c", "P0", "1", "", "unknown", ""])
        self.do_import(first, options=["--yes"])
        second = self.write_list(["P1", "a", "P0", "1", "", "One BV", "Nederland"],
                                 ["P2", "b", "P0", "1", "", "Two BV", "Nederland"],
                                 ["P2", "b", "P0", "1", "", "unknown", ""],
                                 ["P3", "c", "P0", "1", "", "unknown", ""])
        result = self.do_import(second, status=1)
        self.assertEqual([(c["place"], c["key"], c["before"], c["after"])
                          for c in result["changes"] if c["kind"] == "settled"],
                         [("parts.csv:3:6", "P1 unknown", "unknown", "one-bv")])
        self.do_import(second, options=["--yes"])
        self.assertEqual({(r["item"], r["supplier"]) for r in self.rows("supply")},
                         {("P1", "one-bv"), ("P2", "two-bv"), ("P2", "unknown"), ("P3", "unknown")})
        self.assertEqual(self.do_import(second)["outcome"], "unchanged")
        self.run_keten("check", self.case)

    def test_an_unknown_row_with_figures_keeps_them_and_their_source(self):
        """A list that names the supplier has not said the yard's lead time."""
        planned = {"item": "pump", "supplier": "unknown", "lead_time_days": "30", "evidence": "A",
                   "source": "yard planning 2025"}
        write_case(self.case, {**TINY, "supply": (list(planned), [list(planned.values())])})
        path = self.write_list(["pump", "Pump", "", "", "", "One BV", "Nederland"])
        result = self.do_import(path, options=["--yes"])
        self.assertNotIn("settled", {c["kind"] for c in result["changes"]})
        rows = {r["supplier"]: r for r in self.rows("supply")}
        self.assertEqual(rows["unknown"], planned)
        self.assertEqual((rows["one-bv"]["lead_time_days"], rows["one-bv"]["source"]),
                         ("", "parts.csv"))

    def test_an_answer_about_a_company_settles_what_was_written(self):
        """The company that was made meanwhile goes, and everything about it is of the real one."""
        shutil.copytree(LCF, self.case)
        before = self.rows("organisations")
        path = self.write_list(["P1", "a", "P0", "1", "", "Damen", "Nederland"],
                               ["P2", "b", "P0", "2", "", "Damen", "Nederland"])
        self.do_import(path, options=["--yes"])
        self.answer("organisation", "Damen", "damen-naval")
        dry = self.do_import(path, options=["--dry-run"])
        self.assertEqual({(c["table"], c["before"], c["after"]) for c in dry["changes"]},
                         {("supply", "damen", "damen-naval"), ("organisations", "damen", "damen-naval")})
        self.do_import(path, status=1)  # values would change: somebody has to look
        self.do_import(path, options=["--yes"])
        self.assertEqual({r["item"]: r["supplier"] for r in self.rows("supply")
                          if r["item"] in ("P1", "P2")},
                         {"P1": "damen-naval", "P2": "damen-naval"})
        self.assertEqual([r["id"] for r in self.rows("organisations")], [r["id"] for r in before])
        self.assertEqual([r["taken_as"] for r in self.rows("answers")], [""])
        self.assertEqual(self.do_import(path)["outcome"], "unchanged")
        self.run_keten("check", self.case)

    def test_answers_that_lead_to_one_another_do_so_in_any_order(self):
        """One answer says that a company is the one that another answer says is a third."""
        columns = ["kind", "text", "id", "candidates", "by", "date", "taken_as"]
        answers = [["organisation", "Alpha Pump Systems", "alpha-pumpen", "", "me", "", "aps"],
                   ["organisation", "Alpha Pumpen", "alpha-pumps-bv", "", "me", "", "alpha-pumpen"],
                   ["organisation", "Alfa", "alpha-pumpen", "", "me", "", ""]]
        outcomes = []
        for order in ((0, 1, 2), (1, 0, 2), (2, 1, 0)):
            shutil.rmtree(self.case, ignore_errors=True)
            write_case(self.case, {
                **TINY, "supply": (["item", "supplier", "buyer", "evidence", "source"],
                                   [["pump", "aps", "", "C", "a book"],
                                    ["ship", "alpha-pumpen", "", "C", "a book"]]),
                "organisations": (["id", "name", "country"],
                                  [["acme", "Acme Pumps B.V.", "NLD"],
                                   ["alpha-pumps-bv", "Alpha Pumps BV", "NLD"],
                                   ["alpha-pumpen", "Pumpenwerk", "DEU"],
                                   ["aps", "Systems", "NLD"]]),
                "conflicts": (["table", "key", "column", "kept", "kept_evidence", "kept_source",
                               "other", "other_evidence", "other_source"],
                              [["supply", "ship alpha-pumpen", "share", "0.1", "", "", "0.2", "",
                                "x"],
                               ["supply", "aps acme", "share", "0.1", "", "", "0.2", "", "x"]]),
                "answers": (columns, [answers[i] for i in order])})
            path = self.write_list(["Q1", "q", "ship", "1", "", "Alfa", "Nederland"],
                                   ["Q2", "q", "ship", "1", "", "Alpha Pump Systems", "Nederland"])
            result = self.do_import(path, options=["--yes"])
            self.assertIn(("answers", "alpha-pumpen", "alpha-pumps-bv"),
                          {(c["table"], c["before"], c["after"]) for c in result["changes"]})
            self.assertEqual(self.do_import(path)["outcome"], "unchanged")
            self.run_keten("check", self.case)
            self.assertEqual([c["key"] for c in self.rows("conflicts") if c["table"] == "supply"],
                             ["ship alpha-pumps-bv", "aps acme"])  # an item may have such an id
            outcomes.append([sorted((r["item"], r["supplier"]) for r in self.rows("supply")),
                             sorted(r["id"] for r in self.rows("organisations")),
                             sorted((r["text"], r["id"], r["taken_as"])
                                    for r in self.rows("answers"))])
        self.assertEqual(outcomes[0][0], [(item, "alpha-pumps-bv")
                                          for item in ("Q1", "Q2", "pump", "ship")])
        self.assertEqual(outcomes[0][1], ["acme", "alpha-pumps-bv"])
        self.assertEqual(outcomes[0][2], [(text, "alpha-pumps-bv", "") for text in
                                          ("Alfa", "Alpha Pump Systems", "Alpha Pumpen")])
        self.assertEqual(outcomes[1:], outcomes[:1] * 2)

    def test_settling_keeps_what_two_rows_say(self):
        """Both companies supply the same item: one row is left, and the other figure in conflicts."""
        write_case(self.case, {
            **TINY, "supply": (["item", "supplier", "share", "lead_time_days", "evidence", "source"],
                               [["pump", "acme", "0.6", "", "C", "a book"],
                                ["pump", "acme-2", "0.3", "20", "B", "a list"]]),
            "organisations": (["id", "name", "country", "kvk"],
                              [["acme", "Acme Pumps B.V.", "NLD", ""],
                               ["acme-2", "Acme", "NLD", "12345678"]]),
            "answers": (["kind", "text", "id", "candidates", "by", "date", "taken_as"],
                        [["organisation", "Acme", "acme", "", "me", "", "acme-2"]])})
        path = self.write_list(["pump", "Pump", "", "", "", "", ""])
        result = self.do_import(path, options=["--yes"])
        self.assertEqual(self.rows("supply"),
                         [{"item": "pump", "supplier": "acme", "share": "0.3", "lead_time_days": "20",
                           "evidence": "B", "source": "a list"}])
        self.assertEqual([(r["id"], r["name"], r["kvk"]) for r in self.rows("organisations")],
                         [("acme", "Acme Pumps B.V.", "12345678")])
        self.assertEqual([(r["table"], r["key"], r["column"], r["kept"], r["other"],
                           r["other_evidence"], r["other_source"]) for r in self.rows("conflicts")],
                         [("supply", "pump acme", "share", "0.3", "0.6", "C", "a book")])
        self.assertEqual([(c["kind"], c["column"], c["before"], c["after"])
                          for c in result["changes"] if c["table"] == "supply"],
                         [("settled", "supplier", "acme-2", "acme"),
                          ("contradicted", "share", "0.6", "0.3"),
                          ("settled", "lead_time_days", "", "20"),
                          ("settled", "evidence", "C", "B"),
                          ("settled", "source", "a book", "a list")])

    def test_two_rows_that_become_one_are_worth_the_weaker_of_their_figures(self):
        """kept and folded (share, lead time, evidence, source), and what is left of them."""
        for kept, folded, left, lost in (
                (["", "30", "A", "contract 12"], ["0.8", "", "D", "guess"],
                 ["0.8", "30", "D", "contract 12; guess"], []),
                (["0.2", "", "D", "guess"], ["0.9", "", "A", "contract 12"],
                 ["0.9", "", "A", "contract 12"], ["0.2"]),
                (["0.2", "9", "D", "guess"], ["0.9", "", "A", "contract 12"],
                 ["0.9", "9", "D", "guess; contract 12"], ["0.2"]),
                (["0.9", "", "A", "contract 12"], ["0.2", "", "D", "guess"],
                 ["0.9", "", "A", "contract 12"], ["0.2"]),
                (["0.6", "", "B", "a list"], ["0.30", "", "C", "a list"],
                 ["0.9", "", "C", "a list"], []),
                (["0.4", "", "B", "a list"], ["0.4", "", "B", "a list"],
                 ["0.8", "", "B", "a list"], []),
                (["0.6", "", "B", "a list"], ["0.5", "", "C", "a list"],
                 ["0.6", "", "B", "a list"], ["0.5"]),
                (["0.5", "7", "B", "a.csv"], ["0.50", "7", "B", "big-a.csv"],
                 ["0.5", "7", "B", "a.csv; big-a.csv"], []),
                (["0.5", "7", "B", "big-a.csv"], ["0.50", "7", "B", "a.csv"],
                 ["0.5", "7", "B", "big-a.csv; a.csv"], [])):
            shutil.rmtree(self.case, ignore_errors=True)
            write_case(self.case, {
                **TINY, "supply": (["item", "supplier", "share", "lead_time_days", "evidence",
                                    "source"], [["pump", "acme", *kept], ["pump", "acme-2", *folded]]),
                "organisations": (["id", "name", "country"], [["acme", "Acme Pumps", "NLD"],
                                                              ["acme-2", "Acme", "NLD"]]),
                "answers": (["kind", "text", "id", "candidates", "by", "date", "taken_as"],
                            [["organisation", "Acme", "acme", "", "me", "", "acme-2"]])})
            result = self.do_import(self.write_list(["pump", "Pump", "", "", "", "", ""]),
                                    options=["--yes"])
            with self.subTest(kept=kept, folded=folded):
                self.assertEqual([list(r.values())[2:] for r in self.rows("supply")], [left])
                self.assertEqual([c["other"] for c in result["changes"] if "other" in c], lost)
                told = {c["column"]: c["after"] for c in result["changes"]
                        if c["table"] == "supply"}
                columns = ["share", "lead_time_days", "evidence", "source"]
                self.assertEqual({**dict(zip(columns, kept)), **told},
                                 {**dict(zip(columns, left)), "supplier": "acme"})

    def test_suppliers_without_a_country_keep_their_names(self):
        path = self.write_list(["P1", "a", "P0", "1", "", "North Ltd", ""],
                               ["P1", "a", "P0", "1", "", "South Ltd", ""],
                               ["P2", "b", "P0", "1", "", "West Ltd", ""])
        self.do_import(path, options=["--yes"])
        self.assertEqual({r["item"]: (r["supplier"], r["supplier_name"]) for r in self.rows("supply")},
                         {"P1": ("unknown", "North Ltd; South Ltd"), "P2": ("unknown", "West Ltd")})
        self.run_keten("check", self.case)
        self.assertEqual(self.do_import(path)["outcome"], "unchanged")
        organisations = self.case / "organisations.csv"
        header, _ = read_table(organisations)
        with open(organisations, "a", encoding="utf-8") as file:
            for name in ("North", "South"):
                given = {"id": name.lower(), "name": f"{name} Ltd", "country": "NLD"}
                file.write(",".join(given.get(c, "") for c in header) + "\n")
        self.do_import(path, options=["--yes"])
        self.assertEqual({(r["item"], r["supplier"], r["supplier_name"]) for r in self.rows("supply")},
                         {("P1", "north", ""), ("P1", "south", ""), ("P2", "unknown", "West Ltd")})
        self.assertEqual(self.do_import(path)["outcome"], "unchanged")

    def unknown_suppliers(self, *rows, status=0):
        """Imports a list of one part with these suppliers, none of which has a country."""
        path = self.tmp / "parts.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(
                [["item", "name", "goes into", "quantity", "supplier", "share", "lead time (days)",
                  "evidence"],
                 ["P0", "Boat", "", "1", "", "", "", ""],
                 *(["P1", "a", "P0", "1", *row] for row in rows)])
        result = self.do_import(path, options=["--yes"], status=status)
        lost = [(w["place"], re.findall('"([^"]*)"', w["message"])) for w in result["warnings"]
                if "is not kept" in w["message"]]
        return path, result, lost

    def add_companies(self, **named):
        organisations = self.case / "organisations.csv"
        header, _ = read_table(organisations)
        with open(organisations, "a", encoding="utf-8", newline="") as file:
            for name, text in named.items():
                given = {"id": name, "name": text, "country": "NLD"}
                csv.writer(file, lineterminator="\n").writerow([given.get(c, "") for c in header])

    def test_figures_of_several_unknown_suppliers_are_added_or_told(self):
        path, _, lost = self.unknown_suppliers(
            ["Alpha", "50%", "30", "B"], ["Beta", "30%", "60", "C"], ["Alpha", "50%", "30", "B"],
            ["Gamma", "15%", "30", ""], ["Beta", "30%", "90", "C"])
        row = self.rows("supply")[0]
        self.assertEqual((row["supplier"], row["supplier_name"], row["share"],
                          row["lead_time_days"], row["evidence"]),
                         ("unknown", "Alpha; Beta; Gamma", "0.95", "30", "D"))
        self.assertEqual(lost, [("parts.csv:4:7", ["60", "Beta"]), ("parts.csv:7:7", ["90", "Beta"])])
        self.assertEqual(self.do_import(path)["outcome"], "unchanged")
        self.run_keten("check", self.case)
        self.add_companies(alpha="Alpha", beta="Beta", gamma="Gamma")
        path, result, _ = self.unknown_suppliers(["Alpha", "50%", "30", "B"], ["Beta", "30%", "60", "C"],
                                                 ["Gamma", "15%", "30", "B"])
        self.assertIn(("settled", "share", "0.95", ""),
                      {(c["kind"], c["column"], c["before"], c["after"]) for c in result["changes"]})
        self.assertEqual({(r["supplier"], r["share"]) for r in self.rows("supply")},
                         {("alpha", "0.5"), ("beta", "0.3"), ("gamma", "0.15")})

    def test_a_named_supplier_meets_the_row_that_it_has(self):
        """The first conflict of the case makes a table, while rows of another are being settled."""
        columns = ["item", "supplier", "share", "lead_time_days", "evidence", "source",
                   "supplier_name"]
        write_case(self.case, {
            **TINY, "supply": (columns, [["pump", "south", "0.2", "30", "C", "x", ""],
                                         ["pump", "unknown", "0.5", "20", "C", "y",
                                          "South Ltd; North Ltd"]]),
            "organisations": (["id", "name", "country"], [["north", "North Ltd", "NLD"],
                                                          ["south", "South Ltd", "NLD"]])})
        self.case.joinpath("sites.csv").write_text("id,organisation,country\n")
        result = self.do_import(self.write_list(["pump", "Pump", "", "", "", "", ""]),
                                options=["--yes"])
        self.assertEqual([list(r.values()) for r in self.rows("supply")],
                         [["pump", "south", "0.2", "30", "C", "x", ""],
                          ["pump", "north", "", "", "C", "y", ""]])
        self.assertEqual([(c["kind"], c["column"], c["before"], c["after"], c.get("other"))
                          for c in result["changes"] if c["table"] == "supply"],
                         [("settled", "supplier", "unknown", "south", None),
                          ("settled", "supplier", "", "north", None),
                          ("settled", "share", "0.5", "", None),
                          ("contradicted", "lead_time_days", "30", "30", "20")])
        self.assertEqual([(c["key"], c["other"]) for c in self.rows("conflicts")],
                         [("pump south", "20")])

    def test_a_share_that_has_no_place_is_told(self):
        _, _, lost = self.unknown_suppliers(["Alpha", "", "30", "B"], ["Beta", "30%", "", "B"])
        self.assertEqual(self.rows("supply")[0].get("share", ""), "")
        self.assertEqual(lost, [("parts.csv:4:6", ["0.3", "Beta"])])

    def test_long_names_and_names_with_a_semicolon_are_kept_whole(self):
        names = [f"{letter} \u00e9" + "\u00e9" * 99 + " BV" for letter in "ABCDEF"]
        self.unknown_suppliers(*([name, "", "", ""] for name in names),
                               ["Jansen; de Boer BV", "", "", ""])
        self.assertEqual(self.rows("supply")[0]["supplier_name"],
                         "; ".join([*names, "Jansen, de Boer BV"]))
        shutil.rmtree(self.case)
        path, _, _ = self.unknown_suppliers(["Jansen; de Boer BV", "", "", ""])
        self.add_companies(jansen="Jansen; de Boer BV")
        self.do_import(path, options=["--yes"])
        self.assertEqual([r["supplier"] for r in self.rows("supply")], ["jansen"])

    def test_unknown_shares_above_one_are_refused_where_they_come_from(self):
        _, result, _ = self.unknown_suppliers(["Alpha", "60%", "", ""], ["Beta", "60%", "", ""], status=1)
        self.assertEqual(result["outcome"], "refused")
        self.assertIn("parts.csv:3:6", self.places(result))

    def test_no_invented_figure_is_silent(self):
        path = self.write_list(["P1", "a", "P0", "", "316L", "", ""],
                               ["P2", "b", "P0", "3", "", "", ""])
        result = self.do_import(path, options=["--yes"])
        self.assertEqual(result["assumed"], {"quantities": 1, "masses": 1})
        self.assertEqual([(w["place"], w["message"]) for w in result["warnings"]],
                         [("parts.csv:3:1", 'no quantity of "P1" is given: 1 is assumed'),
                          ("parts.csv:3:5", 'no mass of "316L" is given: 1 gram is assumed')])
        assumed = [r for r in self.rows("bom") if r["source"].startswith("assumption: ")]
        self.assertEqual({(r["parent"], r["child"], r["quantity"], r["evidence"]) for r in assumed
                          if r["parent"] in ("P0", "P1")},
                         {("P0", "P1", "1", "D"), ("P1", "stainless-316l", "0.001", "D")})
        screen = self.run_keten("import", path, "-o", self.case, "--lang", "nl", "--yes").stdout
        self.assertIn("aantallen van 1: 1; massa's van een materiaal van 1 gram: 1.",
                      " ".join(screen.split()))

    def test_an_answer_overrides_and_none_is_an_answer(self):
        rows = [["P1", "a", "P0", "1", "roestvast staal", "", ""],
                ["P2", "b", "P0", "1", "staal RVS 316 buis", "", ""]]
        path = self.write_list(*rows)
        self.do_import(path, options=["--yes"])
        self.answer("composition", "roestvast staal", "duplex-2205")
        self.answer("composition", "staal RVS 316 buis", "-")
        result = self.do_import(path)
        self.assertEqual([w["message"] for w in result["warnings"]],
                         ['no mass of "roestvast staal" is given: 1 gram is assumed'])
        self.assertEqual(result["assumed"], {"quantities": 0, "masses": 1})
        edges = {(r["parent"], r["child"]) for r in self.rows("bom")}
        self.assertIn(("P1", "duplex-2205"), edges)
        self.assertEqual([child for parent, child in edges if parent == "P2"], [])
        self.assertEqual(self.do_import(path)["outcome"], "unchanged")


class Questionnaires(Import):
    """What a company fills in comes back into the case it was asked about."""

    def setUp(self):
        super().setUp()
        shutil.copytree(ROOT / "tests" / "cases" / "asked", self.case)

    def rows(self, table):
        header, rows = read_table(self.case / f"{table}.csv")
        return [dict(zip(header, row)) for row in rows]

    def fill_in(self, cells, language="en"):
        """The questionnaire of radar-works, with these cells."""
        self.run_keten("ask", self.case, "-o", self.tmp / "asked", "--lang", language)
        full = self.tmp / "full.xlsx"
        with zipfile.ZipFile(self.tmp / "asked" / "radar-works.xlsx") as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        xml = parts["xl/worksheets/sheet1.xml"].decode()
        for reference, text in cells.items():
            xml, n = re.subn(rf'<c r="{reference}" s="[0-9]+"/>',
                             f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>', xml)
            self.assertEqual(n, 1, reference)
        parts["xl/worksheets/sheet1.xml"] = xml.encode()
        with zipfile.ZipFile(full, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return full

    def visibility(self):
        done = self.run_keten("ask", self.case, "--json")
        return json.loads(done.stdout)["result"]["progress"]["visibility"]

    GIVEN = {"F7": "Kazakh Gallium", "G7": "Kazakhstan", "H7": "60 %", "G8": "Germany",
             "H8": "0.4", "K7": "from our records", "F10": "Chip Foundry", "G10": "Taiwan",
             "L10": "contract 12"}

    def test_answers_become_supply(self):
        before = self.visibility()
        full = self.fill_in(self.GIVEN)
        untouched = digest(self.case)
        self.assertEqual(self.do_import(full, options=["--dry-run"])["outcome"], "dry_run")
        self.assertEqual(digest(self.case), untouched)
        result = self.do_import(full, options=["--date", "2026-02-15"])
        self.assertEqual((result["outcome"], result["files"][0]["format"]),
                         ("written", "questionnaire"))
        supply = {(r["item"], r["supplier"]): r for r in self.rows("supply")}
        self.assertEqual(float(supply["gallium", "kazakh-gallium"]["share"]), 0.6)
        self.assertEqual(supply["gallium", "kazakh-gallium"]["evidence"], "A")
        self.assertEqual(float(supply["gallium", "country:DEU"]["share"]), 0.4)
        self.assertEqual(supply["chip", "chip-foundry"]["source"],
                         "questionnaire, radar-works, 2026-02-15: contract 12")
        questions = {r["id"]: r for r in self.rows("questions")}
        self.assertEqual(questions["supplier/chip"]["answered"], "2026-02-15")
        self.assertEqual(questions["supplier/chip"]["asked"], "2026-01-05")
        self.run_keten("check", self.case)
        self.run_keten("assess", self.case)
        after = self.visibility()
        self.assertEqual((before["now"], after["now"]), (0.4, 0.8))  # chip and gallium of five
        again = self.do_import(full, options=["--date", "2026-02-15"])
        self.assertEqual(again["outcome"], "unchanged")

    def test_in_dutch_and_withheld(self):
        full = self.fill_in({"E7": "wij weten het niet", "E10": "wij geven dit niet vrij"}, "nl")
        self.do_import(full)
        self.assertIn(("chip", "withheld"), {(r["item"], r["supplier"])
                                             for r in self.rows("supply")})
        answers = {r["id"]: r["answer"] for r in self.rows("questions")}
        self.assertEqual((answers["market/gallium/processing/global"], answers["supplier/chip"]),
                         ("unknown", "withheld"))

    def test_a_row_that_goes_is_shown_and_agreed_to(self):
        header, rows = read_table(self.case / "supply.csv")
        rows.append(["chip", "unknown", "1", "D", "assumption: not known"])
        with open(self.case / "supply.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
        full = self.fill_in({"F10": "Chip Foundry", "G10": "Taiwan"})
        result = self.do_import(full, status=1)
        self.assertEqual(result["outcome"], "asks_changes")
        self.assertEqual([(c["table"], c["key"]) for c in result["changes"]
                          if c["kind"] == "removed"], [("supply", "chip unknown")])
        self.do_import(full, options=["--yes"])
        self.assertEqual([r["supplier"] for r in self.rows("supply") if r["item"] == "chip"],
                         ["chip-foundry"])

    def test_what_cannot_be_taken_is_refused_with_its_cell(self):
        full = self.fill_in({"F7": "Kazakh Gallium", "G7": "Atlantis", "H10": "3"})
        result = self.do_import(full, status=1)
        self.assertEqual(result["outcome"], "refused")
        self.assertEqual(self.places(result), ["full.xlsx:Questionnaire!G7",
                                               "full.xlsx:Questionnaire!H10"])

    def test_not_knowing_beside_a_company_is_refused(self):
        full = self.fill_in({"E7": "we do not know", "F7": "Kazakh Gallium", "G7": "Kazakhstan"})
        result = self.do_import(full, status=1)
        self.assertEqual(self.places(result), ["full.xlsx:Questionnaire!E7"])
        full = self.fill_in({"E7": "we do not know", "F8": "Kazakh Gallium", "G8": "Kazakhstan"})
        result = self.do_import(full, status=1)
        self.assertEqual(self.places(result), ["full.xlsx:Questionnaire!E8"])

    def test_names_and_countries_in_any_spelling(self):
        known = {r["name"]: r["id"] for r in self.rows("organisations")}
        name, org = sorted(known.items())[0]
        full = self.fill_in({"F7": name.upper() + " B.V.", "G8": "Maleisie"})
        self.do_import(full)
        suppliers = {r["supplier"] for r in self.rows("supply") if r["item"] == "gallium"}
        self.assertLessEqual({org, "country:MYS"}, suppliers)
        self.assertEqual(len(self.rows("organisations")), len(known))

    def test_another_case_is_refused(self):
        full = self.fill_in(self.GIVEN)
        shutil.rmtree(self.case)
        self.assertIn("goes into the case", self.do_import(full, status=1))
        write_case(self.case, TINY)
        self.assertIn('about the case "asked"', self.do_import(full, status=1))


class Declarations(Import):
    def rows(self, table):
        header, rows = read_table(self.case / f"{table}.csv")
        return [dict(zip(header, row)) for row in rows]

    def edges(self):
        return {(r["parent"], r["child"]): float(r["quantity"]) for r in self.rows("bom")}

    def test_ipc_1752(self):
        path = self.tmp / "part.xml"
        path.write_text(
            '<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0"><Product unitType="Each">'
            '<ProductID itemNumber="C-100" itemName="Chip"><Amount value="50" UOM="mg"/></ProductID>'
            '<MaterialInfo><HomogeneousMaterialList><HomogeneousMaterial name="Lead frame">'
            '<Amount value="20" UOM="mg"/><SubstanceCategoryList><SubstanceCategory name="Supplier">'
            '<Substance name="Copper"><SubstanceID identity="7440-50-8" authority="CAS"/>'
            '<Amount value="15" UOM="mg"/></Substance><Substance name="Secret resin">'
            '<Concentration value="25"/></Substance></SubstanceCategory></SubstanceCategoryList>'
            '</HomogeneousMaterial></HomogeneousMaterialList></MaterialInfo></Product>'
            '</MainDeclaration>')
        self.do_import(path)
        edges = self.edges()
        self.assertAlmostEqual(edges["C-100", "C-100.lead-frame"], 20e-6)
        self.assertAlmostEqual(edges["C-100.lead-frame", "copper"], 0.75)
        self.assertAlmostEqual(edges["C-100.lead-frame", "secret-resin"], 0.25)
        self.run_keten("check", self.case)

    def test_iec_62474(self):
        path = self.tmp / "part.xml"
        path.write_text(
            '<Main xmlns="http://std.iec.ch/iec62474"><BusinessInfo><Response><SupplyCompany '
            'name="X"/></Response></BusinessInfo><Product unitType="each"><ProductID name="Motor" '
            'identifier="M-1"><Mass mass="2400" unitOfMeasure="g"/></ProductID><Composition>'
            '<ProductPart name="Rotor" identifier="M-1-R" numberOfUnits="1"><Mass mass="1" '
            'unitOfMeasure="kg"/><Material name="Magnet"><Mass mass="0.5" unitOfMeasure="kg"/>'
            '<Substance name="Neodymium"><MassPercent massPercent="30"/></Substance></Material>'
            '</ProductPart></Composition></Product></Main>')
        result = self.do_import(path)
        self.assertEqual(result["files"][0]["format"], "IEC 62474")
        edges = self.edges()
        self.assertEqual(edges["M-1", "M-1-R"], 1)
        self.assertAlmostEqual(edges["M-1-R", "M-1-R.magnet"], 0.5)
        self.assertAlmostEqual(edges["M-1-R.magnet", "neodymium"], 0.3)

    def test_iec_62474_as_its_schema_has_it(self):
        """Written after the schema X8.21 of 31 August 2024: numbers are entries of lists, lists of
        laws and of recycled content have masses of their own, one product is sold by the metre."""
        number = '<EntryID entryIdentity="{}"/>'.format
        cas = ('<SubstanceID><ListID authority="EC" identity="EC" version="1"/>' +
               number("231-159-6") + '</SubstanceID><SubstanceID><ListID authority="CAS" '
               'identity="CAS" version="1"/>' + number("7440-50-8") + '</SubstanceID>')
        path = self.tmp / "cable.xml"
        path.write_text(
            '<ns0:Main xmlns:ns0="http://std.iec.ch/iec62474" schemaDatabaseVersion="X8.21">'
            '<ns0:BusinessInfo mode="Distribution"><ns0:Request date="2026-01-01"><ns0:Contact '
            'name="Asker" country="US" email="a" phone="1" title="t"/><ns0:RequestCompany '
            'name="Yard"/></ns0:Request><ns0:Response date="2026-01-02"><ns0:Authorizer name="B" '
            'country="Germany" email="b" phone="2" title="t"/><ns0:Contact name="B" email="b" '
            'phone="2" title="t"/><ns0:SupplyCompany name="Kabel GmbH"/></ns0:Response>'
            '</ns0:BusinessInfo><ns0:Product unitType="cm">'
            '<ns0:ProductID name="Cable" identifier="K-1"><ns0:Mass mass="2" unitOfMeasure="g"/>'
            '<ns0:Identifier>' + number("9999").replace("<E", "<ns0:E") + '</ns0:Identifier>'
            '</ns0:ProductID><ns0:ProductID name="Cable, red" identifier="K-2"/>'
            '<ns0:Compliance><ns0:DsDsg name="Lead"><ns0:DsDsgID entryIdentity="00021"/><ns0:Mass '
            'mass="777" unitOfMeasure="kg"/></ns0:DsDsg></ns0:Compliance><ns0:Composition>' +
            ('<DeclarableSubstanceList authority="IEC" identity="DSL" version="31"/>'
             '<ProductPart numberOfUnits="2"><ProductID name="Core" identifier="K-1-C"><Mass '
             'mass="0.5" unitOfMeasure="g"/></ProductID><Material name="Conductor"><MaterialID>' +
             number("CW004A") + '</MaterialID><Mass mass="0.5" unitOfMeasure="g"/><Substance '
             'name="Kupfer">' + cas + '<DsgID>' + number("00099") + '</DsgID><MassPercent '
             'massPercent="99.9"/></Substance><MaterialCircularity><RecycledContentInformation>'
             '<TotalRecycledContent><Mass mass="55" unitOfMeasure="kg"/><MassPercent '
             'massPercent="1"/></TotalRecycledContent></RecycledContentInformation>'
             '</MaterialCircularity></Material></ProductPart><Material name="Stainless steel 316L">'
             '<Mass mass="0.25" unitOfMeasure="g"/></Material>'
             ).replace("</", "@").replace("<", "<ns0:").replace("@", "</ns0:") +
            '</ns0:Composition><ns0:MaterialClassDeclaration><ns0:MaterialClass id="M" name="x">'
            '<ns0:Mass mass="9" unitOfMeasure="kg"/></ns0:MaterialClass>'
            '</ns0:MaterialClassDeclaration></ns0:Product></ns0:Main>')
        result = self.do_import(path)
        items = {r["id"]: r for r in self.rows("items")}
        self.assertEqual((items["K-1"]["unit"], float(items["K-1"]["mass_kg"])), ("m", 0.2))
        self.assertEqual(float(items["K-1-C"]["mass_kg"]), 0.0005)
        edges = self.edges()
        self.assertAlmostEqual(edges["K-1", "K-1-C"], 200)  # 2 in a centimetre
        self.assertAlmostEqual(edges["K-1", "stainless-316l"], 0.025)  # an alloy, no substance told
        self.assertAlmostEqual(edges["K-1-C", "K-1-C.conductor"], 0.0005)
        self.assertAlmostEqual(edges["K-1-C.conductor", "copper"], 0.999)  # CAS, not EC number
        self.assertEqual([(r["item"], r["supplier"], r["evidence"]) for r in self.rows("supply")],
                         [("K-1", "kabel-gmbh", "A")])
        self.assertEqual([(r["name"], r["country"]) for r in self.rows("organisations")],
                         [("Kabel GmbH", "DEU")])
        self.assertEqual([w["message"] for w in result["warnings"]],
                         ['the declaration is for 2 product numbers: only the first, "K-1", is '
                          'taken'])
        self.run_keten("check", self.case)

    def test_ipc_1752_by_category_and_by_material_counts_once(self):
        substances = ('<SubstanceCategoryList><SubstanceCategoryListID identity="EUROHS-1907" '
                      'authority="IPC"/><SubstanceCategory name="Lead"><Threshold '
                      'overThreshold="true" threshold="0.1%"/><Substance name="Lead"><SubstanceID '
                      'identity="7439-92-1" authority="CAS"/><Amount value="{}" UOM="mg"/>'
                      '</Substance></SubstanceCategory></SubstanceCategoryList>').format
        material = ('<HomogeneousMaterialList><HomogeneousMaterial name="Solder" '
                    'materialGroupName="Solder"><Amount value="10" UOM="mg"/>' + substances(4) +
                    '</HomogeneousMaterial></HomogeneousMaterialList>')

        def declare(information):
            path = self.tmp / "board.xml"
            path.write_text(
                '<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0">'
                '<BusinessInfo mode="Distribute"><Response date="2026-01-01"><SupplyCompany '
                'name="Board Works"><CompanyID identity="1" authority="DUNS"/></SupplyCompany>'
                '</Response></BusinessInfo><Product unitType="Each" numberOfInstances="1">'
                '<ProductID itemName="Board" itemNumber="B-1"><Amount value="50" UOM="g"/>'
                f'</ProductID><MaterialInfo>{information}</MaterialInfo></Product>'
                '</MainDeclaration>')
            shutil.rmtree(self.case, ignore_errors=True)
            return self.do_import(path)
        result = declare(substances(4))
        self.assertEqual(self.edges(), {("B-1", "lead"): 4e-6})
        self.assertEqual([(r["supplier"], r["supplier_name"]) for r in self.rows("supply")],
                         [("unknown", "Board Works")])
        self.assertIn("has no country", json.dumps(result["warnings"]))
        result = declare(substances(4) + material)
        self.assertEqual(set(self.edges()), {("B-1", "B-1.solder"), ("B-1.solder", "lead")})
        self.assertIn("left out because its materials say the same", json.dumps(result["notes"]))
        self.assertEqual(float({r["id"]: r for r in self.rows("items")}["B-1"]["mass_kg"]), 0.05)

    def test_two_materials_of_one_name_stay_two(self):
        def steel(grams, metal):
            return (f'<HomogeneousMaterial name="Steel"><Amount value="{grams}" UOM="g"/>'
                    '<SubstanceCategoryList><SubstanceCategory name="x"><Substance '
                    f'name="{metal}"><Concentration value="10"/></Substance></SubstanceCategory>'
                    '</SubstanceCategoryList></HomogeneousMaterial>')
        path = self.tmp / "valve.xml"
        part = ('<ProductID itemName="Valve" itemNumber="V-1"/><MaterialInfo>'
                '<HomogeneousMaterialList>' + steel(600, "Chromium") + steel(400, "Nickel") +
                '</HomogeneousMaterialList></MaterialInfo>')
        path.write_text('<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0"><Product '
                        f'unitType="Each">{part}</Product></MainDeclaration>')
        self.do_import(path)
        self.assertEqual(self.edges(), {("V-1", "V-1.steel"): 0.6, ("V-1", "V-1.steel-2"): 0.4,
                                        ("V-1.steel", "chromium"): 0.1,
                                        ("V-1.steel-2", "nickel"): 0.1})
        self.assertEqual(self.do_import(path)["outcome"], "unchanged")
        self.run_keten("check", self.case)

    def test_ipc_1752b_sub_products(self):
        path = self.tmp / "unit.xml"
        path.write_text(
            '<MainDeclaration xmlns="https://webstds.ipc.org/175x/1752B/1752B"><IPC-1752B>'
            '<Product unitType="Each"><ProductID itemName="Unit" itemNumber="U-1"/><SubProduct '
            'unitType="Each" numberOfInstances="3"><ProductID itemName="Die" itemNumber="U-1-D">'
            '<Amount value="8" UOM="mg"/></ProductID><MaterialInfo><HomogeneousMaterialList>'
            '<HomogeneousMaterial name="Silicon die"><Amount value="8" UOM="mg"/>'
            '<SubstanceCategoryList><SubstanceCategory name="x"><Substance name="Silicon">'
            '<SubstanceID identity="7440-21-3" authority="CAS"/></Substance></SubstanceCategory>'
            '</SubstanceCategoryList></HomogeneousMaterial></HomogeneousMaterialList>'
            '</MaterialInfo></SubProduct></Product></IPC-1752B></MainDeclaration>')
        result = self.do_import(path)
        edges = self.edges()
        self.assertEqual(edges["U-1", "U-1-D"], 3)
        self.assertEqual(edges["U-1-D.silicon-die", "silicon_metal"], 0.001)
        self.assertEqual(result["assumed"], {"quantities": 0, "masses": 1})
        self.assertEqual([w["place"] for w in result["warnings"]], ["unit.xml:1"])

    def test_entities_are_refused(self):
        path = self.tmp / "part.xml"
        path.write_text('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                        '<MainDeclaration>&a;</MainDeclaration>')
        self.assertIn("declares entities", self.do_import(path, status=1))

    def test_cyclonedx_nesting_completeness_and_software(self):
        document = {"bomFormat": "CycloneDX", "specVersion": "1.6",
                    "metadata": {"component": {"type": "device", "bom-ref": "radar", "name": "Radar"},
                                 "supplier": {"name": "Radar NV"}},
                    "components": [{"type": "device", "bom-ref": "face", "name": "Antenna face",
                                    "supplier": {"name": "Faces Ltd", "address": {"country": "GB"}},
                                    "components": [{"type": "device", "bom-ref": "trm",
                                                    "name": "Module", "properties": [
                                                        {"name": "keten:quantity", "value": "1000"}]}]},
                                   {"type": "application", "name": "Tracker"}],
                    "compositions": [{"aggregate": "incomplete", "assemblies": ["face"]}]}
        path = self.tmp / "radar.json"
        path.write_text(json.dumps(document))
        result = self.do_import(path)
        self.assertEqual(self.edges(), {("radar", "face"): 1, ("face", "trm"): 1000})
        self.assertEqual(self.rows("completeness")[0]["aggregate"], "incomplete")
        self.assertEqual(self.rows("organisations")[0]["country"], "GBR")
        self.assertIn("software", json.dumps(result["notes"]))


def main():
    global PROGRAM
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=str(PROGRAM))
    args, rest = parser.parse_known_args()
    PROGRAM = pathlib.Path(args.program).resolve()
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
