"""The days that an EDTF expression covers, as numbers: what is compared thousands of times while a story is built."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from reader import edtf

NEVER, EVER = 0, 10**8


@dataclass(frozen=True, slots=True)
class When:
    """First and last day as ordinals, ``NEVER`` and ``EVER`` for an open side."""

    first: int
    last: int

    @property
    def open_start(self) -> bool:
        return self.first == NEVER

    @property
    def open_end(self) -> bool:
        return self.last == EVER

    @property
    def width(self) -> int:
        """Days covered; a very large number with an open side."""
        return self.last - self.first + 1

    def meets(self, other: When) -> bool:
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: When) -> bool:
        """Returns whether every day of ``other`` is one of this."""
        return self.first <= other.first and other.last <= self.last


@lru_cache(maxsize=4096)
def when(text: str) -> When:
    """Returns the days of an expression. Raises ValueError outside the EDTF subset."""
    first, last = edtf.bounds(text)
    return When(first.toordinal() if first else NEVER, last.toordinal() if last else EVER)


@lru_cache(maxsize=4096)
def days_of(text: str) -> When | None:
    """Returns the days of an expression, None where it is none that is understood."""
    return when(text) if edtf.is_valid(text) else None
