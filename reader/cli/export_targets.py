"""Where the pages of ``export`` go and which of many are chosen: the options, the writing, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader.cli.application import Application
from reader.cli.arguments import FilePath, Folder
from reader.cli.moments import Moment
from reader.cli.output import print_json, print_text
from reader.errors import UsageError
from reader.model.exports import Page

if TYPE_CHECKING:
    from reader.model.articles import ArticleRow, Note
    from reader.publish import Names, Vault, Written
    from reader.store.connection import Connection

    Values = Callable[[], Mapping[str, Any]]
    Make = Callable[[Connection, Vault | None], Iterable[tuple[Page, Values]]]
    """pages with what a template may show of each"""

STDOUT = "-"


def write_file(path: Path, data: bytes, ours: bytes) -> None:
    """Writes a file that was named, over one that has ``ours`` in its head.

    Raises UsageError where a file of another kind lies there, ExportError where it cannot be written.
    """
    from reader.export.files import ExportError, write_atomically

    try:
        if path.is_file():
            with path.open("rb") as file:
                if (head := file.read(1024)) and ours not in head:
                    raise UsageError(f"{path}: a file of another kind lies there; name another one")
        write_atomically(path, data)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error


def print_document(app: Application, text: str) -> None:
    """Prints a document; under ``--json`` it is a key of the one document beside the lists of paths."""
    if app.json:
        print_json({"written": [], "unchanged": [], "kept": [], "text": text})
    else:
        print_text(text.rstrip("\n"), app.ascii)


@dataclass(frozen=True, slots=True)
class Target:
    """Where pages go, how they link to each other, and the template that lays them out, if any."""

    to: str
    links: str
    template: Path | None

    @property
    def prints(self) -> bool:
        return self.to == STDOUT

    @property
    def folder(self) -> Path:
        return Path(self.to).expanduser()

    def laid_out(self, pages: Iterable[tuple[Page, Values]]) -> Iterator[Page]:
        """Yields each page, by the template where there is one. Raises UsageError for a template that fails."""
        if self.template is None:
            yield from (page for page, _ in pages)
            return
        from reader.export.templates import Template

        template = Template.read(self.template)
        for page, values in pages:
            yield template.page(page, values())


def target(command: Callable[..., None]) -> Callable[..., None]:
    """Decorates a verb with where its pages go: it is called with ``target``."""

    @wraps(command)
    def verb(*args: Any, to: str, links: str, template: Path | None, **options: Any) -> None:
        command(*args, target=Target(to, links, template), **options)

    for option in (
        click.option("--template", type=FilePath(), metavar="FILE", help="Lay pages out by this Jinja2 template."),
        click.option("--links", type=click.Choice(["plain", "wiki"]), default="plain", help="How pages link."),
        click.option("--to", type=Folder(), metavar="DIR", required=True, help="The folder; - prints."),
    ):
        option(verb)
    return verb


def choice(command: Any) -> Any:
    """Decorates a verb with the options that choose many."""
    for option in (
        click.option("--changed", is_flag=True, help="Only pages that lie in the folder already."),
        click.option("--since", type=Moment(), metavar="DATE", help="Only what came since then."),
        click.option("--query", metavar="Q", help="Only what matches this query."),
    ):
        command = option(command)
    return command


def need(names: tuple[str, ...], query: str | None, since: datetime | None, changed: bool) -> None:
    if not (names or query or since or changed):
        raise UsageError("name what to export, or choose with --query, --since or --changed")


def chosen_rows(
    app: Application, connection: Connection, query: str | None, since: datetime | None
) -> list[ArticleRow]:
    """Returns the rows of the articles that the options choose."""
    from reader.model.lists import ArticleFilter
    from reader.store.lists import rows

    return rows(connection, ArticleFilter(query=query or "", since=since), now=app.now(), after=None, limit=None)


def chosen_stories(app: Application, connection: Connection, query: str | None, since: datetime | None) -> list[str]:
    """Returns the ids of the stories that hold a chosen article, each once."""
    found = [row.story for row in chosen_rows(app, connection, query, since) if row.story]
    return list(dict.fromkeys(found))


def unless_new(ids: list[str], vault: Vault | None, kind: str, changed: bool) -> list[str]:
    """Returns the ids of pages to write: with ``--changed`` only those of pages that lie in the folder already."""
    if not changed:
        return ids
    known = vault.ids(kind) if vault else set()
    return [identity for identity in ids if identity in known]


def chosen_notes(app: Application, connection: Connection, query: str | None, since: datetime | None) -> list[Note]:
    """Returns the notes changed since then that hold the words of a query.

    A query that names fields finds articles: then it is the notes on these and on their stories.
    """
    from reader.query import And, Words, parse
    from reader.store.notes import notes

    asked = parse(query or "")
    parts = asked.parts if isinstance(asked, And) else () if asked is None else (asked,)
    if all(isinstance(part, Words) and not part.title for part in parts):
        return notes(connection, words=query or "", since=since)
    found = chosen_rows(app, connection, query, None)
    targets = {row.id for row in found} | {row.story for row in found}
    return [note for note in notes(connection, since=since) if note.target in targets]


def run(app: Application, target: Target, make: Make) -> None:
    """Prints the pages or writes them, and says which were written, unchanged and kept."""
    from reader.export.pages import render
    from reader.export.sources import LinkStyle
    from reader.publish import export as write

    if target.prints:
        with app.reading() as connection:
            text = "\n".join(render(page) for page in target.laid_out(make(connection, None)))
        print_document(app, text)
        return

    def laid_out(connection: Connection, vault: Vault) -> Iterator[Page]:
        return target.laid_out(make(connection, vault))

    with app.store() as store:
        done = write(store, target.folder, laid_out, app.now(), LinkStyle(target.links))
    tell(app, done)


def print_data(app: Application, data: str, form: str) -> None:
    """Prints a file of data; JSON is the one document as it is."""
    if form == "json":
        print_text(data.rstrip("\n"))
    else:
        print_document(app, data)


def write_data(app: Application, target: Target, files: Iterable[tuple[str, str, str]], kind: str, form: str) -> None:
    """Writes files of data, each given as the id and the title of what it is of and its text, and says what became of
    them."""
    from reader.export.names import file_name
    from reader.publish import export_data

    named = ((id, file_name(None, title, f"{id}-{kind}", form), data.encode()) for id, title, data in files)
    with app.store() as store:
        done = export_data(store, target.folder, named, f"{kind}-{form}", app.now())
    tell(app, done)


def template_values(
    connection: Connection, names: Names, shape: Mapping[str, Any], cited: Iterable[str] = ()
) -> Mapping[str, Any]:
    """Returns what a template may show: the thing's own values, names by id, and the articles that it cites by id."""
    from reader.cli.shapes import moment
    from reader.store import articles

    by_id = {
        article.id: {
            "title": article.title,
            "url": article.url,
            "origin": article.origin,
            "published": moment(article.published),
        }
        for article in articles.get_many(connection, sorted(cited), html=False)
    }
    return {**shape, "names": {**names.topics, **names.companies}, "cited": by_id}


def tell(app: Application, done: Written) -> None:
    if app.json:
        print_json(
            {
                "written": [str(path) for path in done.written],
                "unchanged": [str(path) for path in done.unchanged],
                "kept": [str(path) for path in done.kept],
            }
        )
        return
    for path in done.written:
        print_text(str(path), app.ascii)
    if done.unchanged:
        app.say(f"{len(done.unchanged)} unchanged")
    for path in done.kept:
        app.say(f"kept your edits in {path}")


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
