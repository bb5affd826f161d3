#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""A slow, obvious, recursive twin of `keten assess`.

It reads the CSV files of a case and of the reference package itself and works out every figure of
`assess --json` from the definitions, one event at a time, with nothing but a memo per scenario. It
shares no code with the program, so that an error has to be made twice to go unseen. Meant for cases
of up to a few hundred items; it assumes that the case is valid (`keten check`).

    oracle.py CASE [--reference DIR] [--target ITEM] [--scope global|eu]
    oracle.py CASE --by CLASS --events A,B [--min-share X]      does the target fail?
    oracle.py CASE --by CLASS --order N    [--min-share X]      minimal cut sets by trying them all

How the definitions are read where they leave room:

  Reach         The network covers the whole case. Counts, visibility, evidence, items affected
                and events are about what the target reaches: the producers in the target's market
                and whatever they draw on, through sources of positive share, of all requirements
                and all alternatives. A source with share 0 is no source (its producer is a node,
                reached or not by other ways); its spare share changes nothing here, since nothing
                is reallocated.
  Material      Kind `material` with an empty `material`: the item's own id. Empty stage:
                processing where the reference has shares for it in any scope, else extraction.
  Shares        Missing shares split what the given ones leave; less than 1e-9 counts as 0. A rest
                without a missing share goes to `unknown`, the same source as a row `unknown`.
  Market        Rows without buyer; else the reference market of a material; else `unknown`.
  Reference     One list of shares: of the study's years, else of the newest up to them, else of the
                oldest after them; lists whose basis makes no market are passed over. In the asked
                scope, else in the other one. Sum above 0.97 (above 1 where the list states its
                basis): divided by it; else the rest is `unknown`. No shares at all: `unknown` alone.
  Stage chain   Each producer in the reference market of an item of stage processing, the
                `unknown` rest too, needs its own mass / yield (empty yield: 1) of
                `MATERIAL.extraction` (not known where a mass is not known), where
                stage_links has that link and the reference has extraction shares. That item is
                the case's own where the case has one; else an implicit one in kg, on global
                shares (else EU). The requirement has no value: a producer with BOM rows besides
                gets weights 1/n.
  Weights       Over all requirements of a producer: quantity * value_eur of the first row.
  r of an item  Share-weighted over its market, whoever its buyers are.
  Upper bound   `unknown` and `withheld` nodes without any requirement fail together with the
                event, also where they are the target's own producers.
  Tier          0 for the target's market. A source is no further when both have an organisation
                and it is the same one; 1 further otherwise. The smallest over all alternatives
                counts.
  Visibility    By the tier of the owner of the requirement, split by the sources of the first
                alternative. Known: a site, organisation or country of a supply row.
  Explosion     One unit of the target, split over its market; quantity / yield of each first
                alternative, split by share. kg: units, or units * mass_kg; null where one item of
                the (material, stage) has no mass. quantity_min and quantity_max where given, all
                the way.
  Top country   Largest part of the kg of a (material, stage); of its units where there is no kg.
                What has no country counts in the whole. Equal: smallest id. None: null.
  Origin        Mass enters at the first material producer on a path from the product (the
                target's own producers where it is a material itself) and is traced back through
                requirements on materials, each an equal part, by share, to nodes that have none:
                the end. An event's share is what ends in it; a flow's what passes it. By value:
                units * value_eur instead of kg. Entries without mass (value) are left out; total
                0: null.
  Evidence      BOM rows whose parent is reached and supply rows whose item is reached; empty is
                D.
  Failure       Of the target's producers those with a positive share count; of requirements the
                essential ones, the one on the earlier stage included.
"""

import argparse
import csv
import itertools
import json
import math
import os
import sys

CLASSES = ("country", "organisation", "site", "material", "flow")
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def number(text):
    """An optional number: None where the cell is empty or the column absent."""
    return float(text) if text else None


def read_package(folder):
    """Every table of a data package as a list of dictionaries, in file order."""
    with open(os.path.join(folder, "datapackage.json"), encoding="utf-8") as file:
        resources = json.load(file)["resources"]
    tables = {}
    for resource in resources:
        with open(os.path.join(folder, resource["path"]), encoding="utf-8", newline="") as file:
            tables[resource["name"]] = list(csv.DictReader(file))
    return tables


STUDY = (2016, 2020)        # the years whose shares make the markets
MARKETS = ("", "complete", "sum_of_listed", "model")    # what a list of shares must be to make one


def nearness(period):
    """Sorts the periods of one list: the study's years, else the newest up to its last one, else the oldest after."""
    years = [int(y) for y in period.split("-")] if period else [0]
    first, last = years[0], years[-1]
    if (first, last) == STUDY:
        return (0, 0, 0)
    return (1, -last, -first) if last <= STUDY[1] else (2, last, first)


class Reference:
    def __init__(self, folder):
        tables = read_package(folder)
        lists = {}                  # (material, stage, scope) -> {period: rows}
        for row in tables["material_supply"]:
            key = (row["material"], row["stage"], row["scope"])
            if (row.get("basis") or "") in MARKETS:
                lists.setdefault(key, {}).setdefault(row.get("period") or "", []).append(row)
        self.shares = {}            # (material, stage, scope) -> {country: published share}
        self.stated = set()         # lists that say of what kind they are
        for key, periods in lists.items():
            rows = periods[min(periods, key=nearness)]
            self.shares[key] = {row["country"]: float(row["share"]) for row in rows}
            if rows[0].get("basis"):
                self.stated.add(key)
        self.links = {(row["material"], row["from_stage"], row["to_stage"]): number(row["yield"])
                      for row in tables["stage_links"]}

    def knows(self, material, stage):
        return any((material, stage, scope) in self.shares for scope in ("global", "eu"))

    def market(self, material, stage, scope):
        """[(supplier, share)] of the world market, the unknown rest included."""
        other = "eu" if scope == "global" else "global"
        found = next((s for s in (scope, other) if self.shares.get((material, stage, s))), scope)
        published = self.shares.get((material, stage, found)) or {}
        total = math.fsum(published.values())
        if total > (1.0 if (material, stage, found) in self.stated else 0.97):
            return [("country:" + c, s / total) for c, s in published.items()]
        return [("country:" + c, s) for c, s in published.items()] + [("unknown", 1.0 - total)]


class Item:
    def __init__(self, row, reference):
        self.id = row["id"]
        self.kind = row["kind"]
        self.is_material = self.kind == "material"
        self.value = number(row.get("value_eur"))
        self.kg_per_unit = 1.0 if row.get("unit") == "kg" else number(row.get("mass_kg"))
        self.material = self.stage = None
        self.implicit = False
        if self.is_material:
            self.material = row.get("material") or self.id
            self.stage = row.get("stage") or (
                "processing" if reference.knows(self.material, "processing") else "extraction")


class Alternative:
    """One BOM row, or the need of an earlier stage."""
    def __init__(self, child, quantity, quantity_min, quantity_max, yield_, min_share, value):
        self.child = child
        self.quantity = {"typ": quantity,
                         "min": quantity if quantity_min is None else quantity_min,
                         "max": quantity if quantity_max is None else quantity_max}
        self.yield_ = 1.0 if yield_ is None else yield_
        self.min_share = min_share
        self.worth = None if value is None else quantity * value
        self.sources = []           # [(node, share, is from the reference market)]


class Requirement:
    def __init__(self, essential, alternatives):
        self.essential = essential
        self.alternatives = alternatives
        self.weight = None


class Node:
    """A producer: one (item, supplier)."""
    def __init__(self, item, supplier):
        self.item = item
        self.supplier = supplier
        self.requirements = []
        self.organisation = None
        self.events = {c: None for c in CLASSES}

    @property
    def hidden(self):
        return self.supplier in ("unknown", "withheld")

    @property
    def country(self):
        return self.events["country"]


class Network:
    # A deliberate mistake, by name, so that a test can see that the comparison notices:
    # first_alternative, equal_weights, no_buyers, no_chain, no_upper.
    def __init__(self, case_folder, reference_folder, scope="global", defect=None, reference=None):
        self.reference = reference or Reference(reference_folder)
        self.scope = scope
        self.defect = defect
        tables = read_package(case_folder)
        self.items = {row["id"]: Item(row, self.reference) for row in tables["items"]}
        self.case_items = set(self.items)
        self.bom = tables["bom"]
        self.supply = tables["supply"]
        self.organisations = {row["id"]: row for row in tables["organisations"]}
        self.sites = {row["id"]: row for row in tables["sites"]}
        self.nodes = {}
        self.rows_of_parent = {}
        for row in self.bom:
            self.rows_of_parent.setdefault(row["parent"], []).append(row)
        self.rows_of_supply = {}    # (item, buyer or "") -> rows
        for row in self.supply:
            key = (row["item"], row.get("buyer") or "")
            self.rows_of_supply.setdefault(key, []).append(row)
        self.markets = {}           # item -> [(node, share)]
        for item in list(self.items.values()):
            self.market_nodes(item)
        for row in self.supply:
            self.node(self.items[row["item"]], row["supplier"])

    # --- who supplies what -------------------------------------------------------------------

    def mix(self, rows):
        """[(supplier, share)] of the supply rows of one item and buyer."""
        given = math.fsum(float(row["share"]) for row in rows if row.get("share"))
        rest = 1.0 - given
        if rest < 1e-9:
            rest = 0.0
        missing = sum(1 for row in rows if not row.get("share"))
        shares = {row["supplier"]: float(row["share"]) if row.get("share") else rest / missing
                  for row in rows}
        if not missing and rest > 0.0:
            shares["unknown"] = shares.get("unknown", 0.0) + rest
        return list(shares.items())

    def on_reference_market(self, item):
        return item.is_material and (item.id, "") not in self.rows_of_supply

    def market(self, item):
        """([(supplier, share)], is it the reference market)"""
        if (item.id, "") in self.rows_of_supply:
            return self.mix(self.rows_of_supply[item.id, ""]), False
        if item.is_material:
            scope = "global" if item.implicit else self.scope
            return self.reference.market(item.material, item.stage, scope), True
        return [("unknown", 1.0)], False

    def market_nodes(self, item):
        if item not in self.markets:
            self.markets[item] = [(self.node(item, supplier), share)
                                  for supplier, share in self.market(item)[0]]
        return self.markets[item]

    def draw(self, item, buyer):
        """What the buyer (a supplier id) draws on for an item: [(node, share, from reference)]."""
        buyers = [buyer]
        if buyer in self.sites:
            buyers.append(self.sites[buyer]["organisation"])
        if self.defect == "no_buyers":
            buyers = []
        for one in buyers:
            if (item.id, one) in self.rows_of_supply:
                mix, reference = self.mix(self.rows_of_supply[item.id, one]), False
                break
        else:
            mix, reference = self.market(item)
        return [(self.node(item, supplier), share, reference) for supplier, share in mix]

    # --- nodes -------------------------------------------------------------------------------

    def node(self, item, supplier):
        if (item.id, supplier) in self.nodes:
            return self.nodes[item.id, supplier]
        node = self.nodes[item.id, supplier] = Node(item, supplier)
        self.set_events(node)
        groups = {}
        for i, row in enumerate(self.rows_of_parent.get(item.id, [])):
            group = row.get("alternative_group")
            groups.setdefault(("group", group) if group else ("row", i), []).append(row)
        for rows in groups.values():
            alternatives = [self.bom_alternative(row) for row in rows]
            node.requirements.append(
                Requirement((rows[0].get("essential") or "yes") == "yes", alternatives))
        earlier = self.earlier_stage(node)
        if earlier:
            node.requirements.append(Requirement(True, [earlier]))
        self.set_weights(node)
        for requirement in node.requirements:
            for alternative in requirement.alternatives:
                alternative.sources = self.draw(alternative.child, supplier)
        return node

    def set_events(self, node):
        supplier, item, country = node.supplier, node.item, None
        if supplier in self.sites:
            site = self.sites[supplier]
            node.organisation = site["organisation"]
            country = site["country"]
            node.events["site"] = supplier
        elif supplier in self.organisations:
            node.organisation = supplier
            country = self.organisations[supplier]["country"]
        elif supplier.startswith("country:"):
            country = supplier[len("country:"):]
        node.events["organisation"] = node.organisation
        node.events["country"] = country or None
        if item.is_material:
            node.events["material"] = item.material
            if country:
                node.events["flow"] = "%s/%s/%s" % (country, item.material, item.stage)

    def bom_alternative(self, row):
        child = self.items[row["child"]]
        return Alternative(child, float(row["quantity"]), number(row.get("quantity_min")),
                           number(row.get("quantity_max")), number(row.get("yield")),
                           number(row.get("min_share")), child.value)

    def earlier_stage(self, node):
        item = node.item
        if not self.on_reference_market(item) or item.stage != "processing" \
                or self.defect == "no_chain":
            return None
        link = (item.material, "extraction", "processing")
        if link not in self.reference.links \
                or not self.reference.knows(item.material, "extraction"):
            return None
        if node.supplier not in [supplier for supplier, _ in self.market(item)[0]]:
            return None
        name = item.material + ".extraction"
        if name not in self.items:
            row = {"id": name, "kind": "material", "unit": "kg", "material": item.material,
                   "stage": "extraction"}
            self.items[name] = Item(row, self.reference)
            self.items[name].implicit = True
        earlier = self.items[name]
        known = item.kg_per_unit is not None and earlier.kg_per_unit
        quantity = item.kg_per_unit / earlier.kg_per_unit if known else math.nan
        return Alternative(earlier, quantity, None, None, self.reference.links[link], None, None)

    def set_weights(self, node):
        worths = [requirement.alternatives[0].worth for requirement in node.requirements]
        known = None not in worths and math.fsum(worths) > 0.0 and self.defect != "equal_weights"
        for requirement, worth in zip(node.requirements, worths):
            requirement.weight = worth / math.fsum(worths) if known else 1.0 / len(worths)

    # --- capacity ----------------------------------------------------------------------------

    def capacity(self, node, stopped, memo):
        """r of a producer; `stopped` are the nodes whose own a is 0."""
        if node not in memo:
            memo[node] = self.capacity_now(node, stopped, memo)
        return memo[node]

    def capacity_now(self, node, stopped, memo):
        if node in stopped:
            return 0.0
        essential, loss = 1.0, []
        for requirement in node.requirements:
            avail = [min(1.0, math.fsum(share * self.capacity(source, stopped, memo)
                                        for source, share, _ in alternative.sources))
                     for alternative in requirement.alternatives]
            avail = avail[0] if self.defect == "first_alternative" else max(avail)
            if requirement.essential:
                essential = min(essential, avail)
            else:
                loss.append(requirement.weight * (1.0 - avail))
        return min(essential, 1.0 - math.fsum(loss))

    def item_capacity(self, item, stopped, memo):
        return math.fsum(share * self.capacity(node, stopped, memo)
                         for node, share in self.market_nodes(item))

    # --- failure -----------------------------------------------------------------------------

    def fails(self, target, by, events, min_share=0.0, open_ends=False):
        """Does the target fail when these events of a class occur? With `open_ends`, the unknown
        and withheld nodes without requirements have failed already."""
        memo = {}

        def node_fails(node):
            if node not in memo:
                ends = open_ends and node.hidden and not node.requirements
                memo[node] = ends or node.events[by] in events or any(
                    requirement.essential and all(not fine(a) for a in requirement.alternatives)
                    for requirement in node.requirements)
            return memo[node]

        def fine(alternative):
            least = min_share if alternative.min_share is None else alternative.min_share
            left = math.fsum(share for source, share, _ in alternative.sources
                             if not node_fails(source))
            return left > 0.0 and left >= least - 1e-12

        events = set(events) - {None}
        return all(node_fails(node) for node, share in self.market_nodes(self.items[target])
                   if share > 0.0)

    def cut_sets(self, target, by, order, min_share=0.0):
        """All minimal cut sets of up to `order` events, smallest first, then by id."""
        events = sorted({n.events[by] for n in self.reach(self.items[target])} - {None}, key=utf8)
        found = []
        for size in range(order + 1):
            for candidate in itertools.combinations(events, size):
                if not any(set(cut) <= set(candidate) for cut in found) \
                        and self.fails(target, by, candidate, min_share):
                    found.append(candidate)
        return found

    # --- reach and tiers ---------------------------------------------------------------------

    def reach(self, target):
        seen, todo = [], [node for node, share in self.market_nodes(target) if share > 0.0]
        known = set()
        while todo:
            node = todo.pop()
            if node in known:
                continue
            known.add(node)
            seen.append(node)
            for requirement in node.requirements:
                for alternative in requirement.alternatives:
                    todo += [source for source, share, _ in alternative.sources if share > 0.0]
        return seen

    def tiers(self, target):
        """Shortest distances, by going round until nothing gets nearer."""
        tier = {node: 0 for node, share in self.market_nodes(target) if share > 0.0}
        todo = list(tier)
        while todo:
            node = todo.pop()
            for requirement in node.requirements:
                for alternative in requirement.alternatives:
                    for source, share, _ in alternative.sources:
                        if share <= 0.0:
                            continue
                        same = node.organisation and node.organisation == source.organisation
                        distance = tier[node] + (0 if same else 1)
                        if source not in tier or distance < tier[source]:
                            tier[source] = distance
                            todo.append(source)
        return tier


def utf8(text):
    return text.encode("utf-8")


class Assessment:
    """Every figure of `assess` for one target."""
    def __init__(self, network, target):
        self.network = network
        self.target = network.items[target]
        self.start = {node: share for node, share in network.market_nodes(self.target)
                      if share > 0.0}
        self.nodes = network.reach(self.target)
        self.reached_items = sorted({node.item for node in self.nodes}, key=lambda i: utf8(i.id))
        self.tier = network.tiers(self.target)
        self.find_users()

    def find_users(self):
        """For each node: who draws on it by a first alternative, [(owner, alternative, share)]."""
        self.users = {node: [] for node in self.nodes}
        for owner in self.nodes:
            for requirement in owner.requirements:
                first = requirement.alternatives[0]
                for source, share, _ in first.sources:
                    if share > 0.0:
                        self.users[source].append((owner, first, share))

    # --- explosion ---------------------------------------------------------------------------

    @staticmethod
    def times(units, quantity):
        """A quantity that is not known, of nothing, is nothing."""
        return units * quantity if units else 0.0

    def units(self, node, which, memo):
        """How many units of this producer one unit of the target needs."""
        if node not in memo:
            memo[node] = math.fsum(
                [self.start.get(node, 0.0)] +
                [self.times(self.units(owner, which, memo), a.quantity[which] / a.yield_) * share
                 for owner, a, share in self.users[node]])
        return memo[node]

    def units_before_material(self, node, memo):
        """The same, of what comes to the node by paths on which no earlier node is a material."""
        if node not in memo:
            memo[node] = math.fsum(
                [self.start.get(node, 0.0)] +
                [self.times(self.units_before_material(owner, memo),
                            a.quantity["typ"] / a.yield_) * share
                 for owner, a, share in self.users[node] if not owner.item.is_material])
        return memo[node]

    # --- parts of the result -----------------------------------------------------------------

    def counts(self):
        network, nodes = self.network, self.nodes
        requirements = [r for node in nodes for r in node.requirements]
        named = {n.supplier for n in nodes
                 if n.supplier in network.sites or n.supplier in network.organisations}
        return {
            "items": len(self.reached_items),
            "producers": len(nodes),
            "requirements": len(requirements),
            "sources": sum(1 for r in requirements for a in r.alternatives
                           for _, share, _ in a.sources if share > 0.0),
            "suppliers": len(named),
            "countries": len({n.country for n in nodes} - {None}),
            "materials": len({i.material for i in self.reached_items if i.is_material}),
        }

    def visibility(self):
        rows = {}
        for node in self.nodes:
            for requirement in node.requirements:
                row = rows.setdefault(self.tier[node], {"requirements": [], "known": [],
                                                        "withheld": [], "unknown": []})
                row["requirements"].append(1)
                for source, share, reference in requirement.alternatives[0].sources:
                    if source.supplier == "withheld":
                        row["withheld"].append(share)
                    elif source.supplier == "unknown" or reference:
                        row["unknown"].append(share)
                    else:
                        row["known"].append(share)
        return [dict([("tier", tier)] + [(k, math.fsum(v)) for k, v in rows[tier].items()])
                for tier in sorted(rows)]

    def evidence(self):
        reached = {item.id for item in self.reached_items}
        grades = [row.get("evidence") or "D" for row in self.network.bom
                  if row["parent"] in reached]
        grades += [row.get("evidence") or "D" for row in self.network.supply
                   if row["item"] in reached]
        return {g: grades.count(g) / len(grades) if grades else None for g in "ABCD"}

    def dependence_on(self, by, event):
        """(dependence, upper bound, [market r of each reached item])"""
        network = self.network
        hit = {node for node in network.nodes.values() if node.events[by] == event}
        ends = {node for node in network.nodes.values() if node.hidden and not node.requirements}
        memo = {}
        lower = network.item_capacity(self.target, hit, memo)
        items = [network.item_capacity(item, hit, memo) for item in self.reached_items]
        if network.defect == "no_upper":
            ends = set()
        upper = network.item_capacity(self.target, hit | ends, {})
        return clamp(1.0 - lower), clamp(1.0 - upper), items

    def entries(self):
        """[(material node, kg or None, EUR or None)] where embodied material enters the product."""
        memo, found = {}, []
        for node in self.nodes:
            if node.item.is_material:
                units = self.units_before_material(node, memo)
                item = node.item
                found.append((node,
                              None if item.kg_per_unit is None else units * item.kg_per_unit,
                              None if item.value is None else units * item.value))
        return found

    def traced(self, node, by, event, memo):
        """The part of what enters at this node that ends in (a flow: passes) the event."""
        if node in memo:
            return memo[node]
        onward = [r.alternatives[0] for r in node.requirements
                  if r.alternatives[0].child.is_material]
        if node.events[by] == event and (by == "flow" or not onward):
            part = 1.0
        else:
            part = math.fsum(share / len(onward) * self.traced(source, by, event, memo)
                             for alternative in onward
                             for source, share, _ in alternative.sources if share > 0.0)
        memo[node] = part
        return part

    def origin(self, by, event, entries, which):
        entries = [(entry[0], entry[which]) for entry in entries if entry[which] is not None]
        total = math.fsum(weight for _, weight in entries)
        if not total > 0.0:
            return None
        memo = {}
        return math.fsum(weight * self.traced(node, by, event, memo)
                         for node, weight in entries) / total

    def dependence(self):
        entries, lists = self.entries(), {}
        self.item_r = {}            # (class, event) -> market r of the reached items
        for by in CLASSES:
            rows = []
            for event in sorted({n.events[by] for n in self.nodes} - {None}, key=utf8):
                lower, upper, items = self.dependence_on(by, event)
                self.item_r[by, event] = items
                rows.append({"id": event, "dependence": lower, "dependence_upper": upper,
                             "items_affected": sum(1 for r in items if r < 1.0 - 1e-12),
                             "origin_share_mass": self.origin(by, event, entries, 1),
                             "origin_share_value": self.origin(by, event, entries, 2)})
            lists[by] = sorted(rows, key=lambda row: (-row["dependence"], utf8(row["id"])))
        return lists

    def materials(self, dependence):
        of_material = {row["id"]: row["dependence"] for row in dependence["material"]}
        memos = {"typ": {}, "min": {}, "max": {}}
        self.country_parts = {}     # (material, stage) -> {country: its part}
        rows = []
        for key in sorted({(i.material, i.stage) for i in self.reached_items if i.is_material}):
            nodes = [n for n in self.nodes if n.item.is_material
                     and (n.item.material, n.item.stage) == key]
            kg = {which: None for which in memos}
            if all(n.item.kg_per_unit is not None for n in nodes):
                kg = {which: math.fsum(self.units(n, which, memo) * n.item.kg_per_unit
                                       for n in nodes) for which, memo in memos.items()}
                kg = {which: None if math.isnan(mass) else mass for which, mass in kg.items()}
            by_country, whole = {}, []
            for n in nodes:
                weight = self.units(n, "typ", memos["typ"])
                if kg["typ"]:
                    weight *= n.item.kg_per_unit
                whole.append(weight)
                if n.country and weight > 0.0:
                    by_country.setdefault(n.country, []).append(weight)
            if math.isnan(math.fsum(whole)):
                by_country = {}
            parts = {c: math.fsum(w) / math.fsum(whole) for c, w in by_country.items()}
            top = min(parts, key=lambda c: (-parts[c], utf8(c))) if parts else None
            self.country_parts[key] = parts
            rows.append({"id": key[0], "stage": key[1], "kg": kg["typ"], "kg_min": kg["min"],
                         "kg_max": kg["max"], "dependence": of_material[key[0]],
                         "top_country": top, "top_share": parts.get(top)})
        return sorted(rows, key=lambda r: (-r["dependence"], utf8(r["id"]), utf8(r["stage"])))

    def result(self):
        dependence = self.dependence()
        return {"target": self.target.id, "counts": self.counts(),
                "visibility": self.visibility(), "materials": self.materials(dependence),
                "dependence": dependence, "evidence": self.evidence()}

    def more(self):
        return {"r": self.network.item_capacity(self.target, set(), {}),
                "tiers": {n.item.id + " " + n.supplier: self.tier[n] for n in self.nodes}}


def clamp(x):
    return min(1.0, max(0.0, x))


def default_target(network):
    platforms = [i for i in network.items.values()
                 if i.kind == "platform" and i.id in network.case_items]
    if len(platforms) != 1:
        sys.exit("the case has %d platforms: name the target" % len(platforms))
    return platforms[0].id


def main():
    sys.setrecursionlimit(100000)
    data = os.environ.get("KETEN_DATA", os.path.join(ROOT, "data"))
    parser = argparse.ArgumentParser(description="independent figures of keten assess")
    parser.add_argument("case")
    parser.add_argument("--reference", default=os.path.join(data, "reference"))
    parser.add_argument("--target")
    parser.add_argument("--scope", choices=("global", "eu"), default="global")
    parser.add_argument("--by", choices=CLASSES)
    parser.add_argument("--events")
    parser.add_argument("--order", type=int)
    parser.add_argument("--min-share", type=float, default=0.0)
    options = parser.parse_args()

    network = Network(options.case, options.reference, options.scope)
    target = options.target or default_target(network)
    if target not in network.case_items:
        sys.exit("no item " + target)
    if options.by and options.order is not None:
        answer = network.cut_sets(target, options.by, options.order, options.min_share)
    elif options.by:
        events = [e for e in (options.events or "").split(",") if e]
        answer = network.fails(target, options.by, events, options.min_share)
    else:
        assessment = Assessment(network, target)
        answer = {"result": assessment.result(), "more": assessment.more()}
    json.dump(answer, sys.stdout, indent=1, sort_keys=False)
    print()


if __name__ == "__main__":
    main()
