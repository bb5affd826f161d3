#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Writes docs/letter.md: what the letter of 13 January 2025 says of the frigate's chain, statement
by statement, and what the program says of each.

    letter.py PROGRAM             write the page (`./dev backtest`)
    letter.py --check PROGRAM     exit 1 where the page is not what the program says now
    letter.py --self-test         each rule on figures that it must judge otherwise

Statements, quotations and the rule that judges each are rows of letter.csv; every figure comes from
`keten assess` and `keten criticality` of the frigate, as JSON. A rule is a function of those figures
that returns a verdict and sentences. Nothing depends on the day: figures and restrictions are of the
record. A quotation is held against the letter itself where that lies beside the project.
"""

import csv
import json
import pathlib
import re
import subprocess
import sys
import typing

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "letter.md"
STATEMENTS = ROOT / "tools" / "letter.csv"
LETTER = ROOT.parent / "shared" / "000_381ce7b3a466a1de.txt"
CASE = "data/cases/lcf"
HOME = "NLD"

AGREES, IN_PART, CONTRADICTS, NOT_SHOWN = "agrees", "agrees in part", "contradicts", "cannot be shown"
DUTCH = {AGREES: "klopt", IN_PART: "klopt deels", CONTRADICTS: "klopt niet",
         NOT_SHOWN: "niet aan te tonen"}

SOURCES = {
    "letter": "letter of 13 January 2025, Kamerstuk 32 852, nr. 326",
    "hcss": "the study of the frigate that the letter sends along, as its authors announce it "
            "(HCSS, *Raw material and supply chain vulnerabilities in the Dutch defence sector*); "
            "the study itself was not read",
    "berenschot": "the study of the areas that the letter sends along, as Link Magazine reports it (Berenschot); "
                  "the study itself was not read",
}

HALF = 0.5           # more than half of the cases: what "strongly" and "most" mean here
NEAR_AVERAGE = 0.05  # an area closer to the average than this cannot be called above or below it


class Figures:
    """What the program says of the frigate and of the materials."""

    def __init__(self, assessment, criticality, names, groups, items):
        self.assessed = assessment["result"]
        rows = criticality["result"]["materials"]
        families = {m["group"] for m in rows}
        self.materials = {m["id"]: m for m in rows if m["id"] not in families}
        self.as_of = criticality["result"]["restrictions_as_of"]
        self.names = names
        self.items = items
        self.union = {c for c, g in groups.items() if "EU27" in g.split(";")}
        self.allies = self.union | {c for c, g in groups.items() if "NATO" in g.split(";")}
        self.chain = sorted({m["id"] for m in self.assessed["materials"]} & set(self.materials))
        self.tiers = self.assessed["visibility"]
        self.risks = self.assessed["risks"]
        self.risky = [r for r in self.risks if r["risky"] == "yes"]
        self.undecided = [r for r in self.risks if r["risky"] == "unknown"]
        self.deniable = [r for r in self.undecided if r["mechanism"] == "denied"]
        ranked = {r["material"] for r in self.risks}
        self.unranked = [m["id"] for m in self.assessed["materials"] if m["id"] not in ranked]
        self.areas = {a["id"]: a for a in self.assessed["areas"]}

    def named(self, ids):
        """In words: "gallium, tungsten and yttrium"."""
        names = [self.names.get(i, i) for i in ids]
        return " and ".join([", ".join(names[:-1])] * bool(names[1:]) + names[-1:]) or "none"

    def ranked(self):
        """In words how many materials are ranked, and which have no market on record."""
        if not self.unranked:
            return "%d materials" % len(self.risks)
        return ("%d of the %d materials (of %s no market is on record)"
                % (len(self.risks), self.assessed["counts"]["materials"], self.named(self.unranked)))

    def place(self, tier, *places):
        """Share of the requirements of a tier that come from these places."""
        row = self.tiers[tier]
        return sum(row["place"][p] for p in places) / row["requirements"]

    def listed(self, flag):
        """Materials of a public list: in the chain, and not in it."""
        members = [m for m, row in self.materials.items() if row[flag]]
        return [m for m in members if m in self.chain], [m for m in members if m not in self.chain]


class Judgement(typing.NamedTuple):
    verdict: str
    dutch: str       # the figure that decides, for the table
    sentences: list
    rows: tuple = ()  # of a table below them


def percent(share):
    if 0 < share < 0.001:
        return "less than 0.1 %"
    return "%.1f %%" % (100 * share) if 0 < share < 0.095 else "%.0f %%" % (100 * share)


def procent(share):
    return percent(share).replace("less than", "minder dan").replace(".", ",")


def count(n, one, more):
    return "%d %s" % (n, one if n == 1 else more)


# --- rules: figures, argument of the statement -> judgement ----------------------------------------

def import_reliance(f, _):
    listed = [m for m in f.chain if f.materials[m]["critical_listed"]]
    reliance = {}
    for m in listed:
        stage = next((s for s in f.materials[m]["stages"]
                      if s["stage"] == f.materials[m]["bottleneck_stage"]), {})
        if stage.get("import_reliance") is not None:
            reliance[m] = stage["import_reliance"]
    high = [m for m, share in reliance.items() if share > HALF]
    one = [m for m in listed if f.materials[m]["single_country_over_65"]]
    return Judgement(
        AGREES if len(high) > HALF * len(reliance) else CONTRADICTS,
        "van %d kritieke grondstoffen in het schip voert de EU er %d voor meer dan de helft in"
        % (len(reliance), len(high)),
        ["Of the %d materials of the ship that are on the EU's list of critical ones, import reliance of the "
         "EU is published for %d at their riskiest stage; for %d it is above one half."
         % (len(listed), len(reliance), len(high)),
         "For %d a single country outside the EU supplies more than 65 %% of what the EU uses, at some stage."
         % len(one),
         "These are figures of the Union. Of the Netherlands alone it is known who sells to them, which need "
         "not be who makes it (`--scope nl`)."])


def half_products(f, _):
    goods = f.assessed["semi_finished"]
    named = [g for g in goods if g["supply_known"]]
    risky = [g for g in goods if g["materials_worst"] is not None and g["materials_worst"] >= 1]
    return Judgement(
        AGREES if len(named) > HALF * len(goods) else NOT_SHOWN,
        "van %d van de %d halffabricaten en componenten is een maker bekend" % (len(named), len(goods)),
        ["Of the %d half-products and components behind the ship, %d hold a material whose supply risk is "
         "at or above the Commission's threshold: to that extent the dependence comes up the chain."
         % (len(goods), len(risky)),
         "But who makes them is on record for %d. Of the others it is not known where they are made, and "
         "not known is not safe." % len(named)])


def restrictions(f, _):
    bound = [m for m in f.chain if f.materials[m]["export_restrictions_in_force"]]
    china = [m for m in bound if any(r["country"] == "CHN" and r["status"] == "in_force"
                                     for r in f.materials[m]["export_restrictions"])]
    return Judgement(
        AGREES if bound else CONTRADICTS,
        "voor %d van de %d grondstoffen gelden exportbeperkingen" % (len(bound), len(f.chain)),
        ["Of the %d materials in the ship's chain of which a record of measures is kept, %d are under at least "
         "one export restriction that is in force (record of %s), %d of them by China."
         % (len(f.chain), len(bound), f.as_of, len(china)),
         "Whether a measure was meant as pressure is not for a model to say, and a licence is not a ban: "
         "[methods.md](methods.md) says how each is counted."])


def undecided(f):
    """What is neither risky nor a matter of price, with what is known of it."""
    denied = [r["material"] for r in f.deniable]
    others = [r["material"] for r in f.undecided if r not in f.deniable]
    if denied:
        yield ("Supply of %s can be denied as well, but whether something stands in in time is not known: the "
               "first screen of Keten counts it with what can be denied, the rule does not call it risky."
               % f.named(denied))
    if others:
        yield "Of %s too little is known to say." % f.named(others)


def effect(f, _):
    priced = [r for r in f.risks if r["mechanism"] == "price"]
    most = AGREES if len(f.risky) > HALF * len(f.risks) else IN_PART
    return Judgement(
        most if f.risky else CONTRADICTS,
        "%d van de %d grondstoffen kunnen niet op tijd worden vervangen of elders gekocht"
        % (len(f.risky), len(f.risks)),
        ["Ranked for the ship in service are %s. Of these %d come out risky by the printed rule (%s): their "
         "main source can close to her makers, nothing stands in in time, and something she needs is not made."
         % (f.ranked(), len(f.risky), f.named(r["material"] for r in f.risky)),
         "For %d the loss of the main source costs money, not the part: enough is made elsewhere for a buyer of "
         "these amounts." % len(priced),
         *undecided(f),
         "Nor is it direct: a ship in service sails on until a part is needed, and no stock is on record that "
         "would say how long that takes."])


def area(f, wanted):
    a = f.areas.get(wanted)
    if a is None or a["supply_risk_mean"] is None:
        return Judgement(NOT_SHOWN, "niets bekend van wat hier wordt gemaakt",
                         ["Nothing is on record of what is made in this area."])
    average = f.assessed["areas_average"]
    ratio = a["supply_risk_mean"] / average["supply_risk_mean"]
    if abs(ratio - 1) < NEAR_AVERAGE:
        verdict, words = NOT_SHOWN, "too close to it to be called above or below"
    else:
        verdict, words = (AGREES, "above it") if ratio > 1 else (CONTRADICTS, "below it")
    ranked = sorted((x for x in f.areas.values() if x["supply_risk_mean"] is not None),
                    key=lambda x: -x["supply_risk_mean"])
    basis = " and ".join([count(a["items"], "item", "items") + " of the frigate"] * bool(a["items"]) +
                         [count(a["typical_items"], "typical item", "typical items") +
                          " of a public basket"] * bool(a["typical_items"]))
    return Judgement(
        verdict,
        ("toeleveringsrisico %.2f, gemiddeld over de gebieden %.2f"
         % (a["supply_risk_mean"], average["supply_risk_mean"])).replace(".", ","),
        ["From %s: the supply risk of the materials that they cannot do without is %.2f on average, over all "
         "areas %.2f; that is %s (within %.0f %% counts as the average)."
         % (basis, a["supply_risk_mean"], average["supply_risk_mean"], words, 100 * NEAR_AVERAGE),
         "It is number %d of the %d areas of which something can be said; the highest is %s with %.2f."
         % (ranked.index(a) + 1, len(ranked), f.names.get(ranked[0]["id"], ranked[0]["id"]),
            ranked[0]["supply_risk_mean"]),
         "With scores of business impact it is %.1f against %.1f. The study weighed impact, too, but did not "
         "publish its scores where we could read them: ours are a judgement for %s of the items."
         % (a["risk_mean"], average["risk_mean"], percent(a["business_impact_ours"])),
         "%s of the items are in the area by assumption. The largest causes are %s."
         % (percent(a["assumed"]), f.named(m["id"] for m in a["materials"][:3]))])


def noted(_, dutch):
    return Judgement(NOT_SHOWN, dutch, [])


def tiers(f, _):
    return Judgement(
        AGREES if len(f.tiers) > 1 else CONTRADICTS,
        "in de keten op papier liggen tot %d schakels tussen bouwer en grondstof" % len(f.tiers),
        ["The chain on record has the same order, and does not end at tier 2: up to %d tiers of suppliers lie "
         "between the yard and the ore." % len(f.tiers)])


def known_by_tier(f, _):
    known = [t["known"] / t["requirements"] for t in f.tiers]
    beyond = sum(t["known"] for t in f.tiers[1:]) / sum(t["requirements"] for t in f.tiers[1:])
    return Judgement(
        AGREES if beyond < HALF and beyond < known[0] else CONTRADICTS,
        "leverancier bekend van %s van wat de bouwer inkoopt, daarachter van %s"
        % (procent(known[0]), procent(beyond)),
        ["A supplier is named for %s of the inputs that the maker of the ship buys, and for %s of all inputs "
         "beyond: those of the tier-1 suppliers, and further down." % (percent(known[0]), percent(beyond)),
         "This is what public sources tell. The ministry, the yard and its suppliers may know more: "
         "`keten ask` lists what to ask whom."])


def tier_1_places(f, _):
    elsewhere, unknown = f.place(0, "elsewhere"), f.place(0, "unknown")
    as_far = AGREES if unknown < NEAR_AVERAGE else IN_PART
    return Judgement(
        CONTRADICTS if elsewhere > 0 else as_far,
        "van %s staat geen leverancier in een openbare bron; van de rest zit %s buiten EU en NAVO"
        % (procent(unknown), "niemand" if elsewhere == 0 else procent(elsewhere)),
        ["Of the inputs that the maker buys, %s come from suppliers in the Netherlands, the EU or NATO, and %s "
         "from elsewhere." % (percent(f.place(0, "home", "eu", "nato")), percent(elsewhere)),
         "Of %s no supplier is named in a source that was read; the study could ask the ministry. So whoever "
         "is on record fits the statement, and whoever is not cannot confirm it."
         % percent(unknown)])


def allied_stops(f, _):
    alone = [c["id"] for c in f.assessed["dependence"]["country"]
             if c["dependence"] >= 1 and c["id"] in f.allies and c["id"] != HOME]
    return Judgement(
        IN_PART if alone else AGREES,
        "betrouwbaar, maar %d bondgenoten kunnen elk het schip stilleggen" % len(alone),
        ["By Keten's rule none of these countries is an unreliable source, so none is called risky.",
         "But reliable is not replaceable: %d countries of the EU and NATO (%s) each stop the ship by themselves, "
         "because on record they alone make something that she cannot do without."
         % (len(alone), f.named(alone)) if alone else "No allied country stops the ship by itself.",
         "What their suppliers buy in turn is another matter: see the tiers under the whole chain."])


def origins(f, _):
    rows = [c for c in f.assessed["dependence"]["country"] if c["origin_share_mass"]]
    largest = sorted(rows, key=lambda c: -c["origin_share_mass"])[:3]
    europe = sum(c["origin_share_mass"] for c in rows if c["id"] in f.union)
    led = {}  # country -> materials of which it is the largest source at some stage
    for m in f.assessed["materials"]:
        led.setdefault(m["top_country"], set()).add(m["id"])
    china = len(led.get("CHN", ()))
    leads = china == max(len(ids) for country, ids in led.items() if country)
    unknown = f.place(1, "unknown")
    as_far = AGREES if leads and unknown < NEAR_AVERAGE else IN_PART
    return Judgement(
        CONTRADICTS if europe > HALF else as_far,
        "%s van de grondstoffen, naar massa, komt uit de EU; China is voor %d van de %d de grootste bron; waar "
        "onderdelen vandaan komen is meestal onbekend"
        % (procent(europe), china, f.assessed["counts"]["materials"]),
        ["Of the raw materials in the ship %s come from the EU, by mass. China is the largest source, at some "
         "stage, of %d of the %d materials, %s. By mass the order is another: %s."
         % (percent(europe), china, f.assessed["counts"]["materials"],
            "more than any other country" if leads else "but not more than any other country",
            ", ".join("%s (%s)" % (f.names.get(c["id"], c["id"]), percent(c["origin_share_mass"]))
                      for c in largest)),
         "Where parts and chips come from is not on record: of the inputs of the tier-1 suppliers the country "
         "is unknown for %s." % percent(unknown),
         "Where no supplier of a raw material is named, the world market stands in for it."])


def materials(f, number):
    chain = f.assessed["counts"]["materials"]
    nato, nato_not = f.listed("nato_listed")
    eu, eu_not = f.listed("strategic_listed")
    risky = [r["material"] for r in f.risky]
    return Judgement(
        CONTRADICTS if chain < int(number) else NOT_SHOWN,
        "Keten vindt er %d; de lijst van het onderzoek is niet gelezen" % chain,
        ["Keten finds %d materials in the ship's chain: it follows alloys and electronics down to their elements, "
         "on assumptions. That is more than %s, and does not speak against it. The study's list was not "
         "read, so which materials are common to both cannot be shown." % (chain, number),
         "Two public lists can be compared. Of NATO's defence-critical materials, to which an earlier study of "
         "HCSS was an input, %d are in the chain (%s), and %d are not (%s); rare earths are counted one by one."
         % (len(nato), f.named(nato), len(nato_not), f.named(nato_not)),
         "Of the EU's strategic materials %d are in the chain, and %d are not (%s)."
         % (len(eu), len(eu_not), f.named(eu_not)),
         "The printed rule finds %d of all of them risky: %s; %d of these are on NATO's list and %d on the EU's."
         % (len(risky), f.named(risky), len(set(risky) & set(nato)), len(set(risky) & set(eu)))])


def home(f, _):
    abroad = f.place(0, "eu", "nato", "elsewhere")
    origin = next((c["origin_share_mass"] for c in f.assessed["dependence"]["country"]
                   if c["id"] == HOME), 0)
    table = ["| tier | the Netherlands | rest of the EU | rest of NATO | elsewhere | not known |",
             "|---|---:|---:|---:|---:|---:|"]
    for t in range(len(f.tiers)):
        label = "0: what the maker buys" if t == 0 else "%d" % t
        table.append("| %s | %s |" % (label, " | ".join(
            percent(f.place(t, p)) for p in ("home", "eu", "nato", "elsewhere", "unknown"))))
    return Judgement(
        CONTRADICTS if abroad > 0 else NOT_SHOWN,
        "Nederland levert %s van wat de bouwer inkoopt en %s van wat zijn leveranciers inkopen; minstens %s komt "
        "van buiten" % (procent(f.place(0, "home")), procent(f.place(1, "home")), procent(abroad)),
        ["The Netherlands supply %s of the inputs that the maker of the ship buys, and %s one tier down. At "
         "least %s of the first come from abroad, at least %s of the second; of the raw materials, by mass, "
         "%s come from the Netherlands."
         % (percent(f.place(0, "home")), percent(f.place(1, "home")), percent(abroad),
            percent(f.place(1, "eu", "nato", "elsewhere")), percent(origin)),
         "What is not known may lie at home, so the Dutch part is at least this; the whole chain it cannot be. "
         "Inputs are counted, not their value: of what the maker buys no price is on record.",
         "If the letter means that Dutch industry can bring a warship together from design to delivery, that is "
         "another claim, and one that a value chain does not test."],
        table)


def with_undecided(f, mass, cost):
    """What it is with all that can be denied: the figures of the first screen."""
    more = f.deniable
    if not more:
        return ""
    return ("; with %s, of which supply can be denied as well, %.1f kg, € %.0f"
            % (f.named(r["material"] for r in more), mass + sum(r["need_kg_per_year"] for r in more),
               cost + sum(r["cost_eur"] or 0 for r in more)))


def stocks(f, _):
    priced = [r for r in f.risky if r["cost_eur"] is not None]
    kept = [r for r in f.risky if r["stock_days"] is not None]
    mass = sum(r["need_kg_per_year"] for r in f.risky)
    cost = sum(r["cost_eur"] for r in priced)
    table = ["| material | need of one ship a year, kg | at the newest price, € | could stand in on the path |",
             "|---|---:|---:|---|"]
    for r in f.risky:
        table.append("| %s | %.2g | %s | %s |" % (
            f.names.get(r["material"], r["material"]), r["need_kg_per_year"],
            "not known" if r["cost_eur"] is None else "%.0f" % r["cost_eur"],
            f.items.get(r["alternative"], r["alternative"]) or "none"))
    return Judgement(
        NOT_SHOWN,
        "van de %d risicovolle grondstoffen heeft één schip %.0f kg per jaar nodig; of een voorraad daarvan helpt, "
        "of alleen een van het halffabricaat, is niet te zeggen" % (len(f.risky), mass),
        ["Stocks are on record for %d of the %d risky materials (%s)."
         % (len(kept), len(f.risky), f.named(r["material"] for r in f.risky)),
         "What the elements would take is little: a year's need of one ship in service is %.1f kg, € %.0f at the "
         "newest prices published%s." % (mass, cost, with_undecided(f, mass, cost)),
         "But what is short is the magnet, the crystal or the chip that holds the element, and who would make "
         "it of a stock is not on record. So whether a stock of raw materials makes supply more secure cannot be "
         "shown."],
        table)


RULES = {f.__name__: f for f in (import_reliance, half_products, restrictions, effect, area, noted, tiers,
                                 known_by_tier, tier_1_places, allied_stops, origins, materials, home, stocks)}


# --- page ------------------------------------------------------------------------------------------

def read_statements():
    with open(STATEMENTS, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def judge(statement, figures):
    judgement = RULES[statement["rule"]](figures, statement["argument"])
    return judgement._replace(sentences=judgement.sentences + [statement["note"]] * bool(statement["note"]))


HEAD = """# The letter, statement by statement

