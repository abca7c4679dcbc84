"""What the two lists share: one cursor, the mouse over rows, drawing only the rows that changed."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.tui.widgets.drawing import LIST_CLASSES, LIST_CSS, LineState


class CursorList(ScrollView, can_focus=True, inherit_bindings=False):
    """A list of rows, each some lines high. Who inherits says where a row lies and draws its lines."""

    COMPONENT_CLASSES: ClassVar[set[str]] = LIST_CLASSES
    """``list--cursor`` and ``list--cursor-blurred`` the row under the cursor, ``list--hover`` under the mouse."""

    DEFAULT_CSS = f"""
    CursorList {{
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        {LIST_CSS}
    }}
    """

    cursor: reactive[int | None] = reactive(None, repaint=False)
    """index of the row under the cursor, None in a list without a row to choose"""
    hovered: reactive[int | None] = reactive(None, repaint=False)
    """index of the row under the mouse"""

    def __init__(self, *, id: str | None = None, classes: str | None = None, empty: Content | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.empty = empty or Content("")
        """what to say when there are no rows"""
        self._strips: dict[tuple[int, LineState], Strip] = {}

    # what who inherits gives

    def lines_of(self, index: int) -> tuple[int, int]:
        """Returns the first line of a row and the one after its last."""
        raise NotImplementedError

    def row_at(self, line: int) -> int | None:
        """Returns the index of the row at a line, None where none lies."""
        raise NotImplementedError

    def choosable(self, index: int) -> bool:
        """Whether the cursor may go to a row."""
        raise NotImplementedError

    def choose(self) -> None:
        """The row under the cursor was chosen with the mouse."""
        raise NotImplementedError

    def page(self, count: float) -> None:
        """Moves the cursor by pages."""
        raise NotImplementedError

    # moving and drawing

    def half(self, count: int) -> None:
        """Moves the cursor by half pages."""
        self.page(count / 2)

    def state_of(self, index: int) -> LineState:
        """Returns how a row is drawn."""
        if index == self.cursor:
            return LineState.CURSOR if self.has_focus else LineState.BLURRED
        return LineState.HOVER if index == self.hovered and self.choosable(index) else LineState.PLAIN

    def repaint(self, *indexes: int | None) -> None:
        """Draws only these rows anew: the rest of the list stands as it is."""
        for index in indexes:
            if index is not None:
                start, end = self.lines_of(index)
                top = start - self.scroll_offset.y
                if top < self.size.height and end - self.scroll_offset.y > 0:
                    self.refresh(Region(0, top, self.size.width, end - start))

    def watch_hovered(self, old: int | None, new: int | None) -> None:
        self.repaint(old, new)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _row_under(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        return self.row_at(self.scroll_offset.y + offset.y) if offset is not None else None

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.hovered = self._row_under(event)

    def on_leave(self) -> None:
        self.hovered = None

    def on_click(self, event: events.Click) -> None:
        index = self._row_under(event)
        if index is not None and self.choosable(index):
            self.cursor = index
            if event.chain == 2:
                self.choose()
