"""How much an article is about each organisation that it names: main, secondary or passing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.analysis.document import Document
from reader.analysis.lexicon import Lexicon
from reader.model.findings import Mention, Reference, Salience


@dataclass(frozen=True, slots=True)
class Weight:
    """An organisation's weight in an article, its class, and the features that made it."""

    score: float
    salience: Salience
    why: str


def weigh(
    document: Document,
    mentions: Sequence[Mention],
    references: Sequence[Reference],
    companies: Sequence[str],
    lexicon: Lexicon,
) -> dict[str, Weight]:
    """Returns the weight of each of ``companies`` in the article."""
    out = {}
    for company in companies:
        spans = [m.span for m in mentions if m.company == company and not m.in_title]
        in_title = any(m.company == company and m.in_title for m in mentions)
        sentences = {document.sentence_at(s.start) for s in spans}
        score = len(sentences) / max(1, len(document.sentences)) + (0.5 if in_title else 0)
        score += 0.2 if 0 in sentences else 0
        salience = Salience.MAIN if score > 0.55 else Salience.SECONDARY if len(sentences) > 0 else Salience.PASSING
        out[company] = Weight(score, salience, "title" if in_title else "")
    return out
