"""``export``: pages of notes, stories, articles, timelines and ledgers, into a folder or to stdout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader.cli.application import Application
from reader.cli.arguments import FilePath, Folder
from reader.cli.export_targets import (
    STDOUT,
    Target,
    as_json,
    choice,
    chosen_rows,
    chosen_stories,
    need,
    print_document,
    run,
    target,
    tell,
    write_data,
    write_file,
)
from reader.cli.verbs import VerbGroup
from reader.errors import UsageError
from reader.model.exports import Page

if TYPE_CHECKING:
    from reader.cli.export_targets import Values
    from reader.publish import Names, Vault
    from reader.store.connection import Connection


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
    write_file(path, data, b'"format": "tapeout"')
    tell(app, Written((path,)))


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
        print_document(app, text)
        return
    path = Path(to).expanduser()
    write_file(path, text.encode(), b"<opml")
    tell(app, Written((path,)))


@export.command("story")
@click.argument("names", metavar="[STORY…]", nargs=-1)
@click.option("--draft", metavar="MODEL", help="Have this model of the llm package draft prose from what is cited.")
@choice
@target
@click.pass_obj
def export_story(
    app: Application,
    names: tuple[str, ...],
    target: Target,
    draft: str | None,
    query: str | None,
    since: datetime | None,
    changed: bool,
) -> None:
    """Briefings of stories."""
    from reader import publish
    from reader.cli.shapes import story_shape
    from reader.cli.stories import story_id
    from reader.drafting import drafted
    from reader.store import stories

    named = publish.Names.of(app.lexicon)

    def make(connection: Connection, vault: Vault | None) -> Iterator[tuple[Page, Values]]:
        chosen = [story_id(connection, name) for name in names] or chosen_stories(
            app, connection, vault, query, since, changed
        )
        for identity in dict.fromkeys(chosen):
            if story := stories.get(connection, identity, app.now()):
                page = publish.story_page(connection, story, named, app.now(), vault=vault)
                if draft:
                    page, found = drafted(story, page, draft)
                    app.say(f"{story.title}: {len(found.sentences)} drafted sentences kept, {found.dropped} dropped")
                yield page, partial(_values, connection, named, story_shape(story), story.articles)

    need(names, query, since, changed)
    run(app, target, make)


@export.command("article")
@click.argument("names", metavar="[ARTICLE…]", nargs=-1)
@choice
@target
@click.pass_obj
def export_article(
    app: Application,
    names: tuple[str, ...],
    target: Target,
    query: str | None,
    since: datetime | None,
    changed: bool,
) -> None:
    """Articles with their notes."""
    from reader import publish
    from reader.cli.articles import article_id
    from reader.cli.shapes import article_shape
    from reader.store import articles, findings

    named = publish.Names.of(app.lexicon)

    def make(connection: Connection, vault: Vault | None) -> Iterator[tuple[Page, Values]]:
        chosen = [article_id(connection, name) for name in names] or [
            row.id for row in chosen_rows(app, connection, vault, "article", query, since, changed)
        ]
        for start in range(0, len(chosen), 100):
            for article in articles.get_many(connection, chosen[start : start + 100], html=False):
                page = publish.article_page(connection, article, named, app.now(), vault=vault)
                shape = article_shape(article, findings.get(connection, article.id))
                del shape["text"]  # the part of that name has its paragraphs, links and lists
                yield page, partial(_values, connection, named, shape)

    need(names, query, since, changed)
    run(app, target, make)


@export.command("notes")
@choice
@target
@click.pass_obj
def export_notes(app: Application, target: Target, query: str | None, since: datetime | None, changed: bool) -> None:
    """Your notes, all of them or those that hold the words of --query."""
    from reader import publish
    from reader.cli.shapes import note_shape
    from reader.store import notes

    named = publish.Names.of(app.lexicon)

    def make(connection: Connection, vault: Vault | None) -> Iterator[tuple[Page, Values]]:
        for note in notes.notes(connection, words=query or "", since=since):
            if not changed or (vault and (note.id, "note") in vault.known):
                page = publish.note_page(connection, note, named, app.now(), vault=vault)
                yield page, partial(_values, connection, named, note_shape(note) | {"title": page.title})

    run(app, target, make)


@export.command("timeline")
@click.option("--story", "story_name", metavar="STORY", help="The events of a story.")
@click.option("--company", metavar="NAME", help="The events of an organisation.")
@click.option("--topic", metavar="TOPIC", help="The events of a topic.")
@click.option("--format", "form", type=click.Choice(["md", "csv", "json"]), default="md", help="What is written.")
@target
@click.pass_obj
def export_timeline(
    app: Application, story_name: str | None, company: str | None, topic: str | None, form: str, target: Target
) -> None:
    """The dated events of a story, an organisation or a topic."""
    from reader import publish
    from reader.cli.shapes import event_shape
    from reader.export.tables import timeline_csv

    names = publish.Names.of(app.lexicon)
    with app.reading() as connection:
        identity, title, page = _subject(app, connection, story=story_name, company=company, topic=topic)
    if form == "md":

        def make(connection: Connection, vault: Vault | None) -> Iterator[tuple[Page, Values]]:
            told = publish.timeline_page(connection, identity, title, page.events, names, app.now())
            cited = {source.article for event in page.events for source in event.sources}
            shape = {"title": title, "events": [event_shape(event) for event in page.events]}
            yield told, partial(_values, connection, names, shape, cited)

        run(app, target, make)
        return
    events = page.events
    data = timeline_csv(events, names.companies) if form == "csv" else as_json([event_shape(event) for event in events])
    write_data(app, target, data, identity, title, "timeline", form)


@export.command("figures")
@click.option("--story", "story_name", metavar="STORY", help="The ledger of a story.")
@click.option("--company", metavar="NAME", help="The ledger of an organisation.")
@click.option("--format", "form", type=click.Choice(["md", "csv", "json"]), default="md", help="What is written.")
@target
@click.pass_obj
def export_figures(app: Application, story_name: str | None, company: str | None, form: str, target: Target) -> None:
    """The ledger of a story or an organisation."""
    from reader import publish
    from reader.cli.shapes import ledger_shape
    from reader.export.tables import figures_csv

    names = publish.Names.of(app.lexicon)
    with app.reading() as connection:
        identity, title, page = _subject(app, connection, story=story_name, company=company)
    if form == "md":

        def make(connection: Connection, vault: Vault | None) -> Iterator[tuple[Page, Values]]:
            told = publish.figures_page(connection, identity, title, page.figures, names, app.now())
            cited = {value.article for row in page.figures for value in row.values}
            shape = {"title": title, "rows": [ledger_shape(row) for row in page.figures]}
            yield told, partial(_values, connection, names, shape, cited)

        run(app, target, make)
        return
    rows = page.figures
    data = figures_csv(rows, names.companies) if form == "csv" else as_json([ledger_shape(row) for row in rows])
    write_data(app, target, data, identity, title, "figures", form)


def _values(
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
