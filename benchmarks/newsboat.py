"""newsboat with as many articles as wanted, to be measured beside: where it is installed."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
from pathlib import Path

from benchmarks.store import vocabulary

NEWSBOAT = shutil.which("newsboat")
FEEDS = 1000
_RSS = (
    '<rss version="2.0"><channel><title>{name}</title>'
    "<item><guid>{name}</guid><title>{name}</title></item></channel></rss>"
)


def command(folder: Path, number: int) -> tuple[list[str], str]:
    """Returns the command that opens newsboat on a cache of ``number`` articles, and what its first screen says.

    The cache is made by newsboat itself and then filled, because its own reload of so many takes long.
    """
    folder.mkdir(parents=True, exist_ok=True)
    cache, urls, config = folder / "cache.db", folder / "urls", folder / "config"
    line = [NEWSBOAT or "newsboat", "-q", "-u", str(urls), "-c", str(cache), "-C", str(config)]
    if not cache.exists():
        seed = folder / "seed.rss"
        seed.write_text(_RSS.format(name="seed"), "utf-8")
        config.write_text("reload-threads 1\n", "utf-8")
        urls.write_text(f"file://{seed}\n", "utf-8")
        subprocess.run([*line, "-x", "reload"], check=True, capture_output=True, timeout=60)
        addresses = [f"https://feed{n}.example/rss" for n in range(FEEDS)]
        urls.write_text("".join(f"{address}\n" for address in addresses), "utf-8")
        chance = random.Random(11)
        words, weights = vocabulary()
        with sqlite3.connect(cache) as db:
            db.execute("DELETE FROM rss_feed")
            db.execute("DELETE FROM rss_item")
            for at, address in enumerate(addresses):
                db.execute(
                    "INSERT INTO rss_feed (rssurl, url, title) VALUES (?, 'https://news.example/', ?)",
                    (address, f"Feed {at} wire"),
                )
                items = []
                for item in range(number // FEEDS):
                    text = " ".join(chance.choices(words, cum_weights=weights, k=180))
                    items.append((f"g{at}-{item}", text[:60], address, 1_770_000_000 + item, f"<p>{text}</p>"))
                db.executemany(
                    "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, enclosure_url,"
                    " enclosure_type, flags) VALUES (?, ?, '', 'https://news.example/', ?, ?, ?, 1, '', '', '')",
                    items,
                )
            db.execute("ANALYZE")
        db.close()
    return line, "Feed 1 wire"
