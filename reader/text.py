"""HTML to the plain text that is stored once and that every later stage points into.

One line for each block element, entities decoded, every run of white space folded to one space, the cells of a
table row parted by a space; ``pre`` keeps its lines. Nothing of scripts, styles and pictures becomes text. The
layout (blocks and inlines) carries offsets into the text, so that a screen can show headings, lists and links
without a second text existing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from reader.clean import clean
from reader.furniture import Line, furniture
from reader.markup import Tag, tokens
from reader.model.text import Block, BlockKind, Inline, InlineKind, PlainText

HTML_LIMIT = 4 * 1024 * 1024
"""characters of markup that are read"""
TEXT_LIMIT = 1024 * 1024
"""bytes (UTF-8) of text that are kept"""
INLINE_LIMIT = 20_000
LINE_LIMIT = 20_000
DEPTH_LIMIT = 100
_URL_LIMIT = 2048

_BREAKING_NAMES = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre section summary "
    "table caption tbody td tfoot th thead tr ul br listing xmp plaintext search"
)
_BREAKING = frozenset(_BREAKING_NAMES.split())
_INLINE = {
    "a": InlineKind.LINK,
    "b": InlineKind.STRONG,
    "strong": InlineKind.STRONG,
    "em": InlineKind.EMPHASIS,
    "i": InlineKind.EMPHASIS,
    "code": InlineKind.CODE,
    "kbd": InlineKind.CODE,
    "samp": InlineKind.CODE,
    "tt": InlineKind.CODE,
}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_INVISIBLE = re.compile("[\u00ad\u200b]")
_TAG = re.compile(r"<[a-zA-Z/!]")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


def plain_text(html: str, base_url: str | None = None) -> PlainText:
    """Returns the text of HTML with its blocks and inlines.

    Links and pictures become absolute by ``base_url``; other schemes than http, https and mailto are dropped. A
    source without any tag is text already: its blank lines part paragraphs. Markup beyond ``HTML_LIMIT`` is not
    read, text beyond ``TEXT_LIMIT`` is cut; time is linear in the source.
    """
    source = html[:HTML_LIMIT]
    if not _TAG.search(source):
        source = _BLANK_LINE.sub("<p>", source.strip())
    layout = _Layout(base_url)
    for token in tokens(source):
        if isinstance(token, str):
            layout.text(token)
        else:
            layout.tag(token)
        if layout.full:
            break
    return _assemble(layout.finish())


def _assemble(lines: list[Line]) -> PlainText:
    parts: list[str] = []
    blocks: list[Block] = []
    inlines: list[Inline] = []
    at = 0
    for line, aside in zip(lines, furniture(lines), strict=True):
        if not line.text:
            continue
        if parts:
            at += 1
        blocks.append(Block(at, at + len(line.text), line.kind, line.level, line.number, aside))
        if len(inlines) < INLINE_LIMIT:
            inlines += [Inline(at + i.start, at + i.end, i.kind, i.href, i.alt) for i in line.inlines]
        parts.append(line.text)
        at += len(line.text)
    inlines.sort(key=lambda i: (i.start, -i.end))
    return PlainText("\n".join(parts), tuple(blocks), tuple(inlines[:INLINE_LIMIT]))


@dataclass(slots=True)
class _Open:
    """An inline that is open; ``start`` is None until it holds text on the current line."""

    name: str
    kind: InlineKind
    href: str
    active: bool
    """False within another one of its kind, which already formats the text"""
    start: int | None = None


@dataclass(slots=True)
class _List:
    ordered: bool
    count: int = 0
    item: bool = False


@dataclass(slots=True)
class _Layout:
    """The state between two tags: the line that is being filled and the elements that it lies in."""

    base_url: str | None
    lines: list[Line] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    length: int = 0
    space: bool = False
    small: int = 0
    small_length: int = 0
    inlines: list[Inline] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    active: list[_Open] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    number: int | None = None
    heading: int = 0
    quotes: int = 0
    pre: int = 0
    caption: bool = False
    ruled: bool = False
    row: list[tuple[int, Line]] | None = None
    cell: int = 0
    size: int = 0
    count: int = 0
    full: bool = False

    def tag(self, tag: Tag) -> None:
        name = tag.name
        if name in _BREAKING:
            self._block(name, tag)
        elif name in _INLINE:
            if tag.closing:
                self._close_inline(name)
            elif len(self.open) < DEPTH_LIMIT:
                href = self._address(tag.get("href")) if name == "a" else ""
                kind = _INLINE[name]
                inline = _Open(name, kind, href, all(o.kind is not kind for o in self.active))
                self.open.append(inline)
                if inline.active:
                    self.active.append(inline)
        elif name == "img":
            self._image(tag)
        elif name == "small":
            self.small = max(0, self.small + (-1 if tag.closing else 1))

    def text(self, data: str) -> None:
        if not data.isascii():
            data = _INVISIBLE.sub("", data)
        if self.pre:
            self._append(clean(data))
            return
        if data.isascii() and data.isprintable() and "  " not in data:
            piece = words = data.strip()
        else:
            words = " ".join(data.split())
            piece = clean(words)
        if not words:
            self.space = self.space or bool(data)
            return
        if (self.space or data[0].isspace()) and self.length:
            self._append(" ", mark=False)
        self._append(piece)
        self.space = data[-1].isspace()

    def _append(self, piece: str, mark: bool = True) -> None:
        if mark:
            for inline in self.active:
                if inline.start is None:
                    inline.start = self.length
        if self.small and mark:
            self.small_length += len(piece)
        self.parts.append(piece)
        self.length += len(piece)
        self.size += len(piece) if piece.isascii() else len(piece.encode("utf-8", "replace"))
        if self.size >= TEXT_LIMIT:
            self.full = True

    def _block(self, name: str, tag: Tag) -> None:
        closing = tag.closing
        if name in ("td", "th"):
            self._break()
            if not closing:
                self.cell += 1
            return
        if name == "br" and self.pre:
            self._append("\n", mark=False)
            return
        self._break()
        if name in _HEADINGS:
            self.heading = 0 if closing else _HEADINGS[name]
        elif name in ("ul", "ol", "menu", "dir"):
            if closing:
                if self.lists:
                    self.lists.pop()
            elif len(self.lists) < DEPTH_LIMIT:
                start = tag.get("start") if name == "ol" else ""
                self.lists.append(_List(name == "ol", int(start) - 1 if start.isdecimal() and len(start) < 7 else 0))
        elif name == "li":
            self._item(closing)
        elif name == "blockquote":
            self.quotes = max(0, self.quotes + (-1 if closing else 1))
        elif name in ("pre", "listing", "xmp"):
            self.pre = max(0, self.pre + (-1 if closing else 1))
        elif name == "figcaption":
            self.caption = not closing
        elif name == "hr":
            self.ruled = True
        elif name == "table":
            self._end_row(layout=not closing)
        elif name == "tr":
            self._end_row()
            self.row = None if closing else []
            self.cell = 0

    def _item(self, closing: bool) -> None:
        if not self.lists:
            self.lists.append(_List(False))
        innermost = self.lists[-1]
        innermost.item = not closing
        innermost.count += not closing
        self.number = innermost.count if innermost.ordered and not closing else None

    def _close_inline(self, name: str) -> None:
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at].name == name:
                inline = self.open.pop(at)
                if inline.active:
                    self._record(inline)
                    self.active.remove(inline)
                return

    def _record(self, inline: _Open) -> None:
        if inline.start is None or self.length <= inline.start or len(self.inlines) >= INLINE_LIMIT:
            return
        if inline.kind is not InlineKind.LINK or inline.href:
            self.inlines.append(Inline(inline.start, self.length, inline.kind, inline.href))

    def _image(self, tag: Tag) -> None:
        href = self._address(tag.get("src"))
        tiny = any(tag.get(side).strip().removesuffix("px") in ("0", "1") for side in ("width", "height"))
        if href and not href.startswith("mailto:") and not tiny and len(self.inlines) < INLINE_LIMIT:
            alt = clean(" ".join(tag.get("alt").split()))[:500]
            self.inlines.append(Inline(self.length, self.length, InlineKind.IMAGE, href, alt))

    def _address(self, href: str) -> str:
        href = clean("".join(href.split())) if href else ""
        if not href or (href.startswith("#") and not self.base_url):
            return ""
        try:
            absolute = urljoin(self.base_url, href) if self.base_url else href
            parts = urlsplit(absolute)
        except ValueError:
            return ""
        if len(absolute) > _URL_LIMIT or parts.scheme.lower() not in ("http", "https", "mailto"):
            return ""
        return absolute if parts.netloc or parts.scheme.lower() == "mailto" else ""

    def _break(self) -> None:
        """Ends the line; what is open goes on upon the next one."""
        self.space = False
        if self.length == 0:
            return
        for inline in self.active:
            self._record(inline)
            inline.start = None
        raw = "".join(self.parts)
        kind, level = self._kind()
        text, inlines = _tidy(raw, self.inlines, code=kind is BlockKind.CODE)
        line = Line(text, kind, level, self.number, inlines, self.small_length, self.ruled)
        self.parts, self.inlines = [], []
        self.length = self.small_length = 0
        if not line.text:
            return
        self.number, self.ruled = None, False
        self.size += 1
        self.count += 1
        self.full = self.full or self.count >= LINE_LIMIT
        if self.row is not None:
            self.row.append((self.cell, line))
        else:
            self.lines.append(line)

    def _kind(self) -> tuple[BlockKind, int]:
        if self.pre:
            return BlockKind.CODE, 0
        if self.heading:
            return BlockKind.HEADING, self.heading
        if self.caption:
            return BlockKind.CAPTION, 0
        if self.lists and self.lists[-1].item:
            return BlockKind.ITEM, len(self.lists)
        return (BlockKind.QUOTE, 0) if self.quotes else (BlockKind.PARAGRAPH, 0)

    def _end_row(self, layout: bool = False) -> None:
        """Puts a row's cells on one line; a row that only lays a page out gives its lines as they are."""
        row, self.row = self.row, None
        if not row:
            return
        cells = {cell for cell, _ in row}
        if layout or len(cells) == 1 or any(len(line.text) > 400 for _, line in row):
            self.lines += [line for _, line in row]
            return
        text, inlines = "", []
        for _, line in row:
            at = len(text) + 1 if text else 0
            text = f"{text} {line.text}" if text else line.text
            inlines += [Inline(at + i.start, at + i.end, i.kind, i.href, i.alt) for i in line.inlines]
        self.lines.append(Line(" ".join(text.split("\n")), BlockKind.ROW, 0, None, tuple(inlines)))

    def finish(self) -> list[Line]:
        """Returns the lines, the last one ended."""
        self._break()
        self._end_row()
        if self.inlines and self.lines:
            last = self.lines[-1]
            at = len(last.text)
            last.inlines += tuple(Inline(at, at, i.kind, i.href, i.alt) for i in self.inlines)
        if self.full and self.lines:
            _cut(self.lines)
        return self.lines


