"""Verbs on organisations and topics: ``companies``, ``company``, ``topics``."""

from __future__ import annotations

from operator import itemgetter

import click

from reader.cli.application import Application
from reader.cli.arguments import LIMIT
from reader.cli.output import age, print_json, print_rows, print_text
from reader.cli.shapes import company_shape, event_shape, ledger_shape, moment, relation_shape
from reader.cli.stories import company_id
from reader.cli.tables import event_row, ledger_row, relation_row
from reader.cli.verbs import Verb
from reader.model.lexicon import Company, CompanyKind


@click.command(cls=Verb)
@click.option("--limit", type=LIMIT, metavar="N", help="At most N.")
@click.option("--candidates", is_flag=True, help="Unknown names seen often.")
@click.pass_obj
def companies(app: Application, limit: int | None, candidates: bool) -> None:
    """Who is in the news."""
    from reader.store import companies as store

    if candidates:
        with app.reading() as connection:
            names = store.candidates(connection, limit)
        if app.json:
            print_json([{"name": n.name, "articles": n.articles, "last_article": n.last_article} for n in names])
        else:
            print_rows([(n.articles, n.name, n.last_article) for n in names], flexible=1, ascii_only=app.ascii)
        return
    with app.reading() as connection:
        found = store.companies(connection, limit)
    if app.json:
        known = app.lexicon.companies
        shapes = [
            company_shape(known.get(c.id) or Company(c.id, c.name, CompanyKind(c.kind)))
            | {"articles": c.articles, "last_seen": moment(c.last_seen)}
            for c in found
        ]
        print_json(shapes)
        return
    now = app.now()
    print_rows(
        [(c.id, c.kind, c.articles, age(c.last_seen, now), c.name) for c in found], flexible=4, ascii_only=app.ascii
    )


@click.command(cls=Verb)
@click.argument("name", metavar="NAME")
@click.pass_obj
def company(app: Application, name: str) -> None:
    """One organisation with its stories, timeline, figures and relations."""
    from reader.store import stories as store

    known = app.lexicon.companies[company_id(app, name)]
    with app.reading() as connection:
        page = store.company_page(connection, known.id, app.now())
        rows = {row.id: row for row in store.rows(connection, app.now(), company=known.id)}
    if app.json:
        print_json(
            company_shape(known)
            | {
                "stories": list(page.stories),
                "timeline": [event_shape(event) for event in page.timeline],
                "figures": [ledger_shape(row) for row in page.figures],
                "relations": [relation_shape(relation) for relation in page.relations],
            }
        )
        return
    ticker = f" ({known.ticker})" if known.ticker else ""
    print_text(f"{known.name}{ticker}, {known.kind.value}", app.ascii)
    print_text("\nStories", app.ascii)
    print_rows([(i, rows[i].title) for i in page.stories if i in rows], flexible=1, ascii_only=app.ascii)
    print_text("\nTimeline", app.ascii)
    print_rows([event_row(event) for event in page.timeline], flexible=3, ascii_only=app.ascii)
    print_text("\nFigures", app.ascii)
    print_rows([ledger_row(row, app.lexicon) for row in page.figures[:30]], flexible=4, ascii_only=app.ascii)
    print_text("\nRelations", app.ascii)
    print_rows([relation_row(r, app.lexicon) for r in page.relations], flexible=2, ascii_only=app.ascii)


@click.command(cls=Verb)
@click.pass_obj
def topics(app: Application) -> None:
    """Topics with counts."""
    from reader.store.companies import topics as counts

    with app.reading() as connection:
        found = {count.id: count.articles for count in counts(connection)}
    rows = [(topic.id, topic.name, found.get(topic.id, 0)) for topic in app.lexicon.topics.values()]
    if app.json:
        print_json([{"id": identity, "name": name, "articles": count} for identity, name, count in rows])
    else:
        print_rows(sorted(rows, key=itemgetter(2), reverse=True), flexible=1, ascii_only=app.ascii)
