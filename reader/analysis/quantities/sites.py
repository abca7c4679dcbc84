"""Who owns the campus, plant or site that an article speaks of, told by who builds, owns or develops it."""

from __future__ import annotations

import re

from reader.analysis.quantities.parties import company_tier
from reader.analysis.quantities.scan import Quantity
from reader.analysis.quantities.scene import Actor, Scene

_PLACE = r"(?:campus|campuses|site|data[ -]cent(?:er|re)s?|complex|park|shells?|project|cluster|halls?|buildings?|factory|fab)"
_BUILDS = re.compile(
    r"^(?:,[^,;]{0,60},)? (?:is |has |will |would |was |to |also |already |now |then |and ){0,3}(?:build(?:s|ing)?|built|own(?:s|ed)?|"
    r"develop(?:s|ed|ing)?|convert(?:s|ed|ing)?|construct(?:s|ed|ing)?|broke ground)\b"
)
_OWNS = re.compile(rf"^(?:[’']s)? (?:[\w.-]+ ){{0,3}}?{_PLACE}\b")
_BY = re.compile(r"\b(?:built|owned|developed|handed over|converted|constructed|operated|run|construction) by (?:the )?(?:developer )?$|"
                 r"\bdevelopers?,? $")  # fmt: skip
_SITE = re.compile(rf"\b{_PLACE}\b|\bthe place\b")
_PLANT_TIERS = (3, 4, 2, 1)


def site_owner(scene: Scene, index: int, quantity: Quantity) -> str | None:
    """Returns who owns the site that sentence ``index`` speaks of, None where no site or no owner is told.

    The sentence names a site, or its quantity is power that nobody in it is said to buy or run.
    """
    span = scene.document.sentences[index]
    named = _SITE.search(scene.lower, span.start, span.end)
    if not named and quantity.unit != "W":
        return None
    if not named and scene.lead is not None and company_tier(scene.company(scene.lead)) == 8:
        return None  # a utility's own plant
    if scene.lead is not None and company_tier(scene.company(scene.lead)) in (3, 4):
        return scene.lead
    votes: dict[str, int] = {}
    for sentence, actors in zip(scene.document.sentences, scene.actors, strict=True):
        for actor in actors:
            if actor.form == "name":
                weight = _vote(scene, actor, sentence.start, sentence.end)
                if weight:
                    votes[actor.company] = votes.get(actor.company, 0) + weight
    votes = {c: n for c, n in votes.items() if company_tier(scene.company(c)) in _PLANT_TIERS}
    return max(votes, key=lambda c: (votes[c], c)) if votes else None


def _vote(scene: Scene, actor: Actor, start: int, end: int) -> int:
    after, before = (
        scene.lower[actor.end : min(end, actor.end + 100)],
        scene.lower[max(start, actor.start - 40) : actor.start],
    )
    weight = 2 * bool(_BUILDS.match(after)) + bool(_OWNS.match(after)) + 2 * bool(_BY.search(before))
    near = _SITE.search(scene.lower, start, end) is not None
    return weight * 2 if near and company_tier(scene.company(actor.company)) in _PLANT_TIERS else weight if near else 0
