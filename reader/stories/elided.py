"""Numbers that a second voice gives without saying of what: "It has 400 jobs, says the owner. The union counts 460."

What the number is of stands with the one before, so it is read only where the passage sets the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.model.articles import Article
from reader.model.findings import Figure, Findings, Qualifier
from reader.model.text import Reason, Span
from reader.stories.corrections import standing
from reader.stories.disagreement import Cue, cue_between

RULE = "said of the figure before"
MOST = 4.0
"""ratio up to which two counts of one thing are set against each other"""
_PLAIN = frozenset(("count", "acres", "sqft", "W", "Wh", "%", "x"))
"""units that a second number often goes without; sums of money bear their sign"""
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BARE = re.compile(
    r"\b(?:counts?|counted|lists?|listed|expects?|expected|estimates?|estimated|found|finds|remembers?|shows?|says?|said|"
    r"reports?|reported|claims?|speaks? of|spoke of|gives?|gave|names?|named|reads?|has|have|was|"
    r"puts? (?:it|them|that|this|the (?:number|figure|total|count|share)) at)\s+"
    r"(?P<hedge>about |around |roughly |some |nearly |almost |closer to |only |just |more than |at least |fewer than |"
    r"less than |up to )?(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    r"(?=\s*(?:[.;:)”\"]|,(?!\d)|$)|"
    r"\s+(?:and|but|while|when|once|that|who|which|of (?:them|those|these)|in (?:all|total))\b)",
    re.IGNORECASE,
)
_HEDGES = {
    "more than": Qualifier.AT_LEAST, "at least": Qualifier.AT_LEAST, "fewer than": Qualifier.LESS_THAN,
    "less than": Qualifier.LESS_THAN, "up to": Qualifier.UP_TO, "only": Qualifier.EXACT, "just": Qualifier.EXACT,
}  # fmt: skip


def reports(articles: Sequence[Article], findings: Mapping[str, Findings]) -> dict[str, list[Figure]]:
    """Returns what a ledger counts, by article: the figures that nobody took back, and what is told again of them."""
    told = standing(articles, findings)
    for article in articles:
        if article.id in told:
            told[article.id] += told_again(article, findings[article.id].sentences, told[article.id])
    return told


def told_again(article: Article, sentences: Sequence[Span], figures: Sequence[Figure]) -> list[Figure]:
    """Returns the figures that an article gives again in another number, in the same sentence or the next one."""
    place = {span.start: at for at, span in enumerate(sentences)}
    taken = [(figure.at.start, figure.at.end) for figure in figures]
    found: dict[int, Figure] = {}
    for figure in figures:
        at = place.get(figure.start)
        if figure.unit not in _PLAIN or figure.metric is None or figure.illustrative or at is None:
            continue
        for span in sentences[at : at + 2]:
            if "\n" in article.text[figure.start : span.end]:
                break
            for match in _BARE.finditer(article.text, max(span.start, figure.at.end), span.end):
                where = Span(match.start("number"), match.end("number"))
                if _YEAR.fullmatch(match["number"]) or any(s < where.end and where.start < e for s, e in taken):
                    continue
                made = _made(figure, article, span, where, match["hedge"])
                if made is not None:
                    found[where.start] = made  # of two figures before it the later one
    return list(found.values())


def _made(figure: Figure, article: Article, span: Span, where: Span, hedge: str | None) -> Figure | None:
    text = article.text
    written = _NUMBER.search(text[figure.at.start : figure.at.end])
    if written is None:
        return None
    first, number = (float(part.replace(",", "")) for part in (written[0], text[where.start : where.end]))
    if not first or not number or max(first, number) > MOST * min(first, number):
        return None
    if cue_between(text[figure.start : span.end])[0] is not Cue.AGAINST:
        return None
    qualifier = _HEDGES.get(hedge.strip().lower(), Qualifier.ABOUT) if hedge else Qualifier.EXACT
    return replace(
        figure, value=figure.value * number / first, low=None, high=None, qualifier=qualifier, start=span.start,
        end=span.end, sentence=span.of(text), at=where, reason=Reason(RULE, text[where.start : where.end]),
    )  # fmt: skip
