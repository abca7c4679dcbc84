"""Sync servers on loopback that answer as FreshRSS and Miniflux do, down to what they do differently.

``wire`` is what went over the line, one request a string, with secrets starred out: where a real server behaves
otherwise, compare a log of it with the ones that the tests expect.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

LONG = "tag:google.com,2005:reader/item/"
STATE = "state/com.google/"
DAY = 86400


@dataclass
class Item:
    """One item of a server; times are UTC seconds."""

    id: int
    feed: int
    title: str
    link: str
    html: str
    published: int
    added: int
    read: bool = False
    starred: bool = False
    changed: int = 0


@dataclass
class Answer:
    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


Query = dict[str, list[str]]
Fault = Callable[[str, Query], Answer | None]


@dataclass
class ReaderServer:
    """What both kinds share; ``fault`` may answer in a request's stead, ``generation`` makes tokens expire."""

    root: str = ""
    user: str = "ada"
    password: str = "correct horse"
    feeds: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    wire: list[str] = field(default_factory=list)
    fault: Fault | None = None
    generation: int = 0
    prefix = ""

    @property
    def url(self) -> str:
        return self.root + self.prefix

    def subscribe(self, number: int, url: str, title: str = "Example News", folder: str = "Chips") -> None:
        self.feeds[number] = (url, title, folder)

    def publish(self, number: int, title: str, html: str = "", *, feed: int = 1, **more: Any) -> Item:
        """Adds an item; its time follows from ``number`` unless told."""
        moment = more.pop("published", 1_790_000_000 + number)
        link = more.pop("link", f"https://news.example/{number}")
        added = more.pop("added", moment)
        made = Item(self.key(number, moment), feed, title, link, html or f"<p>{title}.</p>", moment, added, **more)
        self.items[made.id] = made
        return made

    def key(self, number: int, moment: int) -> int:
        return number

    def said(self, *, method: str = "", path: str = "") -> list[str]:
        """Returns the lines of the wire log of one method and path."""
        return [line for line in self.wire if line.startswith(method) and path in line]

    def handle(self, method: str, target: str, header: str, body: bytes) -> Answer:
        parts = urlsplit(target)
        query: Query = {}
        for name, value in [*parse_qsl(parts.query, True), *parse_qsl(body.decode(), True)]:
            query.setdefault(name, []).append(value)
        path = unquote(parts.path)
        answer = self.fault(path, query) if self.fault else None
        if answer is None:
            answer = (
                self.answer(method, path.removeprefix(self.prefix), query, header)
                if path.startswith(self.prefix)
                else Answer(404, b"<html>not here</html>")
            )
        self.wire.append(_line(method, parts.path, parts.query, body.decode(), answer))
        return answer

    def answer(self, method: str, path: str, query: Query, header: str) -> Answer:
        raise NotImplementedError

    def auth(self) -> str:
        text = f"{self.user}{self.password}{self.generation}"
        return f"{self.user}/{hashlib.sha1(text.encode()).hexdigest()}"

    def login(self, query: Query) -> Answer | None:
        if (query.get("Email"), query.get("Passwd")) != ([self.user], [self.password]):
            return None
        return Answer(200, f"SID={self.auth()}\nLSID=null\nAuth={self.auth()}\n".encode(), PLAIN)

    def subscriptions(self, user: str) -> Answer:
        listed = [
            {"id": f"feed/{number}", "title": title, "url": url, "htmlUrl": "https://news.example/",
             "categories": [{"id": f"user/{user}/label/{folder}", "label": folder}]}
            for number, (url, title, folder) in self.feeds.items()
        ]  # fmt: skip
        return as_json({"subscriptions": listed})

    def wanted(self, query: Query, time: Callable[[Item], int]) -> list[Item]:
        """The items of a stream, newest first, as ``xt`` and ``ot`` narrow them."""
        stream = query["s"][0]
        found = sorted(self.items.values(), key=lambda one: (time(one), one.id), reverse=True)
        if stream.endswith("/starred"):
            found = [one for one in found if one.starred]
        if any(each.endswith("/read") for each in query.get("xt", ())):
            found = [one for one in found if not one.read]
        after = int(query.get("ot", ["0"])[0])
        return [one for one in found if time(one) >= after]

    def tell(self, one: Item, user: str) -> dict[str, Any]:
        _, title, folder = self.feeds.get(one.feed, ("", "?", "?"))
        categories = [f"user/{user}/{STATE}reading-list", f"user/{user}/label/{folder}"]
        categories += [f"user/{user}/{STATE}read"] if one.read else []
        categories += [f"user/{user}/{STATE}starred"] if one.starred else []
        return {
            "id": f"{LONG}{one.id % 2**64:016x}", "crawlTimeMsec": str(one.added * 1000),
            "timestampUsec": str(one.added * 1_000_000), "published": one.published, "title": one.title,
            "alternate": [{"href": one.link}], "categories": categories, "author": "Ada Byron",
            "origin": {"streamId": f"feed/{one.feed}", "title": title},
        }  # fmt: skip


