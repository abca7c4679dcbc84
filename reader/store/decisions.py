"""What the user merged, split, took out or renamed: kept, undone, and handed to linking as rules."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from reader.model.stories import Decision, DecisionKind
from reader.store.layout import compact
from reader.store.times import moment, seconds
from reader.stories.constraints import Constraints

_ROWS = "SELECT key, kind, stories, articles, against, title, made FROM decisions WHERE undone IS NULL ORDER BY key"


def decisions(conn: sqlite3.Connection) -> list[Decision]:
    """Returns the decisions that stand, in the order in which they were made."""
    return [
        Decision(
            DecisionKind(kind), tuple(json.loads(stories)), tuple(json.loads(articles)), title, moment(made),
            tuple(json.loads(against)),
        )
        for _, kind, stories, articles, against, title, made in conn.execute(_ROWS)
    ]  # fmt: skip


def constraints(conn: sqlite3.Connection) -> Constraints:
    """Returns the rules that the decisions that stand amount to."""
    return Constraints.of(decisions(conn))


def record(conn: sqlite3.Connection, decision: Decision, before: Mapping[str, Sequence[str]], now: datetime) -> None:
    """Saves a decision; ``before`` maps each story concerned to its articles, so that it can be undone."""
    conn.execute(
        "INSERT INTO decisions (kind, stories, articles, against, title, before, made) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            decision.kind.value, compact(decision.stories), compact(decision.articles), compact(decision.against),
            decision.title, compact({story: list(articles) for story, articles in before.items()}), seconds(now),
        ),
    )  # fmt: skip


def last(conn: sqlite3.Connection) -> tuple[int, Decision, dict[str, list[str]]] | None:
    """Returns the newest decision that stands: its key, itself, and the stories as they were before it."""
    row = conn.execute(
        "SELECT key, kind, stories, articles, against, title, made, before FROM decisions"
        " WHERE undone IS NULL ORDER BY key DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    key, kind, stories, articles, against, title, made, before = row
    decision = Decision(
        DecisionKind(kind), tuple(json.loads(stories)), tuple(json.loads(articles)), title, moment(made),
        tuple(json.loads(against)),
    )  # fmt: skip
    return key, decision, json.loads(before)


def mark_undone(conn: sqlite3.Connection, key: int, now: datetime) -> None:
    conn.execute("UPDATE decisions SET undone = ? WHERE key = ?", (seconds(now), key))
