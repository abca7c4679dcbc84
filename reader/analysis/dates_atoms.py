"""One date expression as the grammar reads it, and what its edge ("late", "the end of") does to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reader import edtf
from reader.analysis.dates_lexicon import EDGE_NOUNS, EDGE_WORDS
from reader.analysis.dates_tokens import Tokens
from reader.model.text import Span


class DateKind(StrEnum):
    """What an expression names: a calendar date, a time of a day, a length, a repetition, or only "now", "soon"."""

    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    SET = "set"
    REF = "ref"


@dataclass(slots=True)
class DateExpression:
    """A date expression of an article.

    ``span`` is the expression, ``whole`` the same with the preposition that was read with it ("by the end of 2028").
    ``edtf`` is EDTF level 1 at the precision of the words, empty for durations, sets and references; ``approx`` says
    that the words themselves are inexact. ``base`` is the date without preposition and edge ("2028"), ``edge`` is
    "early", "mid", "late", "start" or "end". ``link`` is the preposition's sense: "", "until", "before", "since",
    "from", "after", "range". ``timex`` is the TIMEX3 value where it cannot be told from ``base``. ``sentence`` is the
    index in the document. ``rule`` and ``words`` say why. ``parts`` are the two sides of a range.
    """

    span: Span
    whole: Span
    kind: DateKind
    edtf: str
    approx: bool
    rule: str
    words: str
    sentence: int
    base: str = ""
    edge: str = ""
    link: str = ""
    timex: str = ""
    inferred: bool = False
    """the year, or the whole date, was worked out and is not in the words"""
    parts: tuple[DateExpression, ...] = ()


@dataclass(slots=True)
class Atom:
    """An expression of one sentence in tokens ``i`` to ``j`` (exclusive)."""

    i: int
    j: int
    kind: DateKind
    base: str
    rule: str
    edge: str = ""
    approx: bool = False
    timex: str = ""
    inferred: bool = False
    unit: str = ""
    amount: float | None = None
    anchor: int = 0
    """−1, 1: a length before, after something that the tokens from ``j`` on name"""
    link: str = ""
    whole: int = -1
    """first token with its preposition"""
    value: str = ""
    parts: tuple[Atom, ...] = ()


def date_atom(i: int, j: int, base: str, rule: str, *, inferred: bool = False, approx: bool = False) -> Atom:
    """A calendar date in tokens ``i`` to ``j``."""
    return Atom(i, j, DateKind.DATE, base, rule, inferred=inferred, approx=approx)


def read_edge(s: Tokens, atom: Atom) -> None:
    """Extends an atom to the left over "early", "mid-", "late in", "the end of the", "earlier", and marks its edge."""
    if atom.edge:
        return
    k = atom.i - 1
    word = s.at(k)
    if word == "-" and s.tight(k) and s.at(k - 1) in EDGE_WORDS:
        atom.edge, atom.i = EDGE_WORDS[s.at(k - 1)], k - 1
    elif word == "-" and s.tight(k) and s.tight(k - 1) and s.at(k - 1) in ("end", "start") and atom.base:
        atom.edge, atom.i = EDGE_NOUNS[s.at(k - 1)], k - 1
    elif word in EDGE_WORDS:
        atom.edge, atom.i = EDGE_WORDS[word], k
    elif word in ("earlier", "later") and s.at(atom.i) in ("this", "last", "next", "in", "that"):
        atom.i = k
    elif word == "end" and s.at(k - 1) in ("by", "at", "until", "before", "the", "through"):
        atom.edge, atom.i = "end", k - (s.at(k - 1) == "the")
    elif word in ("of", "in"):
        before = s.at(k - 1)
        if before in EDGE_NOUNS and (word == "of" or before == "mid"):
            atom.edge, atom.i = EDGE_NOUNS[before], k - 1
            if s.at(atom.i - 1) == "very":
                atom.i -= 1
            if s.at(atom.i - 1) == "the":
                atom.i -= 1
        elif before in EDGE_WORDS and s.at(k - 2) not in ("as", "too", "how"):
            atom.edge, atom.i = EDGE_WORDS[before], k - 1
        elif before in ("earlier", "later") and word == "in":
            atom.i = k - 1
    if atom.edge and s.at(atom.i - 1) == "very":
        atom.i -= 1


def edged(base: str, edge: str) -> tuple[str, bool]:
    """Returns what an edge makes of a date, and whether that is inexact.

    Thirds of a year for early, mid and late; the last or first month for "end" and "start"; a month, week or day keeps
    its precision.
    """
    if not edge:
        return base, False
    if len(base) == 4 and base.isdigit():
        year = int(base)
        if edge == "end":
            return edtf.month(year, 12), False
        if edge == "start":
            return edtf.month(year, 1), False
        return edtf.months(year, {"early": 1, "mid": 5, "late": 9}[edge], 4), True
    first, last = edtf.bounds(base)
    if first is None or last is None:
        return base, True
    size = (last - first).days + 1
    if size > 3000:
        if edge in ("end", "late"):
            return (f"{last.year:04d}" if edge == "end" else f"{last.year - 3:04d}/{last.year:04d}"), True
        if edge == "mid":
            return f"{first.year + 4:04d}/{first.year + 6:04d}", True
        return (f"{first.year:04d}" if edge == "start" else f"{first.year:04d}/{first.year + 3:04d}"), True
    if 80 < size < 200 and edge in ("end", "start"):
        at = last if edge == "end" else first
        return edtf.month(at.year, at.month), False
    return base, edge in ("early", "mid", "late")


def deadline(base: str, edge: str) -> str:
    """Returns the last day, month or year of what stands after "by", "until", "through", as an open start."""
    if edge == "mid" and len(base) == 4:
        return f"../{base}-06"
    value, _ = edged(base, edge)
    return edtf.until(value)
