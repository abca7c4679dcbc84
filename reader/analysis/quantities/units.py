"""Units after a number and currencies before it, in base units (``interface.md`` lists them), decimal prefixes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.analysis.quantities.numbers import scale_of

_BIG = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}
_PREFIX = {
    "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15, "exa": 1e18, "zetta": 1e21,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit found at ``start:end``; ``factor`` turns the written number into base units."""

    code: str
    factor: float
    start: int
    end: int


def _symbols() -> dict[str, tuple[str, float]]:
    out = {
        "%": ("%", 1.0), "pct": ("%", 1.0), "bps": ("bp", 1.0), "bp": ("bp", 1.0), "pp": ("bp", 100.0),
        "ppt": ("bp", 100.0), "W": ("W", 1.0), "Wh": ("Wh", 1.0), "x": ("x", 1.0), "X": ("x", 1.0), "×": ("x", 1.0),
        "ms": ("s", 1e-3), "µs": ("s", 1e-6), "μs": ("s", 1e-6), "us": ("s", 1e-6), "ns": ("s", 1e-9),
        "sec": ("s", 1.0), "secs": ("s", 1.0), "s": ("s", 1.0), "nm": ("m", 1e-9), "mm²": ("mm2", 1.0),
        "mm2": ("mm2", 1.0), "mm^2": ("mm2", 1.0), "sq mm": ("mm2", 1.0), "sq ft": ("sqft", 1.0),
        "sq. ft.": ("sqft", 1.0), "sq. ft": ("sqft", 1.0), "sqft": ("sqft", 1.0), "sf": ("sqft", 1.0),
        "sq m": ("sqft", 10.7639104), "sqm": ("sqft", 10.7639104), "m²": ("sqft", 10.7639104),
        "m2": ("sqft", 10.7639104), "ha": ("acres", 2.47105381), "tok/s": ("tokens/s", 1.0),
        "tok/sec": ("tokens/s", 1.0), "tokens/s": ("tokens/s", 1.0), "tokens/sec": ("tokens/s", 1.0),
        "tokens/second": ("tokens/s", 1.0), "t/s": ("tokens/s", 1.0), "tps": ("tokens/s", 1.0),
        "TPS": ("tokens/s", 1.0), "kw": ("W", 1e3), "Mw": ("W", 1e6), "KW": ("W", 1e3), "KB": ("B", 1e3),
        "FLOP/s": ("FLOP/s", 1.0), "FLOPS": ("FLOP/s", 1.0), "MTok": ("tokens", 1e6), "Mtok": ("tokens", 1e6),
    }  # fmt: skip
    for prefix, factor in _BIG.items():
        for tail in ("", "e", "p", "t", "th", "dc", "ac", "c"):
            out[f"{prefix}W{tail}"] = ("W", factor)
        out[f"{prefix}Wh"] = out[f"{prefix}W-hr"] = ("Wh", factor)
        byte, bit = f"{prefix}B", f"{prefix}b"
        out[byte] = ("B", factor)
        for tail in ("/s", "/sec", "/second", "ps", "/S"):
            out[byte + tail] = ("B/s", factor)
            out[bit + tail] = ("bit/s", factor)
            out[bit + "it" + tail] = ("bit/s", factor)
        for tail in ("FLOPS", "FLOPs", "FLOP/s", "Flops", "Flop/s", "flops", "flop/s"):
            out[prefix + tail] = ("FLOP/s", factor)
        if prefix != "k":
            out[f"{prefix}b"] = out[f"{prefix}bit"] = ("bit", factor)
            out[f"{prefix}iB"] = ("B", {"M": 2.0**20, "G": 2.0**30, "T": 2.0**40}.get(prefix, factor))
    return out


