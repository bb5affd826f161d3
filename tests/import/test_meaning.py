# SPDX-License-Identifier: EUPL-1.2
"""What the words in a list mean: alloys, countries, companies, answers."""

import csv
import json
import re
import shutil

from imports import LCF, TINY, Import, read_table, write_case


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
