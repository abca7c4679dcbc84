"""The clause of a date and the word that governs it: a verb with its auxiliaries, or an event noun.

No parser: clauses are parted at strong signs and at conjunctions after a comma, the governing verb is the nearest one
to the left of the date in its clause, else the nearest to the right.
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.analysis.dates_tense import governs_infinitive, is_past_verb
from reader.analysis.dates_tokens import Tokens
from reader.analysis.events_lexicon import LEVEL, NOUN_KINDS, SAYING, VERB_FORMS
from reader.model.findings import EventKind

_REACH = 60
"""tokens to either side that belong to a clause at most"""
_STRONG = frozenset({
    ";", ":", "—", "(", ")", "[", "]", "|", "•",
})  # fmt: skip
_AFTER_COMMA = frozenset({
    "and", "but", "which", "who", "whose", "while", "where", "when", "although", "though", "because", "so",
    "yet", "after", "before", "as", "with", "whereas", "if", "once", "nor", "or", "up", "down",
})  # fmt: skip
_ANYWHERE = frozenset({"while", "whereas", "although", "because", "but"})
_PERFECT = "had"
_SAME_FORM = frozenset({"forecast", "cut", "bid", "hit", "split", "set", "cost", "spread"})
"""past forms that are nouns after an article"""
_NOUN_BEFORE = frozenset({
    "the", "a", "an", "its", "their", "his", "her", "our", "this", "that", "these", "those", "of", "s", "each",
    "every", "any", "no", "some", "first", "second", "new", "own", "such", "by", "in", "on", "for", "with",
    "per", "large", "another", "last", "next", "under", "through", "than", "into", "over", "between", "against",
    "multi", "former", "initial", "blog",
})  # fmt: skip
AUXILIARIES = frozenset({
    "will", "would", "could", "might", "may", "should", "must", "can", "shall", "ll", "to", "be", "been",
    "being", "is", "are", "was", "were", "has", "have", "had", "not", "n", "t", "never", "also", "already",
    "now", "only", "first", "then", "since", "soon", "likely", "probably", "fully", "finally", "just", "no",
    "longer", "due", "expected", "set", "scheduled", "planned", "did", "does", "do", "still", "once", "later",
    "eventually", "originally", "initially", "reportedly", "formally", "officially", "quietly",
    "confidentially", "publicly", "expects", "plans", "wants", "hopes", "aims", "intends", "hoped", "intended",
    "promised", "agreed", "meant", "supposed", "slated", "about", "going", "wo", "ca", "cannot", "yet", "again",
    "itself", "recently", "it", "they", "he", "she", "'", "’", "won", "wouldn", "couldn", "shouldn", "didn", "isn",
    "aren", "wasn", "weren", "hadn", "hasn", "haven", "don", "doesn",
})  # fmt: skip


@dataclass(slots=True)
class Governor:
    """The word that a date belongs to: ``at`` its token, ``lemma`` its base form, ``verb`` whether it is one.

    ``helpers`` are the words of its verb group before it, nearest first.
    """

    at: int
    lemma: str
    kind: EventKind
    verb: bool
    helpers: tuple[str, ...] = ()


def clause_at(s: Tokens, i: int, j: int) -> tuple[int, int]:
    """Returns the first and the last token (exclusive) of the clause that holds tokens ``i`` to ``j``."""
    first = max(0, i - _REACH)
    for k in range(i - 1, first - 1, -1):
        if _parts(s, k):
            first = k + 1
            break
        if s.low[k] in _ANYWHERE:
            first = k
            break
    last = min(len(s), j + _REACH)
    for k in range(j, last):
        if _parts(s, k) or s.low[k] in _ANYWHERE:
            last = k
            break
    return first, last


def _parts(s: Tokens, k: int) -> bool:
    word = s.low[k]
    if word in _STRONG:
        return not (word == ":" and s.tight(k) and s.tight(k - 1))
    if word == "–":
        return not s.tight(k)
    return word == "," and s.at(k + 1) in _AFTER_COMMA


def is_verb(s: Tokens, k: int) -> bool:
    """Whether the token reads as a verb here: past and -ing forms do, base forms unless an article stands before."""
    word = s.low[k]
    known = word in VERB_FORMS
    if not known and word not in LEVEL and word not in SAYING and not (is_past_verb(word) and s.words[k].islower()):
        return False
    if not known and word.startswith("un") and word.endswith("ed"):
        return False  # "previously unreported"
    before = s.at(k - 1)
    if word == "won" and s.at(k + 2) == "t" and s.at(k + 1) in ("'", "’"):
        return False
    if word == "won" and (before.isdigit() or before in ("tn", "bn", "trillion", "billion", "million")):
        return False
    if s.at(k + 1) == "-" and s.tight(k):
        return False
    if before == "-" and s.tight(k - 1):
        return False
    if known and (word == VERB_FORMS[word][0] or word.endswith("s")) and not is_past_verb(word):
        if before in ("that", "this") and word.endswith("s") and word not in NOUN_KINDS:
            return True
        if word.endswith("s") and is_past_verb(before):
            return False  # "announced plans"
        if word in NOUN_KINDS and before not in AUXILIARIES and before not in ("which", "who", "and", "we", "you", "i"):
            return False
        if before in _NOUN_BEFORE or before in NOUN_KINDS or before[-2:] in ("al", "ic"):
            return False
        return word in LEVEL or before in AUXILIARIES or before.isalpha() or before == ","
    if (word.endswith("ed") or word in _SAME_FORM) and before in ("the", "a", "an", "its", "of", "their"):
        return False
    return not (word.endswith("ing") and before in ("the", "a", "an", "its", "of"))


def governor(s: Tokens, i: int, j: int, first: int, last: int) -> Governor | None:
    """Returns what governs the date in tokens ``i`` to ``j`` within a clause, a verb before an event noun."""
    for k in range(i - 1, first - 1, -1):
        if is_verb(s, k):
            return _verb(s, k, first)
        if s.low[k] == "to" and governs_infinitive(s, k) and k + 1 < i:
            return _verb(s, k + 1, first)
    for k in range(j, last):
        if s.low[k] == _PERFECT and k + 1 < last and is_past_verb(s.at(k + 1)):
            continue  # "had told"
        if is_verb(s, k):
            return _verb(s, k, first)
        if s.low[k] == "to" and governs_infinitive(s, k) and k + 1 < last:
            return _verb(s, k + 1, first)
    return noun_near(s, i, j, first, last)


def noun_near(s: Tokens, i: int, j: int, first: int, last: int) -> Governor | None:
    """Returns the event noun nearest to the date in its clause."""
    best: Governor | None = None
    for k in range(first, last):
        if i <= k < j:
            continue
        kind = NOUN_KINDS.get(s.low[k])
        if kind is None:
            continue
        gap = i - k if k < i else k - j + 4
        if best is None or gap < (i - best.at if best.at < i else best.at - j + 4):
            best = Governor(k, s.low[k], kind, False)
    return best


def _verb(s: Tokens, k: int, first: int) -> Governor:
    word = s.low[k]
    lemma, kind = VERB_FORMS.get(word, (word, EventKind.OTHER))
    helpers = []
    for b in range(k - 1, max(first, k - 8) - 1, -1):
        if s.low[b] not in AUXILIARIES and not s.low[b].endswith("ly"):
            break
        helpers.append(s.low[b])
    return Governor(k, lemma, kind, True, tuple(helpers))


def holds_number(s: Tokens, first: int, last: int, taken: frozenset[int]) -> bool:
    """Whether the clause holds an amount; ``taken`` are the tokens of its dates."""
    return any(
        k not in taken and (word[0].isdigit() or word in ("%", "$", "€", "£", "percent"))
        for k, word in enumerate(s.low[first:last], first)
    )
