#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The ends at which `keten chokepoints` has no ordinary answer: words, status and JSON of each.

    chokepoint_limits.py PROGRAM

Ctrl-C during hard work; a memory limit that only holds sets of few events; one that holds nothing;
a target that cannot fail; one that has failed already. In both languages. One planted mistake (a
program that ignores Ctrl-C) must be noticed.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LCF = str(ROOT / "data" / "cases" / "lcf")
HARD = ("--by", "country", "--min-share", "0.5", "--memory", "4096",
        "--period", "2016-2020")  # minutes, if it is let
PATIENCE = 60
MANY = 40000  # sets of one event: more than a megabyte of diagram
STOPPED = "stopped before the end: nothing was written"

# A boat whose engine comes from two countries, and whose paint nobody knows the source of.
BOAT = {
    "items": "id,kind,name_en,material\nboat,platform,Boat,\nengine,component,Engine,\n"
             "hope,component,Hope,\n",
    "bom": "parent,child,quantity,min_share\nboat,engine,1,%s\n",
    "organisations": "id,name,country\nyard,Yard,NLD\n",
    "sites": "id,organisation,country\n",
    "supply": "item,supplier,share\nboat,%s,\nengine,country:CHN,0.6\nengine,country:DEU,0.4\n",
}


def run(program, *arguments):
    done = subprocess.run([program, "chokepoints", *arguments], capture_output=True, text=True,
                          timeout=600, check=False)
    return done.returncode, done.stdout, done.stderr


def interrupt(program, lang):
    """(status, stdout, stderr, seconds that it went on) after one Ctrl-C during the work."""
    work = subprocess.Popen([program, "chokepoints", LCF, *HARD, "--lang", lang], text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            # run in the background, a shell has its programs ignore Ctrl-C
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    time.sleep(2)
    started = time.monotonic()
    work.send_signal(signal.SIGINT)
    try:
        out, err = work.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        work.kill()
        out, err = work.communicate()
        return None, out, err, PATIENCE
    return work.returncode, out, err, time.monotonic() - started


def stops(program, lang, word):
    status, out, err, _ = interrupt(program, lang)
    return (status, out, err) == (3, "", "keten: %s\n" % word)


def boat(folder, min_share="", supplier="yard", parts=0):
    """`parts` more, each from one company of its own, which stops the boat alone."""
    more = {"items": "part%d,component,Part,\n", "bom": "boat,part%d,1,\n",
            "organisations": "maker%d,Maker,NLD\n", "supply": "part%d,maker%d,1\n"}
    os.makedirs(folder)
    for name, text in BOAT.items():
        if name == "bom":
            text %= min_share
        if name == "supply":
            text %= supplier
        row = more.get(name, "")
        text += "".join(row % ((i,) * row.count("%d")) for i in range(parts))
        pathlib.Path(folder, name + ".csv").write_text(text)
    resources = [{"name": name, "path": name + ".csv"} for name in BOAT]
    pathlib.Path(folder, "datapackage.json").write_text(
        json.dumps({"name": "boat", "resources": resources}))
    return folder


def checks(program, work):
    yield "Ctrl-C: stopped, status 3, nothing on standard output", stops(program, "en", STOPPED)
    yield "Ctrl-C in Dutch", stops(program, "nl", "voor het einde gestopt: er is niets geschreven")

    small = (LCF, "--min-share", "0.5", "--memory", "2")
    status, out, err = run(program, *small)
    yield "a small memory limit: the screen says what was not looked for", (
        status == 0 and err == "" and "Complete up to" in out and "every such set is known" in out
        and "memory limit" in " ".join(out.split()))
    status, out, err = run(program, LCF, "--min-share", "0.5", "--lang", "nl")
    yield "a structure that is too large, in Dutch", (
        status == 0 and err == "" and "Volledig tot en met 2 landen" in out)
    yield "its counts at other shares", (
        "Ten minste: combinaties van meer dan 2 landen" in " ".join(out.split()))
    status, out, err = run(program, LCF, "--min-share", "0.5", "--json", "--probability")
    result = json.loads(out)["result"]
    yield "the same as JSON: nothing that looks whole", (
        not result["complete"] and result["count"] is None and result["orders"] is None
        and result["probability"] is None and result["explored"]["up_to"] == 2
        and result["complete_to_order"] == 2
        and len(result["cut_sets"]) == int(result["explored"]["count"]))
    status, out, err = run(program, LCF, "--min-share", "0.5", "--count")
    yield "a count that is not whole says so", (
        status == 0 and out.startswith("at least %s:" % result["explored"]["count"]))
    many = (boat(os.path.join(work, "many"), parts=MANY), "--by", "organisation", "--memory", "1")
    status, out, err = run(program, *many)
    yield "a memory limit that holds nothing: status 3 and the limit", (
        status == 3 and out == "" and "memory limit of 1 MiB" in err)
    status, out, err = run(program, *many, "--lang", "nl")
    yield "the same in Dutch", status == 3 and out == "" and "geheugengrens van 1 MiB" in err

    never = boat(os.path.join(work, "never"), supplier="unknown")
    arguments = (never, "--by", "site")
    status, out, err = run(program, *arguments, "--json")
    result = json.loads(out)["result"]
    yield "a target that cannot fail: count 0, no orders, no sets", (
        status == 0 and result["complete"] and result["count"] == "0" and result["orders"] == {}
        and result["cut_sets"] == [] and result["probability"] is None)
    yield "its words", "Nothing stops it" in run(program, *arguments)[1]
    yield "its words in Dutch", "Niets legt het stil" in run(program, *arguments, "--lang", "nl")[1]
    status, out, err = run(program, *arguments, "--json", "--probability")
    yield "its probability", json.loads(out)["result"]["probability"] == 0

    # Shares that reach 1 but for less than counts as a rest, and nothing less than 1 will do.
    always = boat(os.path.join(work, "always"), min_share="1")
    pathlib.Path(always, "supply.csv").write_text(
        "item,supplier,share\nboat,yard,\nengine,country:CHN,0.6\n"
        "engine,country:DEU,0.3999999995\n")
    result = json.loads(run(program, always, "--json", "--probability")[1])["result"]
    yield "a target that has failed already: count 1, one empty set, certain", (
        result["complete"] and result["count"] == "1" and result["orders"] == {"0": "1"}
        and [row["events"] for row in result["cut_sets"]] == [[]] and result["probability"] == 1)
    yield "its words", "It is stopped already" in run(program, always)[1]
    yield "its words in Dutch", "Het ligt al stil" in run(program, always, "--lang", "nl")[1]

    status, out, err = run(program, always, "--format", "open-psa", "--json")
    yield "an export is one format at a time", status == 2 and out == "" and "--format" in err


def main(argv):
    program = str(pathlib.Path(argv[0]).resolve())
    failed = 0
    with tempfile.TemporaryDirectory(prefix="keten-limits-") as work:
        for name, fine in checks(program, work):
            print("%s - %s" % ("ok" if fine else "not ok", name))
            failed += not fine
        deaf = pathlib.Path(work, "deaf")
        deaf.write_text("#!/bin/sh\ntrap '' INT\nsleep 3\necho done\n")
        deaf.chmod(0o755)
        noticed = not stops(str(deaf), "en", STOPPED)
        print("%s - a program that ignores Ctrl-C is noticed" % ("ok" if noticed else "not ok"))
    return 1 if failed or not noticed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
