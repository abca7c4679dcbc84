"""Hedges around a number: "about", "up to", "or more", and those that only compare."""

from __future__ import annotations

import re

from reader.model.findings import Qualifier

_BEFORE: tuple[tuple[str, Qualifier], ...] = (
    (r"no (?:more|greater|higher) than|not (?:more|exceeding|over)(?: than)?|(?<!adds )(?<!add )(?<!added "
     r")(?<!adding )(?<!sums )(?<!live )(?<!owned )up to|as (?:much|many|high|large|fast) as|"
     r"at most|a maximum of|maximum of|up to a maximum of|capped at|limited to|to as (?:much|many) as|max(?:imum)?",
     Qualifier.UP_TO),
    (r"no (?:less|fewer) than|not less than|at least|more than|greater than|higher than|larger than|over|above|"
     r"upwards? of|north of|exceed(?:s|ed|ing)?|in excess of|beyond|surpass(?:es|ed|ing)?|topp(?:ed|ing)|tops|"
     r"a minimum of|minimum of|top|past|well over|just over|a little over|slightly more than|not below|crossed",
     Qualifier.AT_LEAST),
    (r"less than|fewer than|lower than|smaller than|under|below|just under|shy of|short of|south of",
     Qualifier.LESS_THAN),
    (r"about|around|roughly|nearly|almost|approximately|approx\.?|some|close to|closer to|near|nearer|circa|c\.|ca\.|"
     r"an estimated|estimated|estimated at|somewhere (?:near|around)|as little as|something like|more or less|"
     r"in the region of|in the neighbou?rhood of|on the order of|of the order of|just shy of|just short of|"
     r"more like|~|∼|≈|or so",
     Qualifier.ABOUT),
)  # fmt: skip
_ALL = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<q{i}>{words})" for i, (words, _) in enumerate(_BEFORE)) + r")"
    r" ?(?P<tail>(?:(?:a|an|the|its|their|that|this|what|another|now|just|only|as|to|by|combined|record|further|total|"
    r"whopping|staggering|of) )*)[“\"‘(]?$",
    re.IGNORECASE,
)
_LAST = (
    "than", "least", "more", "exceeding", "over", "to", "as", "most", "of", "at", "max", "maximum", "above",
    "exceed", "exceeds", "exceeded", "beyond", "surpass", "surpasses", "surpassed", "surpassing", "topped",
    "topping", "tops", "top", "past", "below", "crossed", "under", "about", "around", "roughly", "nearly",
    "almost", "approximately", "approx", "approx.", "some", "near", "nearer", "circa", "c.", "ca.", "estimated",
    "little", "like", "less", "~", "∼", "≈", "so", "a", "an", "the", "its", "their", "that", "this", "what",
    "another", "now", "just", "only", "by", "combined", "record", "further", "total", "whopping", "staggering",
)  # fmt: skip
"""what the words of a hedge, and those between it and its number, end with"""
_SIGNS = re.compile(r"(?P<sign>[~∼≈]|[<>≤≥]=?) ?$")
_AFTER = re.compile(
    r" ?(?:(?P<more>or (?:more|above|higher|greater|better)|and (?:more|up)|plus\b(?! or)|at (?:a|the )?minimum|"
    r"at least\b)|(?P<less>or (?:less|fewer|below|under)|at (?:most|a maximum)|at the most)|(?P<so>or so|or "
    r"thereabouts|give or take|-odd))\b",
    re.IGNORECASE,
)  # fmt: skip
_COMPARES = re.compile(r"\b(?:the|its|their|that|this|what)\b", re.IGNORECASE)
_SIGN_QUALIFIERS = {"<": Qualifier.LESS_THAN, ">": Qualifier.AT_LEAST, "≤": Qualifier.UP_TO, "≥": Qualifier.AT_LEAST}


def hedge(text: str, start: int, end: int, low: int) -> tuple[Qualifier, int, str]:
    """Returns the qualifier of the number at ``start:end``, where its words begin, and the words.

    ``low`` is the start of the sentence. A hedge before "the 120 MW forecast" compares and qualifies nothing.
    """
    begin = max(low, start - 48)
    sign = _SIGNS.search(text, begin, start)
    if sign:
        return _SIGN_QUALIFIERS.get(sign["sign"][0], Qualifier.ABOUT), sign.start(), sign["sign"]
    before = text[begin:start]
    match = _ALL.search(before) if before.rstrip(' “"‘(').lower().endswith(_LAST) else None
    after = _AFTER.match(text, end)
    if match:
        if _COMPARES.search(match["tail"]):
            return Qualifier.EXACT, start, ""
        index = next(i for i in range(len(_BEFORE)) if match[f"q{i}"])
        return _BEFORE[index][1], begin + match.start(), match[0].strip()
    if after:
        kind = Qualifier.AT_LEAST if after["more"] else Qualifier.UP_TO if after["less"] else Qualifier.ABOUT
        return kind, start, after[0].strip()
    return Qualifier.EXACT, start, ""
