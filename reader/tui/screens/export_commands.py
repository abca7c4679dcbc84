"""Saving an article or a story's briefing as Markdown, and giving it to a command of the person's own."""

from __future__ import annotations

from typing import cast

from reader.tui.children import argument_list, export, feed_command, markdown
from reader.tui.screens.base import TapeoutScreen
from reader.tui.screens.dialogs import Prompt


class ExportCommands:
    """``save`` and ``pipe`` for one screen; ``what`` is ``article`` or ``story``."""

    def __init__(self, screen: TapeoutScreen) -> None:
        self._screen = screen
        self._last = ""

    def save(self, what: str, name: str) -> None:
        """Writes the Markdown into the folder that the desk names."""
        self._screen.run_worker(self._save(what, name), group="export", exit_on_error=False)

    async def _save(self, what: str, name: str) -> None:
        desk = self._screen.desk
        path, wrong = await export(desk.command, what, name, desk.save_folder)
        if path:
            self._screen.say(path, title="Saved")
        else:
            self._screen.say(wrong or "nothing was written", title="Not saved", warn=True)

    def pipe(self, what: str, name: str) -> None:
        """Asks for a command and gives it the Markdown; it runs without a shell."""
        prompt = Prompt("Pipe the Markdown to", self._last, "a command with its arguments; no shell reads it")
        self._screen.app.push_screen(prompt, lambda typed: self._typed(what, name, cast("str | None", typed)))

    def _typed(self, what: str, name: str, typed: str | None) -> None:
        if typed:
            self._last = typed
            self._screen.run_worker(self._pipe(what, name, typed), group="pipe", exit_on_error=False)

    async def _pipe(self, what: str, name: str, typed: str) -> None:
        screen = self._screen
        try:
            arguments = argument_list(typed)
        except ValueError as error:
            screen.say(f"{error}", title="Not a command", warn=True)
            return
        data, wrong = await markdown(screen.desk.command, what, name)
        if wrong:
            screen.say(wrong, title="Not piped", warn=True)
            return
        code, said = await feed_command(arguments, data)
        screen.say(said or f"{arguments[0]} took {len(data):,} bytes", title=f"Ended with code {code}", warn=code != 0)
