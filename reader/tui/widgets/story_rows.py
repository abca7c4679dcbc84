"""The rows of a dossier: summary, watch, risks, relations, articles. Every one leads to the sentence it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from textual.content import Content

from reader.model.articles import ArticleRow
from reader.model.findings import EventStatus, Relation, Risk
from reader.model.stories import StoryRow, SummarySentence, WatchItem, WatchState
from reader.model.text import SourceRef
from reader.tui.moments import age, day_words, edtf_words, until_words
from reader.tui.note_markdown import note_content
from reader.tui.pages import Dossier, WatchLine
from reader.tui.plain import between, fit, join, line, right
from reader.tui.targets import Target, because, place_of
from reader.tui.widgets.article_layout import wrap
from reader.tui.widgets.row_list import Row, text_row

Draw = Callable[[int], list[Content]]

DOT = Content.styled(" · ", "$text-disabled")

STATUS_SIGNS: Mapping[EventStatus, tuple[str, str, str]] = {
    EventStatus.HAPPENED: ("●", "happened", "$text-success"),
    EventStatus.PLANNED: ("○", "expected", "$text-primary"),
    EventStatus.CANCELLED: ("✗", "cancelled", "$text-error"),
    EventStatus.HYPOTHETICAL: ("◇", "possible", "$text-muted"),
}
"""sign, word and style of an event's status"""

WATCH_SIGNS: Mapping[WatchState, tuple[str, str]] = {
    WatchState.OPEN: ("○ open", "$text-primary"),
    WatchState.OVERDUE: ("! overdue", "bold $text-error"),
    WatchState.MET: ("✓ met", "$text-success"),
    WatchState.MOVED: ("→ moved", "$text-warning"),
    WatchState.MISSED: ("✗ missed", "$text-error"),
}
"""sign with word, and style, of a watch line's state"""

_RELATION_WORDS = {
    "customer-of": "is a customer of", "supplier-of": "supplies", "investor-in": "has invested in",
    "lender-to": "lends to",
    "partner-of": "is a partner of", "competitor-of": "competes with", "acquirer-of": "acquires",
    "regulator-of": "regulates",
}  # fmt: skip


def wrapped(content: Content, width: int, indent: Content | None = None, first: Content | None = None) -> list[Content]:
    """Returns content broken to ``width``, ``first`` before its first line and ``indent`` before the others."""
    indent = indent or Content("")
    first = first if first is not None else indent
    ranges = wrap(content.plain, max(8, width - indent.cell_length))
    return [join(indent if n else first, content[a:b].rstrip()) for n, (a, b) in enumerate(ranges)]


def many(count: int, word: str) -> str:
    """Returns a count with its word, e.g. ``1 article`` or ``26 articles``."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def heading(key: str, words: str, note: str = "") -> Row:
    """Returns a heading with a blank line above it."""
    tail = join(Content.styled("  ", ""), line(note, "$text-muted")) if note else Content("")
    return text_row(key, Content(""), join(line(words, "bold $text-accent"), tail))


class Sources:
    """Numbers the articles that a dossier's lines cite, in the order of their first citation."""

    def __init__(self, rows: Iterable[ArticleRow]) -> None:
        self._rows = {row.id: row for row in rows}
        self._numbers: dict[str, int] = {}

    def number(self, article: str) -> int:
        return self._numbers.setdefault(article, len(self._numbers) + 1)

    def origin(self, article: str) -> str:
        row = self._rows.get(article)
        return row.origin or row.feed if row else "unknown"

    def row(self, article: str) -> ArticleRow | None:
        return self._rows.get(article)

    def cited(self) -> list[tuple[int, str]]:
        return [(number, article) for article, number in self._numbers.items()]

    def numbers(self, places: Sequence[SourceRef]) -> Content:
        """Returns the numbers of the places' articles, each once, e.g. ``[1] [4]``."""
        seen = list(dict.fromkeys(place.article for place in places))
        return Content.styled(" " + " ".join(f"[{self.number(article)}]" for article in seen[:6]), "$text-accent")

    def origins(self, articles: Iterable[str], limit: int = 3) -> str:
        """Returns who said it, e.g. ``Reuters, DCD +2``."""
        names = list(dict.fromkeys(self.origin(article) for article in articles))
        rest = len(names) - limit
        return ", ".join(names[:limit]) + (f" +{rest}" if rest > 0 else "")


