"""Accounts at servers that run, driven through the command line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.account.reader_servers import FreshRSS, Miniflux, ReaderServer, running
from tests.command import Result, Tapeout


@dataclass
class Desk:
    """A user with a store and an account at a server."""

    tapeout: Tapeout
    server: ReaderServer

    def add(self, *more: str, password: str = "correct horse") -> Result:
        return self.tapeout(
            "account", "add", self.server.root, "--user", "ada", *more, TAPEOUT_ACCOUNT_PASSWORD=password
        )

    def sync(self, *more: str, password: str = "correct horse") -> Result:
        return self.tapeout("sync", "--json", "--no-analyse", *more, TAPEOUT_ACCOUNT_PASSWORD=password)

    def synced(self, *more: str) -> Any:
        """Runs a sync that must go well and returns its counts."""
        result = self.sync(*more)
        assert result.code == 0, result.err + "\n".join(self.server.wire)
        return result.json

    def articles(self) -> dict[str, Any]:
        return {article["title"]: article for article in self.tapeout.json("list")}

    def marks(self) -> dict[str, tuple[bool, bool]]:
        return {title: (article["read"], article["starred"]) for title, article in self.articles().items()}

    def mark(self, title: str, *options: str) -> None:
        assert self.tapeout("mark", self.articles()[title]["id"], *options).code == 0

    def account(self) -> Any:
        return self.tapeout.json("account", "list")[0]


def desk_at(server: ReaderServer, home: Path) -> Desk:
    tapeout = Tapeout(home)
    tapeout.subscribe()
    server.subscribe(1, "https://news.example/feed.xml")
    return Desk(tapeout, server)


@pytest.fixture(params=[FreshRSS, pytest.param(Miniflux, marks=pytest.mark.slow)], ids=["freshrss", "miniflux"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with running(request.param()) as server:
        yield desk_at(server, tmp_path)


@pytest.fixture
def freshrss(tmp_path: Path) -> Iterator[Desk]:
    with running(FreshRSS()) as server:
        yield desk_at(server, tmp_path)


@pytest.fixture
def miniflux(tmp_path: Path) -> Iterator[Desk]:
    with running(Miniflux()) as server:
        yield desk_at(server, tmp_path)
