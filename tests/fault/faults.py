#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Lets every allocation and every read of the program fail in turn, its output meet a full disk, and
its user press Ctrl-C.

    faults.py PROGRAM SHIM [NAME...]     run the commands below (all, or those named)
    faults.py --self-test                seeded misbehaviour: each must be caught

Two or more commands are tried at a time, one a processor. FAULT_SAMPLE is how many allocations fail
of each command that writes files, and half as many of each that reads, beside the first from each
place; 12000 is every one (an hour).

SHIM is the library made from shim.c. The program first runs undisturbed, to learn how many
allocations it makes, and which is the first that the same calls, from main down, ask for; then once
for each of these and of a sample of the others with that one failing, and once with that one and all
later ones failing. Each time it must end with status 3, "out of memory" as its last message and
nothing on standard output; or, where it can do without the memory (giving back what is not used,
a faster way to sort), exactly as it ends undisturbed. No run may crash or leave a block behind.
A file that is written when the disk fills, or when Ctrl-C comes, keeps what it held, and nothing is
left beside it.
A failing read must end with status 1 and the system's reason, unless it was of a file that is read
again to find the places of its faults.

Commands that write (import, template, ask) make thousands of allocations: the first, the last and a
sample in between fail, drawn with a fixed seed. After each run what they write must be whole, as it
was before or as an undisturbed run leaves it, with no part of it beside it. The same on a disk that
is too small.
"""

import concurrent.futures
import csv
import json
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import namedtuple

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "tests" / "cases"
SECONDS = 60
DISK_FULL = re.compile(b"the disk is full|de schijf is vol")
SAMPLE = int(os.environ.get("FAULT_SAMPLE", "120"))
SEED = 1704

sys.path.insert(0, str(ROOT / "tests" / "import"))
import workbook  # noqa: E402  (writes a workbook without the program's own writer)

COMMANDS = {
    "check": ["check", CASES / "small"],
    "check json": ["check", CASES / "small", "--json"],
    "check faults": ["check", CASES / "broken" / "several-tables", "--json"],
    "assess": ["assess", CASES / "small", "--full", "--lang", "nl"],
    "assess json": ["assess", CASES / "small", "--json", "--scope", "eu"],
    "assess target": ["assess", CASES / "small", "--target", "modul"],
    "assess csv": ["assess", CASES / "small", "--format", "csv", "--table", "chokepoints"],
    "assess md": ["assess", CASES / "small", "--format", "md"],
    "explain": ["explain", CASES / "small", "--flow", "CHN/gallium/processing", "--lang", "nl"],
    "explain json": ["explain", CASES / "drawn", "--flow", "CHN/gallium/processing", "--json"],
    "explain unknown": ["explain", CASES / "small", "--flow", "CHN/galium/processing"],
    "chokepoints": ["chokepoints", CASES / "small", "--min-share", "0.5", "--lang", "nl"],
    "open-psa": ["chokepoints", CASES / "small", "--format", "open-psa"],
    "stress": ["stress", CASES / "drawn", "--time", "--lang", "nl", "--threads", "1"],
    "stress what if": ["stress", CASES / "drawn", "--event", "CHN", "--event", "gallium", "--kind",
                       "quota", "--magnitude", "0.5", "--magnitude", "1", "--threads", "1"],
    "what if refused": ["simulate", CASES / "drawn", "--static", "--event", "tungstn"],
    "simulate": ["simulate", CASES / "drawn", "--static", "--runs", "40", "--threads", "1"],
    "simulate json": ["simulate", CASES / "drawn", "--static", "--runs", "40", "--threads", "1",
                      "--sampling", "importance", "--spread", "0.2", "--json"],
    "help": ["help", "assess"],
    "usage": ["check", "x", "--lang", "de"],
}

PARTS = [["item", "name", "goes into", "quantity", "mass_kg", "material", "supplier",
          "supplier country"],
         ["ship", "Ship", "", "", "", "", "", ""],
         ["pump", "Pump", "ship", "2", "40", "316L", "Pumps BV", "Nederland"],
         ["seal", "Seal", "pump", "", "", "rubber", "Nobody knows where", ""]]
BOM = {"bomFormat": "CycloneDX", "specVersion": "1.6",
       "metadata": {"component": {"type": "device", "bom-ref": "radar", "name": "Radar"}},
       "components": [{"type": "device", "bom-ref": "face", "name": "Face",
                       "supplier": {"name": "Faces", "address": {"country": "GB"}}}],
       "compositions": [{"aggregate": "incomplete", "assemblies": ["face"]}]}
DECLARATION = """<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0"><BusinessInfo><Response>
<SupplyCompany name="Chips"/></Response></BusinessInfo><Product unitType="Each"><ProductID
itemNumber="C-1" itemName="Chip"><Amount value="50" UOM="mg"/></ProductID><MaterialInfo>
<HomogeneousMaterialList><HomogeneousMaterial name="Lead frame"><Amount value="20" UOM="mg"/>
<SubstanceCategoryList><SubstanceCategory name="x"><Substance name="Gallium"><SubstanceID
identity="7440-55-3" authority="CAS"/><Amount value="15" UOM="mg"/></Substance></SubstanceCategory>
</SubstanceCategoryList></HomogeneousMaterial></HomogeneousMaterialList></MaterialInfo></Product>
</MainDeclaration>"""


# A list by positions that has got a column since its profile was kept.
KNOWN = ("Niveau;Omschrijving;Aantal;Land\n1;Kast;1;AUS\n1.1;Lamp;2;CHN\n1.1.1;Draad;3;DEU\n200 Rest;;;\n"
         ";Totaal;6;\n")
PROFILE = {"keten": "mapping", "sheets": [{
    "sheet": "", "table": "parts", "header_row": 1, "decimal": "", "columns": [
        {"header": "Niveau", "to": "level", "unit": ""},
        {"header": "Omschrijving", "to": "name", "unit": ""},
        {"header": "Aantal", "to": "quantity", "unit": ""}]}]}


def write_inputs(folder):
    """What the writing commands read, and a case that they write into."""
    with open(folder / "parts.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(PARTS)
    workbook.write(folder / "parts.xlsx", {"parts": PARTS})
    (folder / "bom.json").write_text(json.dumps(BOM))
    (folder / "chip.xml").write_text(DECLARATION)
    shutil.copytree(CASES / "asked", folder / "target")
    (folder / "known.csv").write_text(KNOWN)
    (folder / "target" / "mappings").mkdir()
    (folder / "target" / "mappings" / "old.json").write_text(json.dumps(PROFILE))


# What each writes is the folder or file "target" of its working folder.
WRITERS = {
    "import csv": ["import", "parts.csv", "-o", "target", "--yes"],
    "import workbook": ["import", "parts.xlsx", "-o", "target", "--yes", "--json"],
    "import cyclonedx": ["import", "bom.json", "-o", "target", "--yes", "--lang", "nl"],
    "import declaration": ["import", "chip.xml", "-o", "target", "--yes"],
    "import refused": ["import", "parts.csv", "chip.xml", "-o", "new", "--accept-partial", "--yes"],
    "import remembered": ["import", "known.csv", "-o", "target", "--yes", "--json"],
    "template": ["template", "-o", "new.xlsx"],
    "template self-scan": ["template", "-o", "new.xlsx", "--kind", "self-scan", "--lang", "nl"],
    "ask": ["ask", "target", "-o", "new"],
}

Outcome = namedtuple("Outcome", "status stdout stderr live")


def run(program, shim, arguments, folder="/tmp", **faults):
    """Returns (outcome, allocations, reads)."""
    reader, writer = os.pipe()
    env = {"PATH": os.environ.get("PATH", ""), "KETEN_DATA": str(CASES / "data"),
           "LD_PRELOAD": str(shim), "KETEN_FAULT_REPORT": str(writer), "MALLOC_PERTURB_": "165"}
    if arguments[0] in ("template", "ask"):
        # libxlsxwriter 1.1.4 and minizip crash when memory runs out in them or what they call
        env["KETEN_FAULT_SPARE"] = "libxlsxwriter:/libminizip:/libz.so:/libc.so:/libzip"
    elif "parts.xlsx" in arguments:
        env["KETEN_FAULT_SPARE"] = "libzip"  # 1.7.3 says "no zip archive" when memory runs out
    env.update((f"KETEN_FAULT_{name.upper()}", str(n)) for name, n in faults.items())
    try:
        done = subprocess.run([str(program), *map(str, arguments)], env=env, cwd=folder,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS,
                              pass_fds=(writer, *(faults[k] for k in faults if k == "places")),
                              check=False)
    finally:
        os.close(writer)
        with os.fdopen(reader) as pipe:
            report = pipe.read().split()
    allocations, reads, live = map(int, report) if len(report) == 3 else (0, 0, 0)
    return Outcome(done.returncode, done.stdout, done.stderr, live), allocations, reads


def judge(outcome, normal, status, reason):
    """What is wrong with the outcome of a run with a failure; "" when nothing is."""
    if outcome.status < 0:
        return f"ended by signal {-outcome.status}"
    if outcome.live != normal.live:
        return f"left {outcome.live - normal.live} blocks behind"
    if outcome == normal:
        return ""
    if outcome.status != status:
        return f"exit status {outcome.status}, expected {status}"
    if outcome.stdout:
        return f"standard output holds {outcome.stdout[:60]!r}"
    lines = outcome.stderr.decode("utf-8", "backslashreplace").splitlines()
    reasons = (reason, "too large for memory") if status == 3 else (reason,)
    if not any(r in line for line in (lines if status == 1 else lines[-2:]) for r in reasons):
        return f"standard error does not say \"{reason}\" but {lines[-2:]}"
    return ""


def judge_read(outcome, normal):
    """The same for a failing read. A file that cannot be read again leaves its faults at 1:1."""
    def bare(text):
        return re.sub(rb" \(see line \d+\)", b"", re.sub(rb":\d+:\d+: ", b": ", text))

    if outcome.status < 0 or outcome.live != normal.live:
        return judge(outcome, normal, 1, "")
    told = b"Input/output error" in outcome.stderr or b"invoer/uitvoerfout" in outcome.stderr
    if told:
        return "" if outcome.status == 1 else f"exit status {outcome.status}, expected 1"
    if outcome.status != normal.status:
        return f"exit status {outcome.status}, expected {normal.status}, as the reason is not given"
    if sorted(bare(outcome.stderr).splitlines()) != sorted(bare(normal.stderr).splitlines()):
        return "standard error is not that of an undisturbed run"
    return ""


def first_of_places(program, shim, arguments):
    """The numbers of the allocations that are the first from their place."""
    with tempfile.TemporaryFile("w+") as told:
        run(program, shim, arguments, places=told.fileno())
        told.seek(0)
        return {int(n) for n in told.read().split()}


def fail_each(program, shim, arguments):
    """Returns (runs, complaints)."""
    normal, allocations, reads = run(program, shim, arguments)
    complaints, runs = [], 0
    first = first_of_places(program, shim, arguments)
    if not first or not first <= set(range(1, allocations + 1)):
        return 0, [f"the shim counted {allocations} allocations from {len(first)} places"]
    if normal.live != 0:
        complaints.append(f"undisturbed: leaves {normal.live} blocks behind")
    others = sorted(set(range(1, allocations + 1)) - first)
    drawn = random.Random(SEED).sample(others, min(SAMPLE // 2, len(others)))
    for lasting in (0, 1):
        for n in sorted({*first, *drawn}):
            outcome, _, _ = run(program, shim, arguments, allocation=n, lasting=lasting)
            runs += 1
            reason = "onvoldoende geheugen" if "nl" in arguments else "out of memory"
            wrong = judge(outcome, normal, 3, reason)
            if wrong:
                complaints.append(f"allocation {n}{' and later' * lasting}: {wrong}")
    for n in range(1, reads + 1):
        outcome, _, _ = run(program, shim, arguments, read=n)
        runs += 1
        wrong = judge_read(outcome, normal)
        if wrong:
            complaints.append(f"read {n}: {wrong}")
    return runs, complaints


def stamp(folder):
    """Everything in a folder: names and bytes; workbooks by name, for they may hold the time."""
    return {str(p.relative_to(folder)): b"" if p.suffix == ".xlsx" else p.read_bytes()
            for p in sorted(folder.rglob("*")) if p.is_file()}


def is_workbook(path):
    """Whole: a zip archive that can be read to its end."""
    try:
        with workbook.zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except (OSError, workbook.zipfile.BadZipFile):
        return False


def judge_files(folder, before, after, status, lasting=False):
    """What is wrong with the files after a run; "" when they are as they were, or whole and new.

    Questionnaires are several files: each is whole, but a run may end between two of them. Where
    no memory is ever had again, a draft cannot be listed to take it away: its name says what it is.
    """
    now = {n: b for n, b in stamp(folder).items() if not (lasting and ".draft-" in n)}
    for name in now:
        if ".draft-" in name or name.endswith(".part"):
            return f"{name} was left behind"
        if name.endswith(".xlsx") and not is_workbook(folder / name):
            return f"{name} is not whole"
    if now in (before, after):
        return "" if status != 0 or now == after else "ended well and wrote nothing"
    several = {n for n in now if n.startswith("new/") and n.endswith((".xlsx", "questions.csv"))}
    rejects = {n for n in now if n.endswith("-rejected.csv")}  # written before the case is
    rest = {n: b for n, b in now.items() if n not in several | rejects}
    if rest == before and all(now[n] == after.get(n) for n in several | rejects):
        return "" if status != 0 else "ended well with a part of its files"
    return f"wrote {sorted(set(now) ^ set(before))} or changed what is there"


def judge_memory(outcome, normal, arguments):
    reason = "onvoldoende geheugen" if "nl" in arguments else "out of memory"
    return judge(outcome, normal, 3, reason)


def fail_writer(program, shim, arguments, scratch):
    """As fail_each, with a sample of the allocations, and the files looked at after each run."""
    complaints, runs = [], 0

    def disturbed(**faults):
        folder = scratch / "work"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(scratch / "inputs", folder)
        outcome, allocations, reads = run(program, shim, arguments, folder, **faults)
        return folder, outcome, allocations, reads

    before = stamp(scratch / "inputs")
    folder, normal, allocations, reads = disturbed()
    after = stamp(folder)
    if normal.status != 0 or after == before:
        return 1, [f"undisturbed: status {normal.status}, {normal.stderr!r}"]
    kept = normal.live  # by the libraries, for the time zone and the like; ASan finds no leak
    numbers = range(1, allocations + 1)
    if allocations > SAMPLE:
        draw = random.Random(SEED)
        numbers = sorted({1, 2, allocations - 1, allocations, *draw.sample(numbers, SAMPLE - 4)})
    for n in numbers:
        for lasting in (0, 1):
            folder, outcome, _, _ = disturbed(allocation=n, lasting=lasting)
            runs += 1
            outcome = outcome._replace(live=max(outcome.live, kept))
            wrong = (judge_memory(outcome, normal, arguments) or
                     judge_files(folder, before, after, outcome.status, lasting))
            if wrong:
                complaints.append(f"allocation {n} of {allocations}{' and later' * lasting}: {wrong}")
    for n in range(1, reads + 1):
        folder, outcome, _, _ = disturbed(read=n)
        runs += 1
        outcome = outcome._replace(live=max(outcome.live, kept))
        reason = "invoer/uitvoerfout" if "nl" in arguments else "Input/output error"
        if outcome.status == 1:  # what would be written is shown, and why it is not
            outcome = outcome._replace(stdout=b"")
        wrong = (judge(outcome, normal, 1, reason) or
                 judge_files(folder, before, after, outcome.status))
        if wrong:
            complaints.append(f"read {n}: {wrong}")
    return runs, complaints


def small_disk(program, arguments, scratch):
    """Files may grow to so many bytes only, as on a disk that fills: every size up to enough."""
    complaints, runs = [], 0
    before = stamp(scratch / "inputs")
    env = {"PATH": os.environ.get("PATH", ""), "KETEN_DATA": str(CASES / "data")}

    def limited(size):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        folder = scratch / "work"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(scratch / "inputs", folder)
        done = subprocess.run([str(program), *arguments], env=env, cwd=folder, check=False,
                              capture_output=True, timeout=SECONDS, preexec_fn=limit)
        return folder, done

    folder, normal = limited(resource.RLIM_INFINITY)
    after = stamp(folder)
    largest = max(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    for size in (0, 1, 100, 300, 1000, 3000, 5000, 6000, 7000, largest - 1):
        folder, done = limited(size)
        runs += 1
        wrong = judge_files(folder, before, after, done.returncode)
        told = b"te groot" in done.stderr if "nl" in arguments else b"too large" in done.stderr
        told |= b"(TMPDIR)" in done.stderr  # the limit is that of temporary files too
        if not wrong and done.returncode != 0 and (done.returncode != 3 or not told):
            wrong = f"exit status {done.returncode}, expected 3 with a reason: {done.stderr!r}"
        if wrong:
            complaints.append(f"at most {size} bytes a file: {wrong}")
    return runs, complaints


def full_disk(program):
    complaints = []
    env = {"KETEN_DATA": str(CASES / "data")}
    for arguments in (*COMMANDS.values(), ["--version"], ["--help"], ["ask", CASES / "asked"],
                      ["import", CASES / "small", "-o", "/tmp/none", "--dry-run"]):
        arguments = [str(a) for a in arguments]
        normal = subprocess.run([str(program), *arguments], env=env, capture_output=True,
                                timeout=SECONDS, check=False)
        if not normal.stdout:
            continue
        with open("/dev/full", "wb") as full:
            done = subprocess.run([str(program), *arguments], env=env, stdout=full, check=False,
                                  stderr=subprocess.PIPE, timeout=SECONDS)
        expected = normal.returncode or 3
        if done.returncode != expected or not DISK_FULL.search(done.stderr):
            complaints.append(f"{' '.join(arguments)}: exit status {done.returncode}, {done.stderr!r}")
    return complaints


def held(folder):
    return {path.name: path.read_bytes() for path in pathlib.Path(folder).iterdir()}


def small_files():
    """What stands in for a disk that fills in the middle: no file may grow beyond 1000 bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


