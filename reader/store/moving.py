"""Moving house: everything in a store that is the user's own, as plain data, and back into another store.

What can be fetched or analysed again stays behind. Articles go along where the user did something to them that must
not be lost should the feed no longer carry them: starred, tagged, annotated, or part of a decision. Of all others it
is enough to know that they were read; what another machine has not seen yet waits for it in ``awaited``.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reader.clean import clean, clean_line, clean_title
from reader.model.feeds import Change, Entry
from reader.model.text import Inline, PlainText
from reader.store import accounts
from reader.store.articles import save_changes
from reader.store.layout import compact, load_enclosures, load_layout, unpack
from reader.store.times import moment, moment_or_none

Data = dict[str, Any]
_ARTICLE = (
    "a.id, a.identity, a.guid, a.url, a.title, a.author, a.published, a.published_offset, a.updated, a.updated_offset,"
    " a.claimed_date, a.first_seen, a.changed, a.source, a.edited, a.edits, a.content_hash, f.url AS feed,"
    " t.text, t.layout, s.html, s.categories, s.enclosures"
)
_FEED = ("id", "url", "name", "title", "site", "tags", "kind", "publisher")
_EXPORT = ("root", "page", "kind", "path", "written", "blocks", "front", "memory")
_SCHEMES = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Taken:
    """How much was taken over: articles that were not there, states that were newer, notes and decisions added."""

    articles: int = 0
    states: int = 0
    notes: int = 0
    decisions: int = 0


def dump(conn: sqlite3.Connection) -> Data:
    """Returns what is the user's own, fit for JSON. Times are UTC seconds, as in the store."""
    keys = [key for (key,) in conn.execute(
        "SELECT article FROM reading WHERE starred = 1 OR star_changed IS NOT NULL"
        " UNION SELECT article FROM article_tags"
        " UNION SELECT a.key FROM articles a JOIN notes n ON n.target = a.id"
        " UNION SELECT a.key FROM articles a WHERE a.id IN"
        " (SELECT j.value FROM decisions d, json_each(d.articles) j WHERE d.undone IS NULL) ORDER BY 1"
    )]  # fmt: skip
    return {
        "feeds": _rows(conn, f"SELECT {', '.join(_FEED)} FROM feeds ORDER BY key"),
        "articles": [_article(conn, key) for key in keys],
        "reading": _rows(
            conn,
            "SELECT a.id AS article, r.read, r.read_changed, r.starred, r.star_changed FROM reading r"
            " JOIN articles a ON a.key = r.article"
            " WHERE r.read = 1 OR r.starred = 1 OR r.read_changed IS NOT NULL OR r.star_changed IS NOT NULL"
            " ORDER BY a.id",
        )
        + _rows(
            conn,
            "SELECT article, read, read_changed, 0 AS starred, NULL AS star_changed FROM awaited ORDER BY article",
        ),
        "tags": _rows(
            conn,
            "SELECT a.id AS article, t.tag, t.held, t.changed FROM article_tags t JOIN articles a ON a.key = t.article"
            " ORDER BY a.id, t.tag",
        ),
        "notes": [
            {**note, "history": _rows(
                conn, "SELECT h.updated, h.quote, h.body FROM note_history h JOIN notes n ON n.key = h.note"
                " WHERE n.id = ? ORDER BY h.key", note["id"])}
            for note in _rows(conn, "SELECT id, target, created, updated, quote, body, removed FROM notes ORDER BY id")
        ],
        "decisions": _rows(
            conn,
            "SELECT kind, stories, articles, against, title, before, made FROM decisions"
            " WHERE undone IS NULL ORDER BY key",
        ),
        "expectations": _rows(conn, "SELECT event, state, made FROM expectations ORDER BY event"),
        "searches": _rows(conn, "SELECT query, used, times FROM searches ORDER BY query"),
        "views": _rows(conn, "SELECT name, query, created FROM views ORDER BY name"),
        "opened": _rows(conn, "SELECT id AS story, opened FROM stories WHERE opened IS NOT NULL ORDER BY id"),
        "accounts": accounts.dump(conn),
        "exports": _rows(conn, f"SELECT {', '.join(_EXPORT)} FROM exports ORDER BY root, page, kind"),
    }  # fmt: skip


def _rows(conn: sqlite3.Connection, sql: str, *values: Any) -> list[Data]:
    cursor = conn.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _article(conn: sqlite3.Connection, key: int) -> Data:
    (row,) = _rows(
        conn,
        f"SELECT {_ARTICLE} FROM articles a JOIN feeds f ON f.key = a.feed JOIN texts t ON t.article = a.key"
        " JOIN sources s ON s.article = a.key WHERE a.key = ?",
        key,
    )
    revisions = _rows(conn, "SELECT seen, title, text FROM revisions WHERE article = ? ORDER BY key", key)
    return {**row, "html": unpack(row["html"]), "revisions": revisions}


