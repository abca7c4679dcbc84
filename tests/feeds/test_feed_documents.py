"""What is read of documents: formats, encodings, titles, links, dates, content; and the real files, where present."""

from __future__ import annotations

import dataclasses
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.errors import FeedError
from reader.feeds.encoding import decode, mend
from reader.feeds.parse import ENTRY_LIMIT, finish, parse, read, read_by_feedparser
from reader.feeds.plain_xml import Malformed, read_plain
from reader.model.feeds import Entry, Known, ParsedFeed

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
URL = "https://feeds.example/dir/feed.xml"
SHARED = Path(__file__).resolve().parents[2].parent / "shared"
FILES = sorted((SHARED / "feeds").glob("*.*")) + sorted((SHARED / "feed_history").glob("*/*.xml"))
NO_FEEDS = {"cerebras.html", "index.jsonl"}
ESC = "\x1b"


def feed(text: str | bytes, content_type: str | None = None) -> ParsedFeed:
    body = text.encode() if isinstance(text, str) else text
    return parse(body, content_type, URL, NOW)


def rss(items: str, head: str = "", attributes: str = "") -> str:
    return (
        f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" {attributes}>'
        f"<channel><title>F</title>{head}{items}</channel></rss>"
    )


def item(inner: str) -> Entry:
    (entry,) = feed(rss(f"<item><guid isPermaLink='false'>g</guid>{inner}</item>")).entries
    return entry


def atom(inner: str, head: str = "") -> Entry:
    text = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>{head}<entry><id>i</id>{inner}</entry></feed>'
    (entry,) = feed(text).entries
    return entry


@pytest.mark.skipif(not FILES, reason="the collection of real feeds is not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[-60:])
def test_real_feeds_are_read_and_both_readers_agree(path: Path) -> None:
    body = path.read_bytes()
    if path.name in NO_FEEDS:
        with pytest.raises(FeedError, match="not a feed"):
            parse(body, None, URL, NOW)
        return
    parsed = parse(body, None, URL, NOW)
    assert parsed.format != "unknown"
    for entry in parsed.entries:
        assert entry.title
        assert ESC not in entry.html + entry.title
    text, _ = decode(body, None)
    try:
        raw = read_plain(text.encode().lstrip())
    except Malformed:
        text = mend(text)
        try:
            raw = read_plain(text.encode())
        except Malformed:
            return
    if raw is not None:
        assert without_digests(finish(raw, URL, NOW)) == without_digests(finish(read_by_feedparser(text), URL, NOW))


def without_digests(parsed: ParsedFeed) -> ParsedFeed:
    """Two names in one Atom author are both kept by our own reader; feedparser keeps the last."""
    entries = tuple(
        dataclasses.replace(entry, author=entry.author and entry.author.rpartition(", ")[2]) for entry in parsed.entries
    )
    return dataclasses.replace(parsed, raw_hashes=(), skip_hours=(), entries=entries)


FORMATS = [
    ("rss20", rss("<item><title>T</title><link>/a</link></item>")),
    (
        "rss092",
        '<rss version="0.92"><channel><title>F</title><item><title>T</title><link>/a</link></item></channel></rss>',
    ),
    (
        "rss091u",
        '<rss version="0.91"><channel><title>F</title><item><title>T</title><link>/a</link></item></channel></rss>',
    ),
    (
        "rss10",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel '
        'rdf:about="x"><title>F</title></channel><item rdf:about="y"><title>T</title><link>/a</link></item></rdf:RDF>',
    ),
    (
        "atom10",
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>T</title><link href="/a"/></entry>'
        "</feed>",
    ),
    (
        "atom03",
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>F</title><entry><title>T</title>'
        '<link rel="alternate" type="text/html" href="/a"/></entry></feed>',
    ),
    ("cdf", '<channel href="/"><title>F</title><item href="/a"><title>T</title></item></channel>'),
    (
        "json11",
        '{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","url":"/a","title":"T"}]}',
    ),
    ("json10", '{"version":"https://jsonfeed.org/version/1","title":"F","items":[{"id":"1","url":"/a","title":"T"}]}'),
]


@pytest.mark.parametrize(("name", "text"), FORMATS, ids=[one[0] for one in FORMATS])
def test_formats(name: str, text: str) -> None:
    parsed = feed(text)
    assert parsed.format in (name, "unknown" if name == "cdf" else name)
    assert parsed.title == "F"
    assert [(entry.title, entry.url) for entry in parsed.entries] == [("T", "https://feeds.example/a")]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("<!DOCTYPE html><html><body>hello</body></html>", "an HTML page"),
        ("<html lang=en>", "an HTML page"),
        ("\n<!-- x -->\n<!doctype HTML>", "an HTML page"),
        ('{"error": "not found"}', "no JSON Feed"),
        ('{"items": [', "broken JSON"),
        ("[1, 2]", "no XML"),
        ("hello", "no XML"),
        ("", "empty document"),
        ("<opml><body/></opml>", "<opml>"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "<svg>"),
        ("<?xml version='1.0'?><error>no</error>", "<error>"),
        ('{"version":"https://jsonfeed.org/version/1.1"}', "without items"),
        ('{"version":"https://jsonfeed.org/version/1.1","items":' + "[" * 100_000, "JSON"),
        ('{"a":' * 100_000, "JSON"),
        ('{"version":"https://jsonfeed.org/version/1.1","items":[],"x":' + "9" * 10_000 + "}", "JSON"),
        ("\0\1\2\3" * 100, "not a feed"),
    ],
)
def test_what_is_no_feed_is_named(text: str, cause: str) -> None:
    with pytest.raises(FeedError, match=r"feed|Feed") as caught:
        feed(text)
    assert cause in str(caught.value)


