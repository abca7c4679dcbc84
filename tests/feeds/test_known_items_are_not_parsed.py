"""Leaving known items out of a document changes nothing of what is said of the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from reader.errors import FeedError
from reader.feeds.encoding import decode
from reader.feeds.plain_xml import Malformed, read_plain
from reader.feeds.shortened import read_news, shortened
from reader.feeds.worker import ParseJob, read_feed
from reader.model.feeds import Known
from tests.builders import SHARED

NOW = datetime(2026, 11, 25, tzinfo=UTC)
URL = "https://news.example/feed.xml"
FILES = [path for name in ("feeds", "feed_history") for path in sorted((SHARED / name).rglob("*")) if path.is_file()]


def plain(body: bytes) -> bytes:
    return decode(body, None)[0].encode("utf-8", "replace").lstrip()


def choices(digests: list[str]) -> Iterator[set[str]]:
    """Yields sets of items to be known: all, all but one, every other one, the last."""
    yield set(digests)
    for at in {0, len(digests) // 2, len(digests) - 1}:
        yield set(digests) - {digests[at]}
    yield set(digests[::2])
    yield {digests[-1]}


@pytest.mark.skipif(not FILES, reason="the collection of real feeds is not here")
def test_real_feeds_say_the_same_of_what_is_not_known() -> None:
    compared = shorter = 0
    for path in FILES:
        body = plain(path.read_bytes())
        try:
            whole = read_plain(body)
        except Malformed:
            continue
        if whole is None or not whole.entries:
            continue
        for known in choices([entry.raw_hash or "" for entry in whole.entries]):
            news = read_news(body, known, 2000)
            assert news is not None
            assert [entry.raw_hash for entry in news.entries] == [entry.raw_hash for entry in whole.entries]
            for entry, before in zip(news.entries, whole.entries, strict=True):
                assert entry == before or entry.raw_hash in known
            head = [(f.format, f.title, f.link, f.links, f.authors, f.ttl_words, f.warnings) for f in (news, whole)]
            assert head[0] == head[1]
            compared += 1
            shorter += shortened(body, known, 2000) is not None
    assert shorter > compared / 2


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>F</title>{''.join(items)}</channel></rss>".encode()


def item(number: int, words: str = "") -> str:
    return f"<item><guid>g{number}</guid><title>t{number}</title><description>{words}</description></item>"


ODD = {
    "a comment with an item": rss("<!-- <item> -->", item(1), item(2)),
    "a section with an end": rss(item(1, "<![CDATA[</item><item>]]>"), item(2)),
    "an instruction": rss("<?x <item> ?>", item(1), item(2)),
    "items within items": rss(f"<item><guid>a</guid>{item(1)}</item>", item(2)),
    "an empty item": rss("<item/>", item(1), item(2)),
    "an item without end": rss(item(1), item(2), "<item>"),
    "an end without item": rss(item(1), "</item>", item(2)),
    "a comment without end": rss(item(1), item(2), "<!--"),
    "a prefix": rss(item(1), item(2)).replace(b"<rss ", b"<rss xmlns:a='http://www.w3.org/2005/Atom' "),
    "both names": rss(item(1), "<entry><title>e</title></entry>", item(2)),
    "an item in an image": rss(f"<image>{item(3)}</image>", item(1), item(2)),
    "one item twice": rss(item(1), item(1), item(2)),
    "the feed's author": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><title>t</title></entry>"
    b"<author><name>Ada</name></author><entry><id>2</id><title>u</title></entry></feed>",
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_odd_documents_are_read_as_they_would_be(body: bytes) -> None:
    def outcome(known: dict[str, Known], document: bytes) -> object:
        try:
            delta = read_feed(ParseJob(document, None, URL, URL, known, NOW))
        except FeedError as error:
            return str(error)
        return delta

    first = outcome({}, body)
    assert not isinstance(first, str)
    known = {
        change.identity: Known(change.article_id, change.content_hash, change.entry.guid, change.entry.url, mark, 0)
        for change in first.changes  # type: ignore[attr-defined]
        for mark in (change.raw_hash,)
    }
    without = {name: Known(one.article_id, one.content_hash, one.guid, one.url, None, 0) for name, one in known.items()}
    again = outcome(known, body)
    assert again.changes == outcome(without, body).changes == ()  # type: ignore[attr-defined]
    assert again.seen == first.seen  # type: ignore[attr-defined]
    edited = body.replace(b"t2", b"other").replace(b">u<", b">other<")
    news = outcome(known, edited)
    assert [one.entry.title for one in news.changes] == [  # type: ignore[attr-defined]
        one.entry.title
        for one in outcome(without, edited).changes  # type: ignore[attr-defined]
    ]
