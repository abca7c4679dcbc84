"""The commands on the whole list of the reading screen: mark all, find the unread, views, order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from reader.tui.lenses import ALL, UNREAD, Lens, LensKind
from reader.tui.orders import Grouping, Sort
from reader.tui.screens.dialogs import Choice

if TYPE_CHECKING:
    from reader.tui.screens.reading import ReadingScreen

GROUPINGS = (
    (Grouping.NONE, "No groups", "one list"), (Grouping.DAY, "By day", "of publication"),
    (Grouping.FEED, "By feed", ""), (Grouping.STORY, "By story", "the rest at the end"),
    (Grouping.COMPANY, "By company", "the one an article speaks of most"),
)  # fmt: skip


class ListCommands:
    """What a person does with the list as a whole."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen

    def mark_shown_read(self) -> None:
        """Marks every article of the list as read; one undo takes all of it back."""
        screen = self._screen
        if not screen.lens.shows_articles:
            return
        library, history = screen.desk.library, screen.desk.history
        keys = screen.articles.order.keys()

        def mark() -> None:
            unread = library.unread_of(keys)
            if unread:
                library.mark_keys(unread, read=True)
                history.push(f"read {len(unread):,} articles", partial(library.mark_keys, unread, read=False))

        screen.articles.change(None, read=True)
        screen.write(mark, screen.count_lenses)
        screen.say(f"{len(keys):,} articles marked as read; u takes it back")

    def unread(self, step: int) -> None:
        """Opens the next unread article of the list, and of all feeds when the list has none."""
        screen = self._screen
        if not screen.lens.shows_articles:
            screen.lens = UNREAD
            return
        at = screen.articles.find_unread(step)
        if at is not None:
            screen.articles.cursor = at
            screen.go_to("right")
        elif screen.lens not in (UNREAD, ALL):
            screen.lens = UNREAD
        else:
            screen.say("No unread article is left." if step > 0 else "No unread article stands before this one.")

    def views(self) -> None:
        """Offers the saved views."""
        screen = self._screen
        screen.read("views", screen.desk.library.views, lambda found: self._offer(
            cast("tuple[tuple[str, str], ...]", found)))  # fmt: skip

    def _offer(self, views: tuple[tuple[str, str], ...]) -> None:
        screen = self._screen
        if not views:
            screen.say("There are no saved views yet. Search with / and keep a search with Ctrl-s.")
            return
        names = {query: name for name, query in views}
        choices = [(query, name, query) for query, name in names.items()]
        screen.app.push_screen(Choice("Saved views", choices, search=True), lambda query: self._chosen(query, names))

    def _chosen(self, query: str | None, names: dict[str, str]) -> None:
        if query is not None:
            self._screen.lens = Lens(LensKind.VIEW, names[query], query)

    def sort(self) -> None:
        """Turns the order round: newest or oldest first."""
        screen = self._screen
        screen.order_by = Sort.OLDEST if screen.order_by is Sort.NEWEST else Sort.NEWEST
        screen.list_articles(keep=False)
        screen.say(f"Sorted: {screen.order_by} first")

    def group(self) -> None:
        """Offers what the list may be grouped by."""
        choices = [(by.value, words, note) for by, words, note in GROUPINGS]
        self._screen.app.push_screen(Choice("Group the list", choices, at=self._screen.group_by), self._grouped)

    def _grouped(self, by: str | None) -> None:
        screen = self._screen
        if by is not None and by != screen.group_by:
            screen.group_by = Grouping(by)
            screen.list_articles(keep=False)
