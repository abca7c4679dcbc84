"""feeds.toml: read strictly, appended to and edited in place with its comments kept."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reader.clean import clean_line
from reader.errors import ConfigError, FeedError, UsageError
from reader.feeds import addresses
from reader.model.feeds import FeedKind, Subscription
from reader.toml_file import TomlFile

_DEFAULT_KEYS = ("tags", "kind", "interval", "full_text", "headers")
_FEED_KEYS = ("url", "name", "tags", "kind", "publisher", "interval", "full_text", "headers", "enabled")
_INTERVAL = re.compile(r"(\d{1,9})\s*([smhdw]?)")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_ENV = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OURS = frozenset(("host", "content-length", "transfer-encoding", "connection", "accept-encoding", "te", "upgrade"))
_DULL = frozenset(
    [
        "feed",
        "feeds",
        "rss",
        "rss2",
        "atom",
        "xml",
        "index",
        "php",
        "html",
        "htm",
        "json",
        "default",
        "all",
        "www",
        "full",
        "posts",
    ]
)
MIN_INTERVAL, MAX_INTERVAL = 60, 30 * 86400


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The feeds of one file, in its order."""

    path: Path
    feeds: tuple[Subscription, ...] = ()

    def matching(self, text: str) -> tuple[Subscription, ...]:
        """Returns the feed with that id or address, else those whose address or name starts with ``text``."""
        for feed in self.feeds:
            if text in (feed.id, feed.url):
                return (feed,)
        wanted = text.casefold()
        hosts = (wanted, f"http://{wanted}", f"https://{wanted}", f"https://www.{wanted}")
        return tuple(
            feed
            for feed in self.feeds
            if wanted and (feed.url.casefold().startswith(hosts) or (feed.name or "").casefold().startswith(wanted))
        )


def read_subscriptions(path: Path) -> Subscriptions:
    """Reads a feeds.toml. Raises ConfigError, which names file, line, key and the nearest valid name."""
    return parse_subscriptions(TomlFile.read(path))


def parse_subscriptions(file: TomlFile) -> Subscriptions:
    """Reads what :class:`TomlFile` holds. Raises ConfigError."""
    file.check_keys(file.data, ("defaults", "feed"))
    defaults: dict[str, Any] = file.get(file.data, "defaults", dict) or {}
    file.check_keys(defaults, _DEFAULT_KEYS, "defaults")
    tables = file.get(file.data, "feed", list) or []
    common = _common(file, defaults, "defaults")
    lines: dict[str, int] = {}
    taken: set[str] = set()
    feeds = []
    for index, table in enumerate(tables):
        if not isinstance(table, dict):
            raise file.error("must be a [[feed]] table", "feed")
        feed = _feed(file, table, index, common, taken)
        taken.add(feed.id)
        key = addresses.same(feed.url)
        if key in lines:
            here = file.line_of("feed", index, "url")
            first = file.line_of("feed", lines[key], "url")
            raise file.error(f"the same address stands in lines {first} and {here}; keep one", "feed", index, "url")
        lines[key] = index
        feeds.append(feed)
    return Subscriptions(file.path, tuple(feeds))


def _common(file: TomlFile, table: dict[str, Any], *keys: str | int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "tags" in table:
        found["tags"] = tuple(dict.fromkeys(clean_line(tag, 100) for tag in file.strings(table, "tags", *keys)))
    if "kind" in table:
        found["kind"] = FeedKind(file.choice(table, "kind", [kind.value for kind in FeedKind], *keys) or FeedKind.NEWS)
    if "interval" in table:
        try:
            found["interval"] = parse_interval(file.get(table, "interval", (int, str), *keys))
        except ValueError as error:
            raise file.error(str(error), *keys, "interval") from error
    if "full_text" in table:
        found["full_text"] = file.get(table, "full_text", bool, *keys)
    if "headers" in table:
        found["headers"] = _headers(file, table, *keys)
    return found


def _headers(file: TomlFile, table: dict[str, Any], *keys: str | int) -> tuple[tuple[str, str], ...]:
    headers = file.get(table, "headers", dict, *keys)
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name):
            raise file.error("is no header name", *keys, "headers", name)
        if name.lower() in _OURS:
            raise file.error("is set by the program itself", *keys, "headers", name)
        if not isinstance(value, str) or re.search(r"[\x00-\x1f\x7f]", value):
            raise file.error("must be a string of one line", *keys, "headers", name)
    return tuple(headers.items())


