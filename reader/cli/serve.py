"""``serve``: the reader in a web browser, for whoever knows the address that it prints."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from importlib.util import find_spec

import click

from reader.cli.application import Application
from reader.cli.output import print_error, print_text
from reader.cli.verbs import Verb
from reader.errors import UsageError

_WARNING = """\
!! WARNING: {host} is not this machine alone. Whoever can see the traffic learns the address with its token, and whoever
!! has the address can read your articles and notes, change them, and run commands as you. There is no encryption.
!! Rather leave --host out and tunnel: ssh -L {port}:127.0.0.1:{port} THIS-MACHINE"""


@click.command(cls=Verb)
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help="Where to listen; 127.0.0.1 by default.")
@click.option("--port", type=click.IntRange(0, 65535), default=8722, metavar="N", help="0 takes a free one.")
@click.pass_obj
def serve(app: Application, host: str, port: int) -> int:
    """The reader in a web browser on this machine."""
    if not (find_spec("aiohttp") and find_spec("textual_serve")):
        raise UsageError("the reader in a browser needs an extra: pip install 'tapeout[web]'")
    from reader.serve.guard import Guard, is_loopback, new_token
    from reader.serve.server import Server

    guard = Guard(new_token(), host, port or _free_port(host))
    server = Server(guard, _command(app), app.environ, print_error)
    if not is_loopback(host):
        print_error(_WARNING.format(host=host, port=guard.port))

    def ready() -> None:
        print_text(guard.address)
        sys.stdout.flush()
        app.say("Open this address in a browser; keep it to yourself. Ctrl-C ends.")

    async def run() -> None:
        until = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, until.set)
        await server.run(until, ready)

    asyncio.run(run())
    raise KeyboardInterrupt


def _command(app: Application) -> list[str]:
    """Returns the argument list of one reader: fixed here, nothing of a request goes into it."""
    where = (("--db", app.paths.db), ("--feeds", app.paths.feeds), ("--config", app.paths.config))
    named = [str(part) for name, path in where for part in (name, path.absolute())]
    return [sys.executable, "-m", "reader.cli.served", *named, *(["--ascii"] if app.ascii else [])]


def _free_port(host: str) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((host, 0))
            return int(probe.getsockname()[1])
    except OSError as error:
        raise UsageError(f"cannot listen on {host}: {error.strerror or error}") from error
