"""``tapeout serve`` in a real Chromium, and what it answers to those who must not come in."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

aiohttp = pytest.importorskip("aiohttp", reason="the extra tapeout[web] is not installed")
pytest.importorskip("textual_serve", reason="the extra tapeout[web] is not installed")

from tests.command import Tapeout  # noqa: E402
from tests.serve.browser import CHROMIUM, browser  # noqa: E402
from tests.servers import serve as serve_pages  # noqa: E402

in_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@dataclass
class Running:
    """A running ``tapeout serve``."""

    address: str
    process: asyncio.subprocess.Process

    @property
    def origin(self) -> str:
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def readers(self) -> int:
        """Returns how many readers run."""
        told = subprocess.run(
            ["ps", "-o", "args=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return told.stdout.count("reader.cli.served")


@contextlib.asynccontextmanager
async def serving(command: Tapeout, *args: str) -> AsyncIterator[Running]:
    process = await asyncio.create_subprocess_exec(
        *command.arguments("serve", "--port", "0", *args), env=command.environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        address = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().strip()
        assert address, (await process.communicate())[1].decode()
        yield Running(address, process)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        _, said = await asyncio.wait_for(process.communicate(), 20)
        assert b"Traceback" not in said, said.decode()


@in_chromium
async def test_chromium_reads_an_article_and_a_story(demo_copy: Tapeout, tmp_path: Path) -> None:
    async with serving(demo_copy) as running, browser(tmp_path / "profile") as page:
        await page.open(running.address)
        await page.shows("Unread")
        await page.press("Enter")
        first = demo_copy.json("list", "--limit", "1")[0]
        words = demo_copy.json("show", first["id"])["text"].split()[:3]
        await page.shows(" ".join(words))
        story = next(row for row in demo_copy.json("stories") if first["id"] in row["articles"])
        await page.press("S")
        await page.shows("Timeline")
        await page.shows(story["title"][:20])
        assert await page.run("document.body.classList.contains('-first-byte')")
        parts = urlsplit(running.address)
        own = (running.address, f"ws://{parts.netloc}{parts.path}", "data:,")
        assert [url for url in page.requests if not url.startswith(own)] == []
        assert any(url.endswith("textual.js") for url in page.requests)
        assert page.complaints == []
        assert running.readers() == 1
        for _ in range(40):
            if await page.run("document.body.classList.contains('-closed')"):
                break
            await page.press("q")
            await asyncio.sleep(0.25)
        assert await page.run("getComputedStyle(document.querySelector('.closed')).display") == "flex"
        assert running.readers() == 0


@in_chromium
async def test_a_foreign_page_gets_nothing_in_chromium(demo_copy: Tapeout, tmp_path: Path) -> None:
    with serve_pages() as foreign:
        foreign.put("/evil", "<!doctype html><title>evil</title>", content_type="text/html")
        async with serving(demo_copy) as running, browser(tmp_path / "profile") as page:
            await page.open(f"{foreign.url}/evil")
            while await page.run("document.title") != "evil":
                await asyncio.sleep(0.05)
            # Even one that has learned the address.
            socket = running.address.replace("http", "ws", 1) + "ws?width=80&height=24"
            opened = (
                f"new Promise(done => {{ const s = new WebSocket('{socket}');"
                " s.onopen = () => done('open'); s.onerror = () => done('refused'); })"
            )
            assert await page.run(opened) == "refused"
            for what in ("", "static/js/textual.js"):
                read = f"fetch('{running.address}{what}').then(a => a.text()).catch(() => 'refused')"
                assert await page.run(read) == "refused"
            loaded = (
                "new Promise(done => { const s = document.createElement('script'); s.onload = () => done('loaded');"
                f" s.onerror = () => done('refused'); s.src = '{running.address}static/js/textual.js';"
                " document.head.append(s); })"
            )
            assert await page.run(loaded) == "refused"
            assert any("403" in text for text in page.complaints)
            assert running.readers() == 0


OWN = "OWN"
CROSS = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
REQUESTS = [
    ("its own page", "", {}, 200),
    ("its own origin", "", {"Origin": OWN}, 200),
    ("localhost is the same", "", {"Host": "localhost:PORT"}, 200),
    ("its script", "static/js/textual.js", {}, 200),
    ("another origin", "", {"Origin": "http://evil.example"}, 403),
    ("no origin of a file", "", {"Origin": "null"}, 403),
    ("another port", "", {"Origin": "http://127.0.0.1:1"}, 403),
    ("the same name elsewhere", "", {"Origin": "https://127.0.0.1:PORT"}, 403),
    ("a name that points here", "", {"Host": "evil.example:PORT"}, 403),
    ("a name that begins so", "", {"Host": "127.0.0.1.evil.example:PORT"}, 403),
    ("another port in Host", "", {"Host": "127.0.0.1:1"}, 403),
    ("no Host", "", {"Host": ""}, 403),
    ("a script from another site", "static/js/textual.js", CROSS, 403),
    ("a file beside those that are served", "static/../server.py", {}, 404),
    ("a file by its encoded path", "static/..%2fserver.py", {}, 404),
    ("a list of the files", "static/", {}, 404),
    ("a download", "download/1", {}, 404),
    ("a socket without an origin", "ws", {}, 403),
    ("no socket", "ws", {"Origin": OWN}, 400),
]  # fmt: skip


async def ask(running: Running, path: str, headers: dict[str, str]) -> int:
    """Returns the status of a request that is sent byte for byte."""
    parts = urlsplit(running.address)
    sent = {"Host": parts.netloc, **headers}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "Connection: close", "", ""]
    text = "\r\n".join(lines).replace(OWN, running.origin).replace("PORT", str(parts.port))
    reader, writer = await asyncio.open_connection("127.0.0.1", parts.port)
    writer.write(text.encode())
    status = int((await asyncio.wait_for(reader.readline(), 10)).split()[1])
    writer.close()
    await writer.wait_closed()
    return status


async def test_who_may_ask(tapeout: Tapeout) -> None:
    async with serving(tapeout) as running:
        path = urlsplit(running.address).path
        told = {what: await ask(running, path + rest, headers) for what, rest, headers, _ in REQUESTS}
        assert told == {what: status for what, _, _, status in REQUESTS}
        token = path.strip("/")
        assert len(token) == 22  # 128 bits, six to a letter
        for wrong in ("", "x", token[:-1], token + "x", token.swapcase(), "%00", "%C3%A9"):
            for rest in ("/", "/ws", "/static/js/textual.js"):
                assert await ask(running, f"/{wrong}{rest}", {"Origin": OWN}) == 404
        assert await ask(running, "/", {}) == 404
        assert await ask(running, "/é\x1b[31m/", {}) == 400
        assert running.readers() == 0


async def test_each_run_has_another_token(tapeout: Tapeout) -> None:
    async with serving(tapeout) as one, serving(tapeout) as other:
        assert urlsplit(one.address).path != urlsplit(other.address).path


async def test_four_readers_at_most_and_none_is_left_behind(tapeout: Tapeout) -> None:
    tapeout.feeds.write_text("", "utf-8")
    async with serving(tapeout) as running, aiohttp.ClientSession() as client:
        address = running.address.replace("http", "ws", 1) + "ws"
        sockets = [await client.ws_connect(address, origin=running.origin) for _ in range(4)]
        for socket in sockets:
            assert (await socket.receive(timeout=20)).type is aiohttp.WSMsgType.BINARY
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.ws_connect(address, origin=running.origin)
        assert refused.value.status == 503
        assert running.readers() == 4
        await sockets[0].close()
        for _ in range(100):
            if running.readers() == 3:
                break
            await asyncio.sleep(0.1)
        again = await client.ws_connect(address, origin=running.origin)
        assert (await again.receive(timeout=20)).type is aiohttp.WSMsgType.BINARY
        pid = running.process.pid
        running.process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(running.process.wait(), 20) == 130
        left = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False
        )
        assert left.stdout == ""
        for socket in (*sockets, again):
            await socket.close()


async def test_no_shell_reads_the_paths(tmp_path: Path) -> None:
    home = tmp_path / "it's; touch planted; $(touch planted) `touch planted` \"&"
    home.mkdir()
    command = Tapeout(home)
    command.feeds.write_text("", "utf-8")
    async with serving(command) as running, aiohttp.ClientSession() as client:
        address = running.address.replace("http", "ws", 1) + "ws?width=80;touch%20planted&height=$(touch%20planted)"
        socket = await client.ws_connect(address, origin=running.origin)
        assert (await socket.receive(timeout=20)).type is aiohttp.WSMsgType.BINARY
        await socket.close()
    assert list(tmp_path.rglob("planted")) == []
    assert not Path("planted").exists()


async def test_what_no_browser_sends_does_not_end_the_reader(tapeout: Tapeout) -> None:
    tapeout.feeds.write_text("", "utf-8")
    async with serving(tapeout) as running, aiohttp.ClientSession() as client:
        address = running.address.replace("http", "ws", 1) + "ws?width=99999999999&height=-5"
        socket = await client.ws_connect(address, origin=running.origin)
        await socket.receive(timeout=20)
        wrong = ["", "{", "[]", "7", "null", '{"stdin": 1}', '["stdin"]', '["stdin", 5]', '["resize", {"width": "x"}]',
                 '["resize", {"width": 1e999, "height": []}]', '["resize", null]', '["ping", {}]', "[" * 50_000,
                 '["stdin", "\\ud800\\u0000"]', '["deliver_chunk_request", {"key": "1"}]', '["quit"]']  # fmt: skip
        for text in wrong:
            await socket.send_str(text)
        await socket.send_bytes(b"M\x00\x00\x00\x02{}")
        await socket.send_str('["ping", "42"]')
        while (message := await socket.receive(timeout=20)).type is aiohttp.WSMsgType.BINARY:
            pass
        assert message.json() == ["pong", "42"]
        assert running.readers() == 1
        await socket.close()


async def test_another_address_than_loopback_is_warned_of(tapeout: Tapeout) -> None:
    async with serving(tapeout, "--host", "0.0.0.0", "--quiet") as running:
        port = urlsplit(running.address).port
        path = urlsplit(running.address).path
        for host, status in (
            ("127.0.0.1", 200),
            ("10.1.2.3", 200),
            ("[::1]", 200),
            ("evil.example", 403),
            ("127.1", 403),
        ):
            assert await ask(running, path, {"Host": f"{host}:{port}"}) == status, host
        running.process.send_signal(signal.SIGTERM)
        _, said = await running.process.communicate()
        assert b"WARNING: 0.0.0.0 is not this machine alone" in said


async def test_a_port_that_is_taken_is_told(tapeout: Tapeout) -> None:
    async with serving(tapeout) as running:
        port = str(urlsplit(running.address).port)
        result = await asyncio.to_thread(tapeout, "serve", "--port", port)
        assert (result.code, result.out) == (2, "")
        assert "--port" in result.err


def test_without_the_extra_the_verb_says_what_to_install(tapeout: Tapeout) -> None:
    hidden = tapeout.home / "blocked"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import importlib.util as util\nfound = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'textual_serve' else found(name, *rest)\n", "utf-8"
    )  # fmt: skip
    result = tapeout("serve", PYTHONPATH=os.pathsep.join([str(hidden), os.environ.get("PYTHONPATH", "")]))
    assert (result.code, result.out) == (2, "")
    assert "pip install 'tapeout[web]'" in result.err
