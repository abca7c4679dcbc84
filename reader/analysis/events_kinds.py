"""The kind of a happening: cue words of its clause weighed by their nearness to the date."""

from __future__ import annotations

from collections.abc import Sequence

from reader.analysis.dates_atoms import DateExpression
from reader.analysis.dates_tokens import Tokens
from reader.analysis.events_clauses import Governor, is_verb
from reader.analysis.events_lexicon import NOUN_KINDS, VERB_FORMS
from reader.analysis.lexicon import Lexicon
from reader.model.findings import EventKind
from reader.model.lexicon import CompanyKind

_WEAK = frozenset({EventKind.OTHER, EventKind.OUTLOOK})


def kind_of(
    s: Tokens,
    i: int,
    j: int,
    clause: tuple[int, int],
    found: Governor | None,
    expression: DateExpression,
    parties: Sequence[str],
    lexicon: Lexicon,
) -> EventKind:
    """Returns the kind with most weight: the governing verb three, nouns one, an agency among the parties one."""
    weights: dict[EventKind, float] = {}
    for k in range(*clause):
        if i <= k < j:
            continue
        near = 1.0 if abs(k - i) <= 8 else 0.6
        word = s.low[k]
        if word in VERB_FORMS and is_verb(s, k):
            kind = VERB_FORMS[word][1]
            weight = near * (0.4 if kind in _WEAK else 1.0)
            weights[kind] = weights.get(kind, 0.0) + weight
        elif word in NOUN_KINDS:
            kind = NOUN_KINDS[word]
            weights[kind] = weights.get(kind, 0.0) + near
    if found is not None and found.verb:
        weights[found.kind] = weights.get(found.kind, 0.0) + (0.5 if found.kind in _WEAK else 1.5)
    for company in parties:
        entry = lexicon.companies.get(company)
        if entry is not None and entry.kind is CompanyKind.AGENCY:
            weights[EventKind.REGULATION] = weights.get(EventKind.REGULATION, 0.0) + 1.0
            break
    if not weights:
        return EventKind.OTHER
    return max(weights, key=lambda kind: weights[kind])