PLAIN = {"Content-Type": "text/plain; charset=UTF-8"}


def as_json(value: object, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value).encode(), {"Content-Type": "application/json"})


class FreshRSS(ReaderServer):
    """After greader.php: below /api, ids are microseconds of arrival, a continuation is the last id sent."""

    prefix = "/api/greader.php"

    def key(self, number: int, moment: int) -> int:
        return moment * 1_000_000 + number

    def token(self) -> str:
        return hashlib.sha1(f"token{self.generation}".encode()).hexdigest().ljust(57, "Z")

    def answer(self, method: str, path: str, query: Query, header: str) -> Answer:
        refused = Answer(401, b"Unauthorized!", PLAIN | {"Google-Bad-Token": "true"})
        if path == "/accounts/ClientLogin":
            return self.login(query) or refused
        if header != f"GoogleLogin auth={self.user}/{hashlib.sha1((self.user + self.password).encode()).hexdigest()}":
            return refused
        call = path.removeprefix("/reader/api/0/")
        if call == "token":
            return Answer(200, self.token().encode() + b"\n", PLAIN)
        if call == "subscription/list":
            return self.subscriptions("-") if query.get("output") == ["json"] else Answer(501)
        if call == "stream/items/ids":
            return self.ids(query)
        if call == "stream/items/contents" and method == "POST":
            found = [self.items.get(self.number(text)) for text in query["i"]]
            return as_json({"id": "user/-/state/com.google/reading-list", "items": [self.full(i) for i in found if i]})
        if call == "edit-tag" and method == "POST":
            if query.get("T") != [self.token()]:
                return refused
            for text in query["i"]:
                if (one := self.items.get(self.number(text))) is not None:
                    self.edit(one, query)
            return Answer(200, b"OK", PLAIN)
        return Answer(400, b"Bad Request!", PLAIN)

    def auth(self) -> str:
        return f"{self.user}/{hashlib.sha1((self.user + self.password).encode()).hexdigest()}"

    def number(self, text: str) -> int:
        return int(text) if text.isdigit() and text[0] != "0" else int(text.rpartition("/")[2], 16)

    def full(self, one: Item) -> dict[str, Any]:
        return self.tell(one, "-") | {"summary": {"content": one.html}}

    def edit(self, one: Item, query: Query) -> None:
        for name, value in (("a", True), ("r", False)):
            for tag in query.get(name, ())[:1]:
                if tag == "user/-/state/com.google/read":
                    one.read = value
                elif tag == "user/-/state/com.google/starred":
                    one.starred = value

    def ids(self, query: Query) -> Answer:
        found = [one.id for one in self.wanted(query, lambda one: one.added)]
        count, after = int(query.get("n", ["20"])[0]), query.get("c", [""])[0]
        if after.isdigit():
            found = [each for each in found if each < int(after)]
        page = found[:count]
        answer: dict[str, Any] = {"itemRefs": [{"id": str(each)} for each in page]}
        if len(page) >= count:
            answer["continuation"] = str(page[-1])
        return as_json(answer)


