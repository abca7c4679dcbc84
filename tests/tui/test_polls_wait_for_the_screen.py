"""The store is looked at twice a second: never on behalf of a screen that has no widgets yet, or no more."""

from __future__ import annotations

from pathlib import Path

from reader.store.connection import Store
from reader.store.reading import mark
from reader.tui.screens.reading import ReadingScreen
from tests.tui.driving import reader_on, settle
from tests.tui.samples import NOW, article_id


async def test_a_change_while_a_screen_is_made_is_taken_up_when_it_stands(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await settle(pilot)
        unmade = ReadingScreen(app.desk, app._state)
        app._screen_stack.append(unmade)
        with Store.open(store_path) as store, store.write() as conn:
            mark(conn, [article_id("pricing")], star=True, now=NOW)
        app._poll()
        app._screen_stack.remove(unmade)
        before = app._version
        app._poll()
        assert app._version != before
        await settle(pilot)


async def test_nothing_is_looked_at_after_the_end(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await settle(pilot)
        with Store.open(store_path) as store, store.write() as conn:
            mark(conn, [article_id("pricing")], star=True, now=NOW)
    app._poll()
