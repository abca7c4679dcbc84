"""Paging, filters and their combinations, marks, ledgers, expectations and notes through the command line."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.command import Tapeout


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


@pytest.mark.parametrize("filters", [[], ["--collapse"], ["--company", "coreweave"], ["--query", "revenue"]])
def test_paging_by_cursor_shows_everything_once(demo: Tapeout, filters: list[str]) -> None:
    every = ids(demo.json("list", *filters))
    seen: list[str] = []
    while page := ids(demo.json("list", *filters, "--limit", "13", *(["--after", seen[-1]] if seen else []))):
        seen += page
    assert seen == every
    assert len(set(seen)) == len(seen)


def test_filters_combine(demo_copy: Tapeout) -> None:
    rows = demo_copy.json("list")
    story = demo_copy.json("stories")[0]
    demo_copy.json("mark", *ids(rows)[:9], "--read", "--tag", "later")
    demo_copy.json("mark", *ids(rows)[4:14], "--star")
    options = [
        ["--company", "cerebras"], ["--topic", "inference"], ["--tag", "later"], ["--story", story["id"]],
        ["--since", "2025"], ["--until", "2026-05"], ["--unread"], ["--starred"], ["--query", "revenue"],
        ["--feed", rows[0]["feed"]], ["--collapse"],
    ]  # fmt: skip
    alone = {" ".join(option): set(ids(demo_copy.json("list", *option))) for option in options}
    assert all(0 < len(found) < len(rows) for found in alone.values()), {k: len(v) for k, v in alone.items()}
    for one, other in [*combinations(options, 2)][::3]:
        both = set(ids(demo_copy.json("list", *one, *other)))
        assert both == alone[" ".join(one)] & alone[" ".join(other)], (one, other)


def test_collapse_leaves_out_just_the_copies(demo: Tapeout) -> None:
    rows = demo.json("list")
    assert ids(demo.json("list", "--collapse")) == [row["id"] for row in rows if row["duplicate_of"] is None]
    assert any(row["duplicate_of"] for row in rows)


def test_search_by_date_is_newest_first(demo: Tapeout) -> None:
    by_date = demo.json("search", "cerebras", "--sort", "date")
    assert [row["published"] for row in by_date] == sorted((row["published"] for row in by_date), reverse=True)
    assert set(ids(by_date)) == set(ids(demo.json("search", "cerebras")))
    assert all(row["snippet"] for row in by_date)


def test_marks_by_name_and_by_query(demo_copy: Tapeout) -> None:
    article = demo_copy.json("list")[0]["id"]
    assert demo_copy.json("mark", article, "--read", "--star", "--tag", "one", "--tag", "two") == {"changed": 1}
    assert demo_copy.json("mark", article, "--read") == {"changed": 0}
    shown = demo_copy.json("show", article)
    assert (shown["read"], shown["starred"], shown["tags"]) == (True, True, ["one", "two"])
    assert demo_copy.json("mark", "--query", "tag:one", "--untag", "one", "--unstar", "--unread") == {"changed": 1}
    shown = demo_copy.json("show", article)
    assert (shown["read"], shown["starred"], shown["tags"]) == (False, False, ["two"])
    everything = len(demo_copy.json("list"))
    assert demo_copy.json("mark", "--query", "", "--read") == {"changed": everything}
    assert demo_copy.json("list", "--unread") == []


def test_companies_without_limit_are_all_that_articles_name(demo: Tapeout) -> None:
    named = {company["id"] for row in demo.json("list") for company in row["companies"]}
    assert {company["id"] for company in demo.json("companies")} == named
    assert len(demo.json("companies", "--limit", "3")) == 3
    assert all(candidate["name"] for candidate in demo.json("companies", "--candidates"))


def test_stories_as_of_a_day_know_nothing_later(demo: Tapeout) -> None:
    story = max(demo.json("stories"), key=lambda row: len(row["articles"]))
    middle = sorted(demo.json("show", identity)["published"] for identity in story["articles"])[
        len(story["articles"]) // 2
    ]
    then = demo.json("story", story["id"], "--as-of", middle)
    assert 0 < len(then["articles"]) < len(story["articles"])
    told = {ref["article"] for sentence in then["summary"] for ref in sentence["sources"]}
    told |= {source["article"] for event in then["timeline"] for source in event["sources"]}
    told |= {value["article"] for row in then["figures"] for value in row["values"]}
    assert told <= set(then["articles"])
    assert demo("story", story["id"], "--as-of", "1999", "--json").code == 1
    briefing = demo("story", story["id"], "--markdown", "--as-of", middle).out
    assert briefing.count("\n## ") >= 3


def test_timeline_and_figures_narrow_down(demo: Tapeout) -> None:
    story = demo.json("stories")[0]["id"]
    events = demo.json("timeline", "--story", story)
    assert len(events) >= len(demo.json("story", story)["timeline"])
    late = demo.json("timeline", "--story", story, "--since", "2026")
    assert 0 < len(late) < len(events)
    assert not any(event["date"] < "2026" and "/" not in event["date"] for event in late)
    early = demo.json("timeline", "--story", story, "--until", "2025")
    assert not any(event["date"] > "2026" and "/" not in event["date"] for event in early)
    rows = demo.json("figures", "--company", "coreweave")
    assert {row["metric"] for row in demo.json("figures", "--company", "coreweave", "--metric", "revenue")} == {
        "revenue"
    }
    assert len(demo.json("figures", "--company", "coreweave", "--as-of", "2025")) < len(rows)
    for args in (["--topic", "memory"], ["--company", "samsung"]):
        assert demo("export", "timeline", *args, "--to", "-").code == 0
        assert demo.json("timeline", *args)


def test_options_stand_anywhere_with_verbs_of_verbs(demo_copy: Tapeout) -> None:
    story = demo_copy.json("stories")[0]["id"]
    for args in (["--json", "story", story], ["story", "--json", story], ["story", story, "--json"],
                 ["story", "show", "--json", story], ["--json", "watch"], ["watch", "--json"],
                 ["watch", "--json", "list"], ["note", "--json", "list"], ["--json", "note", "list"]):  # fmt: skip
        result = demo_copy(*args)
        assert result.code == 0, args
        assert result.json is not None
    other = demo_copy.home / "other.db"
    assert demo_copy("story", "rename", story, "Mine", "--db", str(other), "--json").code == 1
    assert demo_copy("note", "--db", str(other), "list", "--json").json == []


def test_environment_names_the_places_and_options_win(demo: Tapeout, tmp_path: Path) -> None:
    feeds = tmp_path / "mine.toml"
    feeds.write_text('[[feed]]\nurl = "https://one.example/"\n')
    env = demo.environment | {"TAPEOUT_DB": str(demo.db), "TAPEOUT_FEEDS": str(feeds), "TAPEOUT_CONFIG": str(tmp_path)}
    base = demo.arguments()[:3]

    def run(*args: str) -> str:
        done = subprocess.run([*base, *args], env=env, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("list", "--json") == demo("list", "--json").out
    assert "one.example" in run("feeds", "--json")
    assert str(tmp_path / "companies.toml") in run("paths")
    assert run("list", "--json", "--db", str(tmp_path / "empty.db")) == "[]\n"


def test_notes_are_added_edited_listed_and_removed(demo_copy: Tapeout) -> None:
    article = demo_copy.json("list")[0]["id"]
    made = demo_copy.json("note", "add", article, "--text", "First *words*", "--quote", "A sentence.")[0]
    assert re.fullmatch("n[0-9a-f]{12}", made["id"])
    assert (made["target"], made["quote"], made["body"]) == (article, "A sentence.", "First *words*")
    piped = demo_copy("note", "add", "nvidia", "--json", text="From a pipe\n").json[0]
    assert piped["target"] == "nvidia"
    assert demo_copy.json("note", "edit", made["id"], "--text", "Second")[0]["body"] == "Second"
    assert ids(demo_copy.json("note", "list", article)) == [made["id"]]
    assert demo_copy.json("show", article)["notes"] == 1
    assert ids(demo_copy.json("list", "--query", "has:note")) == [article]
    demo_copy.json("note", "remove", made["id"])
    assert demo_copy.json("note", "list", article) == []
    assert demo_copy.json("note", "remove", made["id"], code=1) is None
    assert demo_copy("note", "add", article, "--text", "  ", "--json").code == 2


def test_an_edit_of_a_note_can_be_taken_back(demo_copy: Tapeout) -> None:
    (made,) = demo_copy.json("note", "add", "nvidia", "--text", "First", "--quote", "A sentence.")
    demo_copy.json("note", "edit", made["id"], "--text", "Second")
    demo_copy.json("note", "edit", made["id"], "--text", "Third")
    assert [each["body"] for each in demo_copy.json("note", "history", made["id"])] == ["First", "Second", "Third"]
    (back,) = demo_copy.json("note", "edit", made["id"], "--undo")
    assert (back["body"], back["quote"]) == ("Second", "A sentence.")
    assert demo_copy.json("note", "edit", made["id"], "--undo")[0]["body"] == "Third"
    (other,) = demo_copy.json("note", "add", "nvidia", "--text", "Never edited")
    assert "was never edited" in demo_copy("note", "edit", other["id"], "--undo").err
    assert demo_copy("note", "edit", other["id"], "--undo", "--text", "x").code == 2
    assert demo_copy("note", "history", "n000000000000").code == 1


def test_notes_are_written_in_the_editor(demo_copy: Tapeout, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf \' and more\' >> "$1"\ntouch -d 2030-01-01 "$1"\n')
    editor.chmod(0o755)
    with_editor = Tapeout(demo_copy.home, extra={"EDITOR": str(editor), "VISUAL": ""})
    on_terminal(with_editor, "note", "add", "nvidia", columns=80)
    (made,) = demo_copy.json("note", "list", "nvidia")
    assert made["body"] == "and more"
    on_terminal(with_editor, "note", "edit", made["id"], columns=80)
    assert demo_copy.json("note", "list", "nvidia")[0]["body"] == "and more\n and more"


def on_terminal(tapeout: Tapeout, *args: str, columns: int) -> str:
    """Runs a verb on a terminal of that width and returns what it shows."""
    master, slave = pty.openpty()
    environment = tapeout.environment | {"COLUMNS": str(columns), "LINES": "24", "TERM": "xterm"}
    with subprocess.Popen(
        tapeout.arguments(*args), env=environment, stdin=slave, stdout=slave, stderr=slave
    ) as process:
        os.close(slave)
        shown = b""
        while select.select([master], [], [], 60)[0]:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        process.wait(timeout=60)
    os.close(master)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [80, 120])
def test_tables_fit_the_terminal_and_name_organisations(demo: Tapeout, columns: int) -> None:
    for args in (["list"], ["stories"], ["watch"], ["companies"], ["topics"], ["search", "revenue"],
                 ["timeline", "--company", "coreweave"], ["figures", "--company", "coreweave"],
                 ["company", "core-scientific"], ["story", "CoreWeave"]):  # fmt: skip
        shown = on_terminal(demo, *args, columns=columns)
        assert shown.count("\n") > 1, args
        assert max(map(len, shown.splitlines())) <= columns, args
        assert "\x1b" not in shown
        assert "\t" not in shown
    assert "CoreWeave" in on_terminal(demo, "figures", "--company", "coreweave", columns=columns)
    assert "Core Scientific" in on_terminal(demo, "company", "core-scientific", columns=columns)


def test_list_on_a_terminal_is_cut_at_fifty(demo: Tapeout) -> None:
    assert len(demo.json("list")) > 50
    assert len(on_terminal(demo, "list", columns=100).splitlines()) == 50
    assert len(on_terminal(demo, "list", "--limit", "55", columns=100).splitlines()) == 55
    assert all(line.count("\t") == 4 for line in demo("list").out.splitlines())


def test_tiny_terminal(demo: Tapeout) -> None:
    for columns in (1, 10, 20):
        assert on_terminal(demo, "list", "--limit", "3", columns=columns)
