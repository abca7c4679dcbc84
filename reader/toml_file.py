"""Strict reading of a person's TOML: every complaint names file, line, key and the nearest valid name."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.clean import clean_line
from reader.errors import ConfigError

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*(\"[^\"]*\"|'[^']*'|[\w.-]+)\s*=")


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Returns the valid name that is most like ``name``, or None where none is near."""
    found = difflib.get_close_matches(name, list(valid), n=1, cutoff=0.5)
    return found[0] if found else None


@dataclass(frozen=True)
class TomlFile:
    """A TOML document with its path and source, so that a complaint can point at the line."""

    path: Path
    source: str
    data: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        """Reads ``path``. Raises ConfigError where it is absent, not UTF-8 or not TOML."""
        try:
            source = path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
        except UnicodeDecodeError as error:
            raise ConfigError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
        return cls.parse(path, source)

    @classmethod
    def parse(cls, path: Path, source: str) -> TomlFile:
        """Parses ``source``; ``path`` only names it in complaints. Raises ConfigError where it is not TOML."""
        try:
            data = tomllib.loads(source.replace("\r\n", "\n"))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            found = re.search(r"line (\d+)", str(error))
            where = f"{path}:{found[1]}" if found else str(path)
            raise ConfigError(f"{where}: not valid TOML: {clean_line(str(error))}") from error
        return cls(path, source, data)

    def line_of(self, *keys: str | int) -> int | None:
        """Returns the line (from 1) where the key path stands, its table's line where the key has none, or None.

        ``line_of("feed", 2, "url")`` is the line of ``url`` in the third ``[[feed]]``.
        """
        table: tuple[str | int, ...] = ()
        counts: dict[str, int] = {}
        best: tuple[int, int] | None = None
        for number, line in enumerate(self.source.splitlines(), 1):
            here = table
            if header := _HEADER.match(line):
                name = header[2].replace('"', "").replace("'", "")
                if header[1] == "[[":
                    counts[name] = counts.get(name, -1) + 1
                    table = (*name.split("."), counts[name])
                else:
                    table = tuple(name.split("."))
                here = table
            elif key := _KEY.match(line):
                here = (*table, *key[1].strip("\"'").split("."))
            elif table:
                continue
            depth = len(here)
            if depth and tuple(keys[:depth]) == here and (best is None or depth > best[0]):
                best = (depth, number)
        return best[1] if best else None

    def error(self, message: str, *keys: str | int) -> ConfigError:
        """Returns (not raises) the complaint about a key path: ``FILE:LINE: KEY: MESSAGE``."""
        line = self.line_of(*keys)
        name = ".".join(str(k) for k in keys if isinstance(k, str))
        where = f"{self.path}:{line}" if line else str(self.path)
        return ConfigError(f"{where}: {clean_line(name)}: {message}" if name else f"{where}: {message}")

    def check_keys(self, table: Mapping[str, Any], valid: Iterable[str], *keys: str | int) -> None:
        """Raises ConfigError at the first key of ``table`` that is not in ``valid``, naming the nearest one."""
        names = list(valid)
        for key in table:
            if key not in names:
                like = nearest(key, names)
                hint = f"did you mean {like!r}?" if like else f"valid here: {', '.join(sorted(names))}"
                raise self.error(f"unknown key; {hint}", *keys, key)

    def get(self, table: Mapping[str, Any], key: str, kind: type | tuple[type, ...], *keys: str | int) -> Any:
        """Returns ``table[key]`` (None where absent). Raises ConfigError where it is not of ``kind``."""
        value = table.get(key)
        if value is None:
            return None
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            names = " or ".join(_KINDS.get(k, k.__name__) for k in kinds)
            raise self.error(f"must be {names}, not {_KINDS.get(type(value), type(value).__name__)}", *keys, key)
        return value

    def strings(self, table: Mapping[str, Any], key: str, *keys: str | int) -> tuple[str, ...]:
        """Returns a list of strings as a tuple, empty where absent. Raises ConfigError for anything else."""
        value = self.get(table, key, list, *keys)
        for item in value or ():
            if not isinstance(item, str):
                raise self.error("must be a list of strings", *keys, key)
        return tuple(value or ())

    def choice(self, table: Mapping[str, Any], key: str, valid: Iterable[str], *keys: str | int) -> str | None:
        """Returns a string out of ``valid`` (None where absent). Raises ConfigError naming the nearest one."""
        value: str | None = self.get(table, key, str, *keys)
        names = list(valid)
        if value is not None and value not in names:
            like = nearest(value, names)
            hint = f"did you mean {like!r}?" if like else f"one of: {', '.join(names)}"
            raise self.error(f"{clean_line(value)!r} is not known; {hint}", *keys, key)
        return value


_KINDS = {str: "a string", int: "a whole number", float: "a number", bool: "true or false", list: "a list",
          dict: "a table"}  # fmt: skip
