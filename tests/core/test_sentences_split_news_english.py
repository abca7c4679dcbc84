"""Sentences end where a reader ends them."""

from __future__ import annotations

import pytest

from reader.model.text import Block
from reader.sentences import sentences
from reader.text import plain_text

CASES = [
    "One plant opened.|Another closed.",
    "It cost $1.2bn.|Nobody paid.",
    "It cost $1.2bn. in 2024, and rose.",
    "Shares rose 3.1% on Friday.|Analysts shrugged.",
    "The U.S. Department of Energy lent it.|It paid.",
    "It left the U.S.|The loss grew.",
    "It left the U.S. in May.|The loss grew.",
    "Acme Inc. said so.|It had to.",
    "It was bought by Acme Inc.|The price was not told.",
    "Mr. Huang and Dr. Su are cousins.|So they say.",
    "On Oct. 22 it filed.|On Nov. 3 it withdrew.",
    "J.P. Morgan led it.|MUFG followed.",
    "J. P. Morgan led it.",
    "“It is late,” she said.|“It is not.”",
    "“It is late.”|She left.",
    "“Why now?” he asked.|Nobody knew.",
    "Why now?|Because of the grid!|It is full.",
    "It runs at 2.5 GHz vs. 3.1 before.|Fine.",
    "The meeting is at 10 a.m.|Bring a chair.",
    "The meeting is at 10 a.m. on Friday.",
    "See No. 4 of the list.|It is short.",
    "He said no.|They built it.",
    "It ended in December.|The rest waits.",
    "The rule (in force since May.) was kept.",
    "They met d-Matrix.|d-Matrix has a chip.",
    "It grew…|And then it stopped.",
    "It grew ... and stopped.",
    "Wait 9 months.|2026 will be better.",
    "KETTLE RIDGE, Wis. — It took a year.|It rained.",
    "Chips, e.g. those of Acme, sold out.|Others did not.",
    "The price fell.[3]|It rose again.",
    "Yahoo! News wrote it.|Others copied.",
    "It is made at 18A.|A second node follows.",
    "Prof. Y. Sato retired.|His lab did not.",
    "The Co. of the two is larger.",
    "日本の工場が開いた。|台湾も続く。",
]


@pytest.mark.parametrize("case", CASES)
def test_split(case: str) -> None:
    glue = "" if "。" in case else " "
    text = case.replace("|", glue)
    spans = sentences(text, [Block(0, len(text))])
    assert [s.of(text) for s in spans] == case.split("|")


def test_headings_items_and_rows_are_one_sentence_each() -> None:
    page = plain_text(
        "<h2>1. What. Now</h2><ul><li>An item</li></ul><table><tr><td>Q1. a</td><td>B.</td></tr></table><p>A b</p>"
    )
    assert [s.of(page.text) for s in sentences(page.text, page.blocks)] == [
        "1. What. Now",
        "An item",
        "Q1. a B.",
        "A b",
    ]


def test_no_sentence_crosses_a_block() -> None:
    page = plain_text("<p>It ends without a stop</p><p>And goes on. Here</p>")
    assert [s.of(page.text) for s in sentences(page.text, page.blocks)] == [
        "It ends without a stop",
        "And goes on.",
        "Here",
    ]
