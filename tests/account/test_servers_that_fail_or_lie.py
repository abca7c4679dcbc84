"""Servers that are away, refuse, break off, lie or attack: nothing is lost, nothing secret is shown, the run ends."""

from __future__ import annotations

import gzip
import json
import os
import pty
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.account.answers import item_key
from tests.account.conftest import Desk
from tests.account.reader_servers import Answer, FreshRSS, Miniflux, Query, as_json, running
from tests.command import Tapeout

SECRET = "correct horse"


def fail(on: str, answer: Answer, after: int = 0) -> Callable[[str, Query], Answer | None]:
    """A fault that answers each request whose path holds ``on`` but for the first ``after``."""
    seen: list[str] = []

    def fault(path: str, query: Query) -> Answer | None:
        if on not in path:
            return None
        seen.append(path)
        return answer if len(seen) > after else None

    return fault


def test_changes_wait_while_the_server_is_away(tmp_path: Path) -> None:
    server = FreshRSS()
    tapeout = Tapeout(tmp_path)
    tapeout.subscribe()
    desk = Desk(tapeout, server)
    server.subscribe(1, "https://news.example/feed.xml")
    made = [server.publish(number, f"N{number}") for number in (1, 2)]
    with running(server):
        desk.add()
        desk.synced()
    desk.mark("N1", "--read")
    desk.mark("N2", "--star")
    away = desk.sync()
    assert away.code == 1
    assert away.json["errors"][0]["error"] == "the server cannot be reached: connection refused"
    assert away.json["errors"][0]["feed"] == desk.account()["id"]
    assert desk.account()["error"] == "the server cannot be reached: connection refused"
    assert desk.account()["pending"] == 2
    assert desk.marks() == {"N1": (True, False), "N2": (False, True)}
    with running(server):
        desk.synced()
    assert [(one.read, one.starred) for one in made] == [(True, False), (False, True)]
    assert (desk.account()["pending"], desk.account()["error"]) == (0, None)


def test_a_push_that_fails_stays_queued(desk: Desk) -> None:
    made = desk.server.publish(1, "One")
    desk.add()
    desk.synced()
    desk.mark("One", "--read", "--star")
    desk.server.fault = fail("edit-tag", Answer(500), after=1)
    broken = desk.sync()
    assert (broken.code, broken.json["errors"][0]["error"]) == (1, "edit-tag: HTTP 500 Internal Server Error")
    assert desk.account()["pending"] == 1
    assert (made.read, made.starred) == (True, False)
    desk.server.fault = None
    desk.synced()
    assert (made.read, made.starred) == (True, True)
    assert len(desk.server.said(path="edit-tag")) == 3


def test_a_push_that_is_not_confirmed_stays_queued(freshrss: Desk) -> None:
    freshrss.server.publish(1, "One")
    freshrss.add()
    freshrss.synced()
    freshrss.mark("One", "--read")
    freshrss.server.fault = fail("edit-tag", Answer(200, b"<html>please log in</html>"))
    assert "did not confirm" in freshrss.sync().json["errors"][0]["error"]
    assert freshrss.account()["pending"] == 1


def test_expired_tokens_are_renewed(desk: Desk) -> None:
    made = desk.server.publish(1, "One")
    desk.add()
    desk.synced()
    desk.mark("One", "--read")

    def expire(path: str, query: Query) -> Answer | None:
        if path.endswith("edit-tag"):
            desk.server.generation += 1
            desk.server.fault = None
        return None

    desk.server.fault = expire
    desk.server.wire.clear()
    desk.synced()
    assert made.read
    assert [line.rpartition(" ")[2] for line in desk.server.said(path="edit-tag")] == ["401", "200"]
    assert len(desk.server.said(path="0/token")) == 2


def test_a_login_that_expires_midway_is_renewed(miniflux: Desk) -> None:
    miniflux.server.publish(1, "One")
    miniflux.add()

    def expire(path: str, query: Query) -> Answer | None:
        if path.endswith("stream/items/ids"):
            miniflux.server.generation += 1
            miniflux.server.fault = None
        return None

    miniflux.server.fault = expire
    assert miniflux.synced()["new"] == 1


