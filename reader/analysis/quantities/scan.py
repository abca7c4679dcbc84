"""From a sentence to its quantities: numbers with units, ranges put together, hedges read, units left out filled in.

No meaning yet: a quantity knows its value and unit, not what it measures. The scan is one pass over the numbers of
the sentence, each looked at with a few anchored patterns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.analysis.quantities.changes import change_verbs
from reader.analysis.quantities.counts import Counted, counted, many
from reader.analysis.quantities.hedges import hedge
from reader.analysis.quantities.numbers import Number, exact, numbers
from reader.analysis.quantities.quantity import Quantity
from reader.analysis.quantities.units import CURRENCIES, currency_after, currency_before, rate_after, unit_after
from reader.model.findings import Qualifier


@dataclass(slots=True)
class _Atom:
    """A number while its unit is being found."""

    number: Number
    start: int
    end: int
    unit: str | None
    factor: float
    plus: bool = False
    counted: Counted | None = None
    rule: str = "number-unit"
    cents: float = 0.0

    @property
    def value(self) -> float:
        return exact(self.number.value, self.factor) + self.cents


_MONEY = frozenset([*CURRENCIES.values()])
_PLAIN_FACTOR = 1.0
_JOIN = re.compile(r" ?(?:–|-|—|−) ?| to | and | or (?:even )?| through ")
_PLUS_MINUS = re.compile(r",? ?(?:plus or minus|plus/minus|\+/[-–−]|±|give or take) ?", re.IGNORECASE)
_FROM = re.compile(r"\b(?P<range>ranging |ranges? |ranged |anywhere |somewhere |varying |varies )?from (?:about |"
                   r"around |roughly |just |nearly |some )?$",
                   re.IGNORECASE)  # fmt: skip
_BY = re.compile(r"\bby (?:about |around |roughly |nearly |some |just |only )?$")
_BETWEEN = re.compile(
    r"\b(?:between|range of|anything from) (?:about |around |roughly |some |an estimated )?[“\"]?$", re.IGNORECASE
)


def quantities(text: str, start: int, end: int, lower: str | None = None) -> list[Quantity]:
    """Returns the quantities of the sentence ``text[start:end]``, in order. A number without a unit is none.

    ``lower`` is the text in lower case, as :func:`numbers.lowered` gives it.
    """
    atoms = [_atom(text, start, end, number) for number in numbers(text, start, end, lower)]
    _fill_in(text, start, end, atoms)
    found: list[Quantity] = []
    index = 0
    while index < len(atoms):
        atom = atoms[index]
        following = atoms[index + 1] if index + 1 < len(atoms) else None
        if following is not None and _is_change(text, atom, following):
            atom.end, atom.cents = following.end, following.value
            atoms[index + 1] = atom
            index += 1
            continue
        joined = _range(text, start, atom, following) if following else None
        if joined is not None:
            found.append(joined)
            index += 2
            continue
        if atom.unit is not None:
            found.append(_single(text, start, atom))
        index += 1
    found += change_verbs(text, start, end)
    return sorted(found, key=lambda q: q.start)


def _atom(text: str, low: int, high: int, number: Number) -> _Atom:
    end = number.end
    plus = end < high and text[end] == "+"
    if plus:
        end += 1
    if number.written == "part":
        return _Atom(number, number.start, end, "%", 100.0, rule="fraction")
    money = currency_before(text, number.start)
    if money and money[1] >= low:
        atom = _Atom(number, money[1], end, money[0], _PLAIN_FACTOR, plus)
        return _rated(text, atom)
    named = currency_after(text, end, number.scale >= 1e6)
    if named:
        return _rated(text, _Atom(number, number.start, named.end, named.code, named.factor, plus))
    part = _OF_A_SHARE.match(text, end, high)
    if part and number.value < 100:
        return _Atom(number, number.start, part.end(), "shares", 1.0, plus, rule="exchange-ratio")
    unit = unit_after(text, end)
    if unit and unit.code == "%" and _OVER_BENCHMARK.search(text[max(low, number.start - 30) : number.start]):
        return _Atom(number, number.start, unit.end, "bp", 100.0, plus)
    if unit and unit.end <= high and _plausible(text, number, unit.code, unit.end):
        return _Atom(number, number.start, unit.end, unit.code, unit.factor, plus)
    if number.letter and text[number.end - 1] == "B" and _MODELISH.search(text, max(low, number.start - 60), high):
        return _Atom(number, number.start, end, "parameters", 1.0, plus, rule="model-size")
    if _WORKFORCE.search(text[max(low, number.start - 48) : number.start]) and _CLOSED.match(text, end, high):
        people = Counted("workforce", "count", "people", end)
        return _Atom(number, number.start, end, "count", 1.0, plus, people, "count-before")
    noun = counted(text, end, high)
    if noun and (number.plain is False or _counts(text, low, number)):
        return _Atom(number, number.start, end, noun.unit, 1.0, plus, noun, "count-noun")
    if number.value >= 100 and number.written == "digits" and _counts(text, low, number):
        things = many(text, end, high)
        if things is not None:
            return _Atom(number, number.start, end, "count", 1.0, plus, things, "count-noun")
    return _Atom(number, number.start, end, None, 1.0, plus)


_MODELISH = re.compile(
    r"\b(?:models?|parameters?|weights|llms?|tokens?|tok/s|llama|qwen|deepseek|mixtral|alibaba)\b", re.IGNORECASE
)
_OF_A_SHARE = re.compile(r" of an? (?:[A-Z][\w.&’'-]* ){0,3}(?:new |ordinary |common |class A )?share\b")
_OVER_BENCHMARK = re.compile(
    r"\b(?:SOFR|Libor|LIBOR|Euribor|EURIBOR|benchmark|prime|Treasur(?:ies|ys)|base rate|swaps|Tibor|Sonia|SONIA) "
    r"(?:plus|\+) ?$"
)
_WORKFORCE = re.compile(
    r"\bemploy(?:s|ed|ing)? (?:(?:about|around|nearly|roughly|some|almost|only|just|more than|over|now) )*$|"
    r"\b(?:workforce|headcount|staff|payroll|number of (?:employees|staff|workers))\b[^.;,]{0,16}?\b(?:reached|"
    r"of|to|at|was|is|hit|"
    r"totalled|totaled|exceeded|topped|stood at|numbers|numbered) (?:about |around |nearly |roughly |some |"
    r"almost |only |just "
    r"|more than |over )?$",
    re.IGNORECASE,
)


def _plausible(text: str, number: Number, code: str, end: int) -> bool:
    written = text[number.end : end]
    if written in ("s", "x", "X", "t/s"):
        return not (number.plain and len(text[number.start : number.end]) == 4)
    return not (written in (" s", " x", " X", " m") or (code == "x" and number.scale > 1 and written == " times"))


def _counts(text: str, low: int, number: Number) -> bool:
    """Tells "2000 GPUs" from "its 2026 chips" and "the Gaudi 3 chips"."""
    value = number.value
    return not (1900 <= value <= 2100 and number.written == "digits")


def _is_change(text: str, atom: _Atom, following: _Atom) -> bool:
    """Tells dollars from the cents that belong to them: "thirteen dollars and forty-five cents"."""
    return (
        following.factor == 0.01 and following.unit == atom.unit and atom.factor == 1.0 and following.value < 1
        and text[atom.end : following.start] in (" ", " and ", ", ")
    )  # fmt: skip


def _rated(text: str, atom: _Atom) -> _Atom:
    rate = rate_after(text, atom.end)
    if rate and not (atom.value >= 1e7 and text.endswith((" each", " apiece"), atom.end, rate.end)):
        atom.unit, atom.factor, atom.end = f"{atom.unit}/{rate.code}", atom.factor * rate.factor, rate.end
        atom.rule = "money-rate"
    return atom


def _range(text: str, low: int, a: _Atom, b: _Atom) -> Quantity | None:
    if b.start - a.end > 18 or (a.unit is None and _like_a_year(a) and a.number.scale == 1):
        return None
    if b.unit is None and a.unit in _MONEY and b.number.scale > 1 and text[a.end : b.start].strip() in ("-", "–", "to"):
        b = _with_unit(b, a)
    if b.unit is None:
        return None
    between = text[a.end : b.start]
    begin = max(low, a.start - 40)
    before = text[begin : a.start]
    spread = _PLUS_MINUS.fullmatch(between)
    if spread and a.unit == b.unit:
        middle, delta = a.value, b.value
        return _ranged(text, low, a, b, exact(middle - delta, 1), exact(middle + delta, 1), middle)
    if not _JOIN.fullmatch(between):
        return None
    word = between.strip()
    opened = _BETWEEN.search(before)
    if word in ("and", "through") and not opened:
        return None
    if word == "to" and a.unit is not None and _BY.search(before):
        return None  # "raised its forecast by $125 million to $7.4 billion"
    from_ = _FROM.search(before)
    if word.startswith("or") or (word == "to" and from_ and not from_["range"]):
        return None
    first = _first_value(a, b)
    if first is None:
        return None
    second = b.value
    if first > second and a.unit != b.unit:
        return None
    if (
        word == "to"
        and a.unit == b.unit
        and (second <= first or (b.unit == "%" and second > 2.5 * first > 0))
        and not opened
    ):
        return None
    if (
        b.unit == "count"
        and a.unit is None
        and word in ("-", "–")
        and a.number.plain
        and b.number.plain
        and first > second
    ):
        return None
    return _ranged(text, low, a, b, min(first, second), max(first, second), None)


def _with_unit(atom: _Atom, source: _Atom) -> _Atom:
    """Returns the atom with the unit of another one."""
    return _Atom(atom.number, atom.start, atom.end, source.unit, source.factor, atom.plus, source.counted, atom.rule)


def _first_value(a: _Atom, b: _Atom) -> float | None:
    """The value of a range's first number, which may borrow scale and unit from the second."""
    assert b.unit is not None
    base = b.unit.split("/")[0]
    if a.unit not in (None, b.unit, base):
        return None
    if a.unit is None and base in _MONEY and a.number.scale > 1:
        return exact(a.number.value, b.factor)
    scale = a.number.scale
    if (
        scale == 1.0
        and b.number.scale > 1.0
        and (a.unit is None or base in _MONEY)
        and a.number.mantissa <= b.number.mantissa
    ):
        scale = b.number.scale
    factor = b.factor if a.unit != b.unit else a.factor
    return exact(a.number.mantissa * scale, factor)


