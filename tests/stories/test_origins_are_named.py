from __future__ import annotations

import pytest

from reader.stories.origins import credit, independent, origin_of, same_origin
from tests.stories.cast import article


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("May 14 (Harbour Wire) — Shares rose on Thursday.", "Harbour Wire"),
        ("(Harbour) Shares rose on Thursday.", "Harbour"),
        ("BOSTON, May 14 (Harbour) - Shares rose.", "Harbour"),
        ("Shares rose.\n(Harbour Wire; editing by D. Moss)", "Harbour Wire"),
        ("Shares rose.\nThis report was supplied by Harbour Wire and was not edited by us.", "Harbour Wire"),
        ("Shares rose.\nThis story was first published by The Dry Dock.", "Dry Dock"),
        ("Shares rose.\nOriginally published in The Dry Dock.", "Dry Dock"),
        ("Acme (Nasdaq: ACME) said shares rose.", None),
        ("LIVINGSTON, July 31 – Acme (Nasdaq: ACME) announced a loan.", None),
        ("The plant (Texas) will open.", None),
        ("Shares rose.", None),
    ],
)
def test_credit_lines(text: str, origin: str | None) -> None:
    assert credit(text) == origin


def test_ten_reprints_of_one_wire_are_one_origin() -> None:
    reprints = [article(f"a{n}", "2026-05-01", "T", "(Harbour) Shares rose.", origin=f"Paper {n}") for n in range(10)]
    assert independent(origin_of(reprint) for reprint in reprints) == 1


def test_spellings_of_one_publisher_are_one() -> None:
    assert same_origin("The Harbour Wire", "Harbour")
    assert not same_origin("Harbour", "Dry Dock")
    own = article("a", "2026-05-01", "T", "(Harbour) Shares rose.", origin="Harbour Wire")
    assert origin_of(own) == "Harbour Wire"