def filling_disk(program):
    """Writes over a file with -o: the old one stays. The seeded disk has room: then it must not."""
    complaints = []
    for lang, word in (("en", "cannot be written"), ("nl", "kan niet worden geschreven")):
        for command in (["stress"], ["simulate", "--static", "--runs", "50"]):
            for room in (False, True):
                with tempfile.TemporaryDirectory() as folder:
                    path = pathlib.Path(folder, "out.txt")
                    path.write_text("old")
                    done = subprocess.run(
                        [str(program), *command, str(CASES / "drawn"), "--lang", lang, "-o",
                         str(path)], env={"KETEN_DATA": str(CASES / "data")}, check=False,
                        capture_output=True, timeout=SECONDS,
                        preexec_fn=None if room else small_files)
                    files = held(folder)
                good = (done.returncode == 3 and word in done.stderr.decode()
                        and files == {"out.txt": b"old"})
                if good == room:
                    complaints.append(f"{command} in {lang}, {'room' if room else 'no room'}: exit "
                                      f"status {done.returncode}, {done.stderr!r}, {sorted(files)}")
    return complaints


def interrupt(program, *options):
    """(status, stderr, files) after one Ctrl-C a second into a run that writes over a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "out.txt")
        path.write_text("old")
        work = subprocess.Popen(
            [str(program), "simulate", str(CASES / "drawn"), "--static", "-o", str(path), *options],
            env={"KETEN_DATA": str(CASES / "data")}, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,  # who runs the tests in the background passes on deaf ears
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        time.sleep(1)
        work.send_signal(signal.SIGINT)
        try:
            out, err = work.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            work.kill()
            out, err = work.communicate()
        return work.returncode, out + err, held(folder)


def interrupted(program):
    complaints = []
    for lang, words in (("en", b"keten: stopped before the end: nothing was written\n"),
                        ("nl", "keten: voor het einde gestopt: er is niets geschreven\n".encode())):
        outcome = interrupt(program, "--runs", "30000000", "--lang", lang)
        if outcome != (3, words, {"out.txt": b"old"}):
            complaints.append(f"in {lang}: {outcome}")
    if interrupt(program, "--runs", "10")[2] == {"out.txt": b"old"}:
        complaints.append("a run that ends before is not told apart")
    return complaints


def self_test():
    normal = Outcome(0, b"ok\n", b"", 0)
    seeds = {
        "as it should": (Outcome(3, b"", b"keten: out of memory\n", 0), True),
        "done without": (normal, True),
        "crash": (Outcome(-11, b"", b"", 0), False),
        "wrong status": (Outcome(1, b"", b"keten: out of memory\n", 0), False),
        "half a result": (Outcome(3, b"o", b"keten: out of memory\n", 0), False),
        "another result": (Outcome(0, b"ko\n", b"", 0), False),
        "no reason": (Outcome(3, b"", b"", 0), False),
        "a block left": (Outcome(3, b"", b"keten: out of memory\n", 1), False),
    }
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        seeded_files = {
            "a draft left": ({"case.draft-x/items.csv": b"id"}, 3),
            "half a table": ({"target/items.csv": b"i"}, 3),
            "half a workbook": ({"target/items.csv": b"id\n", "new.xlsx": b"PK"}, 3),
            "nothing written": ({"target/items.csv": b"id\n"}, 0),
        }
        before = {"target/items.csv": b"id\n"}
        for name, (files, status) in seeded_files.items():
            shutil.rmtree(folder)
            for path, content in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
            fine = judge_files(folder, before, {**before, "new.xlsx": b""}, status) != ""
            failures += not fine
            print(f"{'ok' if fine else 'not ok'} - seeded files: {name}")
    for name, (outcome, good) in seeds.items():
        fine = (judge(outcome, normal, 3, "out of memory") == "") == good
        failures += not fine
        print(f"{'ok' if fine else 'not ok'} - seeded outcome: {name}")
    return failures


# Each gives [(name, complaints)].
def try_reader(program, shim, name):
    runs, complaints = fail_each(program, shim, COMMANDS[name])
    return [(f"{name}: {runs} runs with a failure", complaints)]


def try_writer(program, shim, name):
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=base) as scratch:
        scratch = pathlib.Path(scratch)
        (scratch / "inputs").mkdir()
        write_inputs(scratch / "inputs")
        runs, complaints = fail_writer(program, shim, WRITERS[name], scratch)
        found = [(f"{name}: {runs} runs with a failure", complaints)]
        runs, complaints = small_disk(program, WRITERS[name], scratch)
        return found + [(f"{name}: {runs} runs on a small disk", complaints)]


def try_whole(program, _, name):
    return [(name, WHOLE[name](program))]


WHOLE = {"full disk": full_disk, "disk that fills": filling_disk, "Ctrl-C": interrupted}
TASKS = [(try_reader, COMMANDS), (try_writer, WRITERS), (try_whole, WHOLE)]


def main(argv):
    if argv == ["--self-test"]:
        return 1 if self_test() else 0
    if len(argv) < 2 or argv[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    program, shim, names = pathlib.Path(argv[0]).resolve(), pathlib.Path(argv[1]).resolve(), argv[2:]
    failures = 0
    tasks = [(task, name) for task, table in TASKS for name in table if not names or name in names]
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        running = [pool.submit(task, program, shim, name) for task, name in tasks]
        for done in running:  # told in the order of the tables
            for name, complaints in done.result():
                failures += bool(complaints)
                print(f"{'not ok' if complaints else 'ok'} - {name}", flush=True)
                print("".join(f"    {line}\n" for line in complaints[:20]), end="")
    if not names:
        failures += self_test()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
