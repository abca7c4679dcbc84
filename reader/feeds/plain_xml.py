"""RSS 2.0, RSS 1.0 and Atom 1.0 of the usual shape, read straight by expat in one pass.

feedparser takes several times as long, for the sake of everything that is not of the usual shape. So this reader
gives up (returns None) wherever the two could differ: markup that is no XML, a DOCTYPE, elements that feedparser
gives a meaning of its own, elements where they do not belong. What it does read it reads as feedparser does, which a
test holds over many real feeds. It also knows where each item lies in the document, so that an item of which not a
byte changed is recognised by its digest.
"""

from __future__ import annotations

import re
from html import escape
from xml.parsers import expat

from reader.feeds import xml_names as names
from reader.feeds.entries import Piece, RawEntry, RawFeed
from reader.feeds.xml_names import Links, NotPlain, item_digest, item_key, joined, mended, opening, unwrapped


class Malformed(Exception):
    """The document is no well-formed XML."""


def read_plain(body: bytes) -> RawFeed | None:
    """Returns what an UTF-8 document says, None where it is not plainly of the usual shape.

    Links are relative where the document has them so. Raises Malformed where it is not XML.
    """
    reader = _Reader(body)
    try:
        reader.parser.Parse(body, True)
    except NotPlain:
        return None
    except expat.ExpatError as error:
        raise Malformed(str(error)) from error
    return reader.finished()


