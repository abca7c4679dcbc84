"""Articles into stories, one batch at a time: an arriving article joins the right story or opens one.

A story follows one matter over months, so what holds it together is not the day's wording but who is in it (its
principal organisations, weighted by how rare they are in this stream), its names, its facts and, with less weight,
its words. Candidates come from an index on rare terms, names and organisations; each is scored, vetoes go first, and
the best one above the threshold wins. A batch is taken in the order of publication whatever order it came in, with
document frequencies that already count the whole batch, and then the stories that it touched are compared once more
with each other, so that what an early article could not know yet is mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reader.model.ids import public_id
from reader.model.stories import StoryLink
from reader.model.text import Reason
from reader.stories.affinity import Affinity, Cluster, Scale, affinity, between
from reader.stories.constraints import Constraints
from reader.stories.profiles import Profile
from reader.stories.words import Frequencies

JOIN = 1.0
"""affinity from which an article joins a story"""
MERGE = 1.25
"""affinity between two stories from which they are one after all"""
RELATE = 0.45
"""affinity from which a story is related, or spoken of by a round-up"""
KEYS = 14
"""rare terms by which an article looks for stories, and is found in them"""
CROWD = 400
"""stories that share a key from which the key says nothing; only the newest are looked at"""
CANDIDATES = 24
"""stories scored for an article"""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a batch put one article: its story (None for a round-up), why, and the stories related to it."""

    article: str
    link: StoryLink | None
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """What a batch changed.

    ``placements`` are those of its articles; ``moved`` are links of articles stored earlier that now belong
    elsewhere; ``merged`` maps a story that is no more to the one that took it in; ``touched`` are the stories whose
    dossiers have changed; ``related`` maps each of these to the stories related to it.
    """

    placements: tuple[Placement, ...]
    moved: tuple[StoryLink, ...]
    merged: Mapping[str, str]
    touched: tuple[str, ...]
    related: Mapping[str, tuple[str, ...]]


@dataclass
class _Batch:
    links: dict[str, StoryLink] = field(default_factory=dict)
    related: dict[str, tuple[str, ...]] = field(default_factory=dict)
    moved: dict[str, StoryLink] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)


