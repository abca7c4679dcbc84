"""HTML read as a flat run of tags and text, in linear time whatever comes.

A parser that builds a tree pays for hostile nesting (a hundred thousand open elements, each unmatched end tag
walking the whole stack). Plain text needs no tree, only where blocks and inlines begin and end, so the markup is
read by one tokenizer in the manner of the HTML standard's: a ``<`` that begins no tag is text, comments and
declarations vanish, scripts, styles and embedded media vanish with their content.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_OPENING = re.compile(r"<(?:!--|[!?]|/?[a-zA-Z])")
_PLAIN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})((?:[^\"'<>]++|\"[^\"<>]*+\")*+)>")
"""a tag as most are written, without anything that could be read otherwise"""
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9:-]{0,40}")
_REST = re.compile(r"(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+>")
_WINDOW = 4096
_ATTRIBUTE = re.compile(r"(?<![\w-])([a-zA-Z][\w-]*+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")

_SILENT = (
    "script style template title head svg math iframe noscript noembed noframes object canvas audio video map "
    "select textarea button applet"
)
SILENT = frozenset(_SILENT.split())
"""elements whose content is no text of the article"""
_MAY_SELF_CLOSE = frozenset(("svg", "math", "iframe", "object", "canvas", "audio", "video"))


class Tag(NamedTuple):
    """A start or end tag; ``attributes`` is its raw text, read only where someone asks."""

    name: str
    closing: bool
    attributes: str = ""

    def get(self, name: str) -> str:
        """Returns an attribute's decoded value, empty where absent."""
        for found in _ATTRIBUTE.finditer(self.attributes):
            if found[1].lower() == name:
                return html.unescape(found[2] or found[3] or found[4] or "")
        return ""


def tokens(source: str) -> Iterator[Tag | str]:
    """Yields tags and runs of decoded text in order. Never fails; takes time linear in ``source``."""
    at = 0
    missing: set[str] = set()
    next_end = -1
    text_from = 0
    while (start := source.find("<", at)) >= 0:
        tag: Tag | None
        plain = _PLAIN.match(source, start, start + _WINDOW)
        if plain is not None:
            closing, name, attributes = plain.groups()
            tag = Tag(name.lower(), closing != "", attributes)
            following = plain.end()
        else:
            found = _OPENING.match(source, start)
            if found is None:
                at = start + 1
                continue
            opening = found[0]
            if opening == "<!--":
                end = source.find("-->", start + 4)
                following = len(source) if end < 0 else end + 3
                tag = None
            else:
                inside = _REST.match(source, found.end(), min(len(source), start + _WINDOW))
                if inside:
                    following = inside.end()
                else:
                    if next_end < start:
                        next_end = source.find(">", start)
                        if next_end < 0:
                            next_end = len(source)
                    if next_end >= len(source):
                        break  # no tag ends any more: what is left is text
                    following = next_end + 1
                tag = None if opening[1] in "!?" else _tag(source, start, following)
        if start > text_from:
            yield html.unescape(source[text_from:start])
        if tag is not None:
            if tag.name in SILENT and not tag.closing and not _closes_itself(tag):
                following = _after_silence(source, following, tag.name, missing)
            yield tag
        at = text_from = following
    if text_from < len(source):
        yield html.unescape(source[text_from:])


def _tag(source: str, start: int, following: int) -> Tag:
    closing = source[start + 1] == "/"
    name = _NAME.match(source, start + 2 if closing else start + 1)
    assert name is not None
    return Tag(name[0].lower(), closing, source[name.end() : following - 1])


def _closes_itself(tag: Tag) -> bool:
    return tag.name in _MAY_SELF_CLOSE and tag.attributes.rstrip().endswith("/")


def _after_silence(source: str, at: int, name: str, missing: set[str]) -> int:
    """Returns where the element's end tag begins, ``at`` where it has none (then its content is shown)."""
    if name in missing:
        return at
    found = re.compile(rf"</{name}(?![\w-])", re.IGNORECASE).search(source, at)
    if found is None:
        missing.add(name)
        return at
    return found.start()
