"""How fast the reader's screens are: `python -m benchmarks.screens`.

    python -m benchmarks.screens [--stores FOLDER] [--large 1000000] [--runs 7] [--only first,keys,search,open,list]

FOLDER keeps the stores of 1,000, 100,000 and ``--large`` invented articles, filled by ``benchmarks.store`` where they
are missing (a million takes most of an hour; the default is a folder of its own and 100,000 at most). Programs are run
in turns in a pseudo-terminal of 120 by 40; every figure is a median unless it says otherwise, in milliseconds. What is
measured beside, in the same run: a Textual app with one ``Static``, the same program with 1,000 articles, newsboat with
100,000 where it is installed, ``LIKE`` over the same store, Textual's own Markdown widget, a bare Python that prints 50
rows. Times of different runs are not to be compared, ratios are.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import newsboat, screen_work, store
from benchmarks.screen_work import high, median
from benchmarks.terminal import Program, Started, start
from reader.store.connection import Store, open_reader
from reader.store.lists import count

SMALL, MIDDLE = 1_000, 100_000
STATIC = """
from textual.app import App
from textual.widgets import Static
class One(App):
    def compose(self):
        yield Static("the one static")
One().run()
"""
BARE = """
import json, sqlite3, sys
conn = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
rows = conn.execute("SELECT a.id, a.title, a.url, a.published, a.first_seen, r.read, r.starred FROM articles a"
                    " JOIN reading r ON r.article = a.key ORDER BY a.sort_time DESC LIMIT 50")
names = [column[0] for column in rows.description]
json.dump([dict(zip(names, row)) for row in rows], sys.stdout)
"""


def say(what: str, figure: str, beside: str = "") -> None:
    print(f"{what:58} {figure:>26}  {beside}", flush=True)


def store_of(folder: Path, number: int) -> Path:
    """Returns a store of ``number`` articles, filled where it is missing or of an older making."""
    path = folder / f"{number}.db"
    if not path.exists():
        begun = time.perf_counter()
        with Store.open(path) as opened:
            store.fill(opened, number, analysed=True)
        say(f"filled a store of {number:,}", f"{time.perf_counter() - begun:.0f} s")
    Store.open(path).close()
    with open_reader(path) as conn:
        held = count(conn)
    if held != number:
        raise SystemExit(f"{path} holds {held:,} articles, not {number:,}: take it away and it is filled anew")
    return path


def titles(path: Path) -> tuple[str, str]:
    """Returns how the titles of the newest and of the oldest article begin."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as conn:
        found = [
            conn.execute(f"SELECT title FROM articles ORDER BY sort_time {way}, key {way} LIMIT 1").fetchone()[0]
            for way in ("DESC", "ASC")
        ]
    return str(found[0])[:24], str(found[1])[:24]


def tapeout(path: Path, *words: str) -> list[str]:
    empty = path.parent / "config"
    return [sys.executable, "-m", "reader", "--db", str(path), "--config", str(empty), *words]


def environment(path: Path) -> dict[str, str]:
    """A home of its own, so that no remembered place and no settings change what is measured."""
    return {"HOME": str(path.parent / "home"), "TZ": "UTC"}


def first_screens(stores: Sequence[tuple[int, Path]], folder: Path, runs: int) -> None:
    programs: list[tuple[str, Callable[[], Started]]] = [
        ("a Textual app with one Static", lambda: start([sys.executable, "-c", STATIC], "the one static", rest=0.2))
    ]
    for number, path in stores:
        programs.append((
            f"{number:,} articles",
            lambda p=path: start(tapeout(p), titles(p)[0], environment(p), rest=3),  # type: ignore[misc]
        ))  # fmt: skip
    if newsboat.NEWSBOAT:
        line, marker = newsboat.command(folder / "newsboat", MIDDLE)
        programs.append((f"newsboat, {MIDDLE:,}", lambda: start(line, marker, rest=0.2)))
    else:
        say("newsboat", "not installed", "not measured")
    taken: dict[str, list[Started]] = {name: [] for name, _ in programs}
    for number in range(runs + 1):
        for name, run in programs:
            found = run()
            if number:
                taken[name].append(found)
    base = median([found.first for found in taken[f"{SMALL:,} articles"]])
    for name, all_of_it in taken.items():
        first = median([found.first for found in all_of_it])
        memory = max(found.memory for found in all_of_it)
        cpu = median([found.cpu for found in all_of_it])
        say(f"first screen: {name}", f"{first:.0f} ms, {memory:.0f} MiB",
            f"{first / base:.2f} x that of {SMALL:,}; {cpu:.0f} ms of processor")  # fmt: skip


