# SPDX-License-Identifier: EUPL-1.2
"""A slow, obvious twin of what `keten assess` says of scarcity: what a buyer lacks who is served
before others, and why a loss is a loss. It stands on oracle.py for the network, and works out the
rest from the tables and from the formulas of docs/methods.md, section 7, one event at a time:

    R(e)     = reach * [(T + spare) * sum over countries c that are not hostile of S_c * r_c(e)
                        + secondary]                                                 kg a year
    avail(e) = max(sum over sources c that are not hostile of S_c * r_c(e),
                   min(1, (R(e) + stock) / need))

How the formulas are read where they leave room:

  Market        An item without suppliers of its own has one where the reference knows who makes the
                material at that stage, in either scope; else nobody is known, and nothing is
                scrambled for. r_c(e) is what the producer still makes under
                proportional rationing. What nobody knows the maker of (the `unknown` rest) counts
                in the share that is left, as it does in proportion, and not in R.
  Touched       Only a market of which some source makes less under the event is scrambled for. In
                all others everything can be had, from hostile countries too.
  Scarce        Who is hostile still sells where the market loses less than a tenth in proportion:
                then it is dear, not scarce.
  Then          What is available is put in the place of the market's sum, for all who draw on the
                market, and the network is worked out once more. Named suppliers are not put aside;
                what they lose or keep follows from their own inputs.
  T             The row of world_output of the asked period, or of the one that stands in for it, by
                the rule for lists of shares; in kilograms. Of any basis, whatever the scope. Spare
                is capacity above it. Secondary is T * e / (1 - e), e the recycling input rate of the
                material, where the row says that it is primary output; else none.
  Need          Kilograms a year of the material and stage, over all items that the target reaches,
                whoever supplies them. What stands by, an alternative that is not the first, takes
                0. Not known where one of the items that are used has no mass. It is what must be
                bought: divided by the yields of the bill of materials, or, where a row of an item
                that is a composition of the reference has none, by that of the composition.
  Stock         Of the same items, whoever holds it, also where the holder fails: the quantity; or
                the days over 365.25 of what is taken of that item in a year.
  Not known     Where T is not known, R is 0 in avail (a stock still helps); where the need is not
                known avail is the share that is left; a need of 0 is met.
  Use           Each first alternative, from the target down. In sustainment a row of the item goes
                before what the items above it take: use_per_year, else installed / life. It is split
                over the producers as what is taken from above is; over the market where that is 0.
                The target without a row is one in service. New build: the mean of the target's
                demand over the years that have one (rows of one year add up); else one.
  Of a flow     What is drawn on of its material and stage: the reference market or the named
                suppliers of an item, or what one buyer draws on. The worst of them tells what is
                available; of equally bad ones the worst mechanism.
  Share         Of the flow's country in all units of that material and stage: of what the target
                takes, not of the world.
  Refuses       A ban, suspension of exports, end-use ban, licence, licence practice, licence beyond
                the border or listing of the country on the material, in force on the day, against
                the home of the target (where it is made; the European Union where that is not
                known), and not taken by that home itself. One against organisations binds those
                alone: whether it refuses is not known.
  Unknown       T or the need is not known and the worst is a reference market: also where a stock
                covers it all.
"""

import math
import os

import oracle
from first_reference import Reference, default_hostile, in_force

TOUCHED = 1e-13                 # a source that makes less than all by more than this
SCARCE = 0.1                    # share of a market that is lost
DOMINATES = 0.65
THIN = 0.1
IMPACT = 0.1
WAYS_OUT = 3
YEAR = 365.25
MECHANISMS = ("price", "unknown", "shortage", "form", "denied")     # the worse, the later
REFUSALS = ("ban", "suspension", "end_use_ban", "licence", "licence_practice",
            "extraterritorial_licence", "entity_listing")


# --- the network, of a buyer who is served first ---------------------------------------------


