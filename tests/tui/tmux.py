"""A terminal for end-to-end tests: tmux on a socket of its own, ended with everything in it when the test ends."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

TMUX = shutil.which("tmux")
PATIENCE = 60.0
"""seconds after which what does not appear is missing: only a test that fails waits so long"""


class Terminal:
    """One session with one program in it."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._code = socket.with_suffix(".code")

    def _tmux(self, *arguments: str) -> str:
        line = [TMUX or "tmux", "-f", os.devnull, "-S", str(self._socket), *arguments]
        done = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=30)
        return done.stdout

    def start(self, command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int]) -> None:
        """Runs a program. Its exit code is kept in a file: not every tmux learns it from its child."""
        pairs = [f"{name}={value}" for name, value in environment.items()]
        width, height = map(str, size)
        keeping = ["sh", "-c", '"$@"; echo $? >"$0"', str(self._code), *command]
        self._tmux("new-session", "-d", "-x", width, "-y", height, "env", "-i", *pairs, *keeping)

    def screen(self) -> str:
        """Returns what is on the screen."""
        return self._tmux("capture-pane", "-p")

    def press(self, *keys: str) -> None:
        """Sends keys by tmux's names, one after the other."""
        for key in keys:
            self._tmux("send-keys", key)

    def type(self, text: str) -> None:
        """Sends text as it is."""
        self._tmux("send-keys", "-l", text)

    def wait(self, pattern: str, *, gone: bool = False) -> str:
        """Waits until a pattern is on the screen (or is ``gone``) and returns the screen."""
        end = time.monotonic() + PATIENCE
        while True:
            shown = self.screen()
            if bool(re.search(pattern, shown)) is not gone:
                return shown
            assert time.monotonic() < end, f"{pattern!r} {'stays' if gone else 'does not appear'} in\n{shown}"
            time.sleep(0.05)

    def exit_code(self) -> int:
        """Waits for the program's end and returns its code."""
        end = time.monotonic() + PATIENCE
        while not (self._code.exists() and (code := self._code.read_text("utf-8").strip())):
            assert time.monotonic() < end, f"the program goes on:\n{self.screen()}"
            time.sleep(0.05)
        return int(code)

    def end(self) -> None:
        """Ends this server, and no other."""
        self._tmux("kill-server")


@contextmanager
def terminal(folder: Path) -> Iterator[Terminal]:
    """Gives a terminal whose socket lies in ``folder`` (a short path: sockets allow about 100 characters)."""
    made = Terminal(folder / "tmux")
    try:
        yield made
    finally:
        made.end()
