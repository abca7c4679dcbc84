"""Events: what is one, its status, kind and parties; read on Wednesday, 26 November 2025."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader import edtf
from reader.analysis.dates import find_dates
from reader.analysis.document import read_document
from reader.analysis.events import find_events
from reader.analysis.lexicon import Lexicon
from reader.model.articles import Article
from reader.model.findings import Event, EventKind, EventStatus, Mention
from reader.model.lexicon import Company, CompanyKind
from reader.model.text import Block, BlockKind, Span

NOW = datetime(2025, 11, 26, 9, 0, tzinfo=UTC)
COMPANIES = {name: name.lower() for name in ("Acme", "Bolt", "Corvid", "Delta")} | {"Grid Board": "grid-board"}
LEXICON = Lexicon.of(
    [
        Company(slug, name, CompanyKind.AGENCY if " " in name else CompanyKind.COMPANY)
        for name, slug in COMPANIES.items()
    ],
    [],
)


def mentions(text: str, title: str) -> list[Mention]:
    out = []
    for name, slug in COMPANIES.items():
        for where, in_title in ((text, False), (title, True)):
            at = where.find(name)
            while at >= 0:
                out.append(Mention(slug, Span(at, at + len(name)), True, "alias", in_title))
                at = where.find(name, at + 1)
    return sorted(out, key=lambda m: (m.in_title, m.span))


def events(text: str, title: str = "Acme in the news", blocks: tuple[Block, ...] = ()) -> tuple[Event, ...]:
    document = read_document(Article("a1", "f", None, title, None, NOW, None, NOW, text, blocks))
    named = mentions(text, title)
    return find_events(document, find_dates(document, {}, named), named, LEXICON)


H, P, C, I = EventStatus.HAPPENED, EventStatus.PLANNED, EventStatus.CANCELLED, EventStatus.HYPOTHETICAL  # noqa: E741

HAPPENINGS = [
    ("Acme withdrew its listing on Friday.", [("2025-11-21", H)]),
    ("Acme said on Tuesday that it would stop selling the card.", [("2025-11-25", H)]),
    ("Acme today announced a partnership with Bolt.", [("2025-11-26", H)]),
    ("A vote is planned for December 17.", [("2025-12-17", P)]),
    ("The plant is to open in March 2026.", [("2026-03", P)]),
    ("The notes fall due in December 2031.", [("2031-12", P)]),
    ("All four buildings should be in service by the end of 2028.", [("../2028-12", P)]),
    ("Earth has been moving on the site since February 3.", [("2025-02-03", H)]),
    ("Acme asked the Grid Board for an order by June 30.", [("../2026-06-30", P)]),
    ("An order is unlikely before March.", [("2026-03/..", P)]),
    ("Bolt bought Acme for $2.3 billion in a move that closed in February.", [("2025-02", H)]),
    ("Output contributes from 2027.", [("2027/..", P)]),
    ("Bolt would ship more of them from April.", [("2026-04/..", P)]),
    ("Acme will pay rent from the third quarter of 2027.", [("2027-07/..", P)]),
    ("Trading starts again from June 8, 2026.", [("2026-06-08", P)]),
    ("The works of Acme reopens in July.", [("2026-07", P)]),
    ("The order between Bolt and Constellation closes in June.", [("2026-06", P)]),
    ("The vans that Acme was to deliver in February will now arrive in June.", [("2026-02", C), ("2026-06", P)]),
    ("Grid Board, which was to rule by January 15, has moved its ruling to March.",
     [("../2026-01-15", C), ("2026-03", P)]),
    ("Acme's hall, once due in 2026, will open in mid-2028 instead.", [("2026", C), ("2028-05/2028-08", P)]),
    ("The opening was pencilled in for February. It will be late.", [("2026-02", C)]),
    ("The vote, set for December 18, was put off by a month.", [("2025-12-18", C)]),
    ("The listing of Bolt slipped from January to March.", [("2026-01", C), ("2026-03", P)]),
    ("Acme has moved the start of its volume production from early 2027 to the third quarter.",
     [("2027-01/2027-04", C), ("2027-07/2027-09", P)]),
    ("Acme has put back the opening of its first works to March 2028 from September 2027.",
     [("2028-03", P), ("2027-09", C)]),
    ("The reactor was to have been back by the middle of 2029.", [("../2029-06", C)]),
    ("Acme said it would not list in 2026 after all.", [("2026", C)]),
    ("Bolt dropped its plan to open the works in 2027.", [("2027", C)]),
    ("Acme raised its forecast for the full year on Wednesday.", [("2025-11-26", H)]),
    ("Acme declined to comment and will present its forecast on January 16.", [("2026-01-16", P)]),
    ("The Grid Board must answer within 45 days of December 1.", [("../2026-01-15", P)]),
    ("Bolt can leave if the hall is not running by June 2027.", [("../2027-06", I)]),
    ("Acme pays a further $40 million should the plant open in 2027.", [("2027", I)]),
    ("If Acme does not finish the line by June 2028, Bolt may leave.", [("../2028-06", I)]),
    ("Bankers of Acme target the second quarter.", [("2026-04/2026-06", P)]),
    ("The Grid Board, which had meant to decide by the end of January, put off its ruling to March.",
     [("../2026-01", C), ("2026-03", P)]),
    ("The works of Acme won't open in March.", [("2026-03", P)]),
    ("Two vans arrive in February, and Bolt pays the rest in July.", [("2026-02", P), ("2026-07", P)]),
    ("The permit of Acme was extended to 2036.", [("../2036-12", P)]),
    ("Acme expects it to resume in March at the earliest.", [("2026-03/..", P)]),
    ("Acme will present its forecast on July 16.", [("2026-07-16", P)]),
    ("Acme forecast in March that sales would rise.", [("2025-03", H)]),
    ("A ruling will be announced on Friday.", [("2025-11-28", P)]),
    ("Acme promised Friday to open the works.", [("2025-11-21", H)]),
    ("But by Sunday Acme had contradicted the plan.", [("2025-11-23", H)]),
    ("Once the reactor runs, expected in 2030, it should feed the site of Acme.", [("2030", P)]),
    ("Acme had previously planned to list in 2023, but did not.", [("2023", C)]),
    ("In May Acme had told investors to expect sales of $9 billion.", [("2025-05", H)]),
    ("Bolt's chief told analysts on November 7 that it would lend more.", [("2025-11-07", H)]),
    ("Some $13 billion had been paid by the end of March.", [("2025-03", H)]),
    ("Acme opened in June, raised money in September 2024 and gave up in August 2025.",
     [("2025-06", H), ("2024-09", H), ("2025-08", H)]),
    ("The listing had first been expected in the second quarter of 2025.", [("2025-04/2025-06", C)]),
    ("Acme no longer expects to list in the first quarter of 2026.", [("2026-01/2026-03", C)]),
    ("The first phase is to open in February 2027 instead of May 2027.", [("2027-02", P), ("2027-05", C)]),
    ("Buildings 7 and 8 have slipped from the second half of 2026 to the first quarter of 2027.",
     [("2026-07/2026-12", C), ("2027-01/2027-03", P)]),
    ("Acme scrapped a card that was to be launched in July 2026 and delayed others. It now says 2027.",
     [("2026-07", C), ("2027", P)]),
    ("Bolt would have taken until 2028 to design one.", [("2028", I)]),
    ("Had it gone to court, a decision would have fallen in 2027.", [("2027", I)]),
    ("If the purchase is blocked, Acme must return the money in 2026.", [("2026", I)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HAPPENINGS)
def test_date_and_status(text: str, expected: list[tuple[str, EventStatus]]) -> None:
    assert [(e.date, e.status) for e in events(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Revenue in the first half of 2024 came to $141 million.",
        "Revenue grew 71% in 2025.",
        "Acme had 1,010 employees at the end of March, up from 708 a year before.",
        "Debt stood at $25 billion at the end of March.",
        "The stock fell 9% on Tuesday.",
        "Acme declined to comment on Tuesday.",
        "The card costs about $70,000 today.",
        "Acme raised $12.7 billion in the 18 months to October 2025.",
        "It employs more people than in 2024.",
        "Bolt sells chips for its 2026 budget.",
        "The contract runs for five years.",
        "It may fall in a second or march on.",
        "Nothing has changed since October.",
        "Flight Simulator 2024 ran at a lower rate.",
        "Three fund managers told the paper this week that they liked it.",
        "A year ago they spoke of $750 million.",
        "The prospectus of September 2024 is out of date.",
        "An item that we carried on November 18 gave a wrong figure.",
        "Spending in 2026 will be twice that of 2025.",
        "It is less clear than it was in spring.",
        "No company has had a larger one since January.",
        "Acme did not return a call by Tuesday evening.",
        "So why did Acme fall in May?",
        "The notes of Acme changed hands at 91 on Tuesday.",
        "Acme got 38% of its sales from Bolt in June.",
        "Shares of Acme slipped on Monday.",
        "It was in March.",
        "Here is what I read this week about Acme.",
        "Acme had spent $3 billion by the end of March.",
        "Gross margin of Acme: 66.1%, from 62.3% in the fourth quarter.",
        "Three years ago nobody had heard of Acme.",
        "Update, November 26: Added what Acme said.",
        "Halls in the north boasted a capacity of 530 MW at the end of last year.",
        "Daily requests to Bolt grew, growing over 50% from Q1.",
    ],
)
def test_what_is_no_event(text: str) -> None:
    assert [(e.date, e.reason) for e in events(text)] == []


LINES = [
    ("Acme has raised $1 billion at a valuation of $23 billion, it said on Tuesday, a year after it filed.",
     "Acme has raised $1 billion at a valuation of $23 billion"),
    ("On Monday, November 24, Acme signed the first loan of its kind.", "Acme signed the first loan of its kind"),
    ("OAKLAND, Nov 24 (Wire) — Acme withdrew its listing on Friday, a filing showed.", "Acme withdrew its listing"),
    ("Its halls will be full by the end of 2026, and the Grid Board is to vote in February 2027 instead of May 2027.",
     "the Grid Board is to vote in February 2027 instead of May 2027"),
    ("Acme, which rents out chips by the hour, has agreed a loan of $650 million, it said on Friday.",
     "Acme, which rents out chips by the hour, has agreed a loan of $650 million"),
    ("But Acme filed a prospectus on Friday, which surprised nobody.", "Acme filed a prospectus"),
    ("Acme said on Tuesday that Bolt has bought a plant.", "Bolt has bought a plant"),
    ("While Acme waited, Bolt opened a plant in June.", "Bolt opened a plant in June"),
    ("For Acme it was the second attempt, after a cash offer in June 2024.",
     "For Acme it was the second attempt, after a cash offer in June 2024"),
    ("A vote is due on December 17; nobody knows how it will end.", "A vote is due on December 17"),
    ("Bolt will install systems of Acme and offer them to all, the two announced on November 13, 2025.",
     "Bolt will install systems of Acme and offer them to all"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line"), LINES)
def test_an_event_reads_as_a_line_of_a_timeline(text: str, line: str) -> None:
    assert line in [event.text for event in events(text)]


def test_a_plan_that_moves_gives_two_events_of_one_sentence() -> None:
    old, new = events("Acme has pushed the launch from March 2026 to the third quarter of 2026.")
    assert (old.status, new.status) == (C, P)
    assert old.sources[0].sentence == new.sources[0].sentence
    assert old.id != new.id


KINDS = [
    ("Acme filed a prospectus for its listing on Friday.", EventKind.FILING),
    ("Acme agreed a loan of $2 billion with lenders on Friday.", EventKind.FINANCING),
    ("The Grid Board approved the request on Friday.", EventKind.REGULATION),
    ("Ground was broken for the campus on Friday.", EventKind.CONSTRUCTION),
    ("Acme signed a contract with Bolt on Friday.", EventKind.DEAL),
    ("Acme will launch a new model in March.", EventKind.LAUNCH),
    ("Acme raised its prices on Friday.", EventKind.PRICING),
    ("Acme raised a Series C round at a new valuation on Friday.", EventKind.FUNDING),
    ("Acme appointed a new chief executive on Friday.", EventKind.PERSONNEL),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind(text: str, kind: EventKind) -> None:
    assert [e.kind for e in events(text)] == [kind]


PARTIES = [
    ("Acme agreed on Friday to buy chips from Bolt.", {"acme", "bolt"}),
    ("Bolt makes chips. It opened a plant in June.", {"bolt"}),
    ("Chips sell well. The company opened a plant in June.", {"acme"}),
    ("Memory for Bolt's processors sold out. The company said on Tuesday it would build more.", {"acme"}),
    ("The Grid Board met. The commission is to rule on December 17.", {"grid-board"}),
    ("Bolt and Corvid share a campus. They will open it in March.", {"bolt", "corvid"}),
    ("Bolt was founded in 2016; Corvid opened in June.", {"bolt"}),
    ("Bolt asked. The Grid Board has lent to it. The company opened a plant in June.", {"bolt"}),
]


@pytest.mark.parametrize(("text", "parties"), PARTIES)
def test_parties(text: str, parties: set[str]) -> None:
    assert parties <= set(events(text)[0].companies)


def test_a_clause_names_its_own_parties_only() -> None:
    first, second = events("Bolt was founded in 2016; Corvid opened a plant in June.")
    assert (first.companies, second.companies) == (("bolt",), ("corvid",))


def test_an_event_carries_its_evidence_and_reason() -> None:
    text = "Prices rose. Acme withdrew its listing on Friday, and Bolt smiled."
    (event,) = events(text)
    source = event.sources[0]
    assert text[source.start : source.end] == source.sentence == "Acme withdrew its listing on Friday, and Bolt smiled."
    assert source.at is not None
    assert source.at.of(text) == "Friday"
    assert event.text == "Acme withdrew its listing"
    assert event.text in text
    assert event.reason.rule == "weekday+status-date-past"
    assert "withdrew" in event.reason.words
    assert event.id.startswith("e")


def test_ids_are_repeatable_and_distinct() -> None:
    text = "Acme opened in June 2024. Acme opened in June 2025."
    once, again = events(text), events(text)
    assert [e.id for e in once] == [e.id for e in again]
    assert len({e.id for e in once}) == 2


def test_of_a_table_row_the_last_date_is_the_state_and_the_heading_is_none() -> None:
    rows = ["Building Promised in 2024 Live", "1 Q2 2025 September 2025", "2 mid-2025 Q1 2027"]
    text = "\n".join(rows)
    blocks, at = [], 0
    for row in rows:
        blocks.append(Block(at, at + len(row), BlockKind.ROW))
        at += len(row) + 1
    found = events(text, blocks=tuple(blocks))
    assert [(e.date, e.status) for e in found] == [("2025-09", H), ("2027-01/2027-03", P)]


def test_furniture_and_code_give_no_events() -> None:
    text = "Acme opened a plant in June 2025.\nAcme opened a plant in May 2025."
    end = text.index("\n")
    furniture = (Block(0, end, furniture=True), Block(end + 1, len(text), BlockKind.CODE))
    assert events(text, blocks=furniture) == ()


def test_every_date_is_edtf() -> None:
    for text, _ in HAPPENINGS:
        assert all(edtf.is_valid(e.date) for e in events(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Acme, which is building a campus in Ohio, borrowed $2 billion for it on Monday.", "financing"),
        ("Acme plans to go public in the first half of 2027.", "filing"),
        ("In August 2025 the builder of the plant was valued at $6.8 billion.", "funding"),
        ("The transaction is expected to close by June 30, 2027.", "deal"),
        ("Bolt will pay $3 billion for the owner of the reactor, it said on Monday.", "deal"),
        ("About 900 jobs at the plant will go by the end of 2027.", "personnel"),
        ("The reactor is to restart in 2029.", "launch"),
        ("The first hall of the campus opened on Monday.", "construction"),
        ("In May 2025 the company told investors to expect sales of $2 billion.", "outlook"),
    ],
)
def test_the_clause_tells_the_kind_whatever_the_article_is_about(text: str, kind: str) -> None:
    assert [e.kind.value for e in events(text)] == [kind]
