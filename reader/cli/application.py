"""What every verb is given: paths, settings, clock and output mode, made once from the command line."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.clean import clean_line
from reader.cli.arguments import wrong_path
from reader.cli.output import print_error
from reader.config import Paths, Settings, find_paths, load_settings, write_first_files
from reader.errors import UsageError

if TYPE_CHECKING:
    from reader.analysis.lexicon import Lexicon
    from reader.store.connection import Store


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Application:
    """One run of the command. Files are read on first use, so that ``--help`` reads none."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    db: Path | None = None
    feeds: Path | None = None
    config: Path | None = None
    json: bool = False
    quiet: bool = False
    verbose: bool = False
    ascii: bool = False
    now: Callable[[], datetime] = _now

    @cached_property
    def places(self) -> Paths:
        """The paths, whether anything lies there or not. Raises UsageError where one cannot be a path."""
        try:
            paths = find_paths(self.environ, self.db, self.feeds, self.config)
        except RuntimeError as error:  # no home folder to put `~` in
            raise UsageError(f"{error}; name the places with --db, --feeds and --config, or set HOME") from error
        for path in (paths.config, paths.feeds, paths.db, paths.lock):
            if complaint := wrong_path(path):
                raise UsageError(f"{clean_line(str(path), 200)}: {complaint}")
        return paths

    @cached_property
    def paths(self) -> Paths:
        """The paths; the first run writes the starting files."""
        paths = self.places
        written = write_first_files(paths)
        if written and self.verbose:
            self.say(f"wrote {', '.join(str(path) for path in written)}")
        return paths

    @cached_property
    def settings(self) -> Settings:
        return load_settings(self.paths.settings)

    @cached_property
    def lexicon(self) -> Lexicon:
        from reader.analysis.lexicon import Lexicon
        from reader.gazetteer import read_companies, read_topics

        return Lexicon.of(read_companies(self.paths.companies), read_topics(self.paths.topics))

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Opens the store for writing, making or migrating it. Raises StoreError."""
        from reader.store.connection import Store

        with Store.open(self.paths.db) as store:
            yield store

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Opens the store for reading; one that is not there yet is made empty first. Raises StoreError."""
        from reader.store.connection import Store, open_reader

        if not self.paths.db.exists():
            Store.open(self.paths.db).close()
        connection = open_reader(self.paths.db)
        try:
            yield connection
        finally:
            connection.close()

    def say(self, text: str) -> None:
        """Prints a message to stderr, unless ``--quiet``."""
        if not self.quiet:
            print_error(text)

    @property
    def on_terminal(self) -> bool:
        return sys.stdout.isatty()


def agent() -> str:
    """Returns the User-Agent: name, version and the project's address where pyproject.toml names one."""
    from importlib.metadata import metadata

    from reader.feeds.fetch import user_agent

    about = metadata("tapeout")
    urls = dict(line.split(", ", 1) for line in about.get_all("Project-URL") or ())
    return user_agent(about["Version"], next(iter(urls.values()), None))
