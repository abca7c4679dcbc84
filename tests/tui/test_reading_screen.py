"""The reading screen: lenses, list, article; what keys do; the reader's place stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config import Settings
from reader.model.text import PlainText
from reader.store.connection import Store
from reader.tui.lenses import LensKind
from reader.tui.screens.dossier import DossierScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.source import SourceScreen
from reader.tui.widgets.status_bar import StatusBar
from tests.tui.driving import Browser, press, reader_on, screen_text, settle
from tests.tui.samples import ARTICLES, Told, article_id, day, save


def reading(app: object) -> ReadingScreen:
    screen = app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, ReadingScreen)
    return screen


async def test_it_opens_on_the_unread_with_the_newest_first_and_the_list_focused(store_path: Path) -> None:
    async with reader_on(store_path) as (app, _):
        screen = reading(app)
        assert screen.lens.kind is LensKind.UNREAD
        assert app.focused is screen.articles
        assert screen.articles.position == (1, 6)
        assert screen.articles.row is not None
        assert screen.articles.row.title == "Cerebras seeks up to $3.5 billion in its offering"
        assert screen.page is not None
        assert screen.page.article.id == article_id("pricing")


@pytest.mark.parametrize(("width", "shown"), [(80, 1), (120, 2), (160, 3)])
async def test_narrow_terminals_show_fewer_panels(store_path: Path, width: int, shown: int) -> None:
    async with reader_on(store_path, (width, 30)) as (app, pilot):
        screen = reading(app)

        def panels() -> list[str]:
            return [name for name in ("nav", "middle", "right") if screen.query_one(f"#{name}").display]

        assert len(panels()) == shown
        assert "middle" in panels()
        assert app.focused is screen.articles
        await press(pilot, "alt+1")
        assert "nav" in panels()
        assert len(panels()) == shown
        await press(pilot, "alt+3")
        assert "right" in panels()
        assert len(panels()) == shown


async def test_digits_are_counts(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "3", "j")
        assert reading(app).articles.position[0] == 4
        await press(pilot, "2", "k", "1", "g")
        assert reading(app).articles.position[0] == 1
        await press(pilot, "5", "escape", "j")
        assert reading(app).articles.position[0] == 2
        assert reading(app).count == 0


async def test_reading_state_changes_at_once_and_can_be_undone(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        articles = reading(app).articles
        await press(pilot, "m")
        assert articles.row is not None
        assert articles.row.read
        assert articles.position == (1, 6), "a row never vanishes under the cursor"
        stored = app.desk.library.article(article_id("pricing"))
        assert stored is not None
        assert stored.article.read
        await press(pilot, "u")
        stored = app.desk.library.article(article_id("pricing"))
        assert stored is not None
        assert not stored.article.read
        await press(pilot, "f")
        assert articles.row.starred
        await press(pilot, "u")
        assert articles.row is not None
        assert not articles.row.starred


async def test_marking_all_shown_as_read_is_one_undo(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "A")
        assert app.desk.library.tree().top[0].unread == 0
        await press(pilot, "u")
        assert app.desk.library.tree().top[0].unread == 6


async def test_opening_is_not_reading(store_path: Path) -> None:
    async with reader_on(store_path, settings=Settings(mark_read="manual")) as (app, pilot):
        await press(pilot, "enter")
        assert not reading(app).articles.row.read  # type: ignore[union-attr]
    async with reader_on(store_path, settings=Settings(mark_read="delay", mark_read_delay=0.05)) as (app, pilot):
        await pilot.pause(0.2)
        assert not reading(app).articles.row.read, "the cursor's passing by is not reading"  # type: ignore[union-attr]
        await press(pilot, "enter", "j")
        await pilot.pause(0.2)
        await settle(pilot)
        assert reading(app).articles.row.read  # type: ignore[union-attr]
    async with reader_on(store_path, settings=Settings(mark_read="open")) as (app, pilot):
        await press(pilot, "j", "enter")
        assert reading(app).articles.row.read  # type: ignore[union-attr]


async def test_lenses_change_the_list(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        screen = reading(app)
        await press(pilot, "alt+1", "j")
        assert screen.lens.kind is LensKind.ALL
        assert screen.articles.position == (1, 8)
        assert screen.nav.has_focus
        await press(pilot, "j")
        assert screen.lens.kind is LensKind.STARRED
        assert [row.id for row in screen.articles.rows_from(5)] == [article_id("contract")]
        await press(pilot, "enter")
        assert app.focused is screen.articles
        text = screen_text(app)
        assert "OpenAI signs Cerebras" in text


async def test_the_next_unread_is_found_across_lenses(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        screen = reading(app)
        await press(pilot, "n")
        assert screen.articles.position[0] == 2
        await press(pilot, "p")
        assert screen.articles.position[0] == 1


async def test_marks_are_walked_and_lead_on(store_path: Path, story_id: str) -> None:
    async with reader_on(store_path) as (app, pilot):
        screen = reading(app)
        await press(pilot, "enter", "right_square_bracket")
        mark = screen.view.current_mark
        assert mark is not None
        assert mark.company == "cerebras"
        await press(pilot, "enter")
        assert isinstance(app.screen, DossierScreen)
        assert app.screen.company_id == "cerebras"
        await press(pilot, "q", "right_square_bracket", "right_square_bracket")
        assert screen.view.current_mark is not None
        assert screen.view.current_mark.event is not None
        await press(pilot, "enter")
        assert isinstance(app.screen, DossierScreen)
        assert app.screen.story_id == story_id
        assert app.screen.tab == "timeline"


async def test_links_open_by_letter_and_only_safe_ones(store_path: Path) -> None:
    browser = Browser()
    async with reader_on(store_path, browse=browser) as (app, pilot):
        screen = reading(app)
        await press(pilot, "alt+1", "j", "j", "enter", "semicolon")
        assert "Link" in screen.query_one(StatusBar).prompt
        await press(pilot, "b")
        assert browser.opened == ["https://cerebras.example/news"]
        assert screen.query_one(StatusBar).prompt == ""
        await press(pilot, "semicolon", "escape", "o")
        assert browser.opened[-1] == "https://longwire.example/contract"


async def test_copying_copies_the_citation(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "enter", "right_square_bracket", "right_square_bracket", "y")
        assert app.clipboard.startswith("“Cerebras seeks up to $3.5 billion, it said on May 4, 2026.”\n— Longwire, “")
        assert app.clipboard.endswith("https://longwire.example/pricing")


async def test_tags_and_notes_are_kept_and_taken_back(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        library = app.desk.library
        await press(pilot, "t", *"power", "enter")
        page = library.article(article_id("pricing"))
        assert page is not None
        assert page.article.tags == ("power",)
        await press(pilot, "u", "e", *"Why now?", "ctrl+s")
        page = library.article(article_id("pricing"))
        assert page is not None
        assert page.article.tags == ()
        assert [note.body for note in page.notes] == ["Why now?"]
        await press(pilot, "u")
        page = library.article(article_id("pricing"))
        assert page is not None
        assert page.notes == ()


async def test_what_another_process_writes_is_announced_and_moves_nothing(store_path: Path) -> None:
    late = Told(
        "late", "longwire", day("2026-05-04T11:00"), "Late news of Cerebras", "<p>Late news.</p>", ("cerebras",)
    )
    async with reader_on(store_path) as (app, pilot):
        screen = reading(app)
        await press(pilot, "j", "j")
        before = screen.articles.row
        with Store.open(store_path) as other:
            save(other, late)
        for _ in range(40):
            await pilot.pause(0.05)
            if screen.query_one(StatusBar).news:
                break
        await settle(pilot)
        assert screen.query_one(StatusBar).news.startswith("1 new")
        assert screen.articles.position == (3, 6)
        await press(pilot, "full_stop")
        assert screen.articles.position == (4, 7)
        assert screen.articles.row is not None
        assert before is not None
        assert screen.articles.row.id == before.id


async def test_q_goes_back_and_quits_on_the_first_screen(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "enter")
        assert app.focused is reading(app).view
        await press(pilot, "q")
        assert app.focused is reading(app).articles
        await pilot.press("q")
        await pilot.pause()
        assert not app.is_running or app._exit


async def test_reading_only_shows_the_article_alone(store_path: Path) -> None:
    async with reader_on(store_path, (160, 40)) as (app, pilot):
        screen = reading(app)
        await press(pilot, "z")
        assert not screen.query_one("#nav").display
        assert not screen.query_one("#middle").display
        await press(pilot, "z")
        assert screen.query_one("#nav").display


async def test_why_lists_the_reasons_and_leads_to_the_words(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "W")
        assert "sure-name" in screen_text(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, SourceScreen)
        assert app.screen.view.lit is not None


async def test_a_very_long_article_is_shown(store_path: Path) -> None:
    text = "word " * 200_000
    with Store.open(store_path) as store:
        save(store, Told("long", "longwire", day("2026-05-04T11:30"), "Long", ""), text=PlainText(text.strip()))
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "enter", "G", "g")
        assert reading(app).page is not None
        assert len(ARTICLES) == 8
