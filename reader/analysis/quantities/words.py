"""Word lists as they are read: a string of words parted by white space."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Returns the words of ``text`` as a set."""
    return frozenset(text.split())
