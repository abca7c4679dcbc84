"""A story is titled by its principal organisations and the matter that its titles share, stable while it grows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reader.stories.titles import title_of
from tests.stories.cast import article, findings

CASES = [
    (
        ["Waferly files for Nasdaq listing", "Waferly withdraws its papers", "Waferly files again for Nasdaq listing"],
        ["waferly"], "Waferly: Nasdaq listing",
    ),
    (
        ["Waferly may sell the K20 in China again", "A rule for the K20 and the K40", "China waits for the K40",
         "Waferly forecasts a quarter without the K20"],
        ["waferly"], "Waferly: K20 and K40 for China",
    ),
    (
        ["Waferly closes a loan of $2 billion", "Waferly backlog nears $100 billion", "A loan for Waferly",
         "Waferly's backlog doubles"],
        ["waferly"], "Waferly: backlog and loan",
    ),
    (
        ["Waferly to buy Gridline", "Gridline holders vote on Waferly's bid"], ["waferly", "gridline"],
        "Waferly, Gridline: takeover",
    ),
    (
        ["Waferly opens a campus at Pecan Draw", "Gas turbines for Pecan Draw campus", "Waferly's campus grows"],
        ["waferly"], "Waferly: Pecan Draw campus",
    ),
]  # fmt: skip


def made(titles: Sequence[str], main: Sequence[str], previous: str = "") -> str:
    articles = [
        article(f"a{n}", f"2025-10-0{n + 1}", title, f"{title}. Nothing else was said of it, and Pecan Draw is far.")
        for n, title in enumerate(titles)
    ]
    return title_of(articles, {row.id: findings(row, main) for row in articles}, previous)


@pytest.mark.parametrize(("titles", "main", "expected"), CASES)
def test_principals_and_the_matter_in_nouns(titles: list[str], main: list[str], expected: str) -> None:
    assert made(titles, main) == expected


def test_a_lone_article_bears_its_headline() -> None:
    assert made(["Waferly files for Nasdaq listing"], ["waferly"]) == "Waferly files for Nasdaq listing"


def test_a_title_stays_while_it_fits() -> None:
    titles, main, first = CASES[2]
    other = "Waferly: loan and backlog"
    assert made(titles, main, other) == other
    assert made(titles, main, "Waferly: helium shortage") == first
    assert made(titles, main, "Gridline: loan") == first


def test_no_sum_and_no_part_of_a_name() -> None:
    titles = ["Sk Hynix makes $2 billion", "A billion more for Sk Hynix", "Hynix profit reaches a billion"]
    title = made(titles, ["sk-hynix"])
    assert "billion" not in title.lower()
    assert "hynix" not in title.lower().partition(": ")[2]


def test_a_place_within_a_name_is_not_cut_out_of_it() -> None:
    titles = ["Waferly opens a hall in Kansas City", "Power for the hall in Kansas City", "Kansas City waits"]
    rows = [
        article(f"a{n}", f"2025-10-0{n + 1}", title, f"The hall of Waferly in Kansas City matters. {title}.")
        for n, title in enumerate(titles)
    ]
    title = title_of(rows, {row.id: findings(row, ["waferly"]) for row in rows})
    assert "Kansas City" in title
    assert "City in" not in title