def _feed(file: TomlFile, table: dict[str, Any], index: int, common: dict[str, Any], taken: set[str]) -> Subscription:
    at = ("feed", index)
    file.check_keys(table, _FEED_KEYS, *at)
    raw = file.get(table, "url", str, *at)
    if raw is None:
        raise file.error("every [[feed]] needs a url", *at)
    try:
        url = addresses.check_url(raw)
    except FeedError as error:
        raise file.error(str(error), *at, "url") from error
    name = file.get(table, "name", str, *at)
    publisher = file.get(table, "publisher", str, *at)
    own = _common(file, table, *at)
    values = {**common, **own}
    if "tags" in common and "tags" in own:
        values["tags"] = tuple(dict.fromkeys((*common["tags"], *own["tags"])))
    if "headers" in common and "headers" in own:
        merged = {key.lower(): (key, value) for key, value in (*common["headers"], *own["headers"])}
        values["headers"] = tuple(merged.values())
    enabled = file.get(table, "enabled", bool, *at)
    return Subscription(
        id=slug(name, url, taken),
        url=url,
        name=(clean_line(name, 200) or None) if name else None,
        publisher=(clean_line(publisher, 200) or None) if publisher else None,
        enabled=enabled is not False,
        **values,
    )


def parse_interval(value: int | str) -> int:
    """Returns seconds for ``90``, ``"90"``, ``"30m"``, ``"2h"``, ``"1d"``. Raises ValueError with what is valid."""
    found = _INTERVAL.fullmatch(str(value).strip().lower())
    seconds = int(found[1]) * _UNITS[found[2]] if found else 0
    if not MIN_INTERVAL <= seconds <= MAX_INTERVAL:
        raise ValueError('must be seconds or a span such as "30m", "2h" or "1d", from one minute to 30 days')
    return seconds


def slug(name: str | None, url: str, taken: Collection[str]) -> str:
    """Returns a feed's id: letters, digits and dashes of its name, else of its address, else with a digest of it.

    The digest is that of the address, so an id does not depend on how many others are called the same.
    """
    base = _dashed(name or "") or _url_slug(url)
    if base not in taken:
        return base
    digest = hashlib.blake2b(addresses.same(url).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    for length in range(4, len(digest) + 1):
        candidate = f"{base}-{digest[:length]}"
        if candidate not in taken:
            return candidate
    raise AssertionError("two feeds with one address and one name")


def _dashed(text: str, limit: int = 48) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:limit].strip("-")


