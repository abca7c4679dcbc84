"""How a figure is counted (basis), what part it is about (scope), and whether it is a fact at all."""

from __future__ import annotations

import re

from reader.analysis.sieve import Sieve

_BASES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bnon-gaap\b|\badjusted\b|\bunderlying (?:profit|earnings|income|operating)"), "non-GAAP"),
    (re.compile(r"\bgaap\b"), "GAAP"),
    (re.compile(r"\barr\b|annual(?:ly)? recurring"), "ARR"),
    (re.compile(r"\brun[- ]rate\b|\bannuali[sz]ed\b"), "run-rate"),
    (re.compile(r"\bpre-money\b"), "pre-money"),
    (re.compile(r"\bpost-money\b|after the new money"), "post-money"),
    (re.compile(r"\bup-?front\b|\bat signing\b"), "up-front"),
    (re.compile(r"\bnet debt\b"), "net"),
    (re.compile(r"\bpeak (?:load|demand)\b|\bdemand peaked\b"), "peak"),
)
_ANY_BASIS = Sieve(
    r"gaap|adjusted|underlying|\barr\b|annual|run[- ]rate|-money|new money|front|signing|"
    r"net debt|peak|year"
)
"""what each basis has at least one word of, so that most clauses are looked through once"""
_OVER = re.compile(r"\b(?:over|across|spread over) (?:the next |a period of )?(?P<n>\w+|\d+(?:\.\d+)?)[ -]years?\b|"
                   r"\b(?P<m>\d+|multi|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)-year "
                   r"(?:deal|contract|agreement|commitment|plan)\b")  # fmt: skip
_SEGMENT = Sieve(
    r"\b(?P<part>hardware|cloud(?: and (?:other )?services)?|services|data[- ]cent(?:er|re)s?|gaming|networking|memory|"
    r"dram|nand|hbm|semiconductor|foundry|software|automotive|product|licensing|advertising|subscription|consumer|"
    r"enterprise|compute|inference|ai|custom (?:ai )?chip|intel products|china|international|us|u\.s\.|american|"
    r"systems)"
    r"(?:[- ](?:segment|unit|division|business|arm|group|chip|related))? (?:revenues?|sales|profits?|bookings|"
    r"turnover)\b"
)
_PART = Sieve(
    r"\b(?P<part>first phase|second phase|third phase|phase (?:one|two|1|2|3)|first tranche|initial (?:tranche|"
    r"phase|stage)|"
    r"original tranche|first building|building \d+|each (?:rack|chip|server|system|building|stack|campus|site)|"
    r"per (?:gpu|rack|chip|server)|cached input|input|output)\b"
)
_EXAMPLE = Sieve(r"\b(?:for example|for instance|say,|suppose|imagine|hypothetical|hypothetically|assume|assuming)\b")
_IF = re.compile(r"^[“\"]?(?:if|had|were)\b")


def basis_of(clause: str) -> str | None:
    """Returns the basis named in a lower-case clause: GAAP, non-GAAP, ARR, run-rate, up-front, "over N years" …"""
    if not _ANY_BASIS.search(clause):
        return None
    for pattern, name in _BASES:
        if pattern.search(clause):
            return name
    over = _OVER.search(clause)
    if not over:
        return None
    count = over["n"] or over["m"]
    return "multi-year" if count in ("multi", "multiple", "many", "several") else f"over {count} years"


def scope_of(clause: str) -> str | None:
    """Returns the part of the whole that a lower-case clause speaks of last, None for the whole."""
    segments = list(_SEGMENT.finditer(clause))
    if segments:
        return segments[-1]["part"]
    part = _PART.search(clause)
    return part["part"] if part else None


def is_illustrative(sentence: str) -> bool:
    """Tells examples and hypotheses from reported facts by the lower-case sentence."""
    return bool(_EXAMPLE.search(sentence) or _IF.match(sentence))
