"""How much an article is about each organisation that it names: main, secondary or passing.

Headlines decide most: an organisation that the title names, or speaks of by a product, a person or a noun that fits
only one, is what the article is about. Beyond the title it takes weight in the text, counted in sentences that speak
of the organisation by name or by a back-reference, against the organisation that has most of them. A logistic model
over the same features was tried and did worse on articles that it was not fitted to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from reader.analysis.document import Document
from reader.analysis.lexicon import Lexicon
from reader.model.findings import Mention, Reference, Salience

WELL_COVERED = 3
"""sentences that make an untitled organisation main where no other has many more"""
COMPARABLE = 0.7
"""share of the most covered organisation's sentences that is as good as its own"""
CROWD = 8
"""organisations from which an article that its title does not settle may be a round-up"""
_POINTS: Mapping[str, float] = {
    "title": 2.0,
    "title_reference": 1.5,
    "foremost": 0.5,
    "opening": 0.5,
    "lead": 0.25,
    "relative": 1.0,
    "share": 1.0,
}
"""what each feature adds to the weight that orders the organisations of one class"""
_TOLD: Mapping[str, str] = {
    "title": "in the title",
    "title_reference": "the title speaks of it",
    "foremost": "named first",
    "opening": "in the first sentence",
}
"""features as a person reads them"""
_ASIDE = re.compile(
    r"(?:\b(?:outside|beyond|than|besides|except|unlike|like|versus|vs|without|sidesteps?|bypass(?:es)?|"
    r"to (?:challenge|rival)|challenging|rivall?ing|alternatives? to|(?:dependence|reliance) on)|non-)\s?$",
    re.I,
)
"""words of a title after which a name is what something is measured against"""
_JOINED = re.compile(r",? and |, ")
_FIGURE = re.compile(r"[$€£¥%]|\d")
_LEAD = 3
_OPENING = 6
"""characters from a sentence's start within which its subject's name may begin ("The …")"""


@dataclass(frozen=True, slots=True)
class Weight:
    """An organisation's weight in an article, its class, and the features that made it."""

    score: float
    salience: Salience
    why: str


@dataclass(slots=True)
class _Standing:
    """Where an article speaks of one organisation: sentences by name, and by name or reference."""

    named: set[int]
    spoken_of: set[int]
    first: int


def weigh(
    document: Document,
    mentions: Sequence[Mention],
    references: Sequence[Reference],
    entitled: Set[str],
    companies: Sequence[str],
    lexicon: Lexicon,
) -> dict[str, Weight]:
    """Returns the weight of each of ``companies`` in the article.

    ``entitled`` are the organisations that the title speaks of without their names.
    """
    table = features(document, mentions, references, entitled, companies, lexicon)
    main = {company for company, row in table.items() if _is_main(row)}
    if not main:
        main = {c for c, row in table.items() if row["most"]}
        main = main if len(main) <= 2 else {c for c, row in table.items() if row["foremost"]}
        main = main if len(table) < CROWD else set()
    if any(row["untitled"] for row in table.values()):
        main |= _named_together(document, mentions, main) & table.keys()
    out = {}
    for company, row in table.items():
        salience = Salience.MAIN if company in main else Salience.SECONDARY
        if company not in main and _only_passes(document, mentions, company, row):
            salience = Salience.PASSING
        score = sum(points * row[name] for name, points in _POINTS.items())
        told = [words for name, words in _TOLD.items() if row[name]]
        size = f"{row['size']:.0f} sentence{'s' if row['size'] != 1 else ''} about it"
        out[company] = Weight(score, salience, f"{salience.value}: {', '.join([*told, size])}")
    return out


def _is_main(row: Mapping[str, float]) -> bool:
    if row["title"] or row["title_reference"]:
        return True
    if row["size"] < WELL_COVERED:
        return bool(row["untitled"] and row["foremost"] and row["opening"] and not row["crowded"])
    return row["relative"] >= (COMPARABLE if row["untitled"] else 1.0)


def features(
    document: Document,
    mentions: Sequence[Mention],
    references: Sequence[Reference],
    entitled: Set[str],
    companies: Sequence[str],
    lexicon: Lexicon,
) -> dict[str, dict[str, float]]:
    """Returns for each organisation its features by name, from 0 to 1 but for ``size``, in sentences."""
    standing = _standings(document, mentions, references, companies)
    total = max(1, len(document.sentences))
    most = max((len(s.spoken_of) for s in standing.values()), default=1) or 1
    titles = {m.company for m in mentions if m.in_title and not _ASIDE.search(document.title[: m.span.start])}
    first = min((s.first for s in standing.values() if s.named), default=0)
    out = {}
    for company, s in standing.items():
        size = len(s.spoken_of)
        out[company] = {
            "title": float(company in titles),
            "title_reference": float(company in entitled and company not in titles),
            "untitled": float(not titles and not entitled),
            "opening": float(0 in s.named),
            "crowded": float(len(standing) >= CROWD),
            "foremost": float(bool(s.named) and s.first == first),
            "lead": float(any(i < _LEAD for i in s.spoken_of)),
            "size": float(size),
            "share": min(1.0, 3 * size / total),
            "relative": size / most,
            "most": float(size == most and size > 1),
        }
    return out


def _named_together(document: Document, mentions: Sequence[Mention], main: Set[str]) -> set[str]:
    """Returns who is named in one breath with one of ``main`` in the first sentence: "Acme, Bolt and Corvid said"."""
    first = [m for m in mentions if not m.in_title and document.sentence_at(m.span.start) == 0]
    out: set[str] = set()
    row: list[Mention] = []
    for mention in first:
        if row and not _JOINED.fullmatch(document.text, row[-1].span.end, mention.span.start):
            row = []
        row.append(mention)
        if any(m.company in main for m in row):
            out |= {m.company for m in row}
    return out


def _standings(
    document: Document, mentions: Sequence[Mention], references: Sequence[Reference], companies: Sequence[str]
) -> dict[str, _Standing]:
    out = {company: _Standing(set(), set(), len(document.text)) for company in companies}
    for mention in mentions:
        index = None if mention.in_title else document.sentence_at(mention.span.start)
        if index is None or mention.company not in out:
            continue
        standing = out[mention.company]
        standing.named.add(index)
        standing.spoken_of.add(index)
        standing.first = min(standing.first, mention.span.start)
    for reference in references:
        index = document.sentence_at(reference.span.start)
        if index is not None and reference.company in out:
            out[reference.company].spoken_of.add(index)
    return out


def _only_passes(
    document: Document,
    mentions: Sequence[Mention],
    company: str,
    row: Mapping[str, float],
) -> bool:
    """Says whether the article only names the organisation: once, neither opening the sentence nor beside a figure."""
    if row["size"] > 1 or row["opening"]:
        return False
    mention = next((m for m in mentions if m.company == company and not m.in_title), None)
    index = document.sentence_at(mention.span.start) if mention else None
    if mention is None or index is None:
        return True
    sentence = document.sentences[index]
    if mention.span.start - sentence.start <= _OPENING:
        return False
    return not _FIGURE.search(document.text, sentence.start, sentence.end)
