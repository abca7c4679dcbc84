"""Full text: the page's article takes the place of the feed's teaser, under limits, and goes back again."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from http.server import BaseHTTPRequestHandler

from tests.command import Tapeout
from tests.servers import Server, rss, serve

TEASER = "<p>Nvidia will pay CoreWeave. Read more.</p>"
ARTICLE = (
    "<p>Nvidia will pay <a href='/coreweave'>CoreWeave</a> $6.3 billion for spare capacity through April 2032, it said"
    " on Monday, in a deal that ties the two companies closer together than before.</p><h2>Two sites</h2>"
    "<p>The capacity stands in two data centers in Texas, which the cloud company opened in March 2026.</p>"
    "<script>document.title = 'x'</script><p onclick='x()'>Revenue in the first quarter was $1.9 billion.</p>"
)
MENU = "<nav><ul><li><a href='/'>Home</a><li><a href='/chips'>Chips</a></ul></nav>"


def page(article: str = ARTICLE, title: str = "Nvidia pays CoreWeave") -> str:
    footer = "<footer><p>Copyright 2026 Example Media. All rights reserved.</p></footer>"
    return f"<!doctype html><html><body>{MENU}<article><h1>{title}</h1>{article}</article>{footer}</body></html>"


def entry(server: Server, path: str, title: str = "Nvidia pays CoreWeave", day: int = 4) -> str:
    return (
        f"<item><guid isPermaLink='false'>{path}</guid><title>{title}</title><link>{server.url}{path}</link>"
        f"<pubDate>{day:02} May 2026 09:00:00 +0000</pubDate><description><![CDATA[{TEASER}]]></description></item>"
    )


def html(server: Server, path: str, body: str | bytes, **more: object) -> None:
    server.put(path, body, content_type="text/html; charset=utf-8", **more)


def subscribe(tapeout: Tapeout, url: str, full_text: bool = True) -> None:
    tapeout.subscribe(News=url)
    if full_text:
        tapeout.feeds.write_text(tapeout.feeds.read_text("utf-8") + "full_text = true\n", "utf-8")


def only(tapeout: Tapeout) -> dict[str, object]:
    (row,) = tapeout.json("list")
    shown: dict[str, object] = tapeout.json("show", row["id"])
    return shown


def test_a_feed_with_full_text_gets_the_pages_of_its_new_articles(tapeout: Tapeout, server: Server) -> None:
    subscribe(tapeout, server.put("/feed.xml", rss(entry(server, "/a"))))
    html(server, "/a", page())
    assert tapeout.json("sync")["new"] == 1
    article = only(tapeout)
    text = str(article["text"])
    assert text.startswith("Nvidia will pay CoreWeave $6.3 billion")
    assert "Two sites\n" in text
    assert not [word for word in ("Home", "Copyright", "document.title", "Read more") if word in text]
    assert {company["id"] for company in article["companies"]} == {"nvidia", "coreweave"}  # type: ignore[attr-defined]
    for figure in article["figures"]:  # type: ignore[attr-defined]
        assert text[figure["start"] : figure["end"]] == figure["sentence"]
    assert {6.3e9, 1.9e9} <= {figure["value"] for figure in article["figures"]}  # type: ignore[attr-defined]
    assert "Read more" in tapeout("show", str(article["id"]), "--raw").out
    assert tapeout.json("search", "Texas")[0]["id"] == article["id"]


def test_without_full_text_no_page_is_fetched(tapeout: Tapeout, server: Server) -> None:
    subscribe(tapeout, server.put("/feed.xml", rss(entry(server, "/a"))), full_text=False)
    html(server, "/a", page())
    tapeout.json("sync")
    assert [path for path, _ in server.asked] == ["/feed.xml"]


def test_pages_are_fetched_for_new_articles_only(tapeout: Tapeout, server: Server) -> None:
    subscribe(tapeout, server.put("/feed.xml", rss(entry(server, "/a"))))
    html(server, "/a", page())
    html(server, "/b", page())
    tapeout.json("sync")
    server.put("/feed.xml", rss(entry(server, "/a"), entry(server, "/b", "Another one", 5)))
    tapeout.json("sync", "--force")
    assert sorted(path for path, _ in server.asked if path != "/feed.xml") == ["/a", "/b"]


def test_pages_that_a_killed_sync_did_not_come_to_are_fetched_by_the_next(tapeout: Tapeout, server: Server) -> None:
    subscribe(tapeout, server.put("/feed.xml", rss(entry(server, "/a"))), full_text=False)
    html(server, "/a", page())
    tapeout.json("sync")
    with contextlib.closing(sqlite3.connect(tapeout.db)) as connection, connection:
        connection.execute("UPDATE articles SET first_seen = first_seen - 60")  # syncs are told apart by their seconds
    subscribe(tapeout, server.url + "/feed.xml")
    assert tapeout.json("sync", "--force")["unchanged"] == 1
    assert "Texas" not in str(only(tapeout)["text"])
    with contextlib.closing(sqlite3.connect(tapeout.db)) as connection, connection:
        connection.execute("UPDATE syncs SET finished = NULL, started = started - 60")
    assert tapeout.json("sync")["fetched"] == 0
    assert "Texas" in str(only(tapeout)["text"])


def test_one_feed_gets_so_many_pages_a_sync_and_those_of_its_newest_articles(tapeout: Tapeout, server: Server) -> None:
    subscribe(
        tapeout, server.put("/feed.xml", rss(*(entry(server, f"/{n}", f"No. {n}", n % 28 + 1) for n in range(56))))
    )
    for number in range(56):
        html(server, f"/{number}", page())
    tapeout.json("sync", "--no-analyse")
    asked = [int(path[1:]) % 28 + 1 for path, _ in server.asked if path != "/feed.xml"]
    assert len(asked) == 30
    assert min(asked) == 14


def test_a_page_that_fails_is_a_warning_and_the_feed_text_stays(tapeout: Tapeout, server: Server) -> None:
    subscribe(tapeout, server.put("/feed.xml", rss(entry(server, "/gone"))))
    result = tapeout("sync", "--json")
    assert (result.code, result.json["errors"], result.json["failed"]) == (0, [], 0)
    assert "HTTP 404" in result.err
    assert str(only(tapeout)["text"]).startswith("Nvidia will pay CoreWeave.")


def test_a_feed_whose_pages_all_fail_is_not_asked_for_all_of_them(tapeout: Tapeout, server: Server) -> None:
    subscribe(tapeout, server.put("/feed.xml", rss(*(entry(server, f"/{n}", f"No. {n}", n + 1) for n in range(20)))))
    result = tapeout("sync", "--no-analyse", "--json")
    assert result.code == 0
    assert "left alone" in result.err
    assert len(server.asked) <= 1 + 3 + 8


def send(body: bytes, **headers: str) -> object:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, value in {"Content_Type": "text/html", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return answer


HOSTILE = {
    "ten megabytes": (send(b"<p>" + b"word " * 2_000_000), "larger than 4 MiB"),
    "ten megabytes announced": (send(b"<p>x", Content_Length="10000000"), "larger than 4 MiB"),
    "cut short": (send(b"<p>" + b"word " * 100, Content_Length="9000"), "ends early"),
    "a packing nobody asked for": (send(b"\x1b\x00", Content_Encoding="br"), "content encoding"),
    "no gzip though it says so": (send(b"<p>plain", Content_Encoding="gzip"), "gzip"),
    "a picture": (send(b"\x89PNG\r\n\x1a\n" + b"\0" * 5000, Content_Type="image/png"), "no HTML but image/png"),
    "a feed of zeros": (send(b"\0" * 100_000), "no article"),
    "nothing": (send(b""), "no article"),
    "only a menu": (send(MENU.encode()), "no article"),
    "a log-in": (send(b"<form><input name=user><p>Please log in to read on.</form>"), "no article"),
    "deep nesting": (send(b"<div>" * 200_000), "no article"),
    "deep inline nesting": (send(b"<p><b><i>" * 100_000 + b"x"), "no article"),
    "200,000 elements": (send(b"<p><b> </b>" * 200_000), "no article"),
    "an endless attribute": (send(b"<a " + b"b=c " * 500_000 + b">"), "no article"),
    "an open comment": (send(b"<!-- " + b"-" * 1_000_000), "no article"),
    "entities": (send(b"<!DOCTYPE x [<!ENTITY a 'bbbb'>]><p>" + b"&a;" * 50), "no article"),
}


def test_hostile_pages_cost_nothing_but_themselves(tapeout: Tapeout, server: Server) -> None:
    feeds = {}
    for number, (answer, _) in enumerate(HOSTILE.values()):
        server.pages[f"/bad{number}"] = answer  # type: ignore[assignment]
        items = [entry(server, f"/bad{number}"), entry(server, f"/good{number}", "The good one", 5)]
        feeds[f"F{number}"] = server.put(f"/feed{number}.xml", rss(*items))
        html(server, f"/good{number}", page(title="The good one"))
    tapeout.subscribe(**feeds)
    tapeout.feeds.write_text("[defaults]\nfull_text = true\n" + tapeout.feeds.read_text("utf-8"), "utf-8")
    result = tapeout("sync", "--no-analyse", "--json")
    assert (result.code, result.json["failed"]) == (0, 0)
    said = {line.split(": ")[0]: line for line in result.err.splitlines()}
    told = {what: said.get(f"f{number}", "") for number, what in enumerate(HOSTILE)}
    assert {what: line for what, line in told.items() if HOSTILE[what][1] not in line} == {}
    texts = [(row["title"], tapeout.json("show", row["id"])["text"]) for row in tapeout.json("list")[::6]]
    assert all(("Texas" in text) == (title == "The good one") for title, text in texts)


def test_a_page_leads_to_no_private_address_but_the_feeds_own(tapeout: Tapeout, server: Server) -> None:
    with serve() as inner:
        html(inner, "/secret", page())
        subscribe(tapeout, server.put("/feed.xml", rss(entry(server, "/led"), entry(inner, "/secret", "Elsewhere", 5))))
        server.pages["/led"] = page_to(f"{inner.url}/secret")
        result = tapeout("sync", "--no-analyse", "--json")
        assert result.code == 0
        assert result.err.count("led to a private address") == 2
        assert inner.asked == []


def page_to(url: str) -> object:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", url)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def test_show_fetches_a_full_text_on_request_and_gives_the_feeds_back(tapeout: Tapeout, server: Server) -> None:
    subscribe(tapeout, server.put("/feed.xml", rss(entry(server, "/a"))), full_text=False)
    html(server, "/a", page())
    tapeout.json("sync")
    name = str(only(tapeout)["id"])
    full = tapeout.json("show", name, "--full-text")
    assert "Texas" in full["text"]
    assert {6.3e9, 1.9e9} <= {figure["value"] for figure in full["figures"]}
    assert "Texas" in tapeout("show", name).out
    again = tapeout.json("show", name, "--feed-text")
    assert again["text"] == "Nvidia will pay CoreWeave. Read more."
    assert again["figures"] == []
    assert "already" in tapeout("show", name, "--feed-text").err


def test_a_full_text_that_cannot_be_had_changes_nothing(tapeout: Tapeout, server: Server) -> None:
    subscribe(tapeout, server.put("/feed.xml", rss(entry(server, "/a"))), full_text=False)
    tapeout.json("sync")
    name = str(only(tapeout)["id"])
    result = tapeout("show", name, "--full-text", "--json")
    assert (result.code, result.json["text"]) == (1, "Nvidia will pay CoreWeave. Read more.")
    assert "no full text: HTTP 404" in result.err
    html(server, "/a", page("<p>Short.</p>"))
    assert "no article" in tapeout("show", name, "--full-text").err
    assert only(tapeout)["text"] == "Nvidia will pay CoreWeave. Read more."


def test_the_extractor_is_loaded_in_the_worker_only(tapeout: Tapeout, server: Server) -> None:
    import subprocess
    import sys

    code = (
        "import sys\nfrom reader.cli.main import run\nimport json\n"
        f"run({json.dumps(tapeout.arguments('sync', '--quiet')[3:])})\n"
        "print([name for name in ('trafilatura', 'lxml', 'feedparser') if name in sys.modules])"
    )
    subscribe(tapeout, server.put("/feed.xml", rss(entry(server, "/a"))))
    html(server, "/a", page())
    done = subprocess.run(
        [sys.executable, "-c", code], env=tapeout.environment, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]", done.stderr
    assert "Texas" in str(only(tapeout)["text"])
