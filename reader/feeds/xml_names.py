"""What the elements of feed formats are called, which of them mean something, how links and items are known."""

from __future__ import annotations

import contextlib
import hashlib
import re
from html import escape
from urllib.parse import urljoin

from reader.feeds.entries import RawLink

ATOM = "http://www.w3.org/2005/atom"
PREFIXES = {
    "": "", ATOM: "", "http://purl.org/rss/1.0/": "", "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0/modules/rss091#": "", "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:", "http://purl.org/dc/terms/": "dcterms:",
    "http://search.yahoo.com/mrss": "media:", "http://search.yahoo.com/mrss/": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:", "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:", "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:", "http://web.resource.org/cc/": "?",
    "http://creativecommons.org/ns#license": "?", "http://backend.userland.com/creativecommonsrssmodule": "?",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "?", "http://www.georss.org/georss": "?",
    "http://www.opengis.net/gml": "?", "http://www.w3.org/2003/01/geo/wgs84_pos#": "?",
    "http://podlove.org/simple-chapters": "?", "http://purl.org/rss/1.0/modules/slash/": "?",
    "http://wellformedweb.org/commentapi/": "?", "http://purl.org/syndication/thread/1.0": "?",
    "http://purl.org/rss/1.0/modules/threading/": "?", "http://www.w3.org/xml/1998/namespace": "?",
    "http://www.w3.org/1999/xlink": "?", "http://webns.net/mvcb/": "?",
}  # fmt: skip
"""namespaces in lower case; ``?`` marks those of which nothing is read"""
MEANT = frozenset(
    ("content", "dc", "dcterms", "media", "itunes", "sy", "feedburner", "xhtml", "rdf", "cc", "creativecommons",
     "georss", "gml", "geo", "psc")
)  # fmt: skip
"""prefixes by which feedparser knows an element though its namespace is another one"""
VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}

TITLE = frozenset(("title", "dc:title"))
GUID = frozenset(("guid", "id"))
PUBLISHED = frozenset(("published", "pubdate", "issued", "dcterms:issued"))
UPDATED = frozenset(("updated", "modified", "dc:date", "dcterms:modified", "lastbuilddate"))
CREATED = frozenset(("created", "dcterms:created"))
AUTHOR = frozenset(("author", "dc:creator", "dc:author"))
CATEGORY = frozenset(("category", "dc:subject", "keywords"))
TEXT = (
    TITLE | GUID | PUBLISHED | UPDATED | CREATED | AUTHOR | CATEGORY
    | {"link", "description", "content:encoded", "feedburner:origlink", "media:keywords", "source", "media:title"}
)  # fmt: skip
STRANGE = frozenset(
    ("dc:description", "media:description", "media:category", "abstract", "tags", "body", "fullitem", "image",
     "textinput", "item", "entry", "channel", "feed", "rss", "managingeditor", "base", "url", "uri", "homepage",
     "webmaster", "dc:publisher", "info", "feedburner:browserfriendly")
)  # fmt: skip
NESTED = TEXT | STRANGE | {"summary", "content", "enclosure", "content:encoded"}
FEED_TEXT = TITLE | {"link", "ttl", "sy:updateperiod", "sy:updatefrequency"}
IMAGE = frozenset(("url", "title", "link", "width", "height", "description"))
PERSON = frozenset(("name", "email", "uri", "url", "homepage"))
TYPES = {
    "text": "text/plain", "html": "text/html", "xhtml": "application/xhtml+xml", "text/plain": "text/plain",
    "text/html": "text/html", "application/xhtml+xml": "application/xhtml+xml",
}  # fmt: skip
HTML_TYPES = frozenset(("text/html", "application/xhtml+xml", "html", "xhtml"))
BASE = "http://www.w3.org/XML/1998/namespace base"
VERSION = b"1"
"""counted up where the same bytes become another entry, so that stored digests do not hide the difference"""
_C1 = re.compile("[\x80-\x9f]")
_CP1252 = {
    code: bytes([code]).decode("cp1252") for code in range(128, 160) if code not in (129, 141, 143, 144, 157)
}  # fmt: skip


