"""Changes told by a verb: doubled, halved, fivefold, twice as much as a year ago."""

from __future__ import annotations

import re

from reader.analysis.quantities.hedges import hedge
from reader.analysis.quantities.quantity import Quantity

_TIMES_WORDS = {
    "doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadrupl": 4.0, "quintupl": 5.0, "halv": 0.5,
}  # fmt: skip
_STEMS = ("oubl", "ripl", "rebl", "uadrupl", "uintupl", "alv", "fold", "wice", "OUBL", "RIPL", "ALV", "WICE")
"""of what the verbs have one each, in either case, so that most sentences are not looked through"""
_VERB = re.compile(
    r"\b(?:(?P<stem>doubl|tripl|trebl|quadrupl|quintupl|halv)(?P<tail>ed|ing|es|e)|(?P<twice>twice)|"
    r"(?P<fold>two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)[- ]?fold)\b",
    re.IGNORECASE,
)
_FOLDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twenty": 20,
    "hundred": 100,
}  # fmt: skip
_NOT_A_CHANGE = re.compile(r"[ -](?:down|checks?|digits?|counting|sided|edged|patterning|up as)\b", re.IGNORECASE)


def change_verbs(text: str, start: int, end: int) -> list[Quantity]:
    """Returns the changes that ``text[start:end]`` tells by a verb: doubled is 2 x, halved 0.5 x, fivefold 5 x."""
    out: list[Quantity] = []
    sentence = text[start:end]
    if not any(stem in sentence for stem in _STEMS):
        return out
    for match in _VERB.finditer(text, start, end):
        if match["twice"]:
            if _TWICE_A_TIME.match(text, match.end(), end):
                qualifier, hedged, _ = hedge(text, match.start(), match.end(), start)
                out.append(Quantity(match.start(), match.end(), 2.0, None, None, "x", qualifier, hedged, "change-verb",
                                    "verb", number_end=match.end()))  # fmt: skip
            continue
        if _NOT_A_CHANGE.match(text, match.end()):
            continue
        if match["stem"]:
            if match["tail"].lower() in ("e", "es") and match["stem"].lower() == "doubl" and _noun_like(text, match):
                continue
            value = _TIMES_WORDS[match["stem"].lower()]
        else:
            value = float(_FOLDS[match["fold"].lower()])
        qualifier, hedged, _ = hedge(text, match.start(), match.end(), start)
        out.append(Quantity(match.start(), match.end(), value, None, None, "x", qualifier, hedged, "change-verb",
                            "verb", number_end=match.end()))  # fmt: skip
    return out


_TWICE_A_TIME = re.compile(
    r" (?:as (?:many|much|high|large)(?: [a-z]+)? as|the (?:level|number|amount|rate|figure|total) (?:of|in)|"
    r"more than) "
    r"(?:a year|last year|in the|the (?:same|previous|prior|year)|in 20\d\d|before)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:an?|the|in|on)(?: \w+)? $", re.IGNORECASE)


def _noun_like(text: str, match: re.Match[str]) -> bool:
    return bool(_ARTICLE.search(text[max(0, match.start() - 16) : match.start()]))
