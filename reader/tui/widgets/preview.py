"""What the right panel shows of a story or company while its list is walked: the head and the newest of it."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from reader.model.stories import WatchState
from reader.tui.pages import Dossier
from reader.tui.widgets.dossier_head import head_lines
from reader.tui.widgets.row_list import Row
from reader.tui.widgets.story_rows import Sources, heading, summary_rows, watch_rows


def preview_rows(dossier: Dossier, now: datetime) -> list[Row]:
    """Returns the head of a dossier, its summary, and what is still expected."""
    sources = Sources(dossier.articles)
    rows = [Row("head", lambda width: [Content(""), *head_lines(dossier, width, now)])]
    rows += summary_rows(dossier, sources, now)
    waiting = [item for item in dossier.story.watch if item.state in (WatchState.OPEN, WatchState.OVERDUE)]
    if waiting:
        rows.append(heading("h:watch", "Expected"))
        rows += watch_rows(waiting[:6], sources, dossier.today)
    return rows
