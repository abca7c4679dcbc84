"""What servers of the Google Reader API answer, read without trust: a member of the wrong type counts as absent.

Ids come in two forms. The long one ends in 16 hexadecimal digits, the short one is the same number as a signed
decimal of 64 bits. The Old Reader's ids are 24 hexadecimal digits in both. We keep the hexadecimal end and always
ask with the long form: older Miniflux reads a short one as hexadecimal.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from reader.errors import AccountError
from reader.model.accounts import RemoteFeed, RemoteItem
from reader.model.feeds import Enclosure

LONG = "tag:google.com,2005:reader/item/"
STATE = "user/-/state/com.google/"
FEEDS_LIMIT = 5000
TEXT_LIMIT = 1024 * 1024
_STATES = re.compile(r"user/[^/]{1,100}/state/com\.google/([a-z-]{1,40})")
_LABELS = re.compile(r"user/[^/]{1,100}/label/(.{1,200})", re.DOTALL)
_LATEST = 253_402_300_799
"""the last second of the year 9999"""


def read_json(body: bytes) -> dict[str, Any]:
    """Returns an answer's object. Raises AccountError for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise AccountError("the server's answer is no JSON") from error
    if not isinstance(found, dict):
        raise AccountError("the server's answer is not what this protocol says")
    return found


def item_key(text: object) -> str | None:
    """Returns the hexadecimal end of an id in any of its forms, None for what is none."""
    if isinstance(text, int) and not isinstance(text, bool):
        text = str(text) if abs(text) < 2**64 else ""
    if not isinstance(text, str) or len(text) > 100:
        return None
    if text.startswith(LONG):
        end = text[len(LONG) :].lower()
        return end if re.fullmatch(r"[0-9a-f]{16}|[0-9a-f]{24}", end) else None
    if re.fullmatch(r"-?[0-9]{1,20}", text):
        number = int(text)
        return f"{number % 2**64:016x}" if -(2**63) <= number < 2**64 else None
    return text.lower() if re.fullmatch(r"[0-9a-fA-F]{24}", text) else None


def long_id(key: str) -> str:
    """Returns the long form of an id, which every server takes."""
    return LONG + key


def read_auth(body: bytes) -> str | None:
    """Returns the ``Auth`` of a login's answer (lines of text, or JSON), None where there is none."""
    text = body[:10_000].decode("utf-8", "replace")
    found = re.search(r"^Auth=(.*)$", text, re.MULTILINE)
    value = found[1].strip() if found else ""
    if not found and text.lstrip().startswith("{"):
        try:
            told = read_json(body).get("Auth")
        except AccountError:
            told = None
        value = told if isinstance(told, str) else ""
    return value if safe_token(value) else None


def safe_token(value: str) -> bool:
    """Says whether a server's token may stand in a header: printable ASCII without blanks, at most 1,000 signs."""
    return bool(re.fullmatch(r"[\x21-\x7e]{1,1000}", value))


def read_subscriptions(body: bytes) -> list[RemoteFeed]:
    """Returns the subscriptions of an answer; those without id or address are left out."""
    answer = read_json(body)
    listed = answer.get("subscriptions")
    if not isinstance(listed, list):
        raise AccountError("the server's answer lists no subscriptions")
    found = {}
    for one in listed[:FEEDS_LIMIT]:
        stream = _text(one, "id", 2100)
        url = _text(one, "url", 2100) or (stream[5:] if stream.startswith("feed/http") else "")
        if not stream.startswith("feed/") or not url:
            continue
        folders = [_LABELS.fullmatch(_text(folder, "id", 300)) for folder in _objects(one, "categories")]
        found[stream] = RemoteFeed(
            stream,
            url,
            _text(one, "title", 1000),
            _text(one, "htmlUrl", 2100) or None,
            tuple(dict.fromkeys(folder[1] for folder in folders[:20] if folder)),
        )
    return list(found.values())


def read_ids(body: bytes) -> tuple[list[str], str | None]:
    """Returns the item keys of one page and where the next one starts, None at the end."""
    answer = read_json(body)
    listed = answer.get("itemRefs")
    if listed is None and "items" not in answer and "continuation" not in answer and answer:
        raise AccountError("the server's answer lists no items")
    keys = [item_key(one.get("id")) for one in (listed if isinstance(listed, list) else ()) if isinstance(one, dict)]
    following = answer.get("continuation")
    if isinstance(following, int) and not isinstance(following, bool):
        following = str(following) if abs(following) < 2**64 else None
    if not isinstance(following, str) or following in ("", "0") or len(following) > 1000:
        following = None
    return [key for key in keys if key], following


def read_items(body: bytes) -> list[RemoteItem]:
    """Returns the items of an answer; those without a readable id are left out."""
    return [item for one in _objects(read_json(body), "items") if (item := _item(one)) is not None]


def _item(one: dict[str, Any]) -> RemoteItem | None:
    key = item_key(one.get("id"))
    if key is None:
        return None
    categories = one.get("categories")
    states = {
        found[1]
        for each in (categories[:500] if isinstance(categories, list) else ())
        if isinstance(each, str) and (found := _STATES.fullmatch(each))
    }
    origin = one.get("origin")
    return RemoteItem(
        item=key,
        stream=_text(origin, "streamId", 2100) if isinstance(origin, dict) else "",
        url=_address(one),
        title=_text(one, "title", 10_000),
        author=_text(one, "author", 2000) or None,
        published=_seconds(one, "published") or _seconds(one, "timestampUsec", 1_000_000),
        html=_markup(one),
        read="read" in states,
        starred="starred" in states,
        updated=_seconds(one, "updated"),
        enclosures=tuple(_enclosures(one)),
    )


def _markup(one: dict[str, Any]) -> str:
    """Returns the longer of content and summary: Miniflux sends both, FreshRSS the summary or the content only."""
    texts = [
        _text(one[name], "content", TEXT_LIMIT) for name in ("content", "summary") if isinstance(one.get(name), dict)
    ]
    return max(texts, key=len, default="")


def _address(one: dict[str, Any]) -> str | None:
    """Returns the item's own link: ``canonical`` is the publisher's, ``alternate`` may be a proxy's."""
    for name in ("canonical", "alternate"):
        for link in _objects(one, name):
            if href := _text(link, "href", 2100):
                return href
    return None


def _enclosures(one: dict[str, Any]) -> Iterator[Enclosure]:
    for each in _objects(one, "enclosure")[:50]:
        href = _text(each, "href", 2100) or _text(each, "url", 2100)
        length = each.get("length")
        if href:
            size = int(length) if isinstance(length, int | str) and re.fullmatch(r"[0-9]{1,15}", str(length)) else None
            yield Enclosure(href, _text(each, "type", 100), size)


def _objects(table: Any, key: str) -> list[dict[str, Any]]:
    value = table.get(key) if isinstance(table, dict) else None
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(table: Any, key: str, limit: int) -> str:
    value = table.get(key) if isinstance(table, dict) else None
    return value[:limit] if isinstance(value, str) else ""


def _seconds(table: dict[str, Any], key: str, scale: int = 1) -> int | None:
    value = table.get(key)
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}", value):
        value = int(value)
    if isinstance(value, float) and 0 < value < 1e18:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    value //= scale
    return value if 0 < value <= _LATEST else None
