"""What a list in JSON says of its articles, without making the model's types.

``list --json`` is called by scripts that wait for it. The model's types alone take longer to load than the list takes
to read; the values here are those of ``Article`` in the public surface, without text and findings.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from reader.store.batches import MANY, marks

HEADER = """
    a.key, a.id, f.id AS feed, a.url, a.title, a.author, a.published, a.published_offset, a.updated, a.updated_offset,
    a.first_seen, coalesce(a.source, f.publisher, f.name, f.title, f.id) AS origin, f.kind, r.read, r.starred,
    a.edited, (SELECT count(*) FROM notes n WHERE n.target = a.id AND n.removed IS NULL) AS notes,
    (SELECT o.id FROM copies c JOIN articles o ON o.key = c.original WHERE c.article = a.key) AS duplicate_of,
    (SELECT s.id FROM story_articles l JOIN stories s ON s.key = l.story WHERE l.article = a.key
     ORDER BY l.by_user DESC, l.score DESC, l.story LIMIT 1) AS story,
    (SELECT json_group_array(t.tag) FROM article_tags t WHERE t.article = a.key AND t.held = 1) AS tags,
    (SELECT json_group_array(s.id) FROM article_related l JOIN stories s ON s.key = l.story
     WHERE l.article = a.key) AS related
"""
FROM = "FROM articles a JOIN feeds f ON f.key = a.feed JOIN reading r ON r.article = a.key"
_MORE = """
    strftime('%Y-%m-%dT%H:%M:%SZ', a.published, 'unixepoch'), strftime('%Y-%m-%dT%H:%M:%SZ', a.updated, 'unixepoch'),
    strftime('%Y-%m-%dT%H:%M:%SZ', a.first_seen, 'unixepoch'),
    (SELECT json_group_array(json_array(company, name, kind, count, salience)) FROM
     (SELECT * FROM company_tags t WHERE t.article = a.key ORDER BY t.place)),
    (SELECT json_group_array(json_array(topic, score)) FROM
     (SELECT * FROM topic_tags t WHERE t.article = a.key ORDER BY t.place))
"""


def records(conn: sqlite3.Connection, keys: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yields plain values for the articles of inner keys, in the order of ``keys``: ids, times in UTC (RFC 3339),
    company and topic tags without their places. Keys that are not stored are left out."""
    for start in range(0, len(keys), MANY):
        some = tuple(keys[start : start + MANY])
        rows = conn.execute(f"SELECT {HEADER}, {_MORE} {FROM} WHERE a.key IN ({marks(len(some))})", some)
        found = {row[0]: _record(row) for row in rows}
        yield from (found[key] for key in some if key in found)


def _record(row: Sequence[Any]) -> dict[str, Any]:
    return {
        "id": row[1],
        "feed": row[2],
        "url": row[3],
        "title": row[4],
        "author": row[5],
        "published": row[21],
        "updated": row[22],
        "first_seen": row[23],
        "read": bool(row[13]),
        "starred": bool(row[14]),
        "tags": sorted(json.loads(row[19])),
        "companies": [
            {"id": company, "name": name, "kind": kind, "count": count, "salience": salience}
            for company, name, kind, count, salience in json.loads(row[24])
        ],
        "topics": [{"id": topic, "score": round(score, 3)} for topic, score in json.loads(row[25])],
        "story": row[18],
        "related": sorted(json.loads(row[20])),
        "duplicate_of": row[17],
        "origin": row[11],
        "edited": bool(row[15]),
        "notes": row[16],
    }
