"""Who owns the campus, plant or site that an article speaks of, told by who builds, owns or develops it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reader.analysis.quantities.actors import Actor
from reader.analysis.quantities.parties import company_tier
from reader.analysis.sieve import Sieve
from reader.model.lexicon import Company
from reader.model.text import Span

_PLACE = (
    r"(?:campus|campuses|site|data[ -]cent(?:er|re)s?|complex|park|shells?|project|cluster|halls?|"
    r"buildings?|factory|fab)"
)
_BUILDS = re.compile(
    r"^(?:,[^,;]{0,60},)? (?:is |has |will |would |was |to |also |already |now |then |and ){0,3}(?:build(?:s|"
    r"ing)?|built|own(?:s|ed)?|"
    r"develop(?:s|ed|ing)?|convert(?:s|ed|ing)?|construct(?:s|ed|ing)?|broke ground)\b"
)
_DEVELOPER = re.compile(r"^, (?:the|its|a) (?:[\w-]+ ){0,2}(?:developer|owner|builder|landlord|operator)\b")
_OWNS = re.compile(rf"^(?:[’']s)? (?:[\w.-]+ ){{0,4}}?{_PLACE}\b")
_BY = re.compile(r"\b(?:built|owned|developed|handed over|converted|constructed|operated|run|construction) by "
                 r"(?:the )?(?:developer )?$|"
                 r"\bdevelopers?,? $")  # fmt: skip
SITE = Sieve(rf"\b{_PLACE}\b|\bthe place\b")
_PLANT_TIERS = (3, 4, 2, 1)


def builder_votes(
    lower: str, sentences: Sequence[Span], actors: Sequence[Sequence[Actor]], companies: Mapping[str, Company]
) -> dict[str, int]:
    """Returns how strongly each organisation that may own a site is said to build, own or develop one."""
    votes: dict[str, int] = {}
    for sentence, named in zip(sentences, actors, strict=True):
        near = bool(named) and SITE.search(lower, sentence.start, sentence.end) is not None
        for actor in named if near else ():
            tier = company_tier(companies.get(actor.company))
            if (actor.form == "name" or lower.startswith("its ", actor.start)) and tier in _PLANT_TIERS:
                after = lower[actor.end : min(sentence.end, actor.end + 100)]
                before = lower[max(sentence.start, actor.start - 40) : actor.start]
                weight = (
                    2 * bool(_BUILDS.match(after) or _DEVELOPER.match(after))
                    + bool(_OWNS.match(after))
                    + 2 * bool(_BY.search(before))
                )
                if weight:
                    votes[actor.company] = votes.get(actor.company, 0) + weight
    return votes
