"""The query language of the search box, saved views and ``--query``: text → tree. Pure; every text gives a tree.

::

    query   = and ("OR" and)*
    and     = factor factor*            side by side: all must hold
    factor  = "-" factor | "(" query ")" | term
    term    = word | word* | "a phrase" | field:value

What does not parse is searched as plain words: an unknown field or a value that means nothing is the word that it
looks like, a bracket or quotation mark without its fellow and an OR without a neighbour are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from reader.clean import clean

LENGTH = 1000
"""characters of a query that are read"""
TERMS = 32
"""terms of a query that are read"""
DEPTH = 16
"""brackets inside brackets that are read"""


class Field(StrEnum):
    FEED = "feed"
    AUTHOR = "author"
    COMPANY = "company"
    TOPIC = "topic"
    TAG = "tag"
    STORY = "story"
    NOTE = "note"


class Flag(StrEnum):
    UNREAD = "unread"
    READ = "read"
    STARRED = "starred"
    EDITED = "edited"


class Holding(StrEnum):
    NOTE = "note"
    FIGURE = "figure"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Words:
    """A word or phrase of the title or text (of the title alone with ``title``); the last word may be a beginning."""

    text: str
    prefix: bool = False
    title: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A value of a field: a whole id or tag, part of a name, or its beginning with ``prefix``."""

    field: Field
    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    flag: Flag


@dataclass(frozen=True, slots=True)
class Has:
    what: Holding


@dataclass(frozen=True, slots=True)
class After:
    """At ``moment`` (midnight UTC) or later."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class Before:
    """Earlier than ``moment`` (midnight UTC)."""

    moment: datetime


@dataclass(frozen=True, slots=True)
class Newer:
    """Not longer ago than ``age``."""

    age: timedelta


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts; of no parts nothing."""

    parts: tuple[Node, ...]


Node = Words | Named | Is | Has | After | Before | Newer | Not | And | Or
NOTHING = Or(())

_TOKEN = re.compile(
    r'(?P<field>[a-z]{2,8}):(?:"(?P<quoted>[^"]*)"(?P<cut>\*?)|(?P<value>[^\s()"]+))'
    r'|"(?P<phrase>[^"]*)"(?P<star>\*?)'
    r'|(?P<mark>[()"])'
    r"|(?P<minus>-(?=[^\s)-]))"
    r'|(?P<word>[^\s()"]+)',
    re.IGNORECASE,
)
_AGE = re.compile(r"(\d{1,4})([hdwmy])", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1), "m": timedelta(days=30),
          "y": timedelta(days=365)}  # fmt: skip
_FIELDS = {field.value: field for field in Field}
_FLAGS = {flag.value: flag for flag in Flag}
_HOLDINGS = {what.value: what for what in Holding}
_QUOTES = str.maketrans("“”„«»", '"""""')


def parse(text: str) -> Node | None:
    """Returns the tree of a query, None for a blank one (everything), ``NOTHING`` where no word can be searched."""
    source = clean(text[:LENGTH]).translate(_QUOTES).replace("\n", " ").strip()
    if not source:
        return None
    return _Parser(list(_tokens(source))).read() or _plain(source)


def _plain(source: str) -> Node:
    words = [Words(word.strip('"*')) for word in re.split(r"[\s()]+", source) if searchable(word)]
    return _and(list(words[:TERMS])) or NOTHING


def searchable(text: str) -> bool:
    """Whether ``text`` holds a letter or digit: what is all signs is in no index."""
    return any(sign.isalnum() for sign in text)


def words(node: Node | None) -> tuple[Words, ...]:
    """Returns the words that a match holds, those under a "-" left out: what a reader wants to see marked."""
    match node:
        case Words():
            return (node,)
        case And(parts) | Or(parts):
            return tuple(word for part in parts for word in words(part))
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class _Sign:
    text: str


_OPEN, _CLOSE, _MINUS, _OR = _Sign("("), _Sign(")"), _Sign("-"), _Sign("OR")
_Token = Node | _Sign


def _tokens(source: str) -> Iterator[_Token]:
    """Yields terms and signs; brackets without a fellow or too deep are left out, and terms beyond the limit."""
    found = list(_TOKEN.finditer(source))
    kept = _brackets(found)
    terms = 0
    for index, match in enumerate(found):
        if match["mark"]:
            if index in kept:
                yield _OPEN if match["mark"] == "(" else _CLOSE
        elif match["minus"]:
            yield _MINUS
        elif match["word"] == "OR":
            yield _OR
        elif terms < TERMS and (term := _term(match)) is not None:
            terms += 1
            yield term


def _brackets(found: list[re.Match[str]]) -> set[int]:
    kept: set[int] = set()
    opened: list[int] = []
    for index, match in enumerate(found):
        if match["mark"] == "(":
            opened.append(index)
        elif match["mark"] == ")" and opened:
            if len(opened) <= DEPTH:
                kept |= {opened[-1], index}
            opened.pop()
    return kept


def _term(match: re.Match[str]) -> Node | None:
    if match["field"] is None:
        if match["phrase"] is not None:
            return _words(match["phrase"], bool(match["star"]))
        return _words(match["word"].rstrip("*"), match["word"].endswith("*"))
    name = match["field"].lower()
    quoted = match["quoted"]
    value = quoted if quoted is not None else match["value"].rstrip("*")
    prefix = bool(match["cut"]) if quoted is not None else match["value"].endswith("*")
    if name == "title":
        return _words(value, prefix, title=True)
    return _field(name, value.strip(), prefix) or _words(match[0].replace('"', " ").rstrip("*"), prefix)


def _words(text: str, prefix: bool, title: bool = False) -> Words | None:
    return Words(text.strip(), prefix, title) if searchable(text) else None


def _field(name: str, value: str, prefix: bool) -> Node | None:
    if not value:
        return None
    if name in _FIELDS:
        return Named(_FIELDS[name], value, prefix)
    if name == "is" and (flag := _FLAGS.get(value.lower())):
        return Is(flag)
    if name == "has" and (what := _HOLDINGS.get(value.lower().removesuffix("s"))):
        return Has(what)
    if name in ("after", "before") and (day := _day(value)) is not None:
        moment = datetime.combine(day, time(), UTC)
        return After(moment) if name == "after" else Before(moment)
    if name == "newer" and (age := _AGE.fullmatch(value)):
        return Newer(int(age[1]) * _UNITS[age[2].lower()])
    return None


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


class _Parser:
    """Reads balanced tokens; a sign without its operand is passed over."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def read(self) -> Node | None:
        return self._any()

    def _any(self) -> Node | None:
        parts = [self._all()]
        while self._next() is _OR:
            self.at += 1
            parts.append(self._all())
        kept = [part for part in parts if part is not None]
        return kept[0] if len(kept) == 1 else Or(tuple(kept)) if kept else None

    def _all(self) -> Node | None:
        parts = []
        while (token := self._next()) is not None and token is not _OR and token is not _CLOSE:
            if (part := self._factor()) is not None:
                parts.append(part)
        return _and(parts)

    def _factor(self) -> Node | None:
        token = self.tokens[self.at]
        self.at += 1
        if token is _OPEN:
            inner = self._any()
            self.at += 1
            return inner
        if token is _MINUS:
            following = self._next()
            if following is None or following is _OR or following is _CLOSE or following is _MINUS:
                return None
            part = self._factor()
            return Not(part) if part is not None else None
        assert not isinstance(token, _Sign)
        return token

    def _next(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None


def _and(parts: list[Node]) -> Node | None:
    return parts[0] if len(parts) == 1 else And(tuple(parts)) if parts else None
