# SPDX-License-Identifier: EUPL-1.2
"""A questionnaire that a supplier has filled in."""

import csv
import json
import re
import shutil
import zipfile

from imports import ROOT, TINY, Import, digest, read_table, write_case


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
