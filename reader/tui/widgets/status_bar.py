"""The last line: keys on the left; on the right what is going on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.commands import Command, show_key
from reader.tui.plain import join, line


class StatusBar(Widget):
    """Shows the keys of a screen, the count being typed, news and the progress of a sync."""

    DEFAULT_CSS = """
    StatusBar { dock: bottom; height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    count: reactive[str] = reactive("")
    """the digits typed so far"""
    news: reactive[str] = reactive("")
    """what waits to be shown, e.g. ``12 new``"""
    sync: reactive[str] = reactive("")
    """how far a sync has come"""
    prompt: reactive[str] = reactive("")
    """what the next key is waited for, in place of the keys"""

    def __init__(self, commands: Sequence[Command], keys: Mapping[str, str]) -> None:
        super().__init__()
        self._commands = commands
        self._keys = keys
        self._places: list[tuple[int, int, str]] = []
        """columns of the hints, with the action that each stands for"""

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        base = self.visual_style
        tail = self._tail()
        head = self._prompt(width) if self.prompt else self._hints(max(0, width - tail.cell_length - 2))
        gap = max(0, width - head.cell_length - tail.cell_length)
        content = join(head, " " * gap, tail)
        parse = self.app.stylesheet.parse_style
        segments = [Segment(text, style.rich_style) for text, style in content.render(base, "", parse) if text]
        return Strip(segments).adjust_cell_length(width, base.rich_style)

    def _prompt(self, width: int) -> Content:
        return line(self.prompt, "bold $text-warning", max(1, width))

    def _tail(self) -> Content:
        parts = []
        if self.count:
            parts.append(line(self.count, "bold $text-warning", 12))
        if self.news:
            parts.append(line(self.news, "bold $text-success", 60))
        if self.sync:
            parts.append(line(self.sync, "$text-primary", 80))
        return Content.styled(" │ ", "$text-disabled").join(parts)

    def _hints(self, width: int) -> Content:
        """The keys with their words, as many as fit whole."""
        out = Content("")
        self._places = []
        for command in self._commands:
            key = show_key(self._keys.get(command.id, command.keys).split(",")[0].strip())
            hint = join(line(key, "bold $footer-key-foreground", 12), " ", line(command.footer, "$text-muted", 20))
            gap = "  " if out else ""
            if out.cell_length + len(gap) + hint.cell_length > width:
                break
            first = out.cell_length + len(gap)
            self._places.append((first, first + hint.cell_length, command.action))
            out = join(out, gap, hint)
        return out

    async def on_click(self, event: events.Click) -> None:
        """A hint is a button; so is the word of what is new."""
        place = event.get_content_offset(self)
        if place is None or self.prompt:
            return
        action = next((action for first, last, action in self._places if first <= place.x < last), None)
        if action is None and self.news and place.x >= self.size.width - self._tail().cell_length:
            action = "show_new"
        if action is not None:
            await self.app.run_action(action, self.screen)
