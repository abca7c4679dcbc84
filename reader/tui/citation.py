"""What copying copies: the words, and where they came from."""

from __future__ import annotations

from datetime import datetime

from reader.clean import clean, clean_line
from reader.model.articles import Article
from reader.tui.moments import day_words


def cite(quote: str, article: Article | None, now: datetime) -> str:
    """Returns ``quote`` with its origin, title, day and address below; the quote alone without an article."""
    words = clean(quote).strip()
    if article is None:
        return words
    source = ", ".join(
        part for part in (
            clean_line(article.origin), f"“{clean_line(article.title)}”",
            day_words(article.published or article.first_seen, now)
        ) if part
    )  # fmt: skip
    lines = [f"“{words}”" if words and words != article.title else "", f"— {source}", article.url or ""]
    return "\n".join(part for part in lines if part)
