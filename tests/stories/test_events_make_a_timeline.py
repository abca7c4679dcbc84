from __future__ import annotations

from dataclasses import replace
from datetime import date

from reader.model.findings import EventKind, EventStatus
from reader.model.stories import WatchState
from reader.model.text import Span
from reader.stories.timeline import cut, merge_events
from reader.stories.watch import watch_list
from tests.stories.cast import article, event

FIRST = article("a1", "2025-10-06", "Waferly withdraws its offering",
                "Waferly withdrew its offering of shares on October 3, 2025. A listing of Waferly is expected by "
                "mid-2026.",
                origin="Harbour")  # fmt: skip
SECOND = article("a2", "2026-01-10", "Waferly signs a contract",
                 "Waferly withdrew its offering of shares in October 2025. Waferly signed a contract on January 8, "
                 "2026.",
                 origin="Dry Dock")  # fmt: skip


def reports() -> dict[str, list]:
    withdrew, expected = FIRST.text.split(". ")
    again, signed = SECOND.text.split(". ")
    return {
        "a1": [
            event(FIRST, withdrew + ".", "2025-10-03", ["waferly"], kind=EventKind.FILING),
            event(FIRST, expected, "../2026-06", ["waferly"], EventStatus.PLANNED, EventKind.FILING),
        ],
        "a2": [
            event(SECOND, again + ".", "2025-10", ["waferly"], kind=EventKind.FILING),
            event(SECOND, signed, "2026-01-08", ["waferly"]),
        ],
    }


def test_one_happening_reported_twice_is_one_row_with_both_sources() -> None:
    merged = merge_events([FIRST, SECOND], reports())
    withdrawal = next(row for row in merged if row.date == "2025-10-03")
    assert [source.article for source in withdrawal.sources] == ["a1", "a2"]
    assert len(merged) == 3
    assert [row.date for row in merged] == ["2025-10-03", "2026-01-08", "../2026-06"]


def test_a_date_that_contradicts_is_shown_beside_the_best_attested_one() -> None:
    third = article(
        "a3", "2026-02-01", "T", "Waferly withdrew its offering of shares between October and November 2025."
    )
    told = reports() | {"a3": [event(third, third.text, "2025-10/2025-11", ["waferly"], kind=EventKind.FILING)]}
    merged = merge_events([FIRST, SECOND, third], told)
    row = next(row for row in merged if row.date == "2025-10-03")
    assert len(row.sources) == 3


def test_plans_and_happenings_of_other_days_stay_apart() -> None:
    text = "Waferly opened a plant on March 1, 2026. Waferly opened a plant on May 1, 2026."
    made = article("a4", "2026-05-02", "T", text)
    one, other = text.split(". ")
    rows = [event(made, one + ".", "2026-03-01", ["waferly"]), event(made, other, "2026-05-01", ["waferly"])]
    assert len(merge_events([made], {"a4": rows})) == 2


def test_a_plan_that_moves_is_a_chain() -> None:
    text = "Waferly moved its listing from the second quarter to the third quarter of 2026."
    made = article("a5", "2026-05-02", "T", text)
    rows = [
        event(made, text, "2026-04/2026-06", ["waferly"], EventStatus.CANCELLED, EventKind.FILING),
        event(made, text, "2026-07/2026-09", ["waferly"], EventStatus.PLANNED, EventKind.FILING),
    ]
    old, new = merge_events([made], {"a5": rows})
    assert new.follows == old.id
    assert old.follows is None


def test_a_listing_is_followed_from_plan_to_plan() -> None:
    told = [
        ("b1", "2024-12-01", "A Waferly debut is pencilled in for the second quarter of 2025.", "2025-04/2025-06",
         EventStatus.PLANNED),
        ("b2", "2025-10-06", "Waferly withdrew its registration for an offering of shares.", "2025-10-03",
         EventStatus.HAPPENED),
        ("b3", "2026-01-16", "Bankers of Waferly talk of a new filing in the second quarter.", "2026-04/2026-06",
         EventStatus.PLANNED),
        ("b4", "2026-04-21", "Waferly put its prospectus on the website on April 18.", "2026-04-18",
         EventStatus.HAPPENED),
    ]  # fmt: skip
    made = [article(name, day, "T", text) for name, day, text, *_ in told]
    found = {
        source.id: [event(source, text, date_, ["waferly"], status, EventKind.FILING)]
        for source, (_, _, text, date_, status) in zip(made, told, strict=True)
    }
    rows = {row.sources[0].article: row for row in merge_events(made, found)}
    assert rows["b1"].follows is None
    assert [rows[name].follows for name in ("b2", "b3", "b4")] == [rows[name].id for name in ("b1", "b2", "b3")]


