"""Numbered parts of a year: quarters and halves of the calendar and of fiscal years, in words and in codes."""

from __future__ import annotations

from reader import edtf
from reader.analysis.dates_atoms import Atom, date_atom
from reader.analysis.dates_calendar import FISCAL, read_month, year_phrase
from reader.analysis.dates_lexicon import LAST_WORDS, MONTHS, ORDINAL_ENDS, ORDINALS, PREPOSITIONS
from reader.analysis.dates_scene import Scene, fiscal_months
from reader.analysis.dates_tokens import Tokens, year_at


def ordinal_before(s: Tokens, k: int) -> tuple[int, int] | None:
    """Reads "third", "3rd", "third -", "final" before token ``k``; returns its first token and number (−1 the last)."""
    j = k - 1
    if s.at(j) == "-" and s.tight(j):
        j -= 1
    word = s.at(j)
    if word in ORDINALS:
        return j, ORDINALS[word]
    if word in ORDINAL_ENDS and s.tight(j - 1) and s.number(j - 1) is not None:
        return j - 1, s.number(j - 1) or 0
    if word in LAST_WORDS:
        return j, -1
    return None


def read_period(s: Tokens, i: int, scene: Scene) -> Atom | None:
    """Reads a numbered quarter or half: "the third quarter of 2026", "Q1 FY27", "2H25", "first-half"."""
    word = s.low[i]
    size = 6 if word in ("half", "halves", "h") else 3
    if word in ("q", "h"):
        return _coded_period(s, i, size, scene)
    found = ordinal_before(s, i)
    if found is None:
        return None
    first, number = found
    tail = year_phrase(s, i + 1, scene)
    if number == -1:
        if tail is None or s.at(i + 1) not in ("of", "in"):
            return None
        number = 12 // size
    if not 1 <= number <= 12 // size:
        return None
    if size == 6 and tail is None and s.at(i + 1) == "of":
        return _half_of_month(s, first, i, number, scene)
    if size == 6 and s.at(first - 1) not in PREPOSITIONS and tail is None and s.at(i + 1) not in (",", "."):
        return None
    return _numbered(s, first, i + 1, number, size, tail, scene)


def _half_of_month(s: Tokens, first: int, i: int, number: int, scene: Scene) -> Atom | None:
    k = i + 2
    if s.at(k) == "the" and s.at(k + 1) in ("month",):
        return None
    if s.at(k) not in MONTHS:
        return None
    month = read_month(s, k, scene)
    if month is None or len(month.base) != 7:
        return None
    if s.at(first - 1) == "the":
        first -= 1
    atom = date_atom(first, month.j, month.base, "half-month", inferred=month.inferred, approx=True)
    atom.edge = "early" if number == 1 else "late"
    return atom


def _coded_period(s: Tokens, i: int, size: int, scene: Scene) -> Atom | None:
    if not s.words[i].isupper():
        return None
    number = s.number(i + 1) if s.tight(i) else None
    if number is not None and len(s.at(i + 1)) == 1 and 1 <= number <= 12 // size:
        if i and s.tight(i - 1) and s.at(i - 1) not in ("(", "/", "-", "–", "—", "“", '"'):
            return None
        j = i + 2
        if s.tight(i + 1) and s.at(j).isalpha() and s.at(j) != "fy":
            return None
        k = j + 1 if s.at(j) in ("-", "/") and s.tight(j) and s.tight(j - 1) else j
        tail = year_phrase(s, k, scene)
        if tail is None and size == 6 and s.at(i - 1) not in PREPOSITIONS:
            return None
        return _numbered(s, i, j, number, size, tail, scene)
    number = s.number(i - 1) if i and s.tight(i - 1) else None
    if number is not None and len(s.at(i - 1)) == 1 and 1 <= number <= 12 // size:
        tail = year_phrase(s, i + 1, scene)
        if tail is None and s.tight(i) and len(s.at(i + 1)) == 2 and s.at(i + 1).isdigit():
            tail = i + 2, 2000 + int(s.at(i + 1)), False
        if tail is None:
            return None
        return _numbered(s, i - 1, i + 1, number, size, tail, scene)
    return None


def _numbered(
    s: Tokens, first: int, j: int, number: int, size: int, tail: tuple[int, int, bool] | None, scene: Scene
) -> Atom:
    fiscal = tail is not None and tail[2]
    if s.at(first - 1) in FISCAL:
        fiscal = True
        first -= 1
    possessive = s.at(first - 1) == "s" and s.at(first - 2) in ("'", "’") and s.at(first - 3) == "year"
    year: int | None = tail[1] if tail else None
    if possessive and year is None and s.at(first - 4) in ("this", "last", "next"):
        year = scene.day.year + {"this": 0, "last": -1, "next": 1}[s.at(first - 4)]
        first -= 4
    elif year is None and not possessive and year_at(s, first - 1) is not None:
        year = year_at(s, first - 1)
        first -= 2 if s.at(first - 2) == "the" else 1
    elif s.at(first - 1) in ("this", "last", "next", "the", "its"):
        # "next year's third quarter" was read above; "the third quarter" takes its article
        first -= s.at(first - 1) != "its"
    end_month, known = scene.year_end(s, first) if fiscal else (12, True)
    start = size * (number - 1) + 1
    if year is None:
        calendar_start = (end_month % 12 + start - 1) % 12 + 1
        year_of_start = scene.period_year(s, first, j, calendar_start, size)
        value = edtf.months(year_of_start, calendar_start, size)
    else:
        value = fiscal_months(year, start, size, end_month)
    rule = ("fiscal-" if fiscal else "") + ("quarter" if size == 3 else "half")
    return date_atom(first, tail[0] if tail else j, value, rule, inferred=tail is None, approx=fiscal and not known)
