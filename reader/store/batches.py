"""Ids and keys go to SQLite in batches."""

from __future__ import annotations

MANY = 500
"""how many ids or keys go into one statement"""


def marks(count: int) -> str:
    """Returns ``count`` question marks for an SQL list."""
    return ",".join("?" * count)
