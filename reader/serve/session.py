"""One reader for one browser: a child process that speaks Textual's web protocol on its standard streams.

No shell is involved: the child is started from an argument list that was fixed when the server started.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress

from aiohttp import WSMsgType, web

from reader.clean import clean_line
from reader.opener import safe_address

PATIENCE = 3.0
"""seconds that a reader has to leave before it is ended"""
_GREETING = b"__GANGLION__\n"
_SIZES = (1, 1000)


def cells(value: object, default: int) -> int:
    """Returns a width or height in cells, bounded; the default for what is no number."""
    if not isinstance(value, int | str):
        return default
    try:
        number = int(value)
    except ValueError:
        return default
    return max(_SIZES[0], min(number, _SIZES[1]))


class Session:
    """A running reader. ``start`` it, ``relay`` between it and its WebSocket, ``stop`` it."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._command = tuple(command)
        self._environ = environ
        self.closing = asyncio.Event()
        """set it to end ``relay``"""
        self._process: asyncio.subprocess.Process | None = None
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the session

    async def start(self, width: int, height: int) -> None:
        """Starts the child with a screen of so many cells. Raises OSError where it cannot be started."""
        own = {
            "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
            "TEXTUAL_FPS": "60",
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "TERM_PROGRAM": "textual",
            "COLUMNS": str(width),
            "ROWS": str(height),
        }
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=self._complaints,
            env={**self._environ, **own},
            start_new_session=True,  # Ctrl-C at the server ends the server, which then ends its readers
        )

    async def relay(self, socket: web.WebSocketResponse) -> None:
        """Carries keys to the reader and its screen to the browser until either is gone, or ``closing`` is set."""
        work = (self._to_browser(socket), self._to_reader(socket), self._closed())
        ways = {asyncio.create_task(way) for way in work}
        try:
            done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        for way in done:
            error = way.exception()
            if error is not None and not isinstance(error, ConnectionError | asyncio.IncompleteReadError):
                raise error

    async def _closed(self) -> None:
        await self.closing.wait()

    async def _to_browser(self, socket: web.WebSocketResponse) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        read = self._process.stdout.readexactly
        if await read(len(_GREETING)) != _GREETING:
            return
        while True:
            kind = await read(1)
            payload = await read(int.from_bytes(await read(4), "big"))
            if kind == b"D":
                await socket.send_bytes(payload)
            elif kind == b"M":
                told = json.loads(payload)
                if told.get("type") == "exit":
                    return
                address = safe_address(str(told.get("url", ""))) if told.get("type") == "open_url" else None
                if address:
                    await socket.send_json(["open_url", {"url": address, "new_tab": True}])

    async def _to_reader(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                kind, *rest = json.loads(message.data)
            except (ValueError, TypeError, RecursionError):
                continue
            value = rest[0] if rest else None
            if kind == "stdin" and isinstance(value, str):
                await self._send(b"D", value.encode("utf-8", "replace"))
            elif kind == "resize" and isinstance(value, dict):
                size = {"width": cells(value.get("width"), 80), "height": cells(value.get("height"), 24)}
                await self._send(b"M", json.dumps({"type": "resize", **size}).encode())
            elif kind in ("focus", "blur"):
                await self._send(b"M", json.dumps({"type": kind}).encode())
            elif kind == "ping" and isinstance(value, str):
                await socket.send_json(["pong", value[:40]])

    async def _send(self, kind: bytes, payload: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(kind + len(payload).to_bytes(4, "big") + payload)
        await self._process.stdin.drain()

    async def stop(self) -> str | None:
        """Ends the reader: it is asked, then told, then killed. Returns the last that it said if it failed."""
        process = self._process
        if process is None:
            return None
        if process.returncode is None:
            with suppress(ConnectionError, RuntimeError):
                await self._send(b"M", b'{"type": "quit"}')
            for number in (None, signal.SIGTERM, signal.SIGKILL):
                if number is not None:
                    with suppress(ProcessLookupError):
                        os.killpg(process.pid, number)
                try:
                    # What it still has to say is read, or it could not leave.
                    await asyncio.wait_for(process.communicate(), PATIENCE)
                    break
                except TimeoutError:
                    continue
        self._complaints.seek(0)
        said = self._complaints.read(100_000).decode("utf-8", "replace").strip().splitlines()
        self._complaints.close()
        return clean_line(said[-1], 300) if said and process.returncode else None
