"""Calendar dates: days, months, years, fiscal years, decades, ISO and slashed forms.

Each reader is called at its trigger token and returns the atom around it, or None where the word means something
else: "may", "march" and "second" are verbs, streets and numbers more often than dates.
"""

from __future__ import annotations

from datetime import date

from reader import edtf
from reader.analysis.dates_atoms import Atom, date_atom
from reader.analysis.dates_lexicon import (
    COUNTED,
    DOUBTFUL_MONTHS,
    MONTHS,
    ORDINAL_ENDS,
    ORDINALS,
    PREPOSITIONS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    WEEKDAYS,
)
from reader.analysis.dates_scene import Scene, fiscal_months
from reader.analysis.dates_tokens import Tokens, year_at

_DASHES = frozenset({"-", "–", "—"})
FISCAL = frozenset({"fiscal", "fy", "financial"})


def year_phrase(s: Tokens, k: int, scene: Scene) -> tuple[int, int, bool] | None:
    """Reads a year at ``k``: "2026", "of fiscal 2027", ", last year", "FY27", "'26".

    Returns the token after it, the year, and whether it is a fiscal one.
    """
    start = k
    if s.at(k) in ("of", "in", ","):
        k += 1
    if s.at(k) == "the" and s.at(k + 1) in ("fiscal", "year", "calendar", "current", "same", "following", "previous"):
        k += 1
    fiscal = s.at(k) in FISCAL
    if fiscal or s.at(k) == "calendar":
        k += 1
    if s.at(k) == "year" and (s.at(k + 1).isdigit() or fiscal):
        k += 1
    year = year_at(s, k)
    if year is not None:
        return k + 1, year, fiscal
    if fiscal and len(s.at(k)) == 2 and s.at(k).isdigit():
        return k + 1, 2000 + int(s.at(k)), True
    if s.at(k) in ("'", "’", "‘") and s.tight(k) and len(s.at(k + 1)) == 2 and s.at(k + 1).isdigit():
        short = int(s.at(k + 1))
        return k + 2, short + (2000 if short < 50 else 1900), fiscal
    if s.at(start) in ("of", ",", "in") or s.at(start) in ("this", "last", "next"):
        word, unit = s.at(k), k + 1
        if s.at(unit) in FISCAL:
            fiscal, unit = True, unit + 1
        if s.at(unit) == "year":
            here = scene.day.year
            if word == "last":
                return unit + 1, here - 1, fiscal
            if word == "next":
                return unit + 1, here + 1, fiscal
            if word in ("this", "current"):
                return unit + 1, here, fiscal
            if word in ("same", "that"):
                return unit + 1, scene.focus_day().year, fiscal
            if word in ("following", "previous"):
                return unit + 1, scene.focus_day().year + (1 if word == "following" else -1), fiscal
        if word == "year" and s.at(k - 1) == "the" and s.at(k + 1) not in ("ago", "earlier", "before"):
            return k + 1, scene.focus_day().year, fiscal
    return None


def _day_number(s: Tokens, k: int) -> tuple[int, int] | None:
    """Reads a day of the month at ``k``; returns the token after it and the day."""
    word = s.at(k)
    if not (word.isascii() and word.isdigit() and len(word) <= 2) or not 1 <= int(word) <= 31:
        return None
    j = k + 1
    if s.tight(k) and s.at(j) in ORDINAL_ENDS:
        j += 1
    elif s.tight(k) and (s.at(j) in ("%", "°") or s.at(j).isalpha()):
        return None
    if s.tight(j - 1) and s.at(j) in (".", ",", ":") and s.tight(j) and s.at(j + 1).isdigit():
        return None
    if s.at(j) in ("percent", "%", "million", "billion", "trillion", "p", "pm"):
        return None
    return j, int(word)


def read_month(s: Tokens, i: int, scene: Scene) -> Atom | None:
    """Reads the expression around a month's name."""
    word = s.low[i]
    month = MONTHS[word]
    if not s.words[i][0].isupper():
        return None
    k = i + 1
    if word in SHORT_MONTHS and s.at(k) == "." and s.tight(i):
        k += 1
    if s.at(k) == "-" and s.tight(k) and s.tight(k - 1) and s.at(k + 1).isalpha():
        return None if word in DOUBTFUL_MONTHS else _plain_month(s, i, i + 1, month, scene)
    dashed = 1 if s.at(k) in ("-", "–") and s.tight(k) and len(s.at(k + 1)) >= 4 else 0
    if s.at(k) == "the" and _day_number(s, k + 1):
        k += 1
    following = _day_number(s, k)
    if following is not None:
        return _month_day(s, i, following[0], month, following[1], scene)
    before = _day_before(s, i)
    found = year_phrase(s, k + dashed, scene)
    if found is not None and s.at(k) == "," and before is None and year_at(s, k + 1) is None:
        found = None
    if before is not None:
        first, day, from_day = before
        year = found[1] if found else scene.day_year(s, first, k, month, day)
        return _dated(s, first, found[0] if found else k, year, month, day, scene, found is None, from_day)
    if found is not None:
        return date_atom(
            i, found[0], edtf.month(found[1], month), "month-year", inferred=year_at(s, found[0] - 1) is None
        )
    if word in DOUBTFUL_MONTHS and not _month_context(s, i, k):
        return None
    return _plain_month(s, i, k, month, scene)


