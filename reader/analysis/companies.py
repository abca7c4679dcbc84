"""The organisations that an article names, and how much it is about each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reader.analysis.document import READ, Document
from reader.analysis.field import in_business
from reader.analysis.lexicon import Form, Lexicon, fold
from reader.analysis.naming import Hit, acts, judge
from reader.analysis.references import find_references, title_references
from reader.analysis.salience import weigh
from reader.analysis.spellings import spellings_in
from reader.model.findings import CompanyTag, Mention
from reader.model.text import Reason, Span

_EXCHANGE = re.compile(
    r"\((?:NASDAQ|Nasdaq(?:GS)?|NYSE(?: American)?|LSE|TSX|OTC\w*|ASX|HKEX|SEHK|TSE|KRX|TWSE|"
    r"AMS)\s?:\s?([A-Z0-9.]{1,8})\)"
)
_SPELT_OUT = frozenset(("name-presented", "name-incorporated"))
"""the rules by which a name that is also a word is believed where nothing else speaks of the field"""
MOST_JUDGED = 2000
"""shaky names of one text that are looked at; no article has as many"""
_JOINED = re.compile(r",? (?:and|or|&) |, ")
_JOINED_BEFORE = re.compile(r"(?:,? (?:and|or|&) |, )$")
_CASHTAG = re.compile(r"\$(?<![\w$]\$)([A-Z]{2,5})(?![\w.]*\w)")


def find_mentions(document: Document, lexicon: Lexicon, hits: Sequence[Hit] | None = None) -> tuple[Mention, ...]:
    """Returns the names in the text outside furniture in order, then those of the title.

    Names do not overlap: the longest spelling wins ("Amazon Web Services" is no "Amazon"), and a longer product's
    or person's name hides the shorter name in it ("Michael Dell") unless the product is the named owner's own
    ("AWS Lambda"). ``hits`` are the lexicon's spellings in the text, where they are known already.
    """
    text, folded = document.text, document.folded
    title, folded_title = document.title, fold(document.title)
    body = [h for h in (spellings_in(text, folded, lexicon) if hits is None else hits) if _kept(document, h)]
    heading = spellings_in(title, folded_title, lexicon)
    opening = {span.start for span in document.sentences}
    found = _judged(body, text, folded, lexicon, opening, in_title=False)
    found += _judged(heading, title, folded_title, lexicon, {0}, in_title=True)
    licensed = {mention.company for mention, needs in found if not needs}
    kept = [mention for mention, needs in found if not needs or mention.company in licensed]
    doubtful = [mention for mention, needs in found if needs and mention.company not in licensed]
    kept += _listed(doubtful, kept, {False: text, True: title}, lexicon)
    people = any(h.alias.form is Form.PERSON and " " in h.alias.text for h in (*body, *heading))
    if not people and not any(mention.sure for mention in kept) and not in_business(document):
        kept = [
            mention
            for mention in kept
            if mention.rule in _SPELT_OUT
            or (_acts(mention, title, folded_title) if mention.in_title else _acts(mention, text, folded))
        ]
    kept += _tickers(document, lexicon, kept)
    return tuple(sorted(kept, key=lambda m: (m.in_title, m.span)))


def _listed(
    doubtful: Iterable[Mention], kept: Sequence[Mention], texts: Mapping[bool, str], lexicon: Lexicon
) -> list[Mention]:
    """Returns the doubtful names in one list with a sure one: "its competitors Talen and Constellation"."""
    starts = {(m.in_title, m.span.start) for m in kept if m.sure}
    ends = {(m.in_title, m.span.end) for m in kept if m.sure}
    out = []
    for mention in doubtful:
        if lexicon.companies[mention.company].prior == "never":
            continue
        text, (start, end) = texts[mention.in_title], (mention.span.start, mention.span.end)
        after, before = _JOINED.match(text, end), _JOINED_BEFORE.search(text, max(0, start - 8), start)
        if (after and (mention.in_title, after.end()) in starts) or (
            before and (mention.in_title, before.start()) in ends
        ):
            out.append(replace(mention, rule="name-in-list"))
    return out


def _acts(mention: Mention, text: str, folded: str) -> bool:
    return mention.span.of(text).isupper() or acts(folded, mention.span.start, mention.span.end)


def _kept(document: Document, hit: Hit) -> bool:
    return document.sentence_at(hit.start) is not None


def _judged(
    hits: Iterable[Hit], text: str, folded: str, lexicon: Lexicon, opening: set[int], in_title: bool
) -> list[tuple[Mention, bool]]:
    out: list[tuple[Mention, bool]] = []
    taken = -1
    shaky = 0
    for hit in hits:
        if hit.alias.form not in (Form.SURE, Form.SHAKY) or hit.start < taken:
            continue
        shaky += hit.alias.form is Form.SHAKY
        if hit.alias.form is Form.SHAKY and shaky > MOST_JUDGED:
            continue
        verdict = judge(hit, text, folded, lexicon, hit.start in opening)
        if verdict.rule is None:
            continue
        sure = hit.alias.form is Form.SURE
        mention = Mention(hit.alias.company, Span(hit.start, hit.end), sure, verdict.rule, in_title)
        out.append((mention, verdict.needs_licence))
        taken = hit.end
    return out


def _tickers(document: Document, lexicon: Lexicon, known: Sequence[Mention]) -> list[Mention]:
    """Returns names by ticker, as in "(Nasdaq: CRWV)" and "$NVDA", where no name of the company stands there."""
    text = document.text
    if "$" not in text and "(" not in text:
        return []
    out = []
    for pattern, rule in ((_EXCHANGE, "ticker"), (_CASHTAG, "cashtag")):
        for found in pattern.finditer(text, 0, READ):
            company = lexicon.tickers.get(found[1])
            span = Span(*found.span(1))
            if (
                company
                and document.sentence_at(span.start) is not None
                and not any(m.span.meets(span) for m in known if not m.in_title)
            ):
                out.append(Mention(company, span, True, rule))
    return out


def tag_companies(
    document: Document, mentions: Sequence[Mention], lexicon: Lexicon, hits: Sequence[Hit] | None = None
) -> tuple[CompanyTag, ...]:
    """Returns one tag for each organisation named in the text, main ones first, then by weight.

    A title alone names nobody, unless the text is too short to name anybody (a feed of headlines).
    """
    body: dict[str, list[Mention]] = {}
    for mention in mentions:
        if not mention.in_title:
            body.setdefault(mention.company, []).append(mention)
    if not body and len(document.text) < 400:
        for mention in mentions:
            body.setdefault(mention.company, [])
    references = find_references(document, mentions, lexicon, hits)
    entitled = title_references(document, body, lexicon)
    weights = weigh(document, mentions, references, entitled, tuple(body), lexicon)
    tags = []
    for company, weight in weights.items():
        entry = lexicon.companies[company]
        named = body[company]
        first = named[0] if named else next(m for m in mentions if m.company == company)
        words = first.span.of(document.title if first.in_title else document.text)
        tags.append(
            CompanyTag(
                id=company,
                name=entry.name,
                kind=entry.kind,
                count=len(named),
                salience=weight.salience,
                spans=tuple(m.span for m in named),
                reason=Reason(first.rule, f"{words}; {weight.why}" if weight.why else words),
                score=round(weight.score, 3),
            )
        )
    order = ("main", "secondary", "passing")
    return tuple(sorted(tags, key=lambda t: (order.index(t.salience.value), -t.score, t.id)))
