"""The reading screen: lenses, the list, the article. Under 140 columns two panels, under 100 one."""

from __future__ import annotations

from functools import partial
from typing import ClassVar, cast

from textual import events, on
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import ContentSwitcher

from reader.model.articles import ArticleRow
from reader.tui.commands import Where, bindings_for
from reader.tui.desk import Desk
from reader.tui.lens_lines import lens_lines
from reader.tui.lenses import FEEDS, WATCH, Lens, LensKind, LensTree, search_lens
from reader.tui.orders import ListOrder
from reader.tui.pages import ArticlePage
from reader.tui.screens.beside import BesideScreen
from reader.tui.screens.list_commands import ListCommands
from reader.tui.state import ReaderState
from reader.tui.targets import Target
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.empty_states import empty_words
from reader.tui.widgets.navigation import SECTION
from reader.tui.widgets.row_list import Row, RowList
from reader.tui.widgets.status_bar import StatusBar

Listed = tuple[int, ListOrder, list[ArticleRow]]
"""the newest key of the store, the order of a list, and its first rows"""
FIRST = 400
"""keys read before the first paint; the rest of the order follows"""


class ReadingScreen(BesideScreen):
    """Lenses on the left choose what the middle lists; the right shows what the cursor of the middle is on."""

    WHERE = Where.READING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.READING)]

    def __init__(self, desk: Desk, state: ReaderState) -> None:
        super().__init__(desk, state)
        self.commands = ListCommands(self)
        self._before = state.lens
        self._start_article = state.article
        self._newest = 0

    def on_mount(self) -> None:
        self.query_one("#nav").border_title = Content("Tapeout")
        self.query_one("#article", ArticleView).empty = Content.styled("Nothing is open.", "$text-muted")
        self.middle_list().focus()
        self.list_articles(keep=False)
        self.set_interval(60, self.articles.refresh_ages)

    def action_back(self) -> None:
        self.take_count()
        if self.zoomed:
            self.zoomed = False
        elif self.at == "right":
            self.go_to("middle")
        elif self.lens.kind is LensKind.SEARCH:
            self.lens = self._before
        elif self.at == "middle" and self._pressed in ("h", "left", "escape"):
            self.go_to("nav")
        elif self._pressed not in ("h", "left", "escape"):
            self.app.exit()

    _pressed = ""

    def on_key(self, event: events.Key) -> None:
        self._pressed = event.key

    # lenses and counts

    def count_lenses(self) -> None:
        self.read("names", self.desk.library.names, self._named)
        self.read("counts", self.desk.library.tree, lambda tree: self._counted(cast("LensTree", tree)))

    def _counted(self, tree: LensTree) -> None:
        self.nav.show(tree)
        if not self.nav.has_focus:
            self.nav.select(self.lens.key)
        self.articles.empty = self.lines.empty = empty_words(self.lens, tree)
        self.middle_list().refresh()

    def _named(self, names: object) -> None:
        self.articles.set_names(cast("dict[str, str]", names))

    @on(RowList.Highlighted, "#nav")
    def _lens_chosen(self, event: RowList.Highlighted) -> None:
        if isinstance(event.row.value, Lens) and self.nav.has_focus:
            self.lens = event.row.value

    def action_fold(self) -> None:
        self.take_count()
        row = self.nav.row
        if self.at == "nav" and row is not None and row.key.startswith(SECTION):
            self.nav.toggle(row.key.removeprefix(SECTION))

    @on(RowList.Opened, "#nav")
    def _lens_opened(self, event: RowList.Opened) -> None:
        self.action_open()

    def watch_lens(self, old: Lens, new: Lens) -> None:
        if old.kind is not LensKind.SEARCH:
            self._before = old
        self.query_one("#middle", ContentSwitcher).current = "articles" if new.shows_articles else "lines"
        self.query_one("#right", ContentSwitcher).current = "article" if new.shows_articles else "preview"
        if self.nav.lens != new and not self.nav.select(new.key):
            self.nav.refresh()
        if self.at != "nav":
            self.go_to("middle")
        self.list_articles(keep=False)

    # the list

    def list_articles(self, *, keep: bool) -> None:
        """Reads the lens's list: of articles the first keys at once, all of them after."""
        library, lens = self.desk.library, self.lens
        self.show_news(0)
        if not lens.shows_articles:
            self.read(
                "list", partial(lens_lines, library, lens), lambda rows: self._show_lines(lens, cast("list[Row]", rows))
            )
            return
        limit = None if keep else FIRST

        def first() -> Listed:
            newest = library.newest_key()
            order = library.order(lens, self.order_by, self.group_by, limit)
            return newest, order, library.rows(order.keys()[:80]) if not keep else []

        self.read("list", first, lambda found: self._show_order(lens, cast("Listed", found), keep=keep, limit=limit))

    def _show_order(self, lens: Lens, found: Listed, *, keep: bool, limit: int | None) -> None:
        if lens != self.lens:
            return
        if self.nav.shown_tree is None:
            # The list comes first; names and counts wait until it stands.
            self.count_lenses()
        self._newest, order, rows = found
        self.more_to_come = limit is not None and order.articles == limit
        self.articles.show(order, keep=keep)
        self.articles.supply(rows)
        if not order.articles:
            self.view.show(None)
            self._title_right(None)
        self.titles()
        if self._start_article is not None:
            self._start_at(self._start_article)
        if self.more_to_come:
            # The whole order of a large store takes most of a second: not before the first screen stands.
            self.set_timer(0.3, partial(self._read_rest, lens))

    def _read_rest(self, lens: Lens) -> None:
        if lens == self.lens:
            call = partial(self.desk.library.order, lens, self.order_by, self.group_by)
            self.read("order", call, lambda order: self._show_rest(lens, cast("ListOrder", order)))

    def _show_rest(self, lens: Lens, order: ListOrder) -> None:
        if lens == self.lens:
            self.more_to_come = False
            self.articles.show(order, keep=True)
            self.titles()

    def _start_at(self, article: str) -> None:
        self._start_article = None
        row = self.articles.row_of(article)
        if row is not None:
            self.articles.select(row.key)

    def _show_lines(self, lens: Lens, rows: list[Row]) -> None:
        if self.nav.shown_tree is None:
            self.count_lenses()
        if lens == self.lens:
            self.lines.set_rows(rows)
            if not rows:
                self.preview.set_rows([])
                self._title_right(None)
            self.titles()

    @on(ArticleList.Wanted)
    def _rows_wanted(self, event: ArticleList.Wanted) -> None:
        call = partial(self.desk.library.rows, event.keys)
        self.read("rows", call, lambda rows: self.articles.supply(cast("list[ArticleRow]", rows)))

    def action_open(self) -> None:
        self.take_count()
        if self.at == "nav":
            value = self.nav.row.value if self.nav.row else None
            if isinstance(value, tuple):
                self.nav.toggle(value[1]) if value[0] == "fold" else self.nav.show_whole(value[1])
            elif value is not None:
                self.lens = value
                self.go_to("middle")
        elif self.at == "middle":
            if self.lens.shows_articles:
                self.open_article()
            elif (row := self.lines.row) is not None and isinstance(row.value, Target):
                self.follow(row.value)
        elif self.lens.shows_articles:
            if (mark := self.view.current_mark) is not None:
                self.open_mark(mark)
            else:
                self.action_page(1)
        elif (row := self.preview.row) is not None and isinstance(row.value, Target):
            self.follow(row.value)

    @on(ArticleList.Opened)
    @on(RowList.Opened, "#lines")
    @on(RowList.Opened, "#preview")
    def _opened(self) -> None:
        self.action_open()

    def open_article(self) -> None:
        """Goes to the article under the cursor; opening counts as reading only where the reader wants that."""
        if self.articles.row is not None:
            self.go_to("right")

    def follow(self, target: Target) -> None:
        """Opens what a line leads to."""
        if target.opens is not None:
            self.post_message(self.ArticleWanted(target.opens, target.span))
        elif target.story is not None:
            self.post_message(self.StoryWanted(target.story, "watch" if self.lens == WATCH else "summary"))
        elif target.company is not None:
            self.post_message(self.CompanyWanted(target.company))
        elif target.lens is not None:
            self.lens = target.lens

    # marking

    def subjects(self) -> list[tuple[str, str, bool, bool]]:
        rows = self.articles.rows_from(self.take_count()) if self.lens.shows_articles else []
        return [(row.id, row.title, row.read, row.starred) for row in rows]

    def changed(self, ids: list[str], *, read: bool | None = None, starred: bool | None = None) -> None:
        self.articles.change(ids, read=read, starred=starred)
        self.nav.refresh()

    # commands of the list

    def show_search(self, query: str, article: str | None = None) -> None:
        """Lists what a search finds, with the cursor on ``article``."""
        self._start_article = article
        self.lens = search_lens(query)

    def action_mark_shown_read(self) -> None:
        self.take_count()
        self.commands.mark_shown_read()

    def action_unread(self, step: int) -> None:
        self.take_count()
        self.commands.unread(step)

    def action_views(self) -> None:
        self.take_count()
        self.commands.views()

    def action_sort(self) -> None:
        self.take_count()
        self.commands.sort()

    def action_group(self) -> None:
        self.take_count()
        self.commands.group()

    # syncing

    def action_sync_this(self) -> None:
        self.take_count()
        feed = self.lens.value if self.lens.kind is LensKind.FEED else None
        if feed is None and self.lens.shows_articles and self.articles.row is not None:
            feed = self.articles.row.feed
        self.post_message(self.SyncRequested((feed,) if feed else ()))

    def action_errors(self) -> None:
        self.take_count()
        self.lens = FEEDS

    def action_show_new(self) -> None:
        self.take_count()
        self.list_articles(keep=True)
        self.count_lenses()

    def action_watch(self) -> None:
        self.take_count()
        if self.lens.shows_articles and self.at == "right":
            self._open_story("watch")
        else:
            self.lens = WATCH

    def store_changed(self) -> None:
        """Counts anew, says how many articles wait; the list stays as it is."""
        self.count_lenses()
        if self.lens.shows_articles:
            call = partial(self.desk.library.arrivals, self.lens, self._newest)
            self.read("arrivals", call, lambda count: self.show_news(cast("int", count)))
            rows = partial(self.desk.library.rows, self.articles.keys_in_sight)
            self.read("shown", rows, lambda found: self.articles.supply(cast("list[ArticleRow]", found)))
            if self.page is not None:
                page = partial(self.desk.library.article, self.page.article.id)
                self.read("again", page, lambda found: self._show_again(cast("ArticlePage | None", found)))
        else:
            self.list_articles(keep=True)

    def show_news(self, count: int) -> None:
        """Says how many new articles wait to be shown. An empty list has no place to lose: it shows them."""
        if count and not self.articles.order.articles and self.lens.shows_articles:
            self.list_articles(keep=True)
            return
        for bar in self.query(StatusBar):
            bar.news = f"{count:,} new · . shows them" if count else ""
