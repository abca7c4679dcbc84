"""Chains of events: a plan, what moved it, what cancelled it, what met it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.analysis import edtf
from reader.model.findings import Event, EventStatus
from reader.stories.likeness import likeness

MOVED = 0.3
"""likeness of wording from which two plans of one kind and party are the old and the new date of one thing"""


def chain(events: Sequence[Event], order: Sequence[str] = ()) -> tuple[Event, ...]:
    """Returns the events with ``follows`` set where one continues another; the order stays.

    A plan given up and a plan made in one sentence are a move: the new one follows the old. A plan for later than an
    earlier plan of the same thing follows it, and a happening follows the plan that it met. ``order`` are the ids of
    the articles, oldest first: what continues a plan was reported after it.
    """
    place = {article: at for at, article in enumerate(order)}
    follows: dict[str, str] = {}
    for event in events:
        best, found = 0.0, None
        for earlier in events:
            if earlier.id == event.id or follows.get(earlier.id) == event.id:
                continue
            fit = _continues(event, earlier, place)
            if fit > best:
                best, found = fit, earlier
        if found is not None:
            follows[event.id] = found.id
    return tuple(replace(event, follows=follows.get(event.id)) for event in events)


def _continues(event: Event, earlier: Event, place: Mapping[str, int]) -> float:
    if event.status in (EventStatus.HYPOTHETICAL, EventStatus.CANCELLED):
        return 0.0
    if earlier.status not in (EventStatus.CANCELLED, EventStatus.PLANNED):
        return 0.0
    one_sentence = {(x.article, x.start) for x in event.sources} & {(x.article, x.start) for x in earlier.sources}
    if earlier.status is EventStatus.CANCELLED and one_sentence and event.status is EventStatus.PLANNED:
        return 2.0
    if event.kind != earlier.kind or not set(event.companies) & set(earlier.companies) or one_sentence:
        return 0.0
    if _reported(event, place) <= _reported(earlier, place):
        return 0.0
    alike = likeness(event.text, earlier.text)
    if alike < MOVED:
        return 0.0
    if event.status is EventStatus.PLANNED:
        return alike if edtf.sort_key(event.date) > edtf.sort_key(earlier.date) else 0.0
    in_time = edtf.sort_key(event.date) >= edtf.sort_key(earlier.date) or edtf.overlap(event.date, earlier.date)
    return alike if in_time else 0.0


def _reported(event: Event, place: Mapping[str, int]) -> int:
    return min((place.get(source.article, 0) for source in event.sources), default=0)
