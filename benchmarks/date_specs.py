"""Scores the date grammar on specifications of periods: ``python -m benchmarks.date_specs FILE [--errors N]``.

FILE (``DatePeriodParser.json``) is in the form of Recognizers-Text's test specifications: a list of ``{"Input",
"Context": {"ReferenceDateTime"}, "Results": [{"Text", "Value": {"PastResolution", "FutureResolution"}}]}``. They
are sentences said to an assistant, where our grammar is made for news; so they tell how far it reaches, not how good it
is. Counted are results whose past and future readings agree and have both ends. One is found where an expression of
ours overlaps its text, and right where the first and the last day agree; their last day is given as the day after it
for all but written-out ranges of days, so both are accepted. Lengths that have no dates of their own with us ("the next
two days") are found and not right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from reader import edtf
from reader.analysis.dates import DateExpression, read_dates
from reader.analysis.dates_scene import Scene
from reader.analysis.dates_tokens import tokens


class Wanted(NamedTuple):
    """One period of a specification: the sentence, the words and their place, the days that they cover."""

    text: str
    day: date
    words: str
    start: int
    first: date
    last: date


@dataclass
class Score:
    """Periods found and right of those wanted; what was left out, by reason; the errors."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)


def read_wanted(rows: list[dict[str, Any]], score: Score) -> Iterator[Wanted]:
    """Yields the periods that have one reading, and counts the others."""
    for row in rows:
        moment = (row.get("Context") or {}).get("ReferenceDateTime")
        for result in row["Results"]:
            value = result.get("Value") or {}
            past, future = value.get("PastResolution") or {}, value.get("FutureResolution") or {}
            if moment is None:
                score.left_out["no day of reference"] += 1
            elif past != future:
                score.left_out["two readings"] += 1
            elif not past.get("startDate") or not past.get("endDate"):
                score.left_out["open or without days"] += 1
            else:
                yield Wanted(
                    row["Input"],
                    date.fromisoformat(moment[:10]),
                    result["Text"],
                    row["Input"].lower().find(result["Text"].lower()),
                    date.fromisoformat(past["startDate"]),
                    date.fromisoformat(past["endDate"]),
                )


def score_rows(rows: list[dict[str, Any]]) -> Score:
    """Scores the rows of a specification."""
    score = Score()
    for wanted in read_wanted(rows, score):
        score.wanted += 1
        read = read_dates(wanted.text, [tokens(wanted.text, 0, len(wanted.text))], Scene(wanted.day))
        end = wanted.start + len(wanted.words)
        ours = [e for e in read if e.span.start < end and wanted.start < e.span.end]
        score.found += bool(ours)
        if any(_same(e, wanted) for e in ours):
            score.right += 1
        else:
            told = ", ".join(f"{e.words!r} {e.edtf or e.timex}" for e in ours) or "nothing"
            score.errors.append(f"{wanted.day} {wanted.text!r}: {wanted.first}/{wanted.last}, ours {told}")
    return score


def _same(expression: DateExpression, wanted: Wanted) -> bool:
    for value in (expression.edtf, expression.base):
        if value:
            first, last = edtf.bounds(value)
            if first == wanted.first and last in (wanted.last, wanted.last - timedelta(days=1)):
                return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description="Scores the date grammar on specifications of periods.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="show N errors")
    args = parser.parse_args()
    score = score_rows(json.loads(args.file.read_text(encoding="utf-8")))
    print(f"{score.wanted} periods with one reading: found {score.found}, right {score.right}", end=" ")
    print(f"({score.right / max(1, score.wanted):.1%})")
    print("left out: " + ", ".join(f"{reason} {count}" for reason, count in score.left_out.most_common()))
    for error in score.errors[: args.errors]:
        print(f"  {error}")


if __name__ == "__main__":
    main()
