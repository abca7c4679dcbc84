"""The briefing: a story as one page that can be sent to a colleague as it is.

What changed since the last briefing, the linked summary with a footnote for every sentence, timeline, figures with
their conflicts, what is expected, relations, risks, and the reader's own notes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from reader.edtf import bounds
from reader.export import tables
from reader.export.front import ID_KEY, KIND_KEY, Value, literal
from reader.export.markdown import inline
from reader.export.notes import notes_text
from reader.export.sources import Footnotes, Links
from reader.export.wording import capital, date_words, day_words, stopped
from reader.model.articles import Article, Note
from reader.model.exports import Page, PageBlock
from reader.model.findings import Event, EventStatus, Relation, RelationKind, Risk
from reader.model.stories import LedgerRow, LedgerState, Story, SummarySentence, WatchItem
from reader.model.text import SourceRef

KIND = "briefing"
_RELATIONS = {
    RelationKind.CUSTOMER_OF: "is a customer of",
    RelationKind.SUPPLIER_OF: "supplies",
    RelationKind.INVESTOR_IN: "invests in",
    RelationKind.LENDER_TO: "lends to",
    RelationKind.PARTNER_OF: "is a partner of",
    RelationKind.COMPETITOR_OF: "competes with",
    RelationKind.ACQUIRER_OF: "acquires",
    RelationKind.REGULATOR_OF: "regulates",
}
_STATUS = {
    EventStatus.PLANNED: "expected",
    EventStatus.CANCELLED: "cancelled",
    EventStatus.HYPOTHETICAL: "hypothetical",
}
_MOST_CHANGES = 12
_MOST_FIGURES, _FEWEST_SINGLE = 24, 6


@dataclass(frozen=True, slots=True)
class Briefed:
    """What a page is made with besides the story: the articles that it cites, names, notes, and the last briefing.

    ``articles`` are by id, ``names`` organisations by id, ``topics`` topic names by id. ``last`` is the ``memory``
    of the briefing that was last written, empty for the first. ``lost`` are ids of notes whose quoted sentence is in
    the text no more.
    """

    articles: Mapping[str, Article]
    names: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[Note] = ()
    lost: frozenset[str] = frozenset()
    last: str = ""
    links: Links = field(default_factory=Links)


def briefing(story: Story, told: Briefed, as_of: datetime, exported: datetime | None = None) -> Page:
    """Returns a story's briefing as it stood at ``as_of``; ``exported`` (default: the same) is the time of writing."""
    notes = Footnotes(told.articles)
    steady = [
        PageBlock("summary", _section("Summary", _summary(story.summary, notes))),
        PageBlock("timeline", _section("Timeline", _timeline(story.timeline, notes, as_of.date()))),
        PageBlock("figures", _section("Figures", _figures(story, told.names, notes))),
        PageBlock("expected", _section("Expected", _expected(story.watch, notes))),
        PageBlock("relations", _section("Relations", _relations(story.relations, told.names, notes))),
        PageBlock("risks", _section("Risks", _risks(story.risks, notes))),
        PageBlock("notes", _section("My notes", notes_text(told.notes, told.lost))),
        PageBlock("sources", _section("Sources", notes.text())),
    ]
    # What changed comes last: sources that nothing else cites stand with it, or the page would change with it.
    cited = len(notes)
    status = "\n\n".join(part for part in (_status(story, told, as_of, notes), notes.text(cited)) if part)
    blocks = [PageBlock("head", _head(story, told)), PageBlock("status", status, volatile=True), *steady]
    memory = _memory(story, as_of)
    return Page(story.id, KIND, story.title, story.first.date(), _front(story, told, as_of, exported or as_of),
                tuple(blocks), json.dumps(memory, sort_keys=True))  # fmt: skip


def _section(heading: str, text: str) -> str:
    return f"## {heading}\n\n{text}" if text else ""


