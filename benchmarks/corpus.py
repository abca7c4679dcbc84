"""Scores the analysis of single articles on an annotated corpus, in this process.

    python -m benchmarks.corpus FOLDER [--errors N] [--half even|odd] [--only TASK…]

FOLDER holds ``articles.jsonl`` and ``companies.json``: one article a line with its HTML and, under ``gold``, its
companies, topics, events and figures. Each article goes through ``reader.text`` and ``reader.analysis.article`` as in
a sync, without a store. Counted, micro-averaged:

===========  ==================================================================================================
companies    (article, organisation) pairs, matched by name or alias; ``main`` those of salience main
topics       (article, topic) pairs
dates        events in the evidence's sentence with the same span of time; ``dates~`` with any overlap of the spans
status       share of matched events with the right status; ``parties``, that share a company with the gold
figures      quantities in the evidence's sentence of the same value (to 0.5 %) and unit
rows         the same, and metric and subject agree
of figures   share of the matched figures whose metric, subject, period and qualifier are right, each by itself
===========  ==================================================================================================

Dates and figures of articles without gold topics are left out: they lie outside the field.
"""

from __future__ import annotations

import argparse
import calendar
import html
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from reader.analysis.article import analyse
from reader.analysis.lexicon import Lexicon
from reader.gazetteer import read_companies, read_topics
from reader.model.articles import Article
from reader.model.findings import Event, Figure, Findings
from reader.text import plain_text

TASKS = ("companies", "main", "topics", "dates", "dates~", "figures", "rows")


@dataclass
class Count:
    """True and false positives and misses of one task, with the errors by name."""

    hits: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    def sets(self, gold: set[str], ours: set[str], where: str) -> None:
        self.hits += len(gold & ours)
        self.missed += [f"{where}: {x}" for x in sorted(gold - ours)]
        self.extra += [f"{where}: {x}" for x in sorted(ours - gold)]

    def lists(
        self,
        gold: Sequence[dict[str, Any]],
        ours: Sequence[Any],
        same: Callable[[dict[str, Any], Any], bool],
        where: str,
        name: Callable[[Any], str],
    ) -> list[tuple[dict[str, Any], Any]]:
        """Matches one to one, greedily and in order; returns the pairs."""
        free, pairs = list(ours), []
        for wanted in gold:
            found = next((p for p in free if same(wanted, p)), None)
            if found is None:
                self.missed.append(f"{where}: {name(wanted)}")
            else:
                free.remove(found)
                pairs.append((wanted, found))
                self.hits += 1
        self.extra += [f"{where}: {name(p)}" for p in free]
        return pairs

    def scores(self) -> tuple[float, float, float]:
        """Precision, recall, F1."""
        precision = self.hits / max(1, self.hits + len(self.extra))
        recall = self.hits / max(1, self.hits + len(self.missed))
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


@dataclass
class Scores:
    counts: dict[str, Count] = field(default_factory=lambda: {task: Count() for task in TASKS})
    matched: int = 0
    status: int = 0
    parties: int = 0
    figures: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    seconds: float = 0.0
    slowest: float = 0.0


def fold(text: str | None) -> str:
    return re.sub(r"[^a-z0-9]+", " ", html.unescape(text or "").lower()).strip()


def same_sentence(evidence: str, sentence: str) -> bool:
    a, b = fold(evidence), fold(sentence)
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    if short in long:
        return True
    words = set(short.split())
    return len(words & set(long.split())) / len(words) >= 0.7


def time_span(edtf: str | None) -> tuple[int, int] | None:
    """Returns first and last day as yyyymmdd, 0 and 99999999 where open; None for what is no date."""
    if not edtf:
        return None
    start, slash, end = edtf.rstrip("~?%").partition("/")
    first = 0 if start in ("", "..") else _day(start.rstrip("~?%"), last=False)
    closing = (end if slash else start).rstrip("~?%")
    final = 99999999 if closing in ("", "..") else _day(closing, last=True)
    return None if first is None or final is None else (first, final)


