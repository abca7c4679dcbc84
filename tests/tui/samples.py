"""A small store for the reader's tests: one story told by six articles of four outlets, and some that stand alone.

Findings are given by hand, so that these tests say nothing about the rules of analysis and linking.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.model.feeds import Change, Entry, FeedKind, Subscription
from reader.model.findings import (
    CompanyTag,
    Event,
    EventKind,
    EventSource,
    EventStatus,
    Figure,
    Findings,
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
from reader.model.text import PlainText, Reason, Sentence, Span
from reader.sentences import sentences
from reader.store import articles, feeds, findings, linking, notes, reading, stories, story_actions
from reader.store.connection import Store
from reader.text import plain_text

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
NAMES = {"cerebras": "Cerebras", "openai": "OpenAI", "nvidia": "NVIDIA", "cfius": "CFIUS", "g42": "G42"}
FEEDS = (
    Subscription("longwire", "https://longwire.example/rss", "Longwire", kind=FeedKind.WIRE),
    Subscription("reticle", "https://reticle.example/atom", "The Reticle", kind=FeedKind.NEWSLETTER),
    Subscription("rack-and-row", "https://rack.example/feed", "Rack & Row"),
    Subscription("tidewater", "https://tidewater.example/rss", "Tidewater Business"),
)


@dataclass(frozen=True)
class Told:
    """An article of the samples: ``companies`` are ids, ``dates`` words, EDTF and status."""

    name: str
    feed: str
    day: datetime
    title: str
    html: str
    companies: tuple[str, ...] = ()
    dates: tuple[tuple[str, str, str], ...] = ()
    sums: tuple[tuple[str, str, str, float, str], ...] = ()
    """words, subject, metric, value, unit"""
    relation: tuple[str, str, str, str] | None = None
    """words, source, kind, target"""
    risk: str = ""
    story: bool = True


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


ARTICLES = (
    Told(
        "filing",
        "longwire",
        day("2024-09-30T20:00"),
        "Cerebras files for a listing on Nasdaq",
        "<p>Cerebras filed for a listing on Nasdaq on September 30, 2024.</p><p>The chip maker reported revenue of "
        "$78.7 million for 2023. One customer, G42, stands for most of that, which is a risk.</p>",
        ("cerebras", "g42"),
        (("September 30, 2024", "2024-09-30", "happened"),),
        (("$78.7 million", "cerebras", "revenue", 78.7e6, "USD"),),
        ("One customer, G42", "g42", "customer-of", "cerebras"),
        "One customer, G42, stands for most of that, which is a risk.",
    ),
    Told(
        "withdrawal",
        "reticle",
        day("2025-10-03T15:00"),
        "Cerebras withdraws its filing",
        "<h2>What happened</h2><p>Cerebras withdrew its registration statement on October 3, 2025.</p>"
        "<blockquote><p>We will file again, said its chief.</p></blockquote>"
        "<ul><li>CFIUS had cleared the stake of G42.</li><li>A private round of $1.1 billion closed before.</li></ul>",
        ("cerebras", "cfius", "g42"),
        (("October 3, 2025", "2025-10-03", "happened"),),
        (("$1.1 billion", "cerebras", "raise", 1.1e9, "USD"),),
    ),
    Told(
        "contract",
        "longwire",
        day("2026-01-14T14:00"),
        "OpenAI signs Cerebras for 750 megawatts",
        "<p>OpenAI will buy up to 750 megawatts of computing capacity from Cerebras, the companies said on "
        "January 14, 2026.</p><p>The contract is worth more than $10 billion. See "
        "<a href='https://openai.example/post'>the announcement</a> and "
        "<a href='https://cerebras.example/news'>the chip maker's page</a>.</p>",
        ("openai", "cerebras"),
        (("January 14, 2026", "2026-01-14", "happened"),),
        (
            ("$10 billion", "openai", "contract value", 1e10, "USD"),
            ("750 megawatts", "openai", "power capacity", 7.5e8, "W"),
        ),
        ("OpenAI will buy", "openai", "customer-of", "cerebras"),
    ),
    Told(
        "doubt",
        "rack-and-row",
        day("2026-01-15T09:00"),
        "How large is the Cerebras contract?",
        "<p>OpenAI's contract with Cerebras is worth $12 billion, two people who know the terms said on January 15, "
        "2026.</p>",
        ("openai", "cerebras"),
        (),
        (("$12 billion", "openai", "contract value", 1.2e10, "USD"),),
    ),
    Told(
        "again",
        "tidewater",
        day("2026-04-18T06:00"),
        "Cerebras files again, with OpenAI as anchor",
        "<p>Cerebras filed again for a listing on April 17, 2026.</p><p>Revenue rose to $510 million in 2025. The "
        "listing is expected in the second quarter of 2026.</p>",
        ("cerebras", "openai"),
        (("April 17, 2026", "2026-04-17", "happened"), ("the second quarter of 2026", "2026-04/2026-06", "planned")),
        (("$510 million", "cerebras", "revenue", 5.1e8, "USD"),),
    ),
    Told(
        "pricing",
        "longwire",
        day("2026-05-04T08:00"),
        "Cerebras seeks up to $3.5 billion in its offering",
        "<p>Cerebras seeks up to $3.5 billion, it said on May 4, 2026. The capacity for OpenAI is to be complete by "
        "the end of 2028.</p>",
        ("cerebras", "openai"),
        (("May 4, 2026", "2026-05-04", "happened"), ("the end of 2028", "../2028-12", "planned")),
        (("$3.5 billion", "cerebras", "raise", 3.5e9, "USD"),),
    ),
    Told(
        "memory",
        "reticle",
        day("2026-05-03T10:00"),
        "Nvidia has three sources for HBM4",
        "<p>Nvidia now buys memory from three makers.</p>",
        ("nvidia",),
        story=False,
    ),
    Told(
        "quiet",
        "tidewater",
        day("2026-05-02T10:00"),
        "A museum of glass",
        "<p>Etched in glass: an evening at the harbour museum.</p>",
        story=False,
    ),
)


def article_id(name: str) -> str:
    return public_id("a", name)


def save(store: Store, told: Told, title: str | None = None, text: PlainText | None = None) -> None:
    """Saves one article as a sync would."""
    plain = text or plain_text(told.html)
    entry = Entry(
        f"guid-{told.name}",
        f"https://{told.feed}.example/{told.name}",
        title or told.title,
        None,
        told.day,
        None,
        told.html,
    )
    change = Change(article_id(told.name), f"id-{told.name}", f"hash-{told.name}", entry, plain, True, True)
    with store.write() as conn:
        articles.save_changes(conn, told.feed, (change,), told.day + timedelta(minutes=5))


def found(told: Told, text: str, blocks: PlainText) -> Findings:
    """Returns the findings that an article's builder names."""
    name = article_id(told.name)
    spans = sentences(text, blocks.blocks)

    def around(words: str) -> Span:
        at = text.index(words)
        return next(span for span in spans if span.start <= at < span.end)

    def at(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    def named(slug: str) -> tuple[Span, ...]:
        word, out, start = NAMES[slug] if slug != "nvidia" else "Nvidia", [], 0
        while (start := text.find(word, start)) >= 0:
            out.append(Span(start, start + len(word)))
            start += len(word)
        return tuple(out)

    tags = tuple(
        CompanyTag(
            slug,
            NAMES[slug],
            CompanyKind.AGENCY if slug == "cfius" else CompanyKind.COMPANY,
            len(named(slug)),
            Salience.MAIN if number == 0 else Salience.SECONDARY,
            named(slug),
            Reason("sure-name", NAMES[slug]),
            2.0 - number,
        )
        for number, slug in enumerate(told.companies)
    )
    events = tuple(
        Event(
            public_id("e", told.name, edtf),
            edtf,
            False,
            EventStatus(status),
            EventKind.FILING,
            around(words).of(text).rstrip("."),
            told.companies[:2],
            (EventSource(name, around(words).start, around(words).end, around(words).of(text), at(words)),),
            Reason("calendar-date", words),
        )
        for words, edtf, status in told.dates
    )
    figures = tuple(
        Figure(
            subject,
            metric,
            value,
            None,
            None,
            unit,
            Qualifier.EXACT,
            told.day.strftime("%Y") if metric == "revenue" else None,
            None,
            None,
            name,
            around(words).start,
            around(words).end,
            around(words).of(text),
            at(words),
            Reason("number-with-unit", words),
        )
        for words, subject, metric, value, unit in told.sums
    )
    relations = ()
    if told.relation:
        words, source, kind, target = told.relation
        span = around(words)
        relations = (
            Relation(
                source,
                RelationKind(kind),
                target,
                EventStatus.HAPPENED,
                name,
                span.start,
                span.end,
                span.of(text),
                Reason("verb", words),
            ),
        )
    risks = ()
    if told.risk:
        span = around(told.risk)
        risks = (Risk(RiskKind.CUSTOMER, span.of(text), name, span.start, span.end, Reason("cue", "risk")),)
    first = spans[0]
    return Findings(
        name,
        spans,
        tags,
        (TopicTag("public-markets", 2.0, Reason("terms", "listing")),),
        events,
        figures,
        relations,
        risks,
        (),
        (Sentence(first.of(text), name, first.start, first.end),),
    )


def make_store(path: Path, told: tuple[Told, ...] = ARTICLES) -> str:
    """Fills a store with the samples and returns the id of their story."""
    with Store.open(path) as store:
        with store.write() as conn:
            feeds.upsert_feeds(conn, FEEDS)
        for item in told:
            save(store, item)
        with store.write() as conn:
            for item in told:
                plain = plain_text(item.html)
                findings.replace(conn, article_id(item.name), found(item, plain.text, plain), 1, "lexicon")
            wanted = [article_id(item.name) for item in told]
            read = findings.get_many(conn, wanted)
            linking.link(conn, [(article, read[article.id]) for article in articles.get_many(conn, wanted)])
            ids = [article_id(item.name) for item in told if item.story]
            of = list(dict.fromkeys(a.story for a in articles.get_many(conn, ids) if a.story))
            story = story_actions.merge(conn, of, NOW) if len(of) > 1 else of[0]
            story_actions.rename(conn, story, "Cerebras goes public", NOW)
            stories.rebuild(conn, NOW)
        with store.write() as conn:
            reading.mark(conn, [article_id("filing"), article_id("quiet")], read=True, now=NOW)
            reading.mark(conn, [article_id("contract")], star=True, tag=("chips",), now=NOW)
            notes.add(conn, article_id("contract"), "Compare with the filing.", now=NOW)
            failing = feeds.feed_state(conn, "tidewater")
            assert failing is not None
            feeds.record_fetch(
                conn,
                replace(
                    failing,
                    last_sync=NOW - timedelta(hours=2),
                    last_status="failed",
                    error="HTTP 503 Service Unavailable",
                    failures=3,
                ),
            )
    return story
