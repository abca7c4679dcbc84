"""Since when an article was known here, which is what as-of views go by.

An article is known from when it was first seen. What the first day of a store brought had mostly been published long
before, while nobody was there to see it: it counts from its publication, so that a store shows the past of its stories.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from reader.model.articles import Article
from reader.store.times import moment

FIRST_DAY = timedelta(days=1)
KNOWN_SINCE = f"iif(a.first_seen < ?4 + {int(FIRST_DAY.total_seconds())}, a.sort_time, a.first_seen)"
"""SQL for the moment from which article ``a`` was known; its fourth parameter is when the store was begun"""


def begun(conn: sqlite3.Connection) -> int:
    """Returns when the store saw its first article, in UTC seconds; 0 where it has seen none."""
    (first,) = conn.execute("SELECT min(first_seen) FROM articles").fetchone()
    return first or 0


def known_by(conn: sqlite3.Connection, articles: Sequence[Article], as_of: datetime) -> list[Article]:
    """Returns those of the articles that were known at a moment."""
    first_day = moment(begun(conn)) + FIRST_DAY
    return [
        article
        for article in articles
        if (article.day if article.first_seen < first_day else article.first_seen) <= as_of
    ]