def item_key(root: bytes, authors: str) -> bytes:
    """Returns what an item's digest depends on besides its bytes: its document's root tag and its feed's authors."""
    return hashlib.blake2b(VERSION + root + authors.encode(), digest_size=16).digest()


def item_digest(item: bytes, key: bytes) -> str:
    """Returns the digest by which an item is known."""
    return hashlib.blake2b(item, key=key, digest_size=12).hexdigest()


class NotPlain(Exception):
    """The document is better left to feedparser."""


def mended(text: str) -> str:
    """Undoes UTF-8 that was taken for Latin-1 and written as UTF-8 again, and Windows-1252 taken for Latin-1."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_CP1252) if _C1.search(text) else text


def joined(base: str, address: str) -> str:
    if ":///" in address:
        raise NotPlain
    if not base:
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


class Links:
    """The links of a feed or an entry; ``link`` is the one that feedparser would call its link."""

    __slots__ = ("link", "links")

    def __init__(self) -> None:
        self.link: str | None = None
        self.links: list[RawLink] = []

    def start(self, attributes: dict[str, str], base: str) -> bool:
        """Takes a link element's start; says whether its address is its text."""
        lowered = {name.lower(): value for name, value in attributes.items()}
        rel, kind = lowered.get("rel", "alternate").lower(), lowered.get("type", "").lower()
        if not kind:
            kind = "application/atom+xml" if rel == "self" else "text/html"
        href = lowered.get("url") or lowered.get("uri") or lowered.get("href")
        if not href:
            if lowered.keys() & {"url", "uri", "href"}:
                raise NotPlain
            self.links.append(RawLink("", rel, kind))
            return True
        href = joined(base, href)
        self.links.append(RawLink(href, rel, kind, lowered.get("length", "")))
        if rel == "alternate" and TYPES.get(kind, kind) in HTML_TYPES:
            self.link = href
        return False

    def enclosure(self, attributes: dict[str, str]) -> None:
        """Takes an enclosure element."""
        lowered = {name.lower(): value for name, value in attributes.items()}
        href = lowered.get("url") or lowered.get("uri") or lowered.get("href")
        if href:
            self.links.append(RawLink(href, "enclosure", lowered.get("type", "").lower(), lowered.get("length", "")))

    def text(self, value: str) -> None:
        """Takes a link element's text, already joined with its base."""
        self.link = value
        if value:
            self.links[-1].href = value


IMAGE_ONLY: frozenset[str] = frozenset(("item", "entry", "channel"))
FEED_NESTED = TITLE | {"link", "item", "entry", "channel", "feed", "rss", "base", "image", "media:title"}


def opening(key: str, attributes: dict[str, str]) -> str:
    """Returns the start tag of an element of XHTML content, as HTML. Raises NotPlain for elements of other kinds."""
    prefix, _, tag = key.rpartition(":")
    if prefix not in ("xhtml", "") or tag in ("?", "svg", "math"):
        raise NotPlain
    made = []
    for name, value in attributes.items():
        if " " in name:
            if not name.startswith("http://www.w3.org/XML/1998/namespace "):
                raise NotPlain
            name = "xml:" + name.rpartition(" ")[2]
        name = name.lower()
        value = value.lower() if name in ("rel", "type") else value
        made.append(f' {name}="{escape(value, quote=False).replace(chr(34), "&quot;")}"')
    return f"<{tag}{''.join(made)}>"


def unwrapped(pieces: list[str]) -> list[str]:
    """Takes away the one ``div`` that XHTML content stands in."""
    start, end = 0, len(pieces)
    while end - start > 1 and not pieces[end - 1].strip():
        end -= 1
    while end - start > 1 and not pieces[start].strip():
        start += 1
    pieces = pieces[start:end]
    if not pieces or not pieces[0].startswith(("<div>", "<div ")) or pieces[-1] != "</div>":
        return pieces
    depth = 0
    for piece in pieces[:-1]:
        if piece.startswith("</"):
            depth -= 1
            if depth == 0:
                return pieces
        elif piece.startswith("<") and not piece.endswith("/>"):
            depth += 1
    return pieces[1:-1]
