"""A sync by the command line over more than a hundred hostile or awkward feeds, with healthy ones beside them."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.command import Result, Tapeout
from tests.feeds.hostile import CASES
from tests.feeds.hostile_documents import DOCUMENTS, rss, titled
from tests.feeds.servers import Handler, fixed, serve

HEALTHY, ENTRIES = 20, 12
MEMORY = 512 * 1024
"""KiB that a sync with all its processes may take"""
SLOW = {"no answer", "hangs in the body", "endless 100s", "endless 103s"}
HEAVY = 2_000_000
"""bytes of a document from which on only the long drive takes it"""

Expected = dict[str, int | str]


def hostile(everything: bool) -> tuple[dict[str, Handler], Expected]:
    """Returns handlers and expectations by name: all of them, or a sample of those that are answered at once."""
    handlers: dict[str, Handler] = {}
    expected: Expected = {}
    for number, (name, handler, cause) in enumerate(CASES):
        if everything or (number % 4 == 0 and name not in SLOW and "slow" not in name):
            # What never ends may come too slowly to be too large in time: one thread serves all of this.
            handlers[name], expected[name] = handler, f"{cause}|timed out" if "endless" in name else cause
    for number, document in enumerate(DOCUMENTS):
        if everything or (number % 3 == 0 and len(document.body) < HEAVY):
            handlers[document.name], expected[document.name] = document.handler, document.gives
    return handlers, expected


@contextmanager
def serving(handlers: dict[str, Handler]) -> Iterator[int]:
    """Serves handlers by path on all of loopback from a thread of its own; yields the port."""
    ready: Future[tuple[int, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        async with serve(handlers, host="0.0.0.0") as server:
            ended = asyncio.Event()
            ready.set_result((server.port, asyncio.get_running_loop(), ended))
            await ended.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    port, loop, ended = ready.result(30)
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()


def tree_memory(pid: int) -> int:
    """Returns the memory of a process and all below it in KiB; pages that they share count once."""
    total, todo = 0, [pid]
    while todo:
        here = Path(f"/proc/{todo.pop()}")
        try:
            lines = here.joinpath("smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            for task in here.joinpath("task").iterdir():
                todo += map(int, task.joinpath("children").read_text().split())
        except (OSError, ValueError, StopIteration):
            continue
    return total


def watched(tapeout: Tapeout, *args: str) -> tuple[Result, int]:
    """Runs the command and returns its result with the peak memory of its processes in KiB (0 where unknown)."""
    with subprocess.Popen(
        tapeout.arguments(*args),
        env=tapeout.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as running:
        peak, done = [0], threading.Event()

        def watch() -> None:
            while not done.wait(0.05):
                peak[0] = max(peak[0], tree_memory(running.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            out, err = running.communicate(timeout=540)
        finally:
            running.kill()
            done.set()
            watcher.join()
    assert "Traceback" not in err, err
    return Result(running.returncode, out, err), peak[0]


def check_text(text: str) -> None:
    """No control sequence, override or lone surrogate is in what was printed."""
    bad = [c for c in set(text) if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cs")]
    assert not bad
    assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def drive(tapeout: Tapeout, handlers: dict[str, Handler], expected: Expected, *options: str) -> None:
    entries = [titled(f"Good {n}", f"<p>Nvidia ships {n} racks.</p>", str(n)) for n in range(ENTRIES)]
    paths = {f"/{number}": handler for number, handler in enumerate(handlers.values())}
    paths |= {f"/good{number}": fixed(200, rss(*entries).encode()) for number in range(HEALTHY)}
    # A circle leads to itself wherever it is asked.
    paths["/f"] = fixed(302, b"", Location="/f")
    with serving(paths) as port:
        feeds = {name: f"http://127.0.1.{n % 250 + 1}:{port}/{n}" for n, name in enumerate(handlers)}
        healthy = {f"healthy {n}": f"http://127.0.2.{n + 1}:{port}/good{n}" for n in range(HEALTHY)}
        names = spread(list(feeds), list(healthy))
        tapeout.subscribe(**{name: (feeds | healthy)[name] for name in names})
        done, peak = watched(tapeout, "sync", "--json", *options)
    assert done.code == 1
    assert peak < MEMORY
    result = json.loads(done.out)
    for text in texts(result):
        check_text(text)
    check_text(done.err)
    check_outcomes(tapeout, result, expected)
    for args in (("list", "--limit", "100"), ("feeds",), ("feeds", "--broken"), ("search", "alert")):
        check_text(tapeout(*args).out)
    checks = {check["check"]: check for check in tapeout.json("doctor", code=1)}
    assert checks["store"]["ok"]
    assert not checks["health"]["ok"]


def spread(odd: Sequence[str], healthy: Sequence[str]) -> list[str]:
    """Puts the healthy ones between the others."""
    names = list(odd)
    for number, name in enumerate(healthy):
        names.insert(number * (len(odd) // len(healthy) + 1), name)
    return names


def check_outcomes(tapeout: Tapeout, result: Any, expected: Expected) -> None:
    by_id = {feed["id"]: feed for feed in tapeout.json("feeds")}
    errors = {error["feed"]: error["error"] for error in result["errors"]}
    held = dict.fromkeys(by_id, 0)
    for article in tapeout.json("list"):
        held[article["feed"]] += 1
    slugs = dict(zip(listed(tapeout), by_id, strict=True))
    wrong = {}
    for name, slug in slugs.items():
        wanted = ENTRIES if name.startswith("healthy ") else expected[name]
        if isinstance(wanted, int):
            if (held[slug], errors.get(slug)) != (wanted, None):
                wrong[name] = (held[slug], errors.get(slug))
        elif not re.search(wanted, errors.get(slug, "")) or held[slug]:
            wrong[name] = (held[slug], errors.get(slug))
    assert not wrong, json.dumps(wrong, indent=1)
    assert result["failed"] == len(errors) == sum(isinstance(wanted, str) for wanted in expected.values())
    assert all(by_id[slug]["error"] == error for slug, error in errors.items())


def listed(tapeout: Tapeout) -> list[str]:
    lines = tapeout.feeds.read_text("utf-8").splitlines()
    return [json.loads(line.removeprefix("name = ")) for line in lines if line.startswith("name = ")]


def test_a_sample_of_hostile_feeds_costs_the_healthy_ones_nothing(tapeout: Tapeout) -> None:
    drive(tapeout, *hostile(everything=False), "--no-analyse")


@pytest.mark.slow
def test_more_than_a_hundred_hostile_feeds_cost_the_healthy_ones_nothing(tapeout: Tapeout) -> None:
    handlers, expected = hostile(everything=True)
    assert len(handlers) > 150
    drive(tapeout, handlers, expected)