def _day(text: str, last: bool) -> int | None:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if not found:
        return None
    year, month = int(found[1]), int(found[2] or (12 if last else 1))
    if not 1 <= month <= 12:
        return None
    day = int(found[3]) if found[3] else (calendar.monthrange(year, month)[1] if last else 1)
    return year * 10000 + month * 100 + day


def spans_equal(a: str, b: str) -> bool:
    return time_span(a) is not None and time_span(a) == time_span(b)


def spans_meet(a: str, b: str) -> bool:
    x, y = time_span(a), time_span(b)
    if not x or not y:
        return False
    return max(x[0], y[0]) <= min(x[1], y[1]) and (x[0] > 0) == (y[0] > 0)


def close(a: float | None, b: float | None) -> bool:
    return a is not None and b is not None and abs(a - b) <= 0.005 * max(abs(a), abs(b), 1e-12)


def same_value(gold: Mapping[str, Any], figure: Figure) -> bool:
    if gold.get("low") is not None and gold.get("high") is not None:
        return close(gold["low"], figure.low) and close(gold["high"], figure.high)
    return close(gold.get("value"), figure.value)


def read_corpus(folder: Path, half: str | None = None) -> Iterator[tuple[dict[str, Any], Article]]:
    """Yields each annotation with its article; ``half`` keeps every other one, counted from 0."""
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if half and number % 2 != (half == "odd"):
                continue
            row = json.loads(line)
            page = plain_text(row["html"], row["url"])
            moment = datetime.fromisoformat(row["published"])
            yield (
                row,
                Article(
                    id=row["id"],
                    feed=row["outlet"],
                    url=row["url"],
                    title=row["title"],
                    author=row.get("author"),
                    published=moment,
                    updated=None,
                    first_seen=moment,
                    text=page.text,
                    blocks=page.blocks,
                    inlines=page.inlines,
                    html=row["html"],
                    origin=row["outlet"],
                    categories=tuple(row.get("categories", ())),
                ),
            )


def score(folder: Path, lexicon: Lexicon, half: str | None = None) -> Scores:
    """Analyses every article of the corpus and counts."""
    names = _canonical_names(folder, lexicon)
    scores = Scores()
    for row, article in read_corpus(folder, half):
        start = time.perf_counter()
        findings = analyse(article, lexicon)
        taken = time.perf_counter() - start
        scores.seconds += taken
        scores.slowest = max(scores.slowest, taken)
        scores.articles += 1
        _count(scores, row["id"], row["gold"], findings, names)
    return scores


def _canonical_names(folder: Path, lexicon: Lexicon) -> dict[str, str]:
    """Company id → the corpus's name for it, our own where the corpus has none."""
    listed = json.loads((folder / "companies.json").read_text(encoding="utf-8"))
    canon = {fold(name): row["name"] for row in listed for name in (row["name"], *row["aliases"])}
    out = {}
    for company in lexicon.companies.values():
        spellings = (company.name, company.id, *company.aliases)
        out[company.id] = next((canon[fold(s)] for s in spellings if fold(s) in canon), company.name)
    return out


def _count(scores: Scores, where: str, gold: dict[str, Any], found: Findings, names: Mapping[str, str]) -> None:
    counts = scores.counts
    counts["companies"].sets({c["name"] for c in gold["companies"]}, {names[c.id] for c in found.companies}, where)
    counts["main"].sets(
        {c["name"] for c in gold["companies"] if c["salience"] == "main"},
        {names[c.id] for c in found.companies if c.salience == "main"},
        where,
    )
    counts["topics"].sets(set(gold["topics"]), {t.id for t in found.topics}, where)
    if gold["topics"]:
        _count_events(scores, where, gold["events"], found.events, names)
        _count_figures(scores, where, gold["figures"], found.figures, names)


