"""The feed of a web page: what its link elements name, what it links to, and where feeds usually lie."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from reader.errors import FeedError
from reader.feeds.addresses import check_url, link, shown
from reader.feeds.encoding import decode
from reader.feeds.fetch import Fetcher
from reader.feeds.worker import ParseJob
from reader.feeds.workers import Workers
from reader.model.feeds import Fetched, FetchRequest

_READ = 1_000_000
_TRIED = 12
_PATHS = ("feed", "feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss/", "feed.json")
_TYPES = (
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/rss+xml",
    "application/x-rss+xml", "application/json", "application/xml", "text/xml",
)  # fmt: skip
_TAG = re.compile(r"<(link|a|base)\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([A-Za-z:-]{1,30})\s{0,10}=\s{0,10}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_FEEDISH = re.compile(r"(?:^|[/.?=_-])(?:rss|atom|feeds?|rdf)(?:$|[/.?&=_-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Discovery:
    """A feed that was found, fetched and read."""

    url: str
    title: str | None
    site: str | None
    entries: int


def candidates(body: bytes, content_type: str | None, url: str) -> list[str]:
    """Returns addresses that may be the feed of the page ``body``, likeliest first."""
    text = decode(body[:_READ], content_type)[0]
    base = url
    named: list[tuple[int, str]] = []
    linked: list[str] = []
    for kind, attributes in _tags(text):
        href = attributes.get("href", "")
        if kind == "base" and href and base == url:
            base = _join(url, href) or url
        elif kind == "link" and "alternate" in attributes.get("rel", "").lower().split():
            media = attributes.get("type", "").lower().partition(";")[0].strip()
            if media in _TYPES and href:
                lesser = bool(re.search(r"comment", href + attributes.get("title", ""), re.IGNORECASE))
                named.append((_TYPES.index(media) // 5 + 10 * lesser, href))
        elif kind == "a" and href and _FEEDISH.search(_path(href)):
            linked.append(href)
    found = [_join(base, href) for _, href in sorted(named, key=lambda one: one[0])]
    found += [_join(base, href) for href in linked[:20]]
    directory = url if url.endswith("/") else url.rsplit("/", 1)[0] + "/" if urlsplit(url).path else url + "/"
    found += [urljoin(directory, path) for path in _PATHS[:3]] if urlsplit(directory).path != "/" else []
    found += [urljoin(url, "/" + path) for path in _PATHS]
    return [one for one in dict.fromkeys(found) if one and one != url]


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for found in _TAG.finditer(text):
        attributes: dict[str, str] = {}
        for name, double, single, bare in _ATTRIBUTE.findall(found[2]):
            attributes.setdefault(name.lower(), html.unescape(double or single or bare).strip())
        yield found[1].lower(), attributes


def _path(href: str) -> str:
    """Returns path and query of a link, empty where it is no address."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _join(base: str, href: str) -> str | None:
    try:
        return link(urljoin(base, href))
    except ValueError:
        return None


async def find_feed(url: str, agent: str, now: datetime) -> Discovery:
    """Returns the feed that ``url`` is, or the first feed that the page there leads to.

    ``agent`` is the User-Agent to send. What the page leads to may not lie on a private address unless it is on the
    page's own host and port. Raises FeedError, whose message names the cause, where there is none.
    """
    url = check_url(url if "://" in url or url.lower().startswith("feed:") else f"https://{url}")
    async with Fetcher(agent) as fetcher, Workers(1) as workers:
        outcome = await fetcher.fetch(FetchRequest("", url))
        if not isinstance(outcome, Fetched):
            raise FeedError(f"{shown(url)}: {getattr(outcome, 'error', 'not modified')}")
        try:
            return await _read(workers, outcome, outcome.moved_to or url, now)
        except FeedError as error:
            cause = error
        for candidate in candidates(outcome.body, outcome.content_type, outcome.url)[:_TRIED]:
            found = await fetcher.fetch(FetchRequest("", candidate, home=url))
            if isinstance(found, Fetched):
                try:
                    return await _read(workers, found, found.moved_to or candidate, now)
                except FeedError:
                    continue
    raise FeedError(f"{shown(url)}: {cause}, and no feed was found from there")


async def _read(workers: Workers, outcome: Fetched, url: str, now: datetime) -> Discovery:
    job = ParseJob(outcome.body, outcome.content_type, outcome.url, url, {}, now)
    delta = await workers.parse(job)
    return Discovery(url, delta.title, delta.site, len(delta.seen))
