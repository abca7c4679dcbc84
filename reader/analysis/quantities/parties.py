"""Who buys from whom in this field: the order of the supply chain, from models down to the tools that make chips."""

from __future__ import annotations

from collections.abc import Mapping

from reader.analysis.quantities.words import words
from reader.model.lexicon import Company, CompanyKind

_TIERS: dict[str, int] = {
    "models": 0, "customer": 0, "robotics": 1, "software": 1, "security": 1, "devices": 1, "telecom": 1,
    "conglomerate": 1, "cloud": 2, "neocloud": 3, "inference": 3, "data": 3, "data-centers": 4, "mining": 4,
    "servers": 5, "storage": 5, "chips": 6, "custom": 6, "quantum": 6, "networking": 7, "memory": 7, "optics": 7,
    "photonics": 7, "construction": 7, "ip": 8, "power": 8, "nuclear": 8, "grid": 8, "electrical": 8, "cooling": 8,
    "fuel-cells": 8, "storage-power": 8, "foundry": 8, "packaging": 8, "turbines": 9, "equipment": 9, "eda": 9,
    "materials": 10,
}  # fmt: skip
DEVELOPER_TIERS = (3, 4)
UTILITY_TIER = 8
_LENDERS = words("bank investor venture")
_RATERS = words("rating")
_OBSERVERS = words("research bank consultancy rating exchange association standards")


def company_tier(company: Company | None) -> int:
    """Returns the place in the chain: a lower one buys from a higher one. Unknown stands in the middle."""
    if company is None:
        return 4
    if company.kind is CompanyKind.LAB:
        return 0
    if company.kind is not CompanyKind.COMPANY:
        return 20
    tiers = [_TIERS[s] for s in company.sectors if s in _TIERS]
    return min(tiers) if tiers else 4


def is_lender(company: Company | None) -> bool:
    """Tells banks, lenders and funds, which give money and are not given to."""
    return company is not None and (company.kind is CompanyKind.FUND or bool(_LENDERS.intersection(company.sectors)))


def is_rater(company: Company | None) -> bool:
    """Tells rating agencies, which speak of others' figures and have none of note."""
    return company is not None and bool(_RATERS.intersection(company.sectors))


def is_observer(company: Company | None) -> bool:
    """Tells who speaks of others' figures: agencies, research houses, banks' analysts, rating firms."""
    if company is None:
        return False
    return company.kind in (CompanyKind.AGENCY, CompanyKind.FUND) or bool(_OBSERVERS.intersection(company.sectors))


def protagonist(weights: Mapping[str, float], companies: Mapping[str, Company]) -> str | None:
    """Returns who figures fall to by default: the weightiest organisation that does not only watch or lend."""
    ranked = sorted(weights, key=lambda c: (-weights[c], c))
    own = (c for c in ranked if not is_observer(companies.get(c)) and not is_lender(companies.get(c)))
    return next(own, ranked[0] if ranked else None)
