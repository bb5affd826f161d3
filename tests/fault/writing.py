#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What commands that write leave behind: killed, two at once, through links, with every signal.

    writing.py PROGRAM SHIM [NAME...]    run the tests below (all, or those named)
    writing.py --self-test               seeded misbehaviour: each must be caught

    --cases N    kills at random times of import and of ask; two fifths of them in pairs of imports at
                 once, ten at least (default 20)
    --seed S     of the random times (default 1704)
    --folder D   where to work (default: in memory where there is such a folder)

SHIM is the library made from step_shim.c: it kills or stops the program between two steps on the
file system, so that each step is met once, not only those that a random time happens to hit. What
is promised: an import that ended with status 0 is in the case, whatever happens later; the case is
whole at each moment; nothing outside it is changed; after the next import nothing is left beside it.
"""

import argparse
import fcntl
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import stat
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import namedtuple

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cases"
SECONDS = 120
LOCK = ".case.keten-lock"
CTRL = {"int": signal.SIGINT, "term": signal.SIGTERM, "hup": signal.SIGHUP,
        "pipe": signal.SIGPIPE}

Outcome = namedtuple("Outcome", "status stdout stderr")


class Setting:
    """A folder with a case, parts lists to import, and the program."""

    def __init__(self, program, shim, folder):
        self.program, self.shim = pathlib.Path(program).resolve(), pathlib.Path(shim).resolve()
        self.folder = pathlib.Path(folder)
        self.case = self.folder / "case"
        self.made = 0

    def fresh(self):
        """A new work folder with a case in it."""
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        shutil.copytree(CASES / "asked", self.case)
        self.case.chmod(0o755)

    def parts(self, item=None):
        """A parts list that adds one item; its name."""
        self.made += 1
        item = item or f"part-{self.made}"
        path = self.folder / f"{item}.csv"
        path.write_text(f"item,name,goes into,quantity\n{item},Part,radar,1\n")
        return path.name

    def env(self, **steps):
        env = {"PATH": os.environ.get("PATH", ""), "KETEN_DATA": str(CASES / "data")}
        env.update((name, value) for name, value in os.environ.items() if "SAN_OPTIONS" in name)
        if steps:
            env["LD_PRELOAD"] = str(self.shim)
            env.update((f"KETEN_STEP_{name.upper()}", str(n)) for name, n in steps.items())
        return env

    def start(self, *arguments, stdout=subprocess.PIPE, preexec=None, **steps):
        return subprocess.Popen([str(self.program), *map(str, arguments)], cwd=self.folder,
                                env=self.env(**steps), stdin=subprocess.DEVNULL, stdout=stdout,
                                stderr=subprocess.PIPE, preexec_fn=preexec)

    def run(self, *arguments, stdout=subprocess.PIPE, preexec=None, **steps):
        return finish(self.start(*arguments, stdout=stdout, preexec=preexec, **steps))

    def imports(self, name, *options, **more):
        return self.run("import", name, "-o", "case", "--yes", *options, **more)

    def steps(self, *arguments):
        """(changes, opens) of an undisturbed run."""
        reader, writer = os.pipe()
        work = subprocess.Popen([str(self.program), *map(str, arguments)], cwd=self.folder,
                                env=self.env(report=writer), stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader) as pipe:
            counts = pipe.read().split()
        work.wait(SECONDS)
        return tuple(map(int, counts)) if len(counts) == 2 else (0, 0)

    def holds(self, item):
        return any(line.split(",")[0] == item
                   for line in (self.case / "items.csv").read_text().splitlines())

    def beside(self):
        """What is beside the case and is none of ours here."""
        return sorted(p.name for p in self.folder.iterdir()
                      if p.name != "case" and not p.name.startswith("part-"))

    def judge_case(self):
        """What is wrong with the case; "" when it is whole."""
        if not self.case.is_dir():
            return "the case is gone"
        done = self.run("check", "case")
        return "" if done.status == 0 else f"check: {done.status}, {done.stderr!r}"


def finish(work):
    try:
        out, err = work.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        work.kill()
        out, err = work.communicate()
        return Outcome("did not end", out, err)
    return Outcome(work.returncode, out or b"", err)


def picture(folder, times=True):
    """Everything below a folder, so that a change of anything shows."""
    seen = {}
    for path in sorted(folder.rglob("*"), key=str):
        info = path.lstat()
        content = (os.readlink(path) if path.is_symlink()
                   else path.read_bytes() if stat.S_ISREG(info.st_mode) else b"")
        seen[str(path.relative_to(folder))] = (content, stat.S_IFMT(info.st_mode),
                                               (info.st_mtime_ns, info.st_ino) if times else 0)
    return seen


def wait_until_stopped(work):
    """True when the program stopped itself; False when it ended."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        pid, status = os.waitpid(work.pid, os.WUNTRACED | os.WNOHANG)
        if pid == work.pid:
            if os.WIFSTOPPED(status):
                return True
            work.returncode = os.waitstatus_to_exitcode(status)
            return False
        time.sleep(0.002)
    return False


# ------------------------------------------------------------------------------------------ links

