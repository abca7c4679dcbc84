"""Scores reading of numbers with units on specifications: ``python -m benchmarks.specs FOLDER [--errors N]``.

FOLDER holds ``CurrencyModel.json`` and ``DimensionModel.json`` in the form of Recognizers-Text's test specifications: a
list of ``{"Input", "Results": [{"TypeName", "Resolution": {"value", "unit"}}]}``. A result is found where one quantity
of ``reader.analysis.quantities.scan`` has its value (to 0.5 %) and its unit, converted to our base unit. Results in a
unit that no figure of ours is told in (weights, volumes, speeds, angles; currencies without a code of ours; an amount
left without a number) are excluded and counted by reason. Precision counts our quantities of the model's kind, money
or lengths, areas and bytes, against the results that expect them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.analysis.quantities.scan import quantities
from reader.analysis.quantities.units import CURRENCIES

_MONEY: Mapping[str, tuple[str, float]] = {
    "Dollar": ("USD", 1.0), "United States dollar": ("USD", 1.0), "Cent": ("USD", 0.01), "Penny": ("USD", 0.01),
    "Euro": ("EUR", 1.0), "Chinese yuan": ("CNY", 1.0), "Pound": ("GBP", 1.0), "British pound": ("GBP", 1.0),
    "Pence": ("GBP", 0.01), "Canadian dollar": ("CAD", 1.0), "Japanese yen": ("JPY", 1.0), "Franc": ("CHF", 1.0),
    "Swiss franc": ("CHF", 1.0), "Australian dollar": ("AUD", 1.0), "Rupee": ("INR", 1.0),
    "Mexican peso": ("MXN", 1.0), "Hong Kong dollar": ("HKD", 1.0), "New Zealand dollar": ("NZD", 1.0),
}  # fmt: skip
_DIMENSIONS: Mapping[str, tuple[str, float]] = {
    "Meter": ("m", 1.0), "Kilometer": ("m", 1e3), "Decimeter": ("m", 0.1), "Centimeter": ("m", 0.01),
    "Millimeter": ("m", 1e-3), "Picometer": ("m", 1e-12), "Mile": ("m", 1609.344), "Foot": ("m", 0.3048),
    "Inch": ("m", 0.0254), "Square meter": ("sqft", 10.7639104), "Square kilometer": ("acres", 247.105381),
    "Acre": ("acres", 1.0), "Megabyte": ("B", 1e6),
}  # fmt: skip
_SHARED_NAMES = frozenset({"USD", "CAD", "AUD", "HKD", "NZD"})
"""currencies that the specifications all call "Dollar" where only the sign is written"""
MODELS: Mapping[str, tuple[Mapping[str, tuple[str, float]], frozenset[str]]] = {
    "CurrencyModel": (_MONEY, frozenset(CURRENCIES.values())),
    "DimensionModel": (_DIMENSIONS, frozenset(unit for unit, _ in _DIMENSIONS.values())),
}
"""model → its units as ours, and the units of ours that count for its precision"""


@dataclass
class ModelScore:
    """Found and expected results of one model, our quantities beyond them, and what was left out, by reason."""

    found: int = 0
    expected: int = 0
    extra: int = 0
    excluded: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.extra)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.expected)


def score_model(rows: list[dict[str, Any]], model: str) -> ModelScore:
    """Scores the rows of one specification."""
    units, kinds = MODELS[model]
    score = ModelScore()
    for row in rows:
        text = row["Input"]
        ours = [(q.unit.split("/")[0], q.value) for q in quantities(text, 0, len(text))]
        free = [q for q in ours if q[0] in kinds]
        for unit, value, words in _wanted(row, units, score):
            hit = next((q for q in free if _same(q, unit, value)), None)
            if hit:
                free.remove(hit)
            score.found += hit is not None
            score.expected += 1
            if not hit:
                score.errors.append(f"missed {words!r} ({value:g} {unit}) | {text[:100]} | {ours}")
        if len(free) and not _excluded(row, units):
            score.extra += len(free)
            score.errors += [f"extra {value:g} {unit} | {text[:100]}" for unit, value in free]
    return score


def _wanted(
    row: dict[str, Any], units: Mapping[str, tuple[str, float]], score: ModelScore
) -> Iterator[tuple[str, float, str]]:
    for result in row["Results"]:
        resolution = result.get("Resolution") or {}
        unit, value = str(resolution.get("unit")), resolution.get("value")
        if unit not in units:
            score.excluded[f"unit {unit}"] += 1
        elif value is None:
            score.excluded["no number"] += 1
        else:
            code, factor = units[unit]
            yield code, float(value) * factor, result.get("Text", "")


def _excluded(row: dict[str, Any], units: Mapping[str, tuple[str, float]]) -> bool:
    return any((result.get("Resolution") or {}).get("unit") not in units for result in row["Results"])


def _same(ours: tuple[str, float], unit: str, value: float) -> bool:
    same_unit = ours[0] == unit or {ours[0], unit} <= _SHARED_NAMES
    return same_unit and abs(ours[1] - value) <= 0.005 * max(abs(value), 1e-15)


def main() -> None:
    parser = argparse.ArgumentParser(description="Scores numbers with units on test specifications.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="show N errors of each model")
    args = parser.parse_args()
    for model in MODELS:
        rows = json.loads((args.folder / f"{model}.json").read_text(encoding="utf-8"))
        score = score_model(rows, model)
        print(
            f"{model:15} found {score.found} of {score.expected}  precision {score.precision:.3f}  "
            f"recall {score.recall:.3f}"
        )
        left_out = ", ".join(f"{reason} {count}" for reason, count in score.excluded.most_common())
        print(f"{'':15} left out: {left_out or 'nothing'}")
        for error in score.errors[: args.errors]:
            print(f"  {error}")


if __name__ == "__main__":
    main()
