"""Loopback servers that answer byte for byte what a test says, hostile things included."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field

RSS = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title><link>https://site.example/</link>'
    b"<item><guid>1</guid><title>One</title><link>https://site.example/1</link><description>Text</description></item>"
    b"</channel></rss>"
)

Handler = Callable[["Exchange"], Awaitable[None]]


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    raw: bytes


@dataclass
class Exchange:
    """One request and the means to answer it."""

    request: Request
    writer: asyncio.StreamWriter

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        await self.send(response(status, body, **headers))


def response(status: int = 200, body: bytes = b"", **headers: str) -> bytes:
    """Returns an HTTP/1.1 answer; header names are written with underscores for dashes."""
    lines = [f"HTTP/1.1 {status} X"]
    if status not in (304,) and "Transfer_Encoding" not in headers and "Content_Length" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def fixed(status: int = 200, body: bytes = RSS, **headers: str) -> Handler:
    async def handle(exchange: Exchange) -> None:
        await exchange.answer(status, body, **headers)

    return handle


def raw(data: bytes) -> Handler:
    """Sends bytes and closes the connection."""

    async def handle(exchange: Exchange) -> None:
        await exchange.send(data)
        exchange.writer.close()

    return handle


def gzipped(body: bytes = RSS) -> bytes:
    return gzip.compress(body, 6, mtime=0)


@dataclass
class Server:
    port: int
    seen: list[Request] = field(default_factory=list)
    open_now: int = 0
    most_open: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@contextlib.asynccontextmanager
async def serve(handlers: Mapping[str, Handler], host: str = "127.0.0.1") -> AsyncIterator[Server]:
    """Serves each path by its handler, everything else by ``*`` or 404."""
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.decode("latin-1").split("\r\n")
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
                request = Request(lines[0].split(" ")[1], headers, head)
                server.seen.append(request)
                handler = handlers.get(request.path) or handlers.get("*") or fixed(404, b"")
                server.open_now += 1
                server.most_open = max(server.most_open, server.open_now)
                try:
                    await handler(Exchange(request, writer))
                finally:
                    server.open_now -= 1
                if writer.is_closing():
                    return
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError, asyncio.CancelledError):
            return
        finally:
            writer.transport.abort()

    listener = await asyncio.start_server(connected, host, 0)
    server = Server(listener.sockets[0].getsockname()[1])
    try:
        yield server
    finally:
        listener.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
