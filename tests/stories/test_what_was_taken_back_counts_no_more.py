"""A correction takes its figure out of what the outlet had published, and is no news of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reader.model.findings import Findings
from reader.stories.corrections import quotes_an_error, standing
from reader.stories.dossier import build_story
from tests.stories.cast import article, event, figure, findings

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FIRST = article("a1", "2026-03-20", "Waferly lifts its budget",
                "Waferly lifted its budget for the year to $25 billion on March 18. Waferly told investors that the "
                "plant in Ohio comes first.", origin="Harbour")  # fmt: skip
OTHER = article("a2", "2026-03-21", "What Waferly spends",
                "Waferly spends $25 billion this year, analysts believe.", origin="Dry Dock")  # fmt: skip
BACK = article("a3", "2026-03-25", "Correction: the budget of Waferly",
               "An article published on March 20 misstated the budget of Waferly as $25 billion. Waferly raised its "
               "budget to $22 billion, as the company said.", origin="Harbour")  # fmt: skip


def told() -> dict[str, Findings]:
    wrong, right = BACK.text.split(". ")
    back = findings(
        BACK, ["waferly"], events=[event(BACK, wrong, "2026-03-20", ["waferly"])],
        figures=[figure(BACK, right, 22e9, "capex", "waferly")],
    )  # fmt: skip
    return {
        "a1": findings(
            FIRST, ["waferly"], figures=[figure(FIRST, FIRST.text.split(". ")[0], 25e9, "capex", "waferly")]
        ),
        "a2": findings(OTHER, ["waferly"], figures=[figure(OTHER, OTHER.text, 25e9, "capex", "waferly")]),
        "a3": replace(back, withdrawn=(figure(BACK, wrong, 25e9, "capex", "waferly", retracted=True),)),
    }


def test_the_number_goes_out_of_what_the_outlet_published_before_and_of_nobody_elses() -> None:
    left = standing([FIRST, OTHER, BACK], told())
    assert left["a1"] == []
    assert [figure.value for figure in left["a2"]] == [25e9]
    assert [figure.value for figure in left["a3"]] == [22e9]


def test_another_number_stays() -> None:
    found = told()
    other = figure(FIRST, FIRST.text.split(". ")[1], 24e9, "capex", "waferly")
    found["a1"] = replace(found["a1"], figures=(*found["a1"].figures, other))
    assert [figure.value for figure in standing([FIRST, BACK], found)["a1"]] == [24e9]


def test_no_summary_quotes_the_error_and_no_ledger_counts_it() -> None:
    made = build_story("s1", [FIRST, OTHER, BACK], told(), NOW)
    assert made.summary
    assert not any("misstated" in line.text or "to $25 billion" in line.text for line in made.summary)
    assert all(value.value != 25e9 or value.article == "a2" for row in made.figures for value in row.values)


@pytest.mark.parametrize(
    ("sentence", "error"),
    [
        ("An article published on March 20 about Waferly gave the budget as $25 billion.", True),
        ("Our letter of February 27 gave the holdings as 8%.", True),
        ("The second number was wrong.", True),
        ("The figure of $25 billion that we gave was an analyst’s.", True),
        ("The company said in a letter of May 2 that it would pay.", False),
        ("Waferly gave no number.", False),
    ],
)
def test_sentences_that_quote_an_error(sentence: str, error: bool) -> None:
    assert quotes_an_error(sentence) is error
