"""``sync --every`` stays in the foreground and repeats; ``schedule`` lets the system's own timer run ``sync``."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import click

from reader.cli import timers
from reader.cli.application import Application
from reader.cli.output import print_json, print_rows, print_text
from reader.cli.shapes import moment
from reader.cli.verbs import VerbGroup
from reader.errors import ConfigError, NotFound, StoreBusy, StoreFull, UsageError
from reader.feeds.subscriptions import parse_interval

SHORTEST = 60
"""seconds between two runs"""


def repeat(app: Application, every: str, run: Callable[[], int]) -> int:
    """Runs at once and then every so often until it is interrupted; a later run that fails does not end the rest.

    The wait is counted on the monotonic clock, so that a clock set back or forward does not matter; feeds.toml is
    read anew by each run. Raises UsageError for an interval that is none, and whatever stops the first run.
    """
    seconds = interval(every)
    run()
    while True:
        pause = seconds * random.uniform(0.95, 1.05)
        app.say(f"next sync in {pause / 60:.1f} minutes")
        time.sleep(pause)
        try:
            run()
        except (ConfigError, NotFound, UsageError, StoreBusy, StoreFull) as error:
            # Somebody is editing feeds.toml, or the disk is full for a while: the next run looks again.
            app.say(f"tapeout: {error}")


def interval(every: str) -> int:
    """Returns the seconds of ``--every``, at least a minute. Raises UsageError for what is no interval."""
    try:
        return max(SHORTEST, parse_interval(every))
    except ValueError as error:
        raise UsageError(f"--every {every!r}: write 15m, 2h or a number of seconds") from error


@click.group(cls=VerbGroup)
def schedule() -> None:
    """Let the system sync: a systemd user timer, a launchd agent or a crontab line."""


@schedule.command("install")
@click.option("--every", metavar="15m", required=True, help="How often.")
@click.option("--print", "only_print", is_flag=True, help="Only show what would be installed.")
@click.pass_obj
def install(app: Application, every: str, only_print: bool) -> None:
    """Install the timer, or replace the one that is there."""
    seconds = interval(every)
    kind = timers.chosen_kind(app.environ)
    timer = timers.Timer(_command(app), seconds, timers.home(app.environ))
    if only_print and app.json:
        _status(app, kind, text=timers.shown(kind, timer))
        return
    if only_print:
        print_text(timers.shown(kind, timer))
        return
    timers.install(kind, timer)
    _status(app, kind, timer.seconds)


@schedule.command("status")
@click.pass_obj
def status(app: Application) -> None:
    """Whether a timer is installed, and when it ran."""
    _status(app, timers.chosen_kind(app.environ))


@schedule.command("remove")
@click.pass_obj
def remove(app: Application) -> None:
    """Take the timer away."""
    kind = timers.chosen_kind(app.environ)
    if not timers.remove(kind, timers.home(app.environ)):
        app.say("there was no timer")
    _status(app, kind)


def _command(app: Application) -> list[str]:
    where = (("--db", app.paths.db), ("--feeds", app.paths.feeds), ("--config", app.paths.config))
    return [sys.executable, "-m", "reader", *(str(part) for pair in where for part in pair), "--quiet", "sync"]


def _status(app: Application, kind: str, seconds: int | None = None, text: str | None = None) -> None:
    from reader.store.syncs import syncs

    there = timers.installed(kind, timers.home(app.environ))
    last = None
    if app.paths.db.exists():
        with app.reading() as connection:
            last = next(iter(syncs(connection, 1)), None)
    last_run = last.started if last else None
    every = seconds or timers.seconds(kind, timers.home(app.environ))
    # A machine that slept runs at once when it wakes: what is past is due now.
    next_run = max(app.now(), (last_run or app.now()) + timedelta(seconds=every)) if there and every else None
    if app.json:
        state = {"kind": kind, "installed": there, "next_run": moment(next_run), "last_run": moment(last_run)}
        print_json(state if text is None else state | {"text": text})
    else:
        print_rows([(kind, "installed" if there else "not installed", moment(last_run) or "never ran")])
