"""Story titles: the principal organisations and the matter that its articles share, stable while the story grows.

"Cerebras: Nasdaq listing", "Nvidia: H20 and H200 for China", "Samsung, SK hynix, Micron: HBM4".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from reader.model.articles import Article
from reader.model.findings import Findings, RelationKind, Salience
from reader.model.lexicon import CompanyKind
from reader.stories.profiles import body_of
from reader.stories.title_words import EMPTY, EXCHANGES, NOUNS, PLACES, SAME, SEATS, WEAK
from reader.stories.words import STOP, words

LEAD = 400
"""characters of an article's text whose words count beside those of its title"""
NEAR = 8
"""a title stays as long as its words are among this many of the story's words"""
PRINCIPALS = 3
SECOND = 0.5
"""share of the first matter's weight from which a second one is named too"""
TITLE, BODY = 3, 1
"""what it weighs that a title or a lead has a word"""

TAKEOVER = "takeover"
_TWO_NAMES = re.compile(r"\b([A-Z][\w-]*) (?=([A-Z][\w-]*))")
_BUYS = re.compile(r"\b(?:buys?|to buy|acquires?|to acquire|take over|takes over|bids? for)\s+", re.IGNORECASE)


def title_of(articles: Sequence[Article], findings: Mapping[str, Findings], previous: str = "") -> str:
    """Returns the title of a story from its articles (copies left out): "Cerebras: Nasdaq listing".

    A lone article's story bears its headline. ``previous`` is kept as long as its organisations are still the
    principal ones and its words still among those that the articles share most.
    """
    if len(articles) == 1:
        return articles[0].title
    names = _principals(articles, findings)
    ranked = _matters(articles, findings)
    bought = _takeover(articles, findings, names)
    if bought:
        names, ranked = bought, [(TAKEOVER, 0.0)]
    lead, tail = ", ".join(names), _phrase(ranked)
    old_lead, _, old_tail = previous.partition(": ")
    if old_tail and set(old_lead.split(", ")) == set(names):
        near = {word.lower() for phrase, _ in ranked[:NEAR] for word in phrase.split()}
        if {word.lower() for word in words(old_tail) if word.lower() not in STOP} <= near:
            return previous
    if lead and tail:
        return f"{lead}: {tail}"
    return lead or tail or articles[0].title


def _principals(articles: Sequence[Article], findings: Mapping[str, Findings]) -> list[str]:
    """Returns the names of those that the articles are about, as the titles spell them, the one named most first."""
    weights: Counter[str] = Counter()
    names: dict[str, str] = {}
    before: Counter[str] = Counter()
    agencies = set()
    for article in articles:
        found = findings.get(article.id)
        title = article.title.lower()
        for tag in found.companies if found else ():
            names[tag.id] = tag.name
            if tag.kind is CompanyKind.AGENCY:
                agencies.add(tag.id)
            if tag.salience is Salience.MAIN:
                at = title.find(tag.name.lower())
                weights[tag.id] += 3 if at >= 0 else 2
                before[tag.id] += at if at >= 0 else len(title)
    ranked = sorted(weights.items(), key=lambda item: (item[0] in agencies, -item[1], before[item[0]], item[0]))
    if not ranked:
        return []
    most = ranked[0][1]
    own = [company for company, weight in ranked if company not in agencies or ranked[0][0] in agencies]
    chosen = [c for c in own if weights[c] * 2 >= most and weights[c] * 3 >= len(articles) * 2][:PRINCIPALS]
    chosen = chosen or own[:1]
    return [_spelling(names[company], articles) for company in chosen]


def _takeover(articles: Sequence[Article], findings: Mapping[str, Findings], principals: Sequence[str]) -> list[str]:
    """Returns buyer and bought where articles tell of one principal buying another, of many at least a fifth."""
    names = {tag.id: tag.name for found in findings.values() for tag in found.companies}
    folded = {name.lower(): name for name in principals}
    told: Counter[tuple[str, str]] = Counter()
    for article in articles:
        found = findings.get(article.id)
        pairs = {
            (names.get(r.source, "").lower(), names.get(r.target, "").lower())
            for r in (found.relations if found else ())
            if r.kind is RelationKind.ACQUIRER_OF
        }
        for match in _BUYS.finditer(article.title):
            after = article.title[match.end() :].lower()
            before = article.title[: match.start()].lower()
            pairs |= {(one, two) for one in folded for two in folded if one in before and after.startswith(two)}
        told.update(pair for pair in pairs if pair[0] in folded and pair[1] in folded)
    for (buyer, bought), count in told.most_common(1):
        if count >= max(1, len(articles) / 5):
            return [folded[buyer], folded[bought]]
    return []


def _spelling(name: str, articles: Sequence[Article]) -> str:
    """Returns a name in the capitals that most titles give it: "Nvidia" for "NVIDIA"."""
    forms: Counter[str] = Counter()
    for article in articles:
        at = article.title.lower().find(name.lower())
        if at >= 0:
            forms[article.title[at : at + len(name)]] += 1
    return forms.most_common(1)[0][0] if forms else name


