"""The command line: verbs, global options before or after the verb, exit codes. Each verb is imported when called."""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys

import click

from reader.clean import clean_line
from reader.cli.application import Application
from reader.cli.output import OutputFailed, flush, print_error, print_json, stop_printing
from reader.cli.verbs import VerbGroup
from reader.errors import TapeoutError

VERBS = {
    "sync": "reader.cli.sync:sync",
    "analyse": "reader.cli.sync:analyse",
    "feeds": "reader.cli.subscriptions:feeds",
    "add": "reader.cli.subscriptions:add",
    "remove": "reader.cli.subscriptions:remove",
    "import": "reader.cli.imports:import_file",
    "list": "reader.cli.articles:list_articles",
    "search": "reader.cli.articles:search",
    "show": "reader.cli.articles:show",
    "mark": "reader.cli.articles:mark",
    "why": "reader.cli.why:why",
    "companies": "reader.cli.companies:companies",
    "company": "reader.cli.companies:company",
    "topics": "reader.cli.companies:topics",
    "stories": "reader.cli.stories:stories",
    "story": "reader.cli.stories:story",
    "timeline": "reader.cli.timelines:timeline",
    "figures": "reader.cli.timelines:figures",
    "watch": "reader.cli.timelines:watch",
    "note": "reader.cli.notes:note",
    "export": "reader.cli.export:export",
    "schedule": "reader.cli.schedule:schedule",
    "account": "reader.cli.account:account",
    "serve": "reader.cli.serve:serve",
    "demo": "reader.cli.reading:demo",
    "backup": "reader.cli.upkeep:backup",
    "doctor": "reader.cli.upkeep:doctor",
    "paths": "reader.cli.upkeep:paths",
}


class Verbs(VerbGroup):
    """The top command: knows its verbs by name and imports a verb's module only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = VERBS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            from reader.toml_file import nearest

            like = nearest(args[0], VERBS)
            ctx.fail(f"no such verb: {clean_line(args[0], 80)!r}" + (f"; did you mean {like!r}?" if like else ""))
        return super().resolve_command(ctx, args)


def _version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"tapeout {version('tapeout')}")
        context.exit()


@click.group(cls=Verbs, invoke_without_command=True, context_settings={"help_option_names": ["--help", "-h"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Tapeout: AI infrastructure news as stories, with every line one key press from its source.

    Without a verb it opens the reader.
    """
    if context.invoked_subcommand is None:
        application = context.ensure_object(Application)
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            click.echo(context.get_help(), err=application.json)
            context.exit(2)
        from reader.cli.reading import open_reader

        open_reader(application)


def main() -> None:
    """Runs the command and exits with the code that the interface names."""
    signal.signal(signal.SIGTERM, _interrupt)
    # A stream that the caller closed is None; what is not wanted goes nowhere.
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  (open to the end)
    sys.exit(run(sys.argv[1:]))


def _interrupt(signum: int, frame: object) -> None:
    raise KeyboardInterrupt


def run(args: list[str]) -> int:
    """Runs the command line ``args`` and returns the exit code."""
    application = Application()
    try:
        result = cli.main(args, prog_name="tapeout", standalone_mode=False, obj=application)
        flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, click.Abort):
        print_error("tapeout: interrupted")
        return 130
    except (BrokenPipeError, SystemExit):
        # The reader of a pipe went away (`tapeout list | head`), which click turns into an exit of its own: no error.
        stop_printing()
        return 0
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        print_error(told.getvalue().rstrip("\n"))
        return _failed(application, error.exit_code)
    except OutputFailed as error:
        stop_printing()
        print_error(f"tapeout: {error}")
        return error.exit_code
    except TapeoutError as error:
        print_error(f"tapeout: {error}")
        return _failed(application, error.exit_code)
    except OSError as error:
        # What the system refuses comes from outside, wherever it was asked.
        where = f"{error.filename}: " if error.filename else ""
        stop_printing()
        print_error(f"tapeout: {where}{error.strerror or error}")
        return 1


def _failed(application: Application, code: int) -> int:
    """Returns ``code``; under ``--json`` a verb that failed with 1 still prints its one document."""
    if code == 1 and application.json:
        try:
            print_json(None)
            flush()
        except (OutputFailed, BrokenPipeError):
            stop_printing()
    return code
