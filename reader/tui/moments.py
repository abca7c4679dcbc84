"""Times and dates as a person reads them: ages in lists, days in heads, EDTF dates in words. No clock of its own."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_PART = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)$")


def age(moment: datetime | None, now: datetime) -> str:
    """Returns how long ago in at most 6 characters: ``now``, ``5m``, ``3h``, ``2d``, ``12 Nov``, ``Nov 25``."""
    if moment is None:
        return "–"
    seconds = (now - moment).total_seconds()
    if seconds < 0:
        return "soon" if seconds < -120 else "now"
    for limit, size, unit in ((90, 0, "now"), (3600, 60, "m"), (86400, 3600, "h"), (7 * 86400, 86400, "d")):
        if seconds < limit:
            return unit if not size else f"{max(1, int(seconds // size))}{unit}"
    day = moment.astimezone(now.tzinfo)
    if seconds < 300 * 86400:
        return f"{day.day} {MONTHS[day.month - 1]}"
    return f"{MONTHS[day.month - 1]} ’{day.year % 100:02d}"


def moment_words(moment: datetime | None, now: datetime) -> str:
    """Returns day and minute in the reader's own time zone, e.g. ``Tue 25 Nov 2026, 14:05``."""
    if moment is None:
        return "undated"
    day = moment.astimezone(now.tzinfo)
    return f"{day:%a} {day.day} {MONTHS[day.month - 1]} {day.year}, {day:%H:%M}"


def day_words(moment: datetime | None, now: datetime) -> str:
    """Returns the day in the reader's own time zone, e.g. ``25 Nov 2026``."""
    if moment is None:
        return "undated"
    day = moment.astimezone(now.tzinfo)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_heading(day: str, today: date) -> str:
    """Returns a day (ISO 8601) as a heading: ``Today``, ``Yesterday``, ``Sat 2 May``, ``Sat 2 May 2025``."""
    found = date.fromisoformat(day)
    words = f"{found:%a} {found.day} {MONTHS[found.month - 1]}"
    if found.year != today.year:
        words += f" {found.year}"
    return {0: "Today", 1: "Yesterday"}.get((today - found).days, words)


def span_words(first: datetime, last: datetime, now: datetime) -> str:
    """Returns a range of days, months and years said once, e.g. ``3–25 Nov 2026`` or ``Sep 2024 – Apr 2026``."""
    start, end = first.astimezone(now.tzinfo), last.astimezone(now.tzinfo)
    if start.date() == end.date():
        return day_words(last, now)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end.day} {MONTHS[end.month - 1]} {end.year}"
    return f"{MONTHS[start.month - 1]} {start.year} – {MONTHS[end.month - 1]} {end.year}"


def edtf_words(edtf: str, approx: bool = False) -> str:
    """Returns an EDTF date in words, with the precision that it has: ``18 Apr 2026``, ``Q2 2026``, ``by Dec 2028``.

    What is no date of the subset comes back as it is.
    """
    if "/" in edtf:
        start, end = edtf.split("/", 1)
        if start in ("", ".."):
            return f"by {_words(end)}"
        if end in ("", ".."):
            return f"from {_words(start)}"
        words = _span_words(start, end)
    else:
        words = _words(edtf)
    return f"~{words}" if approx and not words.startswith("~") else words


def edtf_days(edtf: str) -> tuple[date | None, date | None]:
    """Returns the first and last day that an EDTF date may mean; None where it is open or no date."""
    start, slash, end = edtf.partition("/")
    return _bound(start, first=True), _bound(end if slash else start, first=False)


def until_words(due: date, today: date) -> str:
    """Returns the distance of a due day from today: ``today``, ``in 3 weeks``, ``5 months overdue``."""
    days = (due - today).days
    if days == 0:
        return "today"
    size = abs(days)
    units = ((14, 1.0, "day"), (70, 7.0, "week"), (730, 30.44, "month"), (10**9, 365.25, "year"))
    unit, name = next((unit, name) for limit, unit, name in units if size < limit)
    count = max(1, round(size / unit))
    words = f"{count} {name}{'' if count == 1 else 's'}"
    return f"in {words}" if days > 0 else f"{words} overdue"


def _words(part: str) -> str:
    found = _PART.match(part)
    if not found:
        return part
    year, month, day, sign = found.groups()
    words = year
    if month and 1 <= int(month) <= 12:
        words = f"{MONTHS[int(month) - 1]} {year}"
        if day:
            words = f"{int(day)} {words}"
    return f"~{words}" if sign else words


def _span_words(start: str, end: str) -> str:
    first, last = _PART.match(start), _PART.match(end)
    if not first or not last:
        return f"{_words(start)} – {_words(end)}"
    same_year = first[1] == last[1]
    if same_year and first[2] and last[2] and not first[3] and not last[3]:
        months = int(first[2]), int(last[2])
        if months[0] % 3 == 1 and months[1] == months[0] + 2:
            return f"Q{months[1] // 3} {first[1]}"
        if months in ((1, 6), (7, 12)):
            return f"H{months[1] // 6} {first[1]}"
        return f"{MONTHS[months[0] - 1]}–{_words(end)}" if 1 <= months[0] <= 12 else f"{start} – {end}"
    if same_year and first[2] == last[2] and first[3] and last[3]:
        return f"{int(first[3])}–{_words(end)}"
    return f"{_words(start)} – {_words(end)}"


def _bound(part: str, *, first: bool) -> date | None:
    found = _PART.match(part)
    if not found or not int(found[1]) >= 1:
        return None
    year, month, day = int(found[1]), int(found[2] or (1 if first else 12)), found[3]
    if not 1 <= month <= 12:
        return None
    last_day = monthrange(year, month)[1]
    return date(year, month, min(int(day), last_day) if day and int(day) else (1 if first else last_day))
