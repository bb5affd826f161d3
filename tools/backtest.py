#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Writes docs/backtest.md: what Keten says of measures that were taken, beside what happened.

    backtest.py PROGRAM                 write the page
    backtest.py --check PROGRAM         compare the page with the program and the facts

What Keten says is `simulate --static --scenario ID --json` of each measure of data/scenarios and
each case, on the first day of the measure and with the figures of the year before it. What happened
is tests/facts/measures_outcome.csv. Whether the two agree is the rule in verdict() and judge(), which
the page prints. A row that contradicts needs a reason, and only such a row has one.
"""

import collections
import concurrent.futures
import csv
import datetime
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "backtest.md"
FACTS = ROOT / "tests" / "facts" / "measures_outcome.csv"
PRICES = ROOT / "data" / "reference" / "annual_prices.csv"
CASES = {"lcf": "the frigate", "magnet-maker": "the magnet maker",
         "germanium-optics": "the optics maker"}
TARGETS = {"lcf": "an air-defence and command frigate in service",
           "magnet-maker": "an invented European maker of 600 t of sintered magnets a year",
           "germanium-optics": "an invented European maker of 2 t of infrared optics a year"}
SHIP = "lcf"
OUTCOMES = ("goes_on", "hurt", "not_known")
HURTS = ("shortage", "denied", "form")
IMPACT = 0.1  # share of output: condition 4 of the rule of risky dependencies
FORMS = ("metal", "alloy", "compound", "ore")

Row = collections.namedtuple("Row", "scenario case left markets says hurt outcome materials agrees")


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measures():
    """The dated measures by their first day."""
    rows = read(ROOT / "data" / "scenarios" / "scenarios.csv")
    return sorted(rows, key=lambda row: (row["start_date"], row["id"]))


def run(program, measure, case):
    start = datetime.date.fromisoformat(measure["start_date"])
    done = subprocess.run(
        [str(program), "simulate", case, "--static", "--scenario", measure["id"], "--json",
         "--quiet", "--date", start.isoformat(), "--period", str(start.year - 1)],
        env={**os.environ, "KETEN_DATA": str(ROOT / "data")}, capture_output=True, text=True,
        check=True)
    (result,) = json.loads(done.stdout)["result"]["scenarios"]
    return result


def run_all(program):
    asked = [(measure, case) for measure in measures() for case in CASES]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        done = pool.map(lambda pair: run(program, *pair), asked)
        return {(measure["id"], case): result for (measure, case), result in zip(asked, done)}


# ------------------------------------------------------------------------------------- the rule


def taken_from(result):
    return [market for market in result["markets"] if market["taken"] > 0]


def is_known(result):
    """Whether the case could show the measure: a maker that it does not name may be in it."""
    return any(event["producers"] or event["event_type"] in ("flow", "country", "material")
               for event in result["events"])


def bites(result):
    """It takes a tenth of a market or more over the year."""
    return any(market["taken"] >= IMPACT for market in result["markets"])


def verdict(result):
    """What Keten says, in a word, and the materials that hurt."""
    hurt = [market["material"] for market in taken_from(result) if market["mechanism"] in HURTS]
    if not is_known(result):
        return "not_known", []
    if hurt or result["residual_year_first"] <= 1 - IMPACT:
        return "hurt", hurt
    if any(market["mechanism"] == "unknown" for market in taken_from(result)):
        return "not_known", []
    if result["residual_year"] < 1 or taken_from(result):
        return "price", []
    return "untouched", []


def judge(says, hurt, outcome, materials):
    """yes, no, or ? where one of the two is not known."""
    if "not_known" in (says, outcome):
        return "?"
    if outcome == "goes_on":
        return "yes" if says in ("price", "untouched") else "no"
    return "yes" if says == "hurt" and set(materials) <= set(hurt) else "no"


def judge_all(results, facts):
    rows = []
    for (scenario, case), result in results.items():
        own = [fact for fact in facts if (fact["scenario"], fact["case"]) == (scenario, case)]
        says, hurt = verdict(result)
        outcome = own[0]["outcome"] if own else None
        materials = [m for m in own[0]["materials"].split(";") if m] if own else []
        agrees = judge(says, hurt, outcome, materials) if own else None
        rows.append(Row(scenario, case, result, taken_from(result), says, hurt, outcome, materials,
                        agrees))
    return rows


# ------------------------------------------------------------------------------------- the words


def percent(value):
    share = 100 * value
    if share == 0 or abs(share - 100) < 1e-9:
        return f"{share:.0f} %"
    if share > 99.5:
        return "> 99 %"
    return "< 1 %" if share < 0.5 else f"{share:.0f} %"


def figure(value):
    """Two digits, with a point between thousands' groups left to the reader's eye: a space."""
    if value is None:
        return "?"
    if value < 0.001:
        return "< 0.001"
    text = f"{value:.2g}" if value < 100 else f"{float(f'{value:.2g}'):,.0f}"
    return text.replace(",", " ") if "e" not in text else f"{float(text):.0f}"


def day(text):
    """"2025-05" is a month."""
    if len(text) == 7:
        return f"{datetime.date.fromisoformat(text + '-01'):%B %Y}"
    date = datetime.date.fromisoformat(text)
    return f"{date.day} {date:%B %Y}"


SAYS = {"hurt": "hurt", "price": "price only", "untouched": "takes nothing",
        "not_known": "not known"}
HAPPENED = {"goes_on": "went on", "hurt": "hurt", "not_known": "not known", None: "—"}
AGREES = {"yes": "agrees", "no": "**contradicts**", "?": "cannot be said", None: "—"}


def material_names():
    return {row["id"]: row["name_en"] for row in read(ROOT / "data/reference/materials.csv")}


def price_series(prices, material, stage):
    """{year: USD a kg} of the first form and market that has a price."""
    own = [row for row in prices if (row["material"], row["stage"]) == (material, stage)]
    own.sort(key=lambda row: (FORMS.index(row["form"]), row["market"], row["product"]))
    if not own:
        return None, {}
    first = own[0]
    key = (first["form"], first["market"], first["product"])
    return first, {int(row["year"]): float(row["usd_per_kg"]) for row in own
                   if (row["form"], row["market"], row["product"]) == key}


def price_text(prices, market, start):
    """What the recorded price did, in the year of the measure and the next."""
    first, series = price_series(prices, market["material"], market["stage"])
    base = series.get(start.year - 1)
    told = [f"× {series[year] / base:.1f} in {year}" for year in (start.year, start.year + 1)
            if base and year in series]
    return f"{', '.join(told)} ({first['form']}, {first['market']})" if told else "not on record"


# -------------------------------------------------------------------------------------- the page

HEAD = """# Back-test: measures that were taken

