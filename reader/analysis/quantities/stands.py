"""How a name stands in its sentence by the words before it: opening a clause, or behind a preposition.

Both are read word by word from the name backwards, over articles and what describes the name ("the British start-up").
"""

from __future__ import annotations

from reader.analysis.quantities.words import words

_MARKS = ',;:—–“"(.'
_OPENERS = words("""
    and but while when that which if as because where since so yet or though although whether than then said says
    meanwhile also now both january february march april may june july august september october november december year
    week month quarter after before until once did does do had is are was were has will would could make makes made
    how why what
""")  # fmt: skip
_DESCRIBES = words("""
    the a an rival rivals fellow both start-up start-ups startup startups chipmaker chipmakers chip maker makers cloud
    provider company firm group giant developer memory neocloud utility lab even only american south korean taiwanese
    japanese chinese european french british ai bankers parent owner systems network designer equipment data center
    centre software social media search company's privately held publicly traded
""")  # fmt: skip
_PREPOSITIONS = words("""
    of for with by from to in at on than against via through into about over between including like near under behind
    alongside among after before besides versus vs toward towards following per rival rivals non not unlike beyond
    around within outside join joins joined called named
""")  # fmt: skip
_BESIDE = words("""
    the a an its their his rival rivals partner fellow both start-up startup chip maker chipmaker cloud company firm
    group giant developer investor investors new big largest customer customers some many largely mostly
""")  # fmt: skip


def opens_clause(before: str) -> bool:
    """Tells whether a name behind the lower-case words ``before`` opens its clause; "" is the sentence's start."""
    rest = before
    for _ in range(6):
        rest = rest.removesuffix(" ")
        if not rest or rest[-1] in _MARKS:
            return True
        at = rest.rfind(" ") + 1
        word = rest[at:].lstrip("“\"(—–‘'")
        if word in _OPENERS or word.endswith("day") or (len(word) == 4 and word.isdigit()):
            return True
        if word not in _DESCRIBES and not word.endswith(("-based", "-owned", "-backed")):
            return False
        if len(word) < len(rest) - at:
            return True  # a quotation mark or bracket stands before it
        rest = rest[:at]
    return False


def behind_preposition(before: str) -> bool:
    """Tells whether a name behind the lower-case words ``before`` is the object of a preposition."""
    rest = before[:-1] if before[-1:] in ("“", '"', "‘", "(") else before
    for _ in range(5):
        hyphened = rest.endswith("-")
        if not hyphened and not rest.endswith(" "):
            return False
        rest = rest[:-1]
        at = max(rest.rfind(" "), rest.rfind("-") if hyphened else -1) + 1
        word = rest[at:].lstrip("“\"(—–‘'")
        if word in _PREPOSITIONS:
            return True
        if hyphened or (word not in _BESIDE and not word.endswith("-based")):
            return False
        rest = rest[:at]
    return False
