"""``x`` fetches the article's page by a child process and shows its text; again, and the feed's own is back."""

from __future__ import annotations

from tests.cli.test_full_texts_come_from_pages import entry, html, page
from tests.command import Tapeout
from tests.servers import Server, rss
from tests.tui.driving import press, reader_on, screen_text


async def test_x_shows_the_full_text_and_goes_back(tapeout: Tapeout, server: Server) -> None:
    tapeout.subscribe(News=server.put("/feed.xml", rss(entry(server, "/a"))))
    html(server, "/a", page())
    assert tapeout("sync").code == 0
    async with reader_on(tapeout.db, command=tapeout.arguments()) as (app, pilot):
        await press(pilot, "enter")
        assert "Read more" in screen_text(app)
        await press(pilot, "x")
        assert "two data centers in Texas" in screen_text(app)
        assert "full text of its page" in screen_text(app)
        await press(pilot, "x")
        assert "Texas" not in screen_text(app)
        assert "Read more" in screen_text(app)


async def test_a_page_that_cannot_be_had_is_told_and_the_text_stays(tapeout: Tapeout, server: Server) -> None:
    tapeout.subscribe(News=server.put("/feed.xml", rss(entry(server, "/a"))))
    assert tapeout("sync").code == 0
    async with reader_on(tapeout.db, command=tapeout.arguments()) as (app, pilot):
        await press(pilot, "enter", "x")
        assert "no full text: HTTP 404 Not Found" in [toast.message for toast in app._notifications]
        assert "Read more" in screen_text(app)


async def test_nothing_is_fetched_for_an_article_without_an_address(tapeout: Tapeout, server: Server) -> None:
    item = "<item><guid isPermaLink='false'>1</guid><title>Bare</title><description>Words</description></item>"
    tapeout.subscribe(News=server.put("/feed.xml", rss(item)))
    assert tapeout("sync").code == 0
    async with reader_on(tapeout.db, command=tapeout.arguments()) as (app, pilot):
        await press(pilot, "enter", "x")
        assert [toast.message for toast in app._notifications] == ["The article has no address."]
