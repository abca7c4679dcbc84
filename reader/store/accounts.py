"""Accounts at sync servers: which feed and article each thing of theirs is, and the marks that both sides hold.

Nothing here deletes: a server can set and take off marks of articles, and nothing else. What waits to be sent is not
kept apart: it is every mark that differs from what the server was last known to hold.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from reader.clean import clean_line
from reader.model.accounts import Account, Mark, MarkState, Pair
from reader.store.batches import MANY, marks
from reader.store.layout import compact
from reader.store.times import moment_or_none, seconds, seconds_or_none

_PENDING = "(i.read IS NOT NULL AND r.read <> i.read) + (i.starred IS NOT NULL AND r.starred <> i.starred)"
_COLUMNS = {Mark.READ: ("read", "read_changed", "read_seen"), Mark.STARRED: ("starred", "star_changed", "star_seen")}


def accounts(conn: sqlite3.Connection) -> list[Account]:
    """Returns all accounts in the order in which they were added."""
    rows = conn.execute(
        "SELECT a.id, a.url, a.user, a.last_sync, a.since, a.wait_until, a.failures, a.error, a.refused,"
        f" (SELECT coalesce(sum({_PENDING}), 0) FROM account_items i JOIN reading r ON r.article = i.article"
        " WHERE i.account = a.key AND i.gone = 0) FROM accounts a ORDER BY a.key"
    )
    return [_account(row) for row in rows]


def has_accounts(conn: sqlite3.Connection) -> bool:
    """Says whether there is any account."""
    return conn.execute("SELECT 1 FROM accounts").fetchone() is not None


def _account(row: Sequence[Any]) -> Account:
    return Account(
        id=row[0],
        url=row[1],
        user=row[2],
        last_sync=moment_or_none(row[3]),
        since=moment_or_none(row[4]),
        wait_until=moment_or_none(row[5]),
        failures=row[6],
        error=row[7],
        refused=bool(row[8]),
        pending=row[9],
    )


def add_account(conn: sqlite3.Connection, account_id: str, url: str, user: str, now: datetime) -> None:
    """Adds an account, or clears the error of the one with this address and user."""
    conn.execute(
        "INSERT INTO accounts (id, url, user, added) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (url, user) DO UPDATE SET error = NULL, failures = 0, refused = 0, wait_until = NULL",
        (account_id, url, user, seconds(now)),
    )


def remove_account(conn: sqlite3.Connection, account_id: str) -> None:
    """Forgets an account and what its items were; articles, marks and feeds stay."""
    conn.execute("DELETE FROM accounts WHERE id = ?", (account_id,))


def record_run(
    conn: sqlite3.Connection,
    account_id: str,
    now: datetime,
    *,
    since: datetime | None = None,
    error: str | None = None,
    wait_until: datetime | None = None,
    refused: bool = False,
) -> None:
    """Saves how a run ended. ``since`` is when it began, where it saw everything."""
    conn.execute(
        "UPDATE accounts SET last_sync = CASE WHEN ? IS NULL THEN ? ELSE last_sync END, since = coalesce(?, since),"
        " error = ?, failures = CASE WHEN ? IS NULL THEN 0 ELSE failures + 1 END, wait_until = ?, refused = ?"
        " WHERE id = ?",
        (
            error,
            seconds(now),
            seconds_or_none(since),
            error,
            error,
            seconds_or_none(wait_until),
            int(refused),
            account_id,
        ),
    )
    if error is None:
        conn.execute(
            "UPDATE feeds SET last_sync = ?, last_status = 'ok', error = NULL, failures = 0 WHERE listed = 0 AND key IN"
            " (SELECT f.feed FROM account_feeds f JOIN accounts a ON a.key = f.account WHERE a.id = ?)",
            (seconds(now), account_id),
        )


def feed_names(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """Returns (id, address) of every feed that is stored, those of feeds.toml first."""
    return conn.execute("SELECT id, url FROM feeds ORDER BY listed DESC, place, key").fetchall()


def account_feeds(conn: sqlite3.Connection) -> frozenset[str]:
    """Returns the ids of the feeds that accounts bring."""
    return frozenset(
        name for (name,) in conn.execute("SELECT f.id FROM feeds f JOIN account_feeds a ON a.feed = f.key")
    )


def put_feed(
    conn: sqlite3.Connection, feed_id: str, url: str, *, title: str | None, site: str | None, tags: Sequence[str]
) -> None:
    """Adds a feed that an account brings, or brings its title and tags up to date; one of feeds.toml stays as it is."""
    conn.execute(
        "INSERT INTO feeds (id, url, title, site, tags, format, listed, place) VALUES (?, ?, ?, ?, ?, 'account', 0, 0)"
        " ON CONFLICT (id) DO UPDATE SET title = coalesce(excluded.title, title), tags = excluded.tags,"
        " site = coalesce(excluded.site, site) WHERE listed = 0 AND format = 'account'",
        (feed_id, url, title, site, compact(list(tags))),
    )


def set_streams(conn: sqlite3.Connection, account_id: str, streams: Mapping[str, str]) -> None:
    """Makes (stream → feed id) the subscriptions of an account."""
    conn.execute("DELETE FROM account_feeds WHERE account = (SELECT key FROM accounts WHERE id = ?)", (account_id,))
    conn.executemany(
        "INSERT INTO account_feeds (account, stream, feed)"
        " SELECT a.key, ?, f.key FROM accounts a, feeds f WHERE a.id = ? AND f.id = ?",
        [(stream, account_id, feed) for stream, feed in streams.items()],
    )


def pairs(conn: sqlite3.Connection, account_id: str, items: Sequence[str] | None = None) -> list[Pair]:
    """Returns what is known of an account's items, all of them or those of ``items``."""
    query = (
        "SELECT i.item, i.article, i.gone, r.read, r.read_changed, i.read, i.read_seen, r.starred, r.star_changed,"
        " i.starred, i.star_seen FROM account_items i LEFT JOIN reading r ON r.article = i.article"
        " WHERE i.account = (SELECT key FROM accounts WHERE id = ?)"
    )
    if items is None:
        return [_pair(row) for row in conn.execute(query, (account_id,))]
    found = []
    for start in range(0, len(items), MANY):
        some = tuple(items[start : start + MANY])
        rows = conn.execute(f"{query} AND i.item IN ({marks(len(some))})", (account_id, *some))
        found += [_pair(row) for row in rows]
    return found


