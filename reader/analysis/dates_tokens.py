"""The tokens that the date grammar and the event rules read: words, digit runs and single signs of one sentence.

A token-based grammar is linear by construction: each rule looks at a bounded number of tokens beside its trigger, so
hostile text (a megabyte of digits, thousands of dates in one sentence) costs no more per character than any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.analysis.dates_lexicon import NUMBER_WORDS, TENS

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_DIGITS_READ = 4
"""longer runs of digits are no day, year or small number"""


@dataclass(slots=True)
class Tokens:
    """The tokens of one sentence; offsets are those of the article's text.

    ``words`` keep their case, ``low`` are lower case. ``start`` and ``end`` give each token's range.
    """

    words: list[str]
    low: list[str]
    start: list[int]
    end: list[int]
    index: int = 0
    """the sentence's index in its document"""

    def __len__(self) -> int:
        return len(self.low)

    def at(self, i: int) -> str:
        """The token in lower case; empty outside the sentence."""
        return self.low[i] if 0 <= i < len(self.low) else ""

    def word(self, i: int) -> str:
        """The token as written; empty outside the sentence."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def tight(self, i: int) -> bool:
        """Whether tokens ``i`` and ``i + 1`` exist and touch without white space."""
        return 0 <= i < len(self.low) - 1 and self.end[i] == self.start[i + 1]

    def number(self, i: int) -> int | None:
        """The value of a run of at most four digits, else None."""
        word = self.at(i)
        return int(word) if word.isascii() and word.isdigit() and len(word) <= _DIGITS_READ else None


def tokens(text: str, start: int, end: int, index: int = 0) -> Tokens:
    """Reads the tokens of ``text[start:end]``."""
    spans = [found.span() for found in _TOKEN.finditer(text, start, end)]
    words = [text[i:j] for i, j in spans]
    return Tokens(words, [word.lower() for word in words], [i for i, _ in spans], [j for _, j in spans], index)


def year_at(s: Tokens, i: int) -> int | None:
    """The four-digit year (1000–2199) at ``i``, None where the digits are part of a larger number, code or sum."""
    word = s.at(i)
    if len(word) != 4 or not (word.isascii() and word.isdigit()):
        return None
    year = int(word)
    if not 1000 <= year <= 2199:
        return None
    if i and s.tight(i - 1) and (s.at(i - 1) in "$€£¥#.,+*=@&%_" or s.at(i - 1).isalpha()) and s.at(i - 1) != "fy":
        # "$2025", "1,2025", "v2.2025", "H2025"; an abbreviation's full stop may touch ("Sept.2025")
        abbreviated = s.at(i - 1) == "." and s.at(i - 2).isalpha() and len(s.at(i - 2)) >= 3
        if not abbreviated:
            return None
    if s.tight(i):
        following = s.at(i + 1)
        if following in "%°$€£" or following in ("x", "m", "b", "k", "nm", "mw", "gw", "w", "gb", "tb", "bn"):
            return None
        if following in (",", ".") and s.tight(i + 1) and s.at(i + 2).isdigit():
            return None
    return year


def number_before(s: Tokens, k: int) -> tuple[int, float | None, bool] | None:
    """Reads the quantity that ends just before token ``k``: "three", "24", "2 1/2", "a couple of", "several".

    Returns its first token, its value (None for "several", "few"), and whether it was the article "a"; None where
    there is no quantity.
    """
    j = k - 1
    if s.at(j) == "-" and j > 0:
        j -= 1
    if s.at(j) == "more" or s.at(j) in ("full", "straight", "consecutive", "calendar", "trading", "fiscal", "whole"):
        j -= 1
    word = s.at(j)
    if not word:
        return None
    if word == "of" and s.at(j - 1) in ("couple", "dozens", "number", "score"):
        first = j - 1
        if s.at(first - 1) in ("a", "last", "next", "past"):
            first -= s.at(first - 1) == "a"
        return first, 2.0 if s.at(j - 1) == "couple" else None, False
    if word == "couple" and s.at(j - 1) == "a":
        return j - 1, 2.0, False
    if word in ("few", "several", "many", "some", "numerous"):
        return (j - 1, None, False) if word == "few" and s.at(j - 1) == "a" else (j, None, False)
    if word.isdigit():
        return _digits_before(s, j)
    if word == "half" and s.at(j - 1) == "a" and s.at(j - 2) == "and":
        inner = number_before(s, j - 2)
        if inner is not None and inner[1] is not None:
            return inner[0], inner[1] + 0.5, False
    if word in ("a", "an"):
        if s.at(j - 1) == "half":
            return j - 1, 0.5, False
        return j, 1.0, True
    if word in NUMBER_WORDS:
        value = float(NUMBER_WORDS[word])
        first = j
        back = j - 2 if s.at(j - 1) == "-" else j - 1
        if value < 10 and s.at(back) in TENS:
            value += NUMBER_WORDS[s.at(back)]
            first = back
        elif value >= 100 and s.at(j - 1) in NUMBER_WORDS and NUMBER_WORDS[s.at(j - 1)] < 100:
            value *= NUMBER_WORDS[s.at(j - 1)]
            first = j - 1
        elif value >= 100 and s.at(j - 1) == "a":
            first = j - 1
        return first, value, False
    return None


def _digits_before(s: Tokens, j: int) -> tuple[int, float | None, bool] | None:
    value = s.number(j)
    if value is None:
        return None
    amount = float(value)
    first = j
    if s.at(j - 1) == "/" and s.tight(j - 1) and s.tight(j - 2) and s.number(j - 2) is not None and value:
        amount = (s.number(j - 2) or 0) / value
        first = j - 2
        whole = s.number(j - 3)
        if whole is not None and amount < 1:
            amount += whole
            first = j - 3
    elif s.at(j - 1) == "." and s.tight(j - 1) and s.tight(j - 2) and s.number(j - 2) is not None:
        amount = float(f"{s.number(j - 2)}.{s.at(j)}")
        first = j - 2
    elif s.at(j - 1) == "," and s.tight(j - 1) and s.tight(j - 2) and len(s.at(j)) == 3 and s.number(j - 2) is not None:
        amount = float((s.number(j - 2) or 0) * 1000 + value)
        first = j - 2
    if first and s.tight(first - 1) and s.at(first - 1) in "$€£¥.,#":
        return None
    return first, amount, False
