"""A client of the Google Reader API, as FreshRSS, Miniflux, Inoreader and The Old Reader answer it.

Requests go one after the other to the address that the user wrote and nowhere else: no redirect is followed, as each
request carries a secret. What the servers do differently stands in docs/account.md.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

import httpcore2
import httpx2

from reader.account import answers
from reader.account.answers import STATE, long_id
from reader.clean import clean_line
from reader.errors import AccountError, FeedError, LoginRefused, UsageError
from reader.feeds import body as bodies
from reader.feeds.addresses import ascii_host, check_url, shown
from reader.feeds.fetch import describe
from reader.feeds.network import Transport
from reader.model.accounts import Mark, RemoteFeed, RemoteItem

TOTAL, CONNECT, READ = 60.0, 10.0, 30.0
PAGE = 1000
"""ids on one page: the most that Inoreader gives"""
BATCH = 100
"""items asked for, or marked, at once"""
IDS_LIMIT = 50_000
_TAILS = ("/reader/api/0", "/reader/api", "/accounts/ClientLogin")
_FRESHRSS = "/api/greader.php"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks. ``app_id`` and ``app_key`` are what Inoreader gives to those who register a program."""

    user: str
    password: str
    app_id: str | None = None
    app_key: str | None = None

    def __repr__(self) -> str:
        return f"Credentials({self.user!r}, …)"


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx2.Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Ids:
    """Item keys in the server's order; ``whole`` says that the list came to its end."""

    keys: tuple[str, ...]
    whole: bool


def check_address(url: str) -> str:
    """Returns the address of a server without what the API appends to it.

    Raises UsageError for what is no https address (http is taken for this machine alone), or holds a password.
    """
    try:
        text = check_url(url if "://" in url else f"https://{url}")
    except FeedError as error:
        raise UsageError(str(error)) from error
    parts = urlsplit(text)
    if parts.username is not None:
        raise UsageError("leave user and password out of the address: --user names the user, the password is asked for")
    host = ascii_host(parts.hostname or "")
    if host is None:
        raise UsageError(f"not a valid host name: {clean_line(parts.hostname or '', 80)!r}")
    if parts.scheme != "https" and not on_this_machine(host):
        raise UsageError("only https keeps a password secret on its way; http is taken for this machine alone")
    path = parts.path.rstrip("/")
    for tail in _TAILS:
        path = path.removesuffix(tail)
    name = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, name + (f":{parts.port}" if parts.port else ""), path.rstrip("/"), "", ""))


