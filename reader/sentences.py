"""Sentence spans of plain text by rules and a list of abbreviations.

A full stop, question or exclamation mark ends a sentence where closing quotes and brackets may follow, then white
space, and what comes next can open a sentence. A full stop does not end one after an abbreviation that wants
something after it ("Mr.", "No.", "Oct."), after a single initial ("J. P."), nor inside "U.S." unless the next
word is one that opens sentences. Headings, list items without a full stop and table rows are one sentence each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.model.text import Block, BlockKind, Span

_END = re.compile(  # begins with one sign, so that the engine skips to it
    r"[.!?…。！？](?:(?:(?<=[.!?…])[.!?…]*|(?<=[。！？])[。！？]*)[\"'”’»)\]\u203a*]*+(?:\[\d{1,3}\])*+(?=\s|$)|"
    r"(?<=[。！？])[。！？]*[”’」』）]*)"
)
_SPACE = re.compile(r"\s+")
_LAST_WORD = re.compile(r"[\w.&’'-]+$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WANTS_MORE = _words(
    "mr mrs ms dr prof capt lt sgt gov ave blvd rd mt ft vs cf figs nos vol vols pp eds trans approx e.g i.e viz op "
    "messrs mme mlle feb apr jun jul aug sept oct nov tue tues wed thu thur thurs calif conn fla ariz colo kan mich "
    "minn neb nev okla tenn tex va vt wis wyo ala ark n.y n.j n.c n.d n.h n.m s.c s.d w.va r.i bros dept univ "
    "assn"
)
"""abbreviations after which a sentence goes on before a capital letter: titles, months, numbers, states"""
_CAPITALISED = _words("rev hon gen col sen rep pres st mon fri jan mass miss ill ind del ore pa la md ga mo wash al v")
"""the same where they have a capital; in lower case they are words, or rare"""
_NUMBERED = _words("no sec art fig ch eq mar dec jan p ed par")
"""the same before a digit only"""
_MAY_END = _words("inc corp co ltd llc l.p lp plc s.a n.v b.v a.g u.s u.k e.u u.n u.a.e a.m p.m d.c jr sr ph.d etc "
                     "u.s.a s.p.a j.p h.k")  # fmt: skip
"""abbreviations that stand at the end of sentences as often as inside"""
_OPENERS = _words(
    "the a an in on at it its he she they we i you this that these those but and or so if when while as for to from "
    "by with after before since until although though however because there here some many most all both each every "
    "one two three no not his her their our my what who why how where which under over about according last next "
    "earlier later meanwhile still also yet then now shares analysts investors rivals neither nor asked"
)
"""lower-case forms of words that open sentences and seldom are parts of names"""
_SHOUTING_NAMES = ("Yahoo", "Yum", "Kahoot")
_AFTER_CLOCK = _words(
    "monday tuesday wednesday thursday friday saturday sunday est edt et pt pst pdt ct cst gmt utc bst cet eastern "
    "pacific central"
)
_WORD = re.compile(r"[\"'“‘(\[«*]*([\w’'-]*)")


def sentences(text: str, blocks: Sequence[Block]) -> tuple[Span, ...]:
    """Returns the sentences of ``text`` in order, trimmed of white space, none crossing a block.

    ``blocks`` are those of ``PlainText``; each heading and table row is one sentence, each line of code too.
    """
    out: list[Span] = []
    for block in blocks:
        if block.kind is BlockKind.CODE:
            _lines(text, block, out)
        elif block.kind in (BlockKind.HEADING, BlockKind.ROW):
            out.append(Span(block.start, block.end))
        else:
            _split(text, block.start, block.end, out)
    return tuple(out)


def _lines(text: str, block: Block, out: list[Span]) -> None:
    at = block.start
    for line in text[block.start : block.end].split("\n"):
        _trimmed(text, at, at + len(line), out)
        at += len(line) + 1


def _split(text: str, start: int, end: int, out: list[Span]) -> None:
    begin = start
    for found in _END.finditer(text, start, end):
        if found.end() < end and not _ends(text, begin, found, end):
            continue
        _trimmed(text, begin, found.end(), out)
        begin = found.end()
    _trimmed(text, begin, end, out)


def _trimmed(text: str, start: int, end: int, out: list[Span]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        out.append(Span(start, end))


def _ends(text: str, begin: int, found: re.Match[str], end: int) -> bool:
    """Says whether the stop at ``found`` ends the sentence that began at ``begin``."""
    space = _SPACE.match(text, found.end(), end)
    following = _WORD.match(text, space.end() if space else found.end(), end)
    assert following is not None
    at = following.start()
    first = text[at] if at < end else ""
    word = following[1]
    opens = (bool(word) and (word[0].isupper() or word[0].isdigit() or not word[0].isascii())) or not word
    stop = found[0].partition("[")[0]
    if stop == "!" and text[max(begin, found.start() - 5) : found.start()].endswith(_SHOUTING_NAMES):
        return False
    if stop[0] in "!?。！？" or stop.startswith(("?", "!")):
        # a quoted question goes on in lower case: “Why now?” he asked
        return not (word and word[0].islower())
    if stop[0] == "…" or stop.startswith(".."):
        return opens and not first.isdigit()
    if not opens:
        # some names open in lower case (d-Matrix, xAI, eBay): a capital within the word tells
        return (
            bool(word) and any(c.isupper() for c in word[1:]) and len(word) > 2 and not _abbreviated(text, begin, found)
        )
    if len(stop) > 1 and stop[1] in "\"'”’»":
        return not (word and word[0].islower())
    return not _abbreviated(text, begin, found, word)


def _abbreviated(text: str, begin: int, found: re.Match[str], following: str = "") -> bool:
    """Says whether the full stop belongs to an abbreviation or initial and ends nothing."""
    before = text[max(begin, found.start() - 24) : found.start()]
    last = _LAST_WORD.search(before)
    if not last:
        # "1." at the start of a line numbers what follows
        return False
    word = last[0]
    low = word.lower().replace("’", "'").strip("-'")
    at_start = found.start() - len(word) <= begin
    if word.isdigit():
        return at_start and len(word) <= 3
    tail = low.split("-")[-1]
    if low in _NUMBERED and following[:1].isdigit():
        return True
    if low in _WANTS_MORE or tail in _WANTS_MORE or (low in _CAPITALISED and word[:1].isupper()):
        return True
    if low in ("a.m", "p.m"):
        return following.lower() in _AFTER_CLOCK
    if low in _MAY_END:
        return following.lower() not in _OPENERS
    if len(word) == 1 and word.isupper():
        return following.lower() not in _OPENERS or word != "I"
    if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return following.lower() not in _OPENERS
    return False
