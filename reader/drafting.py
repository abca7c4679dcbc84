"""Asks a language model through the ``llm`` package, in a process of its own: nothing of it is loaded by default.

Which models there are and their keys are the business of ``llm`` and its plugins. Only sentences of articles leave
the program this way, never notes.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

from reader.clean import clean_line
from reader.errors import TapeoutError, UsageError
from reader.export import drafts
from reader.model.exports import Page
from reader.model.stories import Story

NEEDS = "drafts need an extra: pip install 'tapeout[llm]'"
PATIENCE = 180.0
"""seconds that a model may take for its answer"""


class ModelFailed(TapeoutError):
    """The model gave no answer. Nothing was written."""


def drafted(story: Story, page: Page, model: str) -> tuple[Page, drafts.Checked]:
    """Returns a briefing with a draft by ``model``, and what was kept and dropped of the reply.

    Raises UsageError where the extra is missing, ModelFailed for a model that is unknown, fails or takes too long.
    """
    given = drafts.facts(story, page)
    if not given:
        return page, drafts.Checked((), 0)
    found = drafts.checked(ask(model, drafts.SYSTEM, drafts.prompt(story.title, given)), given)
    return drafts.with_draft(page, found, given, model), found


def ask(model: str, system: str, text: str) -> str:
    """Returns a model's answer. Raises what ``drafted`` raises."""
    if find_spec("llm") is None:
        raise UsageError(NEEDS)
    command = [
        sys.executable,
        "-m",
        "llm",
        "prompt",
        f"--model={model}",
        f"--system={system}",
        "--no-log",
        "--no-stream",
    ]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise ModelFailed(f"model {clean_line(model)}: no answer within {PATIENCE:.0f} seconds") from error
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ModelFailed(f"model {clean_line(model)}: {clean_line(told[-1]) if told else 'failed without a word'}")
    return done.stdout.decode("utf-8", "replace")
