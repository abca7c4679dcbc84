"""What stands around the dates of a sentence: ranges, "three months to March", clock and day, prepositions."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from reader import edtf
from reader.analysis.dates_atoms import Atom, DateKind, deadline, edged
from reader.analysis.dates_scene import shift_months, shift_years
from reader.analysis.dates_tense import is_moving
from reader.analysis.dates_tokens import Tokens

_DASHES = frozenset({"-", "–", "—"})
_RANGE_WORDS = frozenset({"to", "until", "till", "through", "thru"})
_ENDS = frozenset({"to", "ended", "ending", "ends", "through", "until"})
_END_FILLERS = _ENDS | {"that", "which", "on", "in", "at", "the", "month", "of"}
_PERIODS = {"the-quarter": ("Q", 1.0), "quarter": ("Q", 1.0), "fiscal-quarter": ("Q", 1.0), "the-year": ("Y", 1.0)}
"""named periods that an end date settles: "the quarter ended September 30" """
_ABOUT = frozenset({"about", "around", "roughly", "approximately", "circa", "nearly", "almost"})
_UNTIL = frozenset({"by", "until", "till", "til", "through", "thru"})
_PLAIN = frozenset({
    "in", "on", "at", "during", "for", "of", "as", "to", "within", "over", "around", "throughout",
})  # fmt: skip
_LENGTHENED = frozenset({
    "extended", "extend", "extends", "lengthened", "prolonged", "deadline", "expiry", "validity",
})  # fmt: skip
"""words after which "to" names the last day"""
_NEGATIONS = frozenset({
    "not", "no", "n't", "t", "never", "none", "nothing", "without", "unlikely", "cannot", "hardly",
})  # fmt: skip


def compose(s: Tokens, atoms: list[Atom]) -> list[Atom]:
    """Joins and links the atoms of one sentence, in order."""
    out: list[Atom] = []
    for atom in atoms:
        if out:
            joined = _clocked(s, out[-1], atom) or _months_to(s, out[-1], atom) or _ranged(s, out, atom)
            if joined is not None:
                out[-1] = joined
                continue
        out.append(atom)
    for atom in out:
        _link(s, atom)
    for a, b in pairwise(out):
        _moved(s, a, b)
    return out


def _clocked(s: Tokens, a: Atom, b: Atom) -> Atom | None:
    """Joins a time of day with the day beside it: "10 p.m. Wednesday", "Friday at 8 a.m."."""
    clock, day = (a, b) if a.rule == "clock" else (b, a)
    if clock.rule != "clock" or day.kind is not DateKind.DATE or len(day.base) != 10 or day.edge:
        return None
    between = s.low[a.j : b.i]
    if len(between) > 2 or any(word not in (",", "on", "at", "of") for word in between):
        return None
    return Atom(a.i, b.j, DateKind.TIME, day.base, "clock", timex=day.base + clock.unit, inferred=day.inferred)


def _months_to(s: Tokens, a: Atom, b: Atom) -> Atom | None:
    """Joins "the three months" with "to March", "ended June 30"."""
    if a.rule in _PERIODS and not a.edge:
        a.unit, a.amount = _PERIODS[a.rule]
    elif a.kind is not DateKind.DURATION or a.amount is None or a.unit not in ("M1", "Q", "Y", "W") or a.anchor:
        return None
    if b.kind is not DateKind.DATE or not b.base or "/" in b.base:
        return None
    between = s.low[a.j : b.i]
    if not between or len(between) > 4 or _ENDS.isdisjoint(between) or any(w not in _END_FILLERS for w in between):
        return None
    _, last = edtf.bounds(b.base)
    if last is None or len(b.base) == 4:
        return None
    if a.unit == "W":
        start = last - timedelta(days=round(7 * a.amount) - 1)
        base = f"{edtf.day(start)}/{edtf.day(last)}"
    else:
        count = round(a.amount * {"M1": 1, "Q": 3, "Y": 12}[a.unit])
        if not 1 <= count <= 240:
            return None
        if len(b.base) == 10 and last.day <= 7:
            last = shift_months(last, -1)
        base = edtf.months(last.year, last.month - count + 1, count)
        if a.rule in _PERIODS:
            if a.rule != "the-year" and not a.inferred:
                return None
            a.base = a.value = base
            if a.rule == "the-year":
                a.timex = "P1Y"
    return Atom(a.i, b.j, DateKind.DATE, base, "months-to", timex=a.timex, inferred=b.inferred, parts=(a, b))


def _size(base: str) -> int:
    width = edtf.width(base)
    return 0 if width is None else 1 if width == 1 else 2 if width <= 31 else 3 if width <= 184 else 4


def _ranged(s: Tokens, out: list[Atom], b: Atom) -> Atom | None:
    a = out[-1]
    if a.kind is not DateKind.DATE or b.kind is not DateKind.DATE or not a.base or not b.base or a.link or a.parts:
        return None
    between = s.low[a.j : b.i]
    before = s.at(a.i - 1)
    if before == "the":
        before = s.at(a.i - 2)
    if len(between) != 1:
        return None
    word = between[0]
    opened = before in ("from", "between")
    if word in ("and", "to") and before == "between" and word == "and":
        pass
    elif word in _RANGE_WORDS:
        if word == "to" and not opened and _size(a.base) != _size(b.base):
            return None
        if before == "from" and is_moving(s, a.i - 1):
            return None
        if word in ("until", "till") and before != "from":
            return None
    elif word not in _DASHES or _size(a.base) != _size(b.base):
        return None
    left, left_approx = edged(_same_year(a, b), a.edge)
    right, right_approx = edged(b.base, b.edge)
    try:
        base = edtf.span(left, right)
    except ValueError:
        return None
    atom = Atom(a.i, b.j, DateKind.DATE, base, "range", approx=a.approx or b.approx or left_approx or right_approx)
    atom.parts, atom.inferred, atom.link = (a, b), a.inferred and b.inferred, "range"
    return atom


def _same_year(a: Atom, b: Atom) -> str:
    """The left side of a range, moved into the year that the right side implies."""
    first, last = edtf.bounds(a.base)
    end = edtf.bounds(b.base)[1]
    if not a.inferred or first is None or last is None or end is None or len(a.base) not in (7, 10):
        return a.base
    year = end.year - ((first.month, first.day) > (end.month, end.day))
    return f"{year:04d}{a.base[4:]}"


def _link(s: Tokens, atom: Atom) -> None:
    """Reads the preposition before an atom, and sets ``link``, ``value`` and ``whole``."""
    atom.whole = atom.i
    if atom.kind not in (DateKind.DATE, DateKind.TIME) or not atom.base:
        return
    value, inexact = edged(atom.base, atom.edge)
    atom.value, atom.approx = value, atom.approx or inexact
    k = atom.i - 1
    if s.at(k) in _ABOUT or (s.at(k) == "or" and s.at(k - 1) == "before"):
        if s.at(k) in _ABOUT:
            atom.approx = True
        k -= 1
    if s.at(k) in ("“", '"', "‘") and s.at(k - 1) in ("before", "after"):
        k -= 1
    if s.at(k) in ("least", "latest") and s.at(k - 1) == "at":
        k -= 2
    word, before = s.at(k), s.at(k - 1)
    if atom.rule in ("days", "years", "decade") and word in ("from", "between"):
        atom.link = "range"
    if atom.link == "range":
        if word in ("from", "between"):
            atom.whole = k
        return
    link, whole = "", k
    if word == "than" and before in ("later", "earlier", "sooner") and s.at(k - 2) in ("no", "not"):
        link, whole = ("until" if before == "later" else "from"), k - 2
    elif word in _UNTIL:
        link = "from" if before in ("not", "t") and word in ("until", "till") else "until"
        whole = k - 1 if link == "from" else k
    elif word == "to" and before == "up":
        link, whole = "until", k - 1
    elif word in ("before", "of", "to") and (word == "before" or (before, word) in (("ahead", "of"), ("prior", "to"))):
        link, whole = "before", k if word == "before" else k - 1
        if before in ("not", "never"):
            link, whole = "from", k - 1
        elif _negated(s, k):
            link = "not-before"
    elif word in ("since", "from", "after"):
        link = word
        if word == "from" and is_moving(s, k):
            link = "moved-from"
    elif word == "to" and is_moving(s, k):
        lengthened = any(s.at(b) in _LENGTHENED for b in range(k - 1, max(-1, k - 9), -1))
        link = "until" if lengthened else "moved-to"
    elif word not in _PLAIN:
        whole = atom.i
    if s.at(atom.j) == "at" and s.at(atom.j + 1) == "the" and s.at(atom.j + 2) in ("latest", "earliest"):
        link = "until" if s.at(atom.j + 2) == "latest" else "not-before"
    atom.link, atom.whole = link, whole
    atom.value = linked(atom.base, atom.edge, value, link)


def _moved(s: Tokens, a: Atom, b: Atom) -> None:
    """Puts a date moved from and the one that it is moved to beside each other: "slipped from October to March".

    The year of a side that names none follows the other side; a plan is put off unless the words say otherwise.
    """
    if b.link in ("", "from") and b.i - a.j in (1, 2) and s.at(b.i - 1) in ("to", "from", "the"):
        other = {("moved-from", "to"): "moved-to", ("moved-to", "from"): "moved-from"}.get((a.link, s.at(a.j)))
        if other is not None:
            b.link, b.value = other, edged(b.base, b.edge)[0]
    old, new = (a, b) if a.link == "moved-from" else (b, a)
    if (old.link, new.link) != ("moved-from", "moved-to"):
        return
    for _ in range(3):
        last, first = edtf.bounds(old.value)[1], edtf.bounds(new.value)[0]
        if last is None or first is None:
            return
        if new.inferred and first <= last:
            atom = new
        elif old.inferred and (first - last).days > 366:
            atom = old
        else:
            return
        atom.base = shift_years(atom.base, 1)
        atom.value = edged(atom.base, atom.edge)[0]


def _negated(s: Tokens, k: int) -> bool:
    for j in range(k - 1, max(-1, k - 7), -1):
        if s.at(j) in _NEGATIONS:
            # "if it is not handed over before March" sets a deadline
            return not any(s.at(b) in ("if", "unless") for b in range(j - 1, max(-1, j - 6), -1))
        if s.at(j) in (",", ";", ":", "—"):
            return False
    return False


def linked(base: str, edge: str, value: str, link: str) -> str:
    """Returns the EDTF value of a date after its preposition."""
    if link == "until":
        return deadline(base, edge) if not value.endswith("/..") else value
    if link == "before":
        if edge:
            return deadline(base, edge)
        first, _ = edtf.bounds(base)
        if first is None:
            return value
        eve = first - timedelta(days=1)
        return f"../{edtf.day(eve)}" if edtf.width(base) == 1 else f"../{edtf.month(eve.year, eve.month)}"
    if link == "not-before":
        return edtf.since(base) if len(base) in (4, 7) and not edge else value
    if link in ("since", "from"):
        return edtf.since(value) if not value.startswith("..") else value
    if link == "after":
        _, last = edtf.bounds(value)
        if last is None:
            return value
        if edtf.width(value) == 1:
            return f"{value}/.."
        following = last + timedelta(days=1)
        year = len(value) == 4
        return f"{following.year:04d}/.." if year else f"{edtf.month(following.year, following.month)}/.."
    return value
