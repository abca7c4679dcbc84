"""How alike two sentences are, by the stems of their telling words."""

from __future__ import annotations

from functools import lru_cache

from reader.stories.words import STOP, words

STEM = 5
"""letters of a word that are compared, so that "withdrew its registration" meets its withdrawal"""


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """Returns the first letters of each telling word of a text."""
    return frozenset(word.lower()[:STEM] for word in words(text) if word.lower() not in STOP and len(word) > 2)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Returns the share of the smaller set that the other one has too, 0 to 1."""
    small = min(len(one), len(other))
    return len(one & other) / small if small else 0.0


def likeness(one: str, other: str) -> float:
    """Returns the share of the shorter text's telling words that the other one has too, 0 to 1."""
    return overlap(stems(one), stems(other))
