"""Clauses whose quantity is nobody's in particular, and lists whose quantities fall to one name each.

"A customer of its own kind", "most suppliers" and "the two" are subjects as good as a name, and stand for no single
organisation; what their clause tells belongs to none. "A and B rose 5% and 3%" tells one quantity of each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reader.analysis.quantities.actors import Actor
from reader.analysis.quantities.quantity import Quantity
from reader.analysis.quantities.words import words
from reader.analysis.sieve import Sieve
from reader.model.text import Span

_KINDS = (
    r"makers?|suppliers?|buyers?|producers?|customers?|vendors?|traders?|rivals?|clouds?|hyperscalers?|operators?|"
    r"manufacturers?|utilities|landlords?|developers?|labs?|start-?ups?|companies|firms?|banks?|lenders?|households?|"
    r"groups?|funds?|investors?|(?:share|stock|bond|note)?holders?|creditors?|bidders?|recipients?|readers?|"
    r"competitors?|providers?|tenants?|clients?|users?|subscribers?|people|hotels|builders|farmers|data centers|"
    r"data centres"
)
_VERBS = (
    r"are|were|have|had|will|would|could|may|expect|plan|put|say|said|agreed|supply|hold|own|share|spend|pays?|paid|"
    r"count|want|make|employ|control|operate|run|sell|did|do|has|holds?|owns?|gets?|gave|bought|buys?|took|takes?"
)
_SEVERAL = (
    rf"(?:the (?:two|three|four|five|pair|duo|trio|others|rest)|both|each)(?= (?:{_VERBS})\b|,)|"
    r"the (?:two |three |four )?(?:companies|firms|parties|banks|makers|utilities|partners|sides|rivals)|"
    r"both (?:companies|firms|sides)|each of (?:them|the (?:two|three|four|companies|firms|banks|holders))|"
    r"between them|anybody|anyone|nobody|everybody|everyone"
)
_SOME = (
    rf"(?:an?|one|another|some|several|many|most|few|other|all|two|three|four|half of the|smaller|larger|private|"
    rf"public|outside|existing|foreign) (?!of )(?:[\w-]+ ){{0,3}}?(?:{_KINDS})"
)
_BARE = r"(?:" + _KINDS.replace("people|", "") + r")"
_CLAUSE = re.compile(
    r"(?<![^;:—–(“\" ])"  # few places are behind one of these, and what follows asks for more
    r"(?:(?P<first>^)|(?<=[;:—–(“\"])|(?<=, )|(?<=\band )|(?<=\bbut )|(?<=\bwhile )|(?<=\bthat )|(?<=\bif )|"
    r"(?<=\bwhich )|(?<=\bas )|(?<=\bwhen ))[“\" ]*"
    rf"(?:(?P<several>{_SEVERAL})|(?P<some>{_SOME})|(?P<bare>{_BARE}))\b(?! of (?!the\b))"
)
_SAYS = re.compile(
    r"(?:[^,;.]{0,40})? (?:said|says|say|estimat\w+|counts?|reckons?|puts?|told|thinks?|expects?|wrote|calculat\w+|"
    r"forecasts?|believes?|asked|asks|warn\w*|worr(?:y|ies)|complain\w*)\b"
)
_APPOSED = re.compile(r", an? [^,]{1,60}$")


_SOME_PRODUCT = re.compile(
    r"[“\"]?an? (?:[\w-]+ ){0,3}?(?:chip|kit|module|server|gpu|rack|card|phone|pc|laptop|drive|wafer|disk|"
    r"switch|house|home|"
    r"household)\b"
)
_RELATIVE = re.compile(
    r"\b(?:data cent(?:er|re)s|customers|buyers|households|companies|factories|makers|rivals|banks|investors|"
    r"suppliers|tenants|labs|"
    r"start-ups|users|clients|operators|utilities|developers),? (?:which|who|that) [^,;:]*$"
)
_EACH = re.compile(r" each\b")
_TOGETHER = Sieve(
    r"\b(?:(?:will|would|have|had|can|must|could|they|now) each|together|jointly|between them|combined|both)\b"
)
_REGION = re.compile(
    r"\b(?:global|worldwide|nationwide|national|(?:the )?world[’']s|the (?:country|nation|industry|sector|"
    r"region|continent|market)"
    r"(?:[’']s)?|(?:america|germany|europe|china|japan|india|britain|france|taiwan|korea|texas|virginia|ireland|canada|"
    r"australia|the netherlands)[’']s|in (?:germany|europe|america|china|japan|india|britain|france|taiwan|"
    r"korea|ireland|"
    r"canada|australia|the (?:us|u\.s\.|uk|united states|world|netherlands|european union)))\b"
)
_OF_REGIONS = words("power-capacity units energy growth revenue size")


def of_region(lower: str, span: Span, quantity: Quantity, metric: str | None, actors: Sequence[Actor]) -> bool:
    """Tells a total of a country or an industry, in a sentence that names nobody before it."""
    if metric not in _OF_REGIONS or any(a.start < quantity.start and not a.reporter for a in actors):
        return False
    return _REGION.search(lower, span.start, quantity.start) is not None


def of_nobody(lower: str, span: Span, quantity: Quantity, actors: Sequence[Actor]) -> bool:
    """Tells whether the clause of a quantity has a subject that is no single organisation."""
    if _EACH.search(lower, quantity.end - 1, min(span.end, quantity.end + 6)) or _TOGETHER.search(
        lower, max(span.start, quantity.start - 60), quantity.start
    ):
        listed = [a for a in actors if a.form == "name" and a.subject and a.end <= quantity.start]
        if len({a.company for a in listed}) > 1:
            return True
    if _SOME_PRODUCT.match(lower, span.start):
        return not any(a.start < quantity.start and (a.subject or a.possessive) for a in actors)
    clause = lower[max(span.start, quantity.start - 110) : quantity.start]
    if _RELATIVE.search(clause):
        return True
    last = None
    for match in _CLAUSE.finditer(lower[span.start : quantity.start]):
        opens = match["first"] is not None
        if (
            (match["bare"] or match["some"])
            and not opens
            and (match["bare"] or _APPOSED.search(match.string[: match.end()]))
        ):
            continue  # "SoftBank, a shareholder, …"
        if _SAYS.match(lower, span.start + match.end(), quantity.start):
            continue
        last = match
    if last is None:
        return False
    begin = span.start + last.start()
    return not any(
        a.end <= quantity.start and a.start >= begin and (a.subject or (a.possessive and not a.oblique)) for a in actors
    )


_AND = re.compile(r"^(?:,|,? and| &) (?:about |nearly |some |only |another |up to |more than |over |almost |just )*$")
_LISTED = re.compile(r"^(?:,|,? and| &|,? and the) $")


def respective(lower: str, actors: Sequence[Actor], kept: Sequence[Quantity], quantity: Quantity) -> str | None:
    """Returns whose quantity it is where a list of names meets a list of as many quantities of one unit."""
    run = _run(lower, kept, quantity)
    if len(run) < 2:
        return None
    names = [a for a in actors if a.form == "name" and not a.reporter and a.end <= run[0].start]
    at = len(names) - len(run)
    if at < 0:
        return None
    listed = names[at:]
    if any(not _LISTED.match(lower[a.end : b.start]) for a, b in pairwise(listed)):
        return None
    if at and _LISTED.match(lower[names[at - 1].end : listed[0].start]):
        return None
    return listed[run.index(quantity)].company


def _run(lower: str, kept: Sequence[Quantity], quantity: Quantity) -> list[Quantity]:
    """The quantities of one unit that stand in one list with this one ("$0.25 and $0.80")."""
    at = next(index for index, other in enumerate(kept) if other is quantity or other.start == quantity.start)
    first = last = at
    while first and _in_one_list(lower, kept[first - 1], kept[first]):
        first -= 1
    while last + 1 < len(kept) and _in_one_list(lower, kept[last], kept[last + 1]):
        last += 1
    return [quantity if index == at else kept[index] for index in range(first, last + 1)]


def _in_one_list(lower: str, one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit and _AND.match(lower[one.end : other.start]) is not None
