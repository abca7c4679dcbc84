"""From an article to lines of a width, every line knowing which characters of the text it shows. No widgets here."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from rich.cells import cell_len
from textual.content import Content, Span

from reader.model.articles import Article
from reader.model.text import Block, BlockKind, Inline, InlineKind
from reader.tui.pages import ArticlePage, Link, Mark, MarkKind
from reader.tui.pictures import Picture
from reader.tui.plain import line, plain

MEASURE = 92
"""cells of the longest line: longer ones are hard to read"""

MARK_STYLES = {
    MarkKind.COMPANY: "$text-primary",
    MarkKind.DATE: "$text-secondary",
    MarkKind.FIGURE: "$text-warning",
}
_INLINE_STYLES = {
    InlineKind.LINK: "underline $text-primary",
    InlineKind.STRONG: "bold",
    InlineKind.EMPHASIS: "italic",
    InlineKind.CODE: "$text-accent",
}
_BLOCK_STYLES = {
    BlockKind.HEADING: "bold $text-accent",
    BlockKind.QUOTE: "italic",
    BlockKind.CODE: "$text-success",
    BlockKind.CAPTION: "italic $text-muted",
}
_TIGHT = {BlockKind.ITEM, BlockKind.ROW}
_CHUNK = re.compile(r"\S+[^\S\n]*|[^\S\n]+")
_BREAKS = r".{1,%d}(?=\s|$)\s*|.{1,%d}"
"""a line of words that fit, with the blanks behind them; or a piece of a word that does not"""


class Piece:
    """A block as it is drawn: its text with the letters of links put in, and the styles of its ranges.

    ``inserted`` are places in the article's text where something was put in and how many characters, in order. All
    look-ups are by bisection: one block of a hostile page may be a megabyte with thousands of links.
    """

    __slots__ = ("_begins", "_extra", "_longest", "_places", "_starts", "end", "start", "style", "styles", "text")

    def __init__(self, start: int, end: int, text: str, style: str, inserted: Sequence[tuple[int, int]] = ()) -> None:
        self.start, self.end, self.text, self.style = start, end, text, style
        self.styles: list[tuple[int, int, str]] = []
        self._places = [place for place, _ in inserted]
        self._extra = [0, *accumulate(length for _, length in inserted)]
        self._begins = [place - start + self._extra[bisect_left(self._places, place)] for place in self._places]
        self._starts: list[int] = []
        self._longest = 0

    def shown(self, offset: int) -> int:
        """Returns where the character at ``offset`` of the article stands in ``text``."""
        offset = max(self.start, min(offset, self.end))
        return offset - self.start + self._extra[bisect_right(self._places, offset)]

    def source(self, shown: int) -> int:
        """Returns the offset in the article of a character of ``text``."""
        offset = self.start + shown - self._extra[bisect_left(self._begins, shown)]
        return max(self.start, min(offset, self.end))

    def set_styles(self, styles: Iterable[tuple[int, int, str]]) -> None:
        """Takes the ranges of ``text`` with their styles; of two that overlap the later one is on top."""
        self.styles = sorted(styles, key=lambda item: item[0])
        self._starts = [start for start, _, _ in self.styles]
        self._longest = max((end - start for start, end, _ in self.styles), default=0)

    def styles_in(self, first: int, last: int) -> list[tuple[int, int, str]]:
        """Returns the styled ranges that may reach into a range of ``text``."""
        low = bisect_left(self._starts, first - self._longest)
        return self.styles[low : bisect_left(self._starts, last)]


@dataclass(frozen=True, slots=True)
class LaidLine:
    """One line: characters ``first`` to ``last`` of a piece after a prefix, or ready content (heads, rules)."""

    prefix: Content
    piece: Piece | None = None
    first: int = 0
    last: int = 0
    content: Content | None = None


@dataclass(slots=True)
class Layout:
    """All lines of an article at a width. ``margin`` cells are left free on the left."""

    lines: list[LaidLine] = field(default_factory=list)
    margin: int = 0
    links: tuple[Link, ...] = ()
    marks: tuple[Mark, ...] = ()
    _starts: list[int] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)

    def line_of(self, offset: int) -> int:
        """Returns the number of the line that shows the character at ``offset``."""
        at = bisect_right(self._starts, offset) - 1
        return self._numbers[max(0, at)] if self._numbers else 0

    def offset_of(self, number: int) -> int | None:
        """Returns the offset of the first character shown at or after a line; None after the last of the text."""
        at = bisect_left(self._numbers, number)
        return self._starts[at] if at < len(self._starts) else None

    def content(self, number: int, highlights: Sequence[tuple[int, int, str]]) -> Content:
        """Returns a line's content with ``highlights``, ranges of the article's text, on top of its styles."""
        laid = self.lines[number]
        if laid.content is not None:
            return laid.content
        piece = laid.piece
        if piece is None:
            return laid.prefix
        text = piece.text[laid.first : laid.last].rstrip("\n")
        width = len(text)
        found: list[Span] = [Span(0, width, piece.style)] if piece.style and width else []
        ranges = piece.styles_in(laid.first, laid.last)
        ranges += [(piece.shown(a), piece.shown(b), s) for a, b, s in highlights if a < piece.end and b > piece.start]
        for start, end, style in ranges:
            start, end = max(0, start - laid.first), min(width, end - laid.first)
            if start < end:
                found.append(Span(start, end, style))
        return Content("").join([laid.prefix, Content(text, found)])


def measure_of(width: int) -> int:
    """Returns the cells of a line in a view of ``width`` cells."""
    return max(16, min(width - 4, MEASURE))


def lay_out(
    page: ArticlePage,
    width: int,
    head: Iterable[Content],
    foot: Iterable[Content],
    pictures: Mapping[str, Picture] | None = None,
) -> Layout:
    """Returns the lines of an article for a view of ``width`` cells: ``head``, the text, ``foot``. ``pictures`` are
    those at hand, by address; the others are told by their words."""
    measure = measure_of(width)
    layout = Layout(margin=max(2, (width - measure) // 2), links=page.links(), marks=page.marks())
    for content in head:
        _put(layout, content, measure)
    _text(layout, page.article, measure, pictures or {})
    for content in foot:
        _put(layout, content, measure)
    return layout


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Returns the ranges of the lines that ``text`` breaks into at ``width`` cells, newlines ending a line."""
    out: list[tuple[int, int]] = []
    base = 0
    breaks = re.compile(_BREAKS % (width, width))
    for part in text.split("\n"):
        if len(part) <= width and part.isascii():
            out.append((base, base + len(part)))
        elif part.isascii():
            out += [(base + found.start(), base + found.end()) for found in breaks.finditer(part)]
        else:
            out += _wrap_wide(part, base, width)
        base += len(part) + 1
    return out


