"""Where the files lie, and the settings of ``config.toml``.

Option, then environment, then the platform's user folders. The first run writes a starting feeds.toml and commented
examples of the others; a person's file is never written anew after that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from reader.clean import clean_line

if TYPE_CHECKING:
    from reader.toml_file import TomlFile

APP = "tapeout"
MARK_READ = ("open", "delay", "manual")
THEMES = ("auto", "dark", "light", "high-contrast", "ansi")

_CONFIG_TEMPLATE = """\
# Settings of Tapeout. Every key is optional; what is commented out shows the default.

[reading]
# mark_read = "delay"        # open | delay | manual
# mark_read_delay = 3.0      # seconds an article must be open before it counts as read
# theme = "auto"             # auto | dark | light | high-contrast | ansi
# ascii = false              # keep to ASCII on screen

[sync]
# on_start = false           # fetch when the reader opens
# interval = 1800            # seconds between fetches of a feed that names none
# jobs = 64                  # fetches at a time

[export]
# folder = "~/Documents/tapeout"   # where `s` in the reader saves Markdown

[keys]
# mark-read = "m"            # command id = key; `?` in the reader lists the ids

# [[view]]
# name = "Power deals"
# query = "topic:energy newer:30d"

# What a sync does with new articles that a query finds.
# [[rule]]
# name = "Filings"
# query = "company:coreweave topic:public-markets"
# tag = "filing"             # or a list of tags
# star = true
# mark_read = false
# notify = true              # tell the command below

# [notify]
# command = ["my-notifier"]  # run without a shell after a sync, given the new articles as JSON
# watched = ["nvidia"]       # companies whose new articles it is told of, besides those of the rules
"""
_COMPANIES_TEMPLATE = """\
# Organisations of your own, added to the gazetteer that ships with Tapeout. An entry with a known id replaces it.
#
# [[company]]
# id = "example-chips"
# name = "Example Chips"
# kind = "company"           # company | agency | fund | lab
# aliases = ["ExampleChips"]
"""
_TOPICS_TEMPLATE = """\
# Terms of your own for the topics that ship with Tapeout. An entry with a known id replaces it.
#
# [[topic]]
# id = "networking"
# name = "Networking"
# terms = { "optical switch" = 2.0, "ethernet" = 1.0 }
"""


@dataclass(frozen=True, slots=True)
class Paths:
    """Where Tapeout's files lie. ``lock`` lies beside the store, so that one store has one sync at a time."""

    config: Path
    feeds: Path
    db: Path
    state: Path

    @property
    def settings(self) -> Path:
        return self.config / "config.toml"

    @property
    def companies(self) -> Path:
        return self.config / "companies.toml"

    @property
    def topics(self) -> Path:
        return self.config / "topics.toml"

    @property
    def lock(self) -> Path:
        return self.db.with_name(self.db.name + ".lock")

    @property
    def reader_state(self) -> Path:
        """What the reader remembers between runs: open view, position, panel sizes."""
        return self.state / "reader.json"


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: a name and a query."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What a sync does with each new article that ``query`` finds."""

    name: str
    query: str
    tags: tuple[str, ...] = ()
    star: bool = False
    mark_read: bool = False
    notify: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of ``config.toml``, made once and passed on. Intervals and delays are in seconds."""

    mark_read: str = "delay"
    mark_read_delay: float = 3.0
    theme: str = "auto"
    ascii: bool = False
    sync_on_start: bool = False
    sync_interval: int = 1800
    sync_jobs: int = 64
    keys: Mapping[str, str] = field(default_factory=dict)
    views: tuple[View, ...] = ()
    rules: tuple[Rule, ...] = ()
    notify_command: tuple[str, ...] = ()
    """program and arguments, run without a shell; empty for none"""
    watched: tuple[str, ...] = ()
    """ids of companies whose new articles the command is told of"""
    export_folder: Path | None = None
    """where the reader saves Markdown; None for ``tapeout`` in the person's documents"""

    @property
    def save_folder(self) -> Path:
        """The folder that the reader saves Markdown into."""
        return self.export_folder or platformdirs.user_documents_path() / APP


def find_paths(
    environ: Mapping[str, str], db: Path | None = None, feeds: Path | None = None, config: Path | None = None
) -> Paths:
    """Returns the paths: the arguments (options) first, then ``TAPEOUT_*``, then the platform's user folders."""

    def chosen(option: Path | None, variable: str, default: Path) -> Path:
        if option is not None:
            return option.expanduser()
        value = environ.get(variable)
        return Path(value).expanduser() if value else default

    folder = chosen(config, "TAPEOUT_CONFIG", platformdirs.user_config_path(APP, appauthor=False))
    return Paths(
        config=folder,
        feeds=chosen(feeds, "TAPEOUT_FEEDS", folder / "feeds.toml"),
        db=chosen(db, "TAPEOUT_DB", platformdirs.user_data_path(APP, appauthor=False) / "tapeout.db"),
        state=platformdirs.user_state_path(APP, appauthor=False),
    )


def starting_feeds() -> str:
    """Returns the feeds.toml that ships with Tapeout: in the package, or at the top of a source tree."""
    from importlib import resources

    packaged = resources.files("reader").joinpath("data/feeds.toml")
    if packaged.is_file():
        return packaged.read_text("utf-8")
    return Path(__file__).resolve().parent.parent.joinpath("feeds.toml").read_text("utf-8")


