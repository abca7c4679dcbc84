"""The demo: bundled sample feeds pass through the same parsing, analysis and linking as anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from reader.analysis.lexicon import Lexicon
from reader.demo import demo_feeds
from reader.feeds.worker import ParseJob, read_feed
from reader.model.progress import Progress, Stage
from reader.pipeline.analysis import analyse
from reader.store.articles import save_changes
from reader.store.connection import Store
from reader.store.feeds import known_entries, record_document, upsert_feeds


def load_samples(store: Store, lexicon: Lexicon, clock: Callable[[], datetime]) -> Iterator[Progress]:
    """Fills ``store`` with the sample feeds; a second run changes nothing. Touches no network."""
    samples = demo_feeds()
    with store.write() as connection:
        upsert_feeds(connection, [sample.subscription for sample in samples])
    for done, sample in enumerate(samples, 1):
        feed = sample.subscription
        known = known_entries(store.connection, feed.id)
        delta = read_feed(ParseJob(sample.body, sample.content_type, feed.url, feed.url, known, clock()))
        with store.write() as connection:
            save_changes(connection, feed.id, delta.changes, clock())
            record_document(
                connection, feed.id, title=delta.title, site=delta.site, format=delta.format, warnings=delta.warnings
            )
        yield Progress(Stage.FETCH, done, len(samples), feeds=len(samples))
    yield from analyse(store, lexicon, clock)
