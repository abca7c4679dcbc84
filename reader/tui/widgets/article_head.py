"""What stands above and below an article's text: title, origin, dates, tags; links, copies, notes."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from reader.model.findings import Salience
from reader.tui.moments import day_words, moment_words
from reader.tui.note_markdown import note_content
from reader.tui.pages import ArticlePage
from reader.tui.plain import join, line

_DOT = Content.styled(" · ", "$text-disabled")
_ORDER = {Salience.MAIN: 0, Salience.SECONDARY: 1, Salience.PASSING: 2}
_STYLES = {Salience.MAIN: "bold $text-primary", Salience.SECONDARY: "$text-primary", Salience.PASSING: "$text-muted"}


def article_head(page: ArticlePage, now: datetime) -> list[Content]:
    """Returns the lines above the text."""
    article = page.article
    out = [Content(""), line(article.title, "bold")]
    origin = article.origin or page.feed_title or article.feed
    facts = [line(origin, "bold $text-secondary")]
    if article.author and article.author.casefold() != origin.casefold():
        facts.append(line(article.author, "$text-muted", 80))
    facts.append(Content.styled(moment_words(article.published or article.first_seen, now), "$text-muted"))
    if article.published is None:
        facts.append(Content.styled("undated, first seen then", "$text-warning"))
    out.append(_DOT.join(facts))
    state = _state(page, now)
    if state:
        out.append(_DOT.join(state))
    companies = sorted(page.findings.companies, key=lambda tag: (_ORDER[tag.salience], -tag.count))
    names = [line(page.names.get(tag.id, tag.name), _STYLES[tag.salience], 60) for tag in companies[:14]]
    if len(companies) > 14:
        names.append(Content.styled(f"{len(companies) - 14} more", "$text-muted"))
    topics = [
        line(page.names.get(topic.id, topic.id), "$text-success", 60)
        for topic in sorted(page.findings.topics, key=lambda topic: -topic.score)[:6]
    ]
    tags = [line(f"#{tag}", "$text-warning", 60) for tag in article.tags]
    if names:
        out.append(_DOT.join(names))
    if topics or tags:
        out.append(_DOT.join(topics + tags))
    if page.story_title:
        out.append(join(Content.styled("◆ ", "$text-primary"), line(page.story_title, "$text-primary"),
                        Content.styled("  S", "bold $text-muted")))  # fmt: skip
    out.append(Content.styled("─" * 24, "$text-disabled"))
    return [*out, Content("")]


def article_foot(page: ArticlePage, now: datetime) -> list[Content]:
    """Returns the lines below the text: notes, copies, the links with their letters, the address."""
    article = page.article
    out: list[Content] = []
    if page.notes:
        out += [Content(""), Content.styled("Notes", "bold $text-accent")]
        for note in page.notes:
            out += [join(Content.styled("✎ ", "$text-warning"), note_content(note.body)),
                    Content.styled(f"  {day_words(note.updated, now)}", "$text-muted")]  # fmt: skip
    if page.copies:
        out += [Content(""), Content.styled("The same text elsewhere", "bold $text-accent")]
        out += [
            _DOT.join([line(copy.origin, "$text-secondary"), line(copy.title),
                       Content.styled(day_words(copy.published or copy.first_seen, now), "$text-muted")])
            for copy in page.copies[:20]
        ]  # fmt: skip
    links = page.links()
    if links:
        out += [Content(""), Content.styled("Links", "bold $text-accent")]
        out += [
            join(Content.styled(f"[{link.letters}] ", "$text-accent"), line(link.words, "", 60),
                 Content.styled("  ", ""), line(link.href, "$text-muted", 300))
            for link in links
        ]  # fmt: skip
    if article.enclosures:
        out += [Content(""), Content.styled("Attached", "bold $text-accent")]
        out += [join(line(item.type or "file", "$text-muted", 40), "  ", line(item.url, "$text-muted", 300))
                for item in article.enclosures[:10]]  # fmt: skip
    if article.url:
        out += [Content(""), line(article.url, "$text-muted", 2048)]
    if not article.text.strip():
        hint = "The feed gave no text. o opens the page in your browser."
        out = [Content.styled(hint, "italic $text-muted"), *out]
    return [*out, Content("")]


def _state(page: ArticlePage, now: datetime) -> list[Content]:
    article = page.article
    out = []
    if article.starred:
        out.append(Content.styled("★ starred", "$text-warning"))
    if page.paged:
        out.append(Content.styled("full text of its page", "$text-muted"))
    if article.duplicate_of:
        out.append(Content.styled("copy of an earlier article", "$text-warning"))
    if article.edited or page.revisions:
        times = f"edited {page.revisions} times" if page.revisions > 1 else "edited since it appeared"
        out.append(Content.styled(f"± {times}", "$text-warning"))
    if article.updated and article.published and (article.updated - article.published).total_seconds() > 3600:
        out.append(Content.styled(f"updated {moment_words(article.updated, now)}", "$text-muted"))
    return out
