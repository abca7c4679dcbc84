"""Conditional GET of many feeds at once, under every limit; whatever the web does comes back as a value."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import http
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import httpcore2
import httpx2

from reader.clean import clean_line
from reader.errors import FeedError
from reader.feeds import body as bodies
from reader.feeds.addresses import URL_LIMIT, ascii_host, encoded, endpoint, shown, split
from reader.feeds.network import RefusedAddress, Resolver, Transport, _lookup
from reader.model.feeds import Fetched, FetchFailed, FetchOutcome, FetchRequest, NotModified

TOTAL, CONNECT, READ = 30.0, 10.0, 15.0
REDIRECTS = 10
JOBS, PER_HOST = 64, 2
_GAP, _GAPS = 1.0, 10
"""seconds between requests to a host that has asked to wait, and how many such gaps one run makes for it"""
_AHEAD = 16
"""outcomes that may wait for whoever takes them"""
_PERMANENT = frozenset((301, 308))
_REDIRECT = frozenset((301, 302, 303, 307, 308))
_RESTING = frozenset((429, 503))
_HARMLESS = frozenset(("user-agent", "accept", "accept-language"))
ACCEPT = (
    "application/atom+xml,application/rss+xml,application/rdf+xml,application/feed+json,"
    "application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,*/*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes for one fetch."""

    total: float = TOTAL
    connect: float = CONNECT
    read: float = READ
    body: int = bodies.FEED_LIMIT


@dataclass(frozen=True, slots=True)
class _Answer:
    """A response that was read whole: ``moved_to`` is where the permanent redirects at the start of its way led."""

    status: int
    url: str
    headers: httpx2.Headers
    body: bytes
    moved_to: str | None


def user_agent(version: str, site: str | None = None) -> str:
    """Returns the User-Agent header's value: name, version and, where there is one, the project's address."""
    return f"tapeout/{version}" + (f" (+{site})" if site else "")


