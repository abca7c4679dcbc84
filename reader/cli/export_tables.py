"""``export timeline`` and ``export figures``: pages and data of a story, organisation or topic, or of many stories."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from reader.cli.application import Application
from reader.cli.export_targets import (
    Target,
    as_json,
    choice,
    chosen_rows,
    chosen_stories,
    print_data,
    run,
    target,
    template_values,
    write_data,
)
from reader.cli.verbs import Verb
from reader.errors import NotFound, UsageError
from reader.model.exports import Page

if TYPE_CHECKING:
    from reader.cli.export_targets import Values
    from reader.publish import Names, Vault
    from reader.store.connection import Connection

FORMATS = click.Choice(["md", "csv", "json"])


@dataclass(frozen=True, slots=True)
class Subject:
    """What a table is of, and its lines: events or rows of the ledger."""

    id: str
    title: str
    lines: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of table: its name, what a template calls its lines, and what is made of them."""

    kind: str
    key: str
    lines: Callable[[Any], tuple[Any, ...]]
    cited: Callable[[Any], set[str]]
    shape: Callable[[Any], Any]
    csv: Callable[[Sequence[Any], Mapping[str, str]], str]
    page: Callable[[Connection, str, str, Sequence[Any], Names, datetime], Page]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for: one thing by name, or the options that choose; with both, the lines that they choose."""

    named: Mapping[str, str | None]
    query: str | None
    since: datetime | None
    changed: bool

    def subjects(self, app: Application, connection: Connection, table: Table, known: set[str]) -> list[Subject]:
        """Returns what to write. ``known`` are the ids of what lies in the folder. Raises UsageError, NotFound."""
        given = {kind: name for kind, name in self.named.items() if name}
        narrow = bool(self.query or self.since)
        if len(given) > 1 or not (given or narrow or self.changed):
            options = ", ".join(f"--{kind}" for kind in self.named)
            raise UsageError(f"say one of {options}, or choose stories with --query, --since or --changed")
        if given:
            ((kind, name),) = given.items()
            found = [_subject(app, connection, table, kind, str(name))]
            if narrow:
                told = {row.id for row in chosen_rows(app, connection, self.query, self.since)}
                found = [replace(s, lines=tuple(x for x in s.lines if table.cited(x) & told)) for s in found]
        elif narrow:
            stories = chosen_stories(app, connection, self.query, self.since)
            found = [_subject(app, connection, table, "story", story) for story in stories]
        else:
            found = [_subject(app, connection, table, _kind(app, identity), identity) for identity in sorted(known)]
        return [subject for subject in found if subject.id in known or not self.changed]


def _kind(app: Application, identity: str) -> str:
    if identity in app.lexicon.companies:
        return "company"
    return "topic" if identity in app.lexicon.topics else "story"


def _subject(app: Application, connection: Connection, table: Table, kind: str, name: str) -> Subject:
    """Returns what was named with its lines. Raises UsageError, NotFound."""
    from reader.cli.stories import company_id, story_id, topic_id
    from reader.store import stories

    if kind == "story":
        identity = story_id(connection, name)
        story = stories.get(connection, identity, app.now())
        if story is None:
            raise NotFound(f"story {identity} has no articles")
        return Subject(identity, story.title, table.lines(story))
    if kind == "company":
        identity = company_id(app, name)
        page = stories.company_page(connection, identity, app.now())
        return Subject(identity, app.lexicon.companies[identity].name, table.lines(page))
    identity = topic_id(app, name)
    return Subject(
        identity, app.lexicon.topics[identity].name, table.lines(stories.topic_page(connection, identity, app.now()))
    )


def _export(app: Application, table: Table, chosen: Choice, form: str, to: Target) -> None:
    from reader.publish import Names, known_ids

    names = Names.of(app.lexicon)
    if form == "md":

        def make(connection: Connection, vault: Vault | None) -> Iterator[tuple[Page, Values]]:
            known = vault.ids(table.kind) if vault else set()
            for subject in chosen.subjects(app, connection, table, known):
                page = table.page(connection, subject.id, subject.title, subject.lines, names, app.now())
                cited = {article for line in subject.lines for article in table.cited(line)}
                shape = {"title": subject.title, table.key: [table.shape(line) for line in subject.lines]}
                yield page, partial(template_values, connection, names, shape, cited)

        run(app, to, make)
        return
    if to.template:
        raise UsageError(f"--template lays out Markdown, not {form}")

    def data(lines: Sequence[Any]) -> str:
        return table.csv(lines, names.companies) if form == "csv" else as_json([table.shape(line) for line in lines])

    with app.reading() as connection:
        known = set() if to.prints else known_ids(connection, to.folder, f"{table.kind}-{form}")
        found = chosen.subjects(app, connection, table, known)
    if to.prints:
        print_data(app, data([line for subject in found for line in subject.lines]), form)
    else:
        write_data(app, to, [(s.id, s.title, data(s.lines)) for s in found], table.kind, form)


@click.command("timeline", cls=Verb)
@click.option("--story", metavar="STORY", help="The events of a story.")
@click.option("--company", metavar="NAME", help="The events of an organisation.")
@click.option("--topic", metavar="TOPIC", help="The events of a topic.")
@click.option("--format", "form", type=FORMATS, default="md", help="What is written.")
@choice
@target
@click.pass_obj
def export_timeline(
    app: Application, story: str | None, company: str | None, topic: str | None, form: str, target: Target,
    query: str | None, since: datetime | None, changed: bool,
) -> None:  # fmt: skip
    """The dated events of a story, an organisation or a topic, or of every story that is chosen."""
    from reader import publish
    from reader.cli.shapes import event_shape
    from reader.export.tables import timeline_csv

    table = Table(
        "timeline",
        "events",
        lambda page: tuple(page.events),
        lambda event: {source.article for source in event.sources},
        event_shape,
        timeline_csv,
        publish.timeline_page,
    )
    chosen = Choice({"story": story, "company": company, "topic": topic}, query, since, changed)
    _export(app, table, chosen, form, target)


@click.command("figures", cls=Verb)
@click.option("--story", metavar="STORY", help="The ledger of a story.")
@click.option("--company", metavar="NAME", help="The ledger of an organisation.")
@click.option("--format", "form", type=FORMATS, default="md", help="What is written.")
@choice
@target
@click.pass_obj
def export_figures(
    app: Application, story: str | None, company: str | None, form: str, target: Target,
    query: str | None, since: datetime | None, changed: bool,
) -> None:  # fmt: skip
    """The ledger of a story or an organisation, or of every story that is chosen."""
    from reader import publish
    from reader.cli.shapes import ledger_shape
    from reader.export.tables import figures_csv

    table = Table(
        "figures",
        "rows",
        lambda page: tuple(page.figures),
        lambda row: {value.article for value in row.values},
        ledger_shape,
        figures_csv,
        publish.figures_page,
    )
    _export(app, table, Choice({"story": story, "company": company}, query, since, changed), form, target)
