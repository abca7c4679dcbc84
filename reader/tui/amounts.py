"""Figures as a person reads them: ``$24.6bn``, ``about 750 MW``, ``+42 %``."""

from __future__ import annotations

from reader.model.findings import Qualifier

_CURRENCIES = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩", "TWD": "NT$", "CNY": "CN¥"}
_SCALED = {"W", "Wh", "B", "B/s", "bit/s", "FLOP/s"}
_PREFIXES = ((1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_WORDS = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
_QUALIFIERS = {
    Qualifier.ABOUT: "~",
    Qualifier.AT_LEAST: "≥ ",
    Qualifier.UP_TO: "≤ ",
    Qualifier.LESS_THAN: "< ",
}


def amount(value: float, unit: str) -> str:
    """Returns a value in base units with its unit in the size that a person would choose."""
    currency, _, per = unit.partition("/")
    if currency in _CURRENCIES:
        sign = "−" if value < 0 else ""
        return f"{sign}{_CURRENCIES[currency]}{_worded(abs(value))}{'/' + per if per else ''}"
    if unit in _SCALED:
        for size, prefix in _PREFIXES:
            if abs(value) >= size:
                return f"{_number(value / size)} {prefix}{unit}"
        return f"{_number(value)} {unit}"
    if unit == "%":
        return f"{_number(value)} %"
    if unit == "x":
        return f"{_number(value)}×"
    if unit == "s":
        return _seconds(value)
    if unit == "m" and 0 < abs(value) < 1e-3:
        return f"{_number(value * 1e9)} nm" if abs(value) < 1e-6 else f"{_number(value * 1e6)} µm"
    if unit == "count":
        return _worded(value)
    return f"{_worded(value)} {unit.replace('mm2', 'mm²')}"


def reported(value: float, low: float | None, high: float | None, qualifier: Qualifier, unit: str) -> str:
    """Returns a value as it was reported: a range, ``~``, ``≥`` or ``≤`` where the words said so."""
    if qualifier is Qualifier.RANGE and low is not None and high is not None and low != high:
        return f"{amount(low, unit)} – {amount(high, unit)}"
    return _QUALIFIERS.get(qualifier, "") + amount(value, unit)


def change_words(change: float) -> str:
    """Returns a relative change with its sign: ``+42 %``, ``−7 %``, ``×12`` above a tenfold rise."""
    if change >= 9:
        return f"×{_number(change + 1)}"
    percent = change * 100
    sign = "+" if percent > 0 else "−" if percent < 0 else "±"
    return f"{sign}{_number(abs(percent))} %"


def _worded(value: float) -> str:
    for size, word in _WORDS:
        if abs(value) >= size * 0.99999:
            return f"{_number(value / size)}{word}"
    return _number(value)


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    if abs(value) >= 100:
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.1f}".rstrip("0").rstrip(".")
    return f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}".rstrip("0").rstrip(".")


def _seconds(value: float) -> str:
    size = abs(value)
    for limit, unit, name in ((1e-6, 1e-9, "ns"), (1e-3, 1e-6, "µs"), (1, 1e-3, "ms"), (120, 1, "s"), (7200, 60, "min"),
                              (172800, 3600, "h"), (6e6, 86400, "days"), (6.2e7, 2629800, "months")):  # fmt: skip
        if size < limit:
            return f"{_number(round(value / unit, 3))} {name}"
    return f"{_number(round(value / 31557600, 2))} years"
