"""What a verb prints: one JSON document, or one item a line. Every text passes the cleaner on its way out."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from reader.clean import clean, clean_line
from reader.errors import TapeoutError

_LEAST_FLEXIBLE, _LEAST = 24, 6
"""columns that the flexible column and all others keep on a narrow terminal"""


class OutputFailed(TapeoutError):
    """What was to be printed could not be: a full disk behind stdout, a device that is gone."""


def print_json(value: Any) -> None:
    """Prints exactly one JSON document. Text in it was cleaned at ingest; it is cleaned again here.

    Where stdout cannot say every character, those beyond ASCII are written as JSON's escapes. Raises OutputFailed.
    """
    escaped = (sys.stdout.encoding or "").replace("-", "").lower() != "utf8"
    _write(json.dumps(_cleaned(value), ensure_ascii=escaped, allow_nan=False, separators=(",", ":")) + "\n")


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputFailed(f"stdout cannot be written: {error.strerror or error}") from error


def flush() -> None:
    """Writes out what stdout still holds. Raises OutputFailed, BrokenPipeError where its reader went away."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputFailed(f"stdout cannot be written: {error.strerror or error}") from error


def stop_printing() -> None:
    """Lets what stdout still holds go nowhere, so that the interpreter's own last flush finds no error."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value


def print_rows(rows: Iterable[Sequence[object]], *, flexible: int | None = None, ascii_only: bool = False) -> None:
    """Prints one item a line: tab-separated where stdout is no terminal, in columns where it is.

    ``flexible`` is the index of the column that gives way when the terminal is narrow.
    """
    table = [[clean_line("" if cell is None else str(cell), 2000) for cell in row] for row in rows]
    if ascii_only:
        table = [[_as_ascii(cell) for cell in row] for row in table]
    if not sys.stdout.isatty():
        for row in table:
            print_text("\t".join(row), ascii_only)
        return
    if not table:
        return
    widths = _fitting([max(_width(row[i]) for row in table) for i in range(len(table[0]))], flexible)
    for row in table:
        line = "  ".join(
            _padded(cell, width, "..." if ascii_only else "…") for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        print_text(line, ascii_only)


def _fitting(widths: list[int], flexible: int | None) -> list[int]:
    """Returns widths that fit into the terminal: the flexible column gives way first, then the widest ones."""
    over = sum(widths) + 2 * (len(widths) - 1) - shutil.get_terminal_size().columns
    if flexible is not None and over > 0:
        kept = max(min(widths[flexible], _LEAST_FLEXIBLE), widths[flexible] - over)
        over -= widths[flexible] - kept
        widths[flexible] = kept
    while over > 0 and max(widths) > _LEAST:
        widths[widths.index(max(widths))] -= 1
        over -= 1
    return widths


def _width(text: str) -> int:
    """Returns the columns that a text takes up on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _padded(cell: str, width: int, mark: str) -> str:
    if _width(cell) > width:
        cell = cell[:width]
        while _width(cell) > width - len(mark):
            cell = cell[:-1]
        cell = cell.rstrip() + mark
    return cell + " " * (width - _width(cell))


def print_prose(text: str, ascii_only: bool = False, indent: int = 0) -> None:
    """Prints a paragraph; a terminal gets it wrapped at words, with all lines but the first indented."""
    if sys.stdout.isatty():
        columns = max(20, min(shutil.get_terminal_size().columns, 100))
        text = textwrap.fill(
            _as_ascii(text) if ascii_only else text, columns, subsequent_indent=" " * indent, break_on_hyphens=False
        )
    print_text(text, ascii_only)


def print_text(text: str, ascii_only: bool = False) -> None:
    """Prints cleaned text; with ``ascii_only`` what ASCII cannot say is replaced."""
    text = clean(text)
    if ascii_only:
        text = _as_ascii(text)
    try:
        _write(text + "\n")
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        _write(text.translate(_ASCII).encode(encoding, "replace").decode(encoding) + "\n")


def _as_ascii(text: str) -> str:
    """Returns ``text`` in ASCII: letters without their accents, signs in ASCII's likes, ``?`` for all else."""
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.translate(_ASCII)) if not unicodedata.combining(c))
    return bare.translate(_ASCII).encode("ascii", "replace").decode()


def print_error(text: str) -> None:
    """Prints a message to stderr; where that cannot be written there is nobody to tell."""
    with suppress(OSError):
        print(clean(text), file=sys.stderr, flush=True)


_ASCII = str.maketrans({
    "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "→": "->", "·": "-", "•": "*", "≥": ">=",
    "≤": "<=", "×": "x", "−": "-", "±": "+-", "µ": "u", "²": "2", "€": "EUR ", "£": "GBP ", "¥": "JPY ", "₩": "KRW ",
    "\u00a0": " ", "\u2009": " ", "\u202f": " ",
})  # fmt: skip


def age(value: datetime | None, now: datetime) -> str:
    """Returns how long ago a moment is, in one short word: ``5m``, ``3h``, ``2d``, then the date."""
    if value is None:
        return ""
    seconds = (now.astimezone(UTC) - value.astimezone(UTC)).total_seconds()
    if seconds < 0 or seconds >= 14 * 86400:
        return value.astimezone(now.tzinfo).strftime("%Y-%m-%d")
    if seconds < 3600:
        return f"{int(seconds // 60)}m"
    return f"{int(seconds // 3600)}h" if seconds < 86400 else f"{int(seconds // 86400)}d"
