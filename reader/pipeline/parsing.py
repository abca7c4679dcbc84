"""What a worker process sends back of a document: the rows to be stored, and what the feed's health needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from reader.errors import FeedError
from reader.feeds.worker import main as serve
from reader.model.feeds import FeedDelta
from reader.store.rows import EntryRow, entry_row, read_row

ENTRY = "reader.pipeline.parsing"


class Brought(NamedTuple):
    """A ``FeedDelta`` in plain values; ``empty`` says that no entry stands in the document."""

    title: str | None
    site: str | None
    format: str
    ttl: int | None
    rhythm: int | None
    empty: bool
    skip_hours: tuple[int, ...]
    warnings: tuple[str, ...]
    raw_hashes: tuple[tuple[str, str], ...]
    rows: Sequence[EntryRow]


def plain(delta: FeedDelta) -> tuple[Any, ...]:
    """Returns a delta as nested tuples of plain values."""
    rows = tuple(tuple(entry_row(change)) for change in delta.changes)
    return (
        delta.title,
        delta.site,
        delta.format,
        delta.ttl,
        delta.rhythm,
        not delta.seen,
        delta.skip_hours,
        delta.warnings,
        delta.raw_hashes,
        rows,
    )


def brought(answer: object) -> Brought:
    """Returns what ``plain`` made. Raises FeedError for anything else: a document may have taken a worker over."""
    values: Any = answer
    try:
        title, site, form, ttl, rhythm, empty, hours, warnings, hashes, rows = values
        for value, kind in ((title, str), (site, str), (ttl, int), (rhythm, int)):
            if value is not None and type(value) is not kind:
                raise ValueError
        pairs = [word for pair in hashes for word in pair]
        words = [form, *warnings, *pairs]
        if len(pairs) != 2 * len(hashes) or not all(type(word) is str for word in words):
            raise ValueError
        if type(empty) is not bool or not all(type(hour) is int for hour in hours):
            raise ValueError
        made = [read_row(row) for row in rows]
    except (TypeError, ValueError) as error:
        raise FeedError("the parser failed") from error
    return Brought(title, site, form, ttl, rhythm, empty, tuple(hours), tuple(warnings), tuple(hashes), made)


def main() -> None:
    """Runs a worker process, see ``reader.feeds.worker``."""
    serve(plain)
