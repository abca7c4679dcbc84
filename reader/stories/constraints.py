"""What the user decided about stories, as rules that linking keeps to.

A decision speaks of articles, because stories come and go with the analysis: a merge ties its articles together; a
split or a removal keeps the articles named apart from those left behind. Later decisions win over earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reader.model.stories import Decision, DecisionKind


@dataclass
class Constraints:
    """``tie`` maps an article to its group (one group, one story) and ``apart`` to the articles it must not meet."""

    tie: dict[str, int] = field(default_factory=dict)
    groups: dict[int, set[str]] = field(default_factory=dict)
    apart: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Sequence[Decision]) -> Constraints:
        """Returns the rules that the decisions amount to, in the order in which they were made."""
        made = cls()
        for number, decision in enumerate(decisions):
            if decision.kind is DecisionKind.MERGE:
                made._together(decision.articles, number)
            elif decision.kind is DecisionKind.SPLIT:
                made._together(decision.articles, number)
                made._part(decision.articles, decision.against)
            elif decision.kind is DecisionKind.REMOVE:
                made._untie(decision.articles)
                made._part(decision.articles, decision.against)
        return made

    def _untie(self, articles: Iterable[str]) -> None:
        for article in articles:
            group = self.tie.pop(article, None)
            if group is not None:
                self.groups[group].discard(article)

    def _together(self, articles: Sequence[str], group: int) -> None:
        self._untie(articles)
        self.groups[group] = set(articles)
        for article in articles:
            self.tie[article] = group
            self.apart.get(article, set()).difference_update(articles)

    def _part(self, articles: Iterable[str], others: Iterable[str]) -> None:
        others = tuple(others)
        for article in articles:
            for other in others:
                self.apart.setdefault(article, set()).add(other)
                self.apart.setdefault(other, set()).add(article)

    def home(self, article: str, story_of: Mapping[str, str]) -> str | None:
        """Returns the story that an article must join because another one of its group stands there, else None."""
        group = self.tie.get(article)
        if group is None:
            return None
        return min(
            (story_of[other] for other in self.groups[group] if other != article and other in story_of), default=None
        )

    def allowed(self, article: str, articles: Iterable[str]) -> bool:
        """Returns whether an article may stand in a story with these articles."""
        barred = self.apart.get(article)
        return not barred or barred.isdisjoint(articles)

    def compatible(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Returns whether two stories may become one."""
        others = set(other)
        return all(self.allowed(article, others) for article in one)
