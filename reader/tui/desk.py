"""What every screen is given: the door to the store, the clock, the history of changes, the reader's own habits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from reader.tui.history import History
from reader.tui.library import Library


@dataclass(frozen=True, slots=True)
class Desk:
    """Passed to each screen. ``clock`` gives the local time with its zone; ``open_link`` opens an address in the
    browser and says whether it did; ``keys`` are the remapped keys by command id."""

    library: Library
    clock: Callable[[], datetime]
    open_link: Callable[[str], bool]
    history: History = field(default_factory=History)
    keys: Mapping[str, str] = field(default_factory=dict)
    mark_read: str = "delay"
    mark_read_delay: float = 3.0
    views: tuple[tuple[str, str], ...] = ()
    """names and queries of the saved views"""
    save_folder: Path | None = None
    """where ``s`` saves Markdown; None: the folder the reader was started in"""
    demo: bool = False
    """whether the welcome may offer the demo"""
