"""``i``: the pictures of the article, fetched and decoded by a child process, drawn where they stand in the text."""

from __future__ import annotations

from reader.model.text import InlineKind
from reader.tui.children import fetch_pictures
from reader.tui.pages import ArticlePage
from reader.tui.screens.base import TapeoutScreen
from reader.tui.widgets.article_view import ArticleView


class PictureCommand:
    """Shows pictures on one screen; nothing is fetched before it is asked for."""

    def __init__(self, screen: TapeoutScreen) -> None:
        self._screen = screen
        self._busy = False

    def show(self, page: ArticlePage, view: ArticleView) -> None:
        """Fetches the article's pictures, or takes them away where they are shown."""
        app = self._screen.app
        if view.pictures:
            view.show_pictures({})
        elif not any(inline.kind is InlineKind.IMAGE and inline.href for inline in page.article.inlines):
            self._screen.say("The article has no pictures.")
        elif app.no_color or app.native_ansi_color:
            self._screen.say("Pictures need a theme with colours of its own; their words stand in the text.", warn=True)
        elif not self._busy:
            self._busy = True
            self._screen.say("", title="Fetching the pictures")
            self._screen.run_worker(self._fetch(page, view), group="pictures", exit_on_error=False)

    async def _fetch(self, page: ArticlePage, view: ArticleView) -> None:
        screen = self._screen
        try:
            pictures, wrong = await fetch_pictures(screen.desk.command, page.article.id, view.measure)
        finally:
            self._busy = False
        if wrong:
            screen.say(wrong, title="Not all could be shown" if pictures else "No pictures", warn=True)
        if view.page_shown is not None and view.page_shown.article.id == page.article.id:
            view.show_pictures(pictures)
