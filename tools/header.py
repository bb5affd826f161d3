#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Compiles public headers alone, under the strictest flags, as C17 and as C++17.

    header.py HEADER...

A stranger's program includes them first, with its own warnings; they must not cause any.
"""

import pathlib
import shutil
import subprocess
import sys

C = ["-std=c17", "-pedantic-errors", "-Wall", "-Wextra", "-Wconversion", "-Wshadow",
     "-Wstrict-prototypes", "-Wmissing-prototypes", "-Wundef", "-Wcast-qual", "-Wvla", "-Werror",
     "-fsyntax-only"]
CPP = ["-std=c++17", "-pedantic-errors", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Wundef",
       "-Wold-style-cast", "-Werror", "-fsyntax-only"]
COMPILERS = [("gcc", "c", C), ("clang", "c", C + ["-Weverything", "-Wno-padded"]),
             ("g++", "c++", CPP),
             ("clang++", "c++", CPP + ["-Weverything", "-Wno-padded", "-Wno-c++98-compat",
                                       "-Wno-c++98-compat-pedantic"])]


def main(argv):
    if not argv or argv[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    passed = failed = skipped = 0
    for header in argv:
        path = pathlib.Path(header).resolve()
        for compiler, language, flags in COMPILERS:
            name = f"{header} alone with {compiler}"
            if not shutil.which(compiler):
                skipped += 1
                print(f"ok - {name} # SKIP {compiler} is not installed")
                continue
            # Twice: the guard must hold. Through standard input: a header is no main file.
            done = subprocess.run([compiler, *flags, "-x", language, "-I", str(path.parent), "-"],
                                  input=f'#include "{path.name}"\n#include "{path.name}"\n',
                                  text=True, capture_output=True, check=False)
            if done.returncode == 0:
                passed += 1
                print(f"ok - {name}")
            else:
                failed += 1
                print(f"not ok - {name}\n{done.stderr}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