def test_a_valid_feed_without_entries_is_no_failure() -> None:
    assert feed(rss("")).entries == ()
    assert feed('<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title></feed>').format == "atom10"


BOMB = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "text",
    [
        BOMB + rss("<item><title>&b;</title></item>"),
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss("<item><title>&x;</title></item>"),
        '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]>' + rss("<item/>"),
        "<!-- <![CDATA[ -->" + BOMB + "<!-- ]]> -->" + rss("<item/>"),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-32"])
def test_entities_are_refused_in_every_encoding(text: str, codec: str) -> None:
    with pytest.raises(FeedError, match="entities"):
        feed(text.encode(codec))


def test_a_document_about_entities_is_read() -> None:
    inner = "<item><guid>1</guid><title><![CDATA[<!ENTITY a 'b'>]]></title></item>"
    assert feed("<!DOCTYPE rss>" + rss(inner)).entries[0].guid == "1"


@pytest.mark.parametrize(
    ("codec", "declared", "content_type"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", None, None),
        ("utf-8", "iso-8859-1", None),
        ("utf-8", None, "text/xml"),
        ("utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        ("utf-8-sig", None, None),
        ("utf-16", None, None),
        ("utf-16-le", "utf-16", None),
        ("utf-16-be", None, None),
        ("utf-32", None, None),
        ("iso-8859-1", "iso-8859-1", None),
        ("cp1252", "iso-8859-1", None),
        ("cp1252", None, "application/rss+xml; charset=windows-1252"),
        ("cp1252", None, None),
        ("iso-8859-15", "ISO-8859-15", None),
        ("cp037", "cp037", None),
    ],
)
def test_western_encodings(codec: str, declared: str | None, content_type: str | None) -> None:
    euro = "€" if codec not in ("iso-8859-1", "cp037") else "é"
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = (head + rss(f"<item><guid>1</guid><title>Café {euro}</title></item>")).encode(codec)
    assert parse(body, content_type, URL, NOW).entries[0].title == f"Café {euro}"


@pytest.mark.parametrize(
    ("codec", "words"),
    [
        ("windows-1251", "Привет, мир"),
        ("koi8-r", "Привет, мир"),
        ("shift_jis", "半導体の話"),
        ("euc-jp", "半導体の話"),
        ("iso-2022-jp", "半導体の話"),
        ("gb2312", "数据中心"),
        ("gb18030", "数据中心"),
        ("big5", "數據中心"),
        ("euc-kr", "반도체"),
        ("iso-8859-7", "Αθήνα"),
        ("windows-1255", "שלום"),
        ("tis-620", "ไทย"),
    ],
)
def test_other_encodings_by_declaration_and_by_header(codec: str, words: str) -> None:
    text = rss(f"<item><guid>1</guid><title>{words}</title></item>")
    declared = f'<?xml version="1.0" encoding="{codec}"?>{text}'.encode(codec)
    assert parse(declared, None, URL, NOW).entries[0].title == words
    assert parse(text.encode(codec), f"text/xml; charset={codec}", URL, NOW).entries[0].title == words


@pytest.mark.parametrize("codec", ["rot13", "zip", "unicode_escape", "idna", "punycode", "undefined", "no-such", "hex"])
def test_a_declared_codec_that_is_no_encoding_is_ignored(codec: str) -> None:
    body = f'<?xml version="1.0" encoding="{codec}"?>{rss("<item><guid>1</guid><title>é</title></item>")}'.encode()
    assert parse(body, f"text/xml; charset={codec}", URL, NOW).entries[0].title == "é"


def test_a_broken_byte_does_not_turn_utf8_into_noise() -> None:
    body = rss("<item><guid>1</guid><title>Café naïve übung X</title></item>").encode().replace(b"X", b"\xff")
    assert parse(body, None, URL, NOW).entries[0].title.startswith("Café naïve übung")


@pytest.mark.parametrize(
    "spoiled",
    [
        "<item><guid>1</guid><title>One&nbsp;&eacute;</title></item>",
        "<item><guid>1</guid><title>One\x0b é\x1b</title></item>",
        "<item><guid>1</guid><title>One &#27;&#0;é</title></item>",
        "<item><guid>1</guid><title>One &copy é</title></item>",
        "<item><guid>1</guid><title>One & é</title></item>",
        "<item><guid>1</guid><title>One é</title></item><item><title>cut",
    ],
)
def test_broken_xml_is_read_as_far_as_it_goes(spoiled: str) -> None:
    first = feed(rss(spoiled)).entries[0]
    assert first.title.startswith("One")
    assert "é" in first.title
    assert first.title.isprintable() or "\xa0" in first.title


def test_the_half_entry_of_a_document_cut_short_is_left_out() -> None:
    whole = rss("<item><guid>1</guid></item><item><guid>2</guid><description>a long text</description></item>")
    parsed = feed(whole[: whole.index("long")])
    assert [entry.guid for entry in parsed.entries] == ["1"]
    assert "cut short" in parsed.warnings[0]
    assert [entry.guid for entry in feed(whole.removesuffix("</channel></rss>")).entries] == ["1", "2"]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("<![CDATA[AT&amp;T]]>", "AT&T"),
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("<![CDATA[<em>Chips</em>&#8217; day]]>", "Chips’ day"),
        ("a &lt; b and c &gt; d", "a < b and c > d"),
        ("vector&lt;int&gt; explained", "vector<int> explained"),
        ("  two\n   lines ", "two lines"),
        ("&#27;]52;c;aGk=&#7; hidden", "]52;c;aGk= hidden"),
        ("\u202eevil\u202c", "evil"),
        ("<![CDATA[]]>", "Words of the text"),
        ("\u200b", "Words of the text"),
    ],
)
def test_titles_are_one_clean_line(written: str, title: str) -> None:
    assert item(f"<title>{written}</title><description>Words of the text</description>").title == title