def load(conn: sqlite3.Connection, data: Mapping[str, Any]) -> Taken:
    """Takes over what ``dump`` returned, inside the caller's transaction; doing it twice changes nothing.

    Where both sides know a thing, the newer word counts, and an older wording of a note goes to its history. Raises
    KeyError, TypeError or ValueError where ``data`` is none that ``dump`` made; the caller rolls back.
    """
    try:
        return _load(conn, data)
    except (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError, zlib.error) as error:
        raise ValueError(str(error)) from error


def _load(conn: sqlite3.Connection, data: Mapping[str, Any]) -> Taken:
    feeds = _take_feeds(conn, data["feeds"])
    articles = sum(_take_article(conn, each, feeds) for each in data["articles"])
    states = _take_reading(conn, data["reading"]) + _take_tags(conn, data["tags"])
    notes = sum(_take_note(conn, each) for each in data["notes"])
    decisions = _take_decisions(conn, data["decisions"])
    _take_rest(conn, data)
    accounts.load(conn, data.get("accounts", ()))  # absent in files of the first version
    return Taken(articles, states, notes, decisions)


def _take_feeds(conn: sqlite3.Connection, feeds: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Returns address → id of every feed; one that is not there is added, unlisted until feeds.toml names it."""
    known = {url: name for name, url in conn.execute("SELECT id, url FROM feeds")}
    taken = set(known.values())
    for feed in feeds:
        values = {column: feed[column] for column in _FEED}
        url = str(values["url"])
        if url in known or not url.startswith(("http://", "https://")):
            continue
        name, number = clean_line(str(values["id"]), 80), 2
        while name in taken:
            name, number = f"{values['id']}-{number}", number + 1
        conn.execute(
            f"INSERT INTO feeds ({', '.join(_FEED)}, listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            (name, url, *(_text(values[column]) for column in _FEED[2:])),
        )
        known[url] = name
        taken.add(name)
    return known


def _take_article(conn: sqlite3.Connection, row: Mapping[str, Any], feeds: Mapping[str, str]) -> bool:
    if conn.execute("SELECT 1 FROM articles WHERE id = ?", (row["id"],)).fetchone() or row["feed"] not in feeds:
        return False
    text = clean(_str(row["text"]))
    blocks, inlines = load_layout(row["layout"])
    places = [(block.start, block.end) for block in blocks] + [(run.start, run.end) for run in inlines]
    if any(not 0 <= start <= end <= len(text) for start, end in places):
        raise ValueError(f"article {row['id']}: its layout leads outside its text")
    entry = Entry(
        guid=_text(row["guid"]),
        url=row["url"] if row["url"] is None or str(row["url"]).startswith(_SCHEMES) else None,
        title=clean_title(_str(row["title"])),
        author=_text(row["author"]),
        published=moment_or_none(row["published"], row["published_offset"]),
        updated=moment_or_none(row["updated"], row["updated_offset"]),
        html=clean(_str(row["html"])),
        categories=tuple(str(each) for each in json.loads(row["categories"])),
        enclosures=load_enclosures(row["enclosures"]),
        source=_text(row["source"]),
        claimed_date=_text(row["claimed_date"]),
    )
    plain = PlainText(text, blocks, tuple(run for run in inlines if _leads_to_the_web(run)))
    change = Change(row["id"], row["identity"], row["content_hash"], entry, plain, new=True, visible=True)
    save_changes(conn, feeds[row["feed"]], [change], moment(row["first_seen"]))
    (key,) = conn.execute("SELECT key FROM articles WHERE id = ?", (row["id"],)).fetchone()
    conn.execute(
        "UPDATE articles SET changed = ?, edited = ?, edits = ? WHERE key = ?",
        (row["changed"], row["edited"], row["edits"], key),
    )
    conn.executemany(
        "INSERT INTO revisions (article, seen, title, text) VALUES (?, ?, ?, ?)",
        [(key, each["seen"], clean_title(_str(each["title"])), clean(_str(each["text"]))) for each in row["revisions"]],
    )
    return True


def _leads_to_the_web(run: Inline) -> bool:
    return not run.href or run.href.startswith(_SCHEMES)


def _str(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text was expected, not {type(value).__name__}")
    return value


def _text(value: Any) -> str | None:
    return None if value is None else clean(str(value))


def _take_reading(conn: sqlite3.Connection, states: Iterable[Mapping[str, Any]]) -> int:
    taken = 0
    for state in states:
        name, read, read_at = state["article"], int(bool(state["read"])), state["read_changed"]
        row = conn.execute("SELECT key FROM articles WHERE id = ?", (name,)).fetchone()
        if row is None:
            taken += conn.execute(
                "INSERT INTO awaited (article, read, read_changed) VALUES (?, ?, ?) ON CONFLICT (article) DO UPDATE"
                " SET read = excluded.read, read_changed = excluded.read_changed"
                " WHERE coalesce(excluded.read_changed, 0) > coalesce(read_changed, 0)",
                (str(name), read, read_at),
            ).rowcount
            continue
        for column, stamp, value, at in (
            ("read", "read_changed", read, read_at),
            ("starred", "star_changed", int(bool(state["starred"])), state["star_changed"]),
        ):
            taken += conn.execute(
                f"UPDATE reading SET {column} = ?, {stamp} = ? WHERE article = ? AND {column} <> ?"
                f" AND coalesce(?, 0) >= coalesce({stamp}, 0)",
                (value, at, row[0], value, at),
            ).rowcount
    return taken


def _take_tags(conn: sqlite3.Connection, tags: Iterable[Mapping[str, Any]]) -> int:
    taken = 0
    for tag in tags:
        taken += conn.execute(
            "INSERT INTO article_tags (article, tag, sort_time, held, changed)"
            " SELECT key, ?, sort_time, ?, ? FROM articles WHERE id = ?"
            " ON CONFLICT (article, tag) DO UPDATE SET held = excluded.held, changed = excluded.changed"
            " WHERE excluded.changed > changed",
            (clean_line(_str(tag["tag"]), 60), int(bool(tag["held"])), int(tag["changed"]), tag["article"]),
        ).rowcount
    return taken


def _take_note(conn: sqlite3.Connection, note: Mapping[str, Any]) -> bool:
    body, quote = clean(_str(note["body"])), _text(note["quote"])
    wordings = [(int(old["updated"]), _text(old["quote"]), clean(_str(old["body"]))) for old in note["history"]]
    row = conn.execute("SELECT key, updated, quote, body FROM notes WHERE id = ?", (note["id"],)).fetchone()
    if row is None:
        key = conn.execute(
            "INSERT INTO notes (id, target, created, updated, quote, body, removed) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (note["id"], str(note["target"]), note["created"], note["updated"], quote, body, note["removed"]),
        ).lastrowid
        new = True
    else:
        key, updated, *words = row
        new = int(note["updated"]) > updated
        if new:
            wordings.append((updated, *words))
            conn.execute(
                "UPDATE notes SET updated = ?, quote = ?, body = ?, removed = ? WHERE key = ?",
                (note["updated"], quote, body, note["removed"], key),
            )
        elif [quote, body] != words:
            wordings.append((int(note["updated"]), quote, body))
    there = set(conn.execute("SELECT updated, quote, body FROM note_history WHERE note = ?", (key,)))
    conn.executemany(
        "INSERT INTO note_history (note, updated, quote, body) VALUES (?, ?, ?, ?)",
        [(key, *wording) for wording in dict.fromkeys(wordings) if wording not in there],
    )
    return new


def _take_decisions(conn: sqlite3.Connection, decisions: Sequence[Mapping[str, Any]]) -> int:
    columns = ("kind", "stories", "articles", "against", "title", "before", "made")
    there = set(conn.execute(f"SELECT {', '.join(columns[:3])}, made FROM decisions"))
    new = [
        tuple(each[column] for column in columns)
        for each in decisions
        if (each["kind"], each["stories"], each["articles"], each["made"]) not in there
    ]
    for row in new:
        for part in (row[1], row[2], row[3]):
            compact(json.loads(part))
    conn.executemany(f"INSERT INTO decisions ({', '.join(columns)}) VALUES (?, ?, ?, ?, ?, ?, ?)", new)
    return len(new)


def _take_rest(conn: sqlite3.Connection, data: Mapping[str, Any]) -> None:
    conn.executemany(
        "INSERT INTO expectations (event, state, made) VALUES (?, ?, ?) ON CONFLICT (event) DO UPDATE"
        " SET state = excluded.state, made = excluded.made WHERE excluded.made > made",
        [(each["event"], each["state"], int(each["made"])) for each in data["expectations"]],
    )
    conn.executemany(
        "INSERT INTO searches (query, used, times) VALUES (?, ?, ?) ON CONFLICT (query) DO UPDATE"
        " SET used = max(used, excluded.used), times = max(times, excluded.times)",
        [(clean_line(_str(each["query"]), 1000), int(each["used"]), int(each["times"])) for each in data["searches"]],
    )
    conn.executemany(
        "INSERT INTO views (name, query, created) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
        [
            (clean_line(_str(each["name"]), 100), clean_line(_str(each["query"]), 1000), int(each["created"]))
            for each in data["views"]
        ],
    )
    take_opened(conn, data)
    _take_exports(conn, data.get("exports", ()))


def take_opened(conn: sqlite3.Connection, data: Mapping[str, Any]) -> None:
    """Takes over when stories were opened last, where a story is there already; so call it again once they are."""
    conn.executemany(
        "UPDATE stories SET opened = max(coalesce(opened, 0), ?) WHERE id = ?",
        [(int(each["opened"]), str(each["story"])) for each in data.get("opened", ())],
    )


def _take_exports(conn: sqlite3.Connection, exports: Iterable[Mapping[str, Any]]) -> None:
    rows = [tuple(each[column] for column in _EXPORT) for each in exports]
    for row in rows:
        for part in row[5:7]:
            if not isinstance(json.loads(part), dict):
                raise TypeError("what is remembered of an exported page is none of ours")
    conn.executemany(
        f"INSERT INTO exports ({', '.join(_EXPORT)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (root, page, kind)"
        " DO UPDATE SET path = excluded.path, written = excluded.written, blocks = excluded.blocks,"
        " front = excluded.front, memory = excluded.memory WHERE excluded.written > written",
        rows,
    )
