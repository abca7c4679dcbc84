"""Articles come from the server once, read and star marks go both ways, and the later word holds."""

from __future__ import annotations

import time

import pytest

from reader.account.merge import Listing, Remote, Verdict, doubtful, observe, settle, settlement
from reader.model.accounts import Mark, MarkState, Pair
from tests.account.conftest import Desk
from tests.command import Tapeout
from tests.servers import Server, item, rss

LOGIN = "client=tapeout&accountType=HOSTED_OR_GOOGLE&service=reader → 200"


def test_what_goes_over_the_wire_with_freshrss(freshrss: Desk) -> None:
    server = freshrss.server
    made = server.publish(1, "Nvidia pays CoreWeave $6.3 billion", read=True)
    assert freshrss.add().code == 0
    server.wire.clear()
    freshrss.synced()
    freshrss.mark("Nvidia pays CoreWeave $6.3 billion", "--unread", "--star")
    first, server.wire = server.wire, []
    freshrss.synced()
    base = "/api/greader.php"
    ids = f"GET {base}/reader/api/0/stream/items/ids?output=json&s=user/-/state/com.google/"
    long = f"tag:google.com,2005:reader/item/{made.id:016x}"
    start = [
        f"POST {base}/accounts/ClientLogin Email=ada&Passwd=***&{LOGIN}",
        f"GET {base}/reader/api/0/token → 200",
        f"GET {base}/reader/api/0/subscription/list?output=json → 200",
    ]
    assert first == [
        *start,
        f"{ids}reading-list&n=1000 → 200",
        f"{ids}starred&n=1000 → 200",
        f"{ids}reading-list&n=1000&xt=user/-/state/com.google/read → 200",
        f"POST {base}/reader/api/0/stream/items/contents?output=json i={long}&output=json&T=*** → 200",
    ]
    after = server.wire[3].partition("ot=")[2].partition(" ")[0]
    assert server.wire == [
        *start,
        f"{ids}reading-list&n=1000&ot={after} → 200",
        f"{ids}starred&n=1000 → 200",
        f"{ids}reading-list&n=1000&xt=user/-/state/com.google/read → 200",
        f"POST {base}/reader/api/0/edit-tag i={long}&r=user/-/state/com.google/read&T=*** → 200",
        f"POST {base}/reader/api/0/edit-tag i={long}&a=user/-/state/com.google/starred&T=*** → 200",
    ]


def test_what_goes_over_the_wire_with_miniflux(miniflux: Desk) -> None:
    server = miniflux.server
    made = [server.publish(number, f"N{number}") for number in (1, 2)]
    assert miniflux.add().code == 0
    miniflux.synced()
    miniflux.mark("N2", "--read")
    made[0].read, made[0].published = True, made[0].published - 9_000_000
    server.wire.clear()
    miniflux.synced()
    ids = "GET /reader/api/0/stream/items/ids?output=json&s=user/-/state/com.google/"
    long = "tag:google.com,2005:reader/item/"
    after = server.wire[3].partition("ot=")[2].partition(" ")[0]
    assert server.wire == [
        f"POST /accounts/ClientLogin Email=ada&Passwd=***&{LOGIN}",
        "GET /reader/api/0/token → 200",
        "GET /reader/api/0/subscription/list?output=json → 200",
        f"{ids}reading-list&n=1000&ot={after} → 200",
        f"{ids}starred&n=1000 → 200",
        f"{ids}reading-list&n=1000&xt=user/-/state/com.google/read → 200",
        # It has left the list of unread items and is in no other: only asking for it tells whether it was read.
        f"POST /reader/api/0/stream/items/contents?output=json i={long}0000000000000001&output=json&T=*** → 200",
        f"POST /reader/api/0/edit-tag i={long}0000000000000002&a=user/-/state/com.google/read&T=*** → 200",
    ]
    assert miniflux.marks() == {"N1": (True, False), "N2": (True, False)}


