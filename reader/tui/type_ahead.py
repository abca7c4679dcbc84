"""What is typed for a screen that is still on its way: it must reach that screen, and run no command of the old one."""

from __future__ import annotations

from collections.abc import Callable


class TypeAhead:
    """Holds text until somebody takes it, and passes on what still comes."""

    def __init__(self) -> None:
        self._held = ""
        self._taker: Callable[[str], None] | None = None

    def add(self, text: str) -> None:
        """Takes what was typed."""
        if self._taker is not None:
            self._taker(text)
        else:
            self._held += text

    def hand_to(self, taker: Callable[[str], None]) -> None:
        """Gives ``taker`` what was held, and all that follows."""
        self._taker = taker
        if self._held:
            taker(self._held)
            self._held = ""
