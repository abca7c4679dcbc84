"""The article of a web page: what is left when menus, share links and comments are taken away (trafilatura).

It runs in a worker process only: trafilatura takes a quarter of a second to load, and the page may be anything.
"""

from __future__ import annotations

import re
from itertools import islice

from reader.clean import clean_line
from reader.errors import FeedError
from reader.feeds.encoding import decode
from reader.feeds.sanitise import Sanitiser, shallow
from reader.model.feeds import PageText
from reader.model.text import PlainText
from reader.text import plain_text

_LEAST = 200
"""characters below which a page holds no article: a notice, a log-in, a page that a script would fill"""
_SHARE = 0.6
"""of what the feed sent: a page that holds less of the article than that is no fuller text"""
_ELEMENTS = 20_000
"""elements of a page that are read: they cost 3 s and 212 MiB at worst, all that 4 MiB can hold a minute and 1 GiB"""
_TAG = re.compile(r"<[a-zA-Z]")
_HEADING = re.compile(r"<h1>[^<]{0,2000}</h1>")
_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")


def read_page(body: bytes, content_type: str | None, url: str, title: str, known: int) -> PageText:
    """Returns the article that a page holds, its HTML cleaned and its links absolute.

    ``title`` is the article's: a heading that repeats it is left out. ``known`` is the length of the text that the
    feed sent. Raises FeedError where the page is no HTML, holds no article or less of it than the feed sent.
    """
    from trafilatura import extract

    kind = (content_type or "text/html").partition(";")[0].strip().lower()
    if kind not in _TYPES:
        raise FeedError(f"the page is no HTML but {clean_line(kind, 60)}")
    markup = _beginning(shallow(decode(body, content_type)[0]))
    found = extract(
        markup,
        url=url,
        fast=True,
        output_format="html",
        include_comments=False,
        include_tables=True,
        include_links=True,
        include_formatting=True,
    )
    html = Sanitiser().clean(_without_title(found or "", title), url)
    text = plain_text(html, url)
    size = sum(block.end - block.start for block in text.blocks if not block.furniture)
    if size < _LEAST:
        raise FeedError("no article was found on the page")
    if size < known * _SHARE:
        raise FeedError("the page holds less of the article than the feed sent")
    return PageText(url, html, text)


def _beginning(markup: str) -> str:
    cut = next(islice(_TAG.finditer(markup), _ELEMENTS, None), None)
    return markup[: cut.start()] if cut else markup


def _without_title(html: str, title: str) -> str:
    found = _HEADING.search(html)
    if found is None or _folded(plain_text(found[0])) != _folded(PlainText(title)):
        return html
    return html[: found.start()] + html[found.end() :]


def _folded(text: PlainText) -> str:
    return re.sub(r"\W+", " ", text.text).strip().casefold()
