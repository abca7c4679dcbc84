"""Measures the speed of the whole analysis of an article in this process, with ``trafilatura`` as the yardstick.

    python -m benchmarks.analysis [FOLDER] [--rounds N] [--words N] [--hostile]

FOLDER holds ``articles.jsonl`` with an article's markup under ``html`` (default: tests/corpus). Its paragraphs make
articles of some 400 words, each laid into a web page with a menu, links and a footer. Round by round the same pages go
through

===========  ==================================================================================================
text         ``reader.text.plain_text`` of the article's markup, as in a sync
analysis     everything that is found in an article: names, dates, events, figures, relations, risks, topics
extraction   ``trafilatura.extract`` of the page, in its fast mode
===========  ==================================================================================================

Time is told by the wall's clock and by the processor's, since other programs slow the first one down; the fastest
round counts. ``ratio`` is the extraction's processor time over that of text and analysis together. The slowest single
article is of all rounds. Patterns are compiled when they are first tried, so that the first article of the process is
told by itself. Then: how long the analysis takes to load and to build its matchers in a fresh process, and the most
memory it holds. ``--hostile`` adds documents that are long or made to be slow.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reader.analysis.article import analyse
from reader.analysis.lexicon import Lexicon
from reader.gazetteer import read_companies, read_topics
from reader.model.articles import Article
from reader.model.findings import Findings
from reader.model.text import BlockKind, PlainText
from reader.text import plain_text

HERE = Path(__file__).resolve().parents[1]
_MOMENT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
_START = """
import resource, time
start = time.perf_counter()
from reader.analysis.article import analyse
from reader.analysis.lexicon import Lexicon
from reader.gazetteer import read_companies, read_topics
lexicon = Lexicon.of(read_companies(), read_topics())
print(time.perf_counter() - start, time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_PEAK = """
import resource
from benchmarks.analysis import articles_of, read_pieces
from pathlib import Path
import sys
from reader.analysis.article import analyse
from reader.analysis.lexicon import Lexicon
from reader.gazetteer import read_companies, read_topics
lexicon = Lexicon.of(read_companies(), read_topics())
for article in articles_of(read_pieces(Path(sys.argv[1]), 400)):
    analyse(article, lexicon)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """The markup of one article of about the wanted length, and the web page that it stands in."""

    title: str
    markup: str
    words: int

    @property
    def page(self) -> str:
        links = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(24))
        return (
            f"<!doctype html><html><head><title>{self.title}</title><style>p {{ margin: 1em }}</style></head><body>"
            f"<header><nav><ul>{links}</ul></nav></header><main><article><h1>{self.title}</h1>{self.markup}</article>"
            f"<aside><h2>Read next</h2><ul>{links}</ul></aside></main>"
            f"<footer><p>About us</p><ul>{links}</ul></footer></body></html>"
        )


@dataclass(slots=True)
class Pace:
    """Seconds of the fastest round, by the wall's clock and the processor's, and of the slowest single item."""

    wall: float = float("inf")
    processor: float = float("inf")
    slowest: float = 0.0


def read_pieces(folder: Path, words: int) -> list[Piece]:
    """Returns articles of about ``words`` words, made of the blocks of the folder's articles in order."""
    blocks: list[tuple[str, str, int]] = []
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            blocks += [(row["title"], *block) for block in _blocks(plain_text(row["html"]))]
    pieces, held, count = [], [], 0
    title = ""
    for heading, markup, size in blocks:
        title = title or heading
        held.append(markup)
        count += size
        if count >= words:
            pieces.append(Piece(title, "".join(held), count))
            held, count, title = [], 0, ""
    return pieces


def _blocks(page: PlainText) -> Iterator[tuple[str, int]]:
    tags: Mapping[BlockKind, str] = {BlockKind.HEADING: "h2", BlockKind.ITEM: "li"}
    for block in page.blocks:
        words = page.text[block.start : block.end]
        escaped = words.replace("&", "&amp;").replace("<", "&lt;")
        if words.strip() and not block.furniture:
            tag = tags.get(block.kind, "p")
            yield f"<{tag}>{escaped}</{tag}>", len(words.split())


def article_of(title: str, page: PlainText, number: int = 0) -> Article:
    """Returns an article with the text of ``page``."""
    return Article(
        id=f"a{number}",
        feed="benchmark",
        url=None,
        title=title,
        author=None,
        published=_MOMENT,
        updated=None,
        first_seen=_MOMENT,
        text=page.text,
        blocks=page.blocks,
        inlines=page.inlines,
        html="",
        origin="benchmark",
    )


def articles_of(pieces: Sequence[Piece]) -> list[Article]:
    """Returns the pieces as stored articles."""
    return [article_of(p.title, plain_text(p.markup), n) for n, p in enumerate(pieces)]


def measure(pace: Pace, work: Callable[[int], object], count: int) -> None:
    """Times one round of ``work`` over the numbers below ``count``."""
    wall, processor = time.perf_counter(), time.process_time()
    for number in range(count):
        single = time.process_time()
        work(number)
        pace.slowest = max(pace.slowest, time.process_time() - single)
    pace.wall = min(pace.wall, time.perf_counter() - wall)
    pace.processor = min(pace.processor, time.process_time() - processor)


def hostile() -> Iterator[tuple[str, str]]:
    """Yields names and markup of documents that are long or made to be slow."""
    story = "Nvidia said on Tuesday it will pay $2.5 billion by June 2027 for 750 MW from Acme Inc. near Abilene. "
    yield "1 MB of news in 20,000 items", "<ul>" + f"<li>{story[:52]}</li>" * 20_000 + "</ul>"
    yield "1 MB of news in one paragraph", "<p>" + story * 10_000 + "</p>"
    yield "1 MB of news in paragraphs", f"<p>{story * 4}</p>" * 2_500
    yield "400 items of a list", "<ul>" + f"<li>{story}</li>" * 400 + "</ul>"
    yield (
        "a table of 2,000 rows",
        ("<table>" + "<tr><td>CoreWeave</td><td>$1.2bn</td><td>Q1 2026</td><td>360 MW</td></tr>" * 2_000 + "</table>"),
    )
    yield "one word of 1 MB", "<p>" + "a" * 1_000_000 + "</p>"
    yield "names without end", "<p>" + "Meta Oracle Apple Arm Lambda Etched " * 25_000 + "</p>"
    yield "dates without end", "<p>" + "in the first half of next year or by late March 2027, " * 18_000 + "</p>"
    yield "numbers without end", "<p>" + "$1.2 billion to 3,400 MW, 12.5% or 25–30x " * 22_000 + "</p>"
    yield "capitals and commas", "<p>" + "A, " * 330_000 + "</p>"


def run(script: str, *arguments: str) -> list[float]:
    """Returns the numbers that a fresh process prints."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=HERE, check=True, capture_output=True, text=True
    )
    return [float(word) for word in done.stdout.split()]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures the speed of the analysis against an extractor's.")
    parser.add_argument("folder", type=Path, nargs="?", default=HERE / "tests" / "corpus")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--words", type=int, default=400, help="words of an article")
    parser.add_argument("--hostile", action="store_true", help="also long documents and ones made to be slow")
    args = parser.parse_args()
    from trafilatura import extract

    pieces = read_pieces(args.folder, args.words)
    articles = articles_of(pieces)
    pages = [piece.page for piece in pieces]
    lexicon = Lexicon.of(read_companies(), read_topics())
    works: dict[str, Callable[[int], object]] = {
        "text": lambda n: plain_text(pieces[n].markup),
        "analysis": lambda n: _analyse(articles[n], lexicon),
        "extraction": lambda n: extract(pages[n], fast=True, include_comments=False),
    }
    first = time.process_time()
    _analyse(articles[0], lexicon)
    first = time.process_time() - first
    paces = {name: Pace() for name in works}
    for _ in range(args.rounds):
        for name, work in works.items():
            measure(paces[name], work, len(pieces))
    words = sum(piece.words for piece in pieces) / len(pieces)
    print(f"{len(pieces)} articles of {words:.0f} words, the fastest of {args.rounds} rounds")
    print(f"{'':12}{'a second':>10}{'of processor':>14}{'slowest':>12}")
    for name, pace in paces.items():
        wall, processor = len(pieces) / pace.wall, len(pieces) / pace.processor
        print(f"{name:12}{wall:10.0f}{processor:14.0f}{pace.slowest * 1000:9.1f} ms")
    ours = paces["text"].processor + paces["analysis"].processor
    print(f"{'ratio':12}{paces['extraction'].processor / ours:10.2f} times the speed of the extraction")
    print(f"first       {first * 1000:10.0f} ms of processor for the first article of the process")
    wall, processor, idle = run(_START)
    print(f"start       {wall:10.2f} s, {processor:.2f} s of processor, {idle / 1024:.0f} MB")
    print(f"memory      {run(_PEAK, str(args.folder.resolve()))[0] / 1024:10.0f} MB at most")
    if args.hostile:
        for name, markup in hostile():
            article = article_of("A story", plain_text(markup))
            start = time.process_time()
            _analyse(article, lexicon)
            print(f"{time.process_time() - start:7.2f} s of processor for {name} ({len(article.text):,} characters)")


def _analyse(article: Article, lexicon: Lexicon) -> Findings:
    return analyse(article, lexicon)


if __name__ == "__main__":
    main()
