#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Builds the wheel, installs it into a folder, and runs it from there.

    wheel.py BUILD

The installed package must find library and data in itself: from another folder, without a variable
of Keten, without the tree. Needs pip, setuptools and wheel (Debian: python3-pip,
python3-setuptools, python3-wheel); skipped without them. Prints one line a check, then
"N passed, N failed, N skipped".
"""

import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from door import ENVIRONMENT, ROOT, Report, run  # noqa: E402

USED = """
import keten, pathlib, sys
document = keten.run("assess", "lcf", target="fn-air-defence")
assert keten.table(document, "risks") and document["keten"] == keten.version()
print(pathlib.Path(keten.__file__).resolve().parent)
sys.stdout.write(keten.render("chokepoints", "lcf"))
"""


def status():
    """What git says of the tree: the build must leave nothing in it."""
    return subprocess.run(["git", "status", "--porcelain", "--ignored", "python"], cwd=ROOT,
                          capture_output=True, text=True, check=False).stdout


def main(argv):
    if len(argv) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    build = pathlib.Path(argv[0]).resolve()
    report = Report()
    if not all(importlib.util.find_spec(name) for name in ("pip", "setuptools", "wheel")):
        report.skip("the wheel", "pip, setuptools or wheel is not installed")
        return report.end()
    before = status()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
        made = run([*pip, "wheel", "--no-build-isolation", "--no-deps", "--no-index", "-w", folder,
                    ROOT / "python"], cwd=folder, KETEN_LIBRARY=build / "libketen.so",
                   PIP_ROOT_USER_ACTION="ignore")
        wheels = sorted(folder.glob("keten-*-py3-none-linux_*.whl"))
        report.check("a wheel is made", made[0] == 0 and len(wheels) == 1, made)
        report.equal("it leaves the tree as it was", status(), before)
        if wheels:
            installed = run([*pip, "install", "--no-deps", "--no-index", "--target",
                             folder / "there", wheels[0]], cwd=folder,
                            PIP_ROOT_USER_ACTION="ignore")
            report.check("it is installed", installed[0] == 0, installed)
            used = run([sys.executable, "-c", USED], cwd="/", PYTHONPATH=folder / "there")
            shell = run([build / "keten", "chokepoints", "lcf", "--json"])
            report.equal("the installed package gives the bytes of the program", used[1].decode(),
                         f"{folder / 'there' / 'keten'}\n{shell[1].decode()}")
            report.equal("and says nothing else", used[2], "")
    return report.end()


if __name__ == "__main__":
    os.environ.update(PYTHONDONTWRITEBYTECODE="1")
    ENVIRONMENT.update(PYTHONDONTWRITEBYTECODE="1")
    sys.exit(main(sys.argv[1:]))
