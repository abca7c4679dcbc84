"""Who takes part in a happening: the organisations of the clause, its subject, and what "it" and "the company" mean.

A pronoun or "the company" means the organisation that was the subject last; at the beginning of a paragraph, and in a
sentence that names and recalls nobody, the article's own. "The commission" means the agency named last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reader.analysis.dates_tokens import Tokens
from reader.analysis.document import Document
from reader.analysis.events_lexicon import BACK_REFERENCES, PLURAL_REFERENCES
from reader.model.findings import Mention
from reader.model.lexicon import Company, CompanyKind
from reader.model.text import BlockKind

_MOST = 8
_OPENING = 5
"""tokens in which "the company" is a sentence's subject"""
_HEAD = 10
"""tokens in which a sentence's subject stands"""
_AGENCY_NOUNS = frozenset({
    "commission", "committee", "agency", "regulator", "regulators", "ministry", "department", "officials",
    "bureau", "decision", "ruling", "commission's", "watchdog", "authority",
})  # fmt: skip

_FIRM_NOUNS = frozenset({
    "company", "firm", "group", "maker", "start-up", "startup", "developer", "utility", "lender", "lab", "operator",
})  # fmt: skip
_THE_COMPANY = (["the", "company"], ["the", "firm"], ["the", "group"])
_NO_SUBJECT = frozenset({
    "for", "of", "with", "by", "to", "from", "at", "in", "against", "on", "including", "like",
})  # fmt: skip


