"""The reading screen: lenses, the list, the article. Under 140 columns two panels, under 100 one."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import partial
from typing import ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import ContentSwitcher

from reader.model.articles import ArticleRow
from reader.model.text import Span
from reader.tui.commands import Where, bindings_for, footer_for
from reader.tui.desk import Desk
from reader.tui.lenses import ALL, FEEDS, UNREAD, WATCH, Lens, LensKind, LensTree, Sort, search_lens
from reader.tui.pages import ArticlePage, Dossier
from reader.tui.plain import join, line
from reader.tui.screens.article_commands import ArticleScreen
from reader.tui.screens.base import Movable
from reader.tui.screens.dialogs import Choice
from reader.tui.targets import Target
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.empty_states import empty_words
from reader.tui.widgets.navigation import Navigation
from reader.tui.widgets.preview import preview_rows
from reader.tui.widgets.row_list import Row, RowList
from reader.tui.widgets.status_bar import StatusBar

FIRST = 400
"""keys read before the first paint; the rest of the order follows"""
PANELS = ("nav", "middle", "right")
RESTS = 0.03
"""seconds after which the cursor counts as resting"""


class ReadingScreen(ArticleScreen):
    """Lenses on the left choose what the middle lists; the right shows what the cursor of the middle is on."""

    WHERE = Where.READING
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.READING)]
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (100, "-two"), (140, "-three")]  # noqa: RUF012

    lens: reactive[Lens] = reactive(UNREAD, init=False)
    """what the middle lists"""
    at: reactive[str] = reactive("middle", init=False)
    """the panel that has the focus"""
    zoomed: reactive[bool] = reactive(False, init=False)
    """whether only the article shows"""

    def __init__(self, desk: Desk, *, lens: Lens = UNREAD, article: str | None = None) -> None:
        super().__init__(desk)
        # Known before the first layout, so that a narrow terminal never hides what has the focus.
        self.add_class("-at-middle")
        self.set_reactive(ReadingScreen.lens, lens)
        self.order_by = Sort.NEWEST
        self._before = lens
        self._start_article = article
        self._newest = 0
        self._timer: Timer | None = None
        self._resting: Timer | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="panels"):
            yield Navigation(id="nav")
            with ContentSwitcher(id="middle", initial="articles" if self.lens.shows_articles else "lines"):
                yield ArticleList(self.desk.clock, id="articles")
                yield RowList(id="lines")
            with ContentSwitcher(id="right", initial="article" if self.lens.shows_articles else "preview"):
                yield ArticleView(self.desk.clock, id="article")
                yield RowList(id="preview")
        yield StatusBar(footer_for(Where.READING), self.desk.keys)

    def on_mount(self) -> None:
        self.query_one("#nav").border_title = Content("Tapeout")
        self.query_one("#article", ArticleView).empty = Content.styled("Nothing is open.", "$text-muted")
        self.middle_list().focus()
        self._list(keep=False)
        self.set_interval(60, self.articles.refresh_ages)

    # panels

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
        return self.articles if self.lens.shows_articles else self.lines

    def right_view(self) -> ArticleView | RowList:
        """What the right shows."""
        return self.view if self.lens.shows_articles else self.preview

    def panel(self) -> Movable | None:
        return {"nav": self.nav, "middle": self.middle_list(), "right": self.right_view()}[self.at]

    def go_to(self, panel: str) -> None:
        """Shows a panel and gives it the focus."""
        self.at = panel
        {"nav": self.nav, "middle": self.middle_list(), "right": self.right_view()}[panel].focus()

    def watch_at(self, at: str) -> None:
        for panel in PANELS:
            self.set_class(panel == at, f"-at-{panel}")
        if at == "right":
            self._watch_reading()

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

    def _count(self) -> None:
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
        self._list(keep=False)

    # the list

    def _list(self, *, keep: bool) -> None:
        """Reads the lens's list: of articles the first keys at once, all of them after."""
        library, lens = self.desk.library, self.lens
        self.show_news(0)
        if not lens.shows_articles:
            self.read(
                "list", partial(library.lines, lens), lambda rows: self._show_lines(lens, cast("list[Row]", rows))
            )
            return
        limit = None if keep else FIRST

        def first() -> tuple[int, array[int], list[ArticleRow]]:
            newest = library.newest_key()
            order = library.order(lens, self.order_by, limit)
            return newest, order, library.rows(order[:80]) if not keep else []

        self.read("list", first, lambda found: self._show_order(lens, cast("tuple[int, array[int], list[ArticleRow]]",
                                                                          found), keep=keep, limit=limit))  # fmt: skip

    def _show_order(
        self, lens: Lens, found: tuple[int, array[int], list[ArticleRow]], *, keep: bool, limit: int | None
    ) -> None:
        if lens != self.lens:
            return
        if self.nav.shown_tree is None:
            # The list comes first; names and counts wait until it stands.
            self.read("names", self.desk.library.names, self._named)
            self._count()
        self._newest, order, rows = found
        self.articles.show(order, keep=keep)
        self.articles.supply(rows)
        if not order:
            self.view.show(None)
            self._title_right(None)
        self.titles()
        if self._start_article is not None:
            self._start_at(self._start_article)
        if limit is not None and len(order) == limit:
            # The whole order of a large store takes most of a second: not before the first screen stands.
            self.set_timer(0.3, partial(self._read_rest, lens))

    def _read_rest(self, lens: Lens) -> None:
        if lens == self.lens:
            call = partial(self.desk.library.order, lens, self.order_by, None)
            self.read("order", call, lambda keys: self._show_rest(lens, cast("array[int]", keys)))

    def _show_rest(self, lens: Lens, order: array[int]) -> None:
        if lens == self.lens:
            self.articles.show(order, keep=True)
            self.titles()

    def _start_at(self, article: str) -> None:
        self._start_article = None
        row = self.articles.row_of(article)
        if row is not None:
            self.articles.select(row.key)

    def _show_lines(self, lens: Lens, rows: list[Row]) -> None:
        if self.nav.shown_tree is None:
            self.read("names", self.desk.library.names, self._named)
            self._count()
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

    def titles(self) -> None:
        """Writes what the middle shows, and where in it the cursor is, into its border."""
        middle = self.middle_list()
        at, count = middle.position
        label = self.lens.label
        order = "" if self.order_by is Sort.NEWEST or not self.lens.shows_articles else f" · {self.order_by}"
        middle.border_title = join(line(label, "", 60), order)
        middle.border_subtitle = Content(f"{at:,}/{count:,}" if count else "")

    # what the cursor is on

    @on(ArticleList.Highlighted)
    def _article_highlighted(self, event: ArticleList.Highlighted) -> None:
        self._unwatch()
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

    def _title_right(self, page: ArticlePage | None) -> None:
        title = line(page.article.origin or page.feed_title, "", 60) if page else Content("Article")
        self.right_view().border_title = title

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

    # marking

    def subjects(self) -> list[tuple[str, str, bool, bool]]:
        rows = self.articles.rows_from(self.take_count()) if self.lens.shows_articles else []
        return [(row.id, row.title, row.read, row.starred) for row in rows]

    def changed(self, ids: list[str], *, read: bool | None = None, starred: bool | None = None) -> None:
        self.articles.change(ids, read=read, starred=starred)
        self.nav.refresh()

    def action_mark_shown_read(self) -> None:
        self.take_count()
        if not self.lens.shows_articles:
            return
        library = self.desk.library
        keys = self.articles.order

        def mark() -> None:
            unread = library.unread_of(keys)
            if unread:
                library.mark_keys(unread, read=True)
                self.desk.history.push(f"read {len(unread):,} articles", partial(library.mark_keys, unread, read=False))

        self.articles.change(None, read=True)
        self.write(mark, self._count)
        self.say(f"{len(keys):,} articles marked as read; u takes it back")

    def action_unread(self, step: int) -> None:
        """Opens the next unread article of the list, and of all feeds when the list has none."""
        self.take_count()
        if not self.lens.shows_articles:
            self.lens = UNREAD
            return
        at = self.articles.find_unread(step)
        if at is not None:
            self.articles.cursor = at
            self.go_to("right")
        elif self.lens not in (UNREAD, ALL):
            self.lens = UNREAD
        else:
            self.say("No unread article is left." if step > 0 else "No unread article stands before this one.")

    # finding

    def show_search(self, query: str, article: str | None = None) -> None:
        """Lists what a search finds, with the cursor on ``article``."""
        self._start_article = article
        self.lens = search_lens(query)

    def action_views(self) -> None:
        self.take_count()
        self.read("views", self.desk.library.views, lambda found: self._offer_views(
            cast("tuple[tuple[str, str], ...]", found)))  # fmt: skip

    def _offer_views(self, views: tuple[tuple[str, str], ...]) -> None:
        if not views:
            self.say("There are no saved views yet. Search with / and keep a search with Ctrl-s.")
            return
        names = {query: name for name, query in views}
        choices = [(query, name, query) for query, name in names.items()]
        self.app.push_screen(Choice("Saved views", choices, search=True), lambda query: self._view_chosen(
            query, names))  # fmt: skip

    def _view_chosen(self, query: str | None, names: dict[str, str]) -> None:
        if query is not None:
            self.lens = Lens(LensKind.VIEW, names[query], query)

    def action_sort(self) -> None:
        self.take_count()
        orders = list(Sort)
        self.order_by = orders[(orders.index(self.order_by) + 1) % len(orders)]
        self._list(keep=False)
        self.say(f"Sorted: {self.order_by}")

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
        self._list(keep=True)
        self._count()

    def action_watch(self) -> None:
        self.take_count()
        if self.lens.shows_articles and self.at == "right":
            self._open_story("watch")
        else:
            self.lens = WATCH

    def store_changed(self) -> None:
        """Counts anew, says how many articles wait; the list stays as it is."""
        self._count()
        if self.lens.shows_articles:
            call = partial(self.desk.library.arrivals, self.lens, self._newest)
            self.read("arrivals", call, lambda count: self.show_news(cast("int", count)))
            shown = self.articles.order[slice(*self.articles.window())]
            rows = partial(self.desk.library.rows, shown)
            self.read("rows", rows, lambda found: self.articles.supply(cast("list[ArticleRow]", found)))
            if self.page is not None:
                page = partial(self.desk.library.article, self.page.article.id)
                self.read("again", page, lambda found: self._show_again(cast("ArticlePage | None", found)))
        else:
            self._list(keep=True)

    def _show_again(self, page: ArticlePage | None) -> None:
        if page is not None and self.page is not None and page.article.id == self.page.article.id:
            self.view.show(page)

    def show_news(self, count: int) -> None:
        """Says how many new articles wait to be shown. An empty list has no place to lose: it shows them."""
        if count and not self.articles.order and self.lens.shows_articles:
            self._list(keep=True)
            return
        for bar in self.query(StatusBar):
            bar.news = f"{count:,} new · . shows them" if count else ""

    def show_article(self, article: str, span: Span | None = None) -> None:
        """Opens an article beside or above the list."""
        self.post_message(self.ArticleWanted(article, span))