def write_first_files(paths: Paths) -> tuple[Path, ...]:
    """Writes the starting files where the config folder has none of them, and returns those written.

    feeds.toml is written only at its default place: a ``--feeds`` file that is not there is a person's mistake.
    A folder that cannot be written is no reason not to read: then nothing is written.
    """
    wanted = {
        paths.settings: _CONFIG_TEMPLATE,
        paths.companies: _COMPANIES_TEMPLATE,
        paths.topics: _TOPICS_TEMPLATE,
    }
    if paths.feeds == paths.config / "feeds.toml":
        wanted[paths.feeds] = starting_feeds()
    if any(path.exists() for path in wanted):
        return ()
    written = []
    for path, content in wanted.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(content)
        except OSError:
            break
        written.append(path)
    return tuple(written)


def load_settings(path: Path) -> Settings:
    """Returns the settings of ``path``, the defaults where it is absent. Raises ConfigError naming file, line, key."""
    if not path.exists():
        return Settings()
    from reader.toml_file import TomlFile

    file = TomlFile.read(path)
    file.check_keys(file.data, ("reading", "sync", "export", "keys", "view", "rule", "notify"))
    reading = _table(file, "reading", ("mark_read", "mark_read_delay", "theme", "ascii"))
    sync = _table(file, "sync", ("on_start", "interval", "jobs"))
    folder = file.get(_table(file, "export", ("folder",)), "folder", str, "export")
    if folder is not None and not folder.strip():
        raise file.error("must name a folder", "export", "folder")
    keys = file.get(file.data, "keys", dict) or {}
    for command in keys:
        file.get(keys, command, str, "keys")
    notify = _table(file, "notify", ("command", "watched"))
    command = file.strings(notify, "command", "notify")
    if "command" in notify and not (command and command[0].strip()):
        raise file.error("must name a program", "notify", "command")
    if "watched" in notify and not command:
        raise file.error("watched companies need a command to tell of them", "notify", "watched")
    default = Settings()
    return Settings(
        mark_read=file.choice(reading, "mark_read", MARK_READ, "reading") or default.mark_read,
        mark_read_delay=_number(file, reading, "mark_read_delay", "reading", 0, 3600, default.mark_read_delay),
        theme=file.choice(reading, "theme", THEMES, "reading") or default.theme,
        ascii=bool(file.get(reading, "ascii", bool, "reading")),
        sync_on_start=bool(file.get(sync, "on_start", bool, "sync")),
        sync_interval=int(_number(file, sync, "interval", "sync", 60, 30 * 86400, default.sync_interval)),
        sync_jobs=int(_number(file, sync, "jobs", "sync", 1, 64, default.sync_jobs)),
        keys=dict(keys),
        views=_views(file),
        rules=_rules(file, told=bool(command)),
        notify_command=command,
        watched=file.strings(notify, "watched", "notify"),
        export_folder=path.parent / Path(folder).expanduser() if folder is not None else None,
    )


def _table(file: TomlFile, name: str, valid: tuple[str, ...]) -> dict[str, Any]:
    table: dict[str, Any] = file.get(file.data, name, dict) or {}
    file.check_keys(table, valid, name)
    return table


def _number(
    file: TomlFile, table: dict[str, Any], key: str, name: str, low: float, high: float, default: float
) -> float:
    value = file.get(table, key, (int, float), name)
    if value is None:
        return default
    if not low <= value <= high:
        raise file.error(f"must lie between {low:g} and {high:g}, not {value:g}", name, key)
    return float(value)


def _views(file: TomlFile) -> tuple[View, ...]:
    views = []
    for number, table in enumerate(file.get(file.data, "view", list) or ()):
        if not isinstance(table, dict):
            raise file.error("must be written as [[view]] tables", "view")
        file.check_keys(table, ("name", "query"), "view", number)
        name, query = (file.get(table, key, str, "view", number) for key in ("name", "query"))
        if not name or not query:
            raise file.error("a view needs a name and a query", "view", number)
        views.append(View(name, query))
    return tuple(views)


def _rules(file: TomlFile, *, told: bool) -> tuple[Rule, ...]:
    """Reads the ``[[rule]]`` tables; ``told`` says that there is a command to notify."""
    rules: list[Rule] = []
    for number, table in enumerate(file.get(file.data, "rule", list) or ()):
        if not isinstance(table, dict):
            raise file.error("must be written as [[rule]] tables", "rule")
        at = ("rule", number)
        file.check_keys(table, ("name", "query", "tag", "star", "mark_read", "notify"), *at)
        name, query = ((file.get(table, key, str, *at) or "").strip() for key in ("name", "query"))
        if not name or not query:
            raise file.error("a rule needs a name and a query", *at)
        if any(rule.name == name for rule in rules):
            raise file.error("two rules have this name", *at, "name")
        tag = file.get(table, "tag", (str, list), *at)
        tags = (tag,) if isinstance(tag, str) else file.strings(table, "tag", *at)
        if any(not clean_line(one).strip("#, ") for one in tags):
            raise file.error("a tag needs a letter", *at, "tag")
        star, mark_read, notify = (bool(file.get(table, key, bool, *at)) for key in ("star", "mark_read", "notify"))
        if not (tags or star or mark_read or notify):
            raise file.error("a rule needs something to do: tag, star, mark_read or notify", *at)
        if notify and not told:
            raise file.error("there is no [notify] command to tell", *at, "notify")
        rules.append(Rule(name, query, tags, star, mark_read, notify))
    return tuple(rules)