def link_places(s):
    """Name: a function that puts a link where a case may have one, to a folder outside."""
    outside = s.folder / "outside"

    def table():
        (s.case / "items.csv").rename(outside / "items.csv")
        (s.case / "items.csv").symlink_to(outside / "items.csv")

    def folder():
        (s.case / "items.csv").rename(outside / "items.csv")
        (s.case / "sub").symlink_to(outside)
        descriptor = s.case / "datapackage.json"
        descriptor.write_text(descriptor.read_text().replace('"items.csv"', '"sub/items.csv"'))

    def inside():
        (s.case / "items.csv").rename(s.case / "all.csv")
        (s.case / "items.csv").symlink_to("all.csv")

    def descriptor():
        (s.case / "datapackage.json").rename(outside / "datapackage.json")
        (s.case / "datapackage.json").symlink_to(outside / "datapackage.json")

    def mappings():
        (s.case / "mappings").symlink_to(outside)

    def mapping():
        (s.case / "mappings").mkdir()
        (outside / "m.json").write_text("{}")
        (s.case / "mappings" / "m.json").symlink_to(outside / "m.json")

    return {"a table": table, "a folder": folder, "a table inside": inside,
            "the descriptor": descriptor, "the mappings": mappings, "a mapping": mapping}


def links(s):
    """No link in a case is followed, for reading nor for writing."""
    complaints = []
    for name in link_places(s):
        for options in ((), ("--dry-run",), ("--refused",)):
            s.fresh()
            outside = s.folder / "outside"
            outside.mkdir()
            link_places(s)[name]()
            before = picture(s.folder)
            parts = s.parts()
            if options == ("--refused",):
                (s.folder / parts).write_text("item,name,goes into,quantity\nx,X,radar,none\n")
                options = ()
            done = s.imports(parts, *options)
            (s.folder / parts).unlink()
            if done.status != 1 or b"is a link: a case holds its own files" not in done.stderr:
                complaints.append(f"{name}, import {options}: {done.status}, {done.stderr!r}")
            if picture(s.folder) != before:
                complaints.append(f"{name}, import {options}: something was changed")
        if name not in ("the mappings", "a mapping"):
            done = s.run("check", "case")
            if done.status != 1 or b"is a link: a case holds its own files" not in done.stderr:
                complaints.append(f"{name}, check: {done.status}, {done.stderr!r}")
    return complaints + links_kept(s)


def links_kept(s):
    """The way to a case may lead through links; what no table is stays as it is."""
    complaints = []
    s.fresh()
    (s.folder / "outside").mkdir()
    (s.case / "attachments").symlink_to("../outside")
    (s.folder / "way").symlink_to("case")
    (s.folder / "case-rejected.csv").symlink_to("outside/gone.csv")
    item = s.parts().removesuffix(".csv")
    done = s.run("import", f"{item}.csv", "-o", "way", "--yes")
    if done.status != 0 or not s.holds(item):
        complaints.append(f"through a link to the case: {done}")
    if not (s.folder / "way").is_symlink() or not (s.case / "attachments").is_symlink():
        complaints.append("a link did not stay one")
    (s.folder / "bad.csv").write_text("item,name,goes into,quantity\nx,X,radar,none\n")
    done = s.run("import", "bad.csv", "-o", "case", "--yes")
    if done.status != 1 or (s.folder / "outside" / "gone.csv").exists():
        complaints.append(f"rejects through a link: {done}")
    s.fresh()
    (s.case / "demand.csv").write_text("mine")
    (s.folder / "demand.csv").write_text("item,year,quantity\nradar,2030,1\n")
    (s.folder / "datapackage.json").write_text(json.dumps(
        {"name": "d", "resources": [{"name": "demand", "path": "demand.csv"}]}))
    done = s.run("import", "datapackage.json", "-o", "case", "--yes")
    if (s.case / "demand.csv").read_text() != "mine" or done.status != 1:
        complaints.append(f"a file that is no table was replaced: {done}")
    return complaints


def from_inside(s):
    """The case is the folder one stands in: the list of rejects lies beside it all the same."""
    s.fresh()
    (s.folder / "part-i.csv").write_text(
        "item,name,goes into,quantity\nx,X,radar,none\npart-i,P,radar,1\n")
    work = subprocess.Popen([str(s.program), "import", "../part-i.csv", "-o", ".", "--yes",
                             "--accept-partial"], cwd=s.case, env=s.env(),
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)
    done = finish(work)
    if done.status != 0 or not s.holds("part-i") or s.beside() != ["case-rejected.csv"]:
        return [f"{done.status}, {done.stderr!r}, beside {s.beside()}"]
    return []


def dry_run(s):
    """Nothing is opened for writing, nothing is linked, no folder is touched."""
    complaints = []

    def times(folder):
        return {str(p): (p.lstat().st_ctime_ns, p.lstat().st_mtime_ns, p.lstat().st_ino)
                for p in (folder, *folder.rglob("*"))}

    for target in ("case", "new"):
        for content in ("part-x,Part,radar,1", "x,X,radar,none"):
            s.fresh()
            parts = s.parts("part-x")
            (s.folder / parts).write_text(f"item,name,goes into,quantity\n{content}\n")
            before = times(s.folder)
            done = s.run("import", parts, "-o", target, "--yes", "--dry-run")
            if done.status not in (0, 1) or times(s.folder) != before:
                complaints.append(f"{target}, {content}: {done.status}, or something was touched")
            if s.steps("import", parts, "-o", target, "--yes", "--dry-run")[0] != 0:
                complaints.append(f"{target}, {content}: a step changes the file system")
    s.fresh()
    (s.folder / "part-bad.csv").write_text("item,name,goes into,quantity\nx,X,radar,none\n")
    before = picture(s.folder)
    done = s.imports("part-bad.csv")
    after = picture(s.folder)
    rejected = after.pop("case-rejected.csv", None)
    if done.status != 1 or after != before or rejected is None:
        complaints.append(f"a refused import: {done}, or the case was touched")
    return complaints


