"""Whatever a server does, a fetch ends in bounded time and memory with one printable line that names the cause."""

from __future__ import annotations

import asyncio
import re
import socket
import time
import tracemalloc
import zlib

import pytest

from reader.feeds.fetch import Fetcher, Limits
from reader.model.feeds import Fetched, FetchFailed, FetchOutcome, FetchRequest
from tests.feeds.servers import RSS, Exchange, Handler, fixed, gzipped, raw, response, serve

LIMITS = Limits(total=0.6, read=0.3, connect=0.6, body=200_000)


async def fetch(url: str, resolver: object = None, home: str | None = None) -> FetchOutcome:
    more = {"resolver": resolver} if resolver else {}
    async with Fetcher("t", limits=LIMITS, **more) as fetcher:  # type: ignore[arg-type]
        return await fetcher.fetch(FetchRequest("feed", url, home=home))


def dripping(first: bytes, drop: bytes, gap: float = 0.05) -> Handler:
    async def handle(exchange: Exchange) -> None:
        await exchange.send(first)
        while True:
            await exchange.send(drop)
            await asyncio.sleep(gap)

    return handle


def flooding(first: bytes, block: bytes) -> Handler:
    async def handle(exchange: Exchange) -> None:
        await exchange.send(first)
        while True:
            await exchange.send(block)

    return handle


async def hang(exchange: Exchange) -> None:
    await asyncio.sleep(60)


async def reset(exchange: Exchange) -> None:
    sock = exchange.writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    exchange.writer.transport.abort()


