"""Whole rows (value, unit, metric, subject) over sentences and short articles of our own, from all over the field.

All of it is fiction about real names. A row is right where one of the values told as right is found with one of the
metrics and subjects told as right; null allows any. The floors stand a little below what is reached.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.analysis.lexicon import Lexicon
from reader.gazetteer import read_companies
from reader.model.findings import Figure
from tests.analysis.test_figures_in_sentences import figures

LINES = (Path(__file__).parent / "data" / "rows.jsonl").read_text(encoding="utf-8").splitlines()
DOCUMENTS = [json.loads(line) for line in LINES]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(read_companies(), ())


def test_rows_stand_at_their_level(lexicon: Lexicon) -> None:
    wanted = found = right = 0
    for document in DOCUMENTS:
        free = list(figures(document["text"], lexicon, title=document["title"]))
        for row in document["rows"]:
            wanted += 1
            hit = next((f for f in free if _same(f, row)), None)
            if hit is not None:
                free.remove(hit)
                found += 1
                right += _allowed(hit.metric, row["metrics"]) and _allowed(hit.subject, row["subjects"])
    assert wanted >= 470
    assert found / wanted >= 0.95
    assert right / wanted >= 0.85


def _same(figure: Figure, row: dict[str, Any]) -> bool:
    return any(figure.unit == unit and figure.value == pytest.approx(value, rel=0.006) for value, unit in row["values"])


def _allowed(told: str | None, right: list[str | None] | None) -> bool:
    return right is None or told in right
