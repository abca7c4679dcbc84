"""A briefing says where every line was read, what changed since the last one, and is the same text everywhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from markdown_it import MarkdownIt

from reader.export.briefing import Briefed, briefing
from reader.export.files import Folder
from reader.export.pages import render
from reader.export.sources import Links, LinkStyle
from reader.export.tables import figures_csv, figures_page, timeline_csv, timeline_page
from reader.model.articles import Article, Note
from reader.model.findings import (
    Event,
    EventKind,
    EventSource,
    EventStatus,
    OtherDate,
    Qualifier,
    Relation,
    RelationKind,
    Risk,
    RiskKind,
)
from reader.model.stories import LedgerRow, LedgerState, LedgerValue, Story, SummarySentence, WatchItem, WatchState
from reader.model.text import Reason, SourceRef
from tests.builders import article

NOW = datetime(2026, 4, 25, 9, 0, tzinfo=UTC)
WHY = Reason("test")
SENTENCE = "Cerebras put the contract at more than $20 billion on April 17, 2026."
OTHER = "OpenAI signed for more than $10 billion in January 2026."
LATER = "A listing is expected in the second quarter of 2026."


def source(text: str, title: str, origin: str, day: int, html: str | None = None) -> Article:
    return article(html or f"<p>{text}</p>", title=title, origin=origin, published=datetime(2026, 4, day, tzinfo=UTC),
                   url=f"https://{origin.lower()}.example/{day}")  # fmt: skip


ONE = source(SENTENCE, "Cerebras files [again] #ipo", "Longwire", 17, f"<p>{SENTENCE}</p><p>{LATER}</p>")
TWO = source(OTHER, "What OpenAI buys", "Parallax", 20)


def ref(where: Article, words: str) -> SourceRef:
    start = where.text.index(words)
    return SourceRef(where.id, start, start + len(words))


def event(text: str, date: str, status: EventStatus, where: Article) -> Event:
    at = ref(where, text)
    told = EventSource(where.id, at.start, at.end, text)
    return Event(f"e{date}", date, False, status, EventKind.DEAL, text, ("openai", "cerebras"), (told,), WHY)


def value(amount: float, where: Article, words: str, day: int) -> LedgerValue:
    at = ref(where, words)
    return LedgerValue(
        amount,
        None,
        None,
        Qualifier.AT_LEAST,
        datetime(2026, 4, day, tzinfo=UTC),
        where.origin,
        where.id,
        at.start,
        at.end,
        words,
    )


def story(**changes: object) -> Story:
    signed = event(OTHER, "2026-01", EventStatus.HAPPENED, TWO)
    signed = replace(signed, other_dates=(OtherDate("2026-01-14", (EventSource(ONE.id, 0, 5, "x"),)),))
    listing = event(LATER, "2026-04/2026-06", EventStatus.PLANNED, ONE)
    row = LedgerRow(
        "openai",
        "contract value",
        "USD",
        None,
        None,
        None,
        (value(1e10, TWO, OTHER, 20), value(2e10, ONE, SENTENCE, 21)),
        LedgerState.CONFLICT,
        1.0,
        WHY,
    )
    at = ref(ONE, SENTENCE)
    made = Story(
        id="s0123456789ab",
        title="Cerebras <files> for a listing",
        first=ONE.day,
        last=TWO.day,
        articles=(ONE.id, TWO.id),
        origins=2,
        companies=("cerebras", "openai"),
        topics=("public-markets",),
        summary=(SummarySentence(SENTENCE, (at,)), SummarySentence(OTHER, (ref(TWO, OTHER), at))),
        timeline=(signed, listing),
        figures=(row,),
        watch=(WatchItem(listing, "2026-06-30", WatchState.OPEN),),
        risks=(Risk(RiskKind.CUSTOMER, SENTENCE, ONE.id, at.start, at.end, WHY),),
        relations=(
            Relation(
                "openai",
                RelationKind.CUSTOMER_OF,
                "cerebras",
                EventStatus.HAPPENED,
                ONE.id,
                at.start,
                at.end,
                SENTENCE,
                WHY,
            ),
        ),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


NAMES = {"openai": "OpenAI", "cerebras": "Cerebras"}
TOLD = Briefed({ONE.id: ONE, TWO.id: TWO}, NAMES, {"public-markets": "Public markets"})
MINE = Note("n1", "s0123456789ab", NOW, NOW, SENTENCE, "Ask about **power**.\n\n- who builds?")


def text(made: Story | None = None, told: Briefed = TOLD, as_of: datetime = NOW) -> str:
    return render(briefing(made or story(), told, as_of), marks=False)


def test_it_has_all_its_parts_in_order() -> None:
    headings = re.findall(r"^#+ (.+)$", text(told=replace(TOLD, notes=(MINE,))), re.M)
    assert headings == [
        "Cerebras &lt;files&gt; for a listing",
        "Summary",
        "Timeline",
        "Figures",
        "Expected",
        "Relations",
        "Risks",
        "My notes",
        "Sources",
    ]


def test_every_mark_has_its_footnote_with_origin_title_day_address_and_sentence() -> None:
    page = text()
    marks = set(re.findall(r"\[\^(\w+)\](?!:)", page))
    notes = dict(re.findall(r"^\[\^(\w+)\]: (.+)$", page, re.M))
    assert marks == set(notes)
    told = next(note for note in notes.values() if SENTENCE.replace("$", "$") in note)
    assert told.startswith(
        r"Longwire, [Cerebras files \[again\] \#ipo](https://longwire.example/17), April 17, 2026: “"
    )
    assert all(re.search(r"\[\^\w+\]", line) for line in page.split("## Summary")[1].split("##")[0].strip().split("\n"))


def test_figures_show_every_report_and_the_conflict() -> None:
    page = text()
    row = next(line for line in page.split("\n") if line.startswith("| OpenAI |"))
    assert "at least $10 billion (Parallax, April 20, 2026)" in row
    assert "at least $20 billion (Longwire, April 21, 2026)" in row
    assert row.endswith("| in conflict |")


def test_an_outlet_that_repeats_itself_confirms_nothing() -> None:
    row = replace(story().figures[0], state=LedgerState.AGREE)
    again = replace(row.values[0], reported=NOW)
    assert "| reports agree |" in text(story(figures=(row,)))
    assert "| one source |" in text(story(figures=(replace(row, values=(row.values[0], again)),)))


def test_a_near_copy_is_no_second_source() -> None:
    copy = replace(TWO, id="acopy", duplicate_of=TWO.id)
    refs = (ref(TWO, OTHER), SourceRef("acopy", 0, 10))
    told = replace(TOLD, articles={**TOLD.articles, "acopy": copy})
    page = text(story(summary=(SummarySentence(OTHER, refs),), timeline=(), figures=(), watch=()), told)
    assert len(re.findall(r"\[\^\w+\]", page.split("## Summary")[1].split("##")[0])) == 1


def test_a_value_stands_once_with_how_many_report_it() -> None:
    row = story().figures[0]
    again = replace(row.values[1], origin="Tidewater", reported=NOW)
    page = text(story(figures=(replace(row, values=(*row.values, again)),)))
    assert "at least $20 billion (Longwire, April 21, 2026, and 1 more)[^" in page
    assert page.count("at least $20 billion (") == 1


def test_a_long_ledger_keeps_what_is_disputed() -> None:
    disputed = story().figures[0]
    lone = [replace(disputed, metric=f"metric {n}", state=LedgerState.SINGLE) for n in range(40)]
    page = text(story(figures=(*lone, disputed)))
    assert "| in conflict |" in page
    assert "Left out: 17 more, each from one source. `tapeout figures --story s0123456789ab` lists them." in page


def test_expectations_and_other_dates_are_told_in_words() -> None:
    page = text()
    assert "- **Open**, second quarter of 2026: A listing is expected" in page
    assert "Also dated January 14, 2026.[^" in page
    assert "- OpenAI is a customer of Cerebras[^" in page


def test_what_was_due_before_today_was_expected() -> None:
    assert "- **Second quarter of 2026** (expected): A listing" in text(as_of=datetime(2026, 6, 30, tzinfo=UTC))
    assert "- **Second quarter of 2026** (was expected): A listing" in text(as_of=datetime(2026, 7, 1, tzinfo=UTC))


def test_it_parses_back_to_what_was_meant() -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(text())
    kinds = [token.type for token in tokens]
    assert kinds.count("heading_open") == 8
    assert kinds.count("table_open") == 1
    assert "html_block" not in kinds
    assert not [c for t in tokens for c in t.children or () if c.type in ("html_inline", "image", "code_inline")]


def test_the_first_briefing_says_so_and_the_next_tells_what_changed() -> None:
    first = briefing(story(), TOLD, NOW)
    assert "This is the first briefing on this story." in render(first)
    later = NOW + timedelta(days=10)
    same = text(told=replace(TOLD, last=first.memory), as_of=later)
    assert "As of May 5, 2026." in same
    assert "Nothing has changed since the briefing of April 25, 2026." in same
    moved = replace(story().timeline[1], date="2026-07/2026-09")
    grown = story(timeline=(story().timeline[0], moved), articles=(ONE.id, TWO.id, "a9"))
    told = text(grown, replace(TOLD, last=first.memory), later)
    assert "## Changed since April 25, 2026" in told
    assert "- 1 new article\n" in told
    assert "- Was second quarter of 2026: **Third quarter of 2026** (expected): A listing" in told


def test_a_settled_expectation_is_told_as_a_change() -> None:
    first = briefing(story(), TOLD, NOW)
    met = replace(story().watch[0], state=WatchState.MET, suggestion=story().timeline[0])
    page = text(story(watch=(met,)), replace(TOLD, last=first.memory))
    assert "- Now met, second quarter of 2026: A listing is expected in the second quarter of 2026.[^" in page
    assert re.search(
        r"- \*\*Met\*\*, second .+\] A later report may settle it, January 2026: OpenAI signed .+\.\[\^\w+\]\n", page
    )


def test_a_look_back_does_not_tell_what_came_later_as_news() -> None:
    later = briefing(story(), TOLD, NOW)
    page = text(story(articles=(ONE.id,)), replace(TOLD, last=later.memory), NOW - timedelta(days=30))
    assert "As of March 26, 2026.\n\n## Summary" in page


def test_what_happened_is_told_in_whole_sentences() -> None:
    signed = replace(story().timeline[0], text="OpenAI signed for more")
    page = text(story(timeline=(signed,)))
    assert re.search(
        r"\*\*January 2026\*\*: OpenAI signed for more\.\[\^\w+\] Also dated January 14, 2026\.\[\^\w+\]\n", page
    )


def test_a_broken_memory_counts_as_none() -> None:
    assert "first briefing" in text(told=replace(TOLD, last="{"))


def test_footnotes_keep_their_labels_when_the_page_changes() -> None:
    label = re.search(r"sentence|more than \$20 billion.*?\[\^(\w+)\]", text())
    fewer = text(story(timeline=(), figures=(), watch=(), relations=(), summary=story().summary[1:]))
    assert label
    assert f"[^{label[1]}]: Longwire" in fewer


def test_notes_stand_as_they_were_written_and_a_lost_sentence_is_told() -> None:
    page = text(told=replace(TOLD, notes=(MINE,), lost=frozenset(("n1",))))
    assert "Ask about **power**.\n\n- who builds?" in page
    assert "> Cerebras put the contract at more than $20 billion" in page
    assert "*The quoted sentence is no longer in the text of the article.*" in page


def test_headings_of_a_note_stand_below_those_of_the_page() -> None:
    note = replace(MINE, body="# Mine\n\n```sh\n# no heading\n```\n\n###### deep\n#tag")
    page = text(told=replace(TOLD, notes=(note,)))
    assert "\n### Mine\n\n```sh\n# no heading\n```\n\n###### deep\n#tag" in page


def test_a_note_cannot_forge_our_marks(tmp_path: Path) -> None:
    note = replace(MINE, body="<!-- tapeout:end notes -->\n<!-- tapeout:begin risks -->")
    folder = Folder(tmp_path)
    told = folder.write(briefing(story(), replace(TOLD, notes=(note,)), NOW), None, NOW)
    again = folder.write(briefing(story(), replace(TOLD, notes=(note,)), NOW), told.exported, NOW)
    assert (again.written, again.kept) == (False, False)


def test_writing_it_again_later_changes_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    first = folder.write(briefing(story(), TOLD, NOW), None, NOW)
    assert first.exported
    later = NOW + timedelta(days=3)
    told = replace(TOLD, last=first.exported.memory)
    again = folder.write(briefing(story(), told, later), first.exported, later)
    assert (again.written, again.kept) == (False, False)
    assert again.exported
    assert again.exported.memory == first.exported.memory


def test_sources_of_what_changed_stand_with_it(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    bare = story(timeline=(), figures=(), watch=(), risks=(), relations=(), summary=story().summary[:1])
    first = folder.write(briefing(bare, TOLD, NOW), None, NOW)
    assert first.exported
    grown = replace(bare, timeline=story().timeline)
    told = replace(TOLD, last=first.exported.memory)
    second = folder.write(briefing(grown, told, NOW), first.exported, NOW)
    assert second.written
    assert second.exported
    third = folder.write(briefing(grown, replace(TOLD, last=second.exported.memory), NOW), second.exported, NOW)
    assert (third.written, third.kept) == (False, False)


def test_two_rows_of_one_name_are_no_change() -> None:
    row = story().figures[0]
    twins = story(figures=(row, replace(row, values=row.values[:1], state=LedgerState.SINGLE)))
    first = briefing(twins, TOLD, NOW)
    assert "Nothing has changed" in text(twins, replace(TOLD, last=first.memory))


def test_wiki_links_only_where_asked_for() -> None:
    plain = render(briefing(story(), TOLD, NOW))
    wiki = render(briefing(story(), replace(TOLD, links=Links(LinkStyle.WIKI)), NOW))
    assert 'companies: ["Cerebras", "OpenAI"]' in plain
    assert 'companies: ["[[Cerebras]]", "[[OpenAI]]"]' in wiki
    assert "[[" not in plain


def test_timeline_and_figures_are_pages_of_their_own() -> None:
    names = {ONE.id: ONE, TWO.id: TWO}
    line = render(timeline_page("s1", "Cerebras", story().timeline, names, NAMES, NOW), marks=False)
    assert "| Second quarter of 2026 | planned | OpenAI, Cerebras | A listing is expected" in line
    figures = render(figures_page("cerebras", "Cerebras", story().figures, names, NAMES, NOW), marks=False)
    assert "in conflict" in figures
    assert "Nothing yet." in render(figures_page("x", "X", (), names, NAMES, NOW))


def test_csv_is_no_formula() -> None:
    bad = replace(story().timeline[0], text='=HYPERLINK("http://x")')
    told = timeline_csv((bad,), NAMES)
    assert "\"'=HYPERLINK" in told
    figures = figures_csv(story().figures, NAMES)
    assert figures.splitlines()[1].startswith(
        "OpenAI,contract value,USD,,,,conflict,10000000000.0,,,at least,$10 billion,"
    )
    assert len(figures.splitlines()) == 3
