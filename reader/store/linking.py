"""Linking as the store keeps it: profiles, story sums and the stream's counts, and the one way to change them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reader.model.articles import Article
from reader.model.findings import Findings
from reader.model.stories import StoryLink
from reader.model.text import Reason
from reader.store import articles as stored_articles
from reader.store import copies as stored_copies
from reader.store import findings as stored_findings
from reader.store.articles import keys_of
from reader.store.decisions import constraints
from reader.stories.affinity import Scale
from reader.stories.clusters import Cluster
from reader.stories.duplicates import precedence
from reader.stories.linking import Linked, Linker
from reader.stories.profiles import Profile, make_profile
from reader.stories.words import Frequencies

BATCH = 500
"""articles that are read and linked at once"""
_OPENED = Reason("opened", "the first article of its story")


@dataclass
class StoryBook:
    """The stories in memory as of one version of the store's; handed from batch to batch of one run."""

    linker: Linker
    version: int


def load(conn: sqlite3.Connection) -> StoryBook:
    """Reads what linking needs of the stories."""
    total, first, last, version = conn.execute("SELECT articles, first, last, version FROM link_stream").fetchone()
    frequencies = Frequencies(total, dict(conn.execute("SELECT term, articles FROM link_terms")))
    companies = dict(conn.execute("SELECT company, articles FROM link_companies"))
    clusters = (Cluster.from_bytes(body) for (body,) in conn.execute("SELECT body FROM link_clusters ORDER BY rowid"))
    return StoryBook(Linker(Scale(frequencies, companies, first, last), clusters, constraints(conn)), version)


def link(
    conn: sqlite3.Connection, items: Sequence[tuple[Article, Findings]], book: StoryBook | None = None
) -> StoryBook:
    """Links new or changed articles, inside the caller's transaction: copies, stories, related stories, reasons.

    An article that stands in a story already is taken out and placed anew. Returns the book for the next batch; one
    that another process has overtaken is read again.
    """
    version = conn.execute("SELECT version FROM link_stream").fetchone()[0]
    if book is None or book.version != version:
        book = load(conn)
    for start in range(0, len(items), BATCH):
        _link(conn, items[start : start + BATCH], book.linker)
    return _turn(conn, book)


def _turn(conn: sqlite3.Connection, book: StoryBook) -> StoryBook:
    book.version += 1
    conn.execute("UPDATE link_stream SET version = ?", (book.version,))
    return book


def relink(conn: sqlite3.Connection) -> StoryBook:
    """Forgets every link that the user did not make and links all analysed articles anew, oldest first.

    Stories keep the ids under which most of their articles were known.
    """
    before = dict(
        conn.execute(
            "SELECT a.id, s.id FROM story_articles l"
            " JOIN articles a ON a.key = l.article JOIN stories s ON s.key = l.story"
        )
    )
    for table in ("link_clusters", "link_profiles", "link_terms", "link_companies", "copy_keys", "copies"):
        conn.execute(f"DELETE FROM {table}")
    conn.execute("UPDATE link_stream SET articles = 0, first = NULL, last = NULL")
    book = load(conn)
    ids = [
        name for (name,) in conn.execute("SELECT id FROM articles WHERE analysis IS NOT NULL ORDER BY sort_time, id")
    ]
    profiles: list[Profile] = []
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        found = stored_findings.get_many(conn, some)
        articles = stored_articles.get_many(conn, some, html=False)
        profiles += _profiles(conn, [(article, found[article.id]) for article in articles if article.id in found])
    linked = book.linker.link(profiles, stored_copies.originals(conn))
    _save(conn, book.linker, _with_old_ids(book.linker, linked, before))
    for (story,) in conn.execute("SELECT id FROM stories").fetchall():
        if story not in book.linker.clusters or not book.linker.clusters[story].visible:
            drop(conn, story)
    return _turn(conn, book)


def _with_old_ids(linker: Linker, linked: Linked, before: Mapping[str, str]) -> Linked:
    """Gives each story the old id that most of its articles carried, the larger share first."""
    claims: list[tuple[int, str, str]] = []
    for cluster in linker.clusters.values():
        for old, count in Counter(before[article] for article in cluster.articles if article in before).items():
            claims.append((-count, old, cluster.id))
    names: dict[str, str] = {}
    taken: set[str] = set()
    for _, old, story in sorted(claims):
        if story not in names and old not in taken:
            names[story] = old
            taken.add(old)
    # an id that another story now bears must not be kept by the one that made it
    for story in list(linker.clusters):
        if story in taken and names.get(story) != story:
            names.setdefault(story, _free(story, taken | set(linker.clusters)))
    linker.rename({story: name for story, name in names.items() if story != name})
    return replace(
        linked,
        placements=tuple(
            replace(
                placed,
                link=placed.link and replace(placed.link, story=names.get(placed.link.story, placed.link.story)),
                related=tuple(names.get(story, story) for story in placed.related),
            )
            for placed in linked.placements
        ),
        touched=tuple(linker.clusters),
        related={story: linker.related(story) for story in linker.clusters},
    )


