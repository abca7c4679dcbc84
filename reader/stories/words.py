"""Which words tell stories apart: stop words, the stock words of this field, and how rare a word is in the stream.

How often a word occurs is counted on the user's own articles, because what is rare in general news ("Nvidia",
"data centre") is everywhere here. A small store knows little, so each word starts from a guess: a word of the
field's stock is taken to stand in one article in eight, any other in one of a few hundred.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from zlib import crc32

_STOP = """
    a about above according accordingly across actually add added adding adds after again against ago ahead all
    allow allowed almost alone along already also although always am among amount an and announce announced
    announces another any anyone anything are around as ask asked asks at away back bad be became because become
    becomes been before began begin begins behind being believe below best better between beyond big bigger biggest
    both bring brings brought but by call called calls came can cannot case cent change changed changes come comes
    coming could day days decade did do does doing done down during each earlier early either else end ended enough
    even ever every everything expect expected expects far fast faster feel few figure find first five for former
    forward found four from full further gave get gets getting give given gives go goes going gone good got great
    had half has have having he held help her here herself high higher him himself his hold home hour hours how
    however hundred i if important in including increase instead into is it its itself join just keep kept kind
    knew know known large larger largest last late later latest least leave led left less let like likely line
    little long longer look looking lot low lower made main make makes making man many matter may maybe me mean
    means might mln month monthly months more most much must my name near nearly need needed needs never new news
    next night no nobody nor not nothing now number of off offer offered offers often old on once one ones only
    open or order other others our out over own owned paid part past pay people per percent perhaps person place
    plan planned planning plans point possible previous previously provide put quarter question quite rather
    read ready really reason receive recent recently remain report reported reporter reports rest result results
    right rise rose round run running said same saw say saying says second see seem seems seen sell sells
    sense sent set seven several she should show showed shows side since single six small so sold some somebody
    someone something soon spokesman spokesperson spokeswoman stage start started starts state statement still
    stop story such sure take taken takes taking tell ten than thank that the their them themselves then there
    these they thing things think third this those though thought thousand three through thus time times to
    today together told tomorrow too took top toward towards tried try turn turned twice two under unlike until
    up upon us use used uses using usual usually very via want wants was way we week weekly weeks well went were
    what when where whether which while who whole whom whose why will with within without word words work worked
    working works world worth would write wrote year yearly years yes yesterday yet you young your
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri
    photo photograph image subscribe newsletter email comments share read copyright rights reserved"""
STOP = frozenset(_STOP.split())
_FIELD = """
    ai artificial intelligence chip chips chipmaker semiconductor semiconductors data center centers centre centres
    datacenter datacenters datacentre datacentres compute computing company companies firm firms group business
    customer customers market markets price prices product products processor processors gpu gpus accelerator
    accelerators hardware software model models inference training cloud server servers rack racks system systems
    technology technologies tech infrastructure power energy capacity megawatt megawatts gigawatt gigawatts mw gw
    electricity grid demand supply billion million trillion bn dollar dollars usd revenue sales profit earnings
    growth shares share stock stocks investors investor investment invest analysts analyst fund funds funding money
    cash debt loan loans cost costs deal deals agreement contract contracts partnership partner partners executive
    chief officer ceo cfo founder startup startups start-up industry development developer developers project projects
    build builds building built construction site sites facility facilities campus operator operators network memory
    performance speed platform service services user users tokens token research researchers lab labs government
    federal official officials regulators regulator filing fiscal annual period total average rate value valued
    valuation equity bank banks lender lenders president director u.s us united states america american global"""
FIELD = frozenset(_FIELD.split())
FIELD_SHARE = 1 / 8
OTHER_SHARE = 1 / 400
PRIOR = 150.0
"""articles that the guess counts for"""

WORD = re.compile(r"[^\W\d_](?:[^\W_]|[&.'’-](?=[^\W_]))*")
_POSSESSIVE = re.compile(r"['’]s?$")


def words(text: str) -> list[str]:
    """Returns the words of a text as they stand, without possessive endings; numbers are left out."""
    found = WORD.findall(text)
    if "'" not in text and "’" not in text:
        return found
    return [_POSSESSIVE.sub("", word) if "'" in word or "’" in word else word for word in found]


def key(term: str) -> int:
    """Returns the 32-bit number that stands for a term in profiles."""
    return crc32(term.encode("utf-8", "surrogatepass"))


FIELD_KEYS = frozenset(key(word) for word in FIELD)


class Frequencies:
    """In how many articles of the stream each term occurs; ``changed`` are the terms counted since it was emptied."""

    def __init__(self, articles: int = 0, counts: Mapping[int, int] | None = None) -> None:
        self.articles = articles
        self.counts: dict[int, int] = dict(counts or {})
        self.changed: set[int] = set()

    def count(self, terms: Iterable[int], sign: int = 1) -> None:
        """Counts one article that has these terms; with ``sign`` -1 takes back what was counted."""
        self.articles += sign
        counts = self.counts
        for term in set(terms):
            counts[term] = counts.get(term, 0) + sign
            self.changed.add(term)

    def rarity(self, term: int) -> float:
        """Returns the inverse document frequency of a term, smoothed towards the guess (natural logarithm)."""
        share = FIELD_SHARE if term in FIELD_KEYS else OTHER_SHARE
        return math.log((self.articles + PRIOR) / (self.counts.get(term, 0) + PRIOR * share))
