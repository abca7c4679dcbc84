"""Which dates are no happenings: periods of figures, comparisons, the market's day, statements of nobody.

Each rule returns its name, so that a date that was left out can be explained as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from reader import edtf
from reader.analysis.dates_atoms import DateExpression
from reader.analysis.dates_tense import is_past_verb, looks_ahead
from reader.analysis.dates_tokens import Tokens
from reader.analysis.document import Document
from reader.analysis.events_clauses import Governor, holds_number, is_verb
from reader.analysis.events_lexicon import ANNOUNCING, LEVEL, MARKET, NOBODY, NOUN_KINDS, SAYING
from reader.model.findings import EventKind
from reader.model.text import BlockKind

_PERIOD_RULES = frozenset({"months-to", "months-of-year"})
_BACK_RULES = frozenset({"unit-before", "year-earlier", "unit-earlier", "unit-ago", "unit-previously"})
_COMPARE = frozenset({"than", "against", "versus", "vs", "compared"})
_CHANGE = frozenset({
    "up", "down", "rise", "rising", "risen", "rose", "fell", "increase", "increased", "falling", "grew",
    "unchanged", "gone", "growing", "growth", "higher", "lower", "climbing", "climbed", "jumped",
})  # fmt: skip
_FIGURE_VERBS = frozenset({
    "rise", "fall", "grow", "increase", "decrease", "decline", "spend", "total", "earn", "shrink", "double", "halve",
    "triple", "average", "be", "amount", "account",
})  # fmt: skip
_DRIFT = frozenset({"slip", "slide", "drop", "cut", "add", "lift", "fall", "rise", "jump", "slump", "ease", "dip"})
_OUTLOOK_NOUNS = frozenset(
    {"forecast", "forecasts", "guidance", "outlook", "plan", "plans", "target", "estimate", "budgeted"}
)
_FUNCTION_WORDS = frozenset({
    "and", "or", "but", "when", "after", "before", "that", "which", "by", "to", "in", "at", "for", "with", "from", "as",
    "was", "were", "is", "on", "of", "than",
})  # fmt: skip
_DETERMINERS = frozenset({
    "its", "their", "his", "her", "our", "my", "the", "own", "a", "an", "each", "that", "s",
})  # fmt: skip
_SILENT = frozenset({"comment", "respond", "response", "reply", "questions"})
_SCHEDULED = frozenset({
    "reports", "opens", "starts", "begins", "votes", "meets", "launches", "closes", "hears", "rules",
    "publishes", "decides", "ends", "expires", "ships", "announces", "says", "files",
})  # fmt: skip
_PRICES = frozenset({
    "price", "prices", "contract", "dram", "nand", "rates", "tariffs", "discount", "quotes",
})  # fmt: skip
_SETTLING = frozenset({
    "set", "plan", "promised", "pencilled", "penciled", "scheduled", "slated", "due", "expect", "target", "book", "aim",
    "schedule", "time", "reserve",
})  # fmt: skip
_RECORDS = frozenset({
    "no", "none", "largest", "highest", "lowest", "biggest", "worst", "best", "steepest", "fastest", "weakest",
})  # fmt: skip
_FLOWS = frozenset({
    "revenue", "revenues", "sales", "spending", "expenditure", "expenditures", "capex", "profit", "profits", "loss",
    "losses", "earnings", "income", "growth", "output", "demand", "margin", "margins", "turnover", "costs",
})  # fmt: skip
"""what is measured over a period"""
_CALLS = frozenset({"call", "calls", "message", "messages", "email", "emails", "e", "request", "requests"})
_OUTLET_NOUNS = frozenset({
    "article", "articles", "item", "story", "version", "issue", "newsletter", "column", "post", "table", "piece",
    "correction", "headline",
})  # fmt: skip
_OUTLET_VERBS = frozenset({
    "carried", "published", "ran", "printed", "sent", "wrote", "posted", "misstated", "gave", "appeared", "said",
    "reported", "our", "issue",
})  # fmt: skip
_UPDATES = frozenset({"update", "updated", "correction", "corrected", "clarification"})
_WRITERS_VERBS = frozenset({"read", "wrote", "found", "thought", "saw", "asked", "heard", "learned", "noticed"})
_PAPERS = frozenset({
    "prospectus", "filing", "version", "forecast", "plan", "draft", "report", "document", "figure", "agreement",
    "statement", "letter", "contract", "deal", "rule", "rules",
})  # fmt: skip
_VAGUE_PAST = frozenset({"until", "till", "through"})


def refuse(
    document: Document,
    s: Tokens,
    i: int,
    j: int,
    clause: tuple[int, int],
    expression: DateExpression,
    row: Sequence[DateExpression],
    n: int,
    found: Governor | None,
) -> str:
    """Returns why the date in tokens ``i`` to ``j`` is no event, empty where it is one.

    ``row`` are the dates of the sentence, ``n`` the place of ``expression`` in it.
    """
    if expression.rule == "dateline":
        return "dateline"
    if n and row[n - 1].rule == "anchored" and s.at(i) == "of" and i and row[n - 1].span.end == s.end[i - 1]:
        return "counted-from"  # "within 45 days of June 1"
    kind = document.kinds[s.index]
    if kind is BlockKind.CODE:
        return "code"
    if kind is BlockKind.ROW:
        return _table(document, s, row, n)
    first = bisect_left(s.start, expression.span.start)
    taken = frozenset(
        k for e in row for k in range(bisect_left(s.start, e.span.start), bisect_left(s.start, e.span.end))
    ) | frozenset(range(i, j))
    if s.at(len(s) - 1) == "?":
        return "question"
    return (
        _period(s, i, j, clause, expression, found, document.day)
        or _comparison(s, first, expression, found)
        or _adjective(s, first, j, expression)
        or _since(s, i, j, clause, expression, found)
        or _own_words(s, i, j, first, found)
        or _statement(s, i, j, clause, found)
        or _level(s, i, j, clause, expression, found, document.day, taken)
        or _today(s, i, j, expression, found)
    )


def _table(document: Document, s: Tokens, row: Sequence[DateExpression], n: int) -> str:
    """Of a table row the last date is the latest state; the first row is the heading of the others."""
    if n != len(row) - 1:
        return "earlier-column"
    block = document.block_of[s.index]
    if block == 0 or document.blocks[block - 1].kind is not BlockKind.ROW:
        return "heading-row"
    return "" if not all(e.rule in _PERIOD_RULES for e in row) else "period-row"


def _over(expression: DateExpression, day: date) -> bool:
    last = edtf.bounds(expression.edtf)[1]
    return last is not None and last < day


def _period(
    s: Tokens,
    i: int,
    j: int,
    clause: tuple[int, int],
    expression: DateExpression,
    found: Governor | None,
    day: date,
) -> str:
    rule = expression.rule
    if rule in _PERIOD_RULES:
        foreseen = found is not None and found.kind is EventKind.OUTLOOK
        return "" if foreseen or s.at(0) in ("had", "if") else "period-of-figure"
    if rule in ("the-quarter", "the-year", "the-month", "the-week", "the-decade", "the-century", "the-day"):
        return "" if expression.link or expression.edge else "running-period"
    if s.at(i - 1) == "into" or (s.at(i) == "into"):
        return "into-period"
    lead = i if s.at(i) == "for" else i - 2 if s.at(i - 1) in ("its", "the", "their") else i - 1
    if s.at(lead) == "for" and expression.link == "" and len(expression.base) != 10:
        outlook = not _OUTLOOK_NOUNS.isdisjoint(s.low[clause[0] : i])
        return "" if outlook or (found is not None and found.lemma in _SETTLING) else "for-period"
    if s.at(i) in ("in", "during", "for") and s.at(i - 1) in _FLOWS and len(expression.base) != 10:
        return "period-of-figure"
    if s.at(i) in _VAGUE_PAST and _over(expression, day) and looks_ahead(s, i, j) is not True:
        return "state-until"
    return ""


def _comparison(s: Tokens, first: int, expression: DateExpression, found: Governor | None) -> str:
    for k in range(first - 1, max(-1, first - 10), -1):
        word = s.low[k]
        if k < first - 4 and word not in ("from", "compared"):
            if word[0].isdigit() or not word.isalpha():
                continue
            break
        if word == "against" and k < first - 2:
            continue
        if word in _COMPARE:
            return "" if _hedges(s, k, first, expression) else "comparison"
        if (
            word == "from"
            and k < first - 1
            and k >= first - 9
            and (_amount(s, k + 1, first) or any(s.at(b) in _CHANGE for b in range(k - 1, max(-1, k - 12), -1)))
        ):
            return "comparison"
        if word in ("was", "were", "did", "had") and "than" in (s.at(k - 2), s.at(k - 3)):
            return "comparison"
        if word in (",", ";") or (is_verb(s, k) and word not in ("hoped", "expected")):
            break
    if s.at(first - 1) == "of" and s.at(first - 2) in ("that", "those"):
        return "comparison"  # "twice that of 2025"
    if expression.link == "from" and any(s.at(b) in _CHANGE for b in range(first - 2, max(-1, first - 10), -1)):
        return "comparison"
    if expression.rule in _BACK_RULES:
        if found is None or not found.verb or s.low[found.at] in LEVEL or found.lemma in ("find", "did"):
            return "comparison"
        return ""
    around = s.low[max(0, first - 5) : first]
    return "comparison" if "same" in around and ("period" in around or "quarter" in around) else ""


def _amount(s: Tokens, k: int, end: int) -> bool:
    """Whether tokens ``k`` to ``end`` open with a sum or a percentage: "from 62.3% in", "from $190m in"."""
    if s.at(k) in ("$", "€", "£", "¥") or (s.at(k) in ("us", "nt", "hk", "a", "c") and s.at(k + 1) == "$"):
        return True
    return s.at(k).isdigit() and any(word in ("%", "percent", "cent", "mw", "gw") for word in s.low[k + 1 : end])


def _hedges(s: Tokens, k: int, first: int, expression: DateExpression) -> bool:
    """Whether the "than" at ``k`` belongs to the date: "no later than", "rather than", "more than a month ago"."""
    before = s.at(k - 1)
    if before in ("more", "less") and k == first - 1 and expression.rule == "unit-ago":
        return True
    if k < first - 2:
        return False
    return before == "rather" or (
        before in ("later", "earlier", "sooner", "more", "less") and s.at(k - 2) in ("no", "not")
    )


def _adjective(s: Tokens, first: int, j: int, expression: DateExpression) -> str:
    """ "its 2025 capital spending", "the January forecast", "last year's revenue"."""
    following = s.at(j)
    if following in ("'", "’") and s.at(j + 1) == "s" and s.tight(j - 1):
        noun = s.at(j + 2)
        return (
            ""
            if noun in NOUN_KINDS and noun not in ("revenue", "sales", "profit", "results", "price")
            else "possessive"
        )
    acronym = s.word(j).isupper() and 1 < len(following) <= 4 and following not in ("us", "eu", "uk")
    if acronym and len(expression.base) == 4 and s.at(j + 1) == "-":
        return "attribute"
    if expression.link or expression.whole != expression.span:
        return ""
    before = s.at(first - 1)
    if (
        len(expression.base) == 4
        and not expression.inferred
        and first > 1
        and before.isalpha()
        and s.word(first - 1)[0].isupper()
    ):
        return "name-with-year"  # "Flight Simulator 2024"
    if not following.isalpha():
        return ""
    if not s.word(j).islower() and not acronym:
        return ""
    if before not in _DETERMINERS and not (before.isalpha() and s.tight(first - 1)):
        return ""
    if (before not in _DETERMINERS and is_verb(s, j)) or following in _FUNCTION_WORDS:
        return ""
    return "attribute"


def _since(
    s: Tokens, i: int, j: int, clause: tuple[int, int], expression: DateExpression, found: Governor | None
) -> str:
    if expression.link != "since":
        return ""
    words = s.low[clause[0] : clause[1]]
    if found is None or s.low[found.at] in SAYING or found.lemma in ("see", "changed", "say") or "nothing" in words:
        return "state-since"
    if not _RECORDS.isdisjoint(words):
        return "state-since"
    if "unchanged" in words or (s.low[found.at] in LEVEL and found.lemma not in ("have", "had", "has", "been")):
        return "state-since"
    return ""


def _own_words(s: Tokens, i: int, j: int, first: int, found: Governor | None) -> str:
    """What the outlet printed, and the date that only tells which paper is meant."""
    before = s.low[max(0, first - 10) : first]
    if s.at(0) in _UPDATES and first <= 4:
        return "outlet-itself"
    if found is not None and s.at(found.at - 1) == "i" and s.low[found.at] in _WRITERS_VERBS:
        return "outlet-itself"  # "what I read this week"
    if not _OUTLET_NOUNS.isdisjoint(before) and any(word in _OUTLET_VERBS for word in (*before, s.at(j), s.at(j + 1))):
        ours = any(word in ("we", "our", "us", "this", "an", "earlier") for word in before)
        if ours or any(word in ("misstated", "wrongly", "incorrectly") for word in s.low[j : j + 12]):
            return "outlet-itself"
    if s.at(first - 1) == "of" and s.at(first - 2) in _PAPERS and s.at(j) in ("is", "are", "remains", "says", "speaks"):
        return "paper-of-that-date"
    if found is not None and found.verb and s.low[found.at] in SAYING and found.at == i - 1 and s.low[i].isalpha():
        return "" if i < first or s.at(i)[-3:] == "day" else "word-for-a-date"  # "they said June"
    return ""


def _statement(s: Tokens, i: int, j: int, clause: tuple[int, int], found: Governor | None) -> str:
    words = s.low[max(0, clause[0] - 2) : clause[1]]
    silent = found is None or found.at >= i or not any(w in ("will", "ll") for w in found.helpers)
    if (
        silent
        and not _SILENT.isdisjoint(words)
        and any(w in ("declined", "decline", "not", "answer", "sent") for w in words)
    ):
        return "no-comment"
    if "not" in words and "return" in words and not _CALLS.isdisjoint(words):
        return "no-comment"
    if found is not None and "nobody" in s.low[max(clause[0], found.at - 4) : found.at]:
        return "statement-of-nobody"
    if found is not None and found.verb and s.low[found.at] in ("told", "spoke", "talked", "speak"):
        speaker = s.low[max(0, found.at - 6) : found.at]
        if any(word in NOBODY or word in ("managers", "they", "bankers", "lawyers") for word in speaker):
            return "statement-of-nobody"
    if found is None or not found.verb or s.low[found.at] not in SAYING or s.low[found.at] in ANNOUNCING:
        return ""
    # the speaker stands right before the verb, or after it ("said an analyst")
    after = () if s.low[found.at] in ("told", "tells") else s.low[found.at + 1 : found.at + 4]
    speaker = [*s.low[max(0, found.at - 6) : found.at], *after]
    nobody = any(w in ("analyst", "analysts", "person", "people", "source", "sources", "trader", "investor", "lawyer",
                       "manager", "critics", "economist", "you") for w in speaker)  # fmt: skip
    return "statement-of-nobody" if nobody and found.at < i else ""


def _level(
    s: Tokens,
    i: int,
    j: int,
    clause: tuple[int, int],
    expression: DateExpression,
    found: Governor | None,
    day: date,
    taken: frozenset[int],
) -> str:
    """A level or a change with its number is a figure of the period; prices of the market are events of their own."""
    first, last = clause
    words = s.low[first:last]
    if "hands" in words and "changed" in words and not any(w in ("deal", "stake", "plant", "company") for w in words):
        return "market"
    if found is not None and found.at >= j and s.at(i) in ("in", "at") and s.at(i - 1).isdigit() and i - 1 not in taken:
        return "figure-of-period"  # "a part, $11 in the spring, costs $17 now"
    if found is not None and found.lemma in ("get", "draw", "derive", "make", "knock") and "%" in words:
        return "figure-of-period"
    if found is None:
        if not MARKET.isdisjoint(s.low[first:last]) and holds_number(s, first, last, taken):
            return "market"
        return ""
    if found.verb:
        word = s.low[found.at]
        passive = any(h in ("was", "were", "been", "be", "is", "are") for h in found.helpers) and is_past_verb(word)
        if word in ("was", "were", "is", "are", "had", "has", "have", "be") and _predicate_event(s, found.at, last):
            return ""
        if word in ("ended", "ends") and s.at(found.at - 1) in ("that", "which"):
            return "end-of-period"
        ahead = looks_ahead(s, i, j)
        if ahead and expression.link:
            return ""
        if word == "closed" and not any(w in MARKET or w in ("at", "%") for w in words):
            return ""  # a deal
        if word in LEVEL and not passive and holds_number(s, first, last, taken):
            if not _PRICES.isdisjoint(words) and MARKET.isdisjoint(words):
                return ""
            return "figure-of-period"
        if word in LEVEL and not passive and not MARKET.isdisjoint(words):
            return "market"
        if found.lemma in _DRIFT and any(w in ("shares", "stock", "stocks") for w in s.low[first : found.at]):
            return "market"
        if (
            ahead
            and s.at(found.at + 1) != "due"
            and found.lemma in _FIGURE_VERBS
            and expression.link == ""
            and holds_number(s, first, last, taken)
        ):
            return "figure-ahead"
        if word in ("planned", "expected", "seen", "put") and s.at(found.at + 1) == "at":
            return "figure-ahead"
        if word == "spent" and expression.link == "until" and holds_number(s, first, last, taken):
            return "figure-of-period"
        if word in ("was", "were", "is", "are") and NOUN_KINDS.keys().isdisjoint(words):
            acts = s.at(found.at + 1).isdigit() or any(
                w != word and (is_past_verb(w) or w.endswith("ing")) for w in words
            )
            return "" if acts else "state"
    return ""


def _predicate_event(s: Tokens, k: int, last: int) -> bool:
    """Whether "was", "is" is followed by a happening: "is to open", "was first to", "is due"."""
    return s.at(k + 1) in ("to", "due", "expected", "set", "scheduled", "able", "valued") and k + 1 < last


def _today(s: Tokens, i: int, j: int, expression: DateExpression, found: Governor | None) -> str:
    if expression.rule == "overnight":
        return (
            ""
            if found is not None and found.verb and is_past_verb(s.low[found.at]) and "is" not in found.helpers
            else "figurative"
        )
    if expression.rule != "today":
        return ""
    if found is None or not found.verb:
        return "nowadays"
    word = s.low[found.at]
    if is_past_verb(word) or word.endswith("ing") or word in _SCHEDULED or word in ANNOUNCING or looks_ahead(s, i, j):
        return ""
    return "nowadays"
