"""Sentences that state a risk, by kind: who could leave, what could slip, be forbidden, run short or not be paid."""

from __future__ import annotations

import re

from reader.analysis.document import Document
from reader.model.findings import Risk, RiskKind
from reader.model.text import Reason
from reader.model.text import BlockKind

MOST = 8
"""risks of one article"""

_HAZARD = re.compile(
    r"\b(?:risks?|risky|threat(?:en(?:s|ed)?)?|uncertain(?:ty)?|exposed|exposure|depend(?:s|ence|ent|ed|ing)?|rel(?:y|ies|iance)|"
    r"concentrat(?:ed|ion)|could (?:delay|lose|fall|slip|hurt|fail|block|be (?:delayed|blocked|cancelled|forced))|"
    r"would have to (?:return|repay|pay)|may not|might not|unless|if .{0,80}\b(?:blocked|rejected|refuses?|says no|fails?|released|withdrawn)|"
    r"delay(?:s|ed)?|late|slip(?:s|ped)?|behind schedule|missed|postponed|shortages?|sold out|constrain(?:ed|ts?)|bottlenecks?|"
    r"lawsuit|sued|probe|investigation|antitrust|ban(?:ned)?|sanctions?|restrictions?|default|downgrad(?:e|ed)|losses|net loss|dilution|"
    r"cash burn|burn(?:ed|ing)? (?:through )?cash|covenants?|maturit(?:y|ies)|vulnerab(?:le|ility)|obsolete|no guarantee|warn(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_KINDS: tuple[tuple[RiskKind, re.Pattern[str]], ...] = (
    (RiskKind.CUSTOMER, re.compile(r"\b(?:(?:one|single|largest|biggest|main|few) (?:customers?|buyers?|clients?|tenants?)|customer concentration|(?:\d+|per cent|percent|%) (?:\w+ ){0,3}of (?:its |the company['’]s )?(?:revenue|sales)|accounted for|depends? (?:\w+ )?on|dependence|reliance|leaning hard)\b", re.IGNORECASE)),
    (RiskKind.REGULATION, re.compile(r"\b(?:regulat\w+|antitrust|CFIUS|FTC|licen[cs]es?|export|sanctions?|ban(?:ned)?|probe|investigation|court|lawsuit|sued|permit|approval|commission|tariffs?|review)\b", re.IGNORECASE)),
    (RiskKind.FINANCING, re.compile(r"\b(?:debt|loans?|lenders?|interest|default|covenants?|maturit\w+|refinanc\w+|borrow\w*|bonds?|notes|dilution|cash|downgrad\w+|rating|repa(?:y|id)|deposits?)\b", re.IGNORECASE)),
    (RiskKind.SUPPLY, re.compile(r"\b(?:suppl(?:y|ies|iers?)|shortages?|sold out|allocation|bottlenecks?|TSMC|foundry|packaging|HBM|transformers?|turbines?|grid|transmission|interconnect\w*|power|capacity|components?|wafers?)\b", re.IGNORECASE)),
    (RiskKind.TIMING, re.compile(r"\b(?:delay\w*|late|slip\w*|behind schedule|postpone\w*|missed|deadline|schedule|overdue|in time|months? later)\b", re.IGNORECASE)),
    (RiskKind.COMPETITION, re.compile(r"\b(?:rivals?|compet\w+|market share|undercut\w*|alternatives?)\b", re.IGNORECASE)),
    (RiskKind.TECHNOLOGY, re.compile(r"\b(?:obsolete|obsolescence|defect\w*|yield\w*|bugs?|vulnerab\w+|attack\w*|outage\w*|overheat\w*|unproven|flaw\w*|security)\b", re.IGNORECASE)),
)  # fmt: skip


def find_risks(document: Document) -> tuple[Risk, ...]:
    """Returns the sentences that state a risk, at most eight, in the order of the text."""
    found = []
    for index, span in enumerate(document.sentences):
        if document.kinds[index] in (BlockKind.HEADING, BlockKind.CODE, BlockKind.CAPTION):
            continue
        text = span.of(document.text)
        hazard = _HAZARD.search(text)
        if hazard is None or len(text) > 600:
            continue
        kind = next((kind for kind, pattern in _KINDS if pattern.search(text)), None)
        if kind is None:
            continue
        found.append(Risk(kind, text, document.article, span.start, span.end, Reason("hazard", hazard[0])))
        if len(found) == MOST:
            break
    return tuple(found)
