"""How well an article fits a story: wording, organisations, names and facts weighed together, with reasons."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reader.model.text import Reason
from reader.stories.profiles import Profile
from reader.stories.words import Frequencies

DAY = 86400
FULL = 50
"""articles from which on the newest weigh as much as all before them, so that a story follows its matter"""
TEXT_HIGH = 0.34
"""cosine of wording that makes two texts reports of one event, whatever else they have in common"""


class Scale:
    """The weights of terms and organisations, counted on the stream and frozen for a batch."""

    def __init__(
        self,
        frequencies: Frequencies,
        companies: Mapping[str, int] | None = None,
        first: int | None = None,
        last: int | None = None,
    ) -> None:
        self.frequencies = frequencies
        self.companies: dict[str, int] = dict(companies or {})
        self.first = first
        self.last = last
        self._rarity: dict[int, float] = {}
        self._weight: dict[str, float] = {}

    def count(self, profile: Profile) -> None:
        """Counts an article's organisations and stretches the span of the stream to its day."""
        for company, weight in profile.companies:
            if weight >= 0.4:
                self.companies[company] = self.companies.get(company, 0) + 1
        self.first = profile.moment if self.first is None else min(self.first, profile.moment)
        self.last = profile.moment if self.last is None else max(self.last, profile.moment)

    def freeze(self) -> None:
        """Takes over what was counted: the weights stay as they are until the next call."""
        self._rarity.clear()
        self._weight.clear()

    def rarity(self, term: int) -> float:
        known = self._rarity.get(term)
        if known is None:
            known = self._rarity[term] = self.frequencies.rarity(term)
        return known

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
        return 1 / (1 + self.companies.get(company, 0) / months / 8)

    def key_weight(self, key: int | str) -> float:
        return 2 * self.company_weight(key) if isinstance(key, str) else self.rarity(key)


@dataclass
class Cluster:
    """A story as linking knows it: sums over its articles, copies left out."""

    id: str
    articles: list[str] = field(default_factory=list)
    size: int = 0
    first: int = 0
    last: int = 0
    terms: dict[int, float] = field(default_factory=dict)
    names: Counter[int] = field(default_factory=Counter)
    title: Counter[int] = field(default_factory=Counter)
    companies: dict[str, float] = field(default_factory=dict)
    main: Counter[str] = field(default_factory=Counter)
    agencies: set[str] = field(default_factory=set)
    facts: set[int] = field(default_factory=set)
    keys: set[int | str] = field(default_factory=set)
    field_: bool = False

    def add(self, profile: Profile, *, copy: bool = False) -> None:
        """Takes an article in; a copy adds its id and nothing else."""
        self.first = min(self.first, profile.moment) if self.articles else profile.moment
        self.last = max(self.last, profile.moment)
        self.articles.append(profile.article)
        if copy:
            return
        if self.size >= FULL:
            fade = (FULL - 1) / FULL
            self.terms = {term: weight * fade for term, weight in self.terms.items() if weight > 0.02}
            self.companies = {company: weight * fade for company, weight in self.companies.items()}
        self.size += 1
        length = math.sqrt(sum(weight * weight for _, weight in profile.terms)) or 1.0
        for term, weight in profile.terms:
            self.terms[term] = self.terms.get(term, 0.0) + weight / length
        self.names.update(profile.names)
        self.title.update(profile.title)
        for company, weight in profile.companies:
            self.companies[company] = self.companies.get(company, 0.0) + weight
        self.main.update(profile.main)
        self.agencies |= profile.agencies
        self.facts |= profile.facts
        self.field_ = self.field_ or profile.field

    def absorb(self, other: Cluster) -> None:
        """Takes another story's sums in."""
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.articles += other.articles
        self.size += other.size
        for term, weight in other.terms.items():
            self.terms[term] = self.terms.get(term, 0.0) + weight
        for company, share in other.companies.items():
            self.companies[company] = self.companies.get(company, 0.0) + share
        self.names.update(other.names)
        self.title.update(other.title)
        self.main.update(other.main)
        self.agencies |= other.agencies
        self.facts |= other.facts
        self.field_ = self.field_ or other.field_

    def principals(self) -> frozenset[str]:
        """Returns the organisations that at least a third of the articles are about, else the most frequent ones."""
        often = frozenset(company for company, count in self.main.items() if count * 3 >= self.size)
        if often or not self.main:
            return often
        most = max(self.main.values())
        return frozenset(company for company, count in self.main.items() if count == most)


