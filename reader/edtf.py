"""Dates as the product writes them: the part of EDTF level 1 (ISO 8601-2) that news needs.

What is read: ``2026``, ``2026-04``, ``2026-04-18``, seasons ``2026-21`` to ``2026-24``, quarters and halves of
level 2 (``2026-33`` to ``2026-36``, ``2026-40``, ``2026-41``), unspecified digits (``202X``, ``2026-XX``), the marks
``~ ? %``, and intervals of these with an open (``..``) or unknown (empty) side. What is written: years, months, days
and intervals of them; quarters, halves and seasons are month ranges.

Every function is total over the strings that ``parse`` accepts and raises ValueError for others. No state, no clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_PART = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([~?%]?)", re.ASCII)
_MONTHS_OF = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2), 33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
              40: (1, 6), 41: (7, 12)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One side of an expression: a year, month or day with its first and last day."""

    text: str
    first: date
    last: date
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Edtf:
    """A parsed expression. ``start`` and ``end`` are the same part where it is no interval; None is an open side."""

    start: Part | None
    end: Part | None
    interval: bool

    def __str__(self) -> str:
        left = self.start.text + self.start.mark if self.start else ".."
        if not self.interval:
            return left
        return f"{left}/{self.end.text + self.end.mark if self.end else '..'}"

    @property
    def approx(self) -> bool:
        """Whether any side carries ``~`` or ``%``."""
        return any(part is not None and part.mark in ("~", "%") for part in (self.start, self.end))


def parse(text: str) -> Edtf:
    """Parses an expression. Raises ValueError where it is outside the subset or names no real day."""
    left, slash, right = text.partition("/")
    if not slash:
        part = _part(left)
        return Edtf(part, part, False)
    start, end = _side(left), _side(right)
    if start is None and end is None:
        raise ValueError(f"an interval without any side: {text!r}")
    if start is not None and end is not None and start.first > end.last:
        raise ValueError(f"an interval that ends before it starts: {text!r}")
    return Edtf(start, end, True)


def is_valid(text: str) -> bool:
    """Returns whether ``parse`` accepts ``text``."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _side(text: str) -> Part | None:
    return None if text in ("", "..") else _part(text)


def _part(text: str) -> Part:
    found = _PART.fullmatch(text)
    if not found:
        raise ValueError(f"not a date that is understood here: {text!r}")
    year, month, day, mark = found[1], found[2], found[3], found[4]
    plain = text[: len(text) - len(mark)] if mark else text
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if low == 0:
        low = 1
    if high == 0:
        raise ValueError(f"year zero: {text!r}")
    if month is None or month == "XX":
        if "X" in year and month is not None:
            raise ValueError(f"not a date that is understood here: {text!r}")
        return Part(plain, date(low, 1, 1), date(high, 12, 31), mark)
    if "X" in year:
        raise ValueError(f"not a date that is understood here: {text!r}")
    number = int(month)
    if day is None or day == "XX":
        if number in _MONTHS_OF:
            a, b = _MONTHS_OF[number]
            return Part(plain, date(low, a, 1), month_end(low + (b < a), b), mark)
        if not 1 <= number <= 12:
            raise ValueError(f"no such month: {text!r}")
        return Part(plain, date(low, number, 1), month_end(low, number), mark)
    exact = date(low, number, int(day))
    return Part(plain, exact, exact, mark)


def month_end(year: int, month: int) -> date:
    """Returns the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


@lru_cache(maxsize=4096)
def bounds(text: str) -> tuple[date | None, date | None]:
    """Returns the first and the last day that the expression covers; None for an open side."""
    value = parse(text)
    return (value.start.first if value.start else None, value.end.last if value.end else None)


def overlap(a: str, b: str) -> bool:
    """Returns whether the two expressions share a day; open sides reach without end."""
    (a1, a2), (b1, b2) = bounds(a), bounds(b)
    return (a1 is None or b2 is None or a1 <= b2) and (b1 is None or a2 is None or b1 <= a2)


def same(a: str, b: str) -> bool:
    """Returns whether the two cover the same days: ``2026-04/2026-06`` is ``2026-34``."""
    return bounds(a) == bounds(b)


def contains(outer: str, inner: str) -> bool:
    """Returns whether every day of ``inner`` is one of ``outer``."""
    (a1, a2), (b1, b2) = bounds(outer), bounds(inner)
    return (a1 is None or (b1 is not None and a1 <= b1)) and (a2 is None or (b2 is not None and b2 <= a2))


def width(text: str) -> int | None:
    """Returns how many days the expression covers; None where a side is open."""
    first, last = bounds(text)
    return None if first is None or last is None else (last - first).days + 1


def sort_key(text: str) -> tuple[int, int, int]:
    """Returns the key that puts expressions in order of time: earliest first, then the narrower, closed before open.

    A deadline (``../2028-12``) stands at its last day, after what is dated to that very day or month.
    """
    first, last = bounds(text)
    at = first or last
    assert at is not None  # parse refuses an interval without sides
    day = last.toordinal() if first is None and last is not None else at.toordinal()
    size = width(text)
    return (day, 0 if size is not None else 1, size or 0)


def due(text: str) -> date | None:
    """Returns the day after which something expected at this time is overdue; None where it is open to the right."""
    return bounds(text)[1]


def day(value: date) -> str:
    """Writes a day."""
    return value.isoformat()


def month(year: int, number: int) -> str:
    """Writes a month; ``number`` may lie outside 1–12 and carries into the year."""
    year, zero = year + (number - 1) // 12, (number - 1) % 12
    return f"{year:04d}-{zero + 1:02d}"


def months(year: int, first: int, count: int) -> str:
    """Writes ``count`` months from month ``first`` of ``year`` (which may lie outside 1–12)."""
    start, end = month(year, first), month(year, first + count - 1)
    return start if start == end else f"{start}/{end}"


def quarter(year: int, number: int) -> str:
    """Writes a calendar quarter (1–4) as months."""
    return months(year, 3 * number - 2, 3)


def half(year: int, number: int) -> str:
    """Writes a half of a year (1, 2) as months."""
    return months(year, 6 * number - 5, 6)


def week(value: date) -> str:
    """Writes the week, Monday to Sunday, that holds a day."""
    monday = value - timedelta(days=value.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def until(text: str) -> str:
    """Writes an open start that ends with the last part of ``text``: ``2026-04/2026-06`` gives ``../2026-06``."""
    value = parse(text)
    if value.end is None:
        raise ValueError(f"open to the right: {text!r}")
    return f"../{_closing(value.end)}"


def since(text: str) -> str:
    """Writes an open end that begins with the first part of ``text``."""
    value = parse(text)
    if value.start is None:
        raise ValueError(f"open to the left: {text!r}")
    return f"{value.start.text}/.."


def span(a: str, b: str) -> str:
    """Writes the interval from the beginning of ``a`` to the end of ``b``.

    Raises ValueError where it would end before it starts.
    """
    left, right = parse(a), parse(b)
    start = left.start.text if left.start else ".."
    end = ".." if right.end is None else right.end.text if left.start else _closing(right.end)
    if start == end:
        return start
    text = f"{start}/{end}"
    parse(text)
    return text


def _closing(part: Part) -> str:
    """A deadline of a whole year is written to the month, as the product's dates are: ``../2028-12``."""
    return f"{part.text}-12" if len(part.text) == 4 and "X" not in part.text else part.text
