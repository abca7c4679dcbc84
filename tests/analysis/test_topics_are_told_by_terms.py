"""Topics: substance over passing words, title and lead first, six at most, words kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.analysis.document import Document, read_document
from reader.analysis.lexicon import Lexicon
from reader.analysis.topics import MOST, tag_topics
from reader.gazetteer import read_companies, read_topics
from tests.builders import article


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(read_companies(), read_topics())


def document(text: str, title: str) -> Document:
    return read_document(article("".join(f"<p>{line}</p>" for line in text.split("\n")), title=title))


DATA = Path(__file__).parent / "data" / "topics.jsonl"
CASES = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[c["topic"] for c in CASES])
def test_topic(lexicon: Lexicon, case: dict[str, str]) -> None:
    tags = tag_topics(document(case["text"], case["title"]), lexicon)
    assert case["topic"] in [t.id for t in tags[:3]]
    assert len(tags) <= MOST
    assert [t.score for t in tags] == sorted((t.score for t in tags), reverse=True)
    assert all(t.reason.words for t in tags)


OUTSIDE = [
    ("Apple pie wins at the county fair", "The pie was baked by two sisters.\nThe jury ate all of it."),
    ("Team wins after a long season", "The coach praised the training camp.\nThe goalkeeper made nine saves."),
    ("An estate agent on the coast", "Estate agents sold fewer houses in June.\nBuyers wait for spring."),
    ("A museum reopens", "Three panels etched in glass hang in the hall.\nAdmission is free."),
]


@pytest.mark.parametrize(("title", "text"), OUTSIDE)
def test_other_news_has_no_topic(lexicon: Lexicon, title: str, text: str) -> None:
    assert tag_topics(document(text, title), lexicon) == ()


def test_one_word_in_passing_is_no_topic(lexicon: Lexicon) -> None:
    text = (
        "The bakery opened in May.\nIts owner once worked on memory chips.\nBread costs more now.\nThe queue is long."
    )
    assert tag_topics(document(text, "A bakery opens"), lexicon) == ()


def test_words_against_a_topic_count(lexicon: Lexicon) -> None:
    text = "The loan names an administrative agent.\nThe administrative agent holds it, and another agent signs."
    assert "agents" not in {t.id for t in tag_topics(document(text, "A loan is signed"), lexicon)}


def test_spans_point_at_the_words(lexicon: Lexicon) -> None:
    told = document("DRAM prices rose.\nThe DRAM makers are sold out.", "DRAM is short")
    memory = next(t for t in tag_topics(told, lexicon) if t.id == "memory")
    assert {s.of(told.text) for s in memory.spans} == {"DRAM price", "DRAM maker"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A bank in Ohio accounted for 38 per cent of its revenue.\nThe same bank accounted for half of sales.", True),
        ("A bank in Ohio accounted for the delay.\nThe revenue rose. The same bank accounted for sales.", False),
    ],
)
def test_a_term_in_two_parts_needs_both_in_one_sentence(lexicon: Lexicon, text: str, told: bool) -> None:
    words = [w for t in tag_topics(document(text, "A year in numbers"), lexicon) for w in t.reason.words.split(", ")]
    assert any(word.startswith("accounted for …") for word in words) is told


def test_what_other_news_shares_makes_no_topic_outside_the_field(lexicon: Lexicon) -> None:
    told = document(
        "The board approved a permit.\nThe hearing on the permit was short.", "Town board approves a permit"
    )
    assert "regulation" in {t.id for t in tag_topics(told, lexicon)}
    assert tag_topics(told, lexicon, at_home=False) == ()
