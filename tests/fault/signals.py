#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Presses Ctrl-C, and ends the program as a system that shuts down does, at several moments.

    signals.py PROGRAM

Commands that take long on a large case get SIGINT or SIGTERM after some tenths of a second, counted
from the moment at which they listen to it, or as soon as they begin to write. Each must end within a second of processor time, with
status 3 and its message, nothing on standard output, the files as they were and nothing beside them;
or, where it was done before the signal came, as if there had been none. At least half of the signals
must come in time. One planted mistake (a program that ignores the signal) must be noticed.

A first signal also ends the waiting for a pipe that brings nothing and for a reader that does not
read.

On a terminal, work of more than a second says how far it is, and takes the line away.
"""

import fcntl
import os
import pathlib
import pty
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import faults

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PATIENCE = 120  # seconds of the clock: other work may share the machine
MOST_AFTER = 1.0  # seconds of processor time between the signal and the end
TICKS = os.sysconf("SC_CLK_TCK")
MESSAGE = {"en": b"keten: stopped before the end: nothing was written\n",
           "nl": "keten: voor het einde gestopt: er is niets geschreven\n".encode()}
COUNTRIES = "NLD DEU CHN USA".split()


def write_case(folder, n_items, n_companies):
    """A tree of parts, four to a part, each from three companies. None is essential and no row has a
    grade, so that every supplier is worth a question to the maker of what the part goes into."""
    folder.mkdir()
    names = ("items", "bom", "organisations", "sites", "supply")
    rows = {name: [] for name in names}
    rows["items"] += ["id,kind,name_en,material", "ship,platform,Ship,"]
    rows["bom"] += ["parent,child,quantity,essential"]
    rows["organisations"] += ["id,name,country"]
    rows["sites"] += ["id,organisation,country"]
    rows["supply"] += ["item,supplier,share", "ship,c0,1"]
    for i in range(n_companies):
        rows["organisations"].append(f"c{i},Company {i},{COUNTRIES[i % len(COUNTRIES)]}")
    for i in range(n_items):
        rows["items"].append(f"p{i},component,Part {i},")
        rows["bom"].append(f"{'ship' if i < 4 else f'p{i // 4 - 1}'},p{i},1,no")
        rows["supply"] += [f"p{i},{name},0.3" for name in
                           (f"c{(i + k) % n_companies}" for k in range(3))]
    for name in names:
        (folder / f"{name}.csv").write_text("\n".join(rows[name]) + "\n")
    resources = ", ".join(f'{{"name": "{name}", "path": "{name}.csv"}}' for name in names)
    (folder / "datapackage.json").write_text(f'{{"name": "{folder.name}", '
                                             f'"resources": [{resources}]}}')


def listens(pid, number):
    """Whether the process has a handler of its own for the signal."""
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    caught = next((line for line in status.splitlines() if line.startswith("SigCgt:")), "SigCgt: 0")
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def processor_seconds(pid):
    """That the process has used so far; None when it has ended."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / TICKS


