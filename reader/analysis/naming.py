"""Whether a spelling in the text is the name of its organisation: borders, case and context.

Three classes by prior, since to demand context of every name costs more recall than it gains precision: *likely*
names are believed unless something near by speaks against them, *unlikely* ones only with something for them,
*never* ones only beside words such as "start-up" or where the full name stands in the same article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.analysis.homonyms import after_given_name, called_the, part_of_other, set_apart
from reader.analysis.lexicon import Alias, Form, Lexicon
from reader.model.lexicon import CompanyKind

NEAR_AGAINST = 60
"""characters to either side in which ``not_near`` words count"""
NEAR_FOR = 160

_MAKERS = (
    r"(?:start-?ups?|compan(?:y|ies)|firms?|(?:chip|model|server|processor|accelerator|"
    r"equipment)?\s?makers?|chipmakers?|providers?|"
    r"developers?|labs?|giants?|owners?|operators?|rivals?|suppliers?|vendors?|builders?|utilit(?:y|ies)|funds?|"
    r"investors?|banks?|lenders?|managers?|neoclouds?|hyperscalers?|retailers?|designers?|manufacturers?|groups?|"
    r"ventures?|backers?|regulators?|agenc(?:y|ies)|newcomers?|outfit|unicorns?|cloud|competitors?|"
    r"specialists?|miners?|"
    r"landlords?|business)"
)
_PRESENTED_BEFORE = re.compile(rf"(?<!\w){_MAKERS},?\s+(?:called |named |known as )?[\"(]?$")
_PRESENTED_AFTER = re.compile(
    rf"(?:'s)?,?\s*(?:\([^)]{{1,40}}\),?\s*)?(?:,|\u2013|\u2014|-|is|was)\s*(?:an?|the|one of|whose|which|"
    rf"another|its|our)\s"
    rf"(?:[\w'.,$&-]+\s){{0,8}}?{_MAKERS}(?!\w)"
)
_TRADES = re.compile(
    r", (?:which|who) (?:now |also )?(?:sells|makes|builds|designs|develops|rents|leases|runs|operates|supplies|offers|"
    r"owns|hosts|trains|manages|lends)(?!\w)"
)
"""a clause that says what the organisation does"""
_INCORPORATED = re.compile(
    r",?\s(?:inc|corp|corporation|ltd|limited|llc|plc|holdings|technologies|ag|se|n\.?v|s\.?a|gmbh|co)(?!\w)"
    r"|\s?\((?:nasdaq|nyse|lse|tsx|otc|asx|hkex|amex|tse|krx)[\s:]"
)
_ACTS = re.compile(
    r"(?:'s?)?\s(?:(?:has|had|have|will|would|is|was|also|now|itself|already|never|recently|reportedly|"
    r"today|yesterday|only|just)\s){0,2}"
    r"(?:said|says|told|announced|announces|raised|raises|raising|signed|signs|agreed|agrees|plans|planned|expects|"
    r"expected|reported|reports|filed|files|acquired|acquires|buys|bought|sells|sold|sell|launched|"
    r"launches|unveiled|unveils|hired|"
    r"hires|closed|secured|secures|supplies|supplied|built|builds|rents|leased|leases|licenses|licensed|declined|"
    r"posted|invested|invests|valued|backs|backed|borrowed|charges|charged|ships|shipped|employs|operates|owns|"
    r"competes|won|wins|paid|pays|owes|committed|designs|makes|taped|went public|lists|listed|forecast|"
    r"competed|named|"
    r"rented|moved|trained|released|renamed|doubled|halved|shut|cut|"
    r"spent|earns|earned|guided|booked|raising|seeking|building|buying|selling|planning|working with|"
    r"in talks|set to|due to)(?!\w)"
)
_ITS = re.compile(
    r"'s\s(?:[\w-]+\s){0,2}?(?:chips?|processors?|accelerators?|shares?|stock|revenue|sales|valuation|customers?|"
    r"investors?|backers?|data cent(?:er|re)s?|gpus?|cloud|ceo|cfo|chief|founders?|ipo|debt|loan|profit|board|order|"
    r"contract|deal|capacity|plant|plants|reactors?|campus|business|round|prospectus|filing|results|earnings|"
    r"licen[cs]es?|licen[cs]e fees?|royalt(?:y|ies)|licensees?|compiler|router|switches|"
    r"server|servers|models?|platform|switch(?:es)?|lease|leases|backlog)(?!\w)|"
    r"\s(?:shares|stock|chips|ceo|cfo|executives?|spokes(?:man|woman|person)|investors|customers|bonds|"
    r"contract|deal|ipo)(?!\w)"
)
_ITS_OWN = re.compile(
    r"(?:'s (?:sites?|teams?|offices?|buildings?)| (?:\w+ ){1,2}(?:its|their|itself)"
    r"| (?:has |have |had |will )?(?:opened|opens?|sent|sends?|moved?|moves|used?|uses|puts?|ordered|orders?|asked|"
    r"asks?|wants?|chose|picked))(?!\w)"
)
_OWNS = re.compile(
    r" (?:has |had )?(?:cut|sold|bought|raised|rented|leased|moved|opened|closed|launched|hired|shut|renamed|released|"
    r"trained|doubled|halved|built|runs|sells) (?:its |\d|[$€£])"
)
"""a verb and what it has, which no word that only looks like a name goes with"""
_DEALT_WITH = re.compile(
    r"(?<!\w)(?:shares (?:of|in)|stake in|stakes in|invest(?:ed|ment|s|or|ors)? in|deal with|"
    r"contract with|agreement with|"
    r"partnership with|partnered with|orders? from|supplied by|competes? with|rival|rivals such as|rivals including|"
    r"acquisition of|acquired?|backed by|led by|loan to|lent to|customers? (?:of|such as|including)|"
    r"lease (?:to|with)|leased to|"
    r"(?:made|built|designed|developed|provided|manufactured|assembled|installed) by|"
    r"bought by|owned by|spokes\w+ for|analysts? at|executives? at|chips from|chips by|capacity from|"
    r"capacity to|employed by|works? at|joined|"
    r"funds? managed by|financing from|round by|according to)\s$"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A spelling of the lexicon found at ``start`` to ``end`` of a text, borders and case being right."""

    start: int
    end: int
    alias: Alias
    signal: bool
    """False where the case says nothing: a headline in capitals, a title in title case"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a hit is believed and by which rule; ``needs_licence`` asks for a sure name in the article."""

    rule: str | None
    needs_licence: bool = False


