"""What is no part of an article is marked; what only looks like it is not."""

from __future__ import annotations

import pytest

from reader.text import plain_text

BODY = "".join(
    f"<p>Paragraph {n} tells of a plant that makes chips, and of those who pay for it.</p>" for n in range(8)
)

ASIDE = [
    "<p>Sign up for our newsletter.</p>",
    '<p><a href="https://x.example/s">Subscribe</a> to get the briefing in your inbox.</p>',
    "<p>Follow us on LinkedIn.</p>",
    '<p><a href="#">Share</a> | <a href="#">Tweet</a> | <a href="#">E-mail</a></p>',
    "<p>Jane Doe is a senior reporter at the Example News.</p>",
    "<p>John Roe covers power and data centers for the Example.</p>",
    "<p>The author holds no shares in the companies named.</p>",
    "<p>© 2026 Example Media. All rights reserved.</p>",
    "<p>All rights reserved.</p>",
    "<p>Read the full article</p>",
    "<p>Continue reading »</p>",
    "<p>The post Chips and Cows appeared first on Example News.</p>",
    "<p>(Reporting by Jane Doe in Taipei; Editing by John Roe)</p>",
    "<p>Additional reporting by Jane Doe in Austin.</p>",
    "<p>Media contact: press@x.example</p>",
    "<p>Investor Relations: ir@x.example</p>",
    "<p>press@x.example</p>",
    "<p>Filed under: Power, Nuclear</p>",
    "<p>Tags: chips, memory</p>",
    "<p>Related: Why turbines are sold out</p>",
    "<p>From the archive: A cheaper wafer</p>",
    "<p>Comments (3)</p>",
    "<p>Be the first to comment.</p>",
    "<p>This article was originally published by Example Wire.</p>",
    "<p>This newsletter is not investment advice.</p>",
    "<p>Prices are delayed by 15 minutes.</p>",
    "<p>We use cookies to improve your visit.</p>",
    "<p>Advertisement</p>",
    "<figure><figcaption>A crane over the site</figcaption></figure>",
    "<p>Photo: Example Agency</p>",
    "<p><small>Wafers Weekly is a newsletter about chips. Join 9,000 readers.</small></p>",
    "<p>Forward-looking statements</p>",
    "<p>If you enjoyed this, forward it to a friend.</p>",
    "<p>* * *</p>",
]

PART = [
    "<p>Subscribers pay $20 a month, the company said, and their number grew by a fifth.</p>",
    "<p>About 40 people work there.</p>",
    "<p>About the deal nobody would speak.</p>",
    "<p>The plant sold out its output for 2027.</p>",
    "<p>Comment from the ministry was not available on Friday.</p>",
    "<p>Reporting rules for chip makers change in March.</p>",
    "<p>Contact with the water board was lost, the report says.</p>",
    "<p>She is a director of Nvidia.</p>",
    "<p>Sources said the loan would close in May.</p>",
    "<p>Image sensors made up a third of sales.</p>",
    "<p>Tip pools of the staff are to be shared.</p>",
    "<p>Copy protection is what it sells.</p>",
    "<p>The press release names no date.</p>",
    "<h2>By the numbers</h2>",
    "<h2>About the money</h2>",
    "<ul><li>More than 1,500 jobs are expected</li></ul>",
]


def _aside(html: str) -> dict[str, bool]:
    page = plain_text(html)
    return {page.text[b.start : b.end]: b.furniture for b in page.blocks}


@pytest.mark.parametrize("html", ASIDE)
def test_marked_at_the_end(html: str) -> None:
    marks = list(_aside(BODY + html).values())
    assert marks[-1]
    assert not any(marks[:8])


@pytest.mark.parametrize("html", PART)
def test_left_alone_in_the_middle(html: str) -> None:
    assert not any(_aside(BODY + html + BODY).values())


def test_the_sections_of_a_press_release() -> None:
    marks = _aside(
        BODY + "<p><b>About Acme Chips</b></p><p>Acme Chips makes chips. It was founded in 2009.</p>"
        "<p>Acme also sells boards.</p><p><b>Forward-Looking Statements</b></p><p>Results may differ.</p>"
    )
    assert [text for text, aside in marks.items() if aside] == [
        "About Acme Chips",
        "Acme Chips makes chips. It was founded in 2009.",
        "Acme also sells boards.",
        "Forward-Looking Statements",
        "Results may differ.",
    ]


def test_everything_after_written_by_goes() -> None:
    marks = _aside(BODY + "<h2>Written by</h2><h2>Jane Doe</h2><p>Writes about tools that ship.</p><p>Ready?</p>")
    assert [text for text, aside in marks.items() if aside] == [
        "Written by",
        "Jane Doe",
        "Writes about tools that ship.",
        "Ready?",
    ]


def test_a_text_of_nothing_else_keeps_it() -> None:
    assert _aside("<p>Read more</p>") == {"Read more": False}