def _words() -> dict[str, tuple[str, float]]:
    out = {
        "per cent": ("%", 1.0), "percent": ("%", 1.0), "per-cent": ("%", 1.0), "percentage points": ("bp", 100.0),
        "percentage point": ("bp", 100.0), "percentage-point": ("bp", 100.0), "basis points": ("bp", 1.0),
        "basis point": ("bp", 1.0), "basis-point": ("bp", 1.0), "times": ("x", 1.0), "fold": ("x", 1.0),
        "tokens": ("tokens", 1.0), "token": ("tokens", 1.0), "transistors": ("transistors", 1.0),
        "parameters": ("parameters", 1.0), "parameter": ("parameters", 1.0), "params": ("parameters", 1.0),
        "acres": ("acres", 1.0), "acre": ("acres", 1.0), "hectares": ("acres", 2.47105381),
        "hectare": ("acres", 2.47105381), "square feet": ("sqft", 1.0), "square foot": ("sqft", 1.0),
        "square-foot": ("sqft", 1.0), "square-feet": ("sqft", 1.0), "square metres": ("sqft", 10.7639104),
        "square meters": ("sqft", 10.7639104), "square-metre": ("sqft", 10.7639104),
        "square-meter": ("sqft", 10.7639104), "square millimeters": ("mm2", 1.0), "square millimetres": ("mm2", 1.0),
        "square millimeter": ("mm2", 1.0), "square millimetre": ("mm2", 1.0), "square-millimeter": ("mm2", 1.0),
        "square-millimetre": ("mm2", 1.0), "square miles": ("acres", 640.0), "square-mile": ("acres", 640.0),
        "square kilometres": ("acres", 247.105381), "square kilometers": ("acres", 247.105381),
        "nanometers": ("m", 1e-9), "nanometres": ("m", 1e-9), "nanometer": ("m", 1e-9), "nanometre": ("m", 1e-9),
        "milliseconds": ("s", 1e-3), "millisecond": ("s", 1e-3), "microseconds": ("s", 1e-6),
        "microsecond": ("s", 1e-6), "nanoseconds": ("s", 1e-9), "nanosecond": ("s", 1e-9), "seconds": ("s", 1.0),
        "second": ("s", 1.0), "minutes": ("s", 60.0), "minute": ("s", 60.0), "hours": ("s", 3600.0),
        "hour": ("s", 3600.0), "days": ("s", 86400.0), "day": ("s", 86400.0), "weeks": ("s", 604800.0),
        "week": ("s", 604800.0), "months": ("s", 2629800.0), "years": ("s", 31557600.0), "watts": ("W", 1.0),
        "watt": ("W", 1.0), "watt-hours": ("Wh", 1.0), "bytes": ("B", 1.0), "points": ("points", 100.0),
    }  # fmt: skip
    for form in ("km2", "km²", "sq km", "square kilometre", "square kilometer", "square-kilometre", "square-kilometer"):
        out[form] = ("acres", 247.105381)
    for form, factor in (("km", 1e3), ("kilometers", 1e3), ("kilometres", 1e3), ("kilometer", 1e3), ("kilometre", 1e3),
                         ("mm", 1e-3), ("foot", 0.3048), ("picometers", 1e-12), ("picometer", 1e-12),
                         ("miles", 1609.344), ("mile", 1609.344),
                         ("meters", 1.0), ("metres", 1.0), ("feet", 0.3048), ("inches", 0.0254), ("inch", 0.0254),
                         ("cm", 0.01)):  # fmt: skip
        out[form] = ("m", factor)
    for form in ("kg", "kilograms", "tonnes", "tons", "litres", "liters", "gallons", "barrels", "degrees", "°c", "°f"):
        out[form] = ("other", 1.0)
    for prefix, factor in _PREFIX.items():
        for tail, code in (
            ("watts", "W"),
            ("watt", "W"),
            ("bytes", "B"),
            ("byte", "B"),
            ("bits", "bit"),
            ("bit", "bit"),
        ):
            out[prefix + tail] = (code, factor)
        for tail in ("watt-hours", "watt hours", "watt-hour", "watthours", "watthour"):
            out[prefix + tail] = ("Wh", factor)
        for tail in ("flops", "flop/s", "flop"):
            out[prefix + tail] = ("FLOP/s", factor)
    return out


SYMBOLS = _symbols()
WORDS = _words()


def _alternatives(forms: dict[str, tuple[str, float]]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))


_UNIT = re.compile(
    rf"(?:[ -]?(?P<symbol>{_alternatives(SYMBOLS)})|[ -]{{0,2}}(?P<word>(?i:{_alternatives(WORDS)})))(?![A-Za-z0-9²])"
)
_PER_SECOND = re.compile(r"(?: \([^()]{1,40}\))? ?(?:/|per |a |each |every )(?:s|sec|second)\b")
_PER_MINUTE = re.compile(r" ?(?:/|per |a |each |every )(?:min|minute)\b")
_RATED = {"B": "B/s", "bit": "bit/s", "tokens": "tokens/s", "FLOP/s": "FLOP/s"}