class Linker:
    """The stories as linking knows them: their profiles, an index on their keys, and the stream's frequencies."""

    def __init__(
        self,
        frequencies: Frequencies,
        clusters: Iterable[Cluster] = (),
        constraints: Constraints | None = None,
        scale: Scale | None = None,
    ) -> None:
        self.frequencies = frequencies
        self.clusters: dict[str, Cluster] = {}
        self.constraints = constraints or Constraints()
        self.scale = scale or Scale(frequencies)
        self._index: dict[int | str, list[str]] = {}
        self._story_of: dict[str, str] = {}
        for cluster in clusters:
            self._take_in(cluster)

    def story_of(self, article: str) -> str | None:
        """Returns the story that an article stands in."""
        return self._story_of.get(article)

    def link(self, profiles: Sequence[Profile], copies: Mapping[str, str] | None = None) -> Linked:
        """Links a batch of articles that are not in any story yet. ``copies`` maps a copy to its original."""
        copies = copies or {}
        for profile in profiles:
            self.frequencies.count(term for term, _ in profile.terms)
            self.scale.count(profile)
        self.scale.freeze()
        batch = _Batch()
        pending = sorted(profiles, key=lambda profile: (profile.article in copies, profile.order))
        for profile in pending:
            self._place(profile, copies.get(profile.article), batch)
        self._mend(batch)
        touched = tuple(sorted(story for story in batch.touched if story in self.clusters))
        return Linked(
            placements=tuple(
                Placement(profile.article, batch.links.get(profile.article), batch.related.get(profile.article, ()))
                for profile in sorted(profiles, key=lambda profile: profile.order)
            ),
            moved=tuple(batch.moved[article] for article in sorted(batch.moved)),
            merged=batch.merged,
            touched=touched,
            related={story: self.related(story) for story in touched},
        )

    # -- one article -------------------------------------------------------------------------------------------------

    def _place(self, profile: Profile, original: str | None, batch: _Batch) -> None:
        told = self.constraints.home(profile.article, self._story_of)
        if told is not None and told in self.clusters:
            self._join(profile, self.clusters[told], StoryLink(told, profile.article, 9.0, _TOLD, by_user=True), batch)
            return
        home = self._story_of.get(original) if original is not None else None
        if home is not None and self.constraints.allowed(profile.article, self.clusters[home].articles):
            link = StoryLink(home, profile.article, 5.0, Reason("copy", f"a near copy of {original}"))
            self._join(profile, self.clusters[home], link, batch, copy=True)
            return
        scored = self._scored(profile)
        if profile.roundup:
            batch.related[profile.article] = tuple(
                cluster.id for score, cluster in scored if score.total >= RELATE and _named(profile, cluster)
            )[:8]
            return
        for score, cluster in scored:
            if score.total >= JOIN and self.constraints.allowed(profile.article, cluster.articles):
                link = StoryLink(cluster.id, profile.article, round(score.total, 3), score.reason())
                self._join(profile, cluster, link, batch)
                return
        opened = Cluster(public_id("s", profile.article))
        if opened.id in self.clusters:  # the founder was moved away and came back
            opened = Cluster(public_id("s", profile.article, str(len(self.clusters))))
        self.clusters[opened.id] = opened
        self._join(
            profile, opened, StoryLink(opened.id, profile.article, 0.0, Reason("opened", "first of its story")), batch
        )

    def _scored(self, profile: Profile) -> list[tuple[Affinity, Cluster]]:
        scored = [(affinity(profile, cluster, self.scale), cluster) for cluster in self._candidates(profile)]
        return sorted(scored, key=lambda item: (-item[0].total, item[1].first, item[1].id))

    def _join(self, profile: Profile, cluster: Cluster, link: StoryLink, batch: _Batch, *, copy: bool = False) -> None:
        cluster.add(profile, copy=copy)
        self._story_of[profile.article] = cluster.id
        if not copy:
            self._file(cluster, self._keys(profile))
        batch.links[profile.article] = link
        batch.touched.add(cluster.id)

    # -- the index ---------------------------------------------------------------------------------------------------

    def _keys(self, profile: Profile) -> list[int | str]:
        rare = sorted(
            ((weight * self.scale.rarity(term), term) for term, weight in profile.terms), key=lambda x: (-x[0], x[1])
        )
        keys: list[int | str] = [term for _, term in rare[:KEYS]]
        keys += [company for company, weight in profile.companies if weight >= 0.4]
        return keys

    def _file(self, cluster: Cluster, keys: Iterable[int | str]) -> None:
        for key in keys:
            if key not in cluster.keys:
                cluster.keys.add(key)
                self._index.setdefault(key, []).append(cluster.id)

    def _take_in(self, cluster: Cluster) -> None:
        self.clusters[cluster.id] = cluster
        for key in cluster.keys:
            self._index.setdefault(key, []).append(cluster.id)
        for article in cluster.articles:
            self._story_of[article] = cluster.id

    def _candidates(self, profile: Profile) -> list[Cluster]:
        found: dict[str, float] = {}
        for key in self._keys(profile):
            filed = self._index.get(key, ())
            weight = self.scale.key_weight(key)
            for story in filed if len(filed) <= CROWD else filed[-CROWD // 4 :]:
                found[story] = found.get(story, 0.0) + weight
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES]
        return [self.clusters[story] for story, _ in best if story in self.clusters]

    # -- stories among each other ------------------------------------------------------------------------------------

    def _mend(self, batch: _Batch) -> None:
        """Joins stories that turn out to be one."""
        for story in sorted(batch.touched):
            cluster = self.clusters.get(story)
            while cluster is not None:
                partner = self._partner(cluster)
                if partner is None:
                    break
                keep, gone = sorted((cluster, partner), key=lambda item: (item.first, item.id))
                self._merge(keep, gone, batch)
                cluster = keep
        batch.touched = {story for story in batch.touched if story in self.clusters}

    def _partner(self, cluster: Cluster) -> Cluster | None:
        for score, other in self._neighbours(cluster):
            if score.total >= MERGE and self.constraints.compatible(cluster.articles, other.articles):
                return other
        return None

    def _neighbours(self, cluster: Cluster) -> list[tuple[Affinity, Cluster]]:
        found: dict[str, float] = {}
        for key in cluster.keys:
            filed = self._index.get(key, ())
            if len(filed) <= CROWD:
                weight = self.scale.key_weight(key)
                for story in filed:
                    found[story] = found.get(story, 0.0) + weight
        found.pop(cluster.id, None)
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES]
        scored = [
            (between(cluster, self.clusters[story], self.scale), self.clusters[story])
            for story, _ in best
            if story in self.clusters
        ]
        return sorted(scored, key=lambda item: (-item[0].total, item[1].first, item[1].id))

    def _merge(self, keep: Cluster, gone: Cluster, batch: _Batch) -> None:
        reason = between(keep, gone, self.scale).reason()
        for article in gone.articles:
            self._story_of[article] = keep.id
            old = batch.links.get(article)
            if old is not None:
                batch.links[article] = StoryLink(keep.id, article, old.score, old.reason, old.by_user)
            else:
                batch.moved[article] = StoryLink(keep.id, article, 1.0, reason)
        keep.absorb(gone)
        for key in gone.keys:
            self._index.setdefault(key, []).append(keep.id)
        keep.keys |= gone.keys
        del self.clusters[gone.id]
        batch.merged[gone.id] = keep.id
        for old_id, new_id in list(batch.merged.items()):
            if new_id == gone.id:
                batch.merged[old_id] = keep.id
        batch.related = {
            article: tuple(dict.fromkeys(batch.merged.get(story, story) for story in stories))
            for article, stories in batch.related.items()
        }
        batch.touched.discard(gone.id)
        batch.touched.add(keep.id)

    def related(self, story: str) -> tuple[str, ...]:
        """Returns the stories that share enough with a story to be named beside it, nearest first; eight at most."""
        cluster = self.clusters[story]
        return tuple(other.id for score, other in self._neighbours(cluster) if score.total >= RELATE)[:8]

    def forget(self, article: str) -> str | None:
        """Takes an article out of its story; returns the story, None where it was in none or it is empty now."""
        story = self._story_of.pop(article, None)
        if story is None:
            return None
        cluster = self.clusters[story]
        cluster.articles.remove(article)
        if not cluster.articles:
            del self.clusters[story]
            return None
        return story


def _named(profile: Profile, cluster: Cluster) -> bool:
    return any(company in cluster.principals() for company, weight in profile.companies if weight >= 0.4)


_TOLD = Reason("by-user", "put here by the user")