def _ranged(text: str, low: int, a: _Atom, b: _Atom, lowest: float, highest: float, middle: float | None) -> Quantity:
    value = middle if middle is not None else exact((lowest + highest) / 2, 1)
    _, hedged, _ = hedge(text, a.start, b.end, low)
    assert b.unit is not None
    if b.number.written == "part":
        value, lowest, highest = (round(x) if x > 1 else x for x in (value, lowest, highest))
        value = (lowest + highest) / 2
    return Quantity(a.start, b.end, value, lowest, highest, b.unit, Qualifier.RANGE, hedged, "range",
                    b.number.written, b.counted or a.counted, b.number.end)  # fmt: skip


def _single(text: str, low: int, atom: _Atom) -> Quantity:
    assert atom.unit is not None
    qualifier, hedged, _ = hedge(text, atom.start, atom.end, low)
    if atom.plus and qualifier is Qualifier.EXACT:
        qualifier = Qualifier.AT_LEAST
    value = atom.value
    if atom.rule == "fraction":
        value = float(round(value)) if value >= 10 else value
    return Quantity(atom.start, atom.end, value, None, None, atom.unit, qualifier, hedged, atom.rule,
                    atom.number.written, atom.counted, atom.number.end, atom.number.letter)  # fmt: skip


_INHERITS = re.compile(
    r"\b(?:up from|down from|from|against|versus|vs\.?|compared (?:with|to)|to|planned|(?:to |will |would "
    r")add(?:ing|ed)?"
    r"|adds|another|make|makes|build|builds|ship|ships|buy|buys|sell|sells|deliver|order|install|gave|said|says|"
    r"target of|(?:the|its) previous|instead of|rather than|than(?: the)?|and|but|or|not"
    r"|before(?: the)?|earlier|was|were|is|are|had|of|(?:start|begin|open|end)s? with|allowed|needs?) "
    r"(?:about |around |roughly |just |only |nearly |some |almost |over |a |an |the |more than |at least |planned |"
    r"less than |as (?:many|much) as |up to |[“\"‘(])*$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:against|versus|vs\.?|compared with|compared to|up from|down from|than|instead of)\b[^,;.]{0,24}$"
)
_CLOSED = re.compile(
    r"[”\"’)]?(?:$|[.,;:)]|[”\"’] | (?:in|a year|a month|by|before|last|this|at the end|at|when|and|to|from|"
    r"by|on|for|the (?:previous|year|month|quarter)|earlier|previously|now|today|next|per cent|or|of them|over|"
    r"as of|after|since|"
    r"during|with|that|was|is|were|are|but|while|until|so|as|under|if|within|through|each|per)\b)"
)
_TRADES = re.compile(
    r"\b(?:trades?|trading|traded|valued) (?:at|near|around|on|for) (?:about |around |roughly |nearly )?$",
    re.IGNORECASE,
)


