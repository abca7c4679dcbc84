"""The welcome: what to do with an empty store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from reader.tui.commands import Where, bindings_for, footer_for
from reader.tui.desk import Desk
from reader.tui.plain import fit, join, line
from reader.tui.screens.base import TapeoutScreen
from reader.tui.widgets.row_list import Row, RowList, text_row
from reader.tui.widgets.status_bar import StatusBar
from reader.tui.widgets.story_rows import Draw, wrapped

_WORDS = (
    "Tapeout follows the stories of AI infrastructure: what happened when, who says so, which number changed, and "
    "what is expected next. Everything stays on this machine, and every line leads to the sentence it came from."
)


class WelcomeScreen(TapeoutScreen):
    """Offers a sync of the starting feeds, the demo, and the empty reader."""

    WHERE = Where.LIST
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.LIST)]

    @dataclass
    class Chosen(Message):
        """``sync``, ``demo`` or ``read``."""

        what: str

    def __init__(self, desk: Desk, feeds: int, feeds_path: str, *, demo: bool = True) -> None:
        super().__init__(desk)
        self._feeds, self._path, self._demo = feeds, feeds_path, demo

    def compose(self) -> ComposeResult:
        with Vertical(id="welcome") as box:
            box.border_title = Content("Welcome to Tapeout")
            yield Static(Content(_WORDS), markup=False, id="words")
            yield RowList(id="choices")
        yield StatusBar(footer_for(Where.LIST), self.desk.keys)

    def on_mount(self) -> None:
        choices = self.query_one(RowList)
        choices.set_rows(welcome_rows(self._feeds, self._path, demo=self._demo), keep=False)
        choices.styles.height = 1 + 3 * len([row for row in choices.rows if row.value])
        choices.focus()

    def action_open(self) -> None:
        row = self.query_one(RowList).row
        if row is not None:
            self.post_message(self.Chosen(str(row.value)))

    @on(RowList.Opened)
    def _opened(self) -> None:
        self.action_open()

    def action_back(self) -> None:
        self.app.exit()


def welcome_rows(feeds: int, path: str, *, demo: bool) -> Sequence[Row]:
    """Returns the choices of the welcome."""
    known = f"{feeds} feeds of this field are listed" if feeds else "no feeds are listed yet"
    rows = [text_row("space", Content("")),
            Row("sync", _choice("Fetch the news", f"{known} in {path}"), "sync")]  # fmt: skip
    if demo:
        words = "sample feeds that tell four stories over two years, without the network, in a store of their own"
        rows.append(Row("demo", _choice("Look at the demo", words), "demo"))
    rows.append(Row("read", _choice("Open the empty reader", "tapeout add URL subscribes to a feed"), "read"))
    return rows


def _choice(title: str, words: str) -> Draw:
    def draw(width: int) -> list[Content]:
        return [
            fit(join(Content.styled("▸ ", "$accent"), line(title, "bold")), width),
            *wrapped(line(words, "$text-muted", 300), width, Content("  ")),
            Content(""),
        ]

    return draw
