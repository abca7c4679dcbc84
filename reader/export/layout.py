"""The text of an article as Markdown: its blocks, links and emphasis, in the order and nesting that they had."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.export.markdown import fence, inline, link, safe_url
from reader.model.articles import Article
from reader.model.text import Block, BlockKind, Inline, InlineKind

_MARKS = {InlineKind.STRONG: "**", InlineKind.EMPHASIS: "*"}
_WORDLIKE = re.compile(r"[^\W_]")
_TIGHT = {BlockKind.ITEM: "\n", BlockKind.ROW: "\\\n"}
"""what parts two blocks of a kind, where that is no blank line: the rows of a table are lines of one paragraph"""
DEEPEST = 9
"""levels of lists kept"""


def body(article: Article, heading: int = 2) -> str:
    """Returns the article's text as Markdown without its furniture; its highest headings stand one below ``heading``.

    Articles without a layout are put paragraph by paragraph. The result has no blank lines at its ends.
    """
    blocks = article.blocks or _paragraphs(article.text)
    images = [run for run in article.inlines if run.kind is InlineKind.IMAGE]
    levels = [block.level for block in blocks if block.kind is BlockKind.HEADING and not block.furniture]
    heading += 1 - max(min(levels, default=1), 1)
    parts: list[str] = []
    before: Block | None = None
    depth = 0
    for block in blocks:
        if block.furniture:
            continue
        depth = min(max(block.level, 1), depth + 1, DEEPEST) if block.kind is BlockKind.ITEM else 0
        shown = _shown(article, block, images)
        if not shown:
            continue
        gap = _TIGHT.get(block.kind, "\n\n") if before is not None and before.kind is block.kind else "\n\n"
        parts.append(gap + _put(block, shown, depth, heading))
        before = block
    return "".join(parts).strip("\n")


def _put(block: Block, shown: str, depth: int, heading: int) -> str:
    if block.kind is BlockKind.HEADING:
        return f"{'#' * min(6, heading + max(block.level, 1))} {shown}"
    if block.kind is BlockKind.ITEM:
        sign = f"{block.number}." if block.number is not None and 0 <= block.number <= 99 else "-"
        return f"{'    ' * (depth - 1)}{sign} {shown}"
    if block.kind is BlockKind.QUOTE:
        return f"> {shown}"
    return shown


def _shown(article: Article, block: Block, images: list[Inline]) -> str:
    if block.kind is BlockKind.CODE:
        code = article.text[block.start : block.end]
        return fence(code) if code.strip() else ""
    runs = [run for run in article.inlines if block.start <= run.start < run.end <= block.end]
    shown = _styled(article.text, block.start, block.end, runs)
    while images and images[0].start <= block.end:
        picture = images.pop(0)
        if picture.start >= block.start and safe_url(picture.href):
            shown = f"{shown} {link(f'Image: {picture.alt or picture.href}', picture.href)}".strip()
    return shown


def _styled(text: str, start: int, end: int, runs: Sequence[Inline]) -> str:
    """Returns a range of text with its links and emphasis; runs that overlap an earlier one are plain text."""
    parts: list[str] = []
    at = start
    for run in sorted(runs, key=lambda r: (r.start, -r.end)):
        if run.start < at or run.kind in (InlineKind.CODE, InlineKind.IMAGE):
            continue
        words = text[run.start : run.end]
        if run.kind is InlineKind.LINK:
            marked = link(words, run.href) if safe_url(run.href) and words.strip() else None
        else:
            # Emphasis holds only where its ends touch letters, so that no neighbour can change what the stars mean.
            mark = _MARKS[run.kind]
            whole = bool(_WORDLIKE.match(words[:1]) and _WORDLIKE.match(words[-1:]))
            marked = f"{mark}{inline(words, start=False)}{mark}" if whole else None
        if marked is None:
            continue
        before = text[at : run.start]
        parts.append(inline(before, start=False) if parts else _opening(before))
        if run.kind is InlineKind.LINK and words[:1].isspace() and parts[-1] and not parts[-1].endswith(" "):
            parts.append(" ")
        parts.append(marked)
        if run.kind is InlineKind.LINK and words[-1:].isspace():
            parts.append(" ")
        at = run.end
    rest = text[at:end]
    parts.append(inline(rest, start=False) if parts else inline(rest))
    return "".join(parts).strip()


def _opening(text: str) -> str:
    """Returns what stands before the first run: it may begin a block, and its last blank counts."""
    shown = inline(text)
    return shown + " " if shown and text[-1:].isspace() else shown


def _paragraphs(text: str) -> tuple[Block, ...]:
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(at, at + len(line)))
        at += len(line) + 1
    return tuple(blocks)
