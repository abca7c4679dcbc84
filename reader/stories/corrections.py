"""What outlets took back: figures that a correction withdraws, and sentences that quote what was wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reader.model.articles import Article
from reader.model.findings import Figure, Findings
from reader.stories.origins import origin_key, origin_of

SAME = 0.006
"""relative difference up to which two figures are the same number"""
_QUOTES_AN_ERROR = re.compile(
    r"\bmis-?(?:stated|reported|spelled|identified|quoted|attributed)\b|\bwe regret\b|"
    r"\b(?:wrongly|incorrectly|erroneously|in error)\b|\b(?:was|were) (?:wrong|incorrect|mistaken)\b|"
    r"\bshould have (?:said|read|been|given)\b|\b(?:that|as|than) we (?:gave|said|wrote|reported|printed)\b|"
    r"\b[Oo]ur (?:letter|article|report|story|issue|item|piece|table|headline) (?:of|on|from|about|published)\b|"
    r"\b(?:[Aa]n?|[Tt]he) (?:\w+ )?(?:article|version|story|item|table|headline|issue|post|letter) "
    r"(?:of|on|from|published|that appeared|in our)\b.{0,80}\b(?:said|gave|stated|put|reported)\b",
)


_HINTS = (
    "mis", "wrong", "incorrect", "erroneous", "in error", "mistaken", "regret", "should have", " we ", "ur ", "rticle",
    "version", "story", "item", "table", "headline", "issue", "post", "letter",
)  # fmt: skip
"""parts of which such a sentence holds one: most sentences hold none, and are not looked at closely"""


def quotes_an_error(sentence: str) -> bool:
    """Returns whether a sentence tells what an outlet had wrong, as corrections do."""
    return any(hint in sentence for hint in _HINTS) and _QUOTES_AN_ERROR.search(sentence) is not None


def standing(articles: Sequence[Article], findings: Mapping[str, Findings]) -> dict[str, list[Figure]]:
    """Returns the figures that nobody took back, by article.

    What an article withdraws (``Findings.withdrawn``) goes out of what the same outlet had published before.
    """
    back = [
        (article, wrong) for article in articles if article.id in findings for wrong in findings[article.id].withdrawn
    ]
    return {
        article.id: [
            figure
            for figure in findings[article.id].figures
            if not figure.retracted
            and not any(_takes_back(correction, wrong, article, figure) for correction, wrong in back)
        ]
        for article in articles
        if article.id in findings
    }


def _takes_back(correction: Article, wrong: Figure, article: Article, figure: Figure) -> bool:
    if figure.unit != wrong.unit or article.id == correction.id or article.day > correction.day:
        return False
    if abs(figure.value - wrong.value) > SAME * max(abs(figure.value), abs(wrong.value)):
        return False
    apart = None not in (figure.subject, wrong.subject) and figure.subject != wrong.subject
    other = None not in (figure.metric, wrong.metric) and figure.metric != wrong.metric
    return not (apart and other) and origin_key(origin_of(article)) == origin_key(origin_of(correction))
