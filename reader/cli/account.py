"""``account add``, ``account list``, ``account remove``: sync servers that the store is kept in step with."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from reader.cli.application import Application, agent
from reader.cli.output import age, print_json, print_rows
from reader.cli.shapes import moment
from reader.cli.verbs import VerbGroup, pick
from reader.errors import NotFound, UsageError

if TYPE_CHECKING:
    from reader.account.secrets import Secrets, Source
    from reader.model.accounts import Account

_VARIABLE = "TAPEOUT_ACCOUNT_PASSWORD"


def secrets_of(app: Application) -> Secrets:
    """Returns the file in the state folder that says where passwords come from."""
    from reader.account.secrets import Secrets

    return Secrets(app.paths.state / "accounts.json")


def account_shape(account: Account) -> dict[str, Any]:
    """Returns an account as the interface shows it; ``pending`` counts changes that wait to be sent."""
    return {
        "id": account.id,
        "url": account.url,
        "user": account.user,
        "last_sync": moment(account.last_sync),
        "error": account.error,
        "pending": account.pending,
    }


def _print(app: Application, accounts: Sequence[Account]) -> None:
    if app.json:
        print_json([account_shape(one) for one in accounts])
        return
    rows = [
        (one.id, one.user, age(one.last_sync, app.now()), f"{one.pending} to send", one.error or one.url)
        for one in accounts
    ]
    print_rows(rows, flexible=4, ascii_only=app.ascii)


@click.group(cls=VerbGroup)
def account() -> None:
    """Sync servers (FreshRSS, Miniflux and others of the Google Reader API): articles, read and star marks."""


@account.command()
@click.argument("url")
@click.option("--user", metavar="NAME", help="Who you are there; asked for on a terminal.")
@click.option("--password-env", metavar="VARIABLE", help="Take the password from a variable, each time.")
@click.option("--password-command", metavar="COMMAND", help="Take the password from what a command prints, each time.")
@click.pass_obj
def add(app: Application, url: str, user: str | None, password_env: str | None, password_command: str | None) -> None:
    """Add the account of a sync server, or give its password anew.

    Without an option the password is asked for and kept in a file that you alone can read. TAPEOUT_ACCOUNT_PASSWORD
    is taken where it is set. Inoreader also wants TAPEOUT_APP_ID and TAPEOUT_APP_KEY.
    """
    from reader.account.greader import check_address, find_server
    from reader.store.accounts import accounts, add_account

    address = check_address(url)
    user = (user or _ask("user", "--user NAME")).strip()
    if not user or len(user) > 200 or not user.isprintable():
        raise UsageError("a user name is one line of visible characters")
    source = _source(app, password_env, password_command)
    found = asyncio.run(find_server(address, source.credentials(user, app.environ), agent()))
    with app.store() as store:
        before = accounts(store.connection)
        known = next((one for one in before if (one.url, one.user) == (found, user)), None)
        name = known.id if known else _name(found, user, {one.id for one in before})
        secrets_of(app).put(found, user, source)
        with store.write() as connection:
            add_account(connection, name, found, user, app.now())
        made = [one for one in accounts(store.connection) if one.id == name]
    app.say(f"{'changed' if known else 'added'} {name}; `tapeout sync` brings its articles")
    _print(app, made)


def _source(app: Application, variable: str | None, command: str | None) -> Source:
    from reader.account.secrets import Source

    if variable and command:
        raise UsageError("give --password-env or --password-command, not both")
    application = (app.environ.get("TAPEOUT_APP_ID") or None, app.environ.get("TAPEOUT_APP_KEY") or None)
    if command:
        return Source(None, None, command, *application)
    if variable or app.environ.get(_VARIABLE):
        return Source(None, variable or _VARIABLE, None, *application)
    return Source(_ask("password", f"--password-env, --password-command or {_VARIABLE}", hidden=True), None, None,
                  *application)  # fmt: skip


def _ask(what: str, otherwise: str, *, hidden: bool = False) -> str:
    if not sys.stdin.isatty():
        raise UsageError(f"no terminal to ask for the {what}; give it with {otherwise}")
    answer: str = click.prompt(what, hide_input=hidden, err=True)
    return answer


def _name(url: str, user: str, taken: set[str]) -> str:
    from reader.feeds.subscriptions import slug

    parts = urlsplit(url)
    place = f"{parts.hostname}{f'-{parts.port}' if parts.port else ''}"
    return slug(place, f"{url}?{user}", taken)


@account.command("list")
@click.pass_obj
def list_accounts(app: Application) -> None:
    """The accounts, when each was last in step, what went wrong, and how many changes wait to be sent."""
    from reader.store.accounts import accounts

    with app.reading() as connection:
        _print(app, accounts(connection))


@account.command()
@click.argument("name", metavar="[ACCOUNT]", required=False)
@click.pass_obj
def remove(app: Application, name: str | None) -> None:
    """Forget an account and its password; articles, marks and notes stay."""
    from reader.store.accounts import accounts, remove_account

    with app.store() as store:
        listed = accounts(store.connection)
        if not listed:
            raise NotFound("there is no account")
        wanted = pick("account", name or "", _named(listed, name))
        gone = next(one for one in listed if one.id == wanted)
        with store.write() as connection:
            remove_account(connection, gone.id)
        secrets_of(app).put(gone.url, gone.user, None)
    app.say(f"removed {gone.id}; its articles stay in the store")
    _print(app, [gone])


def _named(listed: Sequence[Account], name: str | None) -> list[tuple[str, str]]:
    exact = [one for one in listed if one.id == name]
    text = name or ""
    found = exact or [
        one for one in listed
        if any(start.startswith(text) for start in (one.id, one.url, one.url.partition("://")[2], one.user))
    ]  # fmt: skip
    return [(one.id, f"{one.user} at {one.url}") for one in found]