def test_articles_come_whole_and_once(desk: Desk) -> None:
    desk.server.publish(1, "Chips &amp; <b>power</b>", "<p>Revenue was <b>$510 million</b>.</p>", starred=True)
    desk.server.publish(2, "Second", read=True)
    assert desk.add().code == 0
    assert desk.synced()["new"] == 2
    assert desk.synced()["new"] == 0
    articles = desk.articles()
    first = desk.tapeout.json("show", articles["Chips & power"]["id"])
    assert first["text"] == "Revenue was $510 million."
    assert (first["author"], first["url"]) == ("Ada Byron", "https://news.example/1")
    assert first["published"] == "2026-09-21T14:13:21Z"
    assert desk.marks() == {"Chips & power": (False, True), "Second": (True, False)}
    desk.server.publish(3, "Third")
    assert desk.synced()["new"] == 1
    feed = desk.tapeout.json("feeds")[0]
    assert (feed["url"], feed["title"], feed["tags"], feed["last_status"], feed["articles"]) == (
        "https://news.example/feed.xml", "Example News", ["Chips"], "ok", 3,
    )  # fmt: skip
    account = desk.account()
    assert set(account) == {"id", "url", "user", "last_sync", "error", "pending"}
    assert (account["url"], account["user"], account["error"]) == (desk.server.url, "ada", None)


def test_articles_are_analysed_like_others(freshrss: Desk) -> None:
    freshrss.server.publish(1, "Nvidia and CoreWeave", "<p>Nvidia will pay CoreWeave $6.3 billion, it said.</p>")
    freshrss.add()
    result = freshrss.tapeout("sync", "--json", TAPEOUT_ACCOUNT_PASSWORD="correct horse")
    assert result.code == 0
    article = freshrss.tapeout.json("show", freshrss.articles()["Nvidia and CoreWeave"]["id"])
    assert {"nvidia", "coreweave"} <= {company["id"] for company in article["companies"]}


def test_marks_made_here_reach_the_server(desk: Desk) -> None:
    made = {number: desk.server.publish(number, f"N{number}", starred=number == 3) for number in (1, 2, 3)}
    desk.add()
    desk.synced()
    desk.mark("N1", "--read")
    desk.mark("N2", "--star", "--read")
    desk.mark("N3", "--unstar")
    assert desk.account()["pending"] == 4
    desk.synced()
    assert [(one.read, one.starred) for one in made.values()] == [(True, False), (True, True), (False, False)]
    assert desk.account()["pending"] == 0
    desk.mark("N1", "--unread")
    desk.synced()
    assert not made[1].read


def test_marks_made_elsewhere_come_here(desk: Desk) -> None:
    made = {number: desk.server.publish(number, f"N{number}", starred=number == 3) for number in (1, 2, 3, 4)}
    made[4].read = True
    desk.add()
    desk.synced()
    made[1].read = made[2].starred = True
    made[3].starred = made[4].read = False
    desk.synced()
    assert desk.marks() == {"N1": (True, False), "N2": (False, True), "N3": (False, False), "N4": (False, False)}
    assert desk.server.said(path="edit-tag") == []
    made[1].read = False
    desk.synced()
    assert desk.marks()["N1"] == (False, False)
    assert desk.server.said(path="edit-tag") == []


def test_a_push_is_sent_once(desk: Desk) -> None:
    made = desk.server.publish(1, "One")
    desk.add()
    desk.synced()
    desk.mark("One", "--read")
    made.read = True  # the server knows it already: Miniflux would turn it round
    desk.synced()
    desk.synced()
    assert made.read
    assert desk.server.said(path="edit-tag") == []


@pytest.mark.parametrize(("later", "wins"), [(-60, "here"), (60, "server")])
def test_the_later_change_wins_where_the_server_says_when(miniflux: Desk, later: int, wins: str) -> None:
    made = miniflux.server.publish(1, "One")
    miniflux.add()
    miniflux.synced()
    miniflux.mark("One", "--read")
    miniflux.mark("One", "--unread")
    made.read, made.changed = True, int(time.time()) + later
    miniflux.synced()
    assert (made.read, miniflux.marks()["One"][0]) == ((False, False) if wins == "here" else (True, True))


