from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reader.model.findings import Figure, Qualifier
from reader.model.stories import LedgerRow, LedgerState
from reader.model.text import Span
from reader.stories.disagreement import Cue, cue_between
from reader.stories.ledger import build_ledger
from tests.stories.cast import article, figure


def ledger(
    *reports: tuple[str, str, float, dict[str, Any]], metric: str = "revenue", text: str = ""
) -> list[LedgerRow]:
    """Returns the rows of reports (origin, day, value, more) on one subject."""
    articles, figures = [], {}
    for number, (origin, date, value, more) in enumerate(reports):
        sentence = f"Waferly told of {value:g}."
        made = article(f"a{number}", date, "T", sentence, origin=origin)
        articles.append(made)
        figures[made.id] = [figure(made, sentence, value, metric, "waferly", **more)]
    return list(build_ledger(articles, figures))


YEAR: dict[str, Any] = {"period": "2025"}


def test_one_report_is_single_and_two_alike_agree() -> None:
    assert ledger(("A", "2026-02-01", 5e8, YEAR))[0].state is LedgerState.SINGLE
    (row,) = ledger(("A", "2026-02-01", 5e8, YEAR), ("B", "2026-02-02", 5e8, YEAR))
    assert row.state is LedgerState.AGREE
    assert [value.origin for value in row.values] == ["A", "B"]
    (row,) = ledger(("A", "2026-02-01", 5e8, YEAR), ("A", "2026-02-02", 5e8, YEAR))
    assert row.state is LedgerState.SINGLE, "origins confirm, not articles"


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ({"value": 498e6}, {"value": 500e6}, LedgerState.AGREE),
        ({"value": 9e9, "qualifier": Qualifier.AT_LEAST}, {"value": 9.4e9}, LedgerState.AGREE),
        ({"value": 500e6, "qualifier": Qualifier.ABOUT}, {"value": 490e6}, LedgerState.AGREE),
        (
            {"value": 500e6, "low": 450e6, "high": 550e6, "qualifier": Qualifier.RANGE},
            {"value": 540e6},
            LedgerState.AGREE,
        ),
        ({"value": 498e6}, {"value": 540e6}, LedgerState.CONFLICT),
    ],
)
def test_rounding_and_qualifiers(first: dict[str, Any], second: dict[str, Any], state: LedgerState) -> None:
    one, other = ({**YEAR, **more} for more in (first, second))
    rows = ledger(("A", "2026-02-01", one.pop("value"), one), ("B", "2026-02-02", other.pop("value"), other))
    assert rows[0].state is state


def test_one_origin_that_says_otherwise_later_has_revised() -> None:
    (row,) = ledger(("A", "2026-02-01", 498e6, YEAR), ("A", "2026-03-01", 540e6, YEAR))
    assert row.state is LedgerState.REVISED
    assert row.change == pytest.approx(540 / 498 - 1)


@pytest.mark.parametrize(
    "text",
    [
        "Orders of Waferly rose to $99 million from $66 million.",
        "Orders of Waferly rose from $66 million to $99 million.",
    ],
)
def test_change_goes_from_the_older_value_of_a_sentence(text: str) -> None:
    made = article("a1", "2026-02-01", "T", text)
    told = []
    for value in (99, 66):
        at = text.index(f"${value}")
        told.append(replace(figure(made, text, value * 1e6, "backlog", "waferly"), at=Span(at, at + 11)))
    (row,) = build_ledger([made], {"a1": told})
    assert [value.value for value in row.values] == [66e6, 99e6]
    assert row.change == pytest.approx(0.5)


def test_what_is_asked_for_a_company_changes_and_is_no_conflict() -> None:
    (row,) = ledger(("A", "2025-11-01", 7.5e9, {}), ("B", "2026-04-20", 32e9, {}), metric="valuation")
    assert row.state is LedgerState.REVISED


def test_periods_bases_and_units_are_rows_of_their_own() -> None:
    rows = ledger(
        ("A", "2026-02-01", 5e8, YEAR), ("B", "2026-02-02", 4e8, {"period": "2024"}),
        ("C", "2026-02-03", 5.5e8, {"period": "2025", "basis": "non-gaap"}),
        ("D", "2026-02-04", 5.2e8, {"period": "2025", "basis": "gaap"}),
        ("E", "2026-02-04", 5.2e8, {"period": "2025", "unit": "EUR"}),
    )  # fmt: skip
    assert len(rows) == 4
    assert not any(row.state is LedgerState.CONFLICT and row.basis is None for row in rows)


def test_two_voices_in_one_article_conflict_and_two_products_do_not() -> None:
    text = "Land: 1,100 acres in the brochure, 875 acres in the deeds, opponents say."
    made = article("a", "2026-02-01", "T", text)
    rows = build_ledger([made], {"a": [_acres(made, text, 1100), _acres(made, text, 875)]})
    assert rows[0].state is LedgerState.CONFLICT
    text = "The small system costs $4,000. The large one costs $6,000."
    made = article("b", "2026-02-01", "T", text)
    one, other = text.split(". ")
    prices = [figure(made, one, 4000, "price", "waferly"), figure(made, other, 6000, "price", "waferly")]
    assert all(row.state is not LedgerState.CONFLICT for row in build_ledger([made], {"b": prices}))


def _acres(made: Any, sentence: str, value: float) -> Figure:
    return figure(made, sentence, value, "area", "waferly", unit="acres")


def test_what_the_article_calls_wrong_is_not_counted() -> None:
    text = "Waferly told of 5."
    made = article("a", "2026-02-01", "T", text)
    assert build_ledger([made], {"a": [figure(made, text, 5, "revenue", "waferly", retracted=True)]}) == ()


@pytest.mark.parametrize(
    ("passage", "cue"),
    [
        ("The group owns 6%, one person said; another put it at 5%.", Cue.AGAINST),
        ("Revenue rose to $5m from $4m a year ago.", Cue.CHANGE),
        ("It raised the budget from $20bn to $22bn.", Cue.CHANGE),
        ("The site has 300 desks and 400 chairs.", Cue.NONE),
    ],
)
def test_how_a_passage_relates_two_values(passage: str, cue: Cue) -> None:
    assert cue_between(passage)[0] is cue
