"""The one door from the screens to the store: reading on any thread, writing through one connection.

Every method may block on the disk, so screens call them on worker threads; ``version`` alone is cheap enough for the
event loop.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from reader.model.articles import ArticleRow
from reader.model.findings import Findings
from reader.model.lists import ArticleFilter, Held, SearchHit
from reader.model.stories import Story, StoryRow, WatchState
from reader.store import (
    articles,
    companies,
    feeds,
    findings,
    grouping,
    lists,
    notes,
    pages,
    reading,
    reasons,
    search,
    views,
)
from reader.store.connections import Connections
from reader.tui.lens_tree import LISTED, lens_tree, topic_name
from reader.tui.lenses import Lens, LensTree, filter_of
from reader.tui.moments import day_heading
from reader.tui.orders import GATHERED, Grouping, ListOrder, Sort, in_groups, in_runs, ungrouped
from reader.tui.pages import ArticlePage, CompanyLine, Dossier, TopicLine, WatchLine
from reader.tui.targets import Target

if TYPE_CHECKING:
    from reader.model.feeds import FeedState

NO_STORY, NO_COMPANY = "In no story", "No company named"


class Library:
    """A store seen through frozen rows. ``clock`` gives the local time; stories of ``watched`` ones rank higher."""

    def __init__(
        self, path: Path, clock: Callable[[], datetime], saved_views: Sequence[tuple[str, str]] = (),
        watched: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self._clock, self._watched = clock, frozenset(watched)
        self._saved_views = tuple(saved_views)
        self._connections = Connections(path)
        self._reader, self._writer = self._connections.reading, self._connections.writing

    def now(self) -> datetime:
        """Returns the time that the library counts from."""
        return self._clock()

    def version(self) -> int:
        """Returns a number that changes whenever another connection wrote to the store."""
        return self._connections.version()

    def close(self) -> None:
        """Closes every connection."""
        self._connections.close()

    # lenses and lists

    def tree(self) -> LensTree:
        """Returns the lenses with their counts."""
        now = self._clock()
        with self._reader() as conn:
            counted = [
                (name, query, lists.count(conn, ArticleFilter(query=query), now=now))
                for name, query in self.views()[:50]
            ]
            return lens_tree(
                companies.lens_counts(conn), counted, companies.companies(conn, LISTED), companies.topics(conn),
                reading.tags(conn), feeds.feed_states(conn),
            )  # fmt: skip

    def views(self) -> tuple[tuple[str, str], ...]:
        """Returns the saved views: those of the settings, then those kept in the store."""
        with self._reader() as conn:
            return (*self._saved_views, *views.views(conn))

    def order(self, lens: Lens, sort: Sort, by: Grouping = Grouping.NONE, limit: int | None = None) -> ListOrder:
        """Returns the order of a lens's articles, of the first ``limit`` of them. Groups other than days gather the
        first ``GATHERED`` articles at once."""
        filters, now = filter_of(lens), self._clock()
        with self._reader() as conn:
            found = lists.keys(
                conn, filters, now=now, newest=sort is Sort.NEWEST, limit=GATHERED if by.gathers else limit
            )
            if by is Grouping.NONE:
                return ungrouped(found)
            if by is Grouping.DAY:
                days = grouping.days_of(conn, found, now.tzinfo or UTC)
                return in_runs(found, (day_heading(day, now.date()) for day in days))
            if by is Grouping.FEED:
                named = {state.id: state.title for state in feeds.feed_states(conn, listed=False)}
                return in_groups(found, (named.get(feed, feed) for feed in grouping.feeds_of(conn, found)), "")
            if by is Grouping.STORY:
                return in_groups(found, (title or NO_STORY for title in grouping.stories_of(conn, found)), NO_STORY)
            names = {name: shown for name, (shown, _) in companies.company_names(conn).items()}
            main = grouping.companies_of(conn, found)
            return in_groups(found, (names.get(name, name) or NO_COMPANY for name in main), NO_COMPANY)

    def rows(self, keys: Sequence[int]) -> list[ArticleRow]:
        """Returns the rows of keys."""
        with self._reader() as conn:
            return lists.rows_by_keys(conn, keys)

    def newest_key(self) -> int:
        """Returns the key of the article stored last."""
        with self._reader() as conn:
            return lists.newest_key(conn)

    def arrivals(self, lens: Lens, since: int) -> int:
        """Returns how many articles of a lens were stored after the one of key ``since``."""
        with self._reader() as conn:
            return lists.arrivals(conn, filter_of(lens), since, now=self._clock())

    def names(self) -> dict[str, str]:
        """Returns the names of companies by id, and of topics."""
        with self._reader() as conn:
            names = {name: shown for name, (shown, _) in companies.company_names(conn).items()}
            return names | {topic.id: topic_name(topic.id) for topic in companies.topics(conn)}

    def companies(self) -> list[CompanyLine]:
        """Returns the companies in the news, those of most articles first."""
        with self._reader() as conn:
            unread = companies.lens_counts(conn).unread_companies
            return [
                CompanyLine(row.id, row.name, row.kind, None, row.articles, unread.get(row.id, 0))
                for row in companies.companies(conn)
            ]

    def topics(self) -> list[TopicLine]:
        """Returns the topics, those of most articles first."""
        with self._reader() as conn:
            unread = companies.lens_counts(conn).unread_topics
            return [
                TopicLine(row.id, topic_name(row.id), row.articles, unread.get(row.id, 0))
                for row in companies.topics(conn)
            ]

    def feeds(self) -> list[FeedState]:
        """Returns the feeds with their health."""
        with self._reader() as conn:
            return feeds.feed_states(conn)

    # articles

    def article(self, article_id: str) -> ArticlePage | None:
        """Returns an article with all that is known of it."""
        from reader.store import copies, stories

        with self._reader() as conn:
            article = articles.get(conn, article_id)
            if article is None:
                return None
            found = findings.get(conn, article_id) or Findings(article_id)
            state = feeds.feed_state(conn, article.feed)
            keys = articles.keys_of(
                conn, [other for other in copies.copies_of(conn, article_id) if other != article_id]
            )
            title = dict(stories.resolve(conn, article.story)).get(article.story, "") if article.story else ""
            named = {tag.id: tag.name for tag in found.companies}
            return ArticlePage(
                article=article,
                findings=found,
                names=named | {topic.id: topic_name(topic.id) for topic in found.topics},
                feed_title=state.title if state is not None else article.feed,
                story_title=title,
                copies=tuple(lists.rows_by_keys(conn, list(keys.values()))),
                notes=tuple(notes.notes(conn, article_id)),
                revisions=len(articles.revisions(conn, article_id)),
                paged=pages.has_page(conn, article_id),
            )

    def search(self, query: str, limit: int, sort: str = "date") -> list[SearchHit]:
        """Returns what a query finds, newest first (``date``) or best first (``rank``), few hits out of fewer."""
        with self._reader() as conn:
            return search.search(conn, query, sort=sort, now=self._clock(), limit=limit, among=100 * limit)

    def searches(self) -> tuple[str, ...]:
        """Returns earlier searches, the latest first."""
        with self._reader() as conn:
            return tuple(views.searches(conn))

    def completions(self) -> dict[str, tuple[str, ...]]:
        """Returns what may stand after ``company:``, ``topic:``, ``feed:``, ``tag:`` and ``story:`` in a query."""
        from reader.store import stories

        with self._reader() as conn:
            return {
                "company": tuple(row.id for row in companies.companies(conn, 500)),
                "topic": tuple(row.id for row in companies.topics(conn)),
                "feed": tuple(state.id for state in feeds.feed_states(conn)),
                "tag": tuple(tag.tag for tag in reading.tags(conn)),
                "story": tuple(row.id for row in stories.rows(conn, self._clock(), watched=self._watched)),
            }

    # stories and companies

    def stories(self) -> list[StoryRow]:
        """Returns the stories, most alive first."""
        from reader.store import stories

        with self._reader() as conn:
            return stories.rows(conn, self._clock(), watched=self._watched)

    def story(self, story_id: str, as_of: date | None = None) -> Dossier | None:
        """Returns a story's dossier, as it was known at the end of the day ``as_of`` where that is given."""
        from reader.store import stories

        now = self._clock()
        until = _end_of(as_of, now)
        with self._reader() as conn:
            story = stories.get(conn, story_id, now, until)
            if story is None:
                return None
            titles = {row.id: row.title for row in stories.rows(conn, now)} if story.related else {}
            return Dossier(
                story=story,
                articles=self._story_rows(conn, story),
                names=self.names(),
                today=(as_of or now.date()),
                related=tuple((name, titles[name]) for name in story.related if name in titles),
                notes=tuple(notes.notes(conn, story.id)),
                links={link.article: link.reason for link in stories.links(conn, story.id)},
                as_of=as_of,
            )

    def company(self, company_id: str, as_of: date | None = None) -> Dossier | None:
        """Returns a company's dossier, made up like a story's."""
        from reader.store import stories
        from reader.tui.company_dossier import company_story

        now = self._clock()
        with self._reader() as conn:
            until = _end_of(as_of, now)
            page = stories.company_page(conn, company_id, now, until)
            name, kind = companies.company_names(conn).get(company_id, (company_id, "company"))
            keys = lists.keys(conn, ArticleFilter(company=company_id, until=until), now=now, limit=500)
            rows = lists.rows_by_keys(conn, keys)
            if not rows:
                return None
            titles = {row.id: row.title for row in stories.rows(conn, now, company=company_id)}
            return Dossier(
                story=company_story(
                    company_id, name, rows, now.date(), page.timeline, page.events, page.figures, page.relations
                ),
                articles=tuple(rows),
                names=self.names(),
                today=(as_of or now.date()),
                company=company_id,
                subtitle="" if kind == "company" else kind,
                related=tuple((story, titles[story]) for story in page.stories if story in titles),
                notes=tuple(notes.notes(conn, company_id)),
                as_of=as_of,
            )

    def preview(self, target: Target) -> Dossier | None:
        """Returns the dossier that a line of a list leads to, None where it leads to something else."""
        if target.story is not None:
            return self.story(target.story)
        return self.company(target.company) if target.company is not None else None

    def watching(self) -> list[WatchLine]:
        """Returns what is expected in all stories, soonest first."""
        from reader.store import stories

        now = self._clock()
        with self._reader() as conn:
            titles = {row.id: row.title for row in stories.rows(conn, now)}
            return [WatchLine(item, story, titles.get(story, "")) for story, item in stories.watching(conn, now)]

    def why_article(self, article_id: str) -> tuple[Held, ...]:
        """Returns every reason behind what is held of an article."""
        with self._reader() as conn:
            return tuple(reasons.reasons(conn, article_id))

    def why_story(self, story_id: str) -> tuple[Held, ...]:
        """Returns why each article stands in a story."""
        from reader.store import stories

        with self._reader() as conn:
            links = stories.links(conn, story_id)
            titles = {article.id: article.title for article in articles.get_many(conn, [x.article for x in links])}
            return tuple(Held(titles[x.article], x.reason.rule, x.reason.words, x.article, 0, 0) for x in links)

    def _story_rows(self, conn: sqlite3.Connection, story: Story) -> tuple[ArticleRow, ...]:
        keys = articles.keys_of(conn, story.articles)
        rows = lists.rows_by_keys(conn, list(keys.values()))
        return tuple(sorted(rows, key=lambda row: row.published or row.first_seen, reverse=True))

    # changes

    def mark(
        self,
        ids: Sequence[str],
        *,
        read: bool | None = None,
        star: bool | None = None,
        tag: str | None = None,
        untag: str | None = None,
    ) -> None:
        """Sets reading state and tags of articles."""
        with self._writer() as conn:
            reading.mark(
                conn, ids, read=read, star=star, tag=(tag,) if tag else (), untag=(untag,) if untag else (),
                now=self._clock(),
            )  # fmt: skip

    def mark_keys(self, keys: Sequence[int], *, read: bool) -> None:
        """Sets the reading state of many articles."""
        with self._writer() as conn:
            reading.mark_keys(conn, keys, read=read, now=self._clock())

    def unread_of(self, keys: Sequence[int]) -> array[int]:
        """Returns those of ``keys`` that are unread."""
        with self._reader() as conn:
            unread = set(lists.keys(conn, ArticleFilter(unread=True), now=self._clock()))
        return array("q", (key for key in keys if key in unread))

    def keep_note(self, target: str, note_id: str | None, body: str, quote: str | None) -> Callable[[], None]:
        """Adds, edits or (with an empty body) removes a note; returns the call that takes that back."""
        now = self._clock()
        with self._writer() as conn:
            if note_id is None:
                made = notes.add(conn, target, body, quote=quote, now=now).id
                return lambda: self._write(lambda again: notes.remove(again, made, now=self._clock()))
            before = notes.get(conn, note_id)
            if not body:
                notes.remove(conn, note_id, now=now)
                return lambda: self._write(lambda again: notes.restore(again, note_id))
            notes.edit(conn, note_id, body, quote=quote, now=now)
        old = before.body if before is not None else ""
        return lambda: self._write(lambda again: notes.edit(again, note_id, old, now=self._clock()))

    def remember_search(self, query: str) -> None:
        """Puts a search into the history."""
        self._write(lambda conn: views.record_search(conn, query, now=self._clock()))

    def save_view(self, name: str, query: str) -> None:
        """Keeps a search as a view."""
        self._write(lambda conn: views.save_view(conn, name, query, now=self._clock()))

    def remove_view(self, name: str) -> None:
        """Forgets a view that was kept in the store."""
        self._write(lambda conn: views.remove_view(conn, name))

    def _write(self, call: Callable[[sqlite3.Connection], object]) -> None:
        with self._writer() as conn:
            call(conn)

    def opened(self, story_id: str) -> None:
        """Remembers that the person looked at a story."""
        from reader.store import stories

        with self._writer() as conn:
            stories.opened(conn, story_id, self._clock())

    def rename_story(self, story_id: str, title: str) -> None:
        """Gives a story a title of the person's own."""
        from reader.store import story_actions

        def rename(conn: sqlite3.Connection) -> list[str]:
            story_actions.rename(conn, story_id, title, self._clock())
            return [story_id]

        self._decide(rename)

    def merge_stories(self, story_id: str, other: str) -> None:
        """Makes another story part of one."""
        from reader.store import story_actions

        self._decide(lambda conn: [story_actions.merge(conn, (story_id, other), self._clock())])

    def split_story(self, story_id: str, article_id: str) -> None:
        """Takes an article out of a story, into one of its own."""
        from reader.store import story_actions

        self._decide(lambda conn: [story_id, story_actions.split(conn, story_id, (article_id,), self._clock())])

    def undo_decision(self) -> None:
        """Takes the last decision about stories back."""
        from reader.store import story_actions

        def undo(conn: sqlite3.Connection) -> None:
            story_actions.undo(conn, self._clock())

        self._decide(undo)

    def _decide(self, decide: Callable[[sqlite3.Connection], list[str] | None]) -> None:
        """Writes a decision and rebuilds the dossiers that it names, or all that are out of date."""
        from reader.store import stories

        with self._writer() as conn:
            stories.rebuild(conn, self._clock(), decide(conn))

    def settle(self, event_id: str, state: WatchState | None) -> None:
        """Keeps the person's word on an expectation; None takes it back."""
        from reader.store import stories

        with self._writer() as conn:
            stories.resolve_watch(conn, event_id, state, self._clock())


def _end_of(day: date | None, now: datetime) -> datetime | None:
    return datetime.combine(day, time(23, 59, 59), now.tzinfo) if day is not None else None
