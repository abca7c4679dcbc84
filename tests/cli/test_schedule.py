"""``schedule``: the crontab of a system that has cron, and the units of one that has systemd."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reader.cli import timers
from reader.errors import UsageError
from tests.command import Tapeout

CRONTAB = """#!/bin/sh
if [ "$1" = -l ]; then cat "$HOME/crontab" 2>/dev/null || exit 1; else cat > "$HOME/crontab"; fi
"""


@pytest.fixture
def cron(tapeout: Tapeout) -> dict[str, str]:
    """A PATH whose ``crontab`` keeps its table in the home folder."""
    tool = tapeout.home / "bin" / "crontab"
    tool.parent.mkdir()
    tool.write_text(CRONTAB)
    tool.chmod(0o755)
    return {"PATH": f"{tool.parent}:/usr/bin:/bin", "XDG_RUNTIME_DIR": ""}


def test_cron_line_is_installed_replaced_and_removed_beside_others(tapeout: Tapeout, cron: dict[str, str]) -> None:
    table = tapeout.home / "crontab"
    table.write_text("0 5 * * * theirs\n")
    assert tapeout("schedule", "install", "--every", "15m", "--json", **cron).json["installed"]
    assert tapeout("schedule", "install", "--every", "30m", **cron).code == 0
    lines = table.read_text().splitlines()
    assert lines[0] == "0 5 * * * theirs"
    assert len(lines) == 2
    assert lines[1].startswith("*/30 * * * * ")
    assert str(tapeout.db) in lines[1]
    assert tapeout("schedule", "status", "--json", **cron).json["kind"] == "cron"
    assert not tapeout("schedule", "remove", "--json", **cron).json["installed"]
    assert table.read_text() == "0 5 * * * theirs\n"


def test_print_installs_nothing(tapeout: Tapeout, cron: dict[str, str]) -> None:
    assert "*/15 * * * *" in tapeout("schedule", "install", "--every", "15m", "--print", **cron).out
    assert not (tapeout.home / "crontab").exists()


def test_system_without_any_timer_says_what_to_do(tapeout: Tapeout) -> None:
    result = tapeout("schedule", "status", PATH="/nonexistent", XDG_RUNTIME_DIR="")
    assert result.code == 1
    assert "sync --every" in result.err


@pytest.mark.parametrize("seconds", [90, 7 * 60, 5 * 3600])
def test_interval_that_cron_cannot_keep_is_refused(seconds: int) -> None:
    with pytest.raises(UsageError, match="divide"):
        timers.cron_line(timers.Timer(["x"], seconds, Path("/")))


def test_units_quote_what_systemd_would_expand() -> None:
    timer = timers.Timer(["/opt/my tools/python", "--db", '/data/100%"$x"'], 900, Path("/home/u"))
    service, clock = timers.units(timer).values()
    assert 'ExecStart="/opt/my tools/python" "--db" "/data/100%%\\"$$x\\""' in service
    assert "OnUnitActiveSec=900s" in clock
    assert "<integer>900</integer>" in next(iter(timers.agent(timer).values()))


SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$HOME/told"
"""


@pytest.fixture
def systemd(tapeout: Tapeout) -> dict[str, str]:
    """A PATH whose ``systemctl`` writes down what it was told, and a runtime folder as systemd makes it."""
    tool = tapeout.home / "bin" / "systemctl"
    tool.parent.mkdir()
    tool.write_text(SYSTEMCTL)
    tool.chmod(0o755)
    (tapeout.home / "run" / "systemd").mkdir(parents=True)
    return {"PATH": f"{tool.parent}:/usr/bin:/bin", "XDG_RUNTIME_DIR": str(tapeout.home / "run")}


@pytest.mark.skipif(sys.platform == "darwin", reason="launchd is taken there")
def test_a_user_timer_is_installed_and_removed_where_systemd_is(tapeout: Tapeout, systemd: dict[str, str]) -> None:
    printed = tapeout("schedule", "install", "--every", "20m", "--print", **systemd).out
    assert "OnUnitActiveSec=1200s" in printed
    assert not (tapeout.home / "told").exists()
    made = tapeout("schedule", "install", "--every", "20m", "--json", **systemd).json
    assert (made["kind"], made["installed"]) == ("systemd", True)
    units = sorted((tapeout.home / ".config" / "systemd" / "user").iterdir())
    assert [unit.name for unit in units] == ["tapeout-sync.service", "tapeout-sync.timer"]
    assert str(tapeout.db) in units[0].read_text()
    told = (tapeout.home / "told").read_text()
    assert "--user daemon-reload" in told
    assert "--user enable --now tapeout-sync.timer" in told
    assert tapeout("schedule", "status", "--json", **systemd).json["next_run"]
    assert not tapeout("schedule", "remove", "--json", **systemd).json["installed"]
    assert "--user disable --now tapeout-sync.timer" in (tapeout.home / "told").read_text()
    assert not list((tapeout.home / ".config" / "systemd" / "user").iterdir())
