"""One line of tabs with counts; the chosen one is told by brackets as well as by colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.plain import fit, join, line


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: its name and how many lines it has."""

    id: str
    label: str
    count: int


class TabBar(Widget):
    """Shows tabs and says which was clicked."""

    DEFAULT_CSS = """
    TabBar { height: 1; padding: 0 1; }
    """

    active: reactive[str] = reactive("")
    """id of the chosen tab"""

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        tab: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._tabs: Sequence[Tab] = ()
        self._places: list[tuple[int, int, str]] = []

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Shows these tabs; the chosen one stays."""
        self._tabs = tabs
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        content = self._content(counts=True)
        if content.cell_length > width:
            content = self._content(counts=False)
        place = next((place for place in self._places if place[2] == self.active), (0, 0, ""))
        if content.cell_length > width and place[1] > width - 2:
            # What does not fit is left out on the left, so that the chosen tab is in sight.
            cut = min(place[1] - width + 2, content.cell_length - width)
            content = content[cut:]
            self._places = [(first - cut, last - cut, tab) for first, last, tab in self._places]
        base = self.visual_style
        parse = self.app.stylesheet.parse_style
        segments = [Segment(t, s.rich_style) for t, s in fit(content, width).render(base, "", parse) if t]
        return Strip(segments).adjust_cell_length(width, base.rich_style)

    def _content(self, *, counts: bool) -> Content:
        parts: list[Content] = []
        self._places = []
        at = 0
        for tab in self._tabs:
            chosen = tab.id == self.active
            number = f" {tab.count:,}" if counts and tab.count else ""
            if chosen:
                part = join(Content.styled("▐", "$accent"), line(f"{tab.label}{number}", "bold $background on $accent"),
                            Content.styled("▌", "$accent"))  # fmt: skip
                if self.app.native_ansi_color or self.app.no_color:
                    part = Content.styled(f"[{tab.label}{number}]", "bold reverse")
            else:
                style = "" if tab.count else "$text-disabled"
                part = join(" ", line(tab.label, style), line(number, "$text-muted") if number else "", " ")
                if number:
                    part = join(" ", line(tab.label, style), " ", line(number, "$text-muted"), " ")
            if parts:
                at += 1
            self._places.append((at, at + part.cell_length, tab.id))
            at += part.cell_length
            parts.append(part)
        return Content(" ").join(parts)

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is not None:
            for first, last, tab in self._places:
                if first <= place.x < last:
                    self.post_message(self.Chosen(tab))
