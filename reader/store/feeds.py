"""Feeds: what feeds.toml lists, what the documents said, and each feed's health."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from reader.model.feeds import FeedKind, FeedState, Known, Subscription
from reader.store.layout import compact
from reader.store.times import moment_or_none, seconds_or_none


def upsert_feeds(conn: sqlite3.Connection, subscriptions: Sequence[Subscription]) -> None:
    """Makes the stored list of feeds that of ``subscriptions`` (ids unique); feeds outside it are kept, unlisted.

    A feed is known by its address first, so that a new name keeps its articles, then by its id, so that a mended
    address does. Validators and health are dropped where the address changed.
    """
    rows = conn.execute("SELECT key, id, url FROM feeds").fetchall()
    by_url: dict[str, int] = {}
    for key, _, url in rows:
        by_url.setdefault(url, key)
    by_id = {slug: key for key, slug, _ in rows}
    matched: dict[str, int] = {}
    for item in subscriptions:
        key = by_url.get(item.url)
        if key is not None and key not in matched.values():
            matched[item.id] = key
    for item in subscriptions:
        key = by_id.get(item.id)
        if item.id not in matched and key is not None and key not in matched.values():
            matched[item.id] = key
    _free_names(conn, {item.id for item in subscriptions}, matched, by_id)
    conn.execute("UPDATE feeds SET listed = 0 WHERE listed = 1")
    for place, item in enumerate(subscriptions):
        values = (item.id, item.url, item.name, compact(item.tags), item.kind.value, item.publisher, int(item.enabled))
        if item.id in matched:
            conn.execute(
                "UPDATE feeds SET failures = 0, moved_sightings = 0, interval = NULL, last_status = NULL,"
                " skip_hours = '[]', (etag, last_modified, body_hash, error, next_due, retry_after, moved_to, ttl) ="
                " (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)"
                " WHERE key = ? AND url <> ?",
                (matched[item.id], item.url),
            )
            conn.execute(
                "UPDATE feeds SET (id, url, name, tags, kind, publisher, enabled, listed, place) ="
                " (?, ?, ?, ?, ?, ?, ?, 1, ?) WHERE key = ?",
                (*values, place, matched[item.id]),
            )
        else:
            conn.execute(
                "INSERT INTO feeds (id, url, name, tags, kind, publisher, enabled, place)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, place),
            )


def _free_names(conn: sqlite3.Connection, wanted: set[str], matched: dict[str, int], by_id: dict[str, int]) -> None:
    # Ids change hands: whoever must give one up gets another name before any feed takes its own.
    for slug, key in by_id.items():
        if slug in wanted and matched.get(slug) != key:
            number = 2
            while f"{slug}-{number}" in by_id or f"{slug}-{number}" in wanted:
                number += 1
            conn.execute("UPDATE feeds SET id = ? WHERE key = ?", (f"{slug}-{number}", key))


_STATE = """
    SELECT f.id, f.url, coalesce(f.name, f.title, f.id) AS title, f.site, f.tags, f.kind, f.publisher, f.enabled,
        f.etag, f.last_modified, f.body_hash, f.last_sync, f.last_status, f.error, f.failures, f.next_due,
        f.retry_after, f.moved_to, f.moved_sightings, n.articles, n.unread, f.interval, f.ttl, f.skip_hours
    FROM feeds f JOIN feed_counts n ON n.feed = f.key
