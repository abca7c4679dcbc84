"""Round trip: everything that whole collections hold is exported, parsed back, and says what the store says."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.model.text import BlockKind
from reader.store.articles import get_many
from reader.store.connection import open_reader
from tests.builders import SHARED
from tests.command import Tapeout
from tests.servers import serve

CORPUS = SHARED / "corpus" / "articles.jsonl"
MARKS = re.compile(r"<!-- tapeout:(begin|end) [a-z-]+( [0-9a-f]{16})? -->")
COMMANDS = re.compile(r"(?<!\\)(?:\[\[|<%|\{\{|`= |^\w[\w -]*:: )", re.MULTILINE)
FOOTNOTE = re.compile(r"(?<!\\)\[\^([0-9a-f]{6,32})\](:?)")
PARTS = {
    "article": ("In short", "Text", "My notes"),
    "briefing": ("Summary", "Timeline", "Figures", "Expected", "Relations", "Risks", "My notes", "Sources"),
    "note": (),
    "timeline": ("Timeline", "Sources"),
    "figures": ("Figures", "Sources"),
}


def corpus(home: Path) -> Tapeout:
    """A store of the annotated corpus, synced from a loopback server as one Atom feed an outlet."""
    tapeout = Tapeout(home)
    outlets: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in CORPUS.read_text("utf-8").splitlines():
        told = json.loads(line)
        outlets[told["outlet"]].append(told)
    with serve() as server:
        for at, (outlet, articles) in enumerate(sorted(outlets.items())):
            entries = "".join(
                f"<entry><id>urn:x:{a['id']}</id><title>{escape(a['title'])}</title><link href='{escape(a['url'])}'/>"
                f"<published>{a['published']}</published><content type='html'>{escape(a['html'])}</content></entry>"
                for a in articles
            )
            head = f"<id>urn:o:{at}</id><title>{escape(outlet)}</title>"
            server.put(f"/{at}", f"<feed xmlns='http://www.w3.org/2005/Atom'>{head}{entries}</feed>")
        tapeout.subscribe(**{f"outlet-{at}": f"{server.url}/{at}" for at in range(len(outlets))})
        assert tapeout.json("sync", "--force")["failed"] == 0
    return tapeout


@pytest.fixture(scope="module", params=["demo", pytest.param("corpus", marks=pytest.mark.slow)])
def tapeout(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tapeout:
    home = tmp_path_factory.mktemp(request.param)
    if request.param == "corpus":
        if not CORPUS.is_file():
            pytest.skip("the annotated corpus is not beside the project")
        tapeout = corpus(home)
    else:
        tapeout = Tapeout(home)
        tapeout.json("demo")
    story = tapeout.json("stories")[0]
    quote = tapeout.json("show", story["articles"][0])["summary"][0]["text"]
    assert tapeout("note", "add", story["id"], "--text", "# Mine\n\n- a [link](https://a.example)").code == 0
    assert tapeout("note", "add", story["articles"][0], "--quote", quote, "--text", "Ask again.").code == 0
    return tapeout


def export_all(tapeout: Tapeout, vault: Path, links: str) -> dict[str, list[str]]:
    done: dict[str, list[str]] = {"written": [], "unchanged": [], "kept": []}
    story = tapeout.json("stories")[0]["id"]
    # Briefings first: articles and notes link to them.
    for verb in (("story", "--since", "2000-01-01"), ("article", "--since", "2000-01-01"), ("notes",),
                 ("timeline", "--story", story), ("figures", "--story", story)):  # fmt: skip
        told = tapeout.json("export", *verb, "--to", str(vault), "--links", links)
        for key, paths in told.items():
            done[key] += paths
    return done


def parsed(path: Path) -> tuple[dict[str, Any], str, list[Token]]:
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    front, body = path.read_text("utf-8").removeprefix("---\n").split("\n---\n", 1)
    return yaml.safe_load(front), body, MarkdownIt("commonmark").enable("table").parse(body)


def inside(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def rows(tokens: list[Token]) -> list[list[str]]:
    """Returns the cells of all rows of tables."""
    found: list[list[str]] = []
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            found.append([])
        elif token.type in ("td_open", "th_open"):
            found[-1].append(tokens[at + 1].content)
    return found


def widths(text: str) -> list[int]:
    """Returns how many cells each line of our tables was written with."""
    lines = [line for line in text.split("\n") if line.startswith("| ") and not line.startswith("| ---")]
    return [len(re.findall(r"(?<!\\)\|", line)) - 1 for line in lines]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("links", ["plain", pytest.param("wiki", marks=pytest.mark.slow)])
def test_every_page_has_the_structure_that_was_meant(tapeout: Tapeout, tmp_path: Path, links: str) -> None:
    vault = tmp_path / "vault"
    written = export_all(tapeout, vault, links)["written"]
    times = {path: path.stat().st_mtime_ns for path in vault.iterdir()}
    again = export_all(tapeout, vault, links)
    assert (again["written"], again["kept"], sorted(again["unchanged"])) == ([], [], sorted(written))
    assert {path: path.stat().st_mtime_ns for path in vault.iterdir()} == times
    assert sorted(times) == sorted(map(Path, written)), "nothing but the pages lies in the folder"
    for path in sorted(times):
        front, body, tokens = parsed(path)
        kind = front["tapeout-kind"]
        assert all(front[key] for key in ("title", "tapeout-id", "exported")), path
        assert all(isinstance(value, (str, list)) for value in front.values())
        for token in tokens:
            assert token.type != "html_block" or all(map(MARKS.fullmatch, token.content.strip().split("\n"))), path
        assert not [token for token in inside(tokens) if token.type in ("html_inline", "image")], path
        heads = [tokens[at + 1].content for at, token in enumerate(tokens) if token.tag == "h2" and token.nesting > 0]
        assert [head for head in heads if head in PARTS[kind]] == [part for part in PARTS[kind] if part in heads], path
        own = re.sub(r"<!-- tapeout:begin notes?.*?<!-- tapeout:end notes? -->", "", body, flags=re.DOTALL)
        ours = MarkdownIt("commonmark").enable("table").parse(own)
        assert [token.tag for token in ours if token.type == "heading_open"].count("h1") == (kind != "note"), path
        commands = {found for found in COMMANDS.findall(own) if links == "plain" or found != "[["}
        assert not commands, path
        assert [len(row) for row in rows(ours)] == widths(own), path
        marks = FOOTNOTE.findall(own)
        cited, defined = {label for label, colon in marks if not colon}, [label for label, colon in marks if colon]
        assert sorted(cited) == sorted(defined), path
        for token in inside(tokens):
            if token.type == "link_open":
                target = str(token.attrs["href"])
                assert (
                    target.startswith(("https://", "http://", "mailto:"))
                    or (vault / target.replace("%20", " ")).is_file()
                ), path


def test_an_articles_text_comes_back_word_for_word(tapeout: Tapeout, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    told = tapeout.json("export", "article", "--since", "2000-01-01", "--to", str(vault))
    pages = {}
    for path in map(Path, told["written"]):
        front, body, _ = parsed(path)
        found = re.search(r"<!-- tapeout:begin text \w+ -->\s+## Text\n(.*?)<!-- tapeout:end text -->", body, re.DOTALL)
        pages[front["tapeout-id"]] = found[1] if found else ""
    connection = open_reader(tapeout.db)
    try:
        articles = list(get_many(connection, sorted(pages), html=False))
    finally:
        connection.close()
    assert len(articles) == len(pages) >= 40
    for article in articles:
        kept = [block for block in article.blocks if not block.furniture]
        meant = [word for block in kept for word in words(article.text[block.start : block.end])]
        tokens = MarkdownIt("commonmark").parse(pages[article.id])
        codes = [token.content for token in tokens if token.type in ("fence", "code_block")]
        assert len(codes) == sum(block.kind is BlockKind.CODE for block in kept)
        shown: list[str] = []
        for token in tokens:
            if token.type == "inline":
                runs = "".join(" " if t.type in ("softbreak", "hardbreak") else t.content for t in token.children or ())
                shown += words(re.sub(r"Image: .*", "", runs))
            elif token.type == "fence":
                shown += words(token.content)
        assert shown == meant, article.title
