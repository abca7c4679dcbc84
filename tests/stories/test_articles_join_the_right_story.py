from __future__ import annotations

import random

from reader.model.findings import Findings
from reader.model.stories import Decision, DecisionKind
from reader.stories.affinity import Scale
from reader.stories.clusters import Cluster
from reader.stories.constraints import Constraints
from reader.stories.linking import Linker
from reader.stories.profiles import Profile, make_profile
from reader.stories.words import Frequencies
from tests.stories.cast import article, findings

FILLER = [
    ("Harvest of apples ends in the valley", "Growers in the valley picked the last apples before the frost came."),
    ("Bridge closed for repairs", "The old bridge over the river will be closed while workers replace its cables."),
    ("Choir wins a prize", "A choir of retired miners won the first prize at the festival in Cork."),
    ("Lighthouse sold to a painter", "The lighthouse at the northern tip went to a painter who wants to live in it."),
]
IPO = [
    ("2025-09-01", "Waferly files for an initial public offering",
     "Waferly filed papers with regulators for a share sale on the exchange. The chip maker seeks a listing in "
     "spring."),
    ("2025-10-10", "Waferly withdraws its share sale",
     "Waferly withdrew the papers for its public offering after a private round. The chip maker still wants a "
     "listing."),
    ("2026-04-20", "Waferly tries the exchange again",
     "Waferly filed again for a listing. The offering of shares follows a contract with a large buyer of its chips."),
]  # fmt: skip
NORTH = ("2026-01-05", "Oracle and Vantage build at Stone Hollow",
         "Oracle leases a campus that Vantage builds at Stone Hollow. Stone Hollow gets four halls in "
         "Ohio.")  # fmt: skip
SOUTH = ("2026-01-20", "Oracle and Crusoe build at Dry Creek",
         "Oracle leases a campus that Crusoe builds at Dry Creek. Dry Creek gets four halls in Texas.")  # fmt: skip


def profile(name: str, row: tuple[str, str, str], main: list[str], beside: list[str] | None = None) -> Profile:
    made = article(name, *row)
    return make_profile(made, findings(made, main, beside or []))


def stream() -> list[Profile]:
    rows = [profile(f"ipo{n}", row, ["waferly"]) for n, row in enumerate(IPO)]
    rows += [profile("north", NORTH, ["oracle", "vantage"]), profile("south", SOUTH, ["oracle", "crusoe"])]
    for n, (title, text) in enumerate(FILLER):
        made = article(f"filler{n}", f"2025-1{n % 3}-0{n + 1}", title, text)
        rows.append(make_profile(made, Findings(made.id)))
    return rows


def linked(profiles: list[Profile], constraints: Constraints | None = None) -> Linker:
    linker = Linker(Scale(Frequencies()), constraints=constraints)
    linker.link(profiles)
    return linker


def test_a_story_that_slept_for_half_a_year_is_found_again() -> None:
    linker = linked(stream())
    assert len({linker.story_of(f"ipo{n}") for n in range(3)}) == 1


def test_stories_that_share_a_company_and_words_stay_apart() -> None:
    linker = linked(stream())
    assert linker.story_of("north") != linker.story_of("south")


def test_the_cast_of_one_matter_may_take_turns_in_the_lead() -> None:
    # a tracker of prices leads the first report, and is not even named in the second
    first = ("2025-10-01", "Memory buyers are told to pay more",
             "Makers of DRAM raise contract prices for memory modules. Buyers in Taipei wait at the gates.",
             )  # fmt: skip
    second = ("2025-12-04", "Lumen leaves the memory shops",
              "Lumen sells no more DRAM memory modules in the shops. Staff in Boise learnt it by letter.",
              )  # fmt: skip
    makers = ["samsung", "hynix", "kioxia"]
    one = profile("glut0", first, ["tracker"], ["lumen", *makers])
    linker = linked([*stream(), one, profile("glut1", second, ["lumen"], makers)])
    assert linker.story_of("glut0") == linker.story_of("glut1")
    linker = linked([*stream(), one, profile("glut1", second, ["stranger"], makers)])
    assert linker.story_of("glut0") != linker.story_of("glut1")


