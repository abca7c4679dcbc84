"""Fetch, parse, save: what the web says of the subscriptions becomes rows of the store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from reader.errors import FeedError
from reader.feeds import plan
from reader.feeds.subscriptions import resolve, resolve_headers
from reader.feeds.workers import Workers
from reader.model.feeds import (
    FeedState,
    FetchRequest,
    Subscription,
)
from reader.model.progress import Progress, Stage
from reader.pipeline.parsing import ENTRY
from reader.pipeline.saving import QUIET, Offer, Run
from reader.store.connection import Store
from reader.store.feeds import feed_states, upsert_feeds
from reader.store.indexing import expect_many
from reader.store.pages import unpaged
from reader.store.syncs import new_since

if TYPE_CHECKING:
    from reader.feeds.fetch import Fetcher

PARSES = 32
"""documents that may wait for a worker, and how many bytes of them: the fetcher waits for its consumer"""
PARSE_BYTES = 24 * 1024 * 1024
SAVED_EVERY = 1.0
"""seconds that what came may wait to be written: each commit waits for the disk, so feeds share one"""


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What one sync does. ``only`` are feed ids, empty for all; ``force`` takes feeds that are not due."""

    only: tuple[str, ...] = ()
    force: bool = False
    jobs: int = 64
    agent: str = "tapeout"


async def sync(
    store: Store,
    subscriptions: Iterable[Subscription],
    options: SyncOptions,
    clock: Callable[[], datetime],
    environ: Mapping[str, str],
    offer: Offer = tuple,
) -> AsyncIterator[Progress]:
    """Fetches what is due, saves what came, and yields the progress after each feed.

    ``offer`` is told new articles, by id, as soon as they are stored.

    A feed that fails is a value: a row of its health and one of ``Progress.errors``. Closing the iterator ends the
    run with everything saved that was done. No transaction is open while the network waits.
    Raises StoreError where the store cannot be written.
    """
    from reader.feeds.fetch import Fetcher

    listed = list(subscriptions)
    with store.write() as connection:
        expect_many(connection)
        upsert_feeds(connection, listed)
    states = {state.id: state for state in feed_states(store.connection)}
    wanted = [state for state in states.values() if not options.only or state.id in options.only]
    due = plan.due(wanted, clock(), options.force or bool(options.only))
    yield (start := Progress(Stage.FETCH, 0, len(due), feeds=len(wanted)))
    left = _left_over(store, listed, options)
    if not due and not left:
        return
    by_id = {subscription.id: subscription for subscription in listed}
    async with Workers(entry=ENTRY) as workers, Fetcher(options.agent, jobs=options.jobs) as fetcher:
        run = Run(store, by_id, states, clock, workers, start, offer=offer, arrived=left)
        requests = []
        for state in due:
            try:
                requests.append(_request(by_id[state.id], state, environ))
            except FeedError as error:
                run.fail(state, str(error))
        parses: dict[asyncio.Task[None], int] = {}
        saving = asyncio.create_task(_keep_saving(run))
        try:
            async for outcome in fetcher.fetch_all(requests):
                fetched = run.take(outcome)
                if fetched is not None:
                    size = len(fetched.body)
                    while len(parses) >= PARSES or (parses and sum(parses.values()) + size > PARSE_BYTES):
                        await _finish_one(parses)
                    parses[asyncio.create_task(run.parse(fetched))] = size
                if saving.done():
                    saving.result()
                yield run.progress
            while parses:
                await _finish_one(parses)
                yield run.progress
            if saving.done():
                saving.result()
        finally:
            for task in (*parses, saving):
                task.cancel()
            run.flush()
        async for step in _full_texts(run, fetcher):
            run.progress = step
            yield step
    while run.progress.new < QUIET and run.merge():
        yield run.progress
    yield run.progress


def _left_over(store: Store, subscriptions: Iterable[Subscription], options: SyncOptions) -> dict[str, tuple[str, ...]]:
    """Returns the articles whose full texts a sync that was cut off did not come to, by feed."""
    wanted = [one.id for one in subscriptions if one.full_text and one.enabled]
    if not wanted:
        return {}
    since = new_since(store.connection)
    left = {feed: unpaged(store.connection, feed, since) for feed in wanted if not options.only or feed in options.only}
    return {feed: tuple(ids) for feed, ids in left.items() if ids}


async def _full_texts(run: Run, fetcher: Fetcher) -> AsyncIterator[Progress]:
    """Fetches the pages of what is new in the feeds with ``full_text = true``; a page that fails is a warning."""
    if not run.arrived:
        return
    from reader.pipeline.full_text import fetch_pages, newest

    wanted = {feed: newest(run.store, ids) for feed, ids in run.arrived.items()}
    homes = {feed: run.subscriptions[feed].url for feed in wanted}
    total = sum(map(len, wanted.values()))
    yield (step := replace(run.progress, stage=Stage.PAGES, done=0, total=total))
    async with aclosing(fetch_pages(run.store, fetcher, run.workers, wanted, homes, run.clock)) as pages:
        async for warning in pages:
            warnings = (*step.warnings, warning) if warning else step.warnings
            yield (step := replace(step, done=step.done + 1, warnings=warnings))


async def _keep_saving(run: Run) -> None:
    """Writes what came while a slow feed is waited for."""
    while True:
        await asyncio.sleep(SAVED_EVERY)
        run.flush()


async def _finish_one(parses: dict[asyncio.Task[None], int]) -> None:
    """Waits until a document at least is read."""
    done, _ = await asyncio.wait(parses, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        del parses[task]
        task.result()


def _request(subscription: Subscription, state: FeedState, environ: Mapping[str, str]) -> FetchRequest:
    return FetchRequest(
        feed=state.id,
        url=resolve(plan.address(state), environ),
        # A validator without the body that it stands for would answer "not modified" for ever.
        etag=state.etag if state.body_hash else None,
        last_modified=state.last_modified if state.body_hash else None,
        headers=resolve_headers(subscription, environ),
        home=subscription.url,
    )
