"""What is no figure: times, contract terms, counts in passing, differences, fractions of nothing, parts of names."""

from __future__ import annotations

import re

from reader.analysis.quantities.counts import too_small
from reader.analysis.quantities.quantity import Quantity
from reader.analysis.quantities.words import words

_ORDINAL = re.compile(
                    r"\b(?:first|second|latter|former|other|this|each|the|last|next|previous|current|a|per|every|"
                    r"past|"
                      r"in|better|back|top|bottom|front)[ -]$", re.IGNORECASE)  # fmt: skip
_OF = re.compile(r"(?:[ -](?:of|to (?:world|global))\b)")
_FRACTION_BASE = re.compile(
    r"[ -](?:of|to) (?:what|the|its|their|all|world|global|total|group|[\w’'-]+[’']s)? ?(?:[\w’'-]+ ){0,6}?"
    r"(?:market|orders|demand|asking|requests?|needs?|supply|output|production|capacity|staff|workforce|"
    r"employees|shares|stock|"
    r"equity|sales|revenues?|shipments|spending|tokens|traffic|backlog|debt|engineers|want|ordered|company|"
    r"venture|proceeds|money|total|sum|whole|electricity|fleet|racks|servers|modules|machines|chips|gpus|jobs|"
    r"costs?|bill|members|workers|people|employees|contract|loan|"
    r"bonds|notes|profits?|budget)\b"
)
_CUSTOMERS = re.compile(
    r"\b(?:account|accounted|accounts|supplied|supplies|brought|bring|brings|represent|represents|represented|"
    r"comes?|came|"
    r"makes? up|made up|contributes?|contributed|generates?|generated|provided|provides|customer|from)\b"
)
_SALES = re.compile(r"(?:sales|revenues?)$")
_MORE_THAN = re.compile(
    r" (?:more|less|fewer|higher|lower|above|below|short|further|extra|ahead|away|behind|apart)\b(?: (?:than|of|"
    r"what)\b)?"
)
_DIFFERENCE = re.compile(
    r" (?:of (?:one another|each other)| (?:gap|difference)\b)| (?:more|less|fewer|higher|lower) than (?!a year|in the|"
    r"(?:the )?(?:same|previous|prior|last|year|in|20\d\d|\w+ (?:of )?20\d\d))"
)
_PREMIUM = re.compile(r"\b(?:premium|discount) of (?:about |roughly |nearly |some |up to )?$", re.IGNORECASE)
_STOCK = re.compile(
    r"\b(?:inventory|inventories|stocks?|supply|demand|stockpiles?|dram|nand|memory|hbm|chips|wafers|parts)\b"
)
_LATENCY = re.compile(r"\b(?:latency|first token|respon[ds]|answers?|takes?|took|per call|per token|delay|faster|runs?|"
                      r"render|generat|finish|complet|process|train)", re.IGNORECASE)  # fmt: skip
