"""Patterns that are not tried where a string they cannot match without is missing.

Most patterns of the analysis match in few sentences, and to look for a fixed string is many times as fast as to try a
pattern at every word. The strings are read off the pattern itself, as RE2's prefilter does (Cox, 2012): each way to
match holds one of them. What the standard library's parser shows in another form is taken for unknown, and the
pattern is then always tried: the answers never depend on it. A pattern is compiled when it is first tried.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from importlib import import_module
from typing import Any

_SHORTEST = 2
"""characters that a string has at least: single ones stand nearly everywhere"""
_HEAD = 3
"""characters at the beginning of a word by which it is found"""
_WORDS = re.compile(r"(?:(?<=\W)|(?P<first>^))[a-z]+(?P<whole>(?=\W))?")
_UNKNOWN = ("",)
_Form = Callable[[str, bool, bool], str]


class Sieve:
    """A pattern with the strings of which each of its matches holds at least one."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.source)

    @cached_property
    def strings(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The strings, and how words begin of which each match holds one; only the empty one where none are known."""
        parsed = import_module("re._parser").parse(self.source)
        return _required(parsed, _needle), _required(parsed, _head)

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """The strings by themselves."""
        return self.strings[0]

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Searches as the pattern itself does."""
        part = text[start:end]
        for needle in self.needles:
            if needle in part:
                return self.pattern.search(text, start, end)
        return None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterable[re.Match[str]]:
        """Finds as the pattern itself does."""
        part = text[start:end]
        for needle in self.needles:
            if needle in part:
                return self.pattern.finditer(text, start, end)
        return ()


class Sieves:
    """Patterns for the same texts in lower case, looked up by how the words of a text begin."""

    def __init__(self, sources: Iterable[str]) -> None:
        self._members = tuple(Sieve(source) for source in sources)

    def __len__(self) -> int:
        return len(self._members)

    def __getitem__(self, index: int) -> Sieve:
        return self._members[index]

    @cached_property
    def _by_head(self) -> dict[str, tuple[int, ...]]:
        out: dict[str, tuple[int, ...]] = {}
        for index, member in enumerate(self._members):
            for head in member.strings[1]:
                out[head] = (*out.get(head, ()), index)
        return out

    def candidates(self, heads: frozenset[str]) -> list[int]:
        """Returns the indexes of the patterns that may match a text whose words have these :func:`heads`, in order."""
        found = self._by_head
        return sorted({index for head in heads.intersection(found) for index in found[head]})


def heads(words: Iterable[str]) -> frozenset[str]:
    """Returns how words in lower case begin, for :meth:`Sieves.candidates`."""
    return frozenset([_UNKNOWN[0], *(word[:_HEAD] for word in words)])


def _required(parsed: Any, form: _Form) -> tuple[str, ...]:
    """Returns strings of which every match of a parsed pattern holds one, ``("",)`` where none can be told.

    ``form`` makes a string of letters and signs that the pattern has in a row, and of whether a word begins and ends
    there; it returns "" for what is of no use.
    """
    if parsed.state.flags & re.IGNORECASE:
        return _UNKNOWN
    best = _of_sequence(list(parsed), False, form) or _UNKNOWN
    return tuple(dict.fromkeys(best))


def _needle(run: str, begins: bool, ends: bool) -> str:
    return run if len(run) >= _SHORTEST else ""


def _head(run: str, begins: bool, ends: bool) -> str:
    """How the first word begins that is long enough to be told from others, or stands there as a whole."""
    for word in _WORDS.finditer(run):
        if (begins or word["first"] is None) and (
            len(word[0]) >= _HEAD or word["whole"] is not None or (ends and word.end() == len(run))
        ):
            return word[0][:_HEAD]
    return ""


def _of_sequence(items: Sequence[tuple[Any, Any]], begins: bool, form: _Form) -> tuple[str, ...] | None:
    """The best strings of what stands in a row: the longest, then the fewest."""
    offers = [offer for offer in _offers(items, begins, form) if all(offer)]
    return max(offers, key=lambda offer: (min(map(len, offer)), -len(offer)), default=None)


def _offers(items: Sequence[tuple[Any, Any]], begins: bool, form: _Form) -> Iterator[tuple[str, ...]]:
    run, starts = "", begins
    for operator, argument in [*items, (None, None)]:
        name = operator.name if operator is not None else ""
        if name == "LITERAL":
            starts = starts if run else begins
            run += chr(argument)
            begins = _parted(name, argument, begins)
            continue
        if run:
            yield (form(run, starts, str(argument) == "AT_BOUNDARY"),)
            run = ""
        if name == "BRANCH":
            ways = [_of_sequence(list(way), begins, form) for way in argument[1]]
            known = [way for way in ways if way is not None]
            if len(known) == len(ways):
                yield tuple(string for way in known for string in way)
        elif name == "SUBPATTERN" and argument[1] & re.IGNORECASE:
            pass
        elif name == "SUBPATTERN" or (name.endswith("_REPEAT") and name != "POSSESSIVE_REPEAT" and argument[0] > 0):
            inner = _of_sequence(list(argument[-1]), begins and name == "SUBPATTERN", form)
            if inner is not None:
                yield inner
        begins = _parted(name, argument, begins)


def _parted(name: str, argument: Any, begins: bool) -> bool:
    """Whether a word that follows begins there, ``begins`` told the same of the place before."""
    if name == "LITERAL":
        return not (chr(argument).isalnum() or argument == ord("_"))
    if name == "AT":
        return begins or str(argument) == "AT_BOUNDARY"
    if name == "ASSERT_NOT" and argument[0] < 0 and "CATEGORY_WORD" in str(argument[1]):
        return True
    if name == "BRANCH":
        return all(_end(way, begins) for way in argument[1])
    if name == "SUBPATTERN":
        return _end(argument[-1], begins)
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        return (begins or argument[0] > 0) and _end(argument[-1], False)
    return begins and name in ("ASSERT", "ASSERT_NOT")


def _end(items: Iterable[tuple[Any, Any]], begins: bool) -> bool:
    for operator, argument in items:
        begins = _parted(operator.name, argument, begins)
    return begins
