"""Every JSON document has the keys that the interface promises, and evidence that stands where it says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from reader.edtf import is_valid
from tests.command import Tapeout

ARTICLE = {"id", "feed", "url", "title", "author", "published", "updated", "first_seen", "read", "starred", "tags",
           "text", "summary", "companies", "topics", "events", "figures", "relations", "story", "related",
           "duplicate_of", "origin", "edited", "notes"}  # fmt: skip
LISTED = ARTICLE - {"text", "summary", "events", "figures", "relations"}
EVENT = {"id", "date", "approx", "status", "kind", "text", "companies", "sources", "other_dates", "follows"}
FIGURE = {"subject", "metric", "value", "low", "high", "unit", "period", "basis", "scope", "qualifier", "article",
          "start", "end", "sentence"}  # fmt: skip
ROW = {"subject", "metric", "unit", "period", "basis", "scope", "values", "state", "change"}
VALUE = {"value", "low", "high", "qualifier", "reported", "origin", "article", "start", "end", "sentence"}
RELATION = {"from", "kind", "to", "status", "article", "start", "end"}
STORY = {"id", "title", "first", "last", "articles", "origins", "companies", "topics", "unread", "summary", "timeline",
         "figures", "watch", "risks", "relations", "coverage", "new", "related"}  # fmt: skip
COMPANY = {"id", "name", "kind", "ticker", "aliases"}
FEED = {"id", "title", "url", "site", "tags", "kind", "publisher", "last_sync", "last_status", "error", "failures",
        "next_due", "articles", "unread"}  # fmt: skip


@pytest.fixture(scope="module")
def articles(demo: Tapeout) -> dict[str, Any]:
    return {row["id"]: demo.json("show", row["id"]) for row in demo.json("list")}


def test_lists_leave_out_what_is_long(demo: Tapeout) -> None:
    for row in demo.json("list"):
        assert set(row) >= LISTED
        assert not set(row) & (ARTICLE - LISTED)
        assert all("spans" not in company for company in row["companies"])
    assert all("snippet" in row for row in demo.json("search", "cerebras"))
    for story in demo.json("stories"):
        assert set(story) >= STORY - {"summary", "timeline", "figures"}


def test_articles_carry_evidence_that_stands_where_it_says(articles: dict[str, Any]) -> None:
    for article in articles.values():
        assert set(article) >= ARTICLE
        text = article["text"]
        for sentence in article["summary"]:
            assert text[sentence["start"] : sentence["end"]] == sentence["text"]
        for company in article["companies"]:
            for start, end in company["spans"]:
                assert text[start:end].strip()
        for event in article["events"]:
            assert set(event) >= EVENT
            assert is_valid(event["date"])
            for source in event["sources"]:
                assert text[source["start"] : source["end"]] == source["sentence"]
        for figure in article["figures"]:
            assert set(figure) >= FIGURE
            assert text[figure["start"] : figure["end"]] == figure["sentence"]
        for relation in article["relations"]:
            assert set(relation) >= RELATION


def test_stories_carry_evidence_that_stands_where_it_says(demo: Tapeout, articles: dict[str, Any]) -> None:
    for row in demo.json("stories"):
        story = demo.json("story", row["id"])
        assert set(story) >= STORY
        for sentence in story["summary"]:
            first = sentence["sources"][0]
            assert articles[first["article"]]["text"][first["start"] : first["end"]] == sentence["text"]
        for event in story["timeline"]:
            assert set(event) >= EVENT
            assert event["sources"]
        for line in story["figures"]:
            assert set(line) >= ROW
            for value in line["values"]:
                assert set(value) >= VALUE
                text = articles[value["article"]]["text"]
                assert text[value["start"] : value["end"]] == value["sentence"]
        for line in story["watch"]:
            assert set(line) >= EVENT | {"due", "state"}
        for risk in story["risks"]:
            assert articles[risk["article"]]["text"][risk["start"] : risk["end"]] == risk["text"]


def test_other_documents(demo: Tapeout) -> None:
    for feed in demo.json("feeds", "--feeds", str(_demo_feeds(demo))):
        assert set(feed) >= FEED
    for company in demo.json("companies"):
        assert set(company) >= COMPANY | {"articles", "last_seen"}
    page = demo.json("company", "Cerebras")
    assert set(page) >= COMPANY | {"stories", "timeline", "figures", "relations"}
    assert page["stories"]
    assert all(set(topic) >= {"id", "name", "articles"} for topic in demo.json("topics"))
    lines = demo.json("why", demo.json("list")[0]["id"])
    assert lines
    assert all(set(line) >= {"what", "rule", "words", "article", "start", "end"} for line in lines)
    assert all(line["rule"] for line in lines)
    for verb in ("doctor", "paths"):
        assert all(set(check) >= {"check", "ok", "detail"} for check in demo("--json", verb).json)
    for events in (demo.json("timeline", "--company", "nvidia"), demo.json("timeline", "--topic", "memory")):
        assert events
        assert all(set(event) >= EVENT for event in events)
    assert all(row["state"] == "conflict" for row in demo.json("figures", "--company", "cerebras", "--conflicts"))


def _demo_feeds(demo: Tapeout) -> Any:
    demo.subscribe(Longwire="https://longwire.example/rss.xml")
    return demo.feeds


def test_times_are_utc_and_ids_say_what_they_name(articles: dict[str, Any]) -> None:
    for identity, article in articles.items():
        assert re.fullmatch(r"a[0-9a-f]{12}", identity)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", article["published"])
        assert article["story"] is None or re.fullmatch(r"s[0-9a-f]{12}", article["story"])
        assert all(re.fullmatch(r"e[0-9a-f]{12}", event["id"]) for event in article["events"])
