"""From the store to pages, and from pages into a folder: what ``export``, ``story --markdown`` and the reader share."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from reader.analysis.lexicon import Lexicon
from reader.export import articles as article_pages
from reader.export import briefing, tables
from reader.export import notes as note_pages
from reader.export.files import Folder
from reader.export.sources import Links, LinkStyle
from reader.model.articles import Article, Note
from reader.model.exports import Exported, Page
from reader.model.findings import Event
from reader.model.stories import LedgerRow, Story
from reader.store import articles, exports, findings, notes, stories
from reader.store.connection import Connection, Store

BATCH = 50
"""pages written before the store is told of them"""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of organisations and topics by id."""

    companies: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, lexicon: Lexicon) -> Names:
        return cls({c.id: c.name for c in lexicon.companies.values()}, {t.id: t.name for t in lexicon.topics.values()})


@dataclass(frozen=True, slots=True)
class Vault:
    """A folder with what is remembered of it: how its pages link to each other, what the last briefing knew."""

    folder: Folder
    known: Mapping[tuple[str, str], Exported]
    style: LinkStyle = LinkStyle.PLAIN

    def links(self, id: str, kind: str) -> Links:
        """Returns how the page of an id and a kind links to others, from where it lies."""
        own = self.where((id, kind))
        return Links(self.style, self.where, posixpath.dirname(own) if own else "")

    def where(self, key: tuple[str, str]) -> str | None:
        """Returns the path within the folder of the page of an id and a kind, None where it does not lie there."""
        path = self.folder.find(key, self.known.get(key))
        return path.relative_to(self.folder.root).as_posix() if path else None

    def ids(self, kind: str) -> set[str]:
        """Returns the ids of the pages of a kind that were written into the folder."""
        return {page for page, what in self.known if what == kind}

    def last(self, id: str, kind: str) -> str:
        """Returns what a page's last written state in this folder knew, empty where there was none."""
        known = self.known.get((id, kind))
        return known.memory if known else ""


@dataclass(frozen=True, slots=True)
class Written:
    """Paths of one export. A path is in one of the first two, and in ``kept`` too where a person edited our blocks."""

    written: tuple[Path, ...] = ()
    unchanged: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()

    def __add__(self, other: Written) -> Written:
        return Written(self.written + other.written, self.unchanged + other.unchanged, self.kept + other.kept)


def story_page(conn: Connection, story: Story, names: Names, as_of: datetime, *, vault: Vault | None = None) -> Page:
    """Returns a story's briefing; it compares itself with the last one in the vault, else the last one anywhere.

    Its date is the day of ``as_of`` in the local zone; midnight is the end of the day before.
    """
    last = vault.last(story.id, briefing.KIND) if vault else ""
    cited = _by_id(conn, story.articles)
    found, lost = _notes_on(conn, story.id, [article.text for article in cited.values()])
    told = briefing.Briefed(
        articles=cited,
        names=names.companies,
        topics=names.topics,
        notes=found,
        lost=lost,
        last=last or exports.last_memory(conn, story.id, briefing.KIND),
        links=vault.links(story.id, briefing.KIND) if vault else Links(),
    )
    local = as_of.astimezone()
    until = local - timedelta(seconds=1) if local.time() == time() else local
    return briefing.briefing(story, told, until, as_of)


def article_page(
    conn: Connection, article: Article, names: Names, now: datetime, *, vault: Vault | None = None
) -> Page:
    """Returns an article's page."""
    found, lost = _notes_on(conn, article.id, [article.text])
    told = article_pages.ArticleContext(
        findings=findings.get(conn, article.id),
        names=names.companies,
        topics=names.topics,
        story_title=_story_title(conn, article.story) if article.story else None,
        notes=found,
        lost=lost,
        links=vault.links(article.id, article_pages.KIND) if vault else Links(),
    )
    return article_pages.article_page(article, told, now)


def note_page(conn: Connection, note: Note, names: Names, now: datetime, *, vault: Vault | None = None) -> Page:
    """Returns a note's page. Its target is an article, a story or an organisation; a lost one is called by its id."""
    kind = briefing.KIND
    title = names.companies.get(note.target) or _story_title(conn, note.target)
    lost = False
    if title is None and (article := articles.get(conn, note.target)):
        title, kind = article.title, article_pages.KIND
        lost = bool(note.quote) and not _holds(article.text, note.quote or "")
    title = title or note.target
    links = vault.links(note.id, note_pages.KIND) if vault else Links()
    return note_pages.note_page(_local(note), title, kind, links, now, lost)


