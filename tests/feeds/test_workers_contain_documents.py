"""Worker processes: what a document does to its parser stays with that document."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.errors import FeedError
from reader.feeds.worker import ParseJob, read_feed
from reader.feeds.workers import Workers, _Plain
from reader.model.feeds import Known
from tests.feeds.servers import RSS

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def job(body: bytes = RSS, known: dict[str, Known] | None = None) -> ParseJob:
    return ParseJob(body, "text/xml", "https://x.example/f", "https://x.example/f", known or {}, NOW)


async def test_a_worker_says_what_this_process_would() -> None:
    async with Workers(1) as workers:
        delta = await workers.parse(job())
    assert delta == read_feed(job())
    (change,) = delta.changes
    assert (delta.title, delta.format, delta.seen) == ("Feed", "rss20", ("g:1",))
    assert change.text.text == "Text"
    assert change.raw_hash


async def test_no_process_is_started_before_it_is_needed() -> None:
    async with Workers(2) as workers:
        assert workers._idle == []


async def test_what_is_no_feed_is_a_feed_error_and_the_worker_lives() -> None:
    async with Workers(1) as workers:
        with pytest.raises(FeedError, match="an HTML page"):
            await workers.parse(job(b"<!doctype html><p>"))
        first = workers._idle[0]
        await workers.parse(job())
        assert workers._idle[0] is first


async def test_many_documents_at_once() -> None:
    async with Workers(2) as workers:
        bodies = [RSS.replace(b"<guid>1", f"<guid>{n}".encode()) for n in range(40)]
        deltas = await asyncio.gather(*(workers.parse(job(body)) for body in bodies))
        assert len(workers._idle) == 2
    assert [delta.seen for delta in deltas] == [(f"g:{n}",) for n in range(40)]


async def test_a_killed_worker_costs_one_document() -> None:
    async with Workers(1) as workers:
        await workers.parse(job())
        workers._idle[0]._process.send_signal(signal.SIGKILL)
        with pytest.raises(FeedError, match="killed by SIGKILL"):
            await workers.parse(job())
        assert (await workers.parse(job())).seen == ("g:1",)


async def test_a_worker_that_hangs_is_killed_at_its_deadline() -> None:
    async with Workers(1, wall=0.5) as workers:
        await workers.parse(job())
        stopped = workers._idle[0]._process
        stopped.send_signal(signal.SIGSTOP)
        with pytest.raises(FeedError, match=r"more than 0\.5 s"):
            await workers.parse(job())
        assert stopped.returncode == -signal.SIGKILL
        assert (await workers.parse(job())).seen == ("g:1",)


async def test_a_worker_that_fails_says_with_what() -> None:
    async with Workers(1) as workers:
        with pytest.raises(FeedError, match=r"the parser failed: \w+Error: "):
            await workers.parse(job(body=7))  # type: ignore[arg-type]
        assert (await workers.parse(job())).seen == ("g:1",)


@pytest.mark.slow
async def test_memory_and_time_are_bounded() -> None:
    """A DOCTYPE sends the document to feedparser, which keeps a dictionary for each of a million elements."""
    entries = b"".join(b"<item><a%d b='c'/></item>" % number for number in range(550_000))
    body = b"<!DOCTYPE rss><rss version='2.0'><channel><title>F</title>" + entries + b"</channel></rss>"
    async with Workers(1, wall=4.0) as workers:
        with pytest.raises(FeedError, match=r"1 GiB|20 s|more than 4 s"):
            await workers.parse(job(body))
        assert (await workers.parse(job())).seen == ("g:1",)


@pytest.mark.parametrize("thing", [os.system, subprocess.Popen, Path("/"), eval])
def test_a_worker_cannot_make_the_program_run_code(thing: object) -> None:
    import io

    with pytest.raises(pickle.UnpicklingError):
        _Plain(io.BytesIO(pickle.dumps(thing))).load()


def test_workers_start_from_any_folder_and_load_little(tmp_path: Path) -> None:
    """A folder called ``reader`` where the command is called is not taken for the program."""
    (tmp_path / "reader").mkdir()
    (tmp_path / "reader" / "__init__.py").write_text("raise SystemExit('the wrong package')")
    code = (
        "import asyncio, sys\n"
        "from datetime import datetime, UTC\n"
        "from reader.feeds.workers import Workers\n"
        "from reader.feeds.worker import ParseJob\n"
        f"body = {RSS!r}\n"
        "async def main():\n"
        "    async with Workers() as workers:\n"
        "        job = ParseJob(body, None, 'https://x.example/', 'https://x.example/', {}, datetime.now(UTC))\n"
        "        print((await workers.parse(job)).seen)\n"
        "asyncio.run(main())\n"
        "print(sorted({'feedparser', 'nh3', 'lxml', 'httpx2', 'textual'} & set(sys.modules)))\n"
    )
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.splitlines() == ["('g:1',)", "[]"], done.stderr