def test_a_title_is_made_of_the_text_where_there_is_none() -> None:
    assert item("<description>&lt;p&gt;Short note&lt;/p&gt;</description>").title == "Short note"
    long = item(f"<description>{'word ' * 100}</description>").title
    assert long.endswith("word…")
    assert len(long) <= 81
    assert item("<link>https://x.example/</link>").title == "(untitled)"


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        ("<link>https://x.example/a?b=1&amp;c=2#d</link>", "https://x.example/a?b=1&c=2#d"),
        ("<link> https://x.example/a b </link>", "https://x.example/a%20b"),
        ("<link>../a</link>", "https://feeds.example/a"),
        ("<link>//x.example/a</link>", "https://x.example/a"),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>file:///etc/passwd</link>", None),
        ("<link>https://me:secret@x.example/a</link>", "https://x.example/a"),
        ("<link>https://x.example/%ZZ\"'`&lt;</link>", "https://x.example/%25ZZ%22'%60%3C"),
        ("<link>https://bücher.example/ä</link>", "https://xn--bcher-kva.example/%C3%A4"),
        ("<link>https://x.example:99999/</link>", None),
        ("<link>https://x.example/" + "a" * 3000 + "</link>", None),
        (
            '<atom:link rel="self" href="https://x.example/self"/><link>https://x.example/a</link>',
            "https://x.example/a",
        ),
        ("<atom:link href='https://x.example/a'/>", "https://x.example/a"),
        ("<link>https://x.example/a?utm_source=rss&amp;id=7</link>", "https://x.example/a?utm_source=rss&id=7"),
    ],
)
def test_links_of_items(inner: str, url: str | None) -> None:
    assert item(inner).url == url


