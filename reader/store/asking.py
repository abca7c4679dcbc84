"""What the query of a list asks, as parts; only a list with a query loads it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

from reader.model.filters import ArticleFilter
from reader.query import And, Field, Flag, Has, Holding, Is, Named, Node, Not, parse
from reader.store.clauses import EDITED, Condition, holding
from reader.store.conditions import condition, expression, ids
from reader.store.parts import WALKS, Part, feed_part, number, story_part, tagged, text_part


def asked(conn: sqlite3.Connection, filters: ArticleFilter, now: datetime | None) -> tuple[ArticleFilter, list[Part]]:
    """Returns the filter with what the query asks of every article, and the parts of the rest of the query."""
    filters, rest = _folded(filters)
    parts = []
    words = [node for node in rest if expression(node) is not None]
    without = [node for node in rest if isinstance(node, Not) and expression(node.part) is not None]
    if words and (text := expression(And((*words, *without)))) is not None:
        parts.append(text_part(conn, text))
        rest = [node for node in rest if node not in words and node not in without]
    moment = now or datetime.now(UTC)
    return filters, parts + [_node_part(conn, node, moment) for node in rest]


def _folded(filters: ArticleFilter) -> tuple[ArticleFilter, list[Node]]:
    """Moves what the query asks of every article into the filter, where an index answers it."""
    node = parse(filters.query)
    nodes = [] if node is None else list(node.parts) if isinstance(node, And) else [node]
    rest = []
    for part in nodes:
        if isinstance(part, Is) and part.flag is Flag.UNREAD:
            filters = replace(filters, unread=True)
        elif isinstance(part, Is) and part.flag is Flag.STARRED:
            filters = replace(filters, starred=True)
        elif isinstance(part, Has) and part.what is Holding.NOTE:
            filters = replace(filters, noted=True)
        else:
            rest.append(part)
    return filters, rest


def _node_part(conn: sqlite3.Connection, node: Node, now: datetime) -> Part:
    if isinstance(node, Named) and node.field not in (Field.AUTHOR, Field.NOTE):
        found = ids(conn, node)
        if len(found) == 1:
            if node.field in WALKS:
                return tagged(conn, node.field, found[0])
            inner = found[0]
            assert isinstance(inner, int)
            return story_part(conn, inner) if node.field is Field.STORY else feed_part(conn, inner, False)
        return Part(holding(node.field, found))
    if isinstance(node, Is) and node.flag is Flag.EDITED:
        size = number(conn, "SELECT count(*) FROM articles WHERE edited = 1")
        return Part(EDITED, "articles d", "d.key", where=Condition("d.edited = 1"), size=size)
    return Part(condition(conn, node, now))
