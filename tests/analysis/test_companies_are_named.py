"""Organisations are found by name and context, and words that look like names are left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.analysis.candidates import find_candidates
from reader.analysis.companies import find_mentions, tag_companies
from reader.analysis.document import Document, read_document
from reader.analysis.lexicon import Lexicon
from reader.analysis.references import find_references
from reader.gazetteer import read_companies, read_topics
from tests.builders import article

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(read_companies(), read_topics())


def document(text: str, title: str = "News of the day") -> Document:
    html = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return read_document(article(html, title=title))


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def test_traps_name_nobody(lexicon: Lexicon) -> None:
    cases = lines("traps.jsonl")
    assert len(cases) >= 300
    wrong = []
    for case in cases:
        assert case["not"] in lexicon.companies
        for told in (document(case["text"]), document("A quiet day it was.", title=case["text"])):
            if case["not"] in {m.company for m in find_mentions(told, lexicon)}:
                wrong.append(case["text"])
    assert len(wrong) <= 0.015 * 2 * len(cases), wrong


def test_names_are_found_and_no_others(lexicon: Lexicon) -> None:
    cases = lines("positives.jsonl")
    assert len(cases) >= 100
    wrong = []
    for case in cases:
        found = {m.company for m in find_mentions(document(case["text"]), lexicon)}
        if found != set(case["companies"]):
            wrong.append((case["text"], found ^ set(case["companies"])))
    assert len(wrong) <= 0.02 * len(cases), wrong


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Amazon Web Services and Amazon differ.", ["Amazon Web Services", "Amazon"]),
        ("NVIDIA’s and Nvidia's chips, non-Nvidia ones.", ["NVIDIA", "Nvidia", "Nvidia"]),
        ("SK Hynix, SK hynix and Hynix are one.", ["SK Hynix", "SK hynix", "Hynix"]),
        ("A Nvidia-backed start-up and the OpenAI-Microsoft pact.", ["Nvidia", "OpenAI", "Microsoft"]),
        ("AMD/Nvidia, (Intel), “Oracle” and Meta: all fell.", ["AMD", "Nvidia", "Intel", "Oracle", "Meta"]),
        ("See nvidia.com or https://www.nvidia.com/en, or mail ir@nvidia.com.", []),
        ("Michael Dell met Larry Ellison of Oracle.", ["Oracle"]),
        ("Broadcoms and Unintel are no names.", []),
        ("Charges of $NVDA and (NYSE: DELL) rose.", ["NVDA", "NYSE", "DELL"]),
    ],
)
def test_spans(lexicon: Lexicon, text: str, spans: list[str]) -> None:
    told = document(text)
    assert [m.span.of(told.text) for m in find_mentions(told, lexicon)] == spans


def test_one_sure_name_licenses_the_shaky_one(lexicon: Lexicon) -> None:
    alone = document("Bills fell at Together last week.")
    licensed = document("Together AI cut its bills.\nBills fell at Together last week.\nTogether they went home.")
    assert find_mentions(alone, lexicon) == ()
    assert [m.span.of(licensed.text) for m in find_mentions(licensed, lexicon)] == ["Together AI", "Together"]


def test_a_part_does_not_tag_its_owner(lexicon: Lexicon) -> None:
    told = document("AWS opened a region. DeepMind published a paper. We Energies asked for gas plants.")
    tags = tag_companies(told, find_mentions(told, lexicon), lexicon)
    assert {t.id for t in tags} == {"amazon-web-services", "google-deepmind", "we-energies"}


def test_products_and_people_are_no_mentions(lexicon: Lexicon) -> None:
    told = document("The H100 sold out, said Jensen Huang. Claude and Trainium came later.")
    assert find_mentions(told, lexicon) == ()


def test_furniture_names_nobody(lexicon: Lexicon) -> None:
    told = document("\n".join(["A plant opened in May."] * 6) + "\nRelated: Why Nvidia fell\n© 2026 Intel Watch")
    assert find_mentions(told, lexicon) == ()


def test_every_tag_has_its_spans_and_a_reason(lexicon: Lexicon) -> None:
    told = document("Oracle leases it to OpenAI.\nOracle pays.", title="Oracle builds")
    tags = {t.id: t for t in tag_companies(told, find_mentions(told, lexicon), lexicon)}
    assert tags["oracle"].count == 2
    assert [s.of(told.text) for s in tags["oracle"].spans] == ["Oracle", "Oracle"]
    assert tags["oracle"].reason.rule
    assert "Oracle" in tags["oracle"].reason.words


def test_a_headline_without_text_still_names(lexicon: Lexicon) -> None:
    told = document("Comments", title="Nvidia buys a network maker")
    (tag,) = tag_companies(told, find_mentions(told, lexicon), lexicon)
    assert (tag.id, tag.count, tag.spans) == ("nvidia", 0, ())


def test_a_title_beside_a_text_names_nobody_alone(lexicon: Lexicon) -> None:
    told = document("Micron said so. " + "It was a long day at the plant in Boise. " * 12, title="Micron, unlike Intel")
    assert {t.id for t in tag_companies(told, find_mentions(told, lexicon), lexicon)} == {"micron"}


@pytest.mark.parametrize(
    ("text", "title", "main", "passing"),
    [
        (
            "Micron raised its forecast.\nThe company sees no end of it. Its plants are full.\nA rival is Samsung.",
            "Micron lifts forecast",
            {"micron"},
            {"samsung"},
        ),
        (
            "Oracle, OpenAI and Vantage will build it.\nOracle leases it.\nMicrosoft looked on.",
            "Oracle, OpenAI and Vantage pick a village",
            {"oracle", "openai", "vantage"},
            {"microsoft"},
        ),
        (
            "OpenAI ordered chips from Cerebras.\nCerebras will run them.\nNvidia lost the order.",
            "OpenAI places its largest order outside Nvidia with Cerebras",
            {"openai", "cerebras"},
            {"nvidia"},
        ),
        (
            "We Energies wants new plants. The utility asked the state.\nThe utility is patient.",
            "A utility asks for gas plants",
            {"we-energies"},
            set(),
        ),
        (
            "Nvidia rose.\nIntel fell.\nAMD rose.\nOracle fell.\nMeta rose.\nMicron fell.\nDell rose.\nArista fell.\n"
            "Cisco rose.",
            "The week in shares",
            set(),
            {"oracle", "cisco"},
        ),
    ],
)
def test_salience(lexicon: Lexicon, text: str, title: str, main: set[str], passing: set[str]) -> None:
    told = document(text, title)
    tags = tag_companies(told, find_mentions(told, lexicon), lexicon)
    assert {t.id for t in tags if t.salience == "main"} == main
    assert passing.isdisjoint(t.id for t in tags if t.salience == "main")
    assert list(tags) == sorted(tags, key=lambda t: ("main", "secondary", "passing").index(t.salience))


def test_references_stand_for_what_was_named(lexicon: Lexicon) -> None:
    told = document(
        "Nvidia will sell H20 chips, Jensen Huang said. The company waits for a licence.\n"
        "We Energies will serve Vantage. The utility has no spare plant, and the developer knows it."
    )
    found = find_references(told, find_mentions(told, lexicon), lexicon)
    assert [(r.company, r.span.of(told.text), r.kind) for r in found] == [
        ("nvidia", "H20", "product"),
        ("nvidia", "Jensen Huang", "person"),
        ("nvidia", "The company", "noun"),
        ("we-energies", "The utility", "noun"),
        ("we-energies", "the developer", "noun"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Qortex, a start-up that makes laser parts, raised $40m.", ["Qortex"]),
        ("The contract went to Bluefin Compute Inc. on Friday.", ["Bluefin Compute"]),
        ("Chip start-up Vellum Semi has hired a chief.", ["Vellum Semi"]),
        ("Ostrava Power (NYSE: OSTP) fell.", ["Ostrava Power"]),
        ("Nvidia, a company that sells chips, and chip maker Intel rose.", []),
        ("The company said Monday was fine, a day that the firm liked.", []),
    ],
)
def test_unknown_names_are_proposed(lexicon: Lexicon, text: str, names: list[str]) -> None:
    told = document(text)
    found = find_candidates(told, lexicon)
    assert [c.name for c in found] == names
    assert all(told.text[c.start : c.end] == c.name and c.reason.rule for c in found)


HOSTILE = [
    "Arm cpu. " * 20_000,
    "Nvidia " * 30_000,
    "A" * 200_000,
    "Aa & " * 40_000,
    "the company " * 20_000,
    "İ Intel " * 9_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_survived(lexicon: Lexicon, text: str) -> None:
    told = read_document(article("<p>x</p>", title=text[:400], text=text, blocks=()))
    mentions = find_mentions(told, lexicon)
    assert all(m.span.end <= len(text) for m in mentions)
    tag_companies(told, mentions, lexicon)
    find_candidates(told, lexicon)


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("Corning, a town in Iowa, has an opera house.", set()),
        ("Corning, which makes glass for screens, hired 300 people.", {"corning"}),
        ("Iron Mountain, Michigan, has a ski jump.", set()),
        ("The temple of Apollo lost its roof.", set()),
        ("The fund of Apollo bought the campus.", {"apollo"}),
        ("Gertrude Corning ran the post office.", set()),
        ("The Amazon rises in Peru.", set()),
        ("The Amazon campus opened.", {"amazon"}),
        ("The boxes are built by Flex in Ohio.", {"flex"}),
        ("The Oracle told Oedipus who he was.", set()),
        ("Flex is a term from tailoring.", set()),
        ("Modular sold its compiler business.", {"modular"}),
        ("Together they sold twelve cows.", set()),
        ("Lambda has rented 12 MW of power.", {"lambda"}),
    ],
)
def test_the_words_beside_a_name_say_what_it_is(lexicon: Lexicon, text: str, companies: set[str]) -> None:
    assert {m.company for m in find_mentions(document(text), lexicon)} == companies


def test_a_name_that_is_also_a_word_needs_an_article_of_the_field(lexicon: Lexicon) -> None:
    weather = "Apple bloom came early. " + "The valley was white for a week and the bees came late. " * 4
    assert find_mentions(document(weather), lexicon) == ()
    assert find_mentions(document(weather + "Apple said that its engineers were glad."), lexicon) != ()


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("Its rivals Talen and Constellation rose by a twentieth.", {"talen", "constellation"}),
        ("A constellation of rivals stood against Talen.", {"talen"}),
        ("Japan's industry ministry will pay for half of the plant.", {"meti"}),
        ("China’s market regulator stopped its clock.", {"samr"}),
        ("Ansys, which Synopsys bought, and Keysight make tools.", {"ansys", "synopsys", "keysight"}),
        (
            "Prolec and Virginia Transformer sell every transformer they can make.",
            {"prolec-ge", "virginia-transformer"},
        ),
        ("The loan comes from BBVA, CoBank and Fifth Third.", {"bbva", "cobank", "fifth-third"}),
    ],
)
def test_names_in_lists_and_agencies_by_their_country(lexicon: Lexicon, text: str, companies: set[str]) -> None:
    assert {m.company for m in find_mentions(document(text), lexicon)} == companies
