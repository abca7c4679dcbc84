"""TLS by the system's trust store, proxies from the environment, hosts that asked to wait."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
import time
from pathlib import Path

import pytest

from reader.feeds import fetch as fetching
from reader.feeds.fetch import Fetcher, Limits
from reader.model.feeds import Fetched, FetchFailed, FetchRequest
from tests.feeds.servers import RSS, fixed, response, serve

LIMITS = Limits(total=5, read=2, connect=2)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not here")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, cert


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(response(200, RSS))
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.transport.abort()


async def test_tls_is_verified(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    key, cert = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    url = f"https://localhost:{server.sockets[0].getsockname()[1]}/f"
    try:
        async with Fetcher("t", limits=LIMITS) as fetcher:
            refused = await fetcher.fetch(FetchRequest("f", url))
        monkeypatch.setenv("SSL_CERT_FILE", str(cert))
        async with Fetcher("t", limits=LIMITS) as fetcher:
            requests = [FetchRequest(str(n), url) for n in range(4)]
            trusted = [one async for one in fetcher.fetch_all(requests)]
            wrong_name = await fetcher.fetch(FetchRequest("f", url.replace("localhost", "127.0.0.1")))
    finally:
        server.close()
    assert isinstance(refused, FetchFailed)
    assert "certificate is not trusted" in refused.error
    assert all(isinstance(one, Fetched) and one.body == RSS for one in trusted)
    assert isinstance(wrong_name, FetchFailed)
    assert "certificate" in wrong_name.error


async def test_tls_with_a_server_that_speaks_plain_http() -> None:
    async with serve({"*": fixed()}) as server, Fetcher("t", limits=LIMITS) as fetcher:
        got = await fetcher.fetch(FetchRequest("f", server.url("/f").replace("http:", "https:")))
    assert isinstance(got, FetchFailed)
    assert got.error.isprintable()


async def test_proxies_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve({"*": fixed()}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url("").replace("//", "//me:pw@"))
        monkeypatch.setenv("no_proxy", "direct.example")
        async with Fetcher("t", limits=LIMITS) as fetcher:
            got = await fetcher.fetch(FetchRequest("f", "http://feeds.example/f"))
            direct = await fetcher.fetch(FetchRequest("f", "http://direct.example/f"))
    assert isinstance(got, Fetched)
    assert proxy.seen[0].path == "http://feeds.example/f"
    assert proxy.seen[0].headers["proxy-authorization"].startswith("Basic ")
    assert isinstance(direct, FetchFailed)
    assert len(proxy.seen) == 1


async def test_a_proxy_is_no_way_round_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve({"*": fixed(302, b"", Location="http://127.0.0.1:9/x")}) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url(""))
        monkeypatch.setenv("no_proxy", "")
        async with Fetcher("t", limits=LIMITS) as fetcher:
            got = await fetcher.fetch(FetchRequest("f", "http://feeds.example/f"))
    assert isinstance(got, FetchFailed)
    assert "private" in got.error
    assert len(proxy.seen) == 1


async def test_a_proxy_that_cannot_be_used_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:9")
    async with Fetcher("t", limits=LIMITS) as fetcher:
        got = await fetcher.fetch(FetchRequest("f", "http://feeds.example/f"))
    assert isinstance(got, FetchFailed)
    assert "socks5 proxy" in got.error


async def test_a_host_that_asked_to_wait_is_asked_slower(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_GAP", 0.1)
    times: list[float] = []

    async def note(exchange: object) -> None:
        times.append(time.monotonic())
        await exchange.answer(200, RSS)  # type: ignore[attr-defined]

    async with serve({"/0": fixed(429, b"", Retry_After="120"), "*": note}) as server:
        requests = [FetchRequest(str(n), server.url(f"/{n}")) for n in range(6)]
        async with Fetcher("t", limits=LIMITS) as fetcher:
            got = {one.feed: one async for one in fetcher.fetch_all(requests)}
    failed = got.pop("0")
    assert isinstance(failed, FetchFailed)
    assert failed.retry_after == 120
    assert all(isinstance(one, Fetched) for one in got.values())
    assert times[-1] - times[1] >= 0.25
    assert server.most_open <= 2
