"""Expressions built on a unit of time: "last month", "two years ago", "the past three months", "every week".

Lengths and repetitions are told apart from dates here; lengths before or after something ("two weeks before the
vote") are marked with their direction and resolved when the whole article has been read.
"""

from __future__ import annotations

from datetime import date, timedelta

from reader import edtf
from reader.analysis.dates_atoms import Atom, DateKind, date_atom
from reader.analysis.dates_calendar import year_phrase
from reader.analysis.dates_durations import duration
from reader.analysis.dates_lexicon import (
    BACK,
    EDGE_NOUNS,
    FORTH,
    HERE,
    ORDINALS,
    PLURAL_UNITS,
    SETS,
    THAT,
    UNITS,
)
from reader.analysis.dates_scene import Scene, fiscal_months, shift, shift_months
from reader.analysis.dates_tokens import Tokens, number_before

_CLOCK = frozenset({"S", "M", "H"})
_EACH = frozenset({"every", "each", "per"})
_AGO = frozenset({"ago", "earlier", "previously", "before", "prior", "back"})
_LATER = frozenset({"later", "after", "afterwards", "hence", "on"})
_SPANNING = frozenset({"over", "within", "during", "for", "throughout"})
_NP_STARTS = frozenset(
    {"the", "its", "his", "her", "their", "a", "an", "it", "they", "he", "she", "that", "this", "these"}
)


def read_unit(s: Tokens, i: int, scene: Scene) -> Atom | None:
    """Reads the expression around a unit's name at ``i``."""
    word = s.low[i]
    unit = UNITS[word]
    plural = word in PLURAL_UNITS
    before = s.at(i - 1)
    if word == "year" and (s.at(i + 1) in ("end", "-") and s.at(i + 1 + (s.at(i + 1) == "-")) == "end"):
        return _year_end(s, i, scene)
    if word == "second" or (word == "half" and before not in HERE | BACK | FORTH):
        return None
    if before in _EACH:
        return Atom(i - 1, i + 1, DateKind.SET, "", "each-unit", timex=duration(1, unit), unit=unit)
    fiscal = before in ("fiscal", "financial", "calendar")
    head = i - 1 if fiscal else i
    word_before = s.at(head - 1)
    if not plural and word_before in BACK | FORTH | HERE | THAT:
        return _deictic(s, head - 1, i, unit, word_before, before == "fiscal", scene)
    quantity = number_before(s, head)
    if quantity is not None and unit not in ("WE", "HY"):
        return _quantified(s, i, unit, plural, quantity, scene)
    if plural:
        return _bare_plural(s, i, unit)
    if word_before == "the":
        return _the_unit(s, head - 1, i, unit, before == "fiscal", scene)
    if s.at(i + 1) in ("-",) and s.at(i + 2) in ("earlier", "ago") and s.tight(i):
        return _year_earlier(s, i, i, i + 3, unit, scene)
    return None


