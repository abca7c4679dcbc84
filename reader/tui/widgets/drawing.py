"""How lists draw one line: the cursor's sign and background, the content on top, cut or filled to the width."""

from __future__ import annotations

from enum import Enum

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

GUTTER = 2
"""cells left of a row's content: the cursor's sign and a blank"""

LIST_CSS = """
    & > .list--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    & > .list--cursor-blurred { background: $block-cursor-blurred-background; }
    & > .list--hover { background: $block-hover-background; }
"""
LIST_CLASSES = {"list--cursor", "list--cursor-blurred", "list--hover"}


class LineState(Enum):
    """What a row is to the reader; the cursor shows by a sign as well as by its background."""

    PLAIN = " "
    HOVER = "  "
    BLURRED = "▎"
    CURSOR = "▌"


def draw_line(widget: Widget, content: Content, state: LineState, width: int) -> Strip:
    """Returns the strip of one line of a list. In ANSI and colourless terminals the cursor row keeps to one style."""
    base = widget.visual_style
    app = widget.app
    if state is LineState.CURSOR:
        base += widget.get_visual_style("list--cursor", partial=True)
        if app.native_ansi_color or app.no_color:
            content = content.without_spans
            base += Style(bold=True, reverse=app.no_color)
    elif state is LineState.BLURRED:
        base += widget.get_visual_style("list--cursor-blurred", partial=True)
    elif state is LineState.HOVER:
        base += widget.get_visual_style("list--hover", partial=True)
    parse = app.stylesheet.parse_style
    sign = base
    if state is LineState.CURSOR and not app.native_ansi_color:
        sign = base + parse("$accent")
    segments = [Segment(state.value[0].ljust(GUTTER), sign.rich_style)]
    segments += [Segment(text, style.rich_style) for text, style in content.render(base, "", parse) if text]
    return Strip(segments).adjust_cell_length(width, base.rich_style)


def draw_empty(widget: Widget, content: Content, y: int, width: int, height: int) -> Strip:
    """Returns line ``y`` of an empty list: what there is to do, a third down, centred as a block."""
    base = widget.visual_style
    lines = content.split("\n") if content else []
    top = max(0, (height - len(lines)) // 3)
    if not top <= y < top + len(lines):
        return Strip.blank(width, base.rich_style)
    line = lines[y - top].truncate(max(1, width - 2), ellipsis=True)
    indent = max(1, (width - max(item.cell_length for item in lines)) // 2)
    segments = [Segment(" " * indent, base.rich_style)]
    parse = widget.app.stylesheet.parse_style
    segments += [Segment(text, style.rich_style) for text, style in line.render(base, "", parse) if text]
    return Strip(segments).adjust_cell_length(width, base.rich_style)
