"""The stories of our own corpus: the same in any order, and every line of a dossier leads to its sentence."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.dossiers import Score, dossiers
from benchmarks.stories import NOW, bcubed, by_day, copies_in, linked, read_corpus
from reader.analysis.document import read_document
from reader.model.articles import Article
from reader.model.findings import Event, Findings
from reader.model.stories import Story
from reader.stories.dossier import build_story
from reader.stories.openings import stands_alone
from reader.stories.profiles import Profile, make_profile
from reader.stories.summary import summarise_article

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
Corpus = tuple[dict[str, Article], dict[str, Findings], dict[str, str]]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Articles and findings by id, and the annotated story of each."""
    articles, findings, gold = read_corpus(CORPUS)
    return articles, findings, {name: told["story"] or f"alone {name}" for name, told in gold.items()}


@pytest.fixture(scope="module")
def stories(corpus: Corpus) -> dict[str, Story]:
    articles, findings, _ = corpus
    told = json.loads((CORPUS / "stories.json").read_text(encoding="utf-8"))
    return dossiers(articles, findings, told, given=False)


def test_a_days_articles_in_any_order_make_the_same_stories(corpus: Corpus) -> None:
    articles, findings, labels = corpus
    copies = copies_in(articles)
    days = by_day([make_profile(article, findings[name]) for name, article in articles.items()])
    straight = bcubed(labels, linked(days, copies))
    assert straight[0] >= 0.95
    assert straight[2] >= 0.90
    for seed in range(4):
        rng = random.Random(seed)
        shuffled = [rng.sample(day, len(day)) for day in days]
        assert abs(bcubed(labels, linked(shuffled, copies))[2] - straight[2]) <= 0.02


def test_a_whole_analysis_in_any_order_makes_the_same_stories(corpus: Corpus) -> None:
    articles, findings, _ = corpus
    copies = copies_in(articles)
    profiles: list[Profile] = [make_profile(article, findings[name]) for name, article in articles.items()]
    wanted = linked([profiles], copies)
    for seed in range(3):
        assert linked([random.Random(seed).sample(profiles, len(profiles))], copies) == wanted


def test_every_line_of_a_dossier_leads_to_its_sentence(corpus: Corpus, stories: dict[str, Story]) -> None:
    articles, findings, _ = corpus
    lines = 0
    for story in stories.values():
        members = [articles[name] for name in story.articles]
        opened = sorted(article.day for article in members)[-2] - timedelta(seconds=1)
        shown = build_story(story.id, members, findings, NOW, last_opened=opened)
        assert shown.new
        for article, start, end, text in _places(shown):
            assert article in story.articles
            assert articles[article].text[start:end] == text
            lines += 1
    assert lines > 400


def _places(story: Story) -> Iterator[tuple[str, int, int, str]]:
    """Yields (article, start, end, words) of each line of every part of a dossier."""
    for line in (*story.summary, *story.new):
        assert line.sources
        yield line.sources[0].article, line.sources[0].start, line.sources[0].end, line.text
    watched: list[Event] = [item.event for item in story.watch]
    settling = [item.suggestion for item in story.watch if item.suggestion is not None]
    for event in (*story.timeline, *story.events, *watched, *settling):
        assert event.sources
        for source in (*event.sources, *(source for other in event.other_dates for source in other.sources)):
            yield source.article, source.start, source.end, source.sentence
    for row in story.figures:
        assert row.values
        for value in row.values:
            yield value.article, value.start, value.end, value.sentence
    for risk in story.risks:
        yield risk.article, risk.start, risk.end, risk.text
    for relation in story.relations:
        yield relation.article, relation.start, relation.end, relation.sentence


def test_sources_of_a_summary_line_say_the_same(corpus: Corpus, stories: dict[str, Story]) -> None:
    articles, _, _ = corpus
    for story in stories.values():
        assert 5 <= len(story.summary) <= 8
        for line in story.summary:
            assert len({source.article for source in line.sources}) == len(line.sources)
            for source in line.sources[1:]:
                assert articles[source.article].text[source.start : source.end].strip()


def test_no_line_of_a_summary_leans_on_what_is_not_shown(corpus: Corpus, stories: dict[str, Story]) -> None:
    articles, findings, _ = corpus
    for story in stories.values():
        assert all(stands_alone(line.text, named=True) for line in story.summary)
    for name, article in articles.items():
        found = findings[name]
        lines = summarise_article(read_document(article), found.companies, found.events, found.figures)
        assert all(article.text[line.start : line.end] == line.text for line in lines)
        assert all(stands_alone(line.text, named=True) for line in lines)


def test_what_follows_or_is_expected_is_there(stories: dict[str, Story]) -> None:
    for story in stories.values():
        ids = {event.id for event in story.events}
        assert {event.follows for event in story.events if event.follows} <= ids
        assert {event.id for event in story.timeline} <= ids
        assert {item.event.id for item in story.watch} <= {event.id for event in story.timeline}


def test_the_dossiers_keep_their_level(stories: dict[str, Story]) -> None:
    score = Score()
    for told in json.loads((CORPUS / "stories.json").read_text(encoding="utf-8")):
        score.add(told, stories[told["id"]])
    assert 2 * score.hits / (score.ours + score.gold) >= 0.6
    assert score.points >= 0.5 * score.points_gold
    assert score.conflicts >= 2
    assert len(score.false) <= 1
