"""What a sync asks of servers, and when: seen by a server on loopback and by ``feeds``."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from tests.command import Tapeout
from tests.servers import Page, Server, item, rss

ONE = rss(item("1", "One", "<p>Nvidia will pay CoreWeave $6.3 billion, it said on Monday.</p>"))


def states(tapeout: Tapeout) -> dict[str, Any]:
    return {feed["id"]: feed for feed in tapeout.json("feeds")}


def test_a_permanent_redirect_is_believed_at_the_third_sighting_and_others_never(
    tapeout: Tapeout, server: Server
) -> None:
    server.put("/new", ONE)
    for path, status in (("/moved", 301), ("/moved-too", 308), ("/found", 302), ("/for-now", 307)):
        server.pages[path] = Page(b"", status, headers={"Location": "/new"})
    paths = ["/moved", "/moved-too", "/found", "/for-now"]
    tapeout.subscribe(**{path[1:]: server.url + path for path in paths})
    for _ in range(3):
        assert tapeout.json("sync", "--force", "--no-analyse")["failed"] == 0
    asked = len(server.asked)
    tapeout("sync", "--force", "--no-analyse")
    assert sorted(path for path, _ in server.asked[asked:] if path != "/new") == ["/for-now", "/found"]
    assert len(server.asked) - asked == 6


def test_validators_go_back_byte_for_byte(tapeout: Tapeout, server: Server) -> None:
    etag, date = 'W/"a b,\u00e9"', "Mon, 04 May 2026 09:00:00 GMT"
    server.put("/a", ONE, headers={"ETag": etag, "Last-Modified": date})
    tapeout.subscribe(A=server.url + "/a")
    for _ in range(2):
        tapeout("sync", "--force", "--no-analyse")
    sent = server.asked[-1][1]
    assert (sent["if-none-match"], sent["if-modified-since"]) == (etag, date)


def test_what_the_user_adds_to_requests_comes_from_the_environment(tapeout: Tapeout, server: Server) -> None:
    server.put("/a", ONE)
    tapeout.feeds.write_text(
        f'[[feed]]\nurl = "{server.url.replace("//", "//ada:${SECRET}@")}/a"\n'
        'headers = { Cookie = "session=${SESSION}", X-Key = "fixed" }\n',
        "utf-8",
    )
    done = tapeout("sync", "--json", "--no-analyse", SECRET="pass word", SESSION="s3")
    assert done.json["failed"] == 0
    headers = server.asked[-1][1]
    assert headers["authorization"] == "Basic " + base64.b64encode(b"ada:pass word").decode()
    assert (headers["cookie"], headers["x-key"]) == ("session=s3", "fixed")
    assert headers["user-agent"].startswith("tapeout/")
    assert headers["accept-encoding"] == "gzip"
    failed = tapeout("sync", "--json", "--force", SECRET="x").json
    assert "SESSION" in failed["errors"][0]["error"]


def test_international_names_and_proxies(tapeout: Tapeout, server: Server) -> None:
    asked = []

    def proxied(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        body = ONE.encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    server.pages["http://xn--bcher-kva.example/f"] = proxied
    tapeout.subscribe(A="http://bücher.example/f")
    assert tapeout("sync", "--json", "--no-analyse", HTTP_PROXY=server.url, NO_PROXY="").json["failed"] == 0
    assert asked == ["http://xn--bcher-kva.example/f"]


def asking(words: str) -> str:
    """Returns the feed with elements that ask for a pace."""
    with_names = ONE.replace("<rss ", '<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" ')
    return with_names.replace("<description>d<", f"{words}<description>d<")


PERIOD = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
PACES: dict[str, tuple[str, dict[str, str], float, float]] = {
    "nothing": ("", {}, 0.45, 0.6),
    "a ttl": ("<ttl>300</ttl>", {}, 4.7, 5.3),
    "a ttl of years": ("<ttl>999999</ttl>", {}, 22, 26),
    "a ttl of nothing": ("<ttl>0</ttl>", {}, 0.45, 0.6),
    "max-age": ("", {"Cache-Control": "public, max-age=14400"}, 3.7, 4.3),
    "a max-age of years": ("", {"Cache-Control": "max-age=99999999"}, 22, 26),
    "a period": (PERIOD, {}, 5.6, 6.4),
}
"""what a publisher asks for, with bounds of the hours that it is then left alone"""


def test_the_pace_that_a_publisher_asks_for_is_kept_within_bounds(tapeout: Tapeout, server: Server) -> None:
    feeds = {}
    for number, (name, (words, headers, _, _)) in enumerate(PACES.items()):
        feeds[name] = server.put(f"/{number}", asking(words), headers=headers, etag='"1"')
    tapeout.subscribe(**feeds)
    tapeout("sync", "--no-analyse")
    tapeout("sync", "--no-analyse")
    assert len(server.asked) == len(PACES)
    for low, high, wait in paces(tapeout):
        assert low < wait < high
    # The document is not sent again, and what it asked for holds.
    assert tapeout.json("sync", "--force", "--no-analyse")["unchanged"] == len(PACES)
    for low, high, wait in paces(tapeout):
        assert low < wait < max(high, 0.8)


def paces(tapeout: Tapeout) -> Iterator[tuple[float, float, float]]:
    """Yields bounds and the hours to wait, feed by feed."""
    for state, (_, _, low, high) in zip(tapeout.json("feeds"), PACES.values(), strict=True):
        yield low, high, hours(state)


def hours(state: Any) -> float:
    """Returns the hours from a feed's last sync to when it is due."""
    due, last = (datetime.fromisoformat(state[key]) for key in ("next_due", "last_sync"))
    return (due - last).total_seconds() / 3600