def test_a_wrong_password_is_told_and_not_tried_again_at_once(desk: Desk) -> None:
    refused = desk.add(password="wrong horse")
    assert refused.code == 2
    assert "does not take this user and password" in refused.err
    assert "horse" not in refused.err + refused.out
    assert desk.tapeout.json("account", "list") == []
    desk.add()
    broken = desk.sync(password="wrong horse")
    assert broken.code == 1
    assert "does not take this user and password" in broken.json["errors"][0]["error"]
    tries = len(desk.server.said(path="ClientLogin"))
    assert desk.sync(password="wrong horse").code == 0
    assert len(desk.server.said(path="ClientLogin")) == tries
    assert "does not take" in desk.account()["error"]
    desk.synced("--force")
    assert desk.account()["error"] is None


def test_an_error_midway_keeps_what_came_and_the_next_run_completes_it(desk: Desk) -> None:
    for number in range(1, 251):
        desk.server.publish(number, f"N{number}", read=number % 2 == 0)
    desk.add()
    desk.server.fault = fail("items/contents", Answer(502), after=2)
    broken = desk.sync()
    assert broken.code == 1
    assert broken.json["new"] == 200
    desk.server.fault = None
    desk.server.wire.clear()
    assert desk.synced()["new"] == 50
    assert len(desk.server.said(path="items/contents")) == 1
    assert desk.marks() == {f"N{number}": (number % 2 == 0, False) for number in range(1, 251)}
    assert desk.server.said(path="edit-tag") == []


@pytest.mark.parametrize("headers", [{"Retry-After": "120"}, {"X-Reader-Limits-Reset-After": "1416"}])
def test_a_server_that_asks_to_wait_is_left_alone(freshrss: Desk, headers: dict[str, str]) -> None:
    freshrss.add()
    freshrss.server.fault = fail("subscription/list", Answer(429, b"", headers))
    assert freshrss.sync().code == 1
    freshrss.server.fault = None
    freshrss.server.wire.clear()
    assert freshrss.sync("--force").code == 0
    assert freshrss.server.wire == []
    assert "429" in freshrss.account()["error"]


@pytest.mark.slow
@pytest.mark.parametrize("desk", [FreshRSS, Miniflux], indirect=True)
def test_five_thousand_items_come_in_pages(desk: Desk) -> None:
    for number in range(1, 5001):
        desk.server.publish(number, f"N{number}", "<p>Some text of an item.</p>", read=number > 100)
    desk.add()
    desk.server.wire.clear()
    assert desk.synced()["new"] == 5000
    ids = desk.server.said(path="reading-list&n=1000 ") + desk.server.said(path="reading-list&n=1000&c=")
    assert len(ids) in (5, 6)
    assert len(desk.server.said(path="items/contents")) == 50
    assert sum(not article["read"] for article in desk.articles().values()) == 100
    desk.server.wire.clear()
    assert desk.synced()["new"] == 0
    assert len(desk.server.wire) == 6
    for one in desk.server.items.values():
        one.read = True
    desk.synced()
    assert all(article["read"] for article in desk.articles().values())
    assert desk.tapeout("mark", "--query", "is:read", "--unread", "--json").json["changed"] == 5000
    desk.server.wire.clear()
    desk.synced()
    assert len(desk.server.said(path="edit-tag")) == 50
    assert not any(one.read for one in desk.server.items.values())


