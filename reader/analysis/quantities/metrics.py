"""What a quantity measures: the nearest cue that its unit allows, by where it stands.

The noun right behind a number counts most ("$35 billion valuation"), then what stands before it in the clause, then
the lead-in ("Revenue: …"), the heading, and at last what the unit alone implies. Where nothing speaks, it stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.analysis.quantities.cues import CUES, DEFAULTS, FIRST_WORDS, LONGEST, UNIT_METRICS, unit_class
from reader.analysis.quantities.percents import open_to, part_of
from reader.analysis.quantities.quantity import Quantity
from reader.analysis.quantities.words import words
from reader.model.text import Span

_WORD = re.compile(r"[a-z0-9&][a-z0-9&'’./-]*", re.ASCII)
_DIRECT = re.compile(
    r"^[ -](?:(?!(?:in|of|for|from|at|by|on|with|to|and|or|that|which|as|than|over|but|after|is|was|were|are) "
    r")[a-z’'-]+ ){0,2}$"
)
_WORTH = re.compile(
    r"^ (?:[\w-]+ |(?:is|was|are|were|be) )?(?:worth|of|totalling|totaling)(?: (?:about|some|roughly|nearly|"
    r"around|up to))? ?$"
)
_OF = re.compile(r"^ (?:worth )?(?:of|in|for|from) (?:[a-z’'-]+ ){0,3}$")
_ADDED_TO = re.compile(r"^(?: a year| annually)? to (?:[a-z’'-]+ ){0,3}$")
_RESULTS = words("revenue revenues sales profit profits ebitda earnings income")
_REACH = 150


@dataclass(slots=True)
class Cue:
    """A cue phrase found at ``start:end`` of the text."""

    start: int
    end: int
    phrase: str


def find_cues(lower: str, start: int, end: int) -> list[Cue]:
    """Returns the cue phrases of ``lower[start:end]``, longest first at each word, in order; they may nest."""
    part = lower[start:end].replace("’", "'")
    tokens = [(*m.span(), m[0].rstrip("./-")) for m in _WORD.finditer(part)]
    out = []
    for index, (_, _, first) in enumerate(tokens):
        if first not in FIRST_WORDS and (not first.endswith("'s") or first[:-2] not in FIRST_WORDS):
            continue
        phrase = ""
        for width in range(min(LONGEST, len(tokens) - index)):
            begin, stop, word = tokens[index + width]
            if width and begin - tokens[index + width - 1][1] > 1:
                break
            phrase = f"{phrase} {word}" if phrase else word
            key = phrase if phrase in CUES else _base(phrase)
            if key in CUES:
                out.append(Cue(start + tokens[index][0], start + stop, key))
    blocked = [(m.start(), m.end()) for m in _BLOCKED.finditer(lower, start, end)]
    return [c for c in out if not any(s <= c.start and c.end <= e for s, e in blocked)] if blocked else out


_BLOCKED = re.compile(
    r"\braise[sd]?\b(?= (?:(?:it|them|(?:its|their|the|annual|full-year) [\w -]{1,40}?) )?(?:to|from|by)\b)|"
    r"\b(?:investment[- ]grade|investment banks?|investment firm|(?:public service|securities and exchange|trade|"
    r"european|"
    r"communications|regulatory|utility) commissions?|stock exchange|stock market|interest in|in the interest|"
    r"price[- ]to[- ]\w+|sales (?:team|people|staff|force)|order of|in order to|in (?:its|the) favou?r|share of "
    r"(?!revenue|sales|the)|"
    r"(?:foreign )?investment in the united states|raised (?:its|the) (?:forecast|outlook|guidance|"
    r"target|price)|"
    r"raise (?:its|the|their) (?:forecast|outlook|guidance|prices?)|raised (?:prices?|concerns?|questions?|doubts?)|"
    r"bill(?= (?:sets|would|passed|provides|gives|also|includes|allows|requires|bans))|sales(?= tax)|cost[- "
    r"]effective|paying (?:customers?|clients?|users?|tenants?|subscribers?)|on order|interest rate cut|"
    r"credit rating|rating agenc\w+|bond villain|deal with it|round of "
    r"(?:layoffs|talks)|"
    r"power (?:purchase|plants?|lines?|supply))\b"
)


def _base(phrase: str) -> str:
    return phrase.removesuffix("'s")


def metric_of(
    lower: str,
    sentence: tuple[int, int],
    quantity: Quantity,
    others: Sequence[Quantity],
    cues: Sequence[Cue],
    lead: Sequence[Cue] = (),
    heading: Sequence[Cue] = (),
) -> tuple[str | None, str, float]:
    """Returns the metric (with hyphens), the words that told it, and how far they were (lower is surer)."""
    kind = unit_class(quantity.unit)
    if quantity.unit == "x":
        compared = _times_what(lower, quantity)
        if compared:
            return compared, lower[quantity.start : quantity.end + 16].strip(), 0.0
    if kind == "count" and quantity.counted and quantity.counted.group == "people":
        near = (max(sentence[0], quantity.start - 40), min(sentence[1], quantity.end + 40))
        if quantity.counted.noun == "people" and _CROWD.search(lower, *near):
            return "units", "people", 0.0
        return "headcount", quantity.counted.noun, 0.0
    allowed = UNIT_METRICS[kind]
    if kind == "%":
        part = part_of(lower, Span(*sentence), quantity)
        if part is not None:
            return *part, 0.0
        allowed = open_to(allowed, lower, Span(*sentence), quantity)
    if quantity.rule == "change-verb":
        allowed = allowed - {"multiple", "latency"}
    if kind == "money":
        allowed = allowed - (
            _SMALL_SUMS if quantity.value >= 1e6 else _LARGE_SUMS if quantity.value < 20_000 else frozenset()
        )
    level = kind == "%" and _LEVEL.search(lower, max(sentence[0], quantity.hedged - 8), quantity.hedged) is not None
    best: tuple[float, str, str] | None = None
    asides = [] if kind in ("W", "count") else [m.span() for m in _ASIDE.finditer(lower, *sentence)]
    for position, cue in enumerate(cues):
        if any(s < cue.start < e and not s < quantity.start < e and quantity.start > e for s, e in asides):
            continue  # "capacity for packaging, which joins processors to memory, would double"
        distance = _distance(lower, sentence, quantity, others, cue)
        if distance is None or distance > _REACH:
            continue
        distance += 30 * _nested(lower, cues, position, allowed)
        for metric, penalty in CUES[cue.phrase]:
            if metric == "growth" and penalty > 20 and distance <= 3:
                penalty = 8  # "up 8%"
            if kind in ("%", "bp") and metric == "cost" and cue.phrase == "interest":
                continue
            total = distance + penalty + (25 if metric == "cost" and kind == "money/rate" else 0)
            if metric == "growth" and level:
                total += 30  # "the yield rose from 46% to 61%"
            if metric == "units" and kind == "%" and cue.phrase in _THINGS:
                total += 40  # "the yield of test wafers rose to 61%"
            if metric in allowed and (best is None or total < best[0]):
                best = (total, metric, cue.phrase)
    for extra, base in ((lead, 55.0), (heading, 95.0)):
        for cue in extra:
            for metric, penalty in CUES[cue.phrase]:
                if metric in allowed and (best is None or base + penalty < best[0]):
                    best = (base + penalty, metric, cue.phrase)
    if kind == "count":
        return "units", quantity.counted.noun if quantity.counted else "count", 0.0
    if best is not None:
        return best[1], best[2], best[0]
    default = DEFAULTS.get(kind)
    return default, quantity.unit, 200.0


_ASIDE = re.compile(r", (?:which|who|whose|where)\b[^,;]{1,120}[,;]")
_WITHIN = re.compile(r" (?:of|for|on|in) (?:[\w’-]+ ){0,3}")


def _nested(lower: str, cues: Sequence[Cue], position: int, allowed: frozenset[str]) -> bool:
    """Tells a cue that only completes another one before it: "the yield of the test memory" is a yield.

    Cues are in order, so that only the few right before it are looked at.
    """
    cue = cues[position]
    for other in reversed(cues[max(0, position - 8) : position]):
        if (
            other.end < cue.start < other.end + 36
            and _WITHIN.fullmatch(lower, other.end, cue.start)
            and any(metric in allowed and penalty == 0 for metric, penalty in CUES[other.phrase])
        ):
            return True
    return False


_CROWD = re.compile(
    r"\b(?:came|attend\w*|gather\w*|protest\w*|signed|liv(?:e|es|ed|ing)|watch\w*|us(?:e|es|ed|ing)|visit\w*|"
    r"turned out|petition\w*|evacuat\w*|queued?|resid\w*|serve[sd]?|subscrib\w*|affected|homes?|month|week)\b"
)
_LEVEL = re.compile(r"\b(?:from|to) $")
_THINGS = words("wafers chips gpus units")
_SMALL_SUMS = frozenset({"share-price", "dividend"})
_LARGE_SUMS = words(
    "valuation raise revenue profit capex debt backlog contract-value investment acquisition-price loss cash inventory"
)
_TIMES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^ (?:as fast|faster|quicker|the (?:speed|throughput|performance|best result|output)|as quick|slower|"
                r"more (?:throughput|performance|tokens per second)|the best)"), "speedup"),
    (re.compile(r"^ (?:more (?:efficient|productive|tokens per|energy|power)|the efficiency|as efficient|less (?:power|"
                r"energy|electricity)|"
                r"better performance per)"), "efficiency"),
    (re.compile(r"^ (?:the |its |their |last year[’']s |this year[’']s |annual |expected |trailing |forward |"
                r"projected |estimated |next "
                r"year[’']s |20\d\d |[\w.&-]+[’']s? )*(?:revenues?|sales|earnings|ebitda|book|profits?|"
                r"shares (?:available|on offer)|amount on offer|"
                r"subscribed|oversubscribed|covered)|^[ -]?oversubscribed|^ (?:the |its )?[$€£]"), "multiple"),
    (re.compile(r"^ as (?:many|much)\b(?! for)|^ (?:the|its|their) (?:level|number|figure|amount|total|"
                r"rate|pace|"
                r"volume|sum)s? (?:of )?(?:a|the|one|last|in|two|three|from|it|at)\b|^ (?:those|that|more than) "
                r"(?:of |in )?"
                r"(?:a|the|last) year|^ (?:more|higher|up) (?:than|on|from) (?:a|the|last) year"), "growth"),
    (re.compile(r"^ (?:what (?!it\b|they\b)|(?:the )?(?:adjusted |last |this |next |annual |year[’']s |expected "
                r"|operating )*"
                r"(?:ebitda|earnings|profits?|revenues?|sales)\b)"), "multiple"),
    (re.compile(r"^ (?:the |as much )?(?:(?:wafer |floor |chip )?area|size|bigger|larger|as (?:big|large|long)|"
                r"capacity)"), "size"),
    (re.compile(r"^ (?:the |its |their )?(?:price|cost|what (?:it|they) (?:did|cost|was|were)|dearer|cheaper|as "
                r"expensive)"), "price-change"),
)  # fmt: skip
_COVERED = re.compile(
    r"\b(?:oversubscription|oversubscribed|subscribed|covered|demand (?:was|is|of|at)|orders (?:for|worth)|"
    r"multiple of|trades? (?:at|on)|valued at)[^,;.]{0,16}$"
)


def _times_what(lower: str, quantity: Quantity) -> str | None:
    """What a multiple compares, by the words right behind it ("64 times last year's revenue")."""
    behind = lower[quantity.end : quantity.end + 70]
    for pattern, metric in _TIMES:
        if pattern.match(behind):
            return metric
    return "multiple" if _COVERED.search(lower[max(0, quantity.hedged - 40) : quantity.hedged]) else None


def _distance(
    lower: str, sentence: tuple[int, int], quantity: Quantity, others: Sequence[Quantity], cue: Cue
) -> float | None:
    if cue.start < quantity.end and quantity.start < cue.end:
        if quantity.unit.endswith("/share") and "share" in cue.phrase:
            return None  # "$4.69 a share" may be a price, a dividend or a profit
        return 3.0 if cue.start > quantity.start else None
    if cue.end <= quantity.start:
        gap = lower[cue.end : quantity.hedged] if quantity.hedged >= cue.end else ""
        distance = 2.0 if _WORTH.match(gap) else float(len(gap))
    else:
        gap = lower[quantity.end : cue.start]
        if _DIRECT.match(gap):
            distance = len(gap) * 0.35
        elif _OF.match(gap) or (_ADDED_TO.match(gap) and cue.phrase in _RESULTS):
            distance = 2 + len(gap) * 0.4
        else:
            distance = len(gap) * 1.5 + 22 + 25 * gap.count(", ")
    low, high = min(cue.end, quantity.start), max(cue.start, quantity.end)
    for other in others:
        if other is not quantity and low <= other.start and other.end <= high:
            distance += 24 if unit_class(other.unit) == unit_class(quantity.unit) else 8
    distance += 24 * (gap.count(";") + gap.count("—") + gap.count(" – ")) + 10 * gap.count(", ") + 14 * gap.count(": ")
    return distance
