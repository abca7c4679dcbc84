"""An entry as the rows that it becomes: plain values, made where there is time for it (a worker process).

Compressing HTML and writing layouts as JSON cost more than the statements that store them, and plain values cross
from one process to another at a fraction of the cost of the types that they are made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from reader.model.feeds import Change
from reader.store.layout import compact, dump_enclosures, dump_layout, pack
from reader.store.times import offset_minutes, seconds_or_none


class EntryRow(NamedTuple):
    """A ``Change`` in columns. Times are UTC seconds, offsets minutes; ``html`` is compressed, lists are JSON."""

    article_id: str
    identity: str
    content_hash: str
    raw_hash: str | None
    new: bool
    visible: bool
    guid: str | None
    url: str | None
    title: str
    author: str | None
    published: int | None
    published_offset: int | None
    updated: int | None
    updated_offset: int | None
    claimed_date: str | None
    source: str | None
    text: str
    layout: str
    html: bytes
    categories: str
    enclosures: str


_NONE = type(None)
_TYPES = (
    (str,), (str,), (str,), (str, _NONE), (bool,), (bool,), (str, _NONE), (str, _NONE), (str,), (str, _NONE),
    (int, _NONE), (int, _NONE), (int, _NONE), (int, _NONE), (str, _NONE), (str, _NONE), (str,), (str,), (bytes,),
    (str,), (str,),
)  # fmt: skip


def entry_row(change: Change) -> EntryRow:
    """Returns the columns of a change."""
    entry, text = change.entry, change.text
    return EntryRow(
        change.article_id,
        change.identity,
        change.content_hash,
        change.raw_hash,
        change.new,
        change.visible,
        entry.guid,
        entry.url,
        entry.title,
        entry.author,
        seconds_or_none(entry.published),
        offset_minutes(entry.published),
        seconds_or_none(entry.updated),
        offset_minutes(entry.updated),
        entry.claimed_date,
        entry.source,
        text.text,
        dump_layout(text.blocks, text.inlines),
        pack(entry.html),
        compact(entry.categories),
        dump_enclosures(entry.enclosures),
    )


def read_row(values: Sequence[Any]) -> EntryRow:
    """Returns the row that a worker process sent as a plain tuple. Raises ValueError where it is none."""
    if len(values) != len(_TYPES) or not all(map(_is_one_of, values, _TYPES)):
        raise ValueError("no row of an entry")
    return EntryRow._make(values)


def _is_one_of(value: object, types: tuple[type, ...]) -> bool:
    return type(value) in types
