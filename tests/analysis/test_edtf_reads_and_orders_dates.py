"""EDTF: what is read, what days it covers, how expressions compare and are written."""

from __future__ import annotations

from datetime import date

import pytest

from reader import edtf


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-04-18", date(2026, 4, 18), date(2026, 4, 18)),
        ("2026-04/2026-06", date(2026, 4, 1), date(2026, 6, 30)),
        ("2024-09/2024-12", date(2024, 9, 1), date(2024, 12, 31)),
        ("2026-34", date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-21", date(2026, 3, 1), date(2026, 5, 31)),
        ("2026-24", date(2026, 12, 1), date(2027, 2, 28)),
        ("../2028-12", None, date(2028, 12, 31)),
        ("/2028-12", None, date(2028, 12, 31)),
        ("2027/..", date(2027, 1, 1), None),
        ("202X", date(2020, 1, 1), date(2029, 12, 31)),
        ("2026-XX", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026~", date(2026, 1, 1), date(2026, 12, 31)),
        ("2025-09~/2026-01~", date(2025, 9, 1), date(2026, 1, 31)),
    ],
)
def test_bounds_are_the_first_and_last_day(text: str, first: date | None, last: date | None) -> None:
    assert edtf.bounds(text) == (first, last)


@pytest.mark.parametrize("text", ["2026", "2026-04", "2026-04-18", "2026-04/2026-06", "../2028-12", "2027/..", "2026~",
                                  "2025-09~/2026-01~", "202X", "2026-XX-XX"])  # fmt: skip
def test_what_is_read_is_written_back(text: str) -> None:
    assert str(edtf.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "/", "../..", "26", "2026-13", "2026-00", "2026-02-30", "2025-02-29", "2027/2026", "2026-4", "0000", "x2026",
     "2026-04-18T10:00", "2026/2027/2028", "٢٠٢٦", "2026\n", "20X6", "202X-04", "1" * 100_000],
)  # fmt: skip
def test_other_text_is_refused(text: str) -> None:
    assert not edtf.is_valid(text)
    with pytest.raises(ValueError, match=r".+"):
        edtf.bounds(text)


def test_marks_say_that_the_words_are_inexact() -> None:
    assert edtf.parse("2026~").approx
    assert edtf.parse("2025-09/2026-01~").approx
    assert not edtf.parse("2026?").approx


@pytest.mark.parametrize(
    ("a", "b", "meets"),
    [
        ("2026-04-18", "2026-04", True),
        ("2026-04-18", "2026-05", False),
        ("../2026-06", "2026-07/..", False),
        ("../2026-06", "2026-06/..", True),
        ("2027/..", "../2030", True),
    ],
)
def test_overlap_counts_shared_days(a: str, b: str, meets: bool) -> None:
    assert edtf.overlap(a, b) is meets
    assert edtf.overlap(b, a) is meets


def test_the_same_days_are_the_same_date() -> None:
    assert edtf.same("2026-04/2026-06", "2026-34")
    assert not edtf.same("2026-04/2026-06", "2026")


def test_containment_respects_open_sides() -> None:
    assert edtf.contains("2026", "2026-04")
    assert not edtf.contains("2026-04", "2026")
    assert edtf.contains("../2028-12", "2026")
    assert not edtf.contains("2026", "../2026-04")


def test_order_is_earliest_then_narrowest_and_deadlines_stand_at_their_last_day() -> None:
    rows = ["../2026-12", "2027/..", "2026", "2026-04", "2026-01", "2026-01-01", "2026-12-31", "2026-04-18", "2027"]
    assert sorted(rows, key=edtf.sort_key) == [
        "2026-01-01", "2026-01", "2026", "2026-04", "2026-04-18", "2026-12-31", "../2026-12", "2027", "2027/..",
    ]  # fmt: skip


def test_writers() -> None:
    assert edtf.month(2025, 14) == "2026-02"
    assert edtf.month(2026, 0) == "2025-12"
    assert edtf.quarter(2026, 2) == "2026-04/2026-06"
    assert edtf.half(2026, 2) == "2026-07/2026-12"
    assert edtf.months(2025, 12, 3) == "2025-12/2026-02"
    assert edtf.months(2025, 12, 1) == "2025-12"
    assert edtf.week(date(2026, 1, 29)) == "2026-01-26/2026-02-01"
    assert edtf.until("2028") == "../2028-12"
    assert edtf.until("2026-04/2026-06") == "../2026-06"
    assert edtf.until("2026-05-29") == "../2026-05-29"
    assert edtf.since("2026-02") == "2026-02/.."
    assert edtf.span("2025", "2026") == "2025/2026"
    assert edtf.span("2026-04", "2026-04") == "2026-04"
    assert edtf.due("../2028-12") == date(2028, 12, 31)
    assert edtf.due("2027/..") is None


def test_writers_refuse_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="before"):
        edtf.span("2027", "2026")
    with pytest.raises(ValueError, match="open"):
        edtf.until("2027/..")
    with pytest.raises(ValueError, match="open"):
        edtf.since("../2027")
