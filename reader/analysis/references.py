"""What speaks of an organisation without its name: its products, its people, and nouns such as "the company".

They help to tell what an article is about and whose a figure is; they are never mentions of their own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from reader.analysis.document import Document
from reader.analysis.lexicon import Form, Lexicon, fold
from reader.analysis.naming import Hit
from reader.analysis.spellings import spellings_in
from reader.model.findings import Mention, Reference
from reader.model.lexicon import Company, CompanyKind
from reader.model.text import Span

_NOUNS: Mapping[str, str] = {
    "company": "any", "firm": "any", "group": "any", "business": "any", "startup": "any", "start-up": "any",
    "manufacturer": "any", "developer": "any", "operator": "any", "supplier": "any", "giant": "any", "unicorn": "any",
    "chipmaker": "chips", "chip maker": "chips", "chip designer": "chips", "memory maker": "chips",
    "foundry": "foundry", "chip giant": "chips", "neocloud": "cloud", "hyperscaler": "cloud", "cloud company": "cloud",
    "cloud provider": "cloud", "search giant": "cloud", "social network": "cloud", "software maker": "software",
    "utility": "power", "power company": "power", "power producer": "power", "reactor developer": "power",
    "lab": "lab", "model maker": "lab", "bank": "bank", "lender": "money", "exchange": "exchange",
    "fund": "fund", "investor": "fund", "asset manager": "fund", "private equity firm": "fund",
    "regulator": "agency", "agency": "agency", "watchdog": "agency", "commission": "agency", "department": "agency",
    "ministry": "agency", "grid operator": "grid", "bureau": "agency", "committee": "agency",
    "equipment maker": "equipment", "server maker": "servers", "switch maker": "networking", "landlord": "sites",
    "miner": "sites", "research firm": "research", "research house": "research", "rating agency": "rating",
}  # fmt: skip
"""nouns with "the" before them, and what they may stand for"""
_SECTORS: Mapping[str, frozenset[str]] = {
    "chips": frozenset(("chips", "memory", "foundry", "custom", "ip", "photonics")),
    "foundry": frozenset(("foundry",)),
    "cloud": frozenset(("cloud", "neocloud", "inference")),
    "software": frozenset(("software", "security", "cloud", "data")),
    "power": frozenset(("power", "nuclear", "fuel-cells")),
    "bank": frozenset(("bank",)),
    "money": frozenset(("bank", "investor")),
    "exchange": frozenset(("exchange",)),
    "equipment": frozenset(("equipment",)),
    "servers": frozenset(("servers",)),
    "networking": frozenset(("networking", "optics")),
    "sites": frozenset(("data-centers", "mining", "neocloud")),
    "research": frozenset(("research",)),
    "rating": frozenset(("rating",)),
    "grid": frozenset(("grid",)),
}
_ANY_KINDS = frozenset((CompanyKind.COMPANY, CompanyKind.LAB, CompanyKind.FUND))
_NOUN = re.compile(
    r"\b(?:the|its|this|that)\s(?:[\w-]+\s){0,2}?("
    + "|".join(sorted(_NOUNS, key=len, reverse=True))
    + r")\b(?!\s?of\b|-)",
    re.IGNORECASE,
)
_TITLE_NOUN = re.compile(r"\b(" + "|".join(sorted(_NOUNS, key=len, reverse=True)) + r")\b", re.IGNORECASE)
_PLACES: Mapping[str, str] = {
    "china": "china", "beijing": "china", "washington": "us", "us": "us", "u.s.": "us", "brussels": "eu", "eu": "eu",
    "europe": "eu", "japan": "japan", "tokyo": "japan", "korea": "korea", "seoul": "korea", "taiwan": "taiwan",
    "taipei": "taiwan", "india": "india", "delhi": "india", "britain": "uk", "uk": "uk", "london": "uk",
}  # fmt: skip
"""places that stand for an authority, and the sector of its agencies"""
_PLACE_ACTS = re.compile(
    r"(?:^|[;:,] |\band )(China|Beijing|Washington|US|U\.S\.|Brussels|EU|Europe|Japan|Tokyo|Korea|Seoul|Taiwan|Taipei|"
    r"India|Delhi|Britain|UK|London) (?:to |will |may )?[a-z]+(?:s|es)?\b"
)
"""a place that is the subject of a title: "China clears the deal\""""
_RUNNING = frozenset(("grid", "power", "bank"))
"""sectors of agencies that run something and are no regulators"""
_REACH = 3
"""sentences that a noun looks back over"""


