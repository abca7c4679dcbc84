"""The one table of commands: it gives the bindings, the palette, the help screen and the list of keys in the README.

A command's ``id`` is what a person remaps in ``config.toml`` (``[keys]``). ``action`` is the name of the method
``action_…`` that every screen named in ``where`` has.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding
from textual.keys import format_key


class Where(StrEnum):
    """The screens that a command works on."""

    READING = "reading"
    ARTICLE = "article"
    """one article, opened from a line of a dossier or a search"""
    DOSSIER = "dossier"
    LIST = "list"
    """search results and the smaller lists"""


class Group(StrEnum):
    """The headings of the help screen, in their order."""

    MOVE = "Moving"
    READ = "Reading"
    MARK = "Marking"
    STORY = "Stories"
    FIND = "Finding"
    SYNC = "Syncing"
    APP = "The program"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can do: ``keys`` is a comma-separated list in Textual's names, ``footer`` shows it there."""

    id: str
    keys: str
    title: str
    help: str
    action: str
    group: Group
    where: frozenset[Where]
    footer: str = ""
    """the word shown in the footer, empty for none"""

    @property
    def shown_keys(self) -> str:
        """The keys as a person reads them, e.g. ``Ctrl-d`` or ``?``."""
        return " ".join(show_key(key) for key in self.keys.split(","))


_ALL = frozenset(Where)
_READING = frozenset({Where.READING})
_ARTICLE = frozenset({Where.READING, Where.ARTICLE})
_DOSSIER = frozenset({Where.DOSSIER})
_PANELS = frozenset({Where.READING, Where.DOSSIER})
_MAIN = frozenset({Where.READING, Where.ARTICLE, Where.DOSSIER})

_NAMES = {
    "question_mark": "?", "slash": "/", "colon": ":", "semicolon": ";", "vertical_line": "|",
    "left_square_bracket": "[",
    "right_square_bracket": "]", "full_stop": ".", "comma": ",", "escape": "Esc", "enter": "Enter", "tab": "Tab",
    "shift+tab": "Shift-Tab", "space": "Space", "down": "↓", "up": "↑", "left": "←", "right": "→", "pagedown": "PgDn",
    "pageup": "PgUp", "home": "Home", "end": "End", "less_than_sign": "<", "greater_than_sign": ">", "plus": "+",
    "minus": "-", "equals_sign": "=",
}  # fmt: skip


def show_key(key: str) -> str:
    """Returns a Textual key name as a person reads it."""
    if key in _NAMES:
        return _NAMES[key]
    *modifiers, last = key.split("+")
    name = _NAMES.get(last, last if len(last) == 1 else format_key(last))
    return "-".join([*(m.capitalize() for m in modifiers), name])


