"""Whose quantity it is: buyer, owner, borrower, holder, customer or maker, as the metric asks.

Order of belief: "X's <noun>" before the number, "that X reported" and "of X" behind it, the subject of its clause, the
organisation in focus, the article's main one. Deals have two sides, and the metric says which of them is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reader.analysis.quantities.actors import Actor
from reader.analysis.quantities.deals import holders_get
from reader.analysis.quantities.nobody import of_nobody, of_region
from reader.analysis.quantities.parties import DEVELOPER_TIERS, UTILITY_TIER, company_tier, is_lender, is_observer
from reader.analysis.quantities.quantity import Quantity
from reader.analysis.quantities.scene import IN_LIST, Scene
from reader.analysis.quantities.sites import SITE
from reader.analysis.quantities.trades import (
    acquirer_of,
    buyer_of,
    fined_of,
    giver_of,
    is_agency,
    is_bought,
    is_charged,
    payer_of,
)
from reader.analysis.quantities.words import words
from reader.model.text import BlockKind

Found = tuple[str | None, str]

_THAT = re.compile(r"^ ?(?:that |which |for which |at which |, which )$")
_BEHIND = re.compile(r"^(?: [\w’'%-]+){0,5} (?:of|at|for|from|by|in|against|to) (?:the |its |a )?(?:[\w-]+ ){0,3}$")
_LENT = re.compile(r"\b(?:lent|lend|lends|lending|extend(?:ed)? a loan to|loaned) (?:\w+ )?$")
_BORROWER = re.compile(
                    r"\b(?:loans?|credit|facility|financing|debt|bonds?|notes|line|mortgage) (?:\w+ ){0,3}?(?:to|"
                    r"for|of|by|from|"
                       r"that|which)\b")  # fmt: skip
_BREAK = re.compile(r"; |: |, (?:and|but|while|whereas|against) |\bwhile |\bbut ")
_PLACED = re.compile(r"\b(?:at|for|of|from) (?:the |rival )?$")
_LINKED = re.compile(r"(?:,|\band|;|\bwhile|\bbut) (?:the |rival )?$")
_DIGIT = re.compile(r"\d")
_BRINGS = re.compile(
    r"(?: alone)? (?:brought(?: in)?|brings?(?: in)?|paid|pays|account(?:ed|s) for|made up|makes up|contribut(?:ed|es)|"
    r"suppl(?:ied|ies)|provid(?:ed|es)|took|takes|bought|buys|represent(?:ed|s)) (?:(?:about|nearly|some|around|"
    r"more than|"
    r"almost|another|a further|roughly|over) )*"
)
_FOR_X = re.compile(r"(?: [\w-]+){0,3} (?:for|to) (?:the )?$")


_BORROWS = re.compile(
    r"^(?:,[^,;]{0,80},)? ?(?:(?:has|have|had|will|would|also|is|was|plans to|wants to|agreed to|hopes to|"
    r"recently|now|then|again) )*"
    r"(?:borrow(?:s|ed|ing)?|ow(?:es?|ed)|issu(?:es?|ed|ing)|sold|sells?|selling|took out|refinanc(?:es?|ed|"
    r"ing))\b[^;]{0,60}$"
)


_GIVEN = re.compile(r"\b(?:gives?|gave|giving|leaves?|left|leaving|hands?|handed|awards?|awarded|allots?|allotted) $")
_AGAINST = re.compile(r"\b(?:against|compared with|compared to|versus|and|from) $")
_DOES_TOO = re.compile(r"\band (?:has|had|will|would|plans|wants|operates|owns|runs|needs|draws|builds?) ")
_OF_THE_PUBLIC = words("people signatures homes households farms cows names letters voters visitors residents")
_ITS_OF = re.compile(r" [\w-]+(?: [\w-]+)? of (?:about |around |some |nearly |roughly )?")
_WITH = re.compile(r",? with(?: (?:about|some|nearly|roughly|around|just|only))? ")
_OF_MARKETS = words("revenue size valuation growth guidance cost investment units")
_MARKET_IS = re.compile(
    r"\bmarket\b(?! (?:value|cap|share|leader))[^.;]{0,40}\b(?:reach|reaches|reached|worth|be|grows?|grew|to|of|at|is)"
    r"(?: (?:about|around|nearly|roughly|some|more than))? $"
)
_SUMS = words("revenue cost profit loss")
_BRINGS_IT = re.compile(r"\b(?:brought|brings?|earns?|earned|costs?|saves?|saved|netted|won) $")
_GIVES = words("stake market-share shares units power-capacity share-of-revenue")
_FROM_X = re.compile(r"^(?: [\w’'%-]+){0,6} (?:from|by|to) (?:the )?$")
_MARKET = re.compile(
    r"\b(?:contract dram|dram|nand|memory (?:chip )?prices|contract prices|spot prices|rental prices|prices for|"
    r"market|industry|bills|the median price|average price|token prices|electricity prices|power prices|wholesale|"
    r"capacity (?:auction|prices?)|rents|input|output|services?|the (?:fast|slow) lane|server memory|prices|hbm "
    r"prices)\b"
)
_PRODUCTY = words(
    "memory bandwidth transistors parameters throughput latency speedup efficiency accuracy process-node area"
)


_OF_BORROWERS = words("debt interest-rate")
_OF_NOBODY = words("cost price memory tokens accuracy parameters size price-change")
_TOGETHER = re.compile(r"\b(?:together|between them|combined|both)\b")
_OF_AGENCIES = words("units headcount cash")
_OF_SITES = words("power-capacity area size units headcount investment tax")
_SERVES = re.compile(r"\b(?:serv(?:e|es|ing|ed)|runs?|running|hosts?|hosting)\b")
_THE_STAKE = re.compile(r"\b(?:the|this|that) (?:holding|stake|shareholding|group|fund|investor)\b")


_OFF = re.compile(r"^ (?:off|from) (?:the )?(?:[\w-]+ ){0,2}$")
_SHARES_OF = re.compile(r"\b(?:shares|stock|those) (?:of|in) (?:[a-z][\w-]* ){0,4}$")


def subject_of(scene: Scene, index: int, quantity: Quantity, metric: str | None) -> Found:
    """Returns the id of the organisation whose quantity it is, None where that is open or a market, and the rule."""
    actors = [a for a in scene.actors[index] if a.aside is None or a.aside[1] > quantity.start]
    if scene.document.kinds[index] is BlockKind.ROW:
        named = next((a for a in scene.actors[index] if a.form == "name"), None)
        if named:
            return named.company, "row"
    fined = fined_of(scene, index, quantity, actors) if metric in ("cost", "fee") else None
    if fined is not None:
        return fined
    beside = next((a for a in reversed(actors) if a.form == "name" and a.end < quantity.start), None)
    if (
        beside
        and beside.end + 1 == quantity.hedged
        and _LINKED.search(scene.lower, max(0, beside.start - 16), beside.start)
        and _DIGIT.search(scene.lower, scene.document.sentences[index].start, beside.start)
    ):
        return beside.company, "name-and-number"
    if quantity.unit == "%" and beside and _WITH.fullmatch(scene.lower, beside.end, quantity.hedged):
        return beside.company, "with-n"
    if metric in _OF_MARKETS and _MARKET_IS.search(
        scene.lower, max(scene.document.sentences[index].start, quantity.start - 90), quantity.start
    ):
        return None, "market"
    if (
        metric in _SUMS
        and beside
        and beside.end + 1 == quantity.hedged
        and _BRINGS_IT.search(scene.lower, max(0, beside.start - 12), beside.start)
    ):
        return beside.company, "brought"
    if metric == "price" and beside and is_charged(scene.lower, beside, quantity):
        return beside.company, "charged"
    if metric in _GIVES:
        near = next((a for a in reversed(actors) if a.form == "name" and a.end <= quantity.hedged <= a.end + 1), None)
        if near and _GIVEN.search(scene.lower, max(0, near.start - 12), near.start):
            return near.company, "given"
    if metric in ("price-change", "growth", "share-price"):
        listed = _whose_shares(scene, index, quantity, actors)
        if listed:
            return listed, "shares-of"
    if metric == "investment":
        giver = giver_of(scene, index, quantity, actors)
        if giver:
            return giver, "investor"
    if metric in ("cost", "fee", "tax", "price"):
        payer = payer_of(scene, index, quantity, actors)
        if payer:
            return payer, "payer"
    if of_region(scene.lower, scene.document.sentences[index], quantity, metric, scene.actors[index]):
        return None, "region"
    if metric in ("price-change", "price") and _of_market(scene, index, quantity, actors):
        return None, "market"
    if metric == "units" and quantity.counted and quantity.counted.noun in _OF_THE_PUBLIC:
        return None, "the public"
    if metric == "units" and any(is_agency(scene, a.company) and a.subject for a in actors):
        given = next((a for a in actors if a.form == "name" and quantity.end <= a.start), None)
        if given and _FOR_X.fullmatch(scene.lower, quantity.end, given.start):
            return given.company, "for-x"
    if metric == "acquisition-price":
        buyer = acquirer_of(scene, index, quantity, actors)
        if buyer:
            return buyer, "acquirer"
        span = scene.document.sentences[index]
        if scene.lead and holders_get(scene.lower, span, quantity):
            return scene.lead, "offers"
    if metric == "contract-value":
        return buyer_of(scene, index, quantity)
    if metric == "share-of-revenue":
        return _customer(scene, index, quantity, actors)
    if metric in ("debt", "interest-rate"):
        return _borrower(scene, index, quantity, actors)
    if metric == "backlog":
        found, rule = _holder(scene, index, quantity, actors, metric)
        if found and scene.lead and company_tier(scene.company(found)) < company_tier(scene.company(scene.lead)):
            return scene.lead, "seller-side"
        return found, rule
    if metric == "parameters" and _SERVES.search(scene.lower, max(0, quantity.start - 40), quantity.start):
        return None, "served"
    if metric == "stake":
        return _stakeholder(scene, index, quantity, actors)
    if metric in ("power-capacity", "units") and is_bought(scene, index, quantity):
        return buyer_of(scene, index, quantity)
    return _holder(scene, index, quantity, actors, metric)


def _whose_shares(scene: Scene, index: int, quantity: Quantity, actors: Sequence[Actor]) -> str | None:
    """Whose shares moved: "shares of chipmaker X jumped 21%", "knocked 7% off X's shares"."""
    text, span = scene.lower, scene.document.sentences[index]
    for actor in actors:
        if actor.form == "name" and actor.start >= quantity.end and actor.possessive:
            listed = re.match(r"[’']s? (?:shares|stock|share price)\b", text[actor.end : actor.end + 20])
            if listed and _OFF.match(text[quantity.end : actor.start]):
                return actor.company
    before = [a for a in actors if a.end <= quantity.start and a.form == "name"]
    if before and (not any(a.subject for a in before) or before[-1].oblique):
        lead = text[max(span.start, before[-1].start - 60) : before[-1].start]
        if _SHARES_OF.search(lead):
            return before[-1].company
    return None


def _holder(
    scene: Scene,
    index: int,
    quantity: Quantity,
    actors: Sequence[Actor],
    metric: str | None,
    barred: Iterable[str] = (),
) -> Found:
    text = scene.document.text
    out = set(barred)
    if metric in ("valuation", "raise", "revenue", "shares", "share-price", "debt") or metric in _PRODUCTY:
        lenders = {a.company for a in actors if is_lender(scene.company(a.company))}
        out |= lenders if metric != "valuation" or any(a.company not in lenders for a in actors) else set()
    before = [a for a in actors if a.end <= quantity.start and a.company not in out]
    after = [a for a in actors if a.start >= quantity.end and a.company not in out]
    if after and not after[0].reporter and metric not in ("power-capacity", "units", "debt", "investment", "cost"):
        gap = text[quantity.end : after[0].start].lower()
        if _THAT.match(gap):
            return after[0].company, "that-x"
    if before:
        near = before[-1]
        gap = text[near.end : quantity.start]
        direct = (
            not near.oblique or _ITS_OF.fullmatch(gap) is not None or text[max(0, near.start - 3) : near.start] == "of "
        )
        if (
            near.possessive
            and direct
            and len(gap) < 70
            and not re.search(r"[;:]|, and ", gap)
            and not gap.startswith((" and ", " or ", " but ", ",", " in ", " on "))
            and not is_agency(scene, near.company)
        ):
            return near.company, "possessive"
    placed = _in_clause(scene, index, quantity, before)
    if placed:
        return placed, "at-x"
    subjects = [a for a in before if a.subject and not a.reporter]
    if metric not in _OF_AGENCIES or any(not is_agency(scene, a.company) for a in subjects):
        subjects = [a for a in subjects if not is_agency(scene, a.company)]
    if metric == "power-capacity":
        subjects = [
            a
            for a in subjects
            if not (a.speaker and a is subjects[-1]) or _DOES_TOO.search(text, a.end, quantity.start)
        ]
    if (
        after
        and not after[0].reporter
        and metric not in ("growth", "price-change", "investment", "cost", "power-capacity")
    ):
        gap = text[quantity.end : after[0].start].lower()
        against = gap == " for " and _AGAINST.search(text, max(0, quantity.hedged - 20), quantity.hedged) is not None
        firm = not subjects or against or metric in ("valuation", "market-share", "debt", "margin")
        if after[0].possessive and gap.endswith(" at "):
            firm = False  # "worth $12bn at X's multiple"
        if firm and len(gap) < 45 and " and " not in gap and _BEHIND.match(gap):
            return after[0].company, "of-x"
    if (metric not in _OF_BORROWERS or (quantity.unit == "%" and metric == "debt")) and of_nobody(
        scene.lower, scene.document.sentences[index], quantity, scene.actors[index]
    ):
        return None, "nobody-named"
    if subjects:
        return _first_of_list(scene.lower, actors, subjects[-1]).company, "subject"
    if metric in _OF_SITES:
        owner = _site_owner(scene, index, quantity)
        if owner:
            return owner, "site"
    main = next((m for m in scene.mains if m not in out), None)
    if main and (scene.dominant or before):
        return main, "main"
    spoken = scene.previous[index]
    if spoken and spoken not in out and metric not in _OF_NOBODY and not is_agency(scene, spoken):
        return spoken, "sentence-before"
    if main:
        return None, "open"
    return (before[-1].company, "nearest") if before else (None, "open")


def _in_clause(scene: Scene, index: int, quantity: Quantity, before: Sequence[Actor]) -> str | None:
    """Whose quantity a clause without a named subject tells by its place: "…; at X it was 21.6%"."""
    text, span = scene.lower, scene.document.sentences[index]
    breaks = [m.end() for m in _BREAK.finditer(text, span.start, quantity.start)]
    begin = breaks[-1] if breaks else None
    if begin is None:
        return None
    own = [a for a in before if a.start >= begin]
    if any(a.subject and not _impersonal(text, a) for a in own):
        return None
    named = [a for a in own if a.form == "name" and not a.reporter and _PLACED.search(text, span.start, a.start)]
    return named[-1].company if named else None


def _impersonal(text: str, actor: Actor) -> bool:
    return actor.form == "pronoun" and text[actor.start : actor.end] in ("it", "they")


def _first_of_list(lower: str, actors: Sequence[Actor], last: Actor) -> Actor:
    """The first name of the list that ``last`` closes ("OpenAI and Oracle have dropped …")."""
    at = actors.index(last)
    while at and actors[at - 1].form == "name" and IN_LIST.match(lower[actors[at - 1].end : actors[at].start]):
        at -= 1
    return actors[at]


def _site_owner(scene: Scene, index: int, quantity: Quantity) -> str | None:
    """Who owns the site that the sentence speaks of, None where no site or no owner is told."""
    span = scene.document.sentences[index]
    named = SITE.search(scene.lower, span.start, span.end)
    lead = company_tier(scene.company(scene.lead)) if scene.lead else None
    if not named and (quantity.unit != "W" or lead == UTILITY_TIER):
        return None
    if lead in DEVELOPER_TIERS:
        return scene.lead
    return max(scene.builders, key=lambda c: (scene.builders[c], c), default=None)


def _stakeholder(scene: Scene, index: int, quantity: Quantity, actors: Sequence[Actor]) -> Found:
    """The holder is not the one that is held: "of the company", "in X" behind the number bars that one."""
    text = scene.lower
    held = {
        a.company
        for a in actors
        if a.start >= quantity.end
        and a.form != "pronoun"
        and re.match(r"^(?: [\w-]+){0,3} (?:of|in) $", text[quantity.end : a.start])
    }
    own = [a for a in actors if a.end <= quantity.start and a.company not in held]
    opening = scene.document.sentences[index].start
    if _THE_STAKE.search(text, max(opening, quantity.start - 40), quantity.start):
        near = (*(scene.actors[index - 1] if index else ()), *scene.actors[index])
        owners = [a for a in near if a.end <= quantity.start and a.possessive and a.form == "name"]
        if owners:
            return owners[-1].company, "the-stake"
    found, rule = _holder(scene, index, quantity, actors, "stake", held)
    if own or not held or index == 0:
        return found, rule
    earlier = [a for a in scene.actors[index - 1] if a.form == "name" and a.company not in held]
    return (earlier[-1].company, "other-party") if earlier else (found, rule)


def _of_market(scene: Scene, index: int, quantity: Quantity, actors: Sequence[Actor]) -> bool:
    """Tells prices of a market from those of one maker: the clause names the market and nobody who owns the price."""
    span = scene.document.sentences[index]
    clause = scene.lower[max(span.start, quantity.start - 130) : quantity.start]
    if not _MARKET.search(clause):
        return False
    near = [a for a in actors if quantity.start - 130 <= a.start < quantity.start and (a.subject or a.possessive)]
    return not any(not is_agency(scene, a.company) and not a.reporter and a.form == "name" for a in near)


def _customer(scene: Scene, index: int, quantity: Quantity, actors: Sequence[Actor]) -> Found:
    text = scene.lower
    last = next((a for a in reversed(actors) if a.form == "name" and a.end <= quantity.start), None)
    if last and not last.possessive and _BRINGS.fullmatch(text, last.end, quantity.hedged):
        return last.company, "brings"
    seller = scene.previous[index]
    for actor in actors:
        close = actor.form == "name" and quantity.end <= actor.start < quantity.end + 60
        if close and _FROM_X.match(text[quantity.end : actor.start]):
            return actor.company, "from-x"
    if _TOGETHER.search(text, scene.document.sentences[index].start, quantity.start):
        return (scene.lead, "several") if scene.dominant else (None, "several")
    names = [a for a in actors if a.form == "name" and a.end <= quantity.start and not a.reporter]
    others = [a for a in names if a.company != seller] or [a for a in names if a.company not in scene.mains[:1]]
    if others:
        return others[-1].company, "customer"
    return _holder(scene, index, quantity, actors, "share-of-revenue")


def _borrower(scene: Scene, index: int, quantity: Quantity, actors: Sequence[Actor]) -> Found:
    text, span = scene.lower, scene.document.sentences[index]
    borrowing = [a for a in actors if a.end <= quantity.start and a.subject and not a.possessive]
    borrowing = [a for a in borrowing if _BORROWS.match(text[a.end : quantity.start])]
    if borrowing:
        return borrowing[-1].company, "borrower"
    for actor in actors:
        if _LENT.search(text[max(span.start, actor.start - 40) : actor.start]):
            return actor.company, "lent-to"
    for actor in actors:
        if (
            (
                actor.start >= quantity.end
                and not is_lender(scene.company(actor.company))
                and not is_agency(scene, actor.company)
            )
            and actor.start - quantity.end < 60
            and " and " not in text[quantity.end : actor.start]
            and _BORROWER.search(text[quantity.start : actor.start])
        ):
            return actor.company, "loan-to"
    lenders = {a.company for a in actors if is_lender(scene.company(a.company))}
    lenders |= {m for m in scene.mains if is_lender(scene.company(m))}
    lenders |= {a.company for a in actors if is_observer(scene.company(a.company))}
    return _holder(scene, index, quantity, actors, "debt", lenders)
