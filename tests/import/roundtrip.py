#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Whole imports, from files made here without the program's own writers.

    roundtrip.py --program build/keten [NAME...]

What goes in must come out (workbook, delimited text, CycloneDX), what is wrong must be refused with
its place, and nothing may be overwritten unseen. One seeded defect shows that the comparison bites.
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
        self.answer("country", "Congo", "COD")
        result = self.do_import(path)
        self.assertEqual(result["outcome"], "written")
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

    def test_an_answer_overrides_and_none_is_an_answer(self):
        rows = [["P1", "a", "P0", "1", "roestvast staal", "", ""],
                ["P2", "b", "P0", "1", "staal RVS 316 buis", "", ""]]
        path = self.write_list(*rows)
        self.do_import(path, options=["--yes"])
        self.answer("composition", "roestvast staal", "duplex-2205")
        self.answer("composition", "staal RVS 316 buis", "-")
        result = self.do_import(path)
        self.assertEqual(result["warnings"], [])
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
