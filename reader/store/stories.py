"""Stories for whoever shows them: rows, dossiers that are kept until something changes, watch list, company pages."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from reader.model.articles import Article
from reader.model.findings import Event
from reader.model.stories import Story, StoryLink, StoryRow, WatchItem, WatchState
from reader.model.text import Reason
from reader.store import articles as stored_articles
from reader.store import findings as stored_findings
from reader.store import story_json
from reader.store.knowledge import KNOWN_SINCE, begun, known_by
from reader.store.layout import compact
from reader.store.times import moment, seconds
from reader.stories.company_page import CompanyPage, build_company
from reader.stories.coverage import alive
from reader.stories.dossier import build_story
from reader.stories.timeline import merge_events
from reader.stories.watch import watch_list

FRESH = timedelta(days=120)
"""reports older than this no longer make a story alive"""
RECENT = 400
"""articles that a company's page is built from, the newest"""


# -- dossiers ----------------------------------------------------------------------------------------------------------


def rebuild(conn: sqlite3.Connection, now: datetime, stories: Sequence[str] | None = None) -> int:
    """Builds the dossiers that are out of date (all, or those of ``stories``) and returns how many."""
    rows = conn.execute("SELECT key, id FROM stories WHERE stale = 1 ORDER BY key").fetchall()
    wanted = None if stories is None else set(stories)
    built = 0
    for key, name in rows:
        if wanted is not None and name not in wanted:
            continue
        story = _build(conn, key, name, now)
        conn.execute(
            "INSERT INTO dossiers (story, body) VALUES (?, ?) ON CONFLICT (story) DO UPDATE SET body = excluded.body",
            (key, story_json.dump(story)),
        )
        conn.execute(
            "UPDATE stories SET title = iif(named IS NULL, ?, title), origins = ?, companies = ?, topics = ?, stale = 0"
            " WHERE key = ?",
            (story.title, story.origins, compact(story.companies), compact(story.topics), key),
        )
        conn.execute("DELETE FROM story_events WHERE story = ?", (key,))
        conn.executemany(
            "INSERT OR IGNORE INTO story_events (id, story) VALUES (?, ?)", [(event.id, key) for event in story.events]
        )
        built += 1
    return built


def _articles(conn: sqlite3.Connection, key: int) -> list[Article]:
    ids = [
        name
        for (name,) in conn.execute(
            "SELECT a.id FROM story_articles l JOIN articles a ON a.key = l.article WHERE l.story = ?"
            " ORDER BY a.sort_time, a.id",
            (key,),
        )
    ]
    return stored_articles.get_many(conn, ids, html=False)


def _build(
    conn: sqlite3.Connection,
    key: int,
    name: str,
    now: datetime,
    last_opened: datetime | None = None,
) -> Story:
    return _built(conn, key, name, now, _articles(conn, key), last_opened)


def _as_of(conn: sqlite3.Connection, key: int, name: str, now: datetime, as_of: datetime) -> Story | None:
    articles = known_by(conn, _articles(conn, key), as_of)
    return _built(conn, key, name, now, articles, as_of=as_of) if articles else None


def _built(
    conn: sqlite3.Connection,
    key: int,
    name: str,
    now: datetime,
    articles: Sequence[Article],
    last_opened: datetime | None = None,
    as_of: datetime | None = None,
) -> Story:
    named, shown = conn.execute("SELECT named, title FROM stories WHERE key = ?", (key,)).fetchone()
    beside = conn.execute("SELECT other FROM story_related WHERE story = ? ORDER BY place", (key,)).fetchall()
    return build_story(
        name,
        articles,
        stored_findings.get_many(conn, [article.id for article in articles]),
        now,
        title=named,
        previous=shown,
        related=[other for (other,) in beside if _key(conn, other) is not None],
        settled=settled(conn),
        last_opened=last_opened,
        as_of=as_of,
    )


