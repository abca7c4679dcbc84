"""One organisation's page: its timeline, its figures and its relations over all articles that it takes part in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.model.articles import Article
from reader.model.findings import Event, Findings, Relation
from reader.model.stories import LedgerRow
from reader.stories.elided import reports
from reader.stories.ledger import build_ledger
from reader.stories.timeline import cut, merge_events


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """``stories`` are ids, most alive first; ``timeline`` is cut as a story's is, ``events`` are all."""

    company: str
    stories: tuple[str, ...]
    timeline: tuple[Event, ...]
    events: tuple[Event, ...]
    figures: tuple[LedgerRow, ...]
    relations: tuple[Relation, ...]


def build_company(
    company: str, articles: Sequence[Article], findings: Mapping[str, Findings], stories: Sequence[str]
) -> CompanyPage:
    """Returns the page of an organisation from the articles that it takes part in (copies are left out here)."""
    present = {article.id for article in articles}
    ordered = sorted(
        (article for article in articles if article.duplicate_of not in present and article.id in findings),
        key=lambda article: (article.day, article.id),
    )
    by_id = {article.id: article for article in ordered}
    own = {
        article.id: [event for event in findings[article.id].events if company in event.companies]
        for article in ordered
    }
    events = merge_events(ordered, own)
    figures = {
        article: [figure for figure in told if figure.subject == company]
        for article, told in reports(ordered, findings).items()
    }
    latest: dict[tuple[str, str, str], Relation] = {}
    for article in ordered:
        for relation in findings[article.id].relations:
            if company in (relation.source, relation.target):
                latest[relation.source, relation.kind, relation.target] = relation
    return CompanyPage(
        company,
        tuple(stories),
        cut(events, by_id, frozenset({company})),
        events,
        build_ledger(ordered, figures),
        tuple(latest[key] for key in sorted(latest)),
    )
