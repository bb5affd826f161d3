# SPDX-License-Identifier: EUPL-1.2
"""An answer about a company beside what else the case and the delivery say of it."""

from imports import TINY, Import, digest, read_table, write_case

ANSWERS = ["kind", "text", "id", "candidates", "by", "date", "taken_as"]
CONFLICTS = ["table", "key", "column", "kept", "kept_evidence", "kept_source", "other",
             "other_evidence", "other_source"]


class Settling(Import):
    """Acme was taken as acme-2; the answer is that it is acme."""

    ACME = ["organisation", "Acme", "acme", "", "me", "", "acme-2"]
    TWO = (["id", "name", "country"], [["acme", "Acme Pumps B.V.", "NLD"],
                                       ["acme-2", "Acme", "NLD"]])

    def case_of(self, *answers, **tables):
        write_case(self.case, {**TINY, "organisations": self.TWO,
                               "supply": (["item", "supplier", "share"], [["ship", "acme-2", "0.6"]]),
                               "answers": (ANSWERS, list(answers)), **tables})

    def deliver(self, table, columns, *rows):
        return self.do_import(self.book({table: [columns, *rows]}), options=["--yes"])

    def deliver_what_is_known(self):
        return self.deliver("items", TINY["items"][0], *TINY["items"][1])

    def rows(self, table):
        header, rows = read_table(self.case / f"{table}.csv")
        return [dict(zip(header, row)) for row in rows]

    def settled(self, result):
        return [(c["table"], c["column"], c["before"], c["after"]) for c in result["changes"]
                if c["kind"] == "settled"]

    def test_two_answers_that_were_taken_alike_are_both_done(self):
        self.case_of(self.ACME, ["organisation", "ACME & Co", "acme", "", "me", "", "acme-2"])
        self.deliver_what_is_known()
        self.assertEqual([(a["text"], a["id"], a["taken_as"]) for a in self.rows("answers")],
                         [("Acme", "acme", ""), ("ACME & Co", "acme", "")])
        self.assertEqual([r["supplier"] for r in self.rows("supply")], ["acme"])

    def test_an_answer_about_a_material_settles_no_company(self):
        self.case_of(["material", "Acme", "acme", "", "me", "", "acme-2"])
        self.assertEqual(self.settled(self.deliver_what_is_known()), [])
        self.assertEqual([r["supplier"] for r in self.rows("supply")], ["acme-2"])

    def test_an_answer_that_confirms_what_was_taken_changes_nothing(self):
        self.case_of([*self.ACME[:2], "acme-2", *self.ACME[3:]])
        before = digest(self.case)
        self.assertEqual(self.deliver_what_is_known()["outcome"], "unchanged")
        self.assertEqual(digest(self.case), before)

    def test_an_answer_without_an_id_waits(self):
        self.case_of([*self.ACME[:2], "", "acme", *self.ACME[4:]])
        self.assertEqual(self.settled(self.deliver_what_is_known()), [])
        self.assertEqual([a["taken_as"] for a in self.rows("answers")], ["acme-2"])

    def test_a_delivery_that_names_the_company_itself_may_keep_the_name(self):
        """Then acme-2 is another company from now on, and rows that name it mean that one."""
        self.case_of(self.ACME)
        book = self.book({"organisations": [["id", "name", "country"],
                                            ["acme-2", "Acme Valves", "DEU"]],
                          "supply": [["item", "supplier", "share"], ["pump", "acme-2", "0.5"]]})
        self.do_import(book, options=["--yes"])
        self.assertEqual([(r["item"], r["supplier"]) for r in self.rows("supply")],
                         [("ship", "acme"), ("pump", "acme-2")])
        self.assertEqual([(r["id"], r["name"], r["country"]) for r in self.rows("organisations")],
                         [("acme", "Acme Pumps B.V.", "NLD"), ("acme-2", "Acme Valves", "DEU")])

    def test_rows_of_a_delivery_that_name_the_old_company_are_of_the_real_one(self):
        self.case_of(self.ACME)
        book = self.book({"organisations": [["id", "name", "country"],
                                            ["valves", "Valves", "DEU"]],
                          "supply": [["item", "supplier", "share", "source"],
                                     ["pump", "acme-2", "0.5", "acme-2"]]})
        self.do_import(book, options=["--yes"])
        self.assertEqual([(r["item"], r["supplier"], r["source"]) for r in self.rows("supply")],
                         [("ship", "acme", ""), ("pump", "acme", "acme-2")])  # a source may be so called
        self.assertEqual([r["id"] for r in self.rows("organisations")], ["acme", "valves"])
        self.run_keten("check", self.case)

    def test_conflicts_follow_the_company_where_its_name_is_part_of_their_key(self):
        conflict = ["share", "0.1", "C", "a", "0.2", "D", "b"]
        self.case_of(self.ACME, conflicts=(CONFLICTS, [
            ["supply", "ship acme-2", *conflict],
            ["organisations", "acme-2", "name", *conflict[1:]],
            ["supply", "ship acme-22", *conflict],     # begins alike
            ["bom", "acme-2 pump", *conflict],         # an item of that name
            ["wishes", "acme-2", *conflict],           # a table that nobody knows
            ["supply", "ship acme-2 acme-2", *conflict]]))
        self.deliver_what_is_known()
        self.assertEqual([(c["table"], c["key"]) for c in self.rows("conflicts")],
                         [("supply", "ship acme"), ("organisations", "acme"),
                          ("supply", "ship acme-22"), ("bom", "acme-2 pump"), ("wishes", "acme-2"),
                          ("supply", "ship acme acme")])

    def test_a_name_beside_a_supplier_that_is_known_is_left_alone(self):
        """Only of an unknown supplier is a name that has become known the answer."""
        self.case_of(supply=(["item", "supplier", "supplier_name"],
                             [["ship", "acme-2", "Acme Pumps B.V."],
                              ["pump", "unknown", "Acme Pumps B.V.; "]]))
        self.deliver_what_is_known()
        self.assertEqual([(r["item"], r["supplier"], r["supplier_name"]) for r in
                          self.rows("supply")],
                         [("ship", "acme-2", "Acme Pumps B.V."), ("pump", "acme", "")])
