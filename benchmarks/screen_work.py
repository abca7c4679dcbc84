"""Screens timed inside one process, without a terminal: an article and a story opened, a search as it is typed."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, Markdown

from benchmarks.store import NOW, vocabulary
from reader.config import Settings
from reader.model.feeds import Change, Entry, Subscription
from reader.model.ids import public_id
from reader.store import articles, feeds, search, story_actions
from reader.store.connection import Store, open_reader
from reader.text import plain_text
from reader.tui.app import TapeoutApp
from reader.tui.library import Library
from reader.tui.screens.dossier import DossierScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.search import FIRST, SearchScreen, as_typed

SIZE = (120, 40)


def prose(chance: random.Random, words: int) -> str:
    """Returns invented paragraphs of ``words`` words together."""
    known, weights = vocabulary()
    out = []
    for _ in range(words // 60):
        out.append(f"<p>{' '.join(chance.choices(known, cum_weights=weights, k=60))}.</p>")
    return "".join(out)


def listing(chance: random.Random, words: int) -> str:
    """Returns an article of nothing but lists in lists."""
    known, weights = vocabulary()

    def some() -> str:
        return " ".join(chance.choices(known, cum_weights=weights, k=5))

    inner = f"<ul>{''.join(f'<li><b>{some()}</b></li>' for _ in range(3))}</ul>"
    return f"<ul>{''.join(f'<li>{some()}{inner}</li>' for _ in range(words // 20))}</ul>"


def as_markdown(html: str) -> str:
    """Returns the lists of ``listing`` as Markdown."""
    text = html.replace("<ul>", "").replace("</ul>", "").replace("</li>", "")
    return text.replace("<li><b>", "\n  - **").replace("</b>", "**").replace("<li>", "\n- ")


def story_article(number: int) -> tuple[str, str]:
    """Returns title and text of one of many reports on one listing, each with a date and figures of its own."""
    day = datetime(2025, 11, 1, tzinfo=UTC) + timedelta(days=3 * number)
    title = f"Cerebras moves towards its listing, report {number}"
    text = (
        f"<p>Cerebras filed amendment {number} for its listing on Nasdaq on {day:%B} {day.day}, {day.year}.</p>"
        f"<p>It reported revenue of ${300 + 5 * number} million for 2025 and seeks up to ${2 + number / 25:.1f} "
        f"billion. OpenAI has a contract with Cerebras for {500 + 5 * number} megawatts.</p>"
        "<p>The listing is expected in the second quarter of 2026. One customer stands for most of the revenue, which "
        "is a risk.</p>"
    )
    return title, text


def fill(path: Path, story: int = 50) -> dict[str, str]:
    """Makes a store of one story and some long articles; returns the ids by name."""
    from reader.analysis.lexicon import Lexicon
    from reader.gazetteer import read_companies, read_topics
    from reader.pipeline.analysis import analyse

    chance = random.Random(5)
    told = [(f"report-{n}", *story_article(n)) for n in range(story)]
    told.append(("prose", "Three thousand words", prose(chance, 3000)))
    told.append(("lists", "Three thousand words in lists", listing(chance, 3000)))
    told.append(("megabyte", "A megabyte of text", prose(chance, 165_000)))
    with Store.open(path) as store:
        with store.write() as conn:
            feeds.upsert_feeds(conn, [Subscription(f"feed-{n}", f"https://feed{n}.example/rss") for n in range(5)])
        for number, (name, title, html) in enumerate(told):
            when = NOW - timedelta(days=3 * (len(told) - number))
            entry = Entry(name, f"https://news.example/{name}", title, None, when, None, html)
            change = Change(public_id("a", name), name, name, entry, plain_text(html), True, True)
            with store.write() as conn:
                articles.save_changes(conn, f"feed-{number % 5}", (change,), when)
        for _ in analyse(store, Lexicon.of(read_companies(), read_topics()), lambda: NOW):
            pass
        reports = [public_id("a", f"report-{n}") for n in range(story)]
        with store.write() as conn:
            of = list(dict.fromkeys(a.story for a in articles.get_many(conn, reports) if a.story))
            one = story_actions.merge(conn, of, NOW) if len(of) > 1 else of[0]
            from reader.store import stories

            stories.rebuild(conn, NOW)
    return {"story": one} | {name: public_id("a", name) for name, _, _ in told}


def median(times: Sequence[float]) -> float:
    return statistics.median(times)


def high(times: Sequence[float], share: float = 0.95) -> float:
    """The time that ``share`` of all stay under."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def reader(path: Path) -> TapeoutApp:
    settings = Settings(mark_read="manual", theme="dark")
    return TapeoutApp(Library(path, lambda: NOW), settings, ("false",), lambda: NOW)


def running(app: App[Any]) -> AbstractAsyncContextManager[Pilot[Any]]:
    return app.run_test(size=SIZE)


