"""Whether the words around a date look ahead or back: what "on Tuesday", "in May", "the third quarter" turn on.

The verb group that governs a date is nearly always the nearest one to its left in the same clause, else the nearest
to its right. Groups are told by auxiliaries and endings, not by a parser: enough for "will", "is due to", "agreed to
pay", "said on Tuesday", and wrong where a clause nests another between verb and date.
"""

from __future__ import annotations

from reader.analysis.dates_tokens import Tokens

_REACH = 30
"""tokens looked at on either side"""

AHEAD = frozenset({
    "will", "shall", "ll", "wo", "would", "should", "may", "might", "could", "can", "must", "expects", "expect",
    "expected", "expecting", "plans", "planned", "plan", "planning", "scheduled", "due", "slated", "aims", "aim",
    "aiming", "targets", "targeted", "targeting", "target", "intends", "intend", "intended", "hopes", "hope",
    "hoped", "hoping", "anticipates", "anticipated", "anticipate", "forecast", "forecasts", "projected", "projects",
    "projecting",
    "predicts", "predicted", "pencilled", "penciled", "set", "likely", "unlikely", "upcoming", "proposed", "promised",
    "promises", "poised", "going", "deadline", "needs", "wants", "want", "guidance", "outlook", "estimates",
    "estimated",
    "expires", "matures", "starts", "begins", "opens", "closes", "reports", "ends", "launches", "votes", "meets",
    "timetable", "sees", "becomes", "takes", "goal",
})  # fmt: skip
_AUX_AHEAD = frozenset({"will", "shall", "ll", "wo", "would", "should", "may", "might", "could", "can", "must", "to"})
_AUX = frozenset({"be", "been", "being", "have", "has", "had", "is", "are", "was", "were", "not", "also", "fully",
                  "n", "t", "then", "only", "first", "likely", "probably", "never", "eventually"})  # fmt: skip
_BE = frozenset({"is", "are", "was", "were", "be", "been"})
IRREGULAR_PAST = frozenset({
    "said", "told", "rose", "fell", "sold", "bought", "made", "took", "gave", "got", "had", "was", "were", "did",
    "came",
    "became", "began", "broke", "brought", "built", "chose", "drew", "drove", "flew", "found", "grew", "held", "kept",
    "knew", "laid", "led", "left", "lent", "lost", "met", "paid", "ran", "saw", "sent", "shut", "spent", "spoke",
    "stood", "struck", "swung", "taught", "thought", "threw", "undertook", "went", "won", "wrote", "withdrew", "shook",
    "sank", "shrank", "hit", "put", "cut", "let", "beat", "bid", "quit", "split", "been", "gone", "done", "given",
    "taken", "shown", "seen", "fallen", "risen", "grown", "known", "begun", "withdrawn", "written", "hired", "slid",
    "sought", "sprang", "stuck", "wound", "heard", "read", "signed", "unwound", "backed", "drawn", "chosen", "driven",
    "spun", "understood", "forbade", "forgave", "overtook", "rebuilt", "resold", "caught", "fought", "dealt", "meant",
})  # fmt: skip
_NO_VERB_ED = frozenset({
    "need", "speed", "seed", "feed", "hundred", "bed", "red", "shed", "fed", "embed", "united", "limited", "indeed",
    "exceed", "proceed", "succeed", "breed", "weed", "sacred", "naked", "wicked", "advanced", "biased", "so-called",
})  # fmt: skip
_NOT_VERBS_AFTER_TO = frozenset({
    "the", "a", "an", "its", "his", "her", "their", "our", "this", "that", "these", "those", "date", "about", "around",
    "nearly", "more", "less", "which", "whom", "what", "how", "all", "some", "any", "each", "both", "one", "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "mid", "late", "early", "last", "next", "january",
    "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "first",
    "second", "third", "fourth", "buyers", "customers", "investors", "it", "them", "him", "us", "me", "you",
})  # fmt: skip
_STARTED = frozenset({"began", "begun", "started", "managed", "failed", "continued", "used", "out", "able", "helped",
                      "proved", "turned", "came", "went", "returned"})  # fmt: skip
