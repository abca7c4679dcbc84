"""How a story is covered week by week, and how alive it is."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from reader.model.articles import Article
from reader.model.stories import CoverageWeek
from reader.model.text import Reason
from reader.stories.origins import independent, origin_of

HALF_LIFE = 14.0
"""days after which a report counts half for a story's liveliness"""


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def coverage(articles: Sequence[Article]) -> tuple[CoverageWeek, ...]:
    """Returns articles and independent origins for each week (UTC) that has any, oldest first."""
    weeks: dict[date, list[Article]] = defaultdict(list)
    for article in articles:
        weeks[monday(article.day.astimezone(UTC).date())].append(article)
    return tuple(
        CoverageWeek(week.isoformat(), len(group), independent(origin_of(article) for article in group))
        for week, group in sorted(weeks.items())
    )


def alive(
    days: Sequence[datetime],
    origins: int,
    now: datetime,
    *,
    articles: int = 1,
    unread: int = 0,
    starred: int = 0,
    notes: int = 0,
    watched: bool = False,
) -> tuple[float, Reason]:
    """Returns how alive a story is, and why: fresh reports by independent origins, and the user's own interest.

    ``days`` are the publication times of its articles. Each counts half after every fourteen days; a lone report
    counts less than the same day's report of a story that others follow too.
    """
    fresh = sum(0.5 ** (max(0.0, (now - day).total_seconds() / 86400) / HALF_LIFE) for day in days)
    score = math.log1p(fresh) * (0.6 + 0.4 * math.log2(1 + origins)) + 0.15 * math.log1p(articles)
    interest = 0.5 * min(starred, 3) + 0.7 * min(notes, 3) + (0.5 if watched else 0.0) + 0.05 * min(unread, 4)
    recent = sum((now - day).days < 14 for day in days)
    words = [
        f"{recent} article{'' if recent == 1 else 's'} in 14 days",
        f"{origins} origin{'' if origins == 1 else 's'}",
    ]
    if starred:
        words.append(f"{starred} starred")
    if notes:
        words.append(f"{notes} notes")
    if watched:
        words.append("a company you watch")
    return round(score + interest * max(0.25, min(1.0, fresh)), 4), Reason("alive", ", ".join(words))