def test_the_change_made_here_wins_where_the_server_does_not_say_when(freshrss: Desk) -> None:
    made = freshrss.server.publish(1, "One")
    freshrss.add()
    freshrss.synced()
    freshrss.mark("One", "--read")
    freshrss.mark("One", "--unread")
    made.read = True
    freshrss.synced()
    assert (made.read, freshrss.marks()["One"][0]) == (False, False)


def test_articles_of_a_feed_that_is_fetched_here_are_not_doubled(desk: Desk, server: Server) -> None:
    url = server.put("/feed.xml", rss(item("1", "One", "<p>As the feed has it.</p>")))
    desk.server.feeds.clear()
    desk.server.subscribe(1, url)
    desk.server.publish(1, "One as the server has it", link="https://news.example/1?utm_source=x", read=True)
    desk.server.publish(2, "Two", link="https://news.example/2")
    desk.tapeout.subscribe(Mine=url)
    desk.add()
    assert desk.synced()["new"] == 2
    assert desk.marks() == {"One": (True, False), "Two": (False, False)}
    server.put("/feed.xml", rss(item("1", "One", "<p>As the feed has it.</p>"), item("2", "Two", "<p>Two.</p>")))
    desk.synced("--force")
    assert set(desk.marks()) == {"One", "Two"}
    assert {article["feed"] for article in desk.articles().values()} == {"mine"}
    desk.mark("Two", "--read")
    desk.synced()
    assert all(one.read for one in desk.server.items.values())


def test_removing_an_account_keeps_articles_marks_and_notes(freshrss: Desk) -> None:
    freshrss.server.publish(1, "One", starred=True)
    freshrss.add()
    freshrss.synced()
    article = freshrss.articles()["One"]["id"]
    assert freshrss.tapeout("note", "add", article, "--text", "keep").code == 0
    gone = freshrss.tapeout("account", "remove", "--json")
    assert gone.code == 0
    assert gone.json[0]["user"] == "ada"
    assert freshrss.tapeout.json("account", "list") == []
    assert freshrss.marks() == {"One": (False, True)}
    assert len(freshrss.tapeout.json("note", "list")) == 1
    freshrss.server.wire.clear()
    freshrss.synced()
    assert freshrss.server.wire == []
    assert freshrss.tapeout("account", "remove").code == 1


def test_an_edited_item_keeps_its_earlier_wording(freshrss: Desk) -> None:
    made = freshrss.server.publish(1, "One", "<p>Revenue was $510 million.</p>")
    freshrss.add()
    freshrss.synced()
    freshrss.mark("One", "--read")
    freshrss.synced()
    made.html, made.read = "<p>Revenue was $515 million.</p>", False  # FreshRSS: edited items are unread again
    assert freshrss.synced()["updated"] == 1
    shown = freshrss.tapeout.json("show", freshrss.articles()["One"]["id"], "--revisions")
    assert "$510 million" in shown["revisions"][0]["text"]
    assert "$515 million" in shown["text"]
    assert not shown["read"]


T, F, N = True, False, None
CASES = [
    # here, set at, base, settled with, server, server set at → whose word
    (F, N, N, N, F, N, Verdict.SAME),
    (F, N, N, N, T, N, Verdict.TAKE),
    (T, 50, N, N, F, N, Verdict.SEND),
    (T, 50, N, N, F, 60, Verdict.TAKE),
    (T, 50, N, N, F, 40, Verdict.SEND),
    (T, 50, F, N, F, N, Verdict.SEND),
    (T, 50, F, N, T, N, Verdict.SAME),
    (F, N, F, N, T, N, Verdict.TAKE),
    (F, 50, F, 50, T, N, Verdict.TAKE),
    (F, 90, F, 50, T, N, Verdict.SEND),
    (F, 90, F, 50, T, 95, Verdict.TAKE),
    (F, 90, F, 50, T, 90, Verdict.SEND),
    (T, 90, T, 90, F, 10, Verdict.TAKE),
    (F, 40, T, 90, T, N, Verdict.SEND),  # our clock was set back: still a change
]