"""before "to": what follows has been done ("began to ship", "set out to sell")"""
_WAS = frozenset({"was", "were", "been"})
_DUE = frozenset({"due", "expected", "planned", "scheduled", "slated", "supposed", "meant", "set", "intended",
                  "promised", "targeted", "hoped"})  # fmt: skip
BREAKS = frozenset({";", ":", "—", "(", ")", "”", "“", '"'})
LINKERS = frozenset({"but", "which", "who", "while", "whereas", "although", "though", "because", "where", "when",
                     "whose", "that"})  # fmt: skip


def is_past_verb(word: str) -> bool:
    """Whether a lower-case word reads as a past form: an irregular one, or an ending in -ed."""
    return word in IRREGULAR_PAST or (len(word) > 3 and word.endswith("ed") and word not in _NO_VERB_ED)


def governs_infinitive(s: Tokens, i: int) -> bool:
    """Whether the "to" at ``i`` opens an infinitive ("to ship") and no place, person or range ("to Texas")."""
    following = s.word(i + 1)
    low = following.lower()
    if not following[:1].islower() or not following.isalpha() or low in _NOT_VERBS_AFTER_TO or low.endswith("ing"):
        return False
    if low.endswith("s") and not low.endswith("ss") and low != "focus":
        return False
    return s.at(i - 1) not in _STARTED


def looks_ahead(s: Tokens, i: int, j: int) -> bool | None:
    """Whether the clause around tokens ``i`` to ``j`` (exclusive) looks ahead; None where no verb speaks."""
    left = _scan_left(s, i - 1, max(-1, i - _REACH))
    if left is not None:
        return left
    return _scan_right(s, j, min(len(s), j + _REACH))


def _verdict(s: Tokens, k: int) -> bool | None:
    word = s.low[k]
    if word == "to":
        return True if governs_infinitive(s, k) else None
    if word in AHEAD:
        if word in _DUE and (s.at(k - 1) in _WAS or (s.at(k - 1) in _AUX and s.at(k - 2) in _WAS)):
            return False
        if word in ("set", "forecast", "read") and s.at(k - 1) not in _BE and s.at(k + 1) != "to":
            return None
        if word in ("may", "can") and s.words[k][0].isupper():
            return None
        if word == "would" and s.at(k + 1) == "have":
            return False
        if word in ("plans", "targets", "aims", "reports", "projects", "estimates", "plan", "target", "meets", "votes"):
            before = s.at(k - 1)
            if before in ("the", "its", "their", "of", "such", "no", "these", "quarterly", "annual"):
                return True if word in ("plans", "plan", "target", "targets") else None
        return True
    if is_past_verb(word):
        for b in range(k - 1, max(-1, k - 6), -1):
            before = s.low[b]
            if before in _AUX_AHEAD:
                if before == "to" and b + 1 < k and not governs_infinitive(s, b):
                    break
                return not (before == "would" and s.at(b + 1) == "have")
            if before not in _AUX:
                break
        return False
    if word in ("has", "have") and not is_past_verb(s.at(k + 1)):
        return None
    return None


def _scan_left(s: Tokens, i: int, stop: int) -> bool | None:
    for k in range(i, stop, -1):
        word = s.low[k]
        if word in BREAKS or (word in LINKERS and s.at(k - 1) == ","):
            return None
        found = _verdict(s, k)
        if found is not None:
            return found
    return None


def _scan_right(s: Tokens, j: int, stop: int) -> bool | None:
    for k in range(j, stop):
        word = s.low[k]
        if word in BREAKS:
            return None
        found = _verdict(s, k)
        if found is not None:
            if found is False and k and s.low[k - 1] in ("to", "will"):
                return True
            return found
    return None
