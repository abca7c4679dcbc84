"""Who takes part in a happening: the organisations of the clause, its subject, and what "it" and "the company" "
"mean."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.analysis.dates_tokens import Tokens
from reader.analysis.document import Document
from reader.analysis.events_lexicon import BACK_REFERENCES
from reader.model.findings import Mention

_MOST = 8


@dataclass(slots=True)
class Cast:
    """The organisations of an article by sentence, and the one that each sentence is about."""

    leading: str | None
    by_sentence: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)
    """sentence → (start, end, company) in order"""
    topics: list[str | None] = field(default_factory=list)
    """for each sentence the organisation that "it" would mean at its beginning"""

    @staticmethod
    def of(document: Document, mentions: Sequence[Mention]) -> Cast:
        """Orders the mentions of an article."""
        cast = Cast(None)
        counts: Counter[str] = Counter()
        for mention in mentions:
            counts[mention.company] += 2 if mention.in_title else 1
            if mention.in_title:
                continue
            index = document.sentence_at(mention.span.start)
            if index is not None:
                row = (mention.span.start, mention.span.end, mention.company)
                cast.by_sentence.setdefault(index, []).append(row)
        cast.leading = counts.most_common(1)[0][0] if counts else None
        last = cast.leading
        for index in range(len(document.sentences)):
            cast.topics.append(last)
            named = cast.by_sentence.get(index)
            if named:
                last = named[0][2]
        return cast

    def parties(self, s: Tokens, i: int, first: int, last: int) -> tuple[str, ...]:
        """Returns who takes part in what the clause of tokens ``first`` to ``last`` says, the subject first."""
        named = self.by_sentence.get(s.index, [])
        low, high = s.start[first], s.end[min(last, len(s)) - 1]
        inside = [company for start, end, company in named if start >= low and end <= high]
        before = [company for start, _, company in named if start < low]
        topic = self.topics[s.index] if s.index < len(self.topics) else self.leading
        out: list[str] = []
        head = s.low[first : min(first + 12, last)]
        if not inside or _speaks_back(head):
            if before:
                out.append(before[0])
            elif topic is not None and (not inside or _speaks_back(head[:6])):
                out.append(topic)
        out += inside
        if not out:
            out += [company for _, _, company in named]
        return tuple(dict.fromkeys(out))[:_MOST]


def _speaks_back(words: Sequence[str]) -> bool:
    return any(word in BACK_REFERENCES for word in words)


def token_at(s: Tokens, offset: int) -> int:
    """The index of the first token that starts at or after ``offset``."""
    return bisect_left(s.start, offset)
