"""Exit codes, what stands on stdout, and messages that name the thing and the way out."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import Tapeout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["lst"], "did you mean 'list'"),
        (["list", "--limit", "0"], "--limit"),
        (["list", "--since", "yesterday-ish"], "no date"),
        (["show"], "ARTICLE"),
        (["timeline"], "say one of"),
        (["mark", "--read"], "name articles"),
        (["demo"], "terminal"),
        (["list", "--after", "a000000000000"], "--after"),
    ],
)
def test_wrong_usage_exits_2_and_prints_nothing_on_stdout(tapeout: Tapeout, args: list[str], words: str) -> None:
    result = tapeout(*args)
    assert result.code == 2
    assert words in result.err
    assert result.out == ""


def test_without_a_verb_and_a_terminal_it_prints_its_help_and_exits_2(tapeout: Tapeout) -> None:
    result = tapeout()
    assert result.code == 2
    assert "Usage: tapeout" in result.out


@pytest.mark.parametrize("args", [["show", "nothing"], ["story", "nothing"], ["company", "No Such Inc"], ["why", "x"]])
def test_one_named_thing_not_found_is_null_and_exit_1(tapeout: Tapeout, args: list[str]) -> None:
    result = tapeout(*args, "--json")
    assert result.code == 1
    assert result.json is None
    assert "named" in result.err


@pytest.mark.parametrize("args", [["list"], ["search", "nothing"], ["stories"], ["companies"], ["watch"]])
def test_search_that_finds_nothing_is_an_empty_list_and_exit_0(tapeout: Tapeout, args: list[str]) -> None:
    assert tapeout.json(*args) == []


def test_ambiguous_name_lists_the_candidates(demo: Tapeout) -> None:
    result = demo("show", "Cerebras", "--json")
    assert result.code == 2
    assert result.out == ""
    assert "say which" in result.err


def test_options_stand_before_or_after_the_verb(demo: Tapeout) -> None:
    assert demo("--json", "list", "--limit", "2").json == demo("list", "--limit", "2", "--json").json


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('[[feed]]\nurll = "http://a.example/"\n', ["feeds.toml:2", "urll", "did you mean 'url'"]),
        ("[[feed]\n", ["feeds.toml:1", "not valid TOML"]),
        ('[[feed]]\nurl = "file:///etc/passwd"\n', ["feeds.toml:2", "url"]),
        ('[[feed]]\nurl = "http://a.example/"\nkind = "newz"\n', ["feeds.toml:3", "kind", "did you mean 'news'"]),
    ],
)
def test_wrong_feeds_toml_names_file_line_and_key(tapeout: Tapeout, content: str, words: list[str]) -> None:
    tapeout.feeds.write_text(content)
    result = tapeout("sync", "--json")
    assert result.code == 2
    assert result.out == ""
    assert all(word in result.err for word in words), result.err


def test_wrong_config_toml_names_file_line_and_nearest_key(tapeout: Tapeout) -> None:
    folder = tapeout.home / "config"
    folder.mkdir()
    (folder / "config.toml").write_text('[reading]\nmark_reed = "open"\n')
    tapeout.subscribe()
    result = tapeout("sync")
    assert result.code == 2
    assert "config.toml:2" in result.err
    assert "did you mean 'mark_read'" in result.err


def test_missing_feeds_file_exits_2_and_add_makes_it(tapeout: Tapeout) -> None:
    result = tapeout("sync")
    assert result.code == 2
    assert str(tapeout.feeds) in result.err


def damaged(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
        connection.execute("PRAGMA application_id = 0x54415045")
        connection.execute("PRAGMA user_version = 9999")
    connection.close()


def no_database(path: Path) -> None:
    path.write_text("just words")


@pytest.mark.parametrize("spoil", [damaged, foreign, newer, no_database])
@pytest.mark.parametrize("args", [["list"], ["mark", "--query", "x", "--read"], ["stories"]])
def test_store_that_cannot_be_used_exits_3_and_is_left_alone(tapeout: Tapeout, spoil: object, args: list[str]) -> None:
    spoil(tapeout.db)  # type: ignore[operator]
    before = tapeout.db.read_bytes()
    result = tapeout(*args, "--json")
    assert result.code == 3
    assert result.out == ""
    assert str(tapeout.db) in result.err
    assert tapeout.db.read_bytes() == before


def test_read_only_store_can_be_read_but_not_written(demo_copy: Tapeout) -> None:
    demo_copy.db.chmod(0o400)
    demo_copy.home.chmod(0o500)
    try:
        assert demo_copy("list", "--json").code == 0
    finally:
        demo_copy.home.chmod(0o700)


def test_plain_verbs_load_no_textual(demo: Tapeout) -> None:
    for verb in (["list", "--json"], ["stories", "--json"], ["doctor"], ["--help"]):
        code = (
            "import sys; from reader.cli.main import run; "
            f"run({[*demo.arguments()[3:], *verb]!r}); "
            "print([m for m in sys.modules if m.split('.')[0] in ('textual', 'feedparser', 'httpx2')], file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", code], env=demo.environment, capture_output=True, text=True)
        assert done.stderr.strip().splitlines()[-1] == "[]", done.stderr
    code = f"import sys; from reader.cli.main import run; run({[*demo.arguments()[3:], 'list', '--json']!r}); " \
           "print('sqlite_utils' in sys.modules, 'lxml' in sys.modules, file=sys.stderr)"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=demo.environment, capture_output=True, text=True)
    assert done.stderr.strip().splitlines()[-1] == "False False"


def test_every_verb_has_help(tapeout: Tapeout) -> None:
    from reader.cli.main import VERBS

    for verb in VERBS:
        result = tapeout(verb, "--help")
        assert result.code == 0
        assert f"Usage: tapeout {verb}" in result.out
