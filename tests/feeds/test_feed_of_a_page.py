"""Autodiscovery: from the address of a page to its feed, under the guard of the fetcher."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.errors import FeedError
from reader.feeds.discover import candidates, find_feed
from tests.feeds.servers import RSS, fixed, serve

NOW = datetime(2026, 11, 25, tzinfo=UTC)
PAGE = "https://x.example/blog/post"


@pytest.mark.parametrize(
    ("markup", "first"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/f.xml">', "https://x.example/f.xml"),
        ("<LINK REL=alternate TYPE='application/atom+xml' HREF=a.xml>", "https://x.example/blog/a.xml"),
        ('<link type="application/feed+json" rel="x alternate" href="f.json">', "https://x.example/blog/f.json"),
        (
            '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">'
            '<link rel="alternate" type="application/rss+xml" href="/feed">',
            "https://x.example/feed",
        ),
        (
            '<base href="https://y.example/z/"><link rel="alternate" type="application/rss+xml" href="f">',
            "https://y.example/z/f",
        ),
        ('<link rel="alternate" type="application/rss+xml" href="/f?a=1&amp;b=2">', "https://x.example/f?a=1&b=2"),
        ('<link rel="stylesheet" href="/s.css"><a href="/rss.xml">RSS</a>', "https://x.example/rss.xml"),
        ('<link rel="alternate" hreflang="de" href="/de"><a href="/about">x</a>', "https://x.example/blog/feed"),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:x">', "https://x.example/blog/feed"),
    ],
)
def test_candidates_in_their_order(markup: str, first: str) -> None:
    assert candidates(markup.encode(), "text/html", PAGE)[0] == first


async def test_a_feed_is_its_own_feed_and_a_page_leads_to_it() -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/none"><a href="/real.rss">'
    answers = {"/feed": fixed(), "/": fixed(200, page), "/real.rss": fixed(), "/bare": fixed(200, b"<html>")}
    async with serve(answers) as server:
        assert (await find_feed(server.url("/feed"), "t", NOW)).url == server.url("/feed")
        found = await find_feed(server.url("/"), "t", NOW)
        assert (found.url, found.title, found.entries) == (server.url("/real.rss"), "Feed", 1)
        assert (await find_feed(server.url("/bare"), "t", NOW)).url == server.url("/feed")


async def test_where_there_is_none_the_cause_is_named() -> None:
    async with serve({"/": fixed(200, b"<html>"), "/json": fixed(200, b"{}")}) as server:
        with pytest.raises(FeedError, match="an HTML page, and no feed"):
            await find_feed(server.url("/"), "t", NOW)
        with pytest.raises(FeedError, match="no JSON Feed"):
            await find_feed(server.url("/json"), "t", NOW)
        with pytest.raises(FeedError, match="404"):
            await find_feed(server.url("/nothing"), "t", NOW)
    with pytest.raises(FeedError, match="only http"):
        await find_feed("file:///etc/passwd", "t", NOW)


async def test_a_page_does_not_lead_to_another_private_place() -> None:
    async with serve({"/secret": fixed(200, RSS)}) as inner:
        page = f'<link rel="alternate" type="application/rss+xml" href="{inner.url("/secret")}">'.encode()
        async with serve({"/": fixed(200, page)}) as server:
            with pytest.raises(FeedError, match="no feed was found"):
                await find_feed(server.url("/"), "t", NOW)
        assert inner.seen == []
