"""Text from outside is text in Markdown too: no heading, link, tag, query, template or HTML that it was not."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.clean import clean
from reader.demo import demo_feeds
from reader.export.layout import body
from reader.export.markdown import cell, fence, inline, link, safe_url, table
from reader.model.text import BlockKind
from tests.builders import SHARED, article

MD = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SIGNS = [
    *"\\`*_{}[]()<>#+-.!|~=&:$%^@'\"/ \n\t0123456789abcAB;?",
    "http://",
    "key:: ",
    "1. ",
    "<%",
    "{{",
    "((",
    "==",
    "%%",
]
hostile = st.lists(st.one_of(st.sampled_from(SIGNS), st.characters()), max_size=40).map("".join)

# What vaults act upon wherever it stands: wiki links, embeds, block references, macros, fields, marks, comments,
# templates, HTML, footnotes of ours.
ACTIVE = ("[[", "((", "{{", "::", "==", "%%", "~~", "<", "[^")


def shown(text: str) -> str:
    return " ".join(clean(text).split())


def leaves(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens if token.type == "inline" for child in token.children or ()]


@settings(max_examples=600, deadline=None)
@given(hostile, st.sampled_from(["", "- ", "> ", "# ", "1. ", "- - ", "**x**: "]))
def test_a_line_shows_itself_and_nothing_else_in_every_place(text: str, before: str) -> None:
    tokens = MD.parse(before + inline(text, start=not before.startswith("**")))
    inlines = [token for token in tokens if token.type == "inline"]
    if not shown(text):
        return
    assert len(inlines) == 1
    kinds = {token.type for token in leaves(tokens)} - {"strong_open", "strong_close"}
    assert kinds == {"text"}
    told = "".join(token.content for token in leaves(tokens))
    told = told.removeprefix("x: ") if before.startswith("**") else told
    assert told.strip() == shown(text)


@settings(max_examples=600, deadline=None)
@given(hostile)
def test_nothing_that_a_vault_acts_upon_is_left(text: str) -> None:
    told = inline(text)
    assert [sign for sign in ACTIVE if sign in told] == []
    assert not re.search(r"(?<!\\)#\w", told)
    assert "\n" not in told


@settings(max_examples=400, deadline=None)
@given(hostile, st.one_of(hostile, hostile.map(lambda t: f"https://host.example/{t}")))
def test_a_link_leads_only_to_the_web_and_holds_its_text(text: str, url: str) -> None:
    tokens = leaves(MD.parse(link(text, url)))
    links = [token for token in tokens if token.type == "link_open"]
    if links:
        assert len(links) == 1
        assert str(links[0].attrs["href"]).startswith(("http://", "https://", "mailto:"))
    told = "".join(token.content for token in tokens if token.type == "text")
    assert told == shown(text)
    assert [sign for sign in ("[[", "((", "{{", "<%", "%%", "::") if sign in link(text, url)] == []


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "file:///etc/passwd", "smb://host/x", "//host.example/x", "http:", "http://",
     "data:text/html,x", "https://host.example/\x1b", "https://host.example/ x", "https://[::1",
     "obsidian://open?vault=x", "", None],
)  # fmt: skip
def test_other_addresses_are_no_links(url: str | None) -> None:
    assert safe_url(url) is None
    assert link("words", url) == "words"


def test_an_address_loses_its_password_and_its_brackets() -> None:
    assert safe_url("https://me:secret@host.example/a(b)[c]") == "https://host.example/a%28b%29%5Bc%5D"


@settings(max_examples=300, deadline=None)
@given(hostile)
def test_code_stays_in_its_fence(code: str) -> None:
    tokens = MD.parse(fence(code) + "\n\nafter")
    assert [token.type for token in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]
    assert tokens[0].info == ""
    assert "<%" not in fence(code)
    assert "<!--" not in fence(code)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(hostile, hostile), min_size=1, max_size=4))
def test_cells_stay_in_their_table(rows: list[tuple[str, str]]) -> None:
    tokens = MD.parse(table(("A", "B"), [(cell(a), cell(b)) for a, b in rows]))
    told = [token.content for token in tokens if token.type == "inline"]
    assert sum(token.type == "tr_open" for token in tokens) == len(rows) + 1
    assert len(told) == 2 * (len(rows) + 1)


@settings(max_examples=150, deadline=None)
@given(hostile, hostile, hostile)
def test_hostile_html_keeps_its_structure(a: str, b: str, c: str) -> None:
    def text(words: str) -> str:
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    html = (
        f"<h2>{text(a)}</h2><p>{text(b)} <b>{text(a)}</b> <a href='https://x.example/{text(c)}'>{text(b)}</a></p>"
        f"<ul><li>{text(c)}<ul><li>{text(a)}</ul></ul><pre>{text(b)}</pre><blockquote>{text(c)}</blockquote>"
    )
    check(html)


def check(html: str) -> None:
    """Parses the Markdown of a page's text back and compares blocks and words with the stored ones."""
    stored = article(html)
    told = body(stored)
    tokens = MD.parse(told)
    assert not [t for t in tokens if t.type in ("html_block", "hr", "table_open")]
    assert not [t for t in leaves(tokens) if t.type in ("html_inline", "image", "code_inline", "s_open")]
    blocks = [b for b in stored.blocks if not b.furniture and stored.text[b.start : b.end].strip()]
    count = {kind: sum(b.kind is kind for b in blocks) for kind in BlockKind}
    seen = [token.type for token in tokens]
    assert seen.count("heading_open") == count[BlockKind.HEADING]
    assert seen.count("list_item_open") == count[BlockKind.ITEM]
    assert seen.count("blockquote_open") == count[BlockKind.QUOTE]
    assert seen.count("fence") == count[BlockKind.CODE]
    words = " ".join(
        token.content
        for top in tokens
        for token in (top.children or [top])
        if token.type in ("text", "fence", "softbreak")
    )
    pictures = {f"Image: {run.alt or run.href}" for run in stored.inlines if not run.end > run.start}
    plain = "".join(stored.text[b.start : b.end] for b in blocks if b.kind is not BlockKind.CODE)
    for picture in pictures:
        words = words.replace(shown(picture), "", 1)
    code = "".join(stored.text[b.start : b.end] for b in blocks if b.kind is BlockKind.CODE)
    squeezed = re.sub(r"\s", "", words)
    if not code:
        assert squeezed == re.sub(r"\s", "", plain)
    for link_token in (t for t in leaves(tokens) if t.type == "link_open"):
        assert str(link_token.attrs["href"]).startswith(("http://", "https://", "mailto:"))


def test_the_samples_keep_their_structure() -> None:
    for feed in demo_feeds():
        for html in re.findall(r"<!\[CDATA\[\n(.+?)\n\]\]>", feed.body.decode(), re.S):
            check(html)


def test_the_reference_texts_keep_their_structure() -> None:
    corpus = SHARED / "corpus" / "articles.jsonl"
    if not corpus.exists():
        pytest.skip("the reference texts are not here")
    for line in corpus.read_text("utf-8").splitlines():
        check(json.loads(line)["html"])
