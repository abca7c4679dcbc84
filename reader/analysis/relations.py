"""Relations between organisations that the gazetteer knows, read from the phrasing between their names.

Method of our own, in the manner of hand-built extraction patterns (Hearst, 1992): names become placeholders, lists of
names one placeholder, and each pattern says who stands in which relation to whom. A pair told in both directions of
the same trade ("A supplies B", "B buys from A") is one fact said twice and is kept once in the direction of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.analysis.document import Document
from reader.analysis.lexicon import Lexicon
from reader.analysis.quantities.parties import company_tier
from reader.analysis.relations_patterns import DEALS, PATTERNS, RULES
from reader.analysis.sieve import heads
from reader.model.findings import EventStatus, Mention, Relation, RelationKind
from reader.model.lexicon import CompanyKind
from reader.model.text import Reason

_BETWEEN = re.compile(r"^(?:, and |, | and | & | or |/|, as well as | as well as |, or )(?:the )?$")
_NEGATED = re.compile(
    r"\b(?:not|never|neither|nor|no plans?|denied|denies|declined to|refused to|rather than|without|n[’']t|isn[’']t|"
    r"has yet to|have yet to|unlikely|ruled out|instead of|false(?:ly)?|no (?:deal|contract|agreement|investment))\b"
)
_OVER = re.compile(
    r"\b(?:no longer|former|formerly|ex-|terminat\w+|cancel\w*|end(?:s|ed|ing) (?:its|their|the|a)|abandon\w*|"
    r"scrapp\w+|"
    r"called off|walked away|dropp\w+|withdr\w+|collapsed|unwound|used to|stopped|until \d{4}|gave up|shelved|"
    r"severed|sold (?:its|all|most|the rest)|divest\w*|exited)\b"
)
_UNSURE = re.compile(
    r"\b(?:could|may|might|would|if|in (?:advanced |early )?talks|considering|exploring|weighing|discuss\w*|possible|"
    r"reportedly close|rumou?r\w*|hypothetical\w*|should it|approached|mulling|had it)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|plans?|planned|planning|expects?|expected|intends?|is to|are to|agreed to|due to|set to|aims?|about to|"
    r"wants to|hopes to|has agreed|committed to|scheduled|promised|to (?:buy|acquire|invest|supply|rent|lease|"
    r"build|take|lend))\b"
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|be|being) (?:[\w-]+ly |also |now )?(?:\w+ed|bought|sold|made|built|held|lent|"
    r"led|taken over) (?:[\w-]+ ){0,2}by\b"
)
_POINT = re.compile(r"\.(?:(?<=\d\.)(?=\d)|(?<=\binc\.)|(?<=\bcorp\.)|(?<=\bco\.))")
_WORD = re.compile(r"[a-z]+")
_QUESTION = re.compile(r"\?\s*[”\"]?$")
_SWAP = {RelationKind.CUSTOMER_OF: RelationKind.SUPPLIER_OF, RelationKind.SUPPLIER_OF: RelationKind.CUSTOMER_OF}
_SYMMETRIC = frozenset({RelationKind.PARTNER_OF, RelationKind.COMPETITOR_OF})


def find_relations(document: Document, mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[Relation, ...]:
    """Returns the relations that the sentences state, in order, each once a sentence. Pairs always differ."""
    named: dict[int, list[Mention]] = {}
    for mention in mentions:
        if not mention.in_title:
            index = document.sentence_at(mention.span.start)
            if index is not None:
                named.setdefault(index, []).append(mention)
    out: list[Relation] = []
    for index in sorted(named):
        if len({m.company for m in named[index]}) > 1:
            out.extend(_sentence(document, index, named[index], lexicon))
    return tuple(out)


def _sentence(document: Document, index: int, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Relation]:
    span = document.sentences[index]
    text = document.sentence(index)
    if _QUESTION.search(text) or len(text) > 1200:
        return []
    template, groups = _template(document.text, span.start, span.end, mentions)
    found: dict[tuple[str, str], Relation] = {}
    for kind, source, target, rule, words, at in _matches(template, groups, lexicon):
        key = (min(source, target), max(source, target))
        status = _status(template, at, words)
        if source == target or key in found or status is None or _misfit(kind, source, target, lexicon):
            continue
        found[key] = Relation(
            source, kind, target, status, document.article, span.start, span.end, text, Reason(rule, words)
        )
    return list(found.values())


def _template(text: str, start: int, end: int, mentions: Sequence[Mention]) -> tuple[str, list[list[str]]]:
    """The sentence in lower case with a placeholder for each group of names, and the companies of each group."""
    groups: list[list[str]] = []
    parts: list[str] = []
    at = start
    last_end = -1
    for mention in sorted(mentions, key=lambda m: m.span.start):
        if mention.span.start < at and last_end > mention.span.start:
            continue
        between = text[at : mention.span.start]
        if groups and last_end == at and _BETWEEN.match(between):
            groups[-1].append(mention.company)
        else:
            parts.append(between.lower().replace("§", " "))
            parts.append(f"§{len(groups)}§")
            groups.append([mention.company])
        at = last_end = mention.span.end
        name = text[mention.span.start : mention.span.end]
        if name.endswith(("’s", "'s")):
            parts.append("’s")
    parts.append(text[at:end].lower().replace("§", " "))
    return _POINT.sub("·", "".join(parts).replace("u.s.", "us").replace("the §", "§")), groups


_Found = tuple[RelationKind, str, str, str, str, tuple[int, int]]


def _matches(template: str, groups: Sequence[Sequence[str]], lexicon: Lexicon) -> Iterator[_Found]:
    told = heads(_WORD.findall(template))
    for at in PATTERNS.candidates(told):
        kind, rule = RULES[at]
        for match in PATTERNS[at].finditer(template):
            words = _words(match)
            if not rule.endswith(("-by", "-from")) and _PASSIVE.search(words):
                continue  # "is backed by" tells the reverse, which has patterns of its own
            yield from ((kind, a, b, rule, words, match.span()) for a, b in _pairs(match, groups))
    for at in DEALS.candidates(told):
        for match in DEALS[at].finditer(template):
            for one, other in _pairs(match, groups):
                yield (*_direction(one, other, lexicon), "deal", _words(match), match.span())


def _pairs(match: re.Match[str], groups: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """The pairs of a match; "a partnership between A and B" is one group, whose neighbours are the pairs."""
    first = groups[int(match["a"])]
    if match["b"] is None:
        return list(pairwise(first))
    return [(a, b) for a in first for b in groups[int(match["b"])]]


def _words(match: re.Match[str]) -> str:
    return re.sub(r"§\d+§", "…", match[0]).strip()


def _direction(one: str, other: str, lexicon: Lexicon) -> tuple[RelationKind, str, str]:
    """Who buys in a deal: the one that stands earlier in the supply chain; equals are partners."""
    first, second = company_tier(lexicon.companies.get(one)), company_tier(lexicon.companies.get(other))
    if first == second or max(first, second) >= 20:
        return RelationKind.PARTNER_OF, one, other
    return (RelationKind.CUSTOMER_OF, one, other) if first < second else (RelationKind.CUSTOMER_OF, other, one)


def _misfit(kind: RelationKind, source: str, target: str, lexicon: Lexicon) -> bool:
    """Agencies regulate and are not traded with; only agencies regulate."""
    agencies = [id in lexicon.companies and lexicon.companies[id].kind is CompanyKind.AGENCY for id in (source, target)]
    if kind is RelationKind.REGULATOR_OF:
        return not agencies[0] or agencies[1]
    return any(agencies) and kind is not RelationKind.CUSTOMER_OF


def _status(template: str, at: tuple[int, int], words: str) -> EventStatus | None:
    """The status of what the words state, None where they deny it."""
    before = template[max(0, at[0] - 60) : at[0]]
    before = before[max(before.rfind(mark) for mark in ";:") + 1 :]
    near = f"{before[-40:]} {words}"
    if _OVER.search(words) or re.search(r"\b(?:no longer|former|formerly)\b", near):
        return EventStatus.CANCELLED
    if _NEGATED.search(words) or re.search(r"\b(?:denied|denies|no plans?|not|never)\b[^,]{0,30}$", before):
        return None
    if _UNSURE.search(near):
        return EventStatus.HYPOTHETICAL
    return EventStatus.PLANNED if _AHEAD.search(words) else EventStatus.HAPPENED
