"""What all verbs share: the options that stand before or after a verb, and verbs that have verbs of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from reader.clean import clean_line
from reader.cli.application import Application
from reader.cli.arguments import FilePath, as_text
from reader.errors import NotFound, UsageError

if TYPE_CHECKING:
    from reader.feeds.subscriptions import Subscriptions


def shared_options() -> list[click.Option]:
    """Returns the options that stand before or after every verb."""
    path = FilePath()
    return [
        click.Option(["--db"], type=path, metavar="PATH", help="The store (TAPEOUT_DB).", expose_value=False,
                     callback=_share),
        click.Option(["--feeds"], type=path, metavar="PATH", help="The list of feeds (TAPEOUT_FEEDS).",
                     expose_value=False, callback=_share),
        click.Option(["--config"], type=path, metavar="DIR", help="The configuration folder (TAPEOUT_CONFIG).",
                     expose_value=False, callback=_share),
        click.Option(["--json"], is_flag=True, help="Print one JSON document.", expose_value=False, callback=_share),
        click.Option(["--quiet"], is_flag=True, help="Print no messages.", expose_value=False, callback=_share),
        click.Option(["--verbose"], is_flag=True, help="Print more messages.", expose_value=False, callback=_share),
        click.Option(["--ascii"], is_flag=True, help="Keep to ASCII on screen.", expose_value=False, callback=_share),
    ]  # fmt: skip


def _share(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value and parameter.name:
        setattr(context.ensure_object(Application), parameter.name, value)


class Verb(click.Command):
    """A command that takes the shared options as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {option for parameter in self.params for option in parameter.opts}
        self.params += [option for option in shared_options() if not own.intersection(option.opts)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        ctx.params = {name: as_text(value) for name, value in ctx.params.items()}
        return rest


class VerbGroup(click.Group):
    """A command with verbs of its own (``story merge``) that takes the shared options as well."""

    command_class = Verb

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += shared_options()


class DefaultGroup(VerbGroup):
    """A verb that takes either a verb of its own or an argument: ``story STORY`` is ``story show STORY``."""

    def __init__(self, *args: Any, default: str = "show", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.default = default

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not args or args[0] not in self.commands:
            args = [self.default, *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not any(argument in self.commands for argument in args) and "--help" not in args and "-h" not in args:
            args = [self.default, *args]
        return super().parse_args(ctx, args)


def pick(kind: str, name: str, found: list[tuple[str, str]]) -> str:
    """Returns the one id of ``found`` (id, title). Raises NotFound for none, UsageError for several, naming them."""
    if not found:
        raise NotFound(f"no {kind} is named {clean_line(name, 80)!r}")
    if len(found) > 1:
        lines = "\n".join(f"  {identity}  {clean_line(title, 100)}" for identity, title in found[:10])
        more = f"\n  … and {len(found) - 10} more" if len(found) > 10 else ""
        raise UsageError(f"{clean_line(name, 80)!r} names {len(found)} {kind} items; say which:\n{lines}{more}")
    return found[0][0]


def feed_id(subscriptions: Subscriptions, name: str) -> str:
    """Returns the id of the subscribed feed that ``name`` names. Raises NotFound, UsageError where it is ambiguous."""
    return pick("feed", name, [(feed.id, feed.name or feed.url) for feed in subscriptions.matching(name)])
