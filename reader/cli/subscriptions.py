"""Verbs on subscriptions: ``feeds``, ``add``, ``remove``."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

import click

from reader.cli.application import Application, agent
from reader.cli.output import age, print_json, print_rows
from reader.cli.shapes import feed_shape
from reader.cli.verbs import Verb, feed_id
from reader.errors import FeedError, UsageError
from reader.feeds.addresses import check_url, same
from reader.feeds.subscriptions import (
    Subscriptions,
    add_subscription,
    parse_interval,
    read_subscriptions,
    remove_subscription,
)
from reader.model.feeds import FeedKind, FeedState, Subscription


def states_of(app: Application, listed: Sequence[Subscription]) -> list[FeedState]:
    """Returns the health of subscriptions, in their order; one that was never synced has none yet."""
    from reader.store.feeds import feed_states

    stored: Mapping[str, FeedState] = {}
    if app.paths.db.exists():
        with app.reading() as connection:
            stored = {same(state.url): state for state in feed_states(connection, listed=False)}
    return [_state(item, stored.get(same(item.url))) for item in listed]


def _brought(app: Application, known: set[str]) -> list[FeedState]:
    """Returns the feeds that come from accounts' servers and stand in no feeds.toml."""
    from reader.store.accounts import account_feeds
    from reader.store.feeds import feed_states

    if not app.paths.db.exists():
        return []
    with app.reading() as connection:
        brought = account_feeds(connection) - known
        return [state for state in feed_states(connection, listed=False) if state.id in brought] if brought else []


def _state(item: Subscription, stored: FeedState | None) -> FeedState:
    base = stored or FeedState(id=item.id, url=item.url, title=item.name or item.id)
    return replace(
        base,
        id=item.id,
        title=item.name or base.title,
        tags=item.tags,
        kind=item.kind,
        publisher=item.publisher,
        enabled=item.enabled,
    )


def _print(app: Application, states: Sequence[FeedState]) -> None:
    if app.json:
        print_json([feed_shape(state) for state in states])
        return
    now = app.now()
    print_rows(
        [
            (
                state.id,
                state.last_status or "never",
                age(state.last_sync, now),
                f"{state.unread}/{state.articles}",
                state.title if not state.error else f"{state.title}: {state.error}",
            )
            for state in states
        ],
        flexible=4,
        ascii_only=app.ascii,
    )


@click.command(cls=Verb)
@click.option("--broken", is_flag=True, help="Only feeds that fail or are gone.")
@click.pass_obj
def feeds(app: Application, broken: bool) -> None:
    """Subscriptions and their health, those that accounts bring at the end."""
    states = states_of(app, read_subscriptions(app.paths.feeds).feeds)
    states += _brought(app, {state.id for state in states})
    if broken:
        states = [state for state in states if state.failures or state.last_status == "gone"]
    _print(app, states)


@click.command(cls=Verb)
@click.argument("url")
@click.option("--name", metavar="NAME", help="What to call it.")
@click.option("--tag", "tags", multiple=True, metavar="T", help="A tag (more than once for more).")
@click.option("--kind", type=click.Choice([kind.value for kind in FeedKind]), help="What kind of source it is.")
@click.option("--publisher", metavar="NAME", help="Who stands behind it.")
@click.option("--interval", metavar="30m", help="How often to fetch it.")
@click.pass_obj
def add(
    app: Application,
    url: str,
    name: str | None,
    tags: Sequence[str],
    kind: str | None,
    publisher: str | None,
    interval: str | None,
) -> None:
    """Subscribe to a feed, or to the feed of a web page."""
    from reader.feeds.discover import find_feed

    try:
        seconds = parse_interval(interval) if interval else None
    except ValueError as error:
        raise UsageError(f"--interval {interval!r}: write 30m, 2h or a number of seconds") from error
    path = app.paths.feeds
    listed = read_subscriptions(path).feeds if path.exists() else ()
    known = next((item for item in listed if same(item.url) == same(url)), None)
    if known is None:
        try:
            check_url(url if "://" in url else f"https://{url}")
        except FeedError as error:
            raise UsageError(str(error)) from error
        found = asyncio.run(find_feed(url, agent(), app.now()))
        known = next((item for item in listed if same(item.url) == same(found.url)), None)
        if known is None:
            known = add_subscription(
                path,
                found.url,
                name=name or found.title,
                tags=tags,
                kind=FeedKind(kind) if kind else None,
                publisher=publisher,
                interval=seconds,
            )
            app.say(f"added {known.id} to {path}; `tapeout sync {known.id}` fetches it")
            _print(app, states_of(app, [known]))
            return
    app.say(f"{known.id} is subscribed to already")
    _print(app, states_of(app, [known]))


@click.command(cls=Verb)
@click.argument("name", metavar="FEED")
@click.pass_obj
def remove(app: Application, name: str) -> None:
    """Take a feed out of the list; its articles stay."""
    listed: Subscriptions = read_subscriptions(app.paths.feeds)
    states = states_of(app, [remove_subscription(app.paths.feeds, feed_id(listed, name))])
    app.say(f"removed {states[0].id}; its articles stay in the store")
    _print(app, states)
