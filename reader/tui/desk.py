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
    command: tuple[str, ...] = ()
    """the program with the options that name this store, to which a verb is added: syncs and exports run as children"""
    save_folder: Path = field(default_factory=Path)
    """where Markdown is saved"""
