#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""No reader drops input without a word: what comes in is in the case, or is named with its place.

    nothing_lost.py --program build/keten [NAME...]

Pipes and special files, rows longer than their header, limits of every reader, and the CSV and
workbooks that the program writes for people, read back. One seeded defect must be caught.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import threading
import time
import unittest

import imports
import workbook

LIST = "item,name,goes into,quantity\n"


def long_list(n):
    """A parts list of more than a pipe holds; its header stands in it a second time."""
    rows = [f"part-{i:05},Part number {i} of this list,ship,{i % 7 + 1}\n" for i in range(n)]
    return LIST + "".join(rows[:n // 2]) + LIST + "".join(rows[n // 2:])


class Reading(imports.Import):
    def ids(self):
        return {row[0] for row in imports.read_table(self.case / "items.csv")[1]}

    def start(self, path, **more):
        env = dict(os.environ, KETEN_DATA=str(self.data))
        return subprocess.Popen(
            [str(imports.PROGRAM), "import", str(path), "-o", str(self.case), "--yes",
             "--accept-partial"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=env, cwd=self.tmp, **more)

    def refused(self, data, name="list.csv", words=(), options=("--yes",)):
        """What an import of these bytes says where it refuses them as a whole."""
        path = self.tmp / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        said = self.do_import(path, status=1, options=options)
        for word in words:
            self.assertIn(word, json.dumps(said) if isinstance(said, dict) else said)
        return said


class Pipes(Reading):
    N = 3000

    def check_all_there(self, done):
        out, err = done.communicate(timeout=120)
        self.assertEqual(done.returncode, 0, err)
        self.assertEqual(len([i for i in self.ids() if i.startswith("part-")]), self.N, out)

    def feed(self, data, pace=0):
        """(read end, thread) of a pipe that gets the data, in pieces when there is a pace."""
        reader, writer = os.pipe()

        def write():
            with os.fdopen(writer, "wb") as out:
                for at in range(0, len(data), 5000):
                    time.sleep(pace)
                    out.write(data[at:at + 5000])
                    out.flush()

        thread = threading.Thread(target=write)
        thread.start()
        return reader, thread

    def through(self, data, pace=0.0):
        reader, thread = self.feed(data, pace)
        done = self.start(f"/dev/fd/{reader}", pass_fds=[reader])
        os.close(reader)
        self.check_all_there(done)
        thread.join()

    def test_a_substituted_process(self):
        """keten import <(command)"""
        self.through(long_list(self.N).encode())

    def test_a_slow_one(self):
        self.through(long_list(self.N).encode(), 0.02)

    def test_standard_input(self):
        """command | keten import /dev/stdin"""
        reader, thread = self.feed(long_list(self.N).encode())
        done = self.start("/dev/stdin", stdin=reader)
        os.close(reader)
        self.check_all_there(done)
        thread.join()

    def test_a_workbook_through_a_pipe(self):
        rows = [["item", "name", "goes into"]] + [[f"part-{i}", f"P {i}", "ship"]
                                                  for i in range(self.N)]
        self.through(self.book({"list": rows}).read_bytes())

    def test_documents_through_a_pipe(self):
        parts = [{"type": "device", "name": f"part-{i}", "bom-ref": f"part-{i}"}
                 for i in range(self.N)]
        self.through(json.dumps({"bomFormat": "CycloneDX", "components": parts}).encode())

    def test_a_fifo(self):
        path = self.tmp / "fifo"
        os.mkfifo(path)
        done = self.start(path)
        time.sleep(0.7)             # the reader is there first
        path.write_text(long_list(self.N))
        self.check_all_there(done)

    def test_a_fifo_that_no_program_writes_to(self):
        path = self.tmp / "fifo"
        os.mkfifo(path)
        done = self.start(path)
        _, err = done.communicate(timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("fifo: nothing came in", err)

    def test_devices(self):
        for device in ("/dev/zero", "/dev/null", "/dev/full", "/dev/urandom"):
            self.assertIn(f"{device}: is a device", self.do_import(device, status=1))

    def test_a_large_stream_stops_at_the_limit(self):
        endless = subprocess.Popen(["cat", "/dev/zero"], stdout=subprocess.PIPE)
        done = self.start("/dev/stdin", stdin=endless.stdout)
        endless.stdout.close()
        _, err = done.communicate(timeout=120)
        endless.wait()
        self.assertEqual(done.returncode, 1)
        self.assertIn("is larger than 268435456 bytes", err)

    def test_a_sparse_file_is_not_read(self):
        path = self.tmp / "sparse.csv"
        with open(path, "wb") as file:
            file.truncate(4 << 30)
        self.assertIn("is larger than", self.do_import(path, status=1))


class Delimited(Reading):
    def read(self, data, name="list.csv", status=0, options=("--yes",)):
        path = self.tmp / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return self.do_import(path, status=status, options=options)

    def test_a_row_longer_than_its_header_is_refused(self):
        text = LIST + "lamp,Lamp,ship,3\nx,y,ship,1,2,3,4\n"
        result = self.read(text, status=1)
        self.assertEqual([(r["place"], r["message"]) for r in result["refused"]],
                         [("list.csv:3:5", "row has 7 fields, the header has 4")])
        self.assertFalse(self.case.exists())
        self.read(text, options=["--yes", "--accept-partial"])
        self.assertEqual(self.ids(), {"lamp", "ship"})
        self.assertIn("list.csv:3:5,\"row has 7 fields, the header has 4\",x,y,ship,1,2,3,4",
                      (self.tmp / "case-rejected.csv").read_text())

    def test_a_list_of_rejects_takes_the_place_of_no_list_that_is_read(self):
        text = LIST + "lamp,Lamp,ship,3\nbulb,Bulb,lamp,many\n"
        for options, status in ((["--yes"], 1), (["--yes", "--accept-partial"], 0)):
            result = self.read(text, "case-rejected.csv", status, options)
            self.assertEqual((self.tmp / "case-rejected.csv").read_text(), text)
            self.assertEqual(result["reject_file"], str(self.case) + "-rejected-2.csv")
            self.assertIn("bulb,Bulb,lamp,many",
                          (self.tmp / "case-rejected-2.csv").read_text())

    def test_a_row_of_a_table_longer_than_its_header(self):
        """As check refuses it."""
        self.tiny()
        self.read("item,supplier,share\nship,acme,0,6\n", "supply.csv", status=1)

    def test_empty_fields_at_the_end_are_no_longer_row(self):
        result = self.read(LIST + "lamp,Lamp,ship,3,,,\nbulb,Bulb,lamp,1\n")
        self.assertEqual((self.ids(), result["refused"]), ({"lamp", "bulb", "ship"}, []))

    def test_cells_under_no_header_are_told(self):
        result = self.read("item,name,,goes into\nlamp,Lamp,a word,ship\nbulb,Bulb,,lamp\n")
        self.assertIn({"place": "list.csv:2:3", "message":
                       "cells in columns without a header are not read: 1, this is the first"},
                      result["warnings"])

    def test_cells_beside_a_table_are_told(self):
        book = self.book({"list": [["item", "name", "goes into"], ["lamp", "Lamp", "ship"],
                                   ["bulb", "Bulb", "lamp", "", "by the way"]]})
        self.assertIn("book.xlsx:list!E3", self.places(self.do_import(
            book, options=["--yes"]), "warnings"))

    def test_every_way_to_end_a_line(self):
        for end in ("\n", "\r\n", "\r"):
            with self.subTest(end=end):
                rows = ["lamp,Lamp,ship,3", "bulb,Bulb,lamp,x", "wire,Wire,lamp,y"]
                result = self.read(end.join([LIST.strip(), *rows, ""]), status=1)
                self.assertEqual(self.places(result), ["list.csv:3:4", "list.csv:4:4"])

    def test_limits_are_told_with_their_place(self):
        wide = ",".join(f"c{i}" for i in range(40_000))
        self.refused(LIST.strip() + wide + "\nlamp,Lamp,ship,3\n",
                     words=["list.csv:1: the row has more than 16,384 columns"])
        self.refused(LIST.strip() + "," + wide[:20_000] + "\nlamp,Lamp,ship,3\n",
                     words=["list.csv:1: the table has more than 1024 columns"])
        self.refused(LIST + "lamp," + "x" * (1 << 20) + "y,ship,3\n",
                     words=["list.csv:2:2: the cell holds more than 1 MiB"])
        self.read(LIST + "lamp," + "x" * (1 << 20) + ",ship,3\n")
        self.assertFalse((self.tmp / "case-rejected.csv").exists())

    def test_long_names_that_begin_alike_are_two_parts(self):
        names = ["bracket, " + "left and right " * 20 + end for end in ("one", "two")]
        result = self.read("name,goes into\n" + "".join(f'"{n}",ship\n' for n in names))
        rows = imports.read_table(self.case / "items.csv")[1]
        self.assertEqual({row[2] for row in rows} - {"ship"}, set(names), result)

    def test_thousands_of_names_that_give_one_id(self):
        rows = [f"a{'/' * (i % 60)}{'+' * (i // 60)}" for i in range(1, 2001)]
        self.read("item,name,goes into\n" + "".join(f"{r},Part {i},ship\n"
                                                    for i, r in enumerate(rows)))
        self.assertEqual(len(self.ids()), 2001)

    def test_a_byte_that_would_end_a_text_is_refused(self):
        """Else the rest of the cell would be gone when the table is written."""
        imports.write_case(self.case, {"notes": (["id", "text"], [["a", "b"]]), **imports.TINY})
        before = b"id,text\na,be\0fore\n"
        (self.case / "notes.csv").write_bytes(before)
        self.refused(LIST + "lamp,Lamp,ship,3\n", words=["notes.csv: record 2 is not a row"])
        self.assertEqual((self.case / "notes.csv").read_bytes(), before)


class Workbooks(Reading):
    def refused_book(self, words, **more):
        sheets = more.pop("sheets", {"list": [["item", "name", "goes into"],
                                              ["lamp", "Lamp", "ship"]]})
        said = self.do_import(self.book(sheets, **more), status=1, options=["--yes"])
        self.assertIn(words, said)

    def test_more_sheets_than_are_read(self):
        names = "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="r{i}"/>' for i in range(1, 1002))
        self.refused_book("holds more than 1,000 sheets", extra={
            "xl/workbook.xml": f'<workbook xmlns="{workbook.MAIN}" xmlns:r="{workbook.REL}">'
                               f"<sheets>{names}</sheets></workbook>"})

    def test_texts_that_are_too_long(self):
        long = "x" * 131_069
        self.refused_book("book.xlsx:list!B2: the cell holds more than 32,767 characters",
                          sheets={"list": [["item", "name"], ["lamp", long]]})
        self.refused_book("a text of its cells has more than 32,767 characters", extra={
            "xl/sharedStrings.xml": f'<sst xmlns="{workbook.MAIN}"><si><t>{long}</t></si></sst>'})

    def test_merged_cells_that_overlap_or_are_none(self):
        self.refused_book("book.xlsx:list!A3: ranges of merged cells overlap",
                          merges={"list": ["A2:B3", "A3:A4"]},
                          sheets={"list": [["item", "name"], ["a", "A"], ["b", "B"], ["c", "C"]]})
        self.refused_book('"A1:ZZZZ5" is no range of merged cells', merges={"list": ["A1:ZZZZ5"]})

    def test_more_attributes_than_are_read(self):
        many = " ".join(f'a{i}="x"' for i in range(70))
        self.refused_book("an element has more than 64 attributes", extra={
            "xl/worksheets/sheet1.xml": f"<worksheet {many}><sheetData/></worksheet>"})

    def test_a_format_of_cells_that_is_not_read(self):
        """A date would become a number."""
        self.refused_book("a number format has a number above 65,535", extra={
            "xl/styles.xml": f'<styleSheet xmlns="{workbook.MAIN}"><numFmts><numFmt '
                             'numFmtId="70000" formatCode="dd-mm-yyyy"/></numFmts></styleSheet>'})

    def test_a_sheet_that_is_no_table_is_named(self):
        names = ('<sheet name="list" sheetId="1" r:id="r1"/>'
                 '<sheet name="picture" sheetId="2" r:id="r9"/>')
        book = self.book({"list": [["item", "name", "goes into"], ["lamp", "Lamp", "ship"]]}, extra={
            "xl/workbook.xml": f'<workbook xmlns="{workbook.MAIN}" xmlns:r="{workbook.REL}">'
                               f"<sheets>{names}</sheets></workbook>"})
        self.assertIn("book.xlsx:picture", self.places(self.do_import(book, options=["--yes"]),
                                                       "notes"))


class Documents(Reading):
    def document(self, **more):
        path = self.tmp / "parts.json"
        parts = more.pop("components", [{"type": "device", "name": "Pump", "bom-ref": "pump"},
                                        {"type": "device", "name": "Seal", "bom-ref": "seal"}])
        path.write_text(json.dumps({"bomFormat": "CycloneDX", "components": parts, **more}))
        return path

    def reasons(self, **more):
        result = self.do_import(self.document(**more), status=1)
        return [(r["place"], r["message"]) for r in result["refused"]]

    def test_what_is_no_list(self):
        self.assertEqual(self.reasons(dependencies={"ref": "pump"}),
                         [("parts.json:/dependencies", '"dependencies" is no list')])
        self.assertEqual(self.reasons(dependencies=[{"ref": "pump", "dependsOn": "seal"}]),
                         [("parts.json:/dependencies/0/dependsOn", '"dependsOn" is no list')])
        self.assertEqual(self.reasons(components=[{"type": "device", "name": "Pump"}, "Seal"]),
                         [("parts.json:/components/1", "is no component: {…} is expected")])

    def test_references_to_nothing(self):
        app = {"type": "application", "name": "Tracker", "bom-ref": "app"}
        parts = [{"type": "device", "name": "Pump", "bom-ref": "pump"}, app]
        self.assertEqual(
            self.reasons(components=parts, dependencies=[
                {"ref": "pump", "dependsOn": ["app", "valve"]}, {"ref": "none", "dependsOn": ["pump"]},
                {"ref": "app", "dependsOn": ["pump"]}]),
            [("parts.json:/dependencies/0/dependsOn/1",
              '"valve" is no component of the document'),
             ("parts.json:/dependencies/1", '"none" is no component of the document')])

    def test_hardware_inside_software(self):
        board = {"type": "device", "name": "Board", "bom-ref": "board"}
        self.do_import(self.document(components=[
            {"type": "firmware", "name": "Loader", "components": [board]},
            {"type": "device", "name": "Pump", "bom-ref": "pump"}]))
        self.assertEqual(self.ids(), {"board", "pump"})

    def test_properties_that_are_not_read_are_told(self):
        part = {"type": "device", "name": "Pump", "bom-ref": "pump", "properties": [
            {"name": "keten:mas_kg", "value": "3"}, {"name": "keten:note", "value": True}]}
        places = self.places(self.do_import(self.document(components=[part])), "warnings")
        self.assertIn("parts.json:/components/0/properties/0", places)
        self.assertIn("parts.json:/components/0/properties/1", places)

    def test_long_references(self):
        ref = "r" * 600
        part = {"type": "device", "name": "Pump", "bom-ref": "pump", "properties": [
            {"name": f"keten:quantity:{ref}{end}", "value": q} for end, q in (("a", "2"), ("b", "3"))]}
        seals = [{"type": "device", "name": "Seal", "bom-ref": ref + end} for end in "ab"]
        self.do_import(self.document(components=[part, *seals], dependencies=[
            {"ref": "pump", "dependsOn": [ref + "a", ref + "b"]}]))
        self.assertEqual({row[2] for row in imports.read_table(self.case / "bom.csv")[1]},
                         {"2", "3"})

    def test_places_of_deep_parts_differ(self):
        """Else what is refused of one would be refused of all."""
        deep = leaves = [{"type": "device", "bom-ref": "good", "name": "Good"},
                         {"type": "device"}, {"type": "device"}]
        for i in range(60):
            deep = [{"type": "device", "name": f"Part {i}", "components": deep}]
        result = self.do_import(self.document(components=deep), status=1)
        self.assertEqual(len({r["place"] for r in result["refused"]}), len(leaves) - 1)

    def test_declarations(self):
        path = self.tmp / "declaration.xml"
        long = "alloy " * 100
        path.write_text('<MainDeclaration><Product name="pump"><Amount value="12 or so"/>'
                        f'<Material name="{long}1"><Amount value="2" UOM="stone"/></Material>'
                        f'<Material name="{long}2"><Amount value="2" UOM="g"/></Material>'
                        "</Product></MainDeclaration>")
        result = self.do_import(path)
        said = [n["message"] for n in result["warnings"]]
        self.assertIn('"12 or so" is no number that is expected here: it is not read', said)
        self.assertIn('"stone" is no unit of mass that is known: the mass is not read', said)
        names = {row[2] for row in imports.read_table(self.case / "items.csv")[1]}
        self.assertIn(long + "2", names)

    def test_members_of_another_kind_are_told(self):
        pump = {"type": "device", "name": "Pump", "bom-ref": "pump"}
        for document, place in (
                ({"components": [{**pump, "name": 5}]}, "/components/0/name"),
                ({"components": [{**pump, "supplier": "Pumps BV"}]}, "/components/0/supplier"),
                ({"components": [{**pump, "supplier": {"name": "P", "address": {"country": ["NL"]}}}]},
                 "/components/0/supplier/address/country"),
                ({"components": [{**pump, "properties": ["keten:id"]}]},
                 "/components/0/properties/0"),
                ({"dependencies": [7]}, "/dependencies/0"), ({"metadata": [1]}, "/metadata")):
            result = self.do_import(self.document(**document), options=("--yes",))
            self.assertIn(("parts.json:" + place, "members that are no text, list or {…} where the "
                           "standard has one: 1, this is the first: they are not read"),
                          [(n["place"], n["message"]) for n in result["warnings"]])
        result = self.do_import(self.document(components=[{**pump, "supplier": None}]),
                                options=("--yes",))
        self.assertFalse([n for n in result["warnings"] if "members" in n["message"]])

    def test_documents_as_windows_writes_them(self):
        """With a byte order mark, or as UTF-16, which its shells write into files."""
        text = self.document().read_text()
        xml = ('<?xml version="1.0" encoding="UTF-16"?><MainDeclaration><Product name="pump">'
               '<Amount value="2" UOM="g"/></Product></MainDeclaration>')
        for name, data in (("a.json", text.encode("utf-8-sig")), ("b.json", text.encode("utf-16")),
                           ("c.json", b"\xfe\xff" + ("\n " + text).encode("utf-16-be")),
                           ("d.xml", xml.encode("utf-16"))):
            path = self.tmp / name
            path.write_bytes(data)
            self.do_import(path, options=("--yes",))
        path.write_bytes(text.encode("utf-16")[:-1])
        said = self.run_keten("import", path, "-o", self.case, status=1).stderr
        self.assertIn("half a character at its end", said)
        path.write_bytes(text.encode("utf-32"))
        said = self.run_keten("import", path, "-o", self.case, "--lang", "nl", status=1).stderr
        self.assertIn("is UTF-32: sla het bestand op als UTF-8", said)

    def test_files_of_any_name(self):
        """A name that is no text is shown; one with a line end in it is no line of ours."""
        self.tmp.mkdir(exist_ok=True)
        for name, source in ((b"p\xff.csv", "p\\xFF.csv"), (b"a\nketen: well.csv", "a\nketen: well.csv")):
            path = os.path.join(os.fsencode(self.tmp), name)
            with open(path, "w", encoding="utf-8") as file:
                file.write(LIST + f"{len(name)},Pump,ship,1\n")
            self.do_import(os.fsdecode(path), options=("--yes",))
            header, rows = imports.read_table(self.case / "bom.csv")
            self.assertIn(source, [row[header.index("source")] for row in rows])
            with open(path, "w", encoding="utf-8") as file:
                file.write('a,"b')
            said = self.run_keten("import", os.fsdecode(path), "-o", self.case, status=1).stderr
            self.assertEqual(said.count("\n"), 1, said)

    def test_a_folder_is_no_mapping(self):
        path = self.tmp / "list.csv"
        path.write_text(LIST)
        said = self.run_keten("import", path, "-o", self.case, "--mapping", self.tmp, status=1)
        self.assertIn("cannot be read: it is a folder", said.stderr)

    def test_a_package_whose_tables_are_one_file(self):
        self.tiny()
        path = self.case / "datapackage.json"
        package = json.loads(path.read_text())
        for twin in ("items.csv", "./items.csv", ".//./items.csv"):
            path.write_text(json.dumps({**package, "resources": package["resources"] + [
                {"name": "stocks", "path": twin}]}))
            said = self.run_keten("check", self.case, status=1).stderr
            self.assertIn('resources "items" and "stocks" are one file', said)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=str(imports.PROGRAM))
    args, rest = parser.parse_known_args()
    imports.PROGRAM = pathlib.Path(args.program).resolve()
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
