"""Pure decisions of a sync: which feeds are due, which article an entry is, what changed, when to come again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import median

from reader.feeds.addresses import identity_url, same
from reader.model.feeds import Change, Entry, FeedState, Known
from reader.model.ids import public_id
from reader.model.text import PlainText

BASE = 30 * 60
"""seconds between fetches of a feed of which nothing is known yet"""
QUICKEST, SLOWEST = 15 * 60, 6 * 3600
"""bounds of the pace that a feed's own changes make"""
LONGEST = 24 * 3600
"""what a publisher may ask for, and how far failures put off"""
SIGHTINGS = 3
"""how often in a row a permanent redirect must be seen before it is believed"""
QUIET_EDITS, EDITS = 24, 200
"""how many changes of one article are stored: those that nobody sees, and all"""
_SLACK = timedelta(seconds=60)
_IMPLAUSIBLE = timedelta(days=31)


def due(states: Iterable[FeedState], now: datetime, force: bool = False) -> list[FeedState]:
    """Returns the feeds to fetch, longest waiting first.

    A feed that is gone, switched off, or whose server asked to wait is never due. ``force`` takes all others. A due
    time over 31 days ahead, or a last sync in the future, come from a clock that was set back: such feeds are due.
    """
    found = []
    for state in states:
        if not state.enabled or state.last_status == "gone":
            continue
        if state.retry_after is not None and now < state.retry_after <= now + _IMPLAUSIBLE:
            continue
        waiting = state.next_due is not None and now + _SLACK < state.next_due <= now + _IMPLAUSIBLE
        if waiting and not force and not (state.last_sync is not None and state.last_sync > now + _SLACK):
            continue
        found.append(state)
    return sorted(found, key=lambda state: (state.next_due is not None, state.next_due or now, state.id))


def address(state: FeedState) -> str:
    """Returns where to fetch a feed: where its permanent redirect led, once that was seen three times in a row.

    Where the new address fails three times in a row, the one that the user wrote is asked again.
    """
    believed = state.moved_to and state.moved_sightings >= SIGHTINGS and state.failures < SIGHTINGS
    return state.moved_to if believed and state.moved_to else state.url


def sighting(state: FeedState, moved_to: str | None) -> tuple[str | None, int]:
    """Returns the redirect target and its count of sightings in a row after one good fetch.

    ``moved_to`` is what that fetch saw, and is counted only where the new address gave a feed (the caller knows). A
    feed that is fetched from its new address already keeps it as long as it answers there.
    """
    if moved_to is None:
        return (state.moved_to, state.moved_sightings) if address(state) != state.url else (None, 0)
    if moved_to == state.moved_to:
        return moved_to, state.moved_sightings + 1
    return moved_to, SIGHTINGS if address(state) != state.url else 1


