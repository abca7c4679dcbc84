"""The organisations that an article names, and how much it is about each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reader.analysis.document import Document
from reader.analysis.lexicon import Form, Lexicon, fold
from reader.analysis.naming import Hit, bounded, case_fits, judge
from reader.analysis.salience import weigh
from reader.model.findings import CompanyTag, Mention, Reference
from reader.model.text import Reason, Span

_EXCHANGE = re.compile(
    r"\((?:NASDAQ|Nasdaq(?:GS)?|NYSE(?: American)?|LSE|TSX|OTC\w*|ASX|HKEX|SEHK|TSE|KRX|TWSE|"
    r"AMS)\s?:\s?([A-Z0-9.]{1,8})\)"
)
_CASHTAG = re.compile(r"(?<![\w$])\$([A-Z]{2,5})(?![\w.]*\w)")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_NOUN = re.compile(
    r"\bthe (?:(?:[\w-]+ ){0,2}?(?:company|firm|start-?up|chip ?maker|group|lender|utility|lab|developer|"
    r"neocloud|operator|"
    r"manufacturer|retailer|bank|fund|regulator|agency|giant|business|maker))\b(?! of\b)",
    re.IGNORECASE,
)
_PRESENTING = re.compile(r"\b(?:company|firm|start-?up|group)\b")


def find_mentions(document: Document, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Returns the names in the text outside furniture in order, then those of the title.

    Names do not overlap: the longest spelling wins ("Amazon Web Services" is no "Amazon"), and a longer product's
    or person's name hides the shorter name in it ("Michael Dell") unless the product is the named owner's own
    ("AWS Lambda").
    """
    text, folded = document.text, fold(document.text)
    title, folded_title = document.title, fold(document.title)
    body = [h for h in _hits(text, folded, lexicon) if _kept(document, h)]
    heading = _hits(title, folded_title, lexicon)
    opening = {span.start for span in document.sentences}
    found = _judged(body, text, folded, lexicon, opening, in_title=False)
    found += _judged(heading, title, folded_title, lexicon, {0}, in_title=True)
    licensed = {mention.company for mention, needs in found if not needs}
    kept = [mention for mention, needs in found if not needs or mention.company in licensed]
    kept += _tickers(document, lexicon, kept)
    return tuple(sorted(kept, key=lambda m: (m.in_title, m.span)))


def _kept(document: Document, hit: Hit) -> bool:
    return document.sentence_at(hit.start) is not None


def _hits(text: str, folded: str, lexicon: Lexicon) -> list[Hit]:
    """Returns spellings with right borders and case, the longest where they overlap."""
    shouted: dict[int, bool] = {}
    found: list[Hit] = []
    for start, end, aliases in lexicon.spellings(folded):
        if bounded(folded, start, end) < 0:
            continue
        spelling = text[start:end]
        line = text.rfind("\n", 0, start) + 1
        if line not in shouted:
            shouted[line] = _is_shouted(text, line)
        found += [
            Hit(start, end, alias, not shouted[line])
            for alias in aliases
            if case_fits(alias.text, spelling, alias.form is not Form.SURE, shouted[line])
        ]
    found.sort(key=lambda h: (h.start, -h.end))
    return _longest(found, folded)


def _is_shouted(text: str, line: int) -> bool:
    """Says whether the line is written in capitals, so that case tells nothing."""
    end = text.find("\n", line)
    words = _LONG_WORD.findall(text[line : end if end >= 0 else None][:400])
    return len(words) >= 2 and sum(w.isupper() for w in words) >= 0.8 * len(words)


def _longest(hits: Sequence[Hit], folded: str) -> list[Hit]:
    kept: list[Hit] = []
    reach = 0
    for hit in hits:
        if hit.start >= reach or (kept and (hit.start, hit.end) == (kept[-1].start, kept[-1].end)):
            kept.append(hit)
            reach = max(reach, hit.end)
        elif hit.alias.form in (Form.SURE, Form.SHAKY) and _owns(kept, hit):
            kept.append(hit)
    return kept


def _owns(kept: Sequence[Hit], hit: Hit) -> bool:
    """Says whether the name lies in the name of its own product: "AWS Lambda" names AWS."""
    for other in reversed(kept[-4:]):
        if other.start <= hit.start and hit.end <= other.end:
            return other.alias.form is Form.PRODUCT and other.alias.company == hit.alias.company
    return False


def _judged(
    hits: Iterable[Hit], text: str, folded: str, lexicon: Lexicon, opening: set[int], in_title: bool
) -> list[tuple[Mention, bool]]:
    out: list[tuple[Mention, bool]] = []
    taken = -1
    for hit in hits:
        if hit.alias.form not in (Form.SURE, Form.SHAKY) or hit.start < taken:
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
        for found in pattern.finditer(text):
            company = lexicon.tickers.get(found[1])
            span = Span(*found.span(1))
            if (
                company
                and document.sentence_at(span.start) is not None
                and not any(m.span.meets(span) for m in known if not m.in_title)
            ):
                out.append(Mention(company, span, True, rule))
    return out


def find_references(document: Document, mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[Reference, ...]:
    """Returns what speaks of a named organisation without its name, in order: its products, its people, and nouns
    such as "the company", which stand for the organisation named last before them.

    Only organisations that the article names have references.
    """
    named = {m.company for m in mentions}
    text, folded = document.text, fold(document.text)
    spans = [m.span for m in mentions if not m.in_title]
    out = []
    for hit in _hits(text, folded, lexicon):
        if hit.alias.form in (Form.PRODUCT, Form.PERSON) and hit.alias.company in named and _kept(document, hit):
            out.append(Reference(hit.alias.company, Span(hit.start, hit.end), hit.alias.form.value))
    body = [m for m in mentions if not m.in_title]
    at = 0
    last: str | None = None
    for found in _NOUN.finditer(text):
        while at < len(body) and body[at].span.start < found.start():
            last = body[at].company
            at += 1
        if last is not None and document.sentence_at(found.start()) is not None:
            out.append(Reference(last, Span(*found.span()), "noun"))
    return tuple(sorted((r for r in out if not any(r.span.meets(s) for s in spans)), key=lambda r: r.span))


def tag_companies(document: Document, mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[CompanyTag, ...]:
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
    weights = weigh(document, mentions, find_references(document, mentions, lexicon), tuple(body), lexicon)
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