async def until(holds: Callable[[], bool]) -> None:
    """Lets the screen go on until something holds. Raises TimeoutError where it does not within a minute."""
    end = time.perf_counter() + 60
    while not holds():
        if time.perf_counter() > end:
            raise TimeoutError("the screen does not get there")
        await asyncio.sleep(0.0005)


async def painted(app: App[Any]) -> None:
    """Waits until what was asked for is drawn."""
    done = asyncio.Event()
    app.screen.call_after_refresh(done.set)
    await done.wait()


async def open_articles(path: Path, ids: Sequence[str], runs: int) -> list[list[float]]:
    """Returns the milliseconds from asking for an article until it is drawn, for each of ``ids``."""
    app = reader(path)
    out: list[list[float]] = [[] for _ in ids]
    async with running(app) as pilot:
        await pilot.pause(0.5)
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        from reader.tui.lenses import ALL

        screen.lens = ALL
        await pilot.pause(0.5)
        for _ in range(runs + 1):
            for times, article in zip(out, ids, strict=True):
                row = screen.articles.row_of(article)
                assert row is not None
                screen.view.show(None)
                screen.articles.select(row.key)
                await pilot.pause(0.3)
                screen.view.show(None)
                await painted(app)
                start = time.perf_counter()
                screen._load_article(article)
                await until(lambda wanted=article: (p := screen.page) is not None and p.article.id == wanted)  # type: ignore[misc]
                await painted(app)
                times.append((time.perf_counter() - start) * 1000)
    return [times[1:] for times in out]


async def open_story(path: Path, story: str, runs: int) -> list[float]:
    """Returns the milliseconds from asking for a dossier until its first tab is drawn."""
    app = reader(path)
    out = []
    async with running(app) as pilot:
        await pilot.pause(0.5)
        for _ in range(runs + 1):
            start = time.perf_counter()
            screen = DossierScreen(app.desk, story=story)
            app.push_screen(screen)
            await until(lambda shown=screen: shown.dossier is not None)  # type: ignore[misc]
            await painted(app)
            out.append((time.perf_counter() - start) * 1000)
            await pilot.pause(0.2)
            app.pop_screen()
            await pilot.pause(0.2)
    return out[1:]


class MarkdownApp(App[None]):
    """Textual's own widget for Markdown, to be measured beside."""

    def compose(self) -> ComposeResult:
        yield Markdown("")


async def show_markdown(text: str) -> float:
    """Returns the milliseconds that Textual's own widget takes for a text."""
    app = MarkdownApp()
    async with running(app) as pilot:
        await pilot.pause(0.2)
        start = time.perf_counter()
        await app.query_one(Markdown).update(text)
        await painted(app)
        return (time.perf_counter() - start) * 1000


def typed(words: Sequence[str]) -> list[str]:
    """Returns every query that typing these words one after another asks for."""
    return [word[:end] for word in words for end in range(1, len(word) + 1)]


WORDS = ("common", "tenth", "hundredth", "thousandth", "common tenth", "company:company-7 tenth")


def search_times(path: Path, runs: int) -> list[float]:
    """Returns the milliseconds of processor time of each search that typing asks the store for."""
    out = []
    conn = open_reader(path)
    for number in range(runs + 1):
        for query in typed(WORDS):
            start = time.process_time()
            search.search(conn, as_typed(query), sort="date", now=NOW, limit=FIRST, among=100 * FIRST)
            if number:
                out.append((time.process_time() - start) * 1000)
    conn.close()
    return out


def like_time(path: Path) -> float:
    """Returns the milliseconds of processor time of a search with LIKE, the second of two, as newsboat asks."""
    conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    for _ in range(2):
        start = time.process_time()
        conn.execute(
            "SELECT a.id FROM articles a JOIN texts t ON t.article = a.key"
            " WHERE a.title LIKE '%tenth%' OR t.text LIKE '%tenth%' ORDER BY a.sort_time DESC"
        ).fetchall()
        taken = (time.process_time() - start) * 1000
    conn.close()
    return taken


async def search_screen(path: Path) -> list[float]:
    """Returns the milliseconds from a key in the search until its hits are drawn, the pause after a key included."""
    app = reader(path)
    out = []
    async with running(app) as pilot:
        await pilot.pause(0.8)
        screen = SearchScreen(app.desk)
        app.push_screen(screen)
        await pilot.pause(0.5)
        shown: list[str] = []
        inner = screen._show

        def show(query: str, hits: Any, limit: int) -> None:
            inner(query, hits, limit)
            shown.append(query)

        screen._show = show  # type: ignore[method-assign]
        box = screen.query_one(Input)
        for query in typed(WORDS):
            if query.endswith((" ", ":")):
                continue
            start = time.perf_counter()
            box.value = query
            await until(lambda wanted=query: bool(shown) and shown[-1] == wanted)  # type: ignore[misc]
            await painted(app)
            out.append((time.perf_counter() - start) * 1000)
    return out