class Network(oracle.Network):
    """`given`: item -> what is available of its reference market, whatever its sources make."""
    given = None

    def is_known(self, item):
        """Where the reference has no shares nobody is known to make it: that is no market."""
        return self.on_reference_market(item) and any(
            self.reference.shares.get((item.material, item.stage, scope))
            for scope in ("global", "eu"))

    def is_market(self, item, sources):
        return self.is_known(item) and sources[0][2]

    def bom_alternative(self, row):
        """With what is lost in cutting where the row says nothing: a composition's yield."""
        alternative = super().bom_alternative(row)
        child = alternative.child
        cut = next((oracle.number(r.get("yield")) for r in self.reference.table("compositions")
                    if child.is_material and r["composition"] == row["parent"]
                    and r["material"] == child.material and r.get("yield")), None)
        alternative.cut = cut if cut and not row.get("yield") else 1.0
        return alternative

    def capacity_now(self, node, stopped, memo):
        if not self.given or node in stopped:
            return super().capacity_now(node, stopped, memo)
        essential, loss = 1.0, []
        for requirement in node.requirements:
            avail = []
            for alternative in requirement.alternatives:
                if alternative.child in self.given and self.is_market(alternative.child,
                                                                      alternative.sources):
                    avail.append(self.given[alternative.child])
                else:
                    avail.append(min(1.0, math.fsum(share * self.capacity(source, stopped, memo)
                                                    for source, share, _ in alternative.sources)))
            avail = avail[0] if self.defect == "first_alternative" else max(avail)
            if requirement.essential:
                essential = min(essential, avail)
            else:
                loss.append(requirement.weight * (1.0 - avail))
        return min(essential, 1.0 - math.fsum(loss))

    def item_capacity(self, item, stopped, memo):
        if self.given and item in self.given:
            return self.given[item]
        return super().item_capacity(item, stopped, memo)


