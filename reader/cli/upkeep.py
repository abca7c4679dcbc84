"""``doctor`` and ``paths``: where the files lie, whether they can be used, and how to mend what cannot."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click

from reader.cli.application import Application
from reader.cli.arguments import FilePath
from reader.cli.output import print_json, print_rows, print_text
from reader.cli.verbs import Verb
from reader.errors import TapeoutError


class Check(NamedTuple):
    """One line of ``doctor`` or ``paths``."""

    check: str
    ok: bool
    detail: str


@click.command(cls=Verb)
@click.pass_obj
def paths(app: Application) -> None:
    """Where the files lie."""
    where = app.paths
    named = {
        "config": where.config,
        "settings": where.settings,
        "feeds": where.feeds,
        "companies": where.companies,
        "topics": where.topics,
        "store": where.db,
        "lock": where.lock,
        "state": where.state,
    }
    _print(app, [Check(name, path.exists(), str(path)) for name, path in named.items() if name != "lock"])


@click.command(cls=Verb)
@click.pass_obj
def doctor(app: Application) -> int:
    """Check store, configuration and feeds, and say how to mend them."""
    checks = [*_configuration(app), *_store(app), _schedule(app), _sqlite()]
    _print(app, checks)
    return 0 if all(check.ok for check in checks) else 1


def _print(app: Application, checks: list[Check]) -> None:
    if app.json:
        print_json([check._asdict() for check in checks])
    else:
        print_rows([(check.check, "ok" if check.ok else "--", check.detail) for check in checks], ascii_only=app.ascii)


def _attempt(name: str, work: Callable[[], str]) -> Check:
    try:
        return Check(name, True, work())
    except TapeoutError as error:
        return Check(name, False, str(error))


def _configuration(app: Application) -> Iterator[Check]:
    from reader.feeds.subscriptions import read_subscriptions

    def settings() -> str:
        return f"{app.paths.settings}: {'read' if app.paths.settings.exists() and app.settings else 'defaults'}"

    yield _attempt("settings", settings)
    yield _attempt("feeds", lambda: f"{len(read_subscriptions(app.paths.feeds).feeds)} feeds in {app.paths.feeds}")
    yield _attempt("lexicon", lambda: f"{len(app.lexicon.companies)} organisations, {len(app.lexicon.topics)} topics")


def _store(app: Application) -> Iterator[Check]:
    from reader.store.accounts import accounts
    from reader.store.connection import store_errors
    from reader.store.feeds import feed_states

    if not app.paths.db.exists():
        folder = next((parent for parent in app.paths.db.absolute().parents if parent.exists()), app.paths.db)
        if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
            yield Check("store", False, f"{app.paths.db}: {folder} cannot be written; name another place with --db")
            return
        yield Check("store", True, f"{app.paths.db}: not there yet; `tapeout sync` makes it")
        return

    def integrity() -> str:
        with app.reading() as connection, store_errors(app.paths.db):
            told = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            count = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        if told != "ok":
            raise TapeoutError(f"{app.paths.db}: damaged: {told}; go back to a backup")
        return f"{app.paths.db}: sound, {count} articles"

    sound = _attempt("store", integrity)
    yield sound
    if not sound.ok:
        return
    with app.reading() as connection:
        states = feed_states(connection)
        servers = accounts(connection)
    failing = [state.id for state in states if state.failures]
    detail = f"{len(failing)} of {len(states)} failing" + (f": {', '.join(failing[:8])}" if failing else "")
    yield Check("health", not failing, f"{detail}; `tapeout feeds --broken` says why" if failing else detail)
    if servers:
        wrong = [f"{server.id}: {server.error}" for server in servers if server.error]
        pending = sum(server.pending for server in servers)
        detail = "; ".join(wrong) or f"{len(servers)} in step" + (f", {pending} changes to send" if pending else "")
        yield Check("accounts", not wrong, detail)
    yield _attempt("analysis", lambda: _analysed(app))


def _analysed(app: Application) -> str:
    from reader.analysis.article import RULES_VERSION
    from reader.store.articles import count_stale

    with app.reading() as connection:
        stale = count_stale(connection, RULES_VERSION, app.lexicon.digest)
    if stale:
        raise TapeoutError(f"{stale} articles wait for `tapeout analyse`")
    return "up to date"


def _schedule(app: Application) -> Check:
    """Says whether the system syncs by itself; that it does not is no fault."""
    from reader.cli import timers

    try:
        kind = timers.chosen_kind(app.environ)
    except timers.TimerError as error:
        return Check("schedule", True, str(error))
    if not timers.installed(kind, timers.home(app.environ)):
        return Check("schedule", True, f"no timer of {kind}; `tapeout schedule install --every 15m` makes one")
    seconds = timers.seconds(kind, timers.home(app.environ))
    return Check("schedule", True, f"{kind} syncs" + (f" every {seconds // 60} minutes" if seconds else ""))


def _sqlite() -> Check:
    from reader.store.connection import LOG_FAULT_ENDED, SQLITE_VERSION

    note = (
        "" if SQLITE_VERSION >= LOG_FAULT_ENDED else "; 3.51.3 ends a rare fault of its log when two checkpoint at once"
    )
    return Check("sqlite", True, f"SQLite {'.'.join(map(str, SQLITE_VERSION))}{note}")


@click.command(cls=Verb)
@click.argument("target", metavar="PATH", type=FilePath())
@click.pass_obj
def backup(app: Application, target: Path) -> None:
    """A consistent copy of the store, made while others use it."""
    from reader.store.backup import backup as copy
    from reader.store.connection import store_errors

    with app.reading() as connection, store_errors(app.paths.db):
        size = copy(connection, target)
    if app.json:
        print_json({"path": str(target), "bytes": size})
    else:
        print_text(f"{target}: {size} bytes")
