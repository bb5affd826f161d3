# SPDX-License-Identifier: EUPL-1.2
"""What lies where an import writes, and what it says of files it is given and cannot use."""

import json

from imports import TINY, Import, digest, read_case, read_table, write_case

SUPPLY = ["item", "supplier", "share", "evidence", "source"]


class Target(Import):
    """A list with one good row and one that is refused."""

    def list_of(self):
        return self.book({"supply": [SUPPLY, ["pump", "acme-delft", 0.2, "A", "x"],
                                     ["pump", "nobody", 0.1, "", ""]]})

    def test_the_list_of_rejects_lies_beside_the_case_however_it_is_named(self):
        self.tiny()
        book = self.list_of()
        for name in (f"{self.case}/", f"{self.case}//", f"{self.case}/.", f"{self.case}/../case"):
            done = self.run_keten("import", book, "-o", name, "--accept-partial", "--yes", "--json")
            result = json.loads(done.stdout)["result"]
            with self.subTest(name=name):
                self.assertEqual(result["refused_rows"], 1)
                self.assertEqual(sorted(p.name for p in self.tmp.iterdir()),
                                 ["book.xlsx", "case", "case-rejected.csv"])
                (self.tmp / "case-rejected.csv").unlink()

    def test_a_case_whose_name_ends_in_dots_has_a_name(self):
        book = self.list_of()
        for name in ("case...", "my."):
            self.case = self.tmp / name
            self.tiny()
            self.do_import(book, options=["--accept-partial"])
            _, rows = read_table(self.tmp / f"{name}-rejected.csv")
            self.assertEqual([row[0] for row in rows], ["book.xlsx:supply!B3"], rows)

    def test_a_folder_in_place_of_the_list_of_rejects(self):
        self.tiny()
        before = digest(self.case)
        (self.tmp / "case-rejected.csv").mkdir()
        (self.tmp / "case-rejected.csv" / "mine").write_text("x")
        reason = f"{self.case}-rejected.csv cannot be written: it is a folder"
        said = self.do_import(self.list_of(), status=1)
        self.assertEqual(said, f"keten: {reason}\n")
        self.assertEqual(digest(self.case), before)
        result = self.do_import(self.list_of(), options=["--accept-partial"])
        self.assertEqual((result["outcome"], result["reject_file"]), ("written", None))
        self.assertEqual(result["warnings"], [{"place": f"{self.case}-rejected.csv",
                                               "message": reason}])
        self.assertEqual((self.tmp / "case-rejected.csv" / "mine").read_text(), "x")

    def test_what_a_killed_import_left_is_removed_and_told(self):
        self.tiny()
        parts = [self.tmp / f"case-rejected.csv.keten-{mark}.part" for mark in ("a1B2c3", "Zz9Yy8")]
        for n, said in ((1, "1 unfinished folder or file of an import that did not end was removed"),
                        (2, "2 unfinished folders or files of imports that did not end were removed")):
            for part in parts[:n]:
                part.write_text("half a li")
            result = self.do_import(self.list_of(), options=["--dry-run", "--accept-partial"])
            self.assertEqual(result["warnings"], [])
            self.assertTrue(parts[0].exists(), "a look changes nothing")
            result = self.do_import(self.list_of(), options=["--accept-partial", "--yes"])
            self.assertEqual(result["warnings"], [{"place": str(self.case), "message": said}])
            self.assertFalse(any(part.exists() for part in parts))

    def test_a_package_file_is_the_case_beside_it(self):
        write_case(self.tmp / "from", TINY)
        for path in (self.tmp / "from").iterdir():
            path.rename(self.tmp / path.name)
        for package in ("datapackage.json", self.tmp / "datapackage.json"):
            self.case = self.tmp / f"to-{len(str(package))}"
            result = self.do_import(package)
            self.assertEqual(result["outcome"], "written")
            self.assertEqual(read_table(self.case / "supply.csv"), tuple(TINY["supply"]))

    def test_a_fault_that_was_there_before_is_blamed_on_no_row(self):
        """A case with a fault of its own takes no delivery, and keeps what it has."""
        columns, rows = TINY["supply"]
        write_case(self.case, {**TINY, "supply": (columns, [*rows, ["ship", "nobody", "0.5", "C",
                                                                    "a letter"]])})
        before = digest(self.case)
        book = self.book({"supply": [SUPPLY, ["pump", "acme-delft", 0.2, "A", "x"]]})
        for options in ((), ("--accept-partial",)):
            result = self.do_import(book, status=1, options=options)
            self.assertEqual((result["outcome"], result["refused"]), ("faulty", []))
            self.assertEqual(digest(self.case), before)
        self.assertEqual(
            self.run_keten("import", book, "-o", self.case, status=1).stderr,
            'supply.csv:3:6: supplier "nobody" is not a site, an organisation, country:XXX with an '
            "ISO 3166-1 alpha-3 code, unknown or withheld\n"
            "keten: nothing was written: the merged case would have faults\n")

    def test_a_row_that_makes_one_of_the_case_wrong_is_blamed(self):
        """The fault lies in the row that was there: what came since is what makes it one."""
        self.tiny()
        before = digest(self.case)
        result = self.do_import(self.book({"bom": [["parent", "child", "quantity"],
                                                   ["pump", "ship", 1]]}), status=1)
        self.assertEqual((result["outcome"], result["refused"]), ("refused", [
            {"place": "book.xlsx:bom!B2",
             "message": "cycle in the bill of materials: ship → pump → ship"}]))
        self.assertEqual(digest(self.case), before)

    def test_a_mapping_that_nothing_needs_is_said(self):
        self.tiny()
        before = digest(self.case)
        mapping = self.tmp / "mine.json"
        said = self.do_import(self.list_of(), status=2, options=["--mapping", mapping])
        self.assertEqual(said, "keten: --mapping is given, but the columns of every file are known "
                               "without it\n")
        self.assertFalse(mapping.exists())
        self.assertEqual(digest(self.case), before)

    def test_a_mapping_for_another_list_takes_no_sheet_of_this_one(self):
        self.tiny()
        mapping = self.tmp / "mine.json"
        mapping.write_text('{"keten": "mapping", "sheets": [{"sheet": "Other", "table": "parts", '
                           '"header_row": 1, "columns": [{"header": "X", "to": "item"}]}]}')
        book = self.book({"Blad1": [["Artikelnr", "Aantal", "Gewicht"], ["a", 1, "2"]]})
        said = self.do_import(book, status=1, options=["--mapping", mapping])
        self.assertEqual(said, f"keten: {mapping}: takes no sheet of book.xlsx\n")

    def test_a_document_that_is_too_large(self):
        path = self.tmp / "parts.json"
        with open(path, "wb") as file:
            file.write(b'{"bomFormat": "CycloneDX"}')
            file.truncate((64 << 20) + 1)
        self.assertEqual(self.do_import(path, status=1),
                         f"keten: {path}: is larger than 67108864 bytes\n")

    def test_a_sheet_without_a_table_is_told_and_one_of_ours_is_not(self):
        self.tiny()
        book = self.book({"supply": [SUPPLY, ["pump", "acme-delft", 0.2, "A", "x"]],
                          "Remarks": [["We", "talked"], ["on", "Monday"]],
                          "Lists": [["keten:lists"], ["yes"]], "Empty": []})
        result = self.do_import(book)
        self.assertEqual([(n["place"], n["message"]) for n in result["notes"]],
                         [("book.xlsx:Remarks", "no table is recognised here: it is not read")])

    def test_a_column_that_came_since_and_is_read_already_is_not_read_twice(self):
        path = self.tmp / "list.csv"
        path.write_text("Artikelnr;Aantal;Onderdeel van\nseal;4;pump\n")
        self.tiny()
        self.do_import(path, options=["--yes"])
        path.write_text("Artikelnr;Aantal;Onderdeel van;Stuks\nseal;4;pump;5\n")
        result = self.do_import(path, options=["--yes"])
        self.assertEqual(result["outcome"], "unchanged")
        self.assertIn({"place": "list.csv:1", "message": 'columns that are not used: "Stuks"'},
                      result["notes"])

    def test_a_list_of_what_is_known_changes_nothing(self):
        self.tiny()
        path = self.tmp / "list.csv"
        path.write_text("item,name\npump,Pump\n")
        result = self.do_import(path, options=["--yes"])
        self.assertEqual((result["tables"], result["refused"]), ([], []))
        self.assertEqual(self.do_import(path)["outcome"], "unchanged")
        self.assertEqual(read_case(self.case), {name: tuple(t) for name, t in TINY.items()})
        path.write_text("item,name\n")
        self.assertEqual(self.do_import(path, status=1),
                         "keten: the files hold no rows: only heads, examples, or questions without "
                         "an answer\n")
