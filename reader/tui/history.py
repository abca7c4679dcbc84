"""What can be taken back: each change leaves the call that undoes it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

KEPT = 200


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was written: ``label`` says what, ``undo`` takes it back (called on a worker thread)."""

    label: str
    undo: Callable[[], None]


class History:
    """The changes of this run, the last one first to go."""

    def __init__(self) -> None:
        self._changes: deque[Change] = deque(maxlen=KEPT)

    def push(self, label: str, undo: Callable[[], None]) -> None:
        self._changes.append(Change(label, undo))

    def pop(self) -> Change | None:
        """Returns the last change and forgets it; None when there is none."""
        return self._changes.pop() if self._changes else None

    def __len__(self) -> int:
        return len(self._changes)
