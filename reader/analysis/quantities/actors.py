"""An organisation where a sentence speaks of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Actor:
    """An organisation where it is spoken of: by ``name``, by ``pronoun`` or by a ``noun`` such as "the group".

    ``possessive`` has its 's; ``subject`` opens a clause, ``oblique`` stands behind a preposition; ``speaker`` says
    something, ``reporter`` only measures or comments; ``aside`` stands in a relative clause closed by commas.
    """

    company: str
    start: int
    end: int
    form: str
    possessive: bool
    oblique: bool
    subject: bool = False
    speaker: bool = False
    reporter: bool = False
    aside: tuple[int, int] | None = None
