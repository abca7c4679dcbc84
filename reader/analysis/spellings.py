"""The lexicon's spellings in a text: borders and case right, the longest where they overlap."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from reader.analysis.lexicon import Form, Lexicon
from reader.analysis.naming import Hit, bounded, case_fits

_NEWLINE = re.compile("\n")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def spellings_in(text: str, folded: str, lexicon: Lexicon) -> list[Hit]:
    """Returns spellings with right borders and case, the longest where they overlap."""
    starts = [0, *(at.end() for at in _NEWLINE.finditer(text))]
    shouted: dict[int, bool] = {}
    found: list[Hit] = []
    for start, end, aliases in lexicon.spellings(folded):
        if bounded(folded, start, end) < 0:
            continue
        spelling = text[start:end]
        line = starts[bisect_right(starts, start) - 1]
        if line not in shouted:
            shouted[line] = _is_shouted(text, line)
        found += [
            Hit(start, end, alias, not shouted[line])
            for alias in aliases
            if case_fits(alias.text, spelling, alias.form is not Form.SURE, shouted[line])
        ]
    found.sort(key=lambda h: (h.start, -h.end))
    return _longest(found, folded)


def _is_shouted(text: str, line: int) -> bool:
    """Says whether the line is written in capitals, so that case tells nothing."""
    words = _LONG_WORD.findall(text[line : line + 400].partition("\n")[0])
    return len(words) >= 2 and sum(w.isupper() for w in words) >= 0.8 * len(words)


def _longest(hits: Sequence[Hit], folded: str) -> list[Hit]:
    kept: list[Hit] = []
    reach = 0
    for hit in hits:
        if hit.start >= reach or (kept and (hit.start, hit.end) == (kept[-1].start, kept[-1].end)):
            kept.append(hit)
            reach = max(reach, hit.end)
        elif hit.alias.form in (Form.SURE, Form.SHAKY) and _owns(kept, hit):
            kept.append(hit)
    return kept


def _owns(kept: Sequence[Hit], hit: Hit) -> bool:
    """Says whether the name lies in the name of its own product: "AWS Lambda" names AWS."""
    for other in reversed(kept[-4:]):
        if other.start <= hit.start and hit.end <= other.end:
            return other.alias.form is Form.PRODUCT and other.alias.company == hit.alias.company
    return False