"""


def feed_states(conn: sqlite3.Connection, *, listed: bool = True) -> list[FeedState]:
    """Returns the feeds of feeds.toml in its order; with ``listed=False`` those taken out of it too, at the end."""
    where = "WHERE f.listed = 1" if listed else ""
    return [_state(row) for row in conn.execute(f"{_STATE} {where} ORDER BY f.listed DESC, f.place, f.key")]


def feed_state(conn: sqlite3.Connection, feed_id: str) -> FeedState | None:
    """Returns one feed, listed or not, or None."""
    row = conn.execute(f"{_STATE} WHERE f.id = ?", (feed_id,)).fetchone()
    return _state(row) if row else None


def _state(row: Sequence[Any]) -> FeedState:
    return FeedState(
        id=row[0],
        url=row[1],
        title=row[2],
        site=row[3],
        tags=tuple(json.loads(row[4])),
        kind=FeedKind(row[5]),
        publisher=row[6],
        enabled=bool(row[7]),
        etag=row[8],
        last_modified=row[9],
        body_hash=row[10],
        last_sync=moment_or_none(row[11]),
        last_status=row[12],
        error=row[13],
        failures=row[14],
        next_due=moment_or_none(row[15]),
        retry_after=moment_or_none(row[16]),
        moved_to=row[17],
        moved_sightings=row[18],
        articles=row[19],
        unread=row[20],
        interval=row[21],
        ttl=row[22],
        skip_hours=tuple(json.loads(row[23])),
    )


def record_fetches(conn: sqlite3.Connection, states: Iterable[FeedState]) -> None:
    """Saves the health of feeds: every field of a state from ``etag`` on, but for the counts.

    Give the states as ``dataclasses.replace`` made them of those that ``feed_states`` read. Feeds that brought
    nothing are best saved many at a time: each commit waits for the disk.
    """
    conn.executemany(
        "UPDATE feeds SET (etag, last_modified, body_hash, last_sync, last_status, error, failures, next_due,"
        " retry_after, moved_to, moved_sightings, interval, ttl, skip_hours) ="
        " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?",
        (
            (
                state.etag,
                state.last_modified,
                state.body_hash,
                seconds_or_none(state.last_sync),
                state.last_status,
                state.error,
                state.failures,
                seconds_or_none(state.next_due),
                seconds_or_none(state.retry_after),
                state.moved_to,
                state.moved_sightings,
                state.interval,
                state.ttl,
                compact(state.skip_hours),
                state.id,
            )
            for state in states
        ),
    )


def record_fetch(conn: sqlite3.Connection, state: FeedState) -> None:
    """Saves the health of one feed, see ``record_fetches``."""
    record_fetches(conn, (state,))


def record_document(
    conn: sqlite3.Connection,
    feed_id: str,
    *,
    title: str | None,
    site: str | None,
    format: str,
    warnings: Sequence[str] = (),
) -> None:
    """Saves what a feed's document says of itself. A title or site that it no longer gives stays as it was."""
    conn.execute(
        "UPDATE feeds SET title = coalesce(?, title), site = coalesce(?, site), format = ?, warnings = ? WHERE id = ?",
        (title, site, format, compact(list(warnings)), feed_id),
    )


def feed_warnings(conn: sqlite3.Connection, feed_id: str) -> tuple[str, ...]:
    """Returns what the last document of a feed was warned of."""
    row = conn.execute("SELECT warnings FROM feeds WHERE id = ?", (feed_id,)).fetchone()
    return tuple(json.loads(row[0])) if row else ()


def known_entries(conn: sqlite3.Connection, feed_id: str) -> dict[str, Known]:
    """Returns what is stored of a feed by identity, for ``feeds.plan.changes``."""
    found = conn.execute(
        "SELECT a.identity, a.id, a.content_hash, a.guid, a.url, a.raw_hash, a.edits"
        " FROM articles a JOIN feeds f ON f.key = a.feed WHERE f.id = ? ORDER BY a.key",
        (feed_id,),
    )
    return {identity: Known(*values) for identity, *values in found}


def resolve_feed(conn: sqlite3.Connection, text: str) -> list[tuple[str, str]]:
    """Returns (id, title) of the feeds that ``text`` names: an id, else the start of an address or title."""
    exact = conn.execute("SELECT id, coalesce(name, title, id) FROM feeds WHERE id = ?", (text,)).fetchall()
    if exact:
        return [tuple(row) for row in exact]
    start = text.casefold()
    rows = conn.execute("SELECT id, coalesce(name, title, id), url FROM feeds ORDER BY listed DESC, place, key")
    return [
        (slug, title)
        for slug, title, url in rows
        if start and any(name.casefold().startswith(start) for name in (title, url, url.partition("://")[2]))
    ]
