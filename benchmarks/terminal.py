"""Programs in a pseudo-terminal: when a first screen stands, how much memory that took, how soon keys are answered."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

SIZE = (120, 40)
PATIENCE = 60.0
"""seconds after which what is not drawn counts as never drawn"""
_ESCAPES = re.compile(
    rb"\x1b(?:\[[0-9;?<>=!]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[()][A-Z0-9]|[=>78cDEHM])"
)


def words_of(drawn: bytes) -> str:
    """Returns what was drawn without its escape sequences."""
    return _ESCAPES.sub(b" ", drawn).decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Started:
    """``first`` is the time in milliseconds from the start to the first screen."""

    first: float
    cpu: float
    """milliseconds of processor time until then"""
    memory: float
    """MiB at most, up to the moment when it was asked"""


class Program:
    """A program in a terminal of its own, ended at the end of the block."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        width, height = SIZE
        taken = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLORTERM")}
        taken |= {"TERM": "xterm-256color", "COLUMNS": str(width), "LINES": str(height), **(environment or {})}
        self._start = time.perf_counter()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.execvpe(command[0], list(command), taken)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def __enter__(self) -> Program:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)

    def wait(self, marker: str, since: float | None = None) -> float:
        """Returns milliseconds from ``since`` (the start by default) until the marker was drawn.

        Raises RuntimeError where the program ends before, or never draws it.
        """
        since = self._start if since is None else since
        drawn = b""
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            if select.select([self._fd], [], [], 0.5)[0]:
                try:
                    drawn += os.read(self._fd, 65536)
                except OSError:
                    break
                if marker in words_of(drawn):
                    return (time.perf_counter() - since) * 1000
        raise RuntimeError(f"{marker!r} was not drawn; the last was {words_of(drawn)[-300:]!r}")

    def rest(self, seconds: float) -> None:
        """Lets the program go on for a while and throws away what it draws."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._fd], [], [], left)[0]:
                os.read(self._fd, 65536)

    def press(self, key: str, marker: str) -> float:
        """Returns milliseconds from a key until the marker was drawn."""
        since = time.perf_counter()
        os.write(self._fd, key.encode())
        return self.wait(marker, since)

    @property
    def cpu(self) -> float:
        """Milliseconds of processor time that it has taken: what other programs do to a busy machine is not in them."""
        told = Path(f"/proc/{self._pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """The most memory that it has taken, in MiB."""
        told = Path(f"/proc/{self._pid}/status").read_text("utf-8")
        found = re.search(r"VmHWM:\s+(\d+)", told)
        return int(found[1]) / 1024 if found else 0.0


def start(
    command: Sequence[str], marker: str, environment: Mapping[str, str] | None = None, rest: float = 0
) -> Started:
    """Runs a program until its first screen stands; memory is asked for ``rest`` seconds later."""
    with Program(command, environment) as program:
        first = program.wait(marker)
        cpu = program.cpu
        program.rest(rest)
        return Started(first, cpu, program.memory)
