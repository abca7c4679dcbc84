"""Dates and amounts in the words of a document: ``April 18, 2026``, ``$24.6 billion``, ``at least 750 MW``."""

from __future__ import annotations

import re
from datetime import date, datetime

from reader.model.findings import Qualifier

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_PART = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?[~?%]?$")
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩", "TWD": "NT$", "CNY": "CN¥"}
_WORDS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_PREFIXED = {"W", "Wh", "B", "B/s", "bit/s", "FLOP/s"}
_PREFIXES = ((1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_QUALIFIERS = {
    Qualifier.ABOUT: "about ",
    Qualifier.AT_LEAST: "at least ",
    Qualifier.UP_TO: "up to ",
    Qualifier.LESS_THAN: "less than ",
}


def day_words(moment: date | datetime | None) -> str:
    """Returns a day, ``undated`` where there is none. A time is a day of its own zone."""
    return f"{MONTHS[moment.month - 1]} {moment.day}, {moment.year}" if moment else "undated"


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


def amount(value: float, unit: str) -> str:
    """Returns a value in base units as a document writes it."""
    currency, _, per = unit.partition("/")
    if currency in _SIGNS:
        sign = "−" if value < 0 else ""
        return f"{sign}{_SIGNS[currency]}{_scaled(abs(value))}{f' per {per}' if per else ''}"
    if unit in _PREFIXED:
        for size, prefix in _PREFIXES:
            if abs(value) >= size:
                return f"{number(value / size)} {prefix}{unit}"
        return f"{number(value)} {unit}"
    if unit in ("%", "x"):
        return f"{number(value)}{'%' if unit == '%' else '×'}"
    if unit == "s" and 0 < abs(value) < 1:
        return f"{number(value * 1e3)} ms" if abs(value) >= 1e-3 else f"{number(value * 1e6)} µs"
    if unit == "m" and 0 < abs(value) < 1e-3:
        return f"{number(value * 1e9)} nm" if abs(value) < 1e-6 else f"{number(value * 1e6)} µm"
    shown = unit.replace("mm2", "mm²").replace("sqft", "square feet")
    return _scaled(value) if unit == "count" else f"{_scaled(value)} {shown}"


def reported(value: float, low: float | None, high: float | None, qualifier: Qualifier, unit: str) -> str:
    """Returns a value as it was reported, with the hedge of its words."""
    if qualifier is Qualifier.RANGE and low is not None and high is not None and low != high:
        return f"{amount(low, unit)} to {amount(high, unit)}"
    return _QUALIFIERS.get(qualifier, "") + amount(value, unit)


def change_words(change: float) -> str:
    """Returns a relative change: ``+76%``, ``−7%``, ``12-fold`` from a tenfold rise on."""
    if change >= 9:
        return f"{number(change + 1)}-fold"
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    percent = abs(change) * 100
    return f"{sign}{number(round(percent, 1) if percent < 10 else round(percent))}%"


def number(value: float) -> str:
    """Returns a number with thousands set off and no more than three significant decimals."""
    rounded = round(value, 3) if abs(value) >= 1 else float(f"{value:.3g}")
    whole = f"{rounded:,.3f}".rstrip("0").rstrip(".") if abs(rounded) >= 0.001 or rounded == 0 else f"{rounded:g}"
    return whole.replace("-", "−")


def _scaled(value: float) -> str:
    for size, word in _WORDS:
        if abs(value) >= size:
            return f"{number(value / size)} {word}"
    return number(value)
