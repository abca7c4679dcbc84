"""What a person decides about a story: its title, what belongs to it, what became of an expectation, notes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from reader.model.stories import StoryRow, WatchState
from reader.tui.screens.dialogs import Choice, Prompt
from reader.tui.screens.note_command import NoteCommand

if TYPE_CHECKING:
    from reader.tui.screens.dossier import DossierScreen


class StoryCommands:
    """The deciding commands of a dossier; each can be undone."""

    def __init__(self, screen: DossierScreen) -> None:
        self._screen = screen

    def rename(self) -> None:
        """Asks for a title of the person's own."""
        screen = self._screen
        if screen.story_id is None or screen.dossier is None:
            screen.say("A company keeps its name.")
            return
        prompt = Prompt("Rename the story", screen.dossier.story.title)
        screen.app.push_screen(prompt, self._renamed)

    def _renamed(self, title: str | None) -> None:
        screen = self._screen
        story, library = screen.story_id, screen.desk.library
        if title and story is not None:
            self._decide(partial(library.rename_story, story, title), f"the title “{title}”")

    def merge(self) -> None:
        """Offers the other stories."""
        screen = self._screen
        if screen.story_id is None:
            screen.say("Open a story to merge it with another one.")
            return
        screen.read("stories", screen.desk.library.stories, lambda found: self._offer(cast("list[StoryRow]", found)))

    def _offer(self, stories: list[StoryRow]) -> None:
        screen = self._screen
        choices = [(row.id, row.title, f"{row.articles} articles") for row in stories if row.id != screen.story_id]
        screen.app.push_screen(Choice("Merge into this story", choices, search=True), self._merged)

    def _merged(self, other: str | None) -> None:
        screen = self._screen
        story, library = screen.story_id, screen.desk.library
        if other is not None and story is not None:
            self._decide(partial(library.merge_stories, story, other), "the merge")

    def split(self) -> None:
        """Takes the article under the cursor out of the story."""
        screen = self._screen
        target = screen.target
        story = screen.story_id
        if story is None or target is None or screen.tab != "articles" or target.article is None:
            screen.say("Go to the article in the Articles tab, then X takes it out of the story.")
            return
        self._decide(partial(screen.desk.library.split_story, story, target.article), "taking the article out")

    def _decide(self, call: partial[None], label: str) -> None:
        screen = self._screen
        library = screen.desk.library

        def write() -> None:
            call()
            screen.desk.history.push(label, library.undo_decision)

        screen.write(write, screen.store_changed)
        screen.say(f"Done: {label}. u takes it back.")

    def resolve(self) -> None:
        """Asks what became of the expectation under the cursor."""
        screen = self._screen
        target = screen.target
        if target is None or target.event is None or screen.tab != "watch":
            screen.say("Go to a line of the Watch tab, then r settles it.")
            return
        choices = [("met", "Met", "it happened as expected"), ("moved", "Moved", "another date is expected now"),
                   ("missed", "Missed", "it did not happen"), ("open", "Open", "not settled")]  # fmt: skip
        event = target.event
        screen.app.push_screen(Choice("What became of it?", choices), lambda state: self._resolved(event, state))

    def _resolved(self, event: str, state: str | None) -> None:
        if state is None:
            return
        screen = self._screen
        library = screen.desk.library
        before = None
        if screen.dossier is not None:
            before = next((item.state for item in screen.dossier.story.watch if item.event.id == event), None)
        chosen = None if state == "open" else WatchState(state)
        earlier = before if before in (WatchState.MET, WatchState.MOVED, WatchState.MISSED) else None

        def write() -> None:
            library.settle(event, chosen)
            screen.desk.history.push("what became of the expectation", partial(library.settle, event, earlier))

        screen.write(write, screen.store_changed)

    def note(self) -> None:
        """Writes a note on the story or company, on the sentence under the cursor if there is one."""
        screen = self._screen
        if screen.dossier is None:
            return
        target_id = screen.story_id or screen.company_id or ""
        target = screen.target
        quote = target.quote if target is not None and target.places else ""
        if target is not None and target.opens is not None and quote:
            target_id = target.opens
        NoteCommand(screen).write(target_id, screen.dossier.story.title, quote)
