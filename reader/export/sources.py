"""Footnotes: every line of a page with where it was read, and links in the manner of the vault."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from posixpath import relpath
from urllib.parse import quote

from reader.export.markdown import inline, link
from reader.export.wording import day_words
from reader.model.articles import Article
from reader.model.exports import PageBlock
from reader.model.text import SourceRef

_UNFIT = re.compile(r"[<>\\%#?\[\]&`$~^{}=:\x00-\x1f\x7f]")
_DEFINED = re.compile(r"^\[\^([0-9a-f]{6,32})\]:", re.MULTILINE)


class LinkStyle(StrEnum):
    """How pages of one folder point at each other."""

    PLAIN = "plain"
    WIKI = "wiki"


def _nowhere(_: tuple[str, str]) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Links:
    """The manner of links, where pages lie in the folder, and in which part of it the page lies that links.

    ``find`` gives the path within the folder for (id, kind), None for a page that does not lie there.
    """

    style: LinkStyle = LinkStyle.PLAIN
    find: Callable[[tuple[str, str]], str | None] = _nowhere
    base: str = ""

    def page(self, title: str, id: str, kind: str) -> str:
        """Returns a link to another page of the folder; its title alone where it was not exported."""
        path = self.find((id, kind))
        if path is None:
            return inline(title)
        if self.style is LinkStyle.WIKI:
            return f"[[{wiki_safe(str(PurePosixPath(path).with_suffix('')))}|{wiki_safe(title)}]]"
        # Angle brackets take the blanks of our file names; a person's own names hold other signs.
        near = relpath(path, self.base or ".")
        return f"[{inline(title)}](<{_UNFIT.sub(lambda found: quote(found[0], safe=''), near)}>)"

    def name(self, name: str) -> str:
        """Returns an organisation's name for front matter."""
        return f"[[{wiki_safe(name)}]]" if self.style is LinkStyle.WIKI else name


def wiki_safe(text: str) -> str:
    """Returns text without the signs that end or bend a wiki link or mean HTML."""
    kept = "".join(" " if sign in "[]|#^<>\\{}`\n" else sign for sign in text)
    return " ".join(kept.split()) or "page"


def whole_label(ref: SourceRef) -> str:
    """Returns the digest that the label of a footnote is the beginning of."""
    return hashlib.blake2b(f"{ref.article}:{ref.start}:{ref.end}".encode(), digest_size=16).hexdigest()


def defined_labels(blocks: Iterable[PageBlock]) -> frozenset[str]:
    """Returns the labels of the footnotes that a page has."""
    return frozenset(label for block in blocks for label in _DEFINED.findall(block.text))


def known_mark(ref: SourceRef, defined: Iterable[str]) -> str:
    """Returns the mark of a source among a page's footnotes, empty where the page does not cite it."""
    whole = whole_label(ref)
    return next((f"[^{label}]" for label in defined if whole.startswith(label)), "")


class Footnotes:
    """The footnotes of one page, in the order of first use.

    A label is made of what it cites and not of its place, so that a paragraph which a person keeps still cites the
    same sentence when the page round it changes.
    """

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._labels: dict[SourceRef, str] = {}

    def mark(self, refs: Iterable[SourceRef], most: int = 3) -> str:
        """Returns the marks for up to ``most`` sources, empty where none of their articles is at hand.

        A near copy is no second source: where another is cited, it gets no mark.
        """
        known = [ref for ref in dict.fromkeys(refs) if ref.article in self._articles]
        known = [ref for ref in known if self._articles[ref.article].duplicate_of not in self._articles] or known[:1]
        return "".join(f"[^{self._label(ref)}]" for ref in known[:most])

    def _label(self, ref: SourceRef) -> str:
        if ref not in self._labels:
            whole = whole_label(ref)
            taken = set(self._labels.values())
            self._labels[ref] = next(whole[:size] for size in range(6, 33) if whole[:size] not in taken)
        return self._labels[ref]

    def __len__(self) -> int:
        return len(self._labels)

    def text(self, start: int = 0) -> str:
        """Returns the definitions from the ``start``-th on: origin, title, day, address and the sentence itself."""
        told = [f"[^{label}]: {self._told(ref)}" for ref, label in self._labels.items()]
        return "\n\n".join(told[start:])

    def _told(self, ref: SourceRef) -> str:
        article = self._articles[ref.article]
        quoted = " ".join(article.text[ref.start : ref.end].split())
        origin = f"{inline(article.origin)}, " if article.origin else ""
        return f"{origin}{link(article.title, article.url)}, {day_words(article.published)}: “{inline(quoted)}”"
