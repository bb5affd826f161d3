#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Whole imports, from files made here without the program's own writers.

    roundtrip.py --program build/keten [NAME...]

A NAME is a class or CLASS.TEST of the files test_*.py beside this one; without names all of them
run, as many at a time as there are processors. Options of unittest (-v, -k WORD, -f) run them one
by one.

What goes in must come out (workbook, delimited text, CycloneDX), what is wrong must be refused with
its place, and nothing may be overwritten unseen. One seeded defect shows that the comparison bites.

What files of strangers hold, and the test that says it is read right or refused with its place:

    entity bombs                test_bombs, test_shared_strings, test_entities_are_refused
    zip bombs                   test_bombs (size, entities, number of parts)
    formulas, error values      test_formulas, test_types_of_cells, test_error_values
    merged cells                test_merged_cells, test_cells_merged_over_columns_...
    hidden sheets               test_hidden_sheets_..., test_very_hidden_sheets
    dates, also as text; 1904   test_dates
    "1.234,5" and its like      test_figures_as_people_write_them, test_a_figure_of_two_readings_...,
                                test_a_neighbour_decides_..., test_figures_of_other_countries
    shared, inline strings      test_shared_strings; every other workbook here has inline ones
    encodings                   test_encodings_..., test_two_encodings_..., test_delimited_text_...
    delimiters, quotes          test_delimiters, test_what_cannot_be_read_says_where
    Dutch for every refusal     class Languages
"""

import argparse
import concurrent.futures
import os
import pathlib
import sys
import time
import unittest

import imports

HERE = pathlib.Path(__file__).resolve().parent


def load_classes():
    """{name: class} of every test case of the files test_*.py."""
    classes = {}
    for path in sorted(HERE.glob("test_*.py")):
        module = __import__(path.stem)
        for name, value in vars(module).items():
            if isinstance(value, type) and value.__module__ == path.stem and \
                    issubclass(value, unittest.TestCase):
                if name in classes:
                    raise SystemExit(f"{path.name}: {name} is the name of two classes")
                classes[name] = value
    return classes


def names_of(suite):
    """CLASS.TEST of each test in a suite, in its order."""
    for part in suite:
        if isinstance(part, unittest.TestCase):
            yield part.id().split(".", 1)[1]
        else:
            yield from names_of(part)


def run_test(program, name):
    """Returns (tests run, [(kind, test, text)]) of one test, or of one that cannot be loaded."""
    imports.PROGRAM = program
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromName(name, sys.modules[__name__]).run(result)
    found = [("ERROR", str(test), text) for test, text in result.errors]
    found += [("FAIL", str(test), text) for test, text in result.failures]
    found += [("skipped", str(test), text) for test, text in result.skipped]
    return result.testsRun, found


def run_all(program, names):
    """As unittest runs them and with its closing lines, several at a time."""
    loader, module = unittest.defaultTestLoader, sys.modules[__name__]
    suite = loader.loadTestsFromNames(names, module) if names else loader.loadTestsFromModule(module)
    tests = list(names_of(suite)) if not loader.errors else names
    started, n_run = time.monotonic(), 0
    count = {"FAIL": 0, "ERROR": 0, "skipped": 0}
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        for n, found in pool.map(run_test, [program] * len(tests), tests):
            n_run += n
            for kind, test, text in found:
                count[kind] += 1
                print(f"{'=' * 70}\n{kind}: {test}\n{'-' * 70}\n{text}", file=sys.stderr)
    print(f"{'-' * 70}\nRan {n_run} tests in {time.monotonic() - started:.3f}s\n", file=sys.stderr)
    words = {"FAIL": "failures", "ERROR": "errors", "skipped": "skipped"}
    told = ", ".join(f"{words[kind]}={n}" for kind, n in count.items() if n)
    failed = count["FAIL"] + count["ERROR"] > 0
    print(("FAILED" if failed else "OK") + (f" ({told})" if told else ""), file=sys.stderr)
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(imports.PROGRAM))
    args, rest = parser.parse_known_args()
    imports.PROGRAM = pathlib.Path(args.program).resolve()
    globals().update(load_classes())  # unittest finds names in this module
    if any(word.startswith("-") for word in rest):
        unittest.main(argv=[sys.argv[0], *rest])
    return run_all(imports.PROGRAM, rest)


if __name__ == "__main__":
    sys.exit(main())
