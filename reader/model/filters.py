"""Which articles a list is asked for, and a place in it. Light to import: the first list on screen waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles a list shows; all conditions that are set must hold.

    ``feed``, ``company``, ``topic`` and ``story`` are ids, ``tag`` a person's tag. ``since`` is inside the range,
    ``until`` outside it; both speak of the publication time, of first seen where there is none. ``query`` is text in
    the query language. ``collapse`` leaves near copies out.
    """

    feed: str | None = None
    company: str | None = None
    topic: str | None = None
    tag: str | None = None
    story: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    unread: bool = False
    starred: bool = False
    noted: bool = False
    query: str = ""
    collapse: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in the list of articles: the time (UTC seconds) and key of the row that stands there."""

    time: int
    key: int
