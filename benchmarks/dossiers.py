"""Scores the dossiers of an annotated corpus, in this process: timelines, conflicts of the ledger, key points.

    python -m benchmarks.dossiers FOLDER [--given] [--half even|odd] [--errors] [--blur RUNS]

FOLDER holds ``articles.jsonl`` and ``stories.json``. The articles are analysed, linked and built into dossiers as in a
sync, without a store; ``--given`` takes the stories as they are annotated, ``--half`` every other one of them. Counted:

===========  ==================================================================================================
timeline     dates of an annotated story in ours, one to one, where their days overlap
conflicts    annotated conflicts of which a row in the state "conflict" or "revised" holds both values; false ones
             are rows in the state "conflict" with no value of an annotated conflict
key points   annotated points of which half of the words and half of the numbers stand in the summary
===========  ==================================================================================================

The story of ours that shares most articles with an annotated one is compared with it. ``--blur`` counts the conflicts
RUNS times over figures of which a fifth has lost its subject or got another one, a seventh its metric and a third its
period: what is left open or wrong in texts that nobody had in view.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.corpus import close, fold, spans_meet
from benchmarks.stories import NOW, copies_in, linked, read_corpus
from reader.model.articles import Article
from reader.model.findings import Figure, Findings, Salience
from reader.model.stories import LedgerRow, LedgerState, Story
from reader.stories.dossier import build_story
from reader.stories.profiles import make_profile

_SMALL = """
    a an the of to in on for and or by with at from as is are was were be been it its that this has have had will would
    not but after before more than over under into about up out also their his her they he she who which"""
_STOP = frozenset(_SMALL.split())
_NUMBER = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)(?:\s*(trillion|tn|billion|bn|million|mln|thousand|[TBMK])(?![a-z]))?", re.IGNORECASE
)
_SCALE = {"t": 1e12, "b": 1e9, "m": 1e6, "k": 1e3}
SHOWN = (LedgerState.CONFLICT, LedgerState.REVISED)


@dataclass
class Score:
    """What was found of what, with the errors in words."""

    hits: int = 0
    ours: int = 0
    gold: int = 0
    conflicts: int = 0
    conflicts_gold: int = 0
    points: int = 0
    points_gold: int = 0
    false: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, told: Mapping[str, Any], made: Story | None) -> None:
        """Counts one annotated story against one of ours, None where none shares an article with it."""
        rows = list(made.timeline) if made else []
        watch = [item.event for item in made.watch] if made else []
        free = list({event.id: event for event in [*rows, *watch]}.values())
        self.ours += len(free)
        self.gold += len(told["timeline"])
        for wanted in told["timeline"]:
            found = next((event for event in free if spans_meet(wanted["date"], event.date)), None)
            if found is None:
                self.errors.append(f"{told['id']}: date missed {wanted['date']} {wanted['status']} {wanted['summary']}")
            else:
                free.remove(found)
                self.hits += 1
        self.errors += [f"{told['id']}: date extra {e.date} {e.status.value} {e.text[:110]}" for e in free]
        self._ledger(told, made.figures if made else ())
        text = " ".join(line.text for line in made.summary) if made else ""
        for point in told["key_points"]:
            self.points_gold += 1
            if covered(point["point"], text):
                self.points += 1
            else:
                self.errors.append(f"{told['id']}: point missed {point['point']}")

    def _ledger(self, told: Mapping[str, Any], rows: Sequence[LedgerRow]) -> None:
        wanted = [row for row in told["ledger"] if row["conflict"]]
        self.conflicts_gold += len(wanted)
        for row in wanted:
            values = {value["value"] for value in row["values"] if not value.get("retracted")}
            if any(
                ours.state in SHOWN
                and ours.unit == row["unit"]
                and sum(any(close(value.value, number) for value in ours.values) for number in values) >= 2
                for ours in rows
            ):
                self.conflicts += 1
            else:
                name = f"{row['subject']} {row['metric']} {row['unit']} {row['period']} {sorted(values)}"
                self.errors.append(f"{told['id']}: conflict missed {name}")
        for ours in rows:
            right = any(
                row["unit"] == ours.unit and close(value.value, other["value"])
                for row in wanted
                for value in ours.values
                for other in row["values"]
            )
            if ours.state is LedgerState.CONFLICT and not right:
                numbers = [value.value for value in ours.values]
                self.false.append(f"{told['id']}: {ours.subject} {ours.metric} {ours.period} {numbers} {ours.reason}")

    def lines(self) -> list[str]:
        """Returns the figures, one line for each task."""
        precision, recall = self.hits / (self.ours or 1), self.hits / (self.gold or 1)
        f1 = 2 * precision * recall / (precision + recall) if self.hits else 0.0
        return [
            f"timeline    P {precision:.3f} R {recall:.3f} F1 {f1:.3f}",
            f"conflicts   {self.conflicts} of {self.conflicts_gold} found, {len(self.false)} false",
            f"key points  {self.points} of {self.points_gold}, {self.points / (self.points_gold or 1):.3f}",
        ]


def _numbers(text: str) -> list[float]:
    scales = {"thousand": 1e3, "": 1.0}
    return [
        float(number.replace(",", "")) * (scales.get(scale.lower()) or _SCALE[scale[0].lower()])
        for number, scale in _NUMBER.findall(text)
    ]


def covered(point: str, summary: str) -> bool:
    """Returns whether a summary tells a key point: half of its telling words, by form or stem, and of its numbers."""
    words = [word for word in fold(_NUMBER.sub(" ", point)).split() if word not in _STOP]
    have = set(fold(_NUMBER.sub(" ", summary)).split())
    stems = {word[:5] for word in have}
    hits = sum(word in have or (len(word) > 5 and word[:5] in stems) for word in words)
    told, numbers = _numbers(summary), _numbers(point)
    found = sum(any(close(number, other) for other in told) for number in numbers)
    return bool(words) and hits * 2 >= len(words) and found * 2 >= len(numbers)


def dossiers(
    articles: Mapping[str, Article], findings: Mapping[str, Findings], told: Sequence[Mapping[str, Any]], given: bool
) -> dict[str, Story]:
    """Returns our dossier for each annotated story, by its id: of its articles as given, or as linked."""
    copies = copies_in(articles)
    groups = {story["id"]: list(story["articles"]) for story in told}
    if not given:
        ours: dict[str, list[str]] = {}
        for name, story in linked([[make_profile(a, findings[n]) for n, a in articles.items()]], copies).items():
            ours.setdefault(story, []).append(name)
        groups = {
            story["id"]: max(ours.values(), key=lambda group: len(set(group) & set(story["articles"])))
            for story in told
        }
    return {
        name: build_story(name, [replace(articles[n], duplicate_of=copies.get(n)) for n in group], findings, NOW)
        for name, group in groups.items()
    }


_CONFUSED: dict[str, tuple[str | None, ...]] = {
    "USD": ("cost", "investment", "contract value", "revenue", "debt", "price", None, None),
    "%": ("growth", "stake", "margin", "price change", None),
    "W": ("power capacity", None),
    "count": ("units", "headcount", None),
}


def blurred(figures: Sequence[Figure], companies: Sequence[str], rng: random.Random) -> tuple[Figure, ...]:
    """Returns the figures with some of what is told of them taken away or put wrong."""
    out = []
    for figure in figures:
        if rng.random() < 0.2:
            figure = replace(figure, subject=None if rng.random() < 0.5 else rng.choice(companies))
        if rng.random() < 0.15:
            figure = replace(figure, metric=rng.choice(_CONFUSED.get(figure.unit, (None,))))
        if rng.random() < 0.3:
            figure = replace(figure, period=None if figure.period else "2026")
        out.append(figure)
    return tuple(out)


def blur(
    articles: Mapping[str, Article], findings: Mapping[str, Findings], told: Sequence[Mapping[str, Any]], runs: int
) -> str:
    """Returns what is found of the conflicts when findings are blurred, on average."""
    copies, score = copies_in(articles), Score()
    for seed in range(runs):
        rng = random.Random(seed)
        for story in told:
            names = story["articles"]
            main = {t.id for n in names for t in findings[n].companies if t.salience is Salience.MAIN}
            less = {n: replace(findings[n], figures=blurred(findings[n].figures, sorted(main), rng)) for n in names}
            members = [replace(articles[n], duplicate_of=copies.get(n)) for n in names]
            score.add(story, build_story(story["id"], members, less, NOW))
    share = score.conflicts / (score.conflicts_gold or 1)
    return f"blurred     {share:.3f} of {score.conflicts_gold // runs} found, {len(score.false) / runs:.2f} false"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--given", action="store_true", help="take the stories as annotated")
    parser.add_argument("--half", choices=("even", "odd"), help="every other story only")
    parser.add_argument("--errors", action="store_true", help="name what was missed and what is extra")
    parser.add_argument("--blur", type=int, metavar="RUNS", help="count conflicts over blurred figures")
    args = parser.parse_args()
    articles, findings, _ = read_corpus(args.folder)
    told = json.loads((args.folder / "stories.json").read_text(encoding="utf-8"))
    if args.blur:
        print(blur(articles, findings, told, args.blur))
        return
    made = dossiers(articles, findings, told, args.given)
    score = Score()
    for number, story in enumerate(told):
        if args.half is None or (number % 2 == 0) == (args.half == "even"):
            score.add(story, made[story["id"]])
    print("\n".join(score.lines()))
    if args.errors:
        print("\n".join([*score.errors, *(f"false conflict {line}" for line in score.false)]))


if __name__ == "__main__":
    main()
