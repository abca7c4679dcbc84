"""What events, figures, relations and organisations say of an article's topics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from reader.model.findings import CompanyTag, Event, EventKind, Figure, Relation, RelationKind, Salience
from reader.model.lexicon import Company, CompanyKind

_EVENTS = {
    EventKind.REGULATION: (("regulation", 0.6),),
    EventKind.FUNDING: (("funding", 0.8),),
    EventKind.FINANCING: (("debt", 0.5),),
    EventKind.EARNINGS: (("earnings", 0.6),),
    EventKind.PERSONNEL: (("leadership", 0.8),),
    EventKind.PRICING: (("pricing", 0.4),),
}
_METRICS = {
    "debt": (("debt", 0.8),),
    "interest rate": (("debt", 0.8),),
    "raise": (("funding", 0.6),),
    "grant": (("funding", 1.0), ("regulation", 0.2)),
    "acquisition price": (("mergers", 1.5), ("pricing", -1.0)),
    "price change": (("pricing", 0.5),),
    "market share": (("supply-chain", 0.1),),
    "fill rate": (("supply-chain", 0.8),),
    "power capacity": (("energy", 0.2), ("data-centers", 0.3)),
    "energy": (("energy", 0.8),),
    "margin": (("earnings", 0.3),),
    "profit": (("earnings", 0.4),),
    "guidance": (("earnings", 0.5),),
    "process node": (("manufacturing", 0.6),),
    "bandwidth": (("memory", 0.1),),
}
_RELATIONS = {
    RelationKind.ACQUIRER_OF: (("mergers", 1.2),),
    RelationKind.LENDER_TO: (("debt", 0.6),),
    RelationKind.INVESTOR_IN: (("funding", 0.6),),
    RelationKind.PARTNER_OF: (("partnerships", 0.6),),
    RelationKind.CUSTOMER_OF: (("partnerships", 0.3),),
    RelationKind.SUPPLIER_OF: (("supply-chain", 0.3),),
    RelationKind.REGULATOR_OF: (("regulation", 0.6),),
}
_TRADES: Mapping[str, tuple[tuple[str, float], ...]] = {
    "memory": (("memory", 1.0),),
    "networking": (("networking", 1.0),),
    "optics": (("networking", 1.0),),
    "photonics": (("networking", 1.0),),
    "foundry": (("manufacturing", 0.9),),
    "equipment": (("manufacturing", 0.9),),
    "packaging": (("manufacturing", 0.9),),
    "power": (("energy", 0.5),),
    "nuclear": (("energy", 0.8),),
    "grid": (("energy", 0.8),),
    "turbines": (("energy", 0.8),),
    "fuel-cells": (("energy", 0.9),),
    "neocloud": (("cloud", 1.0),),
    "data-centers": (("data-centers", 0.6),),
    "cooling": (("data-centers", 0.6),),
    "chips": (("custom-silicon", 0.2),),
    "inference-chips": (("inference", 0.6), ("custom-silicon", 0.5)),
    "custom": (("custom-silicon", 0.5),),
    "eda": (("custom-silicon", 0.8),),
    "inference": (("inference", 0.8),),
    "models": (("models", 0.25),),
    "security": (("security", 0.8),),
    "venture": (("funding", 0.8),),
    "sovereign": (("funding", 0.6),),
    "rating": (("debt", 1.0),),
    "exchange": (("public-markets", 0.5),),
    "construction": (("data-centers", 0.4),),
    "electrical": (("energy", 0.5),),
    "ip": (("custom-silicon", 0.5),),
    "materials": (("manufacturing", 0.5),),
}
"""what the first trade of an organisation that the article is about says of its topics, wherever it is named"""
_SHARE = {Salience.MAIN: 1.0, Salience.SECONDARY: 0.4}
"""of that, by salience"""
_AGENCY = {Salience.MAIN: 1.2, Salience.SECONDARY: 0.6}
_SENTENCES = 4
"""sentences of one organisation that count"""
TITLED = 0.4
"""share of a trade's weight that the name in the title has, where words count threefold"""
IN_TITLE = -1
"""start of a fact that stands in the title"""
_EXPORTS = frozenset(("bureau-of-industry-and-security",))
_NO_REGULATOR = frozenset(("grid", "power", "bank"))
"""trades of agencies that run something and rule on nothing"""
_CUSTOMER = re.compile(r"\b(?:customers?|tenants?|buyers?|clients?)\b", re.I)


class Fact(NamedTuple):
    """One finding that speaks for a topic, against it where the weight is negative, at the place where it stands."""

    topic: str
    weight: float
    start: int
    words: str


def topic_facts(
    companies: Iterable[CompanyTag],
    events: Iterable[Event],
    figures: Iterable[Figure],
    relations: Iterable[Relation],
    known: Mapping[str, Company],
    titled: Set[str] = frozenset(),
) -> Iterator[Fact]:
    """Yields what the other findings of an article say of its topics.

    ``known`` tells an organisation's trades, ``titled`` are the organisations that the title names.
    """
    for event in events:
        for topic, weight in _EVENTS.get(event.kind, ()):
            yield Fact(topic, weight, event.sources[0].start, f"{event.kind.value} event")
    tags = tuple(companies)
    main = {tag.id for tag in tags if tag.salience is Salience.MAIN}
    for figure in figures:
        for topic, weight in _METRICS.get(figure.metric or "", ()):
            yield Fact(topic, weight, figure.start, f"figure of {figure.metric}")
        if figure.metric == "share of revenue":
            weight = 0.6 if figure.subject and figure.subject not in main else 0.1
            yield Fact("customer-concentration", weight, figure.start, "figure of share of revenue")
            if _CUSTOMER.search(figure.sentence):
                yield Fact("customer-concentration", 0.8, figure.start, "a customer's share of revenue")
    for relation in relations:
        for topic, weight in _RELATIONS.get(relation.kind, ()):
            yield Fact(topic, weight, relation.start, relation.kind.value)
    for tag in tags:
        if tag.salience in _SHARE:
            yield from _trades(tag, known[tag.id].sectors, tag.id in titled)


def _trades(tag: CompanyTag, sectors: tuple[str, ...], titled: bool) -> Iterator[Fact]:
    """Yields what it says of the topics that the article is about, or gives a part to, this organisation."""
    share = _SHARE[tag.salience]
    weights = {topic: weight * share for topic, weight in _TRADES.get(sectors[0] if sectors else "", ())}
    if tag.kind is CompanyKind.AGENCY and not _NO_REGULATOR.intersection(sectors):
        weights["regulation"] = _AGENCY[tag.salience]
        if tag.id in _EXPORTS:
            weights["export-controls"] = _AGENCY[tag.salience]
    for topic, weight in weights.items():
        if titled:
            yield Fact(topic, TITLED * weight, IN_TITLE, tag.name)
        for span in tag.spans[:_SENTENCES]:
            yield Fact(topic, weight, span.start, tag.name)
