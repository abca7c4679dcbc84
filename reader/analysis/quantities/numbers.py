"""Numbers as news English writes them: digits, words, both with scales, and fractions.

One regular expression finds every place where a number may begin; what follows it is read by a few anchored matches.
Nothing here knows of units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
GROUPS = {"dozen": 12, "hundred": 100}
SCALES = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "quadrillion": 1e15, "lakh": 1e5, "crore": 1e7,
}  # fmt: skip
SHORT_SCALES = {
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9, "bln": 1e9, "t": 1e12,
    "tn": 1e12, "trn": 1e12, "tln": 1e12,
}  # fmt: skip
PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip

_UNIT = "|".join(w for w, n in ONES.items() if 0 < n < 10)
_SMALL = rf"(?:(?:{'|'.join(TENS)})(?:[ -](?:{_UNIT})\b)?|{'|'.join(sorted(ONES, key=len, reverse=True))})"
_GROUP = rf"(?:(?:{_SMALL}|an?|half an?)[ -](?:hundred|dozen)\b(?: (?:and )?{_SMALL}\b)?|{_SMALL}\b)"
_BIG = "|".join(SCALES)
_FRACTION = "|".join(PARTS)
_WORDS = (
    rf"(?:half an?|half|an?)[ -](?:{_BIG}|hundred|dozen)\b(?! and a half)"
    rf"|{_GROUP}(?: and a half\b)?(?:[ -](?:{_BIG})\b)?(?: (?:and )?{_GROUP}(?:[ -](?:{_BIG})\b))*"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,2}(?:,\d\d)+,\d{3}(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?"
_BEGINS = r"an?[ -]|half|one|tw|th[ir]|f[io]|s[ei]|ei|ni|te|el|ze|qu"
"""how every number in words begins, and few other words do"""
_START = re.compile(
    rf"(?<![\w.])(?:(?=[\d.])(?P<digits>{_DIGITS}|\.\d+)|(?={_BEGINS})(?:"
    rf"(?P<scaled>(?:(?:an?|one|two|three|four) )?(?:{_FRACTION})s?(?: of an?)? (?:{_BIG})\b)"
    rf"|(?P<part>(?:an?|one|two|three|four|five|six|seven|eight|nine)[ -](?:{_FRACTION})s?\b"
    rf"(?! (?:{_BIG})|-)|half(?= of\b| and\b| to\b)|(?<=by )half\b(?! an?\b))"
    rf"|(?P<words>{_WORDS})))"
    rf"|(?=\d)(?<=usd|eur|gbp|chf|rmb|jpy|cny)(?P<marked>{_DIGITS})"
)
_SCALE = re.compile(rf"(?:[ -]?(?i:{'|'.join(SCALES)})s?\b|[ ]?(?i:mn|mln|mio|bn|bln|tn|trn|tln)\b)")
_LETTER = re.compile(r"[kKmMbBtT](?![\w/])")
_MIXED = re.compile(r"[ -](\d)/(\d{1,2})(?![\d/])")
_GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅛": 0.125}
_WORD = re.compile(r"[a-z]+")
_AND_A_HALF = re.compile(r" and a half\b", re.IGNORECASE)


@dataclass(slots=True)
class Number:
    """A number without its unit. ``mantissa`` is the value before ``scale``; ``written`` tells how it was written:
    ``digits``, ``words`` or ``part`` (a fraction, whose value is between 0 and 1). ``plain`` holds digits without a
    separator or a point: what a year, a model or a page number looks like."""

    start: int
    end: int
    mantissa: float
    scale: float
    written: str
    plain: bool = False
    letter: bool = False
    """the scale is one bare letter: M, B, K or T"""

    @property
    def value(self) -> float:
        return exact(self.mantissa, self.scale)


def exact(mantissa: float, scale: float) -> float:
    """Returns the product as a person would write it: 1.2 billion is 1200000000, not 1199999999.9999998."""
    return float(f"{mantissa * scale:.12g}")


def lowered(text: str) -> str:
    """Returns the text in lower case where that keeps every offset, else as it is."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def numbers(text: str, start: int = 0, end: int | None = None, lower: str | None = None) -> Iterator[Number]:
    """Yields the numbers of ``text[start:end]`` in order, never overlapping. Linear in the length of the text.

    ``lower`` is :func:`lowered` of the text, where the caller has it at hand: a pattern without case is much slower.
    """
    at = start
    lower = lowered(text) if lower is None else lower
    for match in _START.finditer(lower, start, len(text) if end is None else end):
        if match.start() < at:
            continue
        if match["digits"] or match["marked"]:
            number = _digits(text, match)
        elif match["scaled"]:
            number = _scaled_part(match)
        elif match["part"]:
            number = _part(match)
        else:
            number = _words(match)
        if number is not None:
            at = number.end
            yield number


def _digits(text: str, match: re.Match[str]) -> Number | None:
    written = match["digits"] or match["marked"]
    if len(written) > 24:
        return None
    value, end = float(written.replace(",", "")), match.end()
    plain = written.isdigit()
    mixed = _MIXED.match(text, end)
    if mixed and int(mixed[2]):
        value, end, plain = value + int(mixed[1]) / int(mixed[2]), mixed.end(), False
    elif end < len(text) and text[end] in _GLYPHS:
        value, end, plain = value + _GLYPHS[text[end]], end + 1, False
    half = _AND_A_HALF.match(text, end)
    if half:
        value, end, plain = value + 0.5, half.end(), False
    scale = _SCALE.match(text, end)
    if scale:
        return Number(match.start(), scale.end(), value, scale_of(scale[0]), "digits")
    letter = _LETTER.match(text, end)
    if letter:
        return Number(match.start(), letter.end(), value, SHORT_SCALES[letter[0].lower()], "digits", letter=True)
    return Number(match.start(), end, value, 1.0, "digits", plain)


def scale_of(word: str) -> float:
    """Returns the factor of a scale in any of its spellings."""
    bare = word.strip(" -").lower()
    return SHORT_SCALES.get(bare) or SCALES.get(bare) or SCALES[bare.removesuffix("s")]


def _part(match: re.Match[str]) -> Number:
    words = _WORD.findall(match["part"].lower())
    top = ONES.get(words[0], 1) if len(words) > 1 else 1
    name = words[-1]
    below = PARTS.get(name) or PARTS.get(name.removesuffix("s")) or 2
    return Number(match.start(), match.end(), top / below, 1.0, "part")


def _scaled_part(match: re.Match[str]) -> Number:
    """A part of a scale: "a quarter of a billion", "three quarters billion"."""
    words = _WORD.findall(match["scaled"].lower())
    top = ONES.get(words[0], 1)
    name = next(word for word in words if word in PARTS or word.removesuffix("s") in PARTS)
    below = PARTS.get(name) or PARTS[name.removesuffix("s")]
    return Number(match.start(), match.end(), top / below, SCALES[words[-1]], "words")


def _words(match: re.Match[str]) -> Number:
    words = _WORD.findall(match["words"].lower())
    total, current, scale = 0.0, 0.0, 1.0
    for index, word in enumerate(words):
        if word == "half":
            current += 0.5
        elif word in ONES:
            current += ONES[word]
        elif word in TENS:
            current += TENS[word]
        elif word in GROUPS:
            current = (current or 1.0) * GROUPS[word]
        elif word in SCALES:
            if index == len(words) - 1 and not total:
                scale = SCALES[word]
            else:
                total, current = total + (current or 1.0) * SCALES[word], 0.0
    return Number(match.start(), match.end(), (total + current) or float(scale > 1), scale, "words")
