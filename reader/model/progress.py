"""Progress of a sync or an analysis."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    FETCH = "fetch"
    PAGES = "pages"
    ANALYSE = "analyse"
    LINK = "link"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class FeedFailure:
    feed: str
    url: str
    error: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync or an analysis has come; the counts are those of ``sync --json``."""

    stage: Stage
    done: int
    total: int
    feeds: int = 0
    fetched: int = 0
    unchanged: int = 0
    failed: int = 0
    new: int = 0
    updated: int = 0
    changed: int = 0
    errors: tuple[FeedFailure, ...] = ()
    warnings: tuple[FeedFailure, ...] = ()
    """what did not go well and leaves nothing undone that was asked for"""