# ----------------------------------------------------------------------- what is no file, too large

def kinds(s):
    """A table that is a pipe, a device, a folder or without end is refused, soon."""
    complaints = []

    def pipe(path):
        os.mkfifo(path)

    def device(path):
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5))  # zeros without end

    def folder(path):
        path.mkdir()

    def large(path):
        with open(path, "wb") as file:
            file.write(b"id,kind,name_en\n")
            file.truncate((4 << 30) + 1)

    def sparse(path):
        with open(path, "wb") as file:
            file.write(b"id,kind,name_en\na,component,A\nb,component,")
            file.truncate(4 << 30)

    def cell(path):
        path.write_text("id,kind,name_en\na,component,A\nb,component,B" + "x" * (1 << 20) + "\n")

    expected = {pipe: b"items.csv:1:1: is a pipe", device: b"items.csv:1:1: is a device",
                folder: b"items.csv:1:1: cannot be read: it is a folder",
                large: b"items.csv:1:1: is larger than 4294967296 bytes",
                sparse: b"items.csv:3:13: \"", cell: b"items.csv:3:13: \"Bxxxx"}
    for make, words in expected.items():
        s.fresh()
        (s.case / "items.csv").unlink()
        try:
            make(s.case / "items.csv")
        except PermissionError:
            print(f"# {make.__name__}: not allowed here")
            continue
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        for command in (["check", "case"], ["assess", "case"],
                        ["import", s.parts(), "-o", "case", "--yes"]):
            work = s.start(*command)
            try:
                out, err = work.communicate(timeout=20)
                done = Outcome(work.returncode, out, err)
            except subprocess.TimeoutExpired:
                work.kill()
                done = Outcome("did not end", *work.communicate())
            if done.status != 1 or (command[0] != "import" and words not in done.stderr):
                complaints.append(f"{make.__name__}, {command[0]}: {done.status}, "
                                  f"{done.stderr[:200]!r}")
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        if spent.ru_utime - began.ru_utime > 5:
            complaints.append(f"{make.__name__}: {spent.ru_utime - began.ru_utime:.1f} s")
    return complaints


# -------------------------------------------------------------------------------- killed, each step

def without_times(s):
    return picture(s.case, times=False) if s.case.is_dir() else None


def judge_killed(s, before, after, may_be_gone):
    """What is wrong after a killed import and after the next one. Without an exchange in one step
    the case may be put aside at the moment; the next import gives it back."""
    now = without_times(s)
    if now not in (before, after) and not (may_be_gone and now is None):
        return "the case is neither as it was nor as it is to be"
    done = s.run("import", "part-last.csv", "-o", "case", "--yes")
    if done.status != 0 or not s.holds("part-last"):
        return f"the next import: {done.status}, {done.stderr!r}"
    if s.beside():
        return f"after the next import there is {s.beside()}"
    return s.judge_case()


def told_of_rest(s):
    """The next import tells that it removed what was left."""
    for n in range(1, 200):
        s.fresh()
        done = s.imports(s.parts(), kill=n)
        if done.status == -signal.SIGKILL and any(".draft-" in left for left in s.beside()):
            done = s.imports(s.parts())
            return [] if b"unfinished" in done.stdout + done.stderr else [f"not told: {done}"]
    return ["no run left anything"]


def each_step(s):
    """The import is killed before each of its changes of the file system, new case or old."""
    complaints = []
    for target in ("old", "new"):
        for without in ("", "exchange,noreplace", "exchange,noreplace,link", "lock"):
            s.fresh()
            if target == "new":
                shutil.rmtree(s.case)
            before = without_times(s)
            arguments = ["import", "part-a.csv", "-o", "case", "--yes"]
            parts_for_new(s, "part-a", target)
            parts_for_new(s, "part-last", target)
            done = s.run(*arguments, without=without)
            after = without_times(s)
            if done.status != 0 or after is None or not s.holds("part-a") or s.beside():
                complaints.append(f"{target}, without {without!r}: {done}, {s.beside()}")
                continue
            n = 0
            while n < 500:
                n += 1
                s.fresh()
                if target == "new":
                    shutil.rmtree(s.case)
                parts_for_new(s, "part-a", target)
                parts_for_new(s, "part-last", target)
                done = s.run(*arguments, kill=n, without=without)
                if done.status != -signal.SIGKILL:
                    break
                wrong = judge_killed(s, before, after, "exchange" in without)
                if wrong:
                    complaints.append(f"{target}, without {without!r}, killed at step {n}: {wrong}")
            if n < 10:
                complaints.append(f"{target}, without {without!r}: {n} steps only")
    return complaints + told_of_rest(s)


def parts_for_new(s, item, target):
    """A parts list that makes sense in an empty case, too."""
    goes_into = "radar" if target == "old" else ""
    (s.folder / f"{item}.csv").write_text(
        f"item,name,goes into,quantity\n{item},Part,{goes_into},1\n{item}-b,B,{item},2\n")


# --------------------------------------------------------------------------- killed, at random times

