"""Builders of model values with sensible defaults, for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.model.articles import Article
from reader.model.ids import public_id
from reader.text import plain_text

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def article(html: str = "<p>Nvidia said on Tuesday that it will open a plant.</p>", **changes: Any) -> Article:
    """Returns a stored article whose text and layout come from ``html``."""
    plain = plain_text(html)
    values: dict[str, Any] = {
        "id": public_id("a", html, str(changes.get("title", ""))),
        "feed": "example",
        "url": "https://news.example/1",
        "title": "Nvidia to open a plant",
        "author": None,
        "published": NOW,
        "updated": None,
        "first_seen": NOW,
        "text": plain.text,
        "blocks": plain.blocks,
        "inlines": plain.inlines,
        "html": html,
        "origin": "Example News",
    }
    return Article(**(values | changes))
