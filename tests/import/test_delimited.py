# SPDX-License-Identifier: EUPL-1.2
"""Delimited text: encodings, delimiters, and what is wrong with it."""

import json
import shutil

from imports import Import, read_table


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
