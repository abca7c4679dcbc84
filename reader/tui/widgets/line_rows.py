"""The rows of the lists that show no articles: companies, topics, feeds with their health."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from reader.model.feeds import FeedState
from reader.tui.lenses import Lens, LensKind
from reader.tui.moments import age
from reader.tui.pages import CompanyLine, TopicLine
from reader.tui.plain import fit, join, line, right
from reader.tui.targets import Target
from reader.tui.widgets.row_list import Row
from reader.tui.widgets.story_rows import Draw, wrapped


def company_rows(lines: Sequence[CompanyLine]) -> list[Row]:
    """Returns the companies with their counts and a bar for how much is written of them."""
    most = max((item.articles for item in lines), default=1)
    return [
        Row(f"company:{item.id}", _counted(item.name, item.kind, item.articles, item.unread, most),
            Target(company=item.id, quote=item.name))
        for item in lines
    ]  # fmt: skip


def topic_rows(lines: Sequence[TopicLine]) -> list[Row]:
    """Returns the topics; opening one lists its articles."""
    most = max((item.articles for item in lines), default=1)
    return [
        Row(f"topic:{item.id}", _counted(item.name, "", item.articles, item.unread, most),
            Target(lens=Lens(LensKind.TOPIC, item.name, item.id), quote=item.name))
        for item in lines
    ]  # fmt: skip


def feed_rows(states: Sequence[FeedState], now: datetime) -> list[Row]:
    """Returns the feeds, those in trouble first, each with what its last fetch said."""
    ordered = sorted(states, key=lambda state: (not state.failures, state.title.casefold()))
    return [
        Row(f"feed:{state.id}", _feed(state, now),
            Target(lens=Lens(LensKind.FEED, state.title, state.id), quote=state.url))
        for state in ordered
    ]  # fmt: skip


def _counted(name: str, kind: str, articles: int, unread: int, most: int) -> Draw:
    def draw(width: int) -> list[Content]:
        bar = "▇" * max(1, round(articles / most * 12))
        tail = join(
            right(Content.styled(f"{unread:,} unread" if unread else "", "$accent"), 12),
            right(Content.styled(f"{articles:,}", "$text-muted"), 8), "  ",
            fit(Content.styled(bar, "$primary"), 12),
        )  # fmt: skip
        kind_word = Content.styled(f"  {kind}" if kind not in ("", "company") else "", "$text-disabled")
        head = join(line(name, "bold" if unread else ""), kind_word)
        if width < 50:
            return [join(fit(head, width - 8), right(Content.styled(f"{articles:,}", "$text-muted"), 8))]
        return [join(fit(head, width - tail.cell_length), tail)]

    return draw


def _feed(state: FeedState, now: datetime) -> Draw:
    def draw(width: int) -> list[Content]:
        if state.last_status == "gone":
            sign, word, style = "✗", "gone", "$text-error"
        elif state.failures:
            sign, word, style = "!", f"failed {state.failures}×", "bold $text-error"
        elif state.last_sync is None:
            sign, word, style = "○", "not fetched", "$text-muted"
        else:
            sign, word, style = "✓", age(state.last_sync, now), "$text-success"
        counts = f"{state.unread:,}/{state.articles:,}" if state.unread else f"{state.articles:,}"
        tail = join(right(Content.styled(counts, "$accent" if state.unread else "$text-muted"), 12), "  ",
                    fit(Content.styled(word, style), 12))  # fmt: skip
        head = join(Content.styled(f"{sign} ", style), line(state.title, "bold" if state.unread else ""))
        facts = join("  ", line(f"{state.kind.value} · {state.url}", "$text-muted", 400))
        out = [join(fit(head, width - tail.cell_length), tail), fit(facts, width)]
        if state.error and state.failures:
            out += wrapped(line(state.error, "$text-error", 400), width, Content("  "))
        if state.moved_to:
            out += wrapped(line(f"moved to {state.moved_to}", "$text-warning", 400), width, Content("  "))
        return out

    return draw