@pytest.mark.parametrize(("here", "changed", "base", "seen", "remote", "when", "verdict"), CASES)
def test_whose_word_holds(
    here: bool, changed: int | None, base: bool | None, seen: int | None, remote: bool, when: int | None,
    verdict: Verdict,
) -> None:  # fmt: skip
    assert settle(MarkState(here, changed, base, seen), remote, when) is verdict


def pair(item: str, read: bool = False, base: bool | None = False, starred: bool = False, **more: bool) -> Pair:
    marks = {Mark.READ: MarkState(read, None, base, None), Mark.STARRED: MarkState(starred, None, starred, None)}
    return Pair(item, 1, marks, **more)


LISTED = Listing(frozenset("ab"), frozenset("ac"), frozenset("d"))


@pytest.mark.parametrize(
    ("item", "listing", "remote"),
    [
        ("a", LISTED, Remote(False, False)),
        ("b", LISTED, Remote(True, False)),
        ("c", LISTED, Remote(False, False)),
        ("d", LISTED, Remote(True, True)),
        ("x", LISTED, Remote(None, False)),  # without a star before: without one still
        ("b", Listing(frozenset("ab"), frozenset("a"), unread_whole=False), Remote(None, False)),
        ("a", Listing(frozenset("ab"), frozenset("a"), starred_whole=False), Remote(False, None)),
    ],
)
def test_absence_tells_only_of_what_is_there(item: str, listing: Listing, remote: Remote) -> None:
    assert observe(pair(item), listing) == remote


def test_who_must_be_asked_for() -> None:
    pairs = [
        pair("w"),  # stood in the unread list and is in none now
        pair("x", read=True, base=True),  # nothing to ask
        pair("y", read=False, base=True),  # changed here; read there before, so read still
        pair("z", read=True, base=True, starred=True),  # stood among the starred
        pair("v", gone=True),  # known to be gone
        pair("a", read=True, base=True),  # unread again
        pair("b"),  # read there: the lists tell it
    ]
    assert doubtful(pairs, LISTED) == ["w", "z", "a"]
    assert doubtful([pair("w")], Listing(unread_whole=False)) == []


def test_what_is_not_told_is_left_alone() -> None:
    plan = settlement([pair("a"), pair("b")], {"a": Remote(None, None)})
    assert (plan.take, plan.send, plan.agreed) == ([], [], [])


def test_an_account_moves_house_and_doctor_knows_of_it(freshrss: Desk) -> None:
    published = freshrss.server.publish(1, "One")
    freshrss.add()
    freshrss.synced()
    freshrss.mark("One", "--star")
    file = freshrss.tapeout.home / "house.json"
    assert freshrss.tapeout("export", "--all", str(file)).code == 0
    assert "correct horse" not in file.read_text("utf-8")
    new = Desk(Tapeout(freshrss.tapeout.home / "new"), freshrss.server)
    new.tapeout.home.mkdir()
    for _ in range(2):
        assert new.tapeout("import", "--all", str(file)).code == 0
        assert [(one["url"], one["user"]) for one in new.tapeout.json("account", "list")] == [
            (freshrss.account()["url"], "ada")
        ]
    assert new.sync().code == 1  # it has no password yet
    checks = {check["check"]: check for check in new.tapeout("doctor", "--json").json}
    assert not checks["accounts"]["ok"]
    assert new.add().code == 0
    new.synced("--force")
    assert new.marks() == {"One": (False, True)}
    assert published.starred
    checks = {check["check"]: check for check in new.tapeout("doctor", "--json").json}
    assert checks["accounts"] == {"check": "accounts", "ok": True, "detail": "1 in step"}
