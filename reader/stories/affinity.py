"""How well an article fits a story: wording, organisations, names and facts weighed together, with reasons."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reader.model.text import Reason
from reader.stories.clusters import Cluster, Sums
from reader.stories.profiles import TAKING_PART, Profile
from reader.stories.words import Frequencies

DAY = 86400
BUSY = 8.0
"""articles a month that name an organisation from which the name says little about the matter"""
TEXT_JOIN = 0.247
"""cosine of wording from which two texts that name no organisation are reports of one event"""
TEXT_MERGE = 0.5
"""the same for two stories, whose sums are always more alike than single texts are"""
BESIDE = 0.35
"""how much of an anchor an organisation is that takes part but is not what the text is about"""
TEXT_HIGH = 0.34
"""cosine of wording that makes two texts reports of one event, whoever they name"""


CAST = 0.5
"""cosine of the organisations from which two sides have one cast, in which parts may change"""
PRESENT = 0.5
"""share of a story's articles in which an organisation takes part that is no newcomer to it, given one cast"""
TEXT_SAME = 0.6
"""cosine of wording beyond which no difference of names makes two texts different matters"""


class _Rarities(dict[int, float]):
    """Term → rarity, worked out when it is first asked."""

    def __init__(self, frequencies: Frequencies) -> None:
        super().__init__()
        self._frequencies = frequencies

    def __missing__(self, term: int) -> float:
        value = self[term] = self._frequencies.rarity(term)
        return value


class Scale:
    """The weights of terms and organisations: counted on the stream, frozen for the time of a batch."""

    def __init__(
        self,
        frequencies: Frequencies,
        companies: Mapping[str, int] | None = None,
        first: int | None = None,
        last: int | None = None,
    ) -> None:
        self.frequencies = frequencies
        self.companies: dict[str, int] = dict(companies or {})
        self.changed: set[str] = set()
        self.first = first
        self.last = last
        self.number = 0
        self._frozen_at = 0
        self.rarities = _Rarities(frequencies)
        self._weight: dict[str, float] = {}

    def count(self, profile: Profile, sign: int = 1) -> None:
        """Counts an article's terms and organisations and stretches the span of the stream to its day."""
        self.frequencies.count((term for term, _ in profile.terms), sign)
        for company, weight in profile.companies:
            if weight >= TAKING_PART:
                self.companies[company] = self.companies.get(company, 0) + sign
                self.changed.add(company)
        self.first = profile.moment if self.first is None else min(self.first, profile.moment)
        self.last = profile.moment if self.last is None else max(self.last, profile.moment)

    def freeze(self) -> None:
        """Takes over what was counted, once the stream has grown by a hundredth; till then the weights stay."""
        grown = self.frequencies.articles - self._frozen_at
        if self.number and 0 <= grown * 100 < self._frozen_at:
            return
        self._frozen_at = self.frequencies.articles
        self.number += 1
        self.rarities.clear()
        self._weight.clear()

    def rarity(self, term: int) -> float:
        return self.rarities[term]

    def company_weight(self, company: str) -> float:
        """Returns how telling an organisation is in this stream."""
        known = self._weight.get(company)
        if known is None:
            total = self.frequencies.articles
            known = self._weight[company] = math.log((total + 20) / (self.companies.get(company, 0) + 1))
        return known

    def narrowness(self, company: str) -> float:
        """Returns 1 for an organisation that is seldom in the news and nearly 0 for one that is there all day."""
        months = max(1.0, ((self.last or 0) - (self.first or 0)) / (30 * DAY))
        return 1 / (1 + self.companies.get(company, 0) / months / BUSY)


@dataclass(frozen=True, slots=True)
class Affinity:
    """How well two things fit: ``total`` is compared with the thresholds, the parts are shown as the reason."""

    total: float
    text: float = 0.0
    company: float = 0.0
    shared: tuple[str, ...] = ()
    names: int = 0
    facts: int = 0
    core: float = 1.0
    novel: float = 0.0

    def reason(self) -> Reason:
        """Returns why, in words."""
        words = []
        if self.shared:
            words.append("shares " + ", ".join(self.shared[:4]))
        if self.names:
            words.append(f"{self.names} name{'s' if self.names > 1 else ''} in common")
        if self.facts:
            words.append(f"{self.facts} date{'s' if self.facts > 1 else ''} or figures in common")
        words.append(f"wording {self.text:.2f}, organisations {self.company:.2f}")
        return Reason("linked", "; ".join(words))