<!-- Written by ./dev backtest. What happened: tests/facts/measures_outcome.csv. -->

A method that says "she stops" for measures after which she sailed is wrong, whatever its arithmetic;
and one that says "only a price" where makers could not buy is no better. This page sets what Keten
says of {n_measures} measures from {first} to {last} beside what happened. What is wrong stays in, with
the reason. There are three cases:

{targets}

**How.** Each measure is asked on its first day and with the figures of the world of the year before it:

    keten simulate CASE --static --scenario ID --date FIRST-DAY --period YEAR-BEFORE --json

Its size and days are those of [data/scenarios](../data/scenarios/scenario_events.csv): exports that
were recorded after it over those before. Need, supply and mechanism are those of its first year
([methods](methods.md), chapters 5 and 7). The cases themselves are those of today, and mostly assumed.

**The rule.** Keten says *hurt* where for some material that the measure takes from the mechanism is
shortage, denied or form, or where less than {left} of the output is left to who is served first; *price
only* where it takes something and none of that holds; *takes nothing*; or *not known*, also of a maker
that the case does not name, since its parts may be in it. What happened is *hurt* where the material
could not be had in the usual way (not shipped for months, no trade, sales put off), and *went on* where
the ship sailed or the material went on arriving, at whatever price. Keten agrees where both say hurt
and its materials hold those of the record, or where it went on and Keten says price only or takes
nothing. A ship that sailed was not stopped; that no part was late it does not say.
"""

SUMMARY = """
## In one table

| measure | from | {cases} |
|---|---|{lines}|
{rows}

