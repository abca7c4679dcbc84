"""Amounts in a person's words: long in a document (``at least $24.6 billion``), short on a screen (``≥ $24.6bn``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reader.model.findings import Qualifier

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩", "TWD": "NT$", "CNY": "CN¥"}
_PREFIXED = frozenset(("W", "Wh", "B", "B/s", "bit/s", "FLOP/s"))
_PREFIXES = ((1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))
_SECONDS = ((1e-6, 1e-9, "ns"), (1e-3, 1e-6, "µs"), (1, 1e-3, "ms"), (120, 1, "s"), (7200, 60, "min"),
            (172800, 3600, "h"), (6e6, 86400, "days"), (6.2e7, 2629800, "months"))  # fmt: skip
_YEAR = 31557600


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say amounts; :data:`LONG` and :data:`SHORT` are those in use."""

    number: Callable[[float], str]
    scales: tuple[tuple[float, str], ...]
    per: str
    percent: str
    span: str
    qualifiers: Mapping[Qualifier, str]
    fold: Callable[[str], str]
    units: Mapping[str, str]

    def amount(self, value: float, unit: str) -> str:
        """Returns a value in base units with its unit in the size that a person would choose."""
        currency, _, per = unit.partition("/")
        if currency in _SIGNS:
            sign = "−" if value < 0 else ""
            return f"{sign}{_SIGNS[currency]}{self._scaled(abs(value))}{f'{self.per}{per}' if per else ''}"
        if unit in _PREFIXED:
            for size, prefix in _PREFIXES:
                if abs(value) >= size:
                    return f"{self.number(value / size)} {prefix}{unit}"
            return f"{self.number(value)} {unit}"
        if unit == "%":
            return f"{self.number(value)}{self.percent}"
        if unit == "x":
            return f"{self.number(value)}×"
        if unit == "s":
            return self._seconds(value)
        if unit == "m" and 0 < abs(value) < 1e-3:
            return f"{self.number(value * 1e9)} nm" if abs(value) < 1e-6 else f"{self.number(value * 1e6)} µm"
        return self._scaled(value) if unit == "count" else f"{self._scaled(value)} {self.units.get(unit, unit)}"

    def reported(self, value: float, low: float | None, high: float | None, qualifier: Qualifier, unit: str) -> str:
        """Returns a value as it was reported, a range or with the hedge of its words."""
        if qualifier is Qualifier.RANGE and low is not None and high is not None and low != high:
            currency, _, per = unit.partition("/")
            first = self.amount(low, currency if per and currency in _SIGNS else unit)
            return f"{first}{self.span}{self.amount(high, unit)}"
        return self.qualifiers.get(qualifier, "") + self.amount(value, unit)

    def change(self, change: float) -> str:
        """Returns a relative change with its sign, as a multiple from a tenfold rise on."""
        if change >= 9:
            return self.fold(self.number(change + 1))
        percent = abs(change) * 100
        sign = "+" if change > 0 else "−" if change < 0 else "±"
        return f"{sign}{self.number(round(percent, 1) if percent < 10 else round(percent))}{self.percent}"

    def _scaled(self, value: float) -> str:
        for size, word in self.scales:
            # What rounds to a thousand of the next scale belongs to it.
            if abs(value) >= size * 0.99999:
                return f"{self.number(value / size)}{word}"
        return self.number(value)

    def _seconds(self, value: float) -> str:
        size = abs(value)
        for limit, unit, name in _SECONDS if value else ():
            if size < limit:
                return f"{self.number(round(value / unit, 3))} {name}"
        return f"{self.number(round(value / _YEAR, 2))} years" if value else "0 s"


def number(value: float) -> str:
    """Returns a number with thousands set off: three decimals at most, three significant digits below one."""
    text = f"{value:,.3f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.3g}"
    return text.replace("-", "−")


def rounded_number(value: float) -> str:
    """Returns a number with as many decimals as a list has room for: ``1,234``, ``123.4``, ``12.34``, ``0.123``."""
    size = abs(value)
    return number(round(value, 0 if size >= 1000 else 1 if size >= 100 else 2) if size >= 1 else value)


LONG = Wording(
    number=number,
    scales=((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
    per=" per ",
    percent="%",
    span=" to ",
    qualifiers={
        Qualifier.ABOUT: "about ",
        Qualifier.AT_LEAST: "at least ",
        Qualifier.UP_TO: "up to ",
        Qualifier.LESS_THAN: "less than ",
    },
    fold=lambda times: f"{times}-fold",
    units={"mm2": "mm²", "sqft": "square feet"},
)
SHORT = Wording(
    number=rounded_number,
    scales=((1e12, "tn"), (1e9, "bn"), (1e6, "m")),
    per="/",
    percent=" %",
    span=" – ",
    qualifiers={
        Qualifier.ABOUT: "~",
        Qualifier.AT_LEAST: "≥ ",
        Qualifier.UP_TO: "≤ ",
        Qualifier.LESS_THAN: "< ",
    },
    fold=lambda times: f"×{times}",
    units={"mm2": "mm²"},
)
