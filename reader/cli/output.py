"""What a verb prints: one JSON document, or one item a line. Every text passes the cleaner on its way out."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from reader.clean import clean, clean_line
from reader.errors import TapeoutError


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
    if not sys.stdout.isatty():
        for row in table:
            print_text("\t".join(row), ascii_only)
        return
    if not table:
        return
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    room = shutil.get_terminal_size().columns
    if flexible is not None:
        others = sum(w for i, w in enumerate(widths) if i != flexible) + 2 * (len(widths) - 1)
        widths[flexible] = max(20, min(widths[flexible], room - others))
    for row in table:
        cells = [cell if len(cell) <= w else cell[: w - 1] + "…" for cell, w in zip(row, widths, strict=True)]
        line = "  ".join(cell.ljust(w) for cell, w in zip(cells, widths, strict=True)).rstrip()
        print_text(line, ascii_only)


def print_text(text: str, ascii_only: bool = False) -> None:
    """Prints cleaned text; with ``ascii_only`` what ASCII cannot say is replaced."""
    text = clean(text)
    if ascii_only:
        text = text.translate(_ASCII).encode("ascii", "replace").decode()
    try:
        _write(text + "\n")
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        _write(text.translate(_ASCII).encode(encoding, "replace").decode(encoding) + "\n")


def print_error(text: str) -> None:
    """Prints a message to stderr; where that cannot be written there is nobody to tell."""
    with suppress(OSError):
        print(clean(text), file=sys.stderr, flush=True)


_ASCII = str.maketrans({"…": "...", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "→": "->", "·": "-"})


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


_SCALES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_PREFIXED = {"W": "W", "Wh": "Wh", "B": "B", "B/s": "B/s", "bit/s": "bit/s", "FLOP/s": "FLOP/s"}


def amount(value: float, unit: str) -> str:
    """Returns a value in base units as people write it: ``USD 1.2B``, ``750 MW``, ``69%``, ``20 ms``."""
    if unit == "%":
        return f"{value:g}%"
    if unit == "x":
        return f"{value:g}x"
    if unit == "s" and value < 1:
        return f"{value * 1e3:g} ms" if value >= 1e-3 else f"{value * 1e6:g} µs"
    scaled, letter = value, ""
    for size, name in _SCALES:
        if abs(value) >= size:
            scaled, letter = value / size, name
            break
    if unit in _PREFIXED:
        return f"{scaled:.4g} {letter.replace('B', 'G')}{unit}"
    if len(unit) == 3 and unit.isupper():
        return f"{unit} {scaled:.4g}{letter}"
    return f"{scaled:.4g}{letter} {unit}"