def _key(conn: sqlite3.Connection, story: str) -> int | None:
    row = conn.execute("SELECT key FROM stories WHERE id = ?", (story,)).fetchone()
    return row[0] if row else None


def get(conn: sqlite3.Connection, story: str, now: datetime, as_of: datetime | None = None) -> Story | None:
    """Returns the dossier of a story, also under the id of one that it took in; None where there is none.

    With ``as_of`` it is built from what was known by then; None where that is nothing.
    """
    moved = conn.execute("SELECT new FROM story_moves WHERE old = ?", (story,)).fetchone()
    row = conn.execute(
        "SELECT s.key, s.id, s.stale, s.opened, d.body FROM stories s LEFT JOIN dossiers d ON d.story = s.key"
        " WHERE s.id = ?",
        (moved[0] if moved else story,),
    ).fetchone()
    if row is None:
        return None
    key, name, stale, opened, body = row
    if as_of is not None:
        return _as_of(conn, key, name, now, as_of)
    last_opened = moment(opened) if opened is not None else None
    if stale or body is None or (last_opened is not None and _has_news(conn, key, opened)):
        return _build(conn, key, name, now, last_opened)
    try:
        story_read = story_json.load(body)
    except ValueError:
        return _build(conn, key, name, now, last_opened)
    return _fresh(conn, key, story_read, now)


def _has_news(conn: sqlite3.Connection, key: int, opened: int) -> bool:
    return (
        conn.execute(
            "SELECT 1 FROM story_articles l JOIN articles a ON a.key = l.article"
            " WHERE l.story = ? AND a.first_seen > ? LIMIT 1",
            (key, opened),
        ).fetchone()
        is not None
    )


def _fresh(conn: sqlite3.Connection, key: int, story: Story, now: datetime) -> Story:
    (unread,) = conn.execute(
        "SELECT count(*) FROM story_articles l JOIN reading r ON r.article = l.article"
        " WHERE l.story = ? AND r.read = 0",
        (key,),
    ).fetchone()
    return replace(
        story, unread=unread, watch=watch_list(story.timeline, now.date(), settled(conn), story.events), new=()
    )


def every(conn: sqlite3.Connection, now: datetime) -> list[Story]:
    """Returns the dossiers of all stories, most alive first."""
    found = (get(conn, row.id, now) for row in rows(conn, now))
    return [story for story in found if story is not None]


# -- lists -------------------------------------------------------------------------------------------------------------


def rows(
    conn: sqlite3.Connection,
    now: datetime,
    *,
    company: str | None = None,
    topic: str | None = None,
    limit: int | None = None,
    watched: frozenset[str] = frozenset(),
) -> list[StoryRow]:
    """Returns the stories, most alive first; ``watched`` are the companies that the user follows."""
    wanted, values = [], []
    for column, value in (("companies", company), ("topics", topic)):
        if value is not None:
            wanted.append(f"instr({column}, ?) > 0")
            values.append(compact(value))
    where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
    interest = _Interest(conn, now)
    ranked = []
    for row in conn.execute(
        "SELECT key, id, coalesce(named, title), first, last, articles, origins, companies, topics FROM stories"
        + where,
        values,
    ):
        key, _, _, _, last, count, origins, companies, _ = row
        followed = bool(watched) and not watched.isdisjoint(json.loads(companies))
        ranked.append((-interest.score(key, count, origins, followed)[0], -last, row))
    ranked.sort(key=lambda item: (item[0], item[1], item[2][1]))
    return [
        StoryRow(
            name, title, moment(first), moment(last), count, origins, interest.unread.get(key, 0),
            tuple(json.loads(companies)), tuple(json.loads(topics)), -alive_score,
        )
        for alive_score, _, (key, name, title, first, last, count, origins, companies, topics) in ranked[:limit]
    ]  # fmt: skip


