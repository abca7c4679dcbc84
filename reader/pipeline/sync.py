"""Fetch, parse, save: what the web says of the subscriptions becomes rows of the store."""

from __future__ import annotations

import asyncio
import time
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
    FeedState,
    Fetched,
    FetchFailed,
    FetchOutcome,
    FetchRequest,
    NotModified,
    Subscription,
)
from reader.model.progress import FeedFailure, Progress, Stage
from reader.pipeline.parsing import ENTRY, Brought, brought
from reader.store.articles import Saved, expect_many, record_raw_hashes, save_rows
from reader.store.connection import Connection, Store
from reader.store.feeds import feed_states, known_entries, record_document, record_fetches, upsert_feeds
from reader.store.pages import unpaged
from reader.store.rows import EntryRow
from reader.store.syncs import new_since

if TYPE_CHECKING:
    from reader.feeds.fetch import Fetcher

PARSES = 32
"""documents that may wait for a worker, and how many bytes of them: the fetcher waits for its consumer"""
PARSE_BYTES = 24 * 1024 * 1024
SAVED_EVERY = 1.0
"""seconds that what came may wait to be written: each commit waits for the disk, so feeds share one"""
HEALTH_BATCH = 200
"""health rows that may wait"""
TRANSACTION = 0.12
"""seconds that a transaction should take: others write meanwhile"""
FEWEST, FIRST, MOST = 50, 300, 1000
"""articles of one transaction: at least, in the first one, at most"""


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What one sync does. ``only`` are feed ids, empty for all; ``force`` takes feeds that are not due."""

    only: tuple[str, ...] = ()
    force: bool = False
    jobs: int = 64
    agent: str = "tapeout"


@dataclass
class _Parsed:
    """A feed whose document was read, on its way into the store."""

    state: FeedState
    outcome: Fetched
    brought: Brought
    rows: list[EntryRow]
    """what is still to be saved"""
    touched: bool = False
    new: int = 0
    updated: int = 0

    def seen_updates(self, saved: Saved) -> int:
        """Returns how many of the changes that were saved a reader sees."""
        if not saved.updated_ids:
            return 0
        return len({row.article_id for row in self.rows if row.visible}.intersection(saved.updated_ids))

    def add(self, saved: Saved, count: int) -> None:
        """Takes what is saved, the last ``count`` rows, off what waits."""
        self.touched = True
        self.new += len(saved.new_ids)
        self.updated += self.seen_updates(saved)
        del self.rows[len(self.rows) - count :]


@dataclass
class _Run:
    """The state of one sync: counts, and what waits to be written."""

    store: Store
    subscriptions: Mapping[str, Subscription]
    states: Mapping[str, FeedState]
    clock: Callable[[], datetime]
    workers: Workers
    progress: Progress
    pending: list[FeedState] = field(default_factory=list)
    parsed: list[_Parsed] = field(default_factory=list)
    failures: list[FeedFailure] = field(default_factory=list)
    arrived: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """new articles of the feeds whose full texts are wanted"""
    waiting: int = 0
    """articles in ``parsed``"""
    size: int = FIRST
    """articles that a transaction takes in the time that it may"""

    def count(self, state: FeedState, **changes: int) -> None:
        """Takes one feed's outcome into the counts and its health row into the batch."""
        self.tally(**changes)
        self.pending.append(state)
        if len(self.pending) >= HEALTH_BATCH:
            self.flush()

    def tally(self, **changes: int) -> None:
        """Counts one feed as done, and what ``changes`` name."""
        totals = {name: getattr(self.progress, name) + more for name, more in changes.items()}
        self.progress = replace(self.progress, done=self.progress.done + 1, errors=tuple(self.failures), **totals)

    def flush(self) -> None:
        """Writes what waits, in transactions that are short enough for others to write between them."""
        while self.parsed:
            self._save()
        if self.pending:
            with self.store.write() as connection:
                record_fetches(connection, self.pending)
            self.pending = []

    def _save(self) -> None:
        """Saves as many feeds as one transaction takes; one with more articles than that in parts, its last first."""
        parts: list[tuple[_Parsed, int]] = []
        room = self.size
        for one in self.parsed:
            if room <= 0:
                break
            parts.append((one, min(len(one.rows), room)))
            room -= max(len(one.rows), 1)
        begun = time.perf_counter()
        with self.store.write() as connection:
            brought = [(one.state.id, one.rows[len(one.rows) - count :]) for one, count in parts]
            results = list(zip(parts, save_rows(connection, brought, self.clock()), strict=True))
            states = [self._document(connection, *part, saved) for part, saved in results]
            record_fetches(connection, [*self.pending, *(state for state in states if state is not None)])
            took = time.perf_counter() - begun  # without the disk, which does not wait less for fewer articles
        self.pending = []
        for (one, count), saved in results:
            one.add(saved, count)
            if saved.new_ids and self.subscriptions[one.state.id].full_text:
                self.arrived[one.state.id] = (*saved.new_ids, *self.arrived.get(one.state.id, ()))
        written = sum(count for _, count in parts)
        self.waiting -= written
        while self.parsed and not self.parsed[0].rows and self.parsed[0].touched:
            one = self.parsed.pop(0)
            self.tally(fetched=1, new=one.new, updated=one.updated)
        if written >= FEWEST:
            fitting = int(written * TRANSACTION / max(took, 0.001))
            self.size = min(max(fitting, self.size // 2, FEWEST), self.size * 2, MOST)

    def _document(self, connection: Connection, one: _Parsed, count: int, saved: Saved) -> FeedState | None:
        """Saves what a document says of its feed; returns the feed's health, None where articles still wait."""
        if count < len(one.rows):
            return None
        brought = one.brought
        record_raw_hashes(connection, brought.raw_hashes)
        record_document(
            connection,
            one.state.id,
            title=brought.title,
            site=brought.site,
            format=brought.format,
            warnings=brought.warnings,
        )
        changed = bool(one.new or saved.new_ids or one.updated or one.seen_updates(saved))
        well = self._well(one.state, one.outcome, "empty" if brought.empty else "ok", changed=changed, brought=brought)
        return replace(well, body_hash=one.outcome.body_hash)

    def take(self, outcome: FetchOutcome) -> Fetched | None:
        """Makes one outcome a row of the feed's health; returns it where its document must be read for that."""
        state = self.states[outcome.feed]
        if isinstance(outcome, FetchFailed):
            self.fail(state, outcome.error, retry_after=outcome.retry_after, gone=outcome.gone)
        elif isinstance(outcome, NotModified) or outcome.body_hash == state.body_hash:
            self.unchanged(state, outcome)
        else:
            return outcome
        return None

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

    async def parse(self, outcome: Fetched) -> None:
        """Has a document read and puts what it brought among what waits to be written."""
        state = self.states[outcome.feed]
        known = known_entries(self.store.connection, state.id)
        job = ParseJob(outcome.body, outcome.content_type, outcome.url, state.url, known, self.clock())
        try:
            found = brought(await self.workers.ask(job))
        except FeedError as error:
            self.fail(state, str(error))
            return
        self.parsed.append(_Parsed(state, replace(outcome, body=b""), found, list(found.rows)))
        self.waiting += len(found.rows)
        if self.waiting >= self.size or len(self.parsed) >= HEALTH_BATCH:
            self.flush()

    def _well(
        self,
        state: FeedState,
        outcome: Fetched | NotModified,
        status: str,
        *,
        changed: bool,
        brought: Brought | None = None,
    ) -> FeedState:
        now = self.clock()
        due, interval = plan.next_due(
            state.id,
            now,
            fixed=self._fixed(state),
            interval=state.interval,
            changed=changed,
            ttl=brought.ttl if brought else None,
            max_age=outcome.max_age,
            rhythm=brought.rhythm if brought else None,
            skip_hours=brought.skip_hours if brought else (),
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
        run = _Run(store, by_id, states, clock, workers, start, arrived=left)
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


async def _keep_saving(run: _Run) -> None:
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
