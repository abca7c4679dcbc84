"""Names that read like organisations and are not in the gazetteer: proposed to the user, never tagged."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.analysis.document import Document
from reader.analysis.lexicon import Form, Lexicon, fold
from reader.analysis.naming import Hit
from reader.analysis.spellings import spellings_in
from reader.model.findings import Candidate
from reader.model.text import Reason

_WORD = r"(?<![\w&’'-])(?:[A-Z][\w&’'-]{0,40}|[a-z]{1,2}[A-Z][\w-]{0,40}|\d{1,4}[A-Z][\w-]{0,40})"
_NAME = rf"({_WORD}(?: (?:{_WORD}|of|&)){{0,3}})"
_KIND = (
    r"(?:start-?ups?|chip ?makers?|chipmakers?|cloud providers?|neoclouds?|compan(?:y|ies)|developers?|suppliers?|"
    r"(?:chip|model|server|memory|equipment|laser|cable|turbine|reactor|battery|software|AI) makers?|labs?|makers?|"
    r"utilit(?:y|ies)|investors?|lenders?|operators?|providers?|firms?|fund|venture capital firm|private equity firm|"
    r"manufacturers?|builders?|contractors?|designers?|rivals?)"
)
# without a border before it, so that the engine can skip to the letters that begin a word of it
_TRADE = re.compile(
    r"(?:start|maker|provider|neocloud|compan|developer|supplier|labs?\b|utilit|investor|lender|operator|firm|fund|"
    r"manufacturer|builder|contractor|designer|rival)"
)
_APPOSED = re.compile(r", (?:an?|the|one of the|which|whose) ")
_FORM = re.compile(r" (?:Inc|Corp|Corporation|Ltd|Limited|LLC|PLC|plc|GmbH|AG|N\.V|S\.A|Holdings|Technologies)\b")
_PATTERNS = (
    # rule, what a sentence must hold for it, pattern
    (
        "name-presented",
        _APPOSED,
        re.compile(rf"{_NAME}, (?:an?|the|one of the|which|whose) (?:[\w'’$.-]+ ){{0,6}}?{_KIND}\b"),
    ),
    ("kind-before-name", _TRADE, re.compile(rf"\b{_KIND} {_NAME}")),
    (
        "incorporated",
        _FORM,
        re.compile(
            rf"{_NAME},? (?:Inc|Corp|Corporation|Ltd|Limited|LLC|PLC|plc|GmbH|AG|N\.V|S\.A|Holdings|Technologies)\b"
        ),
    ),
    (
        "ticker",
        re.compile(r" \([A-Z]|Nasdaq"),
        re.compile(rf"{_NAME} \((?:NASDAQ|Nasdaq|NYSE|LSE|TSX|ASX|HKEX|OTC)\s?:"),
    ),
)
_COMMON = (
    "the a an this that these its his her our their in on at of for from with by as and but or it he she they we i you "
    "one two three monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december american chinese european japanese korean british french german indian "
    "dutch israeli taiwanese canadian u.s us uk eu ai gpu ipo ceo cfo cto north south east west new big tech silicon "
    "wall street texas california ohio virginia arizona"
)
_NO_NAMES = frozenset(_COMMON.split())
MOST = 20
LONGEST = 2000
"""characters of one sentence that are looked at"""


def find_candidates(document: Document, lexicon: Lexicon, hits: Sequence[Hit] | None = None) -> tuple[Candidate, ...]:
    """Returns unknown names beside words such as "start-up" or "Inc.", the first place of each, in order.

    ``hits`` are the lexicon's spellings in the text, where they are known already.
    """
    if hits is None:
        hits = spellings_in(document.text, document.folded, lexicon)
    known = [(hit.start, hit.end) for hit in hits if hit.alias.form is not Form.PRODUCT]
    found: dict[str, Candidate] = {}
    for index, sentence in enumerate(document.sentences):
        body = document.sentence(index)[:LONGEST]
        for rule, trigger, pattern in _PATTERNS:
            if trigger.search(body) is None:
                continue
            for match in pattern.finditer(body):
                name, start = _trimmed(match[1], sentence.start + match.start(1))
                end = start + len(name)
                if len(name) < 3 or fold(name) in found or any(s < end and start < e for s, e in known):
                    continue
                found[fold(name)] = Candidate(name, start, end, Reason(rule, match[0][:120]))
    return tuple(sorted(found.values(), key=lambda c: c.start)[:MOST])


def _trimmed(name: str, start: int) -> tuple[str, int]:
    """Returns the name without leading and closing words that belong to no name, and where it starts."""
    words = name.split(" ")
    while words and words[0].lower().rstrip("'’s.") in _NO_NAMES | {
        words[0].lower() if words[0].lower() in _NO_NAMES else ""
    }:
        start += len(words[0]) + 1
        words.pop(0)
    while words and words[-1] in ("of", "&"):
        words.pop()
    if words and words[-1].endswith(("'s", "’s")):
        words[-1] = words[-1][:-2]
    return " ".join(words), start
