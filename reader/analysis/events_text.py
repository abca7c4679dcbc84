"""The line of a timeline that an event reads as: its clause from the subject on, cut and never reworded.

The sentence is taken whole, because the subject of a date's clause mostly stands at its front, and what a reader of a
timeline does not need is cut off both ends: the dateline, "But", "On Monday,", an earlier or later co-ordinate clause
that stands alone, "which …", and who said so when. Nothing is cut where the rest would begin in mid-clause.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.analysis.dates_tokens import Tokens
from reader.analysis.events_clauses import Governor, is_verb
from reader.analysis.events_lexicon import ANNOUNCING, SAYING
from reader.model.text import Span

LONGEST = 200
"""characters from which a line is cut at a comma as well"""
SHORTEST = 30
"""characters that a line keeps when it is cut for its length"""
_REACH = 90
"""tokens to either side of the date that a line may hold"""
_FINITE = frozenset({
    "is", "are", "was", "were", "will", "would", "has", "have", "had", "can", "could", "may", "might", "must", "should",
    "does", "did", "do",
})  # fmt: skip
_JOINS = frozenset({"and", "but", "while", "so", "yet", "whereas", "although", "though", "or", "nor"})
_PARTS = frozenset({"while", "whereas", "although", "though", "but"})
_TAILS = _JOINS | {"which", "who", "whose", "where", "when", "because", "as", "after", "before", "since", "with", "if",
                   "adding", "saying", "according", "making", "giving", "leaving"}  # fmt: skip
_SUBORDINATE = frozenset({"after", "when", "while", "as", "although", "though", "because", "since", "before", "once"})
_OPENINGS = frozenset({
    "but", "and", "yet", "so", "meanwhile", "separately", "however", "still", "instead", "also", "then", "now",
    "moreover", "besides", "later", "earlier", "nevertheless", "finally", "first", "too",
})  # fmt: skip
_ADVERBIAL = frozenset({"the", "same", "day", "a", "on", "in", "at", "by", "from", "of", "earlier", "later", "only",
                        "just", "early", "late", "that", "already", "then", "and", "back", "as"})  # fmt: skip
_DETERMINERS = frozenset({"the", "a", "an", "another", "two", "three", "four", "five", "most", "some", "all", "both",
                          "several", "no", "first"})  # fmt: skip
_LEANING = frozenset({"it", "its", "they", "their", "them", "he", "she", "his", "her", "him"})
_REPORTING = SAYING | ANNOUNCING | {"showed", "shows", "show", "read", "added", "adds", "estimates"}
_ENDS = frozenset({";", ":", "—", "–", ",", "while", "whereas", "although", "but", "and"})
_RELATIVE = frozenset({"which", "who", "whose", "where", "founded", "based", "led", "owned"})
_NESTS = frozenset({"that", "which", "who", "than", "whose", "where"})
_OPEN_QUOTES, _CLOSE_QUOTES = "“‘([", "”’)]"


def line_of(s: Tokens, i: int, j: int, found: Governor | None, dates: Sequence[tuple[int, int]]) -> Span:
    """Returns what to show for the event whose date stands in tokens ``i`` to ``j`` of a sentence.

    ``dates`` are the token ranges of all dates of the sentence, ``found`` the word that governs this one.
    """
    left, right = max(0, i - _REACH), min(len(s), j + _REACH)
    needed = max(j, found.at + 1) if found is not None else j
    taken = frozenset(k for a, b in dates for k in range(a, b))
    left = _after_dateline(s, left, i)
    told = _attribution(s, left, i)
    if told > left:
        right, needed = told, left + 1
    left = _left(s, left, i, told if told > left else right, found, taken, told > left)
    right = _right(s, left, needed, right, [a for a, _ in dates if a != i])
    right = _shorter(s, left, needed, right)
    return _trimmed(s, left, right)


def without_day(s: Tokens, span: Span, i: int, j: int) -> Span:
    """Returns a line without the day named at its very end: "Acme withdrew its listing on Friday"."""
    if i and j <= len(s) and s.end[j - 1] == span.end and s.start[i] > span.start + SHORTEST // 2:
        return Span(span.start, s.end[i - 1])
    return span


def _after_dateline(s: Tokens, left: int, i: int) -> int:
    """Skips "OAKLAND, May 14 (Wire) –"."""
    for k in range(left, min(left + 16, i)):
        if s.low[k] in ("—", "–", "-") and not s.tight(k) and not s.tight(k - 1):
            head = range(left, k)
            placed = any((s.words[h].isupper() and len(s.words[h]) > 2) or s.low[h] in (")", "(") for h in head)
            dated = any(s.words[h].isdigit() for h in head)
            if (placed or dated) and not any(is_verb(s, h) for h in head):
                return k + 1
            return left
    return left


def _attribution(s: Tokens, left: int, i: int) -> int:
    """Returns the comma before the clause that only tells who said so on that date, 0 where there is none.

    "Acme has raised $1 billion, it said on Tuesday": what happened stands before the comma.
    """
    for k in range(i - 1, max(left, i - 16), -1):
        word = s.low[k]
        if word == ",":
            head = range(k + 1, i)
            quoted = s.at(k + 1) == "”"
            opens = s.at(k + 1) not in _TAILS or s.at(k + 1) == "according"
            says = any(s.low[h] in _REPORTING for h in head) or "according" in s.low[k + 1 : i]
            if opens and says and not quoted and _complete(s, left, k) and not any(s.low[h] == "that" for h in head):
                return k
            if not quoted and not (says and opens) and any(s.low[h] in _REPORTING for h in head):
                return 0
        elif word in (";", ":", "”", "“"):
            return 0
    return 0


def _left(s: Tokens, left: int, i: int, right: int, found: Governor | None, taken: frozenset[int], told: bool) -> int:
    """Returns where the subject of the line stands."""
    anchor = left if told else min(i, found.at if found is not None else i)
    for k in range(anchor - 1, left, -1):
        start = 0
        if s.low[k] in (";", ":") and not s.tight(k):
            start = k + 1
        elif s.low[k] == "," and s.at(k + 1) in _JOINS:
            start = k + 2
        elif s.low[k] in _PARTS:
            start = k + 1
        if start and start < anchor and _subject(s, start, taken) and _clause(s, start, right) and _clause(s, left, k):
            left = start
            break
    for _ in range(4):
        moved = _opening(s, left, i, right, taken)
        if moved == left:
            break
        left = moved
    return _reported(s, left, i, right)


def _opening(s: Tokens, left: int, i: int, right: int, taken: frozenset[int]) -> int:
    """Returns the token after "But", "On Monday,", "After Acme had filed,", the same where none opens the line."""
    if s.at(left) in _OPENINGS and left not in taken:
        after = left + 2 if s.at(left + 1) == "," else left + 1
        if _subject(s, after, taken) or after in taken:
            return after
    end = left
    while end < right and (end in taken or s.low[end] in _ADVERBIAL or s.low[end] == ",") and end - left < 14:
        end += 1
    if any(k in taken for k in range(left, end)):
        # "the" belongs to what follows: "On Monday the company"
        while end > left and s.low[end - 1] in ("the", "a", "that", "same") and end - 1 not in taken:
            end -= 1
        if end > left and _subject(s, end, taken) and _finite(s, end, right):
            return end
    if s.at(left) in _SUBORDINATE and left not in taken:
        comma = next((k for k in range(left + 1, right) if s.low[k] == ","), None)
        if comma is not None and _finite(s, left, comma):
            if i > comma and s.word(comma + 1)[:1].isupper() and _finite(s, comma + 1, right):
                return comma + 1
            if i < comma and _subject(s, left + 1, taken) and s.low[left] not in ("as", "because", "since"):
                return left + 1
    return left


def _reported(s: Tokens, left: int, i: int, right: int) -> int:
    """Skips "Acme said on Monday that" where what follows names its own subject and leans on nothing."""
    for k in range(left + 1, min(left + 16, right - 4)):
        if s.low[k] == "," and k < i:
            return left
        if s.low[k] == "that" and not _REPORTING.isdisjoint(s.low[left:k]):
            if s.word(k + 1)[:1].isupper() and _finite(s, k + 1, right) and _LEANING.isdisjoint(s.low[k + 1 : right]):
                return k + 1
            return left
    return left


def _right(s: Tokens, left: int, needed: int, right: int, others: Sequence[int]) -> int:
    """Returns where the line may end: before a later clause, a relative one, or who said so."""
    depth = sum((w in _OPEN_QUOTES) - (w in _CLOSE_QUOTES) for w in s.low[left:needed])
    for k in range(needed, right):
        word = s.low[k]
        depth += (word in _OPEN_QUOTES) - (word in _CLOSE_QUOTES)
        if depth > 0 or word not in _ENDS or not _complete(s, left, k):
            continue
        if word == ";" or (word in ("—", "–") and not s.tight(k)) or (word == ":" and not s.tight(k)):
            return k
        if word == "," and _cuts(s, k, right):
            return k
        if word in ("while", "whereas", "although") or (word == "but" and s.at(k - 1) not in ("nothing", "all")):
            return k
        if word == "and" and k > needed and k + 1 < right and is_verb(s, k + 1) and any(a > k for a in others):
            return k
    return right


def _cuts(s: Tokens, k: int, right: int) -> bool:
    """Whether the line may end at the comma ``k``."""
    following = s.at(k + 1)
    if following in ("and", "or", "nor"):
        return k + 2 < right and _finite(s, k + 2, right) and not is_verb(s, k + 2)
    if following in _TAILS:
        return True
    end = next((x for x in range(k + 1, right) if s.low[x] == ","), right)
    return end - k < 14 and any(s.low[x] in _REPORTING for x in range(k + 1, end)) and not s.at(k + 1).isdigit()


def _shorter(s: Tokens, left: int, needed: int, right: int) -> int:
    """Cuts a line that is too long at its last comma or "and" that leaves enough."""
    if right <= left or s.end[right - 1] - s.start[left] <= LONGEST:
        return right
    for k in range(right - 1, max(needed, left), -1):
        length = s.end[k - 1] - s.start[left]
        if length < SHORTEST * 2:
            break
        if length <= LONGEST and s.low[k] in (",", "—", "–", "because", "after") and not s.tight(k):
            return k
    return right


def _trimmed(s: Tokens, left: int, right: int) -> Span:
    while left < right - 1 and s.low[left] in (",", "-", "–", "—", ";", ":", "•", ")", "]", "”"):
        left += 1
    while left < right - 1 and s.low[left] in "“(" and not any(w in "”)" for w in s.low[left + 1 : right]):
        left += 1
    while right - 1 > left and s.low[right - 1] in (",", ";", ":", "-", "–", "—", ".", "and", "but", "“", "("):
        right -= 1
    if s.low[right - 1] in "”)" and not any(w in "“(" for w in s.low[left:right]) and right - 1 > left:
        right -= 1
    return Span(s.start[left], s.end[right - 1])


def _subject(s: Tokens, k: int, taken: frozenset[int]) -> bool:
    """Whether a clause's subject begins at the token: a name, an article, a number; no pronoun."""
    word = s.word(k)
    if not word or k in taken or s.low[k] in _LEANING:
        return False
    return (word[0].isupper() and s.low[k] not in _OPENINGS) or s.low[k] in _DETERMINERS


def _clause(s: Tokens, start: int, end: int) -> bool:
    """Whether a clause with a verb of its own begins at the token: none that only stands in "than it promised"."""
    for k in range(start, min(end, len(s))):
        if s.low[k] in _NESTS:
            return False
        if _finite(s, k, k + 1):
            return True
    return False


def _complete(s: Tokens, left: int, end: int) -> bool:
    """Whether the tokens hold a main verb: "Acme, which makes chips" does not."""
    comma = next((k for k in range(left, end) if s.low[k] == "," and s.at(k + 1) in _RELATIVE), None)
    if comma is None or _finite(s, left, comma):
        return _finite(s, left, end)
    closing = next((k for k in range(comma + 1, end) if s.low[k] == ","), None)
    return closing is not None and _finite(s, closing, end)


def _finite(s: Tokens, start: int, end: int) -> bool:
    """Whether a finite verb stands in the tokens."""
    for k in range(start, min(end, len(s))):
        word = s.low[k]
        if word in _FINITE or (not word.endswith("ing") and s.at(k - 1) != "to" and is_verb(s, k)):
            return True
    return False
