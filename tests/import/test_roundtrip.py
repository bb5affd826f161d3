# SPDX-License-Identifier: EUPL-1.2
"""What goes in comes out: whole cases by a template, delimited text, workbooks and CycloneDX."""

import csv
import io
import json
import shutil
import sys

import workbook
from imports import CASES, LCF, ROOT, TINY, Import, facts, read_case, value

sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import random_case  # noqa: E402  (the generator of the property tests)


class RoundTrip(Import):
    def same_case(self, before, skip=()):
        self.assertEqual(facts(read_case(self.case), skip), facts(before, skip))

    def random_case(self, seed):
        """A case of the property tests, with the reference that it goes with."""
        self.data = self.tmp / f"random-{seed}"
        random_case.Generator(seed, None).write(str(self.data))
        return read_case(self.data / "case")

    def template(self, lang):
        empty, full = self.tmp / "empty.xlsx", self.tmp / "full.xlsx"
        self.run_keten("template", "-o", empty, "--lang", lang)
        before = read_case(LCF)
        filled = workbook.fill(empty, full, before)
        self.assertEqual(filled, set(before) - {"swbs", "configuration"})
        result = self.do_import(full)
        self.assertEqual((result["outcome"], result["refused"]), ("written", []))
        self.same_case({k: v for k, v in before.items() if k in filled})
        self.run_keten("check", self.case)
        here = json.loads(self.run_keten("assess", self.case, "--json").stdout)["result"]
        there = json.loads(self.run_keten("assess", LCF, "--json").stdout)["result"]
        self.assertEqual(here, there)
        again = self.do_import(full)
        self.assertEqual(again["outcome"], "unchanged")

    def test_frigate_through_the_english_template(self):
        self.template("en")

    def test_frigate_through_the_dutch_template(self):
        self.template("nl")

    def test_a_case_into_an_empty_folder(self):
        self.do_import(LCF)
        self.same_case(read_case(LCF))

    def test_delimited_text_of_every_make(self):
        """`;`, decimal commas, UTF-16, Windows-1252: the same figures."""
        before = {k: v for k, v in read_case(LCF).items()
                  if k not in ("swbs", "configuration")}
        makes = [(";", ",", "utf-8-sig"), ("\t", ".", "utf-16"), (";", ",", "cp1252"),
                 (",", ".", "utf-8"), ("|", ".", "utf-16-be")]
        for delimiter, decimal, encoding in makes:
            folder = self.tmp / "files"
            folder.mkdir()
            for name, (columns, rows) in before.items():
                out = io.StringIO()
                writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
                writer.writerow(columns)
                for row in rows:
                    writer.writerow([v.replace(".", decimal)
                                     if isinstance(value(v), float) and "e" not in v.lower()
                                     and not c.startswith(("id", "row_id", "swbs", "child", "parent"))
                                     else v for c, v in zip(columns, row)])
                data = out.getvalue().encode(encoding, "replace")
                (folder / f"{name}.csv").write_bytes(data)
            with self.subTest(delimiter=delimiter, encoding=encoding):
                result = self.do_import(*sorted(folder.iterdir()))
                self.assertEqual((result["outcome"], result["refused"]), ("written", []))
                if encoding == "cp1252":  # what it cannot write was lost before it came to us
                    self.assertEqual(len(facts(read_case(self.case))), len(facts(before)))
                else:
                    self.same_case(before)
            shutil.rmtree(folder)
            shutil.rmtree(self.case)

    def test_random_cases_through_a_workbook(self):
        empty = self.tmp / "empty.xlsx"
        self.run_keten("template", "-o", empty)
        for seed in range(max(3, CASES // 20)):
            before = self.random_case(seed)
            full = self.tmp / "full.xlsx"
            workbook.fill(empty, full, before)
            self.do_import(full)
            with self.subTest(seed=seed):
                self.same_case(before)
            shutil.rmtree(self.case)

    def test_random_cases_through_cyclonedx(self):
        for seed in range(max(3, CASES // 20)):
            before = self.random_case(seed)
            document, expected = to_cyclonedx(before)
            path = self.tmp / "bom.json"
            path.write_text(json.dumps(document))
            self.do_import(path)
            after = read_case(self.case)
            with self.subTest(seed=seed):
                for table, columns in CARRIED.items():
                    self.assertEqual(narrow(after, table, columns), narrow(expected, table, columns))
            shutil.rmtree(self.case)

    def test_seeded_defect_is_caught(self):
        """A comparison that cannot fail proves nothing."""
        before = read_case(LCF)
        broken = {k: (c, [list(r) for r in rows]) for k, (c, rows) in before.items()}
        broken["bom"][1][17][2] = "999"
        self.assertNotEqual(facts(broken), facts(before))
        document, expected = to_cyclonedx(TINY)
        expected["bom"][1][0][2] = "3"
        self.case.mkdir()
        self.case.rmdir()
        path = self.tmp / "bom.json"
        path.write_text(json.dumps(document))
        self.do_import(path)
        self.assertNotEqual(narrow(read_case(self.case), "bom", CARRIED["bom"]),
                            narrow(expected, "bom", CARRIED["bom"]))


# What CycloneDX has words for; columns of items travel as properties.
CARRIED = {"items": ["id", "kind", "name_en", "mass_kg", "unit", "material"],
           "bom": ["parent", "child", "quantity"],
           "organisations": ["id", "name", "country"]}


def narrow(case, table, columns):
    header, rows = case.get(table, ([], []))
    return sorted(tuple(str(value(row[header.index(c)])) if c in header else "" for c in columns)
                  for row in rows)


def to_cyclonedx(case):
    """The document, and the part of the case that it says."""
    items, organisations = case["items"], case.get("organisations", ([], []))
    names = {row[0]: dict(zip(organisations[0], row)) for row in organisations[1]}
    edges, seen = [], set()
    for row in case["bom"][1]:
        edge = dict(zip(case["bom"][0], row))
        if (edge["parent"], edge["child"]) not in seen:  # one edge between two components
            seen.add((edge["parent"], edge["child"]))
            edges.append(edge)
    maker = {}
    for row in case.get("supply", ([], []))[1]:
        supply = dict(zip(case["supply"][0], row))
        if supply["supplier"] in names:
            maker.setdefault(supply["item"], supply["supplier"])
    components = []
    for row in items[1]:
        item = dict(zip(items[0], row))
        properties = [{"name": f"keten:{k}", "value": v} for k, v in item.items()
                      if v != "" and k not in ("id", "name_en")]
        properties += [{"name": f"keten:quantity:{e['child']}", "value": e["quantity"]}
                       for e in edges if e["parent"] == item["id"]]
        component = {"type": "device", "bom-ref": item["id"], "name": item["name_en"],
                     "properties": properties}
        if item["id"] in maker:
            who = names[maker[item["id"]]]
            component["manufacturer"] = {"bom-ref": who["id"], "name": who["name"],
                                         "address": {"country": who["country"]}}
        components.append(component)
    depends = {}
    for edge in edges:
        depends.setdefault(edge["parent"], []).append(edge["child"])
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components,
                "dependencies": [{"ref": k, "dependsOn": v} for k, v in depends.items()],
                "compositions": [{"aggregate": "incomplete", "assemblies": [items[1][0][0]]}]}
    used = set(maker.values())
    expected = {"items": items,
                "bom": (["parent", "child", "quantity"],
                        [[e["parent"], e["child"], e["quantity"]] for e in edges]),
                "organisations": (organisations[0],
                                  [row for row in organisations[1] if row[0] in used])}
    return document, expected
