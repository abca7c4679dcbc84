"""Places in text: spans, blocks, inlines, and the reasons that findings carry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters of an article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def meets(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A range of one stored article's text; ``article`` is its public id."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is shown, verbatim ``text[start:end]`` of its article."""

    text: str
    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a finding is held: the rule's name (kebab-case, stable) and the words that fired it."""

    rule: str
    words: str = ""


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    QUOTE = "quote"
    CODE = "code"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """One block element of the text: one line of it (code keeps its lines).

    ``level`` is the heading's level (1–6) or the nesting of a list item (from 1), else 0; ``number`` is the
    ordinal of an item of an ordered list. ``furniture`` marks what is no part of the article (sign-up pleas,
    share links, biographies, "Read full article"): shown, never analysed.
    """

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    number: int | None = None
    furniture: bool = False


class InlineKind(StrEnum):
    LINK = "link"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Inline:
    """A run of formatted characters; ``href`` is an absolute http(s) or mailto address for links.

    An image is a zero-width inline at its place with its address in ``href`` and its words in ``alt``.
    """

    start: int
    end: int
    kind: InlineKind
    href: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PlainText:
    """What ``reader.text`` makes of HTML: the text that is stored once and the layout that points into it."""

    text: str
    blocks: tuple[Block, ...] = ()
    inlines: tuple[Inline, ...] = ()
