"""Bytes of a feed document to a :class:`ParsedFeed`: RSS 0.9x to 2.0, RDF, Atom, CDF by feedparser, and JSON Feed.

Runs in a worker process: patterns and trees of a hostile document may take long or much memory.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin

from reader.clean import clean_line
from reader.errors import FeedError
from reader.feeds.addresses import link
from reader.feeds.dates import believable, parse_date
from reader.feeds.encoding import decode, mend, refuse_entities
from reader.feeds.entries import EntryBuilder, Piece, RawEntry, RawFeed, RawLink, author
from reader.feeds.json_feed import read_json_feed
from reader.feeds.plain_xml import Malformed, read_plain
from reader.feeds.sanitise import text_of
from reader.feeds.shortened import read_news
from reader.model.feeds import Entry, Known, ParsedFeed

ENTRY_LIMIT = 2000
_ATTRIBUTE = 2048
_NOTHING: Mapping[str, Known] = MappingProxyType({})
_LONG_ATTRIBUTE = re.compile(r"=\s{0,20}(?:\"[^\"<]{2049}[^\"<]*\"|'[^'<]{2049}[^'<]*')")
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_HTML_PAGE = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?(?:<!doctype\s+html|<html|<head|<body)", re.IGNORECASE | re.DOTALL
)
_DECLARATION = re.compile(r"\s{0,100}<\?xml\s[^>]{0,300}>")
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]{0,60})")


def parse(
    body: bytes, content_type: str | None, url: str, now: datetime, known: Mapping[str, Known] = _NOTHING
) -> ParsedFeed:
    """Returns what the document says; at most its 2,000 newest entries, with a warning where there are more.

    ``url`` is where it came from: relative links start there. Dates after ``now`` plus two days are not believed.
    ``known`` are the items that are stored already, by their digests: of these no more is read than that.
    Raises FeedError where it is no feed.
    """
    return finish(read(body, content_type, known), url, now, known)


def read(body: bytes, content_type: str | None, known: Mapping[str, Known] = _NOTHING) -> RawFeed:
    """Returns what the document says as it says it: read straight where that is safe, else by feedparser."""
    text, codec = decode(body, content_type)
    if text.lstrip()[:1] == "{":
        return read_json_feed(text)
    straight = body if codec == "utf-8" and b"\xef\xbf\xbd" not in body else text.encode("utf-8", "replace")
    try:
        feed = read_news(straight.removeprefix(b"\xef\xbb\xbf").lstrip(), known, ENTRY_LIMIT)
    except Malformed:
        if _HTML_PAGE.match(text[:5000]):
            raise FeedError("not a feed: an HTML page") from None
        refuse_entities(text)
        text = mend(text)
        try:
            feed = read_plain(text.encode("utf-8", "replace"))
        except Malformed:
            feed = None
    feed = feed if feed is not None else read_by_feedparser(text)
    feed.skip_hours = _skip_hours(text)
    return feed


def _skip_hours(text: str) -> tuple[int, ...]:
    """Returns the hours (UTC, 0–23) of ``skipHours``; none where it names all of them."""
    found = re.search(r"<skipHours\s*>([^\0]{0,2000}?)</skipHours\s*>", text) if "<skipHours" in text else None
    hours = {int(hour) % 24 for hour in re.findall(r"<hour\s*>\s*(\d{1,2})\s*<", found[1])} if found else set()
    return tuple(sorted(hours)) if len(hours) < 24 else ()


def finish(raw: RawFeed, url: str, now: datetime, known: Mapping[str, Known] = _NOTHING) -> ParsedFeed:
    """Returns a document's facts with its entries built; an entry that holds nothing is skipped with a warning."""
    builder = EntryBuilder(now, url, author(raw.authors))
    notes = list(raw.warnings)
    entries: list[Entry] = []
    digests: list[str | None] = []
    items = raw.entries
    if len(items) > ENTRY_LIMIT:
        notes.append(f"{len(items)} entries; the {ENTRY_LIMIT} newest are taken")
        items = _newest(items, now)
    for number, one in enumerate(items, 1):
        there = known.get(one.raw_hash) if one.raw_hash is not None else None
        entry = builder.build(one) if there is None else Entry(there.guid, there.url, "", None, None, None, "")
        if not (there or entry.guid or entry.url or entry.html or one.title):
            notes.append(f"entry {number} is empty")
            continue
        entries.append(entry)
        digests.append(one.raw_hash)
    title = clean_line(text_of(raw.title.value[:10_000]), 300) if raw.title else ""
    return ParsedFeed(
        title=title or None,
        site=_site(raw, url),
        format=raw.format or "unknown",
        entries=tuple(entries),
        ttl=_ttl(*raw.ttl_words),
        warnings=tuple(notes[:20]),
        skip_hours=raw.skip_hours,
        raw_hashes=tuple(digests),
    )


def _newest(items: list[RawEntry], now: datetime) -> list[RawEntry]:
    """Returns the newest items in their order; one without a believable date counts as new."""

    def age(number: int) -> tuple[float, int]:
        one = items[number]
        dates = (parse_date(text) for text in (one.published, one.created, one.updated))
        moment = next((date for date in dates if believable(date, now)), None)
        return (now - moment).total_seconds() if moment else 0.0, number

    return [items[number] for number in sorted(sorted(range(len(items)), key=age)[:ENTRY_LIMIT])]


