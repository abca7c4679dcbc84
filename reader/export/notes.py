"""A person's notes as pages of their own and as a part of other pages. Their Markdown is theirs and stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from reader.clean import clean
from reader.export.front import ID_KEY, KIND_KEY, Value, literal
from reader.export.markdown import inline
from reader.export.sources import Links
from reader.export.wording import day_words
from reader.model.articles import Note
from reader.model.exports import Page, PageBlock

KIND = "note"
_HEAD = re.compile(r"(#{1,6})(?=\s|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_LOST = "*The quoted sentence is no longer in the text of the article.*"


def own_text(body: str) -> str:
    """Returns a note's Markdown with nothing changed but what could be taken for a mark of ours."""
    return clean(body).replace("<!-- tapeout:", "<!-- note:").strip("\n")


def _below(body: str, levels: int) -> str:
    """Returns Markdown with its headings moved down, so that they stand below those of the page round it."""
    lines = []
    fence = ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if mark and (not fence or (mark[1].startswith(fence) and not mark[2].strip())):
            fence = "" if fence else mark[1]
        head = _HEAD.match(line) if not fence else None
        lines.append(f"{'#' * min(6, len(head[1]) + levels)}{line[len(head[1]) :]}" if head else line)
    return "\n".join(lines)


def quote_text(note: Note, lost: bool) -> str:
    """Returns the sentence that a note stands on as a quotation, and that it is gone where it is."""
    if not note.quote:
        return ""
    return f"> {inline(note.quote)}" + (f"\n\n{_LOST}" if lost else "")


def notes_text(notes: Sequence[Note], lost: frozenset[str] = frozenset()) -> str:
    """Returns notes as a part of another page, oldest first."""
    parts = []
    for note in sorted(notes, key=lambda note: (note.created, note.id)):
        quote = quote_text(note, note.id in lost)
        parts += [f"**{day_words(note.created)}**", *([quote] if quote else []), _below(own_text(note.body), 2)]
    return "\n\n".join(part for part in parts if part)


def note_title(note: Note, target: str) -> str:
    """Returns the first words of a note, else what it is about."""
    for line in note.body.split("\n"):
        words = " ".join(line.strip().strip("#>*-_` ").split())
        if words:
            return words if len(words) <= 80 else words[:80].rpartition(" ")[0] or words[:80]
    return f"Note on {target}"


def note_page(note: Note, target: str, kind: str, links: Links, exported: datetime, lost: bool = False) -> Page:
    """Returns a note as a page.

    ``target`` is the title of what it is on, ``kind`` the kind of the target's page (``article`` or ``briefing``).
    """
    title = note_title(note, target)
    front: tuple[tuple[str, Value], ...] = (
        ("title", literal(title)),
        ("aliases", (note.id,)),
        ("about", literal(target)),
        ("about-id", note.target),
        ("created", note.created.astimezone(UTC).isoformat(timespec="seconds")),
        ("updated", note.updated.astimezone(UTC).isoformat(timespec="seconds")),
        (ID_KEY, note.id),
        (KIND_KEY, KIND),
        ("exported", exported.isoformat(timespec="seconds")),
    )
    head = [f"On {links.page(target, note.target, kind)}, {day_words(note.created)}.", quote_text(note, lost)]
    blocks = (
        PageBlock("head", "\n\n".join(part for part in head if part)),
        PageBlock("note", own_text(note.body)),
    )
    return Page(note.id, KIND, title, note.created.date(), front, blocks)