_TIMES_BASE = re.compile(
    r" (?:as|more|faster|larger|bigger|higher|lower|cheaper|less|what|the|its|their|that|this|revenue|sales|earnings|"
    r"forward|last|greater|slower|longer|over|better|denser|annual|expected|trailing|ebitda|book|next|oversubscribed|"
    r"estimated|projected|normal|current|an?|cash|profits?|output|throughput|performance|20\d\d|those|his|"
    r"quicker|fewer|(?:[\w’'-]+ ){1,4}?(?:ebitda|earnings|sales|revenues?|profits?)|"
    r"smaller|stronger|worse|harder|richer|in (?:value|size|price)|of|[\w.&-]+[’']s? (?:\w+ )?(?:sales|revenues?|"
    r"earnings|profits?|ebitda|value))\b",
    re.IGNORECASE,
)
_TIMES_BEFORE = re.compile(
    r"\b(?:oversubscribed|subscribed|covered|multiple of|trades? (?:at|on)|trading at|up|grew|grow|grown|"
    r"increased?|rose|"
    r"risen|by|at|valued at|multiplied|expand(?:ed)?|jumped|to|cover|between|covers|exceeded demand|demand|a "
    r"multiple of)"
    r" (?:about |roughly |nearly |more than |almost |some |over |around |close to )?$",
    re.IGNORECASE,
)
_CONSUMER = re.compile(
    r"[ -](?:desktop|laptop|kit|phone|drive|stick|dimm|card|pc|version of|model of|iphone|ipad)\b", re.IGNORECASE
)
_LABEL = re.compile(
    r"\b(?:building|buildings|phase|phases|unit|site|block|tier|level|gen|generation|version|no\.|number|chapter|"
    r"section|"
    r"article|page|pages|room|route|highway|interstate|fortune|s&p|nasdaq|russell|title|class|category|area|rule|"
    r"form|act|"
    r"series|step|part|figure|table|item|line|fab|stage|group|team|top|hall|halls|train|lot|stargate|colossus|ascend|"
    r"gaudi|trainium|inferentia|maia|llama|gpt|gemini|claude|grok|rubin|blackwell|hopper|instinct|xeon|epyc|tesla|"
    r"rtx|geforce|radeon|snapdragon|qwen|opus|sonnet|wafer-scale engine|engine|formula|day|week|year|covid)[ -]$",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?:^|[\s(“\"])([A-Z][A-Za-z]+)[ -]$")
_STARTERS = words("""
    about some nearly roughly around almost over under up at the these its all another only and but with in more
    less fewer between from to for of on by as it they we that this those an a approximately meanwhile currently
    today now there then january february march april may june july august september october november december
    including plus minus just even still yet so when while if
""")  # fmt: skip
_EQUATION = re.compile(r"= ?§|§ ?=")
_VAGUE = re.compile(r"an? (?:thousand|million|billion|trillion)-dollar", re.IGNORECASE)
_ALL_OF = re.compile(
    r"\b(?:all|both|these|those|the|its|other|first|last|next|remaining|latter|final|another|following|previous|"
    r"initial|top|"
    r"of two|other) $",
    re.IGNORECASE,
)
_URLISH = re.compile(r"[/@=&?#_]$|://|www\.")

_WITHIN = re.compile(r"\bwithin (?:about )?$", re.IGNORECASE)


def refused(text: str, low: int, high: int, quantity: Quantity) -> str | None:
    """Returns why the quantity of the sentence ``text[low:high]`` is no figure, None where it is one."""
    before = text[max(low, quantity.start - 60) : quantity.start]
    after = text[quantity.end : min(high, quantity.end + 90)]
    if quantity.rule == "fraction" or (quantity.rule == "range" and quantity.written == "part"):
        return _fraction(text, low, high, quantity, before, after)
    if quantity.rule != "change-verb" and _URLISH.search(before):
        return "address"
    if _WITHIN.search(before) and quantity.unit.startswith(("USD", "s")):
        return "difference"
    if _CENTS_ON.match(after) or (_CENTS.search(text, quantity.start, quantity.end) and _QUOTED.search(before)):
        return "recovery"
    if quantity.unit in ("points", "other"):
        return quantity.unit
    if _EQUATION.search(before[-4:] + "§" + after[:4]):
        return "exchange-rate"
    if quantity.written == "words" and _VAGUE.match(text[quantity.start : quantity.end]):
        return "vague-sum"
    if quantity.unit == "s":
        return _time(text, low, high, quantity, before, after)
    times = quantity.unit == "x" and text.endswith("times", 0, quantity.end)
    if times and not _TIMES_BASE.match(after) and not _TIMES_BEFORE.search(before):
        return "frequency"
    if (
        quantity.rule == "change-verb"
        and re.match(r" (?:the|that|what|its)\b", after)
        and text.endswith("double", 0, quantity.end)
    ):
        return "comparison"
    if quantity.rule == "change-verb" and re.search(r"\b(?:two|of|three|both|the) $", before):
        return "noun"
    if quantity.unit == "count" and quantity.counted:
        return _count(quantity, before)
    if quantity.unit == "m" and not (2e-10 <= quantity.value <= 2e-6):
        return "length"
    if quantity.unit == "tokens" and (quantity.value < 1e5 or (quantity.value == 1e6 and quantity.written == "words")):
        return "few-tokens"
    if quantity.unit == "B" and _CONSUMER.match(after):
        return "product-size"
    if _DIFFERENCE.match(after) and quantity.unit not in ("%", "x"):
        return "difference"
    if quantity.unit == "%" and _PREMIUM.search(before) and "premium" in before.lower():
        return "premium"
    if quantity.unit == "Wh" and quantity.value < 1e7:
        return "small"
    if quantity.unit == "acres" and quantity.value < 1:
        return "small"
    return None


_APPOSED = re.compile(
    r", (?:or )?(?:about |around |roughly |nearly |almost |some |just |over |more than |less than )*$"
)
_CHANGED_BY = re.compile(
    r"\b(?:rose|rise|risen|fell|fall|fallen|grew|grow|grown|increased?|declined?|jumped|climbed|dropped|expanded|"
    r"shrank|shrunk|cut|reduced?|slipped|up|down|gained|lost|raised?|lowered)(?: by)?(?: (?:about|around|roughly|"
    r"nearly|almost|some|just|over|more than|at least|up to|as much as|only|another))* $",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:rose|rise|risen|fell|fall|fallen|grew|grow|grown|increased?|declined?|jumped|climbed|dropped|"
    r"expanded|shrank|up|down)\b"
)
_BRINGS_IN = re.compile(r"\b(?:bring|brings|brought|take|takes|took) in $", re.IGNORECASE)
_YEAR_ON_YEAR = re.compile(
    r" (?:more|less|fewer|higher|lower|above|below|up|down)\b(?: than| on| from)? (?:a year|last year|in the|"
    r"the (?:same|previous|"
    r"prior)|before|that of|those of|in 20\d\d)"
)
_OWNS = re.compile(
    r"\b(?:owns?|owned|holds?|held|keeps?|kept|buys?|bought|sold|sells?|acquired?|takes?|took) (?:\w+ )?$"
)
_OF_NAME = re.compile(r" of (?:the )?[A-Z][\w&.-]+(?: [A-Z][\w&.-]+){0,3}(?:[.,;]| [a-z]|$)")
_CENTS = re.compile(r"\bcents?$")
_QUOTED = re.compile(
    r"\b(?:bonds?|notes?|loans?|debt|paper)\b[^.;]{0,30}\b(?:at|to) (?:about |around |just |only )?$", re.IGNORECASE
)
_CENTS_ON = re.compile(r" on (?:the|each|every) (?:dollar|euro|pound|yen)\b")


def _fraction(text: str, low: int, high: int, quantity: Quantity, before: str, after: str) -> str | None:
    if _CHANGED_BY.search(before) and re.match(
        r"[.;,)]|$| (?:in|on|over|since|from|to|this|last|compared|year|and|but)\b", after
    ):
        return None  # "rose by a third"
    if _YEAR_ON_YEAR.match(after):
        return None  # "a fifth more than a year earlier"
    if _APPOSED.search(before) and re.match(r"[.;,)]|$", after) and re.search(r"\d", before):
        return None  # "$1.9bn of the $9bn, about a fifth"
    if before.lower().endswith(" by ") and _CHANGE.search(text, low, quantity.start) and not _OF.match(after):
        return None  # "sales rose 34% and profit by half"
    if (_ORDINAL.search(before) and not _BRINGS_IN.search(before)) or not _OF.match(after):
        return "no-fraction"
    if _OWNS.search(before) and _OF_NAME.match(after):
        return None  # "will own two thirds of Aligned"
    base = _FRACTION_BASE.match(after)
    if not base:
        return "fraction-of-nothing"
    if _SALES.search(base[0]) and not _CUSTOMERS.search(text[low:high]):
        return "ratio"
    return None


def _time(text: str, low: int, high: int, quantity: Quantity, before: str, after: str) -> str | None:
    unit = text[quantity.start : quantity.end].lower()
    if re.search(r"(?:ms|µs|μs|us|ns|milliseconds?|microseconds?|nanoseconds?)$", unit):
        return None
    if re.search(r"(?:days?|weeks?|months?)$", unit):
        return None if re.match(r" (?:of|worth of) (?:[\w-]+ )?" + _STOCK.pattern, after.lower()) else "time-span"
    if re.search(r"(?:seconds?|secs?|minutes?|\ds)$", unit):
        return None if _LATENCY.search(text, low, high) else "time-span"
    return "time-span"


def _count(quantity: Quantity, before: str) -> str | None:
    assert quantity.counted is not None
    if quantity.rule == "labelled":
        return None
    if quantity.rule != "unit-left-out":
        if too_small(quantity.value, quantity.counted.noun, quantity.counted.group, quantity.written == "words"):
            return "count-in-passing"
        if _ALL_OF.search(before) and quantity.value < 20:
            return "count-in-passing"
    if _LABEL.search(before) and quantity.value < 10_000:
        return "label"
    capital = _CAPITAL.search(before)
    if capital and quantity.value < 10_000 and capital[1].lower() not in _STARTERS and quantity.written == "digits":
        return "model-name"
    return None
