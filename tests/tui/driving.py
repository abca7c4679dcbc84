"""Driving the reader in tests: an app on a store with a fixed clock, its screen as lines of text, goldens."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from reader.config import Settings
from reader.tui.app import TapeoutApp
from reader.tui.library import Library
from tests.tui.samples import NOW

GOLDENS = Path(__file__).parent / "goldens"


def clock() -> datetime:
    return NOW


class Browser:
    """Stands in for the person's browser and remembers what it was given."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def __call__(self, address: str) -> bool:
        self.opened.append(address)
        return True


@asynccontextmanager
async def reader_on(
    path: Path,
    size: tuple[int, int] = (120, 40),
    *,
    library: Callable[..., Library] = Library,
    command: Sequence[str] = ("false",),
    settings: Settings | None = None,
    **options: Any,
) -> AsyncIterator[tuple[TapeoutApp, Pilot[str]]]:
    """Runs the reader on a store; ``settings`` mark nothing as read unless they say so."""
    opened = library(path, clock)
    app = TapeoutApp(opened, settings or Settings(mark_read="manual", theme="dark"), command, clock, **options)
    try:
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            yield app, pilot
    finally:
        opened.close()


async def settle(pilot: Pilot[Any]) -> None:
    """Waits until workers have answered and the answers are shown."""
    for _ in range(2):
        await pilot.pause(0.035)
        waiting = [worker for worker in pilot.app.workers if worker.group != "sync"]
        if waiting:
            await pilot.app.workers.wait_for_complete(waiting)
    await pilot.pause()


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Presses keys, waiting after each for what it brings."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def screen_lines(app: App[Any]) -> list[str]:
    """Returns the text on the screen, line by line, as the terminal would show it."""
    return ["".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()]


def screen_text(app: App[Any]) -> str:
    return "\n".join(screen_lines(app))


def check_golden(name: str, app: App[Any]) -> None:
    """Compares the screen with ``goldens/NAME.txt``; ``TAPEOUT_GOLDENS=write`` writes it anew, to be looked at."""
    path = GOLDENS / f"{name}.txt"
    text = screen_text(app) + "\n"
    if os.environ.get("TAPEOUT_GOLDENS") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.exists(), f"{path} is missing: look at the screen, then write it with TAPEOUT_GOLDENS=write"
    assert text == path.read_text("utf-8")
