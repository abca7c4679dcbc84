"""A person's notes on articles, stories and companies, with every earlier wording kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from reader.clean import clean
from reader.errors import NotFound
from reader.model.articles import Note
from reader.model.ids import public_id
from reader.store.conditions import like
from reader.store.times import moment, seconds

_COLUMNS = "id, target, created, updated, quote, body"


def add(
    conn: sqlite3.Connection, target: str, body: str, *, quote: str | None = None, now: datetime | None = None
) -> Note:
    """Saves a note on ``target`` (an article's, story's or company's id; it need not be stored) and returns it.

    ``quote`` is the sentence that the note stands at, by its text. Raises ValueError for a note without words.
    """
    words = _body(body)
    time = seconds(now or datetime.now(UTC))
    number = 0
    while True:
        # Two notes of one second with one wording are two notes.
        name = public_id("n", target, str(time), words, *([str(number)] if number else []))
        if conn.execute("SELECT 1 FROM notes WHERE id = ?", (name,)).fetchone() is None:
            break
        number += 1
    conn.execute(
        f"INSERT INTO notes ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        (name, target, time, time, clean(quote) if quote else None, words),
    )
    return _note(conn, name)


def edit(
    conn: sqlite3.Connection, note_id: str, body: str, *, quote: str | None = None, now: datetime | None = None
) -> Note:
    """Gives a note new words (and a new quote, where one is given); the old ones go to its history.

    Raises NotFound for no such note, ValueError for a note without words.
    """
    words, old = _body(body), _note(conn, note_id)
    anchor = clean(quote) if quote else old.quote
    if (words, anchor) == (old.body, old.quote):
        return old
    conn.execute(
        "INSERT INTO note_history (note, updated, quote, body)"
        " SELECT key, updated, quote, body FROM notes WHERE id = ?",
        (note_id,),
    )
    conn.execute(
        "UPDATE notes SET body = ?, quote = ?, updated = ? WHERE id = ?",
        (words, anchor, seconds(now or datetime.now(UTC)), note_id),
    )
    return _note(conn, note_id)


def undo(conn: sqlite3.Connection, note_id: str, *, now: datetime | None = None) -> Note:
    """Gives a note back the wording before its last edit; the present one goes to its history, so a second undo redoes.

    Raises NotFound for no such note or one that was never edited.
    """
    earlier = history(conn, _note(conn, note_id).id)
    if not earlier:
        raise NotFound(f"note {note_id} was never edited")
    return edit(conn, note_id, earlier[-1].body, quote=earlier[-1].quote, now=now)


def remove(conn: sqlite3.Connection, note_id: str, *, now: datetime | None = None) -> Note:
    """Takes a note out of every list and returns it; ``restore`` brings it back. Raises NotFound for no such note."""
    note = _note(conn, note_id)
    conn.execute("UPDATE notes SET removed = ? WHERE id = ?", (seconds(now or datetime.now(UTC)), note_id))
    return note


def restore(conn: sqlite3.Connection, note_id: str) -> Note:
    """Brings a removed note back. Raises NotFound where there never was one."""
    conn.execute("UPDATE notes SET removed = NULL WHERE id = ?", (note_id,))
    return _note(conn, note_id)


def _body(body: str) -> str:
    words = clean(body).strip()
    if not words:
        raise ValueError("a note needs words")
    return words


def _note(conn: sqlite3.Connection, note_id: str) -> Note:
    found = get(conn, note_id)
    if found is None:
        raise NotFound(f"there is no note {clean(note_id)[:40]!r}")
    return found


def get(conn: sqlite3.Connection, note_id: str) -> Note | None:
    """Returns a note that was not removed, or None."""
    row = conn.execute(f"SELECT {_COLUMNS} FROM notes WHERE id = ? AND removed IS NULL", (note_id,)).fetchone()
    return _read(row) if row else None


def notes(
    conn: sqlite3.Connection, target: str | None = None, *, words: str = "", since: datetime | None = None
) -> list[Note]:
    """Returns notes, oldest first: of one target, holding ``words``, changed at ``since`` or later."""
    rows = conn.execute(
        f"SELECT {_COLUMNS} FROM notes WHERE removed IS NULL AND (?1 IS NULL OR target = ?1)"
        r" AND (body LIKE ?2 ESCAPE '\' OR quote LIKE ?2 ESCAPE '\') AND updated >= ?3 ORDER BY created, key",
        (target, like(words, start=True), seconds(since) if since else -(2**40)),
    )
    return [_read(row) for row in rows]


def history(conn: sqlite3.Connection, note_id: str) -> list[Note]:
    """Returns the earlier wordings of a note, oldest first; the present one is not among them."""
    rows = conn.execute(
        "SELECT n.id, n.target, n.created, h.updated, h.quote, h.body FROM note_history h"
        " JOIN notes n ON n.key = h.note WHERE n.id = ? ORDER BY h.key",
        (note_id,),
    )
    return [_read(row) for row in rows]


def _read(row: Sequence[Any]) -> Note:
    name, target, created, updated, quote, body = row
    return Note(name, target, moment(created), moment(updated), quote, body)
