"""No text of a feed is ever read as markup: the source is walked for the ways in which it could be."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCES = sorted((Path(__file__).resolve().parents[2] / "reader" / "tui").rglob("*.py"))
PARSING = {"Static", "Label", "Button"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_nothing_parses_markup(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("from_markup", "from_rich_text"), f"{path.name}:{node.lineno}"
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        markup = {keyword.arg: keyword.value for keyword in node.keywords}.get("markup")
        off = isinstance(markup, ast.Constant) and markup.value is False
        assert markup is None or off, f"{path.name}:{node.lineno}: markup is on"
        if name in PARSING or name == "notify":
            assert off, f"{path.name}:{node.lineno}: {name} without markup=False"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_titles_of_frames_are_content(path: Path) -> None:
    """A frame's title is parsed when it is a string."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in ("border_title", "border_subtitle", "tooltip"):
                    assert not isinstance(node.value, ast.JoinedStr), f"{path.name}:{node.lineno}"
                    literal = isinstance(node.value, ast.Constant) and node.value.value is not None
                    assert not literal, f"{path.name}:{node.lineno}"
