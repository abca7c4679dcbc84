"""``[[rule]]`` and ``[notify]``: what a sync does with new articles, and whom it tells of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.command import Tapeout
from tests.servers import Server, item, rss

DEAL = item("1", "Nvidia pays CoreWeave", "<p>Nvidia will pay CoreWeave $6.3 billion through April 2032.</p>")
POWER = item("2", "A power plant for Texas", "<p>The plant is to deliver 1.2 gigawatts by 2028.</p>")
LATER = item("3", "CoreWeave pays Nvidia", "<p>CoreWeave bought chips of Nvidia for $2 billion.</p>")


def configure(tapeout: Tapeout, text: str) -> None:
    folder = tapeout.home / "config"
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text(text, "utf-8")


def notifier(tapeout: Tapeout, code: str = "") -> tuple[str, Path]:
    """A command that writes what it is given into a file, a line a run; returns it as TOML, and the file."""
    told = tapeout.home / "told.jsonl"
    script = tapeout.home / "notify me.py"
    script.write_text(
        f"import sys\ndata = sys.stdin.read()\nopen({str(told)!r}, 'a').write(data + '\\n')\n{code}", "utf-8"
    )
    return json.dumps([sys.executable, str(script), "$HOME; touch x"]), told


def titles(tapeout: Tapeout, *args: str) -> set[str]:
    return {row["title"] for row in tapeout.json("list", *args)}


def test_rules_mark_what_their_query_finds_among_new_articles(tapeout: Tapeout, server: Server) -> None:
    tapeout.subscribe(A=server.put("/a.xml", rss(DEAL)))
    tapeout.json("sync")
    configure(
        tapeout,
        '[[rule]]\nname = "Deals"\nquery = "company:coreweave company:nvidia"\ntag = ["deal", "#chips"]\nstar = true\n'
        '[[rule]]\nname = "No power"\nquery = "title:plant OR is:starred"\nmark_read = true\n',
    )
    server.put("/a.xml", rss(DEAL, POWER, LATER))
    assert tapeout.json("sync", "--force")["new"] == 2
    assert titles(tapeout, "--tag", "deal") == titles(tapeout, "--tag", "chips") == {"CoreWeave pays Nvidia"}
    assert titles(tapeout, "--starred") == {"CoreWeave pays Nvidia"}
    # The second rule looked before the first one starred anything.
    assert titles(tapeout, "--unread") == {"CoreWeave pays Nvidia", "Nvidia pays CoreWeave"}


def test_rules_leave_alone_what_the_reader_did_since(tapeout: Tapeout, server: Server) -> None:
    configure(tapeout, '[[rule]]\nname = "All"\nquery = "is:unread"\nstar = true\n')
    tapeout.subscribe(A=server.put("/a.xml", rss(DEAL)))
    tapeout.json("sync")
    tapeout("mark", "--query", "is:starred", "--unstar")
    server.put("/a.xml", rss(DEAL.replace("$6.3", "$6.4")))
    assert tapeout.json("sync", "--force")["updated"] == 1
    assert titles(tapeout, "--starred") == set()


def test_the_command_is_told_of_rules_and_watched_companies(tapeout: Tapeout, server: Server) -> None:
    command, told = notifier(tapeout)
    configure(
        tapeout,
        f'[notify]\ncommand = {command}\nwatched = ["coreweave", "intel"]\n'
        '[[rule]]\nname = "Power"\nquery = "plant"\nnotify = true\n'
        '[[rule]]\nname = "Quiet"\nquery = "pays"\nstar = true\n',
    )
    tapeout.subscribe(A=server.put("/a.xml", rss(DEAL, POWER)))
    assert tapeout.json("sync")["new"] == 2
    (line,) = told.read_text("utf-8").splitlines()
    notice = json.loads(line)
    assert notice["left_out"] == 0
    assert {a["title"]: (a["rules"], a["watched"]) for a in notice["articles"]} == {
        "Nvidia pays CoreWeave": ([], ["coreweave"]),
        "A power plant for Texas": (["Power"], []),
    }
    listed = {row["id"]: row for row in tapeout.json("list")}
    for article in notice["articles"]:
        assert {key: article[key] for key in listed[article["id"]]} == listed[article["id"]]
    assert not (tapeout.home / "x").exists()
    tapeout.json("sync", "--force")
    server.put("/a.xml", rss(DEAL, POWER, item("4", "Nothing of note", "<p>Words.</p>")))
    assert tapeout.json("sync", "--force")["new"] == 1
    assert len(told.read_text("utf-8").splitlines()) == 1


def test_the_command_is_told_of_the_newest_hundred(tapeout: Tapeout, server: Server) -> None:
    command, told = notifier(tapeout)
    configure(tapeout, f'[notify]\ncommand = {command}\n[[rule]]\nname = "All"\nquery = "is:unread"\nnotify = true\n')
    items = [
        item(str(n), f"No. {n}", "<p>Words.</p>", f"Mon, 04 May 2026 {n // 60:02}:{n % 60:02}:00 +0000")
        for n in range(130)
    ]
    tapeout.subscribe(A=server.put("/a.xml", rss(*reversed(items))))
    tapeout.json("sync", "--no-analyse")
    notice = json.loads(told.read_text("utf-8"))
    assert (len(notice["articles"]), notice["left_out"]) == (100, 30)
    assert notice["articles"][0]["title"] == "No. 129"


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("sys.stderr.write('no route\\x1b[31m\\nhost is down\\n'); sys.exit(3)", "ended with code 3: host is down"),
        ("import os; os.kill(os.getpid(), 9)", "ended with code -9"),
    ],
)
def test_a_command_that_fails_is_told_and_everything_else_is_done(
    tapeout: Tapeout, server: Server, code: str, cause: str
) -> None:
    command, _ = notifier(tapeout, code)
    configure(
        tapeout, f'[notify]\ncommand = {command}\n[[rule]]\nname = "D"\nquery = "pays"\nstar = true\nnotify = true\n'
    )
    tapeout.subscribe(A=server.put("/a.xml", rss(DEAL)))
    result = tapeout("sync", "--json")
    assert (result.code, result.json["new"], result.json["failed"]) == (1, 1, 0)
    assert cause in result.json["errors"][0]["error"]
    assert cause in result.err
    assert titles(tapeout, "--starred") == {"Nvidia pays CoreWeave"}


def test_a_command_that_is_not_there_or_reads_nothing(tapeout: Tapeout, server: Server) -> None:
    configure(
        tapeout, '[notify]\ncommand = ["/no/such/program"]\n[[rule]]\nname = "D"\nquery = "pays"\nnotify = true\n'
    )
    tapeout.subscribe(A=server.put("/a.xml", rss(DEAL)))
    result = tapeout("sync", "--json")
    assert result.code == 1
    assert "/no/such/program" in result.err
    configure(tapeout, '[notify]\ncommand = ["true"]\n[[rule]]\nname = "D"\nquery = "pays"\nnotify = true\n')
    server.put("/a.xml", rss(DEAL, LATER))
    assert tapeout("sync", "--force", "--json").code == 0


def test_what_a_killed_sync_stored_is_new_to_the_next_one(tapeout: Tapeout, server: Server) -> None:
    import sqlite3

    tapeout.subscribe(A=server.put("/a.xml", rss(DEAL)))
    tapeout.json("sync", "--no-analyse")
    with sqlite3.connect(tapeout.db) as connection:
        connection.execute("UPDATE syncs SET finished = NULL")
    connection.close()
    configure(tapeout, '[[rule]]\nname = "D"\nquery = "pays"\nstar = true\n')
    tapeout.json("sync")
    assert titles(tapeout, "--starred") == {"Nvidia pays CoreWeave"}


WRONG = {
    '[[rule]]\nname = "a"\nqueri = "b"': "config.toml:3: rule.queri: unknown key; did you mean 'query'?",
    '[[rule]]\nname = "a"\nquery = " "\nstar = true': "config.toml:1: rule: a rule needs a name and a query",
    '[[rule]]\nname = "a"\nquery = "b"': "a rule needs something to do",
    '[[rule]]\nname = "a"\nquery = "b"\nstar = false': "a rule needs something to do",
    '[[rule]]\nname = "a"\nquery = "b"\nstar = "yes"': "config.toml:4: rule.star: must be true or false, not a string",
    '[[rule]]\nname = "a"\nquery = "b"\ntag = "# "': "config.toml:4: rule.tag: a tag needs a letter",
    '[[rule]]\nname = "a"\nquery = "b"\ntag = [1]': "config.toml:4: rule.tag: must be a list of strings",
    '[[rule]]\nname = "a"\nquery = "b"\nnotify = true': "config.toml:4: rule.notify: there is no [notify] command",
    '[[rule]]\nname = "a"\nquery = "b"\nstar = true\n[[rule]]\nname = "a"\nquery = "b"\nstar = true': (
        "config.toml:6: rule.name: two rules have this name"
    ),
    '[rule]\nname = "a"': "config.toml:1: rule: must be a list, not a table",
    '[notify]\ncommand = "mail me"': "config.toml:2: notify.command: must be a list, not a string",
    "[notify]\ncommand = []": "config.toml:2: notify.command: must name a program",
    '[notify]\nwatched = ["nvidia"]': "config.toml:2: notify.watched: watched companies need a command",
    '[notify]\ncommand = ["true"]\nwatched = ["nvida"]': (
        "config.toml:3: notify.watched: no company has the id 'nvida'; did you mean 'nvidia'?"
    ),
    '[notify]\ncomand = ["true"]': "config.toml:2: notify.comand: unknown key; did you mean 'command'?",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_with_a_rule_is_told_with_its_line(tapeout: Tapeout, text: str) -> None:
    configure(tapeout, text)
    tapeout.feeds.write_text("", "utf-8")
    result = tapeout("sync")
    assert (result.code, result.out) == (2, "")
    assert WRONG[text] in result.err
