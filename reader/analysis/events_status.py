"""Happened, planned, cancelled or hypothetical: from the verb group, links of the date, and words around it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from reader import edtf
from reader.analysis.dates import edtf_plain
from reader.analysis.dates_atoms import DateExpression
from reader.analysis.dates_tense import is_moving, is_past_verb, looks_ahead
from reader.analysis.dates_tokens import Tokens
from reader.analysis.events_clauses import Governor
from reader.analysis.events_lexicon import VERB_FORMS
from reader.model.findings import EventStatus

_MODAL_PAST = frozenset({"would", "could", "might", "should"})
_EXPECTED = frozenset({
    "expected", "due", "planned", "scheduled", "slated", "supposed", "meant", "promised", "intended",
    "pencilled", "penciled", "targeted", "hoped", "forecast", "set",
})  # fmt: skip
_GIVEN_UP = frozenset({"cancel", "scrap", "shelve", "abandon", "drop", "miss"})
_SCHEDULED = frozenset(
    {"reports", "opens", "starts", "begins", "votes", "meets", "launches", "closes", "expires", "ends"}
)
_NOW = frozenset({"now", "instead", "slipped", "delayed", "postponed", "late", "later"})
_TAKEN_BACK = frozenset({
    "now", "instead", "moved", "moves", "slipped", "slips", "delayed", "postponed", "deferred", "cancelled", "canceled",
    "scrapped", "shelved", "dropped",
})  # fmt: skip
"""words after a past plan that say that it no longer holds"""
_TAKEN_BACK_PAIRS = frozenset({
    ("put", "off"), ("put", "back"), ("pushed", "back"), ("pushed", "out"), ("called", "off"), ("will", "not"),
    ("won", "'"), ("won", "’"), ("given", "up"),
})  # fmt: skip
_FORESEEING = frozenset({"forecast", "guidance", "outlook", "plan"})
_BETWEEN = frozenset({"first", "once", "still", "all", "not", "also", "been", "previously", "earlier", "already"})
_INTENT = frozenset({"plan", "plans", "planned", "idea", "intention", "intentions", "promise", "goal", "target", "aim"})


STATUS_RULES = {
    "status-hypothetical": "it is only imagined",
    "status-condition": "it is a condition",
    "status-given-up": "the plan was given up, moved or missed",
    "status-date-ahead": "the date lies ahead",
    "status-date-past": "the date lies back",
    "status-verb-ahead": "the words look ahead",
    "status-verb-past": "the words look back",
    "status-today": "it is the day of publication",
    "status-deadline": "it is a deadline",
    "status-since": "it has begun",
    "status-open": "nothing says that it is done",
}
"""rule → what it says, as a person reads it"""


def status_of(
    s: Tokens,
    i: int,
    j: int,
    clause: tuple[int, int],
    expression: DateExpression,
    found: Governor | None,
    day: date,
    following: str,
) -> tuple[EventStatus, str]:
    """Returns the status of the happening dated by tokens ``i`` to ``j``, and the rule.

    ``following`` is the next sentence in lower case: "Crusoe now says" after a date takes it back.
    """
    first, last = edtf.bounds(expression.edtf)
    if expression.link in ("since", "from") and last is None:
        begun = edtf.bounds(edtf_plain(expression) or expression.edtf)[1]
        if begun is not None and begun < day:
            last = begun
    if _condition(s, i) and not (last is not None and last < day):
        return EventStatus.HYPOTHETICAL, "status-condition"
    if _imagined(s, i, clause, found):
        return EventStatus.HYPOTHETICAL, "status-hypothetical"
    if given_up(s, i, j, clause, expression, found, day, following):
        return EventStatus.CANCELLED, "status-given-up"
    if first is not None and first > day:
        return EventStatus.PLANNED, "status-date-ahead"
    ahead = looks_ahead(s, i, j)
    told = found is not None and found.verb and found.at < i and not found.helpers and is_past_verb(s.low[found.at])
    if not (told and len(expression.base) == 10) and not _FORESEEING.isdisjoint(s.low[max(clause[0], i - 12) : i]):
        ahead = True
    over = last is not None and last < day
    if over:
        if ahead and expression.inferred is False and last is not None and (day - last).days < 3:
            return EventStatus.PLANNED, "status-verb-ahead"
        return EventStatus.HAPPENED, "status-date-past"
    if last is not None and last == day and first == day:
        coming = ahead or (found is not None and found.verb and s.low[found.at] in _SCHEDULED)
        return (EventStatus.PLANNED, "status-verb-ahead") if coming else (EventStatus.HAPPENED, "status-today")
    if ahead or (expression.link in ("until", "before", "from", "not-before") and not (found and _done(found, s))):
        return EventStatus.PLANNED, "status-verb-ahead"
    if expression.link in ("until", "before"):
        return EventStatus.PLANNED, "status-deadline"
    if expression.link == "since":
        return EventStatus.HAPPENED, "status-since"
    return (EventStatus.HAPPENED, "status-verb-past") if ahead is False else (EventStatus.PLANNED, "status-open")


def _done(found: Governor, s: Tokens) -> bool:
    return found.verb and "to" not in found.helpers and s.low[found.at].endswith("ed") and not found.helpers


def _condition(s: Tokens, i: int) -> bool:
    """Whether the date stands in a condition that may still come true: "if it isn't ready by March", "should it"."""
    for k in range(i - 1, max(-1, i - 25), -1):
        word = s.low[k]
        if word in (",", ";", ":", "—", "that", "said", "had"):
            return False
        if word in ("if", "unless") and s.at(k - 1) != "as":
            return not any(helper == "have" for helper in s.low[k:i])
        if word == "should" and s.at(k + 1) in ("the", "a", "an", "it", "its", "they", "their", "any", "either"):
            return True
    return False


def _imagined(s: Tokens, i: int, clause: tuple[int, int], found: Governor | None) -> bool:
    opening = s.at(0) if s.at(0) not in ("“", '"') else s.at(1)
    if opening == "had" or (opening == "if" and clause[0] >= 0):
        return True
    if found is None or not found.verb:
        return False
    helpers = found.helpers
    if "have" in helpers and not _MODAL_PAST.isdisjoint(helpers):
        return True
    if not helpers and is_past_verb(s.low[found.at]) and found.at < i and s.at(found.at - 1) != "have":
        return False  # "the tools it ordered in 2024" beside "could have added"
    return any(
        s.at(k) in _MODAL_PAST and s.at(k + 1) == "have" and is_past_verb(s.at(k + 2)) and "that" not in s.low[k:i]
        for k in range(clause[0], i)
    )


def given_up(
    s: Tokens,
    i: int,
    j: int,
    clause: tuple[int, int],
    expression: DateExpression,
    found: Governor | None,
    day: date,
    following: str,
) -> bool:
    """Whether the date is one that was moved away from, missed or dropped."""
    if expression.link == "moved-from":
        return True
    for k in range(i + 1, max(-1, i - 5), -1):
        if (s.at(k - 1), s.at(k)) in (("instead", "of"), ("rather", "than")):
            return True
        if k < i and s.at(k) not in ("in", "on", "by", "of", "than", "the", "before", "at", "as"):
            break
    if _no_longer(s, i, j, clause) or _meant_once(s, i, j, clause):
        return True
    before = s.low[max(clause[0], i - 14) : i]
    near = before[max((n for n, word in enumerate(before) if word == ","), default=-1) + 1 :]
    if "longer" in near and "no" in near:
        return True
    if "originally" in before or "initially" in before:
        return any(word in _EXPECTED or word == "to" for word in before)
    last = edtf.bounds(expression.edtf)[1]
    for n, word in enumerate(before):
        if word not in ("was", "were", "been", "had"):
            continue
        if "," in before[n + 2 :]:
            continue  # "which had meant to decide in May, put it off to June"
        tail = [w for w in before[n + 1 : n + 5] if w not in _BETWEEN]
        if not tail:
            continue
        if tail[0] == "set" and "out" in tail:
            continue
        if tail[0] in _EXPECTED or (tail[0] == "to" and word != "had"):
            if word == "had" or (n and before[n - 1] == "had"):
                return True
            if last is not None and last < day:
                return found is None or not any(w in ("and", "then") for w in before[n + 2 :])
            if any(w.rstrip(".,;") in _NOW for w in following.split()[:8]) or _dropped(s, clause, i):
                return True
    return found is not None and found.lemma == "miss" and found.at < i and not is_moving(s, i)


def _no_longer(s: Tokens, i: int, j: int, clause: tuple[int, int]) -> bool:
    """Whether the clause gives a plan up: "would not list in 2026 after all", "dropped its plan to open in May"."""
    words = s.low[clause[0] : i]
    around = " ".join(s.low[clause[0] : min(len(s), j + 4)])
    if "after all" in around and any(word in ("not", "t", "no", "never") for word in words):
        return True
    for k in range(i - 1, clause[0], -1):
        if (
            s.low[k] in _INTENT
            and s.at(k + 1) in ("to", "for", "of")
            and any(
                VERB_FORMS.get(word, ("",))[0] in _GIVEN_UP and is_past_verb(word) for word in s.low[max(0, k - 4) : k]
            )
        ):
            return True
    return False


def _meant_once(s: Tokens, i: int, j: int, clause: tuple[int, int]) -> bool:
    """Whether a plan of the past is taken back later in the sentence: "was to open in May and will now open in July".

    The plan may stand without a verb of its own: "once due in 2026", ", set for June 18, was put off".
    """
    before = s.low[max(clause[0], i - 14) : i]
    at = max((n for n, word in enumerate(before) if word in _EXPECTED or word == "to"), default=0)
    if any(word in ("will", "now", ",", "ll") for word in before[at:]):
        return False
    pairs = list(pairwise(before))
    past = any(word in ("was", "were") and (nxt in _EXPECTED or nxt == "to") for word, nxt in pairs)
    bare = any(word in _EXPECTED and prior in ("once", "first", ",") for prior, word in pairs)
    once = any(word in _EXPECTED and prior == "once" for prior, word in pairs)
    if once or (past and ("to", "have") in pairs):
        return True
    after = s.low[j : j + 25]
    if not past and not bare:
        return False
    return not _TAKEN_BACK.isdisjoint(after) or not _TAKEN_BACK_PAIRS.isdisjoint(pairwise(after))


def _dropped(s: Tokens, clause: tuple[int, int], i: int) -> bool:
    return any(VERB_FORMS.get(word, ("",))[0] in _GIVEN_UP for word in s.low[max(0, i - 20) : i])
