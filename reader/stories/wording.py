"""How well a report of an event reads as a line of a timeline: of several that tell the same, the best is quoted."""

from __future__ import annotations

import re

from reader import edtf
from reader.model.articles import Article
from reader.model.findings import Event, EventStatus

_LEANING = re.compile(
    r"(?:it|its|they|their|he|she|his|her|this|that|these|those|both|one|we|our|i|my|you|there|what|why|how|if|as|"
    r"when|where|which|in|on|at|under|with|after|before|since|by|for|from|according|last|next|today|another|such)\b",
    re.IGNORECASE,
)
_COMMON = re.compile(r"(?:the|a|an|some|most|all|no|any|many|several)\b", re.IGNORECASE)
_NESTED = re.compile(r"\b(?:that|which|who|whose)\b.{0,60}$")
_TOLD = re.compile(r"\b(?:said|says|say|told|according to|people familiar)\b")
_FIRST_PERSON = re.compile(r"\b(?:we|our|us|I|my)\b")
SHORT, LONG = 28, 150
"""characters under and over which a line reads badly"""
NEWS = 4
"""days within which a report of a happening is the news of it"""


def wording(event: Event, article: Article, status: EventStatus) -> float:
    """Returns how well an article's report words a happening of ``status``; comparable among reports of it.

    A good line opens with whose act it is, is neither a stub nor a paragraph, tells the act itself and not a later
    mention of it, and comes from the day's news rather than from a look back.
    """
    text = event.text
    score = 0.4 * min(3, len(event.companies))
    if _LEANING.match(text):
        score -= 2.5
    elif not text[:1].isupper():
        score -= 0.8
    elif not _COMMON.match(text):
        score += 1.0
    if len(text) < SHORT:
        score -= 1.5
    elif len(text) > LONG:
        score -= (len(text) - LONG) / 60
    if text[:1] in "“\"‘'" or _FIRST_PERSON.search(text):
        score -= 1.5
    score -= 0.4 if _TOLD.search(text) else 0.0
    score -= 2.0 if event.status is not status else 0.0
    source = event.sources[0]
    if source.at is not None:
        # "the contract that the two announced on January 14 speaks of 750 MW": the date belongs to an aside
        at = source.at.start - source.start
        score -= 0.8 if _NESTED.search(source.sentence[max(0, at - 80) : at]) else 0.0
    if status is EventStatus.HAPPENED:
        day = edtf.bounds(event.date)[1]
        score += 1.2 if day is not None and abs((article.day.date() - day).days) <= NEWS else 0.0
    return score
