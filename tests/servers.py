"""A real HTTP server on loopback for behaviour tests: pages by path, what was asked, and answers of one's own."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What a path answers. ``headers`` are sent as they are; ``etag`` makes conditional requests answer 304."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/rss+xml; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None


@dataclass
class Server:
    """A running server: change ``pages`` at any time; ``asked`` are the paths with their request headers."""

    url: str
    pages: dict[str, Page | Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, body: str | bytes, **more: object) -> str:
        """Serves ``body`` at ``path`` and returns its address."""
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(data, **more)  # type: ignore[arg-type]
        return self.url + path


@contextlib.contextmanager
def serve() -> Iterator[Server]:
    """Runs a server on a free loopback port until the block ends."""
    server = Server("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = server.pages.get(self.path, Page(b"not here", 404, "text/plain"))
            if callable(page):
                page(self)
                return
            same = page.etag is not None and self.headers.get("If-None-Match") == page.etag
            self.send_response(304 if same else page.status)
            if page.etag:
                self.send_header("ETag", page.etag)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if not same:
                self.send_header("Content-Type", page.content_type)
                self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            if not same:
                self.wfile.write(page.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        server.url = f"http://127.0.0.1:{http.server_address[1]}"
        threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            http.shutdown()


def rss(*items: str, title: str = "Example News") -> str:
    """Returns an RSS 2.0 document around item elements."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://news.example/</link><description>d</description>{''.join(items)}</channel></rss>"
    )


def item(guid: str, title: str, html: str, date: str = "Mon, 04 May 2026 09:00:00 +0000") -> str:
    """Returns one RSS item; ``html`` goes into its description as CDATA."""
    return (
        f'<item><guid isPermaLink="false">{guid}</guid><title>{title}</title>'
        f"<link>https://news.example/{guid}</link><pubDate>{date}</pubDate>"
        f"<description><![CDATA[{html}]]></description></item>"
    )
