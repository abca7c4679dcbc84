"""Blocks and inlines of a text as one compact JSON column, and HTML as a compressed one."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from reader.model.feeds import Enclosure
from reader.model.text import Block, BlockKind, Inline, InlineKind, Span

_BLOCKS = {
    BlockKind.PARAGRAPH: "p",
    BlockKind.HEADING: "h",
    BlockKind.ITEM: "i",
    BlockKind.ROW: "r",
    BlockKind.QUOTE: "q",
    BlockKind.CODE: "c",
    BlockKind.CAPTION: "f",
}
_INLINES = {
    InlineKind.LINK: "a",
    InlineKind.STRONG: "b",
    InlineKind.EMPHASIS: "i",
    InlineKind.CODE: "c",
    InlineKind.IMAGE: "m",
}
_BLOCK_OF = {letter: kind for kind, letter in _BLOCKS.items()}
_INLINE_OF = {letter: kind for kind, letter in _INLINES.items()}


def compact(value: Any) -> str:
    """Returns ``value`` as JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def dump_layout(blocks: Sequence[Block], inlines: Sequence[Inline]) -> str:
    """Returns ``[[start, end, kind, level, number, furniture]…], [[start, end, kind, href, alt]…]``, tails cut off.

    An item's trailing defaults are left out: most blocks are three values.
    """
    return compact([[_block(block) for block in blocks], [_inline(inline) for inline in inlines]])


def _block(block: Block) -> list[Any]:
    values: list[Any] = [block.start, block.end, _BLOCKS[block.kind], block.level, block.number, int(block.furniture)]
    if not block.furniture:
        values.pop()
        if block.number is None:
            values.pop()
            if not block.level:
                values.pop()
    return values


def _inline(inline: Inline) -> list[Any]:
    values: list[Any] = [inline.start, inline.end, _INLINES[inline.kind], inline.href, inline.alt]
    while values[-1] == "":
        values.pop()
    return values


def load_layout(layout: str) -> tuple[tuple[Block, ...], tuple[Inline, ...]]:
    """Returns the blocks and inlines that ``dump_layout`` wrote."""
    blocks, inlines = json.loads(layout)
    return (
        tuple(_read_block(*values) for values in blocks),
        tuple(Inline(start, end, _INLINE_OF[kind], *rest) for start, end, kind, *rest in inlines),
    )


def _read_block(
    start: int, end: int, kind: str, level: int = 0, number: int | None = None, furniture: int = 0
) -> Block:
    return Block(start, end, _BLOCK_OF[kind], level, number, bool(furniture))


def dump_spans(spans: Sequence[Span]) -> str:
    """Returns spans as one flat JSON list: start, end, start, end …"""
    return compact([place for span in spans for place in (span.start, span.end)])


def load_spans(spans: str) -> tuple[Span, ...]:
    places = json.loads(spans)
    return tuple(Span(start, end) for start, end in zip(places[::2], places[1::2], strict=True))


def dump_enclosures(enclosures: Sequence[Enclosure]) -> str:
    return compact([[item.url, item.type, item.length] for item in enclosures])


def load_enclosures(enclosures: str) -> tuple[Enclosure, ...]:
    return tuple(Enclosure(*values) for values in json.loads(enclosures))


def pack(text: str) -> bytes:
    """Returns text compressed (zlib): it is read for one article at a time.

    At its quickest: a better one halves little more and takes a sixth of all the time that a new entry takes. Tables
    of a quarter of the usual size are all that a short text fills, and clearing larger ones takes longer than it does.
    """
    packer = zlib.compressobj(1, zlib.DEFLATED, 13, 6)
    return packer.compress(text.encode("utf-8", "replace")) + packer.flush()


def unpack(data: bytes) -> str:
    return zlib.decompress(data).decode("utf-8")