class Fetcher:
    """One run's connections. Use as an async context manager; ``fetch_all`` and ``page`` never raise for the web."""

    def __init__(
        self,
        agent: str,
        *,
        jobs: int = JOBS,
        limits: Limits | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        resolver: Resolver = _lookup,
    ) -> None:
        self._agent = agent
        self._limits = limits or Limits()
        self._clock = clock
        self._transport = Transport(resolver)
        self._all = asyncio.Semaphore(jobs)
        self._hosts: dict[str, asyncio.Semaphore] = {}
        self._gaps: dict[str, tuple[asyncio.Lock, int]] = {}

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._transport.aclose()

    async def fetch_all(self, requests: Iterable[FetchRequest]) -> AsyncIterator[FetchOutcome]:
        """Yields the outcome of each request as it comes, in no order; a slow consumer holds the fetching up.

        Hosts are asked side by side, one host at most twice at a time. Leaving the loop early cancels the rest.
        """
        queues: dict[str, deque[FetchRequest]] = {}
        for request in requests:
            place = endpoint(request.url)
            queues.setdefault(place[0] if place else "", deque()).append(request)
        outcomes: asyncio.Queue[FetchOutcome | None] = asyncio.Queue()
        room = asyncio.Semaphore(_AHEAD)
        driver = asyncio.create_task(self._drive(queues, outcomes, room))
        driver.add_done_callback(lambda _: outcomes.put_nowait(None))
        try:
            while (outcome := await outcomes.get()) is not None:
                room.release()
                yield outcome
            await driver
        finally:
            driver.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await driver

    async def _drive(
        self,
        queues: Mapping[str, deque[FetchRequest]],
        outcomes: asyncio.Queue[FetchOutcome | None],
        room: asyncio.Semaphore,
    ) -> None:
        """Puts the outcome of every request into the queue, a few more than were taken from it."""

        async def host(name: str, queue: deque[FetchRequest]) -> None:
            async with asyncio.TaskGroup() as runners:
                for _ in range(min(PER_HOST, len(queue))):
                    runners.create_task(runner(queue))
            await self._transport.release(name)

        async def runner(queue: deque[FetchRequest]) -> None:
            while queue:
                outcome = await self.fetch(queue.popleft())
                await room.acquire()
                outcomes.put_nowait(outcome)

        async with asyncio.TaskGroup() as group:
            for name, queue in queues.items():
                group.create_task(host(name, queue))

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        """Returns what one conditional GET brings."""
        headers = [("Accept", ACCEPT), *request.headers]
        if request.etag:
            headers.append(("If-None-Match", request.etag))
        if request.last_modified:
            headers.append(("If-Modified-Since", request.last_modified))
        try:
            answer = await self._get(request.url, headers, request.home or request.url, self._limits.body)
        except FeedError as error:
            return FetchFailed(request.feed, request.url, clean_line(str(error), 300))
        return self._outcome(request, answer)

    def _outcome(self, request: FetchRequest, answer: _Answer) -> FetchOutcome:
        status = answer.status
        etag, modified = _validator(answer.headers, b"etag"), _validator(answer.headers, b"last-modified")
        fresh = bodies.max_age(answer.headers.get("cache-control"), answer.headers.get("age"))
        if status == 304:
            if not (request.etag or request.last_modified):
                return FetchFailed(request.feed, answer.url, "HTTP 304 though nothing is stored", 304)
            return NotModified(request.feed, answer.url, etag, modified, answer.moved_to, fresh)
        if status in (200, 203):
            if not answer.body.strip():
                return FetchFailed(request.feed, answer.url, "the body is empty", status)
            mark = bodies.digest(answer.body)
            kind = answer.headers.get("content-type")
            return Fetched(
                request.feed, answer.url, answer.body, mark, kind, etag, modified, answer.moved_to, fresh
            )  # fmt: skip
        rest = bodies.retry_after(answer.headers.get("retry-after"), self._clock()) if status in _RESTING else None
        return FetchFailed(request.feed, answer.url, describe(status), status, rest, gone=status == 410)

    async def page(self, url: str, home: str | None = None) -> tuple[str, bytes, str | None]:
        """Returns address, body and content type of a web page of at most 4 MiB.

        ``home`` is an address that the user wrote: its host and port may be private; None where nobody did.
        Raises FeedError, whose message names the cause.
        """
        headers = [("Accept", "text/html,application/xhtml+xml,*/*;q=0.5")]
        answer = await self._get(url, headers, home, min(bodies.PAGE_LIMIT, self._limits.body))
        if answer.status not in (200, 203):
            raise FeedError(describe(answer.status))
        return answer.url, answer.body, answer.headers.get("content-type")

    async def _get(self, url: str, headers: Sequence[tuple[str, str]], home: str | None, limit: int) -> _Answer:
        own = endpoint(home) if home else None
        left = self._limits.total
        seen: set[str] = set()
        moved: str | None = None
        permanent = True
        loop = asyncio.get_running_loop()
        while True:
            target, sent = _prepare(url, headers)
            if url in seen:
                raise FeedError(f"the redirects go round in a circle at {shown(url)}")
            seen.add(url)
            place = endpoint(url)
            host = self._hosts.setdefault(place[0] if place else "", asyncio.Semaphore(PER_HOST))
            async with host, self._all:
                await self._keep_gap(place[0] if place else "")
                begun = loop.time()
                try:
                    async with asyncio.timeout(left):
                        answer = await self._ask(target, sent, place != own, limit)
                except TimeoutError as error:
                    raise FeedError(f"timed out after {self._limits.total:g} s") from error
                left -= loop.time() - begun
            if answer.status in _RESTING and "retry-after" in answer.headers and place:
                self._gaps.setdefault(place[0], (asyncio.Lock(), _GAPS))
            if answer.status not in _REDIRECT:
                return _Answer(answer.status, url, answer.headers, answer.body, moved)
            if len(seen) > REDIRECTS:
                raise FeedError(f"more than {REDIRECTS} redirects")
            following = _location(url, answer.headers)
            permanent = permanent and answer.status in _PERMANENT
            if permanent:
                moved = following
            if (endpoint(following), urlsplit(following).scheme) != (place, urlsplit(url).scheme):
                headers = [
                    pair
                    for pair in headers
                    if pair[0].lower() in _HARMLESS or pair[0].startswith("If-")
                ]  # fmt: skip
            url = following

    async def _keep_gap(self, host: str) -> None:
        """Waits where another feed of the host was told to: the host's feeds then go one by one, with pauses."""
        if host in self._gaps:
            async with self._gaps[host][0]:
                lock, left = self._gaps[host]
                if left:
                    self._gaps[host] = lock, left - 1
                    await asyncio.sleep(_GAP)

    async def _ask(self, url: httpx2.URL, headers: list[tuple[bytes, bytes]], guarded: bool, limit: int) -> _Answer:
        """Sends one request and reads its answer. Raises FeedError, and TimeoutError from the caller's limit only."""
        if not any(name.lower() == b"user-agent" for name, _ in headers):
            headers.insert(0, (b"User-Agent", self._agent.encode("ascii", "replace")))
        read, connect = self._limits.read, self._limits.connect
        timeouts = {"connect": connect, "read": read, "write": read, "pool": None}
        request = httpx2.Request(
            "GET", url, headers=headers, extensions={"timeout": timeouts, "guarded": guarded}
        )  # fmt: skip
        try:
            response = await self._transport.handle_async_request(request)
            try:
                if sum(len(name) + len(value) + 4 for name, value in response.headers.raw) > bodies.HEAD_LIMIT:
                    raise FeedError("the response head is larger than 64 KiB")
                # an answer that is read to its end leaves its connection fit for the next request
                wanted = response.status_code in (200, 203, 304) or response.headers.get("content-length") == "0"
                body = await bodies.read_body(response, limit) if wanted else b""
            finally:
                await response.aclose()
        except RefusedAddress as error:
            raise FeedError(f"refused to be led to a private address: {error}") from error
        except httpcore2.TimeoutException as error:
            raise FeedError(str(error) or "timed out") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.ProxyError) as error:
            raise FeedError(_cause(str(error))) from error
        return _Answer(response.status_code, str(url), response.headers, body, None)


