"""The dossier: tabs, jumps to sentences, decisions that can be undone, how it was known then."""

from __future__ import annotations

from pathlib import Path

from reader.tui.app import TapeoutApp
from reader.tui.screens.dossier import DossierScreen
from reader.tui.screens.source import SourceScreen
from tests.tui.driving import press, reader_on, screen_text
from tests.tui.samples import article_id


def dossier(app: TapeoutApp) -> DossierScreen:
    assert isinstance(app.screen, DossierScreen)
    return app.screen


async def test_every_tab_shows_its_part_of_the_story(store_path: Path) -> None:
    async with reader_on(store_path, (120, 50)) as (app, pilot):
        await press(pilot, "S")
        text = screen_text(app)
        assert "Cerebras goes public" in text
        assert "6 articles" in text
        assert "Sep 2024 – May 2026" in text
        await press(pilot, "L")
        text = screen_text(app)
        assert text.index("30 Sep 2024") < text.index("17 Apr 2026") < text.index("today · 4 May 2026")
        assert text.index("today · 4 May 2026") < text.index("by Dec 2028")
        assert "expected" in text
        await press(pilot, "v")
        text = screen_text(app)
        assert "revenue" in text
        assert "$510m" in text
        await press(pilot, "w")
        assert "○ open" in screen_text(app)
        await press(pilot, "tab")
        assert "Customer risk" in screen_text(app)
        await press(pilot, "tab")
        assert "is a customer of" in screen_text(app)
        await press(pilot, "tab")
        assert dossier(app).tab == "articles"
        assert "How large is the Cerebras contract?" in screen_text(app)
        await press(pilot, "tab")
        assert dossier(app).tab == "summary"


async def test_a_line_leads_to_its_sentence(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "L", "enter")
        assert isinstance(app.screen, SourceScreen)
        page = app.screen.page
        assert page is not None
        assert page.article.id == article_id("filing")
        assert app.screen.view.lit is not None
        assert (
            app.screen.view.lit.of(page.article.text) == "Cerebras filed for a listing on Nasdaq on September 30, 2024."
        )
        await press(pilot, "q")
        assert dossier(app).tab == "timeline"


async def test_wide_terminals_show_the_source_beside_the_line(store_path: Path) -> None:
    async with reader_on(store_path, (160, 40)) as (app, pilot):
        await press(pilot, "L", "j")
        view = dossier(app).view
        assert view.display
        assert view.page_shown is not None
        assert view.page_shown.article.id == article_id("withdrawal")
        assert view.lit is not None


async def test_a_companys_figure_is_drawn_over_time(store_path: Path) -> None:
    async with reader_on(store_path, (120, 50)) as (app, pilot):
        await press(pilot, "v")
        lines = dossier(app).lines
        assert lines.select(next(row.key for row in lines.rows if "/revenue/" in row.key and row.value))
        await pilot.pause()
        text = screen_text(app)
        assert "Cerebras · revenue · by period" in text
        assert "┤" in text


async def test_the_story_as_it_was_known_then(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "S", "5", "0", "less_than_sign")
        assert "as known on 19 May 2025" in screen_text(app)
        found = dossier(app).dossier
        assert found is not None
        assert [row.id for row in found.articles] == [article_id("filing")]
        await press(pilot, "1", "0", "0", "greater_than_sign")
        assert "as known on" not in screen_text(app)


async def test_decisions_are_kept_and_taken_back(store_path: Path, story_id: str) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "S", "N", *"The listing", "enter")
        assert "The listing" in screen_text(app)
        await press(pilot, "u")
        assert "Cerebras goes public" in screen_text(app)
        dossier(app).tab = "articles"
        await press(pilot, "X")
        found = app.desk.library.story(story_id)
        assert found is not None
        assert len(found.articles) == 5
        await press(pilot, "u")
        found = app.desk.library.story(story_id)
        assert found is not None
        assert len(found.articles) == 6


async def test_a_merge_is_taken_back(store_path: Path, story_id: str) -> None:
    async with reader_on(store_path) as (app, pilot):
        before = {row.id: row.articles for row in app.desk.library.stories()}
        await press(pilot, "S")
        dossier(app).tab = "articles"
        await press(pilot, "X")
        apart = {row.id: row.articles for row in app.desk.library.stories()}
        assert len(apart) == len(before) + 1
        await press(pilot, "M", "enter")
        merged = {row.id: row.articles for row in app.desk.library.stories()}
        assert len(merged) == len(before)
        assert sum(merged.values()) == sum(apart.values())
        await press(pilot, "u")
        assert {row.id: row.articles for row in app.desk.library.stories()} == apart


async def test_expectations_are_settled_by_the_persons_word(store_path: Path, story_id: str) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "S", "w", "r", "enter")
        found = app.desk.library.story(story_id)
        assert found is not None
        assert "met" in [item.state.value for item in found.story.watch]
        await press(pilot, "u")
        found = app.desk.library.story(story_id)
        assert found is not None
        assert "met" not in [item.state.value for item in found.story.watch]


async def test_a_filter_leaves_one_company(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "v", "V", *"openai", "enter")
        assert "only OpenAI" in screen_text(app)
        assert "revenue" not in screen_text(app)
        await press(pilot, "V", "enter")
        assert "revenue" in screen_text(app)


async def test_why_and_copy_speak_of_the_line(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "L", "W")
        assert "calendar-date" in screen_text(app)
        await press(pilot, "escape", "y")
        assert "— Longwire, “Cerebras files for a listing on Nasdaq”, 30 Sep 2024" in app.clipboard


async def test_a_company_has_a_dossier_of_its_own(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        app.screen.post_message(DossierScreen.CompanyWanted("cerebras"))
        await press(pilot, "g")
        assert dossier(app).company_id == "cerebras"
        assert "◆ Cerebras goes public" in screen_text(app)
        await press(pilot, "v")
        assert "revenue" in screen_text(app)
