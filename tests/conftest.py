"""Options and fixtures of the whole suite."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.command import Tapeout
from tests.servers import Server, serve

# A run that gates a change must not fail for an example that nobody has seen: there examples are the same every time.
settings.register_profile("gate", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("gate")

# A shell starts what runs in its background deaf to SIGINT, and children inherit that: tests that interrupt a program
# would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-slow", action="store_true", help="run the long drives whole")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--run-slow"):
        return
    skip = pytest.mark.skip(reason="a long drive: --run-slow runs it")
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(skip)


@pytest.fixture
def tapeout(tmp_path: Path) -> Tapeout:
    return Tapeout(tmp_path)


@pytest.fixture
def server() -> Iterator[Server]:
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Tapeout:
    """The demo's store, filled once; tests that write to it take ``demo_copy``."""
    command = Tapeout(tmp_path_factory.mktemp("demo"))
    assert command("demo", "--json").code == 0
    return command


@pytest.fixture
def demo_copy(demo: Tapeout, tmp_path: Path) -> Tapeout:
    command = Tapeout(tmp_path)
    assert demo("backup", str(command.db)).code == 0
    return command
