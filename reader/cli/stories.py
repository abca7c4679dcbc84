"""Verbs on stories: ``stories``, and ``story`` with the user's decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from reader.cli.application import Application
from reader.cli.arguments import LIMIT
from reader.cli.moments import Moment
from reader.cli.output import age, print_json, print_prose, print_rows, print_text
from reader.cli.shapes import story_row_shape, story_shape
from reader.cli.tables import event_row, ledger_row
from reader.cli.verbs import DefaultGroup, Verb, pick
from reader.errors import NotFound, UsageError
from reader.model.stories import Story

if TYPE_CHECKING:
    from reader.store.connection import Connection


def story_id(connection: Connection, text: str) -> str:
    """Returns the id of the story that ``text`` names. Raises NotFound, UsageError where it is ambiguous."""
    from reader.store import stories as store

    return pick("story", text, store.resolve(connection, text))


def company_id(app: Application, text: str) -> str:
    """Returns the id of the organisation that ``text`` names by id, name, ticker or alias. Raises NotFound."""
    from reader.analysis.lexicon import fold

    companies = app.lexicon.companies
    if text in companies:
        return text
    wanted = fold(text)
    for names in (lambda c: (c.name, c.ticker or ""), lambda c: c.aliases):
        found = [(c.id, c.name) for c in companies.values() if wanted in {fold(name) for name in names(c) if name}]
        if found:
            return pick("company", text, found)
    found = [(c.id, c.name) for c in companies.values() if fold(c.name).startswith(wanted)]
    return pick("company", text, found if wanted else [])


def topic_id(app: Application, text: str) -> str:
    """Returns the id of a topic named by id or name. Raises NotFound."""
    topics = app.lexicon.topics
    found = [(t.id, t.name) for t in topics.values() if text.casefold() in (t.id, t.name.casefold())]
    return pick("topic", text, found)


@click.command(cls=Verb)
@click.option("--company", metavar="NAME", help="Only stories of this organisation.")
@click.option("--topic", metavar="TOPIC", help="Only stories of this topic.")
@click.option("--limit", type=LIMIT, metavar="N", help="At most N stories.")
@click.pass_obj
def stories(app: Application, company: str | None, topic: str | None, limit: int | None) -> None:
    """Stories, most alive first."""
    from reader.store import stories as store

    wanted = company_id(app, company) if company else None
    subject = topic_id(app, topic) if topic else None
    now, watched = app.now(), frozenset(app.settings.watched)
    with app.reading() as connection:
        rows = store.rows(connection, now, company=wanted, topic=subject, limit=limit, watched=watched)
        if app.json:
            found = (store.get(connection, row.id, now) for row in rows)
            print_json([story_row_shape(story) for story in found if story is not None])
            return
    print_rows(
        [(row.id, age(row.last, now), f"{row.unread}/{row.articles}", row.origins, row.title) for row in rows],
        flexible=4,
        ascii_only=app.ascii,
    )


@click.group(cls=DefaultGroup, default="show", invoke_without_command=False)
def story() -> None:
    """One story with linked summary, timeline and ledger; merge, split, rename, undo."""


@story.command("show")
@click.argument("name", metavar="STORY")
@click.option("--as-of", type=Moment(end=True), metavar="DATE", help="As the story was known then.")
@click.option("--markdown", is_flag=True, help="Print the briefing.")
@click.pass_obj
def show_story(app: Application, name: str, as_of: datetime | None, markdown: bool) -> None:
    """One story, whole."""

    with app.reading() as connection:
        found = dossier(connection, story_id(connection, name), app.now(), as_of)
        if app.json:
            print_json(story_shape(found))
        elif markdown:
            from reader.export.pages import render
            from reader.publish import Names, story_page

            page = story_page(connection, found, Names.of(app.lexicon), as_of or app.now())
            print_text(render(page, marks=False), app.ascii)
        else:
            _print_story(app, found, _titles(connection, found.articles))


def dossier(connection: Connection, identity: str, now: datetime, as_of: datetime | None = None) -> Story:
    """Returns a story as it is known, or was at ``as_of``. Raises NotFound where nothing was known of it."""
    from reader.store import stories as store

    found = store.get(connection, identity, now, as_of)
    if found is None:
        when = f" as of {as_of:%Y-%m-%d}" if as_of else ""
        raise NotFound(f"story {identity} has no articles{when}")
    return found


def _titles(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    from reader.store.articles import headers, keys_of

    return {article.id: article.title for article in headers(connection, list(keys_of(connection, ids).values()))}


def _print_story(app: Application, story: Story, titles: dict[str, str]) -> None:
    def head(text: str) -> None:
        print_text(f"\n{text}\n{'-' * len(text)}", app.ascii)

    span = f"{story.first:%Y-%m-%d} to {story.last:%Y-%m-%d}"
    print_text(
        f"{story.title}\n{len(story.articles)} articles, {story.origins} origins, {span}   {story.id}", app.ascii
    )
    numbers = {article: number for number, article in enumerate(story.articles, 1)}
    if story.new:
        head("New since you last looked")
        for line in story.new:
            print_prose(f"- {line.text}", app.ascii, 2)
    head("Summary")
    for line in story.summary:
        refs = " ".join(f"[{numbers[ref.article]}]" for ref in line.sources if ref.article in numbers)
        print_prose(f"- {line.text} {refs}", app.ascii, 2)
    head("Timeline")
    print_rows([event_row(event) for event in story.timeline], flexible=3, ascii_only=app.ascii)
    if story.figures:
        head("Figures")
        print_rows([ledger_row(row, app.lexicon) for row in story.figures[:20]], flexible=4, ascii_only=app.ascii)
    if story.watch:
        head("Expected")
        print_rows(
            [(i.due, i.state.value, i.event.date, i.event.text) for i in story.watch], flexible=3, ascii_only=app.ascii
        )
    if story.risks:
        head("Risks")
        for risk in story.risks:
            print_prose(f"- {risk.kind.value}: {risk.text}", app.ascii, 2)
    head("Articles")
    rows = [(f"[{number}]", article, titles.get(article, "")) for article, number in numbers.items()]
    print_rows(rows, flexible=2, ascii_only=app.ascii)


def _decide(app: Application, work: Callable[[Connection, datetime], str]) -> None:
    """Writes a decision, rebuilds what it touched, and prints the story that it leaves."""
    from reader.store import stories as store

    with app.store() as opened:
        with opened.write() as connection:
            identity = work(connection, app.now())
        with opened.write() as connection:
            store.rebuild(connection, app.now())
        found = dossier(opened.connection, identity, app.now())
    if app.json:
        print_json(story_shape(found))
    else:
        print_text(f"{found.id}  {found.title} ({len(found.articles)} articles)", app.ascii)


@story.command("merge")
@click.argument("names", metavar="STORY STORY…", nargs=-1, required=True)
@click.pass_obj
def merge(app: Application, names: Sequence[str]) -> None:
    """Make one story of several; later runs keep to it."""
    from reader.store import story_actions as actions

    if len(names) < 2:
        raise UsageError("merge takes two stories or more")

    def work(connection: Connection, now: datetime) -> str:
        ids = list(dict.fromkeys(story_id(connection, name) for name in names))
        if len(ids) < 2:
            raise UsageError("merge takes two different stories")
        return actions.merge(connection, ids, now)

    _decide(app, work)


@story.command("split")
@click.argument("name", metavar="STORY")
@click.argument("articles", metavar="ARTICLE…", nargs=-1, required=True)
@click.pass_obj
def split(app: Application, name: str, articles: Sequence[str]) -> None:
    """Move articles of a story to a story of their own; later runs keep to it."""
    from reader.cli.articles import article_id
    from reader.store import story_actions as actions

    def work(connection: Connection, now: datetime) -> str:
        identity = story_id(connection, name)
        return actions.split(connection, identity, [article_id(connection, item) for item in articles], now)

    _decide(app, work)


@story.command("remove")
@click.argument("name", metavar="STORY")
@click.argument("articles", metavar="ARTICLE…", nargs=-1, required=True)
@click.pass_obj
def remove(app: Application, name: str, articles: Sequence[str]) -> None:
    """Take articles out of a story; later runs keep to it."""
    from reader.cli.articles import article_id
    from reader.store import story_actions as actions

    def work(connection: Connection, now: datetime) -> str:
        identity = story_id(connection, name)
        actions.remove(connection, identity, [article_id(connection, item) for item in articles], now)
        return identity

    _decide(app, work)


@story.command("rename")
@click.argument("name", metavar="STORY")
@click.argument("title")
@click.pass_obj
def rename(app: Application, name: str, title: str) -> None:
    """Give a story a title of your own."""
    from reader.clean import clean_title
    from reader.store import story_actions as actions

    def work(connection: Connection, now: datetime) -> str:
        identity = story_id(connection, name)
        actions.rename(connection, identity, clean_title(title), now)
        return identity

    _decide(app, work)


@story.command("undo")
@click.pass_obj
def undo(app: Application) -> None:
    """Take the last decision on stories back."""
    from reader.store import story_actions as actions
    from reader.store.decisions import last

    def work(connection: Connection, now: datetime) -> str:
        before = last(connection)
        if before is None or actions.undo(connection, now) is None:
            raise NotFound("there is no decision to undo")
        _, decision, _ = before
        return decision.stories[0]

    _decide(app, work)
