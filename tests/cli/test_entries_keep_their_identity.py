"""Which article an entry is, through three editions of each feed: told by what ``list`` shows after them."""

from __future__ import annotations

from dataclasses import dataclass

from tests.command import Tapeout
from tests.servers import Server, rss

A, B = "<p>Nvidia ships racks.</p>", "<p>Micron sells wafers.</p>"


def entry(
    title: str, html: str = A, *, guid: str | None = None, link: str | None = None, date: str | None = None
) -> str:
    parts = [f"<title>{title}</title><description><![CDATA[{html}]]></description>"]
    parts += [f'<guid isPermaLink="false">{guid}</guid>'] if guid else []
    parts += [f"<link>{link}</link>"] if link else []
    parts += [f"<pubDate>{date}</pubDate>"] if date else []
    return f"<item>{''.join(parts)}</item>"


@dataclass(frozen=True)
class Case:
    """Editions of a feed, and its articles after the last of them as (title, edited), sorted."""

    editions: tuple[tuple[str, ...], ...]
    articles: tuple[tuple[str, bool], ...]


L = "https://news.example/"
CASES = {
    "no guid, same link": Case(((entry("a", link=L + "1"),), (entry("b", link=L + "1"),)), (("b", True),)),
    "no guid, no link": Case(((entry("a"), entry("b", B)), (entry("b", B), entry("a"))), (("a", False), ("b", False))),
    "a guid that changes": Case(
        ((entry("a", guid="1", link=L + "1"),), (entry("a", guid="2", link=L + "1"),)), (("a", False),)
    ),
    "a guid that changes with the words": Case(
        ((entry("a", guid="1", link=L + "1"),), (entry("b", guid="2", link=L + "1"),)), (("b", True),)
    ),
    "one guid for all": Case(
        ((entry("a", guid="1", link=L + "1"), entry("b", B, guid="1", link=L + "2")),), (("a", False), ("b", False))
    ),
    "one link for all": Case(
        ((entry("a", guid="1", link=L), entry("b", B, guid="2", link=L)), (entry("c", guid="3", link=L),)),
        (("a", False), ("b", False), ("c", False)),
    ),
    "an entry twice": Case(((entry("a", guid="1"), entry("a", guid="1")),), (("a", False),)),
    "gone and back": Case(
        (
            (entry("a", guid="1"), entry("b", guid="2")),
            (entry("a", guid="1"),),
            (entry("b", guid="2"), entry("a", guid="1")),
        ),
        (("a", False), ("b", False)),
    ),
    "other markup, same words": Case(
        ((entry("a", guid="1"),), (entry("a", "<p>Nvidia <b>ships</b> racks.</p>", guid="1"),)), (("a", False),)
    ),
    "another date": Case(
        (
            (entry("a", guid="1", date="Mon, 04 May 2026 09:00:00 GMT"),),
            (entry("a", guid="1", date="Tue, 05 May 2026 09:00:00 GMT"),),
        ),
        (("a", False),),
    ),
    "another tracking mark": Case(
        ((entry("a", link=L + "1?utm_source=x&amp;p=2"),), (entry("a", link=L + "1?utm_source=y&amp;p=2"),)),
        (("a", False),),
    ),
    "edited and edited back": Case(
        ((entry("a", guid="1"),), (entry("b", guid="1"),), (entry("a", guid="1"),)), (("a", True),)
    ),
}


def test_editions_of_feeds(tapeout: Tapeout, server: Server) -> None:
    feeds = {name: f"{server.url}/{number}" for number, name in enumerate(CASES)}
    tapeout.subscribe(**feeds)
    for edition in range(3):
        for number, case in enumerate(CASES.values()):
            server.put(f"/{number}", rss(*case.editions[min(edition, len(case.editions) - 1)]))
        assert tapeout.json("sync", "--force", "--no-analyse")["failed"] == 0
        if edition == 0:
            assert tapeout.json("mark", *(one["id"] for one in tapeout.json("list")), "--read")["changed"]
    slugs = dict(zip(CASES, (feed["id"] for feed in tapeout.json("feeds")), strict=True))
    listed = tapeout.json("list")
    found = {
        name: tuple(sorted((one["title"], one["edited"]) for one in listed if one["feed"] == slug))
        for name, slug in slugs.items()
    }
    assert found == {name: case.articles for name, case in CASES.items()}
    # An entry that was edited keeps that it was read.
    assert {one["title"] for one in listed if not one["read"]} == {"c"}


def test_a_link_is_opened_as_it_came_and_made_absolute(tapeout: Tapeout, server: Server) -> None:
    marked = L + "1?utm_source=feed&amp;p=2#part"
    server.put("/a", rss(entry("marked", link=marked), entry("relative", B, guid="2", link="/x/y?z=1")))
    server.put(
        "/b",
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example/deep/"><title>B</title>'
        '<entry xml:base="er/"><id>1</id><title>based</title><link href="page"/>'
        '<content type="html">&lt;a href="in"&gt;in&lt;/a&gt; text</content></entry></feed>',
    )
    tapeout.subscribe(A=server.url + "/a", B=server.url + "/b")
    tapeout("sync", "--no-analyse")
    urls = {one["title"]: one["url"] for one in tapeout.json("list")}
    assert urls["marked"] == marked.replace("&amp;", "&")
    assert urls["relative"] == server.url + "/x/y?z=1"
    assert urls["based"] == "https://base.example/deep/er/page"
    assert "https://base.example/deep/er/in" in tapeout("show", "based", "--raw").out


def test_dates_that_cannot_be_are_not_believed(tapeout: Tapeout, server: Server) -> None:
    dates = {
        "none": None, "no date": "soon", "too old": "Thu, 01 Jan 1970 00:00:00 GMT",
        "9999": "Fri, 31 Dec 9999 00:00:00 GMT",
        "good": "Mon, 04 May 2026 09:00:00 +0200", "odd": "4 May 2026 9:00", "local": "Mon, 04 May 2026 09:00:00 EST",
    }  # fmt: skip
    server.put("/a", rss(*(entry(name, f"<p>{name}</p>", guid=name, date=date) for name, date in dates.items())))
    tapeout.subscribe(A=server.url + "/a")
    tapeout("sync", "--no-analyse")
    published = {one["title"]: one["published"] for one in tapeout.json("list")}
    assert {name for name, date in published.items() if date is None} == {"none", "no date", "too old", "9999"}
    assert published["good"] == "2026-05-04T07:00:00Z"
    assert published["local"] == "2026-05-04T14:00:00Z"
    assert published["odd"] == "2026-05-04T09:00:00Z"


def test_revisions_tell_the_words_that_changed(tapeout: Tapeout, server: Server) -> None:
    server.put("/a", rss(entry("Plant opens", "<p>Micron will open in May.</p>", guid="1")))
    tapeout.subscribe(A=server.url + "/a")
    tapeout("sync", "--no-analyse")
    server.put("/a", rss(entry("Plant opens", "<p>Micron will open in July.</p>", guid="1")))
    tapeout("sync", "--force", "--no-analyse")
    article = tapeout.json("list")[0]
    assert article["edited"]
    told = tapeout("show", article["id"], "--revisions").out
    assert "May" in told
    assert "July" in told
