"""Whether an article speaks of the field at all: chips, computing, models, data centres, power, or the money in them.

Words that other news shares ("hall", "permit", "raised") make no topic, and a name that is also a word is no company,
where nothing else in the text belongs to the field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.analysis.document import Document
from reader.analysis.lexicon import fold
from reader.model.findings import Mention

ENOUGH = 2
"""different words of the field that put an article in it"""
_WORDS = re.compile(
    r"\b(?:"
    r"a\.?i\.?|artificial intelligence|machine learning|language models?|chatbots?|neural|"
    r"chip(?!\w)|chips|chipmak\w+|chip-\w+|semiconductors?|gpus?|cpus?|tpus?|asics?|processors?|accelerators?|wafers?|"
    r"foundry|foundries|fabs?|lithography|gigabytes?|terabytes?|petabytes?|"
    r"dram|nand|hbm\w*|transistors?|silicon|inference|tokens?|cuda|"
    r"data[ -]?cent(?:er|re)s?|datacent(?:er|re)s?|servers?|supercomputers?|cloud|compute|computing|"
    r"hyperscal\w+|neoclouds?|"
    r"mega-?watts?|giga-?watts?|mw|gw|mwh|kilowatt\w*|electricity|reactors?|nuclear|turbines?|substations?|"
    r"transformers?|grid|"
    r"switch(?:es)? (?:maker|chip)\w*|ethernet|infiniband|transceivers?|lasers?|optics|photonics?|"
    r"software|start-?ups?|open[ -]source|open[ -]weights?|benchmarks?|algorithms?|cyber\w*|malware|"
    r"ipo|initial public offering|prospectus|bonds?|notes due|shareholders?|investors?|earnings|revenues?|"
    r"quarterly|takeover|antitrust|export (?:controls?|licen[cs]es?|rules?)|valuation|billion|bn|bln"
    r")\b"
)
SHORT = 160
"""characters of a text in which the field need not show"""
_BUSINESS = re.compile(
    r"\b(?:employees|engineers|customers?|executives?|chief executive|ceo|cfo|analysts?|spokes\w+|sales|"
    r"leas(?:e[sd]?|ing)|stakes?|suppliers?|campus|racks|stargate|corporations?|contracts?|million|mln|profits?|factory|"
    r"plant|satellites?|founders?|competitors?|rivals?|partnerships?|owns?|(?:broke|breaks?|breaking) ground|to buy|"
    r"warehouses?|prepayments?|costs|filings?|makers?|commissioners?|jobs|inventor(?:y|ies))\b"
    r"|\d(?:m|bn|mn|tn|b)\b|\d\s?(?:%|per ?cent\b)"
)
"""words of business, which are enough for a name that is likely a company's"""
_READ = 20_000
"""characters that are looked at"""


def at_home(document: Document, mentions: Sequence[Mention]) -> bool:
    """Says whether an article is one of the field: by its words, or by an organisation that it is believed to name.

    A text too short to tell is given the benefit of the doubt.
    """
    return len(document.text) < SHORT or bool(mentions) or in_field(document)


def in_field(document: Document) -> bool:
    """Says whether two different words of the field stand in title and text."""
    seen = set()
    for found in _WORDS.finditer(_folded(document)):
        seen.add(found[0][:5])
        if len(seen) >= ENOUGH:
            return True
    return False


def in_business(document: Document) -> bool:
    """Says whether one word of the field or of business stands in title or text."""
    folded = _folded(document)
    return bool(_WORDS.search(folded) or _BUSINESS.search(folded))


def _folded(document: Document) -> str:
    return f"{fold(document.title)}\n{document.folded[:_READ]}"