def bounded(folded: str, start: int, end: int) -> int:
    """Returns the end of the name at ``start``, a plural's "s" left out of it; -1 where it is part of a word.

    A hyphen is a border ("non-NVIDIA"), an apostrophe too. Addresses of pages and mailboxes are no names.
    """
    if start and (folded[start - 1].isalnum() or folded[start - 1] == "_"):
        return -1
    following = folded[end : end + 2]
    if following[:1].isalnum() or following[:1] == "_":
        return -1
    if following[:1] in ".@" and following[1:2].isalnum():
        return -1
    if start and folded[start - 1] in "./@" and _in_address(folded, start):
        return -1
    return end


def _in_address(folded: str, start: int) -> bool:
    word = folded[max(0, start - 80) : start].rsplit(" ", 1)[-1]
    return (word.endswith(("@", ".")) and len(word) > 1) or "://" in word or word.startswith("www.")


def case_fits(alias: str, found: str, shaky: bool, plain: bool) -> bool:
    """Says whether ``found`` may be a spelling of ``alias`` by its capitals.

    ``plain`` is set in headlines in capitals, where case says nothing. Acronyms need their capitals; a name may be
    in title case or capitals; a name with a capital inside a word ("OpenAI") may be all lower case.
    """
    if found == alias or plain:
        return True
    if alias.isupper() and len(alias) <= 5 and alias.isalpha():
        return False
    if found.isupper():
        return not shaky and len(found) >= 4
    if found.islower():
        inner = any(c.isupper() for c in alias[1:]) and not alias.isupper()
        return inner and not shaky and " " not in alias and len(alias) >= 5
    if shaky and " " not in alias:
        return False
    return all(
        not ours[0].isupper() or theirs[0].isupper()
        for ours, theirs in zip(alias.split(" "), found.split(" "), strict=False)
        if ours and theirs
    )


def judge(hit: Hit, text: str, folded: str, lexicon: Lexicon, opens: bool) -> Verdict:
    """Says whether a hit of form SURE or SHAKY names its organisation.

    ``opens`` tells that it is the first word of its sentence.
    """
    if hit.alias.form is Form.SURE:
        surname = " " not in hit.alias.text and after_given_name(hit.start, text, folded)
        return Verdict(None if surname or set_apart(hit.start, hit.end, text, folded) else "name")
    company = lexicon.companies[hit.alias.company]
    speaks_for, speaks_against = lexicon.context(company.id)
    if part_of_other(hit.start, hit.end, text, folded) or (speaks_against and _against(speaks_against, hit, folded)):
        return Verdict(None)
    if company.kind is not CompanyKind.AGENCY and called_the(hit.start, hit.end, folded):
        return Verdict(None)
    if company.prior in ("sure", "likely"):
        return Verdict("likely-name")
    after = folded[hit.end : hit.end + 120]
    before = folded[max(0, hit.start - 60) : hit.start]
    if _INCORPORATED.match(after):
        return Verdict("name-incorporated")
    if (_PRESENTED_BEFORE.search(before) and not opens) or _PRESENTED_AFTER.match(after) or _TRADES.match(after):
        return Verdict("name-presented")
    if company.prior == "never":
        if _OWNS.match(folded, hit.end):
            return Verdict("name-acts")
        acts = bool(_ACTS.match(after) or _ITS.match(after))
        return Verdict("full-name-elsewhere" if not opens or acts else None, needs_licence=True)
    if _ACTS.match(after) or _ITS.match(after) or _DEALT_WITH.search(before):
        return Verdict("name-acts")
    if speaks_for and speaks_for.search(folded, max(0, hit.start - NEAR_FOR), min(len(folded), hit.end + NEAR_FOR)):
        return Verdict("name-in-context")
    return Verdict("full-name-elsewhere", needs_licence=True)


def _against(pattern: re.Pattern[str], hit: Hit, folded: str) -> bool:
    """Says whether a word of ``not_near`` stands near by; a phrase that holds the name itself must be this one."""
    low, high = max(0, hit.start - NEAR_AGAINST), min(len(folded), hit.end + NEAR_AGAINST)
    name = folded[hit.start : hit.end]
    for found in pattern.finditer(folded, low, high):
        if name not in found[0] or (found.start() <= hit.start and hit.end <= found.end()):
            return True
    return False


def acts(folded: str, start: int, end: int) -> bool:
    """Says whether the words around a name are those around companies: "X said", "X's shares", "a stake in X"."""
    before = folded[max(0, start - 60) : start]
    told = any(pattern.match(folded, end) for pattern in (_ACTS, _ITS, _TRADES, _ITS_OWN))
    return told or _DEALT_WITH.search(before) is not None