def _front(story: Story, told: Briefed, as_of: datetime, exported: datetime) -> tuple[tuple[str, Value], ...]:
    return (
        ("title", literal(story.title)),
        ("aliases", (literal(story.title), story.id)),
        ("companies", tuple(told.links.name(literal(told.names.get(name, name))) for name in story.companies)),
        ("topics", tuple(told.topics.get(topic, topic) for topic in story.topics)),
        ("first", story.first.isoformat()),
        ("last", story.last.isoformat()),
        (ID_KEY, story.id),
        (KIND_KEY, KIND),
        ("as-of", as_of.isoformat(timespec="minutes")),
        ("exported", exported.isoformat(timespec="seconds")),
    )


def _head(story: Story, told: Briefed) -> str:
    names = ", ".join(inline(told.names.get(name, name), start=False) for name in story.companies[:8])
    articles = f"{len(story.articles)} article{'' if len(story.articles) == 1 else 's'}"
    sources = f"{story.origins} independent source{'' if story.origins == 1 else 's'}"
    span = f"{day_words(story.first)} to {day_words(story.last)}"
    lines = [f"# {inline(story.title)}", f"{articles} from {sources}, {span}."]
    return "\n\n".join([*lines, f"Organisations: {names}."] if names else lines)


def _status(story: Story, told: Briefed, as_of: datetime, notes: Footnotes) -> str:
    try:
        last: dict[str, Any] = json.loads(told.last) if told.last else {}
    except ValueError:
        last = {}
    lines = [f"As of {day_words(as_of)}."]
    if not last:
        return "\n\n".join([*lines, "This is the first briefing on this story."])
    moment = datetime.fromisoformat(last["as_of"])
    if moment > as_of:
        return lines[0]  # a look back: what came later is no news
    since = day_words(moment)
    changes = _changes(story, told, last, notes, as_of.date())
    if not changes:
        return "\n\n".join([*lines, f"Nothing has changed since the briefing of {since}."])
    more = [f"- and {len(changes) - _MOST_CHANGES} more"] if len(changes) > _MOST_CHANGES else []
    listed = "\n".join([*changes[:_MOST_CHANGES], *more])
    return "\n\n".join([*lines, f"## Changed since {since}", listed])


def _changes(story: Story, told: Briefed, last: Mapping[str, Any], notes: Footnotes, today: date) -> list[str]:
    """Returns what the last briefing did not say: articles, events and dates, figures, settled expectations."""
    lines = []
    fresh = [article for article in story.articles if article not in set(last.get("articles", ()))]
    if fresh:
        lines.append(f"- {len(fresh)} new article{'' if len(fresh) == 1 else 's'}")
    events: dict[str, list[str]] = last.get("events", {})
    for event in story.timeline:
        before = events.get(event.id)
        if before is None:
            lines.append(f"- New: {_event(event, notes, today)}")
        elif before != [event.date, event.status.value]:
            was = date_words(before[0]) + (f", {before[1]}" if before[1] != event.status.value else "")
            lines.append(f"- Was {was}: {_event(event, notes, today)}")
    figures: dict[str, list[Any]] = last.get("figures", {})
    for row in story.figures:
        known = figures.get(tables.row_key(row))
        if known is not None and _row_memory(row) not in known:
            lines.append(f"- {tables.row_line(row, told.names, notes)}")
    watch: dict[str, str] = last.get("watch", {})
    for item in story.watch:
        if watch.get(item.event.id, item.state.value) != item.state.value:
            lines.append(f"- Now {item.state.value}, {_due(item.event, notes)}")
    return lines


def _memory(story: Story, as_of: datetime) -> dict[str, Any]:
    return {
        "as_of": as_of.isoformat(),
        "articles": list(story.articles),
        "events": {event.id: [event.date, event.status.value] for event in story.timeline},
        "figures": _figures_memory(story.figures),
        "watch": {item.event.id: item.state.value for item in story.watch},
    }


