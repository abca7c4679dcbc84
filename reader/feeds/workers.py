"""Worker processes that parse: started when first needed, killed when they take too long, replaced when they die."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import pickle
import queue
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from reader.clean import clean_line
from reader.errors import FeedError
from reader.feeds.worker import LAST, PageJob, ParseJob, Refused
from reader.model.feeds import FeedDelta, PageText

ENTRY = "reader.feeds.worker"
"""the module whose ``main`` a worker process runs"""
WALL = 30.0
"""seconds for one document"""
HEAVY = 512 * 1024
"""bytes of a document from which on one is read at a time: reading takes many times its size"""
_CALM = 4
"""documents that wait for one worker before another one is started"""


class _Plain(pickle.Unpickler):
    """Takes our own plain types only: a worker that a document has taken over must not run code here."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("reader.model.") or (module, name) in _TYPES:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"a worker sent a {module}.{name}")


_TYPES = frozenset(
    [("reader.feeds.worker", "Refused"), ("datetime", "datetime"), ("datetime", "timezone"), ("datetime", "timedelta")]
)


def python_process(code: str, *, stderr: Any, bufsize: int = -1) -> subprocess.Popen[bytes]:
    """Starts a process of this Python with this program's modules, to be talked to by its standard streams."""
    package = Path(__file__).resolve().parents[2]
    paths = [str(package), *(path for path in sys.path if path and path != str(package))]
    return subprocess.Popen(
        [sys.executable, "-P", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONWARNINGS": "ignore"},
        start_new_session=True,  # Ctrl-C is for the program, which then ends its workers
        bufsize=bufsize,
    )


class _Worker:
    """One process. Used by one thread at a time."""

    def __init__(self, entry: str) -> None:
        self.worn = False
        """says that the process ends with the answer that it gave"""
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._process = python_process(f"from {entry} import main; main()", stderr=self._complaints, bufsize=0)

    def run(self, job: bytes, wall: float) -> Any:
        """Returns the answer to a pickled job. Raises FeedError where the process dies or takes too long."""
        until = time.monotonic() + wall
        try:
            self._send(len(job).to_bytes(8, "big") + job, until)
            size = int.from_bytes(self._receive(8, until), "big")
            self.worn = size >= LAST
            answer = _Plain(io.BytesIO(self._receive(size % LAST, until))).load()
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise FeedError(self._end(error, wall)) from error
        return answer

    def _send(self, data: bytes, until: float) -> None:
        assert self._process.stdin is not None
        pipe = self._process.stdin.fileno()
        os.set_blocking(pipe, False)
        view = memoryview(data)
        while view:
            self._wait(pipe, select.POLLOUT, until)
            try:
                view = view[os.write(pipe, view) :]
            except BlockingIOError:
                continue

    def _receive(self, size: int, until: float) -> bytes:
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        parts = []
        while size:
            self._wait(pipe, select.POLLIN, until)
            part = os.read(pipe, min(size, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _wait(self, pipe: int, event: int, until: float) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        if not poll.poll(max(until - time.monotonic(), 0) * 1000):
            raise TimeoutError

    def _end(self, error: Exception, wall: float) -> str:
        """Ends the process and says why in words."""
        if isinstance(error, TimeoutError):
            self.close()
            return f"reading it took more than {wall:g} s"
        try:
            code = self._process.wait(2)
        except subprocess.TimeoutExpired:
            code = 0
        self._complaints.seek(0)
        said = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
        self.close()
        if code == -signal.SIGXCPU:
            return "reading it took more than 20 s of CPU time"
        if "MemoryError" in (said[-1] if said else ""):
            return "reading it takes more than 1 GiB of memory"
        if code < 0:
            return f"the parser was killed by {signal.Signals(-code).name}"
        return f"the parser failed: {clean_line(said[-1], 200)}" if said else "the parser failed"

    def close(self) -> None:
        """Kills the process and waits for it."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._complaints):
            if stream is not None:
                try:
                    stream.close()
                except OSError:  # what was still to be sent
                    continue


class Workers:
    """At most ``count`` worker processes. An async context manager; leaving it ends them.

    The first starts with the first document, the next ones only where several documents wait.
    """

    def __init__(self, count: int = 2, wall: float = WALL, entry: str = ENTRY) -> None:
        self._count = max(count, 1)
        self._wall = wall
        self._entry = entry
        self._idle: list[_Worker] = []
        # Threads that take the next document themselves: no worker idles while the event loop saves.
        self._jobs: queue.SimpleQueue[tuple[ParseJob | PageJob, Future[Any]] | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._heavy = threading.Lock()
        self._waiting = 0
        self._closed = False

    async def __aenter__(self) -> Workers:
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._closed = True
        for worker in self._idle:
            worker.close()
        self._idle.clear()
        for _ in self._threads:
            self._jobs.put(None)

    async def parse(self, job: ParseJob) -> FeedDelta:
        """Returns what a document means for the store. Raises FeedError, whose message names the cause.

        May be called many times at once; the documents wait for a free worker.
        """
        delta = await self.ask(job)
        if not isinstance(delta, FeedDelta):
            raise FeedError("the parser failed")
        return delta

    async def extract(self, job: PageJob) -> PageText:
        """Returns the article that a web page holds. Raises FeedError, whose message names the cause."""
        page = await self.ask(job)
        if not isinstance(page, PageText):
            raise FeedError("the parser failed")
        return page

    async def ask(self, job: ParseJob | PageJob) -> Any:
        """Returns what the worker's entry makes of a document. Raises FeedError, whose message names the cause."""
        future: Future[Any] = Future()
        self._jobs.put((job, future))
        self._waiting += 1
        if self._waiting > _CALM * len(self._threads) and len(self._threads) < self._count:
            thread = threading.Thread(target=self._serve, daemon=True, name="parse")
            self._threads.append(thread)
            thread.start()
        try:
            answer = await asyncio.wrap_future(future)
        finally:
            self._waiting -= 1
        if isinstance(answer, Refused):
            raise FeedError(answer.error)
        return answer

    def _serve(self) -> None:
        while (taken := self._jobs.get()) is not None:
            job, future = taken
            if self._closed or not future.set_running_or_notify_cancel():
                continue
            try:
                data = pickle.dumps(job, pickle.HIGHEST_PROTOCOL)
                with self._heavy if len(data) >= HEAVY else contextlib.nullcontext():
                    future.set_result(self._run(data))
            except BaseException as error:  # noqa: BLE001 - raised where the answer is awaited
                future.set_exception(error)

    def _run(self, data: bytes) -> Any:
        worker = self._idle.pop() if self._idle else _Worker(self._entry)
        try:
            answer = worker.run(data, self._wall)
        except FeedError:
            raise
        except BaseException:
            worker.close()
            raise
        if self._closed or worker.worn:
            worker.close()
        else:
            self._idle.append(worker)
        return answer
