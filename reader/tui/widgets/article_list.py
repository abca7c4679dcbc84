"""The list of articles: the same feel with a thousand and with a million, because only a window of it is ever read."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from reader.model.articles import ArticleRow
from reader.tui.orders import ListOrder
from reader.tui.widgets.article_rows import article_lines, heading_lines
from reader.tui.widgets.cursor_list import CursorList
from reader.tui.widgets.drawing import GUTTER, draw_empty, draw_line

ONE_LINE = 112
"""from this width on, a row is one line; below it, two"""
AHEAD = 120
"""rows read beyond the shown ones on either side"""
KEPT = 3000
"""rows kept before the ones far away are dropped"""


class ArticleList(CursorList):
    """Shows articles in an order of keys; rows are asked for by message and supplied later.

    The order is a snapshot: a row never leaves it until the screen shows another one, so nothing vanishes under the
    cursor. Posts ``Wanted`` for keys whose rows are not at hand, ``Highlighted`` when the cursor comes to a row that
    is, and ``Opened`` on a double click. The cursor passes over headings.
    """

    @dataclass
    class Highlighted(Message):
        """The cursor came to an article."""

        article_list: ArticleList
        row: ArticleRow

        @property
        def control(self) -> ArticleList:
            return self.article_list

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleList.Highlighted)

    @dataclass
    class Opened(Message):
        """An article was chosen with the mouse."""

        article_list: ArticleList
        row: ArticleRow

    @dataclass
    class Wanted(Message):
        """These keys' rows are needed to paint."""

        article_list: ArticleList
        keys: tuple[int, ...]

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleList.Wanted)

    def __init__(self, clock: Callable[[], datetime], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._clock = clock
        self.order = ListOrder()
        self._rows: dict[int, ArticleRow] = {}
        self._names: Mapping[str, str] = {}
        self._announced: int | None = None

    # what the screen calls

    def show(self, order: ListOrder, *, keep: bool = True) -> None:
        """Shows another snapshot. With ``keep`` cursor and scroll stay with the article under the cursor."""
        key, offset, old = self.key, 0, self.cursor
        if keep and old is not None:
            offset = old * self.row_height - self.scroll_offset.y
        self.order = order
        if not keep:
            self._rows.clear()
            self._announced = None
        self._strips.clear()
        self._measure()
        if not order.articles:
            self.set_reactive(ArticleList.cursor, None)
            self.refresh()
            return
        at = order.place(0)
        if keep and key is not None:
            at = order.places.index(key) if key in order.places else self._article_near(old or 0)
            self.scroll_to(y=max(0, at * self.row_height - offset), animate=False)
        else:
            self.scroll_to(y=0, animate=False)
        self.set_reactive(ArticleList.cursor, at)
        self._show_cursor()
        self._want()
        self._announce()
        self.refresh()

    def supply(self, rows: Iterable[ArticleRow]) -> None:
        """Takes rows that were wanted, or that changed."""
        if len(self._rows) > KEPT:
            shown = set(self.order.places[slice(*self.window())])
            self._rows = {key: row for key, row in self._rows.items() if key in shown}
        for row in rows:
            self._rows[row.key] = row
        self._strips.clear()
        self.refresh()
        self._announce()

    def change(self, ids: Collection[str] | None, *, read: bool | None = None, starred: bool | None = None) -> None:
        """Shows another reading state of articles (all rows at hand where ``ids`` is None) before it is written."""
        for key, row in self._rows.items():
            if ids is None or row.id in ids:
                self._rows[key] = replace(
                    row,
                    read=row.read if read is None else read,
                    starred=row.starred if starred is None else starred,
                )
        self._strips.clear()
        self.refresh()

    def set_names(self, names: Mapping[str, str]) -> None:
        """Takes the names of companies, for the chips."""
        self._names = names
        self._strips.clear()
        self.refresh()

    @property
    def key(self) -> int | None:
        """The key under the cursor."""
        places = self.order.places
        return places[self.cursor] if self.cursor is not None and self.cursor < len(places) else None

    @property
    def row(self) -> ArticleRow | None:
        """The row under the cursor, None while it is not at hand."""
        key = self.key
        return self._rows.get(key) if key is not None else None

    @property
    def keys_in_sight(self) -> array[int]:
        """The keys in sight and around it."""
        return array("q", (key for key in self.order.places[slice(*self.window())] if key >= 0))

    def rows_from(self, count: int) -> list[ArticleRow]:
        """Returns the rows at hand from the cursor on, at most ``count``."""
        order = self.order
        first = order.number(self.cursor or 0)
        keys = (order.places[order.place(n)] for n in range(first, min(first + count, order.articles)))
        return [self._rows[key] for key in keys if key in self._rows]

    def row_of(self, article: str) -> ArticleRow | None:
        """Returns the row at hand of an article's public id."""
        return next((row for row in self._rows.values() if row.id == article), None)

    def select(self, key: int) -> bool:
        """Puts the cursor on the article of ``key``; False where the list has none."""
        if key not in self.order.places:
            return False
        self.cursor = self.order.places.index(key)
        return True

    def find_unread(self, step: int) -> int | None:
        """Returns the place of the next row at hand that is unread in the direction of ``step``."""
        places = self.order.places
        at = self.cursor if self.cursor is not None else -1
        while 0 <= (at := at + step) < len(places):
            row = self._rows.get(places[at])
            if places[at] >= 0 and (row is None or not row.read):
                return at
        return None

    def move(self, count: int) -> None:
        """Moves the cursor by ``count`` rows."""
        if self.cursor is not None:
            self._go(self.order.number(self.cursor) + count)

    def page(self, count: float) -> None:
        """Moves the cursor by pages."""
        self.move(round(count * max(1, self.size.height // self.row_height - 1)) or (1 if count > 0 else -1))

    def top(self, number: int | None = None) -> None:
        """Moves to the first row, or to the one of that ``number`` (from 1)."""
        self._go((number or 1) - 1)

    def bottom(self) -> None:
        """Moves to the last row."""
        self._go(self.order.articles - 1)

    @property
    def position(self) -> tuple[int, int]:
        """The cursor's number (from 1) and how many articles there are."""
        return (0 if self.cursor is None else self.order.number(self.cursor) + 1), self.order.articles

    def _go(self, number: int) -> None:
        if self.order.articles:
            self.cursor = self.order.place(max(0, min(number, self.order.articles - 1)))

    def _article_near(self, place: int) -> int:
        order = self.order
        return order.place(min(order.number(min(place, len(order.places) - 1)), order.articles - 1))

    # drawing

    @property
    def row_height(self) -> int:
        """Lines of one row at this width."""
        return 1 if self.size.width >= ONE_LINE else 2

    def render_line(self, y: int) -> Strip:
        width, height = self.size.width, self.row_height
        if not self.order.articles:
            return draw_empty(self, self.empty, y, width, self.size.height)
        number = self.scroll_offset.y + y
        at, part = divmod(number, height)
        if at >= len(self.order.places):
            return Strip.blank(width, self.rich_style)
        state = self.state_of(at)
        strip = self._strips.get((number, state))
        if strip is None:
            room = max(10, width - GUTTER - 1)
            heading = self.order.heading(at)
            row = self._rows.get(self.order.places[at])
            if heading is not None:
                content = heading_lines(heading, room, height)[part]
            elif row is not None:
                content = article_lines(row, self._names, room, height, self._clock())[part]
            else:
                content = Content.styled("  ⋯", "$text-muted") if part == 0 else Content("")
            strip = draw_line(self, content, state, width)
            if row is not None:
                if len(self._strips) > 600:
                    self._strips.clear()
                self._strips[(number, state)] = strip
        return strip

    def window(self, ahead: int = AHEAD) -> tuple[int, int]:
        """Returns the range of places in sight and ``ahead`` more on either side."""
        height = self.row_height
        first = max(0, self.scroll_offset.y // height - ahead)
        return first, min(len(self.order.places), (self.scroll_offset.y + self.size.height) // height + 1 + ahead)

    def _want(self) -> None:
        first, last = self.window(0)
        places = self.order.places
        if all(key < 0 or key in self._rows for key in places[max(0, first - 20) : last + 20]):
            return
        missing = tuple(key for key in self.keys_in_sight if key not in self._rows)
        self.post_message(self.Wanted(self, missing))

    def _announce(self) -> None:
        row = self.row
        if row is not None and row.key != self._announced:
            self._announced = row.key
            self.post_message(self.Highlighted(self, row))

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.order.places) * self.row_height)

    def _show_cursor(self) -> None:
        if self.cursor is None:
            return
        start, end = self.lines_of(self.cursor)
        if self.cursor and self.order.heading(self.cursor - 1) is not None:
            start -= self.row_height  # the first of a group is shown with its heading
        if start < self.scroll_offset.y:
            self.scroll_to(y=start, animate=False)
        elif end > self.scroll_offset.y + self.size.height:
            self.scroll_to(y=end - self.size.height, animate=False)

    # rows

    def lines_of(self, index: int) -> tuple[int, int]:
        return index * self.row_height, (index + 1) * self.row_height

    def row_at(self, line: int) -> int | None:
        at = line // self.row_height
        return at if 0 <= at < len(self.order.places) else None

    def choosable(self, index: int) -> bool:
        return self.order.heading(index) is None

    def choose(self) -> None:
        if (row := self.row) is not None:
            self.post_message(self.Opened(self, row))

    # events

    def watch_cursor(self, old: int | None, new: int | None) -> None:
        self.repaint(old, new)
        if new is not None:
            self._show_cursor()
            self._want()
            self._announce()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._want()

    def on_resize(self) -> None:
        self._strips.clear()
        self._measure()
        self._show_cursor()
        self._want()

    def refresh_ages(self) -> None:
        """Draws anew, so that ages go on."""
        self._strips.clear()
        self.refresh()
