"""``export``: pages of notes, stories, articles, timelines and ledgers, into a folder or to stdout."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader.cli.application import Application
from reader.cli.arguments import FilePath, Folder
from reader.cli.moments import Moment
from reader.cli.output import print_json, print_text
from reader.cli.verbs import VerbGroup
from reader.errors import UsageError
from reader.model.exports import Page

if TYPE_CHECKING:
    from reader.publish import Vault, Written
    from reader.store.connection import Connection

    Make = Callable[[Connection, Vault | None], Iterable[Page]]

STDOUT = "-"


@click.group(cls=VerbGroup, invoke_without_command=True)
@click.option(
    "--all",
    "everything",
    type=FilePath(),
    metavar="FILE",
    help="Everything of yours into one file, for another machine.",
)
@click.pass_context
def export(context: click.Context, everything: Path | None) -> None:
    """Pages as Markdown into a folder; what you edited there stays as it is."""
    if context.invoked_subcommand is None:
        if everything is None:
            raise UsageError("say what to export: story, article, notes, timeline, figures, opml, or --all FILE")
        _export_all(context.ensure_object(Application), everything)


def _export_all(app: Application, path: Path) -> None:
    from reader.moving import pack
    from reader.publish import Written

    with app.store() as store:
        data = pack(store, app.paths, app.now())
    _write(path, data)
    _tell(app, Written((path,)))


def _write(path: Path, data: bytes) -> None:
    from reader.export.files import ExportError, write_atomically

    try:
        write_atomically(path, data)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error


def _print(app: Application, text: str) -> None:
    """Prints a document; under ``--json`` it is a key of the one document beside the lists of paths."""
    if app.json:
        print_json({"written": [], "unchanged": [], "kept": [], "text": text})
    else:
        print_text(text.rstrip("\n"), app.ascii)


def _target(command: Any) -> Any:
    """Decorates a verb with where its pages go."""
    for option in (
        click.option("--links", type=click.Choice(["plain", "wiki"]), default="plain", help="How pages link."),
        click.option("--to", type=Folder(), metavar="DIR", required=True, help="The folder; - prints."),
    ):
        command = option(command)
    return command


def _choice(command: Any) -> Any:
    """Decorates a verb with the options that choose many."""
    for option in (
        click.option("--changed", is_flag=True, help="Only pages that lie in the folder already."),
        click.option("--since", type=Moment(), metavar="DATE", help="Only what came since then."),
        click.option("--query", metavar="Q", help="Only what matches this query."),
    ):
        command = option(command)
    return command


@export.command("opml")
@click.option("--to", default=STDOUT, type=Folder(), metavar="FILE", help="The file; - prints, and is what it does.")
@click.pass_obj
def export_opml(app: Application, to: str) -> None:
    """Subscriptions with their folders and tags, without user names and passwords."""
    from reader.feeds import opml
    from reader.feeds.subscriptions import read_subscriptions
    from reader.publish import Written

    text = opml.export_opml(read_subscriptions(app.paths.feeds).feeds)
    if to == STDOUT:
        _print(app, text)
        return
    path = Path(to).expanduser()
    _write(path, text.encode())
    _tell(app, Written((path,)))


@export.command("story")
@click.argument("names", metavar="[STORY…]", nargs=-1)
@_choice
@_target
@click.pass_obj
def export_story(
    app: Application,
    names: tuple[str, ...],
    to: str,
    links: str,
    query: str | None,
    since: datetime | None,
    changed: bool,
) -> None:
    """Briefings of stories."""
    from reader import publish
    from reader.cli.stories import story_id
    from reader.store import stories

    def make(connection: Connection, vault: Vault | None) -> Iterator[Page]:
        chosen = [story_id(connection, name) for name in names] or _stories(
            app, connection, vault, query, since, changed
        )
        for identity in dict.fromkeys(chosen):
            if story := stories.get(connection, identity, app.now()):
                yield publish.story_page(connection, story, publish.Names.of(app.lexicon), app.now(), vault=vault)

    _need(names, query, since, changed)
    _run(app, to, links, make)


@export.command("article")
@click.argument("names", metavar="[ARTICLE…]", nargs=-1)
@_choice
@_target
@click.pass_obj
def export_article(
    app: Application,
    names: tuple[str, ...],
    to: str,
    links: str,
    query: str | None,
    since: datetime | None,
    changed: bool,
) -> None:
    """Articles with their notes."""
    from reader import publish
    from reader.cli.articles import article_id
    from reader.store import articles

    def make(connection: Connection, vault: Vault | None) -> Iterator[Page]:
        chosen = [article_id(connection, name) for name in names] or [
            row.id for row in _rows(app, connection, vault, "article", query, since, changed)
        ]
        for start in range(0, len(chosen), 100):
            for article in articles.get_many(connection, chosen[start : start + 100], html=False):
                yield publish.article_page(connection, article, publish.Names.of(app.lexicon), app.now(), vault=vault)

    _need(names, query, since, changed)
    _run(app, to, links, make)


@export.command("notes")
@_choice
@_target
@click.pass_obj
def export_notes(
    app: Application, to: str, links: str, query: str | None, since: datetime | None, changed: bool
) -> None:
    """Your notes, all of them or those that hold the words of --query."""
    from reader import publish
    from reader.store import notes

    def make(connection: Connection, vault: Vault | None) -> Iterator[Page]:
        for note in notes.notes(connection, words=query or "", since=since):
            if not changed or (vault and (note.id, "note") in vault.known):
                yield publish.note_page(connection, note, publish.Names.of(app.lexicon), app.now(), vault=vault)

    _run(app, to, links, make)


@export.command("timeline")
@click.option("--story", "story_name", metavar="STORY", help="The events of a story.")
@click.option("--company", metavar="NAME", help="The events of an organisation.")
@click.option("--topic", metavar="TOPIC", help="The events of a topic.")
@click.option("--format", "form", type=click.Choice(["md", "csv", "json"]), default="md", help="What is written.")
@_target
@click.pass_obj
def export_timeline(
    app: Application, story_name: str | None, company: str | None, topic: str | None, form: str, to: str, links: str
) -> None:
    """The dated events of a story, an organisation or a topic."""
    from reader import publish
    from reader.cli.shapes import event_shape
    from reader.export.tables import timeline_csv

    names = publish.Names.of(app.lexicon)
    with app.reading() as connection:
        identity, title, page = _subject(app, connection, story=story_name, company=company, topic=topic)
    if form == "md":

        def make(connection: Connection, vault: Vault | None) -> Iterator[Page]:
            yield publish.timeline_page(connection, identity, title, page.events, names, app.now())

        _run(app, to, links, make)
        return
    events = page.events
    data = timeline_csv(events, names.companies) if form == "csv" else _json([event_shape(event) for event in events])
    _write_data(app, to, data, identity, title, "timeline", form)


@export.command("figures")
@click.option("--story", "story_name", metavar="STORY", help="The ledger of a story.")
@click.option("--company", metavar="NAME", help="The ledger of an organisation.")
@click.option("--format", "form", type=click.Choice(["md", "csv", "json"]), default="md", help="What is written.")
@_target
@click.pass_obj
def export_figures(
    app: Application, story_name: str | None, company: str | None, form: str, to: str, links: str
) -> None:
    """The ledger of a story or an organisation."""
    from reader import publish
    from reader.cli.shapes import ledger_shape
    from reader.export.tables import figures_csv

    names = publish.Names.of(app.lexicon)
    with app.reading() as connection:
        identity, title, page = _subject(app, connection, story=story_name, company=company)
    if form == "md":

        def make(connection: Connection, vault: Vault | None) -> Iterator[Page]:
            yield publish.figures_page(connection, identity, title, page.figures, names, app.now())

        _run(app, to, links, make)
        return
    rows = page.figures
    data = figures_csv(rows, names.companies) if form == "csv" else _json([ledger_shape(row) for row in rows])
    _write_data(app, to, data, identity, title, "figures", form)


def _subject(app: Application, connection: Connection, **named: str | None) -> tuple[str, str, Any]:
    """Returns id, title and page (with events and figures) of the one thing that was named. Raises UsageError."""
    from reader.cli.stories import company_id, story_id, topic_id
    from reader.errors import NotFound
    from reader.store import stories

    given = [(kind, name) for kind, name in named.items() if name]
    if len(given) != 1:
        raise UsageError(f"say one of {', '.join('--' + kind for kind in named)}")
    kind, name = given[0]
    if kind == "story":
        identity = story_id(connection, name or "")
        story = stories.get(connection, identity, app.now())
        if story is None:
            raise NotFound(f"story {identity} has no articles")
        return identity, story.title, story
    if kind == "company":
        identity = company_id(app, name or "")
        return identity, app.lexicon.companies[identity].name, stories.company_page(connection, identity, app.now())
    identity = topic_id(app, name or "")
    return identity, app.lexicon.topics[identity].name, stories.topic_page(connection, identity, app.now())


def _need(names: tuple[str, ...], query: str | None, since: datetime | None, changed: bool) -> None:
    if not (names or query or since or changed):
        raise UsageError("name what to export, or choose with --query, --since or --changed")


def _rows(
    app: Application, connection: Connection, vault: Vault | None, kind: str, query: str | None,
    since: datetime | None, changed: bool,
) -> list[Any]:  # fmt: skip
    """Returns the rows of the articles that the options choose."""
    from reader.model.lists import ArticleFilter
    from reader.store.lists import rows

    found = rows(connection, ArticleFilter(query=query or "", since=since), now=app.now(), after=None, limit=None)
    if changed:
        known = {page for page, what in (vault.known if vault else ()) if what == kind}
        found = [row for row in found if row.id in known]
    return list(found)


def _stories(
    app: Application, connection: Connection, vault: Vault | None, query: str | None, since: datetime | None,
    changed: bool,
) -> list[str]:  # fmt: skip
    """Returns the ids of the stories that hold a chosen article."""
    found = [row.story for row in _rows(app, connection, None, "briefing", query, since, False) if row.story]
    if changed:
        known = {page for page, what in (vault.known if vault else ()) if what == "briefing"}
        found = [story for story in found if story in known]
    return found


def _run(app: Application, to: str, links: str, make: Make) -> None:
    """Prints the pages or writes them, and says which were written, unchanged and kept."""
    from reader.export.pages import render
    from reader.export.sources import LinkStyle
    from reader.publish import export as write

    if to == STDOUT:
        with app.reading() as connection:
            text = "\n".join(render(page) for page in make(connection, None))
        _print(app, text)
        return
    with app.store() as store:
        done = write(store, Path(to).expanduser(), make, app.now(), LinkStyle(links))
    _tell(app, done)


def _write_data(app: Application, to: str, data: str, identity: str, title: str, kind: str, form: str) -> None:
    from reader.export.names import file_name
    from reader.publish import export_data

    if to == STDOUT:
        if form == "json":
            print_text(data.rstrip("\n"))  # one document as it is
        else:
            _print(app, data)
        return
    name = file_name(None, title, f"{identity}-{kind}", form)
    with app.store() as store:
        done = export_data(store, Path(to).expanduser(), name, data.encode(), identity, f"{kind}-{form}", app.now())
    _tell(app, done)


def _tell(app: Application, done: Written) -> None:
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


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
