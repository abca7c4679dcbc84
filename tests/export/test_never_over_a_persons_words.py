"""Exporting again: only our own unedited blocks change, files are found wherever they went, nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.export.files import Folder
from reader.export.pages import digest, merge, pieces, render
from reader.model.exports import Exported
from tests.export.vaults import NOW, Vault, page


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def test_a_new_page_is_written_and_a_same_one_left_alone(vault: Vault) -> None:
    first = vault.export(page())
    assert (first.written, first.kept) == (True, False)
    assert first.path.name == "2026-04-18 a-story-s0123456789ab.md"
    before = first.path.stat().st_mtime_ns
    again = vault.export(page(status="As of tomorrow."))
    assert (again.written, again.kept) == (False, False)
    assert first.path.stat().st_mtime_ns == before
    assert [p.name for p in vault.root.iterdir()] == [first.path.name]


def test_a_changed_block_is_replaced_and_the_volatile_ones_with_it(vault: Vault) -> None:
    path = vault.export(page()).path
    told = vault.export(page("- Another fact", status="As of tomorrow."))
    assert (told.written, told.kept) == (True, False)
    text = path.read_text()
    assert "- Another fact" in text
    assert "- One fact" not in text
    assert "As of tomorrow." in text


def test_words_outside_the_blocks_stay_where_they_are(vault: Vault) -> None:
    path = vault.export(page()).path
    vault.edit(path, "<!-- tapeout:end summary -->", "<!-- tapeout:end summary -->\n\nMy own thought.\n")
    path.write_text(path.read_text() + "\nThe end.\n")
    told = vault.export(page("- Another fact"))
    assert (told.written, told.kept) == (True, False)
    text = path.read_text()
    assert text.index("- Another fact") < text.index("My own thought.") < text.index("- 1") < text.index("The end.")


def test_an_edited_block_stays_and_the_new_one_stands_below_it(vault: Vault) -> None:
    path = vault.export(page()).path
    vault.edit(path, "- One fact", "- One fact, as I see it")
    told = vault.export(page("- Another fact"))
    assert (told.written, told.kept) == (True, True)
    text = path.read_text()
    assert text.index("as I see it") < text.index("- Another fact") < text.index("- 1")


def test_an_edited_block_is_told_at_every_export_and_the_new_one_kept_fresh(vault: Vault) -> None:
    path = vault.export(page()).path
    vault.edit(path, "- One fact", "- My fact")
    vault.export(page("- Second"))
    same = vault.export(page("- Second"))
    assert (same.written, same.kept) == (False, True)
    third = vault.export(page("- Third"))
    assert (third.written, third.kept) == (True, True)
    text = path.read_text()
    assert "- My fact" in text
    assert "- Second" not in text
    assert text.count("- Third") == 1


def test_an_edited_volatile_block_alone_is_no_reason_to_write(vault: Vault) -> None:
    path = vault.export(page()).path
    vault.edit(path, "As of today.", "As of my birthday.")
    told = vault.export(page(status="As of tomorrow."))
    assert (told.written, told.kept) == (False, True)
    assert "As of my birthday." in path.read_text()


def test_a_block_that_has_nothing_to_say_any_more_goes_unless_it_was_edited(vault: Vault) -> None:
    path = vault.export(page()).path
    vault.export(page(figures=""))
    assert "tapeout:begin figures" not in path.read_text()
    vault.export(page())
    vault.edit(path, "- 1", "- 1 and mine")
    told = vault.export(page(figures=""))
    assert told.kept
    assert "- 1 and mine" in path.read_text()


def test_a_file_is_found_after_it_was_moved_and_renamed(vault: Vault) -> None:
    path = vault.export(page()).path
    (vault.root / "Stories" / "2026").mkdir(parents=True)
    moved = path.rename(vault.root / "Stories" / "2026" / "My name for it.md")
    told = vault.export(page("- Another fact"))
    assert told.path == moved
    assert "- Another fact" in moved.read_text()
    assert not path.exists()
    assert vault.export(page("- Another fact")).path == moved


def test_a_vault_is_known_again_without_any_memory(vault: Vault) -> None:
    path = vault.export(page()).path
    vault.edit(path, "- 1", "- 1, edited")
    vault.known.clear()
    told = vault.export(page("- Another fact"))
    assert (told.written, told.kept) == (True, True)
    text = path.read_text()
    assert "- One fact" not in text
    assert "- 1, edited" in text


def test_an_older_state_put_back_counts_as_a_persons_choice(vault: Vault) -> None:
    path = vault.export(page()).path
    old = path.read_text()
    vault.export(page("- Second"))
    path.write_text(old)
    told = vault.export(page("- Third"))
    assert told.kept
    assert "- One fact" in path.read_text()


def test_a_file_of_another_name_is_never_taken(vault: Vault) -> None:
    vault.root.mkdir()
    theirs = vault.root / "2026-04-18 A-STORY-s0123456789ab.md"
    theirs.write_text("mine")
    told = vault.export(page())
    assert theirs.read_text() == "mine"
    assert told.path.name == "2026-04-18 a-story-s0123456789ab-2.md"


def test_links_lead_nowhere(vault: Vault, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(render(page()))
    vault.root.mkdir()
    (vault.root / "link.md").symlink_to(outside)
    (vault.root / "folder").symlink_to(tmp_path, target_is_directory=True)
    name = vault.root / "2026-04-18 a-story-s0123456789ab.md"
    name.symlink_to(outside)
    before = outside.read_text()
    told = vault.export(page("- Another fact"))
    assert outside.read_text() == before
    assert told.path.parent == vault.root
    assert not told.path.is_symlink()


def test_a_remembered_path_that_leads_outside_is_not_followed(vault: Vault, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(render(page()))
    first = vault.export(page())
    assert first.exported
    for path in ("../outside.md", str(outside)):
        vault.known["s0123456789ab"] = replace(first.exported, path=path)
        assert vault.export(page("- Another fact")).path == first.path
    assert "- Another fact" not in outside.read_text()


def test_line_ends_byte_order_mark_and_permissions_stay(vault: Vault) -> None:
    path = vault.export(page()).path
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    os.chmod(path, 0o640)
    told = vault.export(page("- Another fact"))
    assert (told.written, told.kept) == (True, False)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_no_text_is_left_alone(vault: Vault) -> None:
    path = vault.export(page()).path
    path.write_bytes(path.read_bytes() + b"\xff\xfe")
    before = path.read_bytes()
    told = vault.export(page("- Another fact"))
    assert (told.written, told.kept, told.exported) == (False, True, None)
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_one_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(UsageError, match="cannot be exported into"):
        Folder(file)


def test_torn_marks_are_text(vault: Vault) -> None:
    path = vault.export(page()).path
    vault.edit(path, "<!-- tapeout:end summary -->", "")
    vault.export(page("- Another fact"))
    text = path.read_text()
    assert "- One fact" in text
    assert "- Another fact" in text


EDITS: list[Callable[[str], str]] = [
    lambda t: t.replace("- One fact", "- One fact\nWORDS-A"),
    lambda t: t.replace("- 1", "WORDS-B - 1"),
    lambda t: t + "\nWORDS-C\n",
    lambda t: t.replace("<!-- tapeout:end summary -->", "<!-- tapeout:end summary -->\nWORDS-D", 1),
    lambda t: t.replace("As of today.", "WORDS-E"),
    lambda t: t.replace("title: ", "mine: WORDS-F\ntitle: ", 1),
    lambda t: t.replace("<!-- tapeout:end figures -->", "WORDS-G", 1),
    lambda t: t.replace("<!-- tapeout:begin summary", "WORDS-H <!-- tapeout:begin summary", 1),
    lambda t: t.replace("\n", "\r\n"),
    lambda t: t.replace("---\n", "---\nWORDS-I: 1\n", 1),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.text(alphabet="ab- ", max_size=6), st.booleans()), max_size=6))
def test_no_sequence_of_edits_and_exports_loses_a_word(steps: list[tuple[Callable[[str], str], str, bool]]) -> None:
    made = page()
    text, known = render(made), Exported("/", made.id, made.kind, "x.md", NOW)
    known = replace(known, blocks={b.name: digest(b.text) for b in made.blocks}, front=dict(made.front))
    for edit, summary, forget in steps:
        text = edit(text)
        words = [word for word in text.split() if word.startswith("WORDS-")]
        made = page("- New " + summary)
        told = merge(text, made, None if forget else known)
        assert sorted(words) == sorted(word for word in told.text.split() if word.startswith("WORDS-"))
        again = merge(told.text, made, replace(known, blocks={b.name: digest(b.text) for b in made.blocks},
                                               front=dict(made.front)))  # fmt: skip
        assert not again.changed
        text = told.text
        known = replace(known, blocks={b.name: digest(b.text) for b in made.blocks}, front=dict(made.front))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["<!-- tapeout:begin a 0123456789abcdef -->", "<!-- tapeout:end a -->",
                                 "<!-- tapeout:begin b -->", "<!-- tapeout:end b -->", "x", ""])))  # fmt: skip
def test_cutting_a_file_loses_nothing(lines: list[str]) -> None:
    told = [line for piece in pieces("\n".join(lines)) for line in
            ([piece.begin, piece.text, piece.end] if piece.name else [piece.text])]  # fmt: skip
    assert [line for line in "\n".join(told).split("\n") if line] == [line for line in lines if line]
