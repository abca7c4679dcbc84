"""The rows of the lenses that list no articles."""

from __future__ import annotations

from reader.tui.lenses import Lens, LensKind
from reader.tui.library import Library
from reader.tui.widgets.line_rows import company_rows, feed_rows, topic_rows
from reader.tui.widgets.row_list import Row
from reader.tui.widgets.story_rows import story_list_rows, watch_list_rows


def lens_lines(library: Library, lens: Lens) -> list[Row]:
    """Reads and returns the rows of a lens: stories, expectations, companies, topics, feeds."""
    now = library.now()
    if lens.kind is LensKind.STORIES:
        return story_list_rows(library.stories(), library.names(), now)
    if lens.kind is LensKind.WATCH:
        return watch_list_rows(library.watching(), now.date())
    if lens.kind is LensKind.COMPANIES:
        return company_rows(library.companies())
    if lens.kind is LensKind.TOPICS:
        return topic_rows(library.topics())
    return feed_rows(library.feeds(), now)
