"""``show --full-text`` and ``--feed-text``: an article's text from its page, and back to what its feed sent."""

from __future__ import annotations

import asyncio

from reader.cli.application import Application, agent
from reader.cli.output import print_error


def take_text(app: Application, article: str, full: bool) -> bool:
    """Makes the page's text, or the feed's own, the text of the article ``article`` (an id).

    Returns False, with the cause on stderr, where the page cannot be had; then nothing changed.
    """
    from reader.errors import FeedError
    from reader.pipeline.full_text import take_feed_text, take_full_text

    with app.store() as store:
        if not full:
            if not take_feed_text(store, app.lexicon, article, app.now):
                app.say("the article shows what its feed sent already")
            return True
        try:
            asyncio.run(take_full_text(store, app.lexicon, article, agent(), app.now))
        except FeedError as error:
            print_error(f"tapeout: no full text: {error}")
            return False
    return True
