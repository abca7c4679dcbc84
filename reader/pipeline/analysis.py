"""Analyse, link, rebuild: stored articles become findings, stories and dossiers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from reader.analysis.article import RULES_VERSION
from reader.analysis.lexicon import Lexicon
from reader.model.articles import Article
from reader.model.progress import Progress, Stage
from reader.pipeline.ahead import Ahead, find
from reader.store import findings as stored_findings
from reader.store import linking, stories, story_actions
from reader.store.articles import count_stale, get_many, stale
from reader.store.connection import Connection, Store

BATCH = 64
"""articles that are analysed, then written together with their links in one transaction"""
LOOK_AHEAD = 3
"""batches that the second process may be at while this one writes and links"""


def analyse(
    store: Store,
    lexicon: Lexicon,
    clock: Callable[[], datetime],
    start: Progress | None = None,
    ahead: Ahead | None = None,
) -> Iterator[Progress]:
    """Analyses and links every article whose findings are stale, and rebuilds the dossiers that are touched.

    ``start`` is the progress of the sync before it, whose counts are carried on; ``ahead`` is the second process,
    which may have begun already. Articles are linked in order of time, whoever analysed them. Stopping between two
    steps loses nothing: what is written is whole, the rest stays stale. Raises StoreError.
    """
    if ahead is None:
        with Ahead(store.path, lexicon) as ahead:
            yield from analyse(store, lexicon, clock, start, ahead)
        return
    total = count_stale(store.connection, RULES_VERSION, lexicon.digest)
    progress = replace(start or Progress(Stage.ANALYSE, 0, 0), stage=Stage.ANALYSE, done=0, total=total)
    yield progress
    book: linking.StoryBook | None = None
    ahead.begin()
    for ids in _batches(stale(store.connection, RULES_VERSION, lexicon.digest), ahead):
        articles = get_many(store.connection, ids, html=False)
        items = list(zip(articles, ahead.findings(articles), strict=True))
        before = stored_findings.get_many(store.connection, ids)
        with store.write() as connection:
            for article, found in items:
                stored_findings.replace(connection, article.id, found, RULES_VERSION, lexicon.digest)
            book = linking.link(connection, items, book)
        changed = sum(before.get(article.id) != found for article, found in items)
        progress = replace(progress, done=progress.done + len(items), changed=progress.changed + changed)
        yield progress
    yield replace(progress, stage=Stage.LINK)
    with store.write() as connection:
        story_actions.name_again(connection)
        stories.rebuild(connection, clock())


def _batches(waiting: Iterator[str], ahead: Ahead) -> Iterator[list[str]]:
    """Yields ids in batches, having offered some of the next ones to the second process."""
    coming: deque[list[str]] = deque()
    while True:
        while len(coming) < LOOK_AHEAD and (ids := list(islice(waiting, BATCH))):
            ahead.offer(ids)
            coming.append(ids)
        if not coming:
            return
        yield coming.popleft()


def analyse_one(conn: Connection, lexicon: Lexicon, clock: Callable[[], datetime], article_id: str) -> None:
    """Analyses and links one article inside the caller's transaction, so that no findings point into another text."""
    items = [(article, find(article, lexicon)) for article in get_many(conn, (article_id,), html=False)]
    for article, found in items:
        stored_findings.replace(conn, article.id, found, RULES_VERSION, lexicon.digest)
    linking.link(conn, items)
    stories.rebuild(conn, clock())


def reanalyse(store: Store, lexicon: Lexicon, clock: Callable[[], datetime]) -> Iterator[Progress]:
    """Analyses what is stale, then links everything anew; what the user merged, split and renamed stays so."""
    progress = None
    for progress in analyse(store, lexicon, clock):
        yield progress
    with store.write() as connection:
        linking.relink(connection)
    with store.write() as connection:
        story_actions.name_again(connection)
        stories.rebuild(connection, clock())
    if progress is not None:
        yield replace(progress, stage=Stage.DONE)


def differences(store: Store, lexicon: Lexicon) -> Iterator[tuple[str, bool]]:
    """Yields each stale article's id with whether its findings would change, and writes nothing."""
    waiting = stale(store.connection, RULES_VERSION, lexicon.digest)
    while ids := list(islice(waiting, BATCH)):
        before = stored_findings.get_many(store.connection, ids)
        for article in _articles(store, ids):
            yield article.id, before.get(article.id) != find(article, lexicon)


def _articles(store: Store, ids: Sequence[str]) -> list[Article]:
    return get_many(store.connection, ids, html=False)
