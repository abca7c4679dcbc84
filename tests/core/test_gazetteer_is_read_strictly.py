"""companies.toml and topics.toml: ours, a person's over it, complaints that point at the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.analysis.lexicon import Lexicon
from reader.errors import ConfigError
from reader.gazetteer import read_companies, read_topics, slug
from reader.model.lexicon import CompanyKind


def test_our_list_covers_the_field() -> None:
    companies = {c.id: c for c in read_companies()}
    assert len(companies) > 1000
    kinds = {kind: sum(c.kind is kind for c in companies.values()) for kind in CompanyKind}
    assert min(kinds.values()) >= 40
    assert companies["nvidia"].year_end == 1
    assert companies["amazon-web-services"].parent == "amazon"


def test_no_spelling_and_no_ticker_stands_for_two() -> None:
    owners: dict[str, str] = {}
    for company in read_companies():
        for name in {company.name.lower(), *(a.lower() for a in (*company.aliases, *company.shaky))}:
            assert owners.setdefault(name, company.id) == company.id, name
        if company.ticker:
            assert owners.setdefault("$" + company.ticker, company.id) == company.id, company.ticker


def test_our_topics_are_those_of_the_public_surface() -> None:
    expected = (
        "inference training gpus custom-silicon memory networking manufacturing data-centers energy cloud funding "
        "public-markets earnings mergers partnerships pricing debt export-controls regulation supply-chain "
        "customer-concentration models agents benchmarks research open-source security leadership"
    )
    assert {t.id for t in read_topics()} == set(expected.split())


def test_a_persons_file_changes_adds_and_removes(tmp_path: Path) -> None:
    path = tmp_path / "companies.toml"
    path.write_text(
        '[[company]]\nid = "nvidia"\naliases = ["Team Green"]\n\n'
        '[[company]]\nname = "Acme Chips"\nkind = "lab"\n\n[[company]]\nid = "intel"\nremove = true\n'
    )
    companies = {c.id: c for c in read_companies(path)}
    assert companies["nvidia"].aliases == ("Team Green",)
    assert companies["nvidia"].ticker == "NVDA"
    assert companies["acme-chips"].kind is CompanyKind.LAB
    assert "intel" not in companies
    assert companies["habana-labs"].parent is None


def test_a_persons_topics_weigh_terms_anew(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    path.write_text(
        '[[topic]]\nid = "memory"\n[topic.terms]\nDRAM = 5\nhbm = 0\n\n'
        '[[topic]]\nid = "water"\n[topic.terms]\naquifer = 2\n'
    )
    topics = {t.id: dict(t.terms) for t in read_topics(path)}
    assert topics["memory"]["DRAM"] == 5
    assert "hbm" not in topics["memory"]
    assert topics["memory"]["nand"] > 0
    assert topics["water"] == {"aquifer": 2}


def test_a_file_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert read_companies(tmp_path / "none.toml") == read_companies()


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('[[company]]\nname = "A"\nalias = ["B"]\n', ":3: company.alias: unknown key; did you mean 'aliases'?"),
        ("[[companies]]\n", "unknown key; did you mean 'company'?"),
        ('[[company]]\nname = "A"\nkind = "bank"\n', ":3: company.kind: 'bank' is not known"),
        ('[[company]]\nname = "A"\nprior = "likly"\n', "did you mean 'likely'?"),
        ('[[company]]\nname = "A"\nyear_end = 13\n', "must be a month from 1 to 12"),
        ('[[company]]\nname = "A"\nparent = "nobody"\n', ":3: company.parent: 'nobody' is not the id of a company"),
        ('[[company]]\nticker = "A"\n', "needs an id or a name"),
        ('[[company]]\nid = "new-one"\n', "is new and needs a name"),
        ('[[company]]\nname = "A"\naliases = "B"\n', "must be a list"),
        ('[[company]]\nname = "A"\naliases = [""]\n', "must have 1 to 120 characters"),
        ('[[company]]\nid = "A B"\nname = "A"\n', "is no id"),
        ("company = 5\n", "must be a list"),
        ("[[company]\n", "not valid TOML"),
    ],
)
def test_complaints_name_file_line_and_key(tmp_path: Path, source: str, complaint: str) -> None:
    path = tmp_path / "companies.toml"
    path.write_text(source)
    with pytest.raises(ConfigError) as error:
        read_companies(path)
    assert str(path) in str(error.value)
    assert complaint in str(error.value)


@pytest.mark.parametrize("weight", ["true", '"2"', "99"])
def test_weights_are_numbers_in_bounds(tmp_path: Path, weight: str) -> None:
    path = tmp_path / "topics.toml"
    path.write_text(f'[[topic]]\nid = "memory"\n[topic.terms]\nDRAM = {weight}\n')
    with pytest.raises(ConfigError, match="weight from -20 to 20"):
        read_topics(path)


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    path = tmp_path / "companies.toml"
    path.write_text('[[company]]\nid = "nvidia"\nticker = "X"\n')
    ours = Lexicon.of(read_companies(), read_topics())
    assert ours.digest == Lexicon.of(tuple(reversed(read_companies())), read_topics()).digest
    assert ours.digest != Lexicon.of(read_companies(path), read_topics()).digest


def test_slugs() -> None:
    assert [slug(n) for n in ("SK hynix", "Société Générale", "AT&T", "d-Matrix")] == [
        "sk-hynix",
        "societe-generale",
        "at-t",
        "d-matrix",
    ]
