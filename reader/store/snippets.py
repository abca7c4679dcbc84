"""The words around a search's hits, cut out of the text here.

FTS5's own ``snippet`` takes seconds for a text of a megabyte that is full of hits, which a feed can send; this takes
time in proportion to the part of the text that is looked at, and looks at no more than its beginning.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

from reader.model.text import Span
from reader.query import Words

LOOKED_AT = 100_000
"""characters of a text in which hits are looked for"""
LENGTH = 180
"""characters of a snippet, about"""
BEFORE = 40
"""characters before the first hit"""
HITS = 200
"""hits that are weighed against each other"""

_TOKEN = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")


def pattern(words: Sequence[Words]) -> re.Pattern[str] | None:
    """Returns what finds the words of a query in a folded text, one named group for each; None without words."""
    pieces = []
    for number, word in enumerate(words):
        tokens = [re.escape(token) for token in _TOKEN.findall(fold(word.text))]
        if tokens:
            ending = "" if word.prefix else r"(?![^\W_])"
            phrase = r"[\W_]+".join(tokens)
            pieces.append(rf"(?P<w{number}>(?<![^\W_]){phrase}{ending})")
    return re.compile("|".join(pieces)) if pieces else None


def fold(text: str) -> str:
    """Returns ``text`` in lower case and without accents, character for character, as the index reads it."""
    if text.isascii():
        return text.lower()
    return "".join(sign.lower() if sign < "\x80" else _bare(sign) for sign in text)


def _bare(sign: str) -> str:
    return unicodedata.normalize("NFD", sign)[0].lower()[0]


def snippet(text: str, found: re.Pattern[str] | None) -> tuple[str, tuple[Span, ...]]:
    """Returns a line of about 180 characters round the place with most different words, and the hits' ranges in it.

    Without a hit the line is the beginning of the text.
    """
    part = text[:LOOKED_AT]
    hits = list(islice(_hits(part, found), HITS)) if found else []
    begin = max(0, _best(hits) - BEFORE) if hits else 0
    if begin:
        gap = part.find(" ", begin, begin + BEFORE)
        begin = gap + 1 if gap >= 0 else begin
    end = min(len(text), begin + LENGTH)
    if end < len(text):
        gap = text.rfind(" ", begin + LENGTH // 2, end)
        end = gap if gap >= 0 else end
    return _line(text, begin, end, [(start, stop) for start, stop, _ in hits if begin <= start and stop <= end])


def _hits(part: str, found: re.Pattern[str]) -> Iterator[tuple[int, int, str | None]]:
    for match in found.finditer(fold(part)):
        start, end = match.span()
        while end < len(part) and part[end].isalnum():
            end += 1
        yield start, end, match.lastgroup


def _best(hits: Sequence[tuple[int, int, str | None]]) -> int:
    best, most, first = hits[0][0], 0, 0
    for last, (_, end, _) in enumerate(hits):
        while end - hits[first][0] > LENGTH - BEFORE and first < last:
            first += 1
        different = len({name for _, _, name in hits[first : last + 1]})
        if different > most:
            best, most = hits[first][0], different
    return best


def _line(text: str, begin: int, end: int, hits: list[tuple[int, int]]) -> tuple[str, tuple[Span, ...]]:
    line = "…" if begin else ""
    spans, at = [], begin
    for start, stop in hits:
        line += _SPACE.sub(" ", text[at:start])
        shown = _SPACE.sub(" ", text[start:stop])
        spans.append(Span(len(line), len(line) + len(shown)))
        line += shown
        at = stop
    line += _SPACE.sub(" ", text[at:end])
    return line.rstrip() + ("…" if end < len(text) else ""), tuple(spans)
