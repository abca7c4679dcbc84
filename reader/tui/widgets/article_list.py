"""The list of articles: the same feel with a thousand and with a million, because only a window of it is ever read."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.model.articles import ArticleRow
from reader.tui.moments import age
from reader.tui.plain import fit, join, line, right
from reader.tui.widgets.drawing import GUTTER, LIST_CLASSES, LIST_CSS, LineState, draw_empty, draw_line

ONE_LINE = 84
"""from this width on, a row is one line; below it, two"""
AHEAD = 120
"""rows read beyond the shown ones on either side"""
KEPT = 3000
"""rows kept before the ones far away are dropped"""


class ArticleList(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows articles in the order of an array of keys; rows are asked for by message and supplied later.

    The order is a snapshot: a row never leaves it until the screen shows another one, so nothing vanishes under the
    cursor. Posts ``Wanted`` for keys whose rows are not at hand, ``Highlighted`` when the cursor comes to a row that
    is, and ``Opened`` on a double click.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = LIST_CLASSES
    """``list--cursor`` and ``list--cursor-blurred`` the row under the cursor, ``list--hover`` under the mouse."""

    DEFAULT_CSS = f"""
    ArticleList {{
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        {LIST_CSS}
    }}
    """

    cursor: reactive[int | None] = reactive(None, repaint=False)
    """position of the row under the cursor, None in an empty list"""
    hovered: reactive[int | None] = reactive(None, repaint=False)
    """position of the row under the mouse"""

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
        self.order: array[int] = array("q")
        self.empty = Content("")
        """what to say when there are no articles"""
        self._rows: dict[int, ArticleRow] = {}
        self._names: Mapping[str, str] = {}
        self._strips: dict[tuple[int, LineState], Strip] = {}
        self._announced: int | None = None

    # what the screen calls

    def show(self, order: array[int], *, keep: bool = True) -> None:
        """Shows another snapshot. With ``keep`` cursor and scroll stay with the article under the cursor."""
        key, offset = self.key, 0
        if keep and self.cursor is not None:
            offset = self.cursor * self.row_height - self.scroll_offset.y
        old = self.cursor
        self.order = order
        if not keep:
            self._rows.clear()
            self._announced = None
        self._strips.clear()
        self._measure()
        if not order:
            self.set_reactive(ArticleList.cursor, None)
            self.refresh()
            return
        at = None
        if keep and key is not None:
            at = order.index(key) if key in order else min(old or 0, len(order) - 1)
        self.set_reactive(ArticleList.cursor, at or 0)
        self.scroll_to(y=max(0, (at or 0) * self.row_height - offset), animate=False)
        self._show_cursor()
        self._want()
        self._announce()
        self.refresh()

    def supply(self, rows: Iterable[ArticleRow]) -> None:
        """Takes rows that were wanted, or that changed."""
        if len(self._rows) > KEPT:
            shown = set(self.order[slice(*self.window())])
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
        return self.order[self.cursor] if self.cursor is not None and self.cursor < len(self.order) else None

    @property
    def row(self) -> ArticleRow | None:
        """The row under the cursor, None while it is not at hand."""
        key = self.key
        return self._rows.get(key) if key is not None else None

    def rows_from(self, count: int) -> list[ArticleRow]:
        """Returns the rows at hand from the cursor on, at most ``count``."""
        at = self.cursor or 0
        return [self._rows[key] for key in self.order[at : at + count] if key in self._rows]

    def row_of(self, article: str) -> ArticleRow | None:
        """Returns the row at hand of an article's public id."""
        return next((row for row in self._rows.values() if row.id == article), None)

    def select(self, key: int) -> bool:
        """Puts the cursor on the article of ``key``; False where the list has none."""
        if key not in self.order:
            return False
        self.cursor = self.order.index(key)
        return True

    def find_unread(self, step: int) -> int | None:
        """Returns the position of the next row at hand that is unread in the direction of ``step``."""
        at = self.cursor if self.cursor is not None else -1
        while 0 <= (at := at + step) < len(self.order):
            row = self._rows.get(self.order[at])
            if row is None or not row.read:
                return at
        return None

    def move(self, count: int) -> None:
        """Moves the cursor by ``count`` rows."""
        if self.cursor is not None:
            self.cursor = max(0, min(self.cursor + count, len(self.order) - 1))

    def page(self, count: float) -> None:
        """Moves the cursor by pages."""
        self.move(round(count * max(1, self.size.height // self.row_height - 1)) or (1 if count > 0 else -1))

    def half(self, count: int) -> None:
        """Moves the cursor by half pages."""
        self.page(count / 2)

    def top(self, number: int | None = None) -> None:
        """Moves to the first row, or to the one of that ``number`` (from 1)."""
        if self.order:
            self.cursor = min((number or 1), len(self.order)) - 1

    def bottom(self) -> None:
        """Moves to the last row."""
        if self.order:
            self.cursor = len(self.order) - 1

    @property
    def position(self) -> tuple[int, int]:
        """The cursor's number (from 1) and how many articles there are."""
        return (0 if self.cursor is None else self.cursor + 1), len(self.order)

    # drawing

    @property
    def row_height(self) -> int:
        """Lines of one row at this width."""
        return 1 if self.size.width >= ONE_LINE else 2

    def render_line(self, y: int) -> Strip:
        width, height = self.size.width, self.row_height
        if not self.order:
            return draw_empty(self, self.empty, y, width, self.size.height)
        number = self.scroll_offset.y + y
        at = number // height
        if at >= len(self.order):
            return Strip.blank(width, self.rich_style)
        state = LineState.PLAIN
        if at == self.cursor:
            state = LineState.CURSOR if self.has_focus else LineState.BLURRED
        elif at == self.hovered:
            state = LineState.HOVER
        strip = self._strips.get((number, state))
        if strip is None:
            row = self._rows.get(self.order[at])
            room = max(10, width - GUTTER - 1)
            if row is None:
                content = Content.styled("  ⋯", "$text-muted") if number % height == 0 else Content("")
            else:
                content = self._lines(row, room)[number % height]
            strip = draw_line(self, content, state, width)
            if row is not None:
                if len(self._strips) > 600:
                    self._strips.clear()
                self._strips[(number, state)] = strip
        return strip

    def _lines(self, row: ArticleRow, width: int) -> list[Content]:
        unread = Content.styled("●", "$accent") if not row.read else Content(" ")
        star = Content.styled("★", "$text-warning") if row.starred else Content(" ")
        when = line(age(row.published or row.first_seen, self._clock()), "$text-muted")
        title = line(row.title, "bold" if not row.read else "$text-muted")
        origin = line(row.origin or row.feed, "$text-secondary")
        marks = self._marks(row)
        if self.row_height == 1:
            chips = fit(self._chips(row, 24), 24)
            head = join(unread, star, " ", right(when, 6), "  ", fit(origin, 15), "  ")
            room = width - head.cell_length - 2 - 24 - 1 - 7
            return [join(head, fit(title, room), "  ", chips, " ", right(marks, 7))]
        first = join(unread, star, " ", fit(title, width - 3))
        head = join("   ", fit(when, 6), "  ", origin)
        chips = self._chips(row, max(0, width - head.cell_length - 3 - marks.cell_length - 1))
        second = join(head, Content.styled(" · ", "$text-disabled"), chips) if chips else head
        return [first, join(fit(second, width - marks.cell_length), marks)]

    def _marks(self, row: ArticleRow) -> Content:
        parts = []
        if row.copies:
            parts.append(Content.styled(f"+{row.copies}", "$text-muted"))
        if row.edited:
            parts.append(Content.styled("±", "$text-muted"))
        if row.notes:
            parts.append(Content.styled("✎", "$text-warning"))
        if row.story:
            parts.append(Content.styled("◆", "$text-primary"))
        return Content(" ").join(parts)

    def _chips(self, row: ArticleRow, width: int) -> Content:
        """The names of the main companies, as many as fit whole."""
        out: list[Content] = []
        left = width
        for company in row.companies[:5]:
            name = line(self._names.get(company, company), "$text-primary", 40)
            need = name.cell_length + (2 if out else 0)
            if need > left:
                break
            if out:
                out.append(Content.styled(", ", "$text-disabled"))
            out.append(name)
            left -= need
        return join(*out)

    def window(self, ahead: int = AHEAD) -> tuple[int, int]:
        """Returns the range of positions in sight and ``ahead`` more on either side."""
        height = self.row_height
        first = max(0, self.scroll_offset.y // height - ahead)
        return first, min(len(self.order), (self.scroll_offset.y + self.size.height) // height + 1 + ahead)

    def _want(self) -> None:
        first, last = self.window(0)
        if all(key in self._rows for key in self.order[max(0, first - 20) : last + 20]):
            return
        first, last = self.window()
        missing = tuple(key for key in self.order[first:last] if key not in self._rows)
        self.post_message(self.Wanted(self, missing))

    def _announce(self) -> None:
        row = self.row
        if row is not None and row.key != self._announced:
            self._announced = row.key
            self.post_message(self.Highlighted(self, row))

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, len(self.order) * self.row_height)

    def _show_cursor(self) -> None:
        if self.cursor is None:
            return
        height, top = self.row_height, self.scroll_offset.y
        start, end = self.cursor * height, (self.cursor + 1) * height
        if start < top:
            self.scroll_to(y=start, animate=False)
        elif end > top + self.size.height:
            self.scroll_to(y=end - self.size.height, animate=False)

    # events

    def watch_cursor(self, old: int | None, new: int | None) -> None:
        self._repaint(old, new)
        if new is not None:
            self._show_cursor()
            self._want()
            self._announce()

    def watch_hovered(self, old: int | None, new: int | None) -> None:
        self._repaint(old, new)

    def _repaint(self, *positions: int | None) -> None:
        """Draws only these rows anew: the rest of the list stands as it is."""
        height = self.row_height
        for at in positions:
            if at is not None:
                top = at * height - self.scroll_offset.y
                if -height < top < self.size.height:
                    self.refresh(Region(0, top, self.size.width, height))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._want()

    def on_resize(self) -> None:
        self._strips.clear()
        self._measure()
        self._show_cursor()
        self._want()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def refresh_ages(self) -> None:
        """Draws anew, so that ages go on."""
        self._strips.clear()
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _at(self, y: int) -> int | None:
        at = (self.scroll_offset.y + y) // self.row_height
        return at if self.order and 0 <= at < len(self.order) else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.hovered = self._at(event.y)

    def on_leave(self) -> None:
        self.hovered = None

    def on_click(self, event: events.Click) -> None:
        at = self._at(event.y)
        if at is None:
            return
        self.cursor = at
        if event.chain == 2 and (row := self.row) is not None:
            self.post_message(self.Opened(self, row))
