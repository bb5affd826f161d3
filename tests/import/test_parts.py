# SPDX-License-Identifier: EUPL-1.2
"""Lists of parts as people lay them out."""

import csv
import json
import shutil
import zipfile

import workbook
from imports import ROOT, TINY, Import, read_table, write_case


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
