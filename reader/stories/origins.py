"""Who published a text first: ten reprints of one wire report are one origin.

In order: what the feed says of the entry (``<source>``), a credit line in the text, the feed's publisher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from reader.model.articles import Article

_NAME = r"(?:(?:The|the)\s+)?[A-Z][\w&'’.-]*(?:\s+(?:[A-Z][\w&'’-]*|of|and|&)){0,4}"
_HEAD = re.compile(
    # "(Bloomberg) —", "Oct 6 (Reuters) -", "BOSTON, May 14 (Northquay Wire) — …"; the report follows on the line
    r"^(?:[A-Z][\w .,/-]{0,40}\s)?\((" + _NAME + r")\)(?=\s*[—–-]|\s+[A-Z“\"])"
)
_DATELINE = re.compile(r"^[A-Z][A-Z .'-]{2,30}(?:,\s[\w ,.]{1,30})?\s?/(" + _NAME + r")/\s?[—–-]")
_CREDIT = re.compile(
    r"\b(?:[Tt]his\s+(?:story|article|report|text|piece|post)|[Ii]t)\s+(?:was|is|has been)\s+"
    r"(?:(?:first|originally|previously)\s+)?(?:published|reported|produced|provided|supplied|distributed|posted)"
    r"(?:\s+here)?\s+(?:by|on|in|at)\s+(" + _NAME + r")"
)
_ORIGINALLY = re.compile(
    r"\b(?:[Oo]riginally|[Ff]irst)\s+(?:published|appeared|posted)\s+(?:by|on|in|at)\s+(" + _NAME + r")|"
    r"\b(?:The post|This article)\s.{1,200}?\sappeared first on\s+(" + _NAME + r")|"
    r"^(?:Source|Via|Credit|By arrangement with|Reprinted (?:from|with permission of)):?\s+(" + _NAME + r")\s*\.?$",
    re.MULTILINE,
)
_TAIL = re.compile(r"\((" + _NAME + r")[;,]\s+(?:[Ee]diting|[Rr]eporting|[Ww]riting|[Aa]dditional|[Ee]dited)\b")
_PARTS = re.compile(r"[^\W_]+")
_NO_NAME = frozenset(
    ("nasdaq", "nyse", "amex", "lse", "tsx", "asx", "otc", "euronext", "the", "this", "a", "an", "i", "we")
)
_TRADE = frozenset(("the", "inc", "llc", "ltd", "co", "corp", "company", "news", "wire", "agency", "newswire", "com"))
HEAD = 300
TAIL = 800


def origin_of(article: Article) -> str:
    """Returns the name of who published the article's text first.

    ``article.origin`` is what its feed says: the entry's ``<source>``, else the feed's publisher or title. A credit
    line in the first or last lines of the text goes before a publisher that merely passed the text on.
    """
    named = credit(article.text)
    return named if named is not None and not same_origin(named, article.origin) else article.origin


def credit(text: str) -> str | None:
    """Returns whom a credit line at the beginning or end of a text names as the source, None without one."""
    return _credited(text[:HEAD], text[-TAIL:])


@lru_cache(maxsize=1024)
def _credited(head: str, tail: str) -> str | None:
    for line in head.split("\n")[:4]:
        if match := _HEAD.match(line.strip()) or _DATELINE.match(line.strip()):
            return _name(match[1])
    for pattern in (_TAIL, _CREDIT, _ORIGINALLY):
        for match in pattern.finditer(tail):
            if name := _name(next(group for group in match.groups() if group)):
                return name
    return None


def _name(found: str) -> str | None:
    name = re.sub(r"^the\s+", "", found.strip(" .,;'’"), flags=re.IGNORECASE)
    words = name.split()
    while words and words[-1].lower() in ("and", "of", "&"):
        words.pop()
    if not words or words[0].lower() in _NO_NAME or len(" ".join(words)) < 2:
        return None
    return " ".join(words)


@lru_cache(maxsize=1024)
def origin_key(origin: str) -> str:
    """Returns what two spellings of one publisher have in common ("The Northquay Wire" and "Northquay")."""
    words = [word.lower() for word in _PARTS.findall(origin)]
    return " ".join([word for word in words if word not in _TRADE] or words)


def same_origin(one: str, other: str) -> bool:
    return origin_key(one) == origin_key(other)


def independent(origins: Iterable[str]) -> int:
    """Returns how many different publishers are among ``origins``."""
    return len({origin_key(origin) for origin in origins})
