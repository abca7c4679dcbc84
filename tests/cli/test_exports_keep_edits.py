"""``export`` on the samples: shapes, files, edits that stay."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from markdown_it import MarkdownIt

from reader.analysis.lexicon import Lexicon
from reader.cli.application import Application
from reader.cli.export import export
from reader.errors import UsageError
from reader.gazetteer import read_companies, read_topics
from reader.pipeline.samples import load_samples
from reader.store import stories
from reader.store.articles import resolve
from reader.store.connection import Store, open_reader
from reader.store.notes import add

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.of(read_companies(), read_topics())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, lexicon: Lexicon) -> Path:
    path = tmp_path_factory.mktemp("samples") / "store.db"
    with Store.open(path) as store:
        for _ in load_samples(store, lexicon, lambda: NOW):
            pass
        store.checkpoint()
    return path


@pytest.fixture
def home(tmp_path: Path, filled: Path) -> Path:
    (tmp_path / "store.db").write_bytes(filled.read_bytes())
    return tmp_path


@pytest.fixture
def run(home: Path, lexicon: Lexicon, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(command: click.Command, *arguments: str) -> Any:
        app = Application(environ={}, db=home / "store.db", config=home / "config", json=True, now=lambda: NOW)
        app.__dict__["lexicon"] = lexicon  # as a first use would leave it: making one takes half a second
        capsys.readouterr()
        command.main(list(arguments), standalone_mode=False, obj=app)
        return json.loads(capsys.readouterr().out)

    return call


def first_story(home: Path) -> str:
    reader = open_reader(home / "store.db")
    try:
        return stories.rows(reader, NOW)[0].id
    finally:
        reader.close()


def test_a_story_is_exported_once_and_then_left_alone(run: Run, home: Path) -> None:
    story, vault = first_story(home), home / "vault"
    first = run(export, "story", story, "--to", str(vault))
    assert (len(first["written"]), first["unchanged"], first["kept"]) == (1, [], [])
    again = run(export, "story", story, "--to", str(vault))
    assert (again["written"], again["unchanged"], again["kept"]) == ([], first["written"], [])
    path = Path(first["written"][0])
    path.write_text(path.read_text().replace("## Summary", "## Summary, as I see it"))
    moved = path.rename(vault / "mine.md")
    kept = run(export, "story", story, "--to", str(vault))
    assert kept["written"] == kept["kept"] == [str(moved)]
    assert "as I see it" in moved.read_text()
    assert [each.name for each in vault.iterdir()] == ["mine.md"]


def test_a_query_exports_many_and_changed_only_those_that_lie_there(run: Run, home: Path) -> None:
    vault = str(home / "vault")
    first = run(export, "article", "--query", "company:cerebras", "--to", vault, "--links", "wiki")
    assert len(first["written"]) > 10
    again = run(export, "article", "--changed", "--to", vault, "--links", "wiki")
    assert (again["written"], sorted(again["unchanged"])) == ([], sorted(first["written"]))
    told = run(export, "story", "--query", "company:coreweave", "--to", vault)
    assert 1 <= len(told["written"]) < 10
    with pytest.raises(UsageError, match="name what to export"):
        run(export, "story", "--to", vault)


def test_the_whole_of_the_samples_is_exported_twice_without_a_change(run: Run, home: Path) -> None:
    vault = str(home / "vault")
    with Store.open(home / "store.db") as store, store.write() as connection:
        add(connection, "cerebras", "# Mine\n\nwords", now=NOW)
    for verb in (("article", "--since", "2020-01-01"), ("story", "--since", "2020-01-01"), ("notes",)):
        first = run(export, *verb, "--to", vault)
        assert first["written"]
        again = run(export, *verb, "--to", vault)
        assert (again["written"], again["kept"]) == ([], [])


def test_a_whole_vault_that_a_person_went_through_keeps_every_word_and_place(run: Run, home: Path) -> None:
    vault = home / "vault"

    def export_all() -> dict[str, set[str]]:
        told = [run(export, verb, "--since", "2020-01-01", "--to", str(vault)) for verb in ("article", "story")]
        return {key: {path for each in told for path in each[key]} for key in ("written", "unchanged", "kept")}

    export_all()
    assert export_all()["kept"] == set()  # now the articles' links to their stories stand too
    stories = {path for path in map(str, vault.glob("*.md")) if 'kind: "briefing"' in Path(path).read_text("utf-8")}
    (vault / "Read" / "2026").mkdir(parents=True)
    edited, linking, words = set(), set(), {}
    for number, path in enumerate(sorted(vault.glob("*.md"))):
        text, mine = path.read_text("utf-8"), f"WORDS-{number}"
        match number % 6 if str(path) not in stories else 1:
            case 0:
                text = text.replace("\n<!-- tapeout:end head -->", f"{mine}\n\n<!-- tapeout:end head -->", 1)
                edited.add(str(path))
            case 1:
                text += f"\n{mine}\n"
            case 2:
                path = path.rename(path.with_name(f"{mine}.md"))
            case 3:
                path = path.rename(vault / "Read" / "2026" / path.name)
                linking |= {str(path)} if "\nStory: [" in text else set()  # its link leads from elsewhere now
                text = f"---\nmine: {mine}\n" + text.removeprefix("---\n")
            case 4:
                text = text.replace("\n", "\r\n") + mine
            case 5:
                text = text.replace("<!-- tapeout:end head -->", f"<!-- tapeout:end head -->\n\n{mine}", 1)
        path.write_bytes(text.encode())
        words[str(path)] = mine
    assert len(edited) >= 10
    before = {path: Path(path).stat().st_mtime_ns for path in words}
    first = export_all()
    touched = edited | linking
    assert (first["written"], first["kept"], first["unchanged"]) == (touched, edited, set(words) - touched)
    second = export_all()
    assert (second["written"], second["kept"], second["unchanged"]) == (set(), edited, set(words))
    for path, mine in words.items():
        assert mine in path or mine in Path(path).read_text("utf-8")
        assert (Path(path).stat().st_mtime_ns == before[path]) is (path not in touched)
    assert {str(path) for path in vault.rglob("*") if path.is_file()} == set(words), "no file more, no file less"


def test_links_follow_a_briefing_that_was_moved_and_an_article_that_was(run: Run, home: Path) -> None:
    vault, story = home / "vault", first_story(home)
    (path,) = map(Path, run(export, "story", story, "--to", str(vault))["written"])
    (other, first, *_) = map(Path, run(export, "article", "--query", f"story:{story}", "--to", str(vault))["written"])
    assert f"](<{path.name}>)" in other.read_text("utf-8")
    (vault / "Stories").mkdir()
    path.rename(vault / "Stories" / "Mine.md")
    (vault / "Read").mkdir()
    moved = first.rename(vault / "Read" / first.name)
    told = run(export, "article", "--query", f"story:{story}", "--to", str(vault))
    assert {str(other), str(moved)} <= set(told["written"])
    assert "](<Stories/Mine.md>)" in other.read_text("utf-8")
    assert "](<../Stories/Mine.md>)" in moved.read_text("utf-8")
    assert told["kept"] == []


def test_notes_are_chosen_by_their_words_or_by_what_they_are_on(run: Run, home: Path) -> None:
    story = first_story(home)
    with Store.open(home / "store.db") as store, store.write() as conn:
        ((article, _),) = resolve(conn, "Cerebras withdraws its S-1")
        for target, body in ((article, "the lock-up"), (story, "who pays"), ("nvidia", "lock-up again")):
            add(conn, target, body, now=NOW)

    def found(*options: str) -> int:
        return int(run(export, "notes", *options, "--to", "-")["text"].count('tapeout-kind: "note"'))

    assert found() == 3
    assert found("--query", "lock-up") == 2
    assert found("--query", "company:cerebras") == 2
    assert found("--query", "title:withdraws") == 2
    assert found("--query", "company:micron -company:cerebras") == 0
    assert found("--since", "2030-01-01") == 0


def test_every_exported_page_parses_back_to_what_was_meant(run: Run, home: Path) -> None:
    vault = home / "vault"
    run(export, "article", "--since", "2020-01-01", "--to", str(vault))
    run(export, "story", "--since", "2020-01-01", "--to", str(vault))
    parser = MarkdownIt("commonmark").enable("table")
    paths = sorted(vault.iterdir())
    assert len(paths) > 60
    for path in paths:
        front, body = path.read_text("utf-8").removeprefix("---\n").split("\n---\n", 1)
        assert not [line for line in front.split("\n") if not re.match(r"[a-z-]+: [\"\[]", line)], path
        tokens = parser.parse(body)
        blocks = [token.content.strip() for token in tokens if token.type == "html_block"]
        assert not [
            each for each in blocks if not re.fullmatch(r"<!-- tapeout:(begin|end) [a-z-]+( \w{16})? -->", each)
        ]
        heads = [
            tokens[i + 1].content for i, token in enumerate(tokens) if token.tag in ("h1", "h2") and token.nesting > 0
        ]
        assert heads[1:] == [each for each in HEADINGS if each in heads], path
        inside = [child for token in tokens for child in token.children or ()]
        assert not [child for child in inside if child.type in ("html_inline", "image")]
        for child in inside:
            if child.type == "link_open":
                assert str(child.attrs["href"]).startswith(("https://", "2")), path
            if child.type == "code_inline":
                assert child.content.startswith("tapeout "), path
        assert "[[" not in body


HEADINGS = (
    "In short",
    "Text",
    "Summary",
    "Timeline",
    "Figures",
    "Expected",
    "Relations",
    "Risks",
    "My notes",
    "Sources",
)


def test_printing_gives_the_page_itself(run: Run, home: Path) -> None:
    told = run(export, "story", first_story(home), "--to", "-")
    assert told["text"].startswith("---\ntitle: ")
    assert "## Sources" in told["text"]
    assert not (home / "-").exists()


def test_timeline_and_figures_as_pages_and_as_data(run: Run, home: Path) -> None:
    story, vault = first_story(home), home / "vault"
    for verb in ("timeline", "figures"):
        assert len(run(export, verb, "--story", story, "--to", str(vault))["written"]) == 1
        (path,) = run(export, verb, "--story", story, "--format", "csv", "--to", str(vault))["written"]
        assert len(Path(path).read_text().splitlines()) > 5
        assert run(export, verb, "--story", story, "--format", "csv", "--to", str(vault))["unchanged"] == [path]
        data = run(export, verb, "--story", story, "--format", "json", "--to", "-")
        assert isinstance(data, list)
        Path(path).write_text("mine\n")
        kept = run(export, verb, "--story", story, "--format", "csv", "--to", str(vault))
        assert Path(path).read_text() == "mine\n"
        beside = path.replace(".csv", "-new.csv")
        assert (kept["written"], kept["kept"]) == ([beside], [path])
        again = run(export, verb, "--story", story, "--format", "csv", "--to", str(vault))
        assert (again["written"], again["unchanged"], again["kept"]) == ([], [beside], [path])
        Path(beside).write_text("mine too\n")
        third = run(export, verb, "--story", story, "--format", "csv", "--to", str(vault))
        assert (third["written"], third["kept"]) == ([path.replace(".csv", "-new-2.csv")], [path])
        assert (Path(path).read_text(), Path(beside).read_text()) == ("mine\n", "mine too\n")
    with pytest.raises(UsageError, match="say one of"):
        run(export, "timeline", "--to", "-")


@pytest.mark.parametrize("form", ["md", "csv", "json"])
@pytest.mark.parametrize("verb", ["timeline", "figures"])
def test_tables_of_many_stories_are_chosen_like_briefings(run: Run, home: Path, verb: str, form: str) -> None:
    to = ("--format", form, "--to", str(home / "vault"))
    first = run(export, verb, "--since", "2020-01-01", *to)
    assert len(first["written"]) == 5
    assert run(export, verb, "--company", "cerebras", *to)["written"]
    again = run(export, verb, "--changed", *to)
    assert (again["written"], len(again["unchanged"]), again["kept"]) == ([], 6, [])
    some = run(export, verb, "--query", "company:coreweave", "--changed", *to)
    assert set(some["unchanged"]) < set(first["written"])


def test_a_choice_leaves_of_one_table_what_the_chosen_articles_say(run: Run, home: Path) -> None:
    story = first_story(home)
    whole = run(export, "timeline", "--story", story, "--format", "json", "--to", "-")
    late = run(export, "timeline", "--story", story, "--since", "2026-05-01", "--format", "json", "--to", "-")
    assert 0 < len(late) < len(whole)
    ids = {row["id"] for row in late}
    assert late == [row for row in whole if row["id"] in ids]
    with pytest.raises(UsageError, match="say one of"):
        run(export, "figures", "--story", story, "--company", "cerebras", "--to", "-")


def test_a_title_is_enough_to_name_an_article(run: Run, home: Path) -> None:
    reader = open_reader(home / "store.db")
    try:
        (found,) = resolve(reader, "Cerebras withdraws its S-1")
    finally:
        reader.close()
    (path,) = run(export, "article", "Cerebras withdraws", "--to", str(home / "vault"))["written"]
    assert Path(path).name == f"2025-10-03 cerebras-withdraws-its-s-1-{found[0]}.md"


def test_everything_goes_into_one_file(run: Run, home: Path) -> None:
    told = run(export, "--all", str(home / "house.json"))
    assert told == {"written": [str(home / "house.json")], "unchanged": [], "kept": []}
    document = json.loads((home / "house.json").read_text())
    assert document["format"] == "tapeout"
    assert (home / "house.json").stat().st_mode & 0o777 == 0o600
    run(export, "--all", str(home / "house.json"))
    with pytest.raises(UsageError, match="say what to export"):
        run(export)


def test_a_named_file_of_another_kind_is_not_written_over(run: Run, home: Path) -> None:
    (home / "feeds.toml").write_text("")
    mine = home / "mine.md"
    mine.write_text("mine")
    for arguments in (("--all", str(mine)), ("opml", "--to", str(mine))):
        with pytest.raises(UsageError, match=r"mine\.md: a file of another kind lies there"):
            run(export, *arguments)
    assert mine.read_text() == "mine"
    for _ in range(2):
        assert run(export, "opml", "--to", str(home / "feeds.opml"))["written"]
