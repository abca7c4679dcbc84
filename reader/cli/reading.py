"""The verbs that open the reader: none at all, and ``demo``. Textual is loaded here and nowhere else."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from datetime import datetime
from functools import partial

import click

from reader.cli.application import Application
from reader.cli.output import print_json
from reader.cli.verbs import Verb
from reader.errors import ConfigError, UsageError


def open_reader(app: Application, *, demo: bool = False, served: bool = False) -> int:
    """Opens the reader on the store at once; an empty one gets the welcome, which can lead to the demo.

    One that is ``served`` is drawn in a web browser and opens its links there.
    """
    # Textual draws 60 times a second where nothing else is said: a key would wait 8 ms for its turn, on average.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    # What is loaded now stays to the end: searching it for garbage is a tenth of the time to the first screen.
    gc.disable()
    from reader.feeds.subscriptions import read_subscriptions
    from reader.opener import open_link
    from reader.store.connection import Store
    from reader.tui.app import DEMO, TapeoutApp
    from reader.tui.clipboard import clipboard_command
    from reader.tui.commands import check_keys
    from reader.tui.library import Library

    settings = app.settings
    if complaints := check_keys(settings.keys):
        raise ConfigError("\n".join(f"{app.paths.settings}: {complaint}" for complaint in complaints))
    listed = 0
    if app.paths.feeds.exists():
        listed = sum(feed.enabled for feed in read_subscriptions(app.paths.feeds).feeds)
    if not app.paths.db.exists():
        Store.open(app.paths.db).close()
    library = Library(app.paths.db, _local_now, [(view.name, view.query) for view in settings.views], settings.watched)
    command = [sys.executable, "-m", "reader"]
    for name, path in (("--db", app.paths.db), ("--feeds", app.paths.feeds), ("--config", app.paths.config)):
        command += [name, str(path)]

    def in_page(address: str) -> bool:
        reader.open_url(address)
        return True

    try:
        library.newest_key()  # a store that cannot be read is told before the screen is taken
        reader = TapeoutApp(
            library,
            settings,
            command,
            _local_now,
            ascii_only=app.ascii or settings.ascii,
            feeds_path=app.paths.feeds,
            feeds_listed=0 if demo else listed,
            offer_demo=not (demo or served),
            state_path=None if demo else app.paths.reader_state,
            browse=partial(open_link, browse=in_page) if served else open_link,
            clipboard=clipboard_command(app.environ),
            settled=_collect_from_now_on,
        )
        result = reader.run()
    finally:
        gc.enable()
        library.close()
    return run_demo(replace_paths(app)) if result == DEMO else int(reader.return_code or 0)


def _collect_from_now_on() -> None:
    gc.freeze()
    gc.enable()


def _local_now() -> datetime:
    return datetime.now().astimezone()


def replace_paths(app: Application) -> Application:
    """Returns the application with a store of the demo's own beside the user's, unless ``--db`` names one."""
    if app.db is not None or "TAPEOUT_DB" in app.environ:
        return app
    return replace(app, db=app.paths.db.with_name("demo.db"))


def run_demo(app: Application) -> int:
    """Fills the demo's store (again: that changes nothing) and opens the reader on it, or prints the counts."""
    from reader.cli.progress import reporter
    from reader.pipeline.lock import sync_lock
    from reader.pipeline.samples import load_samples

    if not app.json and not (sys.stdin.isatty() and app.on_terminal):
        raise UsageError("the demo opens the reader and needs a terminal; `tapeout demo --json` only fills its store")
    with sync_lock(app.paths.lock, app.now(), wait=True), app.store() as store, reporter(app) as report:
        for step in load_samples(store, app.lexicon, app.now):
            report(step)
        store.checkpoint()
    if not app.json:
        return open_reader(app, demo=True)
    from reader.store import stories
    from reader.store.feeds import feed_states
    from reader.store.lists import count

    with app.reading() as connection:
        print_json(
            {
                "db": str(app.paths.db),
                "feeds": len(feed_states(connection)),
                "articles": count(connection),
                "stories": len(stories.rows(connection, app.now())),
            }
        )
    return 0


@click.command(cls=Verb)
@click.pass_obj
def demo(app: Application) -> int:
    """The reader on bundled sample stories, with no network."""
    return run_demo(replace_paths(app))
