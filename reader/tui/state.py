"""What the reader remembers between runs: theme, lens, order, sizes of panels, the article under the cursor. Losing it
harms nothing."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from reader.tui.lenses import UNREAD, Lens, LensKind
from reader.tui.orders import Grouping, Sort


@dataclass(frozen=True, slots=True)
class Sizes:
    """The widths of the panels: the left one's in cells, the middle one's in hundredths of what is left of it. 0 leaves
    the choice to the terminal's width."""

    nav: int = 0
    middle: int = 0


@dataclass(frozen=True, slots=True)
class ReaderState:
    """``theme`` is empty where the settings decide."""

    lens: Lens = UNREAD
    article: str | None = None
    theme: str = ""
    sort: Sort = Sort.NEWEST
    group: Grouping = Grouping.NONE
    sizes: Sizes = Sizes()


def load_state(path: Path | None) -> ReaderState:
    """Returns what was remembered; the defaults where there is nothing, or nothing that can be read."""
    if path is None:
        return ReaderState()
    try:
        told = json.loads(path.read_text("utf-8"))
        lens = Lens(LensKind(told["lens"]["kind"]), str(told["lens"]["label"]), str(told["lens"]["value"]))
        article = told.get("article")
        nav, middle = (int(size) for size in told.get("sizes", (0, 0)))
        return ReaderState(
            lens,
            str(article) if article else None,
            str(told.get("theme") or ""),
            Sort(told.get("sort", Sort.NEWEST)),
            Grouping(told.get("group", Grouping.NONE)),
            Sizes(nav, middle),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ReaderState()


def save_state(path: Path | None, state: ReaderState) -> None:
    """Remembers a state. A folder that cannot be written is no reason to complain."""
    if path is None:
        return
    lens = {"kind": state.lens.kind.value, "label": state.lens.label, "value": state.lens.value}
    told = {
        "lens": lens, "article": state.article, "theme": state.theme, "sort": state.sort, "group": state.group,
        "sizes": [state.sizes.nav, state.sizes.middle],
    }  # fmt: skip
    text = json.dumps(told, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".reader-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except OSError:
        return
