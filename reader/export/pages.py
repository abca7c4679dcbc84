"""Pages as files: the blocks that Tapeout owns, and everything round them that it never touches.

A block stands between two comment lines. It is replaced only where its digest is the one that was last written, so
nobody's words are lost: an edited block stays, and the new one is put below it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reader.export import front
from reader.model.exports import Exported, Page, PageBlock

EXPORTED = "exported"
VOLATILE = frozenset((EXPORTED, "as-of"))
"""front matter keys that are no reason to write a page anew"""
_BEGIN = re.compile(r"<!-- tapeout:begin ([a-z][a-z-]{0,40})(?: ([0-9a-f]{16}))? -->\s*$")
_END = re.compile(r"<!-- tapeout:end ([a-z][a-z-]{0,40}) -->\s*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a file's lines: a block of ours with its marks as they stand there, or other text."""

    text: str
    name: str | None = None
    begin: str = ""
    end: str = ""

    @property
    def mark(self) -> str | None:
        """The digest in the block's first mark."""
        found = _BEGIN.match(self.begin)
        return found[2] if found else None


@dataclass(frozen=True, slots=True)
class Merge:
    """A file's text as it is to be. ``changed``: more than volatile parts differ; ``kept``: a person's edit stayed."""

    text: str
    changed: bool
    kept: bool


def digest(text: str) -> str:
    """Returns the digest of a block's text; blanks at line ends and blank lines at its ends do not count."""
    lines = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")
    return hashlib.blake2b(lines.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def digests(page: Page) -> dict[str, str]:
    """Returns what is to be remembered of a page's blocks once it was written."""
    return {block.name: digest(block.text) for block in page.blocks if block.text}


def render(page: Page, marks: bool = True) -> str:
    """Returns a page as text. ``marks=False`` leaves out front matter and marks: the page as a person reads it."""
    shown = [block for block in page.blocks if block.text]
    if not marks:
        return "\n\n".join(block.text for block in shown) + "\n"
    head = front.Front().text([front.written(key, value) for key, value in page.front if value])
    return head + "\n" + _joined([part for block in shown for part in (_piece(block), Piece(""))])


def pieces(text: str) -> list[Piece]:
    """Returns a file's body cut at the marks; a mark without its partner is text like any other."""
    found: list[Piece] = []
    loose: list[str] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        begin = _BEGIN.match(lines[at])
        end = _end_of(lines, at, begin[1]) if begin else None
        if begin is None or end is None:
            loose.append(lines[at])
            at += 1
            continue
        if loose:
            found.append(Piece("\n".join(loose)))
            loose = []
        found.append(Piece("\n".join(lines[at + 1 : end]), begin[1], lines[at], lines[end]))
        at = end + 1
    return found + ([Piece("\n".join(loose))] if loose else [])


def _end_of(lines: Sequence[str], begin: int, name: str) -> int | None:
    for at in range(begin + 1, len(lines)):
        end = _END.match(lines[at])
        if end and end[1] == name:
            return at
        if end or _BEGIN.match(lines[at]):
            return None
    return None


def merge(current: str, page: Page, known: Exported | None) -> Merge:
    """Returns what becomes of a file that holds an earlier state of ``page``.

    ``known`` is what was remembered when it was written, None where nothing is: then a block counts as ours where
    its text still has the digest of its own mark. So it does where another run, here or on another machine, wrote
    the file since.
    """
    text = current.replace("\r\n", "\n")
    if known and _written_since(text, known):
        known = None
    steady = _put(text, page, known, quiet=True)
    if steady.text == text:
        return Merge(current, False, steady.kept)
    whole = _put(text, page, known, quiet=False)
    return Merge(whole.text.replace("\n", "\r\n") if "\r\n" in current else whole.text, True, whole.kept)


def _written_since(text: str, known: Exported) -> bool:
    """Says whether a file was exported later than is remembered."""
    there, _ = front.split(text)
    told = next(
        (front.value_of(lines) for key, lines in front.entries(there.lines if there else ()) if key == EXPORTED), ""
    )
    last = known.front.get(EXPORTED, "")
    try:
        return datetime.fromisoformat(str(told)) > datetime.fromisoformat(str(last))
    except (TypeError, ValueError):  # no moment, or one without a zone
        return False


def _put(text: str, page: Page, known: Exported | None, quiet: bool) -> Merge:
    """Merges; ``quiet`` leaves the volatile parts as they are."""
    there, rest = front.split(text)
    told = front.merge(
        there.lines if there else (), page.front, known.front if known else {}, VOLATILE if quiet else frozenset()
    )
    parts, kept = _blocks(pieces(rest), page, known.blocks if known else None, quiet)
    head = (there or front.Front()).text(told.lines) if there or told.lines else ""
    return Merge(head + _joined(parts), True, kept or told.kept)


def _blocks(
    parts: Sequence[Piece], page: Page, known: Mapping[str, str] | None, quiet: bool
) -> tuple[list[Piece], bool]:
    new = {block.name: block for block in page.blocks if block.text}
    out: list[Piece] = []
    still = {name for name, block in new.items() if quiet and block.volatile}
    done = set(still)
    kept = False
    for part in parts:
        block = new.get(part.name or "")
        if part.name is None or (block and digest(part.text) == digest(block.text)):
            done |= {part.name} if part.name else set()
            out.append(part)
        elif not _ours(part, known):
            kept = True
            out.append(part)
        elif block is None:
            continue
        else:
            out.append(part if part.name in still else _piece(block))
            done.add(part.name)
    return _with_missing(out, page, done), kept


def _ours(part: Piece, known: Mapping[str, str] | None) -> bool:
    """Says whether a block holds what we wrote last, or where nothing is known of the page, what its own mark says.

    A block of a name that this page never had was put there by a person, out of another page.
    """
    return digest(part.text) == (part.mark if known is None else known.get(part.name or ""))


def _with_missing(parts: list[Piece], page: Page, done: set[str]) -> list[Piece]:
    """Puts each block that the file lacks below an edited one of its name, else below the block before it."""
    before: str | None = None
    for block in page.blocks:
        if block.text and block.name not in done:
            above = _last(parts, block.name) or _last(parts, before)
            place = above or (0 if any(part.name for part in parts) else len(parts))
            gap = [Piece("")] if place and parts[place - 1].name else []
            parts[place:place] = [*gap, _piece(block), *([] if gap and place < len(parts) else [Piece("")])]
        if _last(parts, block.name):
            before = block.name
    return parts


def _last(parts: Sequence[Piece], name: str | None) -> int:
    """Returns the place behind the last block of that name, 0 where there is none."""
    return max((at + 1 for at, part in enumerate(parts) if name and part.name == name), default=0)


def _piece(block: PageBlock) -> Piece:
    begin = f"<!-- tapeout:begin {block.name} {digest(block.text)} -->"
    return Piece(f"\n{block.text}\n", block.name, begin, f"<!-- tapeout:end {block.name} -->")


def _joined(parts: Sequence[Piece]) -> str:
    lines: list[str] = []
    for part in parts:
        lines += [part.text] if part.name is None else [part.begin, part.text, part.end]
    return "\n".join(lines)