class Scarcity:
    """All of it for one target. `stocks`, `sustainment` and `demand` are read from the case."""
    def __init__(self, case, reference, target, buyer, period="newest", scope="global",
                 defect=None):
        self.reference = Reference(reference, period)
        self.defect = defect
        mine = defect if defect == "first_alternative" else None
        self.network = Network(case, reference, scope, mine, self.reference)
        self.built = Network(case, reference, scope, "first_alternative", self.reference)
        self.tables = oracle.read_package(case)
        self.period, self.scope = period, scope
        self.target = self.network.items[target]
        self.assessment = oracle.Assessment(self.network, target)
        self.nodes = self.assessment.nodes
        self.items = self.assessment.reached_items
        self.ask(buyer)

    def ask(self, buyer):
        """Another buyer, of the same target."""
        in_service = any(row["item"] == self.target.id for row in self.table("sustainment"))
        serial = "production" if self.wanted_a_year() > 1.0 else "newbuild"
        need = buyer.need or ("sustainment" if in_service else serial)
        hostile = buyer.hostile
        if hostile is None:
            hostile = default_hostile(self.reference, buyer.day)
        self.buyer = buyer.but(need=need, hostile=sorted(hostile))
        self.find_use()
        self.find_markets()

    def table(self, name):
        return self.tables.get(name, [])

    # --- need --------------------------------------------------------------------------------

    def find_use(self):
        """item -> {node: units}: a year, and of one unit of the target"""
        self.use, self.use_of_one = {}, {}
        for item in self.items:
            self.units_of(item, self.use)
            self.units_of(item, self.use_of_one)

    def units_of(self, item, use):
        if item not in use:
            nodes = [node for node in self.nodes if node.item is item]
            taken = {node: self.taken(node, use) for node in nodes}
            own = self.own_use(item) if use is self.use else None
            if own is not None:
                taken = self.split(item, nodes, taken, own)
            use[item] = taken
        return use[item]

    def taken(self, node, use):
        """What the items above take of a producer; all of them, of the target."""
        targets = self.targets() if use is self.use else 1.0
        parts = [self.assessment.start.get(node, 0.0) * targets]
        for owner, alternative, share in self.assessment.users[node]:
            cut = getattr(alternative, "cut", 1.0) if self.defect != "no_cutting" else 1.0
            quantity = alternative.quantity["typ"] / alternative.yield_ / cut
            parts.append(oracle.Assessment.times(self.units_of(owner.item, use)[owner], quantity)
                         * share)
        return math.fsum(parts)

    def split(self, item, nodes, taken, own):
        whole = math.fsum(taken.values())
        if whole > 0.0:
            return {node: own * part / whole for node, part in taken.items()}
        market = dict(self.network.market_nodes(item))  # also of who the target does not reach
        return {node: own * market.get(node, 0.0) for node in {*nodes, *market}}

    def targets(self):
        """Units of the target a year; those in service have a row of their own."""
        if self.buyer.need == "modernisation":
            return 1.0
        if self.buyer.need == "sustainment":
            return 1.0 / self.buyer.life
        return self.wanted_a_year()

    def wanted_a_year(self):
        """The mean over the years that are named; one where none is."""
        by_year = {}
        for row in self.table("demand"):
            if row["item"] == self.target.id:
                by_year.setdefault(row["year"], []).append(float(row["quantity"]))
        if not by_year:
            return 1.0
        return math.fsum(math.fsum(q) for q in by_year.values()) / len(by_year)

    def own_use(self, item):
        if self.buyer.need != "sustainment":
            return None
        row = next((r for r in self.table("sustainment") if r["item"] == item.id), None)
        if row is None:
            return None
        if row["use_per_year"]:
            return float(row["use_per_year"])
        return float(row["installed"]) / self.buyer.life if row["installed"] else None

    def alike(self, material, stage):
        return [i for i in self.items if i.is_material and (i.material, i.stage) == (material,
                                                                                    stage)]

    def need_kg(self, material, stage, use=None):
        """A year, or of one unit of the target (`use_of_one`); None where it is not known."""
        items = self.alike(material, stage)
        if self.defect == "one_requirement":
            items = items[:1]
        kg = math.fsum(oracle.Assessment.times(
            units, math.nan if item.kg_per_unit is None else item.kg_per_unit)
            for item in items for units in (use or self.use)[item].values())
        return None if math.isnan(kg) else kg

    def stock_kg(self, material, stage):
        parts = []
        for item in self.alike(material, stage):
            for row in self.table("stocks"):
                if row["item"] != item.id or item.kg_per_unit is None:
                    continue
                if row.get("quantity"):
                    parts.append(float(row["quantity"]) * item.kg_per_unit)
                elif row.get("days_of_cover"):
                    year = math.fsum(self.use[item].values()) * item.kg_per_unit
                    parts.append(float(row["days_of_cover"]) / YEAR * year)
        return math.fsum(parts)

    # --- markets -----------------------------------------------------------------------------

    def find_markets(self):
        self.market = {}            # (material, stage) -> facts in kg a year
        for item in self.items:
            key = (item.material, item.stage)
            if item.is_material and key not in self.market:
                world, spare, secondary = self.reference.output(*key)
                self.market[key] = {"world": world, "spare": spare, "secondary": secondary,
                                    "need": self.need_kg(*key), "stock": self.stock_kg(*key)}

    def sellers(self, item, r):
        """[(node, share)] of the reference market who sell to this buyer under the event."""
        market = [(node, share) for node, share in self.network.market_nodes(item) if share > 0.0]
        lost = 1.0 - math.fsum(share * r(node) for node, share in market)
        if lost < SCARCE - 1e-12 or self.defect == "all_sell":
            return market
        return [(node, share) for node, share in market
                if node.country not in self.buyer.hostile]

    def accessible_kg(self, item, r):
        """Of the reference market, made under the event and sold to this buyer."""
        facts = self.market[item.material, item.stage]
        if facts["world"] is None:
            return None
        left = math.fsum(share * r(node) for node, share in self.sellers(item, r) if node.country)
        secondary = 0.0 if self.defect == "no_recycling" else facts["secondary"]
        return (facts["world"] + facts["spare"]) * left + secondary

    def reachable_kg(self, item, r):
        kg = self.accessible_kg(item, r)
        return None if kg is None else self.buyer.reach * kg

    def available(self, item, r):
        facts = self.market[item.material, item.stage]
        left = math.fsum(share * r(node) for node, share in self.sellers(item, r))
        if facts["need"] is None:
            return left
        if facts["need"] == 0.0:
            return 1.0
        stock = 0.0 if self.defect == "no_stock" else facts["stock"]
        first = ((self.reachable_kg(item, r) or 0.0) + stock) / facts["need"]
        return max(left, min(1.0, first))

    # --- events ------------------------------------------------------------------------------

    def happen(self, network, by, event):
        """(proportional loss, loss first in line, r of each node, {item: available}, stopped)"""
        stopped = {node for node in network.nodes.values() if node.events[by] == event}
        memo = {}
        network.given = None
        lost = oracle.clamp(1.0 - network.item_capacity(self.in_(network, self.target), stopped,
                                                        memo))

        def r(node):
            return network.capacity(network.nodes[node.item.id, node.supplier], stopped, memo)

        given = {}
        for item in self.items:
            if self.network.is_known(item):
                if any(share > 0.0 and r(node) < 1.0 - TOUCHED
                       for node, share in self.network.market_nodes(item)):
                    given[self.in_(network, item)] = self.available(item, r)
        outputs = {node: r(node) for node in self.nodes}
        network.given = given
        first_memo = {}
        first = oracle.clamp(1.0 - network.item_capacity(self.in_(network, self.target), stopped,
                                                         first_memo))
        network.given = None
        given = {item: given[self.in_(network, item)] for item in self.items
                 if self.in_(network, item) in given}
        return lost, first, outputs, given, (stopped, first_memo)

    @staticmethod
    def in_(network, item):
        return network.items[item.id]

    def losses(self, by, event):
        return self.happen(self.network, by, event)[:2]

    def events(self, by):
        return sorted({n.events[by] for n in self.nodes} - {None}, key=oracle.utf8)

    def dependence(self):
        return {by: {event: self.losses(by, event) for event in self.events(by)}
                for by in oracle.CLASSES}

    # --- why a loss is a loss ----------------------------------------------------------------

    def home(self):
        best, home = 0.0, None
        for node, share in sorted(self.network.market_nodes(self.target),
                                  key=lambda m: oracle.utf8(m[0].supplier)):
            if node.country and share > best:
                best, home = share, node.country
        return home

    def bloc(self, country):
        if country == self.home():
            return "ally"
        return "ally" if {"EU27", "NATO"} & set(self.reference.groups(country)) else "elsewhere"

    def is_target(self, text):
        """Does a list of targets touch the country where the target is made?"""
        home = self.home()
        us = [home] if home else [row["iso3"] for row in self.reference.table("countries")
                                  if "EU27" in row["groups"].split(";")]
        touching = {"ALL", home or "EU27"}
        for country in us:
            touching |= {country} | set(self.reference.groups(country))
        return bool(touching & set(text.split(";")))

    def refuses(self, country, material):
        """True, False; None where no text says, or nobody knows."""
        found = False
        at_home = country == self.home() or (
            self.home() is None and "EU27" in self.reference.groups(country))
        for row in self.reference.table("export_restrictions"):
            if (row["country"], row["material"]) != (country, material) or at_home \
                    or row["measure"] not in REFUSALS or not self.is_target(row["target"]):
                continue
            force = in_force(row, self.buyer.day)
            of_some = row.get("applies_to") == "organisations"
            if force and not of_some:
                return True
            if force is None or of_some and force:
                found = None
        return found

    def outside(self, material, stage, country):
        """How many other countries make it and may sell."""
        key = (material, stage, "global")
        known = {row["iso3"] for row in self.reference.table("countries")}
        if self.reference.shares.get(key) and key not in self.reference.of_group:
            makers = {c for c, share in self.reference.shares[key].items() if share > 0.0}
        else:
            makers = {row["country"] for row in self.reference.table("makers")
                      if (row["material"], row["stage"]) == (material, stage)}
        return len((makers & known) - {country} - set(self.buyer.hostile))

    def share(self, flow, material, stage):
        memo = {}
        units = {node: self.assessment.units(node, "typ", memo) for node in self.nodes
                 if node.item.is_material and (node.item.material, node.item.stage) == (material,
                                                                                        stage)}
        whole = math.fsum(units.values())
        if not whole > 0.0:
            return None
        return math.fsum(u for node, u in units.items() if node.events["flow"] == flow) / whole

    def drawn(self, item):
        """[(is it the reference market, [(node, share)])] that the target draws on, each once."""
        found = {}
        if item is self.target:
            sources = tuple(self.network.market_nodes(item))
            found[sources] = self.network.is_known(item)
        for node in self.nodes:
            for requirement in node.requirements:
                for alternative in requirement.alternatives:
                    if alternative.child is item:
                        sources = tuple((n, s) for n, s, _ in alternative.sources)
                        found[sources] = self.network.is_market(item, alternative.sources)
        return [(on_market, sources) for sources, on_market in found.items()]

    def flow(self, flow):
        """What is known of one flow. `seen`: of each market it may be judged by, equally bad."""
        country, material, stage = flow.split("/")
        lost, first, r, given, (stopped, memo) = self.happen(self.network, "flow", flow)
        built = self.happen(self.built, "flow", flow)
        share = self.share(flow, material, stage)
        refuses = self.refuses(country, material)
        few = self.outside(material, stage, country) < WAYS_OUT
        facts = self.market[material, stage]
        seen = []
        for item in self.alike(material, stage):
            for on_market, sources in self.drawn(item):
                left = self.left(item, on_market, sources, given, (stopped, memo))
                row = {"item": item.id, "available": left, "named": not on_market,
                       "world_kg": facts["world"], "accessible_kg": None, "need_share": None,
                       "period": None}
                if on_market:
                    row["accessible_kg"] = self.accessible_kg(item, r.get)
                    row["period"] = self.reference.period_of_market(
                        material, stage, "global" if item.implicit else self.scope)
                    reachable = self.reachable_kg(item, r.get)
                    if reachable and facts["need"] is not None:
                        row["need_share"] = facts["need"] / reachable
                seen.append(row)
        worst = min(row["available"] for row in seen)
        seen = [row for row in seen if row["available"] <= worst + 1e-12]
        for row in seen:
            row["mechanism"] = self.mechanism(row, facts, share, refuses, few)
            if row["mechanism"] == "price" and first > 1e-12:  # lost in what is made of it
                row["mechanism"] = "unknown" if self.blind(given) else "shortage"
            row["thin"] = (row["mechanism"] == "price" and row["need_share"] is not None
                           and row["need_share"] >= THIN)
        need = facts["need"]
        one = self.need_kg(material, stage, self.use_of_one)
        price = self.reference.price(material, stage)
        paid = one if self.buyer.need == "newbuild" else need
        cost = None if price is None or paid is None else price * paid
        return {"flow": flow, "country": country, "material": material, "stage": stage,
                "share": share, "dependence": lost, "dependence_first": first,
                "dependence_as_built": built[0], "first_as_built": built[1],
                "need_kg": one, "need_kg_per_year": need, "cost_eur": cost,
                "cost_eur_x5": None if cost is None else 5.0 * cost,
                "unsure": refuses is None and few and share is not None
                          and share >= DOMINATES - 1e-9,
                "bloc": self.bloc(country), "seen": seen}

    def blind(self, given):
        """Something is short of which the world's output, or the need, is not known."""
        facts = [self.market[item.material, item.stage] for item, left in given.items()
                 if left < 1.0 - 1e-12]
        return any(f["world"] is None or f["need"] is None for f in facts)

    def left(self, item, on_market, sources, given, second):
        if on_market and item in given:
            return given[item]
        stopped, memo = second
        self.network.given = given
        left = math.fsum(s * self.network.capacity(n, stopped, memo) for n, s in sources)
        self.network.given = None
        return min(1.0, left)

    def mechanism(self, row, facts, share, refuses, few):
        if refuses and few and share is not None and share >= DOMINATES:
            return "denied"
        if not row["named"] and (facts["world"] is None or facts["need"] is None):
            return "unknown"
        return "shortage" if row["available"] < 1.0 - 1e-12 else "price"

    def flows(self):
        return {flow: self.flow(flow) for flow in self.events("flow")}

    def worst_mechanisms(self, flows):
        """material -> the worst mechanism of its flows"""
        worst = {}
        for row in flows.values():
            for seen in row["seen"]:
                rank = MECHANISMS.index(seen["mechanism"])
                worst[row["material"]] = max(worst.get(row["material"], 0), rank)
        return {material: MECHANISMS[rank] for material, rank in worst.items()}


def of_folder(folder, target, buyer, **more):
    return Scarcity(os.path.join(folder, "case"), os.path.join(folder, "reference"), target, buyer,
                    **more)