def test_nothing_meets_a_plan_that_was_made_after_it() -> None:
    early = article("c1", "2026-01-05", "T", "Waferly opened a hall at Stone Hollow on January 4.")
    plan = article("c2", "2026-01-02", "T", "Waferly will open a hall at Stone Hollow by June 2026.")
    later = article("c3", "2026-03-02", "T", "Waferly will open a hall at Stone Hollow by June 2026.")
    for source, expected in ((plan, True), (later, False)):
        found = {
            "c1": [event(early, early.text, "2026-01-04", ["waferly"], kind=EventKind.CONSTRUCTION)],
            source.id: [event(source, source.text, "../2026-06", ["waferly"], EventStatus.PLANNED,
                              EventKind.CONSTRUCTION)],
        }  # fmt: skip
        events = merge_events(sorted((early, source), key=lambda row: row.day), found)
        (item,) = watch_list(events, date(2026, 7, 1))
        assert (item.suggestion is not None) is expected


def test_a_plan_that_is_given_up_later_is_settled_by_the_report_of_it() -> None:
    first = article("g1", "2026-01-05", "T", "Waferly will open a hall at Stone Hollow in the fourth quarter of 2027.")
    text = "Waferly moved the hall at Stone Hollow from the fourth quarter of 2027 to the third quarter of 2028."
    second = article("g2", "2026-06-05", "T", text)
    kind = EventKind.CONSTRUCTION
    found = {
        "g1": [event(first, first.text, "2027-10/2027-12", ["waferly"], EventStatus.PLANNED, kind)],
        "g2": [
            event(second, text, "2027-10/2027-12", ["waferly"], EventStatus.CANCELLED, kind),
            event(second, text, "2028-07/2028-09", ["waferly"], EventStatus.PLANNED, kind),
        ],
    }
    rows = merge_events([first, second], found)
    plan, given_up, new = sorted(rows, key=lambda row: (row.date, row.status is EventStatus.CANCELLED))
    assert given_up.follows == plan.id
    assert new.follows == given_up.id
    settled = {item.event.id: item.suggestion for item in watch_list(rows, date(2026, 7, 1))}
    assert settled[plan.id] == given_up
    assert settled[new.id] is None


def test_of_two_moves_in_one_sentence_each_keeps_its_own_dates() -> None:
    text = "Waferly moved hall one from March to June 2026 and hall two from May to September 2026."
    made = article("d1", "2026-02-02", "T", text)
    rows = []
    for words, date_, status in (
        ("March", "2026-03", EventStatus.CANCELLED), ("June 2026", "2026-06", EventStatus.PLANNED),
        ("May", "2026-05", EventStatus.CANCELLED), ("September 2026", "2026-09", EventStatus.PLANNED),
    ):  # fmt: skip
        row = event(made, text, date_, ["waferly"], status, EventKind.CONSTRUCTION)
        at = text.index(words)
        rows.append(replace(row, sources=(replace(row.sources[0], at=Span(at, at + len(words))),)))
    by_date = {row.date: row for row in merge_events([made], {"d1": rows})}
    assert by_date["2026-06"].follows == by_date["2026-03"].id
    assert by_date["2026-09"].follows == by_date["2026-05"].id


def test_the_cut_keeps_order_and_leaves_out_what_is_imagined() -> None:
    events = merge_events([FIRST, SECOND], reports())
    shown = cut(events, {"a1": FIRST, "a2": SECOND}, frozenset({"waferly"}))
    assert list(shown) == [row for row in events if row in shown]
    assert all(row.status is not EventStatus.HYPOTHETICAL for row in shown)
    assert cut((), {}, frozenset()) == ()


def test_expectations_become_overdue_and_keep_the_users_word() -> None:
    events = merge_events([FIRST, SECOND], reports())
    (item,) = watch_list(events, date(2026, 6, 30))
    assert (item.due, item.state) == ("2026-06-30", WatchState.OPEN)
    (item,) = watch_list(events, date(2026, 7, 1))
    assert item.state is WatchState.OVERDUE
    (item,) = watch_list(events, date(2026, 7, 1), {item.event.id: WatchState.MOVED})
    assert item.state is WatchState.MOVED


def test_a_later_report_that_meets_a_plan_is_suggested() -> None:
    third = article("a6", "2026-06-20", "T", "A listing of Waferly took place on June 18, 2026.")
    told = reports() | {"a6": [event(third, third.text, "2026-06-18", ["waferly"], kind=EventKind.FILING)]}
    events = merge_events([FIRST, SECOND, third], told)
    (item,) = watch_list(events, date(2026, 7, 1))
    assert item.suggestion is not None
    assert item.suggestion.date == "2026-06-18"
