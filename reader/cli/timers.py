"""Timers of the system that run ``sync``: a systemd user timer, a launchd agent, or a line of the crontab."""

from __future__ import annotations

import os
import plistlib
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.errors import TapeoutError, UsageError

NAME = "tapeout-sync"
LABEL = f"local.{NAME}"
MARK = f"# {NAME}"


class TimerError(TapeoutError):
    """The system's own tool refused; the message carries what it said."""


@dataclass(frozen=True, slots=True)
class Timer:
    """What would run: ``command`` every ``seconds``, with ``home`` as the user's home folder."""

    command: Sequence[str]
    seconds: int
    home: Path


def home(environ: Mapping[str, str]) -> Path:
    """Returns the user's home folder. Raises TimerError where there is none."""
    try:
        return Path(environ.get("HOME") or Path.home())
    except RuntimeError as error:
        raise TimerError(f"{error}; set HOME") from error


def chosen_kind(environ: Mapping[str, str]) -> str:
    """Returns ``systemd``, ``launchd`` or ``cron``, whichever the system has. Raises TimerError where it has none."""
    if sys.platform == "darwin":
        return "launchd"
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    if runtime and Path(runtime, "systemd").is_dir() and shutil.which("systemctl", path=environ.get("PATH")):
        return "systemd"
    if shutil.which("crontab", path=environ.get("PATH")):
        return "cron"
    raise TimerError("this system has neither systemd for users, launchd nor cron; run `tapeout sync --every 15m`")


def units(timer: Timer) -> dict[Path, str]:
    """Returns the systemd unit files by path. The timer catches up after sleep and spreads its starts."""
    folder = timer.home / ".config" / "systemd" / "user"
    command = " ".join(_quoted(part) for part in timer.command)
    return {
        folder / f"{NAME}.service": f"[Unit]\nDescription=Tapeout: sync feeds\n\n[Service]\nType=oneshot\n"
        f"ExecStart={command}\nSuccessExitStatus=1\nNice=10\n",
        folder / f"{NAME}.timer": f"[Unit]\nDescription=Tapeout: sync feeds on a schedule\n\n[Timer]\nOnBootSec=2min\n"
        f"OnUnitActiveSec={timer.seconds}s\nRandomizedDelaySec={max(1, timer.seconds // 20)}s\nPersistent=true\n\n"
        f"[Install]\nWantedBy=timers.target\n",
    }


def _quoted(part: str) -> str:
    # systemd.service(5), "Command lines": C-style escapes in double quotes, % and $ doubled.
    text = part.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{text}"'


def agent(timer: Timer) -> dict[Path, str]:
    """Returns the launchd agent's property list by path."""
    body = {"Label": LABEL, "ProgramArguments": list(timer.command), "StartInterval": timer.seconds, "Nice": 10}
    path = timer.home / "Library" / "LaunchAgents" / f"{LABEL}.plist"
    return {path: plistlib.dumps(body).decode()}


def cron_line(timer: Timer) -> str:
    """Returns the crontab line. Raises UsageError for an interval that cron cannot keep evenly."""
    minutes = timer.seconds // 60
    if timer.seconds % 60 == 0 and 0 < minutes < 60 and 60 % minutes == 0:
        when = f"*/{minutes} * * * *"
    elif minutes % 60 == 0 and 0 < minutes // 60 <= 24 and 24 % (minutes // 60) == 0:
        when = f"0 */{minutes // 60} * * *" if minutes < 1440 else "0 0 * * *"
    else:
        raise UsageError("cron keeps only intervals that divide an hour or a day: 5m, 15m, 30m, 1h, 2h, 6h, 1d")
    command = shlex.join(timer.command).replace("%", "\\%")
    return f"{when} {command} >/dev/null 2>&1 {MARK}"


def shown(kind: str, timer: Timer) -> str:
    """Returns what an installation would write, for ``--print``."""
    if kind == "cron":
        return cron_line(timer)
    files = units(timer) if kind == "systemd" else agent(timer)
    return "\n".join(f"# {path}\n{text}" for path, text in files.items())


def install(kind: str, timer: Timer) -> None:
    """Installs the timer, replacing an earlier one of ours. Raises TimerError, UsageError."""
    if kind == "cron":
        _write_crontab([*_other_lines(), cron_line(timer)])
        return
    files = units(timer) if kind == "systemd" else agent(timer)
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        except OSError as error:
            raise TimerError(f"{path}: cannot be written: {error.strerror or error}") from error
    if kind == "systemd":
        _run(["systemctl", "--user", "daemon-reload"])
        _run(["systemctl", "--user", "enable", "--now", f"{NAME}.timer"])
    else:
        path = next(iter(files))
        domain = f"gui/{os.getuid()}"
        subprocess.run(["launchctl", "bootout", f"{domain}/{LABEL}"], capture_output=True, check=False)
        _run(["launchctl", "bootstrap", domain, str(path)])


def remove(kind: str, home: Path) -> bool:
    """Takes the timer away; returns whether there was one. Raises TimerError."""
    there = installed(kind, home)
    if not there:
        return False
    if kind == "cron":
        _write_crontab(_other_lines())
        return True
    empty = Timer((), 60, home)
    if kind == "systemd":
        _run(["systemctl", "--user", "disable", "--now", f"{NAME}.timer"])
    else:
        _run(["launchctl", "bootout", f"gui/{os.getuid()}/{LABEL}"])
    for path in units(empty) if kind == "systemd" else agent(empty):
        path.unlink(missing_ok=True)
    return True


def installed(kind: str, home: Path) -> bool:
    """Returns whether a timer of ours is there."""
    if kind == "cron":
        return any(line.endswith(MARK) for line in _crontab())
    empty = Timer((), 60, home)
    return all(path.exists() for path in (units(empty) if kind == "systemd" else agent(empty)))


def seconds(kind: str, home: Path) -> int | None:
    """Returns how often the timer that is installed runs, None where there is none or it cannot be read."""
    try:
        if kind == "cron":
            return next((_cron_seconds(line) for line in _crontab() if line.endswith(MARK)), None)
        text = list(units(Timer((), 60, home)) if kind == "systemd" else agent(Timer((), 60, home)))[-1].read_text()
    except OSError:
        return None
    found = re.search(r"OnUnitActiveSec=(\d+)s|<key>StartInterval</key>\s*<integer>(\d+)</integer>", text)
    return int(found[1] or found[2]) if found else None


def _cron_seconds(line: str) -> int | None:
    found = re.match(r"(?:\*/(\d+) \*|0 \*/(\d+)|0 0) \* \* \*", line)
    if not found:
        return None
    return int(found[1]) * 60 if found[1] else int(found[2] or 24) * 3600


def _crontab() -> list[str]:
    done = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    # An empty crontab is told by an exit code of 1 and words that differ from one cron to the next.
    return done.stdout.splitlines() if done.returncode == 0 else []


def _other_lines() -> list[str]:
    return [line for line in _crontab() if not line.endswith(MARK)]


def _write_crontab(lines: Sequence[str]) -> None:
    _run(["crontab", "-"], "".join(f"{line}\n" for line in lines))


def _run(command: Sequence[str], text: str | None = None) -> None:
    try:
        subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    except FileNotFoundError as error:
        raise TimerError(f"{command[0]} is not installed") from error
    except subprocess.CalledProcessError as error:
        raise TimerError(f"{shlex.join(command)}: {(error.stderr or error.stdout or '').strip()}") from error
