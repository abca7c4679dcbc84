"""Whom an article is about where the title names nobody, names an authority by its place, or names a rival."""

from __future__ import annotations

import pytest

from reader.analysis.article import analyse
from reader.analysis.lexicon import Lexicon
from reader.gazetteer import read_companies, read_topics
from tests.builders import article

MAIN = [
    # named in one breath in the first sentence, under a title without names
    (
        "Three firms share one site",
        "OpenAI, Oracle and Crusoe said they would share a campus.\nThe site has eight halls.\nOracle pays for it.",
        {"openai", "oracle", "crusoe"},
    ),
    # the one named first where nobody has most of the text
    (
        "Half a year late",
        "Rapidus will start in autumn.\nTools came late.\nASML sent one in May and Tokyo Electron one in June.",
        {"rapidus"},
    ),
    # a place that acts is its authority
    (
        "China clears Ciena's purchase of Lumentum",
        "SAMR approved the deal on Friday.\nCiena will pay $7.9 billion for Lumentum.",
        {"samr", "ciena", "lumentum"},
    ),
    (
        "Washington lets Nvidia ship to the Gulf",
        "The Bureau of Industry and Security gave Nvidia licences on Friday.\nG42 takes half of the chips.",
        {"nvidia", "bureau-of-industry-and-security"},
    ),
    # a regulator is no grid operator
    (
        "Regulator clears Vistra's line",
        "FERC let Vistra build a line on Friday.\nPJM had asked for it.\nVistra pays.",
        {"ferc", "vistra"},
    ),
    # what something is measured against, or made without
    (
        "OpenAI sidesteps Nvidia with a fast model",
        "OpenAI released a model on Thursday that runs on chips from Cerebras.\nOpenAI used Nvidia hardware before.",
        {"openai"},
    ),
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(read_companies(), read_topics())


@pytest.mark.parametrize(("title", "text", "main"), MAIN, ids=[title for title, _, _ in MAIN])
def test_main(lexicon: Lexicon, title: str, text: str, main: set[str]) -> None:
    html = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    found = analyse(article(html, title=title), lexicon)
    assert {tag.id for tag in found.companies if tag.salience == "main"} == main
