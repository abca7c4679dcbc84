"""Dated happenings: a date expression and a verb or event noun in its clause.

What makes an event, in order: the expression is a date (no length, repetition, "now"); its clause is not about a
figure of the period ("revenue in 2025"), a comparison ("than a year earlier") or the market's day ("the stock fell on
Tuesday"); something happens in it, or a plan names it. A bare statement ("said on Tuesday") counts where an
organisation says it, for then saying it is the news. Nothing undated becomes an event.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader import edtf
from reader.analysis.dates import edtf_plain, sentence_tokens
from reader.analysis.dates_atoms import DateExpression, DateKind
from reader.analysis.dates_tokens import Tokens
from reader.analysis.document import Document
from reader.analysis.events_clauses import Governor, clause_at, governor
from reader.analysis.events_gate import refuse
from reader.analysis.events_kinds import kind_of
from reader.analysis.events_parties import Cast, token_at
from reader.analysis.events_status import STATUS_RULES, status_of
from reader.analysis.events_text import line_of, without_day
from reader.analysis.lexicon import Lexicon
from reader.model.findings import Event, EventSource, EventStatus, Mention
from reader.model.ids import public_id
from reader.model.text import Reason

_MOST_DATES = 40
"""dates of one sentence that are asked; more is a table or an attack"""


def find_events(
    document: Document,
    dates: Sequence[DateExpression],
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    read: Sequence[Tokens] | None = None,
) -> tuple[Event, ...]:
    """Returns the dated happenings of an article in order of the text, each with its sentence and its date's place.

    ``read`` are the sentences' tokens, where they are known already.
    """
    read = read or sentence_tokens(document)
    cast = Cast.of(document, mentions, lexicon.companies)
    out: list[Event] = []
    at = 0
    while at < len(dates):
        index = dates[at].sentence
        end = at
        while end < len(dates) and dates[end].sentence == index:
            end += 1
        row = [e for e in dates[at:end] if e.kind in (DateKind.DATE, DateKind.TIME) and e.edtf]
        if row:
            row = row[:_MOST_DATES]
            out += _sentence_events(document, row, read[index], cast, lexicon)
        at = end
    return tuple(out)


def _sentence_events(
    document: Document, row: Sequence[DateExpression], s: Tokens, cast: Cast, lexicon: Lexicon
) -> list[Event]:
    index = s.index
    following = ""
    if index + 1 < len(document.sentences) and document.block_of[index] == document.block_of[index + 1]:
        after = document.sentences[index + 1]
        following = document.text[after.start : min(after.end, after.start + 80)].lower()
    out: dict[tuple[str, EventStatus], Event] = {}
    for n, expression in enumerate(row):
        event = _event(document, s, expression, row, n, following, cast, lexicon)
        if event is not None:
            out.setdefault((event.date, event.status), event)
    return list(out.values())


def _event(
    document: Document,
    s: Tokens,
    expression: DateExpression,
    row: Sequence[DateExpression],
    n: int,
    following: str,
    cast: Cast,
    lexicon: Lexicon,
) -> Event | None:
    i, j = token_at(s, expression.whole.start), token_at(s, expression.span.end)
    first, last = clause_at(s, i, j)
    found = governor(s, i, j, first, last)
    if refuse(document, s, i, j, (first, last), expression, row, n, found):
        return None
    status, rule = status_of(s, i, j, (first, last), expression, found, document.day, following)
    parties = cast.parties(s, i, first, last)
    span = document.sentences[s.index]
    value = dated(expression, status, rule)
    clause = line_of(s, i, j, found, [(token_at(s, e.whole.start), token_at(s, e.span.end)) for e in row])
    if expression.inferred and len(value) == 10 and status is EventStatus.HAPPENED:
        clause = without_day(s, clause, i, j)
    return Event(
        id=public_id("e", document.article, value, status, str(expression.span.start)),
        date=value,
        approx=expression.approx,
        status=status,
        kind=kind_of(s, i, j, (first, last), found, parties, lexicon),
        text=clause.of(document.text),
        companies=parties,
        sources=(EventSource(document.article, span.start, span.end, span.of(document.text), expression.span),),
        reason=Reason(f"{expression.rule}+{rule}", _words(s, expression, found, value, status, rule)),
    )


def dated(expression: DateExpression, status: EventStatus, rule: str = "") -> str:
    """Returns the event's date: open sides are for plans; what has happened since, from or by a time has that time.

    "From 2027" and "from April" stay open, "from June 8" and "from early 2028" are the time itself.
    """
    value = expression.edtf
    plain = edtf_plain(expression)
    if not plain or expression.link in ("", "range"):
        return value
    if status is EventStatus.HAPPENED or (status is EventStatus.HYPOTHETICAL and rule != "status-condition"):
        return plain
    if expression.link == "from" and (expression.edge or len(plain) == 10):
        return plain
    if expression.link in ("moved-from", "moved-to"):
        return plain
    return value if edtf.is_valid(value) else plain


def _words(
    s: Tokens, expression: DateExpression, found: Governor | None, value: str, status: EventStatus, rule: str
) -> str:
    """The evidence as a person reads it: “in 2024” is 2024, with “filed”; happened: the date lies back."""
    verb = f", with “{s.words[found.at]}”" if found is not None else ""
    return f"“{expression.words}” is {value}{verb}; {status.value}: {STATUS_RULES[rule]}"