def _wrap_wide(part: str, base: int, width: int) -> list[tuple[int, int]]:
    """The lines of a text whose characters differ in width."""
    out: list[tuple[int, int]] = []
    start, used = base, 0
    for found in _CHUNK.finditer(part):
        a, b = base + found.start(), base + found.end()
        word = found[0].rstrip()
        cells = len(word) if word.isascii() else cell_len(word)
        if used and used + cells > width:
            out.append((start, a))
            start, used = a, 0
        while cells > width:
            cut = _fold(word, width)
            out.append((start, start + cut))
            start += cut
            word = word[cut:]
            cells = len(word) if word.isascii() else cell_len(word)
            used = 0
        used += cells + (b - a) - len(found[0].rstrip())
    return [*out, (start, base + len(part))]


def _fold(word: str, width: int) -> int:
    """How many characters of a word without a break fit in ``width`` cells, at least one."""
    if word.isascii():
        return width
    used = 0
    for index, char in enumerate(word[: width + 1]):
        used += cell_len(char)
        if used > width:
            return max(1, index)
    return max(1, min(len(word), width))


def _put(layout: Layout, content: Content, measure: int) -> None:
    """Adds content that is no part of the text, broken to the measure."""
    if content.cell_length <= measure and "\n" not in content.plain:
        layout.lines.append(LaidLine(Content(""), content=content))
        return
    for part in content.split("\n", allow_blank=True):
        for first, last in wrap(part.plain, measure):
            layout.lines.append(LaidLine(Content(""), content=part[first:last].rstrip()))


def _text(layout: Layout, article: Article, measure: int, pictures: Mapping[str, Picture]) -> None:
    text = article.text
    blocks = article.blocks or _paragraphs(text)
    images = [inline for inline in article.inlines if inline.kind is InlineKind.IMAGE]
    inlines = sorted((i for i in article.inlines if i.kind is not InlineKind.IMAGE), key=lambda i: i.start)
    letters = {link.href: link.letters for link in layout.links}
    starts = [inline.start for inline in inlines]
    mark_starts = [mark.span.start for mark in layout.marks]
    before: Block | None = None
    next_image = 0
    for block in blocks:
        while next_image < len(images) and images[next_image].start <= block.end:
            _image(layout, images[next_image], measure, pictures)
            next_image += 1
        if block.start >= block.end:
            continue
        if before is not None and not (block.kind in _TIGHT and before.kind is block.kind):
            layout.lines.append(LaidLine(Content("")))
        near = inlines[bisect_left(starts, block.start) : bisect_left(starts, block.end)]
        marks = layout.marks[bisect_left(mark_starts, block.start) : bisect_left(mark_starts, block.end)]
        _block(layout, text, block, near, marks, letters, measure)
        before = block
    for image in images[next_image:]:
        _image(layout, image, measure, pictures)


