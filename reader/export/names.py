"""File names that are safe everywhere and the same on every run: ``2026-04-18 inside-the-filing-a1b2c3d4e5f6.md``."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

SLUG_BYTES = 80
_GAPS = re.compile(r"[^a-z0-9]+")
_ID = re.compile(r"[^A-Za-z0-9-]+")
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}


def slug(title: str) -> str:
    """Returns letters, digits and dashes of ``title``, at most 80 bytes, ``untitled`` where none are left."""
    plain = unicodedata.normalize("NFKD", title[:2000]).encode("ascii", "ignore").decode().lower()
    name = _GAPS.sub("-", plain.replace("'", "")).strip("-")
    if len(name) > SLUG_BYTES:
        name = name[: SLUG_BYTES + 1].rpartition("-")[0] or name[:SLUG_BYTES]
    return name.strip("-") or "untitled"


def file_name(day: date | None, title: str, page: str, ending: str = "md") -> str:
    """Returns ``DAY SLUG-ID.ENDING``. ``page`` is a public id, so no two pages share a name, whatever the case.

    The slug is left out where the id begins with it, as that of an organisation does.
    """
    name = slug(title)
    if name in _RESERVED:
        name = f"{name}-page"
    ident = _ID.sub("-", page).strip("-").lower() or "page"
    stem = ident if ident.startswith(f"{name}-") else f"{name}-{ident}"
    return f"{f'{day.isoformat()} ' if day else ''}{stem}.{ending}"
