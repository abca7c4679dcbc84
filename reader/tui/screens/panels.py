"""Three panels beside each other, as many of them in sight as the terminal has room for."""

from __future__ import annotations

from dataclasses import replace

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.widgets import ContentSwitcher

from reader.tui.commands import Where, footer_for
from reader.tui.desk import Desk
from reader.tui.screens.article_commands import ArticleScreen
from reader.tui.screens.base import Movable
from reader.tui.state import Sizes
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.navigation import Navigation
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.status_bar import StatusBar

PANELS = ("nav", "middle", "right")
TWO, THREE = 100, 140
"""columns from which two and three panels show"""
NAV = (16, 60)
"""cells of the left panel, at least and at most"""
MIDDLE = (20, 80)
"""hundredths of the rest that the middle takes, at least and at most"""


class PanelsScreen(ArticleScreen):
    """Lenses, a list, and what the list's cursor is on. Under 140 columns two panels show, under 100 one."""

    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (TWO, "-two"), (THREE, "-three")]  # noqa: RUF012

    at: reactive[str] = reactive("middle", init=False)
    """the panel that has the focus"""
    zoomed: reactive[bool] = reactive(False, init=False)
    """whether only the article shows"""

    def __init__(self, desk: Desk, sizes: Sizes) -> None:
        super().__init__(desk)
        self.sizes = sizes
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

    def on_resize(self, event: events.Resize) -> None:
        self._apply_sizes()

    def _apply_sizes(self) -> None:
        """Gives the panels the widths that the person chose; where one panel shows it has all of it."""
        free = self.size.width < TWO
        for panel, width in (
            ("#nav", self.sizes.nav or None),
            ("#middle", f"{self.sizes.middle}fr" if self.sizes.middle else None),
            ("#right", f"{100 - self.sizes.middle}fr" if self.sizes.middle else None),
        ):
            self.query_one(panel).styles.width = None if free else width

    def action_widen(self, step: int) -> None:
        """Makes the panel with the focus wider or narrower."""
        step *= self.take_count()
        if self.at == "nav":
            nav = max(NAV[0], min(self.nav.outer_size.width + 2 * step, NAV[1]))
            self.sizes = replace(self.sizes, nav=nav)
        else:
            left, right = (self.query_one(panel).outer_size.width for panel in ("#middle", "#right"))
            if not left or not right:
                return
            share = round(100 * left / (left + right)) + 3 * (step if self.at == "middle" else -step)
            self.sizes = replace(self.sizes, middle=max(MIDDLE[0], min(share, MIDDLE[1])))
        self._apply_sizes()

    @property
    def hidden_left(self) -> str | None:
        """The panel left of the first one in sight that the terminal has no room for."""
        if self.zoomed or self.size.width >= THREE:
            return None
        if self.size.width < TWO:
            return {"nav": None, "middle": "nav", "right": "middle"}[self.at]
        return None if self.at == "nav" else "nav"

    def on_click(self, event: events.Click) -> None:
        """A click into the title of the first panel leads to the one that it hides."""
        first = self.right_view() if self.size.width < TWO and self.at == "right" else self.middle_list()
        if event.screen_y == 0 and self.hidden_left is not None and event.screen_x < first.region.right:
            self.go_to(self.hidden_left)

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