_MARKS = {
    "US$": "USD", "$US": "USD", "USD": "USD", "$": "USD", "NT$": "TWD", "NTD": "TWD", "TWD": "TWD", "HK$": "HKD",
    "HKD": "HKD", "A$": "AUD", "AU$": "AUD", "AUD": "AUD", "C$": "CAD", "c $": "CAD", "C $": "CAD", "USD$": "USD",
    "AUD$": "AUD", "CAD$": "CAD", "CA$": "CAD", "CAD": "CAD", "S$": "SGD",
    "SGD": "SGD", "NZ$": "NZD", "R$": "BRL", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP", "¥": "JPY",
    "JPY": "JPY", "CN¥": "CNY", "RMB": "CNY", "CNY": "CNY", "₩": "KRW", "KRW": "KRW", "₹": "INR", "INR": "INR",
    "Rs": "INR", "Rs.": "INR", "CHF": "CHF", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "AED": "AED", "SAR": "SAR",
    "₪": "ILS", "NIS": "ILS", "ILS": "ILS", "Mex$": "MXN",
}  # fmt: skip
CURRENCIES = _MARKS | {mark.lower(): code for mark, code in _MARKS.items() if mark[:3].isalpha()}
_BEFORE = re.compile(rf"(?<![A-Za-z])(?P<mark>{_alternatives(dict.fromkeys(CURRENCIES, ('', 0.0)))}) ?$")
_MONEY_NAMES = {
    "us dollars": ("USD", 1.0), "us dollar": ("USD", 1.0), "chinese yuan": ("CNY", 1.0), "$": ("USD", 1.0),
    "u.s. dollars": ("USD", 1.0), "dollars": ("USD", 1.0), "dollar": ("USD", 1.0),
    "usd": ("USD", 1.0), "euros": ("EUR", 1.0), "euro": ("EUR", 1.0), "eur": ("EUR", 1.0),
    "pounds sterling": ("GBP", 1.0), "british pounds": ("GBP", 1.0), "pounds": ("GBP", 1.0), "gbp": ("GBP", 1.0),
    "yen": ("JPY", 1.0), "jpy": ("JPY", 1.0), "won": ("KRW", 1.0), "korean won": ("KRW", 1.0), "krw": ("KRW", 1.0),
    "south korean won": ("KRW", 1.0), "yuan": ("CNY", 1.0), "renminbi": ("CNY", 1.0), "rmb": ("CNY", 1.0),
    "new taiwan dollars": ("TWD", 1.0), "taiwan dollars": ("TWD", 1.0), "twd": ("TWD", 1.0),
    "hong kong dollars": ("HKD", 1.0), "canadian dollars": ("CAD", 1.0), "australian dollars": ("AUD", 1.0),
    "singapore dollars": ("SGD", 1.0), "swiss francs": ("CHF", 1.0), "francs": ("CHF", 1.0), "chf": ("CHF", 1.0),
    "indian rupees": ("INR", 1.0), "rupees": ("INR", 1.0), "dirhams": ("AED", 1.0), "riyals": ("SAR", 1.0),
    "u.s. cents": ("USD", 0.01), "us cents": ("USD", 0.01), "cents": ("USD", 0.01),
    "cent": ("USD", 0.01), "euro cents": ("EUR", 0.01), "pence": ("GBP", 0.01),
    "¢": ("USD", 0.01), "€": ("EUR", 1.0), "kroner": ("NOK", 1.0), "kronor": ("SEK", 1.0), "shekels": ("ILS", 1.0),
}  # fmt: skip
MONEY_WORDS = _MONEY_NAMES | {"元": ("CNY", 1.0), "円": ("JPY", 1.0)} | {
    f"{prefix}{code.lower()}": (code, factor)
    for code in ("USD", "EUR", "GBP", "SEK", "NOK", "DKK", "CHF")
    for prefix, factor in (("m", 1e6), ("k", 1e3), ("bn", 1e9))
}  # fmt: skip
_SCALED_AFTER = re.compile(r" (?P<scale>thousand|million|billion|trillion|mn|mln|bn|bln|tn)\b(?! of)")
_AFTER = re.compile(
    rf"[ -]?(?i:{_alternatives(MONEY_WORDS)})(?![A-Za-z0-9])(?<!won(?= over))(?<!won(?= out))(?<!won(?= back))"
)