def test_hours_to_skip_hold_though_the_document_is_not_sent_again(tapeout: Tapeout, server: Server) -> None:
    now = datetime.now(UTC)
    free = (now + timedelta(hours=5)).hour
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24) if hour != free)
    server.put("/a", ONE.replace("<description>d<", f"<skipHours>{hours}</skipHours><description>d<"), etag='"1"')
    server.put("/gone-wrong", server.pages["/a"].body, etag='"1"')  # type: ignore[union-attr]
    tapeout.subscribe(A=server.url + "/a", B=server.url + "/gone-wrong")
    for outcome in ("fetched", "unchanged"):
        assert tapeout.json("sync", "--force", "--no-analyse")[outcome] == 2
        assert {datetime.fromisoformat(state["next_due"]).hour for state in states(tapeout).values()} == {free}
    server.pages["/gone-wrong"] = Page(b"", 500)
    tapeout("sync", "--force", "--no-analyse")
    assert datetime.fromisoformat(states(tapeout)["b"]["next_due"]).hour == free


def test_failures_put_off_ever_further_and_no_two_feeds_alike(tapeout: Tapeout, server: Server) -> None:
    tapeout.subscribe(**{f"f{n}": f"{server.url}/{n}" for n in range(4)})
    waits = []
    for _ in range(3):
        tapeout("sync", "--force", "--no-analyse")
        waits.append([hours(state) for state in states(tapeout).values()])
    assert waits[0][0] < waits[1][0] < waits[2][0] <= 26
    assert len(set(waits[2])) > 1
    server.put("/0", ONE)
    tapeout("sync", "--force", "--no-analyse")
    healed = states(tapeout)["f0"]
    assert hours(healed) < waits[0][0] + 1
    assert healed["failures"] == 0


def test_no_host_is_asked_more_than_twice_at_a_time(tapeout: Tapeout, server: Server) -> None:
    now, most, lock = [0], [0], threading.Lock()

    def page(handler: BaseHTTPRequestHandler) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.05)
        with lock:
            now[0] -= 1
        handler.send_response(404)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    for number in range(10):
        server.pages[f"/{number}"] = page
    tapeout.subscribe(**{f"f{n}": f"{server.url}/{n}" for n in range(10)})
    assert tapeout.json("sync", code=1)["failed"] == 10
    assert most[0] == 2


@contextlib.contextmanager
def waiting_sync(tapeout: Tapeout, server: Server, *, seconds: float = 20) -> Iterator[subprocess.Popen[str]]:
    """Runs a sync that has stored one feed and waits for another; kills it at the end."""
    server.put("/quick", ONE)
    server.pages["/slow"] = lambda handler: time.sleep(seconds)
    tapeout.subscribe(Quick=server.url + "/quick", Slow=server.url + "/slow")
    with subprocess.Popen(tapeout.arguments("sync"), env=tapeout.environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True) as process:  # fmt: skip
        try:
            while not tapeout.db.exists() or not tapeout.json("list"):
                assert process.poll() is None
            yield process
        finally:
            process.kill()


def test_notes_and_marks_are_written_while_the_network_is_waited_for(tapeout: Tapeout, server: Server) -> None:
    with waiting_sync(tapeout, server):
        article = tapeout.json("list")[0]["id"]
        assert tapeout.json("mark", article, "--read", "--star", "--tag", "later")["changed"]
        assert tapeout.json("note", "add", article, "--text", "Ask about it")[0]["body"] == "Ask about it"
        assert tapeout.json("list")[0]["starred"]


def test_an_interrupted_sync_keeps_what_is_done(tapeout: Tapeout, server: Server) -> None:
    with waiting_sync(tapeout, server) as process:
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in told
    assert len(tapeout.json("list")) == 1


def until(true: Callable[[], object]) -> None:
    for _ in range(300):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come about")


def test_a_repeated_sync_reads_its_list_of_feeds_anew(tapeout: Tapeout, server: Server, tmp_path: Path) -> None:
    """The shortest interval is a minute; here it is a second."""
    server.put("/a", ONE)
    server.put("/b", rss(item("2", "Two", "<p>AMD sues Intel.</p>"), title="B"))
    tapeout.subscribe(A=server.url + "/a")
    code = "from reader.cli import main, schedule; schedule.interval = lambda every: 1; main.main()"
    arguments = [sys.executable, "-c", code, *tapeout.arguments("sync", "--every", "15m", "--no-analyse")[3:]]
    log = tmp_path / "told"
    told = log.read_text
    with (
        log.open("w") as errors,
        subprocess.Popen(
            arguments, env=tapeout.environment | {"PYTHONPATH": os.getcwd()}, stdout=subprocess.DEVNULL, stderr=errors
        ) as process,
    ):
        try:
            until(lambda: "next sync" in told())
            whole = tapeout.feeds.read_text()
            tapeout.feeds.write_text(whole + "[[feed]]\nurl =")
            until(lambda: "feeds.toml" in told())
            assert process.poll() is None
            tapeout.feeds.write_text(f"{whole}[[feed]]\nname = 'B'\nurl = {json.dumps(server.url + '/b')}\n")
            until(lambda: [path for path, _ in server.asked if path == "/b"])
            until(lambda: len(tapeout.json("list")) == 2)
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 130
        finally:
            process.kill()
    assert [path for path, _ in server.asked].count("/a") == 1
