"""What all main screens share: counts before a command, moving, going back, help, and what happens when work fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual import events, on, work
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker, WorkerState, get_current_worker

from reader.clean import clean, clean_line
from reader.tui.commands import Where
from reader.tui.desk import Desk
from reader.tui.type_ahead import TypeAhead
from reader.tui.widgets.status_bar import StatusBar

COUNTED = frozenset(
    {"move", "page", "half", "top", "mark", "toggle_read", "star", "unread", "browser", "tag", "as_of", "widen"}
)
"""the actions that take the number typed before them; any other command forgets it"""


class Movable(Protocol):
    """A panel that the moving commands work on."""

    def move(self, count: int) -> None: ...

    def page(self, count: float) -> None: ...

    def half(self, count: int) -> None: ...

    def top(self, number: int | None = None) -> None: ...

    def bottom(self) -> None: ...


class TapeoutScreen(Screen[None]):
    """A main screen. Digits gather into ``count`` and the next command takes it."""

    WHERE: ClassVar[Where] = Where.LIST
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = []

    count: reactive[int] = reactive(0)
    """the number typed before a command, 0 for none"""

    @dataclass
    class SyncRequested(Message):
        """Fetch these feeds, or all that are due."""

        feeds: tuple[str, ...] = ()

    @dataclass
    class HelpRequested(Message):
        """Show the keys of a kind of screen."""

        where: Where

    @dataclass
    class SearchRequested(Message):
        """Search, beginning with a query and what was typed since."""

        query: str = ""
        ahead: TypeAhead | None = None

    @dataclass
    class WorkFailed(Message):
        """Work in the background ended with an error."""

        error: BaseException

    @dataclass
    class Done(Message):
        """A change was written; ``then`` brings the screen up to date."""

        then: Callable[[], None]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._ahead: TypeAhead | None = None

    # for the screens below

    def panel(self) -> Movable | None:
        """Returns the panel that the moving commands work on."""
        focused = self.focused
        return focused if isinstance(focused, Widget) and hasattr(focused, "half") else None  # type: ignore[return-value]

    def store_changed(self) -> None:
        """The store was written, by this program or another; screens bring themselves up to date."""

    def take_count(self) -> int:
        """Returns the number typed before the command (1 for none) and forgets it."""
        count, self.count = self.count or 1, 0
        return min(count, 1_000_000)

    def say(self, message: str, *, title: str = "", warn: bool = False) -> None:
        """Shows a toast; the text may hold anything."""
        self.notify(
            clean(message),
            title=clean_line(title),
            severity="warning" if warn else "information",
            markup=False,
            timeout=4,
        )

    @work(thread=True, group="write", exit_on_error=False)
    def write(self, call: Callable[[], None], then: Callable[[], None] | None = None) -> None:
        """Runs a writing call on a thread, then ``then`` on the screen."""
        call()
        if then is not None:
            self.post_message(self.Done(then))

    def read(self, group: str, call: Callable[[], object], then: Callable[[object], None]) -> None:
        """Runs a reading call on a thread and hands its answer to ``then``, unless a later one of the group began."""
        self._read(call, then, group)

    def _read(self, call: Callable[[], object], then: Callable[[object], None], group: str) -> None:
        def body() -> None:
            worker = get_current_worker()
            if worker.is_cancelled:
                return
            answer = call()
            if not worker.is_cancelled:
                self.post_message(self.Done(lambda: None if worker.is_cancelled else then(answer)))

        self.run_worker(body, thread=True, group=group, exclusive=True, exit_on_error=False, name=group)

    # counts

    def on_key(self, event: events.Key) -> None:
        if self._ahead is not None:
            # The search is on its way: these are words for it, not commands of this screen.
            event.stop()
            event.prevent_default()
            if event.is_printable and event.character:
                self._ahead.add(event.character)
        elif event.character and event.character.isdecimal() and event.character.isascii():
            if self.count or event.character != "0":
                self.count = min(self.count * 10 + int(event.character), 999_999)
            event.stop()
        elif self.count and event.key == "escape":
            self.count = 0
            event.stop()
        else:
            bound = self.active_bindings.get(event.key)
            action = bound.binding.action.partition("(")[0] if bound is not None else ""
            if action == "search":
                # Keys already under way behind this one would otherwise run commands before the search begins.
                self._ahead = TypeAhead()
            if action not in COUNTED:
                self.count = 0

    def on_screen_resume(self) -> None:
        self._ahead = None

    def watch_count(self, count: int) -> None:
        for bar in self.query(StatusBar):
            bar.count = str(count) if count else ""

    # the commands that every screen has

    def action_move(self, step: int) -> None:
        if (panel := self.panel()) is not None:
            panel.move(step * self.take_count())

    def action_page(self, step: int) -> None:
        if (panel := self.panel()) is not None:
            panel.page(step * self.take_count())

    def action_half(self, step: int) -> None:
        if (panel := self.panel()) is not None:
            panel.half(step * self.take_count())

    def action_top(self) -> None:
        number = self.count or None
        self.take_count()
        if (panel := self.panel()) is not None:
            panel.top(number)

    def action_bottom(self) -> None:
        self.take_count()
        if (panel := self.panel()) is not None:
            panel.bottom()

    def action_back(self) -> None:
        self.take_count()
        self.dismiss()

    def action_help(self) -> None:
        self.post_message(self.HelpRequested(self.WHERE))

    def action_search(self) -> None:
        self.take_count()
        if self._ahead is None:
            self._ahead = TypeAhead()
        self.post_message(self.SearchRequested(ahead=self._ahead))

    def action_sync(self) -> None:
        self.post_message(self.SyncRequested())

    def action_undo(self) -> None:
        """Takes the last change back, wherever it was made."""
        change = self.desk.history.pop()
        if change is None:
            self.say("There is nothing to undo.")
            return
        self.write(change.undo, lambda: self._undone(change.label))

    def _undone(self, label: str) -> None:
        self.say(f"Undone: {label}")
        self.store_changed()

    # workers

    @on(Done)
    def _done(self, event: Done) -> None:
        event.stop()
        event.then()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.post_message(self.WorkFailed(event.worker.error))
