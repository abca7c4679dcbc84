"""Expressions of news English, read on Wednesday, 26 November 2025: value, whether inexact."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader import edtf
from reader.analysis.dates import DateExpression, DateKind, edtf_plain, find_dates
from reader.analysis.document import Document, read_document
from reader.model.articles import Article
from reader.model.findings import Mention
from reader.model.text import Span

NOW = datetime(2025, 11, 26, 9, 0, tzinfo=UTC)


def document(text: str, now: datetime = NOW, *, dated: bool = True) -> Document:
    return read_document(Article("a1", "f", None, "T", None, now if dated else None, None, now, text))


def dates(text: str, now: datetime = NOW) -> list[DateExpression]:
    return [e for e in find_dates(document(text, now)) if e.edtf]


def only(text: str, now: datetime = NOW) -> DateExpression:
    found = dates(text, now)
    assert len(found) == 1, [(e.words, e.edtf) for e in found]
    return found[0]


CASES = [
    # days
    ("The vote is on April 18, 2026.", "2026-04-18", False),
    ("It opened on 16 March 2025.", "2025-03-16", False),
    ("It opened on the 18th of April 2025.", "2025-04-18", False),
    ("It closed on Tuesday, Nov. 18, 2025.", "2025-11-18", False),
    ("The order is dated 2025-07-31.", "2025-07-31", False),
    ("It ran from November 3 to 7, 2025.", "2025-11-03/2025-11-07", False),
    ("It was signed on Christmas Eve 2024.", "2024-12-24", False),
    # weekdays and days around publication
    ("The company said on Tuesday that it had agreed.", "2025-11-25", False),
    ("The company said on Friday that it had agreed.", "2025-11-21", False),
    ("The board will meet on Friday.", "2025-11-28", False),
    ("It filed last Wednesday.", "2025-11-19", False),
    ("Answers are due next Tuesday.", "2025-12-02", False),
    ("It filed yesterday.", "2025-11-25", False),
    ("It will file tomorrow.", "2025-11-27", False),
    ("It announced the plan on Monday of last week.", "2025-11-17", False),
    # weeks, months, years
    ("It raised the price this week.", "2025-11-24/2025-11-30", False),
    ("It raised the price last week.", "2025-11-17/2025-11-23", False),
    ("It filed earlier this month.", "2025-11", False),
    ("It filed last month.", "2025-10", False),
    ("A decision could come as early as next month.", "2025-12", False),
    ("It filed last October.", "2025-10", False),
    ("It filed last November.", "2024-11", False),
    ("It opens next March.", "2026-03", False),
    ("It opened in September.", "2025-09", False),
    ("It will open in March.", "2026-03", False),
    ("The vote is planned for December 17.", "2025-12-17", False),
    ("It was approved on December 17.", "2025-12-17", False),
    ("It was founded in 2016.", "2016", False),
    ("The FTC opened the case in January last year.", "2024-01", False),
    ("It opened six halls this year.", "2025", False),
    # quarters, halves, counted months
    ("Shipments begin in the second quarter of 2026.", "2026-04/2026-06", False),
    ("Shipments begin in Q3 2028.", "2028-07/2028-09", False),
    ("Shipments begin in 1Q26.", "2026-01/2026-03", False),
    ("It is due in H1 2026.", "2026-01/2026-06", False),
    ("It is due in the second half of 2026.", "2026-07/2026-12", False),
    ("It is due in the final quarter of 2026.", "2026-10/2026-12", False),
    ("Revenue rose in the third quarter.", "2025-07/2025-09", False),
    ("They will bring it back in the first quarter.", "2026-01/2026-03", False),
    ("Revenue for the three months to March 2025 rose.", "2025-01/2025-03", False),
    ("Revenue for the six months ended June 30, 2025, rose.", "2025-01/2025-06", False),
    ("Revenue for the first nine months of 2025 rose.", "2025-01/2025-09", False),
    ("It raised debt in the 18 months to October 2025.", "2024-05/2025-10", False),
    # thirds, edges, seasons
    ("It filed in late 2024.", "2024-09/2024-12", True),
    ("Ground will be broken early next year.", "2026-01/2026-04", True),
    ("It opened in mid-2025.", "2025-05/2025-08", True),
    ("It was submitted in late February.", "2025-02", True),
    ("It rules in the second half of May 2026.", "2026-05", True),
    ("It was agreed last spring.", "2025-03/2025-05", True),
    ("The court is expected to rule in the autumn of 2026.", "2026-09/2026-11", True),
    ("It was built in the 1990s.", "1990/1999", False),
    # open sides
    ("It runs through 2028.", "../2028-12", False),
    ("It will be ready by the end of 2028.", "../2028-12", False),
    ("It must decide before the end of June 2026.", "../2026-06", False),
    ("It is due by mid-2026.", "../2026-06", True),
    ("It will be priced before the summer.", "../2026-05", True),
    ("It could hold 3 GW by the end of the decade.", "../2029-12", True),
    ("It must answer by the end of this month.", "../2025-11", False),
    ("It must answer no later than May 29, 2026.", "../2026-05-29", False),
    ("It contributes from 2027.", "2027/..", False),
    ("It has shipped since February.", "2025-02/..", False),
    ("It opens after the summer.", "2026-09/..", True),
    ("It opens next summer.", "2026-06/2026-08", True),
    ("It opens next winter.", "2026-12/2027-02", True),
    ("We open the works in February.", "2026-02", False),
    ("The board must adopt it or put it to the vote in April.", "2026-04", False),
    ("It opens not before 2030.", "2030/..", False),
    ("It is not seen before the middle of 2026.", "2026-05/2026-08", True),
    ("It will run from 2026 to 2028.", "2026/2028", False),
    ("Prices rose between April and June.", "2025-04/2025-06", False),
    ("Spending peaks in 2025–2026.", "2025/2026", False),
    # counted from now
    ("It was founded two years ago.", "2023", True),
    ("It was hit three weeks ago.", "2025-11-05", True),
    ("It closed two months ago.", "2025-09", True),
    ("It happened two days ago.", "2025-11-24", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "approx"), CASES)
def test_value_and_precision(text: str, value: str, approx: bool) -> None:
    found = only(text)
    assert (found.edtf, found.approx) == (value, approx)
    assert edtf.is_valid(found.edtf)
    assert found.rule
    assert found.words == found.whole.of(text)


CHAINS = [
    ("A vote is planned for December 17. Two weeks before the vote the board meets.", "2025-12-03"),
    ("The deal with the lender closed on March 3, 2025. One month after the deal closed, it sold the unit.", "2025-04"),
    ("Six weeks after the contract was signed on January 14, 2025, it doubled.", "2025-02-25"),
    ("It filed on April 20, 2025, seventeen months after its first attempt.", "2023-11"),
    ("Prices peak in the first quarter of 2027 and fall a year after that.", "2028-01/2028-03"),
    ("It was announced on December 24, 2024, and repeated two weeks later.", "2025-01-07"),
    ("It was announced in June 2024. The following year it was dropped.", "2025"),
    ("It signed in May 2024, and paid that month.", "2024-05"),
]


@pytest.mark.parametrize(("text", "value"), CHAINS)
def test_dates_told_from_other_dates(text: str, value: str) -> None:
    assert value in [e.edtf for e in dates(text)]


LENGTHS = [
    ("It lasts five years.", DateKind.DURATION, "P5Y"),
    ("It has grown over the past three months.", DateKind.DURATION, "P3M"),
    ("A two-year contract was offered.", DateKind.DURATION, "P2Y"),
    ("It pays $2 billion a year.", DateKind.SET, "P1Y"),
    ("The bill comes every month.", DateKind.SET, "P1M"),
    ("It inspects them weekly.", DateKind.SET, "P1W"),
    ("The rules changed recently.", DateKind.REF, "PAST_REF"),
]


@pytest.mark.parametrize(("text", "kind", "timex"), LENGTHS)
def test_lengths_and_repetitions_are_no_dates(text: str, kind: DateKind, timex: str) -> None:
    (found,) = find_dates(document(text))
    assert (found.kind, found.timex, found.edtf) == (kind, timex, "")


@pytest.mark.parametrize(
    "text",
    [
        "It may march on, and the second reading may fall flat.",
        "May I ask what you may do?",
        "They march to the sound of a second drum.",
        "It needs 2,026 chips, 2026 GPUs and $2026.",
        "The H100, the A2025-X and version 2.2026 were tested.",
        "The six-year-old plant has a second unit.",
        "It took a spring, a fall in prices and a summer's patience.",
        "It costs 0.2 seconds, or 50 ms.",
        "The sun set on the mon river in the mar of jan.",
    ],
)
def test_words_and_numbers_that_are_no_dates(text: str) -> None:
    assert dates(text) == []


def test_fiscal_periods_follow_the_company_named() -> None:
    text = "Acme said fiscal 2027 would be strong. In its fiscal second quarter of 2026 Bolt earned more."
    mentions = [
        Mention("acme", Span(0, 4), True, "alias"),
        Mention("bolt", Span(text.index("Bolt"), text.index("Bolt") + 4), True, "alias"),
    ]
    found = [e.edtf for e in find_dates(document(text), {"acme": 1, "bolt": 8}, mentions)]
    assert found == ["2026-02/2027-01", "2025-12/2026-02"]


def test_a_fiscal_period_of_nobody_known_is_inexact() -> None:
    assert only("Sales in fiscal 2027 will rise.").approx


def test_days_are_those_of_the_outlets_own_time_zone() -> None:
    late = datetime.fromisoformat("2025-11-26T20:30:00-05:00")
    assert only("It filed today.", late).edtf == "2025-11-26"


def test_a_date_that_was_not_believed_makes_dates_counted_from_it_inexact() -> None:
    found = find_dates(document("It filed yesterday. It was founded in 2016.", dated=False))
    assert [e.approx for e in found] == [True, False]


def test_a_dateline_gives_the_day_where_the_feed_gave_none() -> None:
    text = "LIVINGSTON, N.J., July 31, 2025 – Acme said on Tuesday it would build."
    found = find_dates(document(text, dated=False))
    assert [(e.edtf, e.rule) for e in found] == [("2025-07-31", "dateline"), ("2025-07-29", "weekday")]


def test_the_plain_date_leaves_the_preposition_out() -> None:
    assert edtf_plain(only("It will be ready by the end of 2028.")) == "2028-12"
