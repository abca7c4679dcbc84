"""The program that ``serve`` starts for each browser: the reader, drawn by Textual's web driver."""

from __future__ import annotations

import sys

import click

from reader.cli.application import Application
from reader.cli.output import print_error
from reader.cli.verbs import Verb
from reader.errors import TapeoutError


@click.command(cls=Verb)
@click.pass_obj
def served(app: Application) -> int:
    """The reader for one browser; its links open there."""
    from reader.cli.reading import open_reader

    return open_reader(app, served=True)


def main() -> None:
    """Runs one reader on the process's standard streams."""
    try:
        sys.exit(served.main(sys.argv[1:], prog_name="tapeout", standalone_mode=False, obj=Application()))
    except TapeoutError as error:
        print_error(f"tapeout: {error}")
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)


if __name__ == "__main__":
    main()
