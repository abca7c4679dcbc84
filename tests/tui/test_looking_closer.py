"""Nearer and farther: the timeline's zoom, the slider of what was known when, sections of lenses that fold."""

from __future__ import annotations

from pathlib import Path

from reader.tui.screens.dossier import DossierScreen
from reader.tui.screens.reading import ReadingScreen
from tests.tui.driving import press, reader_on, screen_text


async def test_the_timeline_is_looked_at_by_year_by_month_and_whole(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "L")
        screen = app.screen
        assert isinstance(screen, DossierScreen)
        chosen = screen.lines.position[1]
        lines = [text.strip(" │▌●") for text in screen_text(app).splitlines()]
        assert "Sep" not in lines
        await press(pilot, "plus")
        assert "by month" in screen_text(app)
        assert "Sep" in [text.strip(" │▌●▎") for text in screen_text(app).splitlines()]
        assert screen.lines.position[1] == chosen
        await press(pilot, "plus", "plus")
        assert "every date" in screen_text(app)
        assert screen.lines.position[1] == len(screen.dossier.story.events)  # type: ignore[union-attr]
        await press(pilot, "minus", "minus", "minus")
        assert screen.only.zoom == 0


async def test_zooming_leads_to_the_timeline_and_keeps_the_line(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "S", "plus")
        screen = app.screen
        assert isinstance(screen, DossierScreen)
        assert screen.tab == "timeline"
        await press(pilot, "j", "j")
        row = screen.lines.row
        await press(pilot, "plus")
        assert row is not None
        assert screen.lines.row is not None
        assert screen.lines.row.key == row.key


async def test_the_slider_shows_where_between_then_and_now_one_stands(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "S")
        assert "as of" not in screen_text(app)
        await press(pilot, "2", "0", "less_than_sign")
        text = screen_text(app)
        slider = next(line for line in text.splitlines() if "as of" in line)
        assert "as known on 15 Dec 2025" in text
        assert 10 < slider.index("●") < 60
        await press(pilot, "5", "0", "less_than_sign")
        nearer = next(line for line in screen_text(app).splitlines() if "as of" in line)
        assert nearer.index("●") < slider.index("●")
        await press(pilot, "9", "9", "greater_than_sign")
        assert "as of" not in screen_text(app)


async def test_sections_of_lenses_fold(store_path: Path) -> None:
    async with reader_on(store_path, (200, 50)) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        await press(pilot, "alt+1")
        assert screen.nav.select("section:Feeds")
        rows = screen.nav.position[1]
        await press(pilot, "minus")
        assert screen.nav.position[1] < rows
        assert "▸ Feeds" in screen_text(app)
        await press(pilot, "minus")
        assert screen.nav.position[1] == rows
