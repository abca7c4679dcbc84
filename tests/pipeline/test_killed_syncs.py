"""A sync killed at any moment: the store stays sound, nothing committed is lost, the next sync completes the work."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import time

import pytest

from tests.command import Tapeout
from tests.servers import Server, item, rss

FEEDS, ENTRIES = 12, 8
TEXT = "<p>Nvidia will pay CoreWeave ${0} million on May {1}, 2026, it said on Monday. Micron sold {0} wafers.</p>"


def publish(server: Server, tapeout: Tapeout, edition: int) -> None:
    """Serves feeds whose every edition has new entries and edits of old ones."""
    feeds = {}
    for feed in range(FEEDS):
        entries = [
            item(f"{feed}-{edition}-{n}", f"Story {feed} {n} of {edition}", TEXT.format(feed * 100 + n, n + 1))
            for n in range(ENTRIES)
        ]
        entries.append(item(f"{feed}-kept", f"Edited {edition}", TEXT.format(edition + 1, 9)))
        feeds[f"Feed {feed}"] = server.put(f"/{feed}.xml", rss(*entries))
    tapeout.subscribe(**feeds)


def committed(tapeout: Tapeout) -> set[str]:
    if not tapeout.db.exists():
        return set()
    with sqlite3.connect(f"file:{tapeout.db}?mode=ro", uri=True) as connection:
        try:
            found = {row[0] for row in connection.execute("SELECT id FROM articles")}
        except sqlite3.OperationalError:  # killed before the first migration was committed
            found = set()
    connection.close()
    return found


def drive(tapeout: Tapeout, server: Server, kills: int, seed: int) -> None:
    """Kills that many syncs, each after a random time, and lets one finish after every few."""
    chance = random.Random(seed)
    before: set[str] = set()
    for number in range(kills):
        publish(server, tapeout, number)
        with subprocess.Popen(tapeout.arguments("--quiet", "sync", "--force"), env=tapeout.environment,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:  # fmt: skip
            time.sleep(chance.uniform(0.05, 1.6))
            running.kill()
        now = committed(tapeout)
        assert before <= now
        before = now
        if number % 5 == 4:
            assert tapeout("sync", "--force", "--json", "--wait").json["failed"] == 0
            check_whole(tapeout, number)
            before = committed(tapeout)


def check_whole(tapeout: Tapeout, edition: int) -> None:
    with sqlite3.connect(tapeout.db) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        latest = connection.execute("SELECT count(*) FROM articles WHERE title LIKE ?", (f"Story % of {edition}",))
        assert latest.fetchone()[0] == FEEDS * ENTRIES
        edited = connection.execute("SELECT count(*) FROM articles WHERE title = ?", (f"Edited {edition}",))
        assert edited.fetchone()[0] == FEEDS
        assert connection.execute("SELECT count(*) FROM articles WHERE analysis IS NULL").fetchone()[0] == 0
    connection.close()


def test_some_killed_syncs(tapeout: Tapeout, server: Server) -> None:
    drive(tapeout, server, 10, seed=1)


@pytest.mark.slow
def test_two_hundred_killed_syncs(tapeout: Tapeout, server: Server) -> None:
    drive(tapeout, server, 200, seed=2)