def _tidy(raw: str, inlines: list[Inline], code: bool) -> tuple[str, tuple[Inline, ...]]:
    """Returns the line as stored, with its inlines inside it. Accents that a tag parted from their letter join it."""
    text = raw
    if code:
        text = "\n".join(line.rstrip() for line in raw.split("\n")).strip("\n")
    text = clean(text)
    if text == raw:
        return text, tuple(inlines)
    if code:
        return text, ()
    kept = [Inline(min(i.start, len(text)), min(i.end, len(text)), i.kind, i.href, i.alt) for i in inlines]
    return text, tuple(i for i in kept if i.end > i.start or i.kind is InlineKind.IMAGE)


def _cut(lines: list[Line]) -> None:
    """Cuts the last line so that all of the text is within TEXT_LIMIT bytes."""
    over = sum(len(line.text.encode("utf-8", "replace")) + 1 for line in lines) - 1 - TEXT_LIMIT
    while over > 0 and lines:
        last = lines[-1]
        kept = last.text.encode("utf-8", "replace")[: -over or None].decode("utf-8", "ignore").rstrip()
        over -= len(last.text.encode("utf-8", "replace")) if not kept else over
        if not kept:
            lines.pop()
            over -= 1
            continue
        last.text = kept
        last.inlines = tuple(i for i in last.inlines if i.end <= len(kept))
