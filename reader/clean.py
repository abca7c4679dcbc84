"""The one cleaner of text from outside: called at ingest and again by every renderer, exporter and message.

Textual and Rich pass ESC and the C1 controls on to the terminal, so a title could drive it (OSC 52 writes the
clipboard, CSI moves the cursor); bidirectional overrides make a line read as another one (CVE-2021-42574).
"""

from __future__ import annotations

import re
import unicodedata

TITLE_LIMIT = 500
AUTHOR_LIMIT = 200
UNTITLED = "(untitled)"

_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # Cc but tab and newline
    "\ud800-\udfff"  # lone surrogates
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides, isolates
    "\ufeff\u2060]"  # byte order mark, word joiner: invisible
)
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{8})"
                    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")  # fmt: skip
_VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200f\u3164\u115f\u1160\u2800]")


def clean(text: str) -> str:
    """Returns ``text`` in NFC without control characters (newline and tab stay), bidi overrides and surrogates.

    Carriage returns become newlines first. The function is idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def clean_line(text: str, limit: int = TITLE_LIMIT) -> str:
    """Returns ``text`` cleaned, on one line, cut to ``limit`` characters, without towers of combining marks."""
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    line = _SPACE.sub(" ", clean(text[: limit * 8])).strip()
    line = _MARKS.sub(r"\1", line)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def clean_title(text: str) -> str:
    """Returns a title fit for a list: one cleaned line, ``(untitled)`` where nothing would show."""
    line = clean_line(text)
    return line if _VISIBLE.search(line) else UNTITLED
