"""Chains of events: a plan, what moved it, what cancelled it, what met it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reader import edtf
from reader.model.findings import Event, EventKind, EventStatus
from reader.stories.likeness import overlap, plain_roots
from reader.stories.when import when
from reader.stories.words import FIELD

MOVED = 0.3
"""likeness of wording from which two plans of one kind and party are the old and the new date of one thing"""

ANY = 0.2
"""the same for a happening within the time of the plan"""
_COMMON = plain_roots(" ".join(FIELD)) | plain_roots(
    "more than twice double rise fall grow increase raise cut large next second third quarter half same able"
)
"""roots that say nothing of what was planned"""
LATE = 300
"""days after its time from which a happening no longer counts as meeting a plan"""


def chain(events: Sequence[Event], order: Sequence[str] = ()) -> tuple[Event, ...]:
    """Returns the events with ``follows`` set where one continues another; the order stays.

    A plan given up and a plan made in one sentence are a move: the new one follows the old. A plan for later than an
    earlier plan of the same thing follows it, and a happening follows the plan that it met. ``order`` are the ids of
    the articles, oldest first: what continues a plan was reported after it.
    """
    place = {article: at for at, article in enumerate(order)}
    plans = [_Link.of(event, place) for event in events if event.status in (EventStatus.CANCELLED, EventStatus.PLANNED)]
    by_kind: dict[EventKind, list[_Link]] = {}
    for event in events:
        by_kind[event.kind] = []
    for plan in plans:
        by_kind[plan.event.kind].append(plan)
    beside: dict[tuple[str, int], list[_Link]] = {}
    for plan in plans:
        if plan.event.status is EventStatus.CANCELLED:
            for place_ in plan.where:
                beside.setdefault(place_, []).append(plan)
    follows: dict[str, str] = {}
    for event in events:
        if event.status in (EventStatus.HYPOTHETICAL, EventStatus.CANCELLED):
            continue
        link = _Link.of(event, place)
        best, found = 0.0, None
        for earlier in (*by_kind[event.kind], *(plan for at in link.where for plan in beside.get(at, ()))):
            if earlier.event.id == event.id or follows.get(earlier.event.id) == event.id:
                continue
            fit = _continues(link, earlier)
            if fit > best:
                best, found = fit, earlier.event
        if found is not None:
            follows[event.id] = found.id
    return tuple(replace(event, follows=follows.get(event.id)) for event in events)


@dataclass(frozen=True, slots=True)
class _Link:
    """An event with what comparing needs worked out once; ``reported`` is the place of its first report."""

    event: Event
    where: frozenset[tuple[str, int]]
    parties: frozenset[str]
    reported: int
    sort: tuple[int, int, int]

    @classmethod
    def of(cls, event: Event, place: Mapping[str, int]) -> _Link:
        return cls(
            event,
            frozenset((source.article, source.start) for source in event.sources),
            frozenset(event.companies),
            min((place.get(source.article, 0) for source in event.sources), default=0),
            edtf.sort_key(event.date),
        )


def _continues(link: _Link, earlier: _Link) -> float:
    event, before = link.event, earlier.event
    if not link.where.isdisjoint(earlier.where):
        moved = before.status is EventStatus.CANCELLED and event.status is EventStatus.PLANNED
        return 2.0 if moved else 0.0
    if event.kind != before.kind or link.parties.isdisjoint(earlier.parties) or link.reported <= earlier.reported:
        return 0.0
    mine, planned = when(event.date), when(before.date)
    if event.status is EventStatus.HAPPENED and mine.first - planned.last > LATE:
        return 0.0
    in_time = link.sort > earlier.sort if event.status is EventStatus.PLANNED else link.sort >= earlier.sort
    if not in_time and not (event.status is EventStatus.HAPPENED and mine.meets(planned)):
        return 0.0
    one, other = plain_roots(event.text), plain_roots(before.text)
    alike = overlap(one, other)
    telling = len((one & other) - _COMMON)
    met = mine.meets(planned)
    if telling < (1 if met or event.status is EventStatus.HAPPENED else 2) or alike < (MOVED if not met else ANY):
        return 0.0
    return alike + (0.2 if met else 0.0)
