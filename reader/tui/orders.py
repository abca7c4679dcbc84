"""The order of a list of articles: how it is sorted, and the headings between its groups."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

GATHERED = 20_000
"""articles that are gathered into groups at most, the first of the list"""


class Sort(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"


class Grouping(StrEnum):
    NONE = "none"
    DAY = "day"
    FEED = "feed"
    STORY = "story"
    COMPANY = "company"

    @property
    def gathers(self) -> bool:
        """Whether articles leave their order to stand with others of their group."""
        return self not in (Grouping.NONE, Grouping.DAY)


@dataclass(frozen=True, slots=True)
class Heading:
    """The line over a group."""

    words: str
    articles: int


@dataclass(frozen=True, slots=True)
class ListOrder:
    """Keys in order; a negative number stands for a heading: -1 for the first, -2 for the second and so on.

    The cursor's place is an index of ``places``; an article's number leaves the headings out.
    """

    places: array[int] = field(default_factory=lambda: array("q"))
    headings: tuple[Heading, ...] = ()
    _before: tuple[int, ...] = ()
    """articles before each heading"""

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return len(self.places) - len(self.headings)

    def place(self, number: int) -> int:
        """Returns the place of the article of that number, counted from 0."""
        return number + bisect_right(self._before, number)

    def number(self, place: int) -> int:
        """Returns the number of the article at a place, or of the next one where a heading stands there."""
        low, high = 0, len(self._before)
        while low < high:
            middle = (low + high) // 2
            if self._before[middle] + middle < place:
                low = middle + 1
            else:
                high = middle
        return place - low

    def heading(self, place: int) -> Heading | None:
        """Returns the heading at a place, None where an article stands there."""
        key = self.places[place]
        return self.headings[-key - 1] if key < 0 else None

    def keys(self) -> array[int]:
        """Returns the keys alone."""
        return array("q", (key for key in self.places if key >= 0)) if self.headings else self.places


def ungrouped(keys: array[int]) -> ListOrder:
    """Returns an order without headings."""
    return ListOrder(keys)


def in_runs(keys: Sequence[int], labels: Iterable[str]) -> ListOrder:
    """Returns keys as they stand, with a heading wherever the label changes."""
    starts: list[int] = []
    words: list[str] = []
    last = None
    for at, label in enumerate(labels):
        if label != last:
            starts.append(at)
            words.append(label)
            last = label
    return _with_headings(keys, starts, words)


def in_groups(keys: Sequence[int], labels: Iterable[str], last: str) -> ListOrder:
    """Returns keys gathered by label, each group where its first key stands; the one labelled ``last`` at the end."""
    groups: dict[str, array[int]] = {}
    for key, label in zip(keys, labels, strict=True):
        groups.setdefault(label, array("q")).append(key)
    ends = groups.pop(last, None)
    if ends is not None:
        groups[last] = ends
    gathered: array[int] = array("q")
    starts: list[int] = []
    for found in groups.values():
        starts.append(len(gathered))
        gathered.extend(found)
    return _with_headings(gathered, starts, list(groups))


def _with_headings(keys: Sequence[int], starts: Sequence[int], words: Sequence[str]) -> ListOrder:
    places: array[int] = array("q")
    headings = []
    for number, (start, label) in enumerate(zip(starts, words, strict=True)):
        end = starts[number + 1] if number + 1 < len(starts) else len(keys)
        places.append(-number - 1)
        places.extend(keys[start:end])
        headings.append(Heading(label, end - start))
    return ListOrder(places, tuple(headings), tuple(starts))
