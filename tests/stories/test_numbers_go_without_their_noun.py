"""A second voice gives another number for what was just named: it is read as a report of the same quantity."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.model.findings import Figure, Qualifier
from reader.model.stories import LedgerState
from reader.model.text import Span
from reader.stories.dossier import build_story
from reader.stories.elided import told_again
from tests.stories.cast import article, figure, findings

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def again(text: str, number: str, value: float, unit: str = "count", metric: str = "headcount") -> list[Figure]:
    """Returns what is read beside one figure, whose sentence ends at its first full stop."""
    made = article("a", "2026-02-01", "T", text)
    found = findings(made)
    at = text.index(number)
    sentence = next(span for span in found.sentences if span.start <= at < span.end).of(text)
    told = figure(made, sentence, value, metric, "waferly", unit=unit, at=Span(at, at + len(number)))
    return told_again(made, found.sentences, [told])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Waferly has 400 jobs in Ohio, says the owner. The union counts 460.", 460),
        ("Waferly has 400 people, the company said, while its filing lists 371.", 371),
        ("The site will have 400 posts, according to Waferly; a study puts them at 210.", 210),
        ("Waferly promised 400 jobs; neighbours who read the permit found only 150.", 150),
        ("It employs 400, says Waferly. Former managers speak of about 1,200.", 1200),
    ],
)
def test_a_second_voice(text: str, value: float) -> None:
    (found,) = again(text, "400", 400)
    assert found.value == value
    assert found.subject == "waferly"
    assert text[found.at.start : found.at.end].replace(",", "") == str(value)
    assert text[found.start : found.end] == found.sentence


def test_a_hedge_is_kept_and_the_scale_is_that_of_the_number_before() -> None:
    (found,) = again(
        "The hall draws 300 MW, said Waferly. The operator says more than 240.", "300 MW", 3e8, "W", "power"
    )
    assert found.value == 2.4e8
    assert found.qualifier is Qualifier.AT_LEAST


@pytest.mark.parametrize(
    "text",
    [
        "Waferly has 400 jobs in Ohio. It counts 460.",
        "Waferly has 400 jobs, says the owner. The union counts 460 machines.",
        "Waferly has 400 jobs, says the owner. Nobody came. The union counts 460.",
        "Waferly has 400 jobs, says the owner.\nThe union counts 460.",
        "Waferly has 400 jobs, says the owner. The union counts 9,000.",
        "Waferly had 400 jobs, it said, from 460 a year ago.",
    ],
)
def test_what_is_no_second_report(text: str) -> None:
    assert again(text, "400", 400) == []


def test_a_year_is_no_count() -> None:
    assert again("Waferly has 2,000 jobs, says the owner. The union says 2019.", "2,000", 2000) == []


def test_the_two_stand_in_one_row_as_a_conflict() -> None:
    text = "Waferly has 1,000 jobs, says the owner. A study for the village puts them at 330."
    made = article("a", "2026-02-01", "T", text)
    at = text.index("1,000")
    told = figure(made, text.split(". ")[0] + ".", 1000, "headcount", "waferly", unit="count", at=Span(at, at + 5))
    story = build_story("s", [made], {"a": findings(made, ["waferly"], figures=[told])}, NOW)
    (row,) = story.figures
    assert [value.value for value in row.values] == [1000, 330]
    assert row.state is LedgerState.CONFLICT
    assert all(text[value.start : value.end] == value.sentence for value in row.values)
