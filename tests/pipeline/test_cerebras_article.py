"""The article that the project started from, synced as a feed's entry: companies, dated events and figures."""

from __future__ import annotations

from html import escape
from typing import Any

import pytest

from tests.builders import SHARED
from tests.command import Tapeout
from tests.servers import serve

PAGE = SHARED / "feeds" / "cerebras.html"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the shared article is not here")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    tapeout = Tapeout(tmp_path_factory.mktemp("cerebras"))
    entry = (
        "<entry><id>urn:cerebras</id><title>Cerebras files to go public</title><published>2026-04-18T12:00:00Z"
        f'</published><content type="html">{escape(PAGE.read_text("utf-8"))}</content></entry>'
    )
    with serve() as server:
        feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><id>u</id><title>Newsletter</title>{entry}</feed>"
        tapeout.subscribe(Newsletter=server.put("/feed", feed, content_type="application/atom+xml"))
        assert tapeout.json("sync")["new"] == 1
    found: dict[str, Any] = tapeout.json("show", tapeout.json("list")[0]["id"])
    return found


def test_companies(shown: dict[str, Any]) -> None:
    ids = {company["id"] for company in shown["companies"]}
    assert ids >= {"cerebras", "nvidia", "openai", "groq", "sambanova", "d-matrix", "etched", "g42", "cfius", "sec"}
    assert ids & {"amazon", "amazon-web-services"}
    assert next(c for c in shown["companies"] if c["id"] == "cerebras")["salience"] == "main"


def test_dated_events(shown: dict[str, Any]) -> None:
    dates = {event["date"] for event in shown["events"]}
    wanted = {"2024-09/2024-12", "2025-09/2025-12", "2026-01", "2026-04-18", "2026-04/2026-06", "../2028-12"}
    assert dates >= wanted, wanted - dates
    assert len(shown["events"]) >= 8


def test_figures(shown: dict[str, Any]) -> None:
    found = {(figure["value"], figure["unit"]) for figure in shown["figures"]}
    wanted = {
        (35e9, "USD"),
        (2e9, "USD"),
        (510e6, "USD"),
        (69, "x"),
        (10e9, "USD"),
        (23e9, "USD"),
        (750e6, "W"),
        (76, "%"),
    }
    assert found >= wanted, wanted - found
    assert len(shown["figures"]) >= 15
    for figure in shown["figures"]:
        assert shown["text"][figure["start"] : figure["end"]] == figure["sentence"]
