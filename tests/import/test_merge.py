# SPDX-License-Identifier: EUPL-1.2
"""A delivery meets a case that is there: what is equal, what changes, what contradicts."""

import pathlib

from imports import TINY, Import, digest, read_case, read_table, write_case


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