def _fill_in(text: str, low: int, high: int, atoms: list[_Atom]) -> None:
    """Gives a bare number the unit that its sentence lets it leave out ("up from 708 a year before")."""
    for index, atom in enumerate(atoms):
        if atom.unit is not None or _like_a_year(atom) or atom.number.written == "part":
            continue
        if atom.number.value < 2 and atom.number.written == "words":
            continue
        before = text[max(low, atom.start - 40) : atom.start]
        part_of = (
            index + 1 < len(atoms)
            and atoms[index + 1].unit == "count"
            and text[atom.end : atoms[index + 1].start] == " of "
        )
        if part_of:
            atom.unit, atom.counted, atom.rule = "count", atoms[index + 1].counted, "unit-left-out"
            continue
        if atom.number.scale >= 1e6 and _OF_THAT_MONEY.match(text, atom.end, high):
            money = _money_before(atoms, index)
            if money is not None:
                atom.unit, atom.factor, atom.rule = money.unit, money.factor, "unit-left-out"
                continue
        if _OF_THEM.match(text, atom.end, high):
            kin = next((a for a in reversed(atoms[:index]) if a.unit == "count"), None)
            if kin is not None:
                atom.unit, atom.counted, atom.rule = "count", kin.counted, "unit-left-out"
                continue
        if not _CLOSED.match(text, atom.end, high):
            continue
        if _TRADES.search(before):
            atom.unit, atom.rule = "x", "trades-at"
            continue
        if not _INHERITS.search(before):
            continue
        source = _unit_of_pair(text, atoms, index)
        if source is not None:
            atom.unit, atom.factor, atom.counted = source.unit, source.factor, source.counted
            atom.rule = "unit-left-out"


