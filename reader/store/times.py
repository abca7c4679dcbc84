"""Times as the store keeps them: whole UTC seconds, and minutes of the outlet's own offset beside them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone


def seconds(moment: datetime) -> int:
    """Returns the UTC seconds of an aware time; fractions are cut off. Raises ValueError for a naive one."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"a naive time: {moment!r}")
    gone = moment.replace(tzinfo=None) - offset - datetime(1970, 1, 1)
    return gone.days * 86400 + gone.seconds


def seconds_or_none(moment: datetime | None) -> int | None:
    return None if moment is None else seconds(moment)


def offset_minutes(moment: datetime | None) -> int | None:
    """Returns the minutes east of UTC that a time was given in, None for no time."""
    offset = moment.utcoffset() if moment is not None else None
    return None if offset is None else round(offset.total_seconds() / 60)


def moment(value: int, offset: int | None = None) -> datetime:
    """Returns the aware time of UTC seconds, in the zone ``offset`` minutes east of UTC."""
    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value)
    return utc.astimezone(timezone(timedelta(minutes=offset))) if offset else utc


def moment_or_none(value: int | None, offset: int | None = None) -> datetime | None:
    return None if value is None else moment(value, offset)
