"""What is left open about a figure, or named otherwise, does not part two reports of one quantity."""

from __future__ import annotations

from typing import Any

import pytest

from reader.model.findings import Figure
from reader.model.stories import LedgerRow, LedgerState
from reader.model.text import Span
from reader.stories.disagreement import Cue, cue_between
from reader.stories.ledger import build_ledger
from tests.stories.cast import article, figure

Report = tuple[str, float, str | None, str | None, dict[str, Any]]


def rows_of(*articles: list[Report], sides: tuple[str, ...] = ()) -> tuple[LedgerRow, ...]:
    """Returns the ledger of articles given as reports (sentence, value, metric, subject, more)."""
    made, figures = [], {}
    for number, reports in enumerate(articles):
        text = " ".join(dict.fromkeys(report[0] for report in reports))
        source = article(f"a{number}", f"2026-02-0{number + 1}", "T", text, origin=f"Paper {number}")
        made.append(source)
        found: list[Figure] = []
        for sentence, value, metric, subject, more in reports:
            found.append(figure(source, sentence, value, metric, subject, **more))
        figures[source.id] = found
    return build_ledger(made, figures, frozenset(sides))


def holding(rows: tuple[LedgerRow, ...], *values: float) -> LedgerRow | None:
    """Returns the row that holds all these values, None where they stand in different ones."""
    return next((row for row in rows if set(values) <= {value.value for value in row.values}), None)


def test_one_number_of_one_company_is_one_quantity_whatever_it_is_called() -> None:
    rows = rows_of(
        [("Waferly is paying Lumen about $17.1 billion.", 17.1e9, "cost", "waferly", {})],
        [("The transaction is worth $17.1 billion.", 17.1e9, "contract value", "waferly", {})],
    )
    assert holding(rows, 17.1e9) is not None
    assert len(rows) == 1


def test_a_round_number_alone_joins_nothing() -> None:
    rows = rows_of(
        [("Waferly spent $5 billion on land.", 5e9, "cost", "waferly", {})],
        [("The order from Lumen is put at $5 billion.", 5e9, "contract value", "waferly", {})],
    )
    assert len(rows) == 2


def test_an_order_of_a_customer_is_no_round_of_capital() -> None:
    rows = rows_of(
        [("Lumen has ordered computing for $20.5 billion from Waferly.", 20.5e9, "contract value", "lumen", {})],
        [("Investors of the last round paid $20.5 billion.", 20.5e9, "raise", None, {})],
        sides=("lumen", "waferly"),
    )
    order = next(row for row in rows if row.metric == "contract value")
    assert [value.origin for value in order.values] == ["Paper 0"]


def test_a_number_without_a_metric_joins_the_quantity_that_it_repeats_and_makes_no_row() -> None:
    told: list[Report] = [("Waferly earned $17.9 billion in revenue.", 17.9e9, "revenue", "waferly", {})]
    rows = rows_of(told, [("The $17.9 billion pleased everybody.", 17.9e9, None, "waferly", {})])
    assert [len(row.values) for row in rows] == [2]
    assert rows_of([("It was $3.3 billion.", 3.3e9, None, "waferly", {})]) == ()


def test_a_price_is_told_of_either_side_of_a_deal() -> None:
    unit = {"unit": "USD/MWh"}
    reports: list[list[Report]] = [
        [("A consultant put it at $88 per megawatt-hour.", 88, "price", "lumen", unit)],
        [("The order disclosed the price: $94 per MWh.", 94, "price", "waferly", unit)],
    ]
    assert holding(rows_of(*reports, sides=("waferly", "lumen")), 88, 94) is not None
    assert holding(rows_of(*reports), 88, 94) is None


@pytest.mark.parametrize(
    ("sentence", "state"),
    [
        ("The yield is 58%, the foundry said; two engineers put it at 51%.", LedgerState.CONFLICT),
        ("The yield was 51%, said the foundry, when the plan said 58%.", None),
        ("The yield is 58%, it said; engineers who count dead lines put it at 51%.", LedgerState.SCOPE),
    ],
)
def test_what_a_sentence_sets_against_each_other_is_one_quantity(sentence: str, state: LedgerState | None) -> None:
    unit = {"unit": "%"}
    rows = rows_of([(sentence, 58, "margin", "waferly", unit), (sentence, 51, "price change", "waferly", unit)])
    row = holding(rows, 51, 58)
    if state is LedgerState.CONFLICT:
        assert row is not None
        assert row.state is LedgerState.CONFLICT
    else:
        assert not any(row.state is LedgerState.CONFLICT for row in rows)


def test_who_says_what_he_counts_may_count_something_else() -> None:
    first, second = "Debt stood at $25bn, the company said.", "Analysts who count undrawn loans put it at $32bn."
    rows = rows_of([(first, 25e9, "debt", "waferly", {}), (second, 32e9, "debt", "waferly", {})])
    row = holding(rows, 25e9, 32e9)
    assert row is not None
    assert row.state is LedgerState.SCOPE


def test_parts_that_a_sentence_lists_are_no_reports_of_the_whole() -> None:
    whole: list[Report] = [
        ("Sales of Waferly grew 76% in 2025.", 76, "growth", "waferly", {"unit": "%", "period": "2025"})
    ]
    parts = "Hardware grew 69%, cloud services 99%."
    listed: list[Report] = [
        (parts, value, "growth", "waferly", {"unit": "%", "period": "2025"}) for value in (69, 99)
    ]  # fmt: skip
    rows = rows_of(whole, listed)
    assert len(rows) == 3
    assert all(row.state is LedgerState.SINGLE for row in rows)


