"""What the cursor of the list is on, shown beside it: read once the cursor rests, and marked as read after a while."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from textual import events, on
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer

from reader.tui.desk import Desk
from reader.tui.lenses import UNREAD, Lens
from reader.tui.orders import GATHERED, Grouping, Sort
from reader.tui.pages import ArticlePage, Dossier
from reader.tui.plain import join, line
from reader.tui.screens.panels import TWO, PanelsScreen
from reader.tui.state import ReaderState
from reader.tui.targets import Target
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.preview import preview_rows
from reader.tui.widgets.row_list import RowList

RESTS = 0.03
"""seconds after which the cursor counts as resting"""


class BesideScreen(PanelsScreen):
    """The panels with the right one following the cursor of the middle one."""

    lens: reactive[Lens] = reactive(UNREAD, init=False)
    """what the middle lists"""

    def __init__(self, desk: Desk, state: ReaderState) -> None:
        super().__init__(desk, state.sizes)
        self.set_reactive(BesideScreen.lens, state.lens)
        self.order_by, self.group_by = state.sort, state.group
        self.more_to_come = False
        """whether only the first of the list's articles are at hand"""
        self._timer: Timer | None = None
        self._resting: Timer | None = None
        self._then: Callable[[], None] | None = None

    @property
    def shows_articles(self) -> bool:
        return self.lens.shows_articles

    def on_resize(self, event: events.Resize) -> None:
        self.titles()

    def watch_at(self, at: str) -> None:
        super().watch_at(at)
        self.titles()
        if at == "right":
            self._watch_reading()

    def titles(self) -> None:
        """Writes what the middle shows, and where in it the cursor is, into its border."""
        middle = self.middle_list()
        at, count = middle.position
        label = self.lens.label
        order = ""
        if self.lens.shows_articles:
            order += "" if self.order_by is Sort.NEWEST else f" · {self.order_by} first"
            order += "" if self.group_by is Grouping.NONE else f" · by {self.group_by}"
            if self.group_by.gathers and count == GATHERED:
                order += f", the first {GATHERED:,}"
        # What the terminal has no room for is one step to the left: the title says so, and can be clicked.
        before = Content.styled("‹ ", "bold $accent") if self.hidden_left is not None else ""
        middle.border_title = join(before, line(label, "", 60), order)
        if self.size.width < TWO and self.shows_articles:
            self._title_right(self.page)
        more = "+" if self.more_to_come and self.shows_articles else ""
        middle.border_subtitle = Content(f"{at:,}/{count:,}{more}" if count else "")

    # what the cursor is on

    def with_page(self, then: Callable[[], None]) -> None:
        """Calls ``then`` at once, or, where the cursor has moved on from the article shown, when its own one is."""
        row = self.articles.row if self.shows_articles else None
        if row is None or (self.page is not None and self.page.article.id == row.id):
            then()
        else:
            self._then = then
            self._load_article(row.id)

    @on(ArticleList.Highlighted)
    def _article_highlighted(self, event: ArticleList.Highlighted) -> None:
        self._unwatch()
        self._then = None
        self._when_settled(partial(self._load_article, event.row.id))

    def _when_settled(self, then: Callable[[], None]) -> None:
        """Calls ``then`` once the cursor rests: a key that is held down moves the cursor and nothing else."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(RESTS, then)

    def _load_article(self, article: str) -> None:
        self.titles()
        call = partial(self.desk.library.article, article)
        self.read("article", call, lambda page: self._show_article(cast("ArticlePage | None", page)))

    def _show_article(self, page: ArticlePage | None) -> None:
        row = self.articles.row
        if page is None or (row is not None and row.id != page.article.id):
            return
        self.view.show(page)
        self._title_right(page)
        self._watch_reading()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _title_right(self, page: ArticlePage | None) -> None:
        title = line(page.article.origin or page.feed_title, "", 60) if page else Content("Article")
        before = Content.styled("‹ ", "bold $accent") if self.size.width < TWO and not self.zoomed else ""
        self.right_view().border_title = join(before, title)

    @on(RowList.Highlighted, "#lines")
    def _line_highlighted(self, event: RowList.Highlighted) -> None:
        target = event.row.value
        if isinstance(target, Target):
            self._when_settled(partial(self._load_preview, target))

    def _load_preview(self, target: Target) -> None:
        self.titles()
        call = partial(self.desk.library.preview, target)
        self.read("article", call, lambda found: self._show_preview(target, found))

    def _show_preview(self, target: Target, found: object) -> None:
        row = self.lines.row
        if row is None or row.value != target or self.lens.shows_articles:
            return
        dossier = cast("Dossier | None", found)
        self.preview.set_rows(preview_rows(dossier, self.desk.clock()) if dossier is not None else [], keep=False)
        title = line(dossier.story.title, "", 60) if dossier is not None else Content("")
        self.preview.border_title = title

    def _show_again(self, page: ArticlePage | None) -> None:
        if page is not None and self.page is not None and page.article.id == self.page.article.id:
            self.view.show(page)

    # opening is not reading

    def _watch_reading(self) -> None:
        self._unwatch()
        if self.desk.mark_read == "open":
            self._read_now()
        elif self.desk.mark_read == "delay":
            self._timer = self.set_timer(self.desk.mark_read_delay, self._read_now)

    def _unwatch(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _read_now(self) -> None:
        """The article has been open long enough, in sight: it is read."""
        row, page = self.articles.row, self.page
        shown = row is not None and page is not None and page.article.id == row.id
        if row is not None and shown and not row.read and self.at == "right":
            self.set_read([row.id], True, row.title, quiet=True)