class Miniflux(ReaderServer):
    """After internal/googlereader: POSTs are known by T alone, short ids are read as hexadecimal, marking an item as
    read that is read makes it unread, and items that are gone are an error."""

    def answer(self, method: str, path: str, query: Query, header: str) -> Answer:
        if path == "/accounts/ClientLogin":
            return self.login(query) or as_json({"error_message": "access unauthorized"}, 401)
        given = query.get("T", [""])[0] if method == "POST" else header.removeprefix("GoogleLogin auth=")
        if given != self.auth():
            return Answer(401, b"Unauthorized", {"X-Reader-Google-Bad-Token": "true"})
        call = path.removeprefix("/reader/api/0/")
        if call == "token":
            return Answer(200, self.auth().encode(), PLAIN)
        if call != "edit-tag" and query.get("output", [""])[0] != "json":
            return as_json({"error_message": "googlereader: only json output is supported"}, 400)
        if call == "subscription/list":
            return self.subscriptions("1")
        if call == "stream/items/ids":
            return self.ids(query)
        if call == "stream/items/contents":
            found = [one for text in query["i"] if (one := self.items.get(self.number(text)))]
            if not found:
                return as_json({"error_message": "googlereader: no items returned from the database"}, 400)
            return as_json({"direction": "ltr", "items": [self.full(one) for one in found]})
        if call == "edit-tag":
            for text in query["i"]:
                if (one := self.items.get(self.number(text))) is not None:
                    self.edit(one, query)
            return Answer(200, b"OK", PLAIN)
        return as_json([])

    def number(self, text: str) -> int:
        return int(text.removeprefix(LONG), 16)

    def full(self, one: Item) -> dict[str, Any]:
        content = {"direction": "ltr", "content": one.html}
        return self.tell(one, "1") | {
            "content": content, "summary": content, "updated": one.changed or one.published,
            "canonical": [{"href": one.link}],
        }  # fmt: skip

    def edit(self, one: Item, query: Query) -> None:
        for name, wanted in (("a", True), ("r", False)):
            for tag in query.get(name, ()):
                if tag.endswith("/read"):
                    one.read = wanted if wanted != one.read else not one.read
                elif tag.endswith("/starred"):
                    one.starred = wanted if wanted != one.starred else not one.starred

    def ids(self, query: Query) -> Answer:
        found = self.wanted(query, lambda one: one.published)
        start, count = int(query.get("c", ["0"])[0]), int(query.get("n", ["0"])[0])
        page = found[start : start + count]
        answer: dict[str, Any] = {"itemRefs": [{"id": str(one.id)} for one in page]}
        if start + len(page) < len(found):
            answer["continuation"] = str(start + len(page))
        return as_json(answer)


def _line(method: str, path: str, query: str, body: str, answer: Answer) -> str:
    """One line of the log: secrets starred out, ids of items counted where there are many."""
    fields = [(name, "***" if name in ("Passwd", "T") else value) for name, value in parse_qsl(body, True)]
    ids = [value for name, value in fields if name == "i"]
    if len(ids) > 3:
        fields = [("i", f"…×{len(ids)}"), *((name, value) for name, value in fields if name != "i")]
    form = "&".join(f"{name}={value}" for name, value in fields)
    return f"{method} {path}{'?' + unquote(query) if query else ''}{' ' + form if form else ''} → {answer.status}"


@contextlib.contextmanager
def running(server: ReaderServer) -> Iterator[ReaderServer]:
    """Runs a server until the block ends: on a free loopback port, the second time on the same one."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = server.handle(self.command, self.path, self.headers.get("Authorization", ""), body)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in answer.headers:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = respond

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", urlsplit(server.root).port or 0), Handler) as http:
        http.daemon_threads = True
        server.root = f"http://127.0.0.1:{http.server_address[1]}"
        threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            http.shutdown()
