"""The article: its text laid out by us, so that every character on screen is a character of the stored text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from reader.model.text import Span
from reader.tui.pages import ArticlePage, Mark
from reader.tui.pictures import Picture
from reader.tui.widgets.article_head import article_foot, article_head
from reader.tui.widgets.article_layout import Layout, lay_out, measure_of
from reader.tui.widgets.drawing import draw_empty


class ArticleView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows one article, with its marks to step through and one range lit where a line of a dossier led to.

    Posts ``Opened`` when a mark is clicked.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"article--mark", "article--lit"}
    """``article--mark`` the mark that ``[`` and ``]`` came to, ``article--lit`` the sentence that was jumped to."""

    DEFAULT_CSS = """
    ArticleView {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    """

    mark: reactive[int | None] = reactive(None, repaint=False)
    """index of the mark that was stepped to"""

    @dataclass
    class Opened(Message):
        """A mark was clicked."""

        mark: Mark

    def __init__(self, clock: Callable[[], datetime], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._clock = clock
        self.page_shown: ArticlePage | None = None
        self.pictures: Mapping[str, Picture] = {}
        """the article's pictures by address, where they were asked for"""
        self.empty = Content("")
        """what to say without an article"""
        self._layout = Layout()
        self._lit: Span | None = None
        self._strips: dict[int, Strip] = {}
        self._width = 0

    # what the screen calls

    def show(self, page: ArticlePage | None, *, lit: Span | None = None) -> None:
        """Shows an article from its top, or at ``lit``; the same article again keeps its place."""
        before = self.page_shown
        same = before is not None and page is not None and before.article.id == page.article.id
        self.page_shown = page
        if not same:
            self.set_reactive(ArticleView.mark, None)
            self._lit = None
            self.pictures = {}
        if lit is not None:
            self._lit = lit
        top = self.scroll_offset.y
        self._lay_out()
        if lit is not None:
            self.call_after_refresh(self._to_lit)
            self._to_lit()
        else:
            self.scroll_to(y=top if same else 0, animate=False)

    @property
    def measure(self) -> int:
        """Cells of a line of text."""
        return measure_of(self.size.width)

    def show_pictures(self, pictures: Mapping[str, Picture]) -> None:
        """Draws pictures where they stand in the text; the first character in sight stays there."""
        offset = self._layout.offset_of(self.scroll_offset.y) if self.scroll_offset.y else None
        self.pictures = pictures
        self._lay_out()
        if offset is not None:
            self.scroll_to(y=self._layout.line_of(offset), animate=False)

    def move(self, count: int) -> None:
        """Scrolls by lines."""
        self.scroll_to(y=self.scroll_offset.y + count, animate=False)

    def page(self, count: float) -> None:
        """Scrolls by pages, two lines kept."""
        self.scroll_to(y=self.scroll_offset.y + round(count * max(1, self.size.height - 2)), animate=False)

    def half(self, count: int) -> None:
        """Scrolls by half pages."""
        self.page(count / 2)

    def top(self, number: int | None = None) -> None:
        """Scrolls to the top, or to a line."""
        self.scroll_to(y=(number or 1) - 1, animate=False)

    def bottom(self) -> None:
        """Scrolls to the end."""
        self.scroll_to(y=self.max_scroll_y, animate=False)

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self.scroll_offset.y >= self.max_scroll_y

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self._layout.marks

    @property
    def current_mark(self) -> Mark | None:
        """The mark that was stepped to."""
        return self.marks[self.mark] if self.mark is not None and self.mark < len(self.marks) else None

    @property
    def lit(self) -> Span | None:
        """The range that was jumped to."""
        return self._lit

    def step_mark(self, count: int) -> Mark | None:
        """Goes to the next mark (``count`` of them on; backwards where negative) from the last one, or from the top
        of what is in sight. Returns it, None where the article has none."""
        if not self.marks:
            return None
        if self.mark is None:
            offset = self._layout.offset_of(self.scroll_offset.y) or 0
            starts = [mark.span.start for mark in self.marks]
            at = bisect_right(starts, offset - 1) + (count - 1 if count > 0 else count)
        else:
            at = self.mark + count
        self.mark = at % len(self.marks)
        return self.current_mark

    @property
    def percent(self) -> int:
        """How far down the article the reader is."""
        return 100 if self.max_scroll_y <= 0 else round(100 * self.scroll_offset.y / self.max_scroll_y)

    # drawing

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self.page_shown is None:
            return draw_empty(self, self.empty, y, width, self.size.height)
        number = self.scroll_offset.y + y
        if number >= len(self._layout.lines):
            return Strip.blank(width, self.rich_style)
        selection = self.text_selection
        strip = self._strips.get(number) if selection is None else None
        if strip is None:
            strip = self._draw(number, width, selection)
            if selection is None:
                self._strips[number] = strip
        return strip.apply_offsets(-self._layout.margin, number)

    def _draw(self, number: int, width: int, selection: Selection | None) -> Strip:
        base = self.visual_style
        content = self._layout.content(number, self._highlights())
        if selection is not None and (chosen := selection.get_span(number)) is not None:
            start, end = chosen
            length = len(content.plain)
            style = self.screen.get_component_rich_style("screen--selection")
            name = f"{_css(style.color)} on {_css(style.bgcolor)}"
            content = content.stylize(name, max(0, start), length if end == -1 else min(end, length))
        parse = self.app.stylesheet.parse_style
        segments = [Segment(" " * self._layout.margin, base.rich_style)]
        segments += [Segment(text, style.rich_style) for text, style in content.render(base, "", parse) if text]
        return Strip(segments).adjust_cell_length(width, base.rich_style)

    def _highlights(self) -> list[tuple[int, int, str]]:
        plain_terminal = self.app.native_ansi_color or self.app.no_color
        out = []
        if self._lit is not None:
            style = "reverse" if plain_terminal else "$foreground on $accent 30%"
            out.append((self._lit.start, self._lit.end, style))
        if (mark := self.current_mark) is not None:
            style = "bold reverse" if plain_terminal else "bold $background on $accent"
            out.append((mark.span.start, mark.span.end, style))
        return out

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        lines = [self._layout.content(number, ()).plain for number in range(len(self._layout.lines))]
        return selection.extract("\n".join(lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self._strips.clear()
        self.refresh()

    def _lay_out(self) -> None:
        self._width = self.size.width
        self._strips.clear()
        page = self.page_shown
        if page is None or not self._width:
            self._layout = Layout()
        else:
            now = self._clock()
            self._layout = lay_out(page, self._width, article_head(page, now), article_foot(page, now), self.pictures)
        self.virtual_size = Size(self._width, len(self._layout.lines))
        self.refresh()

    def _to_lit(self) -> None:
        if self._lit is not None and self._layout.lines:
            number = self._layout.line_of(self._lit.start)
            self.scroll_to(y=max(0, number - self.size.height // 3), animate=False)

    # events

    def watch_mark(self) -> None:
        self._strips.clear()
        self.refresh()
        if (mark := self.current_mark) is not None:
            number = self._layout.line_of(mark.span.start)
            top, height = self.scroll_offset.y, self.size.height
            if not top + 1 <= number < top + height - 1:
                self.scroll_to(y=max(0, number - height // 3), animate=False)

    def on_resize(self) -> None:
        if self.size.width == self._width:
            return
        offset = self._layout.offset_of(self.scroll_offset.y)
        at_top = self.scroll_offset.y == 0
        self._lay_out()
        if offset is not None and not at_top:
            self.scroll_to(y=self._layout.line_of(offset), animate=False)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        number = self.scroll_offset.y + offset.y
        if not 0 <= number < len(self._layout.lines):
            return
        laid = self._layout.lines[number]
        if laid.piece is None:
            return
        column = offset.x - self._layout.margin - laid.prefix.cell_length + laid.first
        for index, mark in enumerate(self.marks):
            if mark.span.start < laid.piece.end and mark.span.end > laid.piece.start:
                first, last = laid.piece.shown(mark.span.start), laid.piece.shown(mark.span.end - 1)
                if first <= column <= last:
                    self.mark = index
                    if event.chain == 2:
                        self.post_message(self.Opened(mark))
                    return


def _css(color: object) -> str:
    triplet = getattr(color, "triplet", None)
    return triplet.hex if triplet is not None else "auto"
