"""OPML in and out, ``add`` and ``remove``, a list that is not there, and moving house."""

from __future__ import annotations

from pathlib import Path

from tests.command import Tapeout
from tests.servers import Server, item, rss

OPML = """<?xml version="1.0"?><opml version="2.0"><head/><body>
<outline text="Chips"><outline text="Memory">
<outline type="rss" text="One" xmlUrl="https://one.example/feed" category="fab,hbm"/></outline>
<outline type="rss" text="Two" xmlUrl="https://user:secret@two.example/rss"/></outline>
<outline type="rss" text="Local" xmlUrl="file:///etc/passwd"/>
<outline type="rss" text="Again" xmlUrl="https://one.example/feed"/></body></opml>"""


def test_opml_comes_in_once_and_goes_out_without_passwords(tapeout: Tapeout) -> None:
    file = tapeout.home / "list.opml"
    file.write_text(OPML)
    assert tapeout.json("import", str(file), code=1) == {"added": 2, "known": 0, "failed": 1}
    assert tapeout.json("import", str(file), code=1) == {"added": 0, "known": 2, "failed": 1}
    listed = {feed["id"]: feed for feed in tapeout.json("feeds")}
    assert listed["one"]["tags"] == ["Chips/Memory", "fab", "hbm"]
    assert listed["two"]["url"] == "https://two.example/rss"
    out = tapeout("export", "opml").out
    assert "secret" not in out
    assert 'text="Memory"' in out
    again = Tapeout(tapeout.home / "other")
    again.home.mkdir()
    target = tapeout.home / "out.opml"
    assert tapeout.json("export", "opml", "--to", str(target))["written"] == [str(target)]
    assert again.json("import", str(target))["added"] == 2
    assert {f["id"]: f["tags"] for f in again.json("feeds")} == {f["id"]: f["tags"] for f in tapeout.json("feeds")}
    assert not tapeout.db.exists(), "an import fetches nothing and stores nothing"


def test_what_is_no_opml_is_wrong_usage(tapeout: Tapeout) -> None:
    for content in ("", "<html/>", '<!DOCTYPE x [<!ENTITY a "b">]><opml><body/></opml>', "\x00\xff"):
        (tapeout.home / "x.opml").write_text(content)
        result = tapeout("import", str(tapeout.home / "x.opml"), "--json")
        assert (result.code, result.out) == (2, "")
    assert tapeout("import", str(tapeout.home / "absent.opml"), "--json").code == 2


def test_verbs_without_a_list_of_feeds(tapeout: Tapeout) -> None:
    for args in (["sync"], ["feeds"], ["remove", "x"], ["export", "opml"]):
        result = tapeout(*args, "--json")
        assert (result.code, result.out) == (2, "")
        assert str(tapeout.feeds) in result.err
    for args in (["list"], ["stories"], ["companies"], ["topics"], ["watch"], ["note", "list"], ["paths"]):
        assert tapeout(*args, "--json").code == 0
    assert not tapeout.feeds.exists()


def test_add_finds_the_feed_of_a_page_and_knows_it_again(tapeout: Tapeout, server: Server) -> None:
    server.put("/feed.xml", rss(item("1", "One", "<p>Text.</p>"), title="The Feed"))
    page = server.put("/", '<html><link rel="alternate" type="application/rss+xml" href="/feed.xml"></html>',
                      content_type="text/html")  # fmt: skip
    added = tapeout.json("add", page, "--tag", "chips")
    assert [(feed["title"], feed["tags"]) for feed in added] == [("The Feed", ["chips"])]
    assert tapeout.json("add", page)[0]["id"] == added[0]["id"]
    assert tapeout.json("add", server.url + "/feed.xml")[0]["id"] == added[0]["id"]
    assert len(tapeout.json("feeds")) == 1
    assert tapeout.json("remove", added[0]["id"])[0]["id"] == added[0]["id"]
    assert tapeout.json("feeds") == []


def test_add_of_what_cannot_be_had(tapeout: Tapeout, server: Server) -> None:
    empty = server.put("/page", "<html>no feed</html>", content_type="text/html")
    for url in ("http://127.0.0.1:9/feed", empty, server.url + "/missing"):
        assert tapeout.json("add", url, code=1) is None
    for url in ("ftp://a.example/feed", "file:///etc/passwd", "javascript:alert(1)", "http://"):
        result = tapeout("add", url, "--json")
        assert (result.code, result.out) == (2, ""), url
    assert not tapeout.feeds.exists()


def test_remove_of_an_unknown_feed(tapeout: Tapeout) -> None:
    tapeout.subscribe(One="https://one.example/", Onetwo="https://onetwo.example/")
    assert tapeout.json("remove", "zzz", code=1) is None
    ambiguous = tapeout("remove", "https://one", "--json")
    assert (ambiguous.code, ambiguous.out) == (2, "")
    assert "onetwo" in ambiguous.err
    assert tapeout.json("remove", "one")[0]["id"] == "one"


def test_feed_taken_out_of_the_list_is_fetched_no_more_and_may_come_back(tapeout: Tapeout, server: Server) -> None:
    url = server.put("/a.xml", rss(item("1", "One", "<p>Text of it.</p>")))
    tapeout.subscribe(A=url)
    tapeout.json("sync")
    tapeout.subscribe()
    assert tapeout.json("sync", "--force")["feeds"] == 0
    assert tapeout.json("feeds") == []
    assert len(tapeout.json("list", "--feed", "a")) == 1
    tapeout.subscribe(A=url)
    assert tapeout.json("sync", "--force")["new"] == 0
    assert len(tapeout.json("list")) == len(server.asked) - 1 == 1


def test_moving_house_by_command(demo_copy: Tapeout, tmp_path: Path) -> None:
    old = demo_copy
    old.subscribe(Longwire="https://longwire.example/rss.xml")
    article = old.json("list")[0]["id"]
    old.json("mark", article, "--star", "--tag", "keep")
    note = old.json("note", "add", article, "--text", "Words")[0]
    story = old.json("stories")[0]["id"]
    old.json("story", "rename", story, "My title")
    file = tmp_path / "house.json"
    assert old.json("export", "--all", str(file))["written"] == [str(file)]
    new = Tapeout(tmp_path / "new")
    new.home.mkdir()
    assert new.json("demo")["articles"] == len(old.json("list"))
    taken = new.json("import", "--all", str(file))
    assert taken["failed"] == 0
    assert taken["notes"] == 1
    assert [feed["id"] for feed in new.json("feeds")] == ["longwire"]
    moved = new.json("show", article)
    assert (moved["starred"], moved["tags"], moved["notes"]) == (True, ["keep"], 1)
    assert new.json("note", "list")[0] == note
    assert "My title" in {row["title"] for row in new.json("stories")}
    assert new.json("import", "--all", str(file))["notes"] == 0
    (tmp_path / "bad.json").write_text('{"format": "tapeout"')
    assert new("import", "--all", str(tmp_path / "bad.json"), "--json").code == 2
