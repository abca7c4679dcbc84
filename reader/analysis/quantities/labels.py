"""Counts whose noun stands apart from them: before the colon of a list item, in a row's label, in a table's head.

"Jobs at the reactor: 400", "Racks | 120", and a column headed "Servers" over "640".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.analysis.document import Document
from reader.analysis.quantities.counts import Counted, noun_of
from reader.analysis.quantities.numbers import Number, exact, numbers, scale_of
from reader.analysis.quantities.quantity import Quantity
from reader.analysis.quantities.units import CURRENCIES, SYMBOLS
from reader.model.findings import Qualifier
from reader.model.text import BlockKind

LONGEST = 200
"""characters of a list item or row with a label; longer ones are sentences"""

_LABEL = re.compile(r"(?P<label>[A-Za-z][^:\d\n]{1,60}?)(?P<colon>:)? (?=[\d~])")
_CLOSED = re.compile(r"$|[,;.)]|\s")
_UNIT = re.compile(
    r"(?P<money>US\$|NT\$|\$|€|£|¥|USD|EUR|GBP|JPY) ?(?P<scale>billion|million|bn|mn|m|tn|trillion)?(?![A-Za-z/])|"
    r"(?<![A-Za-z/])(?P<unit>GWh|MWh|GW|MW|kW|%|bp|GB|TB|ha)(?![A-Za-z/])"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")


def add_labelled(document: Document, found: list[list[Quantity]], firsts: Sequence[int]) -> None:
    """Adds the counts of list items and rows whose noun stands in a label or in the table's head."""
    text = document.text
    for index, kind in enumerate(document.kinds):
        row = kind is BlockKind.ROW
        if found[index] or not (row or kind is BlockKind.ITEM):
            continue
        span = document.sentences[index]
        if span.end - span.start > LONGEST:
            continue
        if firsts[index] < index:
            found[index] = under_heads(document.sentence(firsts[index]), text, span.start, span.end)
        found[index] = found[index] or labelled(text, span.start, span.end, row=row)


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
    """Returns the quantities of a row whose table's head names as many units and counted things as the row has bare
    numbers ("Capacity, MW", "Cost, $bn", "Jobs")."""
    marks = _marks(head)
    bare = [number for number in numbers(text, start, end) if _bare(text, number, end)]
    if not marks or len(marks) != len(bare):
        return []
    return [
        _count(number, mark) if isinstance(mark, Counted) else _measured(number, *mark)
        for number, mark in zip(bare, marks, strict=True)
    ]


def _marks(head: str) -> list[Counted | tuple[str, float]]:
    """The units and counted nouns of a head, in order."""
    marks: list[tuple[int, Counted | tuple[str, float]]] = []
    for unit in _UNIT.finditer(head):
        if unit["money"]:
            code = CURRENCIES[unit["money"]]
            marks.append((unit.start(), (code, scale_of(unit["scale"]) if unit["scale"] else 1.0)))
        else:
            marks.append((unit.start(), SYMBOLS[unit["unit"]]))
    for word in _WORD.finditer(head):
        noun = noun_of(word[0].lower(), word.end())
        if noun is not None:
            marks.append((word.start(), noun))
    return [mark for _, mark in sorted(marks, key=lambda found: found[0])]


def _measured(number: Number, unit: str, factor: float) -> Quantity:
    value = exact(number.value, factor)
    return Quantity(number.start, number.end, value, None, None, unit, Qualifier.EXACT, number.start, "headed",
                    "digits", None, number.end)  # fmt: skip


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
