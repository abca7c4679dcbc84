"""Days told from the day of publication: weekdays, yesterday, seasons, holidays, parts and times of a day."""

from __future__ import annotations

from datetime import date, timedelta

from reader import edtf
from reader.analysis.dates_atoms import Atom, DateKind, date_atom
from reader.analysis.dates_calendar import year_phrase
from reader.analysis.dates_lexicon import (
    DAY_PARTS,
    FLOATING_DAYS,
    HOLIDAYS,
    NAMED_DAYS,
    PREPOSITIONS,
    REFERENCES,
    REL_DAYS,
    SEASONS,
    SHORT_WEEKDAYS,
    UNITS,
    WEEKDAYS,
)
from reader.analysis.dates_scene import Scene, easter, nth_weekday
from reader.analysis.dates_tokens import Tokens, year_at

_SOON = timedelta(days=122)
"""how near a season is that nobody calls the next one"""


def read_weekday(s: Tokens, i: int, scene: Scene) -> Atom | None:
    """Reads "Tuesday", "last Tuesday", "Monday of last week", "Friday morning", "Mondays"."""
    word = s.low[i]
    if not s.words[i][0].isupper() or word in SHORT_WEEKDAYS:
        return None
    weekday = WEEKDAYS[word]
    before = s.at(i - 1)
    j = i + 1
    if s.at(j) == "s" and s.tight(i):
        return Atom(i, j + 1, DateKind.SET, "", "weekday-set", timex=f"XXXX-WXX-{weekday + 1}")
    if before in ("every", "each"):
        return Atom(i - 1, j, DateKind.SET, "", "weekday-set", timex=f"XXXX-WXX-{weekday + 1}")
    found = _week_after(s, j)
    if found is not None:
        monday = scene.day - timedelta(days=scene.day.weekday())
        atom = date_atom(i, found[0], edtf.day(monday + timedelta(days=7 * found[1] + weekday)), "weekday-of-week")
    elif before in ("last", "past"):
        back = (scene.day.weekday() - weekday) % 7 or 7
        atom = date_atom(i - 1, j, edtf.day(scene.day - timedelta(days=back)), "last-weekday")
    elif before in ("next", "coming"):
        forth = (weekday - scene.day.weekday()) % 7 or 7
        atom = date_atom(i - 1, j, edtf.day(scene.day + timedelta(days=forth)), "next-weekday")
    elif before == "following":
        focus = scene.focus_day()
        forth = (weekday - focus.weekday()) % 7 or 7
        first = i - 2 if s.at(i - 2) == "the" else i - 1
        atom = date_atom(first, j, edtf.day(focus + timedelta(days=forth)), "following-weekday")
    elif before == "this":
        forth = (weekday - scene.day.weekday()) % 7
        ahead = scene.ahead(s, i, j)
        day = scene.day + timedelta(days=forth) if ahead or not forth else scene.weekday(weekday, False)
        atom = date_atom(i - 1, j, edtf.day(day), "this-weekday")
    else:
        owning = s.at(j) in ("'", "’") and s.at(j + 1) == "s"
        ahead = not owning and weekday != scene.day.weekday() and scene.ahead(s, i, j)
        atom = date_atom(i, j, edtf.day(scene.weekday(weekday, ahead)), "weekday")
    atom.inferred = True
    _day_part(s, atom)
    return atom


def _week_after(s: Tokens, j: int) -> tuple[int, int] | None:
    """Reads "of last week", "next week" after a weekday; returns the token after it and how many weeks off."""
    k = j + 1 if s.at(j) in ("of", "in") else j
    shift = {"last": -1, "this": 0, "next": 1}.get(s.at(k))
    return (k + 2, shift) if shift is not None and s.at(k + 1) == "week" else None


def _day_part(s: Tokens, atom: Atom) -> None:
    k = atom.j
    if s.at(k) in ("late", "early") and s.at(k + 1) in DAY_PARTS:
        k += 1
    part = DAY_PARTS.get(s.at(k))
    if part is None:
        return
    if s.at(k).endswith("s") and s.at(k) not in ("s",):
        atom.kind, atom.base, atom.timex = DateKind.SET, "", f"XXXX-WXX-{WEEKDAYS.get(s.at(atom.i), 0) + 1}T{part}"
    else:
        atom.kind, atom.timex = DateKind.TIME, f"{atom.base}T{part}"
    atom.j = k + 1


