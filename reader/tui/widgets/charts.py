"""Drawn numbers: coverage by week as a sparkline, a figure over time as a chart of braille dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from textual.content import Content, Span

from reader.model.stories import CoverageWeek
from reader.tui.plain import join, line, right

_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a day; ``label`` is how it is written, ``note`` who said it, ``sign`` marks a disputed one."""

    day: date
    value: float
    label: str
    note: str = ""
    low: float | None = None
    high: float | None = None


def sparkline(values: Sequence[float], width: int, style: str = "$accent") -> Content:
    """Returns one line of bars, newest on the right; more values than cells are added up, none shows as a low dot."""
    if not values or width < 1:
        return Content("")
    if len(values) > width:
        step = len(values) / width
        values = [sum(values[int(i * step) : max(int((i + 1) * step), int(i * step) + 1)]) for i in range(width)]
    top = max(values) or 1
    bars = "".join("·" if value <= 0 else _BARS[min(7, int(value / top * 7.999))] for value in values)
    quiet = [Span(i, i + 1, "$text-disabled") for i, bar in enumerate(bars) if bar == "·"]
    return Content(bars, [Span(0, len(bars), style), *quiet])


def weeks(coverage: Sequence[CoverageWeek]) -> list[int]:
    """Returns articles per week from the first week to the last, weeks without any as zeros."""
    counts: dict[date, int] = {}
    for week in coverage:
        try:
            counts[date.fromisoformat(week.week)] = week.articles
        except ValueError:
            continue
    if not counts:
        return []
    day, last = min(counts), max(counts)
    out: list[int] = []
    while day <= last and len(out) < 1000:
        out.append(counts.get(day, 0))
        day += timedelta(days=7)
    return out


def chart(points: Sequence[Point], width: int, height: int) -> list[Content]:
    """Returns ``height`` lines: a scale on the left, a line through the points, their days below.

    At most ``height`` - 2 lines hold the plot; a point that a range belongs to shows it as a bar.
    """
    points = sorted(points, key=lambda point: point.day)
    rows = height - 2
    values = [v for p in points for v in (p.value, p.low, p.high) if v is not None]
    if len(points) < 2 or rows < 2 or min(values) == max(values):
        return []
    labels = {min(values): "", max(values): ""}
    for point in points:
        labels[point.value] = point.label
    scale = max(len(label) for label in labels.values()) + 1
    room = width - scale - 3
    if room < 12:
        return []
    low, high = min(values), max(values)
    if low > 0 and low > high * 0.5:
        low -= (high - low) * 0.15 or high * 0.1
    else:
        low = min(0, low)
    spread = (high - low) or 1
    days = max(1, (points[-1].day - points[0].day).days)
    dots = _Dots(room, rows)
    places = [
        (round((p.day - points[0].day).days / days * (room * 2 - 3)) + 1,
         round((1 - (p.value - low) / spread) * (rows * 4 - 1)))
        for p in points
    ]  # fmt: skip
    for (x1, y1), (x2, y2) in pairwise(places):
        dots.line(x1, y1, x2, y2)
    for point, (x, _) in zip(points, places, strict=True):
        if point.low is not None and point.high is not None:
            ends = [round((1 - (v - low) / spread) * (rows * 4 - 1)) for v in (point.low, point.high)]
            dots.line(x, ends[0], x, ends[1])
    marks = {(x // 2, y // 4) for x, y in places}
    ticks = {y // 4: labels[p.value] for p, (_, y) in zip(points, places, strict=True)}
    out: list[Content] = []
    for row in range(rows):
        cells = "".join("●" if (column, row) in marks else dots.cell(column, row) for column in range(room))
        styles = [Span(0, room, "$primary")] + [
            Span(column, column + 1, "$accent") for column in range(room) if cells[column] == "●"
        ]
        tick = right(line(ticks.get(row, ""), "$text-muted"), scale)
        out.append(join(tick, Content.styled(" ┤" if row in ticks else " │", "$text-disabled"), Content(cells, styles)))
    out.append(Content.styled(" " * scale + " └" + "─" * room, "$text-disabled"))
    out.append(_days(points, places, scale, room))
    return out


def _days(points: Sequence[Point], places: Sequence[tuple[int, int]], scale: int, room: int) -> Content:
    cells = [" "] * room
    last = -2
    for number, (point, (x, _)) in enumerate(zip(points, places, strict=True)):
        label = point.note or f"{point.day.day} {point.day:%b %y}"
        start = max(0, min(x // 2 - len(label) // 2, room - len(label)))
        if start > last + 1 or number == 0:
            cells[start : start + len(label)] = label
            last = start + len(label)
    return Content.styled(" " * (scale + 2) + "".join(cells[:room]), "$text-muted")


class _Dots:
    """A raster of braille dots, two across and four down in each cell."""

    def __init__(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self._cells = [[0] * columns for _ in range(rows)]

    def set(self, x: int, y: int) -> None:
        column, row = x // 2, y // 4
        if 0 <= column < self._columns and 0 <= row < self._rows:
            bit = (0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80)[(x % 2) * 4 + y % 4]
            self._cells[row][column] |= bit

    def line(self, x1: int, y1: int, x2: int, y2: int) -> None:
        steps = max(abs(x2 - x1), abs(y2 - y1), 1)
        for step in range(steps + 1):
            self.set(round(x1 + (x2 - x1) * step / steps), round(y1 + (y2 - y1) * step / steps))

    def cell(self, column: int, row: int) -> str:
        bits = self._cells[row][column]
        return chr(0x2800 + bits) if bits else " "
