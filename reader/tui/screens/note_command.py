"""``e``: a note is written or edited in a dialog and kept; ``u`` takes that back."""

from __future__ import annotations

from functools import partial
from typing import cast

from reader.model.articles import Note
from reader.tui.screens.base import TapeoutScreen
from reader.tui.screens.dialogs import NoteEditor


class NoteCommand:
    """Writes the notes of one screen."""

    def __init__(self, screen: TapeoutScreen) -> None:
        self._screen = screen

    def write(self, target: str, title: str, quote: str, note: Note | None = None) -> None:
        """Opens the editor on a note, or on a new one on ``target`` (a public id) at a quoted sentence."""
        editor = NoteEditor(title, note.body if note else "", quote)
        note_id = note.id if note else None
        self._screen.app.push_screen(editor, lambda body: self._keep(target, note_id, quote, cast("str | None", body)))

    def _keep(self, target: str, note_id: str | None, quote: str, body: str | None) -> None:
        if body is None or (note_id is None and not body):
            return
        screen = self._screen
        call = partial(screen.desk.library.keep_note, target, note_id, body, quote or None)
        screen.write(lambda: screen.desk.history.push("the note", call()), screen.store_changed)
        screen.say("Note kept" if body else "Note taken away")
