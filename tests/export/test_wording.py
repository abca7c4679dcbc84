"""Dates and amounts in the words of a document, with the precision that they have."""

from __future__ import annotations

import pytest

from reader.export.wording import date_words
from reader.model.findings import Qualifier
from reader.wording import LONG


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2026-04-18", "April 18, 2026"),
        ("2026-01", "January 2026"),
        ("2026", "2026"),
        ("2026~", "about 2026"),
        ("../2028-12", "by December 2028"),
        ("2027/..", "from 2027"),
        ("2026-04/2026-06", "second quarter of 2026"),
        ("2026-07/2026-12", "second half of 2026"),
        ("2024-09/2024-12", "September to December 2024"),
        ("2026-04-13/2026-04-19", "April 13 to 19, 2026"),
        ("2026-03-30/2026-04-05", "March 30, 2026 to April 5, 2026"),
        ("2025/2026", "2025 to 2026"),
        ("nonsense", "nonsense"),
        ("2026-99", "2026"),
    ],
)
def test_dates(edtf: str, words: str) -> None:
    assert date_words(edtf) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (24.6e9, "USD", "$24.6 billion"),
        (-5.5e9, "USD", "−$5.5 billion"),
        (37.61e12, "KRW", "₩37.61 trillion"),
        (3.5, "USD/hour", "$3.5 per hour"),
        (750e6, "W", "750 MW"),
        (11.7e9, "bit/s", "11.7 Gbit/s"),
        (76, "%", "76%"),
        (69, "x", "69×"),
        (0.02, "s", "20 ms"),
        (4e-9, "m", "4 nm"),
        (46225, "mm2", "46,225 mm²"),
        (4e12, "transistors", "4 trillion transistors"),
        (900000, "count", "900,000"),
        (0, "USD", "$0"),
    ],
)
def test_amounts(value: float, unit: str, words: str) -> None:
    assert LONG.amount(value, unit) == words


def test_hedges_and_ranges() -> None:
    assert LONG.reported(10e9, None, None, Qualifier.AT_LEAST, "USD") == "at least $10 billion"
    assert LONG.reported(13e9, 12e9, 14e9, Qualifier.RANGE, "USD") == "$12 billion to $14 billion"
    assert LONG.reported(120, 115, 125, Qualifier.RANGE, "USD/share") == "$115 to $125 per share"
    assert LONG.reported(5, 5, 5, Qualifier.RANGE, "%") == "5%"


@pytest.mark.parametrize(
    ("change", "words"), [(0.76, "+76%"), (-0.07, "−7%"), (0.0, "±0%"), (4.48571, "+449%"), (11.0, "12-fold")]
)
def test_changes(change: float, words: str) -> None:
    assert LONG.change(change) == words
