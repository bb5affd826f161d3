# SPDX-License-Identifier: EUPL-1.2
"""Cells of workbooks: figures, words, dates, formulas, merged and hidden ones, and bombs."""

import datetime
import shutil

import workbook
from imports import Import, read_table


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
