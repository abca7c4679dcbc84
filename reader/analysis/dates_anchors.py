"""Lengths before or after something: "two weeks before the vote", "one month after the deal closed".

The thing is looked for in this order: a date in its own clause ("six weeks after the agreement was signed on January
14"), the date that the length explains ("on April 20, seventeen months after its first attempt" dates the attempt),
and the nearest dated clause of the article that speaks of it by the same words. Otherwise it stays a length.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reader import edtf
from reader.analysis.dates_atoms import Atom, DateKind
from reader.analysis.dates_scene import shift
from reader.analysis.dates_tokens import Tokens

_CLAUSE = 12
"""tokens of the thing's clause that are looked at"""
_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "it", "they"})
_ROWS, _DATES = 40, 8
"""sentences and dates of each that are asked for the thing: bounds the work on hostile text"""
_EMPTY = frozenset({
    "the", "a", "an", "its", "his", "her", "their", "our", "it", "they", "he", "she", "that", "this", "these",
    "those", "was", "were", "is", "are", "had", "has", "have", "been", "be", "of", "in", "on", "at", "to",
    "for", "with", "by", "and", "or", "first", "then", "which", "who", "company", "s", "after", "before",
    "from",
})  # fmt: skip


def resolve_anchors(sentences: Sequence[Tokens], found: Sequence[tuple[Tokens, list[Atom]]]) -> None:
    """Turns anchored lengths into approximate dates where what they are anchored to has a date."""
    for row, (s, atoms) in enumerate(found):
        for n, atom in enumerate(atoms):
            if not atom.anchor and s.at(atom.i - 1) == "within" and s.at(atom.j) == "of":
                atom.anchor = 1  # "within 30 days of the ruling"
            if not atom.anchor or atom.kind is not DateKind.DURATION:
                continue
            if atom.amount is None or atom.unit not in ("D", "W", "F", "M1", "Q", "Y"):
                continue
            direction = atom.anchor
            at = _own_clause(s, atoms, n)
            if at is None:
                at = _explained(s, atoms, n)
                if at is not None:
                    direction = -direction
            if at is None and not _beside_date(s, atoms, n):
                at = _spoken_of(found, row, s, atom)
            if at is None:
                continue
            value = shift(at, direction * atom.amount, atom.unit)
            if value is None:
                continue
            atom.kind, atom.base, atom.value, atom.rule = DateKind.DATE, value, value, "anchored"
            atom.approx, atom.inferred, atom.link, atom.whole = True, True, "", atom.i
            if s.at(atom.i - 1) == "within":
                atom.value, atom.link, atom.whole = edtf.until(value), "until", atom.i - 1


def _first_day(atom: Atom) -> date | None:
    if atom.kind is not DateKind.DATE or not atom.base or atom.link in ("since", "from", "range"):
        return None
    return edtf.bounds(atom.base)[0]


def _own_clause(s: Tokens, atoms: list[Atom], n: int) -> date | None:
    if n + 1 >= len(atoms):
        return None
    following = atoms[n + 1]
    between = s.low[atoms[n].j : following.i]
    if len(between) > _CLAUSE or any(sign in between for sign in (",", ";", ":", "—")):
        return None
    return _first_day(following)


def _explained(s: Tokens, atoms: list[Atom], n: int) -> date | None:
    """The date before ", N units after …", over a chain of such lengths."""
    if n == 0:
        return None
    before = atoms[n - 1]
    between = s.low[before.j : atoms[n].i]
    if between == [","] and before.rule != "anchored":
        return _first_day(before) if _fine_enough(before, atoms[n]) else None
    if before.rule == "anchored" and "and" in between and len(between) <= _CLAUSE:
        m = n - 1
        while m > 0 and atoms[m].rule == "anchored":
            m -= 1
        if s.low[atoms[m].j : atoms[m + 1].i] == [","]:
            return _first_day(atoms[m]) if _fine_enough(atoms[m], atoms[n]) else None
    return None


def _beside_date(s: Tokens, atoms: list[Atom], n: int) -> bool:
    """Whether the length only adds to a date right before it: what happened is dated already."""
    return n > 0 and atoms[n - 1].kind is DateKind.DATE and s.low[atoms[n - 1].j : atoms[n].i] == [","]


def _fine_enough(base: Atom, length: Atom) -> bool:
    width = edtf.width(base.base) if base.base else None
    return width is not None and width <= {"D": 1, "W": 1, "F": 1, "M1": 31, "Q": 92}.get(length.unit, 366)


def _spoken_of(found: Sequence[tuple[Tokens, list[Atom]]], row: int, s: Tokens, atom: Atom) -> date | None:
    wanted: list[str] = []
    for k in range(atom.j, min(len(s), atom.j + 6)):
        word = s.low[k]
        if word in (",", ";", ".", ":", "—", "but") or (wanted and word in _DETERMINERS):
            break
        if word.isalpha() and len(word) > 2 and word not in _EMPTY:
            wanted.append(word[:5])
    if not wanted:
        return None
    order = [*range(row - 1, max(-1, row - 1 - _ROWS), -1), *range(row + 1, min(len(found), row + _ROWS))]
    best: tuple[int, date] | None = None
    for other in order[:_ROWS]:
        tokens, atoms = found[other]
        for candidate in atoms[:_DATES]:
            day = _first_day(candidate)
            if day is None or candidate.rule == "anchored":
                continue
            around = tokens.low[max(0, candidate.i - _CLAUSE) : candidate.j + _CLAUSE // 2]
            stems = {word[:5] for word in around}
            hits = sum(stem in stems for stem in wanted[:3])
            if hits == min(len(wanted), 2) and (best is None or hits > best[0]):
                best = (hits, day)
    return best[1] if best else None
