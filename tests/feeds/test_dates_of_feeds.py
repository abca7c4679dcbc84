"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from reader.feeds.dates import believable, parse_date

CASES = [
    ("Sat, 18 Apr 2026 09:05:07 GMT", "2026-04-18T09:05:07+00:00"),
    ("Sat, 18 Apr 2026 09:05:07 +0200", "2026-04-18T09:05:07+02:00"),
    ("Sat, 18 Apr 2026 09:05:07 +02:00", "2026-04-18T09:05:07+02:00"),
    ("Sat, 18 Apr 2026 09:05 EST", "2026-04-18T09:05:00-05:00"),
    ("Sat, 18 Apr 2026 09:05:07 PDT", "2026-04-18T09:05:07-07:00"),
    ("Sat, 18 Apr 2026 09:05:07 GMT+2", "2026-04-18T09:05:07+02:00"),
    ("Sat, 18 Apr 2026 09:05:07 GMT-0330", "2026-04-18T09:05:07-03:30"),
    ("Sat, 18 Apr 2026 09:05:07 (JST)", None),
    ("Sat, 18 Apr 2026 09:05:07", "2026-04-18T09:05:07+00:00"),
    ("Sat,18 Apr 2026 09:05:07 Z", "2026-04-18T09:05:07+00:00"),
    ("Saturday, 18-Apr-26 09:05:07 UTC", "2026-04-18T09:05:07+00:00"),
    ("18 Apr 2026", "2026-04-18T00:00:00+00:00"),
    ("18 April 2026 9:05 PM CET", "2026-04-18T21:05:00+01:00"),
    ("Sat, 18 Apr 2026 24:00:00 GMT", "2026-04-19T00:00:00+00:00"),
    ("Sat, 18 Apr 2026 23:59:60 GMT", "2026-04-18T23:59:59+00:00"),
    ("Mon, 18 Apr 2026 09:05:07 GMT", "2026-04-18T09:05:07+00:00"),
    ("2026-04-18T09:05:07Z", "2026-04-18T09:05:07+00:00"),
    ("2026-04-18t09:05:07.123456789-07:00", "2026-04-18T09:05:07-07:00"),
    ("2026-04-18T09:05+0530", "2026-04-18T09:05:00+05:30"),
    ("2026-04-18 09:05:07", "2026-04-18T09:05:07+00:00"),
    ("2026-04-18 09:05:07 +0000 UTC", None),
    ("2026-04-18", "2026-04-18T00:00:00+00:00"),
    ("2026-04", "2026-04-01T00:00:00+00:00"),
    ("2026/04/18 09:05", "2026-04-18T09:05:00+00:00"),
    ("20260418T090507Z", "2026-04-18T09:05:07+00:00"),
    ("20260418", "2026-04-18T00:00:00+00:00"),
    ("April 18, 2026", "2026-04-18T00:00:00+00:00"),
    ("Apr 18th, 2026 9:05 AM EDT", "2026-04-18T09:05:00-04:00"),
    ("Sat Apr 18 09:05:07 2026", "2026-04-18T09:05:07+00:00"),
    ("Sat Apr 18 09:05:07 PDT 2026", "2026-04-18T09:05:07-07:00"),
    ("Sat Apr 18 2026 09:05:07 GMT+0200 (Central European Summer Time)", "2026-04-18T09:05:07+02:00"),
    ("18.04.2026 09:05", "2026-04-18T09:05:00+00:00"),
    ("04/18/2026 09:05:07", "2026-04-18T09:05:07+00:00"),
    ("18/04/2026", "2026-04-18T00:00:00+00:00"),
    ("Sa, 18 Mai 2026 09:05:07 +0200", "2026-05-18T09:05:07+02:00"),
    ("18 déc. 2026", "2026-12-18T00:00:00+00:00"),
    ("18 de abril de 2026", "2026-04-18T00:00:00+00:00"),
    ("1776503107", "2026-04-18T09:05:07+00:00"),
    ("1776503107000", "2026-04-18T09:05:07+00:00"),
    ("Sat, 31 Feb 2026 09:05:07 GMT", None),
    ("Sat, 18 Foo 2026 09:05:07 GMT", None),
    ("Sat, 18 Apr 2026 99:05:07 GMT", None),
    ("0000-00-00T00:00:00Z", None),
    ("yesterday", None),
    ("", None),
    (None, None),
    ("9" * 5000, None),
    ("1 " * 500, None),
]


@pytest.mark.parametrize(("text", "moment"), CASES, ids=[str(case[0])[:40] for case in CASES])
def test_dates(text: str | None, moment: str | None) -> None:
    found = parse_date(text)
    assert (found.isoformat() if found else None) == moment


def test_believable_dates_are_1990_to_two_days_ahead() -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert believable(datetime(1990, 1, 1, tzinfo=UTC), now)
    assert believable(now + timedelta(days=2), now)
    assert not believable(datetime(1989, 12, 31, tzinfo=UTC), now)
    assert not believable(now + timedelta(days=2, seconds=1), now)
    assert not believable(None, now)
