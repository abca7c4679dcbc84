"""Running the program's own verbs as child processes: a sync with its progress, an export, a command fed by a pipe.

A child keeps the reader quick (no parsing or analysis shares its interpreter) and its death harms nothing. Nothing here
ever goes through a shell.
"""

from __future__ import annotations

import asyncio
import json
import shlex
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reader.clean import clean_line
from reader.tui.pictures import Picture, read_pictures

_LIMIT = 4 * 1024 * 1024
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class SyncStep:
    """How far a sync has come; ``over`` once it has ended, ``error`` where it could not do its work."""

    stage: str = "fetch"
    done: int = 0
    total: int = 0
    new: int = 0
    updated: int = 0
    failed: int = 0
    errors: tuple[tuple[str, str], ...] = ()
    """feed and what was wrong with it"""
    over: bool = False
    error: str = ""

    @property
    def words(self) -> str:
        """What the footer says of it."""
        names = {"fetch": "feeds", "pages": "full texts", "analyse": "analysed", "link": "linked"}
        counts = f"{self.done:,}/{self.total:,} {names.get(self.stage, self.stage)}" if self.total else "starting"
        parts = [f"⟳ {counts}"]
        if self.new:
            parts.append(f"{self.new:,} new")
        if self.failed:
            parts.append(f"{self.failed} failed")
        return " · ".join(parts)


async def sync_steps(command: Sequence[str], feeds: Sequence[str] = ()) -> AsyncGenerator[SyncStep, None]:
    """Runs ``command`` with the verb ``sync`` and yields its progress; the last step is over. Cancelling ends it."""
    line = [*command, "--json", "sync", "--progress", "json", *(["--", *feeds] if feeds else [])]
    try:
        process = await asyncio.create_subprocess_exec(
            *line, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            limit=_LIMIT,
        )  # fmt: skip
    except OSError as error:
        yield SyncStep(over=True, error=f"the sync could not be started: {error.strerror or error}")
        return
    step, said = SyncStep(), ""
    try:
        assert process.stderr is not None
        assert process.stdout is not None
        answer = asyncio.create_task(process.stdout.read())
        while raw := await _line(process.stderr):
            text = raw.decode("utf-8", "replace").strip()
            found = _step(text)
            if found is not None:
                yield (step := found)
            elif text:
                said = clean_line(text, 300)
        result = _result(await answer)
        code = await process.wait()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()
    if result is not None:
        yield SyncStep(
            "done", step.total, step.total, result.new, result.updated, result.failed, result.errors, over=True
        )
    else:
        yield SyncStep(step.stage, step.done, step.total, over=True, error=said or f"the sync ended with code {code}")


async def export(command: Sequence[str], what: str, name: str, folder: Path) -> tuple[str, str]:
    """Exports an article or story (``what``) into a folder. Returns the path written, and what went wrong."""
    line = [*command, "--json", "export", what, name, "--to", str(folder)]
    code, out, said = await _run(line)
    try:
        answer = json.loads(out)
        paths = [*answer["written"], *answer["unchanged"], *answer["kept"]]
    except (ValueError, KeyError, TypeError):
        return "", said or f"the export ended with code {code}"
    return clean_line(str(paths[0]), 400) if paths else "", said


async def markdown(command: Sequence[str], what: str, name: str) -> tuple[bytes, str]:
    """Returns an article's or story's Markdown, and what went wrong."""
    code, out, said = await _run([*command, "export", what, name, "--to", "-"])
    return out, "" if code == 0 else said or f"the export ended with code {code}"


async def take_text(command: Sequence[str], article: str, full: bool) -> str:
    """Makes the text of an article's page its text, or the feed's own again; returns what went wrong."""
    line = [*command, "--json", "show", "--full-text" if full else "--feed-text", "--", article]
    code, _, said = await _run(line, seconds=2 * _SECONDS)
    return "" if code == 0 else said.removeprefix("tapeout: ") or f"it ended with code {code}"


async def fetch_pictures(command: Sequence[str], article: str, width: int) -> tuple[dict[str, Picture], str]:
    """Returns the pictures of an article by address, at most ``width`` cells wide, and what went wrong."""
    line = [*command, "--json", "show", "--pictures", str(max(8, min(width, 400))), "--", article]
    code, out, said = await _run(line, seconds=2 * _SECONDS)
    try:
        found, wrong = read_pictures(out)
    except ValueError:
        return {}, said.removeprefix("tapeout: ") or f"it ended with code {code}"
    return found, "; ".join(dict.fromkeys(wrong))


def argument_list(text: str) -> list[str]:
    """Returns the arguments of a command as it was typed. Raises ValueError where a quote is not closed."""
    return shlex.split(text)


async def feed_command(arguments: Sequence[str], data: bytes) -> tuple[int, str]:
    """Runs a person's command, without a shell, on ``data``; returns its exit code and the first of what it said."""
    code, out, said = await _run(arguments, data)
    return code, said or clean_line(out[:2000].decode("utf-8", "replace"), 300)


async def _run(line: Sequence[str], data: bytes | None = None, seconds: float = _SECONDS) -> tuple[int, bytes, str]:
    try:
        process = await asyncio.create_subprocess_exec(
            *line,
            stdin=asyncio.subprocess.DEVNULL if data is None else asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
    except (OSError, ValueError) as error:
        return 127, b"", clean_line(str(error), 300)
    try:
        async with asyncio.timeout(seconds):
            out, errors = await process.communicate(data)
    except TimeoutError:
        return 124, b"", f"it did not end within {seconds:.0f} seconds"
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return process.returncode or 0, out, clean_line(errors[-2000:].decode("utf-8", "replace"), 300)


async def _line(stream: asyncio.StreamReader) -> bytes:
    try:
        return await stream.readline()
    except ValueError:
        # A line beyond the limit is no progress of ours; what follows it may be.
        return b"\n"


def _step(text: str) -> SyncStep | None:
    if not text.startswith("{"):
        return None
    try:
        told = json.loads(text)
        done, total, new, updated, failed = (int(told[name]) for name in ("done", "total", "new", "updated", "failed"))
        return SyncStep(clean_line(str(told["stage"]), 20), done, total, new, updated, failed, _errors(told["errors"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _result(out: bytes) -> SyncStep | None:
    try:
        told = json.loads(out)
        new, updated, failed = (int(told[name]) for name in ("new", "updated", "failed"))
        return SyncStep("done", 0, 0, new, updated, failed, _errors(told["errors"]))
    except (ValueError, KeyError, TypeError):
        return None


def _errors(told: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(told, list):
        return ()
    found = [(str(item.get("feed", "")), str(item.get("error", ""))) for item in told if isinstance(item, dict)]
    return tuple((clean_line(feed, 100), clean_line(error, 300)) for feed, error in found)
