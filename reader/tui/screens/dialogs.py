"""Small questions: a line of text, a choice of a list, a note, a reason why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from reader.clean import clean, clean_line
from reader.model.lists import Held
from reader.tui.outside_editor import NoEditor, edited
from reader.tui.plain import fit, join, line, plain
from reader.tui.widgets.row_list import Row, RowList, text_row
from reader.tui.widgets.story_rows import wrapped


class Prompt(ModalScreen[str | None]):
    """Asks for a line of text; None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Leave", show=False)]

    def __init__(self, question: str, value: str = "", hint: str = "", known: Sequence[str] = ()) -> None:
        super().__init__()
        # An input draws its value as it is, so it is cleaned before it gets there.
        self._question, self._value, self._hint = question, clean_line(value), hint
        self._known = known

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = line(self._question)
            yield Input(self._value)
            hint = self._hint or "Enter keeps it, Esc leaves"
            yield Static(line(hint, "$text-muted"), markup=False)
            if self._known:
                yield Static(line("known: " + ", ".join(self._known[:12]), "$text-muted", 400), markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip() or None)


class Choice(ModalScreen[str | None]):
    """Offers a list; the key of the chosen row, None when it was left. Typing narrows it where ``search`` is set."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave", show=False),
        Binding("down,ctrl+n", "move(1)", "Down", show=False),
        Binding("up,ctrl+p", "move(-1)", "Up", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    def __init__(
        self, title: str, choices: Sequence[tuple[str, str, str]], *, search: bool = False, at: str = ""
    ) -> None:
        """``choices`` are key, words and a note for each row; the cursor begins on the one of key ``at``."""
        super().__init__()
        self._title, self._choices, self._search, self._at = title, choices, search, at

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = line(self._title)
            if self._search:
                yield Input(placeholder="type to narrow", select_on_focus=False)
            yield RowList(empty=Content.styled("nothing of that name", "$text-muted"))

    def on_mount(self) -> None:
        self._show("")
        self.query_one(RowList).select(self._at)
        (self.query_one(Input) if self._search else self.query_one(RowList)).focus()

    def _show(self, typed: str) -> None:
        words = typed.casefold().split()
        rows = [
            Row(key, _choice(name, note), key)
            for key, name, note in self._choices
            if all(word in f"{name} {note}".casefold() for word in words)
        ]
        chooser = self.query_one(RowList)
        chooser.set_rows(rows, keep=False)
        chooser.styles.height = max(1, min(len(rows), 16))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_choose()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.dismiss(str(event.row.value))

    def on_key(self, event) -> None:  # type: ignore[no-untyped-def]
        if not self._search and event.key in ("j", "k"):
            self.action_move(1 if event.key == "j" else -1)

    def action_move(self, step: int) -> None:
        self.query_one(RowList).move(step)

    def action_choose(self) -> None:
        row = self.query_one(RowList).row
        self.dismiss(str(row.value) if row is not None else None)


class NoteEditor(ModalScreen[str | None]):
    """Edits a note in Markdown; None when it was left, empty text takes the note away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Leave", show=False),
        Binding("ctrl+s", "keep", "Keep", show=False, priority=True),
        Binding("ctrl+e", "outside", "Your editor", show=False, priority=True),
    ]

    def __init__(self, about: str, body: str = "", quote: str = "") -> None:
        super().__init__()
        self._about, self._body, self._quote = about, clean(body), quote

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide") as box:
            box.border_title = join("Note on ", line(self._about, "", 60))
            if self._quote:
                yield Static(line(f"“{self._quote}”", "italic $text-muted", 400), markup=False)
            yield TextArea(self._body, soft_wrap=True)
            yield Static(
                line("Ctrl-s keeps it, Ctrl-e opens your editor, Esc leaves; an empty note goes away", "$text-muted"),
                markup=False,
            )

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    # These keys overtake letters that the text has not taken in yet: what they do waits for its turn behind them.

    def action_keep(self) -> None:
        self.query_one(TextArea).call_later(self._keep)

    def _keep(self) -> None:
        self.dismiss(self.query_one(TextArea).text.strip())  # not awaited: the text would wait for its own end

    def action_outside(self) -> None:
        self.query_one(TextArea).call_later(self._outside)

    def _outside(self) -> None:
        area = self.query_one(TextArea)
        try:
            area.text = edited(self.app, area.text)
        except NoEditor as error:
            self.notify(clean(str(error)), severity="warning", markup=False)
        else:
            area.move_cursor(area.document.end)


class WhyDialog(ModalScreen[Held | None]):
    """Lists the reasons for what is shown: what, the rule, the words; a reason with a place leads to its sentence."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,W,h,left", "dismiss(None)", "Leave", show=False),
        Binding("j,down", "move(1)", "Down", show=False),
        Binding("k,up", "move(-1)", "Up", show=False),
        Binding("g,home", "edge(-1)", "Top", show=False),
        Binding("G,end", "edge(1)", "Bottom", show=False),
        Binding("ctrl+d,space,pagedown", "page(1)", "Page down", show=False),
        Binding("ctrl+u,b,pageup", "page(-1)", "Page up", show=False),
        Binding("enter,l,right", "open", "Open", show=False),
    ]

    def __init__(self, title: str, reasons: Sequence[Held]) -> None:
        super().__init__()
        self._title, self._reasons = title, reasons

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog tall") as box:
            box.border_title = join("Why · ", line(self._title, "", 80))
            box.border_subtitle = Content("Enter goes to the sentence · Esc leaves")
            yield RowList(empty=Content.styled("No reasons are kept for this.", "$text-muted"))

    def on_mount(self) -> None:
        chooser = self.query_one(RowList)
        chooser.set_rows(why_rows(self._reasons), keep=False)
        chooser.focus()

    @on(RowList.Opened)
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_open()

    def action_move(self, step: int) -> None:
        self.query_one(RowList).move(step)

    def action_page(self, step: int) -> None:
        self.query_one(RowList).page(step)

    def action_edge(self, step: int) -> None:
        chooser = self.query_one(RowList)
        if step < 0:
            chooser.top()
        else:
            chooser.bottom()

    def action_open(self) -> None:
        row = self.query_one(RowList).row
        held = row.value if row is not None else None
        if isinstance(held, Held) and held.article and held.start is not None:
            self.dismiss(held)


def why_rows(reasons: Sequence[Held]) -> list[Row]:
    """Returns the rows of reasons; those of one kind stand together under what they say."""
    rows: list[Row] = []
    for number, held in enumerate(reasons):
        rows.append(Row(f"why:{number}", _reason(held), held))
    return rows or [text_row("none", Content.styled("No reasons are kept for this.", "$text-muted"))]


def _reason(held: Held) -> Callable[[int], list[Content]]:
    def draw(width: int) -> list[Content]:
        head = join(line(held.what, "bold", 120), Content.styled("  ", ""), line(held.rule, "$text-secondary", 60))
        if not held.words:
            return [fit(head, width)]
        return [
            fit(head, width),
            *wrapped(plain(held.words[:600].replace("\n", " "), "$text-muted"), width, Content("  ")),
        ]

    return draw


def _choice(name: str, note: str) -> Callable[[int], list[Content]]:
    def draw(width: int) -> list[Content]:
        tail = line(note, "$text-muted", 40)
        room = width - tail.cell_length - (2 if note else 0)
        return [join(fit(line(name), room), "  " if note else "", tail)]

    return draw
