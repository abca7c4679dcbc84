"""A loopback server of invented feeds: `python -m benchmarks.feed_server --feeds N` prints its port and serves.

Feed N lies at 127.0.0.1 to 127.0.0.250, so that the limit of requests per host holds nobody up. ``/mode/MODE`` says how
feeds are answered: ``validators`` (ETag, and 304 where it is sent back), ``plain`` (no validators), ``newer`` (as
``validators``, with one new entry in each feed).
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import random
import re

from benchmarks.store import vocabulary

ENTRIES = 30
WORDS = 600
"""words of an entry, about 4 KB"""
HOSTS = 250
MODES = ("validators", "plain", "newer")
_REQUEST = re.compile(rb"GET (\S+) HTTP/1\.[01]\r\n")
_ETAG = re.compile(rb"\r\nif-none-match: ([^\r]+)\r\n", re.IGNORECASE)


def address(port: int, number: int) -> str:
    """Returns where a feed lies."""
    return f"http://127.0.0.{number % HOSTS + 1}:{port}/{number}"


def hour(guid: str) -> str:
    """Returns the hour of an entry, which is its own whatever edition it stands in."""
    return f"{int(guid.rpartition('-')[2]) % 24:02}"


class Feeds:
    """The documents of all feeds, made at once and kept packed, in two editions."""

    def __init__(self, count: int) -> None:
        words, weights = vocabulary(20_000)
        chance = random.Random(11)
        pool = chance.choices(words, weights, k=400_000)
        self._texts = [" ".join(pool[at : at + WORDS]) for at in range(0, len(pool) - WORDS, 97)]
        self._chance = chance
        self.editions = [self._make(number) for number in range(count)]

    def _make(self, number: int) -> tuple[bytes, bytes]:
        entries = [self._entry(number, at) for at in range(ENTRIES + 1)]
        kinds = (self._atom, self._rss, self._rss)
        make = kinds[number % 3]
        return tuple(gzip.compress(make(number, entries[-part:][:ENTRIES]), 5) for part in (ENTRIES, ENTRIES + 1))  # type: ignore[return-value]

    def _entry(self, number: int, at: int) -> tuple[str, str, str]:
        text = self._chance.choice(self._texts)
        words = text.split()
        parts = [words[start : start + 60] for start in range(0, len(words), 60)]
        markup = "".join(f"<p>{' '.join(part[:20])} <a href='/x'>{' '.join(part[20:])}</a>.</p>" for part in parts)
        return f"{number}-{at}", " ".join(words[:8]), f"<h2>{words[9]} {at}</h2>{markup}"

    @staticmethod
    def _rss(number: int, entries: list[tuple[str, str, str]]) -> bytes:
        items = "".join(
            f"<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title><link>http://a.example/{guid}</link>"
            f"<pubDate>Mon, 04 May 2026 {hour(guid)}:00:00 +0000</pubDate>"
            f"<description><![CDATA[{markup}]]></description></item>"
            for guid, title, markup in entries
        )
        return f"<rss version='2.0'><channel><title>Feed {number}</title>{items}</channel></rss>".encode()

    @staticmethod
    def _atom(number: int, entries: list[tuple[str, str, str]]) -> bytes:
        items = "".join(
            f"<entry><id>urn:{guid}</id><title>{title}</title><link href='http://a.example/{guid}'/>"
            f"<updated>2026-05-04T{hour(guid)}:00:00Z</updated>"
            f"<content type='html'><![CDATA[{markup}]]></content></entry>"
            for guid, title, markup in entries
        )
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Feed {number}</title>{items}</feed>".encode()


async def serve(count: int, latency: float) -> None:
    feeds = Feeds(count)
    mode = MODES[0]

    def answer(path: str, tag: bytes | None) -> bytes:
        nonlocal mode
        if path.startswith("/mode/"):
            mode = path.removeprefix("/mode/")
            return b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        newer = mode == "newer"
        body = feeds.editions[int(path[1:])][newer]
        etag = b'"%s-%d"' % (path[1:].encode(), newer)
        if mode != "plain" and tag == etag:
            return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % etag
        head = b"" if mode == "plain" else b"ETag: %s\r\n" % etag
        head += b"Content-Type: application/xml\r\nContent-Encoding: gzip\r\n"
        return b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n" % (head, len(body)) + body

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                found = _REQUEST.match(head)
                if found is None:
                    break
                tag = _ETAG.search(head)
                await asyncio.sleep(latency)
                writer.write(answer(found[1].decode(), tag[1] if tag else None))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "0.0.0.0", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds before each answer")
    options = parser.parse_args()
    asyncio.run(serve(options.feeds, options.latency))
