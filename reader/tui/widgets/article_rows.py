"""How an article is drawn in a list: unread mark, star, age, origin, title, companies, story mark and copies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from textual.content import Content

from reader.model.articles import ArticleRow
from reader.tui.moments import age
from reader.tui.orders import Heading
from reader.tui.plain import fit, join, line, right


def article_lines(row: ArticleRow, names: Mapping[str, str], width: int, height: int, now: datetime) -> list[Content]:
    """Returns the one or two lines (``height``) of an article; ``names`` are those of companies by id."""
    unread = Content.styled("●", "$accent") if not row.read else Content(" ")
    star = Content.styled("★", "$text-warning") if row.starred else Content(" ")
    when = line(age(row.published or row.first_seen, now), "$text-muted")
    title = line(row.title, "bold" if not row.read else "$text-muted")
    origin = line(row.origin or row.feed, "$text-secondary")
    marks = _marks(row)
    if height == 1:
        chips = fit(_chips(row, names, 24), 24)
        head = join(unread, star, " ", right(when, 6), "  ", fit(origin, 15), "  ")
        room = width - head.cell_length - 2 - 24 - 1 - 7
        return [join(head, fit(title, room), "  ", chips, " ", right(marks, 7))]
    first = join(unread, star, " ", fit(title, width - 3))
    head = join("   ", fit(when, 6), "  ", origin)
    chips = _chips(row, names, max(0, width - head.cell_length - 3 - marks.cell_length - 1))
    second = join(head, Content.styled(" · ", "$text-disabled"), chips) if chips else head
    return [first, join(fit(second, width - marks.cell_length), marks)]


def heading_lines(heading: Heading, width: int, height: int) -> list[Content]:
    """Returns the lines over a group."""
    count = Content.styled(f"  {heading.articles:,}", "$text-muted")
    words = line(heading.words, "bold $text-accent")
    shown = join(fit(words, min(words.cell_length, max(8, width - count.cell_length))), count)
    return [shown] if height == 1 else [Content(""), shown]


def _marks(row: ArticleRow) -> Content:
    parts = []
    if row.copies:
        parts.append(Content.styled(f"+{row.copies}", "$text-muted"))
    if row.edited:
        parts.append(Content.styled("±", "$text-muted"))
    if row.notes:
        parts.append(Content.styled("✎", "$text-warning"))
    if row.story:
        parts.append(Content.styled("◆", "$text-primary"))
    return Content(" ").join(parts)


def _chips(row: ArticleRow, names: Mapping[str, str], width: int) -> Content:
    """The names of the main companies, as many as fit whole."""
    out: list[Content] = []
    left = width
    for company in row.companies[:5]:
        name = line(names.get(company, company), "$text-primary", 40)
        need = name.cell_length + (2 if out else 0)
        if need > left:
            break
        if out:
            out.append(Content.styled(", ", "$text-disabled"))
        out.append(name)
        left -= need
    return join(*out)
