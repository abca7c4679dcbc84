"""Connections: resolved by us, checked by the address that they go to, pooled by host, through the user's proxies.

A feed's author can answer with a redirect to any name, and any name can resolve to ``127.0.0.1``: so the address is
checked where it is connected to, not the name (DNS rebinding). Guarded and open connections never share a pool.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import ssl
import threading
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

import httpcore2
import httpx2

from reader.feeds.addresses import is_public

Resolver = Callable[[str, int], list[tuple[Any, ...]]]
"""what ``socket.getaddrinfo`` does with host and port"""

_BUFFER = 256 * 1024
_ATTEMPT = 4.0
"""seconds for one of several addresses of a host"""


class RefusedAddress(httpcore2.ConnectError):
    """The host leads to an address that a feed may not lead to."""


def _lookup(host: str, port: int) -> list[tuple[Any, ...]]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


async def _resolve(resolver: Resolver, host: str, port: int) -> list[str]:
    """Asks the resolver on a daemon thread: one that hangs holds up neither other look-ups nor the program's end."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[tuple[Any, ...]]] = loop.create_future()

    def settle(found: list[tuple[Any, ...]], error: Exception | None) -> None:
        if not future.done():
            if error is None:
                future.set_result(found)
            else:
                future.set_exception(error)

    def ask() -> None:
        found: list[tuple[Any, ...]] = []
        failed: Exception | None = None
        try:
            found = resolver(host, port)
        except (OSError, UnicodeError) as error:
            failed = error
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, found, failed)

    threading.Thread(target=ask, daemon=True, name="resolve").start()
    try:
        infos = await future
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError(f"no address found for {host}") from error
    return list(dict.fromkeys(str(info[4][0]) for info in infos))


