"""What an empty list says: why it is empty, and what to do."""

from __future__ import annotations

from textual.content import Content

from reader.tui.lenses import Lens, LensKind, LensTree

_WORDS = {
    LensKind.UNREAD: ("Everything is read.", "R fetches the feeds · Alt-1 goes to the lenses"),
    LensKind.STARRED: ("No article is starred yet.", "f stars the article under the cursor"),
    LensKind.NOTES: ("There are no notes yet.", "e writes one on the article under the cursor"),
    LensKind.STORIES: ("No stories yet.", "They form as articles come in: R fetches the feeds"),
    LensKind.WATCH: ("Nothing is expected.", "Announced dates of stories are watched here"),
    LensKind.COMPANIES: ("No company is in the news yet.", "R fetches the feeds"),
    LensKind.TOPICS: ("No topics yet.", "R fetches the feeds"),
    LensKind.FEEDS: ("There are no feeds.", "tapeout add URL subscribes to one"),
    LensKind.SEARCH: ("Nothing is found.", "/ changes the search · Esc goes back"),
}


def empty_words(lens: Lens, tree: LensTree) -> Content:
    """Returns the words for an empty list of a lens."""
    if not tree.articles:
        words, hint = "The store has no articles yet.", "R fetches the feeds · ? shows the keys"
    else:
        words, hint = _WORDS.get(lens.kind, ("No articles here.", "R fetches the feeds"))
    return Content.styled(words, "bold").append(Content.styled(f"\n\n{hint}", "$text-muted"))