def find_references(
    document: Document, mentions: Sequence[Mention], lexicon: Lexicon, hits: Sequence[Hit] | None = None
) -> tuple[Reference, ...]:
    """Returns the text's references to organisations that it names, in order, none within a name.

    A noun stands for the organisation that opens its own or an earlier sentence, the nearest one of the right sort:
    "the utility" is no chip maker. ``hits`` are the lexicon's spellings in the text, where they are known already.
    """
    if hits is None:
        hits = spellings_in(document.text, document.folded, lexicon)
    body = [m for m in mentions if not m.in_title]
    named = {m.company for m in body}
    spans = sorted(m.span for m in body)
    out = [r for r in _by_lexicon(document, hits, named) if not _meets(spans, r.span)]
    by_sentence: dict[int, list[Mention]] = {}
    for mention in body:
        index = document.sentence_at(mention.span.start)
        if index is not None:
            by_sentence.setdefault(index, []).append(mention)
    for index, sentence in enumerate(document.sentences):
        for found in _NOUN.finditer(document.text, sentence.start, sentence.end):
            company = _antecedent(found[1].lower(), index, found.start(), by_sentence, lexicon)
            if company and not _meets(spans, Span(*found.span())):
                out.append(Reference(company, Span(*found.span()), "noun"))
    return tuple(sorted(out, key=lambda r: r.span))


def title_references(document: Document, named: Iterable[str], lexicon: Lexicon) -> frozenset[str]:
    """Returns the organisations that the title speaks of by a product, a person or a noun that fits only one."""
    known = frozenset(named)
    found = set()
    folded = fold(document.title)
    for hit in spellings_in(document.title, folded, lexicon):
        if hit.alias.form in (Form.PRODUCT, Form.PERSON) and hit.alias.company in known:
            found.add(hit.alias.company)
    for place in _PLACE_ACTS.finditer(document.title):
        agencies = [c for c in known if _rules_in(lexicon.companies[c], _PLACES[place[1].lower()])]
        found.update(agencies if len(agencies) == 1 else ())
    for noun in _TITLE_NOUN.finditer(folded):
        sort = _NOUNS[noun[1]]
        if sort != "any":
            fitting = [c for c in known if fits(lexicon.companies[c], sort)]
            if sort == "agency":
                fitting = [c for c in fitting if not _RUNNING.intersection(lexicon.companies[c].sectors)] or fitting
            called_so = [c for c in fitting if fold(lexicon.companies[c].name).endswith(noun[1])]
            fitting = called_so if len(called_so) == 1 else fitting
            if len(fitting) == 1:
                found.add(fitting[0])
    return frozenset(found)


def fits(company: Company, sort: str) -> bool:
    """Says whether a noun of this sort may stand for the organisation."""
    if sort == "any":
        return company.kind in _ANY_KINDS
    if sort == "agency":
        return company.kind is CompanyKind.AGENCY
    if sort in ("fund", "lab"):
        return company.kind.value == sort
    return bool(_SECTORS[sort] & frozenset(company.sectors))


def _rules_in(company: Company, sector: str) -> bool:
    return company.kind is CompanyKind.AGENCY and sector in company.sectors


def _by_lexicon(document: Document, hits: Sequence[Hit], named: set[str]) -> list[Reference]:
    out = []
    for hit in hits:
        alias = hit.alias
        if alias.form not in (Form.PRODUCT, Form.PERSON) or alias.company not in named:
            continue
        if document.sentence_at(hit.start) is not None:
            out.append(Reference(alias.company, Span(hit.start, hit.end), alias.form.value))
    return out


def _antecedent(
    noun: str, index: int, before: int, by_sentence: Mapping[int, Sequence[Mention]], lexicon: Lexicon
) -> str | None:
    sort = _NOUNS[noun]
    for at in range(index, max(-1, index - _REACH - 1), -1):
        for mention in by_sentence.get(at, ()):
            if mention.span.end <= before and fits(lexicon.companies[mention.company], sort):
                return mention.company
    return None


def _meets(spans: Sequence[Span], span: Span) -> bool:
    """Says whether ``span`` overlaps one of ``spans``, which are in order and apart."""
    at = bisect_left(spans, span.end, key=lambda other: other.start) - 1
    return at >= 0 and spans[at].meets(span)
