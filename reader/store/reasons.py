"""Why something is held of an article: every rule with the words that fired it and where they stand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from reader.model.findings import Findings
from reader.model.lists import Held
from reader.store import findings as stored


def reasons(conn: sqlite3.Connection, article_id: str) -> list[Held]:
    """Returns what is held of one article, in the order of its parts: tags, events, figures with checks, relations,
    risks, proposed names, then its story and whom it copies. Empty where it is not stored or not analysed."""
    found = stored.get(conn, article_id)
    held = list(_findings(found)) if found else []
    for story, rule, words in conn.execute(
        "SELECT s.id, l.rule, l.words FROM story_articles l JOIN stories s ON s.key = l.story"
        " JOIN articles a ON a.key = l.article WHERE a.id = ? ORDER BY l.story",
        (article_id,),
    ):
        held.append(Held(f"story {story}", rule, words, article_id))
    for (original,) in conn.execute(
        "SELECT o.id FROM copies c JOIN articles a ON a.key = c.article JOIN articles o ON o.key = c.original"
        " WHERE a.id = ?",
        (article_id,),
    ):
        held.append(Held(f"copy of {original}", "near-copy", "", article_id))
    return held


def _findings(found: Findings) -> Iterator[Held]:
    # Who opens the reader or a list pays for no analysis.
    from reader.analysis.quantities.checks import check_figures

    name = found.article
    for tag in found.companies:
        first = tag.spans[0] if tag.spans else None
        yield Held(
            f"company {tag.id}", tag.reason.rule, tag.reason.words, name,
            first.start if first else None, first.end if first else None,
        )  # fmt: skip
    for topic in found.topics:
        first = topic.spans[0] if topic.spans else None
        yield Held(
            f"topic {topic.id}", topic.reason.rule, topic.reason.words, name,
            first.start if first else None, first.end if first else None,
        )  # fmt: skip
    for event in found.events:
        for source in event.sources:
            place = source.at or source
            yield Held(f"event {event.id} {event.date}", event.reason.rule, event.reason.words, source.article,
                       place.start, place.end)  # fmt: skip
    for figure in found.figures:
        what = " ".join(part for part in ("figure", figure.subject, figure.metric, figure.unit) if part)
        yield Held(what, figure.reason.rule, figure.reason.words, name, figure.at.start, figure.at.end)
    for check in check_figures(found.figures):
        rule, at = "check-agrees" if check.agrees else "check-differs", check.stated.at
        yield Held(f"check {check.stated.metric}", rule, check.words, name, at.start, at.end)
    for figure in found.withdrawn:
        what = " ".join(part for part in ("withdrawn figure", figure.subject, figure.metric, figure.unit) if part)
        yield Held(what, figure.reason.rule, figure.reason.words, name, figure.at.start, figure.at.end)
    for relation in found.relations:
        what = f"relation {relation.source} {relation.kind.value} {relation.target}"
        yield Held(what, relation.reason.rule, relation.reason.words, name, relation.start, relation.end)
    for risk in found.risks:
        yield Held(f"risk {risk.kind.value}", risk.reason.rule, risk.reason.words, name, risk.start, risk.end)
    for candidate in found.candidates:
        reason = candidate.reason
        yield Held(f"candidate {candidate.name}", reason.rule, reason.words, name, candidate.start, candidate.end)
