"""What analysis says of one article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reader.model.lexicon import CompanyKind
from reader.model.text import Reason, Sentence, Span


class Salience(StrEnum):
    MAIN = "main"
    SECONDARY = "secondary"
    PASSING = "passing"


class EventStatus(StrEnum):
    HAPPENED = "happened"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    HYPOTHETICAL = "hypothetical"


class EventKind(StrEnum):
    FILING = "filing"
    DEAL = "deal"
    FUNDING = "funding"
    LAUNCH = "launch"
    REGULATION = "regulation"
    FINANCING = "financing"
    CONSTRUCTION = "construction"
    EARNINGS = "earnings"
    PRICING = "pricing"
    PERSONNEL = "personnel"
    OUTLOOK = "outlook"
    OTHER = "other"


CURRENCIES = ("USD", "EUR", "GBP", "JPY", "KRW", "TWD", "CNY")
UNITS = frozenset(
    (*CURRENCIES, "W", "Wh", "B", "B/s", "bit/s", "s", "m", "mm2", "sqft", "acres", "%", "bp", "x", "count", "shares",
     "transistors", "parameters", "tokens", "tokens/s", "FLOP/s")
) | {
    f"{currency}/{rate}"
    for currency in CURRENCIES
    for rate in ("hour", "Mtok", "MWh", "share", "GB", "unit", "year", "acre", "kW-month", "MW-day")
}  # fmt: skip
"""the units in which figures are told; a quantity in any other is none"""


class Qualifier(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at least"
    UP_TO = "up to"
    LESS_THAN = "less than"
    RANGE = "range"


class RelationKind(StrEnum):
    CUSTOMER_OF = "customer-of"
    SUPPLIER_OF = "supplier-of"
    INVESTOR_IN = "investor-in"
    LENDER_TO = "lender-to"
    PARTNER_OF = "partner-of"
    COMPETITOR_OF = "competitor-of"
    ACQUIRER_OF = "acquirer-of"
    REGULATOR_OF = "regulator-of"


class RiskKind(StrEnum):
    CUSTOMER = "customer"
    TIMING = "timing"
    REGULATION = "regulation"
    SUPPLY = "supply"
    FINANCING = "financing"
    TECHNOLOGY = "technology"
    COMPETITION = "competition"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of an organisation of the gazetteer.

    ``span`` counts characters of the article's text, of its title where ``in_title``. ``sure`` says that the name
    alone decides; otherwise ``rule`` tells what context made it believed.
    """

    company: str
    span: Span
    sure: bool
    rule: str
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A run of the text that speaks of an organisation without its name: ``kind`` is product, person or noun.

    References weigh for salience and help to find a figure's subject; they are never mentions.
    """

    company: str
    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class CompanyTag:
    """An organisation that the article names; ``spans`` are its names in the text, in order."""

    id: str
    name: str
    kind: CompanyKind
    count: int
    salience: Salience
    spans: tuple[Span, ...]
    reason: Reason
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class TopicTag:
    id: str
    score: float
    reason: Reason
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class EventSource:
    """Where an event was read: the sentence's range, its text, and ``at``, the date expression's range."""

    article: str
    start: int
    end: int
    sentence: str
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class OtherDate:
    date: str
    sources: tuple[EventSource, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A dated happening. In an article it has one source; merged in a story, one for each article that reports it.

    ``date`` is EDTF level 1, ``approx`` says that the words themselves are inexact.
    """

    id: str
    date: str
    approx: bool
    status: EventStatus
    kind: EventKind
    text: str
    companies: tuple[str, ...]
    sources: tuple[EventSource, ...]
    reason: Reason
    other_dates: tuple[OtherDate, ...] = ()
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity that the article reports, in base units (interface.md lists units and metrics).

    ``start`` and ``end`` bound the sentence, ``at`` the number with its unit. ``subject`` and ``metric`` are None
    where the text leaves them open. ``illustrative`` marks what is no reported fact (an example, a hypothesis),
    ``retracted`` what the article itself calls wrong.
    """

    subject: str | None
    metric: str | None
    value: float
    low: float | None
    high: float | None
    unit: str
    qualifier: Qualifier
    period: str | None
    basis: str | None
    scope: str | None
    article: str
    start: int
    end: int
    sentence: str
    at: Span
    reason: Reason
    illustrative: bool = False
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A directed relation between two organisations of the gazetteer, ``source`` to ``target``."""

    source: str
    kind: RelationKind
    target: str
    status: EventStatus
    article: str
    start: int
    end: int
    sentence: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Risk:
    """A sentence that states a risk."""

    kind: RiskKind
    text: str
    article: str
    start: int
    end: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that reads like an organisation and is not in the gazetteer: proposed, never tagged."""

    name: str
    start: int
    end: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Findings:
    """All that analysis says of one article. ``sentences`` are the spans that a reader sees as sentences.

    ``withdrawn`` are figures that the article itself calls wrong: no report of it, but what a ledger must not count
    from the articles that it corrects.
    """

    article: str
    sentences: tuple[Span, ...] = ()
    companies: tuple[CompanyTag, ...] = ()
    topics: tuple[TopicTag, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    relations: tuple[Relation, ...] = ()
    risks: tuple[Risk, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    summary: tuple[Sentence, ...] = ()
    withdrawn: tuple[Figure, ...] = ()
