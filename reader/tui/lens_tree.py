"""The left panel out of the counts of the store."""

from __future__ import annotations

from collections.abc import Sequence

from reader.model.feeds import FeedState
from reader.model.lists import CompanyCount, LensCounts, TagCount, TopicCount
from reader.tui.lenses import (
    ALL,
    COMPANIES,
    FEEDS,
    NOTES,
    STARRED,
    STORIES,
    TOPICS,
    UNREAD,
    WATCH,
    Lens,
    LensKind,
    LensLine,
    LensSection,
    LensTree,
)

_TOPICS = {"gpus": "GPUs"}
LISTED = 40
"""companies that the panel lists at most; the heading opens all of them"""


def topic_name(topic: str) -> str:
    """Returns a topic's id as a person reads it."""
    return _TOPICS.get(topic) or topic.replace("-", " ").capitalize()


def lens_tree(
    counts: LensCounts,
    views: Sequence[tuple[str, str, int]],
    companies: Sequence[CompanyCount],
    topics: Sequence[TopicCount],
    tags: Sequence[TagCount],
    feeds: Sequence[FeedState],
) -> LensTree:
    """Returns the lenses with their counts; ``views`` are name, query and count."""
    top = (
        LensLine(UNREAD, counts.unread, counts.unread),
        LensLine(ALL, 0, counts.articles),
        LensLine(STARRED, 0, counts.starred),
        LensLine(STORIES, 0, counts.stories),
        LensLine(WATCH),
        LensLine(NOTES, 0, counts.noted),
    )
    sections = [
        _section("Views", [LensLine(Lens(LensKind.VIEW, name, query), 0, found) for name, query, found in views]),
        _section(
            "Companies",
            [
                LensLine(Lens(LensKind.COMPANY, row.name, row.id), counts.unread_companies.get(row.id, 0), row.articles)
                for row in companies
            ],
            COMPANIES,
        ),
        _section(
            "Topics",
            [
                LensLine(
                    Lens(LensKind.TOPIC, topic_name(row.id), row.id), counts.unread_topics.get(row.id, 0), row.articles
                )
                for row in topics
            ],
            TOPICS,
        ),
        _section(
            "Tags", [LensLine(Lens(LensKind.TAG, f"#{row.tag}", row.tag), row.unread, row.articles) for row in tags]
        ),
    ]
    shown = sorted(feeds, key=lambda state: (not trouble_of(state), -state.unread, state.title.casefold()))
    lines = [
        LensLine(Lens(LensKind.FEED, state.title, state.id), state.unread, state.articles, trouble_of(state))
        for state in shown
    ]
    note = f"{counts.failing} failing" if counts.failing else ""
    kept = [section for section in sections if section.lines]
    return LensTree(top, (*kept, LensSection("Feeds", tuple(lines), FEEDS, note)), counts.articles, counts.feeds)


def _section(title: str, lines: Sequence[LensLine], lens: Lens | None = None) -> LensSection:
    return LensSection(title, tuple(lines), lens)


def trouble_of(state: FeedState) -> str:
    """Returns what is wrong with a feed in a few words, empty where nothing is."""
    if state.last_status == "gone":
        return "gone"
    if state.failures:
        return f"failed {state.failures} times" if state.failures > 1 else "failed"
    return ""
