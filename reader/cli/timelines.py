"""Verbs on what stories hold: ``timeline``, ``figures`` and ``watch``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import click

from reader.cli.application import Application
from reader.cli.moments import Moment
from reader.cli.output import print_json, print_rows, print_text
from reader.cli.shapes import event_shape, ledger_shape, watch_shape
from reader.cli.stories import company_id, dossier, story_id, topic_id
from reader.cli.tables import event_row, ledger_row, named
from reader.cli.verbs import DefaultGroup, Verb
from reader.errors import NotFound, UsageError
from reader.model.stories import LedgerState, WatchState


@click.command(cls=Verb)
@click.option("--story", "story_name", metavar="STORY", help="The events of a story.")
@click.option("--company", metavar="NAME", help="The events of an organisation.")
@click.option("--topic", metavar="TOPIC", help="The events of a topic.")
@click.option("--since", type=Moment(), metavar="DATE", help="Only events that end after this date.")
@click.option("--until", type=Moment(end=True), metavar="DATE", help="Only events that begin before this date.")
@click.option("--as-of", type=Moment(end=True), metavar="DATE", help="As it was known then.")
@click.pass_obj
def timeline(
    app: Application,
    story_name: str | None,
    company: str | None,
    topic: str | None,
    since: datetime | None,
    until: datetime | None,
    as_of: datetime | None,
) -> None:
    """All dated events of a story, an organisation or a topic, in order of time."""
    from reader.store import stories as store

    with app.reading() as connection:
        if _one_of(story=story_name, company=company, topic=topic) == "story":
            events = dossier(connection, story_id(connection, story_name or ""), app.now(), as_of).events
        elif company:
            events = store.company_page(connection, company_id(app, company), app.now(), as_of).events
        else:
            events = store.topic_page(connection, topic_id(app, topic or ""), app.now(), as_of).events
    events = tuple(event for event in events if _within(event.date, since, until))
    if app.json:
        print_json([event_shape(event) for event in events])
    else:
        print_rows(
            [(*event_row(event)[:3], named(event.companies, app.lexicon), event.text) for event in events],
            flexible=4,
            ascii_only=app.ascii,
        )


def _one_of(**named: Any) -> str:
    given = [name for name, value in named.items() if value]
    if len(given) != 1:
        raise UsageError(f"say one of {', '.join('--' + name for name in named)}")
    return given[0]


def _within(date: str, since: datetime | None, until: datetime | None) -> bool:
    from reader import edtf

    first, last = edtf.bounds(date)
    if since and last and last < since.date():
        return False
    return not (until and first and first >= (until - timedelta(seconds=1)).date() + timedelta(days=1))


@click.command(cls=Verb)
@click.option("--story", "story_name", metavar="STORY", help="The ledger of a story.")
@click.option("--company", metavar="NAME", help="The ledger of an organisation over all stories.")
@click.option("--metric", metavar="METRIC", help="Only this metric.")
@click.option("--conflicts", is_flag=True, help="Only rows in conflict.")
@click.option("--as-of", type=Moment(end=True), metavar="DATE", help="As it was known then.")
@click.pass_obj
def figures(
    app: Application,
    story_name: str | None,
    company: str | None,
    metric: str | None,
    conflicts: bool,
    as_of: datetime | None,
) -> None:
    """The ledger: each reported figure with every value, who said it and when."""
    from reader.store import stories as store

    with app.reading() as connection:
        if _one_of(story=story_name, company=company) == "story":
            rows = dossier(connection, story_id(connection, story_name or ""), app.now(), as_of).figures
        else:
            rows = store.company_page(connection, company_id(app, company or ""), app.now(), as_of).figures
    if metric:
        rows = tuple(row for row in rows if row.metric == metric.casefold())
    if conflicts:
        rows = tuple(row for row in rows if row.state is LedgerState.CONFLICT)
    if app.json:
        print_json([ledger_shape(row) for row in rows])
    else:
        print_rows([ledger_row(row, app.lexicon) for row in rows], flexible=4, ascii_only=app.ascii)


@click.group(cls=DefaultGroup, default="list")
def watch() -> None:
    """What is expected and when, soonest first; `watch resolve` settles an expectation."""


@watch.command("list")
@click.pass_obj
def list_watch(app: Application) -> None:
    """What is expected and when, overdue ones marked."""
    from reader.store import stories as store

    with app.reading() as connection:
        found = store.watching(connection, app.now())
    if app.json:
        print_json([watch_shape(item) for _, item in found])
    else:
        print_rows(
            [(item.event.id, item.due, item.state.value, item.event.date, item.event.text) for _, item in found],
            flexible=4,
            ascii_only=app.ascii,
        )


@watch.command("resolve")
@click.argument("identity", metavar="ID")
@click.option("--met", "state", flag_value="met", help="It happened.")
@click.option("--moved", "state", flag_value="moved", help="It was moved.")
@click.option("--missed", "state", flag_value="missed", help="It did not happen.")
@click.option("--open", "state", flag_value="open", help="Take the word back.")
@click.pass_obj
def resolve_watch(app: Application, identity: str, state: str | None) -> None:
    """Say what became of an expectation."""
    from reader.store import stories as store

    if state is None:
        raise UsageError("say one of --met, --moved, --missed, --open")
    with app.store() as opened:
        with opened.write() as connection:
            word = None if state == "open" else WatchState(state)
            if not store.resolve_watch(connection, identity, word, app.now()):
                raise NotFound(f"no expectation has the id {identity!r}; `tapeout watch` lists them")
        with opened.write() as connection:
            store.rebuild(connection, app.now())
        found = [item for _, item in store.watching(opened.connection, app.now()) if item.event.id == identity]
    if app.json:
        print_json([watch_shape(item) for item in found])
    else:
        print_text(f"{identity}: {state}", app.ascii)
