"""What a number measures, whose it is and when, told by the syntax around it; sentences of our own."""

from __future__ import annotations

import pytest

from reader.analysis.companies import find_mentions, tag_companies
from reader.analysis.dates import find_dates
from reader.analysis.document import read_document
from reader.analysis.figures import read_figures
from reader.analysis.lexicon import Lexicon
from reader.analysis.quantities.checks import check_figures, check_ledger
from reader.analysis.quantities.scan import quantities
from reader.gazetteer import read_companies
from reader.model.articles import Article
from reader.text import plain_text
from tests.analysis.test_figures_in_sentences import MOMENT, figures


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(read_companies(), ())


@pytest.mark.parametrize(
    ("text", "value", "metric", "subject"),
    [
        ("A fund that owns 58% of the bonds of Nscale has agreed.", 58, "debt", "nscale"),
        ("Lumentum keeps 15% and a seat on the board.", 15, "stake", "lumentum"),
        ("Intel's test wafers yielded 46% in January.", 46, "yield", "intel"),
        ("The new notes of Oracle, paying 7%, fall due in 2031.", 7, "interest rate", "oracle"),
        ("Intel said the yield of the memory array must reach 80% by May.", 80, "yield", "intel"),
        ("The deal gives SoftBank 11% of the company.", 11, "stake", "softbank"),
        ("By TrendForce's count Micron has 24% of the HBM market.", 24, "market share", "micron"),
        ("Nebius had sales of $500 million, of which Microsoft paid 28%.", 28, "share of revenue", "microsoft"),
        ("Oracle agreed to take 340 MW from Crusoe.", 340e6, "power capacity", "oracle"),
        ("CoreWeave said 40,000 of the servers have been sold to Microsoft.", 40_000, "units", "microsoft"),
        ("AMD will pay $3.1bn for Astera Labs, it said.", 3.1e9, "acquisition price", "amd"),
        ("TSMC earned NT$15.36 a share.", 15.36, "profit", "tsmc"),
        ("In February Micron had told investors to expect revenue of $18 billion.", 18e9, "guidance", "micron"),
        ("Analysts expect Micron to report revenue of $18 billion.", 18e9, "revenue", "micron"),
        ("Debt at Oracle adds up to $104 billion.", 104e9, "debt", "oracle"),
        ("Micron said prices were 16% above those of a year ago.", 16, "price change", "micron"),
        ("Revenue at Arista was four times the level of a year earlier.", 4, "growth", "arista"),
        ("More than 400 people came to a hearing on the campus of Crusoe.", 400, "units", None),
    ],
)
def test_one_number_by_its_words(text: str, value: float, metric: str, subject: str | None, lexicon: Lexicon) -> None:
    found = next(f for f in figures(text, lexicon) if f.value == pytest.approx(value))
    assert (found.metric, found.subject) == (metric, subject)


def test_lists_of_names_and_numbers_are_told_one_each(lexicon: Lexicon) -> None:
    found = figures("Shares of AMD and Intel rose 5% and 3.4%.", lexicon)
    assert [(f.subject, f.value) for f in found] == [("amd", 5.0), ("intel", 3.4)]
    three = figures("Dell, Cisco and Arista grew 4%, 9% and 27%.", lexicon)
    assert [(f.subject, f.value) for f in three] == [("dell", 4.0), ("cisco", 9.0), ("arista", 27.0)]


@pytest.mark.parametrize(
    "text",
    [
        "Nokia and Ericsson compete; the two supply about 45% of the market.",
        "Nvidia sells most of them. Several customers pay $3 an hour.",
        "Micron is sold out. Another supplier has 5,000 employees.",
    ],
)
def test_what_is_several_or_nobodys_has_no_subject(text: str, lexicon: Lexicon) -> None:
    assert figures(text, lexicon)[-1].subject is None


@pytest.mark.parametrize(
    ("text", "value", "period"),
    [
        ("Vistra's order for 60 MW was approved on Tuesday.", 60e6, None),
        ("Oracle sold $2 billion of notes due in 2031.", 2e9, None),
        ("Oracle draws 24 MW today and will draw 100 MW in the second half of 2027.", 24e6, "2026-05"),
        ("Oracle draws 24 MW today and will draw 100 MW in the second half of 2027.", 100e6, "2027-07/2027-12"),
        ("Meta, which signed its lease in March, will take 120 MW.", 120e6, None),
        ("Debt at CoreWeave is $1.6bn; at the end of 2024 it was $510m.", 1.6e9, None),
        ("Ciena's revenue in the year to October 2024 was $4.0 billion.", 4e9, "2023-11/2024-10"),
        ("Nokia bought Infinera in 2025 for $2.3 billion.", 2.3e9, "2025"),
        ("Lambda must return $30 million if the hall is not running by March 2027.", 30e6, None),
        ("Anthropic has raised $5 billion, it said on Monday.", 5e9, "2026-05-18"),
    ],
)
def test_the_date_of_another_thing_is_not_taken(text: str, value: float, period: str | None, lexicon: Lexicon) -> None:
    found = next(f for f in figures(text, lexicon) if f.value == pytest.approx(value))
    assert found.period == period