def test_a_guid_is_a_link_only_where_it_says_so() -> None:
    items = (
        "<item><guid>https://x.example/1</guid></item><item><guid isPermaLink='false'>https://x.example/2</guid></item>"
    )
    assert [entry.url for entry in feed(rss(items)).entries] == ["https://x.example/1", None]


def test_a_guid_does_not_depend_on_where_the_feed_came_from() -> None:
    text = rss("<item><guid>12345</guid><title>T</title></item>").encode()
    for body in (
        text,
        text.replace(b"<title>T", b"<itunes:x xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'/><title>T"),
    ):
        assert parse(body, None, URL, NOW).entries[0].guid == "12345"


def test_atom_links_by_relation_and_type() -> None:
    links = (
        '<link rel="enclosure" type="audio/mpeg" length="9" href="https://x.example/e.mp3"/>'
        '<link rel="self" href="https://x.example/self"/><link rel="replies" type="text/html" href="https://x.example/r"/>'
        '<link rel="alternate" type="text/html" href="https://x.example/a"/>'
    )
    entry = atom(links)
    assert entry.url == "https://x.example/a"
    assert [(one.url, one.type, one.length) for one in entry.enclosures] == [
        ("https://x.example/e.mp3", "audio/mpeg", 9)
    ]


def test_xml_base_goes_before_the_address_of_the_feed() -> None:
    entry = atom(
        '<link href="a"/><content type="html" xml:base="https://c.example/x/">&lt;a href="b"&gt;l&lt;/a&gt;</content>',
    )
    assert 'href="https://c.example/x/b"' in entry.html
    based = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/y/"><title>F</title><entry><id>i</id>'
        '<link href="a"/><summary type="html">&lt;img src="p.png"&gt;</summary></entry></feed>'
    )
    (one,) = feed(based).entries
    assert one.url == "https://b.example/y/a"
    assert "https://b.example/y/p.png" in one.html
    (two,) = feed(based.replace("https://b.example", "")).entries
    assert two.url == "https://feeds.example/y/a"
    assert "https://feeds.example/y/p.png" in two.html


@pytest.mark.parametrize(
    ("inner", "wanted", "unwanted"),
    [
        ("<description>short</description><content:encoded>much longer text</content:encoded>", "much longer", "short"),
        ("<description>the longer text here</description><content:encoded>cut…</content:encoded>", "the longer", "cut"),
        ("<description>a &lt;script&gt;alert(1)&lt;/script&gt; b</description>", "a  b", "alert"),
        ('<description>&lt;p onclick="x()" style="y"&gt;a&lt;/p&gt;</description>', "<p>a</p>", "onclick"),
        ('<description>&lt;a href="javascript:x"&gt;a&lt;/a&gt;</description>', "<a>a</a>", "javascript"),
        ('<description>&lt;iframe src="https://x.example"&gt;in&lt;/iframe&gt;b</description>', "b", "iframe"),
        ('<description>&lt;img src="data:image/png;base64,AAA" alt="w"&gt;</description>', 'alt="w"', "data:"),
        ('<description>&lt;a href="/r?a=1&amp;amp;b=2"&gt;l&lt;/a&gt;</description>', "/r?a=1", "x&"),
        ("<description>&lt;b&gt;x &amp;#27;]0;t&amp;#7;&lt;/b&gt;</description>", "<b>x ]0;t</b>", ESC),
        ("<description>&lt;style&gt;p{}&lt;/style&gt;y</description>", "y", "p{}"),
        ("<description>&lt;svg&gt;&lt;a&gt;s&lt;/a&gt;&lt;/svg&gt;y</description>", "y", "svg"),
    ],
)  # fmt: skip
def test_content_is_the_richest_and_safe(inner: str, wanted: str, unwanted: str) -> None:
    markup = item(inner).html
    assert wanted in markup
    assert unwanted not in markup


def test_plain_and_xhtml_content_of_atom() -> None:
    assert atom("<content>1 &lt; 2\n\nnext</content>").html == "<p>1 &lt; 2</p><p>next</p>"
    xhtml = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a<br/>b &lt; c</p></div></content>'
    assert atom(xhtml).html == "<p>a<br>b &lt; c</p>"


