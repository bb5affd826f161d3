# SPDX-License-Identifier: EUPL-1.2
"""What the twin of scarcity (first_in_line.py) reads in the reference: the shares of one period,
world output, prices, measures on a day, and who has refused to sell."""

import datetime

import oracle

HOSTILE_YEARS = 5
FORMS = ("metal", "alloy", "compound", "ore")


# --- periods ---------------------------------------------------------------------------------


def years(period):
    """(first, last) of "2024" or "2016-2020"; (0, 0) where none is stated."""
    parts = [int(part) for part in period.split("-")] if period else [0]
    return parts[0], parts[-1]


def nearness(period, asked):
    """Sorts periods: the one that is taken comes first."""
    first, last = years(period)
    if asked == "newest":
        return (0, -last, -first)
    if (first, last) == years(asked):
        return (0, 0, 0)
    return (1, -last, -first) if last <= years(asked)[1] else (2, last, first)


class Reference(oracle.Reference):
    """The shares of one period, and all the other tables."""
    def __init__(self, folder, period):
        super().__init__(folder)
        self.tables = oracle.read_package(folder)
        self.asked = period
        self.shares, self.stated, self.period, self.of_group = {}, set(), {}, set()
        lists = {}
        for row in self.tables["material_supply"]:
            if (row.get("basis") or "") in oracle.MARKETS:
                key = (row["material"], row["stage"], row["scope"])
                lists.setdefault(key, {}).setdefault(row.get("period") or "", []).append(row)
        for key, periods in lists.items():
            self.period[key] = min(periods, key=lambda p: nearness(p, period))
            rows = periods[self.period[key]]
            self.shares[key] = {row["country"]: float(row["share"]) for row in rows}
            if rows[0].get("basis"):
                self.stated.add(key)
            if any(row.get("of_group") for row in rows):
                self.of_group.add(key)

    def table(self, name):
        return self.tables.get(name, [])

    def period_of_market(self, material, stage, scope):
        other = "eu" if scope == "global" else "global"
        for one in (scope, other):
            if self.shares.get((material, stage, one)):
                return self.period[material, stage, one] or None
        return None

    def output(self, material, stage):
        """(T, spare, secondary) in kg a year; T is None where none is published."""
        rows = {row["period"]: row for row in self.table("world_output")
                if (row["material"], row["stage"]) == (material, stage)}
        if not rows:
            return None, 0.0, 0.0
        row = rows[min(rows, key=lambda p: nearness(p, self.asked))]
        tonnes = float(row["tonnes"])
        spare = max(0.0, float(row["capacity"]) - tonnes) if row.get("capacity") else 0.0
        rate = next((oracle.number(m.get("eol_rir")) for m in self.table("materials")
                     if m["id"] == material), None)
        secondary = 0.0
        if rate and row.get("primary") == "yes":
            secondary = tonnes * rate / (1.0 - rate)
        return tonnes * 1000.0, spare * 1000.0, secondary * 1000.0

    def groups(self, country):
        return next((row["groups"].split(";") for row in self.table("countries")
                     if row["iso3"] == country), [])

    def price(self, material, stage):
        """Euros a kilogram of content, or None."""
        rates = {row["year"]: float(row["usd_per_eur"]) for row in self.table("exchange_rates")}
        rows = [row for row in self.table("annual_prices")
                if (row["material"], row["stage"]) == (material, stage) and row["year"] in rates]
        if not rows:
            return None
        row = min(rows, key=lambda r: (-int(r["year"]), FORMS.index(r["form"]),
                                       oracle.utf8(r["market"])))
        return (float(row["usd_per_kg"]) / (oracle.number(row.get("fraction")) or 1.0)
                / rates[row["year"]])


# --- measures --------------------------------------------------------------------------------


def day_of(text):
    return datetime.date.fromisoformat(text)


def in_force(row, day):
    """True, False, or None where it is not known."""
    if not row.get("effective"):
        return None
    if day < day_of(row["effective"]) or (row.get("ended") and day >= day_of(row["ended"])):
        return False
    if row.get("suspended_from") and day >= day_of(row["suspended_from"]):
        if not row.get("suspended_until") or day < day_of(row["suspended_until"]):
            return False
        return None
    return True


def default_hostile(reference, day):
    """Countries under economic sanctions, and those that have refused one of us of late."""
    found = {row["country"] for row in reference.table("sanctions")
             if row["kind"] == "economic" and in_force(row, day)}
    since = day.replace(year=day.year - HOSTILE_YEARS)
    for row in reference.table("export_restrictions"):
        refusal = row["measure"] in ("end_use_ban", "entity_listing") \
            or row.get("applies_to") == "military_use"
        ours = any(one in ("EU27", "NATO") or {"EU27", "NATO"} & set(reference.groups(one))
                   for one in row["target"].split(";"))
        if refusal and ours and in_force(row, day) and day_of(row["effective"]) > since:
            found.add(row["country"])
    return sorted(found)


class Buyer:
    """What was asked. `hostile`: a list of countries, or None for the default."""
    def __init__(self, reach=0.01, need=None, life=30.0, hostile=None, day=None):
        self.reach, self.need, self.life, self.hostile = reach, need, life, hostile
        self.day = day_of(day) if isinstance(day, str) else day

    def but(self, **changes):
        values = dict(vars(self), **changes)
        return Buyer(**values)
