"""A person's Markdown notes as styled content: markdown-it's tokens, rendered without links that act or HTML.

Textual's own Markdown widget opens every link it holds and takes seconds on long lists, so the tokens become plain
``Content`` here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from reader.tui.plain import join, plain

if TYPE_CHECKING:
    from markdown_it.token import Token

_STYLES = {"strong": "bold", "em": "italic", "s": "strike", "code": "$text-accent", "link": "underline"}


def note_content(body: str) -> Content:
    """Returns a note's Markdown as content of several lines; HTML in it stays text, an address follows its link."""
    # The parser comes with the first note: the first screen does not wait for it.
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("strikethrough")
    lines: list[Content] = []
    ordinals: list[int | None] = []
    quoted = 0
    bullet = ""
    heading = False
    for token in parser.parse(body):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            start = token.attrGet("start")
            ordinals.append(None if token.type == "bullet_list_open" else int(start or 1))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            ordinals.pop()
        elif token.type == "list_item_open":
            number = ordinals[-1]
            bullet = "  " * (len(ordinals) - 1) + ("• " if number is None else f"{number}. ")
            ordinals[-1] = None if number is None else number + 1
        elif token.type in ("blockquote_open", "blockquote_close"):
            quoted += 1 if token.type == "blockquote_open" else -1
        elif token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type == "inline":
            head = join("│ " * quoted, bullet or "  " * len(ordinals))
            text = _inline(token.children or ())
            lines.append(join(head, text.stylize("bold") if heading else text))
            bullet = ""
        elif token.type in ("fence", "code_block"):
            lines += [join("│ " * quoted, "  ", plain(row, "$text-accent")) for row in token.content.splitlines()]
        elif token.type == "hr":
            lines.append(plain("─" * 8, "$text-muted"))
    return Content("\n").join(lines)


def _inline(tokens: Sequence[Token]) -> Content:
    parts: list[Content] = []
    open_styles: list[str] = []
    address = ""
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.type.endswith("_open"):
            open_styles.append(_STYLES.get(name, ""))
            address = str(token.attrGet("href") or "") if name == "link" else address
        elif token.type.endswith("_close"):
            open_styles.pop()
            if name == "link" and address:
                parts.append(plain(f" ({address})", "$text-muted"))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(plain("\n"))
        else:
            style = "code" if token.type == "code_inline" else ""
            parts.append(plain(token.content, " ".join(filter(None, [*open_styles, _STYLES.get(style, "")]))))
    return join(*parts)
