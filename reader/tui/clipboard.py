"""The desktop's own clipboard, beside the terminal's: not every terminal passes on what OSC 52 asks for."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

_SECONDS = 5.0
TOOLS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)
"""what a display is known by, and a program that takes what it reads"""


def clipboard_command(
    environ: Mapping[str, str],
    find: Callable[[str], str | None] = shutil.which,
    platform: str = sys.platform,
) -> tuple[str, ...]:
    """Returns the program with its arguments that fills the clipboard of this desktop; nothing where there is none."""
    if platform == "darwin":
        path = find("pbcopy")
        return (path,) if path else ()
    for display, (name, *rest) in TOOLS:
        path = find(name) if environ.get(display) else None
        if path:
            return (path, *rest)
    return ()


async def fill_clipboard(command: Sequence[str], text: str) -> bool:
    """Gives a text to a clipboard program, without a shell; returns whether it took it.

    The program may stay behind to serve what it holds: only its first process is waited for.
    """
    nothing = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=nothing, stderr=nothing
        )
    except OSError:
        return False
    try:
        async with asyncio.timeout(_SECONDS):
            await process.communicate(text.encode("utf-8", "replace"))
    except TimeoutError:
        return False
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return process.returncode == 0
