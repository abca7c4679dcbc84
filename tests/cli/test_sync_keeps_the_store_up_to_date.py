"""``sync`` against a real server: what is new, unchanged, edited, failed, and what the next run asks for."""

from __future__ import annotations

import subprocess
import time

from tests.command import Tapeout
from tests.servers import Server, item, rss

STORY = "<p>Nvidia will pay CoreWeave $6.3 billion for spare capacity through April 2032, it said on Monday.</p>"


def test_sync_counts_what_it_did_and_names_what_failed(tapeout: Tapeout, server: Server) -> None:
    good = server.put("/good.xml", rss(item("1", "Nvidia pays CoreWeave", STORY)))
    page = server.put("/page.html", "<!doctype html><title>Hello</title>", content_type="text/html")
    tapeout.subscribe(Good=good, Page=page, Missing=server.url + "/missing.xml")
    result = tapeout("sync", "--json")
    assert result.code == 1
    counts = result.json
    assert {k: counts[k] for k in ("feeds", "fetched", "unchanged", "failed", "new", "updated")} == {
        "feeds": 3, "fetched": 1, "unchanged": 0, "failed": 2, "new": 1, "updated": 0,
    }  # fmt: skip
    errors = {error["feed"]: error["error"] for error in counts["errors"]}
    assert "404" in errors["missing"]
    assert "HTML" in errors["page"]
    health = {feed["id"]: feed for feed in tapeout.json("feeds")}
    assert health["good"]["last_status"] == "ok"
    assert health["good"]["articles"] == health["good"]["unread"] == 1
    assert health["missing"]["failures"] == 1
    assert {feed["id"] for feed in tapeout.json("feeds", "--broken")} == {"page", "missing"}


def test_second_sync_sends_validators_back_and_stores_nothing_twice(tapeout: Tapeout, server: Server) -> None:
    url = server.put("/a.xml", rss(item("1", "One", STORY)), etag='W/"odd value, kept"')
    tapeout.subscribe(A=url)
    assert tapeout.json("sync")["new"] == 1
    again = tapeout.json("sync", "--force")
    assert (again["unchanged"], again["new"]) == (1, 0)
    assert server.asked[-1][1]["if-none-match"] == 'W/"odd value, kept"'
    assert len(tapeout.json("list")) == 1


def test_same_bytes_without_validators_count_as_unchanged(tapeout: Tapeout, server: Server) -> None:
    tapeout.subscribe(A=server.put("/a.xml", rss(item("1", "One", STORY))))
    tapeout.json("sync")
    assert tapeout.json("sync", "--force")["unchanged"] == 1


def test_feed_that_is_not_due_is_left_alone(tapeout: Tapeout, server: Server) -> None:
    tapeout.subscribe(A=server.put("/a.xml", rss(item("1", "One", STORY))))
    tapeout.json("sync")
    counts = tapeout.json("sync")
    assert (counts["feeds"], counts["fetched"], counts["unchanged"]) == (1, 0, 0)
    assert len(server.asked) == 1


def test_edited_entry_keeps_its_state_and_its_history(tapeout: Tapeout, server: Server) -> None:
    url = server.put("/a.xml", rss(item("1", "One", "<p>Revenue was $510 million.</p>")))
    tapeout.subscribe(A=url)
    tapeout.json("sync")
    article = tapeout.json("list")[0]["id"]
    tapeout("mark", article, "--read", "--star")
    server.put("/a.xml", rss(item("1", "One", "<p>Revenue was $515 million.</p>")))
    assert tapeout.json("sync", "--force")["updated"] == 1
    shown = tapeout.json("show", article, "--revisions")
    assert shown["edited"]
    assert shown["read"]
    assert shown["starred"]
    assert "$515 million" in shown["text"]
    assert "$510 million" in shown["revisions"][0]["text"]
    assert "[-$510-] {+$515+}" in tapeout("show", article, "--revisions").out
    assert shown["figures"][0]["value"] == 515_000_000


def test_entry_that_left_its_feed_stays(tapeout: Tapeout, server: Server) -> None:
    url = server.put("/a.xml", rss(item("1", "One", STORY), item("2", "Two", "<p>Another text.</p>")))
    tapeout.subscribe(A=url)
    tapeout.json("sync")
    server.put("/a.xml", rss(item("2", "Two", "<p>Another text.</p>")))
    tapeout.json("sync", "--force")
    assert {row["title"] for row in tapeout.json("list")} == {"One", "Two"}


def test_feed_taken_out_of_the_list_keeps_its_articles(tapeout: Tapeout, server: Server) -> None:
    tapeout.subscribe(A=server.put("/a.xml", rss(item("1", "One", STORY))), B=server.put("/b.xml", rss()))
    tapeout.json("sync")
    assert tapeout.json("remove", "a")[0]["id"] == "a"
    assert tapeout.json("sync", "--force")["feeds"] == 1
    assert len(tapeout.json("list")) == 1


def test_no_analyse_leaves_the_analysis_for_later(tapeout: Tapeout, server: Server) -> None:
    tapeout.subscribe(A=server.put("/a.xml", rss(item("1", "Nvidia pays CoreWeave", STORY))))
    tapeout.json("sync", "--no-analyse")
    article = tapeout.json("list")[0]
    assert article["companies"] == []
    assert tapeout.json("analyse", "--dry-run") | {"seconds": 0} == {"articles": 1, "changed": 1, "seconds": 0}
    assert tapeout.json("analyse")["changed"] == 1
    assert {company["id"] for company in tapeout.json("list")[0]["companies"]} == {"nvidia", "coreweave"}


def test_second_sync_at_the_same_time_says_so(tapeout: Tapeout, server: Server) -> None:
    def slow(handler: object) -> None:
        time.sleep(3)
        handler.send_response(200)  # type: ignore[attr-defined]
        handler.send_header("Content-Length", "0")  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]

    server.pages["/slow.xml"] = slow
    tapeout.subscribe(Slow=server.url + "/slow.xml")
    with subprocess.Popen(tapeout.arguments("sync"), env=tapeout.environment, stderr=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL) as first:  # fmt: skip
        while not server.asked:
            assert first.poll() is None
            time.sleep(0.02)
        result = tapeout("sync", "--json")
        assert result.code == 1
        assert result.json["fetched"] == 0
        assert "another sync is running" in result.json["errors"][0]["error"]
        assert str(first.pid) in result.json["errors"][0]["error"]
        assert tapeout("list", "--json").code == 0
        first.wait(timeout=30)


def test_terminated_sync_ends_with_130_and_keeps_what_is_done(tapeout: Tapeout, server: Server) -> None:
    quick = server.put("/quick.xml", rss(item("1", "One", STORY)))

    def slow(handler: object) -> None:
        time.sleep(20)

    server.pages["/slow.xml"] = slow
    tapeout.subscribe(Quick=quick, Slow=server.url + "/slow.xml")
    with subprocess.Popen(tapeout.arguments("sync"), env=tapeout.environment, stderr=subprocess.PIPE,
                          stdout=subprocess.DEVNULL, text=True) as first:  # fmt: skip
        while not tapeout.db.exists() or not tapeout.json("list"):
            assert first.poll() is None
        first.terminate()
        _, told = first.communicate(timeout=30)
    assert first.returncode == 130
    assert "Traceback" not in told
    assert len(tapeout.json("list")) == 1
    server.put("/slow.xml", rss())
    assert tapeout.json("sync", "--force")["failed"] == 0