def _url_slug(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("feeds.").removeprefix("rss.")
    if parts.port:
        host += f"-{parts.port}"
    words = [word for word in re.split(r"[^A-Za-z0-9]+", parts.path) if word and word.lower() not in _DULL]
    return _dashed("-".join((host, *words)), 64) or "feed"


def missing_variables(subscription: Subscription, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Returns the names of environment variables that the feed's address and headers need and that are not set."""
    texts = (subscription.url, *(value for _, value in subscription.headers))
    names = dict.fromkeys(name for text in texts for name in _ENV.findall(text))
    return tuple(name for name in names if not environ.get(name))


def resolve(text: str, environ: Mapping[str, str]) -> str:
    """Returns ``text`` with each ``${NAME}`` replaced. Raises FeedError naming a variable that is not set."""

    def value(found: re.Match[str]) -> str:
        held = environ.get(found[1])
        if not held:
            raise FeedError(f"the environment variable {found[1]} is not set")
        if re.search(r"[\x00-\x1f\x7f]", held):
            raise FeedError(f"the environment variable {found[1]} holds control characters")
        return held

    return _ENV.sub(value, text)


def resolve_headers(subscription: Subscription, environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Returns the feed's own request headers with the environment filled in. Raises FeedError."""
    return tuple((name, resolve(value, environ)) for name, value in subscription.headers)


def add_subscription(
    path: Path,
    url: str,
    *,
    name: str | None = None,
    tags: Iterable[str] = (),
    kind: FeedKind | None = None,
    publisher: str | None = None,
    interval: int | None = None,
) -> Subscription:
    """Appends one ``[[feed]]`` (a missing file is made) and returns it; what stands in the file stays as it is.

    Raises FeedError for an address that is not taken, UsageError where it is there already, ConfigError where the
    file is wrong.
    """
    values: dict[str, Any] = {"url": url, "name": name, "tags": list(tags), "kind": kind and kind.value}
    values |= {"publisher": publisher, "interval": interval}
    return add_subscriptions(path, [values])[0]


def add_subscriptions(path: Path, tables: Iterable[Mapping[str, Any]]) -> tuple[Subscription, ...]:
    """Appends several ``[[feed]]`` in one write; keys and errors are those of :func:`add_subscription`."""
    import tomlkit

    source = TomlFile.read(path).source if path.exists() else ""
    before = parse_subscriptions(TomlFile.parse(path, source)).feeds
    known = {addresses.same(feed.url): feed for feed in before}
    newline = "\r\n" if "\r\n" in source else "\n"
    text = source + (newline if source and not source.endswith("\n") else "")
    count = 0
    for values in tables:
        url = addresses.check_url(values["url"])
        if (there := known.get(addresses.same(url))) is not None:
            raise UsageError(f"{addresses.shown(url)} is there already: {there.id}")
        table = tomlkit.table()
        for key, value in values.items():
            if value:
                table.add(key, url if key == "url" else value)
        body = f"[[feed]]\n{table.as_string()}".replace("\n", newline)
        text += (newline if text else "") + body
        count += 1
    after = parse_subscriptions(TomlFile.parse(path, text)).feeds
    if count:
        write_in_place(path, text)
    return after[len(after) - count :]


def remove_subscription(path: Path, feed_id: str) -> Subscription:
    """Takes one feed out of the file, comments and all other lines kept; returns what it was.

    Raises UsageError where no feed has the id, ConfigError where the file is wrong.
    """
    file = TomlFile.read(path)
    feeds = parse_subscriptions(file).feeds
    index = next((number for number, feed in enumerate(feeds) if feed.id == feed_id), None)
    if index is None:
        raise UsageError(f"no feed {clean_line(feed_id, 80)!r} in {path}")
    wanted = {**file.data, "feed": [table for number, table in enumerate(file.data["feed"]) if number != index]}
    text = _without_lines(file.source, index)
    try:
        kept = {"feed": [], **TomlFile.parse(path, text).data}
    except ConfigError:
        kept = {}
    if kept != wanted:
        import tomlkit

        document = tomlkit.parse(file.source)
        del document["feed"][index]
        text = tomlkit.dumps(document)
    write_in_place(path, text)
    return feeds[index]


def _without_lines(source: str, index: int) -> str:
    """Cuts the lines from the header of the ``[[feed]]`` to its last key, not the comments after it."""
    lines = source.splitlines(keepends=True)
    headers = [number for number in _outside_strings(lines) if re.match(r"\s*\[\[\s*feed\s*\]\]", lines[number])]
    if index >= len(headers):
        return source
    start = headers[index]
    tables = (
        number
        for number in _outside_strings(lines)
        if number > start and re.match(r"\s*\[(?!\s*\"?feed\"?\s*\.)[\s\[\w\"']", lines[number])
    )
    end = next(tables, len(lines))
    while end > start + 1 and re.match(r"\s*(?:#.*)?$", lines[end - 1]):
        end -= 1
    if end < len(lines) and not lines[end].strip() and (start == 0 or not lines[start - 1].strip()):
        end += 1
    return "".join(lines[:start] + lines[end:])


def _outside_strings(lines: list[str]) -> Iterator[int]:
    """Yields the numbers of lines that begin outside strings of several lines."""
    within = ""
    for number, line in enumerate(lines):
        if not within:
            yield number
        for mark in re.findall(r"\"\"\"|'''", line):
            within = "" if within == mark else within or mark


def write_in_place(path: Path, text: str) -> None:
    """Writes a person's file whole or not at all; its mode stays, and a link to it stays a link.

    Raises ConfigError where it cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o600
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, mode)
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror or error}") from error
