"""Search as you type: the query language, the hits with their words, earlier searches, completion of names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content, Span
from textual.message import Message
from textual.reactive import reactive
from textual.suggester import Suggester
from textual.timer import Timer
from textual.widgets import Input, Static

from reader.clean import clean_line
from reader.model.lists import SearchHit
from reader.tui.desk import Desk
from reader.tui.moments import age
from reader.tui.plain import between, join, line, spans
from reader.tui.screens.base import TapeoutScreen
from reader.tui.screens.dialogs import Choice, Prompt
from reader.tui.type_ahead import TypeAhead
from reader.tui.widgets.row_list import Row, RowList
from reader.tui.widgets.story_rows import DOT, Draw, wrapped

FIRST = 40
"""hits read while typing; the rest follows when the typing rests"""
LIMIT = 200
RESTS = 0.25
"""seconds without a key after which the rest is read"""
PAUSE = 0.03
"""seconds after a key before the search begins, so that a burst of keys makes one search"""

HINT = (
    'words and "phrases"   OR ( ) -not   prefix*   title: feed: company: topic: tag: story:   is:unread is:starred\n'
    "has:figure has:event has:note   after:2026-04-01 before:2026-05   newer:7d"
)


_LAST_WORD = re.compile(r"(?:^|[\s(-])([^\W_]{2,})$")
_OPERATORS = {"OR", "AND", "NOT"}


def as_typed(query: str) -> str:
    """Returns the query that a half-typed one stands for: its last word may still go on."""
    found = _LAST_WORD.search(query)
    if found and found[1] not in _OPERATORS and query.count('"') % 2 == 0:
        return query + "*"
    return query.strip()


class Names(Suggester):
    """Completes the name after ``company:`` and its like."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.names: Mapping[str, tuple[str, ...]] = {}

    async def get_suggestion(self, value: str) -> str | None:
        _, _, last = value.rpartition(" ")
        field, colon, typed = last.lstrip("-(").partition(":")
        if not colon or not typed:
            return None
        found = next((name for name in self.names.get(field, ()) if name.startswith(typed.casefold())), None)
        return value + found[len(typed) :] if found and found != typed else None


