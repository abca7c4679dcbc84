"""Scores the date grammar on TimeML documents: ``python -m benchmarks.timebank FOLDER [--errors N] [--only NAME]``.

Counts as TempEval-3 does (UzZaman and others 2013): relaxed F1 over expressions that overlap the gold, strict F1 over
equal extents, value F1 over overlapping expressions whose TIMEX3 value is equal. Values are compared after our EDTF
dates have been converted to TIMEX3 (``2026-04/2026-06`` is ``2026-Q2``). The gold's document creation time is the
reference; expressions outside TEXT are not counted.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from defusedxml import ElementTree

from reader import edtf
from reader.analysis.dates import DateExpression, read_dates
from reader.analysis.dates_scene import Scene
from reader.analysis.dates_tokens import tokens
from reader.model.text import Block
from reader.sentences import sentences

_SEASON = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}


@dataclass(frozen=True)
class Timex:
    """One expression with its extent in the document's text and its TIMEX3 value."""

    start: int
    end: int
    value: str
    words: str


def timex_value(expression: DateExpression) -> str:
    """Converts an expression of ours to its TIMEX3 value."""
    if expression.timex:
        return expression.timex
    if not expression.base:
        return expression.timex
    return edtf_to_timex(expression.base, season=expression.rule == "season")


def edtf_to_timex(text: str, *, season: bool = False) -> str:
    """Converts EDTF to TIMEX3: quarters, halves, weeks, weekends, seasons and decades have names of their own."""
    first, last = edtf.bounds(text)
    if "/" not in text or first is None or last is None:
        return text
    days = (last - first).days + 1
    if season:
        return f"{first.year}-{_SEASON.get(first.month, 'XX')}"
    year, number, weekday = first.isocalendar()
    if days == 7 and weekday == 1:
        return f"{year}-W{number:02d}"
    if days == 2 and weekday == 6:
        return f"{year}-W{number:02d}-WE"
    whole = first.day == 1 and last == edtf.month_end(last.year, last.month)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if whole and months == 3 and first.month % 3 == 1:
        return f"{first.year}-Q{first.month // 3 + 1}"
    if whole and months == 6 and first.month in (1, 7):
        return f"{first.year}-H{1 if first.month == 1 else 2}"
    if whole and months == 120 and first.year % 10 == 0:
        return str(first.year // 10)
    if whole and months == 1200 and first.year % 100 == 0:
        return str(first.year // 100)
    if whole and months == 12:
        return str(last.year)
    return text


def read_tml(path: Path) -> tuple[str, date, list[Timex]]:
    """Returns the text, the creation date and the gold expressions of a TimeML document."""
    root = ElementTree.parse(path).getroot()
    assert root is not None
    day = date.fromisoformat(root.findall("DCT/TIMEX3")[0].attrib["value"][:10])
    parts: list[str] = []
    gold: list[Timex] = []

    def walk(element: object, at: int) -> int:
        start = at
        text = getattr(element, "text", None) or ""
        parts.append(text)
        at += len(text)
        for child in element:  # type: ignore[attr-defined]
            at = walk(child, at)
            tail = child.tail or ""
            parts.append(tail)
            at += len(tail)
        if getattr(element, "tag", "") == "TIMEX3":
            words = "".join(parts)[start:at]
            gold.append(Timex(start, at, element.attrib["value"], words))  # type: ignore[attr-defined]
        return at

    walk(root.findall("TEXT")[0], 0)
    return "".join(parts), day, gold


def paragraphs(text: str) -> Iterator[Block]:
    """The paragraphs of a newswire text as blocks."""
    for found in re.finditer(r"\S(?:[^\n]|\n(?!\s*\n))*", text):
        yield Block(found.start(), found.end())


def ours(text: str, day: date) -> list[Timex]:
    """Our expressions of a text; the sides of a range count one by one, as the gold has them."""
    spans = sentences(text, tuple(paragraphs(text)))
    found = read_dates(text, [tokens(text, s.start, s.end, n) for n, s in enumerate(spans)], Scene(day))
    flat = [part for e in found for part in (e.parts or (e,))]
    return [Timex(e.span.start, e.span.end, timex_value(e), e.span.of(text)) for e in flat if timex_value(e)]


def main(argv: Sequence[str] | None = None) -> None:
    """Prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="show N errors of each kind")
    parser.add_argument("--only", default="", help="a part of the path, e.g. AQUAINT")
    args = parser.parse_args(argv)
    totals: dict[str, list[int]] = {}
    errors: dict[str, list[str]] = {"value": [], "missed": [], "extra": []}
    seconds, characters = 0.0, 0
    for path in sorted(args.folder.rglob("*.tml")):
        if args.only not in str(path):
            continue
        text, day, gold = read_tml(path)
        began = time.perf_counter()
        mine = ours(text, day)
        seconds += time.perf_counter() - began
        characters += len(text)
        free = list(mine)
        count = totals.setdefault(path.parent.name, [0] * 5)
        count[0] += len(gold)
        count[1] += len(mine)
        for g in gold:
            hit = next((m for m in free if m.start < g.end and g.start < m.end), None)
            context = re.sub(r"\s+", " ", text[max(0, g.start - 60) : g.end + 40])
            if hit is None:
                errors["missed"].append(f"{path.stem} {day} [{g.words}] {g.value} | {context}")
                continue
            free.remove(hit)
            count[2] += 1
            count[3] += (hit.start, hit.end) == (g.start, g.end)
            if hit.value == g.value:
                count[4] += 1
            else:
                errors["value"].append(
                    f"{path.stem} {day} [{g.words}] {g.value} ours [{hit.words}] {hit.value} | {context}"
                )
        for m in free:
            context = re.sub(r"\s+", " ", text[max(0, m.start - 60) : m.end + 40])
            errors["extra"].append(f"{path.stem} {day} [{m.words}] {m.value} | {context}")
    totals["all"] = [sum(row[i] for row in totals.values()) for i in range(5)]
    print(f"{'':10} gold  ours  relaxed  strict   value  (F1)")
    for name, (gold_n, mine_n, relaxed, strict, value) in totals.items():
        both = (gold_n + mine_n) / 2 or 1
        scores = " ".join(f"{100 * part / both:7.1f}" for part in (relaxed, strict, value))
        print(f"{name:10} {gold_n:4d} {mine_n:5d}  {scores}")
    print(f"{1000 * seconds / max(1, characters) * 6000:.2f} ms for 6 kB, sentences included")
    for kind, rows in errors.items():
        for row in rows[: args.errors]:
            print(f"  {kind}: {row}")


if __name__ == "__main__":
    main()
