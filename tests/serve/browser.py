"""A real headless Chromium, driven over its DevTools protocol."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import shutil
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-port=0",
    "--window-size=1200,800",
)  # fmt: skip
_KEYS = {"Enter": (13, "\r"), "Escape": (27, "")}
# The terminal is hidden in the page's script; its public object is the one that is given a ``_core``.
_FIND_TERMINAL = """
Object.defineProperty(Object.prototype, '_core', {configurable: true, get() { return undefined; }, set(core) {
  Object.defineProperty(this, '_core', {value: core, writable: true, configurable: true, enumerable: true});
  (window.__cores = window.__cores || []).push(this);
}});
"""
_SCREEN = """
(() => {
  const terminal = (window.__cores || []).find(one => one.buffer && one.buffer.active);
  if (!terminal) return '';
  const lines = [], buffer = terminal.buffer.active;
  for (let y = 0; y < buffer.length; y++) lines.push(buffer.getLine(y).translateToString(true));
  return lines.join('\\n');
})()
"""


@dataclass
class Page:
    """One tab. ``requests`` are the addresses that it asked for, ``complaints`` what its console says went wrong."""

    socket: aiohttp.ClientWebSocketResponse
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _waiting: dict[int, asyncio.Future[Any]] = field(default_factory=dict)
    _numbers: Any = field(default_factory=itertools.count)

    async def listen(self) -> None:
        async for message in self.socket:
            told = message.json()
            if "id" in told:
                self._waiting.pop(told["id"]).set_result(told)
            elif told["method"] == "Network.requestWillBeSent":
                self.requests.append(told["params"]["request"]["url"])
            elif told["method"] == "Network.webSocketCreated":
                self.requests.append(told["params"]["url"])
            elif told["method"] == "Log.entryAdded" and told["params"]["entry"]["level"] == "error":
                self.complaints.append(told["params"]["entry"]["text"])
            elif told["method"] == "Runtime.exceptionThrown":
                self.complaints.append(str(told["params"]["exceptionDetails"]))

    async def call(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"id": number, "method": method, "params": params})
        told = await asyncio.wait_for(self._waiting[number], 20)
        assert "error" not in told, told
        return told["result"]

    async def open(self, address: str) -> None:
        await self.call("Page.navigate", url=address)

    async def run(self, script: str) -> Any:
        """Returns the value of a script, of its promise where it gives one."""
        told = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return told["result"].get("value")

    async def screen(self) -> str:
        """Returns the text in the terminal."""
        return str(await self.run(_SCREEN) or "")

    async def shows(self, words: str, seconds: float = 20.0) -> str:
        """Waits until the terminal shows ``words`` and returns its text."""
        text = ""
        for _ in range(int(seconds * 10)):
            if words in (text := await self.screen()):
                return text
            await asyncio.sleep(0.1)
        raise AssertionError(f"{words!r} did not come:\n{text}\n{self.complaints}")

    async def press(self, *keys: str) -> None:
        await self.run("document.querySelector('.xterm-helper-textarea').focus()")
        for key in keys:
            code, text = _KEYS[key] if key in _KEYS else (ord(key.upper()), key)
            common = {"key": key, "windowsVirtualKeyCode": code, "text": text}
            await self.call("Input.dispatchKeyEvent", type="keyDown", **common)
            await self.call("Input.dispatchKeyEvent", type="keyUp", **common)


@contextlib.asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Page]:
    """Runs Chromium with a profile of its own in ``folder`` and gives its first tab."""
    assert CHROMIUM is not None
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, *_FLAGS, f"--user-data-dir={folder}", "about:blank",
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        told = folder / "DevToolsActivePort"
        for _ in range(300):
            if told.exists() and "\n" in told.read_text():
                break
            await asyncio.sleep(0.1)
        port = told.read_text().splitlines()[0]
        async with aiohttp.ClientSession() as client:
            async with client.get(f"http://127.0.0.1:{port}/json") as answer:
                target = next(tab for tab in await answer.json(content_type=None) if tab["type"] == "page")
            async with client.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                page = Page(socket)
                listening = asyncio.create_task(page.listen())
                for domain in ("Page", "Network", "Log", "Runtime"):
                    await page.call(f"{domain}.enable")
                await page.call("Page.addScriptToEvaluateOnNewDocument", source=_FIND_TERMINAL)
                yield page
                listening.cancel()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
