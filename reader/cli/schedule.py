"""``sync --every``: stays in the foreground and repeats, with jitter, across clock jumps and sleep."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from reader.cli.application import Application
from reader.errors import ConfigError, UsageError
from reader.feeds.subscriptions import parse_interval

SHORTEST = 60
"""seconds between two runs"""


def repeat(app: Application, every: str, run: Callable[[], int]) -> int:
    """Runs at once and then every so often until it is interrupted; a run that fails does not end the rest.

    The wait is counted on the monotonic clock, so that a clock set back or forward does not matter; feeds.toml is
    read anew by each run. Raises UsageError for an interval that is none.
    """
    try:
        seconds = max(SHORTEST, parse_interval(every))
    except ValueError as error:
        raise UsageError(f"--every {every!r}: write 15m, 2h or a number of seconds") from error
    while True:
        try:
            run()
        except ConfigError as error:
            # Somebody is editing feeds.toml: the next run reads it again.
            app.say(f"tapeout: {error}")
        pause = seconds * random.uniform(0.95, 1.05)
        app.say(f"next sync in {pause / 60:.1f} minutes")
        time.sleep(pause)
