"""Answers that a server should not give: the ways of HTTP first, with what a fetch must say of each."""

from __future__ import annotations

import asyncio
import socket
import zlib

from tests.feeds.servers import RSS, Exchange, Handler, fixed, gzipped, raw


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
    ("slow head", dripping(OK, b"X-A: b\r\n"), "timed out after"),
    ("slow head of one line", dripping(OK + b"X: ", b"a"), "timed out after"),
    ("slow body", dripping(OK + b"Content-Length: 100000\r\n\r\n", b"<"), "timed out after"),
    ("slow chunks", dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n<\r\n"), "timed out after"),
    ("stops in the body", raw(OK + b"Content-Length: 1000\r\n\r\n<rss>"), "ends early: 5 of 1000"),
    ("stops in a chunk", raw(OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\n<rss>"), "ends early"),
    ("hangs in the body", dripping(OK + b"Content-Length: 9\r\n\r\nab", b"", 9), "nothing came|timed out"),
    ("endless body", flooding(OK + b"\r\n", b"x" * 65536), "larger than"),
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
