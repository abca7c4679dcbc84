"""The commands on one article, for the screens that show one: star, tag, note, links, copy, why, story."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from textual import events, on
from textual.message import Message

from reader.model.articles import Article
from reader.model.lists import Held
from reader.model.text import Span
from reader.opener import shown_address
from reader.tui.citation import cite
from reader.tui.desk import Desk
from reader.tui.pages import ArticlePage, Link, Mark, MarkKind
from reader.tui.screens.base import TapeoutScreen
from reader.tui.screens.dialogs import Choice, Prompt, WhyDialog
from reader.tui.screens.export_commands import ExportCommands
from reader.tui.screens.full_text import FullTextCommand
from reader.tui.screens.note_command import NoteCommand
from reader.tui.screens.picture_command import PictureCommand
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.status_bar import StatusBar

Args = ParamSpec("Args")
Screen = TypeVar("Screen", bound="ArticleScreen")


def on_page(action: Callable[Concatenate[Screen, Args], None]) -> Callable[Concatenate[Screen, Args], None]:
    """Makes a command wait for the article under the cursor: what is shown may still be the one before it."""

    @wraps(action)
    def run(screen: Screen, /, *args: Args.args, **kwargs: Args.kwargs) -> None:
        screen.with_page(lambda: action(screen, *args, **kwargs))

    return run


class ArticleScreen(TapeoutScreen):
    """A screen with an ``ArticleView``. Other screens are asked for by message, the app opens them."""

    @dataclass
    class StoryWanted(Message):
        """Open a story's dossier at one of its tabs."""

        story: str
        tab: str = "summary"

    @dataclass
    class CompanyWanted(Message):
        """Open a company's dossier at one of its tabs."""

        company: str
        tab: str = "summary"

    @dataclass
    class ArticleWanted(Message):
        """Open an article, with a range of its text lit."""

        article: str
        span: Span | None = None

    _typed: str | None = None
    """letters of a link typed so far; None when no link is asked for"""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.exports = ExportCommands(self)
        self.notes = NoteCommand(self)
        self.full_text = FullTextCommand(self)
        self.pictures = PictureCommand(self)

    # what a screen has

    @property
    def view(self) -> ArticleView:
        return self.query_one(ArticleView)

    @property
    def page(self) -> ArticlePage | None:
        """The article that is shown."""
        return self.view.page_shown

    def with_page(self, then: Callable[[], None]) -> None:
        """Calls ``then`` as soon as the article shown is the one that commands are meant for."""
        then()

    def subjects(self) -> list[tuple[str, str, bool, bool]]:
        """Returns id, title, read and starred of the articles that a marking command works on."""
        page = self.page
        self.take_count()
        if page is None:
            return []
        article = page.article
        return [(article.id, article.title, article.read, article.starred)]

    def changed(self, ids: list[str], *, read: bool | None = None, starred: bool | None = None) -> None:
        """The reading state of ``ids`` is about to be written: show it at once."""

    # reading state

    def action_toggle_read(self) -> None:
        subjects = self.subjects()
        if not subjects:
            return
        read = not subjects[0][2]
        self.set_read([item[0] for item in subjects if item[2] != read], read, subjects[0][1])

    def set_read(self, ids: list[str], read: bool, title: str, *, quiet: bool = False) -> None:
        """Marks articles as read or unread; it can be undone."""
        if not ids:
            return
        library = self.desk.library
        self.changed(ids, read=read)
        if not quiet:
            what = f"“{title}”" if len(ids) == 1 else f"{len(ids)} articles"
            self.desk.history.push(f"{'read' if read else 'unread'} {what}", partial(library.mark, ids, read=not read))
        self.write(partial(library.mark, ids, read=read))

    def action_star(self) -> None:
        subjects = self.subjects()
        if not subjects:
            return
        starred = not subjects[0][3]
        ids = [item[0] for item in subjects if item[3] != starred]
        library = self.desk.library
        self.changed(ids, starred=starred)
        what = f"“{subjects[0][1]}”" if len(ids) == 1 else f"{len(ids)} articles"
        self.desk.history.push(
            f"{'star' if starred else 'unstar'} {what}", partial(library.mark, ids, star=not starred)
        )
        self.write(partial(library.mark, ids, star=starred))

    def action_tag(self) -> None:
        subjects = self.subjects()
        if subjects:
            ids = [item[0] for item in subjects]
            self.read("tags", self.desk.library.completions, lambda known: self._ask_tag(
                ids, cast("Mapping[str, tuple[str, ...]]", known)["tag"]))  # fmt: skip

    def _ask_tag(self, ids: list[str], known: tuple[str, ...]) -> None:
        self.app.push_screen(Prompt("Add a tag", known=known), lambda tag: self._tag(ids, cast("str | None", tag)))

    def _tag(self, ids: list[str], tag: str | None) -> None:
        if tag:
            library = self.desk.library
            self.desk.history.push(f"tag #{tag}", partial(library.mark, ids, untag=tag))
            self.write(partial(library.mark, ids, tag=tag), self.store_changed)
            self.say(f"Tagged #{tag}")

    @on_page
    def action_untag(self) -> None:
        page = self.page
        if page is None or not page.article.tags:
            self.say("The article has no tag of yours.")
            return
        ids = [page.article.id]
        choices = [(tag, f"#{tag}", "") for tag in page.article.tags]
        self.app.push_screen(Choice("Remove a tag", choices), lambda tag: self._untag(ids, cast("str | None", tag)))

    def _untag(self, ids: list[str], tag: str | None) -> None:
        if tag:
            library = self.desk.library
            self.desk.history.push(f"untag #{tag}", partial(library.mark, ids, tag=tag))
            self.write(partial(library.mark, ids, untag=tag), self.store_changed)

    # notes

    @on_page
    def action_note(self) -> None:
        page = self.page
        if page is None:
            return
        article = page.article
        quote = self._quoted(article)
        note = next((note for note in page.notes if not quote or note.quote == quote), None)
        self.notes.write(article.id, article.title, quote, note)

    def _quoted(self, article: Article) -> str:
        """The sentence that was jumped to, or else nothing: a note on the whole article."""
        lit = self.view.lit
        return lit.of(article.text) if lit is not None else ""

    # links

    @on_page
    def action_browser(self) -> None:
        page = self.page
        if page is not None:
            self.open_address(page.article.url or "")

    def open_address(self, address: str) -> None:
        """Opens an address in the browser and says so; what must not be opened is shown instead."""
        if not address:
            self.say("The article has no address.", warn=True)
        elif self.desk.open_link(address):
            self.say(shown_address(address), title="Opened in the browser")
        else:
            self.say(shown_address(address), title="Not opened", warn=True)

    @on_page
    def action_link(self) -> None:
        links = self.page.links() if self.page is not None else ()
        if not links:
            self.say("The article has no links.")
            return
        self._ask_letters("", links)

    def _ask_letters(self, typed: str, links: tuple[Link, ...]) -> None:
        self._typed = typed
        names = [f"{link.letters} {link.words or link.href}" for link in links if link.letters.startswith(typed)]
        for bar in self.query(StatusBar):
            bar.prompt = f"Link {typed or '…'}  " + "   ".join(name[:24] for name in names[:12]) + "   Esc leaves"

    def on_key(self, event: events.Key) -> None:
        """While a link is asked for, keys are its letters and nothing else."""
        if self._typed is None:
            return
        event.prevent_default()
        event.stop()
        typed, self._typed = self._typed + (event.character or ""), None
        for bar in self.query(StatusBar):
            bar.prompt = ""
        links = self.page.links() if self.page is not None else ()
        found = [link for link in links if link.letters.startswith(typed)] if event.is_printable else []
        if len(found) == 1 and found[0].letters == typed:
            self.open_address(found[0].href)
        elif found:
            self._ask_letters(typed, links)
        elif event.is_printable:
            self.say(f"There is no link {typed}.")

    # copying

    @on_page
    def action_copy(self) -> None:
        page = self.page
        chosen = self.get_selected_text()
        if page is None:
            return
        lit, mark = self.view.lit, self.view.current_mark
        quote = chosen or (lit.of(page.article.text) if lit else "")
        if not quote and mark is not None:
            quote = sentence_around(page, mark.span)
        self.copy(quote or page.article.title, page.article)

    def copy(self, quote: str, article: Article | None) -> None:
        """Copies words with their citation to the clipboard."""
        text = cite(quote, article, self.desk.clock())
        self.app.copy_to_clipboard(text)
        self.say(text[:200], title="Copied with citation")

    # Markdown

    def exported(self) -> tuple[str, str] | None:
        """Returns what ``save`` and ``pipe`` export: ``article`` or ``story``, and its id."""
        page = self.page
        return ("article", page.article.id) if page is not None else None

    @on_page
    def action_save(self) -> None:
        self.take_count()
        if (chosen := self.exported()) is not None:
            self.exports.save(*chosen)

    @on_page
    def action_pipe(self) -> None:
        self.take_count()
        if (chosen := self.exported()) is not None:
            self.exports.pipe(*chosen)

    @on_page
    def action_full_text(self) -> None:
        self.take_count()
        if self.page is not None:
            self.full_text.toggle(self.page)

    @on_page
    def action_pictures(self) -> None:
        self.take_count()
        if self.page is not None:
            self.pictures.show(self.page, self.view)

    # marks

    @on_page
    def action_mark(self, step: int) -> None:
        mark = self.view.step_mark(step * self.take_count())
        if mark is None:
            self.say("Nothing is marked in this article.")

    @on(ArticleView.Opened)
    def _mark_opened(self, event: ArticleView.Opened) -> None:
        self.open_mark(event.mark)

    def open_mark(self, mark: Mark) -> None:
        """Opens what a mark leads to: the company, the story's timeline, the ledger."""
        story = self.page.article.story if self.page is not None else None
        if mark.kind is MarkKind.COMPANY and mark.company:
            self.post_message(self.CompanyWanted(mark.company))
        elif mark.kind is MarkKind.DATE and story:
            self.post_message(self.StoryWanted(story, "timeline"))
        elif mark.kind is MarkKind.FIGURE and story:
            self.post_message(self.StoryWanted(story, "figures"))
        elif mark.figure is not None and mark.figure.subject:
            self.post_message(self.CompanyWanted(mark.figure.subject, "figures"))
        else:
            self.action_why()

    # stories

    def _open_story(self, tab: str) -> None:
        page = self.page
        if page is None:
            return
        if page.article.story:
            self.post_message(self.StoryWanted(page.article.story, tab))
        elif page.article.related:
            self.post_message(self.StoryWanted(page.article.related[0], tab))
        else:
            self.say("The article stands in no story.")

    @on_page
    def action_story(self) -> None:
        self._open_story("summary")

    @on_page
    def action_timeline(self) -> None:
        self._open_story("timeline")

    @on_page
    def action_figures(self) -> None:
        self._open_story("figures")

    def action_watch(self) -> None:
        self._open_story("watch")

    # why

    @on_page
    def action_why(self) -> None:
        page = self.page
        if page is None:
            return
        mark = self.view.current_mark
        if mark is not None:
            self.app.push_screen(WhyDialog(mark.span.of(page.article.text), mark_reasons(page, mark)), self._why_done)
            return
        call: Callable[[], object] = partial(self.desk.library.why_article, page.article.id)
        self.read("why", call, lambda held: self._show_why(page.article.title, cast("tuple[Held, ...]", held)))

    def _show_why(self, title: str, held: tuple[Held, ...]) -> None:
        self.app.push_screen(WhyDialog(title, held), self._why_done)

    def _why_done(self, held: Held | None) -> None:
        if held is not None and held.start is not None and held.end is not None:
            self.post_message(self.ArticleWanted(held.article, Span(held.start, held.end)))


def sentence_around(page: ArticlePage, span: Span) -> str:
    """Returns the sentence of an article that holds a range, the range's own words where none does."""
    for sentence in page.findings.sentences:
        if sentence.start <= span.start < sentence.end:
            return sentence.of(page.article.text)
    return span.of(page.article.text)


def mark_reasons(page: ArticlePage, mark: Mark) -> tuple[Held, ...]:
    """Returns why a range of an article is marked."""
    article = page.article.id
    at = (mark.span.start, mark.span.end)
    if mark.company:
        return tuple(
            Held(
                f"{tag.name}: {tag.salience.value}, {tag.count} times", tag.reason.rule, tag.reason.words, article, *at
            )
            for tag in page.findings.companies
            if tag.id == mark.company
        )
    if mark.event is not None:
        event = mark.event
        return (Held(f"{event.kind.value} {event.date}, {event.status.value}", event.reason.rule, event.reason.words,
                     article, *at),)  # fmt: skip
    if mark.figure is not None:
        figure = mark.figure
        what = f"{figure.subject or 'no company'}: {figure.metric or 'figure'} {figure.value:g} {figure.unit}"
        return (Held(what, figure.reason.rule, figure.reason.words, article, *at),)
    return ()
