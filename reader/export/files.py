"""A folder that pages are exported into: found again by their id, written atomically, never outside, never over a
person's words."""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import re
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from reader.clean import clean_line
from reader.errors import TapeoutError, UsageError
from reader.export import front, pages
from reader.export.front import ID_KEY, KIND_KEY
from reader.export.names import file_name
from reader.model.exports import Exported, Page

_NO_TEXT = re.compile("[\ud800-\udfff]")
"""bytes of a file name that are no UTF-8: it can be neither remembered nor linked to"""
_HEAD = 64 * 1024
_LARGEST = 16 * 1024 * 1024
_MOST_FILES = 200_000


class ExportError(TapeoutError):
    """A page could not be written; the message names the file and the cause."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page. ``kept``: the file holds a person's edits of our blocks, which were left alone."""

    path: Path
    written: bool
    kept: bool
    exported: Exported | None
    """what is to be remembered now, None where the file could not be read as a page and was left alone"""
    edited: Path | None = None
    """the file with the person's words, where ``path`` is the one that was put beside it"""


class Folder:
    """One export folder. The index of its pages is made once, so one run uses one Folder."""

    def __init__(self, root: Path) -> None:
        """Makes the folder where it is missing. Raises UsageError where it is none or cannot be made."""
        try:
            root.mkdir(parents=True, exist_ok=True)
            self.root = root.resolve(strict=True)
            if not self.root.is_dir():
                raise NotADirectoryError(0, "not a folder")
        except OSError as error:
            told = error.strerror or str(error)
            raise UsageError(f"{clean_line(str(root))}: cannot be exported into: {told}") from error
        self._index: dict[tuple[str, str], list[str]] | None = None

    def find(self, key: tuple[str, str], known: Exported | None) -> Path | None:
        """Returns the file that holds the page of an id and a kind, wherever in the folder and whatever it is called.

        ``known`` is what was remembered of it.
        """
        if known is not None and known.root == str(self.root) and self._holds(known.path) == key:
            return self.root / known.path
        if self._index is None:
            self._index = {}
            for path in self._pages():
                if found := self._holds(path):
                    self._index.setdefault(found, []).append(path)
        paths = sorted(self._index.get(key, []))
        return self.root / paths[0] if paths else None

    def write(self, page: Page, known: Exported | None, now: datetime) -> Outcome:
        """Writes a page, or leaves it where nothing but volatile parts would change.

        ``known`` is what was remembered of the page in this folder, None where nothing is. Raises ExportError where
        the folder cannot be written.
        """
        try:
            path = self.find((page.id, page.kind), known)
            if path is None:
                return self._new(page, now)
            return self._again(path, page, known, now)
        except OSError as error:
            raise ExportError(
                f"{self.root}: cannot write {clean_line(page.title, 60)!r}: {error.strerror or error}"
            ) from error

    def write_data(self, name: str, data: bytes, id: str, kind: str, known: Exported | None, now: datetime) -> Outcome:
        """Writes a file of data (CSV, JSON). One that a person changed stays, and the new one lies beside it.

        Raises ExportError where the folder cannot be written.
        """
        here = known if known is not None and known.root == str(self.root) else None
        relative = here.path if here and not self._leads_away(here.path) else name
        path = self.root / relative
        exported = Exported(str(self.root), id, kind, relative, now, {"file": _digest(data)})
        try:
            if not path.is_symlink() and path.is_file():
                current = path.read_bytes()
                if current == data:
                    return Outcome(path, False, False, exported)
                if here is None or here.blocks.get("file") != _digest(current):
                    return self._beside(path, data, here or replace(exported, blocks={}))
            write_atomically(path, data)
        except OSError as error:
            raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error
        return Outcome(path, True, False, exported)

    def _beside(self, path: Path, data: bytes, known: Exported) -> Outcome:
        """Puts data beside a file that a person changed, in a file that is ours and unchanged or in a new one."""
        told = replace(known, blocks={**known.blocks, "beside": _digest(data)})
        for number in itertools.count(1):
            beside = path.with_name(f"{path.stem}-new{f'-{number}' if number > 1 else ''}{path.suffix}")
            if not os.path.lexists(beside):
                break
            current = None if beside.is_symlink() or not beside.is_file() else beside.read_bytes()
            if current == data:
                return Outcome(beside, False, True, told, path)
            if current is not None and _digest(current) == known.blocks.get("beside"):
                break
        write_atomically(beside, data)
        return Outcome(beside, True, True, told, path)

    def _leads_away(self, path: str) -> bool:
        """Says whether a path within the folder is none: absolute, with "..", or over a link."""
        parts = Path(path).parts
        if os.path.isabs(path) or ".." in parts:
            return True
        return any((self.root / Path(*parts[: at + 1])).is_symlink() for at in range(len(parts)))

    def _new(self, page: Page, now: datetime) -> Outcome:
        name = file_name(page.day, page.title, page.id if page.kind in ("article", "briefing", "note") else
                         f"{page.id}-{page.kind}")  # fmt: skip
        taken = {entry.name.casefold() for entry in os.scandir(self.root)}
        data = pages.render(page).encode()
        stem = name.removesuffix(".md")
        for number in itertools.count(2):
            try:
                if name.casefold() in taken:
                    raise FileExistsError
                write_atomically(self.root / name, data, new=True)
                break
            except FileExistsError:
                if self._holds(name) == (page.id, page.kind):  # made by an export that runs beside this one
                    return self._again(self.root / name, page, None, now)
            name = f"{stem}-{number}.md"
        path = self.root / name
        if self._index is not None:
            self._index.setdefault((page.id, page.kind), []).append(name)
        return Outcome(path, True, False, self._exported(page, name, now))

    def _again(self, path: Path, page: Page, known: Exported | None, now: datetime) -> Outcome:
        for _ in range(3):
            data = path.read_bytes()
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                return Outcome(path, False, True, None)
            mark = "\ufeff" if text.startswith("\ufeff") else ""
            merged = pages.merge(text.removeprefix(mark), page, known)
            relative = str(path.relative_to(self.root))
            if not merged.changed:
                same = replace(known, path=relative) if known else self._exported(page, relative, now)
                return Outcome(path, False, merged.kept, same)
            # Another program may have saved the file in the meantime: then its words count and we merge again.
            if path.read_bytes() == data:
                write_atomically(path, (mark + merged.text).encode(), mode=stat.S_IMODE(path.stat().st_mode))
                return Outcome(path, True, merged.kept, self._exported(page, relative, now))
        raise ExportError(f"{path}: another program keeps changing the file")

    def _exported(self, page: Page, path: str, now: datetime) -> Exported:
        return Exported(
            str(self.root), page.id, page.kind, path, now, pages.digests(page), dict(page.front), page.memory
        )

    def _holds(self, path: str) -> tuple[str, str] | None:
        """Returns id and kind of the page in a file of the folder, None for a file of another kind or a link."""
        try:
            if self._leads_away(path):
                return None
            at = self.root / path
            if not at.is_file() or at.stat().st_size > _LARGEST:
                return None
            with at.open("rb") as file:
                head = file.read(_HEAD).decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n")
        except OSError:
            return None
        found, _ = front.split(head)
        values = {key: front.value_of(lines) for key, lines in front.entries(found.lines) if key} if found else {}
        page, kind = values.get(ID_KEY), values.get(KIND_KEY)
        return (page, kind) if isinstance(page, str) and isinstance(kind, str) else None

    def _pages(self) -> Iterator[str]:
        """Yields the Markdown files below the folder, without following links or entering hidden folders."""
        seen = 0
        for folder, folders, files in os.walk(self.root, followlinks=False):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                seen += 1
                if seen > _MOST_FILES:
                    return
                path = str((Path(folder) / name).relative_to(self.root))
                if name.lower().endswith(".md") and not _NO_TEXT.search(path):
                    yield path


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def write_atomically(path: Path, data: bytes, mode: int = 0o600, new: bool = False) -> None:
    """Writes a file so that at every moment either the old or the new one is there whole, on disk.

    A link that lies at ``path`` is replaced, never followed. Raises OSError, for a ``new`` file FileExistsError where
    one is there already.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    temporary = f".tapeout-{secrets.token_hex(8)}.tmp"
    try:
        flags = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY
        file = os.open(temporary, flags, 0o600, dir_fd=folder)
        try:
            with os.fdopen(file, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fchmod(stream.fileno(), mode)
                os.fsync(stream.fileno())
            if new:
                _claim(temporary, path.name, folder)
            else:
                os.replace(temporary, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            os.unlink(temporary, dir_fd=folder)
            raise
        os.fsync(folder)
    finally:
        os.close(folder)


def _claim(temporary: str, name: str, folder: int) -> None:
    """Gives a file a name that is free, in one step where the file system knows hard links. Raises FileExistsError."""
    try:
        os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError as error:
        if name in os.listdir(folder):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name) from error
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    else:
        os.unlink(temporary, dir_fd=folder)