def rank_reason(
    conn: sqlite3.Connection, story: str, now: datetime, watched: frozenset[str] = frozenset()
) -> Reason | None:
    """Returns why a story stands where it stands in the list; None where there is no such story."""
    row = conn.execute("SELECT key, articles, origins, companies FROM stories WHERE id = ?", (story,)).fetchone()
    if row is None:
        return None
    key, count, origins, companies = row
    followed = not watched.isdisjoint(json.loads(companies))
    return _Interest(conn, now).score(key, count, origins, followed)[1]


class _Interest:
    """Counts over all stories that their liveliness needs, each read once."""

    def __init__(self, conn: sqlite3.Connection, now: datetime) -> None:
        self.now = now
        self.unread: dict[int, int] = dict(
            conn.execute(
                "SELECT l.story, count(*) FROM story_articles l JOIN reading r ON r.article = l.article"
                " WHERE r.read = 0 GROUP BY l.story"
            )
        )
        self.starred: dict[int, int] = dict(
            conn.execute(
                "SELECT l.story, count(*) FROM reading r JOIN story_articles l ON l.article = r.article"
                " WHERE r.starred = 1 GROUP BY l.story"
            )
        )
        self.notes: dict[int, int] = dict(
            conn.execute(
                "SELECT story, count(*) FROM (SELECT s.key AS story FROM notes n JOIN stories s ON s.id = n.target"
                " WHERE n.removed IS NULL UNION ALL SELECT l.story FROM notes n JOIN articles a ON a.id = n.target"
                " JOIN story_articles l ON l.article = a.key WHERE n.removed IS NULL) GROUP BY story"
            )
        )
        self.days: dict[int, list[datetime]] = defaultdict(list)
        for story, time in conn.execute(
            "SELECT l.story, a.sort_time FROM articles a JOIN story_articles l ON l.article = a.key"
            " WHERE a.sort_time > ?",
            (seconds(now - FRESH),),
        ):
            self.days[story].append(moment(time))

    def score(self, key: int, articles: int, origins: int, watched: bool) -> tuple[float, Reason]:
        return alive(
            self.days.get(key, []), origins, self.now, articles=articles, unread=self.unread.get(key, 0),
            starred=self.starred.get(key, 0), notes=self.notes.get(key, 0), watched=watched,
        )  # fmt: skip


LONGEST_NAME = 10_000
"""characters of a title that is looked for: SQLite refuses patterns of 50,000 bytes"""


def resolve(conn: sqlite3.Connection, text: str, limit: int = 20) -> list[tuple[str, str]]:
    """Returns (id, title) of the stories that ``text`` names: an exact id, a whole title, then any start of one."""
    text = text.strip()
    if len(text) > LONGEST_NAME:
        return []
    moved = conn.execute("SELECT new FROM story_moves WHERE old = ?", (text,)).fetchone()
    name = moved[0] if moved else text
    exact = conn.execute("SELECT id, coalesce(named, title) FROM stories WHERE id = ?", (name,)).fetchall()
    if exact or not text:
        return [(row[0], row[1]) for row in exact]
    whole = conn.execute(
        "SELECT id, coalesce(named, title) AS shown FROM stories"
        " WHERE shown = ? COLLATE NOCASE ORDER BY last DESC LIMIT ?",
        (text, limit),
    ).fetchall()
    if not whole:
        start = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        whole = conn.execute(
            "SELECT id, coalesce(named, title) AS shown FROM stories"
            " WHERE shown LIKE ?1 ESCAPE '\\' OR id LIKE ?1 ESCAPE '\\' ORDER BY last DESC LIMIT ?2",
            (start, limit),
        ).fetchall()
    return [(row[0], row[1]) for row in whole]


def links(conn: sqlite3.Connection, story: str) -> list[StoryLink]:
    """Returns why each article stands in a story, oldest article first."""
    return [
        StoryLink(name, article, score, Reason(rule, words), bool(by_user))
        for name, article, score, rule, words, by_user in conn.execute(
            "SELECT s.id, a.id, l.score, l.rule, l.words, l.by_user FROM stories s"
            " JOIN story_articles l ON l.story = s.key JOIN articles a ON a.key = l.article"
            " WHERE s.id = ? ORDER BY a.sort_time, a.id",
            (story,),
        )
    ]


