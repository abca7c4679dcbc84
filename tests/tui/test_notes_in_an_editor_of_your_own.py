"""``Ctrl-e`` in a note opens the person's own editor while the screen is suspended."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.tui.outside_editor import NoEditor, editor
from tests.command import Tapeout
from tests.tui.tmux import TMUX, Terminal, terminal


@pytest.mark.parametrize(
    ("environ", "command"),
    [
        ({"EDITOR": "sh"}, ["sh"]),
        ({"EDITOR": "ed", "VISUAL": "sh -c 'true it'"}, ["sh", "-c", "true it"]),
        ({"EDITOR": "sh; rm -rf x"}, None),
        ({"EDITOR": "no-such-editor"}, None),
        ({"EDITOR": "sh 'torn"}, None),
        ({"EDITOR": "  "}, None),
        ({}, None),
    ],
)
def test_the_editor_is_a_command_and_no_shell_line(environ: dict[str, str], command: list[str] | None) -> None:
    environ = {"PATH": "/bin:/usr/bin", **environ}
    if command is None:
        with pytest.raises(NoEditor):
            editor(environ)
    else:
        assert editor(environ) == command


@pytest.fixture
def screen(demo_copy: Tapeout, tmp_path: Path) -> Iterator[Terminal]:
    program = tmp_path / "own-editor"
    program.write_text(
        '#!/bin/sh\necho "the editor has the terminal: $(cat "$1")"\nread answer\n'
        'test "$answer" = fail && exit 3\nprintf "%s from outside" "$answer" >> "$1"\n'
    )
    program.chmod(0o755)
    short = Path(tempfile.mkdtemp(prefix="t"))
    kept = {name: value for name, value in demo_copy.environment.items() if name in ("HOME", "PATH", "TZ")}
    try:
        with terminal(short) as made:
            environment = {**kept, "TERM": "tmux-256color", "LANG": "C.UTF-8", "EDITOR": str(program)}
            made.start(demo_copy.arguments(), environment, (100, 30))
            yield made
    finally:
        shutil.rmtree(short)


@pytest.mark.skipif(TMUX is None, reason="tmux is not installed: no terminal to suspend")
def test_the_screen_gives_way_to_the_editor_and_comes_back(demo_copy: Tapeout, screen: Terminal) -> None:
    screen.wait(r"\d+/\d+")
    screen.press("e")
    screen.wait("Ctrl-e opens your editor")
    screen.type("Typed here, ")
    screen.press("C-e")
    screen.wait("the editor has the terminal: Typed here,")
    screen.type("words")
    screen.press("Enter")
    screen.wait("words from outside")
    screen.press("C-e")
    screen.wait("the editor has the terminal")
    screen.type("fail")
    screen.press("Enter")
    screen.wait(r"ended with\s+code 3")
    screen.press("C-s")
    screen.wait("✎")
    screen.press("C-q")
    assert screen.exit_code() == 0
    (note,) = demo_copy.json("note", "list")
    assert note["body"].split("\n") == ["Typed here, ", "words from outside"]
