"""``why`` of the article that the project started from: each finding has a rule and the words behind it."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import Any

import pytest

from tests.builders import SHARED
from tests.command import Tapeout
from tests.servers import serve

PAGE = SHARED / "feeds" / "cerebras.html"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the shared article is not here")
RULE = re.compile(r"[a-z][a-z0-9-]+(?:\+[a-z][a-z0-9-]+)*\Z")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], list[dict[str, Any]], str]:
    """The article as ``show`` gives it, ``why`` as a document, and as a person reads it."""
    tapeout = Tapeout(tmp_path_factory.mktemp("reasons"))
    entry = (
        "<entry><id>urn:cerebras</id><title>Cerebras files to go public</title><published>2026-04-18T12:00:00Z"
        f'</published><content type="html">{escape(PAGE.read_text("utf-8"))}</content></entry>'
    )
    with serve() as server:
        feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><id>u</id><title>Newsletter</title>{entry}</feed>"
        tapeout.subscribe(Newsletter=server.put("/feed", feed, content_type="application/atom+xml"))
        assert tapeout.json("sync")["new"] == 1
    name = tapeout.json("list")[0]["id"]
    return tapeout.json("show", name), tapeout.json("why", name), tapeout("why", name).out


def test_each_finding_is_explained(told: tuple[dict[str, Any], list[dict[str, Any]], str]) -> None:
    shown, held, _ = told
    names = Counter(reason["what"].split(" ")[0] for reason in held)
    for part, key in (("company", "companies"), ("topic", "topics"), ("relation", "relations"), ("figure", "figures")):
        assert names[part] == len(shown[key]) > 0, part
    assert names["risk"] > 0
    explained = {reason["what"] for reason in held}
    assert {f"company {company['id']}" for company in shown["companies"]} <= explained
    assert {f"topic {topic['id']}" for topic in shown["topics"]} <= explained
    assert {f"event {event['id']} {event['date']}" for event in shown["events"]} <= explained


def test_each_reason_names_rule_and_evidence(told: tuple[dict[str, Any], list[dict[str, Any]], str]) -> None:
    shown, held, _ = told
    for reason in held:
        assert RULE.match(reason["rule"]), reason
        assert re.search(r"[^\W\d_]{2}", reason["words"]), reason
        if reason["what"].startswith(("company", "event", "figure", "relation", "risk")):
            place = shown["text"][reason["start"] : reason["end"]]
            assert place.strip(), reason
            assert "\n" not in place, reason


def test_the_evidence_stands_in_the_text(told: tuple[dict[str, Any], list[dict[str, Any]], str]) -> None:
    shown, held, _ = told
    text = shown["text"].lower()
    for reason in held:
        if reason["what"].startswith("company"):
            name, _, salience = reason["words"].partition("; ")
            assert name.lower() in text
            assert re.match(r"(?:main|secondary|passing): .*sentences? about it\Z", salience), reason
        if reason["what"].startswith("topic"):
            assert any(word.strip(" …*") in text for word in reason["words"].split(", ")), reason
        if reason["what"].startswith("event"):
            found = re.match(r"“(.+?)” is ([\d/.-]+)(?:, with “(.+?)”)?; (\w+): [a-z ,]+\Z", reason["words"])
            assert found, reason
            assert found[1].lower() in text
            assert reason["what"].endswith(found[2])
            assert found[3] is None or found[3].lower() in text


def test_a_person_reads_them_all(told: tuple[dict[str, Any], list[dict[str, Any]], str]) -> None:
    _, held, printed = told
    assert len(printed.splitlines()) >= len(held)
    assert "2024-09/2024-12" in printed