def opened(conn: sqlite3.Connection, story: str, now: datetime) -> None:
    """Remembers when the user looked at a story, for what is new the next time."""
    conn.execute("UPDATE stories SET opened = ? WHERE id = ?", (seconds(now), story))


# -- expectations ------------------------------------------------------------------------------------------------------


def settled(conn: sqlite3.Connection) -> dict[str, WatchState]:
    """Returns the user's word on expectations, by event."""
    return {event: WatchState(state) for event, state in conn.execute("SELECT event, state FROM expectations")}


def resolve_watch(conn: sqlite3.Connection, event: str, state: WatchState | None, now: datetime) -> bool:
    """Saves the user's word on an expectation (None takes it back); returns whether there is such an event."""
    if conn.execute("SELECT 1 FROM story_events WHERE id = ?", (event,)).fetchone() is None:
        return False
    if state is None:
        conn.execute("DELETE FROM expectations WHERE event = ?", (event,))
    else:
        conn.execute(
            "INSERT OR REPLACE INTO expectations (event, state, made) VALUES (?, ?, ?)", (event, state, seconds(now))
        )
    return True


def watching(conn: sqlite3.Connection, now: datetime) -> list[tuple[str, WatchItem]]:
    """Returns (story, expectation) of all stories, soonest due first."""
    found = [(story.id, item) for story in every(conn, now) for item in story.watch]
    return sorted(found, key=lambda pair: (pair[1].due, pair[1].event.id))


# -- companies ---------------------------------------------------------------------------------------------------------


def company_page(conn: sqlite3.Connection, company: str, now: datetime, as_of: datetime | None = None) -> CompanyPage:
    """Returns the stories, timeline, figures and relations of one organisation, over its newest articles."""
    keys = _newest(conn, "company_tags", "t.company = ?1 AND t.salience <> 'passing'", company, now, as_of)
    articles = stored_articles.headers(conn, keys)
    found = stored_findings.get_many(conn, [article.id for article in articles])
    stories = [row.id for row in rows(conn, now, company=company)]
    return build_company(company, articles, found, stories)


class TopicPage(NamedTuple):
    """What a topic's newest articles amount to: all their events, in order of time."""

    events: tuple[Event, ...]


def topic_page(conn: sqlite3.Connection, topic: str, now: datetime, as_of: datetime | None = None) -> TopicPage:
    """Returns the merged events of the newest articles on a topic, in order of time."""
    keys = _newest(conn, "topic_tags", "t.topic = ?1", topic, now, as_of)
    articles = [article for article in stored_articles.headers(conn, keys) if article.duplicate_of is None]
    found = stored_findings.get_many(conn, [article.id for article in articles])
    return TopicPage(merge_events(articles, {identity: findings.events for identity, findings in found.items()}))


def _newest(
    conn: sqlite3.Connection, tags: str, having: str, value: str, now: datetime, as_of: datetime | None
) -> list[int]:
    """Returns the keys of the newest articles by their tags; with ``as_of`` of those known then."""
    if as_of is None:
        rows = conn.execute(
            f"SELECT t.article FROM {tags} t WHERE {having} AND t.sort_time <= ?2 ORDER BY t.sort_time DESC LIMIT ?3",
            (value, seconds(now), RECENT),
        )
    else:
        rows = conn.execute(
            f"SELECT t.article FROM {tags} t JOIN articles a ON a.key = t.article WHERE {having}"
            f" AND {KNOWN_SINCE} <= ?2 ORDER BY t.sort_time DESC LIMIT ?3",
            (value, seconds(as_of), RECENT, begun(conn)),
        )
    return [key for (key,) in rows]
