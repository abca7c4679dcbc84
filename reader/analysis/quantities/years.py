"""Small steps in EDTF: the months that end with one, the same period a year before."""

from __future__ import annotations

import re


def months_to(day: str, count: int) -> str:
    """Returns the ``count`` whole months up to that of an EDTF day ("2026-02-26", 3 → "2025-12/2026-02")."""
    year, month = int(day[:4]), int(day[5:7])
    first = year * 12 + month - count
    return f"{first // 12:04d}-{first % 12 + 1:02d}/{year:04d}-{month:02d}"


_MONTH = re.compile(r"(\d{4})(-\d\d(?:-\d\d)?)?")


def year_earlier(edtf: str) -> str:
    """Returns the same period of the year before."""
    return _MONTH.sub(lambda m: f"{int(m[1]) - 1:04d}{m[2] or ''}", edtf)
