"""Full-text search: ranked or newest first, with the words around a hit."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from reader.model.lists import ArticleFilter, Cursor, SearchHit
from reader.model.text import Span
from reader.query import Words, parse, words
from reader.store.articles import MANY, marks
from reader.store.conditions import expression
from reader.store.lists import EVERYTHING, keys, ranked, rows_by_keys

SNIPPET_TOKENS = 24
PLAIN_LENGTH = 200
"""characters of a snippet in which nothing is hit"""
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
# Noncharacters: they stand in no text that anyone exchanges, and are taken out again.


def search(
    conn: sqlite3.Connection,
    query: str,
    *,
    filters: ArticleFilter = EVERYTHING,
    sort: str = "rank",
    now: datetime | None = None,
    after: Cursor | None = None,
    limit: int | None = None,
) -> list[SearchHit]:
    """Returns the articles that match ``query`` and ``filters`` (whose own query is not looked at).

    ``sort`` is ``rank`` (bm25, a hit in the title counting eightfold; over the newest 20,000 matches, so that a
    common word costs no more than a rare one) or ``date``, newest first, which goes on from ``after``. A query
    without words of its own is always sorted by date.
    """
    asked = replace(filters, query=query)
    found: Sequence[int]
    if sort == "rank" and words(parse(query)):
        found = ranked(conn, asked, now=now, limit=limit)
    else:
        found = keys(conn, asked, now=now, after=after, limit=limit)
    shown = snippets(conn, query, found)
    return [SearchHit(row, *shown.get(row.key, ("", ()))) for row in rows_by_keys(conn, found)]


def snippets(conn: sqlite3.Connection, query: str, wanted: Sequence[int]) -> dict[int, tuple[str, tuple[Span, ...]]]:
    """Returns for inner keys the words around the hits of a query in the text, on one line, with the hits' ranges.

    Where the text has no hit it is the beginning of the text.
    """
    hits = [made for word in words(parse(query)) if (made := expression(Words(word.text, word.prefix)))]
    shown: dict[int, tuple[str, tuple[Span, ...]]] = {}
    for start in range(0, len(wanted), MANY):
        some = tuple(wanted[start : start + MANY])
        if hits:
            rows = conn.execute(
                f"SELECT rowid, snippet(article_fts, 1, ?, ?, '…', {SNIPPET_TOKENS}) FROM article_fts"
                f" WHERE article_fts MATCH ? AND rowid IN ({marks(len(some))})",
                (_OPEN, _CLOSE, " OR ".join(f"({text})" for text in hits), *some),
            )
            shown |= {key: _read(text) for key, text in rows}
        rest = [key for key in some if key not in shown]
        rows = conn.execute(
            f"SELECT article, substr(text, 1, {PLAIN_LENGTH}) FROM texts WHERE article IN ({marks(len(rest))})", rest
        )
        shown |= {key: (" ".join(text.split()), ()) for key, text in rows}
    return shown


def _read(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Takes the signs out of a snippet and says where they stood."""
    text, spans, begun = "", [], 0
    for piece in _pieces(marked):
        if piece == _OPEN:
            begun = len(text)
        elif piece == _CLOSE:
            if len(text) > begun:
                spans.append(Span(begun, len(text)))
            begun = len(text)
        else:
            text += piece
    return text, tuple(spans)


def _pieces(marked: str) -> list[str]:
    spaced = marked.replace("\n", " ").replace("\t", " ")
    return [
        piece for piece in spaced.replace(_OPEN, f"\n{_OPEN}\n").replace(_CLOSE, f"\n{_CLOSE}\n").split("\n") if piece
    ]
