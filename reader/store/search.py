"""Full-text search: ranked or newest first, with the words around a hit."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from reader.model.filters import ArticleFilter, Cursor
from reader.model.lists import SearchHit
from reader.model.text import Span
from reader.query import parse, words
from reader.store.batches import MANY, marks
from reader.store.lists import EVERYTHING, keys, ranked, rows_by_keys
from reader.store.snippets import LOOKED_AT, pattern, snippet


def search(
    conn: sqlite3.Connection,
    query: str,
    *,
    filters: ArticleFilter = EVERYTHING,
    sort: str = "rank",
    now: datetime | None = None,
    after: Cursor | None = None,
    limit: int | None = None,
    among: int | None = None,
) -> list[SearchHit]:
    """Returns the articles that match ``query`` and ``filters`` (whose own query is not looked at).

    ``sort`` is ``rank`` (bm25, a hit in the title counting eightfold; over the newest ``among`` matches, 20,000 where
    none is said, so that a common word costs no more than a rare one) or ``date``, newest first, also where ``after``
    says what the list goes on from or the query has no words of its own.
    """
    asked = replace(filters, query=query)
    found: Sequence[int]
    if words(parse(query)) and after is None:
        found = ranked(conn, asked, now=now, limit=limit, by_date=sort != "rank", among=among)
    else:
        found = keys(conn, asked, now=now, after=after, limit=limit)
    shown = snippets(conn, query, found)
    return [SearchHit(row, *shown.get(row.key, ("", ()))) for row in rows_by_keys(conn, found)]


def snippets(conn: sqlite3.Connection, query: str, wanted: Sequence[int]) -> dict[int, tuple[str, tuple[Span, ...]]]:
    """Returns for inner keys the words around the hits of a query in the text, on one line, with the hits' ranges.

    Where the text has no hit it is the beginning of the text.
    """
    found = pattern(words(parse(query)))
    shown: dict[int, tuple[str, tuple[Span, ...]]] = {}
    for start in range(0, len(wanted), MANY):
        some = tuple(wanted[start : start + MANY])
        rows = conn.execute(
            f"SELECT article, substr(text, 1, {LOOKED_AT}) FROM texts WHERE article IN ({marks(len(some))})", some
        )
        shown |= {key: snippet(text, found) for key, text in rows}
    return shown
