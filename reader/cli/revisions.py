"""How an edited article changed, word by word: ``[-gone-]`` and ``{+come+}``, as other word diffs write it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reader.model.articles import Article, Revision

_WORD = re.compile(r"\S+|\n")
WORDS = 4000
"""words of a text that are compared: difflib's time grows with their square"""


def word_diffs(earlier: Sequence[Revision], article: Article) -> Iterator[str]:
    """Yields a headed word diff for each edit, oldest first; one line says so where there was none."""
    if not earlier:
        yield "never edited"
        return
    states = [(r.seen, f"{r.title}\n{r.text}") for r in earlier]
    states.append((article.updated or article.first_seen, f"{article.title}\n{article.text}"))
    for (_, before), (seen, after) in pairwise(states):
        yield f"--- edit seen {seen:%Y-%m-%d %H:%M}"
        yield word_diff(before, after)


def word_diff(before: str, after: str) -> str:
    """Returns ``after`` with what was taken out and put in marked; long runs of equal words are shortened."""
    old, new = _WORD.findall(before)[:WORDS], _WORD.findall(after)[:WORDS]
    parts: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            words = old[a:b]
            parts += words if len(words) <= 16 else [*words[:8], "…", *words[-8:]]
            continue
        if b > a:
            parts.append(f"[-{' '.join(old[a:b])}-]")
        if d > c:
            parts.append(f"{{+{' '.join(new[c:d])}+}}")
    return " ".join(parts).replace(" \n ", "\n")
