"""Where an account's password comes from: a variable, a command, or a file that its owner alone can read.

The file names the source as well: a store that somebody handed on must not be able to name a command that we run.
"""

from __future__ import annotations

import json
import os
import shlex
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.account.greader import Credentials
from reader.errors import AccountError, ConfigError

_LIMIT = 1024 * 1024
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Source:
    """One of the three is set: the password itself, the name of a variable that holds it, a command that prints it."""

    password: str | None = None
    variable: str | None = None
    command: str | None = None
    app_id: str | None = None
    app_key: str | None = None

    def __repr__(self) -> str:
        return "Source(…)"

    def credentials(self, user: str, environ: Mapping[str, str]) -> Credentials:
        """Returns user and password. Raises AccountError, without a word of what is secret."""
        if self.variable is not None:
            password = environ.get(self.variable, "")
            if not password:
                raise AccountError(f"the environment variable {self.variable} holds no password")
        elif self.command is not None:
            password = _run(self.command)
        else:
            password = self.password or ""
        if not password:
            raise AccountError("no password is known; `tapeout account add` takes one")
        return Credentials(user, password, self.app_id, self.app_key)


def _run(command: str) -> str:
    try:
        words = shlex.split(command)
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired) as error:
        raise AccountError(f"the password command cannot be run ({type(error).__name__})") from None
    if done.returncode:
        raise AccountError(f"the password command failed with {done.returncode}")
    return done.stdout.decode("utf-8", "replace").split("\n", 1)[0].rstrip("\r")


class Secrets:
    """The file of sources, by address and user. It is made with mode 0600 and refused with any wider one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, url: str, user: str) -> Source:
        """Returns an account's source, an empty one where there is none. Raises ConfigError."""
        told = self._read().get(_name(url, user))
        if not isinstance(told, dict):
            return Source()
        fields = ("password", "variable", "command", "app_id", "app_key")
        return Source(**{key: told[key] for key in fields if isinstance(told.get(key), str)})

    def put(self, url: str, user: str, source: Source | None) -> None:
        """Keeps an account's source, or forgets it for None. Raises ConfigError."""
        table = self._read()
        if source is None:
            if table.pop(_name(url, user), None) is None:
                return
        else:
            values = {key: getattr(source, key) for key in ("password", "variable", "command", "app_id", "app_key")}
            table[_name(url, user)] = {key: value for key, value in values.items() if value is not None}
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".accounts.")  # mode 0600
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(table, file)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(temporary, self.path)
            except BaseException:
                os.unlink(temporary)
                raise
        except OSError as error:
            raise ConfigError(f"{self.path}: cannot be written: {error.strerror or error}") from error

    def _read(self) -> dict[str, Any]:
        try:
            handle = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise ConfigError(f"{self.path}: cannot be read: {error.strerror or error}") from error
        with os.fdopen(handle, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_IMODE(mode) & 0o077:
                raise ConfigError(f"{self.path}: others can read the passwords in it; run: chmod 600 '{self.path}'")
            try:
                table = json.loads(file.read(_LIMIT))
            except (ValueError, RecursionError) as error:
                raise ConfigError(f"{self.path}: is damaged; remove it and add the accounts again") from error
        return table if isinstance(table, dict) else {}


def _name(url: str, user: str) -> str:
    return f"{user} {url}"
