"""Fetch, parse, save: what the web says of the subscriptions becomes rows of the store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reader.errors import FeedError
from reader.feeds import plan
from reader.feeds.addresses import shown
from reader.feeds.subscriptions import resolve, resolve_headers
from reader.feeds.worker import ParseJob
from reader.feeds.workers import Workers
from reader.model.feeds import (
    FeedDelta,
    FeedState,
    Fetched,
    FetchFailed,
    FetchOutcome,
    FetchRequest,
    NotModified,
    Subscription,
)
from reader.model.progress import FeedFailure, Progress, Stage
from reader.store.articles import record_raw_hashes, save_changes
from reader.store.connection import Store
from reader.store.feeds import feed_states, known_entries, record_document, record_fetches, upsert_feeds
from reader.store.pages import unpaged
from reader.store.syncs import new_since

if TYPE_CHECKING:
    from reader.feeds.fetch import Fetcher

PARSES = 8
"""documents that may wait for a worker: holds memory down, as the fetcher waits for its consumer"""
HEALTH_BATCH = 100
"""health rows of feeds that brought nothing are written this many at a time: each commit waits for the disk"""


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What one sync does. ``only`` are feed ids, empty for all; ``force`` takes feeds that are not due."""

    only: tuple[str, ...] = ()
    force: bool = False
    jobs: int = 64
    agent: str = "tapeout"


@dataclass
class _Run:
    """The state of one sync: counts, and the health rows that wait to be written."""

    store: Store
    subscriptions: Mapping[str, Subscription]
    states: Mapping[str, FeedState]
    clock: Callable[[], datetime]
    workers: Workers
    progress: Progress
    pending: list[FeedState] = field(default_factory=list)
    failures: list[FeedFailure] = field(default_factory=list)
    arrived: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """new articles of the feeds whose full texts are wanted"""

    def count(self, state: FeedState, **changes: int) -> None:
        """Takes one feed's outcome into the counts and its health row into the batch."""
        totals = {name: getattr(self.progress, name) + more for name, more in changes.items()}
        self.progress = replace(self.progress, done=self.progress.done + 1, errors=tuple(self.failures), **totals)
        self.pending.append(state)
        if len(self.pending) >= HEALTH_BATCH:
            self.flush()

    def flush(self) -> None:
        if self.pending:
            with self.store.write() as connection:
                record_fetches(connection, self.pending)
            self.pending = []

    async def take(self, outcome: FetchOutcome) -> None:
        """Makes one outcome a row of the feed's health, and what it brought articles."""
        state = self.states[outcome.feed]
        if isinstance(outcome, FetchFailed):
            self.fail(state, outcome.error, retry_after=outcome.retry_after, gone=outcome.gone)
        elif isinstance(outcome, NotModified) or outcome.body_hash == state.body_hash:
            self.unchanged(state, outcome)
        else:
            await self.parse(state, outcome)

    def fail(self, state: FeedState, error: str, *, retry_after: int | None = None, gone: bool = False) -> None:
        now = self.clock()
        failures = state.failures + 1
        due, interval = plan.next_due(
            state.id, now, fixed=self._fixed(state), interval=state.interval, failures=failures, retry_after=retry_after
        )
        self.failures.append(FeedFailure(state.id, shown(state.url), error))
        failed = replace(
            state,
            last_sync=now,
            last_status="gone" if gone else "failed",
            error=error,
            failures=failures,
            next_due=due,
            interval=interval,
            retry_after=now + timedelta(seconds=retry_after) if retry_after else None,
        )
        self.count(failed, failed=1)

    def unchanged(self, state: FeedState, outcome: Fetched | NotModified) -> None:
        status = "empty" if state.last_status == "empty" else "unchanged"
        self.count(self._well(state, outcome, status, changed=False), unchanged=1)

    async def parse(self, state: FeedState, outcome: Fetched) -> None:
        known = known_entries(self.store.connection, state.id)
        job = ParseJob(outcome.body, outcome.content_type, outcome.url, state.url, known, self.clock())
        try:
            delta = await self.workers.parse(job)
        except FeedError as error:
            self.fail(state, str(error))
            return
        new, updated = self.save(state.id, delta)
        status = "ok" if delta.seen else "empty"
        well = self._well(state, outcome, status, changed=bool(new or updated), delta=delta)
        self.count(replace(well, body_hash=outcome.body_hash), fetched=1, new=new, updated=updated)

    def save(self, feed: str, delta: FeedDelta) -> tuple[int, int]:
        """Saves what a document brought in one short transaction; returns how many are new and visibly changed."""
        visible = {change.article_id for change in delta.changes if change.visible}
        with self.store.write() as connection:
            saved = save_changes(connection, feed, delta.changes, self.clock())
            record_raw_hashes(connection, delta.raw_hashes)
            record_document(
                connection, feed, title=delta.title, site=delta.site, format=delta.format, warnings=delta.warnings
            )
        if saved.new_ids and self.subscriptions[feed].full_text:
            self.arrived[feed] = (*saved.new_ids, *self.arrived.get(feed, ()))
        return len(saved.new_ids), len(visible.intersection(saved.updated_ids))

    def _well(
        self,
        state: FeedState,
        outcome: Fetched | NotModified,
        status: str,
        *,
        changed: bool,
        delta: FeedDelta | None = None,
    ) -> FeedState:
        now = self.clock()
        due, interval = plan.next_due(
            state.id,
            now,
            fixed=self._fixed(state),
            interval=state.interval,
            changed=changed,
            ttl=delta.ttl if delta else None,
            max_age=outcome.max_age,
            rhythm=delta.rhythm if delta else None,
            skip_hours=delta.skip_hours if delta else (),
        )
        moved_to, sightings = plan.sighting(state, outcome.moved_to)
        fresh = isinstance(outcome, Fetched)
        return replace(
            state,
            etag=outcome.etag if fresh else outcome.etag or state.etag,
            last_modified=outcome.last_modified if fresh else outcome.last_modified or state.last_modified,
            last_sync=now,
            last_status=status,
            error=None,
            failures=0,
            next_due=due,
            interval=interval,
            retry_after=None,
            moved_to=moved_to,
            moved_sightings=sightings,
        )

    def _fixed(self, state: FeedState) -> int | None:
        return self.subscriptions[state.id].interval


