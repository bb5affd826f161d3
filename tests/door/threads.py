#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Four threads on one session, under the thread sanitizer.

    threads.py BUILD

BUILD was made with -fsanitize=thread. Runs BUILD/tests/door-threads on two cases: every document
must be that of a session of its own, and the sanitizer must say nothing. A race that is made on
purpose must be reported. Prints one line a check, then "N passed, N failed, N skipped".
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from door import CASES, Report, run  # noqa: E402

REPORT = "WARNING: ThreadSanitizer"


def main(argv):
    if len(argv) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    program = pathlib.Path(argv[0]).resolve() / "tests/door-threads"
    report = Report()
    status, out, told = run([program, "--race"])
    report.check("a race is reported", status != 0 and REPORT in told, (status, out, told[:2000]))
    status, out, told = run([program, *CASES], seconds=600)
    report.check("four threads, two cases, both languages: the documents are the same",
                 b" 0 failed" in out, (status, out, told[:4000]))
    report.check("and the sanitizer says nothing", status == 0 and REPORT not in told, told[:8000])
    print(out.decode(), end="")
    return report.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
