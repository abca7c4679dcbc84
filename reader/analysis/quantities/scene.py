"""One document prepared for reading figures: who is spoken of in each sentence, and who the sentence is about.

A pronoun or "the company" stands for the focus: the organisation that was last the subject of a sentence. The rule is
the plain half of centering theory (Grosz, Joshi and Weinstein, 1995): a subject outranks what else is named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from reader.analysis.document import Document
from reader.analysis.quantities.actors import Actor
from reader.analysis.quantities.numbers import lowered
from reader.analysis.quantities.parties import (
    DEVELOPER_TIERS,
    UTILITY_TIER,
    company_tier,
    is_lender,
    is_observer,
    is_rater,
    protagonist,
)
from reader.analysis.quantities.sites import builder_votes
from reader.analysis.quantities.stands import behind_preposition, opens_clause
from reader.analysis.references import fits
from reader.analysis.sieve import Sieve
from reader.model.findings import CompanyTag, Mention, Salience
from reader.model.lexicon import Company, CompanyKind
from reader.model.text import BlockKind


@dataclass(frozen=True, slots=True)
class Scene:
    """The actors of every sentence in order of place; ``previous`` is the subject of the sentence before.

    ``lead`` is the organisation that figures fall to where nothing in the sentence speaks for another; ``dominant``
    says that the article is so much about it that it may stand unnamed. ``builders`` are votes for who owns the site
    that the article is about.
    """

    document: Document
    lower: str
    actors: tuple[tuple[Actor, ...], ...]
    previous: tuple[str | None, ...]
    lead: str | None
    mains: tuple[str, ...]
    dominant: bool
    builders: Mapping[str, int]
    companies: Mapping[str, Company]

    def company(self, id: str) -> Company | None:
        return self.companies.get(id)

    def kind(self, company: str) -> CompanyKind | None:
        found = self.companies.get(company)
        return found.kind if found else None


LONGEST_SENTENCE = 4000
"""No sentence of news is longer; what is, is not read, so that hostile text costs no more than its length."""
_LOOK_BACK = 12
"""names that a noun such as "the utility" looks back over"""
IN_LIST = re.compile(r"^(?:,|,? and| or| &|,? and the) $")
_POSSESSIVE = re.compile(r"[’'](?:s\b|(?= ))")
_NOUNS = (
    r"company|group|firm|start-?up|chip ?maker|chip designer|developer|cloud provider|"
    r"manufacturer|maker|supplier|retailer|operator|business|giant|chip company|neocloud|vendor"
)
_SORTS = {
    "utility": "power", "ministry": "agency", "regulator": "agency", "agency": "agency", "commission": "agency",
    "department": "agency", "watchdog": "agency", "bureau": "agency", "bank": "bank", "lender": "money",
    "fund": "fund", "lab": "lab", "laboratory": "lab", "foundry": "foundry", "grid operator": "grid",
}  # fmt: skip
"""nouns with "the" before them that fit organisations of one sort only"""
_MADE_TO = re.compile(
    r"\b(?:requir(?:e|es|ed|ing)|order(?:s|ed|ing)?|forc(?:e|es|ed|ing)|ask(?:s|ed|ing)?|tells?|told|oblig(?:e|"
    r"es|ed)|allow(?:s|ed|ing)?|"
    r"permit(?:s|ted)?|want(?:s|ed)?|expect(?:s|ed)?|help(?:s|ed)?|enabl(?:e|es|ed)|urg(?:e|es|ed)|get|gets|got|"
    r"let|lets) (?:the )?$"
)
_TO_DO = re.compile(r" (?:to (?!the\b|its\b|a\b)[a-z]+|pay|buy|sell|build|take) ")
_THE_COMPANY = Sieve(r"\bthe (?:company|firm|group|start-?up)\b")
_GOES_ON = re.compile(r"(?:it|its|they|their)\b")
_PRONOUN = re.compile(
    rf"\b(?:(?P<its>its|their)|(?P<it>it|they)|the (?:(?!of|in|for|to|and|new|other|same)[a-z-]+ "
    rf")??(?:(?P<sort>{'|'.join(_SORTS)})|(?P<noun>{_NOUNS})))(?P<s>[’']s)?\b"
)
_SAYS = re.compile(
    r"^(?:[’']s [\w ]{0,30}?)?(?:,[^,;]{0,60},)?(?: (?:also|now|this week|last week|recently|today|has|had|later|"
    r"itself|on \w+day))* "
    r"(?:said|says|say|estimat|forecast|counts|expects|raised its (?:own )?forecast|reported that|calculat|reckons|"
    r"puts? the|reports?(?! (?:[\w$€£.,-]+ ){0,3}(?:revenue|sales|profit|loss|earnings|income|results|margin))|"
    r"wrote|showed|shows|found|projects|told|appears to count|noted|added that|explain)"
)
_ASIDE = re.compile(
    r", (?:which|who|whose|where|in which|of which|the|an?|its|based|founded|led|backed|owned|formerly|"
    r"now)\b[^,;]{1,120}[,;]|\([^)]{1,120}\)"
)
_COUNTS = re.compile(r"[’']s? (?:own )?(?:count|estimates?|data|tally|reckoning|survey|index|analysts?|researchers)\b")
_COUNTED_BY = re.compile(r"\b(?:by the (?:count|reckoning|estimate) of|data from|counted by|estimates? (?:by|from)) $")
_ACCORDING = re.compile(
                    r"\b(?:according to|analysts? at|said|says|people at|executives? at|citing|by the count of|"
                    r"data from|"
                        r"a note from|research (?:firm|house)|tracker) "
    r"(?:the )?(?:research(?:er| firm)? )?$")  # fmt: skip


def build_scene(
    document: Document,
    mentions: Sequence[Mention],
    tags: Sequence[CompanyTag],
    companies: Mapping[str, Company],
) -> Scene:
    """Returns the scene of a document; ``tags`` come main ones first."""
    text = document.text
    lower = lowered(text)
    weights = _weights(document, mentions)
    lead = protagonist(weights, companies)
    titled = {m.company for m in mentions if m.in_title and not is_observer(companies.get(m.company))}
    utility = lead is not None and company_tier(companies.get(lead)) == UTILITY_TIER
    site = None if titled or utility else _site_lead(lower, document, mentions, weights, companies)
    ranked = [tag.id for tag in tags if tag.salience is Salience.MAIN]
    own = [c for c in ranked if not is_observer(companies.get(c)) and not is_lender(companies.get(c))]
    lead = site or (own[0] if own and not titled else lead)
    spoken_of = len(own) > 0 and own[0] == lead and _holds(lower, _THE_COMPANY, 2)
    dominant = lead is not None and (
        lead in titled or spoken_of or site is not None or _outweighs(lead, weights, ranked, document, mentions)
    )
    mains = tuple(dict.fromkeys([*([lead] if lead else []), *ranked]))
    named: list[list[Mention]] = [[] for _ in document.sentences]
    for mention in mentions:
        if mention.in_title:
            continue
        index = document.sentence_at(mention.span.start)
        if index is not None:
            named[index].append(mention)
    actors, subjects, previous = [], [], lead if dominant else None
    earlier: list[str] = []
    for index, span in enumerate(document.sentences):
        same_block = index > 0 and document.block_of[index] == document.block_of[index - 1]
        headed = index > 0 and document.kinds[index - 1] is BlockKind.HEADING
        default = lead if dominant else None
        goes_on = same_block or headed or default is None or _GOES_ON.match(lower, span.start) is not None
        subjects.append(previous if goes_on else default)
        found, subject = _sentence(
            text, lower, span.start, span.end, named[index], subjects[-1], default, mains, companies, earlier
        )
        earlier = [*(m.company for m in reversed(named[index])), *earlier][:_LOOK_BACK]
        actors.append(tuple(found))
        previous = subject or subjects[-1]
    votes = builder_votes(lower, document.sentences, actors, companies)
    told = Counter(mention.company for mention in mentions if not mention.in_title)
    builders = {company: count + min(told[company], 4) for company, count in votes.items()}
    return Scene(document, lower, tuple(actors), tuple(subjects), lead, mains, dominant, builders, companies)


def _outweighs(
    lead: str, weights: Mapping[str, float], ranked: Sequence[str], document: Document, mentions: Sequence[Mention]
) -> bool:
    """Tells whether an untitled organisation may stand unnamed: named early or often, and more than the others."""
    spans = [m.span for m in mentions if m.company == lead and not m.in_title]
    early = bool(spans) and min(spans).start < max(400, len(document.text) // 3)
    share = weights[lead] / (sum(weights.values()) or 1.0)
    return early and share >= (0.2 if list(ranked) == [lead] else 0.3)


_SITE = Sieve(r"\b(?:campus|data[ -]cent(?:er|re)|site|building|construction|substation)s?\b")


def _holds(text: str, pattern: Sieve, times: int) -> bool:
    """Tells whether the pattern matches so many times."""
    return sum(1 for _ in islice(pattern.finditer(text), times)) == times


def _site_lead(
    lower: str,
    document: Document,
    mentions: Sequence[Mention],
    weights: Mapping[str, float],
    companies: Mapping[str, Company],
) -> str | None:
    """An article about a place, with nobody in its title, is about the place's developer where one is named."""
    if not _holds(lower, _SITE, 3):
        return None
    builders = [
        c for c in weights if company_tier(companies.get(c)) in DEVELOPER_TIERS and not is_lender(companies.get(c))
    ]
    first = {m.company: m.span.start for m in reversed(mentions) if not m.in_title}
    return min(builders, key=lambda c: (-weights[c], first.get(c, 0)), default=None)


