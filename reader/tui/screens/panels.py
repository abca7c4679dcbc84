"""Three panels beside each other, as many of them in sight as the terminal has room for."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.widgets import ContentSwitcher

from reader.tui.commands import Where, footer_for
from reader.tui.desk import Desk
from reader.tui.screens.article_commands import ArticleScreen
from reader.tui.screens.base import Movable
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.navigation import Navigation
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.status_bar import StatusBar

PANELS = ("nav", "middle", "right")


class PanelsScreen(ArticleScreen):
    """Lenses, a list, and what the list's cursor is on. Under 140 columns two panels show, under 100 one."""

    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (100, "-two"), (140, "-three")]  # noqa: RUF012

    at: reactive[str] = reactive("middle", init=False)
    """the panel that has the focus"""
    zoomed: reactive[bool] = reactive(False, init=False)
    """whether only the article shows"""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        # Known before the first layout, so that a narrow terminal never hides what has the focus.
        self.add_class("-at-middle")

    @property
    def shows_articles(self) -> bool:
        """Whether the middle lists articles."""
        return True

    def compose(self) -> ComposeResult:
        with Horizontal(id="panels"):
            yield Navigation(id="nav")
            with ContentSwitcher(id="middle", initial="articles" if self.shows_articles else "lines"):
                yield ArticleList(self.desk.clock, id="articles")
                yield RowList(id="lines")
            with ContentSwitcher(id="right", initial="article" if self.shows_articles else "preview"):
                yield ArticleView(self.desk.clock, id="article")
                yield RowList(id="preview")
        yield StatusBar(footer_for(Where.READING), self.desk.keys)

    @property
    def nav(self) -> Navigation:
        return self.query_one("#nav", Navigation)

    @property
    def articles(self) -> ArticleList:
        return self.query_one("#articles", ArticleList)

    @property
    def lines(self) -> RowList:
        return self.query_one("#lines", RowList)

    @property
    def preview(self) -> RowList:
        return self.query_one("#preview", RowList)

    def middle_list(self) -> ArticleList | RowList:
        """The list that the middle shows."""
        return self.articles if self.shows_articles else self.lines

    def right_view(self) -> ArticleView | RowList:
        """What the right shows."""
        return self.view if self.shows_articles else self.preview

    def panel(self) -> Movable | None:
        return {"nav": self.nav, "middle": self.middle_list(), "right": self.right_view()}[self.at]

    def go_to(self, panel: str) -> None:
        """Shows a panel and gives it the focus."""
        self.at = panel
        {"nav": self.nav, "middle": self.middle_list(), "right": self.right_view()}[panel].focus()

    def watch_at(self, at: str) -> None:
        for panel in PANELS:
            self.set_class(panel == at, f"-at-{panel}")

    def watch_zoomed(self, zoomed: bool) -> None:
        self.set_class(zoomed, "-zoomed")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        owner = {"nav": "nav", "articles": "middle", "lines": "middle", "article": "right", "preview": "right"}
        self.at = owner.get(event.widget.id or "", self.at)

    def action_panel(self, step: int) -> None:
        self.take_count()
        self.zoomed = False
        self.go_to(PANELS[(PANELS.index(self.at) + step) % 3])

    def action_to_panel(self, number: int) -> None:
        self.take_count()
        self.zoomed = False
        self.go_to(PANELS[number - 1])

    def action_zoom(self) -> None:
        self.take_count()
        self.zoomed = not self.zoomed
        if self.zoomed:
            self.go_to("right")