@dataclass(slots=True)
class Cast:
    """The organisations of an article by sentence, and the one that each sentence is about."""

    own: tuple[str, ...] = ()
    """whom the article is about: the names of its title, else the one named most"""
    by_sentence: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)
    """sentence → (start, end, company) in order"""
    topics: list[str | None] = field(default_factory=list)
    """for each sentence the organisation that "it" would mean at its beginning"""
    firms: list[str | None] = field(default_factory=list)
    """the same for "the company", which means no agency"""
    last_named: list[tuple[str, ...]] = field(default_factory=list)
    """for each sentence the organisations of the last sentence that named any"""
    agencies: list[str | None] = field(default_factory=list)
    """for each sentence the agency that "the commission" would mean"""

    @staticmethod
    def of(document: Document, mentions: Sequence[Mention], companies: Mapping[str, Company]) -> Cast:
        """Orders the mentions of an article."""
        cast = Cast()
        counts: Counter[str] = Counter()
        title: list[str] = []
        for mention in mentions:
            counts[mention.company] += 1
            if mention.in_title:
                title.append(mention.company)
                continue
            index = document.sentence_at(mention.span.start)
            if index is not None and not document.folded.endswith("non-", 0, mention.span.start):
                row = (mention.span.start, mention.span.end, mention.company)
                cast.by_sentence.setdefault(index, []).append(row)
        opening = [company for _, _, company in next(iter(cast.by_sentence.values()), [])[:1]]
        most = [company for company, _ in counts.most_common(1 if title else 2)]
        cast.own = tuple(dict.fromkeys([*title[:3], *(opening if not title else ()), *most]))
        cast._walk(document, companies)
        return cast

    def _walk(self, document: Document, companies: Mapping[str, Company]) -> None:
        agency = next(
            (c for rows in self.by_sentence.values() for _, _, c in rows if _is_agency(companies.get(c))), None
        )
        leading = self.own[0] if self.own else None
        subject, named_last, block = leading, tuple(self.own), -1
        firm = next((c for c in self.own if not _is_agency(companies.get(c))), None)
        leading_firm = firm
        for index, span in enumerate(document.sentences):
            paragraph = document.block_of[index]
            if paragraph != block and document.kinds[index] not in (BlockKind.ITEM, BlockKind.ROW):
                subject, block, firm = leading, paragraph, leading_firm
            elif document.kinds[index] in (BlockKind.ITEM, BlockKind.ROW):
                subject = leading
            self.topics.append(subject)
            self.firms.append(firm)
            self.last_named.append(named_last)
            self.agencies.append(agency)
            named = self.by_sentence.get(index)
            if not named:
                continue
            named_last = tuple(dict.fromkeys(company for _, _, company in named))
            agency = next((c for _, _, c in reversed(named) if _is_agency(companies.get(c))), agency)
            if _leads(document.text, span.start, named[0]):
                subject = named[0][2]
                firm = firm if _is_agency(companies.get(subject)) else subject

    def parties(self, s: Tokens, i: int, first: int, last: int) -> tuple[str, ...]:
        """Returns who takes part in what the clause of tokens ``first`` to ``last`` says, the subject first."""
        named = self.by_sentence.get(s.index, [])
        low, high = s.start[first], s.end[min(last, len(s)) - 1]
        inside = [company for start, end, company in named if start >= low and end <= high]
        before = [company for start, _, company in named if start < low]
        head = s.low[first : min(first + _HEAD, last)]
        out: list[str] = []
        if not _AGENCY_NOUNS.isdisjoint(s.low[first:last]) and self.agencies[s.index] is not None:
            agency = self.agencies[s.index]
            if agency is not None and agency not in inside:
                out.append(agency)
        leads = bool(inside) and named[0][2] == inside[0] and named[0][0] - s.start[0] < 40 and not _back(s.low[:3])
        if not leads:
            if before and (not inside or _back(head)):
                topic = self._topic(s, head)
                opens = named[0][0] - s.start[0] < 40 and s.low[0] not in _NO_SUBJECT
                parts = [k for k in range(first) if s.low[k] in (";", ":")]
                nearer = [c for start, _, c in named if parts and s.start[parts[-1]] < start < low]
                if parts and not nearer and s.at(bisect_left(s.start, self._start(s, low)) - 1) == "by" and topic:
                    out.append(topic)  # "a group that X advises has agreed; a meeting is called for May"
                elif parts:
                    out.append(nearer[0] if nearer else before[-1])
                else:
                    out.append(before[0] if opens or topic is None else topic)
                    if topic is not None and (head[:2] in _THE_COMPANY or head[1:3] in _THE_COMPANY):
                        out.append(topic)  # "G42 sold, and the company signed": either may be meant
            elif not before:
                out += self._recalled(s, head, bool(inside))
        out += inside
        if not out:
            out += [company for _, _, company in named] or list(self.own)
        return tuple(dict.fromkeys(out))[:_MOST]

    def _start(self, s: Tokens, low: int) -> int:
        """Where the last name before ``low`` starts in the sentence."""
        return max((start for start, _, _ in self.by_sentence.get(s.index, ()) if start < low), default=s.start[0])

    def _topic(self, s: Tokens, head: Sequence[str]) -> str | None:
        """The organisation that the sentence is about where it does not say so itself."""
        words = (*pairwise(head), *pairwise(s.low[:_OPENING]))
        told = any(a in ("the", "its", "this") and b in _FIRM_NOUNS for a, b in words)
        return self.firms[s.index] if told else self.topics[s.index]

    def _recalled(self, s: Tokens, head: Sequence[str], someone: bool) -> list[str]:
        """Whom a sentence without a subject of its own speaks of."""
        if not PLURAL_REFERENCES.isdisjoint(head):
            return list(self.last_named[s.index])
        topic = self._topic(s, head)
        if _back(s.low[:_HEAD]) or not someone:
            out = [topic] if topic is not None else []
            if not someone and not _back(s.low[:_HEAD]):
                out += [company for company in self.own if company != topic]
            return out
        named = self.by_sentence[s.index]
        first = bisect_left(s.start, named[0][0])
        return [topic] if topic is not None and (first > _HEAD // 2 or s.at(first - 1) in _NO_SUBJECT) else []


def _leads(text: str, start: int, named: tuple[int, int, str]) -> bool:
    """Whether a name stands where a sentence's subject does: early, after no preposition, and owning nothing."""
    head = text[start : named[0]]
    if len(head) > 60 or head.count(" ") > _HEAD // 2:
        return False
    words = head.lower().split()
    return not (words and words[-1] in _NO_SUBJECT) and text[named[1] : named[1] + 2] not in ("'s", "’s")


def _is_agency(company: Company | None) -> bool:
    return company is not None and company.kind is CompanyKind.AGENCY


def _back(words: Sequence[str]) -> bool:
    return not BACK_REFERENCES.isdisjoint(words)


def token_at(s: Tokens, offset: int) -> int:
    """The index of the first token that starts at or after ``offset``."""
    return bisect_left(s.start, offset)