class _Reader:
    """The handlers of one parse. Depth counts open elements; an item's children are at ``item_depth + 1``."""

    def __init__(self, body: bytes) -> None:
        self.feed = RawFeed()
        self.links = Links()
        self.body = body
        self.atom = self.rdf = False
        self.base = self.mail = ""
        self.bases: list[tuple[int, str]] = []
        self.depth = 0
        self.entry: RawEntry | None = None
        self.entry_links = Links()
        self.item_depth = self.item_start = 0
        self.skip = 0
        """depth of the element whose content is passed over, with what may not stand in it"""
        self.forbidden: frozenset[str] = frozenset()
        self.text: list[str] = []
        self.target = self.target_type = self.target_base = ""
        self.permalink = self.seen_media_title = False
        self.category: list[str] = []
        self.person = self.source = self.markup = self.channel = 0
        self.ttl: dict[str, str] = {}
        self.called: dict[str, str] = {}
        self.unknown: set[str] = set()
        self.ranges: list[tuple[int, int]] = []
        self.root = b""
        parser = self.parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.StartNamespaceDeclHandler = self.namespace
        parser.StartDoctypeDeclHandler = self.doctype

    def doctype(self, *_: object) -> None:
        raise NotPlain

    def namespace(self, prefix: str | None, uri: str | None) -> None:
        lowered = (uri or "").lower()
        if not self.feed.format:
            if lowered == "http://purl.org/rss/1.0/":
                self.feed.format = "rss10"
            elif lowered == names.ATOM:
                self.feed.format = "atom10"
        if lowered in names.PREFIXES:
            return
        if not prefix or prefix.lower() in names.MEANT or "backend.userland.com/rss" in lowered:
            raise NotPlain
        self.unknown.add(lowered)

    def key(self, name: str) -> str:
        """Returns ``prefix:local`` in lower case as feedparser names an element, ``?`` for what it has no name for."""
        uri, _, local = name.rpartition(" ")
        prefix = names.PREFIXES.get(uri.lower())
        if prefix is None:
            if uri.lower() not in self.unknown:
                raise NotPlain
            prefix = "?"
        found = "?" if prefix == "?" else prefix + local.lower()
        self.called[name] = found
        return found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        key = self.called.get(name) or self.key(name)
        if attributes and (names.BASE in attributes or "base" in attributes):
            self.rebase(attributes)
        if self.markup:
            self.text.append(opening(key, attributes))
        elif self.skip:
            if key in self.forbidden or (self.forbidden is names.IMAGE_ONLY and key not in names.IMAGE):
                raise NotPlain
        elif self.target:
            raise NotPlain
        elif self.person:
            if self.depth != self.person + 1 or key not in names.PERSON:
                raise NotPlain
            self.collect(key)
        elif self.source:
            self.start_in_source(key)
        elif self.entry is not None:
            self.start_in_item(key, attributes)
        else:
            self.start_in_feed(key, attributes)

    def rebase(self, attributes: dict[str, str]) -> None:
        value = attributes.get(names.BASE) or attributes.get("base") or self.base
        if value and not re.match(r"https?://[^/\s]", value):
            raise NotPlain
        self.bases.append((self.depth, self.base))
        self.base = value

    def collect(self, target: str) -> None:
        self.target = target
        self.target_base = self.base
        self.text = []
        self.parser.CharacterDataHandler = self.text.append

    def pass_over(self, forbidden: frozenset[str]) -> None:
        self.skip = self.depth
        self.forbidden = forbidden

    def start_in_feed(self, key: str, attributes: dict[str, str]) -> None:
        if self.depth == 1:
            self.start_root(key, attributes)
        elif key == ("entry" if self.atom else "item") and self.depth in (self.channel + 1, 2 if self.rdf else 0):
            self.start_item(attributes)
        elif key == "channel" and not self.atom and self.depth == 2 and not self.channel:
            if attributes.keys() & {"lastmod", "href", "LASTMOD", "HREF"}:
                raise NotPlain
            self.channel = 2
        elif key in ("image", "textinput"):
            self.pass_over(names.IMAGE_ONLY if key == "image" else frozenset(("item", "entry")))
        elif self.depth != self.channel + 1:
            raise NotPlain
        elif key == "link":
            if self.links.start(attributes, self.base):
                self.collect("feed link")
            else:
                self.pass_over(names.NESTED)
        elif key in names.FEED_TEXT:
            self.collect("feed " + ("title" if key in names.TITLE else key))
        elif key == "author" and self.atom:
            self.person, self.mail = self.depth, ""
        elif key in ("item", "entry", "channel", "feed", "rss", "base", "media:title"):
            raise NotPlain
        else:
            self.pass_over(names.FEED_NESTED)

    def start_root(self, key: str, attributes: dict[str, str]) -> None:
        if key == "rss":
            version = attributes.get("version", "")
            if not self.feed.format.startswith("rss"):
                self.feed.format = names.VERSIONS.get(version) or ("rss20" if version.startswith("2.") else "rss")
        elif key == "feed" and self.feed.format == "atom10":
            self.atom, self.channel = True, 1
        elif key == "rdf:rdf" and self.feed.format:
            self.rdf = True
        else:
            raise NotPlain
        start = self.parser.CurrentByteIndex
        self.root = self.body[start : self.body.find(b">", start) + 1]

    def start_item(self, attributes: dict[str, str]) -> None:
        self.entry = RawEntry()
        self.entry_links = Links()
        self.item_depth, self.item_start = self.depth, self.parser.CurrentByteIndex
        self.permalink = self.seen_media_title = False
        for name, value in attributes.items():
            plain = name.rpartition(" ")[2].lower()
            if plain == "about":
                self.entry.guid = value
            elif plain in ("lastmod", "href"):
                raise NotPlain

    def start_in_item(self, key: str, attributes: dict[str, str]) -> None:
        entry = self.entry
        assert entry is not None
        if key.startswith("itunes:") or key in names.STRANGE or key.startswith("xhtml:"):
            raise NotPlain
        if key in ("summary", "content") or (self.atom and key == "title"):
            self.start_text_construct(key, attributes)
        elif key in ("description", "content:encoded"):
            if self.atom or attributes.keys() & {"type", "mode"}:
                raise NotPlain
            if key == "description" and entry.summary is not None:
                raise NotPlain
            self.target_type = "text/html"
            self.collect(key)
        elif key == "link":
            if self.entry_links.start(attributes, self.base):
                self.collect(key)
            else:
                self.pass_over(names.NESTED)
        elif key == "enclosure":
            self.entry_links.enclosure(attributes)
            self.pass_over(names.NESTED)
        elif key in names.GUID:
            lowered = {name.lower(): value for name, value in attributes.items()}
            self.permalink = lowered.get("ispermalink", "true") == "true"
            self.collect(key)
        elif key in names.CATEGORY:
            lowered = {name.lower(): value for name, value in attributes.items()}
            self.category = [lowered.get("label") or lowered.get("term") or "", lowered.get("term") or ""]
            if lowered.keys() & {"term", "label", "domain", "scheme"}:
                entry.categories.append(self.category[0])
                self.category.append("tag")
            self.collect(key)
        elif key == "source":
            if self.atom:
                self.source = self.depth
            else:
                self.collect(key)
        elif key == "author" and self.atom:
            self.person, self.mail = self.depth, ""
        elif key in names.TEXT:
            if key == "media:title":
                self.seen_media_title = True
            self.collect(key)
        else:
            self.pass_over(names.NESTED)

    def start_text_construct(self, key: str, attributes: dict[str, str]) -> None:
        assert self.entry is not None
        if not self.atom or "mode" in attributes or (key == "summary" and self.entry.summary is not None):
            raise NotPlain
        kind = names.TYPES.get(attributes.get("type", "text").lower())
        if kind is None:
            raise NotPlain
        self.target_type = kind
        self.collect(key)
        if kind == "application/xhtml+xml":
            self.markup = self.depth
            self.parser.CharacterDataHandler = self.escaped

    def escaped(self, text: str) -> None:
        self.text.append(escape(text, quote=False))

    def start_in_source(self, key: str) -> None:
        if self.depth == self.source + 1 and key == "title":
            self.collect("source title")
        elif self.depth == self.source + 1 and key in ("link", "guid", "id", "category", "content", "enclosure"):
            self.pass_over(names.NESTED)
        else:
            self.pass_over(frozenset(("title", "entry", "item")))

    def end(self, name: str) -> None:
        depth = self.depth
        if self.markup:
            if depth == self.markup:
                self.markup = 0
                self.store("".join(unwrapped(self.text)).strip())
            else:
                self.text.append(f"</{self.called[name].rpartition(':')[2]}>")
        elif self.skip:
            if depth == self.skip:
                self.skip = 0
        elif self.target:
            self.store("".join(self.text).strip())
        elif depth == self.person:
            self.end_person()
        elif depth == self.source:
            self.source = 0
        elif self.entry is not None and depth == self.item_depth:
            self.end_item()
        if self.bases and self.bases[-1][0] == depth:
            self.base = self.bases.pop()[1]
        self.depth = depth - 1

    def end_person(self) -> None:
        self.person = 0
        if self.mail:
            (self.entry.mails if self.entry is not None else self.feed.mails).append(self.mail)

    def end_item(self) -> None:
        entry = self.entry
        assert entry is not None
        if self.seen_media_title and not (entry.title and entry.title.value):
            raise NotPlain
        if len(entry.authors) > 1 and any("@" in name for name in entry.authors):
            raise NotPlain
        entry.link, entry.links = self.entry_links.link, self.entry_links.links
        if entry.origin is not None:
            entry.link = entry.origin or entry.link
        if not entry.authors and entry.mails:
            entry.authors = [entry.mails[-1]]
        self.feed.entries.append(entry)
        end = self.body.find(b">", self.parser.CurrentByteIndex) + 1
        self.ranges.append((self.item_start, end))
        self.entry = None

    def store(self, value: str) -> None:
        """Takes the text of the element that ends."""
        target, self.target = self.target, ""
        self.parser.CharacterDataHandler = None
        if target in ("link", "feed link"):
            links = self.links if target == "feed link" else self.entry_links
            made = mended(joined(self.target_base, value) if value else value)
            links.text(re.sub(r"&([A-Za-z0-9_]+);", r"&\g<1>", made.replace("&amp;", "&")))
            return
        if target in names.GUID and self.permalink and value:
            value = joined(self.target_base, value)
        value = mended(value)
        if self.entry is None:
            self.store_in_feed(target, value)
        else:
            self.store_in_item(self.entry, target, value)

    def store_in_feed(self, target: str, value: str) -> None:
        if target == "feed title":
            if self.feed.title is None or not self.feed.title.value:
                self.feed.title = Piece(value)
        elif self.person:
            self.store_person(self.feed.authors, target, value)
        else:
            self.ttl[target.partition(" ")[2]] = value

    def store_person(self, people: list[str], target: str, value: str) -> None:
        if target == "name":
            if value.strip():
                people.append(value)
        elif target == "email":
            self.mail = value

    def store_in_item(self, entry: RawEntry, target: str, value: str) -> None:
        if self.person:
            self.store_person(entry.authors, target, value)
        elif target in names.TITLE:
            if entry.title is None or not entry.title.value:
                entry.title = Piece(value, "text/html", self.target_base)
        elif target in ("description", "summary"):
            entry.summary = Piece(value, self.target_type, self.target_base)
        elif target in ("content:encoded", "content"):
            entry.contents.append(Piece(value, self.target_type, self.target_base))
        elif target in names.GUID:
            entry.guid = value
            if self.permalink and self.entry_links.link is None:
                self.entry_links.link = value
        elif target in names.PUBLISHED:
            entry.published = value
        elif target in names.UPDATED:
            entry.updated = value
        elif target in names.CREATED:
            entry.created = value
        elif target in names.AUTHOR:
            entry.authors.append(value)
        elif target in names.CATEGORY:
            self.store_category(entry, value)
        elif target == "media:keywords":
            entry.categories += [word.strip() for word in value.split(",") if word.strip()]
        elif target in ("source", "source title"):
            entry.source = entry.source or value or None
        elif target == "feedburner:origlink":
            entry.origin = value

    def store_category(self, entry: RawEntry, value: str) -> None:
        if value:
            label, term = self.category[:2]
            if len(self.category) > 2 and not term:
                entry.categories[-1] = label or value
            else:
                entry.categories.append(value)

    def finished(self) -> RawFeed | None:
        feed = self.feed
        feed.links, feed.link = self.links.links, self.links.link
        if not self.atom:
            feed.authors = []
        elif not feed.authors and feed.mails:
            feed.authors = [feed.mails[-1]]
        ttl, period, times = (self.ttl.get(key, "") for key in ("ttl", "sy:updateperiod", "sy:updatefrequency"))
        feed.ttl_words = (ttl, period, times or "1")
        key = item_key(self.root, "\x1f".join(feed.authors))
        for entry, (start, end) in zip(feed.entries, self.ranges, strict=True):
            entry.raw_hash = item_digest(self.body[start:end], key)
        return feed
