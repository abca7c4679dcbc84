"""Stories: what many articles amount to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from reader.model.findings import Event, Qualifier, Relation, Risk
from reader.model.text import Reason, SourceRef


class LedgerState(StrEnum):
    SINGLE = "single"
    AGREE = "agree"
    REVISED = "revised"
    CONFLICT = "conflict"
    SCOPE = "scope?"


class WatchState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    MET = "met"
    MOVED = "moved"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class StoryLink:
    """An article's place in a story, with the reason in words; ``by_user`` where a decision put it there."""

    story: str
    article: str
    score: float
    reason: Reason
    by_user: bool = False


class DecisionKind(StrEnum):
    MERGE = "merge"
    SPLIT = "split"
    REMOVE = "remove"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user merged, split, took out or renamed; later runs keep to it."""

    kind: DecisionKind
    stories: tuple[str, ...]
    articles: tuple[str, ...] = ()
    title: str | None = None
    made: datetime | None = None
    against: tuple[str, ...] = ()
    """the articles left behind by a split or a removal, from which ``articles`` stay apart"""


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of a linked summary, verbatim, with every place that says the same (the quoted one first)."""

    text: str
    sources: tuple[SourceRef, ...]
    reason: Reason = field(default_factory=lambda: Reason("summary"))


@dataclass(frozen=True, slots=True)
class LedgerValue:
    """One report of a figure: who (``origin``) said it and when (``reported``)."""

    value: float
    low: float | None
    high: float | None
    qualifier: Qualifier
    reported: datetime
    origin: str
    article: str
    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One quantity followed through a story; ``change`` is latest / earliest − 1, None where it says nothing."""

    subject: str | None
    metric: str | None
    unit: str
    period: str | None
    basis: str | None
    scope: str | None
    values: tuple[LedgerValue, ...]
    state: LedgerState
    change: float | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class WatchItem:
    """A planned event with its due window's last day (ISO date) and state; ``suggestion`` is a later event that
    seems to settle it (the user decides)."""

    event: Event
    due: str
    state: WatchState
    suggestion: Event | None = None


@dataclass(frozen=True, slots=True)
class CoverageWeek:
    week: str
    """its Monday, ISO date"""
    articles: int
    origins: int


@dataclass(frozen=True, slots=True)
class Story:
    """A dossier: what its articles amount to. Lists are ids; every line of every part keeps its source."""

    id: str
    title: str
    first: datetime
    last: datetime
    articles: tuple[str, ...]
    origins: int
    companies: tuple[str, ...]
    topics: tuple[str, ...]
    unread: int = 0
    summary: tuple[SummarySentence, ...] = ()
    timeline: tuple[Event, ...] = ()
    """the dates that a reader needs, in order of time, cut to about 8 to 16"""
    events: tuple[Event, ...] = ()
    """all merged events"""
    figures: tuple[LedgerRow, ...] = ()
    watch: tuple[WatchItem, ...] = ()
    risks: tuple[Risk, ...] = ()
    relations: tuple[Relation, ...] = ()
    coverage: tuple[CoverageWeek, ...] = ()
    new: tuple[SummarySentence, ...] = ()
    related: tuple[str, ...] = ()
    reason: Reason = field(default_factory=lambda: Reason("story"))


@dataclass(frozen=True, slots=True)
class StoryRow:
    """What a list shows of a story, most alive first."""

    id: str
    title: str
    first: datetime
    last: datetime
    articles: int
    origins: int
    unread: int
    companies: tuple[str, ...]
    topics: tuple[str, ...]
    alive: float = 0.0
