"""What the user merges, splits, renames or settles stays so through a new analysis, and can be undone."""

from __future__ import annotations

from tests.command import Tapeout


def two_largest(tapeout: Tapeout) -> list[dict[str, object]]:
    return sorted(tapeout.json("stories"), key=lambda story: -len(story["articles"]))[:2]


def test_merged_stories_stay_merged_until_undone(demo_copy: Tapeout) -> None:
    one, other = two_largest(demo_copy)
    merged = demo_copy.json("story", "merge", str(one["id"]), str(other["id"]))
    together = {*one["articles"], *other["articles"]}  # type: ignore[misc]
    assert set(merged["articles"]) == together
    demo_copy.json("analyse")
    assert set(demo_copy.json("story", merged["id"])["articles"]) == together
    demo_copy.json("story", "undo")
    assert set(demo_copy.json("story", str(one["id"]))["articles"]) == set(one["articles"])  # type: ignore[call-overload]


def test_split_articles_stay_apart(demo_copy: Tapeout) -> None:
    story = two_largest(demo_copy)[0]
    out = story["articles"][:2]  # type: ignore[index]
    new = demo_copy.json("story", "split", str(story["id"]), *out)
    assert set(new["articles"]) >= set(out)
    demo_copy.json("analyse")
    left = demo_copy.json("story", str(story["id"]))
    assert not set(out) & set(left["articles"])


def test_renamed_story_keeps_its_name(demo_copy: Tapeout) -> None:
    story = two_largest(demo_copy)[0]
    demo_copy.json("story", "rename", str(story["id"]), "The wafer \x1b]52;c;x\x07 listing")
    demo_copy.json("analyse")
    assert demo_copy.json("story", str(story["id"]))["title"] == "The wafer ]52;c;x listing"


def test_settled_expectation_keeps_its_state(demo_copy: Tapeout) -> None:
    expected = demo_copy.json("watch")[0]
    assert demo_copy.json("watch", "resolve", expected["id"], "--met")[0]["state"] == "met"
    demo_copy.json("analyse")
    assert {line["id"]: line["state"] for line in demo_copy.json("watch")}[expected["id"]] == "met"
    assert demo_copy("watch", "resolve", "e000000000000", "--met").code == 1


def test_why_a_story_stands_where_it_stands(demo_copy: Tapeout) -> None:
    story = demo_copy.json("stories")[0]
    held = demo_copy.json("why", story["id"])
    assert {line["article"] for line in held if line["what"].startswith("link ")} == set(story["articles"])
    (place,) = [line for line in held if line["what"] == "place in the list"]
    assert "origins" in place["words"]
