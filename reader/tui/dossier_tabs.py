"""What each tab of a dossier lists, and what a filter leaves of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from textual.content import Content

from reader.model.findings import Event
from reader.model.stories import LedgerRow, LedgerState
from reader.tui.pages import Dossier
from reader.tui.plain import line
from reader.tui.widgets.charts import chart
from reader.tui.widgets.ledger_rows import ledger_key, ledger_rows, points_of
from reader.tui.widgets.row_list import Row
from reader.tui.widgets.story_rows import Sources, article_rows, relation_rows, risk_rows, summary_rows, watch_rows
from reader.tui.widgets.tab_bar import Tab
from reader.tui.widgets.timeline_rows import timeline_rows

TABS = (
    ("summary", "Summary"), ("timeline", "Timeline"), ("figures", "Figures"), ("watch", "Watch"), ("risks", "Risks"),
    ("relations", "Companies"), ("articles", "Articles"),
)  # fmt: skip

_EMPTY = {
    "summary": "Nothing is summed up yet.",
    "timeline": "No dates were found.",
    "figures": "No figures were found.",
    "watch": "Nothing is expected.",
    "risks": "No sentence states a risk.",
    "relations": "No relations were found.",
    "articles": "No articles.",
}


ZOOMS = ("", "by month", "every date")
"""how close the timeline is looked at: the chosen dates by year, by month, and all dates there are"""


@dataclass(frozen=True, slots=True)
class Only:
    """A filter: one company, one kind of event, conflicts alone, or every date instead of the chosen ones. ``zoom`` is
    an index of ``ZOOMS``."""

    company: str = ""
    kind: str = ""
    conflicts: bool = False
    every: bool = False
    label: str = ""
    zoom: int = 0

    @classmethod
    def of(cls, key: str, dossier: Dossier) -> Only:
        """Returns the filter of a key that ``choices_of`` gave."""
        what, _, value = key.partition(":")
        if what == "company":
            return cls(company=value, label=dossier.names.get(value, value))
        if what == "kind":
            return cls(kind=value, every=True, label=value)
        if what == "conflicts":
            return cls(conflicts=True, label="changed and disputed figures")
        if what == "every":
            return cls(zoom=len(ZOOMS) - 1)
        return cls()

    def zoomed(self, step: int) -> Only:
        """Returns the same filter, looked at from nearer or from farther off."""
        return replace(self, zoom=max(0, min(self.zoom + step, len(ZOOMS) - 1)))

    @property
    def all_dates(self) -> bool:
        """Whether every date is shown instead of the chosen ones."""
        return self.every or self.zoom == len(ZOOMS) - 1

    @property
    def words(self) -> str:
        narrowed = f" · only {self.label}" if self.label else ""
        return narrowed + (f" · {ZOOMS[self.zoom]}" if self.zoom else "")


def choices_of(dossier: Dossier) -> list[tuple[str, str, str]]:
    """Returns what a dossier can be narrowed to: key, words, note."""
    story = dossier.story
    out = [("all:", "Everything", "no filter"), ("every:", "Every date", f"{len(story.events)} dates"),
           ("conflicts:", "Changed and disputed figures", "")]  # fmt: skip
    for company in story.companies:
        out.append((f"company:{company}", dossier.names.get(company, company), "company"))
    kinds = list(dict.fromkeys(event.kind.value for event in story.events or story.timeline))
    return out + [(f"kind:{kind}", kind.capitalize(), "kind of event") for kind in kinds]


def events_of(dossier: Dossier, only: Only) -> list[Event]:
    """Returns the events that the timeline shows."""
    story = dossier.story
    events = story.events if (only.all_dates or only.company) and story.events else story.timeline
    return [
        event
        for event in events
        if (not only.company or only.company in event.companies) and (not only.kind or event.kind.value == only.kind)
    ]


def figures_of(dossier: Dossier, only: Only) -> list[LedgerRow]:
    """Returns the rows that the ledger shows."""
    disputed = (LedgerState.REVISED, LedgerState.CONFLICT, LedgerState.SCOPE)
    return [
        row
        for row in dossier.story.figures
        if row.values
        and (not only.company or row.subject == only.company)
        and (not only.conflicts or row.state in disputed)
    ]


def tabs_of(dossier: Dossier, only: Only) -> list[Tab]:
    """Returns the tabs with their counts."""
    story = dossier.story
    counts = {
        "summary": len(story.summary), "timeline": len(events_of(dossier, only)),
        "figures": len(figures_of(dossier, only)), "watch": len(story.watch), "risks": len(story.risks),
        "relations": len(story.relations), "articles": len(dossier.articles),
    }  # fmt: skip
    return [Tab(key, label, counts[key]) for key, label in TABS]


def rows_of(tab: str, dossier: Dossier, only: Only, now: datetime) -> tuple[Sequence[Row], Content]:
    """Returns the rows of a tab, and what to say when there are none."""
    sources = Sources(dossier.articles)
    story = dossier.story
    rows: Sequence[Row] = ()
    if tab == "summary":
        rows = summary_rows(dossier, sources, now)
    elif tab == "timeline":
        events = events_of(dossier, only)
        more = 0 if only.all_dates or only.company or only.kind else len(story.events) - len(events)
        months = only.zoom > 0
        rows = timeline_rows(events, sources, dossier.names, dossier.today, more, months=months) if events else ()
    elif tab == "figures":
        rows = ledger_rows(figures_of(dossier, only), dossier.names, now)
    elif tab == "watch":
        rows = watch_rows(story.watch, sources, dossier.today)
    elif tab == "risks":
        rows = risk_rows(story.risks, sources)
    elif tab == "relations":
        rows = relation_rows(dossier, sources)
    elif tab == "articles":
        rows = article_rows(dossier, now)
    return rows, Content.styled(_EMPTY[tab], "$text-muted")


def chart_lines(dossier: Dossier, key: str, width: int) -> list[Content]:
    """Returns the chart of the ledger row under the cursor, nothing where it has fewer than two values."""
    key = key.partition("#")[0]
    row = next((row for row in dossier.story.figures if ledger_key(row) == key), None)
    if row is None:
        return []
    how, points = points_of(row, dossier.story.figures)
    drawn = chart(points, width, 8)
    if not drawn:
        return []
    subject = dossier.names.get(row.subject, row.subject) if row.subject else "No company named"
    title = line(f"{subject} · {row.metric or 'figure'} · {how}", "$text-muted", 120)
    return [title, *drawn]
