"""What events, figures, relations and agencies say of an article's topics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.model.findings import CompanyTag, Event, EventKind, Figure, Relation, RelationKind, Salience
from reader.model.lexicon import CompanyKind

_EVENTS = {
    EventKind.REGULATION: (("regulation", 0.8),),
    EventKind.FUNDING: (("funding", 0.8),),
    EventKind.FINANCING: (("debt", 0.5),),
    EventKind.EARNINGS: (("earnings", 0.6),),
    EventKind.PERSONNEL: (("leadership", 1.0),),
}
_METRICS = {
    "debt": (("debt", 0.8),),
    "interest rate": (("debt", 0.8),),
    "raise": (("funding", 0.6),),
    "grant": (("funding", 1.0), ("regulation", 0.2)),
    "acquisition price": (("mergers", 1.0),),
    "share of revenue": (("customer-concentration", 0.5),),
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
    RelationKind.ACQUIRER_OF: (("mergers", 0.8),),
    RelationKind.LENDER_TO: (("debt", 0.6),),
    RelationKind.INVESTOR_IN: (("funding", 0.6),),
    RelationKind.PARTNER_OF: (("partnerships", 0.6),),
    RelationKind.CUSTOMER_OF: (("partnerships", 0.3),),
    RelationKind.SUPPLIER_OF: (("supply-chain", 0.3),),
    RelationKind.REGULATOR_OF: (("regulation", 0.8),),
}
_AGENCY = {Salience.MAIN: 1.0, Salience.SECONDARY: 0.5}
_AGENCY_SENTENCES = 4


class Fact(NamedTuple):
    """One finding that speaks for a topic, at the place where it stands."""

    topic: str
    weight: float
    start: int
    words: str


def topic_facts(
    companies: Iterable[CompanyTag],
    events: Iterable[Event],
    figures: Iterable[Figure],
    relations: Iterable[Relation],
) -> Iterator[Fact]:
    """Yields what the other findings of an article say of its topics."""
    for event in events:
        for topic, weight in _EVENTS.get(event.kind, ()):
            yield Fact(topic, weight, event.sources[0].start, f"{event.kind.value} event")
    for figure in figures:
        for topic, weight in _METRICS.get(figure.metric or "", ()):
            yield Fact(topic, weight, figure.start, f"figure of {figure.metric}")
    for relation in relations:
        for topic, weight in _RELATIONS.get(relation.kind, ()):
            yield Fact(topic, weight, relation.start, relation.kind.value)
    for tag in companies:
        if tag.kind is CompanyKind.AGENCY and tag.salience in _AGENCY:
            for span in tag.spans[:_AGENCY_SENTENCES]:
                yield Fact("regulation", _AGENCY[tag.salience], span.start, tag.name)
