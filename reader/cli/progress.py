"""Progress on stderr: a bar on a terminal, JSON lines for a program, nothing otherwise."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from reader.cli.application import Application
from reader.model.progress import Progress, Stage

Report = Callable[[Progress], None]
_WORDS = {
    Stage.FETCH: "fetching",
    Stage.PAGES: "texts",
    Stage.ANALYSE: "reading",
    Stage.LINK: "linking",
    Stage.DONE: "done",
}


@contextmanager
def reporter(app: Application, kind: str = "auto") -> Iterator[Report]:
    """Yields a function that shows a progress: ``auto`` is a bar if stderr is a terminal; or ``json``, or ``none``."""
    if kind == "json":
        yield lambda progress: print(progress_line(progress), file=sys.stderr, flush=True)
    elif kind == "auto" and sys.stderr.isatty() and not app.quiet:
        try:
            yield lambda progress: _bar(progress, app.ascii)
        finally:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
    else:
        yield lambda progress: None


def _bar(progress: Progress, ascii_only: bool) -> None:
    full, empty = ("#", ".") if ascii_only else ("█", "░")
    share = progress.done / progress.total if progress.total else 1.0
    room = max(10, min(40, shutil.get_terminal_size().columns - 60))
    bar = full * round(share * room) + empty * (room - round(share * room))
    counts = f"{progress.done}/{progress.total}  {progress.new} new  {progress.failed} failed"
    sys.stderr.write(f"\r{_WORDS[progress.stage]:9}{bar}  {counts}\x1b[K")
    sys.stderr.flush()


def progress_line(progress: Progress) -> str:
    """Returns one line of JSON for a program that watches a sync's stderr, as the reader does."""
    errors = [{"feed": failure.feed, "url": failure.url, "error": failure.error} for failure in progress.errors]
    counts = {name: getattr(progress, name) for name in ("done", "total", "new", "updated", "failed")}
    return json.dumps({"stage": progress.stage.value, **counts, "errors": errors})
