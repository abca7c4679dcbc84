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
