"""Bytes of a feed document to a :class:`ParsedFeed`: RSS 0.9x to 2.0, RDF, Atom, CDF by feedparser, and JSON Feed.

Runs in a worker process: patterns and trees of a hostile document may take long or much memory.
"""

from __future__ import annotations

import re
import warnings
from datetime import datetime
from typing import Any

from reader.clean import clean_line
from reader.errors import FeedError
from reader.feeds.addresses import link
from reader.feeds.encoding import decode, mend, refuse_entities
from reader.feeds.entries import EntryBuilder, Piece, RawEntry, RawLink, author
from reader.feeds.json_feed import RawFeed, read_json_feed
from reader.feeds.sanitise import text_of
from reader.model.feeds import ParsedFeed

ENTRY_LIMIT = 2000
_ATTRIBUTE = 2048
_LONG_ATTRIBUTE = re.compile(r"=\s{0,20}(?:\"[^\"<]{2049}[^\"<]*\"|'[^'<]{2049}[^'<]*')")
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_HTML_PAGE = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE | re.DOTALL
)
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]{0,60})")


def parse(body: bytes, content_type: str | None, url: str, now: datetime) -> ParsedFeed:
    """Returns what the document says; at most its 2,000 newest entries, with a warning where there are more.

    ``url`` is where it came from: relative links start there. Dates after ``now`` plus two days are not believed.
    Raises FeedError where it is no feed.
    """
    text, _ = decode(body, content_type)
    raw = read_json_feed(text) if text.lstrip()[:1] == "{" else _read_xml(text, url)
    return finish(raw, url, now)


def finish(raw: RawFeed, url: str, now: datetime) -> ParsedFeed:
    """Returns a document's facts with its entries built; an entry that cannot be is skipped with a warning."""
    builder = EntryBuilder(now, url, author(raw.authors))
    entries, notes = [], list(raw.warnings)
    for number, one in enumerate(raw.entries, 1):
        entry = builder.build(one)
        if not (entry.guid or entry.url or entry.html or one.title):
            notes.append(f"entry {number} is empty")
            continue
        entries.append(entry)
    if len(entries) > ENTRY_LIMIT:
        notes.append(f"{len(entries)} entries; the {ENTRY_LIMIT} newest are taken")
        order = sorted(range(len(entries)), key=lambda n: (_age(entries[n].published, now), n))
        kept = set(order[:ENTRY_LIMIT])
        entries = [entry for number, entry in enumerate(entries) if number in kept]
    title = clean_line(text_of(raw.title.value[:10_000]), 300) if raw.title else ""
    site = link(raw.site)
    return ParsedFeed(title or None, site, raw.format or "unknown", tuple(entries), raw.ttl, tuple(notes[:20]))


def _age(published: datetime | None, now: datetime) -> float:
    return (now - published).total_seconds() if published else 0.0


def _read_xml(text: str, url: str) -> RawFeed:
    import feedparser

    if _HTML_PAGE.match(text[:5000]):
        raise FeedError("not a feed: an HTML page")
    refuse_entities(text)
    text = _cut_attributes(mend(text))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        document = feedparser.parse(
            b"<?xml version='1.0' encoding='utf-8'?>\n" + text.encode("utf-8", "replace"),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        if not document.entries and not document.version:
            raise FeedError(_what(text))
        return _raw_feed(document, url)


def _what(text: str) -> str:
    if not text.strip():
        return "not a feed: an empty document"
    found = _ROOT.search(text[:20_000])
    if found is None:
        return "not a feed: no XML"
    if found[1].lower() in ("html", "head", "body", "div", "script", "p", "meta", "title"):
        return "not a feed: an HTML page"
    return f"not a feed: a document of <{clean_line(found[1], 40)}>"


def _cut_attributes(text: str) -> str:
    """Cuts attributes over 2,048 characters: some of feedparser's patterns take quadratic time on them."""

    def cut(found: re.Match[str]) -> str:
        whole = found[0]
        start = min(place for place in (whole.find('"'), whole.find("'")) if place >= 0)
        return whole[: start + 1 + _ATTRIBUTE] + whole[-1]

    return _LONG_ATTRIBUTE.sub(cut, text)


def _raw_feed(document: Any, url: str) -> RawFeed:
    head = document.feed
    feed = RawFeed(document.version)
    if head.get("title"):
        feed.title = Piece(head.title, "text/html")
    feed.site = _alternate(head) or None
    feed.ttl = _ttl(head)
    if document.version.startswith("atom"):
        feed.authors = _names(head)
    for number, item in enumerate(document.entries, 1):
        try:
            feed.entries.append(_raw_entry(item, url))
        except (TypeError, ValueError, AttributeError, LookupError) as error:
            feed.warnings.append(f"entry {number} was skipped: {clean_line(str(error), 100)}")
    return feed


def _alternate(head: Any) -> str | None:
    """Returns the address of the site that a feed belongs to, not that of the feed itself."""
    for one in head.get("links", ()):
        if one.get("rel") == "alternate" and one.get("href") and one.get("type", "text/html") in _HTML_TYPES:
            return str(one["href"])
    address = head.get("link")
    selves = {one.get("href") for one in head.get("links", ()) if one.get("rel") == "self"}
    return str(address) if address and address not in selves else None


_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml", "html", ""))


def _ttl(head: Any) -> int | None:
    """Returns seconds between changes as ``ttl`` (minutes) or ``sy:updatePeriod`` say."""
    minutes = str(head.get("ttl", "")).strip()
    if re.fullmatch(r"[0-9]{1,6}", minutes) and int(minutes) > 0:
        return int(minutes) * 60
    period = _PERIODS.get(str(head.get("sy_updateperiod", "")).strip().lower())
    if period is None:
        return None
    times = str(head.get("sy_updatefrequency", "1")).strip()
    return period // max(int(times), 1) if re.fullmatch(r"[0-9]{1,5}", times) else period


def _names(item: Any) -> list[str]:
    names = [str(one.get("name") or "") for one in item.get("authors", ()) if one]
    names = [name for name in names if name.strip()]
    if names:
        return names
    detail = item.get("author_detail") or {}
    single = detail.get("name") or item.get("author")
    return [str(single)] if single else []


def _raw_entry(item: Any, url: str) -> RawEntry:
    raw = RawEntry(guid=item.get("id"), link=item.get("feedburner_origlink") or item.get("link"))
    raw.title = _piece(item.get("title_detail")) or (Piece(item.title) if item.get("title") else None)
    raw.authors = _names(item)
    raw.published, raw.created = item.get("published"), item.get("created")
    raw.updated = item["updated"] if dict.__contains__(item, "updated") else None
    raw.contents = [piece for piece in map(_piece, item.get("content", ())) if piece is not None]
    raw.summary = _piece(item.get("summary_detail"))
    if raw.summary is None and item.get("summary"):
        raw.summary = Piece(item.summary, "text/html")
    raw.categories = [str(tag.get("label") or tag.get("term") or "") for tag in item.get("tags", ())]
    raw.links = [
        RawLink(str(one["href"]), str(one.get("rel", "")), str(one.get("type", "")), str(one.get("length", "")))
        for one in item.get("links", ())
        if one.get("href")
    ]
    source = item.get("source")
    raw.source = source.get("title") if source else None
    raw.base = next((piece.base for piece in (*raw.contents, raw.summary, raw.title) if piece and piece.base), url)
    return raw


def _piece(detail: Any) -> Piece | None:
    if not detail or not isinstance(detail.get("value"), str):
        return None
    return Piece(detail["value"], str(detail.get("type") or "text/html").lower(), str(detail.get("base") or ""))
