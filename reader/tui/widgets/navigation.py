"""The left panel: lenses with live counts, sections that fold, and what is wrong with feeds."""

from __future__ import annotations

from textual.content import Content

from reader.tui.lenses import Lens, LensKind, LensLine, LensSection, LensTree
from reader.tui.plain import fit, join, line, right
from reader.tui.widgets.row_list import Row, RowList, text_row

SIGNS = {
    LensKind.UNREAD: ("●", "$accent"), LensKind.ALL: ("≡", "$text-muted"), LensKind.STARRED: ("★", "$text-warning"),
    LensKind.STORIES: ("◆", "$text-primary"), LensKind.WATCH: ("◷", "$text-success"),
    LensKind.NOTES: ("✎", "$text-warning"),
}  # fmt: skip
SECTION = "section:"
"""what the keys of headings begin with; the section's title follows"""
SHOWN = 9
"""lines of a section that are shown before it is opened whole"""


class Navigation(RowList):
    """Shows a ``LensTree``. Row values are lenses, or a section's title, which ``toggle`` folds."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.shown_tree: LensTree | None = None
        self.folded: set[str] = set()
        """titles of the sections that are closed"""
        self.whole: set[str] = set()
        """titles of the sections that show every line"""

    def show(self, tree: LensTree) -> None:
        """Shows counts anew; the cursor stays on its lens."""
        self.shown_tree = tree
        rows = [_lens_row(item, SIGNS.get(item.lens.kind, (" ", ""))) for item in tree.top]
        for section in tree.sections:
            rows += self._section(section)
        self.set_rows(rows)

    def toggle(self, title: str) -> None:
        """Opens or closes a section."""
        self.folded ^= {title}
        if self.shown_tree is not None:
            self.show(self.shown_tree)

    def show_whole(self, title: str) -> None:
        """Shows every line of a section."""
        self.whole ^= {title}
        if self.shown_tree is not None:
            self.show(self.shown_tree)

    @property
    def lens(self) -> Lens | None:
        """The lens under the cursor."""
        value = self.row.value if self.row else None
        return value if isinstance(value, Lens) else None

    def _section(self, section: LensSection) -> list[Row]:
        folded = section.title in self.folded
        rows = [text_row(f"h:{section.title}:space", Content("")), _section_row(section, folded)]
        if folded:
            return rows
        lines = section.lines if section.title in self.whole else section.lines[:SHOWN]
        rows += [_lens_row(item, (" ", "")) for item in lines]
        if len(section.lines) > SHOWN:
            hidden = len(section.lines) - SHOWN
            words = "fewer" if section.title in self.whole else f"{hidden} more"
            rows.append(Row(f"more:{section.title}", lambda width: [Content.styled(f"  {words}…", "$text-muted")],
                            ("more", section.title)))  # fmt: skip
        return rows


def _section_row(section: LensSection, folded: bool) -> Row:
    def draw(width: int) -> list[Content]:
        head = join(Content.styled("▸ " if folded else "▾ ", "$text-muted"), line(section.title, "bold $text-accent"))
        note = line(section.note, "$text-error" if "fail" in section.note else "$text-muted")
        return [join(fit(head, width - note.cell_length), note)]

    return Row(f"{SECTION}{section.title}", draw, section.lens or ("fold", section.title))


def _lens_row(item: LensLine, sign: tuple[str, str]) -> Row:
    def draw(width: int) -> list[Content]:
        count = item.unread or item.total
        style = "bold $accent" if item.unread else "$text-muted"
        number = Content.styled(f"{count:,}" if count else "", style)
        mark = Content.styled(f"{sign[0]} ", sign[1])
        if item.trouble:
            mark = Content.styled("! ", "bold $text-error")
        room = width - number.cell_length - 1 - mark.cell_length
        label = line(item.lens.label, "bold" if item.unread else "")
        return [join(mark, fit(label, room), " ", right(number, number.cell_length))]

    return Row(item.lens.key, draw, item.lens)
