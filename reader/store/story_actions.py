"""What the user does to stories: merge, split, take out, rename, and undo. Each keeps within the caller's transaction.

A running sync reads its book of stories again when it sees that somebody was here, and its rules keep to the
decisions from then on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from reader.clean import clean_title
from reader.errors import NotFound, UsageError
from reader.model.ids import public_id
from reader.model.stories import Decision, DecisionKind, StoryLink
from reader.model.text import Reason
from reader.store import copies as stored_copies
from reader.store import decisions as stored_decisions
from reader.store.linking import drop, move, profiles_of, save_story
from reader.store.times import seconds
from reader.stories.clusters import Cluster
from reader.stories.linking import company_key
from reader.stories.profiles import TAKING_PART


def merge(conn: sqlite3.Connection, stories: Sequence[str], now: datetime) -> str:
    """Makes one story of several, under the first one's id, which is returned.

    Raises NotFound for a story that is not there, UsageError for less than two.
    """
    names = list(dict.fromkeys(current(conn, story) for story in stories))
    if len(names) < 2:
        raise UsageError("a merge takes at least two different stories")
    before = {story: articles_of(conn, story) for story in names}
    everything = [article for story in names for article in before[story]]
    decision = Decision(DecisionKind.MERGE, tuple(names), tuple(everything), made=now)
    stored_decisions.record(conn, decision, before, now)
    for gone in names[1:]:
        move(conn, gone, names[0])
    _place(conn, names[0], everything, Reason("by-user", "merged by the user"))
    _turn(conn)
    return names[0]


def split(conn: sqlite3.Connection, story: str, articles: Sequence[str], now: datetime) -> str:
    """Moves articles out of a story into a new one of their own; returns its id.

    Raises NotFound where the story is not there, UsageError where an article is not in it or none would stay.
    """
    name, moved, left = _parted(conn, story, articles)
    if not left:
        raise UsageError("a split has to leave an article behind")
    made = public_id("s", moved[0], str(seconds(now)))
    decision = Decision(DecisionKind.SPLIT, (name, made), tuple(moved), made=now, against=tuple(left))
    stored_decisions.record(conn, decision, {name: [*left, *moved], made: []}, now)
    _place(conn, name, left, None)
    _place(conn, made, moved, Reason("by-user", "split off by the user"))
    _turn(conn)
    return made


def remove(conn: sqlite3.Connection, story: str, articles: Sequence[str], now: datetime) -> None:
    """Takes articles out of a story; each stands alone until linking finds it another one.

    Raises NotFound where the story is not there, UsageError where an article is not in it.
    """
    name, moved, left = _parted(conn, story, articles)
    decision = Decision(DecisionKind.REMOVE, (name,), tuple(moved), made=now, against=tuple(left))
    alone = {public_id("s", article, str(seconds(now))): article for article in moved}
    before = {name: [*left, *moved]} | {other: [] for other in alone}
    stored_decisions.record(conn, decision, before, now)
    _place(conn, name, left, None)
    for other, article in alone.items():
        _place(conn, other, [article], Reason("by-user", "taken out of another story by the user"))
    _turn(conn)


def rename(conn: sqlite3.Connection, story: str, title: str, now: datetime) -> None:
    """Gives a story the user's title. Raises NotFound, and UsageError for a title that shows nothing."""
    name, title = current(conn, story), clean_title(title)
    if not title.strip() or title == "(untitled)":
        raise UsageError("a title has to say something")
    (old,) = conn.execute("SELECT named FROM stories WHERE id = ?", (name,)).fetchone()
    decision = Decision(DecisionKind.RENAME, (name, old or ""), (), title, now)
    stored_decisions.record(conn, decision, {}, now)
    conn.execute("UPDATE stories SET named = ?, stale = 1 WHERE id = ?", (title, name))


def name_again(conn: sqlite3.Connection) -> None:
    """Gives the titles of standing decisions to stories that have none of the user's: those that came to be after it.

    A decision that was brought from another machine waits like this for its story's articles.
    """
    for decision in stored_decisions.decisions(conn):
        if decision.kind is DecisionKind.RENAME:
            conn.execute(
                "UPDATE stories SET named = ?, stale = 1 WHERE id = ? AND named IS NULL",
                (decision.title, _moved(conn, decision.stories[0])),
            )


