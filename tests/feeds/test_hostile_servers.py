"""Whatever a server does, a fetch ends in bounded time and memory with one printable line that names the cause."""

from __future__ import annotations

import asyncio
import re
import socket
import time
import tracemalloc

import pytest

from reader.feeds.fetch import Fetcher, Limits
from reader.model.feeds import Fetched, FetchFailed, FetchOutcome, FetchRequest
from tests.feeds.hostile import CASES, bomb
from tests.feeds.servers import RSS, Exchange, Handler, fixed, response, serve

LIMITS = Limits(total=0.6, read=0.3, connect=0.6, body=200_000)


async def fetch(url: str, resolver: object = None, home: str | None = None) -> FetchOutcome:
    more = {"resolver": resolver} if resolver else {}
    async with Fetcher("t", limits=LIMITS, **more) as fetcher:  # type: ignore[arg-type]
        return await fetcher.fetch(FetchRequest("feed", url, home=home))


@pytest.mark.parametrize(("handler", "cause"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
async def test_the_cause_is_named_in_bounded_time(handler: Handler, cause: str) -> None:
    began = time.monotonic()
    async with serve({"/f": handler}) as server:
        got = await fetch(server.url("/f"))
    assert isinstance(got, FetchFailed), got
    assert re.search(cause, got.error), got.error
    assert got.error.isprintable()
    assert len(got.error) <= 300
    assert time.monotonic() - began < 15  # of 0.6 s: the server shares this thread, and a test machine is busy


async def test_healthy_feeds_beside_hostile_ones_come_whole() -> None:
    handlers: dict[str, Handler] = {f"/bad{n}": case[1] for n, case in enumerate(CASES)}
    handlers |= {"/f": fixed(302, b"", Location="/f"), "*": fixed()}
    limits = Limits(total=4.0, read=2.0, connect=2.0, body=200_000)
    async with serve(handlers, host="0.0.0.0") as server:
        paths = [path for n in range(len(CASES)) for path in (f"/good{n}", f"/bad{n}")]
        requests = [FetchRequest(path, server.url(path, f"127.0.0.{n // 2 + 1}")) for n, path in enumerate(paths)]
        async with Fetcher("t", limits=limits) as fetcher:
            got = {outcome.feed: outcome async for outcome in fetcher.fetch_all(requests)}
    assert len(got) == len(paths)
    for path, outcome in got.items():
        assert isinstance(outcome, Fetched if path.startswith("/good") else FetchFailed), outcome


async def test_a_bomb_does_not_fill_memory() -> None:
    async with serve({"/f": fixed(200, bomb(), Content_Encoding="gzip")}) as server:
        tracemalloc.start()
        try:
            await fetch(server.url("/f"))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 3_000_000


async def test_a_refused_connection_and_an_unknown_host() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    got = await fetch(f"http://127.0.0.1:{port}/")
    assert isinstance(got, FetchFailed)
    assert got.error == "connection refused"

    def unknown(host: str, port: int) -> list[tuple[object, ...]]:
        raise socket.gaierror(-2, "Name or service not known")

    got = await fetch("http://nowhere.example/", unknown)
    assert isinstance(got, FetchFailed)
    assert got.error == "no address found for nowhere.example"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "http://",
        "http://:80/",
        "http://a.example:0/",
        "http://[::1",
        "nothing",
        "",
        "http://\u0300/",
    ],
)
async def test_an_address_that_is_none_is_a_failure(url: str) -> None:
    got = await fetch(url)
    assert isinstance(got, FetchFailed)
    assert "valid" in got.error


async def test_a_name_that_turns_private_is_refused_where_it_is_connected_to() -> None:
    """The first look-up is public, the second is not (DNS rebinding): the address that is used is the one checked."""
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", port))]

    async with serve({"/f": fixed(302, b"", Location="http://innocent.example/f")}) as server:
        got = await fetch(server.url("/f"), resolver)
    assert isinstance(got, FetchFailed)
    assert "innocent.example is a private address (10.0.0.7)" in got.error
    assert asked == ["innocent.example"]


async def test_what_the_user_wrote_may_be_private_whatever_its_name() -> None:
    async with serve({"/f": fixed(301, b"", Location="/g"), "/g": fixed()}) as server:

        def resolver(host: str, port: int) -> list[tuple[object, ...]]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        got = await fetch(f"http://intranet.example:{server.port}/f", resolver)
        assert isinstance(got, Fetched)
        led = await fetch(f"http://other.example:{server.port}/g", resolver, f"http://intranet.example:{server.port}/f")
    assert isinstance(led, FetchFailed)  # a feed that has moved: its new host is not what the user wrote


async def test_an_open_connection_is_no_way_round_the_guard() -> None:
    """One feed's own private host is open to it; another feed that is led there must not use its connection."""
    async with serve({"/own": fixed()}) as server:
        private = server.url("/own")
        async with serve({"/evil": fixed(302, b"", Location=private)}) as evil, Fetcher("t", limits=LIMITS) as fetcher:
            first = await fetcher.fetch(FetchRequest("own", private))
            second = await fetcher.fetch(FetchRequest("evil", evil.url("/evil")))
    assert isinstance(first, Fetched)
    assert isinstance(second, FetchFailed)
    assert len(server.seen) == 1


async def test_a_resolver_that_hangs_costs_one_feed() -> None:
    def resolver(host: str, port: int) -> list[tuple[object, ...]]:
        time.sleep(2)
        return []

    async with serve({"*": fixed()}) as server, Fetcher("t", limits=LIMITS, resolver=resolver) as fetcher:
        requests = [FetchRequest("slow", "http://slow.example/"), FetchRequest("good", server.url("/good"))]
        got = {one.feed: one async for one in fetcher.fetch_all(requests)}
    assert isinstance(got["good"], Fetched)
    assert isinstance(got["slow"], FetchFailed)
    assert "no connection within 0.6 s" in got["slow"].error or "timed out" in got["slow"].error


async def test_a_second_answer_on_the_line_is_not_taken_for_the_next_request() -> None:
    """Bytes that come unasked on an idle connection end it."""
    stolen = RSS.replace(b"Text", b"stolen")

    async def twice(exchange: Exchange) -> None:
        await exchange.send(response(200, RSS))
        await asyncio.sleep(0.02)
        await exchange.send(response(200, stolen))

    async with serve({"/twice": twice, "/next": fixed()}) as server, Fetcher("t", limits=LIMITS) as fetcher:
        await fetcher.fetch(FetchRequest("a", server.url("/twice")))
        await asyncio.sleep(0.05)
        got = await fetcher.fetch(FetchRequest("b", server.url("/next")))
    assert isinstance(got, Fetched)
    assert got.body == RSS
