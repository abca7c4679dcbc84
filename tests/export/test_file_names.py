"""File names are safe on every system, of bounded length, unique and always the same."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.export.names import file_name, slug


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Cerebras files again", "cerebras-files-again"),
        ("../../etc/passwd", "etc-passwd"),
        ("...", "untitled"),
        ("🚀🚀", "untitled"),
        ("", "untitled"),
        ("Überschrift für Größe", "uberschrift-fur-groe"),
        ("SK hynix's 12\x1b[31m", "sk-hynixs-12-31m"),
        ("a" * 500, "a" * 80),
        ("Word " * 100, "-".join(["word"] * 16)),
        ("日本語 HBM4", "hbm4"),
    ],
)
def test_slugs(title: str, name: str) -> None:
    assert slug(title) == name


@pytest.mark.parametrize("title", ["CON", "nul", "com1", "Aux"])
def test_reserved_names_are_not_used(title: str) -> None:
    assert file_name(None, title, "s1").split("-")[1] == "page"


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=600), st.text(max_size=20))
def test_any_title_gives_a_safe_name(title: str, page: str) -> None:
    name = file_name(date(2026, 4, 18), title, page)
    assert re.fullmatch(r"2026-04-18 [a-z0-9][a-z0-9-]*\.md", name)
    assert len(name.encode()) <= 160
    assert name == file_name(date(2026, 4, 18), title, page)


def test_two_pages_of_one_title_have_two_names() -> None:
    assert file_name(None, "Same", "a1") != file_name(None, "SAME", "a2")


def test_an_id_that_begins_with_the_title_stands_alone() -> None:
    assert file_name(None, "SK hynix", "sk-hynix-timeline") == "sk-hynix-timeline.md"
    assert file_name(None, "SK", "sk-hynix-timeline") == "sk-hynix-timeline.md"
    assert file_name(None, "Hynix", "sk-hynix-timeline") == "hynix-sk-hynix-timeline.md"