def read_by_feedparser(text: str) -> RawFeed:
    """Returns what feedparser makes of a document. Raises FeedError where it is no feed."""
    import feedparser

    if _HTML_PAGE.match(text[:5000]):
        raise FeedError("not a feed: an HTML page")
    refuse_entities(text)
    text = _cut_attributes(_DECLARATION.sub("", text, count=1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        document = feedparser.parse(
            b"<?xml version='1.0' encoding='utf-8'?>\n" + text.encode("utf-8", "replace"),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        if not document.entries and not document.version:
            raise FeedError(_what(text))
        feed = _raw_feed(document)
    if document.bozo and feed.entries and _is_cut(text):
        feed.entries.pop()
        feed.warnings.append("the document is cut short; its last entry is left out")
    return feed


def _is_cut(text: str) -> bool:
    """Says whether a document ends within an entry: half a text must not replace a whole one that is stored."""
    return any(text.rfind(f"<{name}") > text.rfind(f"</{name}") for name in ("item", "entry"))


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


def _raw_feed(document: Any) -> RawFeed:
    head = document.feed
    feed = RawFeed(document.version)
    if head.get("title"):
        feed.title = Piece(str(head.title), "text/html")
    feed.link, feed.links = head.get("link"), _links(head)
    feed.ttl_words = tuple(  # type: ignore[assignment]
        str(head.get(key, default))
        for key, default in (("ttl", ""), ("sy_updateperiod", ""), ("sy_updatefrequency", "1"))
    )
    if document.version.startswith("atom"):
        feed.authors = _names(head)
    for number, item in enumerate(document.entries, 1):
        try:
            feed.entries.append(_raw_entry(item, document.version.startswith("atom")))
        except (TypeError, ValueError, AttributeError, LookupError) as error:
            feed.warnings.append(f"entry {number} was skipped: {clean_line(str(error), 100)}")
    return feed


def _links(item: Any) -> list[RawLink]:
    links = item.get("links")
    return [
        RawLink(
            str(one.get("href") or ""), str(one.get("rel", "")), str(one.get("type", "")), str(one.get("length", ""))
        )
        for one in (links if isinstance(links, list) else ())
    ]


def _site(raw: RawFeed, url: str) -> str | None:
    """Returns the address of the site that a feed belongs to, not that of the feed itself."""
    selves = {one.href for one in raw.links if one.rel == "self"}
    candidates = [one.href for one in raw.links if one.rel == "alternate" and one.type in _HTML_TYPES]
    for candidate in (*candidates, raw.link):
        if candidate and candidate.strip() and (candidate in candidates or candidate not in selves):
            try:
                return link(urljoin(url, candidate.strip()))
            except ValueError:
                continue
    return None


_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml", "html", ""))


def _ttl(minutes: str, period: str, times: str) -> int | None:
    """Returns seconds between changes as ``ttl`` (minutes) or ``sy:updatePeriod`` say."""
    if re.fullmatch(r"[0-9]{1,6}", minutes.strip()) and int(minutes) > 0:
        return int(minutes) * 60
    seconds = _PERIODS.get(period.strip().lower())
    if seconds is None:
        return None
    return seconds // max(int(times), 1) if re.fullmatch(r"[0-9]{1,5}", times.strip()) else seconds


def _names(item: Any) -> list[str]:
    """Returns the authors' names; feedparser has taken mail addresses out of them."""
    people = item.get("authors")
    people = [one for one in people if isinstance(one, dict)] if isinstance(people, list) else []
    names = [str(one.get("name") or "") for one in people]
    names = [name for name in names if name.strip()]
    single = item.get("author")
    return names or ([str(single)] if isinstance(single, str) and single.strip() else [])


def _raw_entry(item: Any, atom: bool) -> RawEntry:
    raw = RawEntry(guid=_words(item, "id"), link=_words(item, "feedburner_origlink") or _words(item, "link"))
    raw.title = _piece(item.get("title_detail")) or (Piece(str(item.title)) if item.get("title") else None)
    raw.authors = _names(item)
    if not atom and len(item.get("authors") or ()) == 1 and (written := _words(item, "author")):
        raw.authors = [written]
    raw.published, raw.created = _words(item, "published"), _words(item, "created")
    raw.updated = _words(item, "updated") if dict.__contains__(item, "updated") else None
    contents = item.get("content")
    raw.contents = [piece for one in (contents if isinstance(contents, list) else ()) if (piece := _piece(one))]
    raw.summary = _piece(item.get("summary_detail"))
    if raw.summary is None and (summary := _words(item, "summary")):
        raw.summary = Piece(summary, "text/html")
    tags = item.get("tags")
    raw.categories = [
        str(tag.get("label") or tag.get("term") or "") for tag in (tags if isinstance(tags, list) else ())
    ]  # fmt: skip
    raw.links = _links(item)
    source = item.get("source")
    raw.source = _words(source, "title") if isinstance(source, dict) else None
    return raw


def _words(item: Any, key: str) -> str | None:
    """Returns a text; an element of feedparser's own names can put anything there."""
    value = item.get(key)
    return value if isinstance(value, str) else None


def _piece(detail: Any) -> Piece | None:
    if not isinstance(detail, dict) or not isinstance(detail.get("value"), str):
        return None
    return Piece(detail["value"], str(detail.get("type") or "text/html").lower(), str(detail.get("base") or ""))
