"""Text that wants to drive the terminal or the program: shown harmlessly on every screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.model.feeds import Subscription
from reader.model.text import PlainText
from reader.store import feeds
from reader.store.connection import Store
from reader.tui.screens.reading import ReadingScreen
from tests.tui.driving import press, reader_on, screen_text
from tests.tui.samples import ARTICLES, FEEDS, article_id, make_store, save

MARKUP = "[/] x [@click=app.quit]quit[/] [link='file:///etc/passwd']y"
ESCAPES = "a\x1b]52;c;aGk=\x07b\x1b[31mred\x1b[2J \x9b31mb\x9d52;c;aGk=\x9cc"
BIDI = "user\u202egnp.exe\u2066 \u2069"
CONTROLS = "a\x00b\x08\x08\r\x0bc\ud800"
WIDE = "漢字" * 200 + "👨‍👩‍👧‍👦" * 50
MARKS = "Z" + "\u0301" * 5000
HOSTILE = {
    "signs": f"{MARKUP} {ESCAPES} {BIDI} {CONTROLS}",
    "shapes": f"\u3164\u2800 \u200b{WIDE} {MARKS}",
    "huge": "A" * 1_000_000,
}
FORBIDDEN = [
    *map(chr, range(0x00, 0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
]


def bare(text: str) -> str:
    """What may be stored at all: no lone surrogates, no NUL (SQLite cuts text there)."""
    return text.encode("utf-8", "ignore").decode().replace("\x00", "\x01")


@pytest.fixture
def hostile_path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A store into which the text came past the cleaning at ingest."""
    text = bare(HOSTILE[request.param])
    path = tmp_path / "hostile.db"
    make_store(path)
    with Store.open(path) as store, store.write() as conn:
        feeds.upsert_feeds(conn, [*FEEDS, Subscription("evil", "https://evil.example/rss", text[:500] or "x")])
        conn.execute("UPDATE articles SET title = ?, author = ?, source = ?", (text, text, text))
        conn.execute("UPDATE texts SET text = ? WHERE article = 1", (text * (1 if len(text) > 1000 else 40),))
        conn.execute("UPDATE company_counts SET name = ?", (text[:2000],))
        conn.execute("UPDATE stories SET named = ?", (text[:2000],))
        conn.execute("UPDATE notes SET body = ?", (text,))
        conn.execute("UPDATE feeds SET error = ?", (text,))
        conn.execute("UPDATE article_tags SET tag = ?", (text[:500],))
    return path


@pytest.mark.parametrize("hostile_path", list(HOSTILE), indirect=True)
async def test_every_screen_stays_calm(hostile_path: Path) -> None:
    async with reader_on(hostile_path, (100, 30)) as (app, pilot):

        def calm() -> None:
            text = screen_text(app).replace("\n", "")
            assert not [sign for sign in FORBIDDEN if sign in text]
            assert app.is_running

        calm()
        await press(pilot, "enter")
        calm()
        await press(pilot, "right_square_bracket", "y", "W")
        calm()
        await press(pilot, "escape", "f", "u")
        calm()
        await press(pilot, "alt+1", "j", "j", "j", "enter")
        calm()
        await press(pilot, "enter")
        calm()
        for key in ("L", "v", "w", "tab", "tab", "tab"):
            await press(pilot, key)
            calm()
        await press(pilot, "N")
        calm()
        await press(pilot, "escape", "q", "E")
        calm()
        await press(pilot, "w")
        calm()
        await press(pilot, "slash", *"cere")
        await pilot.pause(0.1)
        calm()
        await press(pilot, "escape", "F")
        calm()


async def test_a_title_of_markup_is_shown_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "markup.db"
    make_store(path)
    title = "[/] x [@click=app.quit]quit[/]"
    with Store.open(path) as store, store.write() as conn:
        conn.execute("UPDATE articles SET title = ? WHERE id = ?", (title, article_id("pricing")))
    async with reader_on(path, (160, 40)) as (app, pilot):
        assert screen_text(app).count(title) >= 2
        await press(pilot, "f", "u")
        assert "[@click=app.quit]" in screen_text(app)
        assert isinstance(app.screen, ReadingScreen)


async def test_links_of_a_text_with_wrong_offsets_do_no_harm(tmp_path: Path) -> None:
    from reader.model.text import Block, Inline, InlineKind

    path = tmp_path / "odd.db"
    make_store(path)
    text = "A short text with a link."
    odd = PlainText(
        text,
        (Block(0, 10), Block(10, 5), Block(12, 9_000)),
        (
            Inline(5, 900, InlineKind.LINK, "https://a.example/"),
            Inline(9, 3, InlineKind.STRONG),
            Inline(700, 700, InlineKind.IMAGE, "https://i.example", "alt"),
        ),
    )
    with Store.open(path) as store:
        save(
            store,
            ARTICLES[0].__class__("odd", "longwire", ARTICLES[5].day.replace(hour=11), "Odd", "<p>x</p>"),
            text=odd,
        )
    async with reader_on(path) as (app, pilot):
        await press(pilot, "enter", "right_square_bracket", "semicolon", "a")
        assert app.is_running