def test_hostile_text_stays_text(desk: Desk) -> None:
    desk.server.subscribe(2, "javascript:alert(1)", "Evil")
    desk.server.subscribe(
        3, "https://evil.example/feed.xml", "\x1b]52;c;AAAA\x07<script>x</script>\u202eEvil", "\x1b[2J"
    )
    desk.server.publish(
        1, "\x1b[31mred\x07 \u202egnihtemos\ud800", "<script>alert(1)</script><p onclick=x>fine\x1b[2J</p>", feed=3
    )
    desk.server.publish(2, "a" * 20_000, "<div>" * 50_000 + "deep", feed=3, link="javascript:alert(1)")
    desk.server.publish(3, "", "<a href='file:///etc/passwd'>x</a>" + "<p>&#27;]0;t</p>", feed=3, link="http://[")
    desk.server.publish(4, "Of no feed", feed=2)
    desk.server.publish(5, "Healthy", "<p>Whole.</p>")
    desk.add()
    assert desk.synced()["new"] == 4
    shown = desk.tapeout("list", "--json").out + "".join(
        desk.tapeout("show", article["id"], *more).out
        for article in desk.articles().values()
        for more in (("--json",), ("--raw",), ())
    )
    assert not [sign for sign in shown if (sign < " " and sign not in "\n\t") or sign in "\x7f\u202e\x9b"]
    assert "alert(1)" not in shown
    assert "onclick" not in shown
    assert "file:" not in shown
    assert "Of no feed" not in shown
    assert "Whole." in shown
    assert max(len(title) for title in desk.articles()) <= 500
    assert desk.synced()["new"] == 0


def odd(answer: object) -> Answer:
    return as_json(answer)


NONSENSE = [
    ("subscription/list", Answer(200, b"<!doctype html><title>Log in</title>"), "no JSON"),
    ("subscription/list", Answer(200, b"[" * 100_000), "no JSON"),
    ("subscription/list", odd([]), "not what this protocol says"),
    ("subscription/list", odd({"subscriptions": 5}), "lists no subscriptions"),
    ("stream/items/ids", Answer(200, b'{"itemRefs":[{"id":' + b"9" * 10_000 + b"}]}"), "no JSON"),
    ("stream/items/ids", odd({"error": "x"}), "lists no items"),
    ("stream/items/ids", Answer(302, b"", {"Location": "https://elsewhere.example/"}), "redirect"),
    ("stream/items/contents", Answer(200, b"", {"Content-Encoding": "br"}), "unasked content encoding"),
    ("token", Answer(200, b"a b\r\nX-Evil: 1"), "token brought nonsense"),
    ("token", Answer(200, b"x" * 2000), "token brought nonsense"),
    ("ClientLogin", Answer(200, b"Auth=a b\n"), "no Google Reader API"),
    ("ClientLogin", Answer(503), "is the API switched on"),
    ("subscription/list", Answer(200, gzip.compress(b" " * 17_000_000), {"Content-Encoding": "gzip"}), "16 MiB"),
    ("subscription/list", Answer(200, b"{}", {"X": "y" * 60_000, "Y": "y" * 60_000}), "64 KiB"),
    ("subscription/list", Answer(200, b"{}", {"Content-Length": "100", "Connection": "close"}), "cannot be reached"),
]


def test_nonsense_is_an_error_that_is_named(freshrss: Desk) -> None:
    freshrss.server.publish(1, "One")
    freshrss.add()
    for path, answer, told in NONSENSE:
        freshrss.server.fault = fail(path, answer)
        result = freshrss.sync()
        assert result.code == 1
        assert told in result.json["errors"][0]["error"]
    assert freshrss.articles() == {}
    freshrss.server.fault = None
    assert freshrss.synced()["new"] == 1


def test_wrong_types_inside_an_answer_count_as_absent(freshrss: Desk) -> None:
    freshrss.server.publish(1, "One")
    one = freshrss.server.publish(2, "Two")
    listed = [{"id": 5}, {"id": "feed/1", "url": 7}, 9, {"id": "feed/1", "url": "https://news.example/feed.xml",
              "title": [], "categories": [3, {"id": None}], "htmlUrl": {}}]  # fmt: skip
    item = {"id": f"tag:google.com,2005:reader/item/{one.id:016x}", "title": {"a": 1}, "summary": "text",
            "published": -1,
            "alternate": "x", "categories": {"a": 1}, "enclosure": [{"href": 1}, 2], "author": 5,
            "origin": {"streamId": "feed/1"}}  # fmt: skip
    freshrss.add()

    def fault(path: str, query: Query) -> Answer | None:
        if path.endswith("subscription/list"):
            return odd({"subscriptions": listed})
        return odd({"items": [item, 5, {"id": "x"}, {}]}) if path.endswith("items/contents") else None

    freshrss.server.fault = fault
    assert freshrss.synced()["new"] == 1
    assert list(freshrss.articles()) == ["(untitled)"]


