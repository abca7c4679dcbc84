"""Figures of sentences of our own: what is measured, whose it is, in which unit; and what is no figure."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.analysis.companies import find_mentions, tag_companies
from reader.analysis.dates import find_dates
from reader.analysis.document import read_document
from reader.analysis.figures import find_figures, read_figures
from reader.analysis.lexicon import Lexicon
from reader.analysis.quantities.checks import check_figures
from reader.gazetteer import read_companies
from reader.model.articles import Article
from reader.model.findings import Figure

LINES = (Path(__file__).parent / "data" / "figures.jsonl").read_text(encoding="utf-8").splitlines()
ROWS = [json.loads(line) for line in LINES]
MOMENT = datetime(2026, 5, 20, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(read_companies(), ())


def figures(text: str, lexicon: Lexicon, *, title: str = "", retracted: bool = False) -> tuple[Figure, ...]:
    document = read_document(Article("a1", "f", None, title, None, MOMENT, None, MOMENT, text))
    mentions = find_mentions(document, lexicon)
    tags = tag_companies(document, mentions, lexicon)
    dates = find_dates(document, lexicon.year_ends, mentions)
    return (read_figures if retracted else find_figures)(document, mentions, tags, dates, lexicon)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:48])
def test_value_unit_metric_and_subject(row: dict[str, object], lexicon: Lexicon) -> None:
    found = figures(str(row["text"]), lexicon)
    wanted = row["figures"]
    assert isinstance(wanted, list)
    assert len(found) == len(wanted)
    for figure, want in zip(found, wanted, strict=True):
        assert figure.value == pytest.approx(want["value"])
        assert figure.unit == want["unit"]
        assert want["metric"] in ("*", figure.metric)
        assert want["subject"] in ("*", figure.subject)


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia will show its H20 chips and SN50 servers in 2027.",
        "The Gaudi 3 chips from Intel were late.",
        "Intel filed its S-1 in 2026 and its 10-K on March 3.",
        "The lease with Oracle runs for 15 years.",
        "Three people familiar with Groq said so.",
        "Two customers of Groq had left by the second half of 2025.",
        "Tens of billions of dollars are at stake for Meta.",
        "Call Dell on 1-800-555-0199 between 9 and 5.",
        "Nvidia opened building 7 of its campus at 2:40 on Tuesday.",
        "Version 12.4 of the library came out.",
        "The words appear twenty-three times in the filing of Cerebras.",
        "See https://example.org/a%20b?x=5%25 for what Micron said.",
        "A third party had not finished the hall for CoreWeave.",
    ],
)
def test_what_is_no_figure(text: str, lexicon: Lexicon) -> None:
    assert [(f.value, f.unit) for f in figures(text, lexicon)] == []


def test_a_value_called_wrong_is_not_reported_but_known(lexicon: Lexicon) -> None:
    text = "The company pays $3 billion, not $5 billion, for the servers of Dell."
    assert [f.value for f in figures(text, lexicon)] == [3e9]
    assert [f.value for f in figures(text, lexicon, retracted=True) if f.retracted] == [5e9]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Micron had revenue of $9.3 billion in 2025.", "2025"),
        ("Revenue at Arista in the first quarter of 2026 came to $2.7 billion.", "2026-01/2026-03"),
        ("Nebius must deliver 300 MW by the end of 2027.", "../2027-12"),
        ("CoreWeave wants to raise $2 billion in its offering on Nasdaq in June 2026.", None),
    ],
)
def test_period(text: str, period: str | None, lexicon: Lexicon) -> None:
    assert figures(text, lexicon)[0].period == period


def test_basis_and_scope(lexicon: Lexicon) -> None:
    (figure,) = figures("Marvell's non-GAAP gross margin was 59.4%.", lexicon)
    assert (figure.metric, figure.basis) == ("margin", "non-GAAP")
    (figure,) = figures("AMD's data-center revenue was $4.3 billion.", lexicon)
    assert (figure.metric, figure.scope) == ("revenue", "data-center")


def test_an_example_is_marked(lexicon: Lexicon) -> None:
    (figure,) = figures("Suppose Groq charged $0.20 per million tokens.", lexicon)
    assert figure.illustrative


def test_offsets_bound_sentence_and_number(lexicon: Lexicon) -> None:
    text = "It rained. Nvidia had revenue of about $57 billion. It stopped."
    (figure,) = figures(text, lexicon)
    assert text[figure.start : figure.end] == figure.sentence
    assert text[figure.at.start : figure.at.end] == "$57 billion"
    assert figure.reason.rule.startswith("figure-")
    assert "revenue" in figure.reason.words


def test_growth_and_multiple_are_held_against_their_parts(lexicon: Lexicon) -> None:
    text = (
        "Cerebras had revenue of $500 million in 2025. Cerebras had revenue of $250 million in 2024. "
        "Revenue at Cerebras grew 100% in 2025. The round values Cerebras at $20 billion. "
        "Cerebras trades at 60 times revenue."
    )
    checks = {check.stated.metric: check for check in check_figures(figures(text, lexicon))}
    assert checks["growth"].agrees
    assert not checks["multiple"].agrees
    assert checks["multiple"].derived == pytest.approx(40)


@pytest.mark.parametrize(
    "text",
    ["$5 billion " * 60_000, "Nvidia has 5 MW. " * 4_000, "5 to " * 100_000, "a half and " * 80_000, "1," * 300_000,
     "x" * 1_000_000 + " 5%", "twenty-" * 100_000, "Nvidia, which " * 20_000 + "has 5 MW."],
    ids=["sums", "sentences", "ranges", "words", "commas", "letters", "tens", "asides"],
)  # fmt: skip
def test_hostile_text_ends_soon(text: str, lexicon: Lexicon) -> None:
    assert isinstance(figures(text, lexicon), tuple)
