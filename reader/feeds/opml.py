"""Subscriptions in and out as OPML 2.0. Nothing is fetched; only http(s) addresses are taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from reader.clean import clean_line
from reader.errors import FeedError, UsageError
from reader.feeds import addresses
from reader.feeds.subscriptions import add_subscriptions, read_subscriptions
from reader.model.feeds import Subscription

LIMIT = 16 * 1024 * 1024
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class OpmlLine:
    """One feed of an OPML file. ``tags`` are the folders it lies in (``Chips/Memory``) and its categories."""

    url: str
    name: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """``known`` counts feeds that were there already, ``failed`` lines without an http(s) address."""

    added: tuple[Subscription, ...]
    known: int
    failed: int


def read_opml(data: bytes) -> tuple[tuple[OpmlLine, ...], int]:
    """Returns the feeds of an OPML document, each once, and how many lines hold no http(s) address.

    Raises UsageError where it is no OPML, holds a DTD, or is larger than 16 MiB. No attribute but address, title,
    text and category is looked at.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(data) > LIMIT:
        raise UsageError("the OPML file is larger than 16 MiB")
    try:
        root = fromstring(data.lstrip(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise UsageError("the OPML file holds a DTD or entities, which are not taken") from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise UsageError(f"not an OPML file: {clean_line(str(error), 120)}") from error
    body = next((child for child in root if _local(child) == "body"), None)
    if _local(root) != "opml" or body is None:
        raise UsageError("not an OPML file: it has no opml element with a body")
    found: dict[str, OpmlLine] = {}
    failed = 0
    waiting: list[tuple[Element, tuple[str, ...]]] = [(child, ()) for child in reversed(body)]
    while waiting:
        outline, folders = waiting.pop()
        attributes = {name.lower(): value for name, value in outline.attrib.items()}
        name = clean_line(attributes.get("title") or attributes.get("text") or "", 200) or None
        children = [child for child in outline if _local(child) == "outline"]
        if "xmlurl" in attributes or not children:
            line = _line(attributes, name, folders)
            if line is None:
                failed += 1
            else:
                before = found.get(key := addresses.same(line.url))
                tags = (*before.tags, *line.tags) if before else line.tags
                found[key] = OpmlLine(line.url, before.name if before else name, tuple(dict.fromkeys(tags)))
        inner = (*folders, name.replace("/", "-")) if name and len(folders) < _DEEPEST else folders
        waiting += [(child, inner) for child in reversed(children)]
    return tuple(found.values()), failed


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _line(attributes: dict[str, str], name: str | None, folders: tuple[str, ...]) -> OpmlLine | None:
    try:
        url = addresses.check_url(attributes.get("xmlurl", ""))
    except FeedError:
        return None
    categories = [clean_line(one.strip("/ "), 100) for one in attributes.get("category", "").split(",")]
    tags = [clean_line("/".join(folders), 100), *categories]
    return OpmlLine(url, name, tuple(dict.fromkeys(tag for tag in tags if tag)))


def import_opml(path: Path, data: bytes) -> Imported:
    """Appends the feeds of an OPML document to feeds.toml (made where it is not there) in one write.

    Raises UsageError where the data is no OPML, ConfigError where the file is wrong or cannot be written.
    """
    lines, failed = read_opml(data)
    there = {addresses.same(feed.url) for feed in read_subscriptions(path).feeds} if path.exists() else set()
    tables: list[dict[str, Any]] = []
    known = 0
    for line in lines:
        if addresses.same(line.url) in there:
            known += 1
        else:
            tables.append({"url": line.url, "name": line.name, "tags": list(line.tags)})
    return Imported(add_subscriptions(path, tables), known, failed)


def export_opml(feeds: Iterable[Subscription], title: str = "Tapeout subscriptions") -> str:
    """Returns an OPML 2.0 document: a feed lies in the folders of its first tag, its category names all of them.

    User names and passwords in addresses are left out.
    """
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    body = SubElement(root, "body")
    folders: dict[tuple[str, ...], Element] = {(): body}
    for feed in feeds:
        path: tuple[str, ...] = ()
        for folder in feed.tags[0].split("/") if feed.tags else ():
            parent, path = folders[path], (*path, folder)
            if path not in folders:
                folders[path] = SubElement(parent, "outline", text=folder, title=folder)
        name = feed.name or feed.id
        outline = SubElement(folders[path], "outline", type="rss", text=name, title=name, xmlUrl=_public(feed.url))
        if feed.tags:
            outline.set("category", ",".join(tag.replace(",", " ") for tag in feed.tags))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _public(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
