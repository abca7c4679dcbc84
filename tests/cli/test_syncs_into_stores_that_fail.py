"""A sync whose store cannot take what came: exit 3 with the cause, nothing lost, and the next sync completes it."""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Result, Tapeout
from tests.servers import Server, item, rss

ROOM = 3 * 1024 * 1024
"""bytes that the small disk has"""


def noise(seed: int, words: int = 4000) -> str:
    chance = random.Random(seed)
    return " ".join(f"{chance.getrandbits(64):x}" for _ in range(words))


def big_feed(server: Server, path: str, count: int = 60) -> str:
    return server.put(path, rss(*(item(f"{path}{n}", f"Big {n}", f"<p>{noise(n)}</p>") for n in range(count))))


def run(tapeout: Tapeout, *args: str, before: Callable[[], None] | None = None) -> Result:
    done = subprocess.run(
        tapeout.arguments(*args), env=tapeout.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=120, preexec_fn=before,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return Result(done.returncode, done.stdout, done.stderr)


def sound(path: Path) -> bool:
    with sqlite3.connect(path) as connection:
        told = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    return bool(told == "ok")


def check_full(
    tapeout: Tapeout, server: Server, before: Callable[[], None] | None, make_room: Callable[[], object]
) -> None:
    small = server.put("/small", rss(item("s", "Small", "<p>Nvidia said so.</p>")))
    tapeout.subscribe(Small=small)
    assert tapeout.json("sync", "--no-analyse")["new"] == 1
    tapeout.subscribe(Small=small, Big=big_feed(server, "/big"))
    full = run(tapeout, "sync", "--force", "--no-analyse", "--json", before=before)
    assert full.code == 3, full.err
    assert full.out == ""
    assert str(tapeout.db) in full.err
    assert "disk" in full.err
    assert sound(tapeout.db)
    assert "Small" in {article["title"] for article in tapeout.json("list")}
    make_room()
    assert tapeout.json("sync", "--force", "--no-analyse")["failed"] == 0
    assert len(tapeout.json("list")) == 61
    assert sound(tapeout.db)


def test_a_file_that_may_not_grow(tapeout: Tapeout, server: Server) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))

    check_full(tapeout, server, limit, lambda: None)


def mounted(place: Path, *options: str) -> None:
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(place)], capture_output=True)
    if done.returncode:
        pytest.skip("file systems cannot be mounted here")


@pytest.mark.skipif(os.geteuid() != 0, reason="file systems are mounted by root")
def test_a_disk_that_is_full(tmp_path: Path, server: Server) -> None:
    place = tmp_path / "disk"
    mounted(place, f"size={ROOM}")
    try:
        check_full(
            Tapeout(place),
            server,
            None,
            lambda: subprocess.run(["mount", "-o", "remount,size=200m", str(place)], check=True),
        )
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="file systems are mounted by root")
def test_a_disk_that_is_read_only(tmp_path: Path, server: Server) -> None:
    place = tmp_path / "disk"
    mounted(place, "size=50m")
    tapeout = Tapeout(place)
    try:
        tapeout.subscribe(A=server.put("/a", rss(item("1", "One", "<p>Nvidia said so.</p>"))))
        assert tapeout.json("sync")["new"] == 1
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        refused = tapeout("sync", "--force", "--json")
        assert refused.code == 3
        assert str(place) in refused.err
        assert refused.out == ""
        assert len(tapeout.json("list")) == 1
        assert tapeout("search", "nvidia", "--json").code == 0
        subprocess.run(["mount", "-o", "remount,rw", str(place)], check=True)
        assert tapeout.json("sync", "--force")["unchanged"] == 1
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_damaged_store_is_told_and_left_alone(tapeout: Tapeout, server: Server) -> None:
    tapeout.subscribe(A=server.put("/a", rss(item("1", "One", f"<p>{noise(1)}</p>"))))
    assert tapeout.json("sync", "--no-analyse")["new"] == 1
    whole = tapeout.db.read_bytes()
    spoiled = whole[:4096] + bytes(4096) * (len(whole) // 4096 - 1)
    tapeout.db.write_bytes(spoiled)
    failed = tapeout("sync", "--force", "--json")
    assert failed.code == 3
    assert "damaged" in failed.err
    assert failed.out == ""
    assert tapeout.db.read_bytes() == spoiled
    tapeout.db.write_bytes(whole)
    assert tapeout.json("sync", "--force", "--no-analyse")["failed"] == 0