@pytest.mark.parametrize(
    ("inner", "author"),
    [
        ("<author>jane@x.example (Jane Doe)</author>", "Jane Doe"),
        ("<author>Jane Doe &lt;jane@x.example&gt;</author>", "Jane Doe"),
        ("<dc:creator>Jane Doe</dc:creator><dc:creator>Ann Roe</dc:creator>", "Jane Doe, Ann Roe"),
        ("<dc:creator><![CDATA[J&#246;rg]]></dc:creator>", "Jörg"),
        ("<author></author>", None),
        (f"<dc:creator>{'x' * 5000}</dc:creator>", "x" * 199 + "…"),
    ],
)
def test_authors(inner: str, author: str | None) -> None:
    assert item(inner).author == author


def test_categories_enclosures_and_source() -> None:
    entry = item(
        "<category>Chips</category><category domain='d'>Power &amp;amp; cooling</category><category>Chips</category>"
        "<category/><enclosure url='/e.mp3' length='12' type='audio/mpeg'/><source url='https://o.example/'>Origin</source>"
    )
    assert entry.categories == ("Chips", "Power & cooling")
    assert [(one.url, one.length) for one in entry.enclosures] == [("https://feeds.example/e.mp3", 12)]
    assert entry.source == "Origin"
    assert atom("<source><title>Origin</title><id>x</id></source><title>T</title>").source == "Origin"


def test_an_atom_entry_without_author_has_that_of_its_feed() -> None:
    assert atom("", "<author><name>Desk</name></author>").author == "Desk"
    assert atom("<author><name>Ann</name></author>", "<author><name>Desk</name></author>").author == "Ann"


def test_dates_of_entries_keep_offset_and_claim() -> None:
    entry = item("<pubDate>Sat, 18 Apr 2026 09:00:00 -0700</pubDate>")
    assert entry.published == datetime(2026, 4, 18, 16, tzinfo=UTC)
    assert entry.published is not None
    assert entry.published.utcoffset() == timedelta(hours=-7)
    assert entry.claimed_date is None
    future = item("<pubDate>Sat, 18 Apr 2099 09:00:00 GMT</pubDate>")
    assert (future.published, future.claimed_date) == (None, "Sat, 18 Apr 2099 09:00:00 GMT")
    mended = item("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate><dc:date>2026-04-18T09:00:00+02:00</dc:date>")
    assert mended.published == datetime(2026, 4, 18, 7, tzinfo=UTC)
    assert mended.claimed_date == "Thu, 01 Jan 1970 00:00:00 GMT"
    assert item("<pubDate>yesterday</pubDate>").claimed_date == "yesterday"
    assert atom("<updated>2026-04-18T09:00:00Z</updated>").published == datetime(2026, 4, 18, 9, tzinfo=UTC)
    soon = NOW + timedelta(days=1)
    assert item(f"<pubDate>{soon.isoformat()}</pubDate>").published == soon


def test_ttl_and_update_period() -> None:
    sy = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    assert feed(rss("", "<ttl>90</ttl>")).ttl == 5400
    assert (
        feed(rss("", "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", sy)).ttl
        == 21600
    )
    for nonsense in ("<ttl>-1</ttl>", "<ttl>soon</ttl>", "<ttl>" + "9" * 30 + "</ttl>", "<ttl>0</ttl>"):
        assert feed(rss("", nonsense)).ttl is None


def test_skip_hours() -> None:
    hours = "<skipHours><hour>3</hour><hour> 24 </hour><hour>x</hour></skipHours>"
    assert feed(rss("", hours)).skip_hours == (0, 3)
    assert feed("<!DOCTYPE rss>" + rss("", hours)).skip_hours == (0, 3)
    every = "".join(f"<hour>{hour}</hour>" for hour in range(24))
    assert feed(rss("", f"<skipHours>{every}</skipHours>")).skip_hours == ()


def test_the_site_is_not_the_feed() -> None:
    links = '<atom:link rel="self" href="https://x.example/feed"/><link>https://x.example/</link>'
    assert feed(rss("", links)).site == "https://x.example/"
    assert feed(rss("", "<link>/home</link>")).site == "https://feeds.example/home"
    assert feed(rss("", "<link>javascript:x</link>")).site is None