def summary_rows(dossier: Dossier, sources: Sources, now: datetime) -> list[Row]:
    """Returns what is new, the linked summary, and the list of its sources."""
    story = dossier.story
    rows: list[Row] = []
    new = {sentence.text for sentence in story.new}
    if story.new:
        rows.append(heading("h:new", "New since you last looked"))
        rows += [_sentence(f"new:{n}", sentence, sources, fresh=True) for n, sentence in enumerate(story.new)]
    if story.summary:
        rows.append(heading("h:summary", "Summary" if story.new else "What is known"))
        rows += [
            _sentence(f"s:{n}", sentence, sources, fresh=sentence.text in new)
            for n, sentence in enumerate(story.summary)
        ]
    cited = sources.cited()
    if cited:
        rows.append(heading("h:sources", "Sources"))
        rows += [_source(number, article, sources, now) for number, article in cited]
    if dossier.related:
        rows.append(heading("h:related", "Stories" if dossier.company else "Related stories"))
        rows += [
            Row(
                f"story:{story_id}",
                _one(join(Content.styled("◆ ", "$text-primary"), line(title))),
                Target(story=story_id),
            )
            for story_id, title in dossier.related
        ]
    if dossier.notes:
        rows.append(heading("h:notes", "Notes"))
        rows += [
            Row(f"note:{note.id}",
                _block(join(Content.styled("✎ ", "$text-warning"), note_content(note.body))), Target(quote=note.body))
            for note in dossier.notes
        ]  # fmt: skip
    return rows


def watch_rows(items: Sequence[WatchItem], sources: Sources, today: date) -> list[Row]:
    """Returns the expectations of one story, soonest first."""
    return [row for n, item in enumerate(items) for row in [_watch(f"w:{n}:{item.event.id}", item, sources, today, "")]]


def watch_list_rows(lines: Sequence[WatchLine], today: date) -> list[Row]:
    """Returns the watch list over all stories, each line with its story's title."""
    nobody = Sources(())
    return [_watch(f"w:{n.item.event.id}", n.item, nobody, today, n.story_title, n.story) for n in lines]


def risk_rows(risks: Sequence[Risk], sources: Sources) -> list[Row]:
    """Returns the sentences that state a risk, grouped by kind."""
    rows: list[Row] = []
    kinds = list(dict.fromkeys(risk.kind for risk in risks))
    for kind in kinds:
        rows.append(heading(f"h:risk:{kind}", f"{kind.value.capitalize()} risk"))
        for n, risk in enumerate(r for r in risks if r.kind is kind):
            place = SourceRef(risk.article, risk.start, risk.end)
            target = Target((place,), quote=risk.text, reasons=(because(f"{kind.value} risk", risk.reason, place),))
            who = line(sources.origin(risk.article), "$text-muted", 60)
            said = join(line(risk.text, "", 2000), "  ", who)
            rows.append(Row(f"r:{kind}:{n}", _block(said, "▲ ", "$text-warning"), target))
    return rows


def relation_rows(dossier: Dossier, sources: Sources) -> list[Row]:
    """Returns the companies as a tree: each with what it is to the others."""
    story = dossier.story
    name = dossier.names
    rows: list[Row] = []
    by_source: dict[str, list[Relation]] = {}
    for relation in story.relations:
        by_source.setdefault(relation.source, []).append(relation)
    order = list(dict.fromkeys([*story.companies, *by_source]))
    for company in order:
        rows.append(
            Row(f"c:{company}", _one(line(name.get(company, company), "bold $text-primary")), Target(company=company))
        )
        relations = by_source.get(company, [])
        for n, relation in enumerate(relations):
            branch = "└─ " if n == len(relations) - 1 else "├─ "
            rows.append(_relation(f"rel:{company}:{n}", relation, branch, name, sources))
    return rows


def article_rows(dossier: Dossier, now: datetime) -> list[Row]:
    """Returns the dossier's articles, newest first."""
    rows = []
    for article in dossier.articles:
        why = dossier.links.get(article.id)
        reasons = (because("in this story", why),) if why else ()
        rows.append(
            Row(
                f"a:{article.id}",
                _article(article, now),
                Target(article=article.id, quote=article.title, reasons=reasons),
            )
        )
    return rows


def story_list_rows(stories: Sequence[StoryRow], names: Mapping[str, str], now: datetime) -> list[Row]:
    """Returns the list of stories, two lines each."""
    return [
        Row(f"story:{story.id}", _story(story, names, now), Target(story=story.id, quote=story.title))
        for story in stories
    ]


# one row each


def _sentence(key: str, sentence: SummarySentence, sources: Sources, *, fresh: bool) -> Row:
    places = sentence.sources
    text = join(line(sentence.text, "", 2000), sources.numbers(places))
    reason = because("in the summary", sentence.reason, places[0] if places else None)
    return Row(key, _block(text, "+ " if fresh else "• ", "$text-success" if fresh else "$text-muted"),
               Target(places, quote=sentence.text, reasons=(reason,)))  # fmt: skip


