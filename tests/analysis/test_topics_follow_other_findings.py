"""Topics take other findings into account: a sum borrowed speaks of debt, an agency that acts of regulation."""

from __future__ import annotations

import pytest

from reader.analysis.article import analyse
from reader.analysis.lexicon import Lexicon
from reader.gazetteer import read_companies, read_topics
from tests.builders import article


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(read_companies(), read_topics())


@pytest.mark.parametrize(
    ("topic", "html"),
    [
        (
            "debt",
            "<p>Crusoe owes $4 billion, it said on Monday.</p><p>It pays 9.5% a year on $1.2 billion of that to "
            "Blackstone.</p><p>The money falls due in 2031.</p>",
        ),
        (
            "regulation",
            "<p>FERC will look at the plan of Vistra again, it said on Monday.</p><p>FERC wants an answer by May 20."
            "</p><p>Until then FERC lets nothing be built.</p>",
        ),
    ],
)
def test_findings_speak_for_topics(lexicon: Lexicon, topic: str, html: str) -> None:
    found = analyse(article(html, title="A plain title"), lexicon)
    reasons = {tag.id: tag.reason.words for tag in found.topics}
    assert topic in reasons


def test_the_trade_of_what_an_article_is_about_speaks_and_says_so(lexicon: Lexicon) -> None:
    html = "<p>Nebius hires.</p><p>Nebius wants 400 people.</p><p>Nebius has a new office.</p><p>Nebius is Dutch.</p>"
    found = analyse(article(html, title="Nebius hires in Amsterdam"), lexicon)
    assert {tag.id: tag.reason.words for tag in found.topics}["cloud"] == "Nebius"


def test_a_grid_operator_rules_on_nothing(lexicon: Lexicon) -> None:
    html = "<p>PJM expects more load.</p><p>PJM says the grid is short.</p><p>PJM counts 30 GW of data centers.</p>"
    topics = {tag.id for tag in analyse(article(html, title="PJM sees demand for electricity rise"), lexicon).topics}
    assert "energy" in topics
    assert "regulation" not in topics


@pytest.mark.parametrize(
    ("told", "concentrated"),
    [
        ("One customer, a bank in Ohio, paid 41% of it, and a second customer 20%.", True),
        ("China accounted for 12% of it.", False),
    ],
)
def test_a_country_is_no_customer(lexicon: Lexicon, told: str, concentrated: bool) -> None:
    html = f"<p>Nebius had revenue of $900 million in 2025.</p><p>{told}</p><p>The rest came from Europe.</p>"
    topics = {tag.id for tag in analyse(article(html, title="Nebius counts its year"), lexicon).topics}
    assert ("customer-concentration" in topics) is concentrated
