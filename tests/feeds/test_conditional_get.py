"""Requests and good answers: validators byte for byte, redirects, credentials, encodings, concurrency."""

from __future__ import annotations

import asyncio
import base64
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from reader.errors import FeedError
from reader.feeds.fetch import Fetcher, Limits, user_agent
from reader.model.feeds import Fetched, FetchFailed, FetchOutcome, FetchRequest, NotModified
from tests.feeds.servers import RSS, Exchange, fixed, gzipped, response, serve

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


async def fetch(url: str, **more: object) -> FetchOutcome:
    async with Fetcher("tapeout/test", limits=Limits(total=5, read=2, connect=2), clock=lambda: NOW) as fetcher:
        return await fetcher.fetch(FetchRequest("feed", url, **more))  # type: ignore[arg-type]


async def test_a_body_comes_with_its_validators_and_digest() -> None:
    kind = "application/rss+xml; charset=utf-8"
    async with serve({"/f": fixed(ETag='W/"a b"', Last_Modified="yesterday, or so", Content_Type=kind)}) as server:
        got = await fetch(server.url("/f"))
    assert isinstance(got, Fetched)
    assert (got.body, got.etag, got.last_modified, got.content_type) == (RSS, 'W/"a b"', "yesterday, or so", kind)
    assert len(got.body_hash) == 32
    assert got.moved_to is None
    sent = server.seen[0].headers
    assert sent["user-agent"] == "tapeout/test"
    assert sent["accept-encoding"] == "gzip"
    assert sent["host"] == f"127.0.0.1:{server.port}"
    assert "if-none-match" not in sent
    assert "cookie" not in sent


@pytest.mark.parametrize("etag", ['"x"', 'W/"x"', "unquoted", '"\xe9\xff"', '"a", "b"', "'-gzip;;"])
async def test_validators_go_back_byte_for_byte(etag: str) -> None:
    date = "Sat, 31 Feb 2026 25:61:00 GMT"
    async with serve({"/f": fixed(304, b"")}) as server:
        got = await fetch(server.url("/f"), etag=etag, last_modified=date)
    assert isinstance(got, NotModified)
    assert f"If-None-Match: {etag}\r\n".encode("latin-1") in server.seen[0].raw
    assert server.seen[0].headers["if-modified-since"] == date


async def test_not_modified_without_a_stored_body_is_a_failure() -> None:
    async with serve({"/f": fixed(304, b"")}) as server:
        got = await fetch(server.url("/f"))
    assert isinstance(got, FetchFailed)
    assert "304" in got.error


async def test_validators_sent_with_304_replace_the_old_ones() -> None:
    async with serve({"/f": fixed(304, b"", ETag='"new"', Cache_Control="max-age=600")}) as server:
        got = await fetch(server.url("/f"), etag='"old"')
    assert isinstance(got, NotModified)
    assert (got.etag, got.max_age) == ('"new"', 600)


@pytest.mark.parametrize(
    ("chain", "moved"),
    [
        ([301], "/1"),
        ([308], "/1"),
        ([302], None),
        ([307], None),
        ([303], None),
        ([301, 308], "/2"),
        ([301, 302], "/1"),
        ([302, 301], None),
        ([301, 302, 301], "/1"),
    ],
)
async def test_only_permanent_redirects_move_a_feed(chain: list[int], moved: str | None) -> None:
    handlers = {f"/{n}": fixed(status, b"", Location=f"/{n + 1}") for n, status in enumerate(chain)}
    handlers[f"/{len(chain)}"] = fixed()
    async with serve(handlers) as server:
        got = await fetch(server.url("/0"))
        assert isinstance(got, Fetched)
        assert got.moved_to == (server.url(moved) if moved else None)
        assert got.url == server.url(f"/{len(chain)}")


async def test_a_redirect_may_be_relative_with_query_and_fragment() -> None:
    async with serve({"/a/b": fixed(302, b"", Location="../c?x=1&y=%20#top"), "/c?x=1&y=%20": fixed()}) as server:
        got = await fetch(server.url("/a/b"))
    assert isinstance(got, Fetched)
    assert got.url == server.url("/c?x=1&y=%20")


async def test_ten_redirects_are_followed_and_eleven_are_not() -> None:
    handlers = {f"/{n}": fixed(302, b"", Location=f"/{n + 1}") for n in range(20)}
    handlers["/20"] = fixed()
    async with serve(handlers) as server:
        assert isinstance(await fetch(server.url("/10")), Fetched)
        got = await fetch(server.url("/9"))
    assert isinstance(got, FetchFailed)
    assert "10 redirects" in got.error


async def test_credentials_and_own_headers_stay_with_their_host() -> None:
    headers = (("Authorization", "Bearer secret"), ("Cookie", "k=v"), ("X-Key", "s"), ("Accept-Language", "de"))
    async with serve({"/f": fixed()}) as other:
        home = {"/f": fixed(302, b"", Location="/g"), "/g": fixed(302, b"", Location=other.url("/f", "localhost"))}
        async with serve(home) as server:
            got = await fetch(server.url("/f"), headers=headers)
    assert isinstance(got, FetchFailed)  # another port of loopback is no place to be led to
    assert "private" in got.error
    assert server.seen[1].headers["authorization"] == "Bearer secret"
    assert not other.seen