def _source(number: int, article: str, sources: Sources, now: datetime) -> Row:
    row = sources.row(article)
    mark = Content.styled(f"[{number}]".rjust(5) + " ", "$text-accent")
    if row is None:
        return Row(
            f"src:{article}", _one(join(mark, Content.styled("an article that is not in the store", "$text-muted")))
        )
    when = Content.styled(day_words(row.published or row.first_seen, now), "$text-muted")

    def draw(width: int) -> list[Content]:
        origin = line(row.origin or row.feed, "$text-secondary")
        head = join(mark, fit(origin, 20) if width >= 70 else origin, "  ", line(row.title))
        return [between(head, join("  ", when), width)]

    return Row(f"src:{article}", draw, Target(article=article, quote=row.title))


def _watch(key: str, item: WatchItem, sources: Sources, today: date, story_title: str, story: str | None = None) -> Row:
    event = item.event
    sign, style = WATCH_SIGNS[item.state]
    try:
        due = until_words(date.fromisoformat(item.due), today)
    except ValueError:
        due = ""
    if item.state in (WatchState.MET, WatchState.MOVED, WatchState.MISSED):
        due = ""
    places = tuple(place_of(source) for source in event.sources)
    target = Target(places, story=story, quote=event.text, event=event.id,
                    reasons=(because("expected", event.reason, places[0] if places else None),))  # fmt: skip

    def draw(width: int) -> list[Content]:
        left = join(fit(Content.styled(sign, style), 11), line(edtf_words(event.date, event.approx), "bold"))
        if due:
            left = join(left, DOT, Content.styled(due, style if item.state is WatchState.OVERDUE else "$text-muted"))
        out = [left]
        indent = Content(" " * (11 if width >= 60 else 2))
        out += wrapped(line(event.text, "", 1000), width, indent)
        said = story_title or sources.origins(source.article for source in event.sources)
        if said:
            out.append(join(indent, line(said, "$text-muted")))
        if item.suggestion is not None:
            words = f"perhaps settled {edtf_words(item.suggestion.date)}: {item.suggestion.text}"
            out += wrapped(line(words, "italic $text-success", 600), width, indent)
        return [*out, Content("")]

    return Row(key, draw, target)


def _relation(key: str, relation: Relation, branch: str, name: Mapping[str, str], sources: Sources) -> Row:
    place = SourceRef(relation.article, relation.start, relation.end)
    _, word, style = STATUS_SIGNS[relation.status]
    words = _RELATION_WORDS.get(relation.kind.value, relation.kind.value)
    target = Target((place,), quote=relation.sentence, reasons=(because(relation.kind.value, relation.reason, place),))

    def draw(width: int) -> list[Content]:
        left = join(
            Content.styled(branch, "$text-disabled"), Content.styled(f"{words} ", "$text-muted"),
            line(name.get(relation.target, relation.target), "$text-primary"),
        )  # fmt: skip
        if relation.status is not EventStatus.HAPPENED:
            left = join(left, Content.styled(f"  {word}", style))
        return [between(left, join("  ", line(sources.origin(relation.article), "$text-muted", 30)), width)]

    return Row(key, draw, target)


def _article(row: ArticleRow, now: datetime) -> Draw:
    def draw(width: int) -> list[Content]:
        unread = Content.styled("● ", "$accent") if not row.read else Content("  ")
        when = right(line(age(row.published or row.first_seen, now), "$text-muted"), 7)
        head = join(unread, when, "  ", fit(line(row.origin or row.feed, "$text-secondary"), 16), "  ")
        tail = Content.styled(f"  +{row.copies}" if row.copies else "", "$text-muted")
        return [between(join(head, line(row.title, "" if row.read else "bold")), tail, width)]

    return draw


def _story(story: StoryRow, names: Mapping[str, str], now: datetime) -> Draw:
    def draw(width: int) -> list[Content]:
        unread = Content.styled("● ", "$accent") if story.unread else Content.styled("◆ ", "$text-disabled")
        when = line(age(story.last, now), "$text-muted")
        head = between(join(unread, line(story.title, "bold" if story.unread else "")), join("  ", when), width)
        facts = [Content.styled(many(story.articles, "article"), "$text-secondary"),
                 Content.styled(many(story.origins, "origin"), "$text-muted")]  # fmt: skip
        if story.unread:
            facts.insert(1, Content.styled(f"{story.unread} unread", "$text-accent"))
        companies = ", ".join(names.get(company, company) for company in story.companies[:4])
        if companies:
            facts.append(line(companies, "$text-primary"))
        return [head, fit(join("  ", DOT.join(facts)), width)]

    return draw


def _one(content: Content) -> Draw:
    return lambda width: [fit(content, width)]


def _block(content: Content, bullet: str = "", style: str = "") -> Draw:
    first = Content.styled(bullet, style) if bullet else Content("")
    indent = Content(" " * first.cell_length)
    return lambda width: wrapped(content, width, indent, first)
