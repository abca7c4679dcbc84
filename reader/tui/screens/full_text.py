"""``x``: the article's page in place of what its feed sent, fetched by a child process; and back again."""

from __future__ import annotations

from reader.tui.children import take_text
from reader.tui.pages import ArticlePage
from reader.tui.screens.base import TapeoutScreen


class FullTextCommand:
    """Fetches full texts for one screen, one at a time."""

    def __init__(self, screen: TapeoutScreen) -> None:
        self._screen = screen
        self._busy = False

    def toggle(self, page: ArticlePage) -> None:
        """Takes the text from the article's page, or the feed's own where it shows its page already."""
        if self._busy:
            self._screen.say("A page is being fetched already.")
        elif not page.paged and not page.article.url:
            self._screen.say("The article has no address.", warn=True)
        else:
            self._busy = True
            self._screen.run_worker(self._take(page), group="full-text", exit_on_error=False)

    async def _take(self, page: ArticlePage) -> None:
        screen = self._screen
        if not page.paged:
            screen.say(page.article.url or "", title="Fetching the page")
        try:
            wrong = await take_text(screen.desk.command, page.article.id, not page.paged)
        finally:
            self._busy = False
        if wrong:
            screen.say(wrong, title="The text stays as it was", warn=True)
            return
        screen.say("x goes back" if not page.paged else "", title="The feed's text" if page.paged else "Full text")
        screen.store_changed()
