"""One worker process: reads jobs from its standard input, answers with plain data on its standard output.

It is started by :mod:`reader.feeds.workers` under limits of memory and CPU. Whatever a document does to it (a crash,
a pattern that never ends) costs that one document.
"""

from __future__ import annotations

import os
import pickle
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from reader.errors import FeedError
from reader.model.feeds import FeedDelta, Known, PageText

MEMORY = 1024 * 1024 * 1024
CPU = 20
WORN = 128 * 1024 * 1024
"""bytes of memory that a worker may have taken for one document and still take another: little of it comes back"""
LAST = 1 << 63
"""added to the length of an answer after which the worker ends"""


@dataclass(frozen=True, slots=True)
class ParseJob:
    """A document to parse and to compare with what is known of its feed.

    ``url`` is where it came from (relative links start there), ``feed_url`` the subscription's address, which the
    ids of its articles come from.
    """

    body: bytes
    content_type: str | None
    url: str
    feed_url: str
    known: Mapping[str, Known]
    now: datetime


@dataclass(frozen=True, slots=True)
class PageJob:
    """A web page to take the article from; the fields are the arguments of :func:`reader.feeds.page.read_page`."""

    body: bytes
    content_type: str | None
    url: str
    title: str
    known: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer where a document is no feed, or a page no article."""

    error: str


def read_feed(job: ParseJob) -> FeedDelta:
    """Returns what a document means for the store. Raises FeedError where it is no feed."""
    from reader.feeds.parse import parse
    from reader.feeds.plan import compare, rhythm

    stored = {one.raw_hash: one for one in job.known.values() if one.raw_hash}
    parsed = parse(job.body, job.content_type, job.url, job.now, stored)
    changes, seen, raw_hashes = compare(job.feed_url, parsed.entries, job.known, parsed.raw_hashes)
    return FeedDelta(
        title=parsed.title,
        site=parsed.site,
        format=parsed.format,
        changes=changes,
        seen=seen,
        ttl=parsed.ttl,
        warnings=parsed.warnings,
        rhythm=rhythm(parsed.entries),
        skip_hours=parsed.skip_hours,
        raw_hashes=raw_hashes,
    )


def _answer(job: ParseJob | PageJob) -> FeedDelta | PageText:
    if isinstance(job, ParseJob):
        return read_feed(job)
    from reader.feeds.page import read_page

    return read_page(job.body, job.content_type, job.url, job.title, job.known)


def _limit_memory() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    except (ValueError, OSError):  # a system that does not know the limit (macOS)
        return


def _limit_cpu() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU + 1, hard))


def serve(jobs: BinaryIO, answers: BinaryIO, shape: Callable[[FeedDelta], Any]) -> None:
    """Answers each pickled job with a length of eight bytes and a pickle, until the input ends or it is worn."""
    while head := jobs.read(8):
        job: ParseJob | PageJob = pickle.loads(jobs.read(int.from_bytes(head, "big")))
        _limit_cpu()
        answer: Any
        try:
            answer = _answer(job)
            if isinstance(answer, FeedDelta):
                answer = shape(answer)
        except FeedError as error:
            answer = Refused(str(error))
        except MemoryError:
            answer = Refused("reading it takes more than 1 GiB of memory")
        except RecursionError:
            answer = Refused("it is nested too deeply to be read")
        data = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
        worn = _peak_memory() > WORN
        answers.write((len(data) + LAST * worn).to_bytes(8, "big"))
        answers.write(data)
        answers.flush()
        if worn:
            return


def _peak_memory() -> int:
    """Returns the most memory that this process ever took, in bytes."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(shape: Callable[[FeedDelta], Any] = lambda delta: delta) -> None:
    """Runs a worker on the process's own standard streams; what else prints there is thrown away.

    ``shape`` makes of a delta what is sent back: plain values, or types of ``reader.model``.
    """
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.close(silence)
    _limit_memory()
    serve(sys.stdin.buffer, answers, shape)


if __name__ == "__main__":
    main()
