"""The gazetteer as matchers: built once, read by every article.

Names, products and people of all organisations stand in one Aho-Corasick automaton over lower-case text (Aho and
Corasick, "Efficient string matching", CACM 1975): one pass finds them all, however many there are. What a hit means
is decided afterwards, by case, borders and context.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Any

import ahocorasick

from reader.model.lexicon import Company, Topic

_PLAIN = (("’", "'"), ("‘", "'"), ("ʼ", "'"), ("\u2010", "-"), ("\u2011", "-"), ("\u00a0", " "), ("\n", "\t"))


GAP = " ... "
"""what parts the two parts of a topic's term"""


class Form(Enum):
    """What a string of the lexicon is for its organisation."""

    SURE = "sure"
    SHAKY = "shaky"
    PRODUCT = "product"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Alias:
    """One spelling of one organisation, as the lexicon has it."""

    text: str
    company: str
    form: Form


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the topics: its weight for each, and whether any ending may follow.

    A term in two parts ("accounted for ... of sales") has its second one in ``tail``, which may stand a few words on.
    """

    text: str
    open_end: bool
    weights: tuple[tuple[str, float], ...]
    tail: str = ""

    @property
    def words(self) -> str:
        """The term as it is shown."""
        return f"{self.text} … {self.tail}" if self.tail else self.text


class _Near:
    """What speaks for and against the shaky names of an organisation; most are never met, so compiled when asked."""

    def __init__(self, company: Company) -> None:
        self._company = company

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
        return _cues(self._company.needs_any), _cues(self._company.not_near)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Organisations and topics with their matchers. ``digest`` changes when their content does."""

    companies: Mapping[str, Company]
    topics: Mapping[str, Topic]
    digest: str
    year_ends: Mapping[str, int]
    """last month of the fiscal year, for the organisations whose year is not the calendar's"""
    tickers: Mapping[str, str]
    _names: Any = field(repr=False, compare=False)
    _terms: Any = field(repr=False, compare=False)
    _near: Mapping[str, _Near] = field(repr=False, compare=False)

    @staticmethod
    def of(companies: Sequence[Company], topics: Sequence[Topic]) -> Lexicon:
        """Builds the matchers of a gazetteer. Takes some 10 ms; share the result."""
        spellings: dict[str, list[Alias]] = {}
        for company in companies:
            for alias in _aliases(company):
                same = spellings.setdefault(fold(alias.text), [])
                if all(known.company != alias.company for known in same):
                    same.append(alias)
        return Lexicon(
            companies=MappingProxyType({company.id: company for company in companies}),
            topics=MappingProxyType({topic.id: topic for topic in topics}),
            digest=_digest(companies, topics),
            year_ends=MappingProxyType({c.id: c.year_end for c in companies if c.year_end != 12}),
            tickers=MappingProxyType({c.ticker: c.id for c in companies if c.ticker}),
            _names=_automaton({key: tuple(aliases) for key, aliases in spellings.items()}),
            _terms=_automaton(_terms(topics)),
            _near={c.id: _Near(c) for c in companies if c.needs_any or c.not_near},
        )

    def spellings(self, folded: str) -> Iterator[tuple[int, int, tuple[Alias, ...]]]:
        """Yields start, end and aliases of every spelling in ``folded`` text, in order of their ends."""
        for last, aliases in self._names.iter(folded):
            yield last + 1 - len(aliases[0].text), last + 1, aliases

    def terms(self, folded: str) -> Iterator[tuple[int, int, Term]]:
        """Yields start, end and term of every topic term in ``folded`` text, borders unchecked."""
        for last, terms in self._terms.iter(folded):
            for term in terms or ():
                yield last + 1 - len(term.text), last + 1, term

    def context(self, company: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
        """Returns the patterns that speak for and against a shaky name of ``company``, over folded text."""
        near = self._near.get(company)
        return near.patterns if near is not None else (None, None)


def fold(text: str) -> str:
    """Returns ``text`` in lower case and with plain apostrophes and hyphens, of the same length."""
    folded = text
    for sign, plain in _PLAIN:
        folded = folded.replace(sign, plain)
    lower = folded.lower()
    if len(lower) != len(folded):
        lower = "".join(low if len(low := c.lower()) == 1 else c for c in folded)
    return lower


def _aliases(company: Company) -> Iterator[Alias]:
    shaky = set(company.shaky)
    default = Form.SURE if company.prior == "sure" or company.shaky else Form.SHAKY
    for text in (*company.shaky, company.name, *company.aliases):
        yield Alias(text, company.id, Form.SHAKY if text in shaky else default)
    for text in company.products:
        yield Alias(text, company.id, Form.PRODUCT)
    for text in company.people:
        yield Alias(text, company.id, Form.PERSON)


def _terms(topics: Sequence[Topic]) -> dict[str, tuple[Term, ...]]:
    """The topics' terms by the text that the automaton looks for: all of a term, or its first part."""
    weights: dict[tuple[str, bool, str], list[tuple[str, float]]] = {}
    for topic in topics:
        for written, weight in topic.terms:
            head, _, tail = fold(written).partition(GAP)
            key = (head.rstrip("*"), head.endswith("*"), tail)
            weights.setdefault(key, []).append((topic.id, weight))
    out: dict[str, list[Term]] = {}
    for (text, open_end, tail), rows in weights.items():
        out.setdefault(text, []).append(Term(text, open_end, tuple(rows), tail))
    return {text: tuple(terms) for text, terms in out.items()}


def _automaton(entries: Mapping[str, Any]) -> Any:
    automaton = ahocorasick.Automaton()
    for key, value in (entries or {"\x00": None}).items():
        automaton.add_word(key, value)
    automaton.make_automaton()
    return automaton


def _cues(words: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern of several cues, each at a word's start; a cue ending in ``-`` or ``*`` may go on."""
    parts = []
    for word in words:
        folded = fold(word)
        open_end = folded.endswith("*")
        body = re.escape(folded.rstrip("*"))
        parts.append(rf"(?<!\w){body}" + ("" if open_end or not folded[-1].isalnum() else r"(?:s|es)?(?!\w)"))
    return re.compile("|".join(parts)) if parts else None


def _digest(companies: Sequence[Company], topics: Sequence[Topic]) -> str:
    digest = hashlib.blake2b(digest_size=12)
    for item in (*sorted(companies, key=lambda c: c.id), *sorted(topics, key=lambda t: t.id)):
        digest.update(repr(item).encode("utf-8", "surrogatepass"))
        digest.update(b"\x1e")
    return digest.hexdigest()
