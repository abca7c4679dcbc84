"""Near copies: one text printed twice with small edits, under another title, with lines dropped or added.

A text is known by an exact hash of its normalised words and by the smallest checksums of its three-word shingles
(Broder's bottom-k sketch). Two texts that share half of their shingles share about half of the union's smallest
checksums, so an index on the few smallest finds every likely copy with a handful of look-ups, whatever the number
of stored articles. The first words weigh most on purpose: a reprint keeps the opening and drops the end.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from zlib import crc32

from reader.model.articles import Article

WORDS = 400
"""words of the beginning that are looked at"""
SIZE = 128
"""checksums kept"""
KEYS = 10
"""checksums that the index knows a text by"""
RESEMBLANCE = 0.5
"""share of shingles in common from which two texts are copies"""
CONTAINMENT = 0.8
"""share of the shorter text's shingles found in the longer one from which an excerpt is a copy"""
LEAST_WORDS = 12
"""below this a text says too little to be anybody's copy"""
CROWDED = 64
"""a checksum that more texts share is a stock phrase and looked up no further"""

_HEAD = struct.Struct("<QI")
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text to know its copies: a 64-bit digest of its words and its smallest shingle checksums.

    ``shingles`` counts the different shingles looked at; ``minima`` ascend.
    """

    digest: int
    minima: tuple[int, ...]
    shingles: int

    @property
    def keys(self) -> tuple[int, ...]:
        """The checksums under which an index files the text."""
        return self.minima[:KEYS]

    def to_bytes(self) -> bytes:
        return _HEAD.pack(self.digest, self.shingles) + struct.pack(f"<{len(self.minima)}I", *self.minima)

    @classmethod
    def from_bytes(cls, data: bytes) -> Sketch:
        """Returns the sketch that ``to_bytes`` wrote."""
        digest, shingles = _HEAD.unpack_from(data)
        return cls(digest, struct.unpack_from(f"<{(len(data) - _HEAD.size) // 4}I", data, _HEAD.size), shingles)


def sketch(text: str) -> Sketch:
    """Returns the sketch of a text's first 400 words; letter case, punctuation and white space do not count."""
    words = []
    for match in _WORD.finditer(text):
        words.append(match[0].lower())
        if len(words) == WORDS:
            break
    data = [word.encode("utf-8", "surrogatepass") for word in words]
    if len(data) < LEAST_WORDS:
        return Sketch(_digest(data), (), 0)
    shingles = {crc32(b" ".join(data[at : at + 3])) for at in range(len(data) - 2)}
    return Sketch(_digest(data), tuple(nsmallest(SIZE, shingles)), len(shingles))


def _digest(words: Iterable[bytes]) -> int:
    return int.from_bytes(hashlib.blake2b(b" ".join(words), digest_size=8).digest(), "little") >> 1


def resemblance(one: Sketch, other: Sketch) -> float:
    """Returns the estimated share of shingles that two texts have in common (Jaccard), 0 to 1."""
    if one.digest == other.digest:
        return 1.0
    if not one.minima or not other.minima:
        return 0.0
    limit = min(one.minima[-1], other.minima[-1]) if SIZE in (len(one.minima), len(other.minima)) else 1 << 32
    mine = {value for value in one.minima if value <= limit}
    theirs = {value for value in other.minima if value <= limit}
    union = len(mine | theirs)
    return len(mine & theirs) / union if union else 0.0


def copies(one: Sketch, other: Sketch) -> bool:
    """Returns whether one text is a near copy of the other, or an excerpt of it."""
    return _copies(one, other, resemblance(one, other))


def _copies(one: Sketch, other: Sketch, shared: float) -> bool:
    if shared >= RESEMBLANCE:
        return True
    small, large = sorted((one.shingles, other.shingles))
    if small < 30 or shared == 0.0:
        return False
    # Jaccard j of sets of sizes s and l means an intersection of j (s + l) / (1 + j).
    return shared * (small + large) / (1 + shared) / small >= CONTAINMENT


class CopyIndex:
    """An index of sketches in memory; a store keeps the same two tables (checksum → texts, text → sketch)."""

    def __init__(self) -> None:
        self._sketches: dict[str, Sketch] = {}
        self._filed: dict[int, list[str]] = {}

    def add(self, article: str, made: Sketch) -> None:
        """Files an article's sketch; a second one of the same article takes the place of the first."""
        old = self._sketches.get(article)
        if old is not None:
            for key in (*old.keys, old.digest):
                self._filed[key].remove(article)
        self._sketches[article] = made
        for key in (*made.keys, made.digest):
            self._filed.setdefault(key, []).append(article)

    def lookup(self, made: Sketch) -> tuple[str, ...]:
        """Returns the articles filed whose text is a near copy, most alike first."""
        return find_copies(made, self._candidates)

    def _candidates(self, keys: Sequence[int]) -> Mapping[str, Sketch]:
        found = {}
        for key in keys:
            filed = self._filed.get(key, ())
            if len(filed) <= CROWDED:
                found.update({article: self._sketches[article] for article in filed})
        return found


Candidates = Callable[[Sequence[int]], Mapping[str, Sketch]]
"""Given checksums and digests, the articles filed under any of them with their sketches; crowded ones left out."""


def find_copies(made: Sketch, candidates: Candidates) -> tuple[str, ...]:
    """Returns the articles among ``candidates`` whose text is a near copy of the sketched one, most alike first."""
    found = []
    for article, other in candidates((made.digest, *made.keys)).items():
        shared = resemblance(made, other)
        if _copies(made, other, shared):
            found.append((-shared, article))
    return tuple(article for _, article in sorted(found))


def original_of(group: Iterable[Article]) -> Article:
    """Returns the earliest of a group of copies: by publication, then first sight, then id."""
    return min(group, key=lambda article: precedence(article.published, article.first_seen, article.id))


def precedence(published: datetime | None, first_seen: datetime, article: str) -> tuple[datetime, datetime, str]:
    """Returns the key by which copies are ordered, the original first."""
    return (published or first_seen, first_seen, article)
