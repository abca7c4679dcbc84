"""JSON Feed 1 and 1.1."""

from __future__ import annotations

import json
import re
from typing import Any

from reader.errors import FeedError
from reader.feeds.entries import Piece, RawEntry, RawFeed, RawLink

_SURROGATES = re.compile("[\ud800-\udfff]")
"""halves of characters, which JSON can carry and no encoding takes"""


def read_json_feed(text: str) -> RawFeed:
    """Returns what a JSON document says. Raises FeedError where it is no JSON Feed.

    A member of the wrong type counts as absent, an item that is no object is skipped with a warning.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError also for integers of over 4,300 digits
        raise FeedError("not a feed: broken JSON") from error
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, str) or "jsonfeed.org/version/" not in version:
        raise FeedError("not a feed: JSON that is no JSON Feed")
    items = document.get("items")
    if not isinstance(items, list):
        raise FeedError("a JSON Feed without items")
    feed = RawFeed("json11" if version.rstrip("/").endswith("1.1") else "json10")
    title = _string(document, "title")
    feed.title = Piece(title, "text/plain") if title else None
    feed.link = _string(document, "home_page_url")
    feed.authors = _authors(document)
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            feed.entries.append(_entry(item))
        else:
            feed.warnings.append(f"item {number} is no object")
    return feed


def _string(table: dict[str, Any], key: str) -> str | None:
    value = table.get(key)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and key == "id":
        return str(value)
    if not isinstance(value, str):
        return None
    value = _SURROGATES.sub("", value)
    return value if value.strip() else None


def _authors(table: dict[str, Any]) -> list[str]:
    people = table.get("authors")
    if not isinstance(people, list):
        people = [table.get("author")]
    names = [_string(person, "name") for person in people if isinstance(person, dict)]
    names += [person for person in people if isinstance(person, str)]
    return [name for name in names if name]


def _entry(item: dict[str, Any]) -> RawEntry:
    raw = RawEntry(guid=_string(item, "id"), link=_string(item, "url"))
    if (outside := _string(item, "external_url")) is not None:
        raw.links.append(RawLink(outside, "alternate"))
    title = _string(item, "title")
    raw.title = Piece(title, "text/plain") if title else None
    raw.authors = _authors(item)
    raw.published, raw.updated = _string(item, "date_published"), _string(item, "date_modified")
    if (markup := _string(item, "content_html")) is not None:
        raw.contents.append(Piece(markup, "text/html"))
    elif (text := _string(item, "content_text")) is not None:
        raw.contents.append(Piece(text, "text/plain"))
    if (summary := _string(item, "summary")) is not None and not raw.contents:
        raw.summary = Piece(summary, "text/plain")
    tags = item.get("tags")
    raw.categories = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    attachments = item.get("attachments")
    for one in attachments if isinstance(attachments, list) else ():
        if isinstance(one, dict) and (address := _string(one, "url")) is not None:
            size = one.get("size_in_bytes")
            length = str(int(size)) if isinstance(size, (int, float)) and 0 < size < 1e15 else ""
            raw.links.append(RawLink(address, "enclosure", _string(one, "mime_type") or "", length))
    if raw.link is None and raw.guid and raw.guid.startswith(("http://", "https://")):
        raw.link = raw.guid
    return raw
