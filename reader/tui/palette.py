"""The command palette: the commands of the screen at hand, out of the one table."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.markup import escape

from reader.tui.commands import COMMANDS, Command, keys_of
from reader.tui.screens.base import TapeoutScreen

_SKIPPED = {"palette", "down", "up"}


class CommandProvider(Provider):
    """Finds commands by title, help and id."""

    def _commands(self) -> list[Command]:
        screen = self.screen
        if not isinstance(screen, TapeoutScreen):
            return []
        return [command for command in COMMANDS if screen.WHERE in command.where and command.id not in _SKIPPED]

    def _title(self, command: Command) -> str:
        screen = self.screen
        keys = screen.desk.keys if isinstance(screen, TapeoutScreen) else {}
        return f"{command.title}  {keys_of(command, keys)}"

    async def discover(self) -> Hits:
        for command in self._commands():
            shown = escape(self._title(command))
            yield DiscoveryHit(shown, partial(self._run, command), text=command.title, help=escape(command.help))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._commands():
            score = max(
                matcher.match(command.title), matcher.match(command.help) * 0.7, matcher.match(command.id) * 0.9
            )
            if score > 0:
                yield Hit(
                    score, matcher.highlight(self._title(command)), partial(self._run, command), help=command.help
                )

    async def _run(self, command: Command) -> None:
        await self.screen.run_action(command.action)
