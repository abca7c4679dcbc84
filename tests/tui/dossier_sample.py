"""A dossier by hand, for the goldens: what the screens show must not change with the rules that make stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from reader.model.articles import ArticleRow
from reader.model.findings import (
    Event,
    EventKind,
    EventSource,
    EventStatus,
    OtherDate,
    Qualifier,
    Relation,
    RelationKind,
    Risk,
    RiskKind,
)
from reader.model.stories import (
    CoverageWeek,
    LedgerRow,
    LedgerState,
    LedgerValue,
    Story,
    StoryRow,
    SummarySentence,
    WatchItem,
    WatchState,
)
from reader.model.text import Reason, SourceRef
from reader.tui.lenses import LensKind, LensTree
from reader.tui.library import Library
from reader.tui.pages import ArticlePage, Dossier
from tests.tui.samples import ARTICLES, NAMES, NOW, article_id

TEXTS = {
    "filing": (0, 62, "Cerebras filed for a listing on Nasdaq on September 30, 2024."),
    "withdrawal": (14, 77, "Cerebras withdrew its registration statement on October 3, 2025."),
    "contract": (
        0,
        111,
        "OpenAI will buy up to 750 megawatts of computing capacity from Cerebras, the companies said "
        "on January 14, 2026.",
    ),
    "doubt": (0, 96, "OpenAI's contract with Cerebras is worth $12 billion, two people who know the terms said."),
    "again": (0, 54, "Cerebras filed again for a listing on April 17, 2026."),
    "pricing": (0, 57, "Cerebras seeks up to $3.5 billion, it said on May 4, 2026."),
}


def place(name: str) -> SourceRef:
    start, end, _ = TEXTS[name]
    return SourceRef(article_id(name), start, end)


def source(name: str) -> EventSource:
    start, end, text = TEXTS[name]
    return EventSource(article_id(name), start, end, text)


def event(
    name: str,
    when: str,
    status: str,
    kind: str,
    text: str,
    *more: str,
    others: tuple[OtherDate, ...] = (),
    companies: tuple[str, ...] = ("cerebras",),
    approx: bool = False,
) -> Event:
    return Event(
        f"e-{name}-{when}",
        when,
        approx,
        EventStatus(status),
        EventKind(kind),
        text,
        companies,
        (source(name), *map(source, more)),
        Reason("calendar-date", when),
        others,
    )


def value(
    name: str,
    amount: float,
    origin: str,
    low: float | None = None,
    high: float | None = None,
    qualifier: Qualifier = Qualifier.EXACT,
) -> LedgerValue:
    start, end, text = TEXTS[name]
    day = next(item.day for item in ARTICLES if item.name == name)
    return LedgerValue(amount, low, high, qualifier, day, origin, article_id(name), start, end, text)


def row(
    subject: str | None,
    metric: str,
    unit: str,
    period: str | None,
    state: LedgerState,
    change: float | None,
    *values: LedgerValue,
    basis: str | None = None,
    scope: str | None = None,
) -> LedgerRow:
    return LedgerRow(
        subject, metric, unit, period, basis, scope, values, state, change, Reason("same-quantity", metric)
    )


TIMELINE = (
    event("filing", "2024-09-30", "happened", "filing", "Cerebras filed for a listing on Nasdaq"),
    event("withdrawal", "2025-10-03", "cancelled", "filing", "The first listing was withdrawn", "filing"),
    event(
        "contract",
        "2026-01-14",
        "happened",
        "deal",
        "OpenAI will buy up to 750 megawatts of computing capacity from Cerebras",
        "doubt",
        "again",
        "pricing",
        companies=("openai", "cerebras"),
        others=(OtherDate("2026-01-15", (source("doubt"),)),),
    ),
    event("again", "2026-04-17", "happened", "filing", "Cerebras filed again for a listing", "pricing"),
    event("again", "2026-04/2026-06", "planned", "filing", "The listing is expected in the second quarter of 2026"),
    event("pricing", "2026~", "hypothetical", "deal", "A second customer of that size may follow", approx=True),
    event(
        "pricing",
        "../2028-12",
        "planned",
        "construction",
        "The capacity for OpenAI is to be complete by the end of 2028",
        companies=("cerebras", "openai"),
    ),
)

STORY = Story(
    id="s-sample",
    title="Cerebras goes public",
    first=ARTICLES[0].day,
    last=ARTICLES[5].day,
    articles=tuple(article_id(item.name) for item in ARTICLES if item.story),
    origins=4,
    companies=("cerebras", "openai", "g42", "cfius"),
    topics=("public-markets",),
    unread=5,
    summary=(
        SummarySentence(TEXTS["filing"][2], (place("filing"),)),
        SummarySentence(TEXTS["withdrawal"][2], (place("withdrawal"), place("filing"))),
        SummarySentence(TEXTS["contract"][2], (place("contract"), place("doubt"), place("again"))),
        SummarySentence(TEXTS["pricing"][2], (place("pricing"),)),
    ),
    timeline=TIMELINE,
    events=(*TIMELINE, event("filing", "2024-08", "happened", "other", "Bankers were chosen")),
    figures=(
        row("cerebras", "revenue", "USD", "2023", LedgerState.SINGLE, None, value("filing", 78.7e6, "Longwire")),
        row(
            "cerebras",
            "revenue",
            "USD",
            "2024",
            LedgerState.AGREE,
            0.0,
            value("again", 290.3e6, "Tidewater Business"),
            value("pricing", 290.3e6, "Longwire"),
        ),
        row(
            "cerebras",
            "revenue",
            "USD",
            "2025",
            LedgerState.REVISED,
            0.03,
            value("again", 4.95e8, "Tidewater Business"),
            value("pricing", 5.1e8, "Longwire"),
        ),
        row(
            "openai",
            "contract value",
            "USD",
            None,
            LedgerState.CONFLICT,
            0.2,
            value("contract", 1e10, "Longwire", qualifier=Qualifier.AT_LEAST),
            value("doubt", 1.2e10, "Rack & Row"),
        ),
        row(
            "openai",
            "power capacity",
            "W",
            "../2028-12",
            LedgerState.SCOPE,
            1.0,
            value("contract", 7.5e8, "Longwire", qualifier=Qualifier.UP_TO),
            value("pricing", 2e9, "Longwire"),
            scope="with options",
        ),
        row(
            None,
            "growth",
            "%",
            "2026-01/2026-03",
            LedgerState.SINGLE,
            None,
            value("pricing", 92, "Longwire", 90, 94, Qualifier.RANGE),
            basis="core",
        ),
    ),
    watch=(
        WatchItem(TIMELINE[4], "2026-06-30", WatchState.OPEN, TIMELINE[3]),
        WatchItem(
            event("doubt", "2026-03", "planned", "earnings", "Results were due in March"),
            "2026-03-31",
            WatchState.OVERDUE,
        ),
        WatchItem(TIMELINE[6], "2028-12-31", WatchState.OPEN),
        WatchItem(event("filing", "2025", "planned", "filing", "A listing in 2025"), "2025-12-31", WatchState.MISSED),
    ),
    risks=(
        Risk(
            RiskKind.CUSTOMER,
            "One customer, G42, stands for most of that, which is a risk.",
            article_id("filing"),
            0,
            60,
            Reason("cue", "risk"),
        ),
        Risk(
            RiskKind.TIMING,
            "The capacity may come later than promised.",
            article_id("pricing"),
            0,
            40,
            Reason("cue", "later"),
        ),
    ),
    relations=(
        Relation(
            "openai",
            RelationKind.CUSTOMER_OF,
            "cerebras",
            EventStatus.HAPPENED,
            article_id("contract"),
            0,
            71,
            TEXTS["contract"][2],
            Reason("verb", "buy"),
        ),
        Relation(
            "g42",
            RelationKind.INVESTOR_IN,
            "cerebras",
            EventStatus.HAPPENED,
            article_id("filing"),
            0,
            61,
            TEXTS["filing"][2],
            Reason("verb", "stake"),
        ),
        Relation(
            "cerebras",
            RelationKind.SUPPLIER_OF,
            "openai",
            EventStatus.PLANNED,
            article_id("pricing"),
            0,
            57,
            TEXTS["pricing"][2],
            Reason("verb", "capacity"),
        ),
        Relation(
            "cfius",
            RelationKind.REGULATOR_OF,
            "g42",
            EventStatus.HAPPENED,
            article_id("withdrawal"),
            14,
            77,
            TEXTS["withdrawal"][2],
            Reason("verb", "cleared"),
        ),
    ),
    coverage=(
        CoverageWeek("2025-12-29", 1, 1),
        CoverageWeek("2026-01-12", 5, 3),
        CoverageWeek("2026-02-02", 2, 2),
        CoverageWeek("2026-04-13", 7, 4),
        CoverageWeek("2026-05-04", 3, 2),
    ),
    new=(SummarySentence(TEXTS["pricing"][2], (place("pricing"),)),),
    related=("s-other",),
)


class FixedLibrary(Library):
    """The library of a store whose stories are those of this module."""

    def story(self, story_id: str, as_of: date | None = None) -> Dossier | None:
        ids = list(STORY.articles)
        order = {row.id: row for row in self.rows(range(1, 20)) if row.id in ids}
        rows: list[ArticleRow] = sorted(order.values(), key=_published, reverse=True)
        return Dossier(
            STORY,
            tuple(rows),
            NAMES,
            NOW.date(),
            related=(("s-other", "Memory for the new chips"),),
            links={article_id("contract"): Reason("shared-companies", "Cerebras, OpenAI")},
            as_of=as_of,
        )

    def stories(self) -> list[StoryRow]:
        return [
            StoryRow("s-sample", STORY.title, STORY.first, STORY.last, 6, 4, 5, STORY.companies, STORY.topics, 1.0),
            StoryRow(
                "s-other", "Memory for the new chips", ARTICLES[6].day, ARTICLES[6].day, 1, 1, 0, ("nvidia",), (), 0.2
            ),
        ]

    def article(self, article_id: str) -> ArticlePage | None:
        page = super().article(article_id)
        return replace(page, story_title=STORY.title) if page is not None and article_id in STORY.articles else page

    def rows(self, keys: Sequence[int]) -> list[ArticleRow]:
        return [row if row.id in STORY.articles else replace(row, story=None) for row in super().rows(keys)]

    def tree(self) -> LensTree:
        tree = super().tree()
        top = [replace(item, total=2) if item.lens.kind is LensKind.STORIES else item for item in tree.top]
        return replace(tree, top=tuple(top))

    def opened(self, story_id: str) -> None:
        """Nothing is remembered of a story that the store does not have."""


def _published(row: ArticleRow) -> datetime:
    return row.published or row.first_seen
