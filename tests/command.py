"""The command line as a user runs it: a subprocess with a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Result:
    """What one run of the command left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Tapeout:
    """Runs ``tapeout`` with a store, a feeds.toml and a configuration folder under ``home``."""

    home: Path
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def db(self) -> Path:
        return self.home / "tapeout.db"

    @property
    def feeds(self) -> Path:
        return self.home / "feeds.toml"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "TAPEOUT_"))}
        return (
            kept | {"HOME": str(self.home), "NO_COLOR": "1", "TZ": "UTC", "PYTHONDONTWRITEBYTECODE": "1"} | self.extra
        )

    def arguments(self, *args: str) -> list[str]:
        where = ["--db", str(self.db), "--feeds", str(self.feeds), "--config", str(self.home / "config")]
        return [sys.executable, "-m", "reader", *where, *args]

    def __call__(self, *args: str, text: str | None = None, **environment: str) -> Result:
        done = subprocess.run(
            self.arguments(*args),
            env=self.environment | environment,
            input=text,
            stdin=None if text is not None else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Result(done.returncode, done.stdout, done.stderr)

    def json(self, *args: str, code: int = 0) -> Any:
        """Runs a verb with ``--json`` and returns its one document."""
        result = self(*args, "--json")
        assert result.code == code, result.err
        return result.json

    def subscribe(self, **feeds: str) -> None:
        """Writes a feeds.toml of names and addresses."""
        tables = [f"[[feed]]\nurl = {json.dumps(url)}\nname = {json.dumps(name)}\n" for name, url in feeds.items()]
        self.feeds.write_text("\n".join(tables), "utf-8")
