"""Linked summaries: sentences of the articles, verbatim, chosen for what they cover, each with all that say the same.

Every sentence is a bag of what it would tell: words weighted by how many articles use them, dated events, figures
of the ledger. Sentences are taken one by one, each time the one that adds most that is not yet told (greedy
maximum coverage, after Gillick and Favre 2009), weighed by position, recency and independence of its article.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heapify, heappop, heappush

from reader.analysis.document import Document
from reader.model.articles import Article
from reader.model.findings import CompanyTag, Event, EventStatus, Figure, Findings, Salience
from reader.model.stories import LedgerRow, LedgerState, SummarySentence
from reader.model.text import Reason, Sentence, SourceRef, Span
from reader.stories.corrections import quotes_an_error, standing
from reader.stories.likeness import overlap, stems
from reader.stories.openings import stands_alone

STORY_SENTENCES = 8
ARTICLE_SENTENCES = 4
LEAST_WORDS = 7
MOST_WORDS = 80
_OWN_VIEW = re.compile(r"\b(?:I|my|me|[Ww]e|[Oo]ur|us)\b(?!\.)")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_ENDS = (".", "!", "”", '"', "’", ")")
SAME = 0.55
"""share of the shorter sentence's telling words from which two sentences say the same"""


WORD, DATE, ROW, NUMBER, KEY_NUMBER, TOKEN = 1.0, 0.7, 0.3, 1.0, 2.5, 0.1
"""what it is worth to tell a word that one more article uses, a dated event, a row of the timeline, a figure, a figure
of a ledger row that several articles report, and any number as it is written"""
TITLED = 0.4
"""what it is worth to tell a word of its article's title: titles say what each article adds to the story"""
LENGTH = 0.03
"""power of a sentence's length that its worth is divided by"""
PAIR = 0.95
"""factor for sentences that are quoted as one passage"""
OWN_VIEW = 0.8
"""factor for a passage that speaks of its writer"""
MOST_TOLD = 5
"""articles that report an event, from which more of them add no worth"""
RUN = 3
"""sentences that a passage of a story's summary has at most"""
AGAIN = 0.85
"""factor for each sentence that its article has in the summary already"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be chosen. ``concepts`` are what it tells, ``position`` its rank in its article from 0."""

    article: str
    start: int
    end: int
    text: str
    position: int
    concepts: frozenset[str]
    moment: float
    weight: float