{counts}
"""


def counted(rows):
    """How many pairs there are of each answer: of all with a record, and of those that bite."""
    kept = [row for row in rows if row.agrees]
    return (collections.Counter(row.agrees for row in kept),
            collections.Counter(row.agrees for row in kept if bites(row.left)))


def sailed(rows):
    """How many of those that bite agree since the ship sailed on: the weakest of records."""
    return sum(row.case == SHIP and row.agrees == "yes" and bites(row.left) for row in rows)


def summary(rows, by_id):
    lines = []
    for measure in by_id.values():
        own = [row for row in rows if row.scenario == measure["id"]]
        cells = [f"{SAYS[row.says]} / {HAPPENED[row.outcome]}: {AGREES[row.agrees]}"
                 if row.agrees else SAYS[row.says] for row in own]
        lines.append(f"| [{measure['name_en']}](#{measure['id']}) | {measure['start_date']} | "
                     + " | ".join(cells) + " |")
    told, biting = counted(rows)
    alone = len(rows) - sum(told.values())
    counts = (f"Keten / what happened. Of {len(rows)} pairs there is a record of"
              f" {len(rows) - alone}: {told['yes']} agree, {told['no']} contradicts, of"
              f" {told['?']} it cannot be said. To agree is cheap where little is taken: of the"
              f" {sum(biting.values())} in which the measure takes a tenth of a market or more over"
              f" the year, {biting['yes']} agree and {biting['no']} contradicts. {sailed(rows)} of those"
              f" {biting['yes']} are the frigate, which sailed on each time: that proves little. Of the"
              f" other {alone} pairs nothing was looked up: the measure takes nothing there that is"
              " known.")
    return SUMMARY.format(cases=" | ".join(CASES.values()), lines="---|" * (len(CASES) - 1) + "---",
                          rows="\n".join(lines), counts=counts)


def market_lines(row, prices, names, start):
    for market in row.markets:
        yield (f"| {CASES[row.case]} | {names[market['material']]} ({market['stage']}) |"
               f" {percent(market['taken_worst_day'])} | {percent(market['taken'])} |"
               f" {figure(market['need_kg_per_year'])} |"
               f" {figure(market['reachable_kg_per_year'])} | {market['mechanism']} |"
               f" {figure(market['need_eur_per_year'])} | {price_text(prices, market, start)} |")


def section(measure, rows, facts, prices, names):
    start = datetime.date.fromisoformat(measure["start_date"])
    until = f", until {day(measure['end_date'])}" if measure["end_date"] else ", no end on record"
    out = [f"\n## {measure['name_en']}\n", f'<a id="{measure["id"]}"></a>',
           f"`{measure['id']}`: from {day(measure['start_date'])}{until}. {measure['source']}.",
           f"{measure['note'][0].upper()}{measure['note'][1:]}.\n",
           "| case | worst day, if all share | served first | first year, if all share |"
           " served first | Keten says | what happened | |", "|---|---:|---:|---:|---:|---|---|---|"]
    for row in rows:
        left = row.left
        out.append(f"| {CASES[row.case]} | {percent(left['residual'])} |"
                   f" {percent(left['residual_first'])} | {percent(left['residual_year'])} |"
                   f" {percent(left['residual_year_first'])} | {SAYS[row.says]}"
                   + (f": {', '.join(names[m] for m in row.hurt)}" if row.hurt else "")
                   + f" | {HAPPENED[row.outcome]}"
                   + (f": {', '.join(names[m] for m in row.materials)}" if row.materials else "")
                   + f" | {AGREES[row.agrees]} |")
    markets = [line for row in rows for line in market_lines(row, prices, names, start)]
    if markets:
        out += ["\n| case | material | taken, worst day | first year | kg a year needed |"
                " within reach | mechanism | need, € a year, newest price |"
                " recorded price, the year before = 1 |",
                "|---|---|---:|---:|---:|---:|---|---:|---|", *markets]
    own = [fact for fact in facts if fact["scenario"] == measure["id"]]
    if own:
        out.append("")
    for fact in own:
        out.append(f"- *{CASES[fact['case']][0].upper()}{CASES[fact['case']][1:]}, {day(fact['date'])}.*"
                   f" {fact['fact']} ({fact['source']})")
    for fact in own:
        if fact["reason"]:
            out.append(f"- **Why not ({CASES[fact['case']]}).** {fact['reason']}")
    return "\n".join(out) + "\n"


TAIL = """
## What this does not show

- The measures were chosen because they are known; nothing was kept out for its result, but others may
  be missing. {n_measures} measures and three cases are no statistics.
- That something went on is public of a ship, hardly of a part. *Went on* is the weakest word here.
- The makers are invented: what is set beside them happened to makers like them, or to the market.
- Sizes of the measures come from the same records as some of what happened: it is tested whether a
  shortfall of that size hurts these cases, not whether the shortfall was foreseen.
- Without time, stocks do not count and within a year all can wait. Prices have no elasticity on record,
  so Keten tells no price; the last column is what was recorded.
