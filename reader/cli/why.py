"""``why``: the rule and the words behind each tag, date, figure and link of an article, or behind a story."""

from __future__ import annotations

import click

from reader.cli.application import Application
from reader.cli.output import print_json, print_rows
from reader.cli.verbs import Verb, pick
from reader.model.lists import Held


@click.command(cls=Verb)
@click.argument("name", metavar="ARTICLE|STORY")
@click.pass_obj
def why(app: Application, name: str) -> None:
    """The rule and words behind each tag, date, figure, link."""
    from reader.store import articles, stories
    from reader.store.reasons import reasons

    with app.reading() as connection:
        named = {identity: f"article: {title}" for identity, title in articles.resolve(connection, name)}
        found = stories.resolve(connection, name)
        named |= {identity: f"story: {title}" for identity, title in found}
        identity = pick("article or story", name, list(named.items()))
        if identity in dict(found):
            links = stories.links(connection, identity)
            held = [Held(f"link {link.article}", link.reason.rule, link.reason.words, link.article) for link in links]
            place = stories.rank_reason(connection, identity, app.now(), frozenset(app.settings.watched))
            if place is not None and links:
                held.append(Held("place in the list", place.rule, place.words, links[-1].article))
        else:
            held = reasons(connection, identity)
    if app.json:
        print_json(
            [
                {"what": h.what, "rule": h.rule, "words": h.words, "article": h.article, "start": h.start, "end": h.end}
                for h in held
            ]
        )
    else:
        print_rows([(h.what, h.rule, h.words) for h in held], flexible=2, ascii_only=app.ascii)
