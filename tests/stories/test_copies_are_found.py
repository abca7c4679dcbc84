from __future__ import annotations

import json
import random

import pytest

from reader.model.text import Block
from reader.sentences import sentences
from reader.stories.duplicates import CopyIndex, Sketch, copies, original_of, resemblance, sketch
from tests.builders import SHARED
from tests.stories.cast import article

WORDS = [
    "tower",
    "crane",
    "boron",
    "ledger",
    "valve",
    "orchid",
    "granite",
    "signal",
    "copper",
    "meadow",
    "piston",
    "harbor",
    "lantern",
    "quartz",
    "ribbon",
]


def made_text(rng: random.Random, sentences: int = 24) -> str:
    return " ".join(
        " ".join(f"{rng.choice(WORDS)}{rng.randrange(400)}" for _ in range(12)).capitalize() + "."
        for _ in range(sentences)
    )


def edited(rng: random.Random, text: str, share: float) -> str:
    """Returns the text with up to ``share`` of its sentences dropped or replaced, half of each."""
    parts = [span.of(text) for span in sentences(text, [Block(0, len(text))])]
    for at in rng.sample(range(len(parts)), int(len(parts) * share)):
        parts[at] = "" if rng.random() < 0.5 else "Somebody had said so on the day before."
    return " ".join(part for part in parts if part)


def test_a_text_is_its_own_copy_whatever_case_and_spacing() -> None:
    text = made_text(random.Random(1))
    assert sketch(text) == sketch("  " + text.upper().replace(" ", "\n  "))
    assert resemblance(sketch(text), sketch(text)) == 1.0


def test_sketches_survive_the_store() -> None:
    drawn = sketch(made_text(random.Random(2)))
    assert Sketch.from_bytes(drawn.to_bytes()) == drawn
    assert Sketch.from_bytes(sketch("too short").to_bytes()) == sketch("too short")


def test_texts_with_up_to_a_tenth_of_the_sentences_edited_are_found_again() -> None:
    rng = random.Random(3)
    texts = [made_text(rng) for _ in range(300)]
    index = CopyIndex()
    for number, text in enumerate(texts):
        index.add(f"a{number}", sketch(text))
    found = sum(f"a{number}" in index.lookup(sketch(edited(rng, text, 0.1))) for number, text in enumerate(texts))
    assert found / len(texts) >= 0.98


def test_real_articles_edited_a_little_are_found_again_and_others_are_not() -> None:
    path = SHARED / "articles" / "articles.jsonl"
    if not path.exists():
        pytest.skip("no shared articles here")
    rng = random.Random(4)
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    index = CopyIndex()
    for number, text in enumerate(texts):
        index.add(f"a{number}", sketch(text))
    found = wrong = 0
    for number, text in enumerate(texts):
        alike = index.lookup(sketch(edited(rng, text, 0.1)))
        found += f"a{number}" in alike
        wrong += len([name for name in alike if name != f"a{number}" and texts[int(name[1:])] != text])
    assert found / len(texts) >= 0.98
    assert wrong == 0


def test_an_excerpt_is_a_copy_and_a_stranger_is_not() -> None:
    rng = random.Random(5)
    text, other = made_text(rng), made_text(rng)
    excerpt = ". ".join(text.split(". ")[:9])
    assert copies(sketch(text), sketch(excerpt))
    assert not copies(sketch(text), sketch(other))


def test_short_texts_are_copies_only_when_they_are_the_same() -> None:
    assert copies(sketch("Shares fell on Friday."), sketch("Shares fell on friday"))
    assert not copies(sketch("Shares fell on Friday."), sketch("Shares rose on Friday."))


def test_the_earliest_is_the_original() -> None:
    late = article("a1", "2026-03-02", "T", "x")
    early = article("a2", "2026-03-01", "T", "x")
    assert original_of([late, early]) is early


def test_an_entry_filed_anew_leaves_its_old_place() -> None:
    rng = random.Random(6)
    index, first, second = CopyIndex(), made_text(rng), made_text(rng)
    index.add("a", sketch(first))
    index.add("a", sketch(second))
    assert index.lookup(sketch(first)) == ()
    assert index.lookup(sketch(second)) == ("a",)
