"""A list of rows of differing heights with one cursor: lenses, dossiers and the smaller lists are made of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader.tui.widgets.cursor_list import CursorList
from reader.tui.widgets.drawing import GUTTER, draw_empty, draw_line


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``draw`` gives its lines for a width; ``value`` is what opening it means, None where it only shows.

    ``key`` is the row's identity: a refreshed list keeps the cursor on the row with the same key.
    """

    key: str
    draw: Callable[[int], Sequence[Content]]
    value: Any = None


def text_row(key: str, *lines: Content) -> Row:
    """Returns a row that cannot be chosen and shows the same lines at every width."""
    return Row(key, lambda width: lines)


class RowList(CursorList):
    """Shows rows and keeps one of them under the cursor.

    Posts ``Highlighted`` when the cursor comes to another row and ``Opened`` when a row is double-clicked; the
    screen's commands move it through ``move``, ``page``, ``half``, ``top`` and ``bottom``.
    """

    @dataclass
    class Highlighted(Message):
        """The cursor came to another row."""

        row_list: RowList
        row: Row

        can_replace_sender = True

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, RowList.Highlighted) and message.row_list is self.row_list

        @property
        def control(self) -> RowList:
            return self.row_list

    @dataclass
    class Opened(Message):
        """A row was chosen with the mouse."""

        row_list: RowList
        row: Row

        @property
        def control(self) -> RowList:
            return self.row_list

    def __init__(self, *, id: str | None = None, classes: str | None = None, empty: Content | None = None) -> None:
        super().__init__(id=id, classes=classes, empty=empty)
        self.rows: list[Row] = []
        self._starts: list[int] = []
        self._lines: list[Content] = []
        self._width = 0

    # what the screen calls

    def set_rows(self, rows: Sequence[Row], *, keep: bool = True) -> None:
        """Shows ``rows``; with ``keep`` the cursor stays on the row of the same key, and the scroll where it was."""
        old = self.row
        old_index = self.cursor
        self.rows = list(rows)
        self._lay_out()
        index = None
        if keep and old is not None:
            index = next((i for i, row in enumerate(self.rows) if row.key == old.key), None)
            if index is None and old_index is not None:
                index = self._nearest(min(old_index, len(self.rows) - 1))
        if index is None:
            index = self._nearest(0)
            if not keep:
                self.scroll_to(y=0, animate=False)
        changed = (old.key if old else None) != (self.rows[index].key if index is not None else None)
        self.set_reactive(RowList.cursor, index)
        if changed and index is not None:
            self._show_cursor()
            self.post_message(self.Highlighted(self, self.rows[index]))

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor is not None and self.cursor < len(self.rows) else None

    def select(self, key: str) -> bool:
        """Puts the cursor on the row of ``key``; False where there is none."""
        for index, row in enumerate(self.rows):
            if row.key == key and row.value is not None:
                self.cursor = index
                return True
        return False

    def move(self, count: int) -> None:
        """Moves the cursor by ``count`` rows that can be chosen, and scrolls where there are none."""
        if self.cursor is None:
            self.scroll_relative(y=count, animate=False)
            return
        step = 1 if count > 0 else -1
        at = index = self.cursor
        remaining = abs(count)
        while remaining and 0 <= index + step < len(self.rows):
            index += step
            if self.rows[index].value is not None:
                at = index
                remaining -= 1
        if at == self.cursor:
            self.scroll_relative(y=step * 3, animate=False)
        self.cursor = at

    def page(self, count: float) -> None:
        """Moves the cursor by pages of lines."""
        if self.cursor is None:
            self.scroll_relative(y=round(count * self.size.height), animate=False)
            return
        line = self._starts[self.cursor] + round(count * max(1, self.size.height - 1))
        target = bisect_right(self._starts, max(0, min(line, len(self._lines) - 1)), 0, len(self.rows)) - 1
        found = self._nearest(target, -1 if count < 0 else 1)
        if found is not None:
            self.cursor = found

    def top(self, number: int | None = None) -> None:
        """Moves to the first row that can be chosen, or to the one of that ``number`` (from 1)."""
        choices = [index for index, row in enumerate(self.rows) if row.value is not None]
        if choices:
            self.cursor = choices[min((number or 1), len(choices)) - 1]
        if number is None:
            self.scroll_to(y=0, animate=False)

    def bottom(self) -> None:
        """Moves to the last row."""
        found = self._nearest(len(self.rows) - 1, -1)
        if found is not None:
            self.cursor = found
        self.scroll_to(y=self.max_scroll_y, animate=False)

    @property
    def position(self) -> tuple[int, int]:
        """The cursor's number among the rows that can be chosen (from 1), and how many there are."""
        count = at = 0
        for index, row in enumerate(self.rows):
            count += row.value is not None
            if index == self.cursor:
                at = count
        return at, count

    # drawing

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if not self.rows:
            return draw_empty(self, self.empty, y, width, self.size.height)
        line = self.scroll_offset.y + y
        if line >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        index = bisect_right(self._starts, line, 0, len(self.rows)) - 1
        state = self.state_of(index)
        cached = self._strips.get((line, state))
        if cached is None:
            cached = self._strips[(line, state)] = draw_line(self, self._lines[line], state, width)
        return cached

    def _lay_out(self) -> None:
        self._width = self.size.width
        room = max(10, self._width - GUTTER - 1)
        self._starts, self._lines = [], []
        for row in self.rows:
            self._starts.append(len(self._lines))
            self._lines.extend(row.draw(room) or [Content("")])
        self._strips.clear()
        self.virtual_size = Size(self._width, len(self._lines))
        self.refresh()

    def _nearest(self, index: int, step: int = 1) -> int | None:
        """The row nearest to ``index`` that can be chosen, first in the direction of ``step``, then the other way."""
        for direction in (step, -step):
            at = index
            while 0 <= at < len(self.rows):
                if self.rows[at].value is not None:
                    return at
                at += direction
        return None

    def _show_cursor(self) -> None:
        if self.cursor is None or self.cursor >= len(self._starts):
            return
        start, end = self.lines_of(self.cursor)
        height, top = self.size.height, self.scroll_offset.y
        if self._nearest(0) == self.cursor and end <= height:
            self.scroll_to(y=0, animate=False)
        elif start < top or end - start >= height:
            self.scroll_to(y=start, animate=False)
        elif end > top + height:
            self.scroll_to(y=end - height, animate=False)

    # events

    def watch_cursor(self, old: int | None, new: int | None) -> None:
        self.repaint(old, new)
        if new is not None and old != new and new < len(self.rows):
            self._show_cursor()
            self.post_message(self.Highlighted(self, self.rows[new]))

    def on_resize(self) -> None:
        if self.size.width != self._width:
            self._lay_out()
        self._show_cursor()

    # rows

    def lines_of(self, index: int) -> tuple[int, int]:
        if index >= len(self._starts):
            return 0, 0
        return self._starts[index], self._starts[index + 1] if index + 1 < len(self._starts) else len(self._lines)

    def row_at(self, line: int) -> int | None:
        if not self.rows or not 0 <= line < len(self._lines):
            return None
        return bisect_right(self._starts, line, 0, len(self.rows)) - 1

    def choosable(self, index: int) -> bool:
        return index < len(self.rows) and self.rows[index].value is not None

    def choose(self) -> None:
        if (row := self.row) is not None:
            self.post_message(self.Opened(self, row))
