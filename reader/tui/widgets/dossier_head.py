"""The head of a dossier: title, how much, from whom, since when, who, and the coverage by week as a sparkline."""

from __future__ import annotations

from datetime import date, datetime

from textual.content import Content

from reader.tui.moments import MONTHS, span_words
from reader.tui.pages import Dossier
from reader.tui.plain import fit, join, line
from reader.tui.widgets.charts import sparkline, weeks
from reader.tui.widgets.story_rows import DOT, many


def _slider(dossier: Dossier, day: date, today: date, width: int) -> Content:
    """Where between the story's first day and today the reader stands."""
    first = dossier.story.first.date()
    share = (day - first).days / max(1, (today - first).days)
    at = max(0, min(round(share * (width - 1)), width - 1))
    return join(
        Content.styled("as of     ", "$text-muted"), Content.styled("━" * at, "$text-warning"),
        Content.styled("●", "bold $text-warning"), Content.styled("─" * (width - 1 - at), "$text-disabled"),
        Content.styled("  < a week earlier, > later", "$text-muted"),
    )  # fmt: skip


def head_lines(dossier: Dossier, width: int, now: datetime, *, short: bool = False) -> list[Content]:
    """Returns two to five lines for ``width`` cells; ``short`` leaves companies and coverage out."""
    story = dossier.story
    facts = [
        Content.styled(many(len(story.articles), "article"), "bold"),
        Content.styled(many(story.origins, "origin"), "$text-secondary"),
        Content.styled(span_words(story.first, story.last, now), "$text-muted"),
    ]
    if story.unread:
        facts.insert(1, Content.styled(f"{story.unread} unread", "$accent"))
    if dossier.as_of is not None:
        day = dossier.as_of
        facts.append(Content.styled(f"as known on {day.day} {MONTHS[day.month - 1]} {day.year}", "bold $text-warning"))
    title = line(story.title, "bold $text-accent")
    if dossier.subtitle:
        title = join(title, Content.styled("  ", ""), line(dossier.subtitle, "$text-muted", 120))
    out = [fit(title, width), fit(DOT.join(facts), width)]
    companies = [line(dossier.names.get(company, company), "$text-primary", 40) for company in story.companies[:10]]
    if companies and not dossier.company and not short:
        out.append(fit(DOT.join(companies), width))
    counts = weeks(story.coverage)
    if len(counts) > 1 and not short:
        label = Content.styled("coverage  ", "$text-muted")
        tail = Content.styled(f"  {max(counts)} a week at most", "$text-muted")
        room = min(len(counts), max(4, width - label.cell_length - tail.cell_length))
        out.append(fit(join(label, sparkline(counts, room), tail), width))
    if dossier.as_of is not None:
        out.append(fit(_slider(dossier, dossier.as_of, now.date(), max(10, min(width - 44, 60))), width))
    return out
