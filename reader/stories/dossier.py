"""A story's dossier: its articles and their findings put together, every line with its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from reader.model.articles import Article
from reader.model.findings import Event, Findings, Relation, Risk, Salience
from reader.model.stories import Story, StoryLink, SummarySentence, WatchState
from reader.model.text import Reason
from reader.stories.coverage import coverage
from reader.stories.elided import reports
from reader.stories.ledger import build_ledger
from reader.stories.likeness import overlap, stems
from reader.stories.origins import independent, origin_of
from reader.stories.summary import SAME, summarise_story
from reader.stories.timeline import central, cut, merge_events
from reader.stories.titles import title_of
from reader.stories.watch import watch_list

MAIN_FIRST = 12
"""organisations that a story lists"""


def build_story(
    story: str,
    articles: Sequence[Article],
    findings: Mapping[str, Findings],
    now: datetime,
    *,
    links: Sequence[StoryLink] = (),
    title: str | None = None,
    previous: str = "",
    related: Sequence[str] = (),
    settled: Mapping[str, WatchState] | None = None,
    last_opened: datetime | None = None,
    as_of: datetime | None = None,
) -> Story:
    """Returns the dossier of a story.

    ``articles`` are all of its articles, ``duplicate_of`` set on copies. ``title`` is the user's, None lets one be
    made, which keeps to ``previous`` as long as that fits. ``settled`` is the user's word on expectations.
    ``as_of`` is the moment at which no more than these articles was known, where that is not now. ``new`` holds what
    came in after ``last_opened`` (None: nothing is marked new). Raises ValueError without any article.
    """
    if not articles:
        raise ValueError(f"story {story} has no articles")
    ordered = sorted(articles, key=lambda article: (article.day, article.id))
    present = {article.id for article in ordered}
    originals = [article for article in ordered if article.duplicate_of not in present]
    copies = {article.id: article.duplicate_of for article in ordered if article.duplicate_of in present}
    companies = _companies(originals, findings)
    principals = central(companies, _weights(originals, findings))
    by_id = {article.id: article for article in originals}
    events = merge_events(
        originals, {article.id: findings[article.id].events for article in originals if article.id in findings}
    )
    timeline = cut(events, by_id, principals)
    ledger = build_ledger(originals, reports(originals, findings), principals)
    moment = as_of or now
    return Story(
        id=story,
        title=title or title_of(originals, findings, previous),
        first=ordered[0].day,
        last=ordered[-1].day,
        articles=tuple(article.id for article in ordered),
        origins=independent(origin_of(article) for article in originals),
        companies=companies,
        topics=_topics(originals, findings),
        unread=sum(not article.read for article in ordered),
        summary=summarise_story(ordered, findings, copies, timeline, ledger),
        timeline=timeline,
        events=events,
        figures=ledger,
        watch=watch_list(timeline, moment.date(), settled, events),
        risks=_risks(originals, findings),
        relations=_relations(originals, findings),
        coverage=coverage(ordered),
        new=_new(ordered, findings, copies, timeline, last_opened),
        related=tuple(related),
        reason=Reason("story", "; ".join(link.reason.words for link in links[:1]) or "opened by its first article"),
    )


def _companies(articles: Sequence[Article], findings: Mapping[str, Findings]) -> tuple[str, ...]:
    weights = _weights(articles, findings)
    ranked = sorted(((count, company) for company, count in weights.items() if count), key=lambda x: (-x[0], x[1]))
    return tuple(company for _, company in ranked[:MAIN_FIRST])


def _weights(articles: Sequence[Article], findings: Mapping[str, Findings]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for article in articles:
        for tag in findings[article.id].companies if article.id in findings else ():
            if tag.salience is not Salience.PASSING:
                weights[tag.id] = weights.get(tag.id, 0.0) + (3.0 if tag.salience is Salience.MAIN else 1.0)
    return weights


def _topics(articles: Sequence[Article], findings: Mapping[str, Findings]) -> tuple[str, ...]:
    counts = Counter(tag.id for article in articles if article.id in findings for tag in findings[article.id].topics)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    least = 2 if len(articles) > 2 else 1
    return tuple(topic for topic, count in ranked if count >= least)[:8]


def _risks(articles: Sequence[Article], findings: Mapping[str, Findings]) -> tuple[Risk, ...]:
    """Returns the risks by kind, newest first, each told once."""
    found: list[Risk] = []
    for article in reversed(articles):
        for risk in findings[article.id].risks if article.id in findings else ():
            told = stems(risk.text)
            if not any(risk.kind is other.kind and overlap(told, stems(other.text)) >= SAME for other in found):
                found.append(risk)
    return tuple(sorted(found, key=lambda risk: risk.kind))


def _relations(articles: Sequence[Article], findings: Mapping[str, Findings]) -> tuple[Relation, ...]:
    latest: dict[tuple[str, str, str], Relation] = {}
    for article in articles:
        for relation in findings[article.id].relations if article.id in findings else ():
            latest[relation.source, relation.kind, relation.target] = relation
    return tuple(latest[key] for key in sorted(latest))


def _new(
    articles: Sequence[Article],
    findings: Mapping[str, Findings],
    copies: Mapping[str, str],
    timeline: Sequence[Event],
    last_opened: datetime | None,
) -> tuple[SummarySentence, ...]:
    if last_opened is None:
        return ()
    fresh = [article for article in articles if article.first_seen > last_opened and article.id not in copies]
    return summarise_story(fresh, findings, {}, timeline, most=5) if fresh else ()
