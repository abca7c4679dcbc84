"""Full texts: the pages of articles take the place of what their feed sent, for feeds that ask for it or on request.

Nothing is fetched unasked: a feed has ``full_text = true``, or the reader names an article.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain, zip_longest

from reader.analysis.lexicon import Lexicon
from reader.errors import FeedError
from reader.feeds.addresses import shown
from reader.feeds.fetch import Fetcher
from reader.feeds.worker import PageJob
from reader.feeds.workers import Workers
from reader.model.articles import Article
from reader.model.feeds import PageText
from reader.model.progress import FeedFailure
from reader.pipeline.analysis import analyse_one
from reader.store.articles import get, get_many
from reader.store.connection import Store
from reader.store.feeds import feed_state
from reader.store.pages import drop_page, save_page

PER_FEED = 30
"""pages that one sync fetches for one feed, those of its newest articles"""
AT_ONCE = 8
"""pages in memory at a time; at one host never more than two"""
PATIENCE = 3
"""pages of one feed that fail in a row before the rest of them is left alone"""


async def page_of_article(fetcher: Fetcher, workers: Workers, article: Article, home: str | None) -> PageText:
    """Fetches an article's page and returns the article that it holds.

    ``home`` is the subscription's address: the page may lie on its host and port even where that is private. Raises
    FeedError, whose message names the cause.
    """
    if article.url is None:
        raise FeedError("the article has no address")
    url, body, content_type = await fetcher.page(article.url, home)
    return await workers.extract(PageJob(body, content_type, url, article.title, len(article.text)))


async def fetch_pages(
    store: Store,
    fetcher: Fetcher,
    workers: Workers,
    wanted: Mapping[str, Sequence[str]],
    homes: Mapping[str, str],
    clock: Callable[[], datetime],
) -> AsyncGenerator[FeedFailure | None, None]:
    """Fetches the pages of new articles (feed → ids, newest first) and saves their texts.

    Yields once for each page: None where it was saved or left out, a warning where it could not be had. The feeds
    take turns, so that a slow host holds up none of the others.
    """
    turns = chain.from_iterable(zip_longest(*([(feed, name) for name in ids] for feed, ids in wanted.items())))
    failures = dict.fromkeys(wanted, 0)
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(feed: str, name: str) -> FeedFailure | None:
        async with slots:
            if failures[feed] >= PATIENCE:
                return None
            article = get(store.connection, name)
            if article is None or article.url is None:
                return None
            try:
                page = await page_of_article(fetcher, workers, article, homes.get(feed))
            except FeedError as error:
                failures[feed] += 1
                rest = "; the feed's other pages are left alone" if failures[feed] == PATIENCE else ""
                return FeedFailure(feed, shown(article.url), f"no full text: {error}{rest}")
            failures[feed] = 0
            with store.write() as connection:
                save_page(connection, name, url=page.url, html=page.html, text=page.text, now=clock())
            return None

    tasks = [asyncio.create_task(one(*turn)) for turn in turns if turn is not None]
    try:
        for task in asyncio.as_completed(tasks):
            yield await task
    finally:
        for left in tasks:
            left.cancel()


def newest(store: Store, ids: Sequence[str]) -> list[str]:
    """Returns those of the new articles of one feed whose pages a sync fetches, newest first."""
    articles = get_many(store.connection, ids, html=False)
    articles.sort(key=lambda article: article.published or article.first_seen, reverse=True)
    return [article.id for article in articles[:PER_FEED]]


async def take_full_text(
    store: Store, lexicon: Lexicon, article_id: str, agent: str, clock: Callable[[], datetime]
) -> PageText:
    """Makes the text of an article's page its text, and reads and links it anew. Raises FeedError, StoreError."""
    article = get(store.connection, article_id)
    if article is None:
        raise KeyError(article_id)
    state = feed_state(store.connection, article.feed)
    async with Workers(1) as workers, Fetcher(agent) as fetcher:
        page = await page_of_article(fetcher, workers, article, state.url if state else None)
    with store.write() as connection:
        save_page(connection, article_id, url=page.url, html=page.html, text=page.text, now=clock())
        analyse_one(connection, lexicon, clock, article_id)
    return page


def take_feed_text(store: Store, lexicon: Lexicon, article_id: str, clock: Callable[[], datetime]) -> bool:
    """Gives an article back the text that its feed sent, and says whether it had another. Raises StoreError."""
    with store.write() as connection:
        dropped = drop_page(connection, article_id)
        if dropped:
            analyse_one(connection, lexicon, clock, article_id)
    return dropped
