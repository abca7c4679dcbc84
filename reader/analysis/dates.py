"""The dates of an article: one scan for trigger words, rules that read around them, then composition and anchors.

Own work, after the usual division of temporal taggers (HeidelTime, Strötgen and Gertz 2010; SUTime, Chang and Manning
2012): recognise, normalise against a reference time and the tense of the clause, compose. Nothing undated gets a date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from reader.analysis.dates_anchors import resolve_anchors
from reader.analysis.dates_atoms import Atom, DateExpression, DateKind, edged, read_edge
from reader.analysis.dates_calendar import read_month, read_slashed, read_year
from reader.analysis.dates_compose import compose
from reader.analysis.dates_lexicon import (
    DAY_PARTS,
    FLOATING_DAYS,
    HOLIDAYS,
    MONTHS,
    REFERENCES,
    REL_DAYS,
    SEASONS,
    SETS,
    UNITS,
    WEEKDAYS,
)
from reader.analysis.dates_periods import read_period
from reader.analysis.dates_relative import (
    read_clock,
    read_day_part,
    read_holiday,
    read_reference,
    read_reference_phrase,
    read_relative_day,
    read_season,
    read_weekday,
)
from reader.analysis.dates_scene import Scene
from reader.analysis.dates_tokens import Tokens, tokens
from reader.analysis.dates_units import read_set, read_unit
from reader.analysis.document import Document
from reader.model.findings import Mention
from reader.model.text import Span

__all__ = ["DateExpression", "DateKind", "edtf_plain", "find_dates", "read_dates", "sentence_tokens"]

_EARLIEST, _LATEST = date(1700, 1, 1), date(2199, 12, 31)
"""days of publication beyond these are read as these: arithmetic on them must stay in the calendar"""
_COMPARING = frozenset({"year-earlier", "unit-ago", "unit-earlier", "unit-before", "unit-previously", "decade"})
"""what is only compared with does not become the date in focus"""
_DATELINE = 14
"""tokens before which a dateline's day stands"""
_TRIGGERS: dict[str, str] = {
    **dict.fromkeys(SETS, "set"),
    **dict.fromkeys(REFERENCES, "reference"),
    **dict.fromkeys(("future", "past", "current"), "phrase"),
    **dict.fromkeys(DAY_PARTS, "part"),
    **dict.fromkeys(FLOATING_DAYS, "holiday"),
    **dict.fromkeys(HOLIDAYS, "holiday"),
    **dict.fromkeys(("new", "easter", "boxing", "independence", "veterans", "valentine"), "holiday"),
    **dict.fromkeys(UNITS, "unit"),
    **dict.fromkeys(("quarter", "half", "halves", "q", "h"), "period"),
    **dict.fromkeys(("a", "p", "am", "pm"), "clock"),
    **dict.fromkeys(SEASONS, "season"),
    **dict.fromkeys(REL_DAYS, "relative"),
    **dict.fromkeys(WEEKDAYS, "weekday"),
    **dict.fromkeys(MONTHS, "month"),
}


def sentence_tokens(document: Document) -> list[Tokens]:
    """Returns the tokens of each sentence."""
    return [tokens(document.text, span.start, span.end, n) for n, span in enumerate(document.sentences)]


def find_dates(
    document: Document,
    year_ends: Mapping[str, int] | None = None,
    mentions: Sequence[Mention] = (),
    read: Sequence[Tokens] | None = None,
) -> tuple[DateExpression, ...]:
    """Returns the date expressions of an article, in order of the text, furniture left out.

    ``year_ends`` gives the last month (1–12) of the fiscal year of companies by id; ``mentions`` says which company a
    sentence speaks of. Where the publication date was not believed, dates worked out from it are marked ``approx``.
    ``read`` are the sentences' tokens, where they are known already.
    """
    named = sorted((m.span.start, m.company) for m in mentions if not m.in_title)
    counts = Counter(company for _, company in named)
    scene = Scene(
        min(max(document.day, _EARLIEST), _LATEST),
        year_ends=year_ends or {},
        companies=named,
        leading=counts.most_common(1)[0][0] if counts else None,
    )
    return read_dates(document.text, read or sentence_tokens(document), scene, believed=document.dated)


