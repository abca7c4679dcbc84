"""``note add|list|edit|remove``: Markdown notes on articles, stories, companies, and on a quoted sentence."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reader.cli.application import Application
from reader.cli.output import age, print_json, print_rows
from reader.cli.shapes import note_shape
from reader.cli.verbs import VerbGroup, pick
from reader.errors import NotFound, UsageError
from reader.model.articles import Note

if TYPE_CHECKING:
    from reader.store.connection import Connection


def target_id(app: Application, connection: Connection, text: str) -> str:
    """Returns the id of the article, story or company that ``text`` names. Raises NotFound, UsageError if ambiguous."""
    from reader.cli.stories import company_id
    from reader.store import articles, stories

    named = {identity: f"article: {title}" for identity, title in articles.resolve(connection, text)}
    named |= {identity: f"story: {title}" for identity, title in stories.resolve(connection, text)}
    if text in named:
        return text
    try:
        company = company_id(app, text)
    except (NotFound, UsageError):
        return pick("article, story or company", text, list(named.items()))
    return company


def _body(text: str | None, before: str = "") -> str:
    """Returns a note's words: ``--text``, else stdin where it is no terminal, else what the editor leaves."""
    if text is not None:
        return text
    if not sys.stdin.isatty():
        return sys.stdin.read()
    written = click.edit(before, extension=".md")
    if written is None:
        raise UsageError("the note was not saved: the editor left nothing")
    return written


def _print(app: Application, notes: Sequence[Note]) -> None:
    if app.json:
        print_json([note_shape(note) for note in notes])
        return
    now = app.now()
    print_rows(
        [(note.id, note.target, age(note.updated, now), note.body) for note in notes], flexible=3, ascii_only=app.ascii
    )


@click.group(cls=VerbGroup)
def note() -> None:
    """Markdown notes on articles, stories and companies."""


@note.command("add")
@click.argument("target")
@click.option("--text", metavar="TEXT", help="The note's words; without it stdin or $EDITOR.")
@click.option("--quote", metavar="TEXT", help="The sentence that the note stands at.")
@click.pass_obj
def add(app: Application, target: str, text: str | None, quote: str | None) -> None:
    """Add a note to an article, a story or a company."""
    from reader.store import notes

    with app.store() as store:
        identity = target_id(app, store.connection, target)
        body = _body(text)
        try:
            with store.write() as connection:
                made = notes.add(connection, identity, body, quote=quote, now=app.now())
        except ValueError as error:
            raise UsageError(str(error)) from error
    _print(app, [made])


@note.command("list")
@click.argument("target", required=False)
@click.pass_obj
def list_notes(app: Application, target: str | None) -> None:
    """Notes, oldest first; with TARGET those on it."""
    from reader.store import notes

    with app.reading() as connection:
        identity = target_id(app, connection, target) if target else None
        found = notes.notes(connection, identity)
    _print(app, found)


@note.command("edit")
@click.argument("identity", metavar="NOTE")
@click.option("--text", metavar="TEXT", help="The new words; without it stdin or $EDITOR.")
@click.option("--undo", is_flag=True, help="Bring the wording before the last edit back.")
@click.pass_obj
def edit(app: Application, identity: str, text: str | None, undo: bool) -> None:
    """Give a note new words; the old ones stay in its history."""
    from reader.store import notes

    if undo and text is not None:
        raise UsageError("--undo brings earlier words back: say --text or --undo")
    with app.store() as store:
        before = notes.get(store.connection, identity)
        if before is None:
            raise NotFound(f"there is no note {identity!r}")
        if undo:
            with store.write() as connection:
                again = notes.undo(connection, identity, now=app.now())
            _print(app, [again])
            return
        body = _body(text, before.body)
        try:
            with store.write() as connection:
                changed = notes.edit(connection, identity, body, now=app.now())
        except ValueError as error:
            raise UsageError(str(error)) from error
    _print(app, [changed])


@note.command("history")
@click.argument("identity", metavar="NOTE")
@click.pass_obj
def list_history(app: Application, identity: str) -> None:
    """The earlier wordings of a note, oldest first, and the present one."""
    from reader.store import notes

    with app.reading() as connection:
        present = notes.get(connection, identity)
        if present is None:
            raise NotFound(f"there is no note {identity!r}")
        found = [*notes.history(connection, identity), present]
    _print(app, found)


@note.command("remove")
@click.argument("identity", metavar="NOTE")
@click.option("--undo", is_flag=True, help="Bring a removed note back.")
@click.pass_obj
def remove(app: Application, identity: str, undo: bool) -> None:
    """Remove a note; ``--undo`` brings it back."""
    from reader.store import notes

    with app.store() as store, store.write() as connection:
        found = notes.restore(connection, identity) if undo else notes.remove(connection, identity, now=app.now())
    _print(app, [found])