"""


def page(results, facts):
    prices, names = read(PRICES), material_names()
    by_id = {measure["id"]: measure for measure in measures()}
    rows = judge_all(results, facts)
    days = [measure["start_date"] for measure in by_id.values()]
    count = {"n_measures": len(by_id), "first": days[0][:4], "last": days[-1][:4],
             "targets": "\n".join(f"- [`{case}`](../data/cases/{case}/README.md): {target}"
                                  for case, target in TARGETS.items()),
             "left": percent(1 - IMPACT)}
    parts = [HEAD.format(**count), summary(rows, by_id)]
    for measure in by_id.values():
        own = [row for row in rows if row.scenario == measure["id"]]
        parts.append(section(measure, own, facts, prices, names))
    return "".join(parts) + TAIL.format(**count)


# ------------------------------------------------------------------------------------- the check


def fact_faults(facts, rows):
    """What the table of facts must hold."""
    pairs = {(row.scenario, row.case): row for row in rows}
    names = material_names()
    for number, fact in enumerate(facts, 2):
        place = f"{FACTS.name}:{number}"
        row = pairs.get((fact["scenario"], fact["case"]))
        if row is None:
            yield f"{place}: no such measure and case"
            continue
        if fact["outcome"] not in OUTCOMES or fact["outcome"] != row.outcome:
            yield f"{place}: outcome {fact['outcome']}, expected {row.outcome}"
        if (fact["outcome"] == "hurt") != bool(fact["materials"]):
            yield f"{place}: only what hurt has materials"
        for material in filter(None, fact["materials"].split(";")):
            if material not in names:
                yield f"{place}: {material} is not a material"
        if not fact["source"] or not fact["fact"] or not fact["date"]:
            yield f"{place}: a fact has a day and a source"
    for (scenario, case), row in pairs.items():
        own = [fact for fact in facts if (fact["scenario"], fact["case"]) == (scenario, case)]
        reasons = [fact for fact in own if fact["reason"]]
        if row.agrees == "no" and not reasons:
            yield f"{scenario}, {case}: contradicts, and no reason is given"
        if row.agrees != "no" and reasons:
            yield f"{scenario}, {case}: has a reason and does not contradict"
        if case == SHIP and not own:
            yield f"{scenario}, {case}: no record of the ship"


def headline(rows):
    """The sentences that the README must have."""
    told, biting = counted(rows)
    return (f"Of {sum(biting.values())} cases in which a measure took a tenth of a market or more, it"
            f" agrees in {biting['yes']}, contradicts in {biting['no']}, and cannot say in"
            f" {biting['?']}. {sailed(rows)} of the {biting['yes']} are the frigate, which sailed on each"
            " time: that proves little.")


def readme_faults(rows):
    text = " ".join((ROOT / "README.md").read_text("utf-8").split())
    if headline(rows) not in text:
        yield f"README.md does not say: {headline(rows)}"


def difference(expected, actual):
    for number, (one, other) in enumerate(zip(expected.splitlines(), actual.splitlines()), 1):
        if one != other:
            yield f"{PAGE.name}:{number}: {other}"
            yield f"    expected: {one}"
            return
    if len(expected.splitlines()) != len(actual.splitlines()):
        yield f"{PAGE.name}: {len(actual.splitlines())} lines, expected {len(expected.splitlines())}"


def report(name, faults):
    faults = list(faults)
    print(f"{'not ok' if faults else 'ok'} - {name}")
    for fault in faults:
        print(f"    {fault}")
    return bool(faults)


def check(program):
    results, facts = run_all(program), read(FACTS)
    rows, written = judge_all(results, facts), page(results, facts)
    failed = report("the facts of history are whole", fact_faults(facts, rows))
    failed |= report("docs/backtest.md is what the program says (./dev backtest writes it)",
                     difference(written, PAGE.read_text("utf-8") if PAGE.exists() else ""))
    failed |= report("the README tells its result", readme_faults(rows))
    other = json.loads(json.dumps([[list(key), value] for key, value in results.items()]))
    other = {tuple(key): value for key, value in other}
    other[("china-gallium-germanium-2023", "lcf")]["markets"][0]["mechanism"] = "shortage"
    failed |= report("another mechanism is caught, on the page and as a contradiction",
                     [] if list(difference(page(other, facts), written))
                     and list(fact_faults(facts, judge_all(other, facts))) else ["not caught"])
    moved = [dict(fact, outcome="goes_on", materials="") if fact["case"] == "magnet-maker" else fact
             for fact in facts]
    failed |= report("another outcome is caught",
                     [] if list(fact_faults(moved, judge_all(results, moved))) else ["not caught"])
    return 1 if failed else 0


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "--check":
        return check(arguments[1])
    if len(arguments) != 1:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    PAGE.write_text(page(run_all(arguments[0]), read(FACTS)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
