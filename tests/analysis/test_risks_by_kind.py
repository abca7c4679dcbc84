from __future__ import annotations

import pytest

from reader.analysis.document import read_document
from reader.analysis.risks import find_risks
from reader.model.findings import RiskKind
from tests.builders import article


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Acme accounted for 83% of revenue in the first half.", RiskKind.CUSTOMER),
        ("The maker leans on a single customer for most of its orders.", RiskKind.CUSTOMER),
        ("If the regulator says no, the sale could be blocked.", RiskKind.REGULATION),
        ("The agency opened a formal investigation of the licence.", RiskKind.REGULATION),
        ("Lenders warned that the loan may default.", RiskKind.FINANCING),
        ("Every wafer that the plant can make this year is sold out.", RiskKind.SUPPLY),
        ("The campus will not run before the second half of 2028, six months later than promised.", RiskKind.TIMING),
        ("A cheaper rival could undercut the service.", RiskKind.COMPETITION),
        ("A flaw in the driver could stop the servers.", RiskKind.TECHNOLOGY),
        ("The main risk is that nobody wants to live there.", RiskKind.OTHER),
        ("Acme opened a plant in Ohio.", None),
        ("Shares rose by 3% on Tuesday.", None),
        ("This release contains forward-looking statements that involve risks and uncertainties.", None),
        ("Could the loan default?", None),
    ],
)
def test_a_risk_needs_a_subject_and_a_hazard(sentence: str, kind: RiskKind | None) -> None:
    risks = find_risks(read_document(article(f"<p>{sentence}</p>")))
    assert [risk.kind for risk in risks] == ([] if kind is None else [kind])
    for risk in risks:
        assert risk.text == sentence
        assert risk.reason.words


def test_headings_state_no_risk_and_a_text_has_eight_at_most() -> None:
    made = article("<h2>A flaw could stop the servers</h2>" + "<p>A flaw could stop the servers.</p>" * 20)
    risks = find_risks(read_document(made))
    assert len(risks) == 8
    assert all(made.text[risk.start : risk.end] == "A flaw could stop the servers." for risk in risks)