def _weights(document: Document, mentions: Sequence[Mention]) -> dict[str, float]:
    """How much an article is about each organisation: how often it is named, in the title, and first of all."""
    weights: dict[str, float] = {}
    first_title = True
    for mention in sorted(mentions, key=lambda m: (not m.in_title, m.span.start)):
        weight = weights.get(mention.company, 0.0)
        if mention.in_title:
            weight += 6.0 if first_title else 3.0
            first_title = False
        else:
            index = document.sentence_at(mention.span.start)
            if index is None:
                continue
            weight += 3.0 if index == 0 and mention.span.start - document.sentences[0].start < 40 else 1.0
        weights[mention.company] = weight
    return weights


def _sentence(
    text: str,
    lower: str,
    start: int,
    end: int,
    names: Sequence[Mention],
    previous: str | None,
    lead: str | None,
    mains: Sequence[str],
    companies: Mapping[str, Company],
    earlier: Sequence[str],
) -> tuple[list[Actor], str | None]:
    if end - start > LONGEST_SENTENCE:
        return [], None
    marks: list[tuple[int, int, Mention | re.Match[str]]] = [(m.span.start, m.span.end, m) for m in names]
    taken = [(m.span.start, m.span.end) for m in names]
    for match in _PRONOUN.finditer(lower, start, end):
        if not any(s < match.end() and match.start() < e for s, e in taken):
            marks.append((match.start(), match.end(), match))
    marks.sort(key=lambda mark: mark[0])
    asides = [m.span() for m in _ASIDE.finditer(lower, start, end)] if marks else []
    out: list[Actor] = []
    subject: str | None = None
    for begin, stop, mark in marks:
        before = lower[max(start, begin - 60) : begin]
        aside = next((span for span in asides if span[0] < begin and stop <= span[1]), None)
        opens = opens_clause(before)
        if not opens and _MADE_TO.search(before) and _TO_DO.match(lower, stop):
            opens = True  # "It required X to post $1.1bn": X is who posts it
        oblique = not opens and behind_preposition(before)
        if out and out[-1].form == "name" and IN_LIST.match(lower[out[-1].end : begin]):
            opens, oblique = out[-1].subject, out[-1].oblique  # the second of "with Goldman and JPMorgan"
        if isinstance(mark, Mention):
            agency = mark.company in companies and companies[mark.company].kind is CompanyKind.AGENCY
            possessive = bool(_POSSESSIVE.match(text, stop)) or text[begin:stop].endswith(("’s", "'s"))
            speaker = bool(_SAYS.match(lower[stop : min(end, stop + 110)])) or bool(_ACCORDING.search(before))
            reporter = speaker and is_observer(companies.get(mark.company)) and mark.company != lead
            reporter = reporter or (is_rater(companies.get(mark.company)) and mark.company != lead)
            reporter = reporter or bool(_COUNTS.match(lower, stop)) or bool(_COUNTED_BY.search(before))
            actor = Actor(mark.company, begin, stop, "name", possessive, oblique, opens, speaker, reporter, aside)
            out.append(actor)
            passing = agency and mark.company not in mains
            if (opens or (possessive and not oblique)) and not reporter and not passing and aside is None:
                subject = mark.company if subject is None or opens else subject
        else:
            if mark["sort"]:
                company = _of_sort(_SORTS[mark["sort"]], out, earlier, mains, companies)
            else:
                company = _antecedent(out, mark, previous, lead)
                if mark["it"] and not (opens or oblique) and mark["it"] == "it":
                    company = _other_than(company, out)  # "has lent it $700m": not itself
            if company is not None:
                form = "noun" if mark["noun"] or mark["sort"] else "pronoun"
                possessive = bool(mark["its"] or mark["s"])
                out.append(
                    Actor(company, begin, stop, form, possessive, oblique, opens and not mark["its"], aside=aside)
                )
                if opens and subject is None:
                    subject = company
    return out, subject


def _other_than(subject: str | None, out: Sequence[Actor]) -> str | None:
    """Who an object "it" stands for: the last one named before that is not the subject."""
    return next((a.company for a in reversed(out) if a.form == "name" and a.company != subject), None)


def _of_sort(
    sort: str, out: Sequence[Actor], earlier: Sequence[str], mains: Sequence[str], companies: Mapping[str, Company]
) -> str | None:
    """Who "the utility" or "the ministry" stands for: the last organisation named that is of that sort."""
    near = [*(a.company for a in reversed(out) if a.form == "name"), *earlier, *mains]
    return next((c for c in near if c in companies and fits(companies[c], sort)), None)


def _antecedent(out: Sequence[Actor], mark: re.Match[str], previous: str | None, lead: str | None) -> str | None:
    """Who a pronoun or "the company" stands for: the sentence's own subject so far, else the one before, else main."""
    own = [a for a in out if (a.subject or (a.possessive and not a.oblique)) and not a.reporter and a.aside is None]
    own = own or [a for a in out if a.form == "name" and not (a.oblique or a.reporter or a.aside)][:1]
    if mark["noun"]:
        return own[-1].company if own and own[-1].company == lead else previous or lead
    return own[-1].company if own else previous or lead