*Written by `./dev backtest` from what the program says; do not edit by hand.*

On 13 January 2025 two ministers and a state secretary wrote to Parliament about raw materials and the
defence industry. This page takes what the letter, and the two studies that came with it, say as fact,
and holds each statement against Keten's chain of the air-defence and command frigate. That chain is
a demonstration from public sources and marked assumptions; it is not the navy's data. So *agrees* means
that public data point the same way, *contradicts* that a source on record says otherwise, and *cannot be
shown* that public data do not decide it: that is no judgement of the letter. *Strongly* and *scarce* are
taken as more than half, *all* and *whole* as all. The figures are those of `keten assess data/cases/lcf` and
`keten criticality`; how they are found is in [methods.md](methods.md), and what Keten says of measures that
were really taken in [backtest.md](backtest.md).

## In het kort

Wat de brief stelt, en wat openbare gegevens daarvan laten zien. *Niet aan te tonen* is geen oordeel over de
brief: het zegt dat openbare bronnen het niet uitmaken.
"""


def section(n, statement, judgement):
    lines = ['<a id="s%d"></a>' % n, "", "## %d. %s: %s" % (n, statement["title"], judgement.verdict), "",
             "> %s" % statement["quote"], "",
             "%s(%s)" % ("*%s* " % statement["reading"] if statement["reading"] else "",
                         SOURCES[statement["source"]]), "",
             " ".join(judgement.sentences), ""]
    return lines + list(judgement.rows) + [""] * bool(judgement.rows)


def write(figures, statements):
    judged = [(s, judge(s, figures)) for s in statements]
    lines = [HEAD, "| | uitspraak | openbare gegevens | want |", "|---:|---|---|---|"]
    lines += ["| %d | [%s](#s%d) | **%s** | %s |" % (n, s["titel"], n, DUTCH[j.verdict], j.dutch)
              for n, (s, j) in enumerate(judged, 1)]
    lines.append("")
    for n, (s, j) in enumerate(judged, 1):
        lines += section(n, s, j)
    return "\n".join(lines).rstrip("\n") + "\n"


def run(program, *args):
    done = subprocess.run([program, *args, "--draws", "0", "--json"], cwd=ROOT, capture_output=True,
                          check=True)
    return json.loads(done.stdout)


def column(table, key, value):
    with open(ROOT / "data" / "reference" / table, encoding="utf-8", newline="") as handle:
        return {row[key]: row[value] for row in csv.DictReader(handle)}


def read_items():
    """Names of the items of the case by their ids."""
    with open(ROOT / CASE / "items.csv", encoding="utf-8", newline="") as handle:
        return {row["id"]: row["name_en"] for row in csv.DictReader(handle)}


def read_figures(program):
    names = column("countries.csv", "iso3", "name_en")
    names.update((i, n[:1].lower() + n[1:]) for i, n in column("materials.csv", "id", "name_en").items())
    names.update((i, n[:n.index(" (")] if " (" in n else n)
                 for i, n in column("strategy_areas.csv", "id", "name_en").items())
    return Figures(run(program, "assess", CASE), run(program, "criticality"), names,
                   column("countries.csv", "iso3", "groups"), read_items())


def wrong_quotes(statements):
    """Quotations that the letter does not hold, word for word; none where the letter is not at hand."""
    if not LETTER.exists():
        return []
    text = LETTER.read_text(encoding="utf-8").replace("’", "'")
    text = re.sub(r"\s+", " ", re.sub(r"(?<=\w)-\n(?=\w)", "", text))
    return [s["id"] for s in statements if s["source"] == "letter" and s["quote"] not in text
            and s["quote"].replace("-", "") not in text.replace("-", "")]


# --- self-test -------------------------------------------------------------------------------------

def doctored(**changes):
    """The least that the rules read, with changes."""
    place = {"home": 5, "eu": 2, "nato": 2, "elsewhere": 0, "unknown": 1}
    place.update(changes.get("place", {}))
    row = {"tier": 0, "requirements": 10, "known": changes.get("known", 9), "place": place}
    lower = dict(row, known=changes.get("below", 1))
    a = {"id": "x", "items": 1, "typical_items": 1, "supply_risk_mean": changes.get("mean", 2.0),
         "risk_mean": 1, "business_impact_ours": 1, "assumed": 1, "materials": []}
    risk = {"material": "m", "risky": changes.get("risky", "yes"), "mechanism": "denied", "stock_days": None,
            "cost_eur": 1.0, "need_kg_per_year": 1.0, "alternative": None}
    material = {"id": "m", "critical_listed": True, "bottleneck_stage": "p", "nato_listed": True,
                "stages": [{"stage": "p", "import_reliance": changes.get("reliance", 0.9)}],
                "single_country_over_65": True, "strategic_listed": True,
                "export_restrictions_in_force": changes.get("measures", 1), "export_restrictions": [],
                "group": None}
    goods = [{"supply_known": changes.get("supply_known", 0), "materials_worst": 2}]
    country = [{"id": "ALY", "dependence": changes.get("stops", 1), "origin_share_mass": changes.get("origin", 0.1)}]
    result = {"materials": [{"id": "m", "top_country": "CHN"}], "risks": [risk], "areas": [a],
              "visibility": [row, lower][:changes.get("tiers", 2)],
              "areas_average": {"supply_risk_mean": 1.5, "risk_mean": 1}, "semi_finished": goods,
              "dependence": {"country": country}, "counts": {"materials": 1}}
    criticality = {"materials": [material], "restrictions_as_of": ""}
    return Figures({"result": result}, {"result": criticality}, {}, {"ALY": "EU27"}, {})


EXPECTED = (  # rule, argument, changes, verdict
    ("import_reliance", "", {}, AGREES), ("import_reliance", "", {"reliance": 0.1}, CONTRADICTS),
    ("half_products", "", {}, NOT_SHOWN), ("half_products", "", {"supply_known": 1}, AGREES),
    ("restrictions", "", {}, AGREES), ("restrictions", "", {"measures": 0}, CONTRADICTS),
    ("effect", "", {}, AGREES), ("effect", "", {"risky": "no"}, CONTRADICTS),
    ("area", "x", {}, AGREES), ("area", "x", {"mean": 1.0}, CONTRADICTS),
    ("area", "x", {"mean": 1.52}, NOT_SHOWN), ("area", "x", {"mean": None}, NOT_SHOWN),
    ("area", "y", {}, NOT_SHOWN), ("noted", "", {}, NOT_SHOWN),
    ("tiers", "", {}, AGREES), ("tiers", "", {"tiers": 1}, CONTRADICTS),
    ("known_by_tier", "", {}, AGREES), ("known_by_tier", "", {"below": 9}, CONTRADICTS),
    ("tier_1_places", "", {}, IN_PART), ("tier_1_places", "", {"place": {"elsewhere": 1}}, CONTRADICTS),
    ("tier_1_places", "", {"place": {"unknown": 0}}, AGREES),
    ("allied_stops", "", {}, IN_PART), ("allied_stops", "", {"stops": 0.5}, AGREES),
    ("origins", "", {}, IN_PART), ("origins", "", {"origin": 0.9}, CONTRADICTS),
    ("origins", "", {"place": {"unknown": 0}}, AGREES),
    ("materials", "1", {}, NOT_SHOWN), ("materials", "2", {}, CONTRADICTS),
    ("home", "", {}, CONTRADICTS), ("home", "", {"place": {"eu": 0, "nato": 0}}, NOT_SHOWN),
    ("stocks", "", {}, NOT_SHOWN),
)


def self_test():
    wrong = [(rule, changes) for rule, argument, changes, verdict in EXPECTED
             if RULES[rule](doctored(**changes), argument).verdict != verdict]
    untried = set(RULES) - {rule for rule, *_ in EXPECTED}
    print("%sok - the rules judge doctored figures as they must%s"
          % ("not " if wrong or untried else "", "".join(": %s" % (w,) for w in wrong) or
             "".join(": %s is not tried" % r for r in sorted(untried))))
    return bool(wrong or untried)


def check(program):
    statements = read_statements()
    page = write(read_figures(program), statements)
    stands = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    quotes = wrong_quotes(statements)
    print("%sok - quotations of the letter are in it%s"
          % ("not " if quotes else "", "".join(": %s" % q for q in quotes)))
    print("%sok - docs/letter.md says what the program says%s"
          % (("", "") if page == stands else ("not ", ": ./dev backtest writes it anew")))
    return bool(quotes) or page != stands


def main(argv):
    if argv == ["--self-test"]:
        return self_test()
    if len(argv) == 2 and argv[0] == "--check":
        return self_test() + check(argv[1]) > 0
    if len(argv) == 1 and not argv[0].startswith("-"):
        PAGE.write_text(write(read_figures(argv[0]), read_statements()), encoding="utf-8")
        return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
