"""A pattern that is not tried on a text could not have matched there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reader.analysis.events_kinds import PHRASE_PATTERNS
from reader.analysis.quantities import basis, nobody, readings, sites, withdrawn
from reader.analysis.relations_patterns import DEALS, PATTERNS
from reader.analysis.risks import HAZARDS, SUBJECTS
from reader.analysis.sieve import Sieve, Sieves, heads
from reader.text import plain_text

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "articles.jsonl"


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    texts = [plain_text(json.loads(line)["html"]).text for line in CORPUS.read_text("utf-8").splitlines()]
    return [sentence.lower() for text in texts for sentence in re.split(r"(?<=[.?!])\s|\n", text)]


@pytest.mark.parametrize(
    ("source", "needles"),
    [
        (r"\b(?:campus|sites?)\b", ("campus", "site")),
        (r"(?:a|an) loan of \d+", (" loan of ",)),
        (r"(?:ab)+c?", ("ab",)),
        (r"(?:ab)*c?", ("",)),
        (r"[Ww]rong|\d+", ("",)),
        (r"a|bond", ("",)),
        (r"(?i:bond)", ("",)),
        (r"(?i)bond", ("",)),
        (r"(?=bond)\w+", ("",)),
        (r"(?<!no )bond", ("bond",)),
    ],
)
def test_every_match_holds_a_needle(source: str, needles: tuple[str, ...]) -> None:
    assert Sieve(source).needles == needles


@pytest.mark.parametrize(
    ("source", "text", "tried"),
    [
        (r"\bban(?:ks?)?\b", "the banks lend", True),
        (r"\bban(?:ks?)?\b", "urban sprawl", False),
        (r"\bif\b|\bshould\b", "if it lends", True),
        (r"\bif\b|\bshould\b", "iffy lending", False),
        (r"if|should", "sniff", True),
        (r"bank", "a databank", True),
        (r"(?:a |the )loan", "the loan", True),
        (r"(?:a |the )loan", "the lender", False),
        (r"(?:very )?loan", "subloan", True),
        (r"(?<!\w)loan", "a loan", True),
        (r"(?<!no )loan", "subloan", True),
        (r"\d+-year (?:loan|bond)", "a 5-year bond", True),
        (r"\bloan\w* (?:agent)?", "loans", True),
    ],
)
def test_words_tell_which_patterns_may_match(source: str, text: str, tried: bool) -> None:
    assert bool(Sieves([source]).candidates(heads(re.findall("[a-z]+", text)))) is tried


@pytest.mark.parametrize("sieves", [PHRASE_PATTERNS, DEALS, PATTERNS, HAZARDS, SUBJECTS])
def test_no_pattern_of_a_set_matches_unless_it_is_a_candidate(sieves: Sieves, sentences: list[str]) -> None:
    for sentence in (re.sub(r"\b(?:nvidia|openai|coreweave)\b", "§0§", s) for s in sentences[::3]):
        tried = sieves.candidates(heads(re.findall("[a-z]+", sentence)))
        assert not [at for at in range(len(sieves)) if at not in tried and sieves[at].pattern.search(sentence)]


@pytest.mark.parametrize("module", [basis, nobody, readings, sites, withdrawn])
def test_a_single_pattern_finds_what_it_finds_by_itself(module: object, sentences: list[str]) -> None:
    sieves = [value for value in vars(module).values() if isinstance(value, Sieve)]
    assert sieves
    for sieve in sieves:
        for sentence in sentences[::3]:
            assert str(sieve.search(sentence, 3)) == str(sieve.pattern.search(sentence, 3))
            assert len(list(sieve.finditer(sentence))) == len(sieve.pattern.findall(sentence))
