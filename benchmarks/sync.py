"""How long a sync takes beside newsboat: `python -m benchmarks.sync`, loopback only.

Both programs fetch the same invented feeds from a server of its own, in turns in one run, each time into a fresh store:
cold (an empty store), warm-304 (every server says "not modified"), warm-200 (no validators, the same bytes), warm-new1
(one new entry a feed). The floor is the plain requests by the client that the sync uses, without store and parser.
Prints the medians, the ratios to newsboat, and the peak memory of all processes of a program.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.feed_server import address

NEWSBOAT = shutil.which("newsboat")
SCENARIOS = {"cold": "validators", "warm-1": "validators", "warm-304": "validators", "warm-200": "plain",
             "warm-new1": "newer"}  # fmt: skip
GOALS = {"cold": 1.0, "warm-304": 0.5, "warm-200": 0.25, "warm-new1": 0.5}
THREADS = 50
"""newsboat's connections: with these it is at its best"""
Times = dict[str, list[tuple[float, float, float]]]
"""wall seconds, CPU seconds and peak MiB by scenario"""


@contextlib.contextmanager
def serving(feeds: int, latency: float) -> Iterator[int]:
    """Runs the server in a process of its own and yields its port."""
    command = [sys.executable, "-m", "benchmarks.feed_server", "--feeds", str(feeds), "--latency", str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


def memory(pid: int) -> float:
    """Returns the resident memory of a process and all below it in MiB, 0 where the system does not tell."""
    total, todo = 0, [pid]
    while todo:
        here = Path(f"/proc/{todo.pop()}")
        try:
            total += int(here.joinpath("statm").read_text().split()[1]) * 4
            for task in here.joinpath("task").iterdir():
                todo += map(int, task.joinpath("children").read_text().split())
        except (OSError, ValueError):
            continue
    return total / 1024


def timed(command: list[str], **environment: str) -> tuple[float, float, float]:
    """Runs a command and returns its wall seconds, CPU seconds and peak MiB."""
    peak, done = [0.0], threading.Event()
    before = os.times()
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:

        def watch() -> None:
            while not done.wait(0.05):
                peak[0] = max(peak[0], memory(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        code = process.wait()
    took = time.perf_counter() - began
    done.set()
    watcher.join()
    if code not in (0, 1):
        raise SystemExit(f"{command[0]} ended with {code}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return took, cpu, peak[0]


class Bench:
    """The programs and their stores over one server."""

    def __init__(self, folder: Path, port: int, feeds: int) -> None:
        self.folder, self.port, self.feeds = folder, port, feeds
        urls = [address(port, number) for number in range(feeds)]
        (folder / "urls").write_text("".join(f"{url}\n" for url in urls))
        (folder / "feeds.toml").write_text("".join(f'[[feed]]\nurl = "{url}"\n' for url in urls))
        (folder / "newsboat.conf").write_text(f"reload-threads {THREADS}\n")
        self.seed = folder / "seed.db"

    def mode(self, mode: str) -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/mode/{mode}") as answer:
            answer.read()

    def newsboat(self, store: Path) -> list[str]:
        files = ["-u", str(self.folder / "urls"), "-C", str(self.folder / "newsboat.conf")]
        return [NEWSBOAT or "newsboat", "-q", *files, "-c", str(store / "cache.db"), "-x", "reload"]

    def tapeout(self, store: Path, analyse: bool = False) -> list[str]:
        where = ["--db", str(store / "t.db"), "--feeds", str(self.folder / "feeds.toml"), "--config", str(store)]
        options = [] if analyse else ["--no-analyse"]
        return [sys.executable, "-m", "reader", *where, "--quiet", "sync", "--force", *options]

    def make_seed(self) -> None:
        """Makes the empty cache that newsboat is at its best with: it knows from ANALYZE how it will be filled."""
        with tempfile.TemporaryDirectory(dir=self.folder) as store:
            timed(self.newsboat(Path(store)), HOME=str(self.folder))
            cache = Path(store) / "cache.db"
            with contextlib.closing(sqlite3.connect(cache, isolation_level=None)) as connection:
                connection.execute("ANALYZE")
                connection.execute("DELETE FROM rss_item")
                connection.execute("DELETE FROM rss_feed")
                connection.execute("VACUUM")
            shutil.move(cache, self.seed)

    def run(self, name: str, times: Times, scenarios: list[str]) -> None:
        """Runs the scenarios with one program in a fresh store; those that are not asked for prepare the others."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            store = Path(folder)
            if name == "newsboat":
                shutil.copy(self.seed, store / "cache.db")
            command = self.newsboat(store) if name == "newsboat" else self.tapeout(store)
            for scenario in scenarios:
                self.mode(SCENARIOS[scenario])
                times.setdefault(scenario, []).append(timed(command, HOME=str(self.folder)))


def floor(port: int, feeds: int) -> None:
    """Fetches every feed once by the client of the sync."""
    from reader.feeds.fetch import Fetcher
    from reader.model.feeds import FetchRequest

    async def fetch() -> None:
        async with Fetcher("benchmark") as fetcher:
            requests = [FetchRequest(str(number), address(port, number)) for number in range(feeds)]
            async for _ in fetcher.fetch_all(requests):
                pass

    asyncio.run(fetch())


def median(times: Times, scenario: str, column: int = 0) -> float:
    return statistics.median(run[column] for run in times[scenario])


def compare(folder: Path, options: argparse.Namespace) -> None:
    """Runs the programs in turns and prints a line for each scenario."""
    names = ["newsboat", "tapeout"] if NEWSBOAT else ["tapeout"]
    if not NEWSBOAT:
        print("newsboat is not installed: no ratios")
    results: dict[str, Times] = {name: {} for name in (*names, "floor")}
    with serving(options.feeds, options.latency) as port:
        bench = Bench(folder, port, options.feeds)
        if NEWSBOAT:
            bench.make_seed()
        plain = [sys.executable, "-m", "benchmarks.sync", "--floor", str(port), "--feeds", str(options.feeds)]
        for _ in range(options.runs):
            for name in names:
                bench.run(name, results[name], list(SCENARIOS))
            bench.mode("plain")
            results["floor"].setdefault("floor", []).append(timed(plain))
    print(f"{options.feeds} feeds, latency {options.latency:g} s, {options.runs} runs in turns, medians")
    print(f"{'':10} {'newsboat s':>10} {'tapeout s':>10} {'CPU s':>7} {'MiB':>5} {'ratio':>6} {'goal':>5}")
    for scenario, goal in GOALS.items():
        own = results["tapeout"]
        theirs = f"{median(results['newsboat'], scenario):.2f}" if NEWSBOAT else "-"
        ratio = f"{median(own, scenario) / median(results['newsboat'], scenario):.2f}" if NEWSBOAT else "-"
        cpu, peak = median(own, scenario, 1), max(run[2] for run in own[scenario])
        print(f"{scenario:10} {theirs:>10} {median(own, scenario):10.2f} {cpu:7.2f} {peak:5.0f} {ratio:>6} {goal:5.2f}")
    print(f"{'floor':10} {'':>10} {median(results['floor'], 'floor'):10.2f} (the plain requests of warm-200)")


def tenfold(folder: Path, options: argparse.Namespace) -> None:
    """Prints how much longer ten times the feeds take."""
    scenarios = ["cold", "warm-1", "warm-304", "warm-200", "warm-new1"]
    found: list[Times] = []
    for feeds in (options.feeds, options.feeds * 10):
        times: Times = {}
        (place := folder / str(feeds)).mkdir()
        with serving(feeds, options.latency) as port:
            Bench(place, port, feeds).run("tapeout", times, scenarios)
        found.append(times)
    print(f"{options.feeds * 10} feeds beside {options.feeds}, one run each")
    for scenario in GOALS:
        few, many = (median(times, scenario) for times in found)
        peak = median(found[1], scenario, 2)
        print(f"{scenario:10} {few:8.2f} s {many:8.2f} s  {many / few:5.1f} times, {peak:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds before each answer")
    parser.add_argument("--tenfold", action="store_true", help="measure ten times the feeds instead")
    parser.add_argument("--floor", type=int, metavar="PORT", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.floor:
        floor(options.floor, options.feeds)
        return
    with tempfile.TemporaryDirectory() as folder:
        (tenfold if options.tenfold else compare)(Path(folder), options)


if __name__ == "__main__":
    main()