def _figures_memory(rows: Sequence[LedgerRow]) -> dict[str, list[Any]]:
    told: dict[str, list[Any]] = {}
    for row in rows:
        told.setdefault(tables.row_key(row), []).append(_row_memory(row))
    return told


def _row_memory(row: LedgerRow) -> list[Any]:
    return [row.state.value, len(row.values), row.values[-1].value if row.values else None]


def _summary(sentences: Sequence[SummarySentence], notes: Footnotes) -> str:
    return "\n".join(f"- {inline(sentence.text)}{notes.mark(sentence.sources)}" for sentence in sentences)


def _event(event: Event, notes: Footnotes, today: date) -> str:
    status = f" ({_STATUS[event.status]})" if event.status in _STATUS else ""
    if event.status is EventStatus.PLANNED and _past(event.date, today):
        status = " (was expected)"
    refs = [SourceRef(source.article, source.start, source.end) for source in event.sources]
    others = "".join(
        f" Also dated {date_words(other.date)}."
        f"{notes.mark([SourceRef(s.article, s.start, s.end) for s in other.sources], 2)}"
        for other in event.other_dates[:3]
    )
    when = capital(date_words(event.date, event.approx))
    return f"**{when}**{status}: {_told(event)}{notes.mark(refs)}{others}"


def _past(edtf: str, today: date) -> bool:
    try:
        end = bounds(edtf)[1]
    except ValueError:
        return False
    return end is not None and end < today


def _told(event: Event) -> str:
    return stopped(inline(event.text, start=False))


def _timeline(events: Sequence[Event], notes: Footnotes, today: date) -> str:
    return "\n".join(f"- {_event(event, notes, today)}" for event in events)


def _figures(story: Story, names: Mapping[str, str], notes: Footnotes) -> str:
    """Returns the ledger; of the figures that only one source reports no more than make the table long."""
    told = [row for row in story.figures if row.state is not LedgerState.SINGLE]
    room = max(_MOST_FIGURES - len(told), _FEWEST_SINGLE)
    single = [row for row in story.figures if row.state is LedgerState.SINGLE][:room]
    chosen = {tables.row_key(row) for row in (*told, *single)}
    rows = [row for row in story.figures if tables.row_key(row) in chosen]
    more = len(story.figures) - len(rows)
    text = tables.figures_table(rows, names, notes)
    left = f"Left out: {more} more, each from one source. `tapeout figures --story {story.id}` lists them."
    return f"{text}\n\n{left}" if more else text


def _due(event: Event, notes: Footnotes) -> str:
    refs = notes.mark([SourceRef(source.article, source.start, source.end) for source in event.sources])
    return f"{date_words(event.date, event.approx)}: {_told(event)}{refs}"


def _expected(items: Sequence[WatchItem], notes: Footnotes) -> str:
    lines = []
    for item in items:
        later = ""
        if item.suggestion:
            later = f" A later report may settle it, {_due(item.suggestion, notes)}"
        lines.append(f"- **{item.state.value.capitalize()}**, {_due(item.event, notes)}{later}")
    return "\n".join(lines)


def _relations(relations: Sequence[Relation], names: Mapping[str, str], notes: Footnotes) -> str:
    lines = []
    for relation in relations:
        ref = SourceRef(relation.article, relation.start, relation.end)
        status = f" ({_STATUS[relation.status]})" if relation.status in _STATUS else ""
        ends = [inline(names.get(end, end)) for end in (relation.source, relation.target)]
        lines.append(f"- {ends[0]} {_RELATIONS[relation.kind]} {ends[1]}{status}{notes.mark([ref])}")
    return "\n".join(lines)


def _risks(risks: Sequence[Risk], notes: Footnotes) -> str:
    return "\n".join(
        f"- {risk.kind.value.capitalize()}: {inline(risk.text, start=False)}"
        f"{notes.mark([SourceRef(risk.article, risk.start, risk.end)])}"
        for risk in risks
    )
