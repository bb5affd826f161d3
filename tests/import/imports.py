# SPDX-License-Identifier: EUPL-1.2
"""What the tests of imports share: tables as text, a tiny case, and a test case with a folder of
its own. Run them with roundtrip.py."""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import workbook

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LCF = ROOT / "data" / "cases" / "lcf"
PROGRAM = ROOT / "build" / "keten"
CASES = int(os.environ.get("PROPERTY_CASES", "200"))


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def read_case(folder):
    """{table: (columns, rows)} of all tables that the descriptor names and that have rows."""
    resources = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    tables = {r["name"]: read_table(folder / r["path"]) for r in resources}
    return {name: table for name, table in tables.items() if table[1]}


def value(text):
    """Numbers as numbers, everything else as text."""
    try:
        return float(text)
    except ValueError:
        return text


def facts(case, skip=()):
    """Every filled cell as (table, row's other cells, column, value): order does not matter."""
    found = set()
    for name, (columns, rows) in case.items():
        if name in skip:
            continue
        for row in rows:
            found.add((name, frozenset((c, value(v)) for c, v in zip(columns, row) if v != "")))
    return found


def write_case(folder, tables):
    folder.mkdir(parents=True)
    resources = []
    for name, (columns, rows) in tables.items():
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
        resources.append({"name": name, "path": f"{name}.csv"})
    (folder / "datapackage.json").write_text(json.dumps({"name": folder.name,
                                                         "resources": resources}))


def digest(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


TINY = {
    "items": (["id", "kind", "name_en", "mass_kg"],
              [["ship", "platform", "Ship", "1000"], ["pump", "component", "Pump", "85"]]),
    "bom": (["parent", "child", "quantity", "evidence", "source"],
            [["ship", "pump", "2", "C", "a book"]]),
    "organisations": (["id", "name", "country"], [["acme", "Acme Pumps B.V.", "NLD"]]),
    "sites": (["id", "organisation", "country"], [["acme-delft", "acme", "NLD"]]),
    "supply": (["item", "supplier", "share", "evidence", "source"],
               [["pump", "acme", "0.6", "C", "a book"]]),
}


class Import(unittest.TestCase):
    def setUp(self):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="keten-import-"))
        self.case = self.tmp / "case"
        self.data = ROOT / "data"

    def tearDown(self):
        left = [p.name for p in self.tmp.iterdir() if ".draft-" in p.name]
        shutil.rmtree(self.tmp)
        self.assertEqual(left, [], "drafts were left behind")

    def run_keten(self, *args, status=0):
        env = dict(os.environ, KETEN_DATA=str(self.data))
        env.pop("KETEN_LANG", None)
        done = subprocess.run([str(PROGRAM), *map(str, args)], capture_output=True, text=True,
                              timeout=120, check=False, cwd=self.tmp, env=env)
        self.assertEqual(done.returncode, status, f"{args}\n{done.stdout}\n{done.stderr}")
        return done

    def do_import(self, *files, status=0, options=()):
        done = self.run_keten("import", *files, "-o", self.case, "--json", *options, status=status)
        return json.loads(done.stdout)["result"] if done.stdout else done.stderr

    def tiny(self):
        write_case(self.case, TINY)

    def book(self, sheets, name="book.xlsx", **more):
        path = self.tmp / name
        workbook.write(path, sheets, **more)
        return path

    def places(self, result, key="refused"):
        return [entry["place"] for entry in result[key]]
