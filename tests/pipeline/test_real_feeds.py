"""Real feeds as they came off the web, served over loopback: every readable one is stored, none brings a run down."""

from __future__ import annotations

import pytest

from tests.builders import SHARED
from tests.command import Tapeout
from tests.servers import serve

FOLDER = SHARED / "feeds"
NO_FEEDS = {"index.jsonl", "cerebras.html", "NOTICE", "NOTICE.txt", "README.md"}


@pytest.mark.skipif(not FOLDER.exists(), reason="the shared feeds are not here")
def test_every_readable_feed_is_stored(tapeout: Tapeout) -> None:
    files = sorted(path for path in FOLDER.iterdir() if path.name not in NO_FEEDS)
    with serve() as server:
        addresses = {
            path.name: server.put(f"/{number}", path.read_bytes(), content_type="application/xml")
            for number, path in enumerate(files)
        }
        tapeout.subscribe(**addresses)
        result = tapeout("sync", "--json", "--no-analyse")
        counts = result.json
        assert counts["feeds"] == len(files)
        assert counts["errors"] == []
        assert counts["new"] == len(tapeout.json("list")) > 5000
        again = tapeout.json("sync", "--force", "--no-analyse")
        assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, len(files))
