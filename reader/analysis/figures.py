"""Figures: the quantities of substance that an article reports, with what they measure, whose they are, and when.

Method of our own: one scan for numbers with units (``quantities.scan``), refusals of what is no figure, then metric by
the nearest cue that the unit allows, subject by the convention of the metric, period by the date beside it. What the
text leaves open stays None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.analysis.document import Document
from reader.analysis.lexicon import Lexicon
from reader.analysis.quantities.basis import basis_of, is_illustrative, scope_of
from reader.analysis.quantities.cues import unit_class
from reader.analysis.quantities.deals import deal_metric, is_target, offers_per_share, takeover_metric
from reader.analysis.quantities.labels import add_labelled
from reader.analysis.quantities.memory import Memory, hyphened, metric_after
from reader.analysis.quantities.metrics import Cue, find_cues, metric_of
from reader.analysis.quantities.nobody import respective
from reader.analysis.quantities.numbers import lowered
from reader.analysis.quantities.periods import Dated, period_of
from reader.analysis.quantities.quantity import Quantity
from reader.analysis.quantities.readings import (
    direction,
    implied_unit,
    settled_metric,
)
from reader.analysis.quantities.refusals import refused
from reader.analysis.quantities.scan import quantities
from reader.analysis.quantities.scene import LONGEST_SENTENCE, Scene, build_scene
from reader.analysis.quantities.subjects import subject_of
from reader.analysis.quantities.tables import Head, column_metric, first_rows, head_of, row_periods, row_unit
from reader.analysis.quantities.withdrawn import called_wrong, in_doubt, wrong
from reader.analysis.quantities.years import year_earlier
from reader.model.findings import CompanyTag, Figure, Mention
from reader.model.lexicon import CompanyKind
from reader.model.text import BlockKind, Reason, Span

MOST_IN_A_SENTENCE = 60
"""quantities, and dates, of one sentence that are read: more is no prose, and each is held against the others"""
_LEAD = re.compile(r"^[^.:;]{2,48}:(?= )")
_OF_SHARES = re.compile(r"\b(?:shares|stock)\b")
_PRODUCT = re.compile(r" [A-Z][\w-]* (?:[A-Z0-9][\w-]*)")
_PRONOUN = re.compile(r"(?:it|they|the (?:shares|stock)) (?:has|have|had|is|are|was|were)?\b")


def find_figures(
    document: Document,
    mentions: Sequence[Mention],
    tags: Sequence[CompanyTag],
    dates: Sequence[Dated],
    lexicon: Lexicon,
) -> tuple[Figure, ...]:
    """Returns the figures of a document in order; what the article itself calls wrong is left out."""
    return tuple(f for f in read_figures(document, mentions, tags, dates, lexicon) if not f.retracted)


def read_figures(
    document: Document,
    mentions: Sequence[Mention],
    tags: Sequence[CompanyTag],
    dates: Sequence[Dated],
    lexicon: Lexicon,
) -> tuple[Figure, ...]:
    """Returns all figures of a document, those that it withdraws too (``retracted``)."""
    lower = lowered(document.text)
    found = [
        quantities(document.text, span.start, span.end, lower) if span.end - span.start <= LONGEST_SENTENCE else []
        for span in document.sentences
    ]
    first = first_rows(document)
    add_labelled(document, found, first)
    if not any(found):
        return ()
    scene = build_scene(document, mentions, tags, lexicon.companies)
    reader = _Reader(document, scene, mentions, dates, found, first)
    read = [reader.sentence(index) for index in range(len(found))]
    for index, span in enumerate(document.sentences[1:], 1):
        back = called_wrong(document.text, span.start, span.end, len(read[index - 1])) if read[index - 1] else None
        if back is not None:
            read[index - 1] = [
                replace(figure, retracted=figure.retracted or at in back) for at, figure in enumerate(read[index - 1])
            ]
    return tuple(figure for figures in read for figure in figures)


class _Reader:
    """Reads the sentences of one document in order, and keeps what later ones lean on."""

    def __init__(
        self,
        document: Document,
        scene: Scene,
        mentions: Sequence[Mention],
        dates: Sequence[Dated],
        found: Sequence[Sequence[Quantity]],
        first: Sequence[int],
    ) -> None:
        self.document = document
        self.scene = scene
        self.found = found
        self.first = first
        self.dated = [bool(q) for q in found]
        self.dates: list[list[Dated]] = [[] for _ in document.sentences]
        for expression in dates:
            index = document.sentence_at(expression.span.start)
            if index is not None and expression.edtf and len(self.dates[index]) < MOST_IN_A_SENTENCE:
                self.dates[index].append(expression)
        self.reporting: str | None = None
        self.heading: list[Cue] = []
        self.lead: list[Cue] = []
        self.title = document.title.lower()
        self.takeover = self._is_takeover(mentions)
        self.doubt = self.illustrative = False
        self.memory = Memory(scene.lower, document.sentences)

    def _is_takeover(self, mentions: Sequence[Mention]) -> bool:
        """Tells an article on a takeover by its title and what is done to those that it is about."""
        if any(m.in_title and is_target(self.title, m.span.start, m.span.end) for m in mentions):
            return True
        leads = [
            a for actors in self.scene.actors for a in actors if a.form == "name" and a.company in self.scene.mains
        ]
        return any(is_target(self.scene.lower, a.start, a.end) for a in leads)

    def sentence(self, index: int) -> list[Figure]:
        document, span = self.document, self.document.sentences[index]
        text, lower = document.text, self.scene.lower
        if document.kinds[index] is BlockKind.HEADING:
            self.heading = find_cues(lower, span.start, span.end)
            self.lead = []
        elif self.dates[index] and not self.found[index] and _results_sentence(lower[span.start : span.end]):
            self.reporting = self.dates[index][0].edtf
        if not self.found[index]:
            short = span.end - span.start <= 32
            self.lead = find_cues(lower, span.start, span.end) if short else []
            return []
        kept = [
            q
            for q in self.found[index]
            if refused(text, span.start, span.end, q) is None and not self._is_date(index, q)
        ]
        if not kept:
            return []
        del kept[MOST_IN_A_SENTENCE:]
        cues = find_cues(lower, span.start, span.end)
        opening = _LEAD.match(text[span.start : span.end])
        lead = [c for c in cues if opening and c.end <= span.start + opening.end()] or self.lead
        head = head_of(document, index, self.first[index], self.dated)
        figures: list[Figure] = []
        self.doubt = in_doubt(text, span.start, span.end)
        self.illustrative = is_illustrative(lower[span.start : span.end])
        for quantity in kept:
            figure = self._figure(index, quantity, kept, cues, lead, head, figures)
            if figure.unit == "bp" and figure.metric == "margin":
                continue  # a change in points beside the margin itself
            figures.append(figure)
            self.memory.keep(index, unit_class(quantity.unit), figure)
        self.lead = []
        return figures

    def _is_date(self, index: int, quantity: Quantity) -> bool:
        return quantity.unit in ("count", "%", "x") and any(
            d.span.start <= quantity.start and quantity.number_end <= d.span.end for d in self.dates[index]
        )

    def _figure(
        self,
        index: int,
        quantity: Quantity,
        kept: Sequence[Quantity],
        cues: Sequence[Cue],
        lead: Sequence[Cue],
        head: Head | None,
        earlier: Sequence[Figure],
    ) -> Figure:
        document, span, lower = self.document, self.document.sentences[index], self.scene.lower
        heads = row_unit(head, quantity) if head else None
        if heads:
            quantity = replace(quantity, unit=heads)
        metric, words, distance = self._told(index, quantity, kept, cues, lead, head)
        if earlier:
            metric, distance = metric_after(earlier[-1], lower, span, quantity, metric, distance)
        metric = self._by_article(index, quantity, metric)
        shares = self.memory.of_shares_too(index, metric)
        if shares is not None:
            metric, words = "price-change", "the shares before"
        partner = None if head else self.memory.partner(index, quantity, kept, earlier, metric, distance)
        if partner is None and not head and distance > 25:
            partner = self.memory.said_before(quantity, metric)
        if partner is not None:
            metric, words = hyphened(partner.metric), "the figure before"
        if metric in ("revenue", "profit", "margin") and _EXPECTS.search(
            lower, max(span.start, quantity.hedged - 24), quantity.hedged
        ):
            metric = "guidance"
        product = metric is None and len(quantity.unit) == 3 and quantity.value < 1e4
        if product and _PRODUCT.match(document.text, quantity.end):
            metric, words = "price", "the product behind it"
            quantity = replace(quantity, unit=f"{quantity.unit}/unit")
        unit, factor = implied_unit(lower, span, quantity, metric)
        if metric == "acquisition-price" and "/" not in unit and offers_per_share(lower, span, quantity):
            unit = f"{unit}/share"
        rated = None if partner or head else self.memory.rate_before(index, quantity, unit, metric)
        if rated is not None:
            unit, metric, words = rated.unit, hyphened(rated.metric), "the rate before"
        if (
            partner is not None
            and "/" not in unit
            and partner.unit.startswith(unit + "/")
            and (quantity.value < 1e6 or partner.unit.endswith("/year"))
        ):
            unit = partner.unit
        sign = direction(lower, span, quantity, metric)
        subject, rule = self._subject(index, quantity, kept, metric, partner)
        period = self._period(index, quantity, kept, metric, head, earlier)
        if shares is not None and not self.dates[index]:
            period = shares.period
        loan = self.memory.last.get("money")
        if metric == "interest-rate" and period is None and loan is not None and index - loan[0] <= 1:
            period = loan[1].period if loan[1].metric == "debt" else None
        low, high = quantity.low, quantity.high
        if sign < 0 and low is not None and high is not None:
            low, high = -high, -low
        begin = max([span.start, quantity.start - 70, *(q.end for q in kept if q.end <= quantity.start)])
        clause = lower[begin : min(span.end, quantity.end + 50)]
        return Figure(
            subject=subject,
            metric=metric.replace("-", " ") if metric else None,
            value=sign * quantity.value * factor,
            low=low,
            high=high,
            unit=unit,
            qualifier=quantity.qualifier,
            period=period,
            basis=basis_of(clause),
            scope=scope_of(clause),
            article=document.article,
            start=span.start,
            end=span.end,
            sentence=document.sentence(index),
            at=Span(quantity.start, quantity.end),
            reason=Reason(f"figure-{quantity.rule}", f"{metric or 'metric open'} by “{words}”; subject by {rule}"),
            illustrative=self.illustrative,
            retracted=self.doubt and wrong(document.text, span.start, span.end, quantity),
        )

    def _told(
        self,
        index: int,
        quantity: Quantity,
        kept: Sequence[Quantity],
        cues: Sequence[Cue],
        lead: Sequence[Cue],
        head: Head | None,
    ) -> tuple[str | None, str, float]:
        """The metric that cues, column and phrasing tell, the words that told it, and how far they were."""
        document, span, lower = self.document, self.document.sentences[index], self.scene.lower
        heading = [*find_cues(lower, head.start, head.end), *self.heading] if head else self.heading
        metric, words, distance = metric_of(lower, (span.start, span.end), quantity, kept, cues, lead, heading)
        column = column_metric(lower, head, kept, quantity) if head else None
        if column is not None:
            metric, words, distance = column, "the head of its column", 0.0
        plain = metric
        metric = settled_metric(lower, span, quantity, metric)
        metric = deal_metric(document.text, lower, span, quantity, metric, self.scene.actors[index])
        if metric != plain and metric not in ("cost", "price"):
            distance = min(distance, 20.0)  # a phrasing of its own told it: nothing weak about it
        return metric, words, distance

    def _by_article(self, index: int, quantity: Quantity, metric: str | None) -> str | None:
        """The finer metric by who gives the sum, what the article is about, and the sentence before."""
        span, lower = self.document.sentences[index], self.scene.lower
        sum_of_money = quantity.value >= 1e6 and len(quantity.unit) == 3
        if metric in (None, "cost") and sum_of_money and self._state_gives(index, quantity):
            metric = "grant"
        if self.takeover:
            metric = takeover_metric(lower, span, quantity, metric)
        if metric == "growth" and index and _PRONOUN.match(lower, span.start):
            before = self.document.sentences[index - 1].start
            metric = "price-change" if _OF_SHARES.search(lower, before, span.start) else metric
        return metric

    def _subject(
        self, index: int, quantity: Quantity, kept: Sequence[Quantity], metric: str | None, partner: Figure | None
    ) -> tuple[str | None, str]:
        """Whose it is and by which rule: one each of a list, the same as the figure before, or by its own clause."""
        own = respective(self.scene.lower, self.scene.actors[index], kept, quantity) if len(kept) > 1 else None
        if own is not None:
            return own, "one each of a list"
        if partner is not None and not self._named_between(index, partner, quantity):
            here = partner.start == self.document.sentences[index].start
            if here or (metric not in ("share-of-revenue", "debt") and not self._names(index, quantity)):
                return partner.subject, "the figure before"
        return subject_of(self.scene, index, quantity, metric)

    def _state_gives(self, index: int, quantity: Quantity) -> bool:
        """Tells whether an agency or ministry is who gives the sum."""
        return any(
            self.scene.kind(a.company) is CompanyKind.AGENCY
            and not a.possessive
            and _GIVES.match(self.scene.lower[a.end : quantity.hedged])
            for a in self.scene.actors[index]
            if a.end <= quantity.start
        )

    def _names(self, index: int, quantity: Quantity) -> bool:
        """Tells whether the sentence names somebody of its own before the number."""
        return any(
            a.form == "name" and a.end <= quantity.start and (a.subject or a.possessive) and not a.reporter
            for a in self.scene.actors[index]
        )

    def _named_between(self, index: int, partner: Figure, quantity: Quantity) -> bool:
        """Tells whether another organisation stands right before the number ("… and those of Y 4.8%")."""
        low = partner.at.end if partner.at else 0
        reach = 24 if quantity.unit == "%" else 2
        return any(
            a.form == "name" and low <= a.start and a.end < quantity.hedged < a.end + reach and not a.reporter
            and "," not in self.scene.lower[a.end : quantity.start] and a.company != partner.subject
            for a in self.scene.actors[index]
        )  # fmt: skip

    def _of_row(self, index: int) -> str | None:
        """The only date of a row, else that of the table's head or of the sentence that leads to the table."""
        first = self.first[index]
        for at in (index, first, first - 1):
            told = {expression.edtf for expression in self.dates[at]} if at >= 0 else set()
            if len(told) == 1:
                return told.pop()
            if told:
                return None
        return None

    def _period(
        self,
        index: int,
        quantity: Quantity,
        kept: Sequence[Quantity],
        metric: str | None,
        head: Head | None,
        earlier: Sequence[Figure],
    ) -> str | None:
        if head:
            columns = row_periods(head, len(kept))
            if columns:
                return columns[list(kept).index(next(q for q in kept if q.start == quantity.start))]
        if self.document.kinds[index] is BlockKind.ROW:
            told = self._of_row(index)
            if told:
                return told
        kin = [
            f
            for f in reversed(earlier)
            if f.period and (f.unit == quantity.unit or metric in ("growth", "share-of-revenue"))
        ]
        before = kin[0].period if kin else None
        period = period_of(
            self.scene.lower, self.document.sentences[index], quantity, kept, metric, self.dates[index],
            self.reporting, before, self.document.day, self.title,
        )  # fmt: skip
        if metric in _COMPARED and period and period == before and earlier:
            gap = self.scene.lower[earlier[-1].at.end : quantity.start]
            period = year_earlier(period) if _FROM.fullmatch(gap) else period
        if metric in _OF_ACCOUNTS and period and self.reporting is None:
            self.reporting = period
        return period


_OF_ACCOUNTS = frozenset({"revenue", "profit", "loss", "margin", "growth", "share-of-revenue"})
_EXPECTS = re.compile(r"\b(?:expects?|forecasts?|guides? (?:to|for)|predicts?|sees)(?: (?:about|between|around))* $")
_GIVES = re.compile(
    r" (?:also |has |had |will |would |on \w+day |this week |last month )*(?:sen[dt]s?|gives?|gave|given|pays?|"
    r"paid|grants?|granted|awards?|awarded|"
    r"transfers?|transferred|releases?|released|approved|contributes?|contributed|sets? aside)\b[^,;.]{0,30}$"
)
_COMPARED = frozenset({"revenue", "profit", "loss", "margin"})
_FROM = re.compile(
    r",? (?:up from|down from|from|against|compared with|compared to|versus)(?: an?| about| just| only)? "
)
_LISTING = re.compile(r"\b(?:list|listing|ipo|debut|offering|expected|planned|due|will|should)\b")
_RESULTS = re.compile(r"\b(?:quarter|results|fiscal|three months|earnings|first half|second half)\b")


def _results_sentence(sentence: str) -> bool:
    return bool(_RESULTS.search(sentence)) and not _LISTING.search(sentence)
