"""What stands in a feed's text and is no part of the article.

Sign-up pleas, share links, biographies, captions, credits, notices, the "About" sections of press releases: such
lines are kept and shown, and never analysed. They are told by their words, by where they stand (the last lines of a
text are suspect, the middle is not) and by their make-up (all link, all small print, all italics). The patterns
are those of news sites, newsletters and press wires in general; a line that no pattern knows is part of the article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.furniture_words import (
    ABOUT,
    ABOUT_INLINE,
    ALWAYS,
    BIOGRAPHY,
    DETAILS,
    PLEA_OPENING,
    PLEAS,
    RIGHTS,
    SHARE_ANCHOR,
    SHARE_SPLIT,
    SHARE_WORDS,
    STATEMENTS,
    TAIL_OPENER,
)
from reader.model.text import BlockKind, Inline, InlineKind


@dataclass(slots=True)
class Line:
    """A line of text before it has its place: inlines count from its own start.

    ``small`` counts its characters in small print, ``ruled`` says that a horizontal rule stands before it.
    """

    text: str
    kind: BlockKind
    level: int = 0
    number: int | None = None
    inlines: tuple[Inline, ...] = ()
    small: int = 0
    ruled: bool = False

    def share(self, kind: InlineKind) -> float:
        """Returns how much of the line is formatted so, from 0 to 1."""
        covered = sum(i.end - i.start for i in self.inlines if i.kind is kind)
        return min(1.0, covered / len(self.text)) if self.text else 0.0


_LOOKED_AT = 400
"""characters of a line that patterns see"""
_WORD = re.compile(r"\w")
_NEVER = frozenset((BlockKind.CODE, BlockKind.ROW))


def furniture(lines: Sequence[Line]) -> list[bool]:
    """Says for each line whether it is no part of the article."""
    count = len(lines)
    texts = [line.text[:_LOOKED_AT].lstrip("★☆•·*▸►→#>|–—- ") for line in lines]
    lowers = [text.lower() for text in texts]
    of_links = sum(map(_is_link, lines)) >= 0.4 * count
    out = [_is_furniture(lines, at, texts[at], lowers[at], of_links) for at in range(count)]
    _mark_tail(lines, texts, lowers, out)
    _mark_about(lines, texts, lowers, out)
    if all(out):
        # a text of nothing but such lines is what the feed has to say
        return [False] * count
    return out


def _is_furniture(lines: Sequence[Line], at: int, text: str, lower: str, of_links: bool) -> bool:
    line = lines[at]
    if line.kind is BlockKind.CAPTION:
        return True
    if line.kind in _NEVER:
        return False
    if not (text[:1].isalnum() or _WORD.search(text)) or _is_share_bar(lower) or DETAILS.match(text):
        return True
    size = len(line.text)
    if (size < 320 or _edge(lines, at, 8)) and (
        ALWAYS.match(text, lower) or ("all rights reserved" in lower and RIGHTS.match(lower))
    ):
        return True
    if line.kind is BlockKind.HEADING or size > 360:
        return False
    # Where it could stand is asked first: the patterns are by far the dearer test.
    dressed = line.ruled or line.small > 0.85 * size
    linked = False
    if line.inlines:
        dressed = dressed or line.share(InlineKind.LINK) > 0.2 or line.share(InlineKind.EMPHASIS) > 0.85
        linked = any(inline.kind is InlineKind.LINK for inline in line.inlines) and _edge(lines, at, 8)
    last = _edge(lines, at, 4, head=0)
    if (dressed or linked or last) and (PLEAS.search(text, lower) or PLEA_OPENING.match(text, lower)):
        return True
    if (last or (dressed and _edge(lines, at, 8, head=0))) and BIOGRAPHY.match(text, lower):
        return True
    if not line.inlines or not _edge(lines, at, 3, head=0):
        return False
    if line.ruled and line.share(InlineKind.EMPHASIS) > 0.85:
        return True
    return not of_links and _is_link(line)


def _is_link(line: Line) -> bool:
    """Says whether the line is one link and no sentence."""
    return bool(line.inlines) and line.share(InlineKind.LINK) > 0.9 and not line.text.endswith((".", "!", "?", "”"))


def _edge(lines: Sequence[Line], at: int, tail: int, head: int = 1) -> bool:
    """Says whether the line is among the first ``head`` or the last ``tail`` ones of a text that has others."""
    return len(lines) > 1 and (at < head or at >= max(1, len(lines) - tail))


def _is_share_bar(lower: str) -> bool:
    if len(lower) > 160:
        return False
    first = SHARE_SPLIT.split(lower, maxsplit=1)[0]
    if first and first not in SHARE_WORDS and not first.isdigit():
        return False
    words = [word for word in SHARE_SPLIT.split(lower) if word and not word.isdigit()]
    return bool(words) and all(word in SHARE_WORDS for word in words) and any(word in SHARE_ANCHOR for word in words)


def _mark_tail(lines: Sequence[Line], texts: Sequence[str], lowers: Sequence[str], out: list[bool]) -> None:
    """Marks all after a line such as "Written by" or "Comments", where little follows it."""
    sizes = [len(line.text) for line in lines]
    total, after = sum(sizes), 0
    for at in range(len(lines) - 1, 0, -1):
        after += sizes[at]
        if after > 0.3 * total + 200:
            return
        if len(texts[at]) < 80 and TAIL_OPENER.match(texts[at], lowers[at]):
            out[at:] = [True] * (len(lines) - at)


def _mark_about(lines: Sequence[Line], texts: Sequence[str], lowers: Sequence[str], out: list[bool]) -> None:
    """Marks the sections of a press release that describe the firm and warn of the future.

    Such a section opens with a line of its own ("About Crusoe"), describes what the line names, and reaches to the
    next heading.
    """
    at, count = 0, len(lines)
    while at < count:
        opens = _opens_about(texts, at) or (len(texts[at]) < 120 and STATEMENTS.match(texts[at], lowers[at]))
        if not opens:
            if at > count // 3 and ABOUT_INLINE.match(texts[at]) and lines[at].share(InlineKind.STRONG) > 0.02:
                out[at] = True
            at += 1
            continue
        heading = lines[at].kind is BlockKind.HEADING
        out[at] = True
        at += 1
        while at < count and not _opens_about(texts, at):
            if lines[at].kind is BlockKind.HEADING and heading:
                break
            out[at] = True
            at += 1


def _opens_about(texts: Sequence[str], at: int) -> bool:
    found = ABOUT.match(texts[at]) if len(texts[at]) < 90 else None
    if not found or at + 1 >= len(texts) or at < 2:
        return False
    name = found[1].split(" ")[0].rstrip("’'s,.").lower()
    following = texts[at + 1][:160].lower()
    return name in following or following.startswith(("we ", "the company", "our ", "founded"))
