"""HTML becomes text with one line a block, and a layout that points into it."""

from __future__ import annotations

import json

import pytest

from reader.model.text import BlockKind, InlineKind
from reader.sentences import sentences
from reader.text import TEXT_LIMIT, plain_text
from tests.builders import SHARED

CASES = [
    ("paragraphs", "<p>One.</p><p>Two.</p>", "One.\nTwo."),
    ("white space folds", "<p>a\n  b\t c&nbsp;d\u2003e</p>", "a b c d e"),
    ("entities", "<p>R&amp;D &mdash; 5 &lt; 6 &#8217;n&#x27;</p>", "R&D — 5 < 6 ’n'"),
    ("inline tags join", "<p>wafer<b>scale</b> <i>chips</i></p>", "waferscale chips"),
    ("line breaks end a line", "<p><b>About</b><br/>It makes chips.</p>", "About\nIt makes chips."),
    ("cells parted by one space", "<table><tr><th>Q1</th><td> $5 </td><td></td><td>x</td></tr></table>", "Q1 $5 x"),
    ("rows", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a b\nc d"),
    ("a cell's paragraphs", "<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", "a b c"),
    (
        "layout tables",
        "<table><tr><td><p>a</p><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>",
        "a\nb c",
    ),
    ("no script, style, title", "<title>t</title><style>p{}</style><p>a</p><script>if(a<b)</script>b", "a\nb"),
    ("no picture text", '<p>a<img src="https://x.example/i.png" alt="alt"></p>', "a"),
    ("no fallbacks", "<p>a</p><noscript>enable</noscript><svg><text>no</text></svg><p>b</p>", "a\nb"),
    ("comments", "<p>a<!-- <p>hidden</p> -->b</p>", "ab"),
    ("declarations", "<!DOCTYPE html><?xml version='1.0'?><p>a</p>", "a"),
    ("code keeps its lines", "<pre><code>a = 1\n  b\n\nc  </code></pre>", "a = 1\n  b\n\nc"),
    ("unclosed tags", "<p>a<p>b<li>c", "a\nb\nc"),
    ("a sign that opens no tag", "<p>5 < 6 and a<3</p>", "5 < 6 and a<3"),
    ("a quoted sign ends no tag", '<p title="a > b">c</p>', "c"),
    ("an unclosed frame hides nothing", "<iframe src='x'><p>a</p>", "a"),
    ("text without tags parts at blank lines", "a\nb\n\nc &amp; d", "a b\nc & d"),
    ("soft hyphens and zero width spaces vanish", "<p>semi&shy;con\u200bductor</p>", "semiconductor"),
    ("controls and overrides vanish", "<p>a\x1b[31m\u202eb\x9c</p>", "a[31mb"),
    ("accents join their letter", "<p>e<b>\u0301</b>lan</p>", "élan"),
    ("lone surrogates vanish", "<p>a\ud800b</p>", "ab"),
    ("empty", "", ""),
    ("only space", "<p> &nbsp; </p><br>", ""),
]


@pytest.mark.parametrize(("html", "text"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_text(html: str, text: str) -> None:
    assert plain_text(html).text == text


def test_blocks_cover_the_text_and_tell_their_kind() -> None:
    page = plain_text(
        "<h2>Head</h2><p>Para.</p><blockquote><p>Said.</p></blockquote><ol start='3'><li>Three</li><li>Four"
        "<ul><li>Deep</li></ul></li></ol><pre>x</pre><table><tr><td>a</td><td>b</td></tr></table>"
        "<figure><figcaption>Cap</figcaption></figure>"
    )
    told = [(page.text[b.start : b.end], b.kind, b.level, b.number) for b in page.blocks]
    assert told == [
        ("Head", BlockKind.HEADING, 2, None),
        ("Para.", BlockKind.PARAGRAPH, 0, None),
        ("Said.", BlockKind.QUOTE, 0, None),
        ("Three", BlockKind.ITEM, 1, 3),
        ("Four", BlockKind.ITEM, 1, 4),
        ("Deep", BlockKind.ITEM, 2, None),
        ("x", BlockKind.CODE, 0, None),
        ("a b", BlockKind.ROW, 0, None),
        ("Cap", BlockKind.CAPTION, 0, None),
    ]
    assert page.text == "\n".join(words for words, *_ in told)


def test_inlines_point_at_their_words() -> None:
    page = plain_text(
        """<p>See <a href="/doc">the <b>filing</b></a> and <a href="javascript:x()">no</a>,
        <em>truly</em> <code>S-1</code>.</p>""",
        "https://news.example/a/b",
    )
    told = [(i.kind, page.text[i.start : i.end], i.href) for i in page.inlines]
    assert told == [
        (InlineKind.LINK, "the filing", "https://news.example/doc"),
        (InlineKind.STRONG, "filing", ""),
        (InlineKind.EMPHASIS, "truly", ""),
        (InlineKind.CODE, "S-1", ""),
    ]


def test_an_inline_over_two_lines_is_two() -> None:
    page = plain_text("<b>one<p>two</p></b>")
    assert [page.text[i.start : i.end] for i in page.inlines] == ["one", "two"]


def test_pictures_are_marks_without_width_and_tracking_pixels_are_none() -> None:
    page = plain_text(
        '<p>a <img src="https://x.example/i.png" alt="A plant"> b</p><img src="https://x.example/p.gif" width="1">'
    )
    (picture,) = page.inlines
    assert (picture.kind, picture.href, picture.alt) == (InlineKind.IMAGE, "https://x.example/i.png", "A plant")
    assert picture.start == picture.end <= len(page.text)


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("//c.example/y", "https://c.example/y"),
        ("file:///etc/passwd", None),
        ("JavaScript:alert(1)", None),
        ("data:text/html,x", None),
        ("smb://host/share", None),
        ("https://[bad", None),
        ("https://a.example/" + "x" * 3000, None),
    ],
)
def test_addresses(href: str, kept: str | None) -> None:
    page = plain_text(f'<a href="{href}">w</a>', "https://news.example/")
    assert [i.href for i in page.inlines] == ([kept] if kept else [])


HOSTILE = {
    "open blocks": "<div>" * 60_000 + "x" + "</div>" * 60_000,
    "open inlines, other ends": "<b>" * 60_000 + "x" + "</i>" * 60_000,
    "inlines over many lines": "<b><a href='https://a.example'><p>x" * 20_000,
    "half tags": "<a <a " * 50_000,
    "half quotes": '<a "' * 60_000,
    "open comments": "<!--" * 60_000,
    "open scripts": "<script>" * 30_000 + "x",
    "nested tables": "<table><tr><td>" * 20_000 + "x",
    "many cells": "<tr>" + "<td>x" * 60_000,
    "ampersands": "&" * 300_000,
    "dots": "A. " * 100_000,
    "combining marks": "e" + "\u0301" * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_ends_in_bounded_text(name: str) -> None:
    page = plain_text(HOSTILE[name], "https://news.example/")
    assert len(page.text.encode()) <= TEXT_LIMIT
    assert len(page.blocks) <= 20_000
    assert all(0 <= i.start <= i.end <= len(page.text) for i in page.inlines)
    sentences(page.text, page.blocks)


def test_text_is_cut_at_its_limit() -> None:
    page = plain_text("<p>" + "Łódź " * 400_000 + "</p><p>after</p>")
    assert len(page.text.encode()) <= TEXT_LIMIT
    assert page.blocks[-1].end == len(page.text)


@pytest.mark.skipif(not (SHARED / "corpus").exists(), reason="the annotated corpus is not beside the project")
def test_every_annotated_sentence_is_a_sentence_of_ours() -> None:
    for line in (SHARED / "corpus" / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        page = plain_text(row["html"], row["url"])
        ours = {s.of(page.text) for s in sentences(page.text, page.blocks)}
        wanted = {x["evidence"] for key in ("events", "figures") for x in row["gold"][key]}
        assert wanted <= ours, row["id"]


@pytest.mark.skipif(not (SHARED / "corpus").exists(), reason="the annotated corpus is not beside the project")
def test_annotated_furniture_is_marked() -> None:
    missed = []
    for line in (SHARED / "corpus" / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        page = plain_text(row["html"], row["url"])
        aside = {page.text[b.start : b.end] for b in page.blocks if b.furniture}
        missed += [block for block in row["gold"].get("boilerplate", ()) if block not in aside]
        evidence = {x["evidence"] for key in ("events", "figures") for x in row["gold"][key]}
        assert not any(sentence in block for block in aside for sentence in evidence), row["id"]
    assert not missed
