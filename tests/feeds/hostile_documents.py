"""Documents that a feed should not send, each with what a sync must make of it.

A document comes with the words that its failure must hold, or with how many articles it still gives.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass

from tests.feeds.servers import RSS, Handler, fixed

ESC = "\x1b]52;c;aGk=\x07\x1b[2J\x9b31m"
RIGHT_TO_LEFT = "\u202egnp.exe\u2066"


@dataclass(frozen=True)
class Document:
    """``gives`` is the count of articles, or a pattern of the failure's words."""

    name: str
    body: bytes
    gives: int | str
    content_type: str | None = "application/rss+xml"

    @property
    def handler(self) -> Handler:
        packed = gzip.compress(self.body, 1, mtime=0)
        more = {"Content_Type": self.content_type} if self.content_type else {}
        return fixed(200, packed, Content_Encoding="gzip", **more)


def rss(*items: str, head: str = "", start: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{start}{head}<rss version="2.0"><channel><title>Odd</title>{"".join(items)}</channel></rss>'


def item(inner: str, guid: str = "1") -> str:
    return f'<item><guid isPermaLink="false">{guid}</guid>{inner}</item>'


def titled(title: str, html: str = "Text", guid: str = "1") -> str:
    return item(f"<title>{title}</title><description><![CDATA[{html}]]></description>", guid)


def atom(*entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Odd</title>{"".join(entries)}</feed>'


def json_feed(*items: object, **more: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Odd", "items": items} | more).encode()


def declared(codec: str, words: str = "Fördermittel für Öfen") -> bytes:
    return rss(titled(words), start=f'<?xml version="1.0" encoding="{codec}"?>').encode(codec)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = {
    "a billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
    "one long entity many times": f'<!DOCTYPE rss [<!ENTITY l9 "{"a" * 100_000}">]>',
    "a file as an entity": '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "an address as an entity": '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "http://127.0.0.1:1/">]>',
    "a parameter entity": '<!DOCTYPE rss [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY l9 "x">]>',
    "an entity that is itself": '<!DOCTYPE rss [<!ENTITY l9 "&l9;">]>',
}
WESTERN = ["iso-8859-1", "iso-8859-15", "windows-1252", "mac-roman", "cp850"]
OTHERS = {
    "koi8-r": "Чипы", "windows-1251": "Чипы", "iso-8859-5": "Чипы", "shift_jis": "半導体", "euc-jp": "半導体",
    "iso-2022-jp": "半導体", "gb2312": "芯片", "gb18030": "芯片", "big5": "晶片", "euc-kr": "반도체",
    "iso-8859-7": "Νέα", "windows-1256": "رقائق", "windows-1255": "שבבים", "iso-8859-9": "Çip",
    "utf-16": "Chips", "utf-8": "Chips",
}  # fmt: skip

DOCUMENTS: list[Document] = [
    *(Document(name, rss(titled("&l9;" * 1000), head=head).encode(), "entit") for name, head in ENTITIES.items()),
    Document(
        "a DTD from elsewhere", rss(titled("a"), head='<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd">').encode(), 1
    ),
    Document("XInclude", rss(titled("a", '<xi:include href="file:///etc/passwd" parse="text"/>')).encode(), 1),
    Document("a stylesheet", rss(titled("a"), head='<?xml-stylesheet href="file:///etc/passwd"?>').encode(), 1),
    Document("XML nested 100,000 deep", ("<rss><channel>" + "<a>" * 100_000).encode(), 0),
    Document(
        "an item nested 100,000 deep", rss(item("<title>a</title>" + "<b>" * 100_000 + "</b>" * 100_000)).encode(), 1
    ),
    Document("HTML nested 100,000 deep", rss(titled("a", "<div>" * 100_000 + "deep")).encode(), 1),
    Document("tables nested 20,000 deep", rss(titled("a", "<table><tr><td>" * 20_000 + "deep")).encode(), 1),
    Document("JSON nested 100,000 deep", b'{"items":' + b"[" * 100_000, "JSON|nested"),
    Document("a number of a million digits", b'{"items":[' + b"9" * 1_000_000 + b"]}", "JSON|not a feed"),
    Document("a title of 10 MB", rss(titled("a" * 10_000_000)).encode(), 1),
    Document("a text of 10 MB", rss(titled("a", "<p>word </p>" * 800_000)).encode(), 1),
    Document("a guid of 1 MB", rss(titled("a", guid="g" * 1_000_000)).encode(), 1),
    Document(
        "an attribute of 1 MB",
        rss(item(f'<title>a</title><category domain="{"(" * 1_000_000}">c</category>')).encode(),
        1,
    ),
    Document("an author of 1 MB", rss(item(f"<title>a</title><author>{'(@' * 500_000}</author>")).encode(), 1),
    Document(
        "100,000 entries",
        rss(*(f"<item><guid>g{n}</guid><title>t{n}</title></item>" for n in range(100_000))).encode(),
        2000,
    ),
    Document("20,000 categories", rss(item("<title>a</title>" + "<category>c</category>" * 20_000)).encode(), 1),
    Document(
        "20,000 enclosures",
        rss(item("<title>a</title>" + '<enclosure url="http://a.example/x"/>' * 20_000)).encode(),
        1,
    ),
    Document(
        "20,000 attributes",
        ("<rss " + " ".join(f'a{n}="1"' for n in range(20_000)) + f">{titled('a')}</rss>").encode(),
        1,
    ),
    Document("one guid 500 times", rss(*(titled(f"t{n}") for n in range(500))).encode(), 500),
    Document("a comment without end", rss(titled("a")).encode() + b"<!--" + b"-" * 100_000, 1),
    Document(
        "a section without end",
        b"<rss version='2.0'><channel><item><title>a</title><description><![CDATA[" + b"x" * 100_000,
        0,
    ),
    Document("a million less-thans", rss(titled("a", "<" * 1_000_000)).encode(), 1),
    Document("a million ampersands", rss(titled("a", "&" * 1_000_000)).encode(), 1),
    Document("unquoted ampersands", rss(titled("R&D &copy; &nosuch; a&b")).encode(), 1),
    Document("100,000 processing instructions", rss("<?php a?>" * 100_000 + titled("a")).encode(), 1),
    Document("100,000 open quotes", rss(titled("a", '<a href="' * 100_000)).encode(), 1),
    Document("escapes in XML", rss(titled(f"Red {ESC} alert")).encode(), 1),
    Document("escapes as entities", rss(titled("Red &#27;[31m &#x9b;31m &#7; alert")).encode(), 1),
    Document(
        "escapes in JSON", json_feed({"id": "1", "title": f"Red {ESC} alert", "content_text": ESC + RIGHT_TO_LEFT}), 1
    ),
    Document("escapes in the feed's title", json_feed({"id": "1", "title": "a"}, title=f"Odd {ESC}"), 1),
    Document("overrides of direction", rss(titled(RIGHT_TO_LEFT + " news")).encode(), 1),
    Document("lone surrogates", json_feed({"id": "1", "title": "a\ud800b", "content_text": "\udfff"}), 1),
    Document("a tower of accents", rss(titled("a" + "\u0301" * 5000)).encode(), 1),
    Document("NUL in XML", rss(titled("a\0b")).encode(), 1),
    Document("markup of the screen", rss(titled("[@click=app.quit]a[/] [red]b")).encode(), 1),
    Document("links that run things", rss(item("<title>a</title><link>javascript:alert(1)</link>")).encode(), 1),
    Document(
        "links to files",
        rss(item('<title>a</title><link>file:///etc/passwd</link><enclosure url="file:///etc/passwd"/>')).encode(),
        1,
    ),
    Document(
        "scripts in the text",
        rss(titled("a", "<script>alert(1)</script><img src=x onerror=alert(1)><iframe src=//a></iframe>")).encode(),
        1,
    ),
    Document(
        "mutations of SVG",
        rss(titled("a", "<svg><style><img src=x onerror=alert(1)></style></svg><math><mi><p><style></math>b")).encode(),
        1,
    ),
    Document("no title and no text", rss("<item></item>", titled("a")).encode(), 1),
    Document("no guid and no link", rss("<item><title>a</title></item>").encode(), 1),
    Document(
        "years that are none",
        rss(item("<title>a</title><pubDate>Mon, 99 Foo 99999 99:99:99 +9999</pubDate>")).encode(),
        1,
    ),
    Document(
        "the year 9999", rss(item("<title>a</title><pubDate>Fri, 31 Dec 9999 23:59:59 -1200</pubDate>")).encode(), 1
    ),
    Document(
        "a base that is hostile",
        atom('<entry xml:base="javascript:x"><id>1</id><title>a</title><link href="y"/></entry>').encode(),
        1,
    ),
    Document("Atom without anything", atom().encode(), 0),
    Document("RSS without anything", rss().encode(), 0),
    Document("an HTML page", b"<!doctype html><html><body><item>a</item></body></html>", "HTML page", "text/html"),
    Document("JSON that is no feed", b'{"a": 1}', "JSON|not a feed"),
    Document("JSON that is cut", json_feed({"id": "1", "title": "a"})[:-9], "JSON|not a feed"),
    Document("a picture", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)) * 40, "not a feed|no XML", "image/jpeg"),
    Document("a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>" * 50, "not a feed"),
    Document("another XML", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "not a feed"),
    Document("a warning before the XML", b"Warning: mysql_connect() in /x.php\n" + RSS, 1),
    Document("words after the XML", RSS + b"</html><script>x</script>", 1),
    Document("two documents", RSS + RSS, 1),
    Document("an item cut short", rss(titled("whole"), titled("half", "x" * 5000, "2"))[:-2000].encode(), 1),
    *(Document(f"in {codec}", declared(codec), 1) for codec in WESTERN),
    *(Document(f"in {codec}", declared(codec, words), 1) for codec, words in OTHERS.items()),
    Document("in utf-16 without a mark", declared("utf-16").removeprefix(b"\xff\xfe"), 1),
    Document("in utf-32", declared("utf-32", "Chips"), 1),
    Document(
        "in an encoding that is none", rss(titled("a"), start='<?xml version="1.0" encoding="x-none"?>').encode(), 1
    ),
    Document(
        "in a codec that is no encoding", rss(titled("a"), start='<?xml version="1.0" encoding="zip"?>').encode(), 1
    ),
    Document(
        "in utf-8 that says latin-1", rss(titled("Öfen"), start='<?xml version="1.0" encoding="latin-1"?>').encode(), 1
    ),
    Document(
        "with a mark and another declaration", b"\xef\xbb\xbf" + declared("utf-8").replace(b"utf-8", b"utf-16"), 1
    ),
    Document("with broken bytes", rss(titled("a b")).encode().replace(b"a b", b"a\xff\xfe\x80b"), 1),
    Document("without any declaration", rss(titled("Öfen"), start="").encode("latin-1"), 1, None),
    Document("a type with escapes", RSS, 1, "text/xml; charset=\"'a"),
]
