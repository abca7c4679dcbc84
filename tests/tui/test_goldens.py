"""Every screen as text, at three sizes in two themes. Look at a picture before a golden is written anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config import Settings
from tests.tui.dossier_sample import FixedLibrary
from tests.tui.driving import check_golden, press, reader_on

SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x50": (200, 50)}


@pytest.mark.parametrize("theme", ["dark", "ansi"])
@pytest.mark.parametrize("size", list(SIZES))
async def test_screens_look_as_they_were_approved(store_path: Path, size: str, theme: str) -> None:
    settings = Settings(mark_read="manual", theme=theme)
    async with reader_on(store_path, SIZES[size], library=FixedLibrary, settings=settings) as (app, pilot):

        async def golden(name: str, *keys: str) -> None:
            await press(pilot, *keys)
            check_golden(f"{size}-{theme}/{name}", app)

        await golden("reading")
        await golden("article", "n", "right_square_bracket")
        await golden("lenses", "alt+1", "j", "j")
        await golden("stories", "j", "enter")
        await golden("summary", "enter")
        await golden("timeline", "L", "j")
        await golden("figures", "v", "j", "j", "j")
        await golden("watch", "w")
        await golden("risks", "tab")
        await golden("companies", "tab")
        await golden("articles", "tab")
        await golden("why", "shift+tab", "shift+tab", "W")
        await golden("source", "escape", "enter")
        await golden("feeds", "q", "q", "E")
        await golden("help", "question_mark")


@pytest.mark.parametrize("size", list(SIZES))
async def test_search_and_welcome_look_as_they_were_approved(store_path: Path, empty_path: Path, size: str) -> None:
    async with reader_on(store_path, SIZES[size], library=FixedLibrary) as (app, pilot):
        await press(pilot, "slash")
        check_golden(f"{size}-dark/search-empty", app)
        await pilot.press(*"cerebras")
        await pilot.pause(0.15)
        await press(pilot, "down")
        check_golden(f"{size}-dark/search", app)
    async with reader_on(empty_path, SIZES[size], feeds_listed=82, feeds_path=Path("feeds.toml")) as (app, _):
        check_golden(f"{size}-dark/welcome", app)


async def test_ascii_mode_keeps_to_ascii(store_path: Path) -> None:
    async with reader_on(store_path, library=FixedLibrary, ascii_only=True) as (app, pilot):
        for name, keys in (("reading", ()), ("timeline", ("L",)), ("figures", ("v", "j", "j", "j"))):
            await press(pilot, *keys)
            check_golden(f"120x40-ascii/{name}", app)
            golden = Path(__file__).parent / "goldens" / "120x40-ascii" / f"{name}.txt"
            assert golden.read_text("utf-8").isascii()


async def test_no_color_tells_everything_by_signs(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reader_on(store_path, library=FixedLibrary) as (app, pilot):
        assert app.no_color
        await press(pilot, "L")
        check_golden("120x40-no-color/timeline", app)
