"""The dossier of a story or a company: what is known, when it happened, the figures, what is expected, from whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from reader.model.lists import Held
from reader.model.text import Span
from reader.tui.commands import Where, bindings_for, footer_for
from reader.tui.desk import Desk
from reader.tui.dossier_tabs import TABS, Only, chart_lines, choices_of, rows_of, tabs_of
from reader.tui.pages import ArticlePage, Dossier
from reader.tui.plain import line
from reader.tui.screens.article_commands import ArticleScreen
from reader.tui.screens.base import Movable
from reader.tui.screens.dialogs import Choice, WhyDialog
from reader.tui.screens.story_commands import StoryCommands
from reader.tui.targets import Target
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.dossier_head import head_lines
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.status_bar import StatusBar
from reader.tui.widgets.tab_bar import TabBar

LOW = 24
"""rows of a terminal under which the head says only what it must"""


class DossierScreen(ArticleScreen):
    """Tabs over one list; from 140 columns on, the source of the line under the cursor stands beside it."""

    WHERE = Where.DOSSIER
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.DOSSIER)]
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (100, "-two"), (140, "-three")]  # noqa: RUF012

    tab: reactive[str] = reactive("summary", init=False)
    """id of the tab that shows"""

    def __init__(
        self, desk: Desk, *, story: str | None = None, company: str | None = None, tab: str = "summary"
    ) -> None:
        super().__init__(desk)
        self.story_id, self.company_id = story, company
        self.set_reactive(DossierScreen.tab, tab)
        self.dossier: Dossier | None = None
        self.as_of: date | None = None
        self.only = Only()
        self.commands = StoryCommands(self)
        self._places: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Static("", id="head", markup=False)
        yield TabBar(id="tabs")
        with Horizontal(id="panels"):
            with Vertical(id="middle"):
                yield RowList(id="lines")
                yield Static("", id="chart", markup=False)
            yield ArticleView(self.desk.clock, id="source")
        yield StatusBar(footer_for(Where.DOSSIER), self.desk.keys)

    def on_mount(self) -> None:
        self.query_one(TabBar).active = self.tab
        self.lines.focus()
        self.view.can_focus = True
        self._load(opened=True)

    @property
    def lines(self) -> RowList:
        return self.query_one("#lines", RowList)

    @property
    def view(self) -> ArticleView:
        return self.query_one("#source", ArticleView)

    def panel(self) -> Movable | None:
        return self.view if self.view.has_focus else self.lines

    # reading the dossier

    def _load(self, *, opened: bool = False) -> None:
        library = self.desk.library
        if self.story_id is not None:
            call: Callable[[], object] = partial(library.story, self.story_id, self.as_of)
        else:
            call = partial(library.company, self.company_id or "", self.as_of)
        self.read("dossier", call, lambda found: self._show(cast("Dossier | None", found), opened=opened))

    def _show(self, dossier: Dossier | None, *, opened: bool) -> None:
        if dossier is None:
            self.say("There is nothing to show: the story is no longer there.", warn=True)
            self.dismiss()
            return
        self.dossier = dossier
        if self.story_id is not None:
            self.story_id = dossier.story.id
        self._show_head()
        self.query_one(TabBar).set_tabs(tabs_of(dossier, self.only))
        self._show_rows()
        if opened and self.story_id is not None and dossier.as_of is None:
            self.write(partial(self.desk.library.opened, self.story_id))

    def _show_head(self) -> None:
        if self.dossier is not None:
            width = max(20, self.size.width - 4)
            lines = head_lines(self.dossier, width, self.desk.clock(), short=self.size.height < LOW)
            self.query_one("#head", Static).update(Content("\n").join(lines))

    def _show_rows(self, *, keep: bool = True) -> None:
        if self.dossier is None:
            return
        rows, empty = rows_of(self.tab, self.dossier, self.only, self.desk.clock())
        self.lines.empty = empty
        self.lines.set_rows(rows, keep=keep)
        if self.tab in self._places and not keep:
            self.lines.select(self._places[self.tab])
        name = dict(TABS)[self.tab]
        at, count = self.lines.position
        self.lines.border_title = line(f"{name}{self.only.words}")
        self.lines.border_subtitle = Content(f"{at}/{count}" if count else "")
        self._show_chart()
        if self.lines.row is None:
            self.view.show(None)

    def on_resize(self, event: events.Resize) -> None:
        self._show_head()
        self._show_chart()

    # tabs

    def watch_tab(self, old: str, new: str) -> None:
        if self.lines.row is not None:
            self._places[old] = self.lines.row.key
        self.query_one(TabBar).active = new
        self._show_rows(keep=False)
        self.lines.focus()

    def action_panel(self, step: int) -> None:
        self.take_count()
        ids = [tab for tab, _ in TABS]
        self.tab = ids[(ids.index(self.tab) + step) % len(ids)]

    @on(TabBar.Chosen)
    def _tab_chosen(self, event: TabBar.Chosen) -> None:
        self.tab = event.tab

    def action_story(self) -> None:
        target = self.target
        if target is not None and target.story is not None:
            self.post_message(self.StoryWanted(target.story))
        else:
            self.tab = "summary"

    def action_timeline(self) -> None:
        self.tab = "timeline"

    def action_figures(self) -> None:
        self.tab = "figures"

    def action_watch(self) -> None:
        self.tab = "watch"

    # the line under the cursor

    @property
    def target(self) -> Target | None:
        """What the line under the cursor leads to."""
        value = self.lines.row.value if self.lines.row is not None else None
        return value if isinstance(value, Target) else None

    @on(RowList.Highlighted, "#lines")
    def _highlighted(self) -> None:
        at, count = self.lines.position
        self.lines.border_subtitle = Content(f"{at}/{count}" if count else "")
        self._show_chart()
        target = self.target
        if target is None or target.opens is None or not self.view.display:
            return
        shown = self.page
        if shown is not None and shown.article.id == target.opens:
            self._show_source(shown, target.span)
            return
        call = partial(self.desk.library.article, target.opens)
        self.read("source", call, lambda page: self._show_source(cast("ArticlePage | None", page), target.span))

    def _show_source(self, page: ArticlePage | None, span: Span | None) -> None:
        self.view.show(page, lit=span)
        title = line(page.article.origin or page.feed_title, "", 60) if page is not None else Content("Source")
        self.view.border_title = title

    def _show_chart(self) -> None:
        pane = self.query_one("#chart", Static)
        row = self.lines.row
        lines: list[Content] = []
        if self.tab == "figures" and self.dossier is not None and row is not None and self.size.height >= 26:
            lines = chart_lines(self.dossier, row.key, max(20, self.lines.size.width - 2))
        pane.display = bool(lines)
        if lines:
            pane.update(Content("\n").join(lines))

    def action_open(self) -> None:
        self.take_count()
        if self.view.has_focus and (mark := self.view.current_mark) is not None:
            self.open_mark(mark)
            return
        target = self.target
        if target is None:
            return
        if target.opens is not None:
            self.post_message(self.ArticleWanted(target.opens, target.span))
        elif target.story is not None:
            self.post_message(self.StoryWanted(target.story))
        elif target.company is not None and target.company != self.company_id:
            self.post_message(self.CompanyWanted(target.company))

    @on(RowList.Opened, "#lines")
    def _opened(self) -> None:
        self.action_open()

    def action_why(self) -> None:
        target = self.target
        reasons = target.reasons if target is not None else ()
        if reasons:
            self.app.push_screen(WhyDialog(target.quote if target else "", reasons), self._why_done)
        elif self.story_id is not None:
            call = partial(self.desk.library.why_story, self.story_id)
            title = self.dossier.story.title if self.dossier is not None else ""
            self.read("why", call, lambda held: self._show_why(title, cast("tuple[Held, ...]", held)))

    def action_copy(self) -> None:
        chosen = self.get_selected_text()
        target = self.target
        if chosen or target is None or target.opens is None:
            self.copy(chosen or (target.quote if target else ""), None)
            return
        quote = target.quote
        call = partial(self.desk.library.article, target.opens)
        self.read("copy", call, lambda page: self._copied(quote, cast("ArticlePage | None", page)))

    def _copied(self, quote: str, page: ArticlePage | None) -> None:
        self.copy(quote, page.article if page is not None else None)

    def action_browser(self) -> None:
        target = self.target
        if target is None or target.opens is None:
            self.say("This line has no page.")
            return
        call = partial(self.desk.library.article, target.opens)
        self.read("browser", call, lambda page: self.open_address(
            cast("ArticlePage", page).article.url or "" if page is not None else ""))  # fmt: skip

    def exported(self) -> tuple[str, str] | None:
        target = self.target
        if self.story_id is not None and (self.tab != "articles" or target is None or target.article is None):
            return ("story", self.story_id)
        return ("article", target.opens) if target is not None and target.opens is not None else None

    # as it was known then

    def action_as_of(self, days: int) -> None:
        count = self.take_count()
        today = self.desk.clock().date()
        day = (self.as_of or today) + timedelta(days=days * count)
        if self.dossier is not None:
            day = max(day, self.dossier.story.first.date())
        self.as_of = None if day >= today else day
        self._load()

    # filter and decisions

    def action_filter(self) -> None:
        if self.dossier is not None:
            chooser = Choice("Show only", choices_of(self.dossier), search=True)
            self.app.push_screen(chooser, self._filtered)

    def _filtered(self, key: str | None) -> None:
        if key is not None and self.dossier is not None:
            self._narrow(Only.of(key, self.dossier), keep=False)

    def action_timeline_zoom(self, step: int) -> None:
        self.take_count()
        if self.tab != "timeline":
            self.tab = "timeline"
        self._narrow(self.only.zoomed(step), keep=True)

    def _narrow(self, only: Only, *, keep: bool) -> None:
        self.only = only
        if self.dossier is not None:
            self.query_one(TabBar).set_tabs(tabs_of(self.dossier, only))
            self._show_rows(keep=keep)

    def action_note(self) -> None:
        self.commands.note()

    def action_rename(self) -> None:
        self.commands.rename()

    def action_merge(self) -> None:
        self.commands.merge()

    def action_split(self) -> None:
        self.commands.split()

    def action_resolve(self) -> None:
        self.commands.resolve()

    def store_changed(self) -> None:
        self._load()
