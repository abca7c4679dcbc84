"""Moving house: one file with everything of the user's, out of one machine and into another, nothing lost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from reader.clean import clean, clean_line
from reader.config import Paths
from reader.errors import ConfigError, FeedError, UsageError
from reader.export.files import write_atomically
from reader.feeds.addresses import same
from reader.feeds.subscriptions import add_subscriptions, parse_subscriptions
from reader.model.feeds import Subscription
from reader.store import moving
from reader.store.connection import Store
from reader.toml_file import TomlFile

FORMAT, VERSION = "tapeout", 1
LARGEST = 1 << 30
"""bytes of a file that are read"""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move brought: counts of the store, subscriptions added to a feeds.toml that was there already and those
    that it knew, configuration files written, and those that lie beside a different one of yours (``NAME.moved``)."""

    taken: moving.Taken
    subscriptions: int
    files: tuple[Path, ...]
    beside: tuple[Path, ...]
    known: int = 0


def pack(store: Store, paths: Paths, now: datetime) -> bytes:
    """Returns everything of the user's as one JSON document: subscriptions, settings, lists, and the store's own part.

    Addresses stay as they are in feeds.toml, so passwords in them go along: keep the file as you keep that one.
    """
    files = {}
    for name, path in _files(paths).items():
        if path.exists():
            files[name] = TomlFile.read(path).source
    document = {
        "format": FORMAT,
        "version": VERSION,
        "made": now.isoformat(timespec="seconds"),
        "files": files,
        "store": moving.dump(store.connection),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n"


def unpack(store: Store, paths: Paths, data: bytes, name: str) -> Moved:
    """Takes over what ``pack`` made; doing it twice changes nothing. ``name`` is the file's, for complaints.

    Configuration files that are not there are written; feeds.toml takes up the subscriptions that it lacks; another
    file that differs stays, and the one that came is put beside it. The articles that came want analysis after this,
    and then ``settle``.
    Raises UsageError where the file is none of ours, ConfigError where your feeds.toml is wrong, StoreError.
    """
    document = _read(data, name)
    files = {key: text for key, text in document["files"].items() if key in _files(paths) and isinstance(text, str)}
    try:
        with store.write() as connection:
            taken = moving.load(connection, document["store"])
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{name}: not whole, nothing was taken over: {clean_line(str(error), 200)}") from error
    added, known, written, beside = 0, 0, [], []
    for key, path in _files(paths).items():
        text = files.get(key)
        if text is None:
            continue
        text = clean(text)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text.encode())
            written.append(path)
        elif key == "feeds.toml":
            added, known = _add_feeds(path, text, name)
        elif TomlFile.read(path).source != text:
            there = path.with_name(f"{path.name}.moved")
            write_atomically(there, text.encode())
            beside.append(there)
    return Moved(taken, added, tuple(written), tuple(beside), known)


def settle(store: Store, data: bytes, name: str) -> None:
    """Takes over what hangs on stories, once the articles that came were linked. Raises what ``unpack`` raises."""
    with store.write() as connection:
        moving.take_opened(connection, _read(data, name)["store"])


def _files(paths: Paths) -> dict[str, Path]:
    return {
        "feeds.toml": paths.feeds,
        "companies.toml": paths.companies,
        "topics.toml": paths.topics,
        "config.toml": paths.settings,
    }


def _read(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise UsageError(f"{name}: larger than any file that `export --all` writes")
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name}: not a file of `export --all`: {clean_line(str(error), 120)}") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UsageError(f"{name}: not a file of `export --all`")
    version = document.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise UsageError(f"{name}: written by a newer Tapeout; bring this one up to date first")
    if not isinstance(document.get("files"), dict) or not isinstance(document.get("store"), dict):
        raise UsageError(f"{name}: not whole, nothing was taken over")
    return document


def _add_feeds(path: Path, text: str, name: str) -> tuple[int, int]:
    """Adds to a feeds.toml the subscriptions of another one that it lacks; returns how many, and how many it had."""
    try:
        came = parse_subscriptions(TomlFile.parse(Path(name) / "feeds.toml", text)).feeds
        here = {same(feed.url) for feed in parse_subscriptions(TomlFile.read(path)).feeds}
        new = [_table(feed) for feed in came if same(feed.url) not in here]
        if new:
            add_subscriptions(path, new)
        return len(new), len(came) - len(new)
    except FeedError as error:
        raise ConfigError(str(error)) from error


def _table(feed: Subscription) -> dict[str, Any]:
    """Returns a subscription as the keys of a ``[[feed]]``, without those that say nothing."""
    table: dict[str, Any] = {
        "url": feed.url,
        "name": feed.name,
        "tags": list(feed.tags),
        "kind": feed.kind.value,
        "publisher": feed.publisher,
        "interval": feed.interval,
        "full_text": feed.full_text or None,
        "headers": dict(feed.headers),
        "enabled": None if feed.enabled else False,
    }
    return {key: value for key, value in table.items() if value not in (None, [], {})}
