"""Front matter holds any text as it is, and a person's changes to it stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean import clean_line
from reader.export.front import Front, Merged, Value, literal, merge, split, value_of, written

text = st.text(max_size=40).map(clean_line)
values = st.one_of(text, st.lists(text, min_size=1, max_size=4).map(tuple))


@settings(max_examples=600, deadline=None)
@given(values)
def test_every_value_comes_back_from_a_yaml_reader_and_from_ours(value: Value) -> None:
    line = written("title", value)
    assert "\n" not in line
    assert "<" not in line
    assert "{{" not in line
    told = pytest.importorskip("yaml").safe_load(line)["title"]
    assert (tuple(told) if isinstance(told, list) else told) == value
    assert value_of([line]) == value


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["title", "url", "tags", "story"]), values, min_size=1))
def test_text_never_becomes_a_key(data: dict[str, Value]) -> None:
    page = Front().text([written(key, value) for key, value in data.items()]) + "\nBody\n"
    found, rest = split(page)
    assert found
    assert rest.strip() == "Body"
    assert set(pytest.importorskip("yaml").safe_load("\n".join(found.lines))) == set(data)


def test_a_title_is_no_link_to_a_page_of_the_vault() -> None:
    assert literal("see [[Secret]]\nand more") == "see [ [Secret] ] and more"


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (["tags: [a, b]"], "[a, b]"),
        (["tags:", "  - a", "  - 'b c'"], ("a", "b c")),
        (["tags:", "- a"], ("a",)),
        (["title: Plain words"], "Plain words"),
        (["title: 'It''s'"], "It's"),
        (['title: "a\\u003cb"'], "a<b"),
        (["title:"], ""),
    ],
)
def test_what_another_program_wrote_is_read(lines: list[str], value: Value) -> None:
    assert value_of(lines) == value


OLD: dict[str, Value] = {"title": "Old", "tags": ("a", "b"), "exported": "1"}
NEW: tuple[tuple[str, Value], ...] = (("title", "New"), ("tags", ("b", "c")), ("exported", "2"), ("story", "s1"))


def merged(*lines: str) -> Merged:
    return merge(lines, NEW, OLD, frozenset())


def test_our_values_are_replaced_and_a_persons_keys_stay() -> None:
    told = merged('title: "Old"', "mine: 1", "  more", 'tags: ["a", "b"]', 'exported: "1"')
    assert told == Merged(
        ('title: "New"', "mine: 1", "  more", 'tags: ["b", "c"]', 'exported: "2"', 'story: "s1"'), False
    )


def test_a_changed_value_stays_and_is_told() -> None:
    told = merged("title: My own title", 'tags: ["a", "b"]', 'exported: "1"')
    assert told.lines[0] == "title: My own title"
    assert told.kept


def test_a_list_takes_up_both_sides() -> None:
    told = merged('title: "Old"', "tags:", "  - a", "  - b", "  - mine", 'exported: "1"')
    assert 'tags: ["b", "mine", "c"]' in told.lines
    assert not told.kept


def test_a_key_that_was_taken_out_stays_out() -> None:
    assert not [line for line in merged('title: "Old"').lines if line.startswith(("tags", "exported"))]


def test_reformatting_is_no_change() -> None:
    told = merge(["title: Old", "tags:", "  - a", "  - b"], (("title", "Old"), ("tags", ("a", "b"))), OLD, frozenset())
    assert told == Merged(("title: Old", "tags:", "  - a", "  - b"), False)


@pytest.mark.parametrize("page", ["", "no front", "---\nnever closed\n", "\n---\na: 1\n---\n"])
def test_pages_without_front_matter(page: str) -> None:
    assert split(page) == (None, page)
