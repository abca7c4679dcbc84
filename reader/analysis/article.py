"""One article's findings: the order of the analysis, written once."""

from __future__ import annotations

from reader.analysis.candidates import find_candidates
from reader.analysis.companies import find_mentions, tag_companies
from reader.analysis.dates import find_dates, sentence_tokens
from reader.analysis.document import Document, read_document
from reader.analysis.events import find_events
from reader.analysis.field import at_home
from reader.analysis.figures import read_figures
from reader.analysis.lexicon import Lexicon
from reader.analysis.relations import find_relations
from reader.analysis.risks import find_risks
from reader.analysis.spellings import spellings_in
from reader.analysis.topic_facts import topic_facts
from reader.analysis.topics import tag_topics
from reader.model.articles import Article
from reader.model.findings import UNITS, Findings

RULES_VERSION = 7
"""Raised with every change of a rule, so that stored findings of older rules are stale."""


def analyse(article: Article, lexicon: Lexicon) -> Findings:
    """Returns the findings of one article. Pure: the same article and lexicon give the same findings."""
    return analyse_document(read_document(article), lexicon)


def analyse_document(document: Document, lexicon: Lexicon) -> Findings:
    """Returns the findings of a prepared document; see :func:`analyse`."""
    hits = spellings_in(document.text, document.folded, lexicon)
    mentions = find_mentions(document, lexicon, hits)
    companies = tag_companies(document, mentions, lexicon, hits)
    read = sentence_tokens(document)
    dates = find_dates(document, lexicon.year_ends, mentions, read)
    events = find_events(document, dates, mentions, lexicon, read)
    told = read_figures(document, mentions, companies, dates, lexicon)
    figures = tuple(figure for figure in told if figure.unit in UNITS and not figure.retracted)
    relations = find_relations(document, mentions, lexicon)
    titled = frozenset(mention.company for mention in mentions if mention.in_title)
    facts = topic_facts(companies, events, figures, relations, lexicon.companies, titled)
    return Findings(
        article=document.article,
        sentences=document.sentences,
        companies=companies,
        topics=tag_topics(document, lexicon, facts, at_home(document, mentions)),
        events=events,
        figures=figures,
        withdrawn=tuple(figure for figure in told if figure.unit in UNITS and figure.retracted),
        relations=relations,
        risks=find_risks(document),
        candidates=find_candidates(document, lexicon, hits),
    )
