"""``sync`` by name, under ``--force``, in a loop and beside another one; and what never stands in its output."""

from __future__ import annotations

import signal
import subprocess
import time
from typing import Any

from tests.command import Tapeout
from tests.servers import Page, Server, item, rss

TEXT = "<p>Nvidia will pay CoreWeave $6.3 billion for spare capacity through April 2032, it said on Monday.</p>"


def test_force_leaves_a_running_retry_after_and_a_feed_that_is_gone_alone(tapeout: Tapeout, server: Server) -> None:
    server.pages["/busy"] = Page(b"later", 429, "text/plain", {"Retry-After": "3600"})
    server.pages["/gone"] = Page(b"gone", 410, "text/plain")
    server.put("/good", rss(item("1", "One", TEXT)))
    tapeout.subscribe(Busy=server.url + "/busy", Gone=server.url + "/gone", Good=server.url + "/good")
    first = tapeout.json("sync", code=1)
    assert (first["failed"], first["new"]) == (2, 1)
    asked = len(server.asked)
    tapeout("sync", "--force", "--json")
    assert {path for path, _ in server.asked[asked:]} == {"/good"}
    states = {feed["id"]: feed for feed in tapeout.json("feeds")}
    assert states["gone"]["last_status"] == "gone"
    assert {feed["id"] for feed in tapeout.json("feeds", "--broken")} == {"busy", "gone"}


def test_force_ignores_the_back_off_of_a_feed_that_fails(tapeout: Tapeout, server: Server) -> None:
    tapeout.subscribe(A=server.url + "/a")
    tapeout("sync")
    tapeout("sync")
    assert len(server.asked) == 1
    server.put("/a", rss(item("1", "One", TEXT)))
    assert tapeout.json("sync", "--force")["new"] == 1


def test_sync_of_named_feeds_fetches_just_those(tapeout: Tapeout, server: Server) -> None:
    for name in ("a", "b", "c"):
        server.put(f"/{name}", rss(item(name, name, TEXT)))
    tapeout.subscribe(A=server.url + "/a", B=server.url + "/b", C=server.url + "/c")
    assert tapeout.json("sync", "a", server.url + "/c")["fetched"] == 2
    assert {path for path, _ in server.asked} == {"/a", "/c"}
    assert tapeout.json("sync", "zzz", code=1) is None


def test_repeated_sync_ends_with_130_and_an_empty_stdout(tapeout: Tapeout, server: Server) -> None:
    server.put("/a", rss(item("1", "One", TEXT)))
    tapeout.subscribe(A=server.url + "/a")
    with subprocess.Popen(tapeout.arguments("sync", "--every", "15m", "--json"), env=tapeout.environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # fmt: skip
        assert process.stderr is not None
        told = [process.stderr.readline(), process.stderr.readline()]
        process.send_signal(signal.SIGINT)
        out, rest = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == ""
    assert '"new": 1' in told[0]
    assert "next sync" in told[1]
    assert "Traceback" not in rest
    assert len(tapeout.json("list")) == 1


def test_waiting_sync_runs_after_the_other_one(tapeout: Tapeout, server: Server) -> None:
    def slow(handler: Any) -> None:
        time.sleep(1)
        handler.send_response(404)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    server.pages["/slow"] = slow
    tapeout.subscribe(Slow=server.url + "/slow")
    with subprocess.Popen(tapeout.arguments("sync"), env=tapeout.environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as first:  # fmt: skip
        while not server.asked:
            assert first.poll() is None
            time.sleep(0.02)
        assert tapeout.json("analyse", code=1) is None
        waited = tapeout.json("sync", "--wait")
        assert first.wait(timeout=30) == 1
    assert (waited["feeds"], waited["failed"]) == (1, 0)


def test_no_password_and_no_other_scheme_leaves_the_program(tapeout: Tapeout, server: Server) -> None:
    entries = [
        item("1", "One", TEXT).replace("https://news.example/1", "https://user:hunter2@news.example/a b"),
        item("2", "Two", TEXT + "<p>Other words.</p>").replace("https://news.example/2", "javascript:alert(1)"),
        item("3", "Three", TEXT + "<p>More.</p>").replace("https://news.example/3", "/Größe?q=ü"),
    ]
    server.put("/a", rss(*entries))
    secret = server.url.replace("http://", "http://me:hunter2@")
    tapeout.subscribe(A=secret + "/a", B=secret + "/missing")
    runs = [tapeout("sync", "--json"), tapeout("feeds", "--json"), tapeout("feeds"), tapeout("list", "--json"),
            tapeout("export", "opml"), tapeout("doctor"), tapeout("remove", "b", "--json"),
            tapeout("add", secret + "/a", "--json"), tapeout("add", secret + "/none", "--json")]  # fmt: skip
    for run in runs:
        assert "hunter2" not in run.out + run.err
    urls = {row["title"]: row["url"] for row in tapeout.json("list")}
    assert urls["One"] == "https://news.example/a%20b"
    assert urls["Two"] is None
    assert urls["Three"].endswith("/Gr%C3%B6%C3%9Fe?q=%C3%BC")
    assert "hunter2" not in tapeout("show", "One", "--raw").out
