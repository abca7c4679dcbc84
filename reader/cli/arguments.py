"""Arguments as a person may write them: paths that can be one, counts that fit, words that are text."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import click

LIMIT = click.IntRange(1, 2**53)
"""``--limit N``: as many as a store can count"""


def wrong_path(path: Path) -> str | None:
    """Returns why nothing can lie at ``path``, None where something can."""
    text = str(path)
    if not _is_text(text):
        return "the path is not UTF-8"
    try:
        os.lstat(path)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno not in (errno.ENAMETOOLONG, errno.ELOOP):
            return None
        return f"no path: {getattr(error, 'strerror', None) or error}"
    return None


def _is_text(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class FilePath(click.ParamType[Path]):
    """Converts to a ``Path``, the user's home filled in; an empty path or one that cannot be is wrong usage."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if not str(value):
            self.fail("the path is empty", param, ctx)
        try:
            path = Path(value).expanduser()
        except RuntimeError as error:
            self.fail(f"{str(value)!r}: {error}", param, ctx)
        if complaint := wrong_path(path):
            self.fail(f"{str(value)[:200]!r}: {complaint}", param, ctx)
        return path


class Folder(FilePath):
    """A path as ``--to`` takes it, or ``-`` for stdout, as it was written."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if value == "-" else str(super().convert(value, param, ctx))


def as_text(value: Any) -> Any:
    """Returns a parsed argument with the bytes that are not UTF-8 replaced: no name and no word of a store has them."""
    if isinstance(value, str) and not _is_text(value):
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if isinstance(value, tuple):
        return tuple(as_text(item) for item in value)
    return value
