"""The moment that words are resolved against, and calendar arithmetic on it.

Order of belief: what the words say themselves, then the date in focus (the last one mentioned), then the day of
publication with the tense of the clause.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from reader import edtf
from reader.analysis.dates_tense import LIKELY, lean
from reader.analysis.dates_tokens import Tokens

_YEAR = re.compile(r"\d{4}(?=-|/|$)")
_NEAR = timedelta(days=60)
_WEIGHT = 6
"""months of nearness that a sure verb outweighs, both ways"""


@dataclass(slots=True)
class Scene:
    """What a sentence's dates are read against; ``focus`` moves as the reading goes on.

    ``day`` is the day of publication (or of the dateline). ``year_ends`` maps companies to the last month of their
    fiscal year, ``companies`` gives the organisations named, as (offset, id) in order of the text.
    """

    day: date
    focus: str = ""
    fine: dict[int, str] = field(default_factory=dict)
    """the last date in focus by precision: 1 a day, 2 about a month or quarter, 3 anything longer"""
    year_ends: Mapping[str, int] = field(default_factory=dict)
    companies: Sequence[tuple[int, str]] = ()
    leading: str | None = None
    """the company that the article is about, for fiscal periods in sentences that name none"""

    def see(self, value: str) -> None:
        """Puts a date into focus."""
        self.focus = value
        size = edtf.width(value) or 4000
        grain = 1 if size <= 2 else 2 if size <= 184 else 3
        for coarser in range(grain, 4):
            self.fine[coarser] = value

    def focus_day(self, unit: str = "") -> date:
        """The first day of the focus, the day of publication where nothing is in focus.

        ``unit`` asks for a focus fine enough to count from: a day for days and weeks, a month for months.
        """
        grain = {"D": 1, "W": 1, "F": 1, "M1": 2, "Q": 2}.get(unit, 3)
        focus = self.fine.get(grain, "") if unit else self.focus
        if focus:
            first, last = edtf.bounds(focus)
            return first or last or self.day
        return self.day

    def year_end(self, s: Tokens, i: int) -> tuple[int, bool]:
        """Returns the fiscal year's last month for the company that token ``i`` is about, and whether it is known."""
        at, low = s.start[i], s.start[0]
        best: str | None = None
        for offset, name in self.companies:
            if offset >= s.end[-1]:
                break
            if offset >= low and (offset <= at or best is None):
                best = name
        company = best or self.leading
        if company is None:
            return 12, False
        return self.year_ends.get(company, 12), True

    def ahead(self, s: Tokens, i: int, j: int) -> bool:
        """Whether the clause around tokens ``i`` to ``j`` looks ahead; news looks back where no verb speaks."""
        return lean(s, i, j) >= LIKELY

    def weekday(self, weekday: int, ahead: bool) -> date:
        """The latest such day up to the day of publication, or the next one."""
        back = (self.day.weekday() - weekday) % 7
        if ahead:
            return self.day + timedelta(days=7 - back)
        return self.day - timedelta(days=back)

    def month_year(self, s: Tokens, i: int, j: int, month: int) -> int:
        """The year of a bare month: the reading, past or coming, that the clause's lean and nearness speak for."""
        forth = (month - self.day.month) % 12
        back = (12 - forth) % 12
        ahead = 2 * _WEIGHT * lean(s, i, j) > forth - back if forth else False
        if ahead:
            return self.day.year + (month < self.day.month)
        return self.day.year - (month > self.day.month)

    def day_year(self, s: Tokens, i: int, j: int, month: int, day: int) -> int | None:
        """The year of a month and day without one: the nearest within 60 days, else by tense; None for no such day."""
        found = []
        for year in (self.day.year - 1, self.day.year, self.day.year + 1):
            try:
                found.append(date(year, month, day))
            except ValueError:
                continue
        if not found:
            return None
        nearest = min(found, key=lambda d: abs(d - self.day))
        if abs(nearest - self.day) <= _NEAR:
            return nearest.year
        leaning = lean(s, i, j)
        if leaning > 0:
            return next((d for d in found if d >= self.day), nearest).year
        if leaning < 0:
            return next((d for d in reversed(found) if d <= self.day), nearest).year
        return nearest.year

    def period_year(self, s: Tokens, i: int, j: int, first: int, count: int) -> int:
        """The year of a bare quarter, half or season of ``count`` months from month ``first``: begun already, or the
        next to end, by the clause's lean and by nearness."""
        now = self.day.year * 12 + self.day.month
        starts = [(year, year * 12 + first) for year in range(self.day.year - 2, self.day.year + 2)]
        coming, next_start = next((year, start) for year, start in starts if start + count - 1 >= now)
        begun, last_start = next((year, start) for year, start in reversed(starts) if start <= now)
        leaning = lean(s, i, j)
        if leaning < 0 and "for" in (s.at(i - 1), s.at(i - 2)):
            leaning = 0.0  # "prices for the first quarter" may lie on either side of "told"
        if leaning == 0.0:
            # without a verb a period lies ahead only if it is much the nearer
            return coming if next_start - now < now - (last_start + count - 1) - 3 else begun
        return coming if 2 * _WEIGHT * leaning > (next_start - now) - (now - last_start - count + 1) else begun


def shift_months(day: date, months: int) -> date:
    """Returns the day moved by whole months, cut to the length of the month it lands in."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    year = min(max(year, 1), 9998)
    return date(year, month + 1, min(day.day, edtf.month_end(year, month + 1).day))


def shift_years(base: str, years: int) -> str:
    """Returns an EDTF value in other years: "2026-07/2026-09" → "2027-07/2027-09"; unmoved at the calendar's end."""
    moved = _YEAR.sub(lambda found: f"{int(found[0]) + years:04d}", base)
    return moved if edtf.is_valid(moved) else base


def shift(day: date, amount: float, unit: str) -> str | None:
    """Moves a day by an amount of a unit and writes it at the unit's precision; None outside the calendar.

    Days and weeks give a day, months and quarters a month, years and decades a year; a half year gives a month.
    """
    try:
        if unit in ("D", "W", "F"):
            days = amount * {"D": 1, "W": 7, "F": 14}[unit]
            return edtf.day(day + timedelta(days=round(days)))
        if unit in ("M1", "Q"):
            moved = shift_months(day, round(amount * (3 if unit == "Q" else 1)))
            return edtf.month(moved.year, moved.month)
        years = amount * {"Y": 1, "E": 10, "C": 100}.get(unit, 1)
        if years != int(years):
            moved = shift_months(day, round(years * 12))
            return edtf.month(moved.year, moved.month)
        year = day.year + int(years)
        return f"{year:04d}" if 1 <= year <= 9999 else None
    except (OverflowError, ValueError):
        return None


def fiscal_months(year: int, first: int, count: int, year_end: int) -> str:
    """Writes ``count`` months from the ``first`` month (1–12) of fiscal ``year``, which ends in month ``year_end``."""
    return edtf.months(year - (year_end < 12), (year_end % 12) + first, count)


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """Returns the ``which``-th such weekday of a month; −1 is the last."""
    if which < 0:
        last = edtf.month_end(year, month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def easter(year: int) -> date:
    """Returns Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