def undo(conn: sqlite3.Connection, now: datetime) -> str | None:
    """Takes the last decision back; returns what it was in words, None where there is none left.

    Articles that joined since stay where they are.
    """
    found = stored_decisions.last(conn)
    if found is None:
        return None
    key, decision, before = found
    stored_decisions.mark_undone(conn, key, now)
    if decision.kind is DecisionKind.RENAME:
        old = decision.stories[1] if len(decision.stories) > 1 else ""
        name = _moved(conn, decision.stories[0])
        conn.execute("UPDATE stories SET named = ?, stale = 1 WHERE id = ?", (old or None, name))
        return "rename"
    told = {article for articles in before.values() for article in articles}
    concerned = {_moved(conn, story) for story in before}
    since = {
        story: [article for article in articles_of(conn, story) if article not in told]
        for story in concerned
        if _key(conn, story) is not None
    }
    conn.executemany("DELETE FROM story_moves WHERE old = ?", [(story,) for story in before])
    for story, articles in before.items():
        wanted = [*articles, *since.pop(story, [])]
        if wanted:
            _place(conn, story, wanted, None)
        elif _key(conn, story) is not None:
            move(conn, story, next(iter(before)))
    for story, articles in since.items():
        if articles:
            _place(conn, story, articles, None)
        elif story not in before:
            move(conn, story, next(iter(before)))
    _turn(conn)
    return decision.kind.value


def current(conn: sqlite3.Connection, story: str) -> str:
    """Returns the id under which a story lives now, which differs where it was merged. Raises NotFound."""
    name = _moved(conn, story)
    if _key(conn, name) is None:
        raise NotFound(f"no story {story}")
    return name


def articles_of(conn: sqlite3.Connection, story: str) -> list[str]:
    """Returns the ids of a story's articles, oldest first."""
    rows = conn.execute(
        "SELECT a.id FROM stories s JOIN story_articles l ON l.story = s.key JOIN articles a ON a.key = l.article"
        " WHERE s.id = ? ORDER BY a.sort_time, a.id",
        (story,),
    )
    return [article for (article,) in rows]


def _moved(conn: sqlite3.Connection, story: str) -> str:
    row = conn.execute("SELECT new FROM story_moves WHERE old = ?", (story,)).fetchone()
    return row[0] if row else story


def _key(conn: sqlite3.Connection, story: str) -> int | None:
    row = conn.execute("SELECT key FROM stories WHERE id = ?", (story,)).fetchone()
    return row[0] if row else None


def _parted(conn: sqlite3.Connection, story: str, articles: Sequence[str]) -> tuple[str, list[str], list[str]]:
    name = current(conn, story)
    present = articles_of(conn, name)
    for article in articles:
        if article not in present:
            raise UsageError(f"{article} is not in story {name}")
    if not articles:
        raise UsageError("no article was named")
    chosen = set(articles)
    return name, [x for x in present if x in chosen], [x for x in present if x not in chosen]


def _place(conn: sqlite3.Connection, story: str, articles: Sequence[str], reason: Reason | None) -> None:
    """Makes a story hold exactly these articles; those already in it keep their reasons unless one is given."""
    if not articles:
        drop(conn, story)
        return
    cluster = Cluster(story)
    copies = stored_copies.originals(conn, articles)
    profiles = sorted(profiles_of(conn, articles), key=lambda profile: (profile.article in copies, profile.order))
    rarity = _spread(conn, {term for profile in profiles for term, _ in profile.terms})
    for profile in profiles:
        cluster.add(profile, copy=profile.article in copies)
        rare = sorted((-weight / (1 + rarity.get(term, 0)), term) for term, weight in profile.terms)
        cluster.keys.update(term for _, term in rare[:14])
        cluster.keys.update(company_key(company) for company, weight in profile.companies if weight >= TAKING_PART)
    cluster.visible = True
    conn.execute(
        "INSERT INTO link_clusters (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        (story, cluster.to_bytes()),
    )
    held = set(articles_of(conn, story))
    told = reason or Reason("by-user", "put back by the user")
    links: Mapping[str, StoryLink] = {
        article: StoryLink(story, article, 9.0, told, by_user=True)
        for article in cluster.articles
        if reason is not None or article not in held
    }
    save_story(conn, cluster, links)


def _spread(conn: sqlite3.Connection, terms: set[int]) -> dict[int, int]:
    """Returns in how many articles each of these terms occurs."""
    found = {}
    for term in terms:
        row = conn.execute("SELECT articles FROM link_terms WHERE term = ?", (term,)).fetchone()
        if row is not None:
            found[term] = row[0]
    return found


def _turn(conn: sqlite3.Connection) -> None:
    conn.execute("UPDATE link_stream SET version = version + 1")