def _block(
    layout: Layout,
    text: str,
    block: Block,
    inlines: Sequence[Inline],
    marks: Sequence[Mark],
    letters: dict[str, str],
    measure: int,
) -> None:
    piece = _piece(text, block, inlines, marks, letters)
    first_prefix, next_prefix = _prefixes(block)
    room = max(8, measure - next_prefix.cell_length)
    for count, (first, last) in enumerate(wrap(piece.text, room)):
        layout._starts.append(piece.source(first))
        layout._numbers.append(len(layout.lines))
        layout.lines.append(LaidLine(next_prefix if count else first_prefix, piece, first, last))
    if block.kind is BlockKind.HEADING and block.level <= 2:
        layout.lines.append(LaidLine(Content.styled("─" * min(measure, 12), "$text-accent")))


def _piece(text: str, block: Block, inlines: Sequence[Inline], marks: Sequence[Mark], letters: dict[str, str]) -> Piece:
    inserts: list[tuple[int, str]] = []
    ranges: list[tuple[int, int, str]] = []
    for mark in marks:
        ranges.append((mark.span.start, mark.span.end, MARK_STYLES[mark.kind]))
    for inline in inlines:
        end = min(inline.end, block.end)
        if inline.kind is InlineKind.LINK:
            if inline.href in letters:
                inserts.append((end, f"[{letters[inline.href]}]"))
            ranges.append((inline.start, end, "underline"))
        else:
            ranges.append((inline.start, end, _INLINE_STYLES[inline.kind]))
    inserts.sort(key=lambda pair: pair[0])
    parts: list[str] = []
    at = block.start
    for place, word in inserts:
        parts += [text[at:place], word]
        at = max(at, place)
    parts.append(text[at : block.end])
    style = "$text-disabled" if block.furniture else _BLOCK_STYLES.get(block.kind, "")
    # Tabs are one character of the text and must stay one on screen, or offsets would drift.
    shown = plain("".join(parts).replace("\t", " ")).plain
    if len(shown) != block.end - block.start + sum(len(word) for _, word in inserts):
        return Piece(block.start, block.end, shown, style)
    piece = Piece(block.start, block.end, shown, style, [(place, len(word)) for place, word in inserts])
    # The letters stand after the place that they belong to: a range that ends there must not reach over them.
    styles = [(piece.shown(start), piece.shown(end - 1) + 1, name) for start, end, name in ranges if start < end]
    taken: dict[int, int] = {}
    for place, word in inserts:
        first = piece.shown(place - 1) + 1 + taken.get(place, 0)
        taken[place] = taken.get(place, 0) + len(word)
        styles.append((first, first + len(word), "$text-muted not underline"))
    piece.set_styles(styles)
    return piece


def _prefixes(block: Block) -> tuple[Content, Content]:
    if block.kind is BlockKind.ITEM:
        indent = "  " * max(0, min(block.level, 8) - 1)
        bullet = f"{block.number}." if block.number is not None else "•"
        first = Content.styled(f"{indent}{bullet} ", "$text-accent")
        return first, Content(" " * first.cell_length)
    if block.kind is BlockKind.QUOTE:
        bar = Content.styled("▎ ", "$text-secondary")
        return bar, bar
    if block.kind is BlockKind.ROW:
        bar = Content.styled("│ ", "$text-muted")
        return bar, Content.styled("│   ", "$text-muted")
    if block.kind is BlockKind.CODE:
        return Content("    "), Content("    ")
    return Content(""), Content("")


def _image(layout: Layout, image: Inline, measure: int, pictures: Mapping[str, Picture]) -> None:
    picture = pictures.get(image.href)
    if picture is None and not image.alt.strip():
        return
    if layout.lines and layout.lines[-1].piece is not None:
        layout.lines.append(LaidLine(Content("")))
    if picture is not None and picture.width <= measure:
        layout.lines += [LaidLine(Content(""), content=content) for content in picture.lines()]
    if image.alt.strip():
        _put(layout, line(f"▪ Image: {image.alt}", "italic $text-muted"), measure)


def _paragraphs(text: str) -> tuple[Block, ...]:
    out, start = [], 0
    for part in text.split("\n"):
        if part.strip():
            out.append(Block(start, start + len(part)))
        start += len(part) + 1
    return tuple(out)
