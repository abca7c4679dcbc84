"""Verbs on articles: ``list``, ``search``, ``show``, ``mark``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from reader.cli.application import Application
from reader.cli.arguments import LIMIT
from reader.cli.moments import Moment
from reader.cli.output import age, print_json, print_prose, print_rows, print_text
from reader.cli.verbs import Verb, pick
from reader.errors import NotFound, UsageError

if TYPE_CHECKING:
    from reader.model.articles import Article, ArticleRow
    from reader.model.filters import ArticleFilter
    from reader.store.connection import Connection

ON_TERMINAL = 50
"""articles that ``list`` and ``search`` print without ``--limit`` where no JSON is asked for"""


def article_id(connection: Connection, text: str) -> str:
    """Returns the id of the article that ``text`` names. Raises NotFound, UsageError where it is ambiguous."""
    from reader.store.articles import resolve

    return pick("article", text, resolve(connection, text))


def filters_from(app: Application, connection: Connection, given: dict[str, Any]) -> ArticleFilter:
    """Returns the filter that the options of ``list`` stand for, names resolved to ids."""
    from reader.model.filters import ArticleFilter

    ids: dict[str, str | None] = dict.fromkeys(("feed", "company", "topic", "story"))
    if any(given[name] for name in ids):
        ids = _ids(app, connection, given)
    return ArticleFilter(
        feed=ids["feed"],
        company=ids["company"],
        topic=ids["topic"],
        story=ids["story"],
        tag=given["tag"],
        since=given["since"],
        until=given["until"],
        unread=given["unread"],
        starred=given["starred"],
        query=given["query"] or "",
        collapse=given["collapse"],
    )


def _ids(app: Application, connection: Connection, given: dict[str, Any]) -> dict[str, str | None]:
    from reader.cli.stories import company_id, story_id, topic_id
    from reader.store.feeds import resolve_feed

    return {
        "feed": pick("feed", given["feed"], resolve_feed(connection, given["feed"])) if given["feed"] else None,
        "company": company_id(app, given["company"]) if given["company"] else None,
        "topic": topic_id(app, given["topic"]) if given["topic"] else None,
        "story": story_id(connection, given["story"]) if given["story"] else None,
    }


def filter_options(command: Any) -> Any:
    """Decorates a verb with the options that choose articles."""
    for option in reversed(
        (
            click.option("--feed", metavar="FEED", help="Only articles of this feed."),
            click.option("--company", metavar="NAME", help="Only articles that name this organisation."),
            click.option("--topic", metavar="TOPIC", help="Only articles on this topic."),
            click.option("--tag", metavar="T", help="Only articles with this tag of yours."),
            click.option("--story", metavar="STORY", help="Only articles of this story."),
            click.option("--since", type=Moment(), metavar="DATE", help="Published at or after."),
            click.option("--until", type=Moment(end=True), metavar="DATE", help="Published up to and including."),
            click.option("--unread", is_flag=True, help="Only unread articles."),
            click.option("--starred", is_flag=True, help="Only starred articles."),
            click.option("--collapse", is_flag=True, help="Leave near copies out."),
            click.option("--limit", type=LIMIT, metavar="N", help="At most N."),
            click.option("--after", "cursor", metavar="CURSOR", help="Go on after this article id."),
        )
    ):
        command = option(command)
    return command


@click.command("list", cls=Verb)
@filter_options
@click.option("--query", metavar="Q", help="Only articles that match this query.")
@click.pass_obj
def list_articles(app: Application, /, limit: int | None, cursor: str | None, **given: Any) -> None:
    """Articles, newest first."""
    from reader.store.lists import keys

    with app.reading() as connection:
        filters = filters_from(app, connection, given)
        found = keys(connection, filters, now=app.now(), after=_after(connection, cursor), limit=_limit(app, limit))
        if app.json:
            from reader.store.listing import records

            print_json(list(records(connection, found)))
            return
        from reader.store.lists import rows_by_keys

        listed = rows_by_keys(connection, found)
    _print_rows(app, listed)


def _limit(app: Application, limit: int | None) -> int | None:
    return limit if limit or app.json or not app.on_terminal else ON_TERMINAL


def _after(connection: Connection, cursor: str | None) -> Any:
    from reader.store.lists import cursor_of

    if cursor is None:
        return None
    place = cursor_of(connection, cursor)
    if place is None:
        raise UsageError(f"--after {cursor!r}: not the id of an article")
    return place


def _print_rows(app: Application, found: Sequence[ArticleRow]) -> None:
    now = app.now()
    print_rows(
        [
            (
                row.id,
                ("*" if row.starred else "") + ("" if row.read else "N"),
                age(row.published or row.first_seen, now),
                row.origin,
                row.title,
            )
            for row in found
        ],
        flexible=4,
        ascii_only=app.ascii,
    )


@click.command(cls=Verb)
@click.argument("query", nargs=-1, required=True)
@filter_options
@click.option("--sort", type=click.Choice(["rank", "date"]), default="rank", help="By rank or newest first.")
@click.pass_obj
def search(
    app: Application, /, query: Sequence[str], sort: str, limit: int | None, cursor: str | None, **given: Any
) -> None:
    """Full text, ranked; see docs/query.md for the query language."""
    from reader.store.search import search as find

    with app.reading() as connection:
        filters = filters_from(app, connection, given | {"query": None})
        hits = find(
            connection,
            " ".join(query),
            filters=filters,
            sort="date" if cursor else sort,
            now=app.now(),
            after=_after(connection, cursor),
            limit=_limit(app, limit),
        )
        if app.json:
            from reader.store.listing import records

            listed = records(connection, [hit.row.key for hit in hits])
            print_json([shape | {"snippet": hit.snippet} for shape, hit in zip(listed, hits, strict=True)])
            return
    now = app.now()
    print_rows(
        [(h.row.id, age(h.row.published or h.row.first_seen, now), h.row.title, h.snippet) for h in hits],
        flexible=3,
        ascii_only=app.ascii,
    )


@click.command(cls=Verb)
@click.argument("name", metavar="ARTICLE")
@click.option("--raw", is_flag=True, help="The HTML that came.")
@click.option("--revisions", is_flag=True, help="How it was edited.")
@click.option("--full-text/--feed-text", "full", default=None, help="Fetch its page for the text; back to the feed's.")
@click.option("--pictures", metavar="WIDTH", type=click.IntRange(8, 400), help="Fetch its pictures; grids of colours.")
@click.pass_obj
def show(app: Application, name: str, raw: bool, revisions: bool, full: bool | None, pictures: int | None) -> int:
    """One article."""
    from reader.cli.shapes import article_shape, revision_shape
    from reader.store import findings
    from reader.store.articles import get
    from reader.store.articles import revisions as history

    code = 0
    if full is not None:
        from reader.cli.full_text import take_text

        with app.reading() as connection:
            name = article_id(connection, name)
        code = 0 if take_text(app, name, full) else 1
    with app.reading() as connection:
        identity = article_id(connection, name)
        article = get(connection, identity)
        if article is None:
            raise NotFound(f"no article has the id {identity!r}")
        earlier = history(connection, identity) if revisions else []
        found = findings.get(connection, identity)
    if pictures is not None:
        from reader.cli.pictures import pictures as fetch_pictures

        print_json({"pictures": fetch_pictures(app, article, pictures)})
    elif app.json:
        shape = article_shape(article, found)
        if raw:
            shape["html"] = article.html
        if revisions:
            shape["revisions"] = [revision_shape(revision) for revision in earlier]
        print_json(shape)
    elif raw:
        print_text(article.html, app.ascii)
    elif revisions:
        from reader.cli.revisions import word_diffs

        for line in word_diffs(earlier, article):
            print_text(line, app.ascii)
    else:
        _print_article(app, article)
    return code


def _print_article(app: Application, article: Article) -> None:
    print_text(article.title, app.ascii)
    when = (article.published or article.first_seen).astimezone()
    by = f" · {article.author}" if article.author else ""
    print_text(f"{article.origin}{by} · {when:%Y-%m-%d %H:%M}", app.ascii)
    if article.url:
        print_text(article.url, app.ascii)
    for line in article.text.split("\n"):
        print_text("", app.ascii)
        print_prose(line, app.ascii)


@click.command(cls=Verb)
@click.argument("names", metavar="[ARTICLE…]", nargs=-1)
@click.option("--query", metavar="Q", help="Every article that matches this query.")
@click.option("--read/--unread", "read", default=None, help="Mark read or unread.")
@click.option("--star/--unstar", "star", default=None, help="Star or unstar.")
@click.option("--tag", "tags", multiple=True, metavar="T", help="Add a tag.")
@click.option("--untag", "untags", multiple=True, metavar="T", help="Remove a tag.")
@click.pass_obj
def mark(
    app: Application,
    names: Sequence[str],
    query: str | None,
    read: bool | None,
    star: bool | None,
    tags: Sequence[str],
    untags: Sequence[str],
) -> None:
    """Mark articles read, starred or tagged."""
    from reader.model.filters import ArticleFilter
    from reader.store.articles import keys_of
    from reader.store.lists import keys
    from reader.store.reading import mark_keys

    if bool(names) == (query is not None):
        raise UsageError("name articles, or choose them with --query")
    if read is None and star is None and not tags and not untags:
        raise UsageError("say what to mark: --read, --unread, --star, --unstar, --tag T, --untag T")
    with app.store() as store:
        if query is not None:
            chosen: Sequence[int] = keys(store.connection, ArticleFilter(query=query), now=app.now())
        else:
            ids = [article_id(store.connection, name) for name in names]
            chosen = list(keys_of(store.connection, ids).values())
        try:
            with store.write() as connection:
                changed = mark_keys(connection, chosen, read=read, star=star, tag=tags, untag=untags, now=app.now())
        except ValueError as error:
            raise UsageError(str(error)) from error
    if app.json:
        print_json({"changed": changed})
    else:
        app.say(f"{changed} articles changed")
