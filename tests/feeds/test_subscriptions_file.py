"""feeds.toml: strict reading, appending, editing in place; OPML in and out."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from reader.errors import ConfigError, FeedError, UsageError
from reader.feeds.opml import export_opml, import_opml, read_opml
from reader.feeds.subscriptions import (
    add_subscription,
    missing_variables,
    parse_interval,
    read_subscriptions,
    remove_subscription,
    resolve,
    resolve_headers,
    slug,
)
from reader.model.feeds import FeedKind


def written(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text)
    return path


def test_a_full_file(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
[defaults]
tags = ["all"]
interval = "2h"
headers = { X-Key = "d", Accept-Language = "en" }

[[feed]]
url = "https://a.example/feed.xml"
name = "Chip News"
tags = ["chips", "all"]
kind = "wire"
publisher = "A House"
interval = 900
full_text = true
headers = { x-key = "${KEY}" }

[[feed]]
url = "https://b.example/"
enabled = false
""",
    )
    first, second = read_subscriptions(path).feeds
    assert (first.id, first.kind, first.interval, first.full_text) == ("chip-news", FeedKind.WIRE, 900, True)
    assert first.tags == ("all", "chips")
    assert dict(first.headers) == {"x-key": "${KEY}", "Accept-Language": "en"}
    assert (second.id, second.interval, second.enabled, second.tags) == ("b-example", 7200, False, ("all",))


