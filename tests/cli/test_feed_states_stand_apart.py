"""What became of a feed: ``feeds`` tells failed, unchanged, empty and gone apart, and a dead one shows at once."""

from __future__ import annotations

import sqlite3
import subprocess
from datetime import UTC, datetime, timedelta

from tests.command import Tapeout
from tests.servers import Page, Server, item, rss

ONE = rss(item("1", "One", "<p>Nvidia ships racks.</p>"))


def test_states_of_feeds(tapeout: Tapeout, server: Server) -> None:
    server.put("/same", ONE, etag='"1"')
    server.put("/new", ONE)
    server.put("/empty", rss(), etag='"1"')
    server.pages["/gone"] = Page(b"", 410)
    server.pages["/failing"] = Page(b"", 500)
    names = ("same", "new", "empty", "gone", "failing")
    tapeout.subscribe(**{name: f"{server.url}/{name}" for name in names}, dead="http://127.0.0.1:9/feed")
    tapeout("sync", "--no-analyse")
    server.put("/new", rss(item("2", "Two", "<p>Micron sells wafers.</p>")))
    tapeout("sync", "--force", "--no-analyse")
    states = {feed["id"]: feed for feed in tapeout.json("feeds")}
    assert {name: state["last_status"] for name, state in states.items()} == {
        "same": "unchanged", "new": "ok", "empty": "empty", "gone": "gone", "failing": "failed", "dead": "failed",
    }  # fmt: skip
    broken = {feed["id"]: feed for feed in tapeout.json("feeds", "--broken")}
    assert broken.keys() == {"gone", "failing", "dead"}
    assert "500" in broken["failing"]["error"]
    assert broken["dead"]["failures"] == 2
    # However often it fails, it is tried every day.
    for _ in range(4):
        tapeout("sync", "--force", "--no-analyse", "failing", "dead")
    due = datetime.fromisoformat({feed["id"]: feed for feed in tapeout.json("feeds")}["dead"]["next_due"])
    assert due < datetime.now(UTC) + timedelta(hours=27)


def test_a_reader_with_a_snapshot_holds_nobody_up(tapeout: Tapeout, server: Server) -> None:
    server.put("/a", ONE)
    tapeout.subscribe(A=server.url + "/a")
    tapeout("sync", "--no-analyse")
    reader = sqlite3.connect(f"file:{tapeout.db}?mode=ro", uri=True, isolation_level=None)
    try:
        reader.execute("BEGIN")
        before = reader.execute("SELECT count(*) FROM articles").fetchone()
        server.put("/a", rss(item("2", "Two", "<p>Micron sells wafers.</p>")))
        assert tapeout.json("sync", "--force")["new"] == 1
        article = tapeout.json("list")[0]["id"]
        assert tapeout.json("mark", article, "--star")["changed"] == 1
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == before
    finally:
        reader.close()
    assert len(tapeout.json("list")) == 2


def test_no_transaction_is_open_while_the_network_is_waited_for(tapeout: Tapeout, server: Server) -> None:
    def look(handler: object) -> None:
        """While a request waits, anybody may write at once."""
        connection = sqlite3.connect(tapeout.db, timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
            written.append(True)
        finally:
            connection.close()
        handler.send_response(304)  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]

    written: list[bool] = []
    for number in range(5):
        server.pages[f"/{number}"] = look
    tapeout.subscribe(**{f"f{number}": f"{server.url}/{number}" for number in range(5)})
    with subprocess.Popen(tapeout.arguments("sync"), env=tapeout.environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:  # fmt: skip
        process.wait(60)
    assert len(written) == 5
