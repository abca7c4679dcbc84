"""``show --pictures``: the images of one article as small grids of colours, for the reader to draw in a terminal.

Nothing is fetched unasked, and what comes is decoded here, in a process of its own that the reader started: a picture
that is made to harm takes no more than this process with it. Needs the extra ``tapeout[images]``.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from io import BytesIO

from reader.cli.application import Application, agent
from reader.errors import FeedError, UsageError
from reader.model.articles import Article
from reader.model.text import InlineKind

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MOST = 12
"""pictures of an article that are fetched at most"""
PIXELS = 40_000_000
"""pixels of a picture that is decoded at most"""
WIDEST, HIGHEST = 120, 96
"""pixels of the grid at most: a terminal's cell shows two, one above the other"""
MEMORY = 1 << 30


@dataclass(frozen=True, slots=True)
class Picture:
    """``rgb`` holds three bytes for each pixel, row by row, as base64; ``error`` says why there is none."""

    url: str
    width: int = 0
    height: int = 0
    rgb: str = ""
    error: str = ""


def pictures(app: Application, article: Article, width: int) -> list[dict[str, object]]:
    """Fetches the article's pictures and returns them, each at most ``width`` pixels wide, in order of their places.

    Raises UsageError where the extra is not installed.
    """
    if find_spec("PIL") is None:
        raise UsageError("pictures need an extra: pip install 'tapeout[images]'")
    from reader.store.feeds import feed_state

    with app.reading() as connection:
        state = feed_state(connection, article.feed)
    found = [inline.href for inline in article.inlines if inline.kind is InlineKind.IMAGE and inline.href]
    urls = list(dict.fromkeys(found))[:MOST]
    _bound_memory()
    made = asyncio.run(_all(urls, state.url if state else None, max(8, min(width, WIDEST))))
    return [asdict(picture) for picture in made]


async def _all(urls: Sequence[str], home: str | None, width: int) -> list[Picture]:
    from reader.feeds.fetch import Fetcher

    async with Fetcher(agent()) as fetcher:

        async def one(url: str) -> Picture:
            try:
                _, body, _ = await fetcher.page(url, home)
            except FeedError as error:
                return Picture(url, error=str(error))
            return await asyncio.to_thread(decode, url, body, width)

        return list(await asyncio.gather(*(one(url) for url in urls)))


def decode(url: str, body: bytes, width: int) -> Picture:
    """Returns the picture that ``body`` is, made small enough."""
    from PIL import Image

    try:
        with Image.open(BytesIO(body), formats=FORMATS) as image:
            if image.width * image.height > PIXELS:
                return Picture(url, error=f"the picture is larger than {PIXELS // 1_000_000} megapixels")
            image.draft("RGB", (4 * width, 4 * HIGHEST))
            # Diagrams with a clear ground are drawn for paper.
            ground = Image.new("RGBA", image.size, "white")
            ground.alpha_composite(image.convert("RGBA"))
            small = ground.convert("RGB")
            small.thumbnail((width, HIGHEST))
            return Picture(url, small.width, small.height, base64.b64encode(small.tobytes()).decode("ascii"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError):
        # Pillow says SyntaxError for some broken files.
        return Picture(url, error="no picture that can be read")


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