def random_kills(s, cases, draw):
    """Imports that add one item each are killed at random times: nothing acknowledged is lost."""
    complaints, kept, killed = [], [], 0
    s.fresh()
    began = time.monotonic()
    s.imports(s.parts())
    span = 1.2 * (time.monotonic() - began)
    for i in range(cases):
        item = f"part-kill-{i}"
        work = s.start("import", s.parts(item), "-o", "case", "--yes")
        time.sleep(draw.uniform(0, span))
        work.kill()
        done = finish(work)
        killed += done.status == -signal.SIGKILL
        if done.status == 0:
            kept.append(item)
        wrong = s.judge_case()
        if done.status not in (0, -signal.SIGKILL) or wrong:
            complaints.append(f"import {i}: {done.status}, {done.stderr!r}, {wrong}")
    last = "part-kill-last"  # one that nobody kills
    done = s.imports(s.parts(last))
    if done.status == 0:
        kept.append(last)
    lost = [item for item in kept if not s.holds(item)]
    if done.status != 0 or lost or s.beside():
        complaints.append(f"at the end: {done.status}, lost {lost}, beside {s.beside()}")
    print(f"# import: {cases} runs, {killed} killed, {len(kept)} acknowledged, {len(lost)} lost")
    return complaints


def random_asks(s, cases, draw):
    """The same for questionnaires: each file is whole or not there, the next run completes."""
    complaints, killed = [], 0
    s.fresh()
    began = time.monotonic()
    if s.run("ask", "case", "-o", "asked").status != 0:
        return ["ask does not write"]
    span = 1.2 * (time.monotonic() - began)
    whole = picture(s.folder / "asked", times=False)
    for i in range(cases):
        shutil.rmtree(s.folder / "asked", ignore_errors=True)
        work = s.start("ask", "case", "-o", "asked")
        time.sleep(draw.uniform(0, span))
        work.kill()
        killed += finish(work).status == -signal.SIGKILL
        left = picture(s.folder / "asked", times=False) if (s.folder / "asked").is_dir() else {}
        broken = [n for n, seen in left.items()
                  if not n.endswith(".part") and seen != whole.get(n)]
        done = s.run("ask", "case", "-o", "asked")
        if broken or done.status != 0 or picture(s.folder / "asked", times=False) != whole:
            complaints.append(f"ask {i}: broken {broken}, then {done.status}, {done.stderr!r}, "
                              f"{sorted(os.listdir(s.folder / 'asked'))}")
    print(f"# ask: {cases} runs, {killed} killed")
    return complaints


def ask_each_step(s):
    """Every step of ask -o, as of import."""
    complaints = []
    for without in ("", "noreplace", "noreplace,link", "lock"):
        s.fresh()
        if s.run("ask", "case", "-o", "asked", without=without).status != 0:
            return [f"ask does not write without {without!r}"]
        whole = picture(s.folder / "asked", times=False)
        for n in range(1, 1000):
            shutil.rmtree(s.folder / "asked", ignore_errors=True)
            if s.run("ask", "case", "-o", "asked", kill=n,
                     without=without).status != -signal.SIGKILL:
                break
            done = s.run("ask", "case", "-o", "asked")
            now = picture(s.folder / "asked", times=False)
            if without == "lock":
                now = {k: v for k, v in now.items() if not k.endswith(".part")}
            if done.status != 0 or now != whole:
                complaints.append(f"killed at step {n}, without {without!r}: then {done.status}, "
                                  f"{sorted(now)}")
    return complaints


# ------------------------------------------------------------------------------------- two at once

def pairs(s, cases, draw):
    """Two imports at once: each is in the case, or said that it is not."""
    complaints, both, refused = [], 0, 0
    s.fresh()
    began = time.monotonic()
    s.imports(s.parts())
    span = time.monotonic() - began
    for i in range(cases):
        if i % 20 == 0:
            s.fresh()
        new = i % 5 == 4
        if new:
            shutil.rmtree(s.case)
        items = [f"part-{i}-{k}" for k in "ab"]
        for item in items:
            parts_for_new(s, item, "new" if new else "old")
        work = [s.start("import", f"{items[0]}.csv", "-o", "case", "--yes")]
        time.sleep(draw.uniform(0, span / 2))
        work.append(s.start("import", f"{items[1]}.csv", "-o", "case", "--yes"))
        done = [finish(w) for w in work]
        for item, outcome in zip(items, done):
            if outcome.status == 0 and not s.holds(item):
                complaints.append(f"pair {i}: {item} was acknowledged and is lost")
            if outcome.status not in (0, 3) or (outcome.status == 3 and s.holds(item)):
                complaints.append(f"pair {i}: {outcome.status}, {outcome.stderr!r}")
        both += all(outcome.status == 0 for outcome in done)
        refused += sum(outcome.status == 3 for outcome in done)
        wrong = s.judge_case()
        if wrong or s.beside():
            complaints.append(f"pair {i}: {wrong}, beside {s.beside()}")
        if new:
            s.fresh()
    print(f"# pairs: {cases}, both imported {both}, told to run again {refused}")
    return complaints


