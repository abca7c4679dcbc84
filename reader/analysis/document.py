"""The article as the analysis sees it: sentences by index, furniture left out, the outlet's own calendar day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from reader.analysis.lexicon import fold
from reader.model.articles import Article
from reader.model.text import Block, BlockKind, Span
from reader.sentences import sentences

READ = 40_000
"""characters of an article that are analysed: some 6,500 words; the rest of a longer text is shown and not analysed"""


@dataclass(frozen=True, slots=True)
class Document:
    """One article prepared for analysis.

    ``sentences`` are the spans of the sentences outside furniture within the first ``READ`` characters, in order,
    never crossing a block; ``kinds`` and ``block_of`` give for each its block's kind and index in ``blocks``.
    ``moment`` is the publication time with the outlet's own offset (first seen where absent), ``dated`` says whether
    the publication date was believable.
    """

    article: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    kinds: tuple[BlockKind, ...]
    block_of: tuple[int, ...]
    moment: datetime
    dated: bool
    origin: str = ""
    folded: str = ""
    """the part of ``text`` that is read, in lower case and with plain signs (``lexicon.fold``), offsets unchanged"""
    starts: tuple[int, ...] = ()
    """where each sentence starts"""

    @property
    def day(self) -> date:
        """The day of publication in the outlet's own time zone."""
        return self.moment.date()

    def sentence_at(self, offset: int) -> int | None:
        """Returns the index of the sentence that holds the character at ``offset``, None in furniture."""
        index = bisect_right(self.starts, offset) - 1
        return index if index >= 0 and offset < self.sentences[index].end else None

    def sentence(self, index: int) -> str:
        return self.sentences[index].of(self.text)


def read_document(article: Article) -> Document:
    """Returns the document of an article; an article without blocks counts each line as a paragraph."""
    blocks = article.blocks or _lines(article.text)
    spans, kinds, owners = [], [], []
    at = 0
    for span in _sentences(article.text, blocks):
        while at + 1 < len(blocks) and span.start >= blocks[at].end:
            at += 1
        if not blocks[at].furniture:
            spans.append(span)
            kinds.append(blocks[at].kind)
            owners.append(at)
    return Document(
        article=article.id,
        title=article.title,
        text=article.text,
        blocks=tuple(blocks),
        sentences=tuple(spans),
        kinds=tuple(kinds),
        block_of=tuple(owners),
        moment=article.day,
        dated=article.published is not None,
        origin=article.origin,
        folded=fold(article.text[:READ]),
        starts=tuple(span.start for span in spans),
    )


def _sentences(text: str, blocks: Sequence[Block]) -> Sequence[Span]:
    """Returns the sentences that end within the part that is read."""
    if len(text) <= READ:
        return sentences(text, blocks)
    read = [replace(block, end=min(block.end, READ)) for block in blocks if block.start < READ]
    return [span for span in sentences(text[:READ], read) if span.end < READ]


def _lines(text: str) -> tuple[Block, ...]:
    out, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append(Block(start, start + len(line)))
        start += len(line) + 1
    return tuple(out)
