"""Keys that come faster than screens: each goes where the person meant it."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.widgets import Input

from reader.model.text import Span
from reader.tui.screens.dialogs import NoteEditor
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.source import SourceScreen
from tests.tui.driving import Browser, press, reader_on, settle
from tests.tui.samples import article_id


async def test_words_typed_while_the_search_is_on_its_way_reach_it(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        reading = app.screen
        assert isinstance(reading, ReadingScreen)
        for key, character in (("slash", "/"), ("m", "m"), ("q", "q"), ("s", "s")):
            app.post_message(events.Key(key, character))
        await settle(pilot)
        assert app.screen.query_one(Input).value == "mqs"
        await press(pilot, "escape")
        assert isinstance(app.screen, ReadingScreen)
        row = app.screen.articles.row
        assert row is not None
        assert not row.read
        await press(pilot, "m")
        row = app.screen.articles.row
        assert row is not None
        assert row.read


async def test_a_command_right_after_a_move_works_on_the_article_moved_to(store_path: Path) -> None:
    browser = Browser()
    async with reader_on(store_path, browse=browser) as (app, pilot):
        reading = app.screen
        assert isinstance(reading, ReadingScreen)
        await pilot.press("j", "o")
        await settle(pilot)
        row = reading.articles.row
        assert row is not None
        assert browser.opened == [row.url]
        assert reading.page is not None
        assert reading.page.article.id == row.id


async def test_a_command_before_a_source_is_read_waits_for_it(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        source = SourceScreen(app.desk, article_id("contract"))
        held: list[Span | None] = []
        load = source._load
        source._load = held.append  # type: ignore[method-assign,assignment]
        app.push_screen(source)
        await settle(pilot)
        await press(pilot, "e")
        assert app.screen is source
        load(held[0])
        await settle(pilot)
        assert isinstance(app.screen, NoteEditor)
