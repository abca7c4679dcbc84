"""Dates of feeds: RFC 822, RFC 3339, W3CDTF and what is found in their place, with the offset that was written."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)
_LIMIT = 120

_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "met": 60,
    "cest": 120, "mesz": 120, "mest": 120, "sast": 120, "eet": 120, "eest": 180, "msk": 180, "ist": 330,
    "pkt": 300, "ict": 420, "wib": 420, "hkt": 480, "sgt": 480, "awst": 480, "jst": 540, "kst": 540,
    "acst": 570, "acdt": 630, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780, "nst": -210, "ndt": -150,
    "ast": -240, "adt": -180, "est": -300, "edt": -240, "et": -300, "cst": -360, "cdt": -300, "ct": -360,
    "mst": -420, "mdt": -360, "mt": -420, "pst": -480, "pdt": -420, "pt": -480, "akst": -540, "akdt": -480,
    "hst": -600, "brt": -180, "art": -180,
}  # fmt: skip
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12, "jän": 1, "mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12, "fév": 2, "fev": 2, "avr": 4,
    "juin": 6, "juil": 7, "aoû": 8, "aou": 8, "déc": 12, "ene": 1, "abr": 4, "ago": 8, "dic": 12, "gen": 1, "mag": 5,
    "giu": 6, "lug": 7, "set": 9, "ott": 10, "out": 10, "mei": 5, "mrt": 3, "maj": 5, "янв": 1, "фев": 2, "мар": 3,
    "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
}  # fmt: skip
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{1,2})(?:[.,]\d{1,12})?)?(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_ZONE = r"\(?(?P<zone>[A-Za-z]{1,5}(?=[^A-Za-z]|$)|(?:GMT|UTC)?\s*[+-]\s?\d{1,2}:?\d{0,2}(?::\d\d)?)?"
_WORD = r"[^\W\d_]{3,12}\.?"
_ISO = re.compile(
    rf"(?P<year>\d{{4}})(?:[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}))?)?(?:(?:[Tt]|,?\s{{1,3}})\s?{_TIME}\s*{_ZONE})?"
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:[Tt]?(?P<hour>\d{2}):?(?P<minute>\d{2}):?(?P<second>\d{2})?"
    rf"(?:[.,]\d+)?(?P<half>)\s*{_ZONE})?"
)
_MAIL = re.compile(
    rf"(?:[^\W\d_]{{2,12}}\.?,?\s{{0,3}})?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]{{1,3}}(?:de\s)?(?P<name>{_WORD}),?[\s-]{{1,3}}"
    rf"(?:de\s)?(?P<year>\d{{4}}|\d{{2}})(?:,?\s{{1,3}}(?:at\s)?{_TIME}\s*{_ZONE})?"
)
_AMERICAN = re.compile(
    rf"(?:{_WORD},?\s{{1,3}})?(?P<name>{_WORD})\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<year>\d{{4}})"
    rf"(?:,?\s{{1,3}}(?:at\s|[-–—]\s)?{_TIME}\s*{_ZONE})?"
)
_ASCTIME = re.compile(
    rf"(?:{_WORD},?\s{{1,3}})?(?P<name>{_WORD})\s{{1,3}}(?P<day>\d{{1,2}})\s{{1,3}}{_TIME}\s{_ZONE}\s*(?P<year>\d{{4}})"
    r"(?:\s*\(.{0,40}\))?"
)
_ASCTIME_BARE = re.compile(
    rf"(?:{_WORD},?\s{{1,3}})?(?P<name>{_WORD})\s{{1,3}}(?P<day>\d{{1,2}})\s{{1,3}}{_TIME}\s{{1,3}}(?P<year>\d{{4}})"
)
_BROWSER = re.compile(  # what JavaScript's Date prints
    rf"{_WORD}\s(?P<name>{_WORD})\s(?P<day>\d{{1,2}})\s(?P<year>\d{{4}})\s{_TIME}\s{_ZONE}(?:\s\(.{{0,40}})?"
)
_POINTED = re.compile(rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}})(?:,?\s{{1,3}}{_TIME}\s*{_ZONE})?")
_SLASHED = re.compile(
    rf"(?:{_WORD},?\s)?(?P<month>\d{{1,2}})[/-](?P<day>\d{{1,2}})[/-](?P<year>\d{{4}})(?:,?\s{{1,3}}{_TIME}\s*{_ZONE})?"
)
_FORMS = (_ISO, _COMPACT, _MAIL, _AMERICAN, _BROWSER, _ASCTIME, _ASCTIME_BARE, _POINTED, _SLASHED)
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+)?|(\d{12,13})")


def parse_date(text: str | None) -> datetime | None:
    """Returns an aware datetime in the offset that ``text`` names (UTC where it names none), None where none is read.

    An unknown zone name counts as UTC. A year of two digits is 1970–2069. An hour of 24 is the next midnight, a
    second of 60 is 59.
    """
    if text is None or len(text) > _LIMIT:
        return None
    words = " ".join(text.split())
    if found := _EPOCH.fullmatch(words):
        return datetime.fromtimestamp(int(found[1]) if found[1] else int(found[2]) / 1000, UTC)
    for form in _FORMS:
        if (found := form.fullmatch(words)) is not None and (moment := _moment(found.groupdict())) is not None:
            return moment
    return None


def _moment(parts: dict[str, str | None]) -> datetime | None:
    year = int(parts["year"] or 0)
    if year < 70:
        year += 2000
    elif year < 100:
        year += 1900
    if (name := parts.get("name")) is not None:
        lowered = name.lower().rstrip(".")
        month = _MONTHS.get(lowered[:4]) or _MONTHS.get(lowered[:3]) or 0
    else:
        month = int(parts.get("month") or 1)
    day = int(parts.get("day") or 1)
    if month > 12 >= day and parts.get("name") is None:
        month, day = day, month
    hour, minute, second = (int(parts.get(key) or 0) for key in ("hour", "minute", "second"))
    if half := parts.get("half"):
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    late = hour == 24 and minute == 0
    try:
        moment = datetime(
            year, month, day, 0 if late else hour, minute, min(second, 59), tzinfo=_zone(parts.get("zone"))
        )
        return moment + timedelta(days=1) if late else moment
    except (ValueError, OverflowError):
        return None


def _zone(text: str | None) -> timezone:
    if not text:
        return UTC
    name = text.strip().lower()
    if name in _ZONES:
        return timezone(timedelta(minutes=_ZONES[name])) if _ZONES[name] else UTC
    found = re.search(r"([+-])\s?(\d{1,2}):?(\d{2})?", name)
    if not found:
        return UTC
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 14 or minutes > 59:
        return UTC
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if found[1] == "-" else offset) if offset else UTC


def believable(moment: datetime | None, now: datetime) -> bool:
    """Says whether an entry can have appeared then: from 1990 to two days after ``now``."""
    return moment is not None and EARLIEST <= moment <= now + _AHEAD
