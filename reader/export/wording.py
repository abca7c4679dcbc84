"""Dates in the words of a document: ``April 18, 2026``, ``second quarter of 2026``."""

from __future__ import annotations

import re
from datetime import date, datetime

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_PART = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?[~?%]?$")


def day_words(moment: date | datetime | None) -> str:
    """Returns a day, ``undated`` where there is none. A time is a day of its own zone."""
    return f"{MONTHS[moment.month - 1]} {moment.day}, {moment.year}" if moment else "undated"


def capital(text: str) -> str:
    """Returns text with a capital where it begins."""
    return text[:1].upper() + text[1:]


def stopped(text: str) -> str:
    """Returns a sentence with its stop, which headlines and cut sentences lack."""
    return text if text.rstrip("\"'”’)").endswith((".", "?", "!", "…")) else f"{text}."


def date_words(edtf: str, approx: bool = False) -> str:
    """Returns an EDTF date with the precision that it has; what is none of the subset comes back as it is."""
    start, slash, end = edtf.partition("/")
    about = "about " if approx or "~" in edtf else ""
    if not slash:
        return about + _part(start)
    if start == "..":
        return f"by {about}{_part(end)}"
    if end == "..":
        return f"from {about}{_part(start)}"
    return about + (_named_range(start, end) or f"{_part(start)} to {_part(end)}")


def _part(text: str) -> str:
    found = _PART.match(text)
    if not found:
        return text
    year, month, day = found[1], found[2], found[3]
    if not month or not 1 <= int(month) <= 12:
        return year
    name = MONTHS[int(month) - 1]
    return f"{name} {int(day)}, {year}" if day else f"{name} {year}"


def _named_range(start: str, end: str) -> str | None:
    a, b = _PART.match(start), _PART.match(end)
    if not (a and b and a[2] and b[2] and a[1] == b[1]):
        return None
    if a[3] and b[3]:
        if a[2] == b[2]:
            return f"{MONTHS[int(a[2]) - 1]} {int(a[3])} to {int(b[3])}, {a[1]}" if 1 <= int(a[2]) <= 12 else None
        return None
    if a[3] or b[3]:
        return None
    quarters = {("01", "03"): "first", ("04", "06"): "second", ("07", "09"): "third", ("10", "12"): "fourth"}
    halves = {("01", "06"): "first", ("07", "12"): "second"}
    if name := quarters.get((a[2], b[2])):
        return f"{name} quarter of {a[1]}"
    if name := halves.get((a[2], b[2])):
        return f"{name} half of {a[1]}"
    return f"{MONTHS[int(a[2]) - 1]} to {_part(end)}" if 1 <= int(a[2]) <= 12 else None