def summarise_article(
    document: Document, tags: Sequence[CompanyTag], events: Sequence[Event], figures: Sequence[Figure]
) -> tuple[Sentence, ...]:
    """Returns up to four sentences of an article, in its order, that tell most of what it reports."""
    spans = document.sentences
    rows = _candidates(document.article, document.text, spans, document.title, tags, events, figures, 0.0, 1.0)
    if not rows:
        return ()
    weights: dict[str, float] = {}
    seen = Counter(concept for row in rows for concept in row.concepts)
    title = stems(document.title)
    for concept, count in seen.items():
        weights[concept] = _concept_weight(concept, count) * (1.8 if concept in title else 1.0)
    wanted = min(ARTICLE_SENTENCES, max(1, len(spans) // 3))
    chosen = _choose(rows, weights, wanted)
    return tuple(
        Sentence(row.text, row.article, row.start, row.end) for row in sorted(chosen, key=lambda row: row.start)
    )


def summarise_story(
    articles: Sequence[Article],
    findings: Mapping[str, Findings],
    copies: Mapping[str, str],
    timeline: Sequence[Event] = (),
    ledger: Sequence[LedgerRow] = (),
    most: int = STORY_SENTENCES,
) -> tuple[SummarySentence, ...]:
    """Returns five to eight sentences of a story's articles: the newest development, then the story in its order.

    ``copies`` maps a copy to its original: copies are quoted by nobody, but count as sources. ``timeline`` are the
    merged events that a reader needs, ``ledger`` the figures; what several articles report weighs more.
    """
    originals = [article for article in articles if article.id not in copies] or list(articles)
    rows = _story_candidates(originals, findings, timeline)
    if not rows:
        return ()
    spread: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for concept in row.concepts:
            spread[concept].add(row.article)
    weights = {concept: _concept_weight(concept, len(where)) for concept, where in spread.items()}
    for line in ledger:
        if len({value.article for value in line.values}) > 1 or line.state is LedgerState.CONFLICT:
            for value in line.values:
                weights[f"figure {line.unit} {value.value:.3g}"] = KEY_NUMBER
    for event in timeline:
        name = f"row {event.id}"
        if name in weights:
            weights[name] = ROW * min(MOST_TOLD, len({source.article for source in event.sources}))
    wanted = min(most, max(1, len(rows) // 2))
    newest = max(originals, key=lambda article: (article.day, article.id)).id
    chosen = _choose(rows, weights, wanted, newest)
    ordered = sorted(chosen, key=lambda row: (row.moment, row.article, row.start))
    return tuple(
        SummarySentence(row.text, (SourceRef(row.article, row.start, row.end), *_same(row, articles, findings)),
                        Reason("coverage", f"tells {len(row.concepts)} points"))
        for row in ordered
    )  # fmt: skip


def _story_candidates(
    articles: Sequence[Article], findings: Mapping[str, Findings], timeline: Sequence[Event]
) -> list[Candidate]:
    days = [article.day.timestamp() for article in articles]
    first, span = min(days), max(days) - min(days)
    rows: list[Candidate] = []
    told = standing(articles, findings)
    for article in articles:
        found = findings.get(article.id)
        if found is None:
            continue
        recency = 0.85 + 0.3 * ((article.day.timestamp() - first) / span if span else 1.0)
        rows += _candidates(
            article.id, article.text, found.sentences, article.title, found.companies, found.events, told[article.id],
            article.day.timestamp(), recency, timeline, RUN,
            frozenset(figure.start for figure in (*found.figures, *found.withdrawn) if figure not in told[article.id]),
        )  # fmt: skip
    return rows


def _candidates(
    article: str,
    text: str,
    spans: Sequence[Span],
    title: str,
    tags: Sequence[CompanyTag],
    events: Sequence[Event],
    figures: Sequence[Figure],
    moment: float,
    weight: float,
    timeline: Sequence[Event] = (),
    run: int = 2,
    taken_back: frozenset[int] = frozenset(),
) -> list[Candidate]:
    """Returns the passages of an article that may be quoted, each of at most ``run`` sentences.

    ``taken_back`` are the starts of sentences whose figures were withdrawn.
    """
    told: dict[int, set[str]] = defaultdict(set)
    starts = {span.start: index for index, span in enumerate(spans)}
    for event in events:
        for source in event.sources:
            if source.start in starts and event.status is not EventStatus.HYPOTHETICAL:
                told[starts[source.start]].add(f"event {event.date}")
    for event in timeline:
        for source in event.sources:
            if source.article == article and source.start in starts:
                told[starts[source.start]].add(f"row {event.id}")
    for figure in figures:
        if figure.start in starts and not figure.illustrative and not figure.retracted:
            told[starts[figure.start]].add(f"figure {figure.unit} {figure.value:.3g}")
    named: dict[int, int] = defaultdict(int)
    early: set[int] = set()
    at = 0
    for mention, salience in sorted((span, tag.salience) for tag in tags for span in tag.spans):
        while at < len(spans) and spans[at].end <= mention.start:
            at += 1
        if at < len(spans) and spans[at].start <= mention.start:
            named[at] += 1 if salience is not Salience.PASSING else 0
            if mention.start - spans[at].start < 60:
                early.add(at)
    headline = stems(title)
    back = taken_back | {figure.start for figure in figures if figure.retracted}
    wrong = {starts[start] for start in back if start in starts}
    wrong |= {index for index, span in enumerate(spans) if quotes_an_error(span.of(text))}
    usable = [_whole(span.of(text)) and index not in wrong for index, span in enumerate(spans)]

    @cache
    def told_by(index: int) -> frozenset[str]:
        sentence = spans[index].of(text)
        telling = stems(sentence)
        titled = {f"t {article} {stem}" for stem in telling & headline}
        return telling | told[index] | titled | {f"n {number}" for number in _NUMBER.findall(sentence)}

    rows = []
    for index, span in enumerate(spans):
        if not usable[index] or not stands_alone(span.of(text), index in early):
            continue
        members = [index]
        while True:
            passage = Span(span.start, spans[members[-1]].end).of(text)
            length = len(passage.split())
            if length > MOST_WORDS:
                break
            if length >= LEAST_WORDS and any(told[member] or named[member] for member in members):
                concepts = frozenset().union(*(told_by(member) for member in members))
                factor = weight * (1 + 0.35 / (1 + index)) * (0.8 if passage[0] in '“"‘' else 1.0)
                factor *= OWN_VIEW if _OWN_VIEW.search(passage) else 1.0
                factor *= PAIR if len(members) > 1 else 1.0
                end = span.start + len(passage)
                rows.append(Candidate(article, span.start, end, passage, index, concepts, moment, factor))
            after = members[-1] + 1
            if len(members) == run or after >= len(spans) or not usable[after]:
                break
            if "\n" in text[spans[members[-1]].end : spans[after].start]:
                break
            members.append(after)  # what leans on a sentence is quoted with it
    return rows


def _whole(sentence: str) -> bool:
    return sentence.endswith(_ENDS) and len(sentence.split(maxsplit=4)) >= 4


def _concept_weight(concept: str, spread: int) -> float:
    if concept.startswith("row "):
        return ROW
    if concept.startswith("event "):
        return DATE
    if concept.startswith("figure "):
        return NUMBER
    if concept.startswith("t "):
        return TITLED
    if concept.startswith("n "):
        return TOKEN * (1 + math.log2(spread))
    return WORD * math.log2(spread) + 0.05


def _choose(rows: Sequence[Candidate], weights: Mapping[str, float], wanted: int, newest: str = "") -> list[Candidate]:
    """Takes the row of most worth, again and again; the last place is kept for the ``newest`` article.

    Worth only falls as more is told, so a row that still leads when its worth is counted anew is the best one.
    """
    chosen: list[Candidate] = []
    told: set[str] = set()
    used: Counter[str] = Counter()

    def worth(row: Candidate) -> float:
        gain = sum([weights[concept] for concept in row.concepts - told])
        length = float(max(10, len(row.text.split())))
        return gain * row.weight * math.pow(AGAIN, used[row.article]) / math.pow(length, LENGTH)

    pending = any(row.article == newest for row in rows)
    queue = [(-worth(row), row.position, row.article, row.start, row.end, at) for at, row in enumerate(rows)]
    heapify(queue)
    while queue and len(chosen) < wanted:
        *_, at = heappop(queue)
        row = rows[at]
        if len(chosen) == wanted - 1 and pending and not used[newest] and row.article != newest:
            continue
        if any(_meets(row, other) or _alike(row, other) for other in chosen):
            continue
        now = worth(row)
        if queue and -now > queue[0][0]:
            heappush(queue, (-now, row.position, row.article, row.start, row.end, at))
            continue
        if now <= 0:
            break
        chosen.append(row)
        told |= row.concepts
        used[row.article] += 1
    return chosen


def _meets(one: Candidate, other: Candidate) -> bool:
    return one.article == other.article and one.start < other.end and other.start < one.end


def _alike(one: Candidate, other: Candidate) -> bool:
    return overlap(stems(one.text), stems(other.text)) >= SAME


def _same(row: Candidate, articles: Sequence[Article], findings: Mapping[str, Findings]) -> list[SourceRef]:
    """Returns the places in other articles that say the same, one for each article."""
    mine = stems(row.text)
    found = []
    for article in articles:
        if article.id == row.article or article.id not in findings:
            continue
        best, best_span = SAME, None
        for span in findings[article.id].sentences:
            theirs = stems(span.of(article.text))
            if len(theirs) >= 5 and (shared := overlap(mine, theirs)) >= best:
                best, best_span = shared, span
        if best_span is not None:
            found.append(SourceRef(article.id, best_span.start, best_span.end))
    return found
