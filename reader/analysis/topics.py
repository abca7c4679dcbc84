"""The topics of an article: weighted terms, heavier in the title and the lead, with the words that fired.

A topic's substance is summed over sentences, so that one sentence full of its words counts little more than one
word, and an article that returns to a matter counts more than one that names it once. Weights and thresholds come
from ``topics.toml``; nothing is learnt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reader.analysis.document import Document
from reader.analysis.lexicon import Lexicon, Term, fold
from reader.analysis.topic_facts import IN_TITLE, Fact
from reader.model.findings import TopicTag
from reader.model.text import BlockKind, Reason, Span

MOST = 6
"""topics of one article"""
NEEDED = 2.6
"""score of a topic whose threshold is 1"""
TITLE = 3.0
LEAD = 1.0
HEADING = 0.5
FULL = 3.0
"""most that one sentence counts"""
FADING = (1.0, 0.7, 0.5, 0.35, 0.25)
"""what a term still counts in the first, second, … sentence that has it, the last for all further ones"""
TOLD = 0.3
"""weight from which a sentence speaks of a topic"""
WIDELY = 3
"""sentences that a topic takes which neither title nor opening speak of; in fewer it counts ``NARROW``"""
NARROW = 0.8
STRONG = 2.0
"""weight in the first sentence that makes a topic alone"""
REACH = 60
"""characters after the first part of a term in two parts within which the second may end"""
RELATIVE = 0.2
"""share of the strongest topic's score that another one needs"""


@dataclass(slots=True)
class _Evidence:
    """What speaks for one topic: its weight by sentence (-1 is the title), its words with their weight, its spans."""

    sentences: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    against: float = 0.0
    words: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    uses: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    spans: list[Span] = field(default_factory=list)


def tag_topics(
    document: Document, lexicon: Lexicon, facts: Iterable[Fact] = (), at_home: bool = True
) -> tuple[TopicTag, ...]:
    """Returns the article's topics, strongest first, at most six. One passing word in one sentence is none.

    ``facts`` is what else was found in the article (see ``topic_facts``): a sum borrowed speaks of debt whatever
    words surround it. An article in which nothing speaks of the field (``at_home`` is False) has no topic.
    """
    if not at_home:
        return ()
    evidence: dict[str, _Evidence] = defaultdict(_Evidence)
    _collect(fold(document.title), lexicon, evidence, None)
    _collect(document.folded, lexicon, evidence, document)
    _count(facts, document, evidence)
    length = _length(document)
    tags = []
    for topic, found in evidence.items():
        score = _score(found, document) / length - max(0.0, found.against - 1.0)
        threshold = NEEDED * lexicon.topics[topic].threshold
        if score >= threshold and _has_substance(found):
            words = sorted(found.words.items(), key=lambda item: (-item[1], item[0]))
            reason = Reason("topic-terms", ", ".join(word for word, _ in words[:6]))
            tags.append(TopicTag(topic, round(score / threshold, 2), reason, tuple(found.spans)))
    tags.sort(key=lambda tag: (-tag.score, tag.id))
    return tuple(tag for tag in tags[:MOST] if tag.score >= RELATIVE * tags[0].score)


def _collect(folded: str, lexicon: Lexicon, evidence: dict[str, _Evidence], document: Document | None) -> None:
    """Adds the terms found in the text of ``document``, in the title where it is None."""
    reach: dict[str, int] = {}
    for start, end, term in sorted(_hits(folded, lexicon), key=lambda hit: (hit[0], -hit[1])):
        sentence = -1 if document is None else document.sentence_at(start)
        if sentence is None:
            continue
        for topic, weight in term.weights:
            if start < reach.get(topic, 0):
                continue  # a longer term of the topic covers this one
            reach[topic] = end
            found = evidence[topic]
            if weight < 0:
                found.against -= weight
                continue
            counted = weight * FADING[min(found.uses[term.words], len(FADING) - 1)]
            found.uses[term.words] += sentence >= 0
            found.sentences[sentence] += counted
            found.words[term.words] += counted
            if document is not None:
                found.spans.append(Span(start, end))


def _count(facts: Iterable[Fact], document: Document, evidence: dict[str, _Evidence]) -> None:
    for fact in facts:
        sentence = IN_TITLE if fact.start == IN_TITLE else document.sentence_at(fact.start)
        if sentence is not None:
            found = evidence[fact.topic]
            if fact.weight < 0:
                found.against -= fact.weight
                continue
            counted = fact.weight * FADING[min(found.uses[fact.words], len(FADING) - 1)]
            found.uses[fact.words] += 1
            found.sentences[sentence] += counted
            found.words[fact.words] += counted


def _hits(folded: str, lexicon: Lexicon) -> Iterator[tuple[int, int, Term]]:
    """Yields start, end and term of each term at word borders; one in two parts ends with its second part."""
    for start, end, term in lexicon.terms(folded):
        if not _bounded(folded, start, end, term.open_end):
            continue
        if not term.tail:
            yield start, end, term
            continue
        stop = folded.find(". ", end, end + REACH)
        second = folded.find(term.tail, end, end + REACH if stop < 0 else stop)
        if second >= 0 and "\t" not in folded[end:second] and _bounded(folded, second, second + len(term.tail), False):
            yield start, second + len(term.tail), term


def _bounded(folded: str, start: int, end: int, open_end: bool) -> bool:
    if start and folded[start].isalnum() and folded[start - 1].isalnum():
        return False
    if open_end or not folded[end - 1].isalnum():
        return True
    rest = folded[end : end + 3]
    if not rest[:1].isalnum():
        return True
    return (rest[:1] == "s" and not rest[1:2].isalnum()) or (rest[:2] == "es" and not rest[2:3].isalnum())


def _score(found: _Evidence, document: Document) -> float:
    total = 0.0
    for sentence, weight in found.sentences.items():
        counted = min(FULL, weight)
        if sentence < 0:
            total += TITLE * counted
        elif sentence < 2:
            total += (1 + LEAD) * counted
        elif document.kinds[sentence] is BlockKind.HEADING:
            total += (1 + HEADING) * counted
        else:
            total += counted
    if all(sentence >= 2 for sentence in found.sentences):
        told = sum(weight >= TOLD for weight in found.sentences.values())
        total *= 1.0 if told >= WIDELY else NARROW
    return total


def _has_substance(found: _Evidence) -> bool:
    """Says whether more than one word in one sentence speaks for the topic, or one in the title or a strong opening."""
    if len(found.sentences) > 1 or (-1 in found.sentences) or len(found.words) > 2:
        return True
    return found.sentences.get(0, 0.0) >= STRONG


def _length(document: Document) -> float:
    """Returns what a score is divided by: long articles say more about everything."""
    return max(0.6, float((len(document.sentences) / 18) ** 0.4))
