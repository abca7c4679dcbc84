"""How a passage relates two values: as a disagreement of its sources, as a change in time, or not at all."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache


class Cue(Enum):
    AGAINST = "against"
    CHANGE = "change"
    SCOPE = "scope"
    NONE = "none"


_SAYS = re.compile(
    r"\b(?:says?|said|put(?:s|ting)?(?! in\b)|counts?|counted|according to|reports?|reported|tells?|told|claims?|"
    r"claimed|shows?|estimates?|estimated|gives?|gave|calculates?|reckons?|expects?|advertised?|brochure|quoting|"
    r"promises?|promised|maintains?|maintained|insists?|insisted|mentions?|mentioned|speaks? of|spoke of|lists?|listed|"
    r"argues?|remembers?|cites?|cited|found(?= (?:only |just |about |some )?\W?\d)|those at|"
    r"by (?:[\w.]+['’]?s?['’]? ){1,3}(?:count|reckoning|estimate|tally)|"
    r"['’]s? (?:own )?(?:count|tally|figure|number|estimate|reckoning|notice|letter|website|presentation)|"
    r"(?:in|on|from) (?:\w+ )?(?:papers|documents|records|filings|files|accounts|minutes|deeds|slides|letters)|"
    r"(?:in|on|by|from) (?:the|a|an|its|their|his|her|our|[A-Z][\w.]*['’]s?) (?:[\w'’-]+ ){0,2}?"
    r"(?:deeds|filing|application|report|books|release|register|registry|prospectus|brochure|slides?|website|call|"
    r"accounts?|records?|statement|survey|permit|petition|minutes|presentation|proxy|ledger|data|letter|notice|map|plat|"
    r"rolls?|files?|drawings?|documents?|papers|contract|deed|lease|annex|appendix|table|study|audit|testimony|exhibit|"
    r"newsletter|blog|post|interview|hearing|announcement))\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:another(?!\s+\W?\d)|others|but|while|whereas|however|against|versus|rather than|instead of|opponents?|"
    r"critics?|(?:higher|lower|different|other|second) (?:number|figure|count|value)|another story|difference|"
    r"differs?|disputes?|disputed|contradict\w*|well (?:above|below)|if you believe|only \d)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:up from|down from|from .{1,30} to|compared with|compared to|rose|rises?|risen|fell|falls?|raised|cut|"
    r"lifted|lowered|increased?|decreased?|climbed|grew|grown|doubled|halved|before|earlier|previous(?:ly)?|"
    r"last (?:year|month|quarter|week)|a year ago|twice the|given in|announced in|had been|used to|originally|"
    r"the (?:plan|target|budget|schedule|forecast)|had promised|settled for|no longer|having|"
    r"at first|now|then|will|by \d{4}|more than twice|upsized|instead|less than [\w ]{1,20} had asked)\b",
    re.IGNORECASE,
)
_GROWTH = re.compile(
    r"rose|rises?|risen|fell|falls?|increased?|decreased?|climbed|grew|grown|doubled|halved", re.IGNORECASE
)
"""of these, those that tell of one value and what it was before goes unsaid"""
_STEP = re.compile(
    r"\b(?:from|to|against|than|versus)\s+"
    r"(?:(?:about|around|some|nearly|almost|only|just|roughly|more|less|fewer|than|at|least|most|the|a|between|US)\s+){0,3}"
    r"[^\w\s]{0,3}\d",
    re.IGNORECASE,
)
"""words between a value and what it was before"""
_SCOPE = re.compile(
    r"\b(?:who|which|that|and) (?:also |do not |does not )?(?:counts?|counted|includes?|included|excludes?|excluded)\b|"
    r"\b(?:if|once|when) (?:\w+ ){0,6}?(?:counted|included|excluded)\b|"
    r"\b(?:including|excluding|not counting|counting|net of|median|on average)\b|"
    r"\b(?:with|without|before|after) (?:\w+ )?(?:leases|options|awards|interest|tax|taxes|subsidies|contractors|stock|"
    r"cash|losses|cooling)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:But|However|Others?|Another|While|Whereas)\b,?\s*")
"""a word of contrast that opens a passage sets it against the one before"""
LONGEST = 1200


@lru_cache(maxsize=1024)
def cue_between(passage: str) -> tuple[Cue, str]:
    """Returns how a passage that holds both values relates them, with the words that say so.

    A disagreement needs two voices or a word of contrast beside a voice, and no word of change: "raised from … to", "a
    year ago", "the plan said" and the like tell of one thing at two times. Who says what he counts ("including
    undrawn loans") counts something else.
    """
    text = _OPENING.sub("", passage[:LONGEST])
    contrast = _CONTRAST.search(text)
    says = [match[0] for match in _SAYS.finditer(text)]
    # of what is to come two voices may disagree as well
    change = next((m for m in _CHANGE.finditer(text) if len(says) < 2 or m[0].lower() != "will"), None)
    voices = len(says) + (1 if contrast else 0)
    if voices > (1 if change else 0) and (scope := _SCOPE.search(text)):
        return Cue.SCOPE, scope[0]
    if contrast and says and not change:
        return Cue.AGAINST, f"{says[0]} … {contrast[0]}"
    if len(says) >= 2 and not change:
        return Cue.AGAINST, f"{says[0]} … {says[1]}"
    if contrast and len(says) >= 2:
        return Cue.AGAINST, f"{says[0]} … {contrast[0]}"
    return (Cue.CHANGE, change[0]) if change else (Cue.NONE, "")


def tells_a_step(passage: str) -> bool:
    """Returns whether a passage sets a value against what it was before: "from $20bn to $12bn"."""
    return _STEP.search(passage[:LONGEST]) is not None


def lists_parts(passage: str, last: int) -> bool:
    """Returns whether a passage gives its values one after another, of several things at one time by one voice.

    ``last`` is where its last value ends: voices may come after that, words of change do not.
    """
    if cue_between(passage)[0] in (Cue.AGAINST, Cue.SCOPE):
        return False
    text = passage[: min(last, LONGEST)]
    return not tells_a_step(text) and all(_GROWTH.fullmatch(match[0]) for match in _CHANGE.finditer(text))