def read_relative_day(s: Tokens, i: int, scene: Scene) -> Atom | None:
    """Reads "today", "yesterday", "tomorrow", "tonight", "overnight", with a part of the day."""
    word = s.low[i]
    day = scene.day + timedelta(days=REL_DAYS[word])
    first, rule = i, word
    if word in ("yesterday", "tomorrow") and s.at(i - 1) in ("before", "after") and s.at(i - 2) == "day":
        day += timedelta(days=-1 if word == "yesterday" else 1)
        first = i - 3 if s.at(i - 3) == "the" else i - 2
    atom = date_atom(first, i + 1, edtf.day(day), rule, inferred=True)
    if word in ("tonight", "overnight"):
        atom.kind, atom.timex = DateKind.TIME, f"{atom.base}TNI"
    else:
        _day_part(s, atom)
    return atom


def read_day_part(s: Tokens, i: int, scene: Scene) -> Atom | None:
    """Reads "this morning", "last night", "that evening", "early this afternoon", "noon"."""
    word = s.low[i]
    part = DAY_PARTS[word]
    before = s.at(i - 1)
    if before == "this":
        day = scene.day
    elif before == "last":
        day = scene.day - timedelta(days=1)
    elif before in ("that", "same"):
        day = scene.focus_day()
    elif word in ("noon", "midday", "midnight"):
        return _clock(i, i + 1, f"T{part}", scene)
    else:
        return None
    if word.endswith("s"):
        return None
    atom = date_atom(i - 1, i + 1, edtf.day(day), "part-of-day", inferred=True)
    atom.kind, atom.timex = DateKind.TIME, f"{atom.base}T{part}"
    return atom


def read_clock(s: Tokens, i: int, scene: Scene) -> Atom | None:
    """Reads "5 p.m.", "10:35 a.m. EST", "1430 GMT" around its "a", "p", "am" or "pm" token at ``i``."""
    word = s.low[i]
    j = i + 1
    if word in ("a", "p"):
        if not (s.at(j) == "." and s.at(j + 1) == "m" and s.tight(i) and s.tight(j)):
            return None
        j += 2
        if s.at(j) == "." and s.tight(j - 1):
            j += 1
    hour = s.number(i - 1)
    minute, first = None, i - 1
    if (
        hour is not None
        and s.at(i - 2) in (":", ".")
        and s.tight(i - 2)
        and s.tight(i - 3)
        and s.number(i - 3) is not None
    ):
        minute, hour, first = hour, s.number(i - 3), i - 3
    if hour is None or not 1 <= hour <= 12 or (minute is not None and minute > 59):
        return None
    hour = hour % 12 + (12 if word[0] == "p" else 0)
    if s.words[j : j + 1] and s.words[j].isupper() and 2 <= len(s.words[j]) <= 4 and s.words[j].endswith(("T", "TC")):
        j += 1
    return _clock(first, j, f"T{hour:02d}:{minute or 0:02d}", scene)


def _clock(i: int, j: int, time: str, scene: Scene) -> Atom:
    """A time of day; ``unit`` keeps it apart from the day in focus, so that a day beside it can take its place."""
    day = scene.focus_day("D")
    return Atom(i, j, DateKind.TIME, "", "clock", timex=edtf.day(day) + time, unit=time)


def read_season(s: Tokens, i: int, scene: Scene) -> Atom | None:
    """Reads a season that the words around it show to be one: "this spring", "in the autumn", "summer 2026"."""
    word = s.low[i]
    month = SEASONS[word]
    before = s.at(i - 1)
    if s.tight(i) and s.at(i + 1) == "-":
        return None
    tail = year_phrase(s, i + 1, scene)
    if tail is not None and s.at(i + 1) == "in":
        tail = None
    article = before == "the"
    first = i - 1 if article else i
    day = scene.day
    if tail is not None:
        return _season(first, tail[0], tail[1], month, inferred=year_at(s, tail[0] - 1) is None)
    if before in ("last", "past", "this", "next", "coming"):
        year = day.year
        if before in ("last", "past"):
            year -= date(year, month, 1) > day or _season_end(year, month) >= day
            if _season_end(year, month) >= day:
                year -= 1
        elif before == "next":
            # a season that is near is "this summer", so that the next one is the one after
            start = date(year, month, 1)
            year += start <= day or start - day < _SOON
        elif before == "coming":
            year += date(year, month, 1) <= day
        elif month == 12 and day.month <= 2:
            year -= 1
        return _season(i - 1, i + 1, year, month, inferred=True)
    lead = s.at(first - 1)
    following = s.at(i + 1)
    if lead not in PREPOSITIONS or lead in ("the", "a", "that", "and", "or", ",", "(", "-", "to", "as", "again"):
        return None
    if (
        word == "fall"
        and (not article or following in ("of", "in", "from", "to", "by"))
        and lead not in ("by", "since")
    ):
        return None
    if following.isalpha() and following not in PREPOSITIONS and following not in ("when", "is", "was", "will", "but"):
        return None
    year = scene.period_year(s, i, i + 1, month, 3)
    return _season(first, i + 1, year, month, inferred=True)


