"""What is counted: the noun behind a number, through "of its", adjectives and model names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.analysis.quantities.words import words

PEOPLE = words("""
    employees staff workers people jobs engineers roles positions researchers scientists staffers headcount
    developers technicians personnel posts employee workforce salespeople hires layoffs
""")  # fmt: skip
PLACES = words("""
    centers centres datacenters datacentres sites campuses plants fabs factories facilities buildings halls
    reactors turbines generators regions foundries substations locations labs warehouses
""")  # fmt: skip
THINGS = words("""
    gpus chips processors accelerators tpus npus cpus xpus asics wafers servers racks systems units modules
    stacks dies chiplets cores cards devices phones smartphones handsets pcs laptops tablets robots satellites
    vehicles transformers batteries instances clusters pods nodes boards switches ports transceivers machines
    panels engines superchips drives vms wafer-starts servers trays blades lasers qubits licences licenses homes
    households users subscribers customers clients companies suppliers patents orders contracts h100s h200s
    b200s b300s gb200s gb300s a100s mi300xs v100s cabinets shipments cars trucks stores visitors downloads
    assemblies breakers modems cables poles towers pumps chillers fans cabinets boilers cells inverters antennas
    scanners tools signatures installations deployments workstations supercomputers robotaxis robots exabytes kits
""")  # fmt: skip
_UNITS = {
    "shares": "shares", "share": "shares", "tokens": "tokens", "parameters": "parameters", "params": "parameters",
    "transistors": "transistors", "acres": "acres",
}  # fmt: skip
_CROWD = words("people companies customers clients users suppliers orders contracts patents visitors cars")
_PAIR = re.compile(r"[ -]data[ -]cent(?:er|re)s?\b", re.IGNORECASE)
_TOKEN = re.compile(r"[ -]?([A-Za-z][\w’'./+-]*|\d+[A-Za-z][\w-]*|“|\")", re.ASCII)
_OF = re.compile(r" of (?:the|its|their|his|our|these|those|such|(?:[A-Z][\w-]*[’']s?))\b")
_PASSED_OVER = words("""
    and or in on at for to from by with than the a an is are was were be been has have had will would can could
    it they that which who whose when while as but if so its their per each less million billion trillion
    percent per hour hours day days week weeks month months year years minutes seconds kind of series class
    style family gen pages words times points dollars including over under about into during between after
    before against through until since
""")  # fmt: skip


_PLURAL = re.compile(r" (?:[a-z][a-z-]+ )?[a-z]{3,}(?<!s)s\b(?! of (?:the|a|an)\b)")
_NO_THINGS = words("""
    miles pages points times degrees metres meters feet inches yards kilometres kilometers votes letters lines readers
    followers likes comments characters copies countries cities states nations residents deaths days weeks months years
    hours minutes seconds nights grams tonnes tons pounds dollars euros cents basis steps series news process business
    access games tests questions answers rules laws bills things ways others sources always this his its has was
    terms calls frames pixels colors colours bits levels layers cycles species others delegates seats plus minus less
    attendees visits views ideas stars yes does goes says
""")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun of a count: ``unit`` is ``count`` or a unit of its own, ``group`` people, places or things."""

    noun: str
    unit: str
    group: str
    end: int


def counted(text: str, end: int, limit: int) -> Counted | None:
    """Returns what the number ending at ``end`` counts, looking at no more than six words and not past ``limit``."""
    of = _OF.match(text, end)
    at = of.end() if of else end
    for _ in range(6):
        token = _TOKEN.match(text, at, limit)
        if not token:
            return None
        at = token.end()
        word = token[1].lower().rstrip(".").strip("’'")
        if word == "data" and _PAIR.match(text, token.start(), limit):
            continue
        if word in _UNITS and not (word == "share" and _TOKEN.match(text, at, limit)):
            return Counted(word, _UNITS[word], "things", at - (token[1].endswith(".")))
        group = _group(word)
        if group:
            follow = _TOKEN.match(text, at, limit)
            if follow and text[at] in " -" and _group(follow[1].lower().rstrip(".")):
                continue  # "16,000 GPU servers", "server racks": the head noun is the last one
            return Counted(word, "count", group, at - token[1].endswith("."))
        if word in _PASSED_OVER:
            return None
    return None


def noun_of(word: str, end: int) -> Counted | None:
    """Returns what a single lower-case noun that ends at ``end`` counts, None where it counts nothing."""
    if word in _UNITS:
        return Counted(word, _UNITS[word], "things", end)
    group = _group(word)
    return Counted(word, "count", group, end) if group else None


def many(text: str, end: int, limit: int) -> Counted | None:
    """Returns what a large number ending at ``end`` counts by any plural noun behind it ("368 fuel assemblies")."""
    match = _PLURAL.match(text, end, limit)
    if (
        not match
        or text.startswith((" per ", " a second", "/s"), match.end())
        or any(word in _NO_THINGS or word in _PASSED_OVER for word in match[0].split())
    ):
        return None
    return Counted(match[0].split()[-1], "count", "things", match.end())


def _group(word: str) -> str | None:
    if word in PEOPLE:
        return "people"
    if word in PLACES:
        return "places"
    return "things" if word in THINGS else None


def too_small(value: float, noun: str, group: str, in_words: bool) -> bool:
    """Tells a count in passing ("three people", "two customers") from one of substance by its size and noun."""
    if noun in _CROWD:
        return value < (10 if group == "people" or noun == "companies" else 50)
    if group == "places":
        return value < (4 if noun in ("turbines", "generators", "reactors") else 2)
    if group == "people":
        return value < 20
    return value < (20 if in_words else 8)
