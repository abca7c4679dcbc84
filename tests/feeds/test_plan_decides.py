"""Pure decisions: what is due, which article an entry is, what changed, when to come again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reader.feeds import plan
from reader.model.feeds import Change, Entry, FeedState, Known

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FEED = "https://x.example/feed"


def entry(
    guid: str | None = "1", url: str | None = "https://x.example/1", title: str = "T", html: str = "<p>a</p>"
) -> Entry:
    return Entry(guid, url, title, None, NOW, None, html)


def stored(found: Sequence[Change], known: Mapping[str, Known] | None = None) -> dict[str, Known]:
    """What a store knows after it saved the changes."""
    after = dict(known or {})
    for change in found:
        before = next((name for name, one in after.items() if one.article_id == change.article_id), None)
        edits = after.pop(before).edits + 1 if before else 0
        after[change.identity] = Known(
            change.article_id, change.content_hash, change.entry.guid, change.entry.url, change.raw_hash, edits
        )
    return after


def changes(entries: Sequence[Entry], known: Mapping[str, Known] | None = None) -> tuple[Change, ...]:
    return plan.changes(FEED, entries, known or {}, NOW)


def test_what_was_stored_is_not_new_again() -> None:
    entries = [entry("1"), entry(None, "https://x.example/2"), entry(None, None, "words")]
    found = changes(entries)
    assert [change.new for change in found] == [True] * 3
    assert len({change.article_id for change in found}) == 3
    assert changes(entries, stored(found)) == ()
    assert changes(list(reversed(entries)), stored(found)) == ()


def test_ids_are_the_same_on_every_machine_and_differ_by_feed() -> None:
    assert changes([entry()])[0].article_id == changes([entry()])[0].article_id == plan.article_id(FEED, "g:1")
    assert plan.article_id("https://y.example/feed", "g:1") != plan.article_id(FEED, "g:1")
    assert plan.article_id("HTTPS://X.example:443/feed#top", "g:1") == plan.article_id(FEED, "g:1")


@pytest.mark.parametrize(
    ("edit", "visible"),
    [
        ({"title": "Other"}, True),
        ({"html": "<p>a and b</p>"}, True),
        ({"html": "<p><b>a</b></p>"}, False),
        ({"author": "Jane"}, False),
        ({"published": NOW - timedelta(days=1)}, False),
        ({"categories": ("x",)}, False),
    ],
)
def test_edits_are_updates_and_only_words_are_visible(edit: dict[str, object], visible: bool) -> None:
    known = stored(changes([entry()]))
    (change,) = changes([replace(entry(), **edit)], known)  # type: ignore[arg-type]
    assert (change.new, change.visible) == (False, visible)
    assert change.article_id == known["g:1"].article_id


@pytest.mark.parametrize(
    "same",
    [
        {"updated": NOW + timedelta(hours=1)},
        {"url": "https://x.example/1?utm_source=rss&fbclid=1"},
        {"url": "http://www.x.example/1/#comments"},
        {"html": "<p>a</p>\n"},
    ],
)
def test_what_is_no_edit(same: dict[str, object]) -> None:
    known = stored(changes([entry()]))
    found = changes([replace(entry(), **same)], known)  # type: ignore[arg-type]
    assert all(not change.visible for change in found)
    if "html" not in same:
        assert found == ()


def test_edits_that_never_end_are_capped() -> None:
    known = stored(changes([entry()]))
    for number in range(plan.QUIET_EDITS + 10):
        known = stored(changes([replace(entry(), author=f"{number}")], known), known)
    assert known["g:1"].edits == plan.QUIET_EDITS
    (change,) = changes([replace(entry(), title="Seen")], known)
    assert change.visible
    known = {"g:1": replace(known["g:1"], edits=plan.EDITS)}
    assert changes([replace(entry(), title="Seen")], known) == ()


def test_a_new_guid_on_a_known_link_is_the_same_article_where_the_old_one_has_left() -> None:
    known = stored(changes([entry("old")]))
    (change,) = changes([entry("new")], known)
    assert not change.new
    assert change.article_id == known["g:old"].article_id
    assert change.identity == "g:new"
    assert not change.visible
    after = stored([change], known)
    assert changes([entry("new")], after) == ()


def test_a_new_guid_beside_the_old_one_is_another_article() -> None:
    known = stored(changes([entry("old")]))
    (change,) = changes([entry("old"), entry("new")], known)
    assert change.new


def test_entries_that_share_one_link_stay_apart() -> None:
    home = "https://x.example/"
    first = [entry("1", home, "A"), entry("2", home, "B")]
    known = stored(changes(first))
    assert len(known) == 2
    second = [entry("3", home, "C"), entry("4", home, "D")]
    assert [change.new for change in changes(second, known)] == [True, True]


def test_a_site_that_moves_to_https_keeps_its_articles() -> None:
    before = [entry(f"http://x.example/{n}", f"http://x.example/{n}") for n in range(5)]
    after = [entry(f"https://x.example/{n}", f"https://x.example/{n}") for n in range(5)]
    known = stored(changes(before))
    assert all(not change.new for change in changes(after, known))


def test_one_guid_for_many_entries_does_not_melt_them() -> None:
    entries = [entry("same", f"https://x.example/{n}", f"T{n}") for n in range(3)]
    found = changes(entries)
    assert len({change.article_id for change in found}) == 3
    assert changes(entries, stored(found)) == ()
    titles = [entry("same", None, f"T{n}") for n in range(3)]
    assert len({change.article_id for change in changes(titles)}) == 3


def test_an_entry_that_stands_twice_is_one_article() -> None:
    assert len(changes([entry(), entry()])) == 1
    assert len(changes([entry(), replace(entry(), html="<p>b</p>")])) == 1


def test_a_guid_that_comes_to_be_shared_stays_with_its_first_article() -> None:
    known = stored(changes([entry("1", "https://x.example/a")]))
    found = changes([entry("1", "https://x.example/a"), entry("1", "https://x.example/b")], known)
    assert [(change.new, change.entry.url) for change in found] == [(True, "https://x.example/b")]
    both = stored(found, known)
    assert changes([entry("1", "https://x.example/b"), entry("1", "https://x.example/a")], both) == ()


def test_entries_that_vanish_and_return_are_not_new() -> None:
    known = stored(changes([entry("1"), entry("2", "https://x.example/2")]))
    assert changes([entry("2", "https://x.example/2")], known) == ()
    assert changes([entry("1")], known) == ()


def test_unchanged_bytes_need_no_text() -> None:
    first = plan.compare(FEED, [entry()], {}, ["r1"])[0]
    known = stored(first)
    outline = replace(entry(), title="", html="")
    assert plan.compare(FEED, [outline], known, ["r1"]) == ((), ("g:1",), ())
    assert plan.compare(FEED, [entry()], known, ["r2"]) == ((), ("g:1",), ((known["g:1"].article_id, "r2"),))


def test_unchanged_bytes_keep_their_identity_when_the_guid_is_shared_no_longer() -> None:
    pair = [entry("1", "https://x.example/a", "A"), entry("1", "https://x.example/b", "B")]
    known = stored(plan.compare(FEED, pair, {}, ["ra", "rb"])[0])
    alone = replace(pair[1], title="", html="")
    found, seen, _ = plan.compare(FEED, [alone], known, ["rb"])
    assert found == ()
    assert known[seen[0]].url == "https://x.example/b"


def state(**more: object) -> FeedState:
    return FeedState("f", FEED, "F", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "plain", "forced"),
    [
        ({}, True, True),
        ({"next_due": NOW - timedelta(hours=1)}, True, True),
        ({"next_due": NOW + timedelta(hours=1)}, False, True),
        ({"next_due": NOW + timedelta(seconds=30)}, True, True),
        ({"retry_after": NOW + timedelta(hours=1)}, False, False),
        ({"retry_after": NOW - timedelta(hours=1)}, True, True),
        ({"last_status": "gone"}, False, False),
        ({"enabled": False}, False, False),
        ({"next_due": NOW + timedelta(days=400)}, True, True),
        ({"retry_after": NOW + timedelta(days=400)}, True, True),
        ({"next_due": NOW + timedelta(days=3), "last_sync": NOW + timedelta(days=2)}, True, True),
    ],
)
def test_due(facts: dict[str, object], plain: bool, forced: bool) -> None:
    assert bool(plan.due([state(**facts)], NOW)) is plain
    assert bool(plan.due([state(**facts)], NOW, force=True)) is forced


def minutes(**more: object) -> float:
    due, _ = plan.next_due("f", NOW, **more)  # type: ignore[arg-type]
    return (due - NOW).total_seconds() / 60


def test_the_interval_follows_how_often_a_feed_changes() -> None:
    interval: int | None = None
    for _ in range(20):
        _, interval = plan.next_due("f", NOW, interval=interval, changed=True)
    assert interval == plan.QUICKEST
    for _ in range(40):
        _, interval = plan.next_due("f", NOW, interval=interval, changed=False)
    assert interval == plan.SLOWEST
    assert plan.next_due("f", NOW, rhythm=86400)[1] == plan.SLOWEST
    assert plan.next_due("f", NOW, rhythm=3600)[1] == 1800


def test_what_publisher_server_and_user_ask_for() -> None:
    assert minutes(interval=1800, changed=True, ttl=7200) == pytest.approx(120, rel=0.06)
    assert minutes(interval=1800, changed=True, max_age=7200) == pytest.approx(120, rel=0.06)
    assert minutes(ttl=30 * 86400) == pytest.approx(24 * 60, rel=0.06)
    assert minutes(fixed=600, ttl=7200) == 10
    assert minutes(fixed=600, retry_after=86400) == 24 * 60


def test_hours_that_the_publisher_leaves_out() -> None:
    due, _ = plan.next_due("f", NOW, interval=1800, skip_hours=(12, 13, 14))
    assert due == NOW.replace(hour=15)
    assert plan.next_due("f", NOW, fixed=600, skip_hours=(12,))[0] == NOW + timedelta(seconds=600)
    assert plan.next_due("f", NOW, skip_hours=range(24))[0] < NOW + timedelta(days=2)


def test_failures_put_off_to_a_day_and_not_beyond() -> None:
    waits = [minutes(interval=1800, failures=n) for n in range(1, 12)]
    assert waits[0] == pytest.approx(60, rel=0.06)
    assert waits[1] == pytest.approx(120, rel=0.06)
    assert all(wait <= 24 * 60 * 1.06 for wait in waits)
    assert plan.next_due("f", NOW, interval=1800, failures=3)[1] == 1800


def test_feeds_do_not_come_due_all_at_once() -> None:
    assert len({plan.next_due(f"f{n}", NOW)[0] for n in range(50)}) > 25


def test_a_permanent_redirect_is_believed_at_the_third_sighting() -> None:
    new = "https://y.example/feed"
    one = state()
    for expected in (1, 2, 3):
        assert plan.address(one) == FEED
        moved_to, count = plan.sighting(one, new)
        assert (moved_to, count) == (new, expected)
        one = replace(one, moved_to=moved_to, moved_sightings=count)
    assert plan.address(one) == new
    assert plan.sighting(one, None) == (new, 3)
    further = replace(one, moved_to="https://z.example/", moved_sightings=plan.sighting(one, "https://z.example/")[1])
    assert plan.address(further) == "https://z.example/"
    assert plan.address(replace(one, failures=3)) == FEED


def test_a_redirect_that_goes_away_is_forgotten() -> None:
    assert plan.sighting(state(moved_to="https://y.example/", moved_sightings=2), None) == (None, 0)
    assert plan.sighting(state(moved_to="https://y.example/", moved_sightings=2), "https://z.example/")[1] == 1


def test_rhythm_is_the_usual_gap() -> None:
    hourly = [replace(entry(str(n)), published=NOW - timedelta(hours=n)) for n in range(10)]
    assert plan.rhythm(hourly) == 3600
    assert plan.rhythm(hourly[:3]) is None
