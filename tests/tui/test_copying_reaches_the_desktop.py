"""The desktop's clipboard is filled beside the terminal's, by the tool that the desktop has, without a shell."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.tui.clipboard import clipboard_command, fill_clipboard
from tests.tui.driving import press, reader_on


@pytest.mark.parametrize(
    ("platform", "environ", "installed", "command"),
    [
        ("linux", {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "wl-copy xclip", ("/bin/wl-copy",)),
        ("linux", {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "xclip xsel", ("/bin/xclip", "-selection", "clipboard")),
        ("linux", {"DISPLAY": ":0"}, "wl-copy xsel", ("/bin/xsel", "--clipboard", "--input")),
        ("linux", {}, "wl-copy xclip xsel", ()),
        ("linux", {"DISPLAY": ":0"}, "", ()),
        ("darwin", {}, "pbcopy", ("/bin/pbcopy",)),
    ],
)
def test_tool(platform: str, environ: dict[str, str], installed: str, command: tuple[str, ...]) -> None:
    have = installed.split()
    assert clipboard_command(environ, lambda name: f"/bin/{name}" if name in have else None, platform) == command


def tool(folder: Path) -> tuple[str, ...]:
    program = folder / "keep"
    program.write_text(f'#!/bin/sh\ncat > "{folder}/kept"\n', "utf-8")
    program.chmod(0o700)
    return (str(program),)


async def test_it_is_given_the_text(tmp_path: Path) -> None:
    text = "a “quote”; $(rm) `x` \udce4"
    assert await fill_clipboard(tool(tmp_path), text)
    assert (tmp_path / "kept").read_text("utf-8") == text.replace("\udce4", "?")
    assert not await fill_clipboard(("/nowhere/tool",), text)
    assert not await fill_clipboard(("false",), text)


@pytest.mark.skipif(os.name != "posix", reason="the tool of this test is a shell script")
async def test_copying_an_article_fills_both(store_path: Path, tmp_path: Path) -> None:
    async with reader_on(store_path, clipboard=tool(tmp_path)) as (app, pilot):
        await press(pilot, "y")
        assert "Cerebras seeks up to" in app.clipboard
        assert (tmp_path / "kept").read_text("utf-8") == app.clipboard
