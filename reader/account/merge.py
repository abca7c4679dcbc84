"""Pure rules of keeping marks in step: what a server's lists tell of an item, and which side's word holds.

Servers of this protocol list ids of items and say nothing of when a mark was set. So every mark keeps a third value:
what the server was last known to hold (``base``). Who differs from it has changed; where both changed, the later one
wins; where the server does not tell its time, the change that was made here does, as it is the one whose time is
known. An item's absence from a list says something only where another list shows that the item is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from reader.model.accounts import Mark, MarkState, Pair


class Verdict(Enum):
    SAME = auto()
    """both sides agree"""
    TAKE = auto()
    """the server's word holds"""
    SEND = auto()
    """ours holds, and the server must be told"""


@dataclass(frozen=True, slots=True)
class Listing:
    """Ids that a server listed in one run: ``recent`` and ``starred`` before ``unread``.

    A list that was cut off (``…_whole`` is false) tells nothing by absence.
    """

    recent: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    starred: frozenset[str] = frozenset()
    unread_whole: bool = True
    starred_whole: bool = True

    @property
    def all(self) -> frozenset[str]:
        return self.recent | self.unread | self.starred


@dataclass(frozen=True, slots=True)
class Remote:
    """What a server holds of an item, None where it was not told; ``changed`` in UTC seconds where it says when."""

    read: bool | None = None
    starred: bool | None = None
    changed: int | None = None

    def value(self, mark: Mark) -> bool | None:
        return self.read if mark is Mark.READ else self.starred


@dataclass(frozen=True, slots=True)
class Step:
    """One mark of one item to be set on one side; ``changed`` is our time stamp that it was decided with."""

    item: str
    article: int
    mark: Mark
    value: bool
    changed: int | None


@dataclass(slots=True)
class Settlement:
    """What one run has to do: set here, tell the server, and note as agreed."""

    take: list[Step] = field(default_factory=list)
    send: list[Step] = field(default_factory=list)
    agreed: list[Step] = field(default_factory=list)


def settle(state: MarkState, remote: bool, remote_changed: int | None = None) -> Verdict:
    """Returns whose word holds for one mark, given what the server holds now."""
    if state.value == remote:
        return Verdict.SAME
    if state.base is not None and remote == state.base:
        return Verdict.SEND
    touched = state.changed is not None and state.changed != state.seen
    if not touched or state.changed is None:
        return Verdict.TAKE
    return Verdict.TAKE if remote_changed is not None and remote_changed > state.changed else Verdict.SEND


def observe(pair: Pair, listing: Listing) -> Remote:
    """Returns what the lists of one run tell of an item.

    One that is in no list and stood in none before is as it was, as far as anybody can say: still read, still
    without a star; or gone, and then what is sent about it does no harm.
    """
    there = pair.item in listing.recent
    read: bool | None = None
    if pair.item in listing.unread:
        read = False
    elif listing.unread_whole and (there or pair.item in listing.starred or _unlisted(pair, Mark.READ, True)):
        read = True
    starred: bool | None = None
    if pair.item in listing.starred:
        starred = True
    elif listing.starred_whole and (there or pair.item in listing.unread or _unlisted(pair, Mark.STARRED, False)):
        starred = False
    return Remote(read, starred)


def _unlisted(pair: Pair, mark: Mark, value: bool) -> bool:
    return not pair.gone and pair.marks[mark].base is value


def doubtful(pairs: Iterable[Pair], listing: Listing, *, times: bool = False) -> list[str]:
    """Returns the items that must be asked for by id, as the lists do not tell enough of them.

    Those are items that have left a list in which they stood, and items that became unread again (servers do that
    with edited ones). With ``times`` (a server that tells when a mark was set) those that both sides changed, too.
    """
    found = []
    for pair in pairs:
        if pair.article is None or (pair.gone and pair.item not in listing.all):
            continue
        remote = observe(pair, listing)
        for mark, state in pair.marks.items():
            value = remote.value(mark)
            if value is None:
                unsure = listing.unread_whole if mark is Mark.READ else listing.starred_whole
            else:
                again = mark is Mark.READ and state.base is True and value is False
                conflict = state.value != value and state.base != value and state.changed != state.seen
                unsure = again or (times and conflict)
            if unsure:
                found.append(pair.item)
                break
    return found


def settlement(pairs: Iterable[Pair], told: Mapping[str, Remote]) -> Settlement:
    """Returns what is to be done about the marks that the server told of."""
    plan = Settlement()
    for pair in pairs:
        remote = told.get(pair.item)
        if remote is None or pair.article is None:
            continue
        for mark, state in pair.marks.items():
            value = remote.value(mark)
            if value is None:
                continue
            verdict = settle(state, value, remote.changed)
            if verdict is Verdict.SEND:
                plan.send.append(Step(pair.item, pair.article, mark, state.value, state.changed))
                if state.base != value:  # so that the queue shows it until it is sent
                    plan.agreed.append(Step(pair.item, pair.article, mark, value, state.seen))
            elif verdict is Verdict.TAKE:
                plan.take.append(Step(pair.item, pair.article, mark, value, state.changed))
            elif (state.base, state.seen) != (value, state.changed):
                plan.agreed.append(Step(pair.item, pair.article, mark, value, state.changed))
    return plan
