"""Text from outside as literal Markdown: what it says is what is shown, in CommonMark, GFM, Obsidian and Logseq.

Markdown is data too: a headline must not become a heading, link, tag, query or template command of the vault that it
lands in. Every sign that could begin one is defused, and no more than that, so that the page stays fit to read raw.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from reader.clean import clean

_SPACE = re.compile(r"\s+")
_SIGNS = re.compile(
    r"[\\`*\[\]{}#^~|]"  # emphasis, code, links and wiki links, macros, tags, block ids, tables
    r"|(?<![^\W_])_|_(?![^\W_])"  # an underscore inside a word is no emphasis
    r"|(?<=\()\(|(?<=:):|(?<==)=|(?<=%)%"  # ((block)), key:: value, ==mark==, %%comment%%
    r"|\$(?!\d)"  # mathematics: a sum of money cannot close a formula
)
_ENTITY = re.compile(r"&(?=#?\w{1,40};)")
_START = re.compile(r"^(?:[-+](?=[\s-]|$)|:(?=\s)|=(?==*\s*$)|(?P<number>\d{1,9})(?P<point>[.)])(?=\s|$))")
_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~/?#@!&+,;=%:]")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL_URL = re.compile(r"[\x00-\x20\x7f-\x9f]")
_TICKS = re.compile(r"`+")
URL_LIMIT = 2048


def inline(text: str, start: bool = True) -> str:
    """Returns one line of text as Markdown that shows exactly it. ``start``: it stands where a block may begin."""
    line = _SPACE.sub(" ", clean(text)).strip() if start else _SPACE.sub(" ", clean(text))
    line = _ENTITY.sub("\x00", line)
    line = _SIGNS.sub(lambda found: "\\" + found[0], line)
    if start:
        line = _START.sub(_defuse_start, line)
    return line.replace("<", "&lt;").replace(">", "&gt;").replace("\x00", "&amp;")


def _defuse_start(found: re.Match[str]) -> str:
    if found["number"]:
        return f"{found['number']}\\{found['point']}"
    return "\\" + found[0]


def safe_url(url: str | None) -> str | None:
    """Returns an address that may stand in a Markdown link, None for all but http, https and mailto.

    User information is dropped; every sign that means something to Markdown or to a vault is percent-encoded.
    """
    if not url or len(url) > URL_LIMIT or _CONTROL_URL.search(url):
        return None
    try:
        url.encode()  # a lone surrogate is no text, and no address
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https", "mailto") or (parts.scheme != "mailto" and not host):
        return None
    if "@" in parts.netloc:
        parts = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    address = _UNSAFE.sub(lambda found: quote(found[0], safe=""), _LONE_PERCENT.sub("%25", parts.geturl()))
    scheme, colon, rest = address.partition(":")
    return scheme + colon + rest.replace("::", "%3A%3A").replace("==", "%3D%3D")


def link(text: str, url: str | None) -> str:
    """Returns a link to ``url``, the mere text where the address is none that may be linked."""
    address = safe_url(url)
    shown = inline(text)
    return f"[{shown}]({address})" if address and shown else shown


def fence(code: str) -> str:
    """Returns a fenced code block. A blank breaks template tags and comments inside: some tools run them there."""
    text = clean(code).replace("<%", "< %").replace("<!--", "< !--").strip("\n")
    ticks = "`" * max(3, 1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    return f"{ticks}\n{text}\n{ticks}"


def cell(text: str) -> str:
    """Returns text for a cell of a table; an empty one shows a dash."""
    return inline(text) or "–"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Returns a GFM table. ``head`` is ours and put as it is, ``rows`` are cells that are Markdown already."""
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join(' --- ' for _ in head)}|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)
