"""ASCII mode: one filter over all that goes to the screen, so that no widget has to know of it."""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_SIGNS = str.maketrans({
    "●": "*", "○": "o", "◆": "#", "◇": "~", "★": "*", "☆": "o", "✓": "+", "✗": "x", "✕": "x", "•": "*", "·": "-",
    "…": ".", "▌": ">", "▎": "|", "▏": "|", "▸": ">", "▾": "v", "◂": "<", "→": ">", "←": "<", "↑": "^", "↓": "v",
    "↗": "^", "↘": "v", "≈": "~", "≥": ">", "≤": "<", "≠": "!", "×": "x", "−": "-", "–": "-", "—": "-", "‑": "-",
    "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "€": "E", "£": "L", "¥": "Y", "₩": "W",
    "°": "o", "²": "2", "³": "3", "µ": "u", "│": "|", "┃": "|", "─": "-", "━": "-", "╌": "-", "┄": "-", "╭": "+",
    "╮": "+", "╰": "+", "╯": "+", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+",
    "┼": "+", "╞": "+", "╡": "+", "═": "=", "╪": "+", "▁": "_", "▂": ".", "▃": ".", "▄": "-", "▅": "-", "▆": "=",
    "▇": "=", "█": "#", "▔": "-", "▕": "|", "▊": "|", "▍": "|", "▀": "-", "▐": "|", "░": ".", "▒": ":", "▓": "#",
    "◐": "o", "◷": "@", "⚠": "!", "✎": "n", "⟳": "~", "⚑": "!", "∅": "0", "⏎": "<", "▲": "^", "▼": "v", "▶": ">",
    "◀": "<", "■": "#", "□": "o", "▪": "*", "\u00a0": " ", "ß": "s", "ø": "o", "ł": "l", "æ": "a", "œ": "o",
    "Ø": "O", "Ł": "L", "Æ": "A", "þ": "t", "ð": "d", "╴": "-", "╶": "-", "┊": "|", "┆": "|", "⋯": ".",
    "‹": "<", "›": ">", "≡": "=",
})  # fmt: skip


def to_ascii(text: str) -> str:
    """Returns ``text`` in ASCII with the same number of cells; what has no like becomes ``?``."""
    if text.isascii():
        return text
    text = text.translate(_SIGNS)
    if text.isascii():
        return text
    return "".join(char if char.isascii() else _fold(char) for char in text)


def _fold(char: str) -> str:
    width = cell_len(char)
    if width == 0:
        return ""
    if 0x2800 <= ord(char) < 0x2900:
        return " " if char == "\u2800" else "."
    base = unicodedata.normalize("NFKD", char)[0]
    return base if base.isascii() and base.isprintable() and width == 1 else "?" * width


class AsciiFilter(LineFilter):
    """Turns every segment into ASCII of the same width."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment if segment.text.isascii() else Segment(to_ascii(segment.text), segment.style, segment.control)
            for segment in segments
        ]
