"""The schema, as numbered steps that are only ever added to.

A step is a function and its file in ``schema/``. It imports nothing of ours and neither is ever edited once released:
what they made lies in stores out there. Every table is STRICT, times are whole UTC seconds, NULL is
"not known". Full text is written by ``reader.store.articles`` in the transaction of the text itself and not by
triggers: with ``trusted_schema=OFF`` the SQLite releases in use refuse a virtual table inside a trigger.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m001_feeds_articles_reading_findings(db: Database) -> None:
    """Feeds, articles with their text and revisions, reading state, notes, findings, the places of stories."""
    _run(db, "m001")


def m002_stories(db: Database) -> None:
    """What stories are made of: their dossiers, the user's decisions, linking profiles and the copies' index."""
    _run(db, "m002")


def m003_exports(db: Database) -> None:
    """What is remembered of pages that were exported into folders."""
    _run(db, "m003")


def m004_awaited(db: Database) -> None:
    """What is known, from another machine, of articles that have not come in yet."""
    _run(db, "m004")


def m005_pages(db: Database) -> None:
    """Full texts beside what the feeds sent."""
    _run(db, "m005")


def m006_accounts(db: Database) -> None:
    """Accounts at sync servers: their feeds, and each item's state as the server last told it."""
    _run(db, "m006")


def m007_pace(db: Database) -> None:
    """What a feed's document asks of those who fetch it, for the syncs that do not see it again."""
    _run(db, "m007")


STEPS = (
    m001_feeds_articles_reading_findings,
    m002_stories,
    m003_exports,
    m004_awaited,
    m005_pages,
    m006_accounts,
    m007_pace,
)
VERSION = len(STEPS)
"""the ``user_version`` of a store that has all steps"""


def apply(connection: sqlite3.Connection) -> None:
    """Applies the steps that the store lacks, inside the transaction that the caller has begun."""
    from sqlite_utils import Database, Migrations

    steps = Migrations("tapeout")
    for step in STEPS:
        steps()(step)
    steps.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version = {VERSION}")


def names() -> tuple[str, ...]:
    """Returns the names under which the steps are recorded in the store."""
    return tuple(step.__name__ for step in STEPS)


def _run(db: Database, step: str) -> None:
    from importlib import resources

    # executescript commits what is open, and a step must stay inside the caller's transaction.
    script = resources.files("reader.store").joinpath("schema", f"{step}.sql").read_text("utf-8")
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if statement.strip() and sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
