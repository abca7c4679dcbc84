"""Search as you type, the palette, the help, the welcome, a sync as a child process."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest
from textual.widgets import Input

from reader.config import Settings
from reader.tui.app import DEMO, TapeoutApp
from reader.tui.commands import COMMANDS, Where
from reader.tui.lenses import LensKind
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.search import SearchScreen
from reader.tui.screens.welcome import WelcomeScreen
from reader.tui.widgets.status_bar import StatusBar
from tests.tui.driving import press, reader_on, screen_text, settle
from tests.tui.samples import article_id


async def type_in(pilot, text: str) -> None:  # type: ignore[no-untyped-def]
    await pilot.press(*text)
    await pilot.pause(0.1)
    await settle(pilot)


async def test_search_finds_while_it_is_typed_and_lists_in_the_reading_screen(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "slash")
        assert isinstance(app.screen, SearchScreen)
        await type_in(pilot, "megaw")
        assert "1 found" in screen_text(app)
        assert "OpenAI signs Cerebras for 750 megawatts" in screen_text(app)
        await press(pilot, "enter")
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        assert screen.lens.kind is LensKind.SEARCH
        assert screen.articles.row is not None
        assert screen.articles.row.id == article_id("contract")
        await press(pilot, "escape")
        assert screen.lens.kind is LensKind.UNREAD
        assert app.desk.library.searches() == ("megaw*",)


async def test_what_does_not_parse_is_searched_as_words(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "slash")
        for text in ('"', "((", "after:tomorrowish", "x" * 300, "-", "NEAR(a b)", "title:"):
            app.screen.query_one(Input).value = text
            await pilot.pause(0.1)
            await settle(pilot)
            assert isinstance(app.screen, SearchScreen)


async def test_names_are_completed(store_path: Path, story_id: str) -> None:
    expected = {
        "company:cer": "company:cerebras", "topic:pub": "topic:public-markets", "-feed:rack": "-feed:rack-and-row",
        "hbm4 tag:ch": "hbm4 tag:chips", f"story:{story_id[:6]}": f"story:{story_id}",
    }  # fmt: skip
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "slash")
        box = app.screen.query_one(Input)
        for typed, whole in expected.items():
            box.value = typed
            box.cursor_position = len(typed)
            await pilot.pause(0.1)
            await press(pilot, "right")
            assert box.value == whole


async def test_a_search_is_kept_as_a_view(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "slash")
        await type_in(pilot, "is:starred")
        await press(pilot, "ctrl+s", *"Stars", "enter")
        assert app.desk.library.views() == (("Stars", "is:starred"),)
        await press(pilot, "escape", "F", "enter")
        assert isinstance(app.screen, ReadingScreen)
        assert app.screen.lens.label == "Stars"
        assert app.screen.articles.position == (1, 1)


async def test_the_help_names_every_command_of_the_screen(store_path: Path) -> None:
    async with reader_on(store_path, (120, 90), settings=Settings(keys={"star": "ctrl+f"})) as (app, pilot):
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        text = screen_text(app)
        for command in COMMANDS:
            if Where.READING in command.where:
                assert command.id in text, command.id
        assert "Ctrl-f" in text


async def test_keys_are_remapped(store_path: Path) -> None:
    async with reader_on(store_path, settings=Settings(keys={"star": "ctrl+f"})) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        await press(pilot, "f")
        assert not screen.articles.row.starred  # type: ignore[union-attr]
        await press(pilot, "ctrl+f")
        assert screen.articles.row.starred  # type: ignore[union-attr]


async def test_the_palette_runs_a_command(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await pilot.press("colon")
        await pilot.pause(0.2)
        await pilot.press(*"previous mark")
        await pilot.pause(0.5)
        await pilot.press("escape")
        await pilot.press("ctrl+p")
        await pilot.pause(0.2)
        await pilot.press(*"zoom")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await pilot.pause(0.5)
        assert isinstance(app.screen, ReadingScreen)
        assert app.screen.zoomed


async def test_an_empty_store_gets_the_welcome(empty_path: Path) -> None:
    async with reader_on(empty_path, feeds_listed=40, feeds_path=Path("feeds.toml")) as (app, pilot):
        assert isinstance(app.screen, WelcomeScreen)
        text = screen_text(app)
        assert "40 feeds" in text
        assert "demo" in text
        await press(pilot, "j")
        await pilot.press("enter")
        await pilot.pause()
    assert app.return_value == DEMO


SYNC = """
import json, sys, time
assert sys.argv[1:3] == ["--json", "sync"], sys.argv
def say(**told): print(json.dumps(told), file=sys.stderr, flush=True)
say(stage="fetch", done=1, total=4, new=3, updated=0, failed=0, errors=[])
time.sleep(float({pause}))
print("a warning \\x1b]52;c;x\\x07", file=sys.stderr)
say(stage="analyse", done=1, total=3, new=3, updated=1, failed=1, errors=[])
if {good}:
    print(json.dumps({{"feeds": 4, "fetched": 3, "unchanged": 0, "failed": 1, "new": 3, "updated": 1, "seconds": 1,
        "errors": [{{"feed": "tidewater", "url": "u", "error": "HTTP 503 [red]"}}]}}))
    sys.exit(1)
