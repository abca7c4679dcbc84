"""Changes and findings with sensible defaults, as a sync and an analysis would bring them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from reader.model.feeds import Change, Enclosure, Entry, Subscription
from reader.model.findings import (
    Candidate,
    CompanyTag,
    Event,
    EventKind,
    EventSource,
    EventStatus,
    Figure,
    Findings,
    OtherDate,
    Qualifier,
    Relation,
    RelationKind,
    Risk,
    RiskKind,
    Salience,
    TopicTag,
)
from reader.model.ids import public_id
from reader.model.lexicon import CompanyKind
from reader.model.text import Block, BlockKind, Inline, InlineKind, PlainText, Reason, Sentence, Span
from reader.store import articles, feeds
from reader.store.connection import Store

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def subscription(slug: str = "wire", **changes: Any) -> Subscription:
    return replace(Subscription(slug, f"https://{slug}.example/rss"), **changes)


def change(name: str = "one", text: str = "Cerebras filed its S-1 on Friday.", **changes: Any) -> Change:
    """Returns a new entry; keys that an Entry has go there, the others to the Change."""
    entry = Entry(f"guid-{name}", f"https://wire.example/{name}", f"Title of {name}", None, NOW, None, f"<p>{text}</p>")
    of_entry = {key: value for key, value in changes.items() if key in Entry.__slots__}
    of_change = {key: value for key, value in changes.items() if key not in of_entry}
    plain = PlainText(text, (Block(0, len(text)),))
    made = Change(public_id("a", name), f"id-{name}", f"hash-{text}", replace(entry, **of_entry), plain, True, True)
    return replace(made, **of_change)


def edit(old: Change, text: str, **changes: Any) -> Change:
    """Returns a later state of an entry."""
    return replace(old, text=PlainText(text, (Block(0, len(text)),)), content_hash=f"hash-{text}", new=False, **changes)


def save(store: Store, *changes: Change, feed: str = "wire", now: datetime = NOW) -> articles.Saved:
    """Saves changes of one feed, which is made where it is not there."""
    with store.write() as conn:
        if feeds.feed_state(conn, feed) is None:
            listed = [subscription(state.id, url=state.url) for state in feeds.feed_states(conn)]
            feeds.upsert_feeds(conn, [*listed, subscription(feed)])
        return articles.save_changes(conn, feed, changes, now)


RICH = PlainText(
    "Heading\nOne item\ncode here",
    (
        Block(0, 7, BlockKind.HEADING, 2),
        Block(8, 16, BlockKind.ITEM, 1, 3),
        Block(17, 26, BlockKind.CODE, furniture=True),
    ),
    (Inline(0, 7, InlineKind.LINK, "https://x.example/"), Inline(8, 8, InlineKind.IMAGE, "https://x.example/i", "alt"),
     Inline(9, 10, InlineKind.STRONG)),
)  # fmt: skip
ENCLOSURE = Enclosure("https://x.example/a.mp3", "audio/mpeg", 12)


def company(slug: str, salience: Salience = Salience.MAIN) -> CompanyTag:
    reason = Reason("sure-name", slug)
    return CompanyTag(slug, slug.upper(), CompanyKind.COMPANY, 2, salience, (Span(0, 3), Span(5, 8)), reason, 1.5)


def everything(article: str) -> Findings:
    """Findings with something in every part."""
    source = EventSource(article, 0, 9, "A sentence", Span(2, 4))
    return Findings(
        article,
        (Span(0, 9), Span(10, 20)),
        (company("openai", Salience.SECONDARY), company("cerebras"), company("amd", Salience.PASSING)),
        (TopicTag("funding", 2.5, Reason("terms", "raised"), (Span(1, 2),)), TopicTag("gpus", 1.0, Reason("terms"))),
        (
            Event("e1", "2026-04-18", False, EventStatus.HAPPENED, EventKind.FILING, "filed", ("cerebras", "sec"),
                  (source,), Reason("verb", "filed"), (OtherDate("2026-04", (source,)),), "e0"),
            Event("e2", "../2028-12", True, EventStatus.PLANNED, EventKind.OTHER, "more", (),
                  (EventSource(article, 1, 2, "x"),), Reason("noun")),
        ),
        (
            Figure("cerebras", "revenue", 510e6, None, None, "USD", Qualifier.EXACT, "2025", "gaap", "group", article,
                   0, 9, "A sentence", Span(3, 5), Reason("unit", "$510 million")),
            Figure(None, None, 2.0, 1.5, 2.5, "x", Qualifier.RANGE, None, None, None, article, 0, 9, "A sentence",
                   Span(3, 5), Reason("unit"), True),
        ),
        (Relation("openai", RelationKind.CUSTOMER_OF, "cerebras", EventStatus.HAPPENED, article, 0, 9, "A sentence",
                  Reason("verb")),),
        (Risk(RiskKind.CUSTOMER, "A sentence", article, 0, 9, Reason("cue", "depends on")),),
        (Candidate("Zyphra Systems", 3, 9, Reason("suffix", "Systems")),),
        (Sentence("A sentence", article, 0, 9),),
        (
            Figure(None, None, 3.0, None, None, "x", Qualifier.EXACT, None, None, None, article, 0, 9, "A sentence",
                   Span(3, 5), Reason("unit"), False, True),
        ),
    )  # fmt: skip
