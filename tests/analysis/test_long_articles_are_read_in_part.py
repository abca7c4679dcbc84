"""Of a very long article the first part is analysed, so that none holds up the others."""

from __future__ import annotations

from reader.analysis.article import analyse
from reader.analysis.document import READ, read_document
from reader.analysis.lexicon import Lexicon
from reader.gazetteer import read_companies, read_topics
from tests.builders import article

SENTENCE = "Nvidia signed a lease of 40 MW on May 4. "


def test_sentences_end_where_the_reading_ends() -> None:
    document = read_document(article("".join(f"<p>{SENTENCE * 5}</p>" for _ in range(1_000))))
    assert len(document.text) > 4 * READ
    assert document.sentences[-1].end < READ <= document.sentences[-1].end + 2 * len(SENTENCE)
    assert all(document.sentence(n) == SENTENCE.strip() for n in range(0, len(document.sentences), 97))


def test_what_stands_in_the_first_part_is_found() -> None:
    end = "<p>" + "Nothing happens here at all, day after day. " * 4_000 + "</p><p>Oracle bought Ampere on June 3.</p>"
    found = analyse(article(f"<p>{SENTENCE}</p>{end}"), Lexicon.of(read_companies(), read_topics()))
    assert {tag.id for tag in found.companies} == {"nvidia"}
    assert [(figure.value, figure.unit) for figure in found.figures] == [(40e6, "W")]


def test_a_short_article_is_read_to_its_end() -> None:
    document = read_document(article("<p>" + SENTENCE * 900 + "</p>"))
    assert len(document.text) < READ
    assert document.sentences[-1].end == len(document.text)
