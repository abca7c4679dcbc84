"""One article by itself, where a line of a dossier led: the sentence lit, everything else as in reading."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType

from reader.model.text import Span
from reader.tui.commands import Where, bindings_for, footer_for
from reader.tui.desk import Desk
from reader.tui.pages import ArticlePage
from reader.tui.plain import line
from reader.tui.screens.article_commands import ArticleScreen
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.status_bar import StatusBar


class SourceScreen(ArticleScreen):
    """Shows an article with a range lit; back returns to where it was opened from."""

    WHERE = Where.ARTICLE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.ARTICLE)]

    def __init__(self, desk: Desk, article: str, span: Span | None = None) -> None:
        super().__init__(desk)
        self._article, self._span = article, span
        self._then: Callable[[], None] | None = None
        """a command that came before the article"""

    def compose(self) -> ComposeResult:
        yield ArticleView(self.desk.clock, id="article")
        yield StatusBar(footer_for(Where.ARTICLE), self.desk.keys)

    def on_mount(self) -> None:
        self.view.focus()
        self._load(self._span)

    def with_page(self, then: Callable[[], None]) -> None:
        """Calls ``then`` at once, or when the article is there."""
        if self.page is None:
            self._then = then
        else:
            then()

    def _load(self, span: Span | None) -> None:
        self.read("article", partial(self.desk.library.article, self._article), lambda page: self._show(page, span))

    def _show(self, page: object, span: Span | None) -> None:
        found = cast("ArticlePage | None", page)
        if found is None:
            self.say("That article is not in the store.", warn=True)
            self.dismiss()
            return
        self.view.show(found, lit=span)
        self.view.border_title = line(found.article.origin or found.feed_title, "", 60)
        then, self._then = self._then, None
        if then is not None:
            then()

    def store_changed(self) -> None:
        self._load(None)

    def changed(self, ids: list[str], *, read: bool | None = None, starred: bool | None = None) -> None:
        if self._article in ids:
            self.call_after_refresh(self._load, None)

    def action_open(self) -> None:
        self.take_count()
        if (mark := self.view.current_mark) is not None:
            self.open_mark(mark)
        else:
            self.action_story()