def on_this_machine(host: str) -> bool:
    """Says whether a host is the machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def candidates(url: str) -> Iterator[str]:
    """Yields where the API may lie below an address: there, or where FreshRSS has it."""
    yield url
    if not url.endswith(".php"):
        yield url + ("/greader.php" if url.endswith("/api") else _FRESHRSS)


class Client:
    """One run's conversation with one server. Use as an async context manager. Raises AccountError throughout."""

    def __init__(self, url: str, credentials: Credentials, agent: str) -> None:
        self.url = url
        self.oversized: set[str] = set()
        """items that are too large to be taken"""
        self._who = credentials
        self._agent = agent
        self._auth = ""
        self._token = ""
        # A proxy would see the password of a server on this machine, which http is taken for.
        self._transport = Transport(proxied=not on_this_machine(urlsplit(url).hostname or ""))

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._transport.aclose()

    @property
    def tells_times(self) -> bool:
        """Says whether ``updated`` is when a mark was last set: so with Miniflux, told by its tokens."""
        return self._token == self._auth and bool(re.fullmatch(r"[^/]+/[0-9a-f]{40}", self._auth))

    async def login(self) -> None:
        """Exchanges the password for tokens. Raises LoginRefused where the server does not take it."""
        form = {
            "Email": self._who.user, "Passwd": self._who.password,
            "client": "tapeout", "accountType": "HOSTED_OR_GOOGLE", "service": "reader",
        }  # fmt: skip
        self._auth = self._token = ""
        answer = await self._send("POST", "/accounts/ClientLogin", form=list(form.items()))
        # FreshRSS answers 400 to a name that no user of it could have.
        if answer.status in (401, 403) or (answer.status == 400 and self.url.endswith(".php")):
            raise LoginRefused(f"{shown(self.url)} does not take this user and password (HTTP {answer.status})")
        auth = answers.read_auth(answer.body) if answer.status == 200 else None
        if answer.status in (200, 404, 405) and auth is None:
            raise _NotHere(f"no Google Reader API answers at {shown(self.url)}")
        if auth is None:
            raise self._failed(answer, "login")
        self._auth = auth
        await self._renew_token()

    async def _renew_token(self) -> None:
        answer = await self._send("GET", "/reader/api/0/token")
        token = answer.body[:2000].decode("utf-8", "replace").strip() if answer.status == 200 else ""
        if not answers.safe_token(token):
            raise self._failed(answer, "token")
        self._token = token

    async def subscriptions(self) -> list[RemoteFeed]:
        """Returns what the user is subscribed to at the server."""
        answer = await self._ask("GET", "subscription/list", [("output", "json")])
        return answers.read_subscriptions(answer.body)

    async def item_ids(
        self, stream: str, *, unread: bool = False, newer_than: int | None = None, limit: int = IDS_LIMIT
    ) -> Ids:
        """Returns the ids of a stream (``reading-list``, ``starred``), newest first, at most about ``limit``.

        ``newer_than`` is in UTC seconds; by it FreshRSS means when an item came in, Miniflux when it was published.
        """
        query = [("output", "json"), ("s", STATE + stream), ("n", str(PAGE))]
        query += [("xt", f"{STATE}read")] if unread else []
        query += [("ot", str(newer_than))] if newer_than else []
        found: dict[str, None] = {}
        following: str | None = None
        asked: set[str] = set()
        while len(found) < limit:
            page = query if following is None else [*query, ("c", following)]
            keys, following = answers.read_ids((await self._ask("GET", "stream/items/ids", page)).body)
            before = len(found)
            found.update(dict.fromkeys(keys))
            if following is None:
                return Ids(tuple(found), True)
            if following in asked or len(found) == before:  # a server that turns in a circle
                return Ids(tuple(found), False)
            asked.add(following)
        return Ids(tuple(found), False)

    async def items(self, keys: Sequence[str]) -> list[RemoteItem]:
        """Returns the items of ``keys`` (at most 100) that the server still has, and no others.

        An answer of more than 16 MiB is asked for in halves; an item that is larger alone is left out.
        """
        form = [*(("i", long_id(key)) for key in keys), ("output", "json")]
        try:
            answer = await self._ask("POST", "stream/items/contents", [("output", "json")], form, missing=True)
        except _TooLarge:
            if len(keys) == 1:
                self.oversized.update(keys)
                return []
            middle = len(keys) // 2
            return [*await self.items(keys[:middle]), *await self.items(keys[middle:])]
        if answer.status != 200:
            return []
        wanted = set(keys)
        return list({item.item: item for item in answers.read_items(answer.body) if item.item in wanted}.values())

    async def mark(self, keys: Sequence[str], mark: Mark, value: bool) -> None:
        """Sets or takes off one mark of at most 100 items; returns only where the server says that it did."""
        tag = ("a" if value else "r", STATE + mark.value)
        answer = await self._ask("POST", "edit-tag", [], [*(("i", long_id(key)) for key in keys), tag])
        if not answer.body.strip().upper().startswith(b"OK"):
            raise AccountError("the server did not confirm a change of marks")

    async def _ask(
        self,
        method: str,
        path: str,
        query: list[tuple[str, str]],
        form: list[tuple[str, str]] | None = None,
        *,
        missing: bool = False,
    ) -> _Answer:
        """Sends a request with both tokens; an expired one is renewed once. Raises AccountError unless all is well."""
        path = f"/reader/api/0/{path}"
        for attempt in range(3):
            # Miniflux knows a POST by its T alone, the others by the header.
            filled = None if form is None else [*form, ("T", self._token)]
            answer = await self._send(method, path, query, filled)
            if answer.status == 200:
                return answer
            if answer.status != 401 or attempt == 2:
                break
            bad = answer.headers.get("x-reader-google-bad-token") or answer.headers.get("google-bad-token")
            if bad and form is not None and attempt == 0 and not self.tells_times:
                await self._renew_token()
            else:
                await self.login()
        if missing and answer.status in (400, 404) and b"no items" in answer.body[:2000].lower():
            return answer  # how Miniflux says that it has none of them
        raise self._failed(answer, path.removeprefix("/reader/api/0/"))

    def _failed(self, answer: _Answer, what: str) -> AccountError:
        wait = None
        if answer.status in (403, 429, 503):
            asked = answer.headers.get("retry-after") or answer.headers.get("x-reader-limits-reset-after") or ""
            if re.fullmatch(r"[0-9]{1,9}", asked.strip()):
                wait = min(max(int(asked), bodies.MIN_REST), 86400)
            elif answer.status == 429:
                wait = 900
        if answer.status == 200:
            return AccountError(f"no Google Reader API answers at {shown(self.url)}: {what} brought nonsense")
        if answer.status in (301, 302, 303, 307, 308):
            return AccountError(f"{shown(self.url)} answers with a redirect; give the address that it leads to")
        hint = "; is the API switched on there?" if what == "login" and answer.status == 503 else ""
        return AccountError(f"{what}: {describe(answer.status)}{hint}", wait)

    async def _send(
        self,
        method: str,
        path: str,
        query: Sequence[tuple[str, str]] = (),
        form: Sequence[tuple[str, str]] | None = None,
    ) -> _Answer:
        """Sends one request and reads the answer whole, under limits of time and size."""
        address = self.url + path + (f"?{urlencode(query)}" if query else "")
        headers = [("User-Agent", self._agent), ("Accept-Encoding", "gzip"), ("Accept", "*/*")]
        if self._auth:
            headers.append(("Authorization", f"GoogleLogin auth={self._auth}"))
        if self._who.app_id and self._who.app_key:
            headers += [("AppId", self._who.app_id), ("AppKey", self._who.app_key)]
        content = b""
        if form is not None:
            content = urlencode(form).encode("ascii")
            headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        timeouts = {"connect": CONNECT, "read": READ, "write": READ, "pool": None}
        extensions = {"timeout": timeouts, "guarded": False}
        request = httpx2.Request(method, address, headers=headers, content=content, extensions=extensions)
        try:
            async with asyncio.timeout(TOTAL):
                response = await self._transport.handle_async_request(request)
                try:
                    if sum(len(name) + len(value) + 4 for name, value in response.headers.raw) > bodies.HEAD_LIMIT:
                        raise AccountError("the response head is larger than 64 KiB")
                    read = response.status_code in (200, 400, 404)
                    body = await bodies.read_body(response, bodies.FEED_LIMIT) if read else b""
                finally:
                    await response.aclose()
        except TimeoutError as error:
            raise AccountError(f"no answer within {TOTAL:g} s") from error
        except httpcore2.TimeoutException as error:
            raise AccountError(str(error) or "no answer in time") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.ProxyError) as error:
            raise _Unreachable(f"the server cannot be reached: {clean_line(str(error), 200)}") from error
        except FeedError as error:
            kind = _TooLarge if "larger than" in str(error) else AccountError
            raise kind(str(error)) from error
        return _Answer(response.status_code, response.headers, body)


class _TooLarge(AccountError):
    """An answer that is larger than an answer may be."""


class _NotHere(AccountError):
    """Something answers at an address, but it is no API."""


class _Unreachable(AccountError):
    """Nothing answers."""


async def find_server(url: str, credentials: Credentials, agent: str) -> str:
    """Logs in at an address, or where FreshRSS has its API below it, and returns where that worked.

    Raises UsageError for an address that is not taken, LoginRefused, AccountError.
    """
    told: AccountError | None = None
    for candidate in candidates(check_address(url)):
        async with Client(candidate, credentials, agent) as client:
            try:
                await client.login()
                await client.subscriptions()
            except _NotHere as error:
                told = told or error
            except (LoginRefused, _Unreachable):
                raise
            except AccountError as error:
                told = error
            else:
                return candidate
    assert told is not None
    raise told
