"""Story titles: the principal organisations and the words that its articles share, stable while the story grows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from reader.model.articles import Article
from reader.model.findings import Findings, Salience
from reader.stories.words import STOP, words


def title_of(articles: Sequence[Article], findings: Mapping[str, Findings]) -> str:
    """Returns the title of a story from its articles, copies left out: "Cerebras, G42: IPO, CFIUS review"."""
    mains: Counter[str] = Counter()
    names: dict[str, str] = {}
    for article in articles:
        found = findings.get(article.id)
        for tag in found.companies if found else ():
            names[tag.id] = tag.name
            if tag.salience is Salience.MAIN:
                mains[tag.id] += 1
    principals = [company for company, count in mains.most_common() if count * 2 >= len(articles)][:3]
    used = {word.lower() for company in principals for word in words(names[company])}
    spoken: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {}
    for article in articles:
        for word in set(words(article.title)):
            folded = word.lower()
            if folded in STOP or folded in used or len(folded) < 3:
                continue
            spoken[folded] += 1
            shown.setdefault(folded, Counter())[word] += 1
    lead = ", ".join(names[company] for company in principals)
    top = [word for word, _ in sorted(spoken.items(), key=lambda item: (-item[1], item[0]))[:3]]
    tail = ", ".join(shown[word].most_common(1)[0][0] for word in top)
    if lead and tail:
        return f"{lead}: {tail}"
    return lead or (articles[0].title if len(articles) == 1 or not tail else tail)