def _month_context(s: Tokens, i: int, k: int) -> bool:
    before = s.at(i - 1)
    if before in ("may", "might", "will", "can", "to"):
        return before == "to"
    if before in ("-", "–", "(", ",", "and", "or"):
        around = (s.at(i - 2), s.at(k), s.at(k + 1))
        return any(w in MONTHS or w in WEEKDAYS for w in around)
    return before in PREPOSITIONS and not (s.low[i] == "may" and s.at(k).isalpha() and before in ("that", "the", "as"))


def _plain_month(s: Tokens, i: int, k: int, month: int, scene: Scene) -> Atom:
    before = s.at(i - 1)
    here = scene.day
    if before in ("last", "past"):
        return date_atom(
            i - 1, k, edtf.month(here.year - (month >= here.month), month), "last-month-name", inferred=True
        )
    if before in ("next", "coming"):
        return date_atom(
            i - 1, k, edtf.month(here.year + (month <= here.month), month), "next-month-name", inferred=True
        )
    if before == "this":
        return date_atom(i - 1, k, edtf.month(here.year, month), "this-month-name", inferred=True)
    if before in ("following", "previous"):
        focus = scene.focus_day()
        year = focus.year + (month <= focus.month) if before == "following" else focus.year - (month >= focus.month)
        first = i - 2 if s.at(i - 2) == "the" else i - 1
        return date_atom(first, k, edtf.month(year, month), f"{before}-month-name", inferred=True)
    year = scene.month_year(s, i, k, month)
    return date_atom(i, k, edtf.month(year, month), "month", inferred=True)


def _day_before(s: Tokens, i: int) -> tuple[int, int, int | None] | None:
    """Reads "16", "the 18th of", "16–18" before a month: first token, day, and the first day of a range."""
    j = i - 1
    if s.at(j) == "of":
        j -= 1
    if s.at(j) in ORDINAL_ENDS and s.tight(j - 1):
        j -= 1
    elif s.at(i - 1) == "of":
        return None
    found = _day_number(s, j)
    if found is None:
        return None
    if j and s.tight(j - 1) and (s.at(j - 1) in "$€£.,:/#'’" or s.at(j - 1).isalpha()):
        return None
    from_day = None
    first = j
    if s.at(j - 1) in _DASHES or s.at(j - 1) in ("to", "and"):
        earlier = _day_number(s, j - 2)
        if earlier is not None and earlier[1] < found[1] and s.at(j - 3) not in ("$", "€", "£"):
            from_day, first = earlier[1], j - 2
    if s.at(first - 1) == "the":
        first -= 1
    return first, found[1], from_day


def _month_day(s: Tokens, i: int, j: int, month: int, day: int, scene: Scene) -> Atom | None:
    """Reads on after "April 18": "–20", "to 20", ", 2026", "of this year"."""
    to_day = None
    if s.at(j) in _DASHES or s.at(j) in ("to", "through"):
        further = _day_number(s, j + 1)
        if further is not None and further[1] > day and s.at(further[0]) not in COUNTED:
            j, to_day = further
    found = year_phrase(s, j, scene)
    if found is not None and s.at(j) == "in":
        found = None
    end = found[0] if found else j
    year = found[1] if found else scene.day_year(s, i, j, month, day)
    if to_day is not None:
        return _dated(s, i, end, year, month, to_day, scene, found is None, day)
    return _dated(s, i, end, year, month, day, scene, found is None, None)


def _dated(
    s: Tokens,
    i: int,
    j: int,
    year: int | None,
    month: int,
    day: int,
    scene: Scene,
    inferred: bool,
    from_day: int | None,
) -> Atom | None:
    if year is None:
        return None
    try:
        text = edtf.day(date(year, month, day))
        if from_day is not None:
            text = f"{edtf.day(date(year, month, from_day))}/{text}"
    except ValueError:
        return None
    k = i - 1
    if s.at(k) == "," or (s.at(k) == "." and s.at(k - 1) in SHORT_WEEKDAYS):
        k -= 1
    if s.at(k) == "," and s.at(k - 1) == ".":
        k -= 2
    if s.at(k) in WEEKDAYS:
        i = k
    return date_atom(i, j, text, "days" if from_day is not None else "day", inferred=inferred)


