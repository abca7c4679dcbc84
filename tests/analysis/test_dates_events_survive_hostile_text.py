"""Random words of the grammar, and repeated ones: no exception, only valid dates, spans inside the text."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from reader import edtf
from reader.analysis.dates import find_dates
from reader.analysis.document import Document, read_document
from reader.analysis.events import find_events
from reader.analysis.lexicon import Lexicon
from reader.model.articles import Article

NOW = datetime(2026, 2, 28, 23, 0, tzinfo=UTC)
EMPTY = Lexicon.of([], [])
VOCABULARY = """
the a of in on by to from until through since before after not no later than between and , . - – / ' s $ % 's
early mid late end start middle beginning last next this past coming following same that current first second
third fourth final quarter half Q1 Q4 H2 1H26 FY27 fiscal year years month months week weeks weekend day days
decade century two three several few couple half an each every ago earlier later within 2026 2028 1999 2099
1000 2199 26 31 30 29 1 12 0 1990s January February March May June December Sept. Monday Friday Sunday today
yesterday tomorrow overnight tonight spring summer fall winter Christmas Eve Easter Thanksgiving New Year Day
noon 5 p.m. 10:30 a.m. 2026-02-30 2026-04-18 13/13/2026 30.04.2026 will would have had filed said announced is
to be due planned moved slipped instead year-end year-ago recent now ended ending
"""
WORDS = VOCABULARY.split()


def document(text: str) -> Document:
    return read_document(Article("a1", "f", None, "T", None, NOW, None, NOW, text))


def check(text: str) -> None:
    read = document(text)
    found = find_dates(read, {"x": 1}, ())
    for expression in found:
        assert expression.edtf == "" or edtf.is_valid(expression.edtf)
        assert expression.base == "" or edtf.is_valid(expression.base)
        assert 0 <= expression.whole.start <= expression.span.start < expression.span.end <= len(text)
    starts = [expression.span.start for expression in found]
    assert starts == sorted(starts)
    for event in find_events(read, found, (), EMPTY):
        assert edtf.is_valid(event.date)
        assert event.text in text


def test_random_sentences_of_the_grammars_own_words() -> None:
    chance = random.Random(20260228)
    for _ in range(3000):
        check(" ".join(chance.choices(WORDS, k=chance.randint(1, 25))))


@pytest.mark.parametrize(
    "unit",
    ["1", "the ", "in 2026 ", "on Monday ", "two weeks after the deal ", "three months to March 2026, ", "2.0.2.6.",
     "May ", "from May to June ", "“(”)", "Q1 2026 deal signed on May 4; ", "late late late ", "a year ago a ",
     "\u0661"],
)  # fmt: skip
def test_long_runs_are_read_in_one_pass(unit: str) -> None:
    check(unit * (120_000 // len(unit)))


def test_the_first_and_the_last_years_of_the_calendar() -> None:
    for moment in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)):
        article = Article("a1", "f", None, "T", None, moment, None, moment, " ".join(WORDS))
        find_dates(read_document(article))
