"""From an item as it was taken out of its document (XML or JSON) to an :class:`Entry`: the same for all formats."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin

from reader.clean import AUTHOR_LIMIT, UNTITLED, clean_line, clean_title
from reader.feeds.addresses import link
from reader.feeds.dates import believable, parse_date
from reader.feeds.sanitise import Sanitiser, html_of, text_of
from reader.model.feeds import Enclosure, Entry

_HTML = frozenset(("text/html", "application/xhtml+xml", "html", "xhtml"))
_MAIL = re.compile(r"\S{1,100}@\S{1,100}\s*\(([^()]{1,200})\)|([^<>()]{1,200}?)\s*[<(]\S{1,100}@\S{1,100}[>)]")
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_ENDED = re.compile(r"</(?:br|hr|img|wbr|input|col|area)>", re.IGNORECASE)
"""end tags that XHTML may write and that HTML reads as one more element"""
_GUID_LIMIT = 2048
_MANY = 50


@dataclass(slots=True)
class Piece:
    """Text with its media type and the address that its relative links start from."""

    value: str
    type: str = "text/html"
    base: str = ""


@dataclass(slots=True)
class RawLink:
    href: str
    rel: str = "alternate"
    type: str = ""
    length: str = ""


@dataclass(slots=True)
class RawEntry:
    """An item before anything was believed of it. Links are absolute where their base is known."""

    guid: str | None = None
    link: str | None = None
    links: list[RawLink] = field(default_factory=list)
    title: Piece | None = None
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    updated: str | None = None
    created: str | None = None
    contents: list[Piece] = field(default_factory=list)
    summary: Piece | None = None
    categories: list[str] = field(default_factory=list)
    source: str | None = None
    origin: str | None = None
    """the address that a feed service's link stands for"""
    mails: list[str] = field(default_factory=list)
    raw_hash: str | None = None


@dataclass(slots=True)
class RawFeed:
    """A document before anything was believed of it. ``ttl_words`` are ``ttl``, ``sy:updatePeriod`` and its
    frequency as they stand there."""

    format: str = ""
    title: Piece | None = None
    link: str | None = None
    links: list[RawLink] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    ttl_words: tuple[str, str, str] = ("", "", "1")
    skip_hours: tuple[int, ...] = ()
    entries: list[RawEntry] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class EntryBuilder:
    """Makes the entries of one document. ``now`` bounds the dates that are believed."""

    def __init__(self, now: datetime, base: str, author: str | None = None) -> None:
        self._now = now
        self._base = base
        self._author = author
        self._sanitiser = Sanitiser()

    def build(self, raw: RawEntry) -> Entry:
        """Returns the entry: cleaned, sanitised, its links absolute, its dates believable."""
        published, updated, claimed = self._dates(raw)
        markup = self._markup(raw)
        title = clean_title(self.title(raw.title)) if raw.title else UNTITLED
        if title == UNTITLED:
            title = clean_title(_opening(markup))
        return Entry(
            guid=_guid(raw),
            url=self._url(raw),
            title=title,
            author=author(raw.authors) or self._author,
            published=published,
            updated=updated,
            html=markup,
            categories=_categories(raw.categories),
            enclosures=self._enclosures(raw),
            source=clean_line(text_of(raw.source), 200) or None if raw.source else None,
            claimed_date=claimed,
        )

    def title(self, piece: Piece) -> str:
        """Returns a title's words; plain ones may hold ``<`` as long as no known tag is made of it."""
        return text_of(piece.value[:100_000])

    def _dates(self, raw: RawEntry) -> tuple[datetime | None, datetime | None, str | None]:
        stated = [text for text in (raw.published, raw.created, raw.updated) if text and text.strip()]
        moments = [(text, parse_date(text)) for text in stated]
        good = [moment for _, moment in moments if moment is not None and believable(moment, self._now)]
        published = good[0] if good else None
        updated = parse_date(raw.updated) if raw.updated else None
        if not believable(updated, self._now):
            updated = None
        first_is_bad = bool(moments) and (not good or moments[0][1] != good[0])
        claimed = clean_line(moments[0][0], 100) if first_is_bad else None
        return published, updated, claimed

    def _url(self, raw: RawEntry) -> str | None:
        candidates = [raw.link]
        for wanted in ("text/html", "application/xhtml+xml", ""):
            candidates += [one.href for one in raw.links if one.rel == "alternate" and one.type in (wanted, "")]
        candidates += [one.href for one in raw.links if one.rel in ("related", "via")]
        for candidate in candidates:
            if candidate and (made := link(self._absolute(candidate.strip()))) is not None:
                return made
        return None

    def _absolute(self, address: str) -> str:
        if address.startswith(("http://", "https://")):
            return address
        try:
            return urljoin(self._base, address)
        except ValueError:
            return ""

    def _markup(self, raw: RawEntry) -> str:
        pieces = [piece for piece in (*raw.contents, raw.summary) if piece is not None and piece.value.strip()]
        if not pieces:
            return ""
        best = (
            pieces[0]
            if len(pieces) == 1 or _weight(pieces[0]) >= max(len(piece.value) for piece in pieces[1:])
            else (max(pieces, key=_weight))
        )
        value = best.value
        if best.type == "text/plain" and not _TAGS.search(value):
            value = html_of(html.unescape(value) if "&" in value else value)
        elif best.type not in _HTML and best.type != "text/plain":
            return ""
        if best.type == "application/xhtml+xml":
            value = _ENDED.sub("", value)
        return self._sanitiser.clean(value, self._absolute(best.base) if best.base else self._base)

    def _enclosures(self, raw: RawEntry) -> tuple[Enclosure, ...]:
        found: dict[str, Enclosure] = {}
        for one in raw.links:
            if one.rel == "enclosure" and (url := link(self._absolute(one.href.strip()))) is not None:
                length = int(one.length) if re.fullmatch(r"[0-9]{1,15}", one.length.strip()) else None
                found.setdefault(url, Enclosure(url, clean_line(one.type, 100), length or None))
        return tuple(found.values())[:_MANY]


def _guid(raw: RawEntry) -> str | None:
    return clean_line(raw.guid, _GUID_LIMIT) or None if raw.guid else None


def _weight(piece: Piece) -> int:
    """How much text a piece holds; the first of equals wins."""
    if piece.type not in _HTML and piece.type != "text/plain":
        return -1
    return len(_TAGS.sub("", piece.value)) if "<" in piece.value else len(piece.value)


def _opening(markup: str) -> str:
    """Returns the first words of an entry that has no title, cut at a word."""
    words = text_of(_TAGS.sub(" ", markup[:4000])).split()
    if not words:
        return ""
    taken: list[str] = []
    length = 0
    for word in words:
        length += len(word) + 1
        if length > 80 and taken:
            return " ".join(taken) + "…"
        taken.append(word)
    return " ".join(taken)


def author(names: list[str]) -> str | None:
    """Returns the authors' names, mail addresses left out, parted by commas; None where nothing is left."""
    kept: dict[str, None] = {}
    for name in names[:_MANY]:
        text = clean_line(text_of(name[:2048]), AUTHOR_LIMIT)
        if found := _MAIL.fullmatch(text):
            text = (found[1] or found[2] or "").strip()
        if text:
            kept[text] = None
    return clean_line(", ".join(kept), AUTHOR_LIMIT) or None


def _categories(terms: list[str]) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    for term in terms[: 4 * _MANY]:
        text = clean_line(text_of(term[:2048]), 100)
        if text and not text.startswith(("http://", "https://")):
            kept[text] = None
    return tuple(kept)[:_MANY]
