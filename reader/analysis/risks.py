"""Sentences that state a risk, by kind: who could leave, what could slip, be forbidden, run short or not be paid.

Each kind asks for its own subject and for a word that says what may go wrong; one without the other is no risk.
"""

from __future__ import annotations

import re

from reader.analysis.document import Document
from reader.analysis.quantities.numbers import lowered
from reader.analysis.sieve import Sieve, Sieves, heads
from reader.model.findings import Risk, RiskKind
from reader.model.text import BlockKind, Reason

MOST = 8
"""risks of one article"""
LONGEST = 600
"""characters beyond which a sentence is a list and no statement"""

_OPEN = (
    r"risks?|risky|could|may|might|if\b|unless|would have to|threat(?:en\w*)?|uncertain(?:ty)?|pending|until|not yet|"
    r"contest\w*|challeng\w+|fail(?:s|ed|ure)?|refus\w+|appeals?|oppos\w+|warn\w*|block\w*|no guarantee|doubt\w*"
)
_WORD = re.compile(r"[a-z]+")


def _words(pattern: str) -> str:
    return rf"\b(?:{pattern})\b"


_RULES: tuple[tuple[RiskKind, str, str], ...] = (
    (
        RiskKind.CUSTOMER,
        _words(
            r"customers?|buyers?|clients?|tenants?|revenue|sales|orders?|backlog|contracts?|openai|one name|"
            r"performance obligations"
        ),
        _words(
            r"concentrat\w+|depend(?:s|ed|ence|ent)? (?:\w+ )?on|dependence|relian(?:ce|t)|rel(?:y|ies|ied) on|"
            r"lean(?:s|ing)? (?:\w+ )?on|accounted for|accounts for|single (?:customer|buyer|tenant|master)|"
            r"one (?:customer|buyer|tenant)|largest customer|(?:nearly|almost) all of (?:\w+ ){0,4}(?:revenue|sales)|"
            r"\d+ ?(?:%|per cent|percent) of (?:its |the |total )?(?:\w+['’]s )?(?:revenue|sales)|walk(?:s|ed)? away"
        ),
    ),
    (
        RiskKind.REGULATION,
        _words(
            r"regulat\w+|antitrust|cfius|ftc|sec|licen[cs](?:e|es|ing)|export (?:controls?|rules?|licen[cs]es?)|"
            r"sanctions?|ban(?:s|ned)?|probes?|investigations?|courts?|lawsuits?|sued|permits?|approvals?|commission|"
            r"tariffs?|reviews?|clearance|referral|petition"
        ),
        _words(
            _OPEN + r"|opened|formal (?:probe|investigation)|held up|delay\w*|withdraw\w*|unwind\w*|"
            r"security review"
        ),
    ),
    (
        RiskKind.FINANCING,
        _words(
            r"debts?|loans?|lenders?|interest|covenants?|maturit\w+|refinanc\w+|borrow\w*|bonds?|notes|cash|ratings?|"
            r"deposits?|rent|guaranteed|losses|net loss|capital spending"
        ),
        _words(
            _OPEN + r"|defaults?|dilution|downgrad\w+|negative outlook|burn(?:s|ed|ing)?|must be repaid|falls? due|"
            r"net loss|losses|carries the risk|interest bill|more expensive|insurance against|halved|late payments?"
        ),
    ),
    (
        RiskKind.SUPPLY,
        _words(
            r"suppl(?:y|ies|iers?)|shortages?|allocation|packaging|hbm|dram|memory|wafers?|transformers?|"
            r"turbines?|grid|"
            r"transmission|interconnect\w*|substation|power|electricity|capacity|components?|chips?|switchgear|machines"
        ),
        _words(
            r"shortages?|sold out|scarce|bottlenecks?|constrain\w+|cannot (?:be |get |buy )?\w+|not enough|unable to|"
            r"only (?:part|half|about|between|two thirds)|between half and|no relief|runs? short|waiting for|queue|"
            r"could not be served|exceeds? supply|turns? customers away|depends on (?:a|one) (?:supplier|line)"
        ),
    ),
    (
        RiskKind.TIMING,
        _words(
            r"delay(?:s|ed)?|behind schedule|slip(?:s|ped|ping)?|postpone[ds]?|put off|overdue|(?:\w+ )?months? late|"
            r"late(?:r)? than (?:planned|promised|expected)|not (?:run|open|be ready|be finished) before|missed"
        ),
        _words(
            r"\d{4}|quarter|half|months?|years?|weeks?|deadline|schedule|opening|listing|launch|buildings?|sites?|"
            r"campus|plants?|deliver(?:y|ies)|shipments?|power"
        ),
    ),
    (
        RiskKind.COMPETITION,
        _words(r"rivals?|compet\w+|market share|alternatives?|in-house|own chips?"),
        _words(
            _OPEN + r"|undercut\w*|lo(?:se|ses|st|sing) (?:\w+ ){0,3}(?:share|customers?|ground)|catch(?:es|ing)? up|"
            r"cheaper|pressure|overtak\w+|replac\w+"
        ),
    ),
    (
        RiskKind.TECHNOLOGY,
        _words(
            r"flaws?|bugs?|vulnerab\w+|yields?|defects?|faults?|outages?|overheat\w*|obsolete|obsolescence|unproven|"
            r"attack(?:er|s|ed)?|leaks?"
        ),
        _words(
            _OPEN + r"|rates? the|exposed|throws? away|lost|cost|wrong|stop(?:s|ped)?|downtime|before the hardware|"
            r"rotate|rework\w*"
        ),
    ),
    (
        RiskKind.OTHER,
        _words(r"risks?|risky|warn(?:s|ed)"),
        _words(r"risk(?:s|y)? (?:is|are|that|of|for)|warn(?:s|ed) that"),
    ),
)  # fmt: skip
SUBJECTS = Sieves(subject for _, subject, _ in _RULES)
HAZARDS = Sieves(hazard for *_, hazard in _RULES)
_BOILERPLATE = Sieve(_words(r"forward-looking statements?|actual results may differ|involve risks and uncertainties"))


def find_risks(document: Document) -> tuple[Risk, ...]:
    """Returns the sentences that state a risk, at most eight, in the order of the text. Rows of tables state none."""
    found = []
    for index, span in enumerate(document.sentences):
        if document.kinds[index] in (BlockKind.HEADING, BlockKind.CODE, BlockKind.CAPTION, BlockKind.ROW):
            continue
        text = span.of(document.text)
        if len(text) > LONGEST or text.endswith("?"):
            continue
        lower = lowered(text)
        if _BOILERPLATE.search(lower):
            continue
        words = heads(_WORD.findall(lower))
        subjects = SUBJECTS.candidates(words)
        threatening = HAZARDS.candidates(words) if subjects else []
        for at in subjects:
            what = SUBJECTS[at].search(lower) if at in threatening else None
            why = HAZARDS[at].pattern.search(lower) if what else None
            if what and why:
                told = [text[found.start() : found.end()] for found in (what, why)]
                evidence = " … ".join(dict.fromkeys(told))
                found.append(
                    Risk(_RULES[at][0], text, document.article, span.start, span.end, Reason("hazard", evidence))
                )
                break
        if len(found) == MOST:
            break
    return tuple(found)