def _free(story: str, taken: set[str]) -> str:
    number = 2
    while f"{story}{number}" in taken:
        number += 1
    return f"{story}{number}"


def _link(conn: sqlite3.Connection, items: Sequence[tuple[Article, Findings]], linker: Linker) -> None:
    disturbed = _forget(conn, [article.id for article, _ in items], linker)
    profiles = _profiles(conn, items)
    copies = stored_copies.originals(conn, [profile.article for profile in profiles])
    for profile in profiles:  # an original that comes after its copy joins it
        if profile.article not in copies:
            group = stored_copies.copies_of(conn, profile.article)
            placed = next((other for other in group if linker.story_of(other) is not None), None)
            if placed is not None:
                copies[profile.article] = placed
    linked = linker.link(profiles, copies)
    touched = {*linked.touched, *disturbed} & set(linker.clusters)
    related = {story: linked.related[story] if story in linked.related else linker.related(story) for story in touched}
    _save(conn, linker, replace(linked, touched=tuple(sorted(touched)), related=related))


def _profiles(conn: sqlite3.Connection, items: Sequence[tuple[Article, Findings]]) -> list[Profile]:
    """Saves profile and sketch of each article and files its copies, the earliest first."""
    keys = keys_of(conn, [article.id for article, _ in items])
    made = []
    ordered = sorted(items, key=lambda item: precedence(item[0].published, item[0].first_seen, item[0].id))
    for article, findings in ordered:
        key, profile = keys[article.id], make_profile(article, findings)
        drawn = stored_copies.file(conn, article, key)
        conn.execute(
            "INSERT OR REPLACE INTO link_profiles (article, profile, sketch) VALUES (?, ?, ?)",
            (key, profile.to_bytes(), drawn.to_bytes()),
        )
        made.append(profile)
    return made


def profiles_of(conn: sqlite3.Connection, articles: Sequence[str]) -> list[Profile]:
    """Returns the stored profiles of articles, in that order; those never linked are left out."""
    found = {}
    for article in articles:
        row = conn.execute(
            "SELECT p.profile FROM link_profiles p JOIN articles a ON a.key = p.article WHERE a.id = ?", (article,)
        ).fetchone()
        if row is not None:
            found[article] = Profile.from_bytes(row[0])
    return [found[article] for article in articles if article in found]


def _forget(conn: sqlite3.Connection, articles: Sequence[str], linker: Linker) -> list[str]:
    disturbed = []
    for article in articles:
        old = profiles_of(conn, [article])
        if not old:
            continue
        story = linker.story_of(article)
        rest = [other for other in linker.clusters[story].articles if other != article] if story else []
        copies = stored_copies.originals(conn, rest)
        if linker.forget(article, old[0], profiles_of(conn, rest), copies) is not None and story is not None:
            disturbed.append(story)
    return disturbed


def _save(conn: sqlite3.Connection, linker: Linker, linked: Linked) -> None:
    _save_scale(conn, linker.scale)
    links = {link.article: link for link in linked.moved}
    links |= {placed.article: placed.link for placed in linked.placements if placed.link is not None}
    for story in linked.touched:
        cluster = linker.clusters[story]
        conn.execute(
            "INSERT INTO link_clusters (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (story, cluster.to_bytes()),
        )
        if cluster.visible:
            save_story(conn, cluster, links)
    for old, new in linked.merged.items():
        move(conn, old, new)
    for story in linker.dropped:
        if story not in linker.clusters:
            drop(conn, story)
    linker.dropped.clear()
    for story, others in linked.related.items():
        save_related(conn, story, others)
    for placed in linked.placements:
        conn.execute(
            "DELETE FROM article_related WHERE article = (SELECT key FROM articles WHERE id = ?)", (placed.article,)
        )
        conn.executemany(
            "INSERT OR IGNORE INTO article_related (article, story)"
            " SELECT a.key, s.key FROM articles a, stories s WHERE a.id = ? AND s.id = ?",
            [(placed.article, story) for story in placed.related],
        )