async def test_a_user_in_the_address_becomes_basic_authentication() -> None:
    async with serve({"/f": fixed()}) as server:
        url = server.url("/f").replace("//", "//me%40x:p%3Aw@")
        got = await fetch(url)
    assert isinstance(got, Fetched)
    assert server.seen[0].headers["authorization"] == "Basic " + base64.b64encode(b"me@x:p:w").decode()
    assert "me" not in server.seen[0].headers["host"]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzipped(), {"Content_Encoding": "gzip"}),
        (gzipped(), {"Content_Encoding": "x-gzip"}),
        (gzipped(), {"Content_Encoding": "GZIP"}),
        (gzipped(RSS[:100]) + gzipped(RSS[100:]), {"Content_Encoding": "gzip"}),
        (gzipped() + b"\0\0\0", {"Content_Encoding": "gzip"}),
        (RSS, {"Content_Encoding": "identity"}),
        (gzipped(), {"Content_Type": "application/gzip"}),
    ],
)
async def test_gzip_is_unpacked_however_it_is_named(body: bytes, headers: dict[str, str]) -> None:
    async with serve({"/f": fixed(200, body, **headers)}) as server:
        got = await fetch(server.url("/f"))
    assert isinstance(got, Fetched)
    assert got.body == RSS


async def test_chunks_and_a_body_up_to_the_end_of_the_connection_are_read() -> None:
    async def chunked(exchange: Exchange) -> None:
        await exchange.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(RSS), 50):
            part = RSS[start : start + 50]
            await exchange.send(f"{len(part):x};ext=1\r\n".encode() + part + b"\r\n")
        await exchange.send(b"0\r\nX-Trailer: 1\r\n\r\n")

    async def until_close(exchange: Exchange) -> None:
        await exchange.send(b"HTTP/1.0 200 OK\r\n\r\n" + RSS)
        exchange.writer.close()

    async with serve({"/c": chunked, "/e": until_close}) as server:
        for path in ("/c", "/e"):
            got = await fetch(server.url(path))
            assert isinstance(got, Fetched)
            assert got.body == RSS


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 429, 500, 502, 503, 599, 204, 206, 300])
async def test_other_statuses_are_failures_named_in_our_words(status: int) -> None:
    answer = response(status, b"").replace(b" X\r\n", b" \x1b]0;owned\x07\r\n")

    async def handle(exchange: Exchange) -> None:
        await exchange.send(answer)

    async with serve({"/f": handle}) as server:
        got = await fetch(server.url("/f"))
    assert isinstance(got, FetchFailed)
    assert got.status == (status if got.status else None)
    assert got.error.isprintable()
    assert got.gone is (status == 410)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", 60),
        ("99999999999", 30 * 86400),
        (format_datetime(datetime(2026, 11, 25, 12, 10, tzinfo=UTC), usegmt=True), 600),
        (format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True), 60),
        (format_datetime(datetime(2099, 1, 1, tzinfo=UTC), usegmt=True), 30 * 86400),
        ("soon", None),
        ("-5", None),
        ("1e3", None),
        ("Thu, 99 Foo 2026", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_in_seconds_or_as_a_date(status: int, value: str, seconds: int | None) -> None:
    async with serve({"/f": fixed(status, b"", Retry_After=value)}) as server:
        got = await fetch(server.url("/f"))
    assert isinstance(got, FetchFailed)
    assert got.retry_after == seconds


async def test_a_host_is_asked_twice_at_a_time_and_all_outcomes_come() -> None:
    async def slow(exchange: Exchange) -> None:
        await asyncio.sleep(0.02)
        await exchange.answer(200, RSS)

    async with serve({"*": slow}) as server:
        requests = [FetchRequest(str(n), server.url(f"/{n}")) for n in range(12)]
        async with Fetcher("t") as fetcher:
            got = [outcome async for outcome in fetcher.fetch_all(requests)]
    assert {one.feed for one in got} == {str(n) for n in range(12)}
    assert all(isinstance(one, Fetched) for one in got)
    assert server.most_open == 2


async def test_leaving_the_loop_early_ends_the_rest() -> None:
    async with serve({"*": fixed()}) as server, Fetcher("t") as fetcher:
        outcomes = fetcher.fetch_all([FetchRequest(str(n), server.url(f"/{n}")) for n in range(50)])
        async for _ in outcomes:
            break
        await outcomes.aclose()  # type: ignore[attr-defined]
    assert len(server.seen) < 50


async def test_a_page_is_fetched_with_the_same_care() -> None:
    pages = {"/p": fixed(200, b"<html>", Content_Type="text/html"), "/no": fixed(404, b"")}
    async with serve(pages) as server, Fetcher("t") as fetcher:
        home = server.url("/feed")
        assert await fetcher.page(server.url("/p"), home) == (server.url("/p"), b"<html>", "text/html")
        with pytest.raises(FeedError, match="404"):
            await fetcher.page(server.url("/no"), home)
        with pytest.raises(FeedError, match="private"):
            await fetcher.page(server.url("/p"))


def test_the_user_agent_names_the_project_where_it_has_an_address() -> None:
    assert user_agent("1.2") == "tapeout/1.2"
    assert user_agent("1.2", "https://x.example/") == "tapeout/1.2 (+https://x.example/)"
