"""Accounts at sync servers: who, what the server lists, and the two states of one article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reader.model.feeds import Enclosure


class Mark(StrEnum):
    """The two marks that are kept in step; the values are the columns of the store."""

    READ = "read"
    STARRED = "starred"


@dataclass(frozen=True, slots=True)
class Account:
    """One user of one server. ``url`` is the address that the API's paths are appended to."""

    id: str
    url: str
    user: str
    last_sync: datetime | None = None
    since: datetime | None = None
    """when the last run that saw everything began"""
    wait_until: datetime | None = None
    """when the server may be asked again, None for at once"""
    failures: int = 0
    refused: bool = False
    """the server did not take the password"""
    error: str | None = None
    pending: int = 0
    """changes made here that the server has not been told of"""


@dataclass(frozen=True, slots=True)
class RemoteFeed:
    """A subscription as a server lists it; nothing of it was checked but the types."""

    stream: str
    url: str
    title: str = ""
    site: str | None = None
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoteItem:
    """An item as a server tells it; nothing of it was cleaned yet.

    ``item`` is the hexadecimal end of its long id. ``published`` and ``updated`` are UTC seconds.
    """

    item: str
    stream: str
    url: str | None
    title: str
    author: str | None
    published: int | None
    html: str
    read: bool
    starred: bool
    updated: int | None = None
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkState:
    """One mark of one article: here (``value``, set at ``changed``) and at the server.

    ``base`` is what the server was last known to hold, None before that; ``seen`` the ``changed`` that was settled
    with it: another ``changed`` says that somebody used the mark here since.
    """

    value: bool
    changed: int | None
    base: bool | None
    seen: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of a server and the stored article that it is (inner key; None where it was not taken)."""

    item: str
    article: int | None
    marks: dict[Mark, MarkState]
    gone: bool = False
    """the server no longer had it when it was last asked"""