_THING = (
    r"GPU|chip|accelerator|processor|server|rack|unit|wafer|card|device|phone|handset|kit|module|system|machine|"
    r"node|board|stack|piece|drive|container|core|seat|robot|vehicle|car|package|die|switch|transceiver|tool|"
    r"reactor|turbine|satellite|subscriber|user|query|request|call|task|image|barrel|ton|tonne|head|customer|home"
)
_RATES: tuple[tuple[str, str, float], ...] = (
    (r"(?:(?:GPU|chip|accelerator|instance|card|node|core|TPU|processor)(?:[ -]|s? (?:per|an?) |/)?)?"
     r"(?:hours?|hr|h)", "hour", 1.0),
    (r"(?:one |1 |1)?(?:million|M|mn|m|mln)(?: (?:input|output|cached|generated|prompt))?(?: tokens?|toks?)?|"
     r"Mtoks?|MTok",
     "Mtok", 1.0),
    (r"(?:1,?000|1K|thousand)(?: (?:input|output))? tokens?", "Mtok", 1e3),
    (r"(?:one |a )?(?:billion|1B)(?: (?:input|output))? tokens?", "Mtok", 1e-3),
    (r"token", "Mtok", 1e6),
    (r"MWh|MW-hour|megawatt[- ]hours?", "MWh", 1.0),
    (r"kWh|KWh|kilowatt[- ]hours?", "MWh", 1e3),
    (r"(?:MW|megawatt)(?:[- ]|/| (?:per|a) )day", "MW-day", 1.0),
    (r"(?:kW|kilowatt)(?:[- ]|/| (?:per|a) )month", "kW-month", 1.0),
    (r"(?:MW|megawatt)(?:[- ]|/| (?:per|a) )month", "kW-month", 1e-3),
    (r"(?:MW|megawatt)", "W", 1e-6),
    (r"(?:kW|kilowatt)", "W", 1e-3),
    (r"(?:GW|gigawatt)", "W", 1e-9),
    (r"watt", "W", 1.0),
    (r"(?:ordinary |common |preferred |class A |American depositary )?share", "share", 1.0),
    (r"(?:GB|gigabyte)", "GB", 1.0),
    (r"(?:Gb|gigabit)", "GB", 8.0),
    (r"(?:TB|terabyte)", "GB", 1e-3),
    (r"acre", "acre", 1.0),
    (r"(?:square foot|sq\.? ?ft)", "sqft", 1.0),
    (r"(?:year|yr|annum)", "year", 1.0),
    (r"(?:quarter)", "quarter", 1.0),
    (r"(?:month)", "month", 1.0),
    (r"(?:week)", "week", 1.0),
    (r"(?:day)", "day", 1.0),
    (rf"(?:[\w-]{{1,20}} ){{0,2}}?(?:{_THING})", "unit", 1.0),
)  # fmt: skip
_RATE = re.compile(
    r"(?: ?/ ?| ?per |-per-| an? |-an?-| for (?:each|every) )(?:"
    + "|".join(f"(?P<r{index}>{pattern})" for index, (pattern, _, _) in enumerate(_RATES))
    + r")(?![A-Za-z0-9])"
)
_SINCE = re.compile(r" (?:ago|earlier|before|later|from now|or so|prior)\b")
_SPANS = frozenset({"year", "quarter", "month", "week", "day", "hour"})
_EACH = re.compile(r" (?:each|apiece)\b")
_YEARLY = re.compile(r" (?:annually|yearly|every year)\b")


def currency_before(text: str, start: int) -> tuple[str, int] | None:
    """Returns the currency whose mark stands right before ``start``, and where the mark begins."""
    low = max(0, start - 5)
    match = _BEFORE.search(text[low:start])
    return (CURRENCIES[match["mark"]], low + match.start()) if match else None


def currency_after(text: str, end: int, scaled: bool) -> Unit | None:
    """Returns the currency named right after a number. Bare "pounds" are money only behind a million or more."""
    match = _AFTER.match(text, end)
    if not match:
        return None
    word = match[0].strip(" -").lower()
    if word in ("pounds", "francs", "won") and not scaled:
        return None
    code, factor = MONEY_WORDS[word]
    behind = None if scaled else _SCALED_AFTER.match(text, match.end())
    if behind and word == code.lower():
        return Unit(code, factor * scale_of(behind["scale"]), match.start(), behind.end())  # "75 USD million"
    return Unit(code, factor, match.start(), match.end())


def unit_after(text: str, end: int) -> Unit | None:
    """Returns the unit written right after a number that ends at ``end``, None where there is none."""
    match = _UNIT.match(text, end)
    if not match:
        return None
    written = match["symbol"] or match["word"]
    code, factor = SYMBOLS[written] if match["symbol"] else WORDS[written.lower()]
    stop = match.end()
    if code in _RATED:
        second, minute = _PER_SECOND.match(text, stop), _PER_MINUTE.match(text, stop)
        if second:
            return Unit(_RATED[code], factor, match.start(), second.end())
        if minute:
            return Unit(_RATED[code], factor / 60, match.start(), minute.end())
        if code == "bit":
            return None  # "a 16-gigabit chip", "gigabit Ethernet": names, not quantities
    return Unit(code, factor, match.start(), stop)


def rate_after(text: str, end: int) -> Unit | None:
    """Returns what a sum of money that ends at ``end`` is paid for: "per million tokens", "a share", "each".

    ``code`` is the part behind the slash; ``factor`` turns the sum into the base rate.
    """
    match = _RATE.match(text, end)
    if match:
        index = next(i for i in range(len(_RATES)) if match[f"r{i}"])
        _, code, factor = _RATES[index]
        if code in _SPANS and _SINCE.match(text, match.end()):
            return None  # "$19,000 a year ago"
        return Unit(code, factor, match.start(), match.end())
    for pattern, code in ((_EACH, "unit"), (_YEARLY, "year")):
        found = pattern.match(text, end)
        if found:
            return Unit(code, 1.0, found.start(), found.end())
    return None
