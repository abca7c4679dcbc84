"""Sync servers: subscriptions and articles from there, read and star marks both ways.

The order: what the server lists, the articles that are new, whose word holds for each mark, then our changes to the
server. Each part is saved before the next begins, so that a run that breaks off loses nothing and the next completes
it; a change that did not reach the server still differs from what it is known to hold, and is sent then.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from reader.account import merge
from reader.account.greader import BATCH, Client, Ids
from reader.account.secrets import Secrets
from reader.clean import clean_line
from reader.errors import AccountError, ConfigError, LoginRefused
from reader.feeds.addresses import shown
from reader.feeds.workers import Workers
from reader.model.accounts import Account, Mark, Pair, RemoteItem
from reader.model.progress import FeedFailure, Progress
from reader.pipeline.account_items import Arrivals, place_feeds
from reader.store import accounts as stored
from reader.store.connection import Connection, Store

FIRST, ASKED = 10_000, 1000
"""new items taken, and doubtful ones asked for, in one run"""
_OVERLAP = timedelta(days=2)
"""Miniflux lists by the day of publication: what it found late is caught by looking back"""
_IMPLAUSIBLE = timedelta(days=31)
_REFUSED = 900
"""seconds until a refused password is tried again, doubled with each time"""


async def sync_accounts(
    store: Store,
    secrets: Secrets,
    agent: str,
    clock: Callable[[], datetime],
    environ: Mapping[str, str],
    start: Progress,
    *,
    force: bool = False,
) -> AsyncIterator[Progress]:
    """Brings each account and the store into step; yields the progress, which carries on the counts of ``start``.

    What goes wrong with one is a value, one of ``Progress.errors``, and is saved with the account. One whose server
    asked to wait is left alone. Closing the iterator ends the run with everything saved that was done.
    Raises StoreError.
    """
    progress = start
    for account in stored.accounts(store.connection):
        if _waits(account, clock(), force):
            continue
        began = clock()
        try:
            source = await asyncio.to_thread(secrets.get, account.url, account.user)
            credentials = await asyncio.to_thread(source.credentials, account.user, environ)
            async with Workers() as workers, Client(account.url, credentials, agent) as client:
                run = _Run(store, account, client, Arrivals(store, account.id, workers, clock), clock)
                async for new, updated in run.steps():
                    progress = replace(progress, new=progress.new + new, updated=progress.updated + updated)
                    yield progress
        except (AccountError, ConfigError) as error:
            message = clean_line(str(error), 300)
            progress = replace(
                progress, errors=(*progress.errors, FeedFailure(account.id, shown(account.url), message))
            )
            with store.write() as connection:
                stored.record_run(
                    connection,
                    account.id,
                    clock(),
                    error=message,
                    wait_until=_wait(account, error, clock()),
                    refused=isinstance(error, LoginRefused),
                )
        else:
            with store.write() as connection:
                stored.record_run(connection, account.id, clock(), since=began if run.whole else None)
        yield progress


def _waits(account: Account, now: datetime, force: bool) -> bool:
    """Says whether a server must be left alone; ``force`` tries a password that was refused, and nothing else."""
    if account.wait_until is None or (force and account.refused):
        return False
    return now < account.wait_until <= now + _IMPLAUSIBLE


def _wait(account: Account, error: AccountError | ConfigError, now: datetime) -> datetime | None:
    if isinstance(error, LoginRefused):  # a server that counts wrong passwords must not lock the user out
        return now + timedelta(seconds=min(_REFUSED * 2 ** min(account.failures, 7), 86400))
    seconds = error.wait if isinstance(error, AccountError) else None
    return now + timedelta(seconds=seconds) if seconds else None


@dataclass
class _Run:
    """One run with one account. ``whole`` says that everything the server listed was seen."""

    store: Store
    account: Account
    client: Client
    arrivals: Arrivals
    clock: Callable[[], datetime]
    whole: bool = True
    told: dict[str, merge.Remote] = field(default_factory=dict)

    async def steps(self) -> AsyncIterator[tuple[int, int]]:
        """Does all of it; yields how many articles are new and visibly changed after each part."""
        await self.client.login()
        remote = await self.client.subscriptions()
        with self.store.write() as connection:
            self.arrivals.feeds = place_feeds(connection, self.account.id, remote)
        listing, order = await self._list()
        known = {pair.item for pair in stored.pairs(self.store.connection, self.account.id)}
        missing = [item for item in order if item not in known]
        self.whole = len(missing) <= FIRST
        for some in _batches(missing[:FIRST]):
            yield await self._take_in(some)
        pairs = stored.pairs(self.store.connection, self.account.id)
        self.told = {pair.item: merge.observe(pair, listing) for pair in pairs}
        doubtful = merge.doubtful(pairs, listing, times=self.client.tells_times)
        for some in _batches(doubtful[:ASKED]):
            yield await self._take_in(some)
        await self._send(self._settle())

    async def _list(self) -> tuple[merge.Listing, dict[str, None]]:
        """Returns what the server lists and the order in which it is to be taken.

        Unread last: an item that is in the lists before and not in that one is read, whenever it came.
        """
        since = self.account.since
        after = int((since - _OVERLAP).timestamp()) if since and since <= self.clock() else None
        recent = await self.client.item_ids("reading-list", newer_than=after, limit=FIRST)
        starred = await self.client.item_ids("starred")
        unread = await self.client.item_ids("reading-list", unread=True)
        listing = merge.Listing(_set(recent), _set(unread), _set(starred), unread.whole, starred.whole)
        return listing, dict.fromkeys((*recent.keys, *starred.keys, *unread.keys))

    async def _take_in(self, asked: Sequence[str]) -> tuple[int, int]:
        """Asks for items by id, makes articles of those that are none yet, and settles their marks."""
        items = await self.client.items(asked)
        new, updated = await self.arrivals.take_in(items, self.client.oversized.intersection(asked))
        there = {item.item: self._remote(item) for item in items}
        self.told |= there
        lost = [item for item in asked if item not in there]
        with self.store.write() as connection:
            stored.set_gone(connection, self.account.id, lost, True)
            stored.set_gone(connection, self.account.id, list(there), False)
            first = [
                pair
                for pair in stored.pairs(connection, self.account.id, list(there))
                if pair.marks[Mark.READ].base is None
            ]
            self._apply(connection, first)
        return new, updated

    def _remote(self, item: RemoteItem) -> merge.Remote:
        return merge.Remote(item.read, item.starred, item.updated if self.client.tells_times else None)

    def _settle(self) -> list[merge.Step]:
        """Decides every mark in one transaction, with what the reader has done until now; returns what to send."""
        with self.store.write() as connection:
            return self._apply(connection, stored.pairs(connection, self.account.id))

    def _apply(self, connection: Connection, pairs: Iterable[Pair]) -> list[merge.Step]:
        plan = merge.settlement(pairs, self.told)
        for mark in Mark:
            taken = [(step.item, step.article, step.value) for step in plan.take if step.mark is mark]
            agreed = [(step.item, step.value, step.changed) for step in plan.agreed if step.mark is mark]
            stored.take_marks(connection, self.account.id, mark, taken, self.clock())
            stored.note_marks(connection, self.account.id, mark, agreed)
        return plan.send

    async def _send(self, steps: Sequence[merge.Step]) -> None:
        """Tells the server what was changed here; what it confirmed is noted at once."""
        for mark in Mark:
            for value in (True, False):
                wanted = {step.item: step for step in steps if step.mark is mark and step.value is value}
                for some in _batches(list(wanted)):
                    await self.client.mark(some, mark, value)
                    with self.store.write() as connection:
                        noted = [(item, value, wanted[item].changed) for item in some]
                        stored.note_marks(connection, self.account.id, mark, noted)


def _set(ids: Ids) -> frozenset[str]:
    return frozenset(ids.keys)


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
