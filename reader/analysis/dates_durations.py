"""Lengths of time in TIMEX3 notation (ISO 8601 durations with ``X`` for what is not said)."""

from __future__ import annotations

from reader.analysis.dates_lexicon import DURATION_CODES


def duration(amount: float | None, unit: str) -> str:
    """Writes a TIMEX3 duration: "P3M", "PT2H", "PXY", "P2Y6M"."""
    if unit == "F":
        amount, unit = (amount * 2 if amount is not None else None), "W"
    if unit in ("WE", "HY", "G", "SM"):
        return f"P{1 if amount is None else int(amount)}{'WE' if unit == 'WE' else 'X'}"
    part, code = DURATION_CODES[unit]
    if unit == "E" and amount is not None:
        amount, code = amount * 10, "Y"
    if unit == "C" and amount is not None:
        amount, code = amount * 100, "Y"
    if amount is None:
        return f"P{part}X{code}"
    whole = int(amount)
    if whole == amount:
        return f"P{part}{whole}{code}"
    rest = amount - whole
    if code == "Y":
        return f"P{f'{whole}Y' if whole else ''}{round(rest * 12)}M"
    if code == "H":
        return f"PT{f'{whole}H' if whole else ''}{round(rest * 60)}M"
    if unit == "M":
        return f"PT{f'{whole}M' if whole else ''}{round(rest * 60)}S"
    return f"P{part}{amount:g}{code}"
