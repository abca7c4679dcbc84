"""Events, ledger rows and relations as rows of a table, organisations by their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader.model.findings import Event, Relation
from reader.model.stories import LedgerRow
from reader.wording import SHORT

if TYPE_CHECKING:
    from reader.analysis.lexicon import Lexicon


def named(ids: Iterable[str], lexicon: Lexicon) -> str:
    """Returns the names of organisations, an id where the lexicon no longer has it."""
    known = lexicon.companies
    return ", ".join(known[identity].name if identity in known else identity for identity in ids)


def event_row(event: Event) -> tuple[str, ...]:
    """Returns an event as a row: date, status, number of sources, text."""
    about = "~" if event.approx and "~" not in event.date else ""
    return (f"{about}{event.date}", event.status.value, str(len(event.sources)), event.text)


def ledger_row(row: LedgerRow, lexicon: Lexicon) -> tuple[str, ...]:
    """Returns a ledger row as a row: subject, metric, period, state, values in order of report with their change."""
    said = (SHORT.reported(v.value, v.low, v.high, v.qualifier, row.unit) for v in row.values)
    change = f" ({SHORT.change(row.change)})" if row.change else ""
    subject = named([row.subject], lexicon) if row.subject else "-"
    return (subject, row.metric or "-", row.period or "-", row.state.value, " → ".join(dict.fromkeys(said)) + change)


def relation_row(relation: Relation, lexicon: Lexicon) -> tuple[str, ...]:
    """Returns a relation as a row: who, what to whom, whom, status."""
    kind = relation.kind.value.replace("-", " ")
    return (named([relation.source], lexicon), kind, named([relation.target], lexicon), relation.status.value)
