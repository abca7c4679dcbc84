"""Markdown leaves the reader as a file or through a command's standard input, never through a shell."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.widgets import Input

from reader.config import Settings
from tests.command import Tapeout
from tests.servers import Server, item, rss
from tests.tui.driving import press, reader_on, settle


def filled(tapeout: Tapeout, server: Server) -> None:
    told = item("1", "Waferly builds a plant", "<p>Waferly builds a plant.</p>")
    tapeout.subscribe(News=server.put("/f", rss(told)))
    assert tapeout("sync").code == 0


async def test_an_article_is_saved_where_the_settings_say(tapeout: Tapeout, server: Server, tmp_path: Path) -> None:
    filled(tapeout, server)
    settings = Settings(mark_read="manual", export_folder=tmp_path / "pages")
    async with reader_on(tapeout.db, command=tapeout.arguments(), settings=settings) as (app, pilot):
        await press(pilot, "s")
        (page,) = (tmp_path / "pages").glob("*.md")
        assert "Waferly builds a plant." in page.read_text("utf-8")
        assert [toast.title for toast in app._notifications] == ["Saved"]


async def test_a_command_reads_the_markdown_without_a_shell(tapeout: Tapeout, server: Server, tmp_path: Path) -> None:
    filled(tapeout, server)
    out = tmp_path / "out"
    script = f"import sys; open({str(out)!r}, 'w').write(' '.join(sys.argv[1:]) + chr(10) + sys.stdin.read())"
    async with reader_on(tapeout.db, command=tapeout.arguments()) as (app, pilot):
        await press(pilot, "vertical_line")
        app.screen.query_one(Input).value = f"{sys.executable} -c \"{script}\" '$HOME' ;  rm x"
        await press(pilot, "enter")
        await settle(pilot)
        first, _, rest = out.read_text("utf-8").partition("\n")
        assert first == "$HOME ; rm x"
        assert "Waferly builds a plant." in rest
        await press(pilot, "vertical_line")
        app.screen.query_one(Input).value = "no-such-command-anywhere"
        await press(pilot, "enter")
        assert any(toast.severity == "warning" for toast in app._notifications)
