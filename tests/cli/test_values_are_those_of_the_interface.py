"""Every value in every document is of the vocabulary that the interface closes: ids, times, units, kinds, states."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest

from reader.edtf import is_valid
from tests.builders import SHARED
from tests.command import Tapeout
from tests.servers import serve


def among(words: str) -> set[str]:
    """Returns the words of a vocabulary, parted by bars where they hold blanks."""
    return set(words.split("|" if "|" in words else None))


METRICS = among(
    "valuation|raise|revenue|profit|loss|margin|contract value|backlog|power capacity|energy|growth|speedup|latency|"
    "throughput|price|price change|share price|headcount|capex|investment|cost|debt|interest rate|stake|market share|"
    "share of revenue|memory|bandwidth|transistors|units|area|multiple|shares|fee|tax|size|efficiency|accuracy|grant|"
    "licence fee|yield|guidance|fill rate|tokens|parameters|process node|acquisition price|cash|compute|inventory|"
    "dividend"
)
CURRENCIES = ("USD", "EUR", "GBP", "JPY", "KRW", "TWD", "CNY")
RATES = ("hour", "Mtok", "MWh", "share", "GB", "unit", "year", "acre", "kW-month", "MW-day")
UNITS = {*CURRENCIES, *(f"{currency}/{rate}" for currency in CURRENCIES for rate in RATES)} | among(
    "W Wh B B/s bit/s s m mm2 sqft acres % bp x count shares transistors parameters tokens tokens/s FLOP/s"
)
QUALIFIERS = {"exact", "about", "at least", "up to", "less than", "range"}
STATUSES = {"happened", "planned", "cancelled", "hypothetical"}
EVENT_KINDS = among(
    "filing deal funding launch regulation financing construction earnings pricing personnel outlook other"
)
RELATIONS = {f"{kind}-of" for kind in ("customer", "supplier", "partner", "competitor", "acquirer", "regulator")} | {
    "investor-in",
    "lender-to",
}
RISKS = among("customer timing regulation supply financing technology competition other")
TOPICS = among(
    "inference training gpus custom-silicon memory networking manufacturing data-centers energy cloud funding "
    "public-markets earnings mergers partnerships pricing debt export-controls regulation supply-chain "
    "customer-concentration models agents benchmarks research open-source security leadership"
)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ID = {letter: re.compile(letter + "[0-9a-f]{12}") for letter in "aesn"}


def feeds_of(corpus: Path) -> Iterator[tuple[str, str]]:
    """Yields each feed of a corpus as (name, Atom document)."""
    feeds: dict[str, list[dict[str, Any]]] = {}
    for line in corpus.read_text("utf-8").splitlines():
        article = json.loads(line)
        feeds.setdefault(article["outlet"], []).append(article)
    for outlet, articles in feeds.items():
        entries = "".join(
            f"<entry><id>{escape(a['id'])}</id><title>{escape(a['title'])}</title>"
            f"<link href='{escape(a['url'] or '')}'/>"
            f"<published>{a['published']}</published><updated>{a['published']}</updated>"
            f"<content type='html'>{escape(a['html'])}</content></entry>"
            for a in articles
        )
        head = f"<title>{escape(outlet)}</title><id>{escape(outlet)}</id>"
        yield outlet, f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>'


@pytest.fixture(scope="module", params=["demo", "tests/corpus", pytest.param("shared/corpus", marks=pytest.mark.slow)])
def filled(request: pytest.FixtureRequest, demo: Tapeout, tmp_path_factory: pytest.TempPathFactory) -> Tapeout:
    if request.param == "demo":
        return demo
    place = SHARED / "corpus" if request.param == "shared/corpus" else Path(__file__).parent.parent / "corpus"
    if not (place / "articles.jsonl").exists():
        pytest.skip("the corpus is not here")
    command = Tapeout(tmp_path_factory.mktemp("corpus"))
    with serve() as server:
        urls = {}
        for number, (name, document) in enumerate(feeds_of(place / "articles.jsonl")):
            urls[name] = server.put(f"/{number}.xml", document, content_type="application/atom+xml")
        command.subscribe(**urls)
        assert command.json("sync")["failed"] == 0
    return command


@pytest.fixture(scope="module")
def articles(filled: Tapeout) -> dict[str, Any]:
    return {row["id"]: filled.json("show", row["id"]) for row in filled.json("list")}


def check_event(event: dict[str, Any], articles: dict[str, Any]) -> None:
    assert ID["e"].fullmatch(event["id"])
    assert is_valid(event["date"]), event["date"]
    assert event["status"] in STATUSES
    assert event["kind"] in EVENT_KINDS
    assert event["sources"]
    for source in [*event["sources"], *(s for other in event["other_dates"] for s in other["sources"])]:
        assert articles[source["article"]]["text"][source["start"] : source["end"]] == source["sentence"]
    assert all(is_valid(other["date"]) for other in event["other_dates"])


def check_quantity(found: dict[str, Any]) -> None:
    assert found["metric"] is None or found["metric"] in METRICS, found["metric"]
    assert found["unit"] in UNITS, found["unit"]
    assert found["period"] is None or is_valid(found["period"])


def test_articles(filled: Tapeout, articles: dict[str, Any]) -> None:
    stories = {story["id"] for story in filled.json("stories")}
    named = {company["id"] for company in filled.json("companies")}
    for identity, article in articles.items():
        assert ID["a"].fullmatch(identity)
        assert not FORBIDDEN.search(json.dumps(article, ensure_ascii=False))
        assert article["url"] is None or re.fullmatch(r"https?://[!-?A-~]+", article["url"])
        assert all(
            article[key] is None or TIME.fullmatch(article[key]) for key in ("published", "updated", "first_seen")
        )
        assert article["story"] is None or article["story"] in stories
        assert set(article["related"]) <= stories
        assert {topic["id"] for topic in article["topics"]} <= TOPICS
        for company in article["companies"]:
            assert company["kind"] in {"company", "agency", "fund", "lab"}
            assert company["salience"] in {"main", "secondary", "passing"}
            assert company["id"] in named
        for event in article["events"]:
            check_event(event, articles)
            assert event["sources"][0]["article"] == identity
        for relation in article["relations"]:
            assert relation["kind"] in RELATIONS
            assert relation["status"] in STATUSES
        for figure in article["figures"]:
            assert figure["qualifier"] in QUALIFIERS


def test_copies_point_at_the_earliest_which_is_none(articles: dict[str, Any]) -> None:
    for article in articles.values():
        if article["duplicate_of"]:
            first = articles[article["duplicate_of"]]
            assert first["duplicate_of"] is None
            assert (first["published"] or first["first_seen"]) <= (article["published"] or article["first_seen"])


def test_figures(filled: Tapeout, articles: dict[str, Any]) -> None:
    for article in articles.values():
        for figure in article["figures"]:
            check_quantity(figure)


def test_stories(filled: Tapeout, articles: dict[str, Any]) -> None:
    listed = filled.json("stories")
    for row in listed:
        assert ID["s"].fullmatch(row["id"])
        story = filled.json("story", row["id"])
        every = {event["id"] for event in filled.json("timeline", "--story", row["id"])}
        assert {event["id"] for event in story["timeline"]} <= every
        assert {event["id"] for event in story["watch"]} <= every
        assert len(story["timeline"]) <= 16
        assert all(articles[identity]["story"] == row["id"] for identity in story["articles"])
        assert set(story["related"]) <= {other["id"] for other in listed} - {row["id"]}
        assert set(story["topics"]) <= TOPICS
        assert story["unread"] == sum(not articles[identity]["read"] for identity in story["articles"])
        for event in [*story["timeline"], *story["watch"]]:
            check_event(event, articles)
        for event in story["watch"]:
            assert event["state"] in {"open", "overdue", "met", "moved", "missed"}
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", event["due"])
        for line in story["figures"]:
            assert line["state"] in {"single", "agree", "revised", "conflict", "scope?"}
            assert all(
                value["qualifier"] in QUALIFIERS and TIME.fullmatch(value["reported"]) for value in line["values"]
            )
            if line["change"] is not None:
                expected = line["values"][-1]["value"] / line["values"][0]["value"] - 1
                assert line["change"] == pytest.approx(expected)
        assert all(risk["kind"] in RISKS for risk in story["risks"])


def test_watch_list_is_soonest_first(filled: Tapeout) -> None:
    dues = [event["due"] for event in filled.json("watch")]
    assert dues == sorted(dues)


def test_reasons(filled: Tapeout) -> None:
    for identity in [filled.json("list", "--limit", "1")[0]["id"], filled.json("stories", "--limit", "1")[0]["id"]]:
        lines = filled.json("why", identity)
        assert lines
        assert all(line["what"] and line["rule"] for line in lines)
