"""A story as linking knows it: sums over its articles, packed into bytes for the store and opened when needed."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from reader.stories.profiles import Profile

FULL = 50
"""articles from which on an older one fades with each newcomer, so that a story follows its matter"""
TERMS = 300
"""terms of a story that are stored, the heaviest"""


class Sums:
    """What a story's articles add up to, copies left out."""

    __slots__ = ("agencies", "companies", "facts", "main", "names", "square", "terms", "title")

    def __init__(self) -> None:
        self.terms: dict[int, float] = {}
        self.names: dict[int, float] = {}
        self.title: dict[int, float] = {}
        self.facts: set[int] = set()
        self.companies: dict[str, float] = {}
        self.main: dict[str, int] = {}
        self.agencies: set[str] = set()
        self.square: tuple[int, float] = (-1, 0.0)
        """the frozen scale's number and the squared length of the weighted terms under it"""


class Cluster:
    """A story: its articles in the order of joining, and the sums that newcomers are compared with.

    ``first`` and ``last`` are moments (seconds UTC); ``size`` counts the articles that are no copies; ``keys`` are
    those under which the index files the story; ``visible`` says whether it is shown as a story. Sums and keys stay
    packed until they are asked for, and ``close`` packs them away again.
    """

    __slots__ = ("_changed", "_keys", "_packed", "_packed_keys", "_sums", "articles", "first", "id", "last", "size",
                 "visible")  # fmt: skip

    def __init__(self, story: str) -> None:
        self.id = story
        self.articles: list[str] = []
        self.size = 0
        self.first = 0
        self.last = 0
        self.visible = False
        self._keys: set[int] | None = set()
        self._packed_keys: bytes = b""
        self._sums: Sums | None = Sums()
        self._packed: bytes = b""
        self._changed = True

    @property
    def sums(self) -> Sums:
        """The sums; read from the packed bytes on first use."""
        if self._sums is None:
            self._sums = _unpack(self._packed)
        return self._sums

    @property
    def keys(self) -> set[int]:
        """The keys of the index; whoever changes them changes the story."""
        if self._keys is None:
            self._keys = set(self.filed())
        return self._keys

    @keys.setter
    def keys(self, keys: set[int]) -> None:
        self._keys = keys

    def filed(self) -> Iterable[int]:
        """Returns the keys to read through once."""
        if self._keys is not None:
            return self._keys
        return struct.unpack(f"<{len(self._packed_keys) // 4}I", self._packed_keys)

    def close(self) -> None:
        """Packs the sums away unless they changed since they were written."""
        if not self._changed:
            self._sums = self._keys = None

    def add(self, profile: Profile, *, copy: bool = False) -> None:
        """Takes an article in; a copy adds its id and nothing else."""
        self._changed = True
        self.first = min(self.first, profile.moment) if self.articles else profile.moment
        self.last = max(self.last, profile.moment) if self.articles else profile.moment
        self.articles.append(profile.article)
        self.visible = self.visible or profile.field or len(self.articles) > 1
        if copy and self.size:
            return
        sums = self.sums
        if self.size >= FULL:
            _fade(sums)
        self.size += 1
        length = math.sqrt(sum(weight * weight for _, weight in profile.terms)) or 1.0
        _add(sums.terms, ((term, weight / length) for term, weight in profile.terms))
        _add(sums.names, ((name, 1.0) for name in profile.names))
        _add(sums.title, ((term, 1.0) for term in profile.title))
        _add_names(sums.companies, profile.companies)
        for company in profile.main:
            sums.main[company] = sums.main.get(company, 0) + 1
        sums.agencies |= profile.agencies
        sums.facts |= profile.facts
        sums.square = (-1, 0.0)

    def absorb(self, other: Cluster) -> None:
        """Takes another story's articles and sums in."""
        self._changed = True
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.articles += other.articles
        self.size += other.size
        self.visible = True
        mine, theirs = self.sums, other.sums
        _add(mine.terms, theirs.terms.items())
        _add(mine.names, theirs.names.items())
        _add(mine.title, theirs.title.items())
        _add_names(mine.companies, theirs.companies.items())
        for company, count in theirs.main.items():
            mine.main[company] = mine.main.get(company, 0) + count
        mine.agencies |= theirs.agencies
        mine.facts |= theirs.facts
        mine.square = (-1, 0.0)

    def principals(self) -> frozenset[str]:
        """Returns the organisations that at least a third of the articles are about, else the most frequent ones."""
        main = self.sums.main
        often = frozenset(company for company, count in main.items() if count * 3 >= self.size)
        if often or not main:
            return often
        most = max(main.values())
        return frozenset(company for company, count in main.items() if count == most)

    def anchors(self) -> tuple[frozenset[str], frozenset[int]]:
        """Returns what the story turns on: organisations that most articles are about, names that most articles use.

        One article has no names that others confirm, so only its organisations count.
        """
        sums, least = self.sums, 0.6 * self.size
        companies = frozenset(company for company, count in sums.main.items() if count >= least)
        if self.size < 2:
            return companies, frozenset()
        return companies, frozenset(name for name, count in sums.names.items() if count >= least)

    def to_bytes(self) -> bytes:
        """Writes the story; ``from_bytes`` reads it. What was written can be packed away."""
        self._packed_keys = struct.pack(f"<{len(self.keys)}I", *sorted(self.keys))
        if self._sums is not None:
            self._packed = _pack(self._sums)
        self._changed = False
        head = ",".join((self.id, *self.articles)).encode()
        return (
            _HEAD.pack(len(head), len(self._packed_keys), self.size, self.first, self.last, self.visible)
            + head
            + self._packed_keys
            + self._packed
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Cluster:
        """Reads a story; its sums and keys stay packed until they are asked for."""
        head, keys, size, first, last, visible = _HEAD.unpack_from(data)
        at = _HEAD.size
        story, *articles = data[at : at + head].decode().split(",")
        made = cls(story)
        made.articles, made.size, made.first, made.last, made.visible = articles, size, first, last, visible
        made._packed_keys, made._packed = data[at + head : at + head + keys], data[at + head + keys :]
        made._sums = made._keys = None
        made._changed = False
        return made


_HEAD = struct.Struct("<IIIqq?")


def _fade(sums: Sums) -> None:
    fade = (FULL - 1) / FULL
    for weights in (sums.terms, sums.names, sums.title):
        for term in list(weights):
            weights[term] *= fade
            if weights[term] < 0.02:
                del weights[term]
    for company in sums.companies:
        sums.companies[company] *= fade


def _add(weights: dict[int, float], more: Iterable[tuple[int, float]]) -> None:
    for term, weight in more:
        weights[term] = weights.get(term, 0.0) + weight


def _add_names(weights: dict[str, float], more: Iterable[tuple[str, float]]) -> None:
    for name, weight in more:
        weights[name] = weights.get(name, 0.0) + weight


def _pack(sums: Sums) -> bytes:
    terms = dict(sorted(sums.terms.items(), key=lambda item: (-item[1], item[0]))[:TERMS])
    names = dict(sorted(sums.names.items(), key=lambda item: (-item[1], item[0]))[:TERMS])
    parts: tuple[Mapping[int, float], ...] = (terms, names, sums.title)
    head = json.dumps(
        [*(len(part) for part in parts), len(sums.facts), sums.companies, sums.main, sorted(sums.agencies)],
        separators=(",", ":"),
    ).encode()
    keys = [key for part in parts for key in part] + sorted(sums.facts)
    weights = [weight for part in parts for weight in part.values()]
    return struct.pack(f"<I{len(head)}s{len(keys)}I{len(weights)}f", len(head), head, *keys, *weights)


def _unpack(data: bytes) -> Sums:
    (size,) = struct.unpack_from("<I", data)
    terms, names, title, facts, companies, main, agencies = json.loads(data[4 : 4 + size])
    keys = iter(struct.unpack_from(f"<{terms + names + title + facts}I", data, 4 + size))
    weights = iter(
        struct.unpack_from(f"<{terms + names + title}f", data, 4 + size + 4 * (terms + names + title + facts))
    )
    sums = Sums()
    sums.terms, sums.names, sums.title = (_take(keys, weights, count) for count in (terms, names, title))
    sums.facts = set(keys)
    sums.companies, sums.main, sums.agencies = companies, main, set(agencies)
    return sums


def _take(keys: Iterator[int], weights: Iterator[float], count: int) -> dict[int, float]:
    return dict(zip(islice(keys, count), islice(weights, count), strict=True))
