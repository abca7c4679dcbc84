"""The wheel holds all that the program needs: built, installed beside nothing else, and run from there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.builders import PROJECT

NEEDED = (
    "reader/data/feeds.toml",
    "reader/data/companies.toml",
    "reader/data/topics.toml",
    "reader/tui/app.tcss",
    "reader/py.typed",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(PROJECT)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return next(out.glob("tapeout-*.whl"))


def test_wheel_contains_every_data_file(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert not [name for name in NEEDED if name not in names]
    assert any(name.startswith("reader/data/demo/") for name in names)
    assert not [name for name in names if name.startswith("tests/")]
    stylesheets = {path.relative_to(PROJECT).as_posix() for path in (PROJECT / "reader").rglob("*.tcss")}
    assert stylesheets <= names


def test_installed_wheel_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    environment = os.environ | {"PYTHONPATH": str(target), "HOME": str(tmp_path), "TAPEOUT_CONFIG": str(tmp_path / "c")}
    where = [sys.executable, "-c", "import reader; print(reader.__file__)"]
    run = {"cwd": tmp_path, "env": environment, "capture_output": True, "text": True, "timeout": 300}
    assert str(target) in subprocess.run(where, check=True, **run).stdout  # type: ignore[call-overload]
    demo = [sys.executable, "-m", "reader", "--db", str(tmp_path / "demo.db"), "demo", "--json"]
    counts = json.loads(subprocess.run(demo, check=True, **run).stdout)  # type: ignore[call-overload]
    assert counts["articles"] >= 40
    assert counts["feeds"] == 8
    assert counts["stories"] >= 4
