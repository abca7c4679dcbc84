"""Chains of events: a plan, what moved it, what cancelled it, what met it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reader import edtf
from reader.model.articles import Article
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
_LISTING = plain_roots("listing listed offering ipo debut debuts flotation registration prospectus")
"""roots of words for one matter: going public"""
_FILING = plain_roots("filing filed files")
"""roots of words that may stand for it beside one of these"""
_PUBLIC = "going public"
_GOES = _FILING | {_PUBLIC}
_GIVEN_UP = re.compile(
    r"\b(?:withdr[ae]w\w*|shelv\w+|abandon\w*|call(?:ed|s) off|postpon\w+|suspend\w*|scrapp?\w*|pulled|puts? off)\b",
    re.IGNORECASE,
)
SEASON = 92
"""days by which the time of a plan and that which is given up may differ"""
LATE = 300
"""days after its time from which a happening no longer counts as meeting a plan"""


def chain(events: Sequence[Event], articles: Sequence[Article] = ()) -> tuple[Event, ...]:
    """Returns the events with ``follows`` set where one continues another; the order stays.

    A plan given up and a plan made in one sentence are a move: the new one follows the old. A plan for later than an
    earlier plan of the same thing follows it, a happening follows the plan that it met, and what gave a plan up follows
    it and stands between it and the next one. ``articles`` come oldest first: what continues a plan was reported after
    it, and what met it did not happen before it was made.
    """
    place = {article.id: (at, article.day.toordinal()) for at, article in enumerate(articles)}
    links = [_Link.of(event, place) for event in events if event.status is not EventStatus.HYPOTHETICAL]
    follows = _moves(links)
    plans: dict[EventKind, list[_Link]] = {}
    for link in links:
        if link.event.status is not EventStatus.HAPPENED or _GIVEN_UP.search(link.event.text):
            plans.setdefault(link.event.kind, []).append(link)
    for link in links:
        event = link.event
        if event.id in follows:
            continue
        best: tuple[float, tuple[int, int, int]] = (0.0, (0, 0, 0))
        found = None
        for earlier in plans.get(event.kind, ()):
            if earlier.event.id == event.id or follows.get(earlier.event.id) == event.id:
                continue
            fit = _continues(link, earlier)
            if fit > 0.0 and (fit, earlier.sort) > best:  # of two that fit alike the later one
                best, found = (fit, earlier.sort), earlier.event
        if found is not None:
            follows[event.id] = found.id
    return tuple(replace(event, follows=follows.get(event.id)) for event in events)


def _moves(links: Sequence[_Link]) -> dict[str, str]:
    """Returns new plan → old plan for the moves that one sentence tells; of several dates the nearest two belong."""
    told: dict[tuple[str, int], list[_Link]] = {}
    for link in links:
        if link.event.status is not EventStatus.HAPPENED:
            for where in link.where:
                told.setdefault(where, []).append(link)
    pairs = sorted(
        (abs(old.where[where] - new.where[where]), new.event.id, old.event.id)
        for where, some in told.items()
        for old in some
        for new in some
        if old.event.status is EventStatus.CANCELLED and new.event.status is EventStatus.PLANNED
    )
    follows: dict[str, str] = {}
    for _, new_id, old_id in pairs:
        if new_id not in follows and old_id not in follows.values():
            follows[new_id] = old_id
    return follows


@dataclass(frozen=True, slots=True)
class _Link:
    """An event with what comparing needs worked out once.

    ``where`` maps the sentences (article, start) that report it to where its date stands there; ``reported`` is the
    place of its first report, ``day`` the day of that.
    """

    event: Event
    where: Mapping[tuple[str, int], int]
    parties: frozenset[str]
    reported: int
    day: int
    sort: tuple[int, int, int]

    @classmethod
    def of(cls, event: Event, place: Mapping[str, tuple[int, int]]) -> _Link:
        reported, day = min((place.get(source.article, (0, 0)) for source in event.sources), default=(0, 0))
        return cls(
            event,
            {(source.article, source.start): (source.at or source).start for source in event.sources},
            frozenset(event.companies),
            reported,
            day,
            edtf.sort_key(event.date),
        )


def _continues(link: _Link, earlier: _Link) -> float:
    event, before = link.event, earlier.event
    if link.reported <= earlier.reported or link.parties.isdisjoint(earlier.parties):
        return 0.0
    if not link.where.keys().isdisjoint(earlier.where):
        return 0.0
    mine, planned = when(event.date), when(before.date)
    if event.status is EventStatus.CANCELLED:
        same_time = mine.meets(planned) and abs(mine.last - planned.last) <= SEASON
        if before.status is not EventStatus.PLANNED or not same_time:
            return 0.0  # what is given up is the plan for that time
    happened = event.status is EventStatus.HAPPENED
    if happened and (mine.first - planned.last > LATE or mine.last < earlier.day):
        return 0.0
    if happened and before.status is EventStatus.HAPPENED and _GIVEN_UP.search(event.text):
        return 0.0  # one withdrawal told twice
    in_time = link.sort > earlier.sort if event.status is EventStatus.PLANNED else link.sort >= earlier.sort
    if not in_time and not (event.status is not EventStatus.PLANNED and mine.meets(planned)):
        return 0.0
    names = plain_roots(" ".join((*event.companies, *before.companies)).replace("-", " "))
    one, other = _matter(event.text) - names, _matter(before.text) - names
    alike = overlap(one, other)
    telling = len((one & other) - _COMMON)
    met = mine.meets(planned)
    if (_PUBLIC in one and other & _GOES) or (_PUBLIC in other and one & _GOES):  # a company goes public once
        return MOVED + (ANY if met else 0.0)
    early = planned.last - mine.last > LATE  # what is due in years is seldom met by the next thing that happens
    if telling < (1 if (met or happened) and not early else 2) or alike < (MOVED if not met else ANY):
        return 0.0
    return alike + (ANY if met else 0.0)


def _matter(text: str) -> frozenset[str]:
    """Returns what is told to be done, with one word for going public, which has many."""
    roots = plain_roots(text)
    return (roots - _LISTING) | {_PUBLIC} if roots & _LISTING else roots