def test_what_has_nothing_in_common_stays_alone() -> None:
    linker = linked(stream())
    stories = {linker.story_of(f"filler{n}") for n in range(4)} | {linker.story_of("ipo0")}
    assert len(stories) == 5


def test_the_order_within_a_batch_does_not_matter() -> None:
    rows = stream()
    wanted = {row.article: linked(rows).story_of(row.article) for row in rows}
    for seed in range(5):
        shuffled = random.Random(seed).sample(rows, len(rows))
        linker = linked(shuffled)
        assert {row.article: linker.story_of(row.article) for row in rows} == wanted


def test_articles_join_one_by_one_as_in_a_batch() -> None:
    rows = sorted(stream(), key=lambda row: row.order)
    linker = Linker(Scale(Frequencies()))
    for row in rows:
        linker.link([row])
    assert len({linker.story_of(f"ipo{n}") for n in range(3)}) == 1
    assert linker.story_of("north") != linker.story_of("south")


def test_each_link_says_why() -> None:
    result = Linker(Scale(Frequencies())).link(stream())
    links = {placed.article: placed.link for placed in result.placements}
    assert links["ipo1"] is not None
    assert "waferly" in links["ipo1"].reason.words
    assert links["ipo0"] is not None
    assert links["ipo0"].reason.rule == "opened"


def test_a_copy_joins_its_original_and_adds_nothing() -> None:
    rows = stream()
    copy = profile("copy", IPO[1], ["waferly"])
    linker = Linker(Scale(Frequencies()))
    linker.link([*rows, copy], {"copy": "ipo1"})
    story = linker.story_of("copy")
    assert story == linker.story_of("ipo1")
    assert story is not None
    assert linker.clusters[story].size == 3


def test_a_round_up_belongs_to_no_story_and_names_those_it_speaks_of() -> None:
    names = ["waferly", "oracle", "vantage", "crusoe", "acme", "bolt", "corely", "dynamo"]
    made = article("weekly", "2026-04-25", "This week in chips: a listing, a campus",
                   "Waferly filed again for a listing on the exchange with its shares.\nElsewhere much was "
                   "said.")  # fmt: skip
    round_up = make_profile(made, findings(made, [], names))
    assert round_up.roundup
    linker = Linker(Scale(Frequencies()))
    linker.link(stream())
    placed = linker.link([round_up]).placements[0]
    assert placed.link is None
    assert linker.story_of("ipo0") in placed.related


def test_a_story_and_a_profile_survive_the_store() -> None:
    linker = linked(stream())
    for cluster in linker.clusters.values():
        again = Cluster.from_bytes(cluster.to_bytes())
        assert again.articles == cluster.articles
        assert again.keys == cluster.keys
        assert again.principals() == cluster.principals()
        assert again.sums.terms.keys() == cluster.sums.terms.keys()
    for row in stream():
        again_row = Profile.from_bytes(row.to_bytes())
        assert (again_row.article, again_row.names, again_row.main) == (row.article, row.names, row.main)
        assert [term for term, _ in again_row.terms] == [term for term, _ in row.terms]


def test_the_users_word_wins_over_likeness() -> None:
    merge = Decision(DecisionKind.MERGE, ("s1", "s2"), ("north", "south"))
    linker = linked(stream(), Constraints.of([merge]))
    assert linker.story_of("north") == linker.story_of("south")
    part = Decision(DecisionKind.REMOVE, ("s1",), ("ipo1",), against=("ipo0", "ipo2"))
    linker = linked(stream(), Constraints.of([part]))
    assert linker.story_of("ipo1") != linker.story_of("ipo0")
    assert linker.story_of("ipo2") == linker.story_of("ipo0")


def test_a_later_decision_wins_over_an_earlier_one() -> None:
    merge = Decision(DecisionKind.MERGE, ("s1", "s2"), ("a", "b", "c"))
    split = Decision(DecisionKind.SPLIT, ("s1", "s3"), ("c",), against=("a", "b"))
    rules = Constraints.of([merge, split])
    assert rules.home("b", {"a": "s1"}) == "s1"
    assert rules.home("c", {"a": "s1"}) is None
    assert not rules.allowed("c", ["a"])
    again = Constraints.of([merge, split, merge])
    assert again.allowed("c", ["a"])
