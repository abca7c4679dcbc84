"""``sync`` and ``analyse``: the verbs that bring the store up to date."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from reader.cli.application import Application, agent
from reader.cli.output import flush, print_error, print_json, print_text
from reader.cli.progress import Report, reporter
from reader.cli.rules import check_watched, run_rules
from reader.cli.verbs import Verb, feed_id
from reader.feeds.subscriptions import Subscriptions, read_subscriptions
from reader.model.progress import FeedFailure, Progress, Stage

if TYPE_CHECKING:
    from reader.pipeline.ahead import Ahead
    from reader.pipeline.saving import Offer
    from reader.pipeline.sync import SyncOptions
    from reader.store.connection import Store


@click.command(cls=Verb)
@click.argument("names", metavar="[FEED…]", nargs=-1)
@click.option("--force", is_flag=True, help="Every feed, due or not; still conditional.")
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help="Fetches at a time.")
@click.option("--wait", is_flag=True, help="Wait for a running sync.")
@click.option("--no-analyse", is_flag=True, help="Only fetch and store.")
@click.option("--every", metavar="15m", help="Stay and repeat.")
@click.option("--progress", "progress_as", type=click.Choice(["auto", "json", "none"]), default="auto", hidden=True)
@click.pass_obj
def sync(
    app: Application,
    names: Sequence[str],
    force: bool,
    jobs: int | None,
    wait: bool,
    no_analyse: bool,
    every: str | None,
    progress_as: str,
) -> int:
    """Fetch what is due, store, analyse, link."""
    options = {"names": names, "force": force, "jobs": jobs, "wait": wait, "analyse": not no_analyse}
    if every is None:
        return _report(app, *_timed(app, progress_as, options))
    from reader.cli.schedule import repeat

    return repeat(app, every, lambda: _report(app, *_timed(app, progress_as, options), repeated=True))


def _timed(app: Application, progress_as: str, options: dict[str, Any]) -> tuple[Progress, float]:
    started = time.monotonic()
    return run_sync(app, progress_as, **options), time.monotonic() - started


def run_sync(
    app: Application,
    progress_as: str = "none",
    *,
    names: Sequence[str] = (),
    force: bool = False,
    jobs: int | None = None,
    wait: bool = False,
    analyse: bool = True,
) -> Progress:
    """Runs one sync to its end and returns its last progress; another running one is an error in it."""
    from reader.pipeline.lock import SyncRunning, sync_lock
    from reader.pipeline.sync import SyncOptions
    from reader.store.backup import daily_backup
    from reader.store.connection import store_errors
    from reader.store.lists import newest_key
    from reader.store.syncs import begin_sync, end_sync, new_since

    check_watched(app)
    subscriptions = read_subscriptions(app.paths.feeds)
    only = tuple(feed_id(subscriptions, name) for name in names)
    options = SyncOptions(only, force, jobs or app.settings.sync_jobs, agent())
    try:
        with sync_lock(app.paths.lock, app.now(), wait=wait), app.store() as store:
            if newest_key(store.connection):
                with store_errors(store.path):
                    daily_backup(store.connection, store.path, app.now().date())
            with store.write() as connection:
                since = new_since(connection)
                run = begin_sync(connection, app.now())
            with reporter(app, progress_as) as report, _ahead(app, store, analyse) as ahead:
                offer: Offer = ahead.offer if ahead else tuple
                last = asyncio.run(_fetch(store, subscriptions, options, app, report, offer))
                if ahead:
                    from reader.pipeline.analysis import analyse as analyse_stale

                    for step in analyse_stale(store, app.lexicon, app.now, last, ahead):
                        report(last := step)
            last = run_rules(app, store, since, last)
            with store.write() as connection:
                end_sync(connection, run, last, app.now())
            store.checkpoint()
            return replace(last, stage=Stage.DONE)
    except SyncRunning as error:
        return Progress(Stage.DONE, 0, 0, errors=(FeedFailure("", "", str(error)),))


@contextmanager
def _ahead(app: Application, store: Store, wanted: bool) -> Iterator[Ahead | None]:
    """The process that analyses beside the fetch, None where nothing is to be analysed."""
    if not wanted:
        yield None
        return
    from reader.pipeline.ahead import Ahead

    with Ahead(store.path, app.lexicon) as ahead:
        yield ahead


async def _fetch(
    store: Store,
    listed: Subscriptions,
    options: SyncOptions,
    app: Application,
    report: Report,
    offer: Offer,
) -> Progress:
    from reader.pipeline.sync import sync as stages
    from reader.store.accounts import has_accounts

    last = Progress(Stage.FETCH, 0, 0)
    async for last in stages(store, listed.feeds, options, app.now, app.environ, offer):
        report(last)
    if options.only or not has_accounts(store.connection):
        return last
    from reader.cli.account import secrets_of
    from reader.pipeline.accounts import sync_accounts

    steps = sync_accounts(store, secrets_of(app), options.agent, app.now, app.environ, last, force=options.force)
    async for last in steps:
        report(last)
    return last


def _report(app: Application, result: Progress, seconds: float, repeated: bool = False) -> int:
    """Prints what a sync did and returns the exit code.

    A repeated sync ends only when it is interrupted, which leaves no document on stdout: each of its runs is one line
    of JSON on stderr.
    """
    errors = [{"feed": e.feed, "url": e.url, "error": e.error} for e in result.errors]
    if app.json:
        names = ("feeds", "fetched", "unchanged", "failed", "new", "updated")
        counts = {name: getattr(result, name) for name in names}
        shape = counts | {"seconds": round(seconds, 3), "errors": errors}
        if repeated:
            print_error(json.dumps(shape, ensure_ascii=False))
            return 1 if result.errors else 0
        print_json(shape)
    elif not app.quiet:
        print_text(
            f"{result.feeds} feeds: {result.fetched} fetched, {result.unchanged} unchanged, {result.failed} failed; "
            f"{result.new} new, {result.updated} updated articles in {seconds:.1f} s"
        )
        flush()
    for error in result.errors:
        app.say(f"{error.feed}: {error.error}" if error.feed else f"tapeout: {error.error}")
    for warning in result.warnings:
        app.say(f"{warning.feed}: {warning.url}: {warning.error}")
    return 1 if result.errors else 0


@click.command(cls=Verb)
@click.option("--dry-run", is_flag=True, help="Say what would change, write nothing.")
@click.pass_obj
def analyse(app: Application, dry_run: bool) -> None:
    """Run the analysis again over what is stored, after a change of companies, topics or rules."""
    from reader.pipeline.analysis import differences, reanalyse
    from reader.pipeline.lock import sync_lock

    started = time.monotonic()
    if dry_run:
        with app.store() as store:
            changes = list(differences(store, app.lexicon))
        counts = {"articles": len(changes), "changed": sum(changed for _, changed in changes)}
        if not app.json:
            for article, changed in changes:
                if changed:
                    print_text(article)
    else:
        with sync_lock(app.paths.lock, app.now()), app.store() as store, reporter(app, "auto") as report:
            last = Progress(Stage.ANALYSE, 0, 0)
            for last in reanalyse(store, app.lexicon, app.now):
                report(last)
            store.checkpoint()
        counts = {"articles": last.done, "changed": last.changed}
    seconds = round(time.monotonic() - started, 3)
    if app.json:
        print_json(counts | {"seconds": seconds})
    else:
        print_text(f"{counts['articles']} articles, {counts['changed']} changed in {seconds:.1f} s")