def _count_events(
    scores: Scores, where: str, gold: list[dict[str, Any]], ours: Sequence[Event], names: Mapping[str, str]
) -> None:
    def name(x: Any) -> str:
        if isinstance(x, Event):
            return f"{x.date} {x.status} | {x.sources[0].sentence[:110]}"
        return f"{x['date']} {x['status']} | {x['evidence'][:110]}"

    def same(spans: Callable[[str, str], bool]) -> Callable[[dict[str, Any], Event], bool]:
        return lambda g, e: spans(g["date"], e.date) and same_sentence(g["evidence"], e.sources[0].sentence)

    pairs = scores.counts["dates"].lists(gold, ours, same(spans_equal), where, name)
    scores.counts["dates~"].lists(gold, ours, same(spans_meet), where, name)
    for wanted, event in pairs:
        scores.matched += 1
        scores.status += wanted["status"] == event.status
        parties = {names.get(c, c) for c in event.companies}
        scores.parties += not wanted["companies"] or bool(set(wanted["companies"]) & parties)


def _count_figures(
    scores: Scores, where: str, gold: list[dict[str, Any]], ours: Sequence[Figure], names: Mapping[str, str]
) -> None:
    def name(x: Any) -> str:
        if isinstance(x, Figure):
            return f"{x.value:g} {x.unit} {x.metric} {names.get(x.subject or '')} | {x.sentence[:100]}"
        return f"{x['value']:g} {x['unit']} {x['metric']} {x['subject']} | {x['evidence'][:100]}"

    def same(g: dict[str, Any], f: Figure) -> bool:
        return g["unit"] == f.unit and same_value(g, f) and same_sentence(g["evidence"], f.sentence)

    def row(g: dict[str, Any], f: Figure) -> bool:
        subject = names.get(f.subject, f.subject) if f.subject else ""
        return same(g, f) and fold(g["metric"]) == fold(f.metric) and fold(g["subject"]) == fold(subject)

    pairs = scores.counts["figures"].lists(gold, ours, same, where, name)
    scores.counts["rows"].lists(gold, ours, row, where, name)
    for wanted, figure in pairs:
        subject = names.get(figure.subject, figure.subject) if figure.subject else ""
        scores.figures["matched"] += 1
        scores.figures["metric"] += fold(wanted["metric"]) == fold(figure.metric)
        scores.figures["subject"] += fold(wanted["subject"]) == fold(subject)
        scores.figures["period"] += (wanted["period"] or None) == figure.period
        scores.figures["qualifier"] += wanted["qualifier"] == figure.qualifier.value


def main() -> None:
    parser = argparse.ArgumentParser(description="Scores the analysis of single articles on an annotated corpus.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="show N errors of each kind")
    parser.add_argument("--half", choices=("even", "odd"), help="only every other article")
    parser.add_argument("--only", nargs="*", choices=TASKS, help="show the errors of these tasks only")
    args = parser.parse_args()
    scores = score(args.folder, Lexicon.of(read_companies(), read_topics()), args.half)
    print(f"{scores.articles} articles, {scores.articles / max(1e-9, scores.seconds):.0f} a second, ", end="")
    print(f"slowest {scores.slowest * 1000:.0f} ms\n{'':12} precision  recall     F1")
    for task, count in scores.counts.items():
        precision, recall, f1 = count.scores()
        print(f"{task:12} {precision:9.3f} {recall:7.3f} {f1:6.3f}")
    print(f"{'status':12} {scores.status / max(1, scores.matched):9.3f}")
    print(f"{'parties':12} {scores.parties / max(1, scores.matched):9.3f}")
    shares = (
        f"{part} {scores.figures[part] / max(1, scores.figures['matched']):.3f}"
        for part in ("metric", "subject", "period", "qualifier")
    )
    print(f"{'of figures':12} {'  '.join(shares)}")
    for task in args.only or TASKS if args.errors else ():
        for kind in ("missed", "extra"):
            for error in getattr(scores.counts[task], kind)[: args.errors]:
                print(f"  {task} {kind} {error}")


if __name__ == "__main__":
    main()
