"""A document without the items that are stored already: they need no parsing, as each is known by its bytes.

Items are found by their tags, past comments, sections and instructions. Wherever that is not plainly what a parser
would find (items within items, a DOCTYPE, authors of the feed that its entries take over), nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Container

from reader.feeds.entries import RawFeed
from reader.feeds.plain_xml import Malformed, read_plain
from reader.feeds.xml_names import item_digest, item_key

_TOKEN = re.compile(rb"<!--|<!\[CDATA\[|<\?|<!|<(/?)(item|entry)(?=[\s>/])")
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_ROOT = re.compile(rb"<[A-Za-z_]")


def read_news(body: bytes, known: Container[str], most: int) -> RawFeed | None:
    """Returns what ``read_plain`` would, but that of items whose digests are ``known`` no more is read than that.

    Documents with more than ``most`` items are read whole.
    """
    short = shortened(body, known, most) if known else None
    if short is not None:
        rest, digests = short
        try:
            feed = read_plain(rest)
        except Malformed:
            feed = None
        if feed is not None and len(feed.entries) == len(digests):
            for entry, digest in zip(feed.entries, digests, strict=True):
                entry.raw_hash = digest or entry.raw_hash
            return feed
    return read_plain(body)


def shortened(body: bytes, known: Container[str], most: int) -> tuple[bytes, list[str | None]] | None:
    """Returns the document with an empty element for each item of ``known``, and the digests of those in their places.

    None where nothing can be left out, or where there are more than ``most`` items.
    """
    ranges = _items(body)
    if not ranges or len(ranges) > most:
        return None
    root = _ROOT.search(body, body.find(b"?>") + 2 if body.startswith(b"<?") else 0)
    if root is None or root.start() > ranges[0][0]:
        return None
    key = item_key(body[root.start() : body.find(b">", root.start()) + 1], "")
    parts: list[bytes] = []
    digests: list[str | None] = []
    here = 0
    for start, end, name in ranges:
        digest = item_digest(body[start:end], key)
        digests.append(digest if digest in known else None)
        parts.append(body[here:start])
        parts.append(b"<%s/>" % name if digests[-1] is not None else body[start:end])
        here = end
    parts.append(body[here:])
    if not any(digests) or (ranges[0][2] == b"entry" and any(b"author" in part for part in parts[::2])):
        return None
    return b"".join(parts), digests


def _items(body: bytes) -> list[tuple[int, int, bytes]]:
    """Returns start, end and name of each item, none where their tags are not plainly in order."""
    found: list[tuple[int, int, bytes]] = []
    at, start, name = 0, -1, b""
    while (token := _TOKEN.search(body, at)) is not None:
        closing, named = token.groups()
        end = body.find(_ENDS.get(token[0], b">"), token.end())
        if end < 0 or token[0] == b"<!":
            return []
        if named is None:
            at = end + len(_ENDS[token[0]])
            continue
        at = end + 1
        if closing:
            if start < 0 or named != name:
                return []
            found.append((start, at, name))
            start = -1
        elif start >= 0 or body[end - 1 : end] == b"/":
            return []
        else:
            start, name = token.start(), named
    return found if start < 0 else []
