# SPDX-License-Identifier: EUPL-1.2
"""Makes a wheel with library and data inside, from a built tree:

    /usr/bin/python3 -m pip wheel --no-build-isolation --no-deps ./python

Takes $KETEN_LIBRARY, else ../build/libketen.so, and the data of the tree. The wheel needs the
libraries that Keten is linked with, as the program does. Nothing is left in the tree.
"""

import os
import pathlib
import re
import shutil
import tempfile

from setuptools import setup
from setuptools.command.build_py import build_py
from wheel.bdist_wheel import bdist_wheel

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCRATCH = tempfile.mkdtemp()


class WithLibrary(build_py):
    def run(self):
        super().run()
        package = pathlib.Path(self.build_lib, "keten")
        library = os.environ.get("KETEN_LIBRARY") or ROOT / "build" / "libketen.so"
        shutil.copy(library, package / "libketen.so")
        for part in ("reference", "scenarios", "cases"):
            shutil.copytree(ROOT / "data" / part, package / "data" / part, dirs_exist_ok=True)


class ForThisMachine(bdist_wheel):
    """Any Python 3, but one kind of processor."""

    def finalize_options(self):
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


try:
    setup(name="keten",
          version=re.search(r"version: '([0-9.]+)'",
                            (ROOT / "meson.build").read_text("utf-8"))[1],
          description="Value chains of a product group from platform to raw material",
          license="EUPL-1.2",
          python_requires=">=3.9",
          packages=["keten"],
          cmdclass={"build_py": WithLibrary, "bdist_wheel": ForThisMachine},
          options={"build": {"build_base": SCRATCH}, "egg_info": {"egg_base": SCRATCH}})
finally:
    shutil.rmtree(SCRATCH, ignore_errors=True)
