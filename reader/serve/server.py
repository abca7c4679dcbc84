"""The HTTP side: our page, textual-serve's script, style and fonts, and a WebSocket for each reader.

Nothing that is served leads to another host; the content security policy sees to it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from reader.clean import clean_line
from reader.errors import UsageError
from reader.serve.guard import Guard
from reader.serve.session import Session, cells

SESSIONS = 4
"""readers at a time"""
_MESSAGE = 1024 * 1024
"""bytes of one message from the browser: a paste"""
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:;"
    " connect-src 'self' {websocket}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Serves readers that ``command`` starts (an argument list). ``say`` prints a line for whoever runs the server."""

    def __init__(
        self, guard: Guard, command: Sequence[str], environ: Mapping[str, str], say: Callable[[str], None]
    ) -> None:
        self._guard = guard
        self._command, self._environ, self._say = tuple(command), environ, say
        self._sessions: dict[Session, asyncio.Future[None]] = {}
        """running readers, each with what is settled once it has ended"""
        self._files = _static_files()
        self._page = resources.files("reader.serve").joinpath("page.html").read_text("utf-8")

    async def run(self, until: asyncio.Event, ready: Callable[[], None]) -> None:
        """Serves until ``until`` is set; ``ready`` is called once it listens.

        Raises UsageError where host and port cannot be had.
        """
        runner = web.AppRunner(
            self._application(), access_log=None, logger=_log(self._say), handle_signals=False, shutdown_timeout=1.0
        )
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, self._guard.host, self._guard.port).start()
            except OSError as error:
                where = f"{self._guard.host} port {self._guard.port}"
                raise UsageError(f"cannot listen on {where}: {error.strerror or error}; try another --port") from error
            ready()
            await until.wait()
        finally:
            for session in self._sessions:
                session.closing.set()
            await asyncio.gather(*self._sessions.values())
            await runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[self._check], client_max_size=1024)
        application.router.add_get("/{token}/", self._index)
        application.router.add_get("/{token}/ws", self._socket)
        application.router.add_get("/{token}/static/{name:.+}", self._static)
        return application

    @web.middleware
    async def _check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Lets through whom the guard knows; anybody else learns nothing but that."""
        host, origin = request.headers.get("Host"), request.headers.get("Origin")
        if len(request.headers.getall("Host", ())) != 1 or not self._guard.own_host(host):
            return _refused(403, "another Host is asked for")
        if "Origin" in request.headers and not self._guard.own_origin(origin, host):
            return _refused(403, "another Origin asks")
        if (
            request.headers.get("Sec-Fetch-Site") == "cross-site"
            and request.headers.get("Sec-Fetch-Mode") != "navigate"
        ):
            return _refused(403, "another site asks")
        if not self._guard.knows(request.match_info.get("token", "")):
            return _refused(404, "not here")
        return await handler(request)

    async def _index(self, request: web.Request) -> web.StreamResponse:
        websocket = f"ws://{request.host}"
        font = max(8, min(cells(request.query.get("fontsize"), 16), 40))
        page = self._page.replace("WEBSOCKET", f"{websocket}/{self._guard.token}/ws").replace("FONT", str(font))
        page = page.replace("SESSIONS", str(SESSIONS))
        policy = {"Content-Security-Policy": _POLICY.format(websocket=websocket)}
        return web.Response(text=page, content_type="text/html", headers=_HEADERS | policy)

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = self._files.get(request.match_info["name"])
        if path is None:
            return _refused(404, "not here")
        return web.FileResponse(path, headers=_HEADERS | {"Cache-Control": "private, max-age=3600"})

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if "Origin" not in request.headers:
            return _refused(403, "no Origin asks")
        if len(self._sessions) >= SESSIONS:
            return _refused(503, f"{SESSIONS} readers are open already")
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=_MESSAGE)
        if not socket.can_prepare(request):
            return _refused(400, "a WebSocket is wanted")
        session = Session(self._command, self._environ)
        ended = self._sessions[session] = asyncio.get_running_loop().create_future()
        try:
            await socket.prepare(request)
            await session.start(cells(request.query.get("width"), 80), cells(request.query.get("height"), 24))
            await session.relay(socket)
        finally:
            try:
                said = await session.stop()
                if said:
                    self._say(f"a reader ended with: {said}")
            finally:
                del self._sessions[session]
                ended.set_result(None)
            await socket.close()
        return socket


class _Complaints(logging.Handler):
    """Prints what aiohttp says went wrong as one cleaned line; requests that are no HTTP are nobody's concern."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._say = say

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, HttpProcessingError):
            self._say(clean_line(f"{record.getMessage()}: {error!r}" if error else record.getMessage(), 300))


def _log(say: Callable[[str], None]) -> logging.Logger:
    log = logging.Logger("tapeout.serve")
    log.addHandler(_Complaints(say))
    return log


def _refused(status: int, why: str) -> web.Response:
    return web.Response(status=status, text=f"{why}\n", headers=_HEADERS)


def _static_files() -> dict[str, Path]:
    """Returns the files that textual-serve serves by their names; nothing else on the disk can be asked for."""
    found = find_spec("textual_serve")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "static"
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
