"""What linking keeps of an article: its telling words and names, its organisations, its facts, its day."""

from __future__ import annotations

import json
import math
import re
import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from reader.model.articles import Article
from reader.model.findings import EventStatus, Findings, Salience
from reader.model.lexicon import CompanyKind
from reader.stories.words import FIELD, STOP, key, words

LEAD_WORDS = 250
TITLE_WEIGHT = 3
TERMS = 120
NAME_WEIGHT = 1.6
"""how much more a name says about what a text reports than another word"""
ROUNDUP_COMPANIES = 8

_WORD = re.compile(r"[^\W_]+(?:[.,&'’-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_OPENERS = ("", ".", "!", "?", ":", "”", "“", '"', "'", "‘", "`", "(", "•", "-", "–", "—")
_NAME = re.compile(r"[A-Z][\w&’'-]*(?:\s(?:[A-Z][\w&’'-]*|of(?=\s[A-Z])))+")
TAKING_PART = 0.4
"""weight from which an organisation takes part and is not only named in passing"""
_SALIENCE = {Salience.MAIN: 1.0, Salience.SECONDARY: 0.45, Salience.PASSING: 0.08}
_ROUNDUP_TITLE = re.compile(
    r"\b(?:round-?up|weekly|this week in|week in review|digest|briefing|newsletter|morning brief|links|"
    r"(?:things|stories) (?:we|to)|(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)\s*:)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What an article is to linking.

    ``moment`` is its publication in seconds UTC (it orders a batch and measures distance in time); ``terms`` maps a
    term's key to its weight (1 + ln of its count, title three times); ``names`` are the keys of capitalised names of
    several words, ``title`` those of the title's words; ``companies`` maps an organisation to its weight by
    salience, ``main`` are those that the article is about; ``facts`` are keys of its dated events and figures.
    ``field`` says whether the article lies in the reader's field (it names an organisation or has a topic).
    """

    article: str
    moment: int
    terms: tuple[tuple[int, float], ...]
    names: frozenset[int] = frozenset()
    title: frozenset[int] = frozenset()
    companies: tuple[tuple[str, float], ...] = ()
    main: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    facts: frozenset[int] = frozenset()
    roundup: bool = False
    field: bool = True

    @property
    def order(self) -> tuple[int, str]:
        """The canonical order of a batch."""
        return (self.moment, self.article)

    def to_bytes(self) -> bytes:
        """Writes the profile; ``from_bytes`` reads it."""
        head = json.dumps(
            [self.article, self.moment, dict(self.companies), sorted(self.main), sorted(self.agencies), self.roundup,
             self.field, len(self.terms), len(self.names), len(self.title), len(self.facts)],
            separators=(",", ":"),
        ).encode()  # fmt: skip
        numbers = (*(term for term, _ in self.terms), *sorted(self.names), *sorted(self.title), *sorted(self.facts))
        return (
            struct.pack("<I", len(head))
            + head
            + struct.pack(f"<{len(numbers)}I", *numbers)
            + struct.pack(f"<{len(self.terms)}e", *(weight for _, weight in self.terms))
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Profile:
        (size,) = struct.unpack_from("<I", data)
        article, moment, companies, main, agencies, roundup, field, terms, names, title, facts = json.loads(
            data[4 : 4 + size]
        )
        count = terms + names + title + facts
        numbers = struct.unpack_from(f"<{count}I", data, 4 + size)
        weights = struct.unpack_from(f"<{terms}e", data, 4 + size + 4 * count)
        return cls(
            article,
            moment,
            tuple(zip(numbers, weights, strict=False)),
            frozenset(numbers[terms : terms + names]),
            frozenset(numbers[terms + names : terms + names + title]),
            tuple(companies.items()),
            frozenset(main),
            frozenset(agencies),
            frozenset(numbers[terms + names + title :]),
            roundup,
            field,
        )


def make_profile(article: Article, findings: Findings) -> Profile:
    """Returns what linking keeps of an article and its findings."""
    text = body_of(article)
    weights, capital = _weights(article.title, text)
    names = _names(text) - _own_names(findings)
    names.update({word: often for word, often in capital.items() if often > 1 and word not in FIELD})
    for word in _company_words(findings):
        names.pop(word, None)
    for name, often in names.items():
        weights.setdefault(name, NAME_WEIGHT * (1 + math.log(often)))
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:TERMS]
    main = frozenset(tag.id for tag in findings.companies if tag.salience is Salience.MAIN)
    return Profile(
        article=article.id,
        moment=int(article.day.astimezone(UTC).timestamp()),
        terms=tuple((key(word), weight) for word, weight in kept),
        names=frozenset(key(name) for name in names),
        title=frozenset(key(_fold(word)) for word in words(article.title) if _fold(word) not in STOP),
        companies=tuple((tag.id, _SALIENCE[tag.salience]) for tag in findings.companies),
        main=main,
        agencies=frozenset(tag.id for tag in findings.companies if tag.kind is CompanyKind.AGENCY),
        facts=frozenset(_facts(findings)),
        roundup=is_roundup(article, findings),
        field=bool(findings.topics) or any(tag.salience is not Salience.PASSING for tag in findings.companies),
    )


def _weights(title: str, text: str) -> tuple[dict[str, float], Counter[str]]:
    """Weighs each word of the title and the first words by 1 + ln of its count, names more than others.

    Returns the weights and how often each word that is mostly capitalised within sentences is so.
    """
    counts: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for word in words(title):
        counts[_fold(word)] += TITLE_WEIGHT
    for at, match in enumerate(_WORD.finditer(text)):
        if at >= LEAD_WORDS:
            break
        word = _POSSESSIVE.sub("", match[0])
        folded = _fold(word)
        counts[folded] += 1
        # a capital letter says nothing at the beginning of a sentence
        if word[0].isupper() and text[max(0, match.start() - 2) : match.start()].rstrip()[-1:] not in _OPENERS:
            capital[folded] += 1
    kept = {word: often for word, often in counts.items() if len(word) > 1 and word not in STOP}
    proper = Counter({word: capital[word] for word, often in kept.items() if capital[word] * 2 >= often})
    weights = {word: (1 + math.log(often)) * (NAME_WEIGHT if word in proper else 1.0) for word, often in kept.items()}
    return weights, proper


def _fold(word: str) -> str:
    word = word.lower()
    # "centers" and "center" are one word; "business", "news" and "gas" keep their s
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ws")) else word


def body_of(article: Article) -> str:
    """Returns the article's text without furniture, one line for each block."""
    if not any(block.furniture for block in article.blocks):
        return article.text
    return "\n".join(article.text[block.start : block.end] for block in article.blocks if not block.furniture)


def _names(text: str) -> Counter[str]:
    """Counts the names of several capitalised words."""
    found: Counter[str] = Counter()
    for match in _NAME.finditer(text[: LEAD_WORDS * 40]):
        parts = [part for part in match[0].split() if part.lower() not in STOP or part == "of"]
        if 2 <= len(parts) <= 5 and parts[0] != "of":
            found[" ".join(_POSSESSIVE.sub("", part) for part in parts).lower()] += 1
    return found


def _company_words(findings: Findings) -> set[str]:
    return {_fold(word) for tag in findings.companies for word in words(tag.name)}


def _own_names(findings: Findings) -> Counter[str]:
    """Returns the names of several words that organisations account for: they are compared as organisations."""
    return Counter({tag.name.lower(): 10**6 for tag in findings.companies})


def _facts(findings: Findings) -> Iterable[int]:
    for event in findings.events:
        if event.status is not EventStatus.HYPOTHETICAL and event.companies and event.date[:2] != "..":
            yield key(f"e {event.date} {event.kind} {min(event.companies)}")
    for figure in findings.figures:
        if figure.subject and not figure.illustrative:
            yield key(f"f {figure.subject} {figure.unit} {figure.value:.3g}")


def is_roundup(article: Article, findings: Findings) -> bool:
    """Returns whether an article speaks of several matters in turn, none of them its subject.

    A digest has no main organisation and names many, or its title says what it is; its sections (headings, numbered
    paragraphs) each speak of other organisations.
    """
    mains = [tag for tag in findings.companies if tag.salience is Salience.MAIN]
    named = [tag for tag in findings.companies if tag.kind is not CompanyKind.AGENCY]
    telling = bool(_ROUNDUP_TITLE.search(article.title))
    if not mains:
        return len(named) >= ROUNDUP_COMPANIES or (telling and len(named) >= 3)
    return telling and len(named) >= ROUNDUP_COMPANIES and len(mains) >= 4