def test_lists_that_lie_change_no_marks(desk: Desk) -> None:
    for number in (1, 2, 3):
        desk.server.publish(number, f"N{number}", starred=number == 3, read=number == 2)
    desk.add()
    desk.synced()
    before = desk.marks()

    def empty(path: str, query: Query) -> Answer | None:
        if path.endswith("items/ids"):
            return odd({"itemRefs": []})
        return odd({"items": []}) if path.endswith("items/contents") else None

    desk.server.fault = empty
    desk.synced()
    assert desk.marks() == before
    desk.mark("N1", "--read")
    desk.synced()
    assert desk.server.said(path="edit-tag") == []
    desk.server.fault = None
    desk.synced()
    assert desk.marks()["N1"][0]


def test_items_that_nobody_asked_for_are_left(freshrss: Desk) -> None:
    one = freshrss.server.publish(1, "One")
    other = freshrss.server.publish(2, "Smuggled")
    full = freshrss.server.full  # type: ignore[attr-defined]
    freshrss.server.items.pop(other.id)
    freshrss.add()
    freshrss.server.fault = fail("items/contents", odd({"items": [full(one), full(other), full(one)]}))
    assert freshrss.synced()["new"] == 1
    assert list(freshrss.articles()) == ["One"]


@pytest.mark.parametrize("page", [{"itemRefs": [{"id": "7"}], "continuation": "again"}, {"continuation": "on"}])
def test_pages_without_end_end(freshrss: Desk, page: object) -> None:
    freshrss.add()
    freshrss.server.fault = fail("items/ids", odd(page))
    freshrss.server.wire.clear()
    freshrss.synced()
    assert len(freshrss.server.said(path="items/ids")) <= 6


def test_an_answer_that_is_too_large_is_asked_for_in_halves(freshrss: Desk) -> None:
    for number in range(1, 5):
        freshrss.server.publish(number, f"N{number}")
    freshrss.server.publish(5, "Giant", "x" * 17_000_000)
    freshrss.add()
    assert freshrss.synced()["new"] == 4
    freshrss.server.wire.clear()
    freshrss.synced()
    assert freshrss.server.said(path="items/contents") == []


def test_no_server_can_take_a_note_or_an_article_away(desk: Desk) -> None:
    desk.server.publish(1, "One", starred=True)
    desk.add()
    desk.synced()
    article = desk.articles()["One"]["id"]
    desk.tapeout("note", "add", article, "--text", "keep")
    desk.tapeout("mark", article, "--tag", "mine")
    desk.server.items.clear()
    desk.server.feeds.clear()
    desk.synced()
    shown = desk.tapeout.json("show", article)
    assert (shown["starred"], shown["tags"], shown["notes"]) == (True, ["mine"], 1)


def test_the_password_is_nowhere_but_where_it_belongs(freshrss: Desk) -> None:
    freshrss.server.publish(1, "One")
    home = freshrss.tapeout.home
    command = home / "secret.sh"
    command.write_text(f"#!/bin/sh\necho '{SECRET}'\necho more\n", "utf-8")
    command.chmod(0o700)
    made = freshrss.tapeout("account", "add", freshrss.server.root, "--user", "ada", "--password-command", str(command))
    assert made.code == 0, made.err
    done = freshrss.tapeout("sync", "--verbose", "--no-analyse")
    assert done.code == 0
    said = made.out + made.err + done.out + done.err + freshrss.tapeout("account", "list", "--json").out
    assert SECRET not in said
    files = [path for path in home.rglob("*") if path.is_file() and path != command]
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []
    kept = next(path for path in files if path.name == "accounts.json")
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.chmod(0o644)
    wide = freshrss.tapeout("sync", "--json", "--no-analyse")
    assert wide.code == 1
    assert "chmod 600" in wide.json["errors"][0]["error"]
    kept.chmod(0o600)
    command.write_text("#!/bin/sh\necho oops >&2\nexit 3\n", "utf-8")
    failed = freshrss.tapeout("sync", "--json", "--no-analyse")
    assert failed.json["errors"][0]["error"] == "the password command failed with 3"
    freshrss.tapeout("account", "remove")
    assert json.loads(kept.read_text("utf-8")) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