def _pair(row: Sequence[Any]) -> Pair:
    def state(at: int) -> MarkState:
        value, changed, base, seen = row[at : at + 4]
        return MarkState(bool(value), changed, None if base is None else bool(base), seen)

    return Pair(row[0], row[1], {Mark.READ: state(3), Mark.STARRED: state(7)}, bool(row[2]))


def put_items(conn: sqlite3.Connection, account_id: str, items: Iterable[tuple[str, str | None]]) -> None:
    """Saves which article (public id; None: none was made of it) each item of an account is."""
    conn.executemany(
        "INSERT INTO account_items (account, item, article)"
        " SELECT key, ?, (SELECT key FROM articles WHERE id = ?) FROM accounts WHERE id = ?"
        " ON CONFLICT (account, item) DO UPDATE SET article = coalesce(excluded.article, article), gone = 0",
        [(item, article, account_id) for item, article in items],
    )


def set_gone(conn: sqlite3.Connection, account_id: str, items: Iterable[str], gone: bool) -> None:
    """Notes whether the server still has the items."""
    conn.executemany(
        "UPDATE account_items SET gone = ? WHERE item = ? AND gone <> ?"
        " AND account = (SELECT key FROM accounts WHERE id = ?)",
        [(int(gone), item, int(gone), account_id) for item in items],
    )


def take_marks(
    conn: sqlite3.Connection, account_id: str, mark: Mark, steps: Iterable[tuple[str, int, bool]], now: datetime
) -> int:
    """Sets a mark as the server has it on (item, article key, value); returns how many articles that changed."""
    value, changed, seen = _COLUMNS[mark]
    time, count = seconds(now), 0
    for item, article, wanted in steps:
        count += conn.execute(
            f"UPDATE reading SET {value} = ?, {changed} = ? WHERE article = ? AND {value} <> ?",
            (int(wanted), time, article, int(wanted)),
        ).rowcount
        conn.execute(
            f"UPDATE account_items SET {value} = ?, {seen} = (SELECT {changed} FROM reading WHERE article = ?)"
            " WHERE item = ? AND account = (SELECT key FROM accounts WHERE id = ?)",
            (int(wanted), article, item, account_id),
        )
    return count


def note_marks(
    conn: sqlite3.Connection, account_id: str, mark: Mark, steps: Iterable[tuple[str, bool, int | None]]
) -> None:
    """Notes what the server holds: (item, value, our time stamp that was settled with it)."""
    value, _, seen = _COLUMNS[mark]
    conn.executemany(
        f"UPDATE account_items SET {value} = ?, {seen} = ? WHERE item = ?"
        " AND account = (SELECT key FROM accounts WHERE id = ?)",
        [(int(wanted), stamp, item, account_id) for item, wanted, stamp in steps],
    )


def dump(conn: sqlite3.Connection) -> list[dict[str, Any]]:
    """Returns the accounts, fit for JSON, without what their items were: the next sync finds that out anew."""
    rows = conn.execute("SELECT id, url, user, added FROM accounts ORDER BY key")
    return [dict(zip(("id", "url", "user", "added"), row, strict=True)) for row in rows]


def load(conn: sqlite3.Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Adds accounts that ``dump`` returned where they are not there; their passwords are to be given anew.

    Raises KeyError, TypeError or ValueError where ``rows`` are none that ``dump`` made.
    """
    for row in rows:
        name, url, user = (str(row[key]) for key in ("id", "url", "user"))
        if not url.startswith(("https://", "http://")) or not all(map(str.isprintable, (name, url, user))):
            raise ValueError(f"no account: {clean_line(url, 80)}")
        taken = {held for (held,) in conn.execute("SELECT id FROM accounts")}
        free = next(made for number in range(1, len(taken) + 2) if (made := _numbered(name, number)) not in taken)
        conn.execute(
            "INSERT INTO accounts (id, url, user, added) VALUES (?, ?, ?, ?) ON CONFLICT (url, user) DO NOTHING",
            (free, url, user, int(row["added"])),
        )


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"