def keys(stores: Sequence[tuple[int, Path]], presses: int) -> None:
    for number, path in stores:
        newest, oldest = titles(path)
        moves: list[float] = []
        ends: list[float] = []
        with Program(tapeout(path), environment(path)) as program:
            program.wait(newest)
            program.rest(4)
            before = program.cpu
            for _ in range(presses):
                moves.append(program.press("j", "▌"))
                program.rest(0.06)
            spent = (program.cpu - before) / presses
            for _ in range(10):
                ends.append(program.press("G", oldest))
                program.rest(0.3)
                ends.append(program.press("g", newest))
                program.rest(0.3)
            memory = program.memory
        say(
            f"j in a list of {number:,}",
            f"{median(moves):.1f} ms, p95 {high(moves):.1f}",
            f"{spent:.1f} ms of processor; {memory:.0f} MiB then",
        )
        say(f"G and g in a list of {number:,}", f"{median(ends):.1f} ms, p95 {high(ends):.1f}")


def searches(stores: Sequence[tuple[int, Path]], runs: int) -> None:
    for number, path in stores:
        times = screen_work.search_times(path, runs)
        like = screen_work.like_time(path) if number <= MIDDLE else 0
        beside = f"LIKE {like:.0f} ms" if like else ""
        say(
            f"search as it is typed, of processor, {number:,}", f"{median(times):.1f} ms, p95 {high(times):.1f}", beside
        )
        drawn = asyncio.run(screen_work.search_screen(path))
        say(f"  from the key to the hits on screen, {number:,}", f"{median(drawn):.1f} ms, p95 {high(drawn):.1f}")


def opening(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "open.db"
        ids = screen_work.fill(path)
        kinds = ("prose", "lists", "megabyte")
        for name, times in zip(
            kinds, asyncio.run(screen_work.open_articles(path, [ids[kind] for kind in kinds], runs)), strict=True
        ):
            beside = ""
            if name == "lists":
                text = screen_work.as_markdown(screen_work.listing(random.Random(5), 3000))
                beside = f"Textual's Markdown widget {asyncio.run(screen_work.show_markdown(text)):.0f} ms"
            words = {"prose": "3,000 words", "lists": "3,000 words in lists", "megabyte": "1 MB of text"}[name]
            say(f"an article of {words} shown", f"{median(times):.0f} ms", beside)
        times = asyncio.run(screen_work.open_story(path, ids["story"], runs))
        say("a story of 50 articles opened", f"{median(times):.0f} ms")


def listing(path: Path, runs: int) -> None:
    times: dict[str, list[float]] = {"bare": [], "list": []}
    commands = {
        "bare": [sys.executable, "-c", BARE, str(path)],
        "list": tapeout(path, "list", "--json", "--limit", "50"),
    }
    for _ in range(3 * runs):
        for name, command in commands.items():
            begun = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times[name].append((time.perf_counter() - begun) * 1000)
    bare, listed = median(times["bare"]), median(times["list"])
    say("list --json --limit 50", f"{listed:.0f} ms", f"{listed / bare:.1f} x a bare Python's {bare:.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stores", type=Path, help="keep the stores in this folder")
    parser.add_argument("--large", type=int, default=0, help="articles of the largest store")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--only", default="first,keys,search,open,list")
    options = parser.parse_args()
    parts = options.only.split(",")
    with tempfile.TemporaryDirectory() as scratch:
        folder = (options.stores or Path(scratch)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        numbers = sorted({SMALL, MIDDLE, options.large or MIDDLE})
        stores = [(number, store_of(folder, number)) for number in numbers] if set(parts) - {"open"} else []
        if "first" in parts:
            first_screens(stores, folder, options.runs)
        if "keys" in parts:
            keys([stores[0], stores[-1]], 200)
        if "search" in parts:
            searches(stores[1:], options.runs)
        if "open" in parts:
            opening(options.runs)
        if "list" in parts:
            listing(stores[-1][1], options.runs)


if __name__ == "__main__":
    main()
