# SPDX-License-Identifier: EUPL-1.2
"""What stops an import, and what it remarks, in the reader's language."""

import json
import re

from imports import Import


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