def timeline_page(conn: Connection, id: str, title: str, events: Sequence[Event], names: Names, now: datetime) -> Page:
    """Returns the timeline of a story, organisation or topic as a page."""
    cited = {source.article for event in events for source in event.sources}
    return tables.timeline_page(id, title, events, _by_id(conn, cited), names.companies, now)


def figures_page(conn: Connection, id: str, title: str, rows: Sequence[LedgerRow], names: Names, now: datetime) -> Page:
    """Returns the ledger of a story or organisation as a page."""
    cited = {value.article for row in rows for value in row.values}
    return tables.figures_page(id, title, rows, _by_id(conn, cited), names.companies, now)


def export(
    store: Store,
    root: Path,
    make: Callable[[Connection, Vault], Iterable[Page]],
    now: datetime,
    style: LinkStyle = LinkStyle.PLAIN,
) -> Written:
    """Writes the pages that ``make`` yields into a folder and remembers them; a person's words there stay.

    Raises UsageError for a folder that cannot be one, ExportError where a page cannot be written (those before it
    are), StoreError.
    """
    folder = Folder(root)
    known = dict(exports.remembered(store.connection, str(folder.root)))
    vault = Vault(folder, known, style)
    done: list[Exported] = []
    written: list[Path] = []
    unchanged: list[Path] = []
    kept: list[Path] = []
    try:
        for page in make(store.connection, vault):
            outcome = folder.write(page, known.get((page.id, page.kind)), now)
            (written if outcome.written else unchanged).append(outcome.path)
            if outcome.kept:
                kept.append(outcome.path)
            if outcome.exported and outcome.exported != known.get((page.id, page.kind)):
                known[page.id, page.kind] = outcome.exported
                done.append(outcome.exported)
            if len(done) >= BATCH:
                _remember(store, done)
    finally:
        # What lies in the folder must be remembered even where the next page failed, or it would pass for edited.
        _remember(store, done)
    return Written(tuple(written), tuple(unchanged), tuple(kept))


def known_ids(conn: Connection, root: Path, kind: str) -> set[str]:
    """Returns the ids of the pages or files of a kind that were exported into a folder."""
    return {page for page, what in exports.remembered(conn, str(root.resolve())) if what == kind}


def export_data(store: Store, root: Path, files: Iterable[tuple[str, str, bytes]], kind: str, now: datetime) -> Written:
    """Writes files of data (CSV, JSON), each given as the id of what it is of, its name and its bytes, into a folder.

    One that a person changed stays and the new one lies beside it. Raises what ``export`` raises.
    """
    folder = Folder(root)
    known = exports.remembered(store.connection, str(folder.root))
    done = Written()
    for id, name, data in files:
        outcome = folder.write_data(name, data, id, kind, known.get((id, kind)), now)
        # At once: what lies in the folder and is not remembered would pass for edited.
        _remember(store, [outcome.exported] if outcome.exported else [])
        paths = (outcome.path,)
        kept = (outcome.edited or outcome.path,) if outcome.kept else ()
        done += Written(paths, (), kept) if outcome.written else Written((), paths, kept)
    return done


def _remember(store: Store, done: list[Exported]) -> None:
    if done:
        with store.write() as conn:
            exports.remember(conn, done)
        done.clear()


def _notes_on(conn: Connection, target: str, texts: Sequence[str]) -> tuple[list[Note], frozenset[str]]:
    """Returns the notes on a target, and the ids of those whose quoted sentence none of ``texts`` holds any more."""
    found = notes.notes(conn, target)
    quoted = [(note.id, note.quote) for note in found if note.quote]
    return [_local(note) for note in found], frozenset(
        id for id, quote in quoted if not any(_holds(text, quote) for text in texts)
    )


def _local(note: Note) -> Note:
    """Returns a note whose days are those of the person's clock."""
    return replace(note, created=note.created.astimezone(), updated=note.updated.astimezone())


def _story_title(conn: Connection, story: str) -> str | None:
    return next((title for _, title in stories.resolve(conn, story)), None) if story.startswith("s") else None


def _holds(text: str, quote: str) -> bool:
    return " ".join(quote.split()) in " ".join(text.split())


def _by_id(conn: Connection, ids: Iterable[str]) -> dict[str, Article]:
    return {article.id: article for article in articles.get_many(conn, sorted(ids), html=False)}
