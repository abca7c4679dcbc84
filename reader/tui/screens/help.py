"""The help: every key of the screen it was asked on, from the one table of commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from reader.tui.commands import COMMANDS, Command, Group, Where, keys_of
from reader.tui.plain import fit, join, line
from reader.tui.widgets.row_list import Row, RowList
from reader.tui.widgets.story_rows import Draw, heading, wrapped

_COLUMN = 18


class HelpScreen(ModalScreen[None]):
    """Lists the commands of a kind of screen by group, with keys, what they do, and the id to remap them by."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,h", "dismiss", "Leave", show=False),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
        Binding("ctrl+d,space,pagedown", "page(1)", "Page down", show=False),
        Binding("ctrl+u,b,pageup", "page(-1)", "Page up", show=False),
        Binding("g,home", "edge(-1)", "Top", show=False),
        Binding("G,end", "edge(1)", "Bottom", show=False),
    ]

    def __init__(self, where: Where, keys: Mapping[str, str]) -> None:
        super().__init__()
        self._where, self._keys = where, keys

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog full") as box:
            box.border_title = Content("Keys")
            box.border_subtitle = Content("j k scroll · Esc leaves")
            yield RowList(id="keys")

    def on_mount(self) -> None:
        self.query_one(RowList).set_rows(help_rows(self._where, self._keys), keep=False)
        self.query_one(RowList).focus()

    def action_scroll(self, step: int) -> None:
        self.query_one(RowList).move(step)

    def action_page(self, step: int) -> None:
        self.query_one(RowList).page(step)

    def action_edge(self, step: int) -> None:
        keys = self.query_one(RowList)
        if step < 0:
            keys.top()
        else:
            keys.bottom()


def help_rows(where: Where, keys: Mapping[str, str]) -> list[Row]:
    """Returns the rows of the help for a kind of screen."""
    rows: list[Row] = []
    for group in Group:
        commands = [command for command in COMMANDS if command.group is group and where in command.where]
        if commands:
            rows.append(heading(f"h:{group}", group.value))
            rows += [Row(command.id, _command(command, keys_of(command, keys))) for command in commands]
    rows.append(heading("h:signs", "Signs"))
    for sign, style, words in (
        ("●", "$accent", "unread"), ("★", "$text-warning", "starred"), ("◆", "$text-primary", "part of a story"),
        ("+2", "$text-muted", "two more copies of the same text"), ("±", "$text-muted", "edited since it appeared"),
        ("✎", "$text-warning", "has a note"), ("≠", "$text-error", "independent origins disagree"),
        ("→", "$text-warning", "a figure was revised"), ("!", "$text-error", "overdue, or a feed that fails"),
    ):  # fmt: skip
        rows.append(Row(f"sign:{sign}", _sign(sign, style, words)))
    return rows


def _command(command: Command, keys: str) -> Draw:
    def draw(width: int) -> list[Content]:
        first = join(fit(line(keys, "bold $text-accent"), _COLUMN), " ")
        name = Content.styled(f"  {command.id}" if width > 84 else "", "$text-disabled")
        return wrapped(join(line(command.help, "", 200), name), width, Content(" " * (_COLUMN + 1)), first)

    return draw


def _sign(sign: str, style: str, words: str) -> Draw:
    return lambda width: [join(fit(line(sign, style), _COLUMN), " ", line(words))]
