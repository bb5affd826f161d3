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

import roundtrip
import workbook

LIST = "item,name,goes into,quantity\n"


def long_list(n):
    """A parts list of more than a pipe holds; its header stands in it a second time."""
    rows = [f"part-{i:05},Part number {i} of this list,ship,{i % 7 + 1}\n" for i in range(n)]
    return LIST + "".join(rows[:n // 2]) + LIST + "".join(rows[n // 2:])


class Reading(roundtrip.Import):
    def ids(self):
        return {row[0] for row in roundtrip.read_table(self.case / "items.csv")[1]}

    def start(self, path, **more):
        env = dict(os.environ, KETEN_DATA=str(self.data))
        return subprocess.Popen(
            [str(roundtrip.PROGRAM), "import", str(path), "-o", str(self.case), "--yes",
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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=str(roundtrip.PROGRAM))
    args, rest = parser.parse_known_args()
    roundtrip.PROGRAM = pathlib.Path(args.program).resolve()
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
