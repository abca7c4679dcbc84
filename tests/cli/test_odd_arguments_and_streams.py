"""Odd arguments, broken files and streams that go away: a message and an exit code, never a traceback."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.command import Tapeout

LONG = "x" * 60_000
BYTES = b"\xff\xfebad"


def run_bytes(tapeout: Tapeout, *args: bytes) -> subprocess.CompletedProcess[bytes]:
    command = [os.fsencode(part) for part in tapeout.arguments("--json")]
    done = subprocess.run([*command, *args], env=tapeout.environment, capture_output=True, stdin=subprocess.DEVNULL,
                          timeout=60)  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize(
    "args",
    [
        (b"show", BYTES), (b"story", BYTES), (b"why", BYTES), (b"note", b"list", BYTES), (b"list", b"--tag", BYTES),
        (b"list", b"--after", BYTES), (b"watch", b"resolve", BYTES, b"--met"), (b"search", BYTES),
        (b"backup", BYTES), (b"export", b"notes", b"--to", BYTES), (b"list", b"--db", BYTES), (BYTES,),
        (b"import", BYTES), (b"list", b"--feed", BYTES), (b"company", BYTES), (b"show", BYTES, b"\x1b[31m"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_text(demo: Tapeout, args: tuple[bytes, ...]) -> None:
    done = run_bytes(demo, *args)
    assert done.returncode in (0, 1, 2)
    assert (done.stdout == b"") == (done.returncode == 2)
    assert b"\x1b" not in done.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["show", LONG], ["story", LONG], ["why", LONG], ["search", LONG], ["list", "--query", LONG], ["remove", LONG],
        ["list", "--limit", "9" * 30], ["search", "x", "--limit", "9" * 30], ["companies", "--limit", "9" * 30],
        ["stories", "--limit", "-1"], ["backup", f"/tmp/{LONG}"], ["list", "--since", "9999999999w"],
        ["list", "--until", "9999"], ["timeline", "--company", "nvidia", "--as-of", "0001"], ["list", "--db", ""],
        ["list", "--db", f"/tmp/{LONG}"], ["paths", "--config", f"/tmp/{LONG}"], ["feeds", "--feeds", f"/tmp/{LONG}"],
        ["doctor", "--db", "/dev/null"], ["add", LONG], ["add", "http://"], ["add", "ftp://a.example/"],
        ["schedule", "install", "--every", "soon"], ["sync", "--every", "soon"], ["import"],
        ["show", "x", "\x1b[31m\x07"], ["--\x1b[31m"], ["list", "--limit", "\x1b[31m"],
    ],
)  # fmt: skip
def test_odd_arguments(demo: Tapeout, args: list[str]) -> None:
    demo.subscribe()
    result = demo(*args, "--json")
    assert result.code in (0, 1, 2)
    assert (result.out == "") == (result.code == 2), result.err
    assert "\x1b" not in result.err


@pytest.mark.parametrize("place", ["/dev/full", "/etc/passwd", "/etc/passwd/x.db", "/proc/self/mem", "/tmp"])
def test_store_in_an_odd_place_is_left_alone(tapeout: Tapeout, place: str) -> None:
    result = tapeout("list", "--db", place, "--json")
    assert result.code == 3
    assert result.out == ""
    assert place in result.err


def test_home_that_cannot_be_found_is_wrong_usage(tapeout: Tapeout) -> None:
    result = tapeout("paths", "--db", "~nobody-of-that-name/x.db")
    assert result.code == 2
    assert "home" in result.err
    done = subprocess.run([tapeout.arguments()[0], "-m", "reader", "paths"], capture_output=True, text=True, timeout=60,
                          env=tapeout.environment | {"TAPEOUT_DB": "~nobody-of-that-name/x.db"})  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def shell(tapeout: Tapeout, verb: str, redirect: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = " ".join(f"'{part}'" for part in tapeout.arguments()) + f" {verb} {redirect}"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], env=tapeout.environment | environment,
                          capture_output=True, text=True, timeout=60, errors="replace")  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    assert "Exception ignored" not in done.stderr
    return done


@pytest.mark.parametrize("verb", ["list", "list --json", "search cerebras", "--help", "story Cerebras"])
def test_reader_of_a_pipe_that_goes_away_is_no_error(demo: Tapeout, verb: str) -> None:
    assert shell(demo, verb, "| head -c 1 > /dev/null").returncode == 0


@pytest.mark.parametrize("verb", ["list", "list --json", "paths", "show nothing --json", "--help"])
def test_streams_that_are_closed_or_full(demo: Tapeout, verb: str) -> None:
    demo.subscribe()
    full = shell(demo, verb, "> /dev/full")
    assert full.returncode == 1
    assert full.stderr.count("\n") == 1
    for redirect in (">&-", "2>&-", "2> /dev/full", "<&-"):
        assert shell(demo, verb, redirect).returncode == (1 if "nothing" in verb else 0)


def test_closed_stderr_never_spoils_the_document(demo: Tapeout) -> None:
    assert shell(demo, "show nothing --json", "2>&-").stdout == "null\n"


@pytest.mark.parametrize(
    "verb", ["list", "list --json", "figures --company coreweave", "figures --company nvidia --json"]
)
@pytest.mark.parametrize(
    "environment",
    [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C"}],
)
def test_locales_that_cannot_say_every_character(demo: Tapeout, verb: str, environment: dict[str, str]) -> None:
    done = shell(demo, verb, "", **environment)
    assert done.returncode == 0
    assert done.stdout


def test_ascii_keeps_to_ascii(demo: Tapeout) -> None:
    for args in (["list"], ["figures", "--company", "coreweave"], ["story", "CoreWeave"], ["stories"],
                 ["show", demo.json("list")[0]["id"], "--raw"], ["company", "coreweave"]):  # fmt: skip
        assert demo(*args, "--ascii").out.isascii(), args


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.toml", b"\xff\xfe"), ("config.toml", b"[reading]\nmark_read = 7\n"), ("config.toml", b"[[view]]\n"),
        ("companies.toml", b"[[company]]\nid = 3\n"), ("companies.toml", b"company = 1\n"),
        ("topics.toml", b"[[topic]]\nid = \"x\"\nterms = 3\n"), ("topics.toml", b"]"),
    ],
)  # fmt: skip
def test_broken_configuration_names_its_file(tapeout: Tapeout, name: str, content: bytes) -> None:
    folder = tapeout.home / "config"
    folder.mkdir()
    (folder / name).write_bytes(content)
    tapeout.subscribe()
    result = tapeout("sync", "--json")
    assert result.code == 2
    assert result.out == ""
    assert name in result.err
    checks = tapeout.json("doctor", code=1)
    assert any(name in check["detail"] for check in checks if not check["ok"])


def test_configuration_that_is_a_folder_or_a_file_where_a_folder_should_be(tapeout: Tapeout) -> None:
    (tapeout.home / "config").write_text("a file")
    tapeout.subscribe()
    assert tapeout("list", "--json").code == 0
    (tapeout.home / "config").unlink()
    (tapeout.home / "config" / "config.toml").mkdir(parents=True)
    assert tapeout("sync", "--json").code == 2


def test_folder_that_cannot_be_written(tapeout: Tapeout) -> None:
    closed = Path("/proc/1/nothing")
    assert tapeout("list", "--db", str(closed / "t.db"), "--json").code == 3
    assert tapeout("backup", str(closed / "copy.db"), "--json").code in (1, 2, 3)
    result = tapeout("export", "notes", "--to", str(closed), "--json")
    assert result.code in (1, 2)
