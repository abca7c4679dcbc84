"""The query language: what each form means, and that every text has a tree."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.query import (
    NOTHING,
    After,
    And,
    Before,
    Field,
    Flag,
    Has,
    Holding,
    Is,
    Named,
    Newer,
    Node,
    Not,
    Or,
    Words,
    parse,
    words,
)

A, B, C, D = (Words(letter) for letter in "abcd")


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


TREES: list[tuple[str, Node | None]] = [
    ("", None),
    (" \t\n", None),
    ("a", A),
    ("a b", And((A, B))),
    ("a OR b", Or((A, B))),
    ("a b OR c d", Or((And((A, B)), And((C, D))))),
    ("a (b OR c)", And((A, Or((B, C))))),
    ("-a", Not(A)),
    ("a -b", And((A, Not(B)))),
    ("-(a b)", Not(And((A, B)))),
    ("a-b", Words("a-b")),
    ("S-1", Words("S-1")),
    ("U.S.", Words("U.S.")),
    ("$35bn", Words("$35bn")),
    ("inf*", Words("inf", prefix=True)),
    ('"a b"', Words("a b")),
    ("“a b”", Words("a b")),
    ('"a b"*', Words("a b", prefix=True)),
    ("title:a", Words("a", title=True)),
    ('TITLE:"a b"', Words("a b", title=True)),
    ("title:a*", Words("a", prefix=True, title=True)),
    ("feed:wire", Named(Field.FEED, "wire")),
    ('author:"Ann Lee"', Named(Field.AUTHOR, "Ann Lee")),
    ("company:amd", Named(Field.COMPANY, "amd")),
    ("-topic:gpus", Not(Named(Field.TOPIC, "gpus"))),
    ("tag:x*", Named(Field.TAG, "x", prefix=True)),
    ("story:s0123", Named(Field.STORY, "s0123")),
    ("note:wafer", Named(Field.NOTE, "wafer")),
    ("is:unread", Is(Flag.UNREAD)),
    ("is:Edited", Is(Flag.EDITED)),
    ("has:note", Has(Holding.NOTE)),
    ("has:figures", Has(Holding.FIGURE)),
    ("after:2026-04-01", After(day("2026-04-01"))),
    ("before:2026-04", Before(day("2026-04-01"))),
    ("after:2026", After(day("2026-01-01"))),
    ("newer:7d", Newer(timedelta(days=7))),
    ("newer:12h", Newer(timedelta(hours=12))),
    ("newer:2w a", And((Newer(timedelta(weeks=2)), A))),
    # what does not parse is searched as plain words
    ("is:odd", Words("is:odd")),
    ("has:", Words("has:")),
    ("title: a", And((Words("title:"), A))),
    ("after:2026-02-30", Words("after:2026-02-30")),
    ("newer:soon", Words("newer:soon")),
    ("https://news.example/a", Words("https://news.example/a")),
    ("10:30", Words("10:30")),
    ("(a", A),
    ("a)", A),
    (")a b(", And((A, B))),
    ('"a b', And((A, B))),
    ("a OR", A),
    ("OR a", A),
    ("OR", Words("OR")),
    ("a OR OR b", Or((A, B))),
    ("a OR -b", Or((A, Not(B)))),
    ("()", NOTHING),
    ("-", NOTHING),
    ("*", NOTHING),
    ("!!! ???", NOTHING),
    ("a - b", And((A, B))),
    ("a AND b", And((A, Words("AND"), B))),
    ("a\x00b \x1b[31m", And((Words("ab"), Words("[31m")))),
]


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_a_query_means(text: str, tree: Node | None) -> None:
    assert parse(text) == tree


def depth(node: Node | None) -> int:
    match node:
        case Not(part):
            return 1 + depth(part)
        case And(parts) | Or(parts):
            return 1 + max((depth(part) for part in parts), default=0)
        case _:
            return 1


def leaves(node: Node | None) -> int:
    match node:
        case Not(part):
            return leaves(part)
        case And(parts) | Or(parts):
            return sum(leaves(part) for part in parts)
        case None:
            return 0
        case _:
            return 1


@given(st.text() | st.text(alphabet='ab "()*-:OR', max_size=200) | st.text(alphabet=string.printable, max_size=1500))
def test_every_text_has_a_tree(text: str) -> None:
    tree = parse(text)
    assert leaves(tree) <= 32
    assert depth(tree) < 80
    assert all(word.text for word in words(tree))


@pytest.mark.parametrize(
    "text", ["(" * 1000, "(" * 499 + "a" + ")" * 499, "-" * 999 + "a", "(-" * 450 + "a" + ")" * 100]
)
def test_deep_queries_are_read(text: str) -> None:
    assert depth(parse(text)) < 80


def test_what_is_too_long_is_cut() -> None:
    assert leaves(parse("word " * 1000)) == 32
    assert parse(" " * 999 + "ab cd") == Words("a")
    assert leaves(parse("a OR " * 100 + "(b -c)")) == 32


def test_words_to_mark_leave_out_what_is_not_wanted() -> None:
    tree = parse('a (title:b OR "c d"*) -x company:amd')
    assert words(tree) == (A, Words("b", title=True), Words("c d", prefix=True))
