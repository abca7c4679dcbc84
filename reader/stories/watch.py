"""The watch list: what is expected and when, what is overdue, and which later report seems to settle it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reader.analysis import edtf
from reader.model.findings import Event, EventStatus
from reader.model.stories import WatchItem, WatchState
from reader.stories.likeness import likeness

SETTLED = 0.3
"""likeness of wording from which a later report speaks of the same expectation"""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the user said of an expectation (met, moved, missed)."""

    event: str
    state: WatchState


def watch_list(
    planned: Sequence[Event],
    today: date,
    settled: Mapping[str, WatchState] | None = None,
    events: Sequence[Event] = (),
) -> tuple[WatchItem, ...]:
    """Returns the planned ones among ``planned`` as expectations with their due day, soonest first.

    ``events`` are all that may settle one (``planned`` where not given). ``settled`` maps an event's id to the user's
    word, which wins. A suggestion is a later event of the same parties and words that seems to meet, move or cancel
    the plan.
    """
    settled = settled or {}
    rows = []
    for event in planned:
        if event.status is not EventStatus.PLANNED:
            continue
        due = edtf.due(event.date) or _open_due(event.date)
        state = settled.get(event.id) or (WatchState.OVERDUE if due < today else WatchState.OPEN)
        rows.append(WatchItem(event, due.isoformat(), state, _suggestion(event, events or planned)))
    return tuple(sorted(rows, key=lambda item: (item.due, item.event.id)))


def _open_due(text: str) -> date:
    first = edtf.bounds(text)[0]
    return (first or date.max - timedelta(days=366)) + timedelta(days=365)


def _suggestion(plan: Event, events: Sequence[Event]) -> Event | None:
    best, found = SETTLED, None
    for event in events:
        if event.id == plan.id or event.status is EventStatus.HYPOTHETICAL:
            continue
        if event.follows == plan.id:
            return event
        if event.status is EventStatus.PLANNED or not set(event.companies) & set(plan.companies):
            continue
        if event.kind == plan.kind and (alike := likeness(event.text, plan.text)) >= best:
            best, found = alike, event
    return found
