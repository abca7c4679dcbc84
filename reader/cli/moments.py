"""Moments as the command line takes them: ``2026-04``, ``2026-04-18``, an RFC 3339 time, or ``7d`` before now."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import click

from reader.cli.application import Application

_AGO = re.compile(r"(\d{1,5})([hdw])")
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


class Moment(click.ParamType[datetime]):
    """Converts to an aware ``datetime``. ``end`` makes a year, month or day mean the moment at which it is over.

    Days are those of the local time zone.
    """

    name = "date"

    def __init__(self, *, end: bool = False) -> None:
        self.end = end

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        text = str(value).strip()
        if found := _AGO.fullmatch(text):
            now = ctx.ensure_object(Application).now() if ctx else Application().now()
            return now - timedelta(**{_UNITS[found[2]]: int(found[1])})
        try:
            if found := _DAY.fullmatch(text):
                return self._day(found)
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.astimezone()
        except (ValueError, OverflowError):
            self.fail(f"{text!r} is no date; write 2026-04, 2026-04-18 or 7d", param, ctx)

    def _day(self, found: re.Match[str]) -> datetime:
        year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        start = datetime(year, month, day)
        if self.end:
            if found[3]:
                start += timedelta(days=1)
            elif found[2]:
                start = datetime(year + month // 12, month % 12 + 1, 1)
            else:
                start = datetime(year + 1, 1, 1)
        return start.astimezone()