@pytest.mark.parametrize(
    ("text", "withdrawn", "kept"),
    [
        ("An earlier version said that Groq had raised $3 billion; it raised $2 billion.", [3e9], [2e9]),
        (
            "Lambda said that sales would reach $600 million, from $425 million. The second number was wrong: sales "
            "were $452 million.",
            [425e6],
            [600e6, 452e6],
        ),
        ("The order of Meta was corrected from $5 billion to $4 billion.", [5e9], [4e9]),
        ("The loan to Crusoe is $9.6bn, not the $6.9bn that we first reported.", [6.9e9], [9.6e9]),
        ("We previously reported that Nscale owed €650m. The correct sum is €560m.", [650e6], [560e6]),
        ("Micron was wrong to wait. It spent $5 billion.", [], [5e9]),
    ],
)
def test_what_is_called_wrong_is_withdrawn(
    text: str, withdrawn: list[float], kept: list[float], lexicon: Lexicon
) -> None:
    told = figures(text, lexicon, retracted=True)
    assert [f.value for f in told if f.retracted] == withdrawn
    assert [f.value for f in told if not f.retracted] == kept


def test_a_sentence_that_goes_from_one_value_to_another_is_checked(lexicon: Lexicon) -> None:
    text = "Revenue at Arista grew 24% to $2.5 billion, from $2.0 billion a year earlier."
    (check,) = check_figures(figures(text, lexicon))
    assert check.agrees
    assert check.derived == pytest.approx(25)
    assert check.words == "growth of 24 % follows from $2bn and $2.5bn (25 %)"


def test_a_ledger_without_parts_has_no_checks() -> None:
    assert check_ledger(()) == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("They lost 75 USD million.", 75e6, "USD"),
        ("losses in excess of 30 MUSD", 30e6, "USD"),
        ("It cost thirteen dollars and forty-five cents.", 13.45, "USD"),
        ("It costs a quarter of a billion dollars.", 250e6, "USD"),
        ("It costs three quarters billion us dollars.", 750e6, "USD"),
        ("The cost is 100元.", 100, "CNY"),
        ("a park of 190 km2", 190 * 247.105381, "acres"),
        ("12,34,567.89 rupees", 1234567.89, "INR"),
    ],
)
def test_numbers_with_units_in_rarer_spellings(text: str, value: float, unit: str) -> None:
    (found,) = quantities(text, 0, len(text))
    assert (found.unit, found.value) == (unit, pytest.approx(value))


def of_page(html: str, title: str, lexicon: Lexicon) -> list[tuple[float, str, str | None, str | None]]:
    page = plain_text(html)
    article = Article("a1", "f", None, title, None, MOMENT, None, MOMENT, page.text, blocks=page.blocks)
    document = read_document(article)
    mentions = find_mentions(document, lexicon)
    tags = tag_companies(document, mentions, lexicon)
    dates = find_dates(document, lexicon.year_ends, mentions)
    return [(f.value, f.unit, f.metric, f.period) for f in read_figures(document, mentions, tags, dates, lexicon)]


def test_columns_of_a_table_have_the_unit_metric_and_period_of_their_heads(lexicon: Lexicon) -> None:
    sites = (
        "<table><tr><th>Site</th><th>Capacity, MW</th><th>Cost, $bn</th><th>Jobs</th></tr>"
        "<tr><td>Abilene</td><td>1,200</td><td>15</td><td>357</td></tr></table>"
    )
    assert of_page(sites, "Oracle builds", lexicon) == [
        (1.2e9, "W", "power capacity", None), (15e9, "USD", "cost", None), (357.0, "count", "headcount", None),
    ]  # fmt: skip
    years = (
        "<table><tr><th>Micron</th><th>2025</th><th>2024</th></tr><tr><td>Gross margin</td><td>41%</td><td>24%</td>"
        "</tr></table>"
    )
    assert of_page(years, "Micron's year", lexicon) == [
        (41.0, "%", "margin", "2025"), (24.0, "%", "margin", "2024"),
    ]  # fmt: skip


def test_labels_of_list_items_say_what_is_counted(lexicon: Lexicon) -> None:
    items = "<p>Oracle's site:</p><ul><li>Acres: 900</li><li>Permanent jobs: 250</li><li>Opened: 2024</li></ul>"
    assert of_page(items, "Oracle's site", lexicon) == [
        (900.0, "acres", "area", None), (250.0, "count", "headcount", None),
    ]  # fmt: skip


def test_an_exchange_ratio_counts_shares(lexicon: Lexicon) -> None:
    text = "Holders of Lumentum get 0.45 of a Ciena share for each share."
    assert [(f.value, f.unit, f.metric) for f in figures(text, lexicon)] == [(0.45, "shares", "shares")]
