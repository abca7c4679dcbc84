"""How alike two sentences are, by the stems of their telling words."""

from __future__ import annotations

from functools import lru_cache

from reader.stories.words import STOP, words

STEM = 5
"""letters of a word that are compared, so that "withdrew its registration" meets its withdrawal"""


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """Returns the first letters of each telling word of a text."""
    return frozenset([word[:STEM] for word in words(text.lower()) if len(word) > 2 and word not in STOP])


@lru_cache(maxsize=4096)
def roots(text: str) -> frozenset[str]:
    """Returns the same with endings cut off first: for clauses, which are short and tell a thing in one word."""
    return frozenset([_root(word) for word in words(text.lower()) if len(word) > 2 and word not in STOP])


@lru_cache(maxsize=4096)
def plain_roots(text: str) -> frozenset[str]:
    """Returns the roots of the words that are no names: what is done, and not who does it."""
    return frozenset(_root(word) for word in words(text) if word.islower() and word not in STOP and len(word) > 2)


def _root(word: str) -> str:
    """Cuts an ending off, so that "filed" meets "filing", then all but the first letters."""
    for ending in ("ings", "ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: min(STEM, len(word) - len(ending))]
    return word[:STEM]


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Returns the share of the smaller set that the other one has too, 0 to 1."""
    small = min(len(one), len(other))
    return len(one & other) / small if small else 0.0