def next_due(
    feed: str,
    now: datetime,
    *,
    fixed: int | None = None,
    interval: int | None = None,
    changed: bool | None = None,
    failures: int = 0,
    ttl: int | None = None,
    max_age: int | None = None,
    rhythm: int | None = None,
    retry_after: int | None = None,
    skip_hours: Collection[int] = (),
) -> tuple[datetime, int]:
    """Returns when a feed is due again, and its new interval in seconds (to be stored, and given back as ``interval``).

    ``fixed`` is the interval that the user wrote; ``changed`` says whether the fetch brought something new (None
    where it failed, ``failures`` counts those in a row). ``ttl`` and ``max_age`` are what the document and the server
    ask for, ``rhythm`` the usual gap between entries, ``retry_after`` what a 429 or 503 asked
    for, ``skip_hours`` the hours of the day (UTC) that the publisher asks to leave out.
    """
    if interval is None:
        interval = _clamp(rhythm // 2, QUICKEST, SLOWEST) if rhythm else BASE
    elif changed:
        interval = _clamp(interval * 2 // 3, QUICKEST, SLOWEST)
    elif changed is False:
        interval = _clamp(interval * 5 // 4, QUICKEST, SLOWEST)
    wait = fixed or max(interval, min(max(ttl or 0, max_age or 0), LONGEST))
    if failures:
        wait = max(wait, min(max(wait, 60) * 2 ** min(failures, 12), LONGEST))
    spread = int.from_bytes(hashlib.blake2b(f"{feed} {now.isoformat()}".encode(), digest_size=4).digest()) / 2**32
    wait = int(wait * (0.95 + 0.1 * spread)) if fixed is None else wait
    when = now + timedelta(seconds=max(wait, retry_after or 0))
    for _ in range(24 if fixed is None else 0):
        if when.astimezone(UTC).hour not in skip_hours:
            break
        when = (when + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    return when, interval


def _clamp(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)


def rhythm(entries: Sequence[Entry]) -> int | None:
    """Returns the usual gap between a feed's last entries in seconds, None where fewer than four carry a date."""
    moments = sorted({entry.published for entry in entries if entry.published is not None}, reverse=True)[:20]
    if len(moments) < 4:
        return None
    return int(median((later - earlier).total_seconds() for later, earlier in pairwise(moments)))


def identity(entry: Entry) -> str:
    """Returns what an entry is known by within its feed: its guid, else its link, else its words."""
    if entry.guid:
        return f"g:{entry.guid}"
    if entry.url:
        return f"u:{identity_url(entry.url)}"
    return f"h:{_digest(entry.title, entry.html)}"


def identities(entries: Sequence[Entry], known: Mapping[str, Known]) -> list[str | None]:
    """Returns the identity of each entry of one document; None for an entry that stands there twice.

    Where different entries carry one guid, each is known by guid and link (or words); the one that is known by the
    bare guid already keeps it.
    """
    plain = [identity(entry) for entry in entries]
    counts = Counter(plain)
    taken: set[str] = set()
    found: list[str | None] = []
    for entry, name in zip(entries, plain, strict=True):
        if counts[name] > 1 and not name.startswith("h:"):
            mark = identity_url(entry.url) if entry.url else _digest(entry.title, entry.html)
            keeper = known.get(name)
            ours = keeper is not None and (identity_url(keeper.url) if keeper.url else None) == mark
            if not ours and not _one_thing(entries, plain, name):
                name = f"{name}\x1f{mark}"
        found.append(None if name in taken else name)
        taken.add(name)
    return found


def _one_thing(entries: Sequence[Entry], plain: Sequence[str], name: str) -> bool:
    """Says whether all entries of one identity are the same one again."""
    marks = {
        (identity_url(entry.url) if entry.url else "", entry.title if not entry.url else "")
        for entry, other in zip(entries, plain, strict=True)
        if other == name
    }
    return len(marks) == 1


def article_id(feed_url: str, name: str) -> str:
    """Returns the public id of an entry of a feed: the same on every machine."""
    return public_id("a", same(feed_url), name)


def content_hash(entry: Entry, text: PlainText) -> str:
    """Returns two digests, ``SEEN.REST``: of what a reader sees, and of the rest that is stored.

    ``updated`` does not count (many feeds stamp it anew with every build), nor do tracking parameters of the link.
    """
    rest = _digest(
        identity_url(entry.url) if entry.url else "",
        entry.author or "",
        entry.published.isoformat() if entry.published else "",
        entry.html,
        *entry.categories,
        *(enclosure.url for enclosure in entry.enclosures),
        entry.source or "",
    )
    return f"{_digest(entry.title, text.text)}.{rest}"


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def changes(
    feed_url: str,
    entries: Sequence[Entry],
    known: Mapping[str, Known],
    now: datetime,
    raw_hashes: Sequence[str | None] | None = None,
) -> tuple[Change, ...]:
    """Returns what is new in a document or is not as it is stored, in its order.

    ``known`` maps identities to what the store holds of the feed. ``raw_hashes`` are digests of the items' bytes: an
    entry whose digest is the stored one is unchanged without its text being made. A new guid on a known link is the
    same article only where the old guid has left the document and the link stands in it once.
    """
    return compare(feed_url, entries, known, raw_hashes)[0]


def compare(
    feed_url: str,
    entries: Sequence[Entry],
    known: Mapping[str, Known],
    raw_hashes: Sequence[str | None] | None = None,
) -> tuple[tuple[Change, ...], tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Returns changes, the identities in the document, and (article id, digest) pairs that the store has otherwise."""
    from reader.text import plain_text  # only where documents are read: its patterns take a while to compile

    names = identities(entries, known)
    if raw_hashes is not None:  # the same bytes are the same article, whatever stands beside them now
        by_raw = {one.raw_hash: name for name, one in known.items() if one.raw_hash is not None}
        names = [
            name if name is None or raw is None else by_raw.get(raw, name)
            for name, raw in zip(names, raw_hashes, strict=True)
        ]
    links: Counter[str] | None = None
    by_link: dict[str, str] = {}
    here = {name for name in names if name is not None}
    home = same(feed_url)
    found: list[Change] = []
    restamped: list[tuple[str, str]] = []
    for number, (entry, name) in enumerate(zip(entries, names, strict=True)):
        if name is None:
            continue
        raw = raw_hashes[number] if raw_hashes is not None else None
        before = known.get(name)
        if before is None and entry.url and known:
            if links is None:
                links = Counter(identity_url(one.url) for one in entries if one.url)
                by_link = _by_link(known)
            link = identity_url(entry.url)
            old = by_link.get(link)
            if old is not None and old not in here and links[link] == 1:
                before = known[old]
        elif before is not None and raw is not None and before.raw_hash == raw:
            continue
        text = plain_text(entry.html, entry.url)
        mark = content_hash(entry, text)
        if before is None:
            made = public_id("a", home, name)
            found.append(Change(made, name, mark, entry, text, new=True, visible=True, raw_hash=raw))
            continue
        moved = name not in known
        if mark == before.content_hash and not moved:
            if raw is not None:
                restamped.append((before.article_id, raw))
            continue
        visible = mark.partition(".")[0] != before.content_hash.partition(".")[0]
        if not moved and before.edits >= (EDITS if visible else QUIET_EDITS):
            continue
        found.append(
            Change(before.article_id, name, mark, entry, text, new=False, visible=visible, raw_hash=raw)
        )  # fmt: skip
    return tuple(found), tuple(name for name in names if name is not None), tuple(restamped)


def _by_link(known: Mapping[str, Known]) -> dict[str, str]:
    """Maps links to the identity of the one known article that has it; links of several articles are left out."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for name, one in known.items():
        if one.url:
            link = identity_url(one.url)
            if link in found:
                several.add(link)
            found[link] = name
    return {link: name for link, name in found.items() if link not in several}
