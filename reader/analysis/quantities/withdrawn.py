"""Values that an article itself calls wrong: corrected in the sentence, or called wrong by the next one."""

from __future__ import annotations

import re

from reader.analysis.quantities.quantity import Quantity
from reader.analysis.sieve import Sieve

_WRONG = re.compile(
    r"\b(?:incorrectly|wrongly|mistakenly|erroneously|misstated|in error|(?:was|were|is|are) (?:wrong|incorrect|"
    r"not correct)|"
    r"an? (?:earlier|previous) (?:version|edition)|has been corrected|no longer stands|we regret|"
    r"should (?:not )?have (?:said|read|been)|mis(?:reported|printed|read|stated)|(?:we|this (?:site|letter|"
    r"newspaper)) "
    r"(?:had )?(?:previously|originally|first) (?:reported|said|gave|wrote))\b",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"\b(?:correct|right|actual(?:ly)?|is in fact|in fact|it is|it was|should have (?:said|been|read)|rather "
    r"than|instead|"
    r"corrected (?:figure|number|value|sum|to)|now (?:says|reads|gives))\b",
    re.IGNORECASE,
)
_NOT_IT = re.compile(r"\b(?:not|and never|never)(?: the)? [“\"‘(]?$", re.IGNORECASE)
_CORRECTED_FROM = re.compile(
    r"\bcorrect(?:ed|s|ing|ion)\b[^.;]{0,60}\bfrom(?: an?| the)?(?: [a-z]+){0,2} "
    r"$",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"\b(?:not|rather than|instead of)\b[^.;]{0,40}$", re.IGNORECASE)
_AS_REPORTED = re.compile(
    r"^ (?:[\w-]+ ){0,2}(?:that |which )?(?:we|it|this \w+|was|were|had been|(?:an|the) earlier \w+) (?:had "
    r")?(?:first |originally |"
    r"previously |wrongly )?(?:report\w*|said|gave|stated|printed|wrote|given|published|quoted)\b",
    re.IGNORECASE,
)
_DOUBT = Sieve(
    r"\bnot\b|\bnever\b|[Ww]rong|[Cc]orrect|[Ee]rror|[Mm]istak|[Mm](?:isst|isre|ispr)|(?:earlier|previous) "
    r"(?:version|edition)|"
    r"no longer stands|regret|should|instead of|rather than|originally|previously|first (?:said|gave|wrote|reported)"
)
_CLAUSE = re.compile(r"[;:]|, (?:but|and|not)\b|\bbut\b")
_BACK = re.compile(
    r"[“\"]?(?:but )?(?:(?:that|this|both|these|it) (?:(?:figures?|numbers?|sums?|values?) )?|the "
    r"(?P<which>first|second|third|"
    r"latter|former|last)? ?(?:figures?|numbers?|sums?|values?|amounts?|one) )(?:(?:is|was|are|were) (?:wrong|"
    r"incorrect|not correct|"
    r"an error|a mistake|mistaken|false|a slip|our error|misprinted)|should have (?:said|been|read))\b",
    re.IGNORECASE,
)
_PLACES = {"first": 0, "former": 0, "second": 1, "third": 2, "latter": -1, "last": -1}


def wrong(text: str, low: int, high: int, quantity: Quantity) -> bool:
    """Tells whether the sentence itself calls the value wrong or withdrawn."""
    before = text[max(low, quantity.hedged - 90) : quantity.hedged]
    after = text[quantity.end : min(high, quantity.end + 60)]
    if _NOT_IT.search(before) or _CORRECTED_FROM.search(before):
        return True
    if _INSTEAD.search(before) and _AS_REPORTED.match(after):
        return True
    said = _WRONG.search(text, low, high)
    if said is None or _CLAUSE.search(text, quantity.end, max(quantity.end, said.start())):
        return False
    begin = low
    for mark in _CLAUSE.finditer(text, low, quantity.start):
        begin = mark.start()
    if begin >= said.end() and not _WRONG.search(text, begin, high):
        return False  # "An earlier version said $5 billion; the company paid $3 billion"
    return not _RIGHT.search(text[max(begin, quantity.start - 48) : quantity.start])


def in_doubt(text: str, low: int, high: int) -> bool:
    """Tells whether the sentence ``text[low:high]`` may withdraw a value at all."""
    return _DOUBT.search(text, low, high) is not None


def called_wrong(text: str, low: int, high: int, count: int) -> range | None:
    """Returns which of the ``count`` values of the sentence before the sentence ``text[low:high]`` calls wrong."""
    match = _BACK.match(text, low, high)
    if not match or not count:
        return None
    if match["which"] is None:
        return range(count)
    place = _PLACES[match["which"].lower()]
    place = place if place >= 0 else count + place
    return range(place, place + 1) if place < count else None