class SearchScreen(TapeoutScreen):
    """An input over the hits. Enter lists all hits in the reading screen with the chosen one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False),
        Binding("down,ctrl+n", "move(1)", "Down", show=False),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("ctrl+r", "earlier", "Earlier searches", show=False, priority=True),
        Binding("ctrl+s", "keep", "Save as view", show=False, priority=True),
        Binding("ctrl+o", "order", "Newest or best first", show=False, priority=True),
        Binding("enter", "choose", "Open", show=False),
    ]

    best_first: reactive[bool] = reactive(False, init=False)
    """whether the best hits come first instead of the newest"""

    @dataclass
    class Chosen(Message):
        """List what a query finds, with the cursor on an article."""

        query: str
        article: str | None

    def __init__(self, desk: Desk, query: str = "", ahead: TypeAhead | None = None) -> None:
        super().__init__(desk)
        self._query = query
        self._typed_before = ahead
        self._names = Names()
        self._timer: Timer | None = None
        self._companies: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        with Vertical(id="search"):
            yield Input(self._query, placeholder="Search", suggester=self._names, select_on_focus=False)
            yield RowList(id="hits", empty=Content.styled(HINT, "$text-muted"))
            yield Static(
                line("Enter opens · Ctrl-o best first · Ctrl-s saves a view · Ctrl-r earlier ones · "
                     "→ completes · Esc leaves", "$text-muted", 300),
                markup=False, id="hint",
            )  # fmt: skip

    def on_mount(self) -> None:
        self.query_one(Input).border_title = Content("Search")
        self.query_one(Input).focus()
        if self._typed_before is not None:
            self._typed_before.hand_to(self._insert)
        self.read("names", self.desk.library.completions, self._named)
        self.read("companies", self.desk.library.names, self._company_names)
        if self._query:
            self._search()

    def _insert(self, text: str) -> None:
        self.query_one(Input).insert_text_at_cursor(text)

    def on_key(self, event: events.Key) -> None:
        """Takes what was typed before the input had the focus."""
        event.prevent_default()
        if event.is_printable and event.character and not self.query_one(Input).has_focus:
            event.stop()
            self._insert(event.character)

    def _named(self, names: object) -> None:
        # An input draws a completion as it is: names that cleaning would change are none to offer.
        offered = cast("Mapping[str, tuple[str, ...]]", names)
        self._names.names = {field: tuple(n for n in known if clean_line(n) == n) for field, known in offered.items()}

    def _company_names(self, names: object) -> None:
        self._companies = cast("Mapping[str, str]", names)

    @property
    def hits(self) -> RowList:
        return self.query_one("#hits", RowList)

    def panel(self) -> RowList:
        return self.hits

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._query = event.value
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self._search)

    def watch_best_first(self) -> None:
        self._search()

    def _search(self) -> None:
        query = self._query.strip()
        if not query:
            self.hits.empty = Content.styled(HINT, "$text-muted")
            self.hits.set_rows([])
            self.hits.border_title = None
            return
        self._read_hits(query, FIRST)

    def _read_hits(self, query: str, limit: int) -> None:
        if query == self._query.strip():
            order = "rank" if self.best_first else "date"
            call = partial(self.desk.library.search, as_typed(self._query), limit, order)
            self.read("search", call, lambda hits: self._show(query, cast("list[SearchHit]", hits), limit))

    def _show(self, query: str, hits: list[SearchHit], limit: int) -> None:
        if query != self._query.strip():
            return
        now = self.desk.clock()
        self.hits.empty = Content.styled("Nothing is found.", "$text-muted")
        rows = [Row(hit.row.id, hit_lines(hit, self._companies, now), hit) for hit in hits]
        self.hits.set_rows(rows, keep=limit == LIMIT)
        more = f"{len(hits)} or more" if len(hits) == limit else str(len(hits))
        order = "best first" if self.best_first else "newest first"
        self.hits.border_title = line(f"{more} found · {order}")
        if limit == FIRST and len(hits) == FIRST:
            self._timer = self.set_timer(RESTS, partial(self._read_hits, query, LIMIT))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_choose()

    @on(RowList.Opened, "#hits")
    def _opened(self, event: RowList.Opened) -> None:
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        query = as_typed(self._query)
        if not query:
            return
        row = self.hits.row
        hit = row.value if row is not None else None
        self.write(partial(self.desk.library.remember_search, query))
        self.post_message(self.Chosen(query, hit.row.id if isinstance(hit, SearchHit) else None))

    def action_order(self) -> None:
        self.best_first = not self.best_first

    def action_earlier(self) -> None:
        self.read("earlier", self.desk.library.searches, lambda found: self._offer(cast("tuple[str, ...]", found)))

    def _offer(self, earlier: tuple[str, ...]) -> None:
        if not earlier:
            self.say("No search was made yet.")
            return
        choices = [(query, query, "") for query in earlier]
        self.app.push_screen(Choice("Earlier searches", choices, search=True), self._again)

    def _again(self, query: str | None) -> None:
        if query is not None:
            box = self.query_one(Input)
            box.value = query
            box.cursor_position = len(query)

    def action_keep(self) -> None:
        query = self._query.strip()
        if query:
            self.app.push_screen(Prompt("Save as view", query, "a name for this search"), self._named_view)

    def _named_view(self, name: str | None) -> None:
        if name is None:
            return
        query, library = self._query.strip(), self.desk.library

        def write() -> None:
            library.save_view(name, query)
            self.desk.history.push(f"the view {name}", partial(library.remove_view, name))

        self.write(write)
        self.say(f"Saved as {name}. F lists the views.")


def hit_lines(hit: SearchHit, names: Mapping[str, str], now: datetime) -> Draw:
    """Returns how a hit is drawn: title and age, origin and companies, the words around what was found."""

    def draw(width: int) -> list[Content]:
        row = hit.row
        unread = Content.styled("● ", "$accent") if not row.read else Content("  ")
        when = line(age(row.published or row.first_seen, now), "$text-muted")
        head = between(join(unread, line(row.title, "bold")), join("  ", when), width)
        facts = [line(row.origin, "$text-secondary", 60)]
        companies = ", ".join(names.get(company, company) for company in row.companies[:3])
        if companies:
            facts.append(line(companies, "$text-primary", 80))
        found = spans(hit.snippet, [(mark.start, mark.end, "bold $text-warning") for mark in hit.marks])
        snippet = Content(found.plain, [Span(0, len(found.plain), "$text-muted"), *found.spans])
        return [head, join("  ", DOT.join(facts)), *wrapped(snippet, width, Content("  "))[:2], Content("")]

    return draw