def _matters(articles: Sequence[Article], findings: Mapping[str, Findings]) -> list[tuple[str, float]]:
    """Returns the nouns and phrases that at least two articles (of many, an eighth) share, most shared first."""
    named = {
        word.lower()
        for article in articles
        if article.id in findings
        for tag in findings[article.id].companies
        if tag.salience is not Salience.PASSING
        for part in words(tag.name)
        for word in (part, *part.split("-"))
    } - EXCHANGES
    weights: Counter[str] = Counter()
    held: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    pairs: Counter[tuple[str, str]] = Counter()
    proper: Counter[tuple[str, str]] = Counter()
    for article in articles:
        lead = body_of(article)[:LEAD]
        title, body = words(article.title), words(lead)
        for word in body:
            forms.setdefault(word.lower(), Counter())[word] += 1
        in_title = {word.lower() for word in title}
        for word in title:
            if word.islower() or not _title_case(title):
                forms.setdefault(word.lower(), Counter())[word] += 1
        for word in in_title | {word.lower() for word in body}:
            weights[word] += TITLE if word in in_title else BODY
            held[word] += 1
        for run in (title, body):
            pairs.update({(one.lower(), two.lower()) for one, two in pairwise(run)})
        proper.update(set(_TWO_NAMES.findall(lead)))
    least = max(2.0, len(articles) / 8)

    def tells(word: str) -> bool:
        shown = forms.get(word)
        if held[word] < least or weights[word] <= held[word] or word in named or word in EMPTY or not shown:
            return False
        name = not any(form.islower() for form in shown) and word not in STOP
        return word in NOUNS or (name and word not in SEATS and (len(word) > 2 or any(c.isdigit() for c in word)))

    known = [word for word in weights if tells(word)]
    for word in known:
        if word in WEAK:
            weights[word] = (weights[word] + 1) // 2
    ranked = sorted(known, key=lambda w: (-weights[w], w not in NOUNS, w))
    whole = {
        two_words[at].lower(): two_words
        for two_words, count in sorted(proper.items(), key=lambda item: (item[1], item[0]))
        for at in (0, 1)
        if count >= 2
        and not {word.lower() for word in two_words} & (named | EMPTY)
        # "Kansas City" is no Kansas, but a place beside somebody's name is itself
        and all(count * 2 >= held[word.lower()] for word in two_words if word.lower() in PLACES)
    }
    return _phrased(ranked, weights, pairs, forms, whole)


def _phrased(
    ranked: Sequence[str],
    weights: Mapping[str, float],
    pairs: Mapping[tuple[str, str], int],
    forms: Mapping[str, Counter[str]],
    whole: Mapping[str, tuple[str, str]],
) -> list[tuple[str, float]]:
    """Joins what belongs together ("Kettle Ridge", "Nasdaq listing"), and drops what says a thing twice.

    ``whole`` gives, for a word, the name of two words that it is part of.
    """
    out: list[tuple[str, float]] = []
    used: set[str] = set()
    for word in ranked:
        twice = any(word[:4] == other[:4] and not _code(word) for other in used)
        if word in used or twice or any(word in group and used & group for group in SAME):
            continue
        used.add(word)
        if word in whole:
            out.append((" ".join(whole[word]), weights[word]))
            used |= {part.lower() for part in whole[word]}
            continue
        beside = [
            (count, other, first)
            for other in ranked
            if other not in used and other not in whole and other not in PLACES and word not in PLACES
            for count, first in ((pairs.get((other, word), 0), True), (pairs.get((word, other), 0), False))
        ]
        count, other, first = max(beside, default=(0, "", True))
        if count >= 2 and weights[other] * 3 >= weights[word]:
            used.add(other)
            run = (other, word) if first else (word, other)
            out.append((" ".join(_form(forms[part]) for part in run), weights[word]))
        else:
            out.append((_form(forms[word]), weights[word]))
    return out


def _phrase(ranked: Sequence[tuple[str, float]]) -> str:
    """Writes the first matters as an editor would: "loans and backlog", "H20 and H200 for China"."""
    if not ranked:
        return ""
    things = [(phrase, weight) for phrase, weight in ranked if phrase.lower() not in PLACES]
    places = [(phrase, weight) for phrase, weight in ranked if phrase.lower() in PLACES]
    shown = [phrase for phrase, weight in things[:2] if weight >= SECOND * things[0][1]]
    shown = [phrase for at, phrase in enumerate(shown) if not at or phrase not in WEAK]
    names = [phrase for phrase in shown if _name(phrase) and not _code(phrase) and not phrase.isupper()]
    if len(shown) == 2 and len(names) == 1 and " " not in shown[1 - shown.index(names[0])]:
        shown = [f"{names[0]} {shown[1 - shown.index(names[0])]}"]
    text = " and ".join(shown)
    if places and (not things or places[0][1] >= SECOND * things[0][1]):
        place = places[0][0]
        if not text:
            return place
        return f"{text} {'for' if _code(shown[-1]) else 'in'} {place}"
    return text


def _name(word: str) -> bool:
    return word[:1].isupper()


def _code(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _title_case(title: Sequence[str]) -> bool:
    return sum(word[:1].isupper() for word in title) * 3 > len(title) * 2


def _form(forms: Counter[str]) -> str:
    """Returns a word as it is written within sentences: a capital only where it always has one."""
    lower = next((form for form in forms if form.islower()), None)
    return lower if lower is not None else forms.most_common(1)[0][0]
