"""The one way from text to screen: cleaned, never parsed as markup.

Textual passes ESC and C1 controls on to the terminal and reads square brackets as markup in many places, so every
text that a feed, a file or an error could have brought goes through here.
"""

from __future__ import annotations

from textual.content import Content, Span

from reader.clean import clean, clean_line


def plain(text: str, style: str = "") -> Content:
    """Returns ``text`` of any length as content in one style, newlines kept."""
    return _content(clean(text).expandtabs(4), style)


def line(text: str, style: str = "", limit: int = 500) -> Content:
    """Returns ``text`` as one line of content in one style, cut to ``limit`` characters."""
    return _content(clean_line(text, limit), style)


def spans(text: str, marks: list[tuple[int, int, str]]) -> Content:
    """Returns cleaned ``text`` with styled ranges; ``text`` must already be clean, so that offsets hold.

    Text that cleaning would change comes back without its styles rather than with displaced ones.
    """
    safe = clean(text)
    if safe != text:
        return Content(safe)
    return Content(text, [Span(start, end, style) for start, end, style in marks if start < end and style])


def join(*parts: Content | str) -> Content:
    """Returns the parts in one; a bare string is one of ours (a separator, a label) and takes no style."""
    return Content("").join([part if isinstance(part, Content) else Content(part) for part in parts])


def fit(content: Content, width: int) -> Content:
    """Returns content of exactly ``width`` cells: cut with an ellipsis, or padded on the right."""
    if width <= 0:
        return Content("")
    return content.truncate(width, ellipsis=True, pad=True)


def right(content: Content, width: int) -> Content:
    """Returns content of exactly ``width`` cells, padded on the left."""
    short = content.truncate(width, ellipsis=True)
    return short.pad_left(width - short.cell_length)


def between(left: Content, tail: Content, width: int) -> Content:
    """Returns a line of ``width`` cells with ``left`` at its start, cut if need be, and ``tail`` at its end."""
    room = width - tail.cell_length
    if room < 8:
        return fit(left, width)
    return join(fit(left, room), tail)


def _content(text: str, style: str) -> Content:
    return Content(text, [Span(0, len(text), style)] if style and text else [])
