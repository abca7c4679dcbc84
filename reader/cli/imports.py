"""``import``: subscriptions out of an OPML file, or everything of the user's out of a file of ``export --all``."""

from __future__ import annotations

from pathlib import Path

import click

from reader.cli.application import Application
from reader.cli.arguments import FilePath
from reader.cli.output import print_json, print_text
from reader.cli.verbs import Verb
from reader.errors import UsageError


@click.command("import", cls=Verb)
@click.argument("path", metavar="FILE.opml", type=FilePath(), required=False)
@click.option("--all", "everything", type=FilePath(), metavar="FILE", help="Everything, as `export --all` wrote it.")
@click.pass_obj
def import_file(app: Application, path: Path | None, everything: Path | None) -> int:
    """Take up the subscriptions of an OPML file; nothing is fetched."""
    if (path is None) == (everything is None):
        raise UsageError("name one OPML file, or a file of `export --all` with --all FILE")
    return _subscriptions(app, path) if path else _everything(app, everything or Path())


def _read(path: Path, most: int) -> bytes:
    """Returns the bytes of a file, one more than ``most`` at most. Raises UsageError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error


def _subscriptions(app: Application, path: Path) -> int:
    from reader.feeds.opml import LIMIT, import_opml

    try:
        done = import_opml(app.paths.feeds, _read(path, LIMIT))
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from error
    if done.failed:
        app.say(f"{path}: {done.failed} lines without an http(s) address were left out")
    if app.json:
        print_json({"added": len(done.added), "known": done.known, "failed": done.failed})
    else:
        print_text(f"{len(done.added)} added, {done.known} known, {done.failed} left out", app.ascii)
    return 1 if done.failed else 0


def _everything(app: Application, path: Path) -> int:
    from reader.cli.progress import reporter
    from reader.moving import LARGEST, settle, unpack
    from reader.pipeline.analysis import reanalyse
    from reader.pipeline.lock import sync_lock
    from reader.store.connection import Store

    data = _read(path, LARGEST)
    # The starting files are not written here: those that came take their places.
    places = app.places
    with sync_lock(places.lock, app.now(), wait=True), Store.open(places.db) as store:
        moved = unpack(store, places, data, str(path))
        with reporter(app) as report:
            for step in reanalyse(store, app.lexicon, app.now):
                report(step)
        settle(store, data, str(path))
        store.checkpoint()
    for other in moved.beside:
        app.say(f"yours differs, so what came lies beside it: {other}")
    if app.json:
        taken = moved.taken
        counts = {"articles": taken.articles, "states": taken.states, "notes": taken.notes}
        counts |= {"decisions": taken.decisions}
        files = {"written": [str(file) for file in moved.files], "beside": [str(file) for file in moved.beside]}
        print_json({"added": moved.subscriptions, "known": moved.known, "failed": 0, **counts, **files})
    else:
        print_text(
            f"{moved.subscriptions} subscriptions, {moved.taken.articles} articles, {moved.taken.states} marks, "
            f"{moved.taken.notes} notes, {moved.taken.decisions} decisions on stories taken over",
            app.ascii,
        )
    return 0