def test_two_loans_are_no_revision_of_each_other() -> None:
    one: list[Report] = [("Waferly closed a loan of $8.5 billion on Tuesday.", 8.5e9, "debt", "waferly", {})]
    other: list[Report] = [("Banks lent Waferly $3.1 billion for two tenants.", 3.1e9, "debt", "waferly", {})]
    again: list[Report] = [("The loan that Waferly closed on Tuesday was $8.7 billion.", 8.7e9, "debt", "waferly", {})]
    rows = rows_of(one, other, again)
    assert len(rows) == 2
    assert holding(rows, 8.5e9, 8.7e9) is not None


def test_what_is_and_what_is_wanted_are_two_quantities_unless_one_became_the_other() -> None:
    unit = {"unit": "W"}

    def together(sentence: str) -> bool:
        told: list[Report] = [
            (sentence, value, "power capacity", "waferly", unit | {"at": Span(at, at + 6)})
            for value, at in ((8.5e8, sentence.index("850 MW")), (1.9e9, sentence.index("1.9 GW")))
        ]
        return holding(rows_of(told), 8.5e8, 1.9e9) is not None

    assert not together("Waferly has 850 MW of active power and wants to have 1.9 GW.")
    assert together("Waferly raised the capacity of the site from 850 MW to 1.9 GW.")


def test_a_row_bears_a_period_only_where_most_reports_tell_it() -> None:
    reports: list[list[Report]] = [
        [("Waferly was valued at $8 billion.", 8e9, "valuation", "waferly", {"period": "2025"})],
        [("Waferly seeks a valuation of $9 billion.", 9e9, "valuation", "waferly", {})],
        [("Bankers speak of $10 billion for Waferly.", 10e9, "valuation", "waferly", {})],
    ]
    (row,) = rows_of(*reports)
    assert row.period is None
    (row,) = rows_of(*reports[:2])
    assert row.period == "2025"


def test_scopes_that_are_told_stay_apart() -> None:
    rows = rows_of(
        [("Building one takes 120.4 MW.", 120.4, "power capacity", "waferly", {"unit": "W", "scope": "building one"})],
        [("The site takes 120.4 MW.", 120.4, "power capacity", "waferly", {"unit": "W", "scope": "the site"})],
    )
    assert len(rows) == 2


def test_a_figure_with_neither_subject_nor_period_joins_the_only_one_that_it_is_close_to() -> None:
    told: list[Report] = [("Waferly’s revenue was $498 million.", 498e6, "revenue", "waferly", {"period": "2025"})]
    by_others: list[Report] = [("By our count sales came to $505 million.", 505e6, "revenue", None, {})]
    assert holding(rows_of(told, by_others), 498e6, 505e6) is not None
    far: list[Report] = [("By our count sales came to $605 million.", 605e6, "revenue", None, {})]
    assert holding(rows_of(told, far), 498e6, 605e6) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The site has 640 acres in Waferly's application, 712 acres in the land register.",
        "It has 640 acres, says the owner; the village counts 712.",
        "The report says 640 acres; on the call it was 712.",
        "Land: 640 acres in the brochure, 712 acres on the county’s map.",
        "The campus has 640 acres on its website, 712 acres in papers at the town hall.",
        "It covers 640 acres by the owner’s count and 712 by the neighbours’ own reckoning.",
    ],
)
def test_two_papers_are_two_voices(sentence: str) -> None:
    rows = rows_of([
        (sentence, value, "area", "waferly", {"unit": "acres", "at": Span(at, at + 3)})
        for value in (640, 712)
        for at in (sentence.index(str(value)),)
    ])  # fmt: skip
    assert [row.state for row in rows] == [LedgerState.CONFLICT]


@pytest.mark.parametrize(
    ("passage", "cue"),
    [
        ("Management puts the workforce at 4,100; the union’s own tally is 3,600.", Cue.AGAINST),
        ("The permit names 48 generators, while neighbours say they counted 62.", Cue.AGAINST),
        ("The operator claims an efficiency of 1.12; an audit by the state found 1.31.", Cue.AGAINST),
        ("By the ministry’s reckoning it employs 1,900 people. The mayor speaks of 1,400.", Cue.AGAINST),
        ("Analysts at one bank estimate capex of $9bn, those at another $11bn.", Cue.AGAINST),
        ("It pays $61 per MWh according to the filing and $68 according to the rate case.", Cue.AGAINST),
        ("“We have 500 customers,” the founder said. Court papers list 310.", Cue.AGAINST),
        ("It now expects $9bn, having said $7bn in January.", Cue.CHANGE),
        ("In April it had promised 300 MW; it has settled for 240 MW, the company said.", Cue.CHANGE),
        ("The first hall has 120 MW and the second 140 MW.", Cue.NONE),
        ("Revenue was $4 billion and profit $1.1 billion, the company said.", Cue.NONE),
        ("It has 4,100 staff, or 5,000 if contractors are included, the company said.", Cue.SCOPE),
        ("Debt is $4.4bn by its own count; with leases, analysts say, it is $6.1bn.", Cue.SCOPE),
        ("But 46% of the wafers worked, the plan said 60.", Cue.CHANGE),
        ("The panel said 1,100 MW behind the meter, 1,150 MW in all.", Cue.NONE),
        ("It owes $25bn, it said; others put it at $32bn including leases.", Cue.SCOPE),
    ],
)
def test_how_two_values_of_a_passage_are_related(passage: str, cue: Cue) -> None:
    assert cue_between(passage)[0] is cue