WRONG = [
    ('[[feed]]\nurl = "https://a.example/"\nnmae = "x"', r":3: feed.nmae: unknown key; did you mean 'name'"),
    ('[[feeds]]\nurl = "https://a.example/"', r"did you mean 'feed'"),
    ('[default]\ninterval = 60', r"did you mean 'defaults'"),
    ('[defaults]\nname = "x"', r":2: defaults.name: unknown key"),
    ('[[feed]]\nname = "x"', r":1: feed: every \[\[feed\]\] needs a url"),
    ('[[feed]]\nurl = 7', r":2: feed.url: must be a string, not a whole number"),
    ('[[feed]]\nurl = "ftp://a.example/"', r":2: feed.url: only http and https"),
    ('[[feed]]\nurl = "file:///etc/passwd"', r"only http and https"),
    ('[[feed]]\nurl = "https:///x"', r"no valid host"),
    ('[[feed]]\nurl = "https://a.example/ b"', r"blanks"),
    ('[[feed]]\nurl = "https://a.example/"\nkind = "wires"', r":3: feed.kind: 'wires' .* mean 'wire'"),
    ('[[feed]]\nurl = "https://a.example/"\ninterval = "often"', r":3: feed.interval: must be seconds"),
    ('[[feed]]\nurl = "https://a.example/"\ninterval = 5', r"from one minute"),
    ('[[feed]]\nurl = "https://a.example/"\ninterval = true', r"feed.interval: must be"),
    ('[[feed]]\nurl = "https://a.example/"\ntags = "x"', r":3: feed.tags: must be a list"),
    ('[[feed]]\nurl = "https://a.example/"\ntags = [1]', r"list of strings"),
    ('[[feed]]\nurl = "https://a.example/"\nfull_text = "yes"', r"true or false"),
    ('[[feed]]\nurl = "https://a.example/"\nheaders = { Host = "x" }', r"set by the program"),
    ('[[feed]]\nurl = "https://a.example/"\nheaders = { "a b" = "x" }', r"no header name"),
    ('[[feed]]\nurl = "https://a.example/"\nheaders = { X = "a\\nb" }', r"one line"),
    ('[[feed]]\nurl = "https://a.example/"\n[[feed]]\nurl = "https://A.example:443/#x"', r":4: feed.url: .* 2 and 4"),
    ('feed = [1]', r"must be a \[\[feed\]\] table"),
    ('[[feed]\nurl = 1', r":1: not valid TOML"),
    ('[[feed]]\nurl = "https://a.example/"\nurl = "https://b.example/"', r"not valid TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "complaint"), WRONG)
def test_complaints_name_file_line_key_and_the_nearest_name(tmp_path: Path, text: str, complaint: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError, match=complaint) as caught:
        read_subscriptions(path)
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30m", 1800), ("2h", 7200), ("1d", 86400), ("90", 90), (90, 90), ("1 h", 3600), ("120s", 120)],
)
def test_intervals(text: str | int, seconds: int) -> None:
    assert parse_interval(text) == seconds


@pytest.mark.parametrize("text", ["", "m", "1.5h", "-5m", "59", "31d", "99999999999", "1h30m", 0])
def test_intervals_that_are_none(text: str | int) -> None:
    with pytest.raises(ValueError, match="must be seconds"):
        parse_interval(text)


def test_ids_are_made_of_name_or_address_and_stay_apart() -> None:
    assert slug("Die Züri Zeitung", "https://x.example/", ()) == "die-zuri-zeitung"
    assert slug(None, "https://www.x.example/rss/feed.xml", ()) == "x-example"
    assert slug(None, "https://blog.x.example:8080/en/chips/feed", ()) == "blog-x-example-8080-en-chips"
    assert slug("芯片", "https://x.example/", ()) == "x-example"
    taken = {"news"}
    other = slug("News", "https://y.example/", taken)
    assert other.startswith("news-")
    assert other == slug("News", "https://y.example/", {"news", "more"})


def test_adding_keeps_every_byte_that_was_there(tmp_path: Path) -> None:
    text = "# mine\r\n[[feed]]\r\nurl = 'https://a.example/'   # first\r\n\r\n# end"
    path = tmp_path / "feeds.toml"
    path.write_bytes(text.encode())
    os.chmod(path, 0o640)
    added = add_subscription(path, "https://b.example/f", name='B "quoted" \\ é', tags=["x", "y"], kind=FeedKind.FILING)
    assert added.name == 'B "quoted" \\ é'
    assert (added.tags, added.kind) == (("x", "y"), FeedKind.FILING)
    assert path.read_bytes().decode().startswith(text)
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [feed.url for feed in read_subscriptions(path).feeds] == ["https://a.example/", "https://b.example/f"]


def test_adding_makes_the_file_and_refuses_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "new" / "feeds.toml"
    first = add_subscription(path, "feed://a.example/x", interval=1800)
    assert (first.url, first.interval) == ("http://a.example/x", 1800)
    with pytest.raises(UsageError, match="there already: a-example-x"):
        add_subscription(path, "http://A.example:80/x")
    with pytest.raises(FeedError, match="only http"):
        add_subscription(path, "javascript:x")


def test_adding_to_a_wrong_file_leaves_it_alone(tmp_path: Path) -> None:
    path = written(tmp_path, "[[feed]]\nurl = 7\n")
    with pytest.raises(ConfigError):
        add_subscription(path, "https://b.example/")
    assert path.read_text() == "[[feed]]\nurl = 7\n"
    assert [one.name for one in tmp_path.iterdir()] == ["feeds.toml"]


COMMENTED = """# top

[defaults]
interval = "1h"  # slow

# about a
[[feed]]
url = "https://a.example/"  # a
name = '''
[[feed]]
'''

# about b
[[feed]]
url = "https://b.example/"
tags = [
  "x",  # why x
]
[feed.headers]
X = "1"

# about c
[[feed]]
url = "https://c.example/"
"""


def test_removing_takes_only_the_feed(tmp_path: Path) -> None:
    for url, gone in (("a", "name = "), ("b", "why x"), ("c", "c.example")):
        path = written(tmp_path, COMMENTED)
        feeds = read_subscriptions(path).feeds
        (name,) = (feed.id for feed in feeds if feed.url == f"https://{url}.example/")
        removed = remove_subscription(path, name)
        assert removed.url == f"https://{url}.example/"
        text = path.read_text()
        assert gone not in text
        for kept in ("# top", 'interval = "1h"  # slow', "# about a", "# about b", "# about c"):
            assert kept in text
        assert [feed.url for feed in read_subscriptions(path).feeds] == [one.url for one in feeds if one.id != name]
    with pytest.raises(UsageError, match="no feed 'zz'"):
        remove_subscription(path, "zz")


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    real = written(tmp_path, '[[feed]]\nurl = "https://a.example/"\n')
    link = tmp_path / "link.toml"
    link.symlink_to(real)
    add_subscription(link, "https://b.example/")
    assert link.is_symlink()
    assert len(read_subscriptions(real).feeds) == 2


def test_a_file_that_cannot_be_written_is_a_configuration_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        add_subscription(blocked / "feeds.toml", "https://b.example/")


def test_secrets_come_from_the_environment(tmp_path: Path) -> None:
    path = written(
        tmp_path, '[[feed]]\nurl = "https://${USER}:${PASS}@a.example/"\nheaders = { Cookie = "k=${KEY}" }\n'
    )
    (feed,) = read_subscriptions(path).feeds
    assert missing_variables(feed, {"USER": "u"}) == ("PASS", "KEY")
    assert resolve(feed.url, {"USER": "u", "PASS": "p"}) == "https://u:p@a.example/"
    assert resolve_headers(feed, {"KEY": "v"}) == (("Cookie", "k=v"),)
    with pytest.raises(FeedError, match="KEY is not set"):
        resolve_headers(feed, {})
    with pytest.raises(FeedError, match="control characters"):
        resolve_headers(feed, {"KEY": "a\r\nX: y"})


OPML = """<?xml version="1.0"?><opml version="1.0"><head><title>t</title></head><body>
<outline text="Chips"><outline title="Memory">
  <outline type="rss" text="A &amp; B" xmlUrl="https://a.example/feed" htmlUrl="javascript:x"/></outline>
  <outline text="B" XMLURL="https://b.example/feed" category="/deep/er,flat"/></outline>
<outline text="again" xmlUrl="https://a.example/feed"/>
<outline text="evil" xmlUrl="file:///etc/passwd"/><outline text="evil" xmlUrl="https://x.example/$(rm)|sh -c"/>
<outline text="page" htmlUrl="https://x.example/"/></body></opml>"""


def test_opml_in_and_out_keeps_folders_and_tags(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    done = import_opml(path, OPML.encode())
    assert [(feed.name, feed.url, feed.tags) for feed in done.added] == [
        ("A & B", "https://a.example/feed", ("Chips/Memory",)),
        ("B", "https://b.example/feed", ("Chips", "deep/er", "flat")),
    ]
    assert (done.known, done.failed) == (0, 3)
    again = import_opml(path, OPML.encode())
    assert (again.added, again.known, again.failed) == ((), 2, 3)
    text = export_opml(read_subscriptions(path).feeds)
    other = tmp_path / "other.toml"
    import_opml(other, text.encode())
    assert [(f.name, f.url, f.tags) for f in read_subscriptions(other).feeds] == [
        (f.name, f.url, f.tags) for f in read_subscriptions(path).feeds
    ]


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "not an OPML"),
        (b"<rss/>", "not an OPML"),
        (b"<opml><head/></opml>", "body"),
        (b"<opml><body>", "not an OPML"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><opml><body/></opml>', "DTD"),
        (b'<!DOCTYPE opml SYSTEM "file:///etc/passwd"><opml><body/></opml>', "DTD"),
        (b'<?xml version="1.0" encoding="rot13"?><opml><body/></opml>', "not an OPML"),
        (b"x" * (16 * 1024 * 1024 + 1), "16 MiB"),
    ],
)
def test_what_is_no_opml_is_refused(data: bytes, cause: str) -> None:
    with pytest.raises(UsageError, match=cause):
        read_opml(data)


def test_deep_opml_is_walked_without_recursion() -> None:
    depth = 20_000
    inner = b'<outline text="f">' * depth + b'<outline xmlUrl="https://a.example/"/>' + b"</outline>" * depth
    lines, failed = read_opml(b"<opml><body>" + inner + b"</body></opml>")
    assert (len(lines), failed) == (1, 0)


def test_passwords_do_not_leave_by_opml(tmp_path: Path) -> None:
    path = written(tmp_path, '[[feed]]\nurl = "https://me:secret@a.example/"\n')
    text = export_opml(read_subscriptions(path).feeds)
    assert "secret" not in text
    assert "https://a.example/" in text