def _prepare(url: str, headers: Sequence[tuple[str, str]]) -> tuple[httpx2.URL, list[tuple[bytes, bytes]]]:
    """Returns the address without its user and what to send, the user as basic authentication."""
    parts = split(url)
    if parts is None or parts.hostname is None or len(url) > URL_LIMIT:
        raise FeedError(f"not a valid http(s) address: {shown(url)[:200]}")
    host = ascii_host(parts.hostname)
    if host is None:
        raise FeedError(f"not a valid host name: {clean_line(parts.hostname, 80)}")
    sent = [(name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in headers]
    if parts.username is not None and not any(name.lower() == b"authorization" for name, _ in sent):
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        sent.append((b"Authorization", b"Basic " + base64.b64encode(pair)))
    sent.append((b"Accept-Encoding", b"gzip"))
    netloc = (f"[{host}]" if ":" in host else host) + (f":{parts.port}" if parts.port else "")
    sent.insert(0, (b"Host", netloc.encode("ascii")))
    try:
        made = httpx2.URL(encoded(urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))))
    except (httpx2.InvalidURL, ValueError) as error:
        raise FeedError(f"not a valid address: {shown(url)[:200]}") from error
    return made, sent


def _location(url: str, headers: httpx2.Headers) -> str:
    """Returns where a redirect leads, without user or fragment. Raises FeedError for what is no http(s) address."""
    raw = next((value for name, value in headers.raw if name.lower() == b"location"), None)
    if raw is None:
        raise FeedError("a redirect without a Location")
    text = raw.decode("utf-8", "replace").strip()
    base = urlunsplit(urlsplit(url)._replace(netloc=urlsplit(url).netloc.rpartition("@")[2]))
    try:
        following = urljoin(base, text)
        parts = urlsplit(following)
    except ValueError:
        parts = None
        following = text
    if parts is None or split(following) is None or len(following) > URL_LIMIT:
        raise FeedError(f"a redirect to what is no http(s) address: {shown(text)[:120]}")
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def _validator(headers: httpx2.Headers, name: bytes) -> str | None:
    """Returns a header's value byte for byte (Latin-1), None where it is absent, repeated apart or over 1 kB."""
    values = [value for key, value in headers.raw if key.lower() == name]
    if len(values) != 1 or not values[0] or len(values[0]) > 1024:
        return None
    return values[0].decode("latin-1")


def describe(status: int) -> str:
    """Returns ``HTTP 404 Not Found``: the phrase is ours, never the server's."""
    try:
        return f"HTTP {status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"


def _cause(message: str) -> str:
    text = clean_line(message, 200)
    if text.startswith("Server disconnected"):
        return "the server closed the connection without a valid answer"
    if found := re.search(r"received (\d+) bytes, expected (\d+)", text):
        return f"the body ends early: {found[1]} of {found[2]} bytes came"
    if "incomplete chunked read" in text or "incomplete message body" in text:
        return "the body ends early"
    if "too long" in text:
        return "the response head is larger than 64 KiB"
    return text if text.startswith(_OURS) else f"no valid HTTP answer: {text}" if text else "the connection broke"


_OURS = ("no ", "connection refused", "the ", "TLS failed", "a ", "network", "host")