def run(command, folder, number, moment):
    """(status, stdout, stderr, processor seconds after the signal) of a run that is signalled; the
    seconds are None where it had ended before."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        work = subprocess.Popen(
            [str(word) for word in command], cwd=folder, stdin=subprocess.DEVNULL, stdout=out,
            stderr=err, env={"KETEN_DATA": str(ROOT / "tests" / "cases" / "data"),
                             "PATH": os.environ.get("PATH", "")},
            # run in the background, a shell has its programs ignore Ctrl-C
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        deadline = time.monotonic() + PATIENCE
        while not listens(work.pid, number) and work.poll() is None \
                and time.monotonic() < deadline:
            time.sleep(0.002)
        if isinstance(moment, str):  # what they write first
            while not any(folder.glob(moment)) and work.poll() is None \
                    and time.monotonic() < deadline:
                time.sleep(0.002)
        else:
            time.sleep(moment)
        before = processor_seconds(work.pid) if work.poll() is None else None
        used = None
        if before is not None:
            work.send_signal(number)
            while time.monotonic() < deadline:
                pid, status, usage = os.wait4(work.pid, os.WNOHANG)
                if pid != 0:
                    work.returncode = os.waitstatus_to_exitcode(status)
                    used = usage.ru_utime + usage.ru_stime - before
                    break
                time.sleep(0.005)
            else:
                work.kill()
                work.wait()
                used = float("inf")
        out.seek(0)
        err.seek(0)
        return work.returncode, out.read(), err.read(), used


def judge(outcome, lang, before, after_stop, finished):
    """What is wrong with a signalled run; "" when nothing is. `finished`: it was done before."""
    status, out, err, used = outcome
    if finished and status == 0:
        return ""
    if used is None:
        return f"ended with status {status} before the signal: {err[-200:]!r}"
    if used > MOST_AFTER:
        return f"went on for {used:.2f} s of processor time"
    if (status, out, err) != (3, b"", MESSAGE[lang]):
        return f"status {status}, {len(out)} bytes out, {err[-300:]!r}"
    return "" if after_stop == before else f"changed {sorted(set(before) ^ set(after_stop))}"


def make_inputs(folder):
    write_case(folder / "large", 60000, 3000)
    write_case(folder / "chain", 1500, 250)
    shutil.copytree(ROOT / "tests" / "cases" / "asked", folder / "target")


COMMANDS = {  # arguments, and the moments of its signals: seconds, or a file that appears
    "check": (["check", "large"], (0.0, 0.1, 0.3)),
    "assess": (["assess", "large"], (0.0, 0.4, 1.5)),
    "ask": (["ask", "chain", "-o", "new", "--lang", "nl"],
            (0.0, 0.3, 0.8, "new", "new/c2*.xlsx.*", "new/c100.xlsx.*")),
    "import into a case": (["import", "large", "-o", "target", "--yes", "--accept-partial"],
                           (0.0, 0.2, 0.4, "target.draft-*", "target.draft-*/supply.csv")),
    "import into a new case": (["import", "large", "-o", "new", "--lang", "nl"],
                               (0.3, 0.8, "new.draft-*")),
    "template": (["template", "-o", "new.xlsx"], (0.0, 0.01, "new.xlsx.*")),
}


def on_a_terminal(program, *options):
    """(status, what appeared on the terminal) of drawing years, with standard error on one."""
    ours, theirs = pty.openpty()
    work = subprocess.Popen(
        [str(program), "simulate", str(ROOT / "tests" / "cases" / "drawn"), "--static", *options],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs,
        env={"KETEN_DATA": str(ROOT / "tests" / "cases" / "data")})
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return work.wait(), shown


def progress(program):
    """What is wrong with the line that says how far the work is."""
    long_runs = ("--runs", "10000000", "--threads", "1")
    status, shown = on_a_terminal(program, *long_runs)
    if status != 0 or not re.search(rb"drawing years +\d+ %", shown):
        yield f"long work: status {status}, {shown[:200]!r}"
    if not re.search(rb"\r +\r$", shown):
        yield f"the line stays: {shown[-60:]!r}"
    status, shown = on_a_terminal(program, *long_runs, "--lang", "nl")
    if not re.search(rb"jaren trekken +\d+ %", shown):
        yield f"in Dutch: {shown[:200]!r}"
    for options in ((*long_runs, "--quiet"), ("--runs", "10")):
        status, shown = on_a_terminal(program, *options)
        if status != 0 or shown != b"":
            yield f"{options}: status {status}, {shown[:200]!r}"


def held_up(program, folder):
    """What is wrong with a signal while the program waits for others: a pipe or FIFO that brings
    nothing, or a reader that does not read. Each would wait for ever."""
    os.mkfifo(folder / "fifo")
    writer = os.open(folder / "fifo", os.O_RDWR)  # one that writes nothing
    (folder / "plain.csv").write_text("aaa,bbb\n1,2\n")
    stdin, _ = os.pipe()
    _, full = os.pipe()
    fcntl.fcntl(full, fcntl.F_SETFL, os.O_NONBLOCK)
    try:
        while True:
            os.write(full, bytes(4096))
    except BlockingIOError:
        fcntl.fcntl(full, fcntl.F_SETFL, 0)
    stopped = (3, MESSAGE["en"])
    waits = {  # arguments, standard input and output, what is expected
        "a FIFO": (["import", "fifo", "-o", "new", "--yes"], None, None, stopped),
        "a pipe": (["import", "/dev/stdin", "-o", "new", "--yes"], stdin, None, stopped),
        "a mapping": (["import", "plain.csv", "-o", "new", "--mapping", "fifo"], None, None, stopped),
        "a reader": (["check", "target"], None, full, (-signal.SIGINT, b"")),
    }
    for name, (arguments, given, taken, expected) in waits.items():
        work = subprocess.Popen([str(program), *arguments], cwd=folder,
                                stdin=given or subprocess.DEVNULL, stdout=taken or subprocess.DEVNULL,
                                stderr=subprocess.PIPE, env={
                                    "KETEN_DATA": str(ROOT / "tests" / "cases" / "data")},
                                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        used, before, deadline = -1.0, 0.0, time.monotonic() + PATIENCE
        while used != before and time.monotonic() < deadline:  # until it does nothing any more
            time.sleep(0.3)
            used, before = processor_seconds(work.pid), used
        work.send_signal(signal.SIGINT)
        try:
            _, err = work.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            work.kill()
            work.communicate()
            yield f"{name}: it went on waiting"
            continue
        if (work.returncode, err) != expected:
            yield f"{name}: status {work.returncode}, {err!r}"
    os.close(writer)


def main(argv):
    program, failures, in_time, sent = pathlib.Path(argv[0]).resolve(), 0, 0, 0
    with tempfile.TemporaryDirectory(prefix="keten-signals-") as scratch:
        folder = pathlib.Path(scratch)
        make_inputs(folder)
        before = faults.stamp(folder)
        for name, (arguments, moments) in COMMANDS.items():
            complaints = []
            for k, moment in enumerate(moments):
                number = (signal.SIGINT, signal.SIGTERM)[k % 2]
                outcome = run([program, *arguments], folder, number, moment)
                now = faults.stamp(folder)
                lang = "nl" if "nl" in arguments else "en"
                done = outcome[0] == 0
                wrong = judge(outcome, lang, before, now, done)
                sent += 1
                in_time += not done
                if wrong:
                    complaints.append(f"{number.name} at {moment}: {wrong}")
                if now != before:  # it was done, or it was not as it should be
                    for path in folder.iterdir():
                        shutil.rmtree(path) if path.is_dir() else path.unlink()
                    make_inputs(folder)
            failures += bool(complaints)
            print(f"{'not ok' if complaints else 'ok'} - {name}: {len(moments)} signals", flush=True)
            print("".join(f"    {line}\n" for line in complaints), end="")
        enough = 4 * in_time >= sent  # small commands are done before many of them
        failures += not enough
        print(f"{'ok' if enough else 'not ok'} - {in_time} of {sent} signals came in time")
        deaf = folder / "deaf"
        deaf.write_text("#!/bin/sh\ntrap : INT\nsleep 2\nwhile :; do :; done & sleep 4\nkill $!\n")
        deaf.chmod(0o755)
        outcome = run([deaf], folder, signal.SIGINT, 0.2)
        noticed = judge(outcome, "en", before, before, False) != ""
        failures += not noticed
        print(f"{'ok' if noticed else 'not ok'} - a program that ignores the signal is noticed")
    with tempfile.TemporaryDirectory(prefix="keten-signals-") as scratch:
        shutil.copytree(ROOT / "tests" / "cases" / "asked", pathlib.Path(scratch) / "target")
        complaints = list(held_up(program, pathlib.Path(scratch)))
    failures += bool(complaints)
    print(f"{'not ok' if complaints else 'ok'} - held up by others")
    print("".join(f"    {line}\n" for line in complaints), end="")
    complaints = list(progress(program))
    failures += bool(complaints)
    print(f"{'not ok' if complaints else 'ok'} - a line that says how far long work is")
    print("".join(f"    {line}\n" for line in complaints), end="")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