def waiting(s):
    """Another import holds the case: the second waits, then says so; a lock without a holder, left
    by a killed run, is none."""
    complaints = []
    s.fresh()
    with open(s.folder / LOCK, "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = picture(s.case)
        work = s.start("import", s.parts(), "-o", "case", "--yes")
        time.sleep(1)
        if work.poll() is not None:
            complaints.append("it did not wait")
        done = finish(work)
        if (done.status != 3 or b"another import into" not in done.stderr
                or picture(s.case) != before):
            complaints.append(f"while another holds it: {done}")
        if s.imports(s.parts(), "--dry-run").status != 0:
            complaints.append("a dry run waits")
        work = s.start("import", s.parts(), "-o", "case", "--yes")
        time.sleep(0.5)
        fcntl.flock(lock, fcntl.LOCK_UN)
        done = finish(work)
        if done.status != 0:
            complaints.append(f"after the other is done: {done}")
    (s.folder / LOCK).write_text("")
    done = s.imports(s.parts())
    if done.status != 0 or s.beside():
        complaints.append(f"a lock that a killed run left: {done}, {s.beside()}")
    return complaints


def meanwhile(s):
    """Somebody changes the case between its reading and its replacement: nothing is written."""
    complaints = []

    def edit():
        (s.case / "items.csv").write_text((s.case / "items.csv").read_text() + "zz,component,Z\n")

    def same_size():
        text = (s.case / "organisations.csv").read_text()
        (s.case / "organisations.csv").write_text(text.replace("NLD", "DEU"))

    def add():
        (s.case / "notes.txt").write_text("mine")

    def remove():
        (s.case / "supply.csv").unlink()

    def replace():
        s.case.rename(s.folder / "part-away")
        shutil.copytree(s.folder / "part-away", s.case)

    for change in (edit, same_size, add, remove, replace):
        s.fresh()
        work = s.start("import", s.parts("part-m"), "-o", "case", "--yes", stop=4)
        if not wait_until_stopped(work):
            complaints.append(f"{change.__name__}: it did not stop")
            continue
        time.sleep(0.02)
        change()
        changed = picture(s.case, times=False)
        work.send_signal(signal.SIGCONT)
        done = finish(work)
        if done.status != 3 or b"was changed meanwhile" not in done.stderr:
            complaints.append(f"{change.__name__}: {done.status}, {done.stderr!r}")
        if picture(s.case, times=False) != changed or s.beside():
            complaints.append(f"{change.__name__}: the change is gone, or left {s.beside()}")
    s.fresh()  # a list of rejects would say that the rest was taken
    name = s.parts("part-m")
    with open(s.folder / name, "a") as file:
        file.write("part-q,Part,radar,many\n")
    work = s.start("import", name, "-o", "case", "--yes", "--accept-partial", stop=6)
    if wait_until_stopped(work):
        edit()
        work.send_signal(signal.SIGCONT)
    done = finish(work)
    if done.status != 3 or b"was changed meanwhile" not in done.stderr or s.beside():
        complaints.append(f"rejects: {done.status}, {done.stderr!r}, left {s.beside()}")
    s.fresh()
    shutil.rmtree(s.case)
    parts_for_new(s, "part-n", "new")
    work = s.start("import", "part-n.csv", "-o", "case", "--yes", stop=4)
    if wait_until_stopped(work):
        shutil.copytree(CASES / "asked", s.case)
        work.send_signal(signal.SIGCONT)
        done = finish(work)
        if done.status != 3 or b"was changed meanwhile" not in done.stderr or s.holds("part-n"):
            complaints.append(f"a new case that another made: {done}")
    return complaints


def readers(s):
    """A reader that is held up between any two files while an import is done sees the old case or
    the new one, whole."""
    complaints = []

    def hash_of(outcome):
        return json.loads(outcome.stdout)["case"]["sha256"]

    s.fresh()
    old = hash_of(s.run("check", "case", "--json"))
    _, opens = s.steps("check", "case", "--json")
    seen = set()
    for n in range(1, opens + 1):
        s.fresh()
        work = s.start("check", "case", "--json", stop_open=n)
        if not wait_until_stopped(work):
            continue
        if s.imports(s.parts("part-r")).status != 0:
            complaints.append("the import does not work")
        new = hash_of(s.run("check", "case", "--json"))
        work.send_signal(signal.SIGCONT)
        done = finish(work)
        if done.status != 0 or hash_of(done) not in (old, new):
            complaints.append(f"held up at open {n}: {done.status}, {done.stderr[:200]!r}")
        else:
            seen.add("old" if hash_of(done) == old else "new")
    if not complaints and not seen:
        complaints.append("no reader was held up")
    return complaints + dry_readers(s)


def dry_readers(s):
    """A dry run that is held up while an import is done reports as it should, or says why not."""
    complaints, told = [], 0
    s.fresh()
    for command in (["import", "part-d.csv", "-o", "case", "--dry-run"],
                    ["import", "case", "-o", "new", "--dry-run"]):
        parts_for_new(s, "part-d", "old")
        _, opens = s.steps(*command)
        for n in range(1, opens + 1):
            s.fresh()
            parts_for_new(s, "part-d", "old")
            work = s.start(*command, stop_open=n)
            if not wait_until_stopped(work):
                continue
            if s.imports(s.parts("part-r")).status != 0:
                complaints.append("the import does not work")
            work.send_signal(signal.SIGCONT)
            done = finish(work)
            told += done.status == 3
            if done.status != 0 and (done.status != 3 or b"meanwhile" not in done.stderr):
                complaints.append(f"{command[1]}, held up at open {n}: {done.status}, "
                                  f"{done.stderr[:200]!r}")
    if not complaints and told == 0:
        complaints.append("no dry run was told that the case had changed")
    return complaints


# ---------------------------------------------------------------------------------------- signals

def unfinished(s):
    """What only a run that did not end may leave."""
    return [p for p in s.folder.rglob("*") if ".draft-" in p.name or p.suffix == ".part"
            or p.name.endswith("-lock")]


def signals(s, cases, draw):
    """Each signal that a user or the system sends, at random times: the case is whole, and nothing
    is left beside it."""
    complaints = []
    s.fresh()
    began = time.monotonic()
    s.imports(s.parts())
    span = time.monotonic() - began
    for name, number in CTRL.items():
        for i in range(cases):
            item = f"part-{name}-{i}"
            work = s.start("import", s.parts(item), "-o", "case", "--yes",
                           preexec=lambda number=number: signal.signal(number, signal.SIG_DFL))
            time.sleep(draw.uniform(0, span))
            work.send_signal(number)
            done = finish(work)
            early = done.status == -number  # before the program listens
            if done.status not in (0, 3) and not early:
                complaints.append(f"{name} {i}: {done.status}, {done.stderr!r}")
            if s.holds(item) != (done.status == 0):
                complaints.append(f"{name} {i}: status {done.status} and deed disagree")
            if s.judge_case() or s.beside():
                complaints.append(f"{name} {i}: {s.judge_case()}, beside {s.beside()}")
    for size in (0, 1, 100, 300, 1000, 3000, 7000):
        for command, target in ((["import", s.parts(), "-o", "case", "--yes"], "case"),
                                (["ask", "case", "-o", "asked"], "asked"),
                                (["template", "-o", "t.xlsx"], "t.xlsx"),
                                (["stress", "case", "-o", "out.txt"], "out.txt")):
            done = s.run(*command, preexec=lambda size=size: resource.setrlimit(
                resource.RLIMIT_FSIZE, (size, size)))
            left = unfinished(s)
            if done.status not in (0, 3) or (done.status == 3 and b"too large" not in done.stderr):
                complaints.append(f"{target}, {size} bytes: {done.status}, {done.stderr!r}")
            if left or s.judge_case():
                complaints.append(f"{target}, {size} bytes: left {left}, {s.judge_case()}")
    return complaints


# ----------------------------------------------------------------------- status, rights, beside

def status_and_deed(s):
    """What is written and stays is status 0, with a warning where it could not be told."""
    complaints = []
    for words, reader in ((b"the case was changed", None), (b"the questionnaires", None),
                          (b"the workbook", None)):
        command = {b"the case was changed": ["import", "part-x.csv", "-o", "case", "--yes"],
                   b"the questionnaires": ["ask", "case", "-o", "asked"],
                   b"the workbook": ["template", "-o", "t.xlsx"]}[words]
        for way in ("full", "closed", "nobody reads"):
            s.fresh()
            s.parts("part-x")
            if way == "full":
                with open("/dev/full", "wb") as full:
                    done = s.run(*command, stdout=full)
            elif way == "closed":
                done = s.run(*command, stdout=None, preexec=lambda: os.close(1))
            else:
                reader, writer = os.pipe()
                os.close(reader)
                done = s.run(*command, stdout=writer, preexec=lambda: signal.signal(
                    signal.SIGPIPE, signal.SIG_DFL))
                os.close(writer)
            if (done.status != 0 or words not in done.stderr
                    or b"standard output cannot be written" not in done.stderr):
                complaints.append(f"{command[0]}, {way}: {done.status}, {done.stderr!r}")
    s.fresh()
    with open("/dev/full", "wb") as full:
        done = s.imports(s.parts(), "--dry-run", stdout=full)
    if done.status != 3:
        complaints.append(f"dry run: {done}")
    for command in (["stress", "case", "-o", "no/such.txt"], ["ask", "case", "-o", "no/such"],
                    ["template", "-o", "no/such.xlsx"],
                    ["import", s.parts(), "-o", "no/such", "--yes"]):
        done = s.run(*command)
        if done.status != 1 or b"there is no such folder" not in done.stderr:
            complaints.append(f"no such folder, {command[0]}: {done.status}, {done.stderr!r}")
    return complaints


def own_files(s):
    """No result is written over a file that a case is read from, by whatever name."""
    complaints = []
    s.fresh()
    package = json.loads((s.case / "datapackage.json").read_text())
    (s.case / "sub").mkdir()
    (s.case / "supply.csv").rename(s.case / "sub" / "supply.csv")
    for resource in package["resources"]:
        if resource["name"] == "supply":
            resource["path"] = "./sub//supply.csv"
    (s.case / "datapackage.json").write_text(json.dumps(package))
    (s.folder / "link.csv").symlink_to("case/items.csv")
    (s.folder / "way").symlink_to("case/sub")
    before = picture(s.case)
    for path in ("case/datapackage.json", "case/items.csv", "./case/../case/bom.csv", "link.csv",
                 "way/supply.csv", str(s.case / "sub" / "supply.csv")):
        table = ["--format", "csv", "--table", "faults"] if path.endswith(".csv") else []
        done = s.run("check", "case", *table, "-o", path)
        if done.status != 1 or b"is a file that a case is read from" not in done.stderr:
            complaints.append(f"{path}: {done.status}, {done.stderr!r}")
    if picture(s.case) != before:
        complaints.append("the case was changed")
    for path in ("case/result.md", "case/sub/result.md", "out.md"):
        done = s.run("check", "case", "-o", path)
        if done.status != 0 or not (s.folder / path).exists():
            complaints.append(f"{path}: {done.status}, {done.stderr!r}")
    return complaints


def few_descriptors(s):
    """Where the system gives no more descriptors, that is said in one line, and nothing is left."""
    complaints, refused = [], 0
    for command in (["import", "part-y.csv", "-o", "case", "--yes"], ["ask", "case", "-o", "asked"],
                    ["template", "-o", "t.xlsx"], ["stress", "case", "-o", "out.txt"]):
        for most in range(4, 14):
            s.fresh()
            s.parts("part-y")
            done = s.run(*command, preexec=lambda most=most: resource.setrlimit(
                resource.RLIMIT_NOFILE, (most, most)))
            if done.status == 127:  # before the program begins
                continue
            refused += done.status == 3
            lines = [line for line in done.stderr.split(b"\n") if line]
            if done.status == 3 and (len(lines) != 1 or not lines[0].startswith(b"keten: ")
                                     or b"open files" not in lines[0]):
                complaints.append(f"{command[0]}, {most}: {done.stderr!r}")
            left = unfinished(s)
            if done.status not in (0, 3) or s.judge_case() or left:
                complaints.append(f"{command[0]}, {most}: {done.status}, {done.stderr!r}, "
                                  f"{s.judge_case()}, left {left}")
    if refused < 4:
        complaints.append("hardly one was refused: the limit is not met")
    return complaints


def rights(s):
    """A file that is replaced keeps its rights; a new one has what the umask leaves."""
    complaints = []

    def mode(path):
        return stat.S_IMODE((s.folder / path).stat().st_mode)

    def expect(path, wanted):
        if mode(path) != wanted:
            complaints.append(f"{path}: {mode(path):o}, expected {wanted:o}")

    s.fresh()
    (s.case / "sub").mkdir()
    for path, wanted in (("case/items.csv", 0o600), ("case/bom.csv", 0o664), ("case/sub", 0o750),
                         ("case", 0o2770)):
        (s.folder / path).chmod(wanted)
    done = s.imports(s.parts(), preexec=lambda: os.umask(0o027))
    if done.status != 0:
        complaints.append(f"import: {done}")
    for path, wanted in (("case/items.csv", 0o600), ("case/bom.csv", 0o664), ("case/sub", 0o750),
                         ("case", 0o2770), ("case/mappings", 0o750),
                         ("case/datapackage.json", (CASES / "asked" / "datapackage.json").stat()
                          .st_mode & 0o777)):
        expect(path, wanted)
    parts_for_new(s, "part-new", "new")
    done = s.run("import", "part-new.csv", "-o", "new", "--yes", preexec=lambda: os.umask(0o077))
    expect("new", 0o700)
    expect("new/items.csv", 0o600)
    (s.folder / "old.txt").write_text("old")
    (s.folder / "old.txt").chmod(0o600)
    for path, umask, wanted in (("old.txt", 0o022, 0o600), ("fresh.txt", 0o027, 0o640)):
        s.run("stress", "case", "-o", path, preexec=lambda umask=umask: os.umask(umask))
        expect(path, wanted)
    s.run("ask", "case", "-o", "asked", preexec=lambda: os.umask(0o077))
    expect("asked/questions.csv", 0o600)
    (s.folder / "asked" / "questions.csv").write_text("mine")
    s.run("ask", "case", "-o", "asked")
    expect("asked/questions-2.csv", 0o600)
    return complaints + access_lists(s)


ACCESS = "system.posix_acl_access"


def access_list(group):
    """The owner may do all, user 1234 may read, the group what is given; as the kernel keeps it."""
    nobody = 0xffffffff
    entries = [(1, 6, nobody), (2, 4, 1234), (4, group, nobody), (16, 4, nobody), (32, 0, nobody)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def access_lists(s):
    """The rights of one user more than the three classes are kept, and none come from a folder."""
    s.fresh()
    try:
        os.setxattr(s.case / "items.csv", ACCESS, access_list(0))
        os.setxattr(s.folder, "system.posix_acl_default", access_list(4))
    except OSError as fault:
        print(f"# access lists: {fault.strerror} here")
        return []
    (s.case / "bom.csv").chmod(0o640)
    done = s.imports(s.parts())
    os.removexattr(s.folder, "system.posix_acl_default")
    complaints = [] if done.status == 0 else [f"access lists: {done}"]
    if os.getxattr(s.case / "items.csv", ACCESS) != access_list(0):
        complaints.append("the access list of a table that was replaced is gone")
    if ACCESS in os.listxattr(s.case / "bom.csv"):
        complaints.append("a table got an access list that it had not")
    return complaints


def whole_books(s):
    """A workbook is whole or is none, also where the library that makes it loses a piece: parts are
    larger than the packed book, so there is a limit that only they meet."""
    s.fresh()
    command = ["ask", "case", "-o", "asked", "--full"]
    s.run(*command)
    book = next((s.folder / "asked").glob("*.xlsx"))
    with zipfile.ZipFile(book) as packed:
        largest = max(entry.file_size for entry in packed.infolist())
    limit = (book.stat().st_size + largest) // 2
    if not book.stat().st_size < limit < largest:
        return [f"no part is larger than the book: {largest}"]
    shutil.rmtree(s.folder / "asked")
    done = s.run(*command, preexec=lambda: resource.setrlimit(resource.RLIMIT_FSIZE,
                                                              (limit, limit)))
    left = s.beside()
    if done.status != 3 or done.stdout or left or \
            not done.stderr.startswith(b"keten: asked/radar-works.xlsx cannot be written: the folder"):
        return [f"{done.status}, {done.stderr!r}, left {left}"]
    return []


def beside(s):
    """Questionnaires that were filled in are left alone."""
    complaints = []
    s.fresh()
    s.run("ask", "case", "-o", "asked")
    books = sorted((s.folder / "asked").glob("*.xlsx"))
    book, table = books[0], s.folder / "asked" / "questions.csv"
    before = picture(s.folder / "asked")
    if s.run("ask", "case", "-o", "asked").status != 0 or picture(s.folder / "asked") != before:
        complaints.append("files with the same bytes were written again")
    for path in (book, table):
        path.write_bytes(path.read_bytes() + b"filled in")
    filled = picture(s.folder / "asked")
    for turn in range(2):
        done = s.run("ask", "case", "-o", "asked", *(["--json"] if turn else []))
        now = picture(s.folder / "asked")
        for path in (book, table):
            second = f"{path.stem}-2{path.suffix}"
            if now.get(second, [b""])[0] != before[path.name][0]:
                complaints.append(f"{second} is not what would have been written")
            if str(path.relative_to(s.folder)).encode() not in done.stderr or \
                    second.encode() not in done.stderr:
                complaints.append(f"{path.name} and {second} are not both named: {done.stderr!r}")
            now.pop(second, None)
        if now != filled:
            complaints.append(f"turn {turn}: something else was changed")
    files = json.loads(done.stdout)["result"]["files"]
    if [f["left"] for f in files].count(None) != len(files) - 2 or any(f["written"] for f in files):
        complaints.append(f"JSON: {files}")
    (s.folder / "asked" / f"{book.stem}-2.xlsx").write_text("this too")
    s.run("ask", "case", "-o", "asked")
    if not (s.folder / "asked" / f"{book.stem}-3.xlsx").exists():
        complaints.append("no -3")
    for name in ("t.csv", "t", "t.xlsx.txt"):
        done = s.run("template", "-o", name)
        if done.status != 2 or b".xlsx" not in done.stderr or (s.folder / name).exists():
            complaints.append(f"template -o {name}: {done}")
    (s.folder / "t.xlsx").symlink_to("nowhere")
    if s.run("template", "-o", "t.xlsx").status != 1:
        complaints.append("template writes through a link")
    return complaints


TESTS = {"links": links, "from inside": from_inside, "dry run": dry_run, "kinds of files": kinds, "each step": each_step,
         "each step of ask": ask_each_step, "waiting": waiting, "meanwhile": meanwhile,
         "readers": readers, "status and deed": status_and_deed,
         "own files": own_files, "few descriptors": few_descriptors, "rights": rights,
         "whole books": whole_books, "beside": beside}
DRAWN = {"kills": random_kills, "kills of ask": random_asks, "pairs": pairs, "signals": signals}


# --------------------------------------------------------------------------------------- self-test

BAD_PROGRAM = """#!/usr/bin/env python3
import os, shutil, sys, time
a = sys.argv[1:]
if a[0] == "check":
    sys.exit(0)
if a[0] == "import":
    rows = open(a[1]).read().split("\\n")[1]
    text = open("case/items.csv").read()
    {act}
"""
SEEDED = {
    "an import that loses what another did": (
        "pairs", "time.sleep(0.2); open('case/items.csv', 'w').write(text + rows.split(',')[0] + ',component,X\\n')"),
    "an import that acknowledges and does nothing": ("kills", "sys.exit(0)"),
    "an import that leaves a draft": (
        "pairs", "os.makedirs('case.draft-abc123', exist_ok=True); sys.exit(3)"),
    "a dry run that writes": (
        "dry run", "open('case/items.csv', 'a').write('')\n    os.utime('case/items.csv')"),
    "an import that follows a link": (
        "links", "print('is a link: a case holds its own files', file=sys.stderr)\n"
                 "    open('case/items.csv', 'a').write('x'); sys.exit(1)"),
}


def self_test():
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "program"
        work = pathlib.Path(folder) / "work"
        for name, (test, act) in SEEDED.items():
            program.write_text(BAD_PROGRAM.format(act=act))
            program.chmod(0o755)
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            setting = Setting(program, "/nonexistent", work)
            draw = random.Random(1)
            try:
                complaints = (DRAWN[test](setting, 3, draw) if test in DRAWN
                              else TESTS[test](setting))
            except (OSError, ValueError) as fault:
                complaints = [str(fault)]
            failures += not complaints
            print(f"{'ok' if complaints else 'not ok'} - seeded: {name}", flush=True)
    return failures


def main(argv):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1704)
    parser.add_argument("--folder")
    parser.add_argument("rest", nargs="*")
    options = parser.parse_intermixed_args(argv)
    if options.self_test:
        return 1 if self_test() else 0
    if len(options.rest) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    program, shim, *names = options.rest
    failures = 0
    base = options.folder or ("/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    counts = {"kills": options.cases, "kills of ask": options.cases,
              "pairs": max(10, options.cases * 2 // 5), "signals": max(4, options.cases // 5)}
    with tempfile.TemporaryDirectory(dir=base) as folder:
        setting = Setting(program, shim, folder)
        for name in [*TESTS, *DRAWN]:
            if names and name not in names:
                continue
            try:
                complaints = (TESTS[name](setting) if name in TESTS else
                              DRAWN[name](setting, counts[name], random.Random(options.seed)))
            except (OSError, ValueError) as fault:
                complaints = [f"{type(fault).__name__}: {fault}"]
            failures += bool(complaints)
            print(f"{'not ok' if complaints else 'ok'} - {name}", flush=True)
            print("".join(f"    {line}\n" for line in complaints[:20]), end="", flush=True)
    if not names:
        failures += self_test()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
