"""The gazetteer: organisations and topics."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CompanyKind(StrEnum):
    COMPANY = "company"
    AGENCY = "agency"
    FUND = "fund"
    LAB = "lab"


@dataclass(frozen=True, slots=True)
class Company:
    """One organisation of the gazetteer (``companies.toml``).

    ``prior`` says how far a bare alias is believed: ``sure`` always, ``likely`` unless the context speaks against
    it, ``unlikely`` only with context for it, ``never`` only by a full name. ``year_end`` is the last month of
    the fiscal year (1–12).
    """

    id: str
    name: str
    kind: CompanyKind = CompanyKind.COMPANY
    ticker: str | None = None
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    products: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    needs_any: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    prior: str = "sure"
    shaky: tuple[str, ...] = ()
    """the aliases that ``prior`` speaks of; all others are sure"""
    year_end: int = 12
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of ``topics.toml`` with its weighted terms; a negative weight speaks against it."""

    id: str
    name: str
    terms: tuple[tuple[str, float], ...] = ()
    threshold: float = 1.0
