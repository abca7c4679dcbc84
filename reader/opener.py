"""Opening links: http and https only, never through a shell, never an option in disguise."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from urllib.parse import quote, urlsplit, urlunsplit

from reader.clean import clean_line

LIMIT = 2048
_SAFE = "/:?#[]@!$&()*+,;=%~-._"


def safe_address(text: str, schemes: tuple[str, ...] = ("http", "https")) -> str | None:
    """Returns an address fit to be handed to a browser, percent-encoded, or None where it must not be opened.

    Only absolute addresses of ``schemes`` with a host pass (``mailto`` needs none). Blanks, quotes, backticks and
    control characters are encoded; a host of mixed scripts is given in its ASCII form; user names and passwords are
    refused, because they make one host look like another.
    """
    if len(text) > LIMIT or clean_line(text, LIMIT) != text.strip():
        return None
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in schemes:
        return None
    if scheme == "mailto":
        return f"mailto:{quote(parts.path, safe='@+.-_')}" if "@" in parts.path else None
    host = parts.hostname
    if not host or parts.username is not None or parts.password is not None or host.startswith("-"):
        return None
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if any(char in host for char in " \"'`<>\\^{}|%"):
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None:
        netloc = f"{netloc}:{port}"
    return urlunsplit(
        (scheme, netloc, *(quote(part, safe=_SAFE) for part in (parts.path, parts.query, parts.fragment)))
    )


def shown_address(text: str) -> str:
    """Returns an address as it is shown before it is opened: safe, or the cleaned text with a word of warning."""
    return safe_address(text, ("http", "https", "mailto")) or f"{clean_line(text, 200)} (not opened)"


def open_link(text: str, browse: Callable[[str], bool] = webbrowser.open) -> bool:
    """Opens an http, https or mailto address in the user's browser. False where it must not or could not be opened."""
    address = safe_address(text, ("http", "https", "mailto"))
    if address is None:
        return False
    try:
        return browse(address)
    except (webbrowser.Error, OSError):
        return False
