"""The mouse does what keys do: rows, tabs, hints of the footer, frames that hide a panel, marks in a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from reader.tui.app import TapeoutApp
from reader.tui.screens.dossier import DossierScreen
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.reading import ReadingScreen
from tests.tui.driving import press, reader_on, screen_lines, settle


async def click(app: TapeoutApp, pilot: Pilot[str], words: str, *, times: int = 1, row: int | None = None) -> None:
    """Clicks where words stand on the screen: the first place of them, or the one in a row."""
    for y, text in enumerate(screen_lines(app)):
        if words in text and row in (None, y):
            await pilot.click(offset=Offset(text.index(words) + 1, y), times=times)
            await settle(pilot)
            return
    raise AssertionError(f"{words!r} is not on the screen")


async def test_a_click_takes_the_row_that_is_under_it(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        assert screen.articles.row_height == 2
        for line in (6, 5, 4, 3, 2, 1):
            await pilot.click("#articles", offset=Offset(8, line))
            assert screen.articles.position[0] == (line + 1) // 2


async def test_a_double_click_opens_and_hints_are_buttons(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        await click(app, pilot, "Nvidia has three", times=2)
        assert screen.at == "right"
        assert screen.page is not None
        assert screen.page.article.title == "Nvidia has three sources for HBM4"
        await click(app, pilot, "star", row=39)
        row = screen.articles.row
        assert row is not None
        assert row.starred
        await click(app, pilot, "help", row=39)
        assert isinstance(app.screen, HelpScreen)


@pytest.mark.parametrize("width", [80, 120])
async def test_a_title_leads_to_the_panel_that_there_is_no_room_for(store_path: Path, width: int) -> None:
    async with reader_on(store_path, (width, 30)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        await click(app, pilot, "‹ Unread", row=0)
        assert screen.at == "nav"
        await click(app, pilot, "Starred")
        assert screen.lens.label == "Starred"
        if width == 80:
            await press(pilot, "enter", "enter")
            assert screen.at == "right"
            await click(app, pilot, "‹ Longwire", row=0)
            assert screen.at == "middle"


async def test_wide_terminals_hide_nothing_and_say_so(store_path: Path) -> None:
    async with reader_on(store_path, (200, 50)) as (app, _):
        assert "‹" not in screen_lines(app)[0]


async def test_tabs_and_marks_are_clicked(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "S")
        dossier = app.screen
        assert isinstance(dossier, DossierScreen)
        await click(app, pilot, "Figures")
        assert dossier.tab == "figures"
        await click(app, pilot, "Articles")
        assert dossier.tab == "articles"
        await press(pilot, "q", "enter")
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        lines = screen_lines(app)
        at = next(number for number, text in enumerate(lines) if "May 4, 2026" in text[60:])
        await pilot.click(offset=Offset(lines[at].index("May 4, 2026", 60) + 1, at))
        await settle(pilot)
        mark = screen.view.current_mark
        assert mark is not None
        assert screen.page is not None
        assert mark.span.of(screen.page.article.text) == "May 4, 2026"


async def test_the_wheel_scrolls_without_moving_the_cursor(store_path: Path) -> None:
    async with reader_on(store_path, (80, 12)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        await press(pilot, "g")
        await pilot.hover("#articles", offset=Offset(5, 4))
        from textual import events

        target = screen.articles
        event = events.MouseScrollDown(target, 5, 4, 0, 1, 0, False, False, False, 5, 4)
        target.post_message(event)
        await settle(pilot)
        assert screen.articles.position[0] == 1
        assert target.scroll_offset.y > 0
