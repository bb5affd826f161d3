#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Whole commands with every kernel that KETEN_KERNEL can name: the same bytes, or words and status 2.

    kernels.py PROGRAM

Which instructions this computer has is read from /proc/cpuinfo, not asked of the program. Two
planted programs must be noticed: one whose last digit depends on the kernel, one that refuses
nothing.
"""

import os
import pathlib
import platform
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cases"
LCF = ROOT / "data" / "cases" / "lcf"
NEEDS = {"sse2": set(), "avx2": {"avx2"}, "avx512": {"avx512f", "avx512dq", "avx512vl"}}

# (data folder, arguments); the sizes give full and partial sweeps, weighted shares, what-ifs.
COMMANDS = [
    (ROOT / "data", ["assess", LCF, "--json", "--full"]),
    (ROOT / "data", ["assess", LCF, "--json", "--scope", "eu"]),
    (ROOT / "data", ["ask", LCF, "--json"]),
    (ROOT / "data", ["stress", LCF, "--json"]),
    (ROOT / "data", ["stress", LCF, "--json", "--time"]),
    (ROOT / "data", ["simulate", LCF, "--json", "--static", "--runs", "3000"]),
    (ROOT / "data", ["simulate", LCF, "--json", "--static", "--runs", "3000", "--spread", "0.3"]),
    (CASES / "data", ["assess", CASES / "small"]),
    (CASES / "data", ["stress", CASES / "drawn", "--json"]),
    (CASES / "data", ["simulate", CASES / "drawn", "--json", "--static", "--runs", "5000",
                      "--sampling", "importance", "--spread", "0.2"]),
]


def run(program, data, arguments, kernel=None, lang="en"):
    env = {k: v for k, v in os.environ.items() if k not in ("KETEN_KERNEL", "KETEN_LANG")}
    env.update({"KETEN_DATA": str(data), "KETEN_LANG": lang},
               **({} if kernel is None else {"KETEN_KERNEL": kernel}))
    done = subprocess.run([program, *map(str, arguments)], env=env, capture_output=True, timeout=600,
                          check=False)
    return done.returncode, done.stdout, done.stderr.decode()


def has(kernel):
    if platform.machine() != "x86_64":
        return kernel == "sse2"
    flags = next(line for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("flags"))
    return NEEDS[kernel] <= set(flags.split())


def same_bytes(program, data, arguments):
    """Whether every kernel of this computer prints what the program prints of its own accord."""
    usual = run(program, data, arguments)
    return usual[0] == 0 and usual[1] != b"" and all(
        run(program, data, arguments, kernel) == usual for kernel in NEEDS if has(kernel))


def refuses(program, kernel, lang, words):
    status, out, err = run(program, CASES / "data", ["stress", CASES / "drawn"], kernel, lang)
    return status == 2 and out == b"" and f'KETEN_KERNEL "{kernel}"' in err and words in err


def checks(program):
    for data, arguments in COMMANDS:
        shown = " ".join(str(a).replace(f"{ROOT}/", "") for a in arguments)
        yield f"the same bytes: {shown}", same_bytes(program, data, arguments)
    for kernel in ("fast", "AVX2", "base"):
        yield f"refused: {kernel}", refuses(program, kernel, "en", "is not one of: sse2, avx2, avx512")
    yield "refused in Dutch", refuses(program, "fast", "nl", "is niet een van")
    for kernel in NEEDS:
        if not has(kernel):
            yield f"refused: {kernel}, which is not here", refuses(
                program, kernel, "en", "this computer does not have these instructions")
    yield "an empty name is none", run(program, *COMMANDS[-1], "") == run(program, *COMMANDS[-1])


def main(argv):
    if len(argv) != 1 or argv[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    failed = 0
    for name, fine in checks(str(pathlib.Path(argv[0]).resolve())):
        failed += not fine
        print(f"{'ok' if fine else 'not ok'} - {name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="keten-kernels-") as folder:
        planted = pathlib.Path(folder, "planted")
        planted.write_text("#!/bin/sh\necho \"0.5${KETEN_KERNEL:-avx2}\"\n")
        planted.chmod(0o755)
        for name, noticed in (("another digit", not same_bytes(str(planted), *COMMANDS[0])),
                              ("no refusal", not refuses(str(planted), "fast", "en", ""))):
            failed += not noticed
            print(f"{'ok' if noticed else 'not ok'} - planted: {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