def test_a_password_that_is_typed_is_kept_in_a_file_of_its_owner(freshrss: Desk) -> None:

    outer, inner = pty.openpty()
    child = subprocess.Popen(
        freshrss.tapeout.arguments("account", "add", freshrss.server.root, "--user", "ada"),
        env=freshrss.tapeout.environment, stdin=inner, stdout=inner, stderr=inner, start_new_session=True,
    )  # fmt: skip
    os.close(inner)
    shown = ""
    while "password" not in shown:
        shown += os.read(outer, 65536).decode()
    os.write(outer, SECRET.encode() + b"\n")
    while "added" not in shown:
        shown += os.read(outer, 65536).decode()
    assert child.wait(60) == 0
    os.close(outer)
    assert SECRET not in shown
    kept = next(freshrss.tapeout.home.rglob("accounts.json"))
    assert SECRET in kept.read_text("utf-8")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert freshrss.tapeout("sync", "--no-analyse").code == 0


REFUSED = [
    ("http://reader.example/", "only https"),
    ("http://10.0.0.1/", "only https"),
    ("ftp://reader.example/", "only http and https"),
    ("https://ada:horse@reader.example/", "leave user and password out"),
    ("https://", "no valid host"),
]


@pytest.mark.parametrize(("url", "told"), REFUSED)
def test_addresses_that_are_not_taken(tapeout: Tapeout, url: str, told: str) -> None:
    result = tapeout("account", "add", url, "--user", "ada", TAPEOUT_ACCOUNT_PASSWORD=SECRET)
    assert result.code == 2
    assert told in result.err
    assert "horse" not in result.err


def test_no_terminal_and_no_password_is_a_usage_error(tapeout: Tapeout) -> None:
    result = tapeout("account", "add", "https://reader.example/", "--user", "ada")
    assert result.code == 2
    assert "--password-env" in result.err


def test_what_is_no_api_is_told(tapeout: Tapeout, server: object) -> None:
    url = server.url  # type: ignore[attr-defined]
    result = tapeout("account", "add", url, "--user", "ada", TAPEOUT_ACCOUNT_PASSWORD=SECRET)
    assert result.code == 1
    assert result.out == ""


def test_the_store_says_what_an_item_is(freshrss: Desk) -> None:
    one = freshrss.server.publish(1, "One")
    freshrss.add()
    freshrss.synced()
    with sqlite3.connect(freshrss.tapeout.db) as connection:
        assert connection.execute("SELECT item, read, starred FROM account_items").fetchall() == [
            (f"{one.id:016x}", 0, 0)
        ]
        assert connection.execute("SELECT guid FROM articles").fetchall() == [
            (f"tag:google.com,2005:reader/item/{one.id:016x}",)
        ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("tag:google.com,2005:reader/item/000000000000001F", "000000000000001f"),
        ("tag:google.com,2005:reader/item/5d0cfa30041d4348", "5d0cfa30041d4348"),
        ("6705009029382226760", "5d0cfa30041d4348"),
        ("-355401917359550817", "fb115bd6d34a8e9f"),
        ("18091342156350000799", "fb115bd6d34a8e9f"),
        (31, "000000000000001f"),
        ("00157a17b192950b65be3791", "00157a17b192950b65be3791"),
        ("tag:google.com,2005:reader/item/00157a17b192950b65be3791", "00157a17b192950b65be3791"),
        ("tag:google.com,2005:reader/item/xyz", None),
        ("99999999999999999999", None),
        ("", None),
        (True, None),
        (None, None),
        (2**70, None),
        ("x" * 200, None),
    ],
)
def test_ids_in_all_their_forms(text: object, key: str | None) -> None:
    assert item_key(text) == key