_OF_THEM = re.compile(r" of (?:them|these|those)\b")
_OF_THAT_MONEY = re.compile(
    r"[”\"’)]?(?:$|[.,;:)]| (?:in|from|comes?|came|of (?:it|that|them|which)|is|was|were|are|for|to|by|a year|and|or|"
    r"on|with|before|after|last|this|next|went|goes|had|has|will|would|until|over)\b)"
)


def _money_before(atoms: list[_Atom], index: int) -> _Atom | None:
    """The nearest sum before a bare number of millions: "€325 million of notes, and 78 million in cash"."""
    for other in reversed(atoms[:index]):
        if other.unit is not None and other.unit.split("/")[0] in _MONEY:
            return other if atoms[index].start - other.end < 160 and "/" not in other.unit else None
        if other.unit is not None and other.number.scale >= 1e6:
            return None
    return None


def _unit_of_pair(text: str, atoms: list[_Atom], index: int) -> _Atom | None:
    """The neighbour whose unit a bare number shares: the one before it, or the one after in "from A to B units"."""
    atom = atoms[index]
    if index + 1 < len(atoms):
        following = atoms[index + 1]
        if (
            following.unit
            and following.rule != "fraction"
            and text[atom.end : following.start].strip() in ("to", "from")
        ):
            return following
    for other in reversed(atoms[:index]):
        if _like_a_year(other) and other.unit is None:
            continue
        money = other.unit is not None and other.unit.split("/")[0] in _MONEY
        if other.unit is not None and not money and atom.number.scale > 1 and other.number.scale == 1:
            continue  # "325 million euros paying 7%, and 78 million in cash"
        plain = other.unit in ("count", "%", "bp", "shares")
        rate = money and "/" in (other.unit or "") and atom.number.scale == other.number.scale
        stands_against = _COMPARED.search(text, max(0, atom.start - 40), atom.start) is not None
        compared = other.unit is not None and (rate or not money) and stands_against
        shared = plain or compared or (money and atom.number.scale > 1)
        if other.rule == "fraction" or not shared or atom.start - other.end > 160:
            return None
        same_kind = other.number.scale > 1 or atom.number.scale == 1
        return other if same_kind else None
    return None


def _like_a_year(atom: _Atom) -> bool:
    return atom.number.plain and 1900 <= atom.number.value <= 2100
