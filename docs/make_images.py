"""Draws the README's pictures: the real reader on the demo's stories, saved as SVG.

    python docs/make_images.py

Needs the development set-up; touches no network. The clock stands at the day of the newest sample.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from reader.analysis.lexicon import Lexicon
from reader.config import Settings
from reader.gazetteer import read_companies, read_topics
from reader.pipeline.samples import load_samples
from reader.store.connection import Store
from reader.tui.app import TapeoutApp
from reader.tui.library import Library

FOLDER = Path(__file__).resolve().parent / "images"
SIZE = (120, 36)
NOW = datetime(2026, 6, 24, 18, 0, tzinfo=UTC)
PICTURES = {
    "reading": ["down", "enter"],
    "dossier": ["S"],
    "timeline": ["S", "L", *["down"] * 5],
    "ledger": ["S", "v"],
}


def _now() -> datetime:
    return NOW


async def draw(store: Path, name: str, keys: list[str]) -> str:
    """Returns the SVG of the reader after ``keys``."""
    library = Library(store, _now)
    try:
        app = TapeoutApp(library, Settings(theme="dark"), ["true"], _now, offer_demo=False)
        async with app.run_test(size=SIZE) as pilot:
            for key in keys:
                await pilot.pause(0.3)
                await pilot.press(key)
            await pilot.pause(1.0)
            return app.export_screenshot(title="tapeout")
    finally:
        library.close()


def tidy(svg: str) -> str:
    """Returns the SVG without fonts from elsewhere: a picture in the README asks nobody for anything."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    return re.sub(r"\n\s*\n+", "\n", svg)


def main() -> None:
    """Draws every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    lexicon = Lexicon.of(read_companies(), read_topics())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        with Store.open(path) as store:
            for _ in load_samples(store, lexicon, _now):
                pass
        for name, keys in PICTURES.items():
            (FOLDER / f"{name}.svg").write_text(tidy(asyncio.run(draw(path, name, keys))), "utf-8")


if __name__ == "__main__":
    main()