def _save_scale(conn: sqlite3.Connection, scale: Scale) -> None:
    counts = scale.frequencies.counts
    conn.executemany(
        "INSERT INTO link_terms (term, articles) VALUES (?, ?)"
        " ON CONFLICT (term) DO UPDATE SET articles = excluded.articles",
        [(term, counts[term]) for term in sorted(scale.frequencies.changed)],
    )
    conn.executemany(
        "INSERT INTO link_companies (company, articles) VALUES (?, ?)"
        " ON CONFLICT (company) DO UPDATE SET articles = excluded.articles",
        [(company, scale.companies[company]) for company in sorted(scale.changed)],
    )
    conn.execute(
        "UPDATE link_stream SET articles = ?, first = ?, last = ?",
        (scale.frequencies.articles, scale.first, scale.last),
    )
    scale.frequencies.changed.clear()
    scale.changed.clear()


def save_story(conn: sqlite3.Connection, cluster: Cluster, links: Mapping[str, StoryLink]) -> None:
    """Writes a story's row and its articles' links; links that stand keep their reasons."""
    conn.execute(
        "INSERT INTO stories (id, title) VALUES (?, '') ON CONFLICT (id) DO UPDATE SET stale = 1", (cluster.id,)
    )
    (story,) = conn.execute("SELECT key FROM stories WHERE id = ?", (cluster.id,)).fetchone()
    keys = keys_of(conn, cluster.articles)
    held = {article for (article,) in conn.execute("SELECT article FROM story_articles WHERE story = ?", (story,))}
    gone = held - set(keys.values())
    conn.executemany("DELETE FROM story_articles WHERE story = ? AND article = ?", [(story, key) for key in gone])
    for article, key in keys.items():
        known = links.get(article)
        if key in held and known is None:
            continue
        made = known or StoryLink(cluster.id, article, 0.0, _OPENED)
        conn.execute("DELETE FROM story_articles WHERE article = ?", (key,))
        conn.execute(
            "INSERT INTO story_articles (story, article, score, rule, words, by_user) VALUES (?, ?, ?, ?, ?, ?)",
            (story, key, made.score, made.reason.rule, made.reason.words, int(made.by_user)),
        )
    conn.execute(
        "UPDATE stories SET first = ?, last = ?, articles = ? WHERE key = ?",
        (cluster.first, cluster.last, len(cluster.articles), story),
    )


def save_related(conn: sqlite3.Connection, story: str, others: Sequence[str]) -> None:
    """Writes the stories that are shown beside a story."""
    row = conn.execute("SELECT key FROM stories WHERE id = ?", (story,)).fetchone()
    if row is None:
        return
    conn.execute("DELETE FROM story_related WHERE story = ?", row)
    conn.executemany(
        "INSERT INTO story_related (story, place, other) VALUES (?, ?, ?)",
        [(row[0], place, other) for place, other in enumerate(others)],
    )


def move(conn: sqlite3.Connection, old: str, new: str) -> None:
    """Makes ``new`` answer for a story that it took in: name, notes, round-ups and the id itself."""
    conn.execute("UPDATE story_moves SET new = ? WHERE new = ?", (new, old))
    conn.execute("INSERT OR REPLACE INTO story_moves (old, new) VALUES (?, ?)", (old, new))
    conn.execute("DELETE FROM story_moves WHERE old = new")
    conn.execute("UPDATE notes SET target = ? WHERE target = ?", (new, old))
    conn.execute(
        "UPDATE stories SET named = coalesce(named, (SELECT named FROM stories WHERE id = ?)) WHERE id = ?", (old, new)
    )
    conn.execute(
        "UPDATE OR IGNORE article_related SET story = (SELECT key FROM stories WHERE id = ?2)"
        " WHERE story = (SELECT key FROM stories WHERE id = ?1) AND EXISTS (SELECT 1 FROM stories WHERE id = ?2)",
        (old, new),
    )
    drop(conn, old)


def drop(conn: sqlite3.Connection, story: str) -> None:
    """Lets a story that has no article left go."""
    conn.execute("DELETE FROM link_clusters WHERE id = ?", (story,))
    row = conn.execute("SELECT key FROM stories WHERE id = ?", (story,)).fetchone()
    if row is not None:
        conn.execute("DELETE FROM story_articles WHERE story = ?", row)
        conn.execute("DELETE FROM article_related WHERE story = ?", row)
        conn.execute("DELETE FROM stories WHERE key = ?", row)