@dataclass(frozen=True, slots=True)
class Affinity:
    """How well two things fit: ``total`` is compared with the thresholds, the parts are shown as the reason."""

    total: float
    text: float
    company: float
    shared: tuple[str, ...]
    names: int
    facts: int
    veto: str = ""

    def reason(self) -> Reason:
        words = []
        if self.shared:
            words.append("shares " + ", ".join(self.shared[:4]))
        if self.names:
            words.append(f"{self.names} name{'s' if self.names > 1 else ''} in common")
        if self.facts:
            words.append(f"{self.facts} date{'s' if self.facts > 1 else ''} or figures in common")
        words.append(f"wording {self.text:.2f}, organisations {self.company:.2f}")
        return Reason("linked", "; ".join(words))


@dataclass(frozen=True, slots=True)
class _View:
    """What of an article or a story is compared."""

    terms: Iterable[tuple[int, float]]
    companies: Mapping[str, float]
    main: frozenset[str]
    names: Mapping[int, float]
    facts: frozenset[int] | set[int]
    first: int
    last: int
    size: int


def affinity(profile: Profile, cluster: Cluster, scale: Scale) -> Affinity:
    """Returns how well an article fits a story."""
    mine = _View(
        profile.terms, dict(profile.companies), profile.main, dict.fromkeys(profile.names, 1.0), profile.facts,
        profile.moment, profile.moment, 1,
    )  # fmt: skip
    return _compare(mine, _view(cluster), scale)


def between(one: Cluster, other: Cluster, scale: Scale) -> Affinity:
    """Returns how well two stories fit each other."""
    small, large = sorted((one, other), key=lambda cluster: (cluster.size, cluster.id))
    return _compare(_view(small), _view(large), scale)


def _view(cluster: Cluster) -> _View:
    return _View(
        cluster.terms.items(), {company: weight / cluster.size for company, weight in cluster.companies.items()},
        cluster.principals(), {name: count / cluster.size for name, count in cluster.names.items()}, cluster.facts,
        cluster.first, cluster.last, cluster.size,
    )  # fmt: skip


def _compare(mine: _View, theirs: _View, scale: Scale) -> Affinity:
    text = _text(mine.terms, dict(theirs.terms), scale)
    company, shared = _companies(mine.companies, theirs.companies, scale)
    names = [name for name in mine.names if name in theirs.names]
    name_weight = sum(min(mine.names[name], theirs.names[name]) * scale.rarity(name) for name in names)
    facts = len(mine.facts & theirs.facts)
    apart = max(mine.first - theirs.last, theirs.first - mine.last, 0) / DAY
    narrow = max((scale.narrowness(company) for company in shared), default=0.0)
    veto = ""
    if mine.main and theirs.main and not shared and text < TEXT_HIGH:
        veto = "other principal organisations"
    # wording alone: two reports of one event; it has to be clearer the further apart they are
    total = text / (0.26 + 0.08 * min(1.0, apart / 60))
    if mine.companies and theirs.companies:
        total *= 0.55 + 0.9 * company
    total += 1.35 * company * narrow + 0.07 * min(name_weight, 12.0) * (0.3 + company) + 0.15 * min(facts, 3)
    if veto:
        total = 0.0
    return Affinity(total, text, company, shared, len(names), facts, veto)


def _text(mine: Iterable[tuple[int, float]], theirs: Mapping[int, float], scale: Scale) -> float:
    product = mine_square = 0.0
    for term, weight in mine:
        rarity = scale.rarity(term)
        weight *= rarity
        mine_square += weight * weight
        other = theirs.get(term)
        if other is not None:
            product += weight * other * rarity
    if product <= 0.0:
        return 0.0
    theirs_square = sum((weight * scale.rarity(term)) ** 2 for term, weight in theirs.items())
    return product / math.sqrt(mine_square * theirs_square)


def _companies(mine: Mapping[str, float], theirs: Mapping[str, float], scale: Scale) -> tuple[float, tuple[str, ...]]:
    product = mine_square = theirs_square = 0.0
    shared = []
    for company, weight in mine.items():
        weight *= scale.company_weight(company)
        mine_square += weight * weight
        other = theirs.get(company, 0.0)
        if other:
            part = weight * other * scale.company_weight(company)
            product += part
            if min(mine[company], other) >= 0.4:
                shared.append((part, company))
    for company, weight in theirs.items():
        theirs_square += (weight * scale.company_weight(company)) ** 2
    cosine = product / math.sqrt(mine_square * theirs_square) if product > 0 else 0.0
    return cosine, tuple(company for _, company in sorted(shared, key=lambda item: (-item[0], item[1])))
