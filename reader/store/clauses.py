"""Pieces of SQL that hold or do not for an article's key ``{k}`` and time ``{t}``, with their parameters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL that holds or does not for an article, with its parameters in order."""

    sql: str
    params: tuple[object, ...] = ()


NEVER = Condition("0")
UNREAD = Condition("EXISTS (SELECT 1 FROM reading x WHERE x.article = {k} AND x.read = 0)")
STARRED = Condition("EXISTS (SELECT 1 FROM reading x WHERE x.article = {k} AND x.starred = 1)")
NOTED_KEYS = "SELECT o.key FROM notes n JOIN articles o ON o.id = n.target WHERE n.removed IS NULL"
NOTED = Condition(f"{{k}} IN ({NOTED_KEYS})")
EDITED = Condition("EXISTS (SELECT 1 FROM articles x WHERE x.key = {k} AND x.edited = 1)")


ALWAYS = Condition("1")


def matching(text: str) -> Condition:
    """Returns the condition that an FTS5 expression holds."""
    return Condition("{k} IN (SELECT rowid FROM article_fts WHERE article_fts MATCH ?)", (text,))


_HOLDERS = {
    "company": "EXISTS (SELECT 1 FROM company_tags x WHERE x.article = {k} AND +x.company IN (%s))",
    "topic": "EXISTS (SELECT 1 FROM topic_tags x WHERE x.article = {k} AND +x.topic IN (%s))",
    "tag": "EXISTS (SELECT 1 FROM article_tags x WHERE x.article = {k} AND x.held = 1 AND +x.tag IN (%s))",
    "feed": "EXISTS (SELECT 1 FROM articles x WHERE x.key = {k} AND x.feed IN (%s))",
    "story": "EXISTS (SELECT 1 FROM story_articles x WHERE x.article = {k} AND x.story IN (%s))",
}


def holding(field: str, values: tuple[object, ...]) -> Condition:
    """Returns the condition that an article has one of ``values`` (ids, or inner keys of feeds and stories)."""
    return Condition(_HOLDERS[field] % ",".join("?" * len(values)), values) if values else NEVER
