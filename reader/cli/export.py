"""``export``: pages of notes, stories, articles, timelines and ledgers, into a folder or to stdout."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.cli.application import Application
from reader.cli.arguments import FilePath, Folder
from reader.cli.export_tables import export_figures, export_timeline
from reader.cli.export_targets import (
    STDOUT,
    Target,
    choice,
    chosen_notes,
    chosen_rows,
    chosen_stories,
    need,
    print_document,
    run,
    target,
    tell,
    template_values,
    unless_new,
    write_file,
)
from reader.cli.verbs import VerbGroup
from reader.errors import UsageError
from reader.model.exports import Page

if TYPE_CHECKING:
    from reader.cli.export_targets import Values
    from reader.publish import Vault
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
        given = [story_id(connection, name) for name in names]
        chosen = given or unless_new(chosen_stories(app, connection, query, since), vault, "briefing", changed)
        for identity in dict.fromkeys(chosen):
            if story := stories.get(connection, identity, app.now()):
                page = publish.story_page(connection, story, named, app.now(), vault=vault)
                if draft:
                    page, found = drafted(story, page, draft)
                    app.say(f"{story.title}: {len(found.sentences)} drafted sentences kept, {found.dropped} dropped")
                yield page, partial(template_values, connection, named, story_shape(story), story.articles)

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
        given = [article_id(connection, name) for name in names]
        found = [] if given else [row.id for row in chosen_rows(app, connection, query, since)]
        chosen = given or unless_new(found, vault, "article", changed)
        for start in range(0, len(chosen), 100):
            for article in articles.get_many(connection, chosen[start : start + 100], html=False):
                page = publish.article_page(connection, article, named, app.now(), vault=vault)
                shape = article_shape(article, findings.get(connection, article.id))
                del shape["text"]  # the part of that name has its paragraphs, links and lists
                yield page, partial(template_values, connection, named, shape)

    need(names, query, since, changed)
    run(app, target, make)


@export.command("notes")
@choice
@target
@click.pass_obj
def export_notes(app: Application, target: Target, query: str | None, since: datetime | None, changed: bool) -> None:
    """Your notes: all, those that hold the words of --query, or those on what a --query with fields finds."""
    from reader import publish
    from reader.cli.shapes import note_shape

    named = publish.Names.of(app.lexicon)

    def make(connection: Connection, vault: Vault | None) -> Iterator[tuple[Page, Values]]:
        found = {note.id: note for note in chosen_notes(app, connection, query, since)}
        for identity in unless_new(list(found), vault, "note", changed):
            page = publish.note_page(connection, found[identity], named, app.now(), vault=vault)
            shape = note_shape(found[identity]) | {"title": page.title}
            yield page, partial(template_values, connection, named, shape)

    run(app, target, make)


export.add_command(export_timeline)
export.add_command(export_figures)
