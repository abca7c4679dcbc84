"""The installed program in a real terminal, as a person uses it: from a first sync to an exported page."""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.command import Tapeout
from tests.tui.tmux import TMUX, Terminal, terminal

pytestmark = pytest.mark.skipif(TMUX is None, reason="tmux is not installed: no terminal to drive the program in")

ITEM = (
    "<item><title>{title}</title><guid>{guid}</guid><link>https://{host}.example/{guid}</link>"
    "<pubDate>{date}</pubDate><description><![CDATA[{html}]]></description></item>"
)
LISTING = (
    "<p>Cerebras filed for a listing on Nasdaq on April 17, 2026, and reported revenue of $510 million for 2025.</p>"
    "<p>OpenAI has a contract with Cerebras for 750 megawatts, worth more than $10 billion.</p>"
    "<p>The listing is expected in the second quarter of 2026.</p>"
)
PRICING = (
    "<p>Cerebras seeks up to $3.5 billion in its listing on Nasdaq, it said on May 4, 2026.</p>"
    "<p>Cerebras filed for the listing on April 17, 2026. Revenue was $510 million in 2025.</p>"
    "<p>OpenAI is the largest customer: its contract with Cerebras covers 750 megawatts.</p>"
)
MUSEUM = "<p>Etched in glass: an evening at the harbour museum.</p>"


def rss(title: str, *items: str) -> str:
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def item(host: str, guid: str, date: str, title: str, html: str) -> str:
    return ITEM.format(host=host, guid=guid, date=f"{date} 08:00:00 GMT", title=title, html=html)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[tuple[Tapeout, Terminal]]:
    """The program with two feeds on loopback, started on an empty store."""
    tapeout = Tapeout(tmp_path)
    program = Path(sys.executable).with_name("tapeout")
    where = tapeout.arguments()[3:]
    command = [str(program), *where] if program.exists() else [*tapeout.arguments()[:3], *where]
    short = Path(tempfile.mkdtemp(prefix="t"))
    try:
        with servers.serve() as server, terminal(short) as screen:
            listing = item("wire", "listing", "Sat, 18 Apr 2026", "Cerebras files for a listing on Nasdaq", LISTING)
            museum = item("wire", "museum", "Sun, 03 May 2026", "A museum of glass", MUSEUM)
            pricing = item("row", "pricing", "Mon, 04 May 2026", "Cerebras seeks up to $3.5 billion", PRICING)
            wire = server.put("/wire", rss("The Wire", listing, museum))
            row = server.put("/row", rss("Rack Row", pricing))
            tapeout.feeds.write_text(f'[[feed]]\nurl = "{wire}"\n\n[[feed]]\nurl = "{row}"\n', "utf-8")
            config = tmp_path / "config"
            config.mkdir()
            config.joinpath("config.toml").write_text(
                f'[reading]\nmark_read = "manual"\ntheme = "ansi"\n\n[export]\nfolder = "{tmp_path / "pages"}"\n',
                "utf-8",
            )
            kept = {name: value for name, value in tapeout.environment.items() if name in ("HOME", "PATH", "TZ")}
            screen.start(command, {**kept, "TERM": "tmux-256color", "LANG": "C.UTF-8"}, (120, 40))
            yield tapeout, screen
    finally:
        shutil.rmtree(short)


def asked(tapeout: Tapeout, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{tapeout.db}?mode=ro", uri=True) as conn:
        return conn.execute(sql).fetchall()


def test_a_morning_with_the_reader(reader: tuple[Tapeout, Terminal], tmp_path: Path) -> None:
    tapeout, screen = reader

    screen.wait("Welcome|Fetch|feeds")
    screen.press("Enter")  # the welcome's first choice: fetch the feeds
    screen.wait("3 new")
    screen.wait(r"Cerebras seeks up to \$3\.5 billion")
    screen.wait("1/3")

    screen.press("m", "j")  # read the first, go to the second
    screen.wait("2/3")
    screen.wait("harbour museum")
    screen.press("f")
    screen.wait("★")
    screen.press("u")
    screen.wait("Undone")
    screen.press("f")
    screen.wait("★")

    screen.press("/")
    screen.type("megawatts company:openai")
    screen.wait("2 found")
    screen.press("Enter")
    screen.wait("“megawatts(.|\n)*1/2")
    screen.press("k", "Enter")
    screen.wait("seeks up to")

    screen.press("S")
    screen.wait("Summary.*Timeline")
    screen.press("L")
    screen.wait(r"17 Apr|2026-04-17")
    screen.press("Enter")  # the sentence behind the line under the cursor
    screen.wait("─ (The Wire|Rack Row) ─")  # its frame: the line of the timeline names the origin too
    screen.press("e")
    screen.wait("Note")
    screen.type("Ask about the megawatts.")
    screen.press("C-s")
    screen.wait("Note kept")

    screen.press("s")
    screen.wait("Saved")
    pages = list((tmp_path / "pages").glob("*.md"))
    assert len(pages) == 1
    assert "megawatts" in pages[0].read_text("utf-8")

    screen.press("C-q")
    assert screen.exit_code() == 0
    assert asked(tapeout, "SELECT count(*) FROM articles") == [(3,)]
    titles = "SELECT a.title FROM articles a JOIN reading r ON r.article = a.key WHERE "
    assert asked(tapeout, titles + "r.read") == [("Cerebras seeks up to $3.5 billion",)]
    assert asked(tapeout, titles + "r.starred") == [("A museum of glass",)]
    body, quote = asked(tapeout, "SELECT body, quote FROM notes WHERE removed IS NULL")[0]
    assert body == "Ask about the megawatts."
    assert re.search(r"\b2026\b|Cerebras", str(quote))