def _season_end(year: int, month: int) -> date:
    return edtf.month_end(year + (month == 12), (month + 1) % 12 + 1)


def _season(i: int, j: int, year: int, month: int, *, inferred: bool) -> Atom:
    return date_atom(i, j, edtf.months(year, month, 3), "season", inferred=inferred, approx=True)


def read_holiday(s: Tokens, i: int, scene: Scene) -> Atom | None:
    """Reads "Christmas Eve", "Thanksgiving", "New Year's Day", "Easter", "Labor Day" with or without a year."""
    word = s.low[i]
    if not s.words[i][0].isupper():
        return None
    j = i + 1
    if s.at(j) in ("'", "’") and s.at(j + 1) == "s" and s.tight(i):
        j += 2
    second = s.at(j)
    if word == "new":
        if s.at(i + 1) != "year" or not s.words[i + 1][0].isupper():
            return None
        k = i + 4 if s.at(i + 2) in ("'", "’") and s.at(i + 3) == "s" else i + 2
        if s.at(k) not in ("day", "eve"):
            return None
        month, day = (1, 1) if s.at(k) == "day" else (12, 31)
        return _holiday(s, i, k + 1, scene, lambda year: date(year, month, day))
    if (word, second) in NAMED_DAYS:
        month, day = NAMED_DAYS[word, second]
        return _holiday(s, i, j + 1, scene, lambda year: date(year, month, day))
    if word in FLOATING_DAYS:
        if word != "thanksgiving" and second != "day":
            return None
        month, weekday, which = FLOATING_DAYS[word]
        return _holiday(s, i, j + (second == "day"), scene, lambda year: nth_weekday(year, month, weekday, which))
    if word == "easter":
        return _holiday(s, i, i + 1 + (s.at(i + 1) == "sunday"), scene, easter)
    if word in HOLIDAYS:
        month, day = HOLIDAYS[word]
        return _holiday(s, i, i + 1, scene, lambda year: date(year, month, day))
    return None


def _holiday(s: Tokens, i: int, j: int, scene: Scene, on: object) -> Atom | None:
    assert callable(on)
    tail = year_phrase(s, j, scene)
    if tail is not None and s.at(j) != "in":
        return date_atom(i, tail[0], edtf.day(on(tail[1])), "holiday")
    year = scene.day.year
    before = s.at(i - 1)
    this: date = on(year)
    if before == "last" or (before != "next" and before != "this" and not scene.ahead(s, i, j)):
        year -= this > scene.day
    elif before != "this":
        year += this < scene.day
    first = i - 1 if before in ("last", "next", "this") else i
    return date_atom(first, j, edtf.day(on(year)), "holiday", inferred=True)


def read_reference_phrase(s: Tokens, i: int) -> Atom | None:
    """Reads "the future", "in the past", "the current rules" at their last word."""
    word, before, following = s.low[i], s.at(i - 1), s.at(i + 1)
    if word == "future" and before in ("the", "near"):
        first = i - 2 if before == "near" and s.at(i - 2) == "the" else i - 1
        return Atom(first, i + 1, DateKind.REF, "", "reference", timex="FUTURE_REF")
    if word == "past" and before == "the" and not following.isalnum():
        return Atom(i - 1, i + 1, DateKind.REF, "", "reference", timex="PAST_REF")
    if word == "current" and following.isalpha() and following not in UNITS:
        return Atom(i, i + 1, DateKind.REF, "", "reference", timex="PRESENT_REF")
    return None


def read_reference(s: Tokens, i: int) -> Atom | None:
    """Reads "now", "recently", "soon": words that only say present, past or future."""
    word = s.low[i]
    if word == "now" and s.at(i + 1) == "that":
        return None
    if word == "soon" and (s.at(i + 1) == "after" or s.at(i - 1) == "as"):
        return None
    if word == "shortly" and s.at(i + 1) in ("after", "before"):
        return None
    return Atom(i, i + 1, DateKind.REF, "", "reference", timex=REFERENCES[word])
