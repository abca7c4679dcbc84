"""Which reports are of one quantity: figures parted into the rows of a ledger.

First by what is told of each: subject, metric, unit, then basis, scope, period and size. What is told of a figure is
often less than its writer meant and sometimes not what he meant, so rows that no part told apart are then joined
where something else says that they are one: an article sets their values against each other, they repeat one number,
or their sentences are alike. Nothing told is compatible with anything told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reader.model.findings import Figure
from reader.stories.disagreement import Cue, cue_between, lists_parts, tells_a_step
from reader.stories.elided import RULE
from reader.stories.likeness import overlap, plain_roots
from reader.stories.when import days_of

NEAR = 1.7
"""ratio up to which two values of one subject, metric and unit can be reports of one quantity"""
CLOSE = 1.3
"""the same where the subject of one of them was left open, or only the wording joins them"""
TIGHT = 1.08
"""the same where its period was left open as well"""
WIDE = 6.0
"""the same for what moves far in a few months, such as the price that is asked for a company"""
AGAINST = 1.6
"""the same for two values that one passage sets against each other"""
EQUAL = 1.006
"""ratio up to which two values are the same number, rounded"""
ALIKE = 0.4
"""likeness of two sentences that report one quantity, where their values differ"""
VERY = 0.6
"""the same where the values differ by more than a third"""
ECHO = 0.2
"""the same where they give the same number"""

_FAMILY = {"cost": "investment"}
"""metrics that reports use for one thing: what a campus costs is what is invested in it"""
_PAID = frozenset(("cost", "investment", "contract value", "acquisition price", "price", "licence fee"))
"""what one side pays the other: which of them it is called depends on who tells it"""
_PUT_IN = frozenset(("raise", "investment"))
"""what one side puts into the other: no order of a customer is a round of capital"""
_SHARES = frozenset(("market share", "share of revenue", "stake"))
"""parts of a whole, of which sentences seldom name the whole"""
VARIED = frozenset(
    ("price", "memory", "bandwidth", "latency", "throughput", "speedup", "units", "price change", "share price",
     "transistors", "parameters", "tokens", "process node", "fee", "size", "energy", "accuracy", "efficiency")
)  # fmt: skip
"""quantities that one article gives for several products or cases"""
_COUNTED = frozenset(("units", "size", "memory", "price", "multiple"))
"""quantities that say nothing of what is counted or measured"""
_MOVING = frozenset(("valuation", "raise", "share price", "contract value", "backlog", "price"))
_LEAPING = frozenset(("valuation",))
"""of these, what moves far from one report to the next"""
_SEVERAL = frozenset(("debt", "raise", "interest rate", "fee", "grant", "stake", "licence fee", "memory"))
"""quantities of which an organisation has several at a time"""
_COMMITTED = frozenset(("contract value", "investment", "cost"))
"""quantities whose deadline moves while they stay one thing"""
_FLOWS = frozenset(("revenue", "profit", "loss", "growth", "capex", "margin", "price change", "guidance"))
"""quantities that belong to their period: the quarter's is not the year's"""
ASSUMED = frozenset(("growth", "price change", "cost", "investment", "units", "size"))
"""metrics that a figure is given where its sentence names none"""
_COUNTS = plain_roots("million billion trillion percent megawatt gigawatt megawatts gigawatts dollar euro yen cent")
_PLAIN = frozenset(("USD", "EUR", "GBP", "JPY", "KRW", "TWD", "CNY", "W", "%", "count", "x"))
"""units of many quantities; one such as USD/MWh says more of what is measured"""


@dataclass
class _Row:
    figures: list[Figure]


def ledger_rows(
    figures: Iterable[Figure], texts: Mapping[str, str], sides: frozenset[str] = frozenset()
) -> list[list[Figure]]:
    """Returns the reports of each quantity.

    ``texts`` are the articles' texts, ``sides`` the organisations that the story turns on: what one of them pays the
    other may be told of either.
    """
    kinds: dict[tuple[str | None, str | None, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        kinds[figure.subject, family(figure.metric), figure.unit].append(figure)
    _adopt(kinds)
    by_unit: dict[str, list[_Row]] = defaultdict(list)
    for (_, metric, unit), some in kinds.items():
        listed = _listed(some)
        by_unit[unit] += [
            _Row(group) for group in ([[figure] for figure in some] if metric is None else _parted(some, listed))
        ]
    joined = [row.figures for unit, rows in by_unit.items() for row in _bridged(rows, unit, texts, sides)]
    return [row for row in joined if any(figure.metric is not None for figure in row)]


def family(metric: str | None) -> str | None:
    """Returns the name under which a metric is followed."""
    return _FAMILY.get(metric, metric) if metric is not None else None


def _adopt(kinds: dict[tuple[str | None, str | None, str], list[Figure]]) -> None:
    """Gives a figure whose subject was left open to the only subject that has one of its metric, unit and period.

    "One analyst counts $505 million" beside a company's own $498 million of the same year is a second report of it.
    """
    for (subject, metric, unit), figures in list(kinds.items()):
        if subject is not None or metric is None:
            continue
        for figure in list(figures):
            owners = {
                owner
                for (owner, other_metric, other_unit), others in kinds.items()
                if owner is not None and (other_metric, other_unit) == (metric, unit)
                for other in others
                if _second_report(figure, other)
            }
            if len(owners) == 1:
                figures.remove(figure)
                kinds[owners.pop(), metric, unit].append(figure)
        if not figures:
            del kinds[subject, metric, unit]


def _second_report(figure: Figure, other: Figure) -> bool:
    """Returns whether a figure without a subject can be another report of one of the same metric and unit."""
    if figure.metric in VARIED and other.article != figure.article:
        return False
    if figure.period == other.period and (figure.period is not None or other.article == figure.article):
        return near(figure, other, CLOSE)
    return (figure.period is None or other.period is None) and near(figure, other, TIGHT)


# -- by what is told ---------------------------------------------------------------------------------------------------


def _listed(figures: Sequence[Figure]) -> frozenset[int]:
    """Returns the ids (of objects) of figures that a sentence gives one after another for several things.

    "Hardware grew 69%, cloud services 99%": neither is the growth of the whole. Values of two times or of two voices
    are no such list.
    """
    sentences: dict[tuple[str, int, str | None], list[Figure]] = defaultdict(list)
    for figure in figures:
        sentences[figure.article, figure.start, figure.period].append(figure)
    return frozenset(
        id(figure)
        for some in sentences.values()
        if len(some) > 1 and lists_parts(some[0].sentence, max(figure.at.end for figure in some) - some[0].start)
        for figure in some
        if any(not near(figure, other, EQUAL) for other in some)
    )


def _parted(figures: Sequence[Figure], listed: frozenset[int]) -> list[list[Figure]]:
    """Parts the figures of one subject, metric and unit into quantities: by basis, scope, period, and size.

    What stands in a list joins only its own number.
    """
    rows: list[list[Figure]] = []
    for figure in sorted(figures, key=lambda figure: (figure.period is None, figure.period or "")):
        fits = [
            (_fit_row(figure, row), _closeness(figure, row), -at)
            for at, row in enumerate(rows)
            if near(figure, row[0], EQUAL) or (id(figure) not in listed and listed.isdisjoint(map(id, row)))
        ]
        best = max(fits, default=(0, 0.0, 0))
        if best[0] > 0:
            rows[-best[2]].append(figure)
        else:
            rows.append([figure])
    return rows


def _closeness(figure: Figure, row: Sequence[Figure]) -> float:
    """Returns how near a row is: 2 for a value of the same sentence, else the ratio to its nearest value."""
    if any(figure.article == other.article and figure.start == other.start for other in row):
        return 2.0
    ratios = [min(abs(figure.value), abs(x.value)) / (max(abs(figure.value), abs(x.value)) or 1.0) for x in row]
    return max(ratios)


def _fit_row(figure: Figure, row: Sequence[Figure]) -> int:
    """Returns the best fit with a figure of the row, 0 where a value of it is too far off to be the same quantity."""
    if any(_told_apart(figure, other) for other in row):
        return 0
    best = max(_fit(figure, other) for other in row)
    if best < 3 or figure.period is None:
        again = any(x.reason.rule == RULE for x in (figure, *row))
        limit = WIDE if again or figure.metric in _MOVING else NEAR * NEAR
        step = WIDE if again or figure.metric in _LEAPING else NEAR * NEAR
        fits = all(near(figure, x, limit) for x in row) and any(near(figure, x, step) for x in row)
        return best if fits else 0
    return best


def _told_apart(one: Figure, other: Figure) -> bool:
    bases = one.basis is not None and other.basis is not None and one.basis != other.basis
    return bases or (one.scope is not None and other.scope is not None and one.scope != other.scope)


def _fit(one: Figure, other: Figure) -> int:
    """Returns 3 for one quantity by all that is told, 2 and 1 where less is told, 0 for two quantities."""
    if one.period == other.period:
        return 3 if near(one, other, _reach(one, other)) else 0
    if one.period is None or other.period is None:
        return 2 if near(one, other) and one.metric not in VARIED else 0
    mine, theirs = days_of(one.period), days_of(other.period)
    if mine is None or theirs is None or not near(one, other):
        return 0
    if mine.holds(theirs) or theirs.holds(mine):
        return 2 if max(mine.width, theirs.width) <= 31 or one.metric not in _FLOWS else 0
    return 1 if mine.open_start and theirs.open_start and one.metric in _COMMITTED else 0


def _reach(one: Figure, other: Figure) -> float:
    """Returns how far apart two values of one subject, metric, unit and period may be and still be one quantity.

    Far, where one sentence tells them ("from $20bn to $12bn") or the quantity is one that leaps; else the farther the
    more alike their sentences are: a company has many loans, and eight buildings are no ten turbines.
    """
    if one.article == other.article and RULE in (one.reason.rule, other.reason.rule):
        return WIDE
    if (one.article, one.start) == (other.article, other.start):
        alone = one.metric in VARIED or one.metric in _SEVERAL or not tells_a_step(one.sentence)
        return NEAR if alone else WIDE
    alike = _alike(one, other)
    if one.metric in _COUNTED and one.article != other.article:
        return NEAR if alike >= ECHO else EQUAL
    if one.metric in _LEAPING:
        return WIDE
    if one.metric in _SEVERAL:
        return NEAR if alike >= ECHO else CLOSE
    return NEAR * NEAR if alike >= ECHO or one.period is not None else NEAR


def near(one: Figure, other: Figure, ratio: float = NEAR) -> bool:
    """Returns whether two values are of one sign and at most ``ratio`` apart."""
    small, large = sorted((abs(one.value), abs(other.value)))
    if one.value * other.value < 0:
        return False
    return large <= small * ratio if small else large == 0


# -- by what else speaks for it ----------------------------------------------------------------------------------------


def _bridged(rows: list[_Row], unit: str, texts: Mapping[str, str], sides: frozenset[str]) -> list[_Row]:
    """Joins rows of one unit that were told apart by nothing but what was left open or named otherwise."""
    home = {id(figure): row for row in rows for figure in row.figures}
    ordered = sorted((figure for row in rows for figure in row.figures), key=lambda figure: abs(figure.value))
    for at, one in enumerate(ordered):
        most = abs(one.value) * NEAR
        for other in ordered[at + 1 :]:
            if abs(other.value) > most:
                break
            mine, theirs = home[id(one)], home[id(other)]
            if mine is theirs or not _one_quantity(one, other, unit, texts, sides) or not _joinable(mine, theirs):
                continue
            mine.figures += theirs.figures
            for figure in theirs.figures:
                home[id(figure)] = mine
            theirs.figures = []
    return [row for row in rows if row.figures]


def _joinable(one: _Row, other: _Row) -> bool:
    """Returns whether no report of one row denies one of the other."""
    for figure in one.figures:
        limit = WIDE if figure.metric in _MOVING else NEAR * NEAR
        if any(_told_apart(figure, other_) or not near(figure, other_, limit) for other_ in other.figures):
            return False
    return True


def _one_quantity(one: Figure, other: Figure, unit: str, texts: Mapping[str, str], sides: frozenset[str]) -> bool:
    owner = _same_owner(one, other, sides)
    if owner is None or _told_apart(one, other):
        return False
    metric = _same_metric(one.metric, other.metric)
    if one.article == other.article:
        assumed = one.start == other.start and (one.metric in ASSUMED or other.metric in ASSUMED)
        can_be = owner and (metric is not None or assumed) and near(one, other, AGAINST)
        return can_be and _set_against(one, other, texts)
    if metric is None or not _same_time(one, other):
        return False
    alike = _alike(one, other)
    if near(one, other, EQUAL):
        return alike >= (ECHO if owner and metric else ALIKE) or (owner and _rare(one.value))
    if not near(one, other, CLOSE if alike < VERY else NEAR) or one.metric is None or other.metric is None:
        return False
    if unit not in _PLAIN and one.metric == other.metric:
        return alike >= ECHO or not owner  # a price for each megawatt-hour between the two of them
    return alike >= ALIKE and len(_telling_roots(one.sentence) & _telling_roots(other.sentence)) >= 3


def _alike(one: Figure, other: Figure) -> float:
    return overlap(_telling_roots(one.sentence), _telling_roots(other.sentence))


@lru_cache(maxsize=2048)
def _telling_roots(sentence: str) -> frozenset[str]:
    return plain_roots(sentence) - _COUNTS


def _same_owner(one: Figure, other: Figure, sides: frozenset[str]) -> bool | None:
    """Returns whether two figures are of one subject; False where they may be, each told of one side; else None."""
    if one.subject == other.subject or one.subject is None or other.subject is None:
        return True
    between = one.subject in sides and other.subject in sides
    return (
        False if between and any(one.metric in names and other.metric in names for names in (_PAID, _PUT_IN)) else None
    )


def _same_metric(one: str | None, other: str | None) -> bool | None:
    """Returns whether two figures have one metric; False where it may have two names; else None."""
    if one is None or other is None or family(one) == family(other):
        return True
    return False if any(one in names and other in names for names in (_PAID, _PUT_IN, _SHARES)) else None


def _same_time(one: Figure, other: Figure) -> bool:
    if one.period is None or other.period is None or one.period == other.period:
        return True
    mine, theirs = days_of(one.period), days_of(other.period)
    if mine is None or theirs is None:
        return True
    if one.metric in _FLOWS:
        return max(mine.width, theirs.width) <= 31 and (mine.holds(theirs) or theirs.holds(mine))
    return mine.meets(theirs) or one.metric in _COMMITTED


def _set_against(one: Figure, other: Figure, texts: Mapping[str, str]) -> bool:
    """Returns whether an article sets two values against each other in one sentence or in two that follow another."""
    first, second = sorted((one, other), key=lambda figure: figure.start)
    text = texts.get(one.article, "")
    if text[first.end : second.start].strip() or "\n" in text[first.end : second.start]:
        return False
    return cue_between(text[first.start : second.end])[0] is Cue.AGAINST


def _rare(value: float) -> bool:
    """Returns whether a number is seldom met by chance: it has three digits that say something."""
    return len(f"{abs(value):.6g}".replace(".", "").split("e")[0].strip("0")) >= 3
