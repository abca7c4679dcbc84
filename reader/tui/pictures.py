"""Pictures in an article: two pixels in each cell of the terminal, the upper half block and its ground."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from textual.color import Color
from textual.content import Content, Span
from textual.style import Style

from reader.clean import clean_line

SIDE = 400
"""pixels of a side that is taken from a child's answer at most"""


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels, three bytes each, row by row."""

    width: int
    height: int
    rgb: bytes

    def lines(self) -> list[Content]:
        """Returns the picture as lines of half blocks."""
        out = []
        for top in range(0, self.height, 2):
            spans = []
            for x in range(self.width):
                upper = self._at(x, top)
                lower = self._at(x, top + 1) if top + 1 < self.height else None
                spans.append(Span(x, x + 1, Style(foreground=upper, background=lower)))
            out.append(Content("▀" * self.width, spans))
        return out

    def _at(self, x: int, y: int) -> Color:
        at = 3 * (y * self.width + x)
        return Color(*self.rgb[at : at + 3])


def read_pictures(answer: bytes) -> tuple[dict[str, Picture], list[str]]:
    """Returns the pictures of a child's answer by address, and what went wrong. Raises ValueError for no answer."""
    pictures: dict[str, Picture] = {}
    wrong: list[str] = []
    told = json.loads(answer)
    try:
        for item in told["pictures"]:
            if item["error"]:
                wrong.append(clean_line(str(item["error"]), 200))
                continue
            width, height, rgb = int(item["width"]), int(item["height"]), base64.b64decode(item["rgb"], validate=True)
            if 0 < width <= SIDE and 0 < height <= SIDE and len(rgb) == 3 * width * height:
                pictures[str(item["url"])] = Picture(width, height, rgb)
    except (KeyError, TypeError, binascii.Error) as error:
        raise ValueError("no pictures") from error
    return pictures, wrong