class Probe:
    """One side of a comparison, weighted once: an article that looks for its story, or a story for another one."""

    def __init__(
        self,
        scale: Scale,
        terms: Iterable[tuple[int, float]],
        names: Mapping[int, float],
        companies: Mapping[str, float],
        main: frozenset[str],
        facts: frozenset[int] | set[int],
        first: int,
        last: int,
        join: float = TEXT_JOIN,
    ) -> None:
        self.scale = scale
        self.join = join
        weighted = [(term, weight * scale.rarity(term)) for term, weight in terms]
        self.length = math.sqrt(sum(weight * weight for _, weight in weighted))
        # both sides' weights carry a term's rarity: its square is taken here, once
        self.terms = {term: weight * scale.rarity(term) for term, weight in weighted}
        self.names = names
        self.companies = {company: weight * scale.company_weight(company) for company, weight in companies.items()}
        self.part = frozenset(company for company, weight in companies.items() if weight >= TAKING_PART)
        self.company_length = math.sqrt(sum(weight * weight for weight in self.companies.values()))
        self.main = main
        self.facts = facts
        self.first = first
        self.last = last

    @classmethod
    def of_article(cls, profile: Profile, scale: Scale) -> Probe:
        return cls(
            scale, profile.terms, dict.fromkeys(profile.names, 1.0), dict(profile.companies), profile.main,
            profile.facts, profile.moment, profile.moment,
        )  # fmt: skip

    @classmethod
    def of_story(cls, cluster: Cluster, scale: Scale) -> Probe:
        sums, size = cluster.sums, max(1, cluster.size)
        return cls(
            scale, sums.terms.items(), {name: weight / size for name, weight in sums.names.items()},
            {company: weight / size for company, weight in sums.companies.items()}, cluster.principals(), sums.facts,
            cluster.first, cluster.last, TEXT_MERGE,
        )  # fmt: skip

    def fit(self, cluster: Cluster) -> Affinity:
        """Returns how well this side fits a story."""
        scale, sums, size = self.scale, cluster.sums, max(1, cluster.size)
        text = self._text(sums)
        company, shared = self._companies(sums, size)
        names = [name for name in self.names if name in sums.names]
        weight = sum(min(self.names[name], sums.names[name] / size) * scale.rarity(name) for name in names)
        facts = len(self.facts & sums.facts)
        apart = max(self.first - cluster.last, cluster.first - self.last, 0) / DAY
        narrow = max((scale.narrowness(company) for company in shared), default=0.0)
        anchors = cluster.anchors()
        core, novel = self._core(anchors, sums, company, size)
        total = text / (self.join + 0.08 * min(1.0, apart / 60))
        if self.companies and sums.companies:
            total *= 0.55 + 0.9 * company
        total += 1.35 * company * narrow + 0.07 * min(weight, 12.0) * company + 0.15 * min(facts, 3)
        missing = any(company not in self.companies for company in anchors[0])
        if missing and novel > 0.0 and not names and self.names and sums.names and text < TEXT_SAME:
            total = 0.0  # another counterparty and another name: a look-alike
        if text < TEXT_HIGH and self.main and sums.main:
            if not shared or (core == 0.0 and novel > 0.0):
                total = 0.0
            elif novel > 0.0:
                total *= 0.6 + 0.4 * min(1.0, core / 0.5)
        return Affinity(total, text, company, shared, len(names), facts, core, novel)

    def _core(
        self, anchors: tuple[frozenset[str], frozenset[int]], sums: Sums, cosine: float, size: int
    ) -> tuple[float, float]:
        """Returns the share of the story's anchors that this side has, and of its own principals that are new there.

        ``cosine`` is how well the organisations agree: those of a matter that several are in take turns in the lead.
        """
        scale, main = self.scale, sums.main
        companies, names = anchors
        held = whole = 0.0
        for company in companies:
            weight = scale.company_weight(company)
            whole += weight
            held += weight if company in self.main else BESIDE * weight if company in self.part else 0.0
        named = 0.0
        for name in names:
            whole += scale.rarity(name)
            named += scale.rarity(name) if name in self.names else 0.0
        if names and not named and not companies & self.main:
            held = 0.0  # whose matter it is and what it is called are both missing
        held += named
        mine = sum(scale.company_weight(company) for company in self.main)
        least = PRESENT * TAKING_PART * size if cosine >= CAST else math.inf
        new = sum(
            scale.company_weight(company)
            for company in self.main
            if company not in main and sums.companies.get(company, 0.0) < least
        )
        return (held / whole if whole else 1.0), (new / mine if mine else 0.0)

    def _text(self, sums: Sums) -> float:
        theirs, mine = sums.terms, self.terms
        rarities = self.scale.rarities
        product = sum([mine[term] * theirs[term] for term in mine.keys() & theirs.keys()])
        if product <= 0.0:
            return 0.0
        number, square = sums.square
        if number != self.scale.number:
            square = sum([(weight * rarities[term]) ** 2 for term, weight in theirs.items()])
            sums.square = (self.scale.number, square)
        return product / (self.length * math.sqrt(square))

    def _companies(self, sums: Sums, size: int) -> tuple[float, tuple[str, ...]]:
        weight_of = self.scale.company_weight
        product = 0.0
        shared = []
        for company, weight in self.companies.items():
            other = sums.companies.get(company)
            if other:
                part = weight * other * weight_of(company)
                product += part
                if company in self.part and other / size >= TAKING_PART / 2:
                    shared.append((part, company))
        if product <= 0.0:
            return 0.0, ()
        square = sum((weight * weight_of(company)) ** 2 for company, weight in sums.companies.items())
        ranked = sorted(shared, key=lambda item: (-item[0], item[1]))
        return product / (self.company_length * math.sqrt(square)), tuple(company for _, company in ranked)