COMMANDS: tuple[Command, ...] = (
    # moving
    Command("down", "j,down", "Down", "One line down; a number before it repeats it (5j)", "move(1)", Group.MOVE, _ALL),
    Command("up", "k,up", "Up", "One line up", "move(-1)", Group.MOVE, _ALL),
    Command("top", "g,home", "Top", "To the first line, or to the line of the number before it", "top", Group.MOVE,
            _ALL),
    Command("bottom", "G,end", "Bottom", "To the last line", "bottom", Group.MOVE, _ALL),
    Command("half-down", "ctrl+d", "Half a page down", "Half a page down", "half(1)", Group.MOVE, _ALL),
    Command("half-up", "ctrl+u", "Half a page up", "Half a page up", "half(-1)", Group.MOVE, _ALL),
    Command("page-down", "space,pagedown", "Page down", "One page down", "page(1)", Group.MOVE, _ALL),
    Command("page-up", "b,pageup", "Page up", "One page up", "page(-1)", Group.MOVE, _ALL),
    Command("open", "enter,l,right", "Open", "Open the line: the article, the dossier, or the sentence it came from",
            "open", Group.MOVE, _ALL, "open"),
    Command("back", "q,escape,h,left", "Back", "Back to where you came from; q on the first screen quits", "back",
            Group.MOVE, _ALL, "back"),
    Command("next-panel", "tab", "Next panel", "To the next panel or tab", "panel(1)", Group.MOVE, _PANELS),
    Command("previous-panel", "shift+tab", "Previous panel", "To the panel or tab before", "panel(-1)", Group.MOVE,
            _PANELS),
    Command("panel-1", "alt+1", "Lenses", "To the lenses", "to_panel(1)", Group.MOVE, _READING),
    Command("panel-2", "alt+2", "List", "To the list", "to_panel(2)", Group.MOVE, _READING),
    Command("panel-3", "alt+3", "Article", "To the article", "to_panel(3)", Group.MOVE, _READING),
    Command("narrower", "less_than_sign", "Narrower", "Make the panel narrower", "widen(-1)", Group.MOVE, _READING),
    Command("wider", "greater_than_sign", "Wider", "Make the panel wider", "widen(1)", Group.MOVE, _READING),
    Command("fold", "minus", "Fold", "Close the section of lenses under the cursor, or open it", "fold", Group.MOVE,
            _READING),
    # reading
    Command("next-unread", "n", "Next unread", "Open the next unread article", "unread(1)", Group.READ, _READING,
            "next"),
    Command("previous-unread", "p", "Previous unread", "Open the unread article before", "unread(-1)", Group.READ,
            _READING),
    Command("next-mark", "right_square_bracket", "Next mark",
            "To the next company, date or figure in the article; Enter opens it", "mark(1)", Group.READ, _ARTICLE),
    Command("previous-mark", "left_square_bracket", "Previous mark", "To the mark before", "mark(-1)", Group.READ,
            _ARTICLE),
    Command("zoom", "z", "Reading only", "Only the article, or all panels again", "zoom", Group.READ, _READING),
    Command("browser", "o", "Open in browser", "Open the article's page in your browser", "browser", Group.READ, _MAIN),
    Command("link", "semicolon", "Open a link", "Open a link of the article by its letter", "link", Group.READ,
            _ARTICLE),
    Command("full-text", "x", "Full text", "Fetch the page for the whole text; again, and the feed's is back",
            "full_text", Group.READ, _ARTICLE),
    Command("pictures", "i", "Pictures", "Fetch the article's pictures and draw them, or take them away", "pictures",
            Group.READ, _ARTICLE),
    Command("copy", "y", "Copy with citation", "Copy the selection, or the line, with where it came from", "copy",
            Group.READ, _MAIN),
    Command("save", "s", "Save as Markdown", "Save the article or the story's briefing as a Markdown file", "save",
            Group.READ, _MAIN),
    Command("pipe", "vertical_line", "Pipe to a command", "Give the Markdown to a command's standard input", "pipe",
            Group.READ, _MAIN),
    # marking
    Command("mark-read", "m", "Read or unread", "Mark as read, or unread again; 3m marks three", "toggle_read",
            Group.MARK,
            _ARTICLE, "read"),
    Command("star", "f", "Star", "Star the article, or take the star away", "star", Group.MARK, _ARTICLE, "star"),
    Command("mark-shown-read", "A", "Mark shown read", "Mark every article of the list as read", "mark_shown_read",
            Group.MARK, _READING),
    Command("add-tag", "t", "Add a tag", "Tag the article", "tag", Group.MARK, _ARTICLE),
    Command("remove-tag", "T", "Remove a tag", "Take a tag off the article", "untag", Group.MARK, _ARTICLE),
    Command("note", "e", "Note", "Write or edit a note on the article, the sentence or the story", "note", Group.MARK,
            _MAIN),
    Command("undo", "u", "Undo", "Take the last change back", "undo", Group.MARK, _MAIN),
    # stories
    Command("story", "S", "Story", "The dossier of the story that the article belongs to", "story", Group.STORY, _MAIN,
            "story"),
    Command("timeline", "L", "Timeline", "The story's timeline: what happened, what is expected", "timeline",
            Group.STORY,
            _MAIN),
    Command("figures", "v", "Figures", "The story's ledger: every figure, who said it, how it changed", "figures",
            Group.STORY, _MAIN),
    Command("watch", "w", "Watch", "What is expected and when", "watch", Group.STORY, _MAIN),
    Command("why", "W", "Why", "The rule and the words behind what is shown", "why", Group.STORY, _MAIN, "why"),
    Command("rename-story", "N", "Rename the story", "Give the story a title of your own", "rename", Group.STORY,
            _DOSSIER),
    Command("merge-story", "M", "Merge with a story", "Make another story part of this one", "merge", Group.STORY,
            _DOSSIER),
    Command("split-article", "X", "Take out of the story", "Take the article out of this story", "split", Group.STORY,
            _DOSSIER),
    Command("resolve", "r", "Settle an expectation", "Say that it was met, moved or missed", "resolve", Group.STORY,
            _DOSSIER),
    Command("earlier", "less_than_sign", "Earlier", "Show the story as it was known a week earlier", "as_of(-7)",
            Group.STORY, _DOSSIER),
    Command("zoom-in", "plus", "More dates", "The timeline month by month, then with every date", "timeline_zoom(1)",
            Group.STORY, _DOSSIER),
    Command("zoom-out", "minus", "Fewer dates", "The timeline with fewer dates", "timeline_zoom(-1)", Group.STORY,
            _DOSSIER),
    Command("later", "greater_than_sign", "Later", "Show the story as it was known a week later", "as_of(7)",
            Group.STORY,
            _DOSSIER),
    # finding
    Command("search", "slash", "Search", "Search as you type, with the query language", "search", Group.FIND, _MAIN,
            "search"),
    Command("views", "F", "Saved views", "Choose one of your saved views", "views", Group.FIND, _READING),
    Command("sort", "O", "Sort", "Newest first or oldest first", "sort", Group.FIND, _READING),
    Command("group", "B", "Group", "Group the list by day, feed, story or company", "group", Group.FIND, _READING),
    Command("filter", "V", "Filter", "Show one company or one kind of event only, or all again", "filter", Group.FIND,
            _DOSSIER, "filter"),
    # syncing
    Command("show-new", "full_stop", "Show what is new", "Bring new articles into the list", "show_new", Group.SYNC,
            _READING),
    Command("sync-this", "r", "Sync this feed", "Fetch the feed at hand", "sync_this", Group.SYNC, _READING),
    Command("sync", "R", "Sync all", "Fetch every feed that is due; reading goes on", "sync", Group.SYNC, _MAIN,
            "sync"),
    Command("errors", "E", "Feed errors", "Which feeds failed, and why", "errors", Group.SYNC, _READING),
    # the program
    Command("palette", "colon,ctrl+p", "Commands", "Find a command by its name", "app.command_palette", Group.APP,
            _ALL),
    Command("help", "question_mark", "Help", "The keys", "help", Group.APP, _ALL, "help"),
    Command("quit", "ctrl+q", "Quit", "Leave at once", "app.quit", Group.APP, _ALL),
)  # fmt: skip

BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}


def bindings_for(where: Where) -> list[Binding]:
    """Returns the bindings of a screen, each with the command's id, so that a keymap can remap it."""
    return [
        Binding(command.keys, command.action, command.title, show=False, id=command.id)
        for command in COMMANDS
        if where in command.where
    ]


def footer_for(where: Where) -> list[Command]:
    """Returns the commands that the footer of a screen names, help before those that a narrow one may leave out."""
    named = [command for command in COMMANDS if where in command.where and command.footer]
    return sorted(named, key=lambda command: {"open": 0, "back": 1, "help": 2}.get(command.id, 3))


def keys_of(command: Command, remapped: Mapping[str, str]) -> str:
    """Returns a command's keys as a person reads them, after remapping."""
    return " ".join(show_key(key.strip()) for key in remapped.get(command.id, command.keys).split(","))


def check_keys(remapped: Mapping[str, str]) -> tuple[str, ...]:
    """Returns what is wrong with a person's ``[keys]``: unknown ids, and keys that two commands of a screen share."""
    complaints = []
    for name in remapped:
        if name not in BY_ID:
            near = difflib.get_close_matches(name, list(BY_ID), n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            complaints.append(f"keys: no command is called {name!r}{hint}")
    for where in Where:
        owners: dict[str, str] = {}
        for command in COMMANDS:
            if where not in command.where:
                continue
            for key in _split(remapped.get(command.id, command.keys)):
                other = owners.setdefault(key, command.id)
                complaint = f"keys: {show_key(key)} is given to both {other} and {command.id}"
                if other != command.id and complaint not in complaints:
                    complaints.append(complaint)
    return tuple(complaints)


def key_table(commands: Iterable[Command] = COMMANDS) -> str:
    """Returns the README's list of keys as a Markdown table."""
    lines = ["| keys | command | id |", "| --- | --- | --- |"]
    for command in commands:
        keys = " ".join(f"`{show_key(key)}`" if key != "vertical_line" else "`\\|`" for key in command.keys.split(","))
        lines.append(f"| {keys} | {command.help} | `{command.id}` |")
    return "\n".join(lines)


def _split(keys: str) -> list[str]:
    return [_KEY_NAMES.get(key.strip(), key.strip()) for key in keys.split(",") if key.strip()]


_KEY_NAMES = {shown: name for name, shown in _NAMES.items() if len(shown) == 1 and shown not in "↓↑←→"}