def test_json_feed_members_of_wrong_types_count_as_absent() -> None:
    items = [
        {"id": 7, "url": ["x"], "title": {"a": 1}, "content_text": "one\n\ntwo", "tags": "no", "authors": "no"},
        "no object",
        {"id": "b", "content_html": "<p>é\u001b]0;x\u0007<script>y</script></p>", "date_published": 5,
         "authors": [{"name": "Ann"}, 3], "tags": ["t", 4], "external_url": "https://x.example/e",
         "attachments": [{"url": "https://x.example/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 3}, 1]},
        {"id": None},
    ]  # fmt: skip
    text = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": 3, "items": items})
    parsed = feed(text)
    first, second = parsed.entries
    assert (first.guid, first.url, first.title, first.html) == ("7", None, "one two", "<p>one</p><p>two</p>")
    assert (second.author, second.categories, second.url) == ("Ann", ("t",), "https://x.example/e")
    assert second.html == "<p>é]0;x</p>"
    assert second.enclosures[0].length == 3
    assert parsed.warnings


def test_the_newest_two_thousand_entries_are_taken() -> None:
    items = "".join(
        f"<item><guid>{n}</guid><title>T</title><pubDate>{(NOW - timedelta(minutes=n)).isoformat()}</pubDate></item>"
        for n in range(2500)
    )
    parsed = feed(rss(items))
    assert len(parsed.entries) == ENTRY_LIMIT
    assert {int(entry.guid or -1) for entry in parsed.entries} == set(range(2000))
    assert "2500 entries" in parsed.warnings[0]


HEAVY = {
    "100,000 entries": rss("<item><guid>1</guid><title>T</title></item>" * 100_000),
    "a title of 10 MB": rss(f"<item><guid>1</guid><title>{'x' * 10_000_000}</title></item>"),
    "a title of 2 MB of marks": rss(f"<item><guid>1</guid><title>a{chr(0x301) * 1_000_000}</title></item>"),
    "nesting of 100,000": rss(f"<item><guid>1</guid><description>{'&lt;div&gt;' * 100_000}x</description></item>"),
    "elements nested 100,000 deep": rss(f"<item><guid>1</guid>{'<a>' * 100_000}{'</a>' * 100_000}</item>"),
    "an attribute of 5 MB": rss(f"<item><guid>1</guid><a b='{'x' * 5_000_000}'/></item>"),
    "200,000 attributes": rss("<item><guid>1</guid><a " + " ".join(f"b{n}=''" for n in range(200_000)) + "/></item>"),
    "100,000 namespaces": rss(
        "<item><guid>1</guid></item>", "", " ".join(f"xmlns:n{n}='u{n}'" for n in range(100_000))
    ),
    "an author of 2 MB": rss(f"<item><guid>1</guid><author>{'a.' * 1_000_000}@</author></item>"),
    "a date of 2 MB": rss(f"<item><guid>1</guid><pubDate>{'1 ' * 1_000_000}</pubDate></item>"),
    "100,000 categories": rss(f"<item><guid>1</guid>{'<category>c</category>' * 100_000}</item>"),
    "2 MB of angle brackets": rss(f"<item><guid>1</guid><description>{'&lt;' * 500_000}</description></item>"),
    "2 MB of ampersands": rss(f"<item><guid>1</guid><description>{'&amp;' * 400_000}</description></item>"),
    "unclosed CDATA": rss("<item><guid>1</guid><title><![CDATA[" + "x" * 2_000_000),
    "unclosed comments": rss("<item><guid>1</guid></item>" + "<!-- " * 300_000),
    "2 MB of bare brackets": rss("<item><guid>1</guid></item>" + "<" * 2_000_000),
    "a processing instruction of 2 MB": "<?xml " + "x" * 2_000_000 + rss("<item><guid>1</guid></item>"),
}


@pytest.mark.slow
@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY.keys())
def test_heavy_documents_end_in_the_time_of_a_worker(text: str) -> None:
    began = time.process_time()
    try:
        for entry in feed(text).entries:
            assert len(entry.title) <= 500
            assert len(entry.author or "") <= 200
    except (FeedError, RecursionError):
        pass
    assert time.process_time() - began < 20


def test_raw_digests_tell_changed_items() -> None:
    one, two = "<item><guid>1</guid><title>A</title></item>", "<item><guid>2</guid><title>B</title></item>"
    first = read(rss(one + two).encode(), None)
    again = read(rss(two + one.replace("A", "C")).encode(), None)
    digests = {entry.guid: entry.raw_hash for entry in first.entries}
    assert all(digests.values())
    assert [entry.raw_hash == digests[entry.guid] for entry in again.entries] == [True, False]
    (outline, built) = finish(first, URL, NOW, {digests["1"]: Known("a1", "x", "1", None)}).entries
    assert (outline.guid, outline.title, outline.html) == ("1", "", "")  # what is stored is not read again
    assert built.title == "B"
