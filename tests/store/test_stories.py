"""Stories in a real store: linked in batches, shown, decided upon by the user, and linked anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.errors import NotFound, UsageError
from reader.model.articles import Article
from reader.model.feeds import Change, Entry, Subscription
from reader.model.findings import Event, EventKind, EventStatus, Findings
from reader.model.stories import WatchState
from reader.model.text import PlainText
from reader.store import articles as stored_articles
from reader.store import copies, linking, stories, story_actions, story_json
from reader.store import findings as stored_findings
from reader.store import reading as stored_reading
from reader.store.connection import Store, open_reader
from reader.store.feeds import upsert_feeds
from tests.stories.cast import article, event, figure, findings

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ROWS = [
    ("a1", "2025-09-01", "Waferly files for an offering", "harbour",
     "Waferly filed papers with regulators for a share sale on the exchange. The chip maker seeks a listing by "
     "mid-2026, "
     "bankers told investors at meetings in several cities, and it hopes to raise $800 million from the sale of "
     "stock."),
    ("a2", "2025-09-02", "Waferly files for share offering", "drydock",
     "Waferly filed papers with regulators for a share sale on the exchange. The chip maker seeks a listing by "
     "mid-2026, "
     "bankers told investors at meetings in several cities, and it hopes to raise $800 million from the sale of "
     "stock. More soon."),
    ("a3", "2025-10-10", "Waferly withdraws its offering", "harbour",
     "Waferly withdrew the papers for its public offering after a private round. The chip maker still wants a "
     "listing."),
    ("a4", "2026-01-05", "Oracle and Vantage build at Stone Hollow", "harbour",
     "Oracle leases a campus that Vantage builds at Stone Hollow. Stone Hollow gets four halls in Ohio."),
    ("a5", "2026-02-20", "Stone Hollow gets its permit", "drydock",
     "Vantage has the permit for Stone Hollow. The campus at Stone Hollow that Oracle leases will open in Ohio."),
    ("a6", "2026-02-21", "Choir wins a prize", "drydock",
     "A choir of retired miners won the first prize at the festival in Cork."),
    ("a7", "2026-04-20", "Waferly tries the exchange again", "drydock",
     "Waferly filed again for a listing of its shares. The offering of the chip maker follows a contract with Acme."),
]  # fmt: skip
MAIN = {"a1": ["waferly"], "a2": ["waferly"], "a3": ["waferly"], "a4": ["oracle", "vantage"], "a5": ["vantage"],
        "a7": ["waferly"]}  # fmt: skip


def cast() -> list[tuple[Article, Findings]]:
    made = []
    for name, date, title, feed, text in ROWS:
        source = article(name, date, title, text, feed=feed, origin=feed.title())
        found = findings(source, MAIN[name]) if name in MAIN else Findings(name)
        if name in ("a1", "a7"):
            first, second = text.split(". ")[:2]
            plan = event(source, second, "../2026-06", ["waferly"], EventStatus.PLANNED, EventKind.FILING)
            events: tuple[Event, ...] = (event(source, first + ".", date, ["waferly"], kind=EventKind.FILING),)
            if name == "a1":
                events += (plan,)
            figures = (figure(source, first + ".", 8e8, "raise", "waferly"),)
            found = replace(found, events=events, figures=figures)
        made.append((source, found))
    return made


def fill(
    store: Store, items: list[tuple[Article, Findings]], book: linking.StoryBook | None = None
) -> linking.StoryBook:
    with store.write() as conn:
        upsert_feeds(conn, [Subscription(f, f"https://{f}.example/", f.title()) for f in ("harbour", "drydock")])
        for source, found in items:
            entry = Entry(source.id, None, source.title, None, source.published, None, "<p>")
            change = Change(source.id, source.id, source.id, entry, PlainText(source.text, source.blocks), True, True)
            stored_articles.save_changes(conn, source.feed, [change], source.first_seen)
            stored_findings.replace(conn, source.id, found, 1, "lexicon")
        book = linking.link(conn, items, book)
        stories.rebuild(conn, NOW)
    return book


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "t.db") as made:
        items = cast()
        fill(made, items[4:], fill(made, items[:4]))
        yield made


@pytest.fixture
def reading(store: Store) -> Iterator[sqlite3.Connection]:
    connection = open_reader(store.path)
    yield connection
    connection.close()


def places(conn: sqlite3.Connection) -> dict[str, list[str]]:
    return {row.id: story_actions.articles_of(conn, row.id) for row in stories.rows(conn, NOW)}


def story_with(conn: sqlite3.Connection, name: str) -> str:
    found = stored_articles.get(conn, name)
    assert found is not None
    assert found.story is not None
    return found.story


def relink(store: Store) -> None:
    with store.write() as conn:
        linking.relink(conn)
        stories.rebuild(conn, NOW)


def test_articles_come_together_over_batches(reading: sqlite3.Connection) -> None:
    assert sorted(map(tuple, places(reading).values())) == [("a1", "a2", "a3", "a7"), ("a4", "a5")]
    assert stored_articles.get(reading, "a6").story is None  # type: ignore[union-attr]


def test_copies_know_their_original(reading: sqlite3.Connection) -> None:
    assert copies.originals(reading) == {"a2": "a1"}
    assert copies.copies_of(reading, "a2") == ["a1", "a2"]
    assert copies.copies_of(reading, "a3") == []
    assert stored_articles.get(reading, "a2").duplicate_of == "a1"  # type: ignore[union-attr]


def test_who_has_read_one_copy_has_read_all_and_stars_one(store: Store, reading: sqlite3.Connection) -> None:
    def state(name: str) -> tuple[bool, bool]:
        found = stored_articles.get(reading, name)
        assert found is not None
        return found.read, found.starred

    with store.write() as conn:
        assert stored_reading.mark(conn, ["a2"], read=True, star=True, now=NOW) == 1
    assert (state("a1"), state("a2"), state("a3")) == ((True, False), (True, True), (False, False))
    with store.write() as conn:
        assert stored_reading.mark(conn, ["a1"], read=False, now=NOW) == 1
    assert (state("a1")[0], state("a2")[0]) == (False, False)


def test_an_original_that_comes_late_takes_its_place(store: Store, reading: sqlite3.Connection) -> None:
    source, found = cast()[0]
    early = replace(source, id="a0", published=source.day - timedelta(days=1), feed="drydock")
    moved = replace(found, article="a0", events=(), figures=())
    fill(store, [(early, moved)])
    assert copies.originals(reading) == {"a1": "a0", "a2": "a0"}
    assert story_with(reading, "a0") == story_with(reading, "a1")


def test_a_story_is_listed_and_shown(reading: sqlite3.Connection) -> None:
    rows = stories.rows(reading, NOW)
    assert [row.articles for row in rows if "waferly" in row.companies] == [4]
    assert stories.rows(reading, NOW, company="vantage") == [row for row in rows if "vantage" in row.companies]
    story = stories.get(reading, story_with(reading, "a1"), NOW)
    assert story is not None
    assert story.origins == 2
    assert story.title.startswith("Waferly")
    assert story.summary
    assert stories.resolve(reading, story.title[:5]) == [(story.id, story.title)]
    assert [link.article for link in stories.links(reading, story.id)] == ["a1", "a2", "a3", "a7"]
    assert all(link.reason.rule for link in stories.links(reading, story.id))
    assert stories.get(reading, "s-nowhere", NOW) is None


def test_a_dossier_survives_as_json(reading: sqlite3.Connection) -> None:
    story = stories.get(reading, story_with(reading, "a1"), NOW)
    assert story is not None
    assert story_json.load(story_json.dump(story)) == story


def test_as_of_shows_what_was_known(reading: sqlite3.Connection) -> None:
    story = stories.get(reading, story_with(reading, "a1"), NOW, as_of=datetime(2025, 9, 30, tzinfo=UTC))
    assert story is not None
    assert story.articles == ("a1", "a2")
    assert stories.get(reading, story.id, NOW, as_of=datetime(2020, 1, 1, tzinfo=UTC)) is None


def test_what_came_late_is_known_from_the_day_that_it_was_seen(store: Store, reading: sqlite3.Connection) -> None:
    source, found = cast()[2]
    late = replace(
        source, id="a8", published=source.day + timedelta(days=1), first_seen=datetime(2026, 3, 1, tzinfo=UTC)
    )
    fill(store, [(late, replace(found, article="a8"))])
    story = story_with(reading, "a8")
    then = stories.get(reading, story, NOW, as_of=datetime(2025, 12, 31, tzinfo=UTC))
    after = stories.get(reading, story, NOW, as_of=datetime(2026, 3, 2, tzinfo=UTC))
    assert then is not None
    assert after is not None
    assert "a8" not in then.articles
    assert "a8" in after.articles


def test_what_the_first_day_of_a_store_brought_is_known_from_its_publication(tmp_path: Path) -> None:
    begun = datetime(2026, 5, 1, tzinfo=UTC)
    with Store.open(tmp_path / "new.db") as made:
        fill(made, [(replace(source, first_seen=begun), found) for source, found in cast()])
        story = story_with(made.connection, "a1")
        then = stories.get(made.connection, story, NOW, as_of=datetime(2025, 9, 30, tzinfo=UTC))
        assert then is not None
        assert then.articles == ("a1", "a2")
        page = stories.company_page(made.connection, "waferly", NOW, datetime(2025, 9, 30, tzinfo=UTC))
        assert {source.article for event in page.events for source in event.sources} == {"a1"}


def test_a_company_that_is_watched_makes_its_stories_more_alive(reading: sqlite3.Connection) -> None:
    story = story_with(reading, "a5")
    plain = {row.id: row.alive for row in stories.rows(reading, NOW)}
    told = {row.id: row.alive for row in stories.rows(reading, NOW, watched=frozenset({"vantage"}))}
    assert told[story] > plain[story]
    assert {name for name in plain if told[name] != plain[name]} == {story}
    reason = stories.rank_reason(reading, story, NOW, frozenset({"vantage"}))
    assert reason is not None
    assert "a company you watch" in reason.words


def test_a_merge_answers_under_both_ids_survives_analysis_and_is_undone(
    store: Store, reading: sqlite3.Connection
) -> None:
    before = places(reading)
    one, other = story_with(reading, "a1"), story_with(reading, "a4")
    with store.write() as conn:
        assert story_actions.merge(conn, [one, other], NOW) == one
        stories.rebuild(conn, NOW)
    assert len(places(reading)) == 1
    assert stories.get(reading, other, NOW).id == one  # type: ignore[union-attr]
    relink(store)
    assert len(places(reading)[one]) == 6
    with store.write() as conn:
        assert story_actions.undo(conn, NOW) == "merge"
        stories.rebuild(conn, NOW)
    assert places(reading) == before
    relink(store)
    assert places(reading) == before


def test_a_split_survives_analysis_and_is_undone(store: Store, reading: sqlite3.Connection) -> None:
    before = places(reading)
    story = story_with(reading, "a1")
    with store.write() as conn:
        made = story_actions.split(conn, story, ["a7"], NOW)
        stories.rebuild(conn, NOW)
    assert places(reading)[made] == ["a7"]
    relink(store)
    assert places(reading)[made] == ["a7"]
    assert places(reading)[story] == ["a1", "a2", "a3"]
    with store.write() as conn:
        assert story_actions.undo(conn, NOW) == "split"
    assert places(reading) == before


def test_what_was_taken_out_stays_out(store: Store, reading: sqlite3.Connection) -> None:
    before = places(reading)
    story = story_with(reading, "a1")
    with store.write() as conn:
        story_actions.remove(conn, story, ["a3"], NOW)
    relink(store)
    assert story_with(reading, "a3") != story
    with store.write() as conn:
        assert story_actions.undo(conn, NOW) == "remove"
    assert places(reading) == before


def test_a_name_stays_and_is_taken_back(store: Store, reading: sqlite3.Connection) -> None:
    story = story_with(reading, "a1")
    made = stories.get(reading, story, NOW).title  # type: ignore[union-attr]
    with store.write() as conn:
        story_actions.rename(conn, story, "The wafer people", NOW)
        stories.rebuild(conn, NOW)
    relink(store)
    assert stories.get(reading, story, NOW).title == "The wafer people"  # type: ignore[union-attr]
    assert next(row for row in stories.rows(reading, NOW) if row.id == story).title == "The wafer people"
    with store.write() as conn:
        assert story_actions.undo(conn, NOW) == "rename"
        stories.rebuild(conn, NOW)
    assert stories.get(reading, story, NOW).title == made  # type: ignore[union-attr]
    with store.write() as conn:
        assert story_actions.undo(conn, NOW) is None


def test_decisions_on_what_is_not_there_are_refused(store: Store, reading: sqlite3.Connection) -> None:
    story = story_with(reading, "a1")
    with store.write() as conn:
        with pytest.raises(NotFound):
            story_actions.merge(conn, [story, "s-nowhere"], NOW)
        with pytest.raises(UsageError):
            story_actions.merge(conn, [story, story], NOW)
        with pytest.raises(UsageError):
            story_actions.split(conn, story, ["a5"], NOW)
        with pytest.raises(UsageError):
            story_actions.split(conn, story, ["a1", "a2", "a3", "a7"], NOW)
        with pytest.raises(UsageError):
            story_actions.rename(conn, story, " \x1b ", NOW)
    assert len(places(reading)) == 2


def test_a_decision_made_during_a_run_is_seen_by_it(store: Store, reading: sqlite3.Connection) -> None:
    items = cast()
    book = linking.load(store.connection)
    with store.write() as conn:
        story_actions.merge(conn, [story_with(conn, "a1"), story_with(conn, "a4")], NOW)
    with store.write() as conn:
        after = linking.link(conn, [items[5]], book)
    assert after is not book
    assert len(places(reading)) == 1


def test_linking_the_same_again_changes_nothing(store: Store, reading: sqlite3.Connection) -> None:
    before = places(reading)
    with store.write() as conn:
        linking.link(conn, cast()[2:5])
        stories.rebuild(conn, NOW)
    assert places(reading) == before
    (counted,) = reading.execute("SELECT articles FROM link_stream").fetchone()
    assert counted == len(ROWS)


def test_expectations_keep_the_users_word(store: Store, reading: sqlite3.Connection) -> None:
    ((story, item),) = stories.watching(reading, NOW)
    assert (story, item.due, item.state) == (story_with(reading, "a1"), "2026-06-30", WatchState.OPEN)
    later = stories.watching(reading, NOW + timedelta(days=60))[0][1]
    assert later.state is WatchState.OVERDUE
    with store.write() as conn:
        assert stories.resolve_watch(conn, item.event.id, WatchState.MET, NOW)
        assert not stories.resolve_watch(conn, "e-nowhere", WatchState.MET, NOW)
    assert stories.watching(reading, NOW)[0][1].state is WatchState.MET
    with store.write() as conn:
        assert stories.resolve_watch(conn, item.event.id, None, NOW)
    assert stories.watching(reading, NOW)[0][1].state is WatchState.OPEN


def test_news_since_the_last_visit(store: Store, reading: sqlite3.Connection) -> None:
    story = story_with(reading, "a1")
    with store.write() as conn:
        stories.opened(conn, story, datetime(2025, 12, 1, tzinfo=UTC))
    shown = stories.get(reading, story, NOW)
    assert shown is not None
    assert {line.sources[0].article for line in shown.new} == {"a7"}
    with store.write() as conn:
        stories.opened(conn, story, NOW)
    assert stories.get(reading, story, NOW).new == ()  # type: ignore[union-attr]


def test_a_companys_page_is_made_of_the_same_parts(reading: sqlite3.Connection) -> None:
    page = stories.company_page(reading, "waferly", NOW)
    assert page.stories == (story_with(reading, "a1"),)
    assert [row.metric for row in page.figures] == ["raise"]
    assert page.timeline
    assert stories.company_page(reading, "nobody", NOW).events == ()


def test_interest_makes_a_story_more_alive(store: Store, reading: sqlite3.Connection) -> None:
    story = story_with(reading, "a7")
    plain = next(row.alive for row in stories.rows(reading, NOW) if row.id == story)
    with store.write() as conn:
        conn.execute("UPDATE reading SET starred = 1 WHERE article = (SELECT key FROM articles WHERE id = 'a7')")
    assert next(row.alive for row in stories.rows(reading, NOW) if row.id == story) > plain
    reason = stories.rank_reason(reading, story, NOW)
    assert reason is not None
    assert "1 starred" in reason.words
