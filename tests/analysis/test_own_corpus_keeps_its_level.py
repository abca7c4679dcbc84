"""The articles that we annotated ourselves are read at least as well as before.

A floor stands a little below what the analysis reaches; whoever makes it better raises the floor. The figures are F1
over the whole corpus, counted as ``python -m benchmarks.corpus tests/corpus`` does.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus import Scores, read_corpus, score
from reader import edtf
from reader.analysis.document import read_document
from reader.analysis.lexicon import Lexicon
from reader.gazetteer import read_companies, read_topics

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
FLOORS = {
    "companies": 0.97,
    "main": 0.82,
    "topics": 0.73,
    "dates": 0.76,
    "dates~": 0.80,
    "figures": 0.92,
    "rows": 0.65,
    "status": 0.90,
    "parties": 0.87,
}


@pytest.fixture(scope="module")
def scores() -> Scores:
    return score(CORPUS, Lexicon.of(read_companies(), read_topics()))


@pytest.mark.parametrize("task", FLOORS)
def test_no_task_falls_below_its_floor(scores: Scores, task: str) -> None:
    if task in ("status", "parties"):
        reached = getattr(scores, task) / max(1, scores.matched)
    else:
        reached = scores.counts[task].scores()[2]
    assert reached >= FLOORS[task]


def test_every_annotation_quotes_one_sentence_and_dates_it_validly() -> None:
    faults = []
    for row, article in read_corpus(CORPUS):
        document = read_document(article)
        told = {document.sentence(index) for index in range(len(document.sentences))}
        gold = row["gold"]
        for note in (*gold["events"], *gold["figures"]):
            when = note.get("date") or note.get("period")
            if note["evidence"] not in told or (when and not edtf.is_valid(when)):
                faults.append((row["id"], note["evidence"][:60], when))
    assert not faults
