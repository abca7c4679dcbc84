"""The state of one sync: what was counted, and what waits to be written in short transactions."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from reader.errors import FeedError
from reader.feeds import plan
from reader.feeds.addresses import shown
from reader.feeds.worker import ParseJob
from reader.feeds.workers import Workers
from reader.model.feeds import FeedState, Fetched, FetchFailed, FetchOutcome, NotModified, Subscription
from reader.model.progress import FeedFailure, Progress
from reader.pipeline.parsing import Brought, brought
from reader.store.articles import Saved, record_raw_hashes, save_rows
from reader.store.connection import Connection, Store
from reader.store.feeds import known_entries, record_document, record_fetches
from reader.store.indexing import merge_index
from reader.store.rows import EntryRow

Offer = Callable[[Sequence[str]], object]
"""takes ids of articles that were stored, and returns at once"""
HEALTH_BATCH = 200
"""health rows that may wait"""
TRANSACTION = 0.12
"""seconds that a transaction should take: others write meanwhile"""
FEWEST, FIRST, MOST = 50, 300, 1000
"""articles of one transaction: at least, in the first one, at most"""
SEGMENTS = 250
"""transactions after which the index is merged while articles still come"""
QUIET = 1000
"""new articles below which a sync has the time to merge what others wrote"""


@dataclass
class Parsed:
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
class Run:
    """The state of one sync: counts, and what waits to be written."""

    store: Store
    subscriptions: Mapping[str, Subscription]
    states: Mapping[str, FeedState]
    clock: Callable[[], datetime]
    workers: Workers
    progress: Progress
    pending: list[FeedState] = field(default_factory=list)
    parsed: list[Parsed] = field(default_factory=list)
    failures: list[FeedFailure] = field(default_factory=list)
    offer: Offer = tuple
    """told the articles that were written, by id"""
    arrived: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """new articles of the feeds whose full texts are wanted"""
    waiting: int = 0
    """articles in ``parsed``"""
    size: int = FIRST
    """articles that a transaction takes in the time that it may"""
    segments: int = 0
    """transactions with articles since the index was last merged"""

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
        parts: list[tuple[Parsed, int]] = []
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
            self.offer(saved.new_ids)
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
        self.segments += written > 0
        if self.segments > SEGMENTS and not self.merge():
            self.segments = 0

    def merge(self) -> bool:
        """Does one step of merging the index in a transaction of its own; says whether there was anything to do."""
        with self.store.write() as connection:
            return merge_index(connection)

    def _document(self, connection: Connection, one: Parsed, count: int, saved: Saved) -> FeedState | None:
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
            state.id,
            now,
            fixed=self._fixed(state),
            interval=state.interval,
            failures=failures,
            retry_after=retry_after,
            skip_hours=state.skip_hours,
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
        self.parsed.append(Parsed(state, replace(outcome, body=b""), found, list(found.rows)))
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
        # What the document asked for holds until another one is read.
        ttl, skip_hours = (brought.ttl, brought.skip_hours) if brought else (state.ttl, state.skip_hours)
        due, interval = plan.next_due(
            state.id,
            now,
            fixed=self._fixed(state),
            interval=state.interval,
            changed=changed,
            ttl=ttl,
            max_age=outcome.max_age,
            rhythm=brought.rhythm if brought else None,
            skip_hours=skip_hours,
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
            ttl=ttl,
            skip_hours=skip_hours,
            retry_after=None,
            moved_to=moved_to,
            moved_sightings=sightings,
        )

    def _fixed(self, state: FeedState) -> int | None:
        return self.subscriptions[state.id].interval
