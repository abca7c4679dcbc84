"""A query's tree as SQL: conditions on an article's key ``{k}`` and time ``{t}``, full text as an FTS5 expression.

Everything that a person typed goes in as a parameter; what goes into an FTS5 expression is quoted, so that no query
is a syntax error.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from reader.query import After, And, Before, Field, Flag, Has, Holding, Is, Named, Newer, Node, Not, Or, Words
from reader.store.clauses import EDITED, NEVER, NOTED, NOTED_KEYS, STARRED, UNREAD, Condition, holding, matching
from reader.store.times import seconds


def expression(node: Node) -> str | None:
    """Returns the FTS5 expression of a tree of words alone that asks for at least one, else None."""
    match node:
        case Words(text, prefix, title):
            quoted = '"' + text.replace('"', " ").replace("\x00", " ") + '"'
            return f"{'title : ' if title else ''}{quoted}{' *' if prefix else ''}"
        case And(parts):
            wanted = [expression(part) for part in parts if not isinstance(part, Not)]
            unwanted = [expression(part.part) for part in parts if isinstance(part, Not)]
            if not wanted or None in wanted or None in unwanted:
                return None
            found = " AND ".join(f"({text})" for text in wanted)
            without = " OR ".join(f"({text})" for text in unwanted)
            return f"({found}) NOT ({without})" if without else found
        case Or(parts) if parts:
            any_of = [expression(part) for part in parts]
            return None if None in any_of else " OR ".join(f"({text})" for text in any_of)
        case _:
            return None


def condition(conn: sqlite3.Connection, node: Node, now: datetime) -> Condition:
    """Returns the condition of any tree; names are looked up in the small tables of feeds, companies and stories."""
    if (text := expression(node)) is not None:
        return matching(text)
    match node:
        case And(parts):
            return _joined(conn, " AND ", parts, now)
        case Or(parts):
            return _joined(conn, " OR ", parts, now) if parts else NEVER
        case Not(part):
            inner = condition(conn, part, now)
            return Condition(f"NOT ({inner.sql})", inner.params)
        case Named(Field.AUTHOR, text, prefix):
            return Condition(
                r"EXISTS (SELECT 1 FROM articles x WHERE x.key = {k} AND x.author LIKE ? ESCAPE '\')",
                (like(text, start=not prefix),),
            )
        case Named(Field.NOTE, text, prefix):
            return Condition(
                rf"{{k}} IN ({NOTED_KEYS} AND (n.body LIKE ? ESCAPE '\' OR n.quote LIKE ? ESCAPE '\'))",
                (like(text, start=not prefix),) * 2,
            )
        case Named():
            return holding(node.field, ids(conn, node))
        case Is(Flag.UNREAD):
            return UNREAD
        case Is(Flag.READ):
            return Condition(f"NOT {UNREAD.sql}")
        case Is(Flag.STARRED):
            return STARRED
        case Is():
            return EDITED
        case Has(Holding.NOTE):
            return NOTED
        case Has(what):
            return Condition(f"EXISTS (SELECT 1 FROM {what}s x WHERE x.article = {{k}})")
        case After(moment):
            return Condition("{t} >= ?", (seconds(moment),))
        case Before(moment):
            return Condition("{t} < ?", (seconds(moment),))
        case Newer(age):
            return Condition("{t} >= ?", (since(now, age),))
        case Words():
            raise AssertionError("words are an expression of their own")


def since(now: datetime, age: timedelta) -> int:
    """Returns the UTC seconds of ``age`` before ``now``, of the year 1 where there is no such time."""
    try:
        return seconds(now - age)
    except OverflowError:
        return -(2**40)


def _joined(conn: sqlite3.Connection, sign: str, parts: tuple[Node, ...], now: datetime) -> Condition:
    # Words that stand side by side are one question to the index; OR never mixes with the rest.
    made = [condition(conn, part, now) for part in parts]
    return Condition(
        "(" + sign.join(f"({part.sql})" for part in made) + ")", tuple(value for part in made for value in part.params)
    )


_LOOKUPS = {
    # Each: the exact name first, then what it may stand for.
    Field.COMPANY: (
        "SELECT company FROM company_counts WHERE company = lower(?1) OR name = ?1 COLLATE NOCASE",
        r"SELECT company FROM company_counts WHERE name LIKE ?2 ESCAPE '\'",
    ),
    Field.TOPIC: (
        "SELECT topic FROM topic_counts WHERE topic = lower(?1)",
        r"SELECT topic FROM topic_counts WHERE topic LIKE ?2 ESCAPE '\'",
    ),
    Field.TAG: (
        "SELECT DISTINCT tag FROM article_tags WHERE tag = ?1 AND held = 1",
        r"SELECT DISTINCT tag FROM article_tags WHERE tag LIKE ?2 ESCAPE '\' AND held = 1",
    ),
    Field.FEED: (
        "SELECT key FROM feeds WHERE id = lower(?1) OR id = ?1",
        r"SELECT key FROM feeds WHERE coalesce(name, title, id) LIKE ?2 ESCAPE '\'",
    ),
    Field.STORY: (
        "SELECT key FROM stories WHERE id = ?1",
        r"SELECT key FROM stories WHERE title LIKE ?2 ESCAPE '\' LIMIT 500",
    ),
}


def ids(conn: sqlite3.Connection, named: Named) -> tuple[object, ...]:
    """Returns the ids (inner keys of feeds and stories) that the value of a field stands for.

    An exact id, name or tag stands for itself alone. Otherwise names that begin with the value where ``prefix`` asks
    for it; a company, feed or story also by any part of its name.
    """
    exact, similar = _LOOKUPS[named.field]
    found: list[tuple[object]] = []
    if not named.prefix:
        found = conn.execute(exact, (named.text,)).fetchall()
    if not found and (named.prefix or named.field not in (Field.TOPIC, Field.TAG)):
        found = conn.execute(similar.replace("?2", "?"), (like(named.text, start=not named.prefix),)).fetchall()
    return tuple(value for (value,) in found)


def like(text: str, *, start: bool) -> str:
    """Returns a LIKE pattern for texts that hold ``text`` (begin with it, without ``start``), ``\\`` as its escape."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{'%' if start else ''}{escaped}%"