def bomb(levels: int = 1) -> bytes:
    data = b"\0" * 20_000_000
    for _ in range(levels):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        data = packer.compress(data) + packer.flush()
    return data


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
NO_BODY = b"Content-Length: 0\r\n\r\n"
CASES: list[tuple[str, Handler, str]] = [
    ("no answer", hang, "nothing came for"),
    ("closes at once", raw(b""), "closed the connection"),
    ("reset", reset, "reset|closed|broke"),
    ("slow head", dripping(OK, b"X-A: b\r\n"), "timed out after 0.6 s"),
    ("slow head of one line", dripping(OK + b"X: ", b"a"), "timed out after 0.6 s"),
    ("slow body", dripping(OK + b"Content-Length: 100000\r\n\r\n", b"<"), "timed out after 0.6 s"),
    ("slow chunks", dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n<\r\n"), "timed out after 0.6 s"),
    ("stops in the body", raw(OK + b"Content-Length: 1000\r\n\r\n<rss>"), "ends early: 5 of 1000"),
    ("stops in a chunk", raw(OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\n<rss>"), "ends early"),
    ("hangs in the body", dripping(OK + b"Content-Length: 9\r\n\r\nab", b"", 9), "nothing came|timed out"),
    ("endless body", flooding(OK + b"\r\n", b"x" * 65536), "larger than 0 MiB"),
    ("endless chunks", flooding(CHUNKED, b"400\r\n" + b"x" * 1024 + b"\r\n"), "larger"),
    ("endless head", flooding(OK, b"X-A: " + b"b" * 1000 + b"\r\n"), "64 KiB"),
    ("endless head line", flooding(OK + b"X: ", b"b" * 4096), "64 KiB"),
    ("endless status line", flooding(b"HTTP/1.1 200 ", b"b" * 4096), "64 KiB"),
    ("endless 100s", flooding(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "timed out|64 KiB|nothing came"),
    ("endless 103s", flooding(b"", b"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"), "timed out|64 KiB|nothing came"),
    ("a head of 80 KiB", raw(OK + (b"X-A: " + b"b" * 1000 + b"\r\n") * 80 + NO_BODY), "64 KiB"),
    ("claims a huge body", raw(OK + b"Content-Length: 999999999999\r\n\r\nx"), "larger"),
    ("claims yet more", raw(OK + b"Content-Length: " + b"9" * 50 + b"\r\n\r\nx"), "valid HTTP|larger|early"),
    ("a negative length", raw(OK + b"Content-Length: -5\r\n\r\nx"), "valid HTTP"),
    ("two lengths", raw(OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\n<rss/>."), "valid HTTP"),
    ("a length of words", raw(OK + b"Content-Length: many\r\n\r\nx"), "valid HTTP"),
    ("a chunk size of words", raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n"), "valid HTTP"),
    ("an enormous chunk size", raw(OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 30 + b"\r\nx"), "HTTP|early"),
    ("another transfer coding", raw(OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), "valid HTTP"),
    ("an empty body", fixed(200, b""), "empty"),
    ("a blank body", fixed(200, b" \r\n\t "), "empty"),
    ("no HTTP", raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "valid HTTP"),
    ("binary noise", raw(bytes(range(256)) * 4), "valid HTTP"),
    ("HTTP/0.9", raw(RSS), "valid"),
    ("HTTP/2 in the clear", raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "valid HTTP"),
    ("a status of words", raw(b"HTTP/1.1 fine\r\n\r\n"), "valid HTTP"),
    ("NUL in a header", raw(OK + b"X: a\0b\r\nContent-Length: 0\r\n\r\n"), "valid HTTP|empty"),
    ("an escape in the reason", raw(b"HTTP/1.1 404 \x1b]52;c;aGk=\x07\r\n" + NO_BODY), "404|valid HTTP"),
    ("a bomb", fixed(200, bomb(), Content_Encoding="gzip"), "larger"),
    ("a bomb in a bomb", fixed(200, bomb(2), Content_Encoding="gzip, gzip"), "encoding"),
    ("a bomb without a header", fixed(200, bomb()), "larger"),
    ("brotli", fixed(200, b"x", Content_Encoding="br"), "unasked content encoding: br"),
    ("zstd", fixed(200, b"x", Content_Encoding="zstd"), "encoding"),
    ("deflate", fixed(200, zlib.compress(RSS), Content_Encoding="deflate"), "encoding"),
    ("gzip twice", fixed(200, gzipped(gzipped()), Content_Encoding="gzip, gzip"), "encoding"),
    ("an encoding with escapes", fixed(200, b"x", Content_Encoding="\x9b31m"), "encoding|HTTP"),
    ("gzip that is none", fixed(200, RSS, Content_Encoding="gzip"), "not gzip"),
    ("gzip cut short", fixed(200, gzipped()[:60], Content_Encoding="gzip"), "gzip stream ends early"),
    ("gzip broken inside", fixed(200, gzipped()[:40] + b"\0" * 60, Content_Encoding="gzip"), "gzip"),
    ("gzip with a wrong sum", fixed(200, gzipped()[:-8] + b"\0" * 8, Content_Encoding="gzip"), "not gzip"),
    ("to itself", fixed(302, b"", Location="/f"), "circle"),
    ("no Location", fixed(302, b""), "without a Location"),
    ("an empty Location", fixed(302, b"", Location=""), "circle"),
    ("to a file", fixed(301, b"", Location="file:///etc/passwd"), "no http"),
    ("to ftp", fixed(301, b"", Location="ftp://127.0.0.1/"), "no http"),
    ("to gopher", fixed(301, b"", Location="gopher://127.0.0.1:25/"), "no http"),
    ("to data", fixed(302, b"", Location="data:text/xml,<rss/>"), "no http"),
    ("to javascript", fixed(302, b"", Location="javascript:alert(1)"), "no http"),
    ("to no host", fixed(302, b"", Location="http://:80/x"), "no http"),
    ("to a broken host", fixed(302, b"", Location="http://[::1/x"), "no http"),
    ("to a broken port", fixed(302, b"", Location="http://a.example:99999/x"), "no http"),
    ("to a long address", fixed(302, b"", Location="/" + "a" * 3000), "no http"),
    ("to an address with escapes", fixed(302, b"", Location="http://\x9b31m/"), "host|no http|valid HTTP"),
    ("to a private network", fixed(302, b"", Location="http://192.168.0.1/"), "private"),
    ("to the metadata service", fixed(302, b"", Location="http://169.254.169.254/latest/"), "private"),
    ("to loopback in IPv6", fixed(302, b"", Location="http://[::1]/"), "private"),
    ("to loopback mapped in IPv6", fixed(302, b"", Location="http://[::ffff:127.0.0.1]/"), "private"),
    ("to loopback in 6to4", fixed(302, b"", Location="http://[2002:7f00:1::]/"), "private"),
    ("to loopback in NAT64", fixed(302, b"", Location="http://[64:ff9b::7f00:1]/"), "private"),
    ("to loopback as a number", fixed(302, b"", Location="http://2130706433/"), "private|no address"),
    ("to loopback in octal", fixed(302, b"", Location="http://0177.0.0.1/"), "private|no address|valid"),
    ("to nowhere", fixed(302, b"", Location="http://0.0.0.0/"), "private"),
    ("to localhost", fixed(302, b"", Location="http://localhost:1/"), "private"),
    ("to multicast", fixed(302, b"", Location="http://224.0.0.1/"), "private"),
    ("to shared space", fixed(302, b"", Location="http://100.64.0.1/"), "private"),
    ("to a unique local address", fixed(302, b"", Location="http://[fd00::1]/"), "private"),
]  # fmt: skip


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
