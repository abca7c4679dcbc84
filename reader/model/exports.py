"""What leaves the program: pages made of blocks, and what is remembered of those that were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PageBlock:
    """One part of a page that Tapeout owns; ``volatile`` ones are no reason to write a page anew."""

    name: str
    text: str
    volatile: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page before it is a file.

    ``id`` is a public id, ``kind`` what the page is of it (``article``, ``briefing``, ``note``, ``timeline``,
    ``figures``). ``front`` values are strings or tuples of strings; ``memory`` is what the next page of the same
    kind compares itself with.
    """

    id: str
    kind: str
    title: str
    day: date | None
    front: tuple[tuple[str, str | tuple[str, ...]], ...]
    blocks: tuple[PageBlock, ...]
    memory: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """What is remembered of a page that was written into a folder.

    ``root`` is the folder's resolved path, ``path`` the file's within it. ``blocks`` are digests of the blocks as they
    were last written, ``front`` the front matter values.
    """

    root: str
    id: str
    kind: str
    path: str
    written: datetime
    blocks: Mapping[str, str] = field(default_factory=dict)
    front: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    memory: str = ""
