"""Hostile feed text passes every verb as text: no control sequence, no markup, no bidi override leaves the program."""

from __future__ import annotations

import re

import pytest

from tests.command import Tapeout
from tests.servers import Server

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NASTY = (
    "[/] x",
    "[@click=app.quit]press[/]",
    "\x1b]52;c;cm0gLXJm\x07 clipboard",
    "\x1b[2J\x1b[H cleared",
    "\x9b31m C1 \x90 \x9d",
    "abc\u202egnp.exe\u2066",
    "nul \x00 inside",
    "; rm -rf ~ `id` $(id)",
    "../../../etc/passwd",
    "' OR 1=1 --",
    "zalgo " + "e\u0301" * 5 + "\u0316" * 300,
)


def document() -> bytes:
    long_title = "T" * 1_000_000
    titles = [*NASTY, long_title]
    entries = []
    for number, title in enumerate(titles):
        # JSON can carry what XML cannot: raw ESC and NUL.
        escaped = "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c for c in title)
        entries.append(
            f'{{"id":"{number}","url":"https://evil.example/{number}","title":"{escaped}",'
            f'"authors":[{{"name":"{escaped[:600]}"}}],"date_published":"2026-05-04T09:00:00Z",'
            f'"content_html":"<p>Nvidia paid $5 billion on May 1, 2026: {escaped[:3000]}</p>"}}'
        )
    head = '{"version":"https://jsonfeed.org/version/1.1","title":"\\u001b[31mEvil\\u202e","items":['
    return (head + ",".join(entries) + "]}").encode()


@pytest.fixture
def hostile(tapeout: Tapeout, server: Server) -> Tapeout:
    tapeout.subscribe(Evil=server.put("/evil.json", document(), content_type="application/feed+json"))
    result = tapeout("sync", "--json")
    assert result.code == 0, result.err
    return tapeout


def test_no_verb_prints_a_control_sequence(hostile: Tapeout) -> None:
    rows = hostile.json("list")
    assert len(rows) == len(NASTY) + 1
    ids = [row["id"] for row in rows]
    story = next((row["story"] for row in rows if row["story"]), None)
    verbs = [["list"], ["search", "nvidia"], ["feeds"], ["companies"], ["stories"], ["topics"], ["watch"],
             ["timeline", "--company", "nvidia"], ["figures", "--company", "nvidia"], ["company", "nvidia"],
             ["doctor"], ["show", NASTY[0]], ["show", "\x1b[31m"]]  # fmt: skip
    verbs += [[verb, identity] for identity in ids[:4] for verb in ("show", "why")]
    verbs += [["show", ids[0], option] for option in ("--raw", "--revisions")]
    if story:
        verbs += [["story", story], ["story", story, "--markdown"]]
    for verb in verbs:
        for more in ([], ["--json"]):
            result = hostile(*verb, *more)
            assert result.code in (0, 1, 2), result.err
            assert not FORBIDDEN.search(result.out), verb
            assert not FORBIDDEN.search(result.err), verb
            assert "\\u001b" not in result.out


def test_titles_keep_their_words_and_lose_their_length(hostile: Tapeout) -> None:
    titles = {row["title"] for row in hostile.json("list")}
    assert "[/] x" in titles
    assert "[@click=app.quit]press[/]" in titles
    assert all(len(title) <= 500 for title in titles)


@pytest.mark.parametrize(
    "query", ['"', "(", "NEAR(", "title:", "a OR", "-", "*", "x" * 5000, "'; DROP TABLE articles", "^"]
)
def test_no_query_is_an_error(hostile: Tapeout, query: str) -> None:
    assert hostile("search", "--json", "--", query).code == 0
    assert hostile("list", "--json", f"--query={query}").code == 0
