"""A page and a folder with its memory, for tests of what happens when a page is exported again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from reader.export.files import Folder, Outcome
from reader.model.exports import Exported, Page, PageBlock

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def page(
    summary: str = "- One fact", figures: str = "- 1", status: str = "As of today.", risks: str = "", **changes: object
) -> Page:
    made = Page(
        "s0123456789ab", "briefing", "A story", date(2026, 4, 18),
        (("title", "A story"), ("tapeout-id", "s0123456789ab"), ("tapeout-kind", "briefing"),
         ("exported", NOW.isoformat())),
        (PageBlock("status", status, volatile=True), PageBlock("summary", summary), PageBlock("figures", figures),
         PageBlock("risks", risks)),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


class Vault:
    """A folder with its memory, as the store keeps it between runs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.known: dict[str, Exported] = {}
        self.now = NOW

    def export(self, made: Page) -> Outcome:
        self.now += timedelta(minutes=1)
        front = tuple((k, self.now.isoformat() if k == "exported" else v) for k, v in made.front)
        outcome = Folder(self.root).write(replace(made, front=front), self.known.get(made.id), self.now)
        if outcome.exported:
            self.known[made.id] = outcome.exported
        return outcome

    def edit(self, path: Path, old: str, new: str) -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
