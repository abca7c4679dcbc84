"""Story titles: the principal organisations and the words that its articles share, stable while the story grows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from reader.model.articles import Article
from reader.model.findings import Findings, Salience
from reader.stories.profiles import body_of
from reader.stories.words import STOP, words

LEAD = 400
"""characters of an article's text whose words count beside those of its title"""
SHOWN = 3
NEAR = 7
"""a title stays as long as its words are among this many of the story's words"""

_HEADLINE = """
    adds agree agrees agreed aim aims announces approves approved ask asks back backs beat beats begin book books
    build builds buy buys chooses clear clears close closes closed confirms counts cut cuts delay delays deliver drop
    drops ease enter expand expands face faces fall falls fell file files filed finish gains gets give gives grow grows
    hand hands hire hires hit hits jump jumps launch launches lead leads lift lifts line lines lose loses make makes
    mean means meet meets miss misses move moves need needs open opens order orders pass passes pause pays pick picks
    plan plans post posts price prices pull pulls push pushes put puts quit quits raise raises reach reaches reject
    rejects release report reports reveal rise rises run runs see seek seeks sees sell sells send sends set sets settle
    settles shelve ship ships show shows sign signs signed slip slips slump soar soars start starts stop stops surge
    take takes tap taps tell tells test tests top tops trim trims try tries turn turns unveil unveils warn warns weigh
    weighs win wins withdraw withdraws worth billion million trillion bln mln tn bn percent valued worth inside against
    exclusive update live why how what amid data big biggest deal first half year years company companies group firm
    ai chip chips maker makers said people use used work would may three four five six seven eight nine ten"""
_DROPPED = STOP | frozenset(_HEADLINE.split())


def title_of(articles: Sequence[Article], findings: Mapping[str, Findings], previous: str = "") -> str:
    """Returns the title of a story from its articles (copies left out): "Cerebras, G42: listing, review, OpenAI".

    A lone article's story bears its headline. ``previous`` is kept as long as its organisations are still the
    principal ones and its words still among those that the articles share most.
    """
    if len(articles) == 1:
        return articles[0].title
    names = _principals(articles, findings)
    used = {word.lower() for name in names for word in words(name)}
    ranked = _shared_words(articles, used)
    lead, tail = ", ".join(names), ", ".join(ranked[:SHOWN])
    old_lead, _, old_tail = previous.partition(": ")
    if (
        old_tail
        and old_lead == lead
        and {word.lower() for word in old_tail.split(", ")} <= {word.lower() for word in ranked[:NEAR]}
    ):
        return previous
    if lead and tail:
        return f"{lead}: {tail}"
    return lead or tail or articles[0].title


def _principals(articles: Sequence[Article], findings: Mapping[str, Findings]) -> list[str]:
    mains: Counter[str] = Counter()
    names: dict[str, str] = {}
    for article in articles:
        found = findings.get(article.id)
        for tag in found.companies if found else ():
            names[tag.id] = tag.name
            if tag.salience is Salience.MAIN:
                mains[tag.id] += 1
    ranked = sorted(mains.items(), key=lambda item: (-item[1], item[0]))
    often = [company for company, count in ranked if count * 2 >= len(articles)][:3]
    return [names[company] for company in often or [company for company, _ in ranked[:1]]]


def _shared_words(articles: Sequence[Article], used: set[str]) -> list[str]:
    """Returns the words that at least two articles (of many, a fifth) have in title or lead, most shared first."""
    spoken: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for article in articles:
        title = set(words(article.title))
        seen: dict[str, str] = {}
        for word in (*sorted(title), *words(body_of(article)[:LEAD])):
            seen.setdefault(word.lower(), word)
        for folded, word in seen.items():
            if len(folded) < 3 or folded in _DROPPED or folded in used:
                continue
            spoken[folded] += 3 if word in title else 1
            forms.setdefault(folded, Counter())[word] += 1
    least = max(2, len(articles) / 5)
    ranked = [word for word, _ in sorted(spoken.items(), key=lambda x: (-x[1], x[0])) if forms[word].total() >= least]
    shown: list[str] = []
    for word in ranked:
        # "chip" beside "chips" says it twice
        if not any(word[:5] == other.lower()[:5] for other in shown):
            shown.append(_form(forms[word]))
    return shown


def _form(forms: Counter[str]) -> str:
    """Returns a word as it is written within sentences: a capital only where it always has one."""
    lower = next((form for form in forms if form.islower()), None)
    return lower if lower is not None else forms.most_common(1)[0][0]
