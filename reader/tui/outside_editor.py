"""A person's own editor for a text, while the screen is suspended: ``$VISUAL``, else ``$EDITOR``."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from textual.app import App, SuspendNotSupported

from reader.clean import clean


class NoEditor(Exception):
    """The editor cannot be used here; the message says why."""


def editor(environ: Mapping[str, str]) -> Sequence[str]:
    """Returns the command of the person's editor. Raises NoEditor where none is named or it is not installed."""
    named = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        command = shlex.split(named)
    except ValueError:
        command = []
    if not command:
        raise NoEditor("Set VISUAL or EDITOR to the editor of your choice")
    if shutil.which(command[0], path=environ.get("PATH")) is None:
        raise NoEditor(f"{command[0]} is not installed")
    return command


def edited(app: App[object], text: str) -> str:
    """Returns what a person makes of ``text`` in an editor of their own. The screen stands still until it ends.

    Raises NoEditor where there is none, it fails, or the reader does not own the terminal (as in a browser: there an
    editor would open on the machine that serves).
    """
    if app.is_web or app.is_headless:
        raise NoEditor("Your editor opens in a terminal only")
    command = editor(os.environ)
    name = Path(command[0]).name
    with tempfile.TemporaryDirectory(prefix="tapeout-") as folder:
        path = Path(folder) / "note.md"
        path.write_text(f"{text}\n" if text else "", "utf-8")
        try:
            with app.suspend():
                code = subprocess.run([*command, str(path)], check=False).returncode
        except (SuspendNotSupported, OSError) as error:
            raise NoEditor(f"{name} cannot be started: {error}") from error
        if code:
            raise NoEditor(f"{name} ended with code {code}: the note is as it was")
        return clean(path.read_bytes().decode("utf-8", "replace")).strip("\n")
