"""A server's items as a JSON Feed, so that they take the way of every other feed: worker, cleaner, limits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from reader.account.answers import long_id
from reader.model.accounts import RemoteItem

CONTENT_TYPE = "application/feed+json"


def identity(item: RemoteItem) -> str:
    """Returns what the article of an item is known by within its feed: the item's long id."""
    return f"g:{long_id(item.item)}"


def document(title: str, items: Iterable[RemoteItem]) -> bytes:
    """Returns a JSON Feed of items of one subscription."""
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": title, "items": [_item(item) for item in items]}
    return json.dumps(feed).encode("ascii")


def _item(item: RemoteItem) -> dict[str, Any]:
    made: dict[str, Any] = {"id": long_id(item.item), "title": item.title, "content_html": item.html}
    if item.url:
        made["url"] = item.url
    if item.author:
        made["authors"] = [{"name": item.author}]
    if item.published is not None:
        made["date_published"] = datetime.fromtimestamp(item.published, UTC).isoformat()
    if item.enclosures:
        made["attachments"] = [
            {"url": one.url, "mime_type": one.type, "size_in_bytes": one.length} for one in item.enclosures
        ]
    return made
