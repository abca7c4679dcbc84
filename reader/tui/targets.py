"""Where a line of a screen leads: a sentence of an article, an article, a company, a story; and why it is there."""

from __future__ import annotations

from dataclasses import dataclass

from reader.model.findings import EventSource
from reader.model.lists import Held
from reader.model.text import Reason, Sentence, SourceRef, Span
from reader.tui.lenses import Lens


@dataclass(frozen=True, slots=True)
class Target:
    """What opening a line does. ``places`` are sentences, the first one opens; without them ``company`` or ``story``.

    ``reasons`` say why the line is shown; ``quote`` is what copying it copies; ``event`` and ``figure`` name what the
    line is, so that commands can act on it.
    """

    places: tuple[SourceRef, ...] = ()
    article: str | None = None
    company: str | None = None
    story: str | None = None
    quote: str = ""
    reasons: tuple[Held, ...] = ()
    event: str | None = None
    lens: Lens | None = None

    @property
    def opens(self) -> str | None:
        """The article that the line leads to."""
        return self.places[0].article if self.places else self.article

    @property
    def span(self) -> Span | None:
        """The range to light in that article."""
        return Span(self.places[0].start, self.places[0].end) if self.places else None


def place_of(source: EventSource | Sentence) -> SourceRef:
    """Returns the place of an event's source or of a sentence."""
    return SourceRef(source.article, source.start, source.end)


def because(what: str, reason: Reason, place: SourceRef | None = None) -> Held:
    """Returns a reason as the why screen shows it."""
    if place is None:
        return Held(what, reason.rule, reason.words, "")
    return Held(what, reason.rule, reason.words, place.article, place.start, place.end)