def _around(
    s: Tokens, day: date, unit: str, offset: int, scene: Scene, fiscal: bool, i: int
) -> tuple[str, bool] | None:
    """The unit of the calendar that holds ``day``, moved by ``offset`` units, and whether that is inexact."""
    try:
        if unit == "D":
            return edtf.day(day + timedelta(days=offset)), False
        if unit == "W":
            return edtf.week(day + timedelta(days=7 * offset)), False
        if unit == "WE":
            saturday = day - timedelta(days=day.weekday()) + timedelta(days=5 + 7 * offset)
            return f"{edtf.day(saturday)}/{edtf.day(saturday + timedelta(days=1))}", False
        if unit == "M1":
            return edtf.month(day.year, day.month + offset), False
        if unit == "Q":
            return edtf.months(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * offset, 3), False
        if unit == "HY":
            return edtf.months(day.year, (day.month - 1) // 6 * 6 + 1 + 6 * offset, 6), False
        if unit == "Y":
            if fiscal:
                end, known = scene.year_end(s, i)
                year = day.year + (day.month > end) + offset
                return fiscal_months(year, 1, 12, end), not known
            return f"{day.year + offset:04d}", False
        if unit == "E":
            start = day.year // 10 * 10 + 10 * offset
            return f"{start:04d}/{start + 9:04d}", False
        if unit == "C":
            start = day.year // 100 * 100 + 100 * offset
            return f"{start:04d}/{start + 99:04d}", False
    except (OverflowError, ValueError):
        return None
    return None


def _deictic(s: Tokens, first: int, i: int, unit: str, word: str, fiscal: bool, scene: Scene) -> Atom | None:
    """ "last year", "this week", "the following month", "that quarter", "the latest quarter"."""
    if unit in _CLOCK or unit in ("L", "G", "SM", "F"):
        return None
    if unit == "Y" and s.at(i + 1) in ("'", "’") and s.at(i + 2) == "s" and _numbered_period(s, i + 3):
        return None  # "next year's third quarter" is read at the quarter
    article = s.at(first - 1) == "the"
    day, offset, rule = scene.day, 0, f"{word}-{s.low[i]}"
    if word in THAT:
        if not scene.focus and unit != "D":
            return None
        day = scene.focus_day()
    elif word in ("following", "previous", "prior", "preceding", "subsequent"):
        day = scene.focus_day()
        offset = 1 if word in FORTH else -1
    elif word == "past" or (
        word == "last" and article and unit in ("Y", "E", "C", "M1", "W") and s.at(first - 2) != "of"
    ):
        at = first - 1 if article else first
        return Atom(at, i + 1, DateKind.DURATION, "", "past-unit", timex=duration(1, unit), unit=unit, amount=1)
    elif article and (word == "coming" or (word == "next" and s.at(first - 2) in _SPANNING)):
        at = first - 1
        return Atom(at, i + 1, DateKind.DURATION, "", "coming-unit", timex=duration(1, unit), unit=unit, amount=1)
    elif word in BACK:
        offset = -1
    elif word in FORTH:
        if unit == "D":
            day = scene.focus_day()
        offset = 1
    elif unit == "D":
        return None
    if word in ("previous", "prior", "preceding") and unit in ("Q", "Y") and not scene.focus:
        day = scene.day
    found = _around(s, day, unit, offset, scene, fiscal, i)
    if found is None:
        return None
    at = first - 1 if article else first
    return date_atom(at, i + 1, found[0], rule, inferred=True, approx=found[1])


def _numbered_period(s: Tokens, k: int) -> bool:
    return s.at(k) in ORDINALS and (s.at(k + 1) in ("quarter", "half") or s.at(k + 2) in ("quarter", "half"))


def _quantified(
    s: Tokens, i: int, unit: str, plural: bool, quantity: tuple[int, float | None, bool], scene: Scene
) -> Atom | None:
    first, amount, article = quantity
    j = i + 1
    before = s.at(first - 1)
    if (article and before in ("per", "every")) or (before in _EACH and before != "per"):
        return Atom(first - 1, j, DateKind.SET, "", "each-unit", timex=duration(amount, unit), unit=unit)
    if amount == 1 and before in ("last", "next", "this"):
        return None
    if s.at(j) == "-" and s.tight(i) and s.at(j + 1) == "old":
        return None  # an age
    moved = _moved(s, first, i, unit, amount, scene)
    if moved is not None:
        return moved
    if (
        before in ("first", "last", "final", "opening", "closing")
        and amount is not None
        and unit in ("M1", "W", "D", "Q")
    ):
        counted = _counted_from(s, first, i, unit, amount, before in ("first", "opening"), scene)
        if counted is not None:
            return counted
    if article and unit not in _CLOCK and _rate_before(s, first):
        return Atom(first, j, DateKind.SET, "", "a-unit", timex=duration(1, unit), unit=unit)
    start = first
    if before in BACK | FORTH or before in ("first", "final"):
        start = first - 1
        if s.at(start - 1) == "the":
            start -= 1
    elif before == "the":
        start = first - 1
    elif before == "-" or (article and unit == "D" and before in ("quite", "such", "what")):
        return None
    if before in BACK and plural and amount == 1:
        amount = None
    return Atom(start, j, DateKind.DURATION, "", "length", timex=duration(amount, unit), unit=unit, amount=amount)


def _rate_before(s: Tokens, first: int) -> bool:
    """Whether "a year" follows an amount: "$2 billion a year", "twice a year", "6% a year"."""
    before = s.at(first - 1)
    if before in ("twice", "once", "times", "%", "percent", "cent", "billion", "million", "bn", "m", "hours", "days"):
        return True
    return before.isdigit() or (
        s.at(first - 2).isdigit() and before.isalpha() and before not in ("for", "in", "to", "of")
    )


def _moved(s: Tokens, first: int, i: int, unit: str, amount: float | None, scene: Scene) -> Atom | None:
    """ "three weeks ago", "two months earlier", "a year later", "two weeks before the vote"."""
    k = i + 1
    if s.at(k) == "-" and s.tight(i):
        k += 1
    word = s.at(k)
    if word == "from" and s.at(k + 1) in ("now", "today"):
        direction, end, base = 1, k + 2, scene.day
    elif word == "ago":
        direction, end, base = -1, k + 1, scene.day
    elif word in ("earlier", "previously") or (word in ("before", "prior") and not _names_something(s, k + 1)):
        direction, end, base = -1, k + 1, scene.focus_day(unit)
    elif word in ("later", "afterwards", "afterward", "hence") or (word in ("after", "on") and _that(s, k + 1)):
        direction, end, base = 1, k + 1 + _that(s, k + 1), scene.focus_day(unit)
    elif word in ("before", "after", "following", "since") and _names_something(s, k + 1):
        if word == "since":
            return None
        atom = Atom(
            first, i + 1, DateKind.DURATION, "", "anchored", timex=duration(amount, unit), unit=unit, amount=amount
        )
        atom.anchor = -1 if word == "before" else 1
        atom.j = k + 1
        return atom
    else:
        return None
    if word in ("earlier", "later") and s.at(k + 1) == "than":
        return None
    if amount is None:
        return Atom(first, end, DateKind.REF, "", "vague-shift", timex="PAST_REF" if direction < 0 else "FUTURE_REF")
    if unit in _CLOCK:
        atom = Atom(first, end, DateKind.TIME, "", "clock-shift", timex=duration(amount, unit))
        atom.base = edtf.day(base) if unit != "H" or amount < 12 else ""
        return atom
    if unit == "Y" and amount == int(amount) and scene.focus and word != "from":
        same = _years_apart(scene.focus, direction * int(amount), word)
        if same is not None:
            return date_atom(first, end, same, f"unit-{word}", inferred=True, approx=True)
    value = shift(base, direction * amount, unit)
    if value is None:
        return None
    atom = date_atom(first, end, value, f"unit-{word}", inferred=True, approx=unit not in ("D",))
    if unit == "W":
        year, week, _ = date.fromisoformat(value).isocalendar()
        atom.timex = f"{year}-W{week:02d}"
    return atom


def _names_something(s: Tokens, k: int) -> bool:
    word = s.word(k)
    return (
        bool(word)
        and (word.lower() in _NP_STARTS or word[0].isupper() or word.isalpha())
        and word not in ("and", "but")
    )


def _that(s: Tokens, k: int) -> int:
    return int(s.at(k) == "that" and not s.at(k + 1).isalpha())


def _years_apart(focus: str, years: int, word: str) -> str | None:
    """The focus moved by whole years, in its own form; None for a focus of a day or an open one."""
    value = edtf.parse(focus)
    first, last = edtf.bounds(focus)
    if first is None or last is None or value.start is None:
        return None
    size = (last - first).days
    if size < 27 or (word == "ago" and not (80 < size < 200 and abs(years) == 1)):
        return None
    if size > 360:
        return f"{first.year + years:04d}"
    moved = shift_months(first, 12 * years)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return edtf.months(moved.year, moved.month, count)


def _counted_from(s: Tokens, first: int, i: int, unit: str, amount: float, forward: bool, scene: Scene) -> Atom | None:
    """ "the first nine months of 2025", "the last two quarters of fiscal 2026"."""
    tail = year_phrase(s, i + 1, scene)
    if tail is None or s.at(i + 1) not in ("of", "in") or unit not in ("M1", "Q"):
        return None
    months = int(amount) * (3 if unit == "Q" else 1)
    if not 1 <= months <= 12:
        return None
    end, known = scene.year_end(s, i) if tail[2] else (12, True)
    value = fiscal_months(tail[1], 1 if forward else 13 - months, months, end)
    start = first - 1
    if s.at(start - 1) == "the":
        start -= 1
    atom = date_atom(start, tail[0], value, "months-of-year", inferred=True, approx=not known)
    atom.timex = duration(amount, unit)
    return atom


def _bare_plural(s: Tokens, i: int, unit: str) -> Atom | None:
    before = s.at(i - 1)
    if unit in _CLOCK and before not in ("for", "within", "in", "of", "few"):
        return None
    first = i
    if before in ("recent", "coming", "past", "next", "last", "future", "previous", "following", "early", "later"):
        first = i - 1
    if s.at(first - 1) == "the":
        first -= 1
    j = i + 1
    if s.at(j) == "ago":
        return Atom(first, j + 1, DateKind.REF, "", "vague-shift", timex="PAST_REF")
    if before == "recent" and unit in ("D", "W", "M1"):
        return Atom(first, j, DateKind.DURATION, "", "vague", timex=f"PX{unit[0]}")
    if before in ("recent", "coming", "future") and unit not in _CLOCK:
        return Atom(first, j, DateKind.REF, "", "vague", timex="PAST_REF" if before == "recent" else "FUTURE_REF")
    return Atom(first, j, DateKind.DURATION, "", "length", timex=duration(None, unit), unit=unit)


def _the_unit(s: Tokens, first: int, i: int, unit: str, fiscal: bool, scene: Scene) -> Atom | None:
    """ "the quarter", "the end of the year", "the year before", "the decade"."""
    following = s.at(i + 1)
    if unit in _CLOCK or unit in ("L", "G", "SM", "F", "HY"):
        return None
    k = i + 1
    if following == "-" and s.tight(i):
        k += 1
        if s.at(k) not in ("earlier", "ago"):
            return None
    if s.at(k) in ("earlier", "ago") or (
        s.at(k) == "before" and unit in ("Y", "Q", "M1", "D", "W") and not s.at(k + 1).isalpha()
    ):
        return _year_earlier(s, first, i, k + 1, unit, scene)
    if s.at(k) == "after" and not _names_something(s, k + 1) and scene.focus:
        found = _around(s, scene.focus_day(), unit, 1, scene, False, i)
        return date_atom(first, k + 1, found[0], "unit-after", inferred=True) if found else None
    edge = s.at(first - 1) in ("of", "in") and (
        s.at(first - 2) in EDGE_NOUNS or s.at(first - 2) in ("early", "late", "later")
    )
    if unit in ("D", "WE") and not edge:
        if unit == "WE":
            found = _around(s, scene.day, unit, 0 if scene.ahead(s, first, k) else -1, scene, False, i)
            return date_atom(first, i + 1, found[0], "the-weekend", inferred=True) if found else None
        return None
    if unit in ("C", "W", "M1", "E") and not edge and s.at(first - 1) not in ("in", "of", "during", "over", "for"):
        return None
    if s.at(k).isalpha() and s.at(k) in ("s", "that", "when", "to"):
        return None
    day, offset = scene.day, 0
    if unit == "Q" and not scene.ahead(s, first, k):
        focus = scene.focus
        size = edtf.width(focus) if focus else None
        if size is not None and 88 <= size <= 92:
            return date_atom(first, i + 1, focus, "the-quarter", inferred=True)
        offset = -1
    found = _around(s, day, unit, offset, scene, fiscal, i)
    if found is None:
        return None
    return date_atom(first, i + 1, found[0], f"the-{s.low[i]}", inferred=True, approx=found[1])


def _year_earlier(s: Tokens, first: int, i: int, j: int, unit: str, scene: Scene) -> Atom | None:
    """ "year-earlier", "the year-ago quarter", "the year before": the focus moved back, in its own form."""
    if s.at(first - 1) == "the" and first == i:
        first -= 1
    if s.at(j) in ("quarter", "period", "month", "half", "level"):
        j += s.at(j) != "level"
    if unit != "Y":
        found = _around(s, scene.focus_day(), unit, -1, scene, False, i)
        return date_atom(first, j, found[0], "unit-before", inferred=True) if found else None
    focus = scene.focus or f"{scene.day.year:04d}"
    value = _years_apart(focus, -1, "earlier") or f"{scene.focus_day().year - 1:04d}"
    return date_atom(first, j, value, "year-earlier", inferred=True)


def _year_end(s: Tokens, i: int, scene: Scene) -> Atom:
    """ "year-end", "the year end"."""
    j = i + 2 + (s.at(i + 1) == "-")
    tail = year_phrase(s, j, scene)
    first = i - 1 if s.at(i - 1) in ("the", "this", "last", "next") else i
    year = scene.day.year + {"last": -1, "next": 1}.get(s.at(i - 1), 0)
    atom = date_atom(
        first, tail[0] if tail else j, f"{tail[1] if tail else year:04d}", "year-end", inferred=tail is None
    )
    atom.edge, atom.timex = "end", f"{atom.base}-12"
    return atom


def read_set(s: Tokens, i: int) -> Atom | None:
    """Reads "daily", "weekly", "annually"."""
    return Atom(i, i + 1, DateKind.SET, "", "set", timex=SETS[s.low[i]])
