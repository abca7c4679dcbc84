"""A second process that analyses stored articles while this one fetches, saves and links.

It reads the store for itself and sends back pickled findings, which wait in memory, bounded, until linking comes to
their article. Nothing depends on it: an article that it did not come to, or that was changed since, is analysed by
who asks, and so is everything where the process has died.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from reader.analysis.article import analyse_document
from reader.analysis.document import read_document
from reader.analysis.lexicon import Lexicon
from reader.feeds.workers import python_process
from reader.model.articles import Article
from reader.model.findings import Findings
from reader.store.articles import get_many
from reader.store.connection import open_reader
from reader.stories.summary import summarise_article

CHUNK = 8
"""articles of one job"""
WORTH = 32
"""articles that are worth a process: it takes half a second to be ready"""
HELD = 24 * 1024 * 1024
"""bytes of findings that may wait"""
LARGE = 100_000
"""characters of a text that is left to who asks: it takes much memory, and parsing beside it may as well"""
NICE = 5
"""what the process gives way by: fetching and parsing go first"""


def find(article: Article, lexicon: Lexicon) -> Findings:
    """Returns all findings of one article, its own summary among them."""
    document = read_document(article)
    found = analyse_document(document, lexicon)
    return replace(found, summary=summarise_article(document, found.companies, found.events, found.figures))


def _state(article: Article) -> bytes:
    """Returns a digest of what analysis may see of an article, which the reader's marks are no part of."""
    seen = replace(article, read=False, starred=False, tags=(), notes=0, story=None, related=(), duplicate_of=None)
    return hashlib.blake2b(repr(seen).encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Ahead:
    """Findings made ahead. A context manager; the process starts with the first articles that are worth one."""

    def __init__(self, store: Path, lexicon: Lexicon, processors: int | None = None) -> None:
        self._path = store
        self._lexicon = lexicon
        self._changed = threading.Condition()
        self._todo: deque[str] = deque()
        self._taken: set[str] = set()
        """what the process is at"""
        self._ready: dict[str, tuple[bytes, bytes]] = {}
        self._held = 0
        self._limit = HELD
        self._closed = (processors or os.cpu_count() or 1) < 2
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        with self._changed:
            self._closed = True
            if self._process is not None:
                self._process.kill()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    @property
    def ready(self) -> int:
        """How many findings wait to be asked for."""
        with self._changed:
            return len(self._ready)

    def offer(self, articles: Iterable[str]) -> None:
        """Takes stored articles, by id, that will be asked for; returns at once."""
        with self._changed:
            if self._closed:
                return
            self._todo.extend(articles)
            if self._thread is None and len(self._todo) >= WORTH:
                self._thread = threading.Thread(target=self._serve, daemon=True, name="ahead")
                self._thread.start()
            self._changed.notify_all()

    def begin(self) -> None:
        """Drops what was offered and not begun: from now on articles are offered in the order of asking."""
        with self._changed:
            self._todo.clear()
            self._limit = self._held + HELD

    def findings(self, articles: Sequence[Article]) -> list[Findings]:
        """Returns the findings of articles, in their order: what is ready, and the rest analysed here meanwhile."""
        wanted = {article.id: article for article in articles}
        found: dict[str, Findings] = {}
        while len(found) < len(wanted):
            with self._changed:
                ready = [name for name in wanted if name in self._ready and name not in found]
                answers = {name: self._ready.pop(name) for name in ready}
                self._held -= sum(len(data) for _, data in answers.values())
                alone = [name for name in wanted if name not in found and name not in answers]
                mine = next((name for name in alone if name not in self._taken), None)
                if mine is not None:
                    with contextlib.suppress(ValueError):
                        self._todo.remove(mine)
                self._changed.notify_all()
                if not answers and mine is None:
                    self._changed.wait()
            for name, (state, data) in answers.items():
                if state == _state(wanted[name]):
                    found[name] = pickle.loads(data)
                else:
                    found[name] = find(wanted[name], self._lexicon)
            if mine is not None:
                found[mine] = find(wanted[mine], self._lexicon)
        return [found[article.id] for article in articles]

    def _serve(self) -> None:
        try:
            with python_process("from reader.pipeline.ahead import main; main()", stderr=subprocess.DEVNULL) as process:
                with self._changed:
                    self._process = process
                    if self._closed:
                        process.kill()
                assert process.stdin is not None
                assert process.stdout is not None
                companies, topics = tuple(self._lexicon.companies.values()), tuple(self._lexicon.topics.values())
                _send(process.stdin, (self._path, companies, topics))
                while ids := self._next():
                    _send(process.stdin, ids)
                    answers = pickle.load(process.stdout)
                    with self._changed:
                        self._taken.clear()
                        self._ready.update(answers)
                        self._held += sum(len(data) for _, data in answers.values())
                        self._changed.notify_all()
        except (OSError, EOFError, pickle.UnpicklingError):
            pass  # the process has died, or was ended: what it was at is analysed by who asks
        finally:
            with self._changed:
                self._closed = True
                self._taken.clear()
                self._todo.clear()
                self._changed.notify_all()

    def _next(self) -> list[str]:
        """Waits for articles and returns those of the next job, none where there is to be no more."""
        with self._changed:
            while not self._closed and (not self._todo or self._held > self._limit):
                self._changed.wait()
            while not self._closed and self._todo and len(self._taken) < CHUNK:
                self._taken.add(self._todo.popleft())
            return [] if self._closed else list(self._taken)


def _send(pipe: Any, value: object) -> None:
    pickle.dump(value, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def serve(jobs: BinaryIO, answers: BinaryIO) -> None:
    """Answers lists of article ids with findings and the states that they are of, until the input ends."""
    path, companies, topics = pickle.load(jobs)
    lexicon = Lexicon.of(companies, topics)
    while True:
        try:
            ids = pickle.load(jobs)
        except EOFError:
            return
        # Opened anew for each job: a reader that stays would hold the store's log from being emptied.
        with contextlib.closing(open_reader(path)) as connection:
            articles = get_many(connection, ids, html=False)
        found = {
            one.id: (_state(one), pickle.dumps(find(one, lexicon), pickle.HIGHEST_PROTOCOL))
            for one in articles
            if len(one.text) <= LARGE
        }
        _send(answers, found)


def main() -> None:
    """Runs the process on its own standard streams."""
    with contextlib.suppress(OSError):
        os.nice(NICE)
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
