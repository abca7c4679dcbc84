"""A sync server's subscriptions as feeds, and its items as articles of theirs.

An item is the article that was made of it, else the one article of its feed with the same link (which the feed
itself may have brought), else a new one. Only articles that were made of an item are changed by it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reader.account.documents import CONTENT_TYPE, document, identity
from reader.clean import clean_line
from reader.errors import AccountError, FeedError
from reader.feeds.addresses import check_url, identity_url, link, same
from reader.feeds.sanitise import text_of
from reader.feeds.subscriptions import slug
from reader.feeds.worker import ParseJob
from reader.feeds.workers import Workers
from reader.model.accounts import RemoteFeed, RemoteItem
from reader.model.feeds import Change, Known
from reader.store import accounts as stored
from reader.store.articles import save_changes
from reader.store.connection import Connection, Store
from reader.store.feeds import known_entries

_REFUSALS = 3
"""items that may fail to be read on their own in one run, before the run is given up"""


@dataclass(frozen=True, slots=True)
class Place:
    """The feed of a subscription."""

    feed: str
    url: str


def place_feeds(connection: Connection, account_id: str, remote: Iterable[RemoteFeed]) -> dict[str, Place]:
    """Makes each subscription a feed and returns them by stream; what has no http(s) address is left out.

    A feed that is stored already (of feeds.toml or of another account) is that one; the others are added unlisted:
    they are never fetched from here.
    """
    names = stored.feed_names(connection)
    by_address: dict[str, tuple[str, str]] = {}
    for feed_id, url in names:
        by_address.setdefault(same(url), (feed_id, url))
    taken = {feed_id for feed_id, _ in names}
    places: dict[str, Place] = {}
    for one in remote:
        try:
            url = check_url(one.url)
        except FeedError:
            continue
        title = clean_line(text_of(one.title), 200) or None
        known = by_address.get(same(url))
        feed_id, url = known or (slug(title, url, taken), url)
        tags = [name for folder in one.folders if (name := clean_line(folder, 60))]
        stored.put_feed(connection, feed_id, url, title=title, site=link(one.site), tags=tags)
        taken.add(feed_id)
        by_address[same(url)] = (feed_id, url)
        places[one.stream] = Place(feed_id, url)
    stored.set_streams(connection, account_id, {stream: place.feed for stream, place in places.items()})
    return places


@dataclass
class _Group:
    """The items of one batch that belong to one feed, and what became of them."""

    place: Place
    known: dict[str, Known]
    items: list[RemoteItem]
    articles: dict[str, str | None] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


@dataclass
class Arrivals:
    """Makes articles of a server's items. ``feeds`` are set before the first item comes."""

    store: Store
    account_id: str
    workers: Workers
    clock: Callable[[], datetime]
    feeds: dict[str, Place] = field(default_factory=dict)
    refused: int = 0
    refusal: FeedError | None = None

    async def take_in(self, items: Sequence[RemoteItem], oversized: Iterable[str] = ()) -> tuple[int, int]:
        """Saves one batch in one transaction; returns how many articles are new and visibly changed.

        Items of no subscription, and those of ``oversized``, are noted and make no article. Raises AccountError
        where several cannot be read, StoreError.
        """
        connection = self.store.connection
        before = {pair.item: pair for pair in stored.pairs(connection, self.account_id, [i.item for i in items])}
        by_feed: dict[str, list[RemoteItem]] = {}
        nothing: list[tuple[str, str | None]] = [(item, None) for item in oversized]
        for item in items:
            if (place := self.feeds.get(item.stream)) is not None:
                by_feed.setdefault(place.feed, []).append(item)
            elif item.item not in before:
                nothing.append((item.item, None))
        places = {place.feed: place for place in self.feeds.values()}
        paired = {pair.item for pair in before.values() if pair.article is not None}
        groups = [_Group(places[feed], known_entries(connection, feed), some) for feed, some in by_feed.items()]
        async with asyncio.TaskGroup() as reading:
            for group in groups:
                reading.create_task(self._read(group, self._unmatched(group, paired)))
        new = updated = 0
        now = self.clock()
        with self.store.write() as connection:
            for group in groups:
                visible = {change.article_id for change in group.changes if change.visible}
                saved = save_changes(connection, group.place.feed, group.changes, now)
                new += len(saved.new_ids)
                updated += len(visible.intersection(saved.updated_ids))
                stored.put_items(connection, self.account_id, group.articles.items())
            stored.put_items(connection, self.account_id, nothing)
        if self.refusal is not None and self.refused > _REFUSALS:
            raise AccountError(f"the server's items cannot be read: {self.refusal}")
        return new, updated

    def _unmatched(self, group: _Group, paired: set[str]) -> list[RemoteItem]:
        """Finds the articles that other sources brought; returns the items that make, or made, their own."""
        links = [identity_url(known.url) for known in group.known.values() if known.url]
        counts = Counter(links)
        by_link = {identity_url(known.url): known for known in group.known.values() if known.url}
        here = Counter(identity_url(url) for item in group.items if (url := link(item.url)))
        rest = []
        for item in group.items:
            url = link(item.url)
            address = identity_url(url) if url else None
            if identity(item) in group.known:
                rest.append(item)
            elif item.item in paired:
                continue
            elif address is not None and counts[address] == 1 and here[address] == 1:
                group.articles[item.item] = by_link[address].article_id
            else:
                rest.append(item)
        return rest

    async def _read(self, group: _Group, items: Sequence[RemoteItem]) -> None:
        """Has a worker make entries of items; where it cannot, of each alone, so that one costs only itself."""
        if not items or self.refused > _REFUSALS:
            return
        names = {identity(item): item.item for item in items}
        known = {name: one for name, one in group.known.items() if name in names}
        body = document(group.place.feed, items)
        job = ParseJob(body, CONTENT_TYPE, group.place.url, group.place.url, known, self.clock())
        try:
            delta = await self.workers.parse(job)
        except FeedError as error:
            if len(items) == 1:
                self.refused, self.refusal = self.refused + 1, error
                group.articles[items[0].item] = None
                return
            for item in items:
                await self._read(group, [item])
            return
        group.changes += delta.changes
        group.articles |= {item: known[name].article_id for name, item in names.items() if name in known}
        group.articles |= {
            names[change.identity]: change.article_id for change in delta.changes if change.identity in names
        }
