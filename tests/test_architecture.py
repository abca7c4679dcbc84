"""The picture in docs/architecture.md is the architecture: imports run downwards, and pure parts stay pure."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
READER = PROJECT / "reader"
MODULES = sorted(path for path in READER.rglob("*.py") if path.name != "__init__.py" or path.parent != READER)


def picture() -> dict[str, tuple[int, int]]:
    """Part → (its line from the top, its group in the line)."""
    page = (PROJECT / "docs" / "architecture.md").read_text("utf-8")
    block = re.search(r"```layers\n(.+?)```", page, re.S)
    assert block, "docs/architecture.md has no picture of the layers"
    return {
        part: (row, group)
        for row, line in enumerate(block[1].strip().splitlines())
        for group, parts in enumerate(line.split("|"))
        for part in parts.split()
    }


def imports(path: Path) -> set[str]:
    """Dotted names of the modules that a file imports, those inside functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.update({node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names})
    return names


def part_of(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "reader" and len(parts) > 1 else None


def label(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_imports_run_downwards(path: Path) -> None:
    layers = picture()
    own = path.relative_to(READER).parts[0].removesuffix(".py")
    assert own in layers, f"{own} is missing in the picture of docs/architecture.md"
    for name in imports(path):
        other = part_of(name)
        if other is None or other == own or other not in layers:
            continue
        (row, group), (their_row, their_group) = layers[own], layers[other]
        assert their_row > row or (their_row == row and their_group == group), f"{own} may not import {name}"


PURE = (
    "model",
    "analysis",
    "stories",
    "text.py",
    "sentences.py",
    "furniture.py",
    "query.py",
    "edtf.py",
    "wording.py",
    "clean.py",
)
PURE_MODULES = ("reader/feeds/plan.py", "reader/account/merge.py", "reader/account/answers.py")
PURE_FILES = [p for p in MODULES if p.relative_to(READER).parts[0] in PURE or label(p) in PURE_MODULES]
IMPURE = re.compile(r"^(sqlite3|sqlite_utils|httpx2|httpcore2|socket|ssl|asyncio|textual|os|io|pathlib|subprocess|time|"
                    r"random|multiprocessing|threading|feedparser|tomllib|tomlkit)(\.|$)")  # fmt: skip


@pytest.mark.parametrize("path", PURE_FILES, ids=label)
def test_pure_parts_touch_no_file_clock_or_network(path: Path) -> None:
    assert not [name for name in imports(path) if IMPURE.match(name)]
    calls = {
        ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    }
    assert not calls & {"open", "datetime.now", "datetime.today", "date.today", "datetime.utcnow"}


HOMES = {
    "sqlite3": ("store/", "cli/application.py", "tui/library.py"),
    "sqlite_utils": ("store/",),
    "feedparser": ("feeds/parse.py",),
    "trafilatura": ("feeds/page.py",),
    "httpx2": ("feeds/fetch.py", "feeds/network.py", "feeds/body.py", "account/greader.py"),
    "textual": ("tui/",),
    "aiohttp": ("serve/",),
    "textual_serve": ("serve/",),
    "click": ("cli/",),
    "jinja2": ("export/templates.py",),
    "PIL": ("cli/pictures.py",),
    "llm": (),  # its command is run in a process of its own
}


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_each_library_has_one_home(path: Path) -> None:
    place = path.relative_to(READER).as_posix()
    for library, homes in HOMES.items():
        used = [name for name in imports(path) if name == library or name.startswith(f"{library}.")]
        assert not used or place.startswith(homes), f"{place} may not import {library}"


@pytest.mark.parametrize("path", [p for p in MODULES if "tui" in p.parts], ids=label)
def test_only_library_and_app_see_below_the_screens(path: Path) -> None:
    if path.name in ("library.py", "app.py"):
        return
    allowed = {"tui", "model", "clean", "edtf", "wording", "opener", "errors"}
    assert not [name for name in imports(path) if part_of(name) not in allowed | {None}]
    if "widgets" in path.parts:
        assert not [name for name in imports(path) if name.startswith("reader.tui.screens")]


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 420
