"""Articles into stories, one batch at a time: an arriving article joins the right story or opens one.

A story follows one matter over months, so what holds it together is not the day's wording but who is in it (its
principal organisations, weighted by how rare they are in this stream), its names, its facts and, with less weight,
its words. Candidates come from an index on rare terms, names and organisations; each is scored, vetoes go first, and
the best one above the threshold wins. A batch is taken in the order of publication whatever order it came in, with
document frequencies that already count the whole batch, and then the stories that it touched are compared once more
with each other, so that what an early article could not know yet is mended.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest

from reader.model.ids import public_id
from reader.model.stories import StoryLink
from reader.model.text import Reason
from reader.stories.affinity import Affinity, Probe, Scale
from reader.stories.clusters import Cluster
from reader.stories.constraints import Constraints
from reader.stories.profiles import TAKING_PART, Profile
from reader.stories.words import key as key_of

JOIN = 1.0
"""affinity from which an article joins a story"""
MERGE = 1.25
"""affinity between two stories from which they are one after all"""
RELATE = 0.45
"""affinity from which a story is related, or spoken of by a round-up"""
KEYS = 14
"""rare terms by which an article looks for stories, and is found in them"""
OPEN = 4000
"""stories whose sums are kept unpacked"""
CROWD = 100
"""stories under one key that are looked at, the newest"""
MOST_RELATED = 8
CANDIDATES = 12
"""stories scored for an article: the right one is among the first three nearly always"""


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
    beside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """related stories of those that were opened, found when their founder looked for a place"""


class Linker:
    """The stories as linking knows them: their profiles, an index on their keys, and the stream's weights."""

    def __init__(self, scale: Scale, clusters: Iterable[Cluster] = (), constraints: Constraints | None = None) -> None:
        self.scale = scale
        self.clusters: dict[str, Cluster] = {}
        self.constraints = constraints or Constraints()
        self._index: dict[int, list[str]] = defaultdict(list)
        self._story_of: dict[str, str] = {}
        self._open: dict[str, Cluster] = {}
        self.dropped: set[str] = set()
        """stories that are no more, until whoever stores them empties it"""
        for cluster in clusters:
            self._take_in(cluster)

    def story_of(self, article: str) -> str | None:
        """Returns the story that an article stands in."""
        return self._story_of.get(article)

    def link(self, profiles: Sequence[Profile], copies: Mapping[str, str] | None = None) -> Linked:
        """Links a batch of articles that are in no story yet. ``copies`` maps a copy to its original."""
        copies = copies or {}
        self._close()
        for profile in profiles:
            self.scale.count(profile)
        self.scale.freeze()
        batch = _Batch()
        for profile in sorted(profiles, key=lambda profile: (profile.article in copies, profile.order)):
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
            related={story: batch.beside[story] if story in batch.beside else self.related(story) for story in touched},
        )

    def _close(self) -> None:
        """Packs stories away that were compared long ago, once there are many."""
        if len(self._open) > OPEN:
            for cluster in self._open.values():
                cluster.close()
            self._open.clear()

    # -- one article -------------------------------------------------------------------------------------------------

    def _place(self, profile: Profile, original: str | None, batch: _Batch) -> None:
        told = self.constraints.home(profile.article, self._story_of)
        if told is not None:
            self._join(profile, self.clusters[told], 9.0, _TOLD, batch, by_user=True)
            return
        home = self._story_of.get(original) if original is not None else None
        if home is not None and self.constraints.allowed(profile.article, self.clusters[home].articles):
            self._join(
                profile, self.clusters[home], 5.0, Reason("copy", f"a near copy of {original}"), batch, copy=True
            )
            return
        scored = self._scored(profile)
        if profile.roundup:
            batch.related[profile.article] = tuple(
                cluster.id for score, cluster in scored if score.total >= RELATE and _named(profile, cluster)
            )[:MOST_RELATED]
            return
        for score, cluster in scored:
            if score.total >= JOIN and self.constraints.allowed(profile.article, cluster.articles):
                self._join(profile, cluster, round(score.total, 3), score.reason(), batch)
                return
        opened = Cluster(self._free_id(profile.article))
        self.clusters[opened.id] = opened
        self._join(profile, opened, 0.0, Reason("opened", "the first article of its story"), batch)
        batch.beside[opened.id] = _close(scored)

    def _free_id(self, article: str) -> str:
        story = public_id("s", article)
        attempt = 1
        while story in self.clusters:  # its founder was moved away and comes back
            attempt += 1
            story = public_id("s", article, str(attempt))
        return story

    def _scored(self, profile: Profile) -> list[tuple[Affinity, Cluster]]:
        probe = Probe.of_article(profile, self.scale)
        return _ranked((probe.fit(cluster), cluster) for cluster in self._candidates(self._keys(profile)))

    def _join(
        self,
        profile: Profile,
        cluster: Cluster,
        score: float,
        reason: Reason,
        batch: _Batch,
        *,
        copy: bool = False,
        by_user: bool = False,
    ) -> None:
        cluster.add(profile, copy=copy)
        self._story_of[profile.article] = cluster.id
        if not copy:
            self._file(cluster, self._keys(profile))
        batch.links[profile.article] = StoryLink(cluster.id, profile.article, score, reason, by_user)
        batch.touched.add(cluster.id)
        batch.beside.pop(cluster.id, None)

    # -- the index ---------------------------------------------------------------------------------------------------

    def _keys(self, profile: Profile) -> list[int]:
        rare = sorted((-weight * self.scale.rarity(term), term) for term, weight in profile.terms)
        keys = [term for _, term in rare[:KEYS]]
        keys += [company_key(company) for company, weight in profile.companies if weight >= TAKING_PART]
        return keys

    def _file(self, cluster: Cluster, keys: Iterable[int]) -> None:
        for key in keys:
            if key not in cluster.keys:
                cluster.keys.add(key)
                self._index[key].append(cluster.id)

    def _take_in(self, cluster: Cluster) -> None:
        self.clusters[cluster.id] = cluster
        for key in cluster.filed():
            self._index[key].append(cluster.id)
        for article in cluster.articles:
            self._story_of[article] = cluster.id

    def _candidates(self, keys: Iterable[int], without: str | None = None) -> list[Cluster]:
        found: dict[str, float] = {}
        total = len(self.clusters) + 1
        for key in keys:
            filed = self._index.get(key, ())
            # the rarer a key, the more it says; of a crowded one only the newest stories are looked at
            weight = math.log(total / (len(filed) + 1)) + 0.1
            for story in filed if len(filed) <= CROWD else filed[-CROWD:]:
                found[story] = found.get(story, 0.0) + weight
        if without is not None:
            found.pop(without, None)
        best = nsmallest(CANDIDATES, ((-weight, story) for story, weight in found.items() if story in self.clusters))
        chosen = [self.clusters[story] for _, story in best]
        self._open.update({cluster.id: cluster for cluster in chosen})
        return chosen

    # -- stories among each other ------------------------------------------------------------------------------------

    def _mend(self, batch: _Batch) -> None:
        """Joins stories that turn out to be one."""
        for story in sorted(batch.touched):
            cluster = self.clusters.get(story)
            # a lone article has just been compared with everything that was there
            while cluster is not None and cluster.size > 1:
                near = self._neighbours(cluster)
                partner = self._partner(cluster, near)
                if partner is None:
                    batch.beside[cluster.id] = _close(near)
                    break
                keep, gone = sorted((cluster, partner), key=lambda item: (item.first, item.id))
                self.merge(keep, gone, batch)
                cluster = keep

    def _partner(self, cluster: Cluster, near: Sequence[tuple[Affinity, Cluster]]) -> Cluster | None:
        for score, other in near:
            if score.total >= MERGE and self.constraints.compatible(cluster.articles, other.articles):
                return other
        return None

    def _neighbours(self, cluster: Cluster) -> list[tuple[Affinity, Cluster]]:
        probe = Probe.of_story(cluster, self.scale)
        return _ranked((probe.fit(other), other) for other in self._candidates(cluster.keys, without=cluster.id))

    def merge(self, keep: Cluster, gone: Cluster, batch: _Batch) -> None:
        reason = Probe.of_story(gone, self.scale).fit(keep).reason()
        for article in gone.articles:
            self._story_of[article] = keep.id
            old = batch.links.get(article)
            if old is not None:
                batch.links[article] = StoryLink(keep.id, article, old.score, old.reason, old.by_user)
            else:
                batch.moved[article] = StoryLink(keep.id, article, 1.0, Reason("merged", reason.words))
        keep.absorb(gone)
        self._file(keep, gone.keys)
        del self.clusters[gone.id]
        self.dropped.add(gone.id)
        for old_id, new_id in list(batch.merged.items()):
            if new_id == gone.id:
                batch.merged[old_id] = keep.id
        batch.merged[gone.id] = keep.id
        batch.moved = {
            article: replace(link, story=keep.id) if link.story == gone.id else link
            for article, link in batch.moved.items()
        }
        batch.related = {
            article: tuple(dict.fromkeys(batch.merged.get(story, story) for story in stories))
            for article, stories in batch.related.items()
        }
        batch.touched.add(keep.id)
        batch.beside = {
            story: tuple(dict.fromkeys(batch.merged.get(other, other) for other in others))
            for story, others in batch.beside.items()
        }
        batch.beside.pop(keep.id, None)

    def related(self, story: str) -> tuple[str, ...]:
        """Returns the stories that share enough with a story to be named beside it, nearest first; eight at most."""
        return _close(self._neighbours(self.clusters[story]))

    def forget(self, article: str, profile: Profile, rest: Sequence[Profile], copies: Mapping[str, str]) -> str | None:
        """Takes an article out of its story, which is summed up anew from the profiles of the ``rest``.

        Returns the story, None where the article was in none or was the last one.
        """
        self.scale.count(profile, -1)
        story = self._story_of.pop(article, None)
        if story is None:
            return None
        old = self.clusters.pop(story)
        if not rest:
            self.dropped.add(story)
            return None
        made = Cluster(story)
        made.keys = old.keys
        for other in sorted(rest, key=lambda other: (other.article in copies, other.order)):
            made.add(other, copy=other.article in copies)
        self.clusters[story] = made
        return story

    def rename(self, names: Mapping[str, str]) -> None:
        """Gives stories other ids; ``names`` maps present ids to new ones, which may be present ids too."""
        moved = {names.get(story, story): cluster for story, cluster in self.clusters.items()}
        for story, cluster in moved.items():
            cluster.id = story
        self.clusters = moved
        for key, filed in self._index.items():
            self._index[key] = [names.get(story, story) for story in filed]
        self._story_of = {article: names.get(story, story) for article, story in self._story_of.items()}


def _ranked(scored: Iterable[tuple[Affinity, Cluster]]) -> list[tuple[Affinity, Cluster]]:
    return sorted(scored, key=lambda item: (-item[0].total, item[1].first, item[1].id))


def _close(scored: Iterable[tuple[Affinity, Cluster]]) -> tuple[str, ...]:
    return tuple(other.id for score, other in scored if score.total >= RELATE and other.visible)[:MOST_RELATED]


def _named(profile: Profile, cluster: Cluster) -> bool:
    principals = cluster.principals()
    return any(company in principals for company, weight in profile.companies if weight >= TAKING_PART)


def company_key(company: str) -> int:
    """Returns the key under which the index files an organisation."""
    return key_of(f"company {company}")


_TOLD = Reason("by-user", "put here by the user")
