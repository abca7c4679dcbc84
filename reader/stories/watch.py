"""The watch list: what is expected and when, what is overdue, and which later report seems to settle it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from reader import edtf
from reader.model.findings import Event, EventStatus
from reader.model.stories import WatchItem, WatchState


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
    later = [event for event in events if event.follows == plan.id]
    happened = [event for event in later if event.status is EventStatus.HAPPENED]
    return next(iter(happened or later), None)
