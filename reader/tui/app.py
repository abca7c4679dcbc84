"""The reader: screens, themes, keys, the running sync, and one handler for work that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import aclosing
from datetime import datetime
from pathlib import Path

from rich.console import RenderableType
from textual import on, work
from textual.app import App, SystemCommand
from textual.color import Color
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import get_current_worker

from reader.clean import clean
from reader.config import Settings
from reader.errors import TapeoutError
from reader.model.text import Span
from reader.opener import open_link
from reader.tui.ascii import AsciiFilter
from reader.tui.children import SyncStep, sync_steps
from reader.tui.clipboard import fill_clipboard
from reader.tui.commands import check_keys
from reader.tui.desk import Desk
from reader.tui.library import Library
from reader.tui.palette import CommandProvider
from reader.tui.screens.article_commands import ArticleScreen
from reader.tui.screens.base import TapeoutScreen
from reader.tui.screens.dossier import DossierScreen
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.search import SearchScreen
from reader.tui.screens.source import SourceScreen
from reader.tui.screens.welcome import WelcomeScreen
from reader.tui.state import ReaderState, load_state, save_state
from reader.tui.themes import BY_SETTING, THEMES
from reader.tui.widgets.status_bar import StatusBar

POLL = 0.5
"""seconds between looks for what other processes wrote"""
DEMO = "demo"
"""what ``run`` returns when the person chose the demo in the welcome"""
SETTLING = 1.0
"""seconds after which the first screen stands"""


class TapeoutApp(App[str]):
    """The terminal reader. Everything that it works on comes in as arguments."""

    TITLE = "Tapeout"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {CommandProvider}  # noqa: RUF012
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(
        self,
        library: Library,
        settings: Settings,
        command: Sequence[str],
        clock: Callable[[], datetime],
        *,
        ascii_only: bool = False,
        feeds_path: Path | None = None,
        feeds_listed: int = 0,
        offer_demo: bool = True,
        state_path: Path | None = None,
        browse: Callable[[str], bool] = open_link,
        clipboard: Sequence[str] = (),
        settled: Callable[[], None] | None = None,
    ) -> None:
        """``settled`` is called once, when the first screen has stood for a moment."""
        super().__init__()
        self._library = library
        self._settings = settings
        self._ascii = AsciiFilter() if ascii_only or settings.ascii else None
        self._feeds_path, self._feeds_listed, self._offer_demo = feeds_path, feeds_listed, offer_demo
        self._clipboard_tool = tuple(clipboard)
        self._settled = settled
        self._state_path = state_path
        self._state = load_state(state_path)
        self._version = 0
        self._syncing = False
        self.desk = Desk(
            library=library,
            clock=clock,
            open_link=browse,
            keys=dict(settings.keys),
            mark_read=settings.mark_read,
            mark_read_delay=settings.mark_read_delay,
            command=tuple(command),
            save_folder=settings.save_folder,
        )
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = BY_SETTING.get(settings.theme, BY_SETTING["auto"])
        if settings.theme == "auto" and self._state.theme in self.available_themes:
            self.theme = self._state.theme

    def get_css_variables(self) -> dict[str, str]:
        """Returns the theme's variables, with quiet text in plain colours: those that Textual works out from what lies
        under a text do not reach lines that a widget draws itself."""
        variables = super().get_css_variables()
        theme = self.current_theme
        if not theme.ansi:
            back, front = Color.parse(variables["background"]), Color.parse(variables["foreground"])
            for name, share in (("text-muted", 0.62), ("text-disabled", 0.38)):
                if name not in theme.variables:
                    variables[name] = back.blend(front, share).hex
        return variables

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = super().get_line_filters()
        return [*filters, self._ascii] if self._ascii is not None else filters

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield SystemCommand("Theme", "Choose other colours", self.action_change_theme)

    def on_mount(self) -> None:
        self.set_keymap(dict(self.desk.keys))
        self._version = self._library.version()
        empty = self._library.newest_key() == 0
        self.push_screen(ReadingScreen(self.desk, self._state))
        if empty:
            path = str(self._feeds_path or "feeds.toml")
            self.push_screen(WelcomeScreen(self.desk, self._feeds_listed, path, demo=self._offer_demo))
        for complaint in check_keys(self.desk.keys):
            self.notify(complaint, severity="warning", markup=False, timeout=10)
        self.set_interval(POLL, self._poll)
        if self._settled is not None:
            self.set_timer(SETTLING, self._settled)
        if self._settings.sync_on_start:
            self._start_sync(())

    def exit(self, result: str | None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leaves, remembering where the person was: screens are gone by the time that the app is unmounted."""
        reading = next((screen for screen in self.screen_stack if isinstance(screen, ReadingScreen)), None)
        if reading is not None and reading.is_mounted:
            row = reading.articles.row
            theme = self.theme if self._settings.theme == "auto" else ""
            place = row.id if row else None
            kept = ReaderState(reading.lens, place, theme, reading.order_by, reading.group_by, reading.sizes)
            save_state(self._state_path, kept)
        super().exit(result, return_code, message)

    def copy_to_clipboard(self, text: str) -> None:
        """Gives a text to the terminal's clipboard (OSC 52) and to the desktop's, where there is one."""
        super().copy_to_clipboard(text)
        if self._clipboard_tool and not self.is_web:
            self.run_worker(fill_clipboard(self._clipboard_tool, text), group="clipboard", exclusive=True)

    # what the store and other processes do

    def _poll(self) -> None:
        screens = [screen for screen in self.screen_stack if isinstance(screen, TapeoutScreen)]
        if not self.is_running or not all(screen.is_mounted for screen in screens):
            return  # screens that are being made or taken down have no widgets to bring up to date
        version = self._library.version()
        if version != self._version:
            self._version = version
            for screen in screens:
                screen.store_changed()

    # what screens ask for

    @on(ArticleScreen.ArticleWanted)
    def _open_article(self, event: ArticleScreen.ArticleWanted) -> None:
        self._open_source(event.article, event.span)

    def _open_source(self, article: str, span: Span | None) -> None:
        self.push_screen(SourceScreen(self.desk, article, span))

    @on(ArticleScreen.StoryWanted)
    def _open_story(self, event: ArticleScreen.StoryWanted) -> None:
        shown = self.screen
        if isinstance(shown, DossierScreen) and shown.story_id == event.story:
            shown.tab = event.tab
        else:
            self.push_screen(DossierScreen(self.desk, story=event.story, tab=event.tab))

    @on(ArticleScreen.CompanyWanted)
    def _open_company(self, event: ArticleScreen.CompanyWanted) -> None:
        self.push_screen(DossierScreen(self.desk, company=event.company, tab=event.tab))

    @on(TapeoutScreen.HelpRequested)
    def _help(self, event: TapeoutScreen.HelpRequested) -> None:
        self.push_screen(HelpScreen(event.where, self.desk.keys))

    @on(TapeoutScreen.SearchRequested)
    def _search(self, event: TapeoutScreen.SearchRequested) -> None:
        self.push_screen(SearchScreen(self.desk, event.query, event.ahead))

    @on(SearchScreen.Chosen)
    def _search_chosen(self, event: SearchScreen.Chosen) -> None:
        while len(self.screen_stack) > 1 and not isinstance(self.screen, ReadingScreen):
            self.pop_screen()
        if isinstance(self.screen, ReadingScreen):
            self.screen.show_search(event.query, event.article)

    @on(WelcomeScreen.Chosen)
    def _welcome_chosen(self, event: WelcomeScreen.Chosen) -> None:
        if event.what == DEMO:
            self.exit(DEMO)
            return
        self.pop_screen()
        if event.what == "sync":
            self._start_sync(())

    # syncing

    @on(TapeoutScreen.SyncRequested)
    def _sync_requested(self, event: TapeoutScreen.SyncRequested) -> None:
        self._start_sync(event.feeds)

    def _start_sync(self, feeds: tuple[str, ...]) -> None:
        if self._syncing:
            self.notify("A sync is running already.", markup=False)
        else:
            self._syncing = True
            self._sync(feeds)

    @work(group="sync", exit_on_error=False)
    async def _sync(self, feeds: tuple[str, ...]) -> None:
        """Runs a sync as a child process; reading goes on, the poll brings what is new."""
        self._show_sync("⟳ starting")
        last = SyncStep()
        try:
            async with aclosing(sync_steps(self.desk.command, feeds)) as steps:
                async for step in steps:
                    last = step
                    if not step.over:
                        self._show_sync(step.words)
        finally:
            self._syncing = False
            if not get_current_worker().is_cancelled:
                self._show_sync("")
        self._synced(last)

    def _synced(self, last: SyncStep) -> None:
        if last.error:
            self.notify(last.error, title="The sync failed", severity="error", markup=False, timeout=8)
            return
        words = f"{last.new:,} new, {last.updated:,} updated"
        if last.failed or last.errors:
            first = "; ".join(f"{feed}: {error}" for feed, error in last.errors[:2])
            self.notify(f"{words}. {first}\nE shows the feeds that failed.", title=f"Synced, {last.failed} failed",
                        severity="warning", markup=False, timeout=8)  # fmt: skip
        else:
            self.notify(words, title="Synced", markup=False)

    def _show_sync(self, words: str) -> None:
        for screen in self.screen_stack:
            for bar in screen.query(StatusBar):
                bar.sync = words

    # failures

    @on(TapeoutScreen.WorkFailed)
    def _work_failed(self, event: TapeoutScreen.WorkFailed) -> None:
        """What a person can mend is shown; anything else is a bug of ours and ends the program loudly."""
        if not isinstance(event.error, TapeoutError | ValueError):
            raise event.error
        self.notify(clean(str(event.error)), title="That did not work", severity="error", markup=False, timeout=10)
        if isinstance(self.screen, TapeoutScreen):
            self.screen.store_changed()