def read_dates(
    text: str, sentences: Sequence[Tokens], scene: Scene, *, believed: bool = True
) -> tuple[DateExpression, ...]:
    """Returns the date expressions of tokenised sentences, read against ``scene`` (whose focus moves)."""
    found: list[tuple[Tokens, list[Atom]]] = []
    for s in sentences:
        atoms = _atoms(s, scene)
        if atoms:
            if not found and s.index <= 2 and _dateline(s, atoms[0]):
                if not believed:
                    scene.day = date.fromisoformat(atoms[0].base)
                    atoms = _atoms(s, scene)
                atoms[0].rule = "dateline"
            found.append((s, compose(s, atoms)))
    resolve_anchors(sentences, found)
    return tuple(
        _expression(text, s, atom, believed)
        for s, atoms in found
        for atom in atoms
        if atom.kind is not None and atom.rule
    )


def _atoms(s: Tokens, scene: Scene) -> list[Atom]:
    out: list[Atom] = []
    done = 0
    for i, word in enumerate(s.low):
        if i < done:
            continue
        trigger = _TRIGGERS.get(word)
        if trigger is None and not (word.isdigit() and word.isascii()):
            continue
        atom = _read(s, i, trigger, scene)
        if atom is None or atom.i < done:
            continue
        if atom.base:
            read_edge(s, atom)
            if atom.i < done:
                atom.i = done
            if atom.kind is DateKind.DATE and atom.rule not in _COMPARING:
                scene.see(atom.base)
        done = atom.j
        out.append(atom)
    return out


def _read(s: Tokens, i: int, trigger: str | None, scene: Scene) -> Atom | None:
    if trigger is None:
        return (
            read_year(s, i, scene) if len(s.low[i]) == 4 else read_slashed(s, i, scene) if len(s.low[i]) <= 2 else None
        )
    if trigger == "unit":
        return read_unit(s, i, scene)
    if trigger == "month":
        return read_month(s, i, scene)
    if trigger == "weekday":
        k = i + 1
        if s.at(k) == "." and s.tight(i):
            k += 1
        if s.at(k) == ",":
            k += 1
        if s.at(k) in MONTHS or (s.at(k).isdigit() and s.at(k + 1) in MONTHS):
            return None
        return read_weekday(s, i, scene)
    if trigger == "period":
        return read_period(s, i, scene) or (read_unit(s, i, scene) if s.low[i] in UNITS else None)
    if trigger == "clock":
        return read_clock(s, i, scene) if s.at(i - 1).isdigit() else None
    if trigger == "relative":
        return read_relative_day(s, i, scene)
    if trigger == "season":
        return read_season(s, i, scene)
    if trigger == "part":
        return read_day_part(s, i, scene)
    if trigger == "holiday":
        return read_holiday(s, i, scene)
    if trigger == "reference":
        return read_reference(s, i)
    if trigger == "phrase":
        return read_reference_phrase(s, i)
    return read_set(s, i)


def _dateline(s: Tokens, atom: Atom) -> bool:
    """Whether the first date of an article is its dateline: "LIVINGSTON, N.J., July 31, 2025 –", "Oct 23 (Wire) —"."""
    if atom.kind is not DateKind.DATE or len(atom.base) != 10 or atom.i > _DATELINE:
        return False
    # only places, names of services and signs stand before it and after it, up to a dash
    if any(s.words[k][0].islower() for k in range(atom.i)):
        return False
    for k in range(atom.j, min(len(s), atom.j + 10)):
        if s.low[k] in ("-", "–", "—", "/") and not (s.low[k] == "-" and s.tight(k) and s.tight(k - 1)):
            return True
        if s.words[k][0].islower():
            return False
    return False


def _expression(text: str, s: Tokens, atom: Atom, believed: bool) -> DateExpression:
    span = Span(s.start[atom.i], s.end[atom.j - 1])
    whole = Span(s.start[atom.whole], span.end) if 0 <= atom.whole < atom.i else span
    dated = atom.kind in (DateKind.DATE, DateKind.TIME) and bool(atom.value)
    return DateExpression(
        span=span,
        whole=whole,
        kind=atom.kind,
        edtf=atom.value if dated else "",
        approx=atom.approx or (dated and atom.inferred and not believed),
        rule=atom.rule,
        words=whole.of(text),
        sentence=s.index,
        base=atom.base,
        edge=atom.edge,
        link=atom.link,
        timex=atom.timex,
        inferred=atom.inferred,
        parts=tuple(_expression(text, s, part, believed) for part in atom.parts),
    )


def edtf_plain(expression: DateExpression) -> str:
    """The date at the precision of its words, preposition left out: "by the end of 2028" → ``2028-12``."""
    return edged(expression.base, expression.edge)[0] if expression.base else ""