sys.exit(3)
"""


def syncing(tmp_path: Path, *, good: bool = True, pause: float = 0.0) -> list[str]:
    script = tmp_path / "sync.py"
    script.write_text(SYNC.format(good=good, pause=pause))
    return [sys.executable, str(script)]


async def until_synced(app: TapeoutApp, pilot) -> list[str]:  # type: ignore[no-untyped-def]
    seen = []
    for _ in range(400):
        await pilot.pause(0.02)
        words = app.screen.query_one(StatusBar).sync
        if words and words not in seen:
            seen.append(words)
        if not app._syncing:
            break
    await pilot.pause()
    return seen


async def test_a_sync_shows_its_progress_while_reading_goes_on(store_path: Path, tmp_path: Path) -> None:
    async with reader_on(store_path, command=syncing(tmp_path, pause=0.4)) as (app, pilot):
        await pilot.press("R", "j")
        seen = await until_synced(app, pilot)
        assert any("1/4 feeds" in words for words in seen)
        assert isinstance(app.screen, ReadingScreen)
        assert app.screen.articles.position[0] == 2
        told = [toast.message for toast in app._notifications]
        assert any("3 new, 1 updated" in message and "tidewater: HTTP 503 [red]" in message for message in told)


async def test_a_sync_that_fails_says_why(store_path: Path, tmp_path: Path) -> None:
    async with reader_on(store_path, command=syncing(tmp_path, good=False)) as (app, pilot):
        await pilot.press("R")
        await until_synced(app, pilot)
        assert [toast.title for toast in app._notifications] == ["The sync failed"]
    async with reader_on(store_path, command=["/no/such/program"]) as (app, pilot):
        await pilot.press("R")
        await pilot.pause(0.3)
        assert [toast.title for toast in app._notifications] == ["The sync failed"]


async def test_leaving_ends_a_running_sync(store_path: Path, tmp_path: Path) -> None:
    script = tmp_path / "slow.py"
    mark = tmp_path / "alive"
    script.write_text(f"import time, os\nopen({json.dumps(str(mark))}, 'w').write(str(os.getpid()))\ntime.sleep(60)\n")
    async with reader_on(store_path, command=[sys.executable, str(script)]) as (_, pilot):
        await pilot.press("R")
        for _ in range(100):
            await pilot.pause(0.05)
            if mark.exists() and mark.read_text():
                break
    for _ in range(100):
        await asyncio.sleep(0.02)
        if not Path(f"/proc/{mark.read_text()}").exists():
            return
    pytest.fail("the sync outlived the reader")


async def test_failing_feeds_are_one_key_away(store_path: Path) -> None:
    async with reader_on(store_path) as (app, pilot):
        await press(pilot, "E")
        text = screen_text(app)
        assert "failed 3×" in text
        assert "HTTP 503 Service Unavailable" in text