class _Stream(asyncio.Protocol, httpcore2.AsyncNetworkStream):
    """One TCP or TLS connection with a bounded read buffer."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._eof = False
        self._error: Exception | None = None
        self._paused = False
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None
        self._blocked = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) > _BUFFER and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._eof = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._eof = True
        self._error = exc
        self._wake()
        self.resume_writing()

    def pause_writing(self) -> None:
        self._blocked = True

    def resume_writing(self) -> None:
        self._blocked = False
        if self._writer is not None and not self._writer.done():
            self._writer.set_result(None)

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if not self._buffer and not self._eof:
            self._reader = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(timeout):
                    await self._reader
            except TimeoutError as error:
                if not self._buffer and not self._eof:  # a busy machine may see data and deadline in one turn
                    raise httpcore2.ReadTimeout(f"nothing came for {timeout:g} s") from error
            finally:
                self._reader = None
        if not self._buffer and self._error is not None:
            raise httpcore2.ReadError(_plain(self._error))
        data = bytes(self._buffer[:max_bytes])
        del self._buffer[:max_bytes]
        if self._paused and len(self._buffer) < _BUFFER // 2 and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not buffer:
            return
        if self._transport is None or self._transport.is_closing():
            raise httpcore2.WriteError("the connection is closed")
        self._transport.write(buffer)
        if self._blocked:
            self._writer = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(timeout):
                    await self._writer
            except TimeoutError as error:
                raise httpcore2.WriteTimeout(f"nothing was taken for {timeout:g} s") from error
            finally:
                self._writer = None

    async def aclose(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                made = await loop.start_tls(
                    self._transport, self, ssl_context, server_hostname=server_hostname, ssl_handshake_timeout=timeout
                )
        except TimeoutError as error:
            await self.aclose()
            raise httpcore2.ConnectTimeout("no TLS handshake in time") from error
        except (OSError, ssl.SSLError, ValueError) as error:  # ValueError: a host name that TLS cannot name
            await self.aclose()
            raise httpcore2.ConnectError(_plain(error)) from error
        if made is None:
            raise httpcore2.ConnectError("the connection broke during the TLS handshake")
        self._transport = made
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":  # asked of an idle connection: whatever can be read of one means that it is over
            return self._eof or bool(self._buffer) or self._transport is None or self._transport.is_closing()
        return None if self._transport is None else self._transport.get_extra_info(info)


def _plain(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed: {(error.reason or str(error)).lower().replace('_', ' ')}"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, ConnectionResetError):
        return "the connection was reset"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__


class Backend(httpcore2.AsyncNetworkBackend):
    """Connects to what a host resolves to; a guarded one refuses every address that is not public."""

    def __init__(self, guarded: bool, resolver: Resolver = _lookup) -> None:
        self.guarded = guarded
        self._resolver = resolver

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                return await self._connect(host, port)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(f"no connection within {timeout:g} s") from error

    async def _connect(self, host: str, port: int) -> _Stream:
        addresses = await self.addresses(host, port)
        loop = asyncio.get_running_loop()
        failed: Exception = OSError("no address")
        for number, address in enumerate(addresses, 1):
            try:
                async with asyncio.timeout(_ATTEMPT if number < len(addresses) else None):
                    _, stream = await loop.create_connection(_Stream, address, port)
                    return stream
            except OSError as error:  # TimeoutError too: the next address
                failed = error
        raise httpcore2.ConnectError(_plain(failed)) from failed

    async def addresses(self, host: str, port: int) -> list[str]:
        """Returns what ``host`` resolves to. Raises RefusedAddress where a guarded backend may not go there."""
        try:
            addresses = [str(ipaddress.ip_address(host.strip("[]")))]
        except ValueError:
            addresses = await _resolve(self._resolver, host, port)
        if self.guarded:
            public = [address for address in addresses if is_public(address)]
            if not public:
                raise RefusedAddress(f"{host} is a private address ({addresses[0]})" if addresses else f"no {host}")
            return public
        return addresses

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _Body(httpx2.AsyncByteStream):
    def __init__(self, content: Any) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._content:
            yield part

    async def aclose(self) -> None:
        await self._content.aclose()


class Transport(httpx2.AsyncBaseTransport):
    """Sends requests by pools of their own for each host, guarded or not (extension ``guarded``).

    Errors are those of httpcore2. Used without a client in front: cookies, redirects, netrc and decoders that a
    client brings are just what must not happen here.
    """

    def __init__(self, resolver: Resolver = _lookup, *, proxied: bool = True) -> None:
        self._backends = {guarded: Backend(guarded, resolver) for guarded in (True, False)}
        self._pools: dict[tuple[bool, str, str, int | None], httpcore2.AsyncConnectionPool] = {}
        self._tls: ssl.SSLContext | None = None
        self._proxies = {
            scheme: proxy if "://" in proxy else f"http://{proxy}"
            for scheme, proxy in urllib.request.getproxies().items()
            if proxied and scheme in ("http", "https", "all") and proxy
        }

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        guarded = bool(request.extensions.get("guarded", True))
        proxy = self._proxy(url)
        if proxy is not None and guarded:
            await self._guard_behind_proxy(url)
        key = (guarded, url.scheme, url.host, url.port)
        pool = self._pools.get(key)
        if pool is None:
            pool = self._pools[key] = self._pool(url.scheme, guarded, proxy)
        response = await pool.handle_async_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.content,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response.stream),
            extensions=response.extensions,
            request=request,
        )

    def _proxy(self, url: httpx2.URL) -> str | None:
        proxy = self._proxies.get(url.scheme) or self._proxies.get("all")
        if proxy is None or urllib.request.proxy_bypass(url.host):
            return None
        return proxy

    async def _guard_behind_proxy(self, url: httpx2.URL) -> None:
        """A proxy resolves names itself; what we can see to be private is refused, the rest is the proxy's to judge."""
        try:
            await self._backends[True].addresses(url.host, url.port or 0)
        except RefusedAddress:
            raise
        except httpcore2.ConnectError:
            return

    def _pool(self, scheme: str, guarded: bool, proxy: str | None) -> httpcore2.AsyncConnectionPool:
        if (scheme == "https" or proxy is not None) and self._tls is None:
            self._tls = httpx2.create_ssl_context()
        common: dict[str, Any] = {"max_connections": 2, "keepalive_expiry": 15.0, "ssl_context": self._tls}
        if proxy is None:
            return httpcore2.AsyncConnectionPool(network_backend=self._backends[guarded], **common)
        made = httpx2.Proxy(url=proxy)
        if made.url.scheme not in ("http", "https"):
            raise httpcore2.ConnectError(f"a {made.url.scheme} proxy is not supported; use an http proxy")
        return httpcore2.AsyncHTTPProxy(
            proxy_url=httpcore2.URL(
                scheme=made.url.raw_scheme, host=made.url.raw_host, port=made.url.port, target=made.url.raw_path
            ),
            proxy_auth=made.raw_auth,
            proxy_headers=made.headers.raw,
            network_backend=self._backends[False],
            **common,
        )

    async def release(self, host: str) -> None:
        """Closes the pools of a host that will not be asked again, so that open sockets stay few."""
        for key in [key for key in self._pools if key[2] == host]:
            await self._pools.pop(key).aclose()

    async def aclose(self) -> None:
        for key in list(self._pools):
            await self._pools.pop(key).aclose()