def read_year(s: Tokens, i: int, scene: Scene) -> Atom | None:
    """Reads a year, a decade ("the 1990s") or a range of years around four digits; ISO and slashed days too."""
    iso = _iso_day(s, i)
    if iso is not None:
        return iso
    year = year_at(s, i)
    if year is None:
        return None
    j = i + 1
    if s.at(j) == "s" and s.tight(i) and year % 10 == 0:
        first = i - 1 if s.at(i - 1) == "the" else i
        return date_atom(first, j + 1, f"{year:04d}/{year + 9:04d}", "decade")
    before, after = s.at(i - 1), s.at(j)
    if after in COUNTED and before not in ("in", "since", "fiscal", "year", "by"):
        return None
    if after in ORDINALS and (s.at(j + 1) in ("quarter", "half") or s.at(j + 2) in ("quarter", "half")):
        return None  # "the 1988 third quarter" is read at the quarter
    if not 1900 <= year <= 2099 and before not in ("in", "since", "by", "until", "from", "of", "year"):
        return None
    if before == "-" and s.tight(i - 1) and s.at(i - 2) not in ("mid", "early", "late", "end", "year", "pre", "post"):
        return None
    if before in ("no", "number", "room", "section", "model", "version", "level", "flight", "route", "$"):
        return None
    first, rule = i, "year"
    if before == "year" and s.at(i - 2) not in ("last", "this", "next", "per"):
        first = i - 2 if s.at(i - 2) == "the" else i - 1
        before = s.at(first - 1)
    if before in FISCAL:
        first = i - 1 if first == i else first - 1
        if s.at(first - 1) == "the":
            first -= 1
        end_month, known = scene.year_end(s, i)
        return date_atom(first, j, fiscal_months(year, 1, 12, end_month), "fiscal-year", approx=not known)
    if before == "calendar":
        first -= 1
    if after in ("quarter", "period") and before == "the" and 85 <= (edtf.width(scene.focus or "1900") or 0) <= 93:
        start, _ = edtf.bounds(scene.focus)
        if start is not None:
            return date_atom(i - 1, j + 1, edtf.months(year, start.month, 3), "quarter-of-year", inferred=True)
    other = _second_year(s, j, year)
    if other is not None:
        return date_atom(first, other[0], f"{year:04d}/{other[1]:04d}", "years")
    return date_atom(first, j, f"{year:04d}", rule)


def _second_year(s: Tokens, j: int, year: int) -> tuple[int, int] | None:
    if s.at(j) not in ("-", "–", "/") or not s.tight(j - 1) or not s.tight(j):
        return None
    word = s.at(j + 1)
    if not (word.isascii() and word.isdigit()) or (s.tight(j + 1) and s.at(j + 2) in "-/"):
        return None
    if len(word) == 4 and year < int(word) <= year + 99:
        return j + 2, int(word)
    if len(word) == 2 and year // 100 * 100 + int(word) > year:
        return j + 2, year // 100 * 100 + int(word)
    return None


def _iso_day(s: Tokens, i: int) -> Atom | None:
    if not (s.at(i + 1) in "-/" and s.at(i + 1) and s.tight(i) and s.tight(i + 1)):
        return None
    if len(s.at(i)) != 4 or s.at(i + 3) != s.at(i + 1) or not (s.tight(i + 2) and s.tight(i + 3)):
        return None
    year, month, day = s.number(i), s.number(i + 2), s.number(i + 4)
    return _checked_day(i, i + 5, year, month, day)


def read_slashed(s: Tokens, i: int, scene: Scene) -> Atom | None:
    """Reads "10/30/89", "18/04/2026", "30.04.2026" at their first number; American order where both could be."""
    sign = s.at(i + 1)
    if sign not in ("/", ".") or not all(s.tight(k) for k in range(i, i + 4)) or s.at(i + 3) != sign:
        return None
    a, b, year = s.number(i), s.number(i + 2), s.number(i + 4)
    if a is None or b is None or year is None or len(s.at(i + 4)) not in (2, 4):
        return None
    if len(s.at(i + 4)) == 2:
        if sign == ".":
            return None
        year += 2000 if year < 50 else 1900
    month, day = (b, a) if sign == "." or a > 12 else (a, b)
    return _checked_day(i, i + 5, year, month, day)


def _checked_day(i: int, j: int, year: int | None, month: int | None, day: int | None) -> Atom | None:
    if year is None or month is None or day is None or not 1900 <= year <= 2199:
        return None
    try:
        return date_atom(i, j, edtf.day(date(year, month, day)), "numeric-day")
    except ValueError:
        return None
