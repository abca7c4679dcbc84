"""What ``sync`` does with what is new: the rules and the notify command of config.toml."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.cli.application import Application
from reader.model.progress import FeedFailure, Progress

if TYPE_CHECKING:
    from reader.store.connection import Store


def check_watched(app: Application) -> None:
    """Raises ConfigError where ``[notify] watched`` names a company that is not on the list."""
    from reader.toml_file import TomlFile, nearest

    if not app.settings.watched:
        return
    known = app.lexicon.companies
    for name in app.settings.watched:
        if name not in known:
            like = nearest(name, known)
            hint = f"did you mean {like!r}?" if like else "`tapeout companies` lists the ids"
            raise TomlFile.read(app.paths.settings).error(
                f"no company has the id {name!r}; {hint}", "notify", "watched"
            )


def run_rules(app: Application, store: Store, since: int, last: Progress) -> Progress:
    """Applies the rules to what was stored after the inner key ``since`` and tells the notify command of it.

    A command that fails is an error of the sync; what the rules did stays.
    """
    settings = app.settings
    if not settings.rules and not settings.watched:
        return last
    from reader.pipeline.rules import apply_rules, notice_of, tell

    with store.write() as connection:
        found = apply_rules(connection, settings.rules, since, app.now())
    if app.verbose:
        for name, keys in found.items():
            app.say(f"rule {name}: {len(keys)} new articles")
    if not settings.notify_command:
        return last
    told = {rule.name: found[rule.name] for rule in settings.rules if rule.notify}
    notice = notice_of(store.connection, told, settings.watched, since)
    wrong = tell(settings.notify_command, notice) if notice else None
    return replace(last, errors=(*last.errors, FeedFailure("", "", f"notify: {wrong}"))) if wrong else last
