from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.analysis.document import read_document
from reader.model.findings import EventStatus
from reader.stories.dossier import build_story
from reader.stories.openings import stands_alone
from reader.stories.summary import summarise_article
from tests.stories.cast import article, event, figure, findings

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TEXTS = {
    "a1": ("2025-10-06", "Waferly withdraws its offering",
           "Waferly withdrew its offering of shares worth $800 million on October 3, 2025. It gave no reason for "
           "the step. "
           "But the company still wants to go public, a person said."),
    "a2": ("2026-01-10", "Acme signs with Waferly",
           "Acme signed a contract with Waferly for 640 megawatts on January 8, 2026. The deal is worth more than "
           "$9 billion. "
           "Waferly withdrew its offering of shares worth $800 million on October 3, 2025."),
}  # fmt: skip


def story(**more: object):
    articles = [article(name, *row, origin=f"Origin {name}") for name, row in TEXTS.items()]
    one, two = articles
    first, second = one.text.split(". ")[0] + ".", two.text.split(". ")[0] + "."
    found = {
        "a1": findings(one, ["waferly"], events=[event(one, first, "2025-10-03", ["waferly"])],
                       figures=[figure(one, first, 8e8, "raise", "waferly")]),
        "a2": findings(two, ["acme", "waferly"], events=[event(two, second, "2026-01-08", ["acme", "waferly"])]),
    }  # fmt: skip
    return build_story("s1", articles, found, NOW, **more), {made.id: made for made in articles}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "named", "alone"),
    [
        ("It gave no reason.", False, False),
        ("But the company wants more.", True, False),
        ("The deal is worth $9bn.", False, False),
        ("They agreed on Monday.", True, False),
        ("However, Waferly objected.", True, False),
        ("A year later Waferly filed again.", True, False),
        ("An hour later Waferly filed again.", True, False),
        ("Three weeks earlier Waferly had filed.", True, False),
        ("On the same day Waferly opened a plant.", True, False),
        ("Waferly sold its second plant as well.", True, False),
        ("Waferly uses the same chips as Acme.", True, True),
        ("Until now it has borrowed from banks.", False, False),
        ("Together they earned more than before.", False, False),
        ("In November the company cut its plan.", False, False),
        ("In November Waferly said it would cut its plan.", True, True),
        ("The Texas Commission issued the permit.", False, True),
        ("Waferly signed a contract.", True, True),
        ("Prices rose by 18% in May.", False, True),
    ],
)
def test_openings(sentence: str, named: bool, alone: bool) -> None:
    assert stands_alone(sentence, named) is alone


def test_every_line_is_verbatim_at_its_place() -> None:
    made, articles = story()
    assert made.summary
    for line in made.summary:
        first = line.sources[0]
        assert articles[first.article].text[first.start : first.end] == line.text
        assert all(source.end <= len(articles[source.article].text) for source in line.sources)


def test_what_two_articles_say_is_quoted_once_with_both_sources() -> None:
    made, _ = story()
    told = [line for line in made.summary if "withdrew" in line.text]
    assert len(told) == 1
    assert {source.article for source in told[0].sources} == {"a1", "a2"}


def test_nothing_opens_on_the_sentence_before() -> None:
    made, _ = story()
    assert not any(line.text.startswith(("It ", "But ", "The deal")) for line in made.summary)


def test_an_articles_summary_is_verbatim_and_in_its_order() -> None:
    made = article("a1", *TEXTS["a1"])
    found = findings(made, ["waferly"])
    lines = summarise_article(read_document(made), found.companies, found.events, found.figures)
    assert lines
    assert all(made.text[line.start : line.end] == line.text for line in lines)
    assert [line.start for line in lines] == sorted(line.start for line in lines)
    assert summarise_article(read_document(article("a9", "2026-01-01", "T", "")), (), (), ()) == ()


def test_without_articles_there_is_no_story() -> None:
    with pytest.raises(ValueError, match="no articles"):
        build_story("s1", (), {}, NOW)


def test_what_came_since_the_last_look_is_its_own_part() -> None:
    made, _ = story(last_opened=datetime(2025, 12, 1, tzinfo=UTC))
    assert made.new
    assert {line.sources[0].article for line in made.new} == {"a2"}
    assert story()[0].new == ()


def test_the_dossier_counts_origins_weeks_and_companies() -> None:
    made, _ = story()
    assert made.origins == 2
    assert made.companies[0] == "waferly"
    assert [week.articles for week in made.coverage] == [1, 1]
    assert made.coverage[0].week == "2025-10-06"
    assert made.unread == 2
    assert "Waferly" in made.title
    assert all(row.status is not EventStatus.HYPOTHETICAL for row in made.timeline)


def test_the_newest_article_has_a_place() -> None:
    made, articles = story()
    newest = max(articles.values(), key=lambda row: (row.day, row.id)).id
    assert newest in {source.article for line in made.summary for source in line.sources[:1]}