async def sync(
    store: Store,
    subscriptions: Iterable[Subscription],
    options: SyncOptions,
    clock: Callable[[], datetime],
    environ: Mapping[str, str],
) -> AsyncIterator[Progress]:
    """Fetches what is due, saves what came, and yields the progress after each feed.

    A feed that fails is a value: a row of its health and one of ``Progress.errors``. Closing the iterator ends the
    run with everything saved that was done. No transaction is open while the network waits.
    Raises StoreError where the store cannot be written.
    """
    from reader.feeds.fetch import Fetcher

    listed = list(subscriptions)
    with store.write() as connection:
        upsert_feeds(connection, listed)
    states = {state.id: state for state in feed_states(store.connection)}
    wanted = [state for state in states.values() if not options.only or state.id in options.only]
    due = plan.due(wanted, clock(), options.force or bool(options.only))
    yield (start := Progress(Stage.FETCH, 0, len(due), feeds=len(wanted)))
    left = _left_over(store, listed, options)
    if not due and not left:
        return
    by_id = {subscription.id: subscription for subscription in listed}
    async with Workers() as workers, Fetcher(options.agent, jobs=options.jobs) as fetcher:
        run = _Run(store, by_id, states, clock, workers, start, arrived=left)
        requests = []
        for state in due:
            try:
                requests.append(_request(by_id[state.id], state, environ))
            except FeedError as error:
                run.fail(state, str(error))
        tasks: set[asyncio.Task[None]] = set()
        try:
            async for outcome in fetcher.fetch_all(requests):
                while len(tasks) >= PARSES:
                    _, tasks = await _finished(tasks)
                tasks.add(asyncio.create_task(run.take(outcome)))
                await asyncio.sleep(0)
                yield run.progress
            while tasks:
                _, tasks = await _finished(tasks)
                yield run.progress
        finally:
            for task in tasks:
                task.cancel()
            run.flush()
        async for step in _full_texts(run, fetcher):
            run.progress = step
            yield step
    yield run.progress


def _left_over(store: Store, subscriptions: Iterable[Subscription], options: SyncOptions) -> dict[str, tuple[str, ...]]:
    """Returns the articles whose full texts a sync that was cut off did not come to, by feed."""
    wanted = [one.id for one in subscriptions if one.full_text and one.enabled]
    if not wanted:
        return {}
    since = new_since(store.connection)
    left = {feed: unpaged(store.connection, feed, since) for feed in wanted if not options.only or feed in options.only}
    return {feed: tuple(ids) for feed, ids in left.items() if ids}


async def _full_texts(run: _Run, fetcher: Fetcher) -> AsyncIterator[Progress]:
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


async def _finished(tasks: set[asyncio.Task[None]]) -> tuple[set[asyncio.Task[None]], set[asyncio.Task[None]]]:
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()
    return done, rest


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
