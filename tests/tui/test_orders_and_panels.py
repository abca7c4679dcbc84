"""Lists sorted and grouped, panels made wider, and all of it remembered."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from reader.tui.orders import Grouping, ListOrder, Sort, in_groups, in_runs, ungrouped
from reader.tui.screens.dialogs import Choice
from reader.tui.screens.reading import ReadingScreen
from reader.tui.state import ReaderState, Sizes, load_state, save_state
from tests.tui.driving import press, reader_on, screen_text


def keys(*found: int) -> array[int]:
    return array("q", found)


@pytest.mark.parametrize(
    ("order", "headings", "places"),
    [
        (ungrouped(keys(5, 4, 3)), [], [0, 1, 2]),
        (in_runs(keys(5, 4, 3), "aab"), [("a", 2), ("b", 1)], [1, 2, 4]),
        (in_groups(keys(5, 4, 3, 2), ["x", "", "x", "y"], ""), [("x", 2), ("y", 1), ("", 1)], [1, 2, 4, 6]),
        (in_runs(keys(), ""), [], []),
    ],
)
def test_headings_stand_between_articles(order: ListOrder, headings: list[tuple[str, int]], places: list[int]) -> None:
    assert [(heading.words, heading.articles) for heading in order.headings] == headings
    assert [order.place(number) for number in range(order.articles)] == places
    assert [order.number(place) for place in places] == list(range(order.articles))
    assert all(order.heading(place) is None for place in places)
    assert list(order.keys()) == [order.places[place] for place in places]


def reading(app: object) -> ReadingScreen:
    screen = app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, ReadingScreen)
    return screen


async def group(pilot: object, app: object, by: Grouping) -> None:
    await press(pilot, "B")  # type: ignore[arg-type]
    assert isinstance(app.screen, Choice)  # type: ignore[attr-defined]
    app.screen.dismiss(by.value)  # type: ignore[attr-defined]
    await press(pilot, "j", "k")  # type: ignore[arg-type]


async def test_groups_have_headings_that_the_cursor_passes_over(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        before = reading(app).articles.order.articles
        await group(pilot, app, Grouping.DAY)
        shown = reading(app).articles
        assert shown.order.articles == before
        assert "Today" in screen_text(app)
        assert "Yesterday" in screen_text(app)
        assert shown.position == (1, before)
        for number in range(2, before + 1):
            await press(pilot, "j")
            assert shown.position == (number, before)
            assert shown.row is not None
        await group(pilot, app, Grouping.STORY)
        assert "Cerebras goes public" in screen_text(app)
        assert [heading.words for heading in shown.order.headings] == ["Cerebras goes public", "In no story"]
        await group(pilot, app, Grouping.FEED)
        assert {heading.words for heading in shown.order.headings} >= {"Longwire", "The Reticle"}
        await group(pilot, app, Grouping.COMPANY)
        assert shown.order.headings[-1].words == "No company named" or len(shown.order.headings) > 1
        assert "by company" in screen_text(app)
        await group(pilot, app, Grouping.NONE)
        assert not shown.order.headings


async def test_marking_in_a_grouped_list_takes_articles_and_no_headings(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await group(pilot, app, Grouping.FEED)
        await press(pilot, "3", "m")
        shown = reading(app).articles
        assert [row.read for row in shown.rows_from(4)] == [True, True, True, False]
        await press(pilot, "u", "A")
        assert all(row.read for row in shown.rows_from(shown.order.articles))


async def test_the_order_is_turned_round(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        first = reading(app).articles.row
        await press(pilot, "O")
        assert reading(app).order_by is Sort.OLDEST
        assert "oldest first" in screen_text(app)
        await press(pilot, "G")
        assert reading(app).articles.row == first


async def test_panels_take_the_width_that_the_person_gives(store_path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "state.json"
    async with reader_on(store_path, (200, 50), state_path=kept) as (app, pilot):
        screen = reading(app)
        middle, right = (screen.query_one(name).outer_size.width for name in ("#middle", "#right"))
        await press(pilot, "2", "greater_than_sign")
        assert screen.query_one("#middle").outer_size.width > middle
        assert screen.query_one("#right").outer_size.width < right
        await press(pilot, "less_than_sign", "less_than_sign", "less_than_sign")
        assert screen.query_one("#middle").outer_size.width < middle
        await press(pilot, "alt+1", "greater_than_sign")
        assert screen.nav.outer_size.width == 30
        wide = screen.query_one("#middle").outer_size.width
        await press(pilot, "alt+2", "j", "ctrl+q")
    async with reader_on(store_path, (200, 50), state_path=kept) as (app, pilot):
        assert reading(app).query_one("#middle").outer_size.width == wide
        assert reading(app).articles.position[0] == 2
        await pilot.resize_terminal(80, 24)
        await press(pilot, "j")
        assert reading(app).query_one("#middle").outer_size.width == 80


def test_order_and_sizes_are_remembered(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    state = ReaderState(sort=Sort.OLDEST, group=Grouping.STORY, sizes=Sizes(34, 40))
    save_state(path, state)
    assert load_state(path) == state
    for wrong in ('"sort": "up"', '"sizes": [1]', '"sizes": "x"', '"group": 3'):
        path.write_text('{"lens": {"kind": "unread", "label": "", "value": ""}, ' + wrong + "}", "utf-8")
        assert load_state(path) == ReaderState()
