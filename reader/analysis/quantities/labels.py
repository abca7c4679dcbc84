"""Counts whose noun stands apart from them: before the colon of a list item, in a row's label, in a table's head.

"Jobs at the reactor: 400", "Racks | 120", and a column headed "Servers" over "640".
"""

from __future__ import annotations

import re

from reader.analysis.quantities.counts import Counted, noun_of
from reader.analysis.quantities.numbers import Number, numbers
from reader.analysis.quantities.quantity import Quantity
from reader.model.findings import Qualifier

_LABEL = re.compile(r"(?P<label>[A-Za-z][^:\d\n]{1,60}?)(?P<colon>:)? (?=[\d~])")
_CLOSED = re.compile(r"$|[,;.)]|\s")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")


def labelled(text: str, start: int, end: int, *, row: bool) -> list[Quantity]:
    """Returns the count that a list item or, with ``row``, a table's row tells by its label, if there is one.

    A list item needs the colon, a row does not, and its count must be the row's last cell.
    """
    match = _LABEL.match(text, start, end)
    if not match or not (match["colon"] or row):
        return []
    noun = _noun(match["label"], match.start())
    if noun is None:
        return []
    found = [n for n in numbers(text, match.end(), end) if n.start == match.end()]
    if not found or not _bare(text, found[0], end) or (row and found[0].end != end):
        return []
    return [_count(found[0], noun)]


def under_heads(head: str, text: str, start: int, end: int) -> list[Quantity]:
    """Returns the counts of a row whose table's head names as many counted things as the row has bare numbers."""
    nouns = [noun for word in _WORD.finditer(head) if (noun := noun_of(word[0].lower(), word.end())) is not None]
    bare = [number for number in numbers(text, start, end) if _bare(text, number, end)]
    if not nouns or len(nouns) != len(bare):
        return []
    return [_count(number, noun) for number, noun in zip(bare, nouns, strict=True)]


def _noun(label: str, offset: int) -> Counted | None:
    for word in _WORD.finditer(label):
        noun = noun_of(word[0].lower(), offset + word.end())
        if noun is not None:
            return noun
    return None


def _bare(text: str, number: Number, end: int) -> bool:
    written = text[number.start : number.end]
    year = number.plain and len(written) == 4 and 1900 <= number.value <= 2100
    before = text[number.start - 1 : number.start]
    return not year and number.written == "digits" and before in (" ", "") and _closes(text, number.end, end)


def _closes(text: str, at: int, end: int) -> bool:
    return at >= end or _CLOSED.match(text, at, end) is not None


def _count(number: Number, noun: Counted) -> Quantity:
    return Quantity(number.start, number.end, number.value, None, None, noun.unit, Qualifier.EXACT, number.start,
                    "labelled", "digits", noun, number.end)  # fmt: skip
