"""Files that editors, sync programs and other runs touched between two exports: no word is lost, nothing doubles."""

from __future__ import annotations

import os
import resource
import shutil
import stat
import threading
from pathlib import Path

import pytest

from reader.export.files import ExportError, Folder
from tests.export.vaults import NOW, Vault, page


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def block(text: str, name: str) -> str:
    start = text.index(f"<!-- tapeout:begin {name}")
    end = f"<!-- tapeout:end {name} -->"
    return text[start : text.index(end) + len(end)]


def test_an_editor_that_strips_blanks_and_the_last_newline_is_no_edit(vault: Vault) -> None:
    path = vault.export(page("- One fact  \n- Two")).path
    path.write_text("\n".join(line.rstrip() for line in path.read_text().split("\n")).rstrip("\n"))
    outcome = vault.export(page("- Another"))
    assert (outcome.written, outcome.kept) == (True, False)
    assert "- One fact" not in path.read_text()


def test_a_block_that_was_copied_counts_once_and_its_copy_goes_with_it(vault: Vault) -> None:
    path = vault.export(page()).path
    text = path.read_text()
    path.write_text(text + "\nWORDS\n\n" + block(text, "summary") + "\n")
    outcome = vault.export(page("- Another"))
    told = path.read_text()
    assert not outcome.kept
    assert told.count("- Another") >= 1
    assert "WORDS" in told
    assert not vault.export(page("- Another")).written


def test_a_copied_block_that_was_edited_stays(vault: Vault) -> None:
    path = vault.export(page()).path
    text = path.read_text()
    path.write_text(text + "\n" + block(text, "summary").replace("One fact", "One fact, WORDS") + "\n")
    outcome = vault.export(page("- Another"))
    told = path.read_text()
    assert outcome.kept
    assert ("One fact, WORDS" in told, told.count("- Another")) == (True, 1)


def test_a_block_that_was_deleted_comes_back_where_it_stood(vault: Vault) -> None:
    path = vault.export(page()).path
    text = path.read_text()
    path.write_text(text.replace(block(text, "summary"), "WORDS"))
    outcome = vault.export(page())
    told = path.read_text()
    assert (outcome.written, outcome.kept) == (True, False)
    assert "WORDS" in told
    assert (
        told.index("tapeout:begin status") < told.index("tapeout:begin summary") < told.index("tapeout:begin figures")
    )
    assert not vault.export(page()).written


def test_blocks_may_be_put_in_another_order(vault: Vault) -> None:
    path = vault.export(page()).path
    text = path.read_text()
    summary, figures = block(text, "summary"), block(text, "figures")
    path.write_text(text.replace(summary, "@").replace(figures, summary).replace("@", figures))
    assert not vault.export(page()).written
    vault.export(page("- Another"))
    told = path.read_text()
    assert told.index("tapeout:begin figures") < told.index("tapeout:begin summary")
    assert "- Another" in told


def test_keys_of_the_front_matter_may_be_added_and_put_in_another_order(vault: Vault) -> None:
    path = vault.export(page()).path
    head, body = path.read_text().removeprefix("---\n").split("\n---\n", 1)
    lines = [*reversed(head.split("\n")), "rating: 5", "people:", "  - WORDS"]
    path.write_text("---\n" + "\n".join(lines) + "\n---\n" + body)
    assert not vault.export(page()).written
    vault.export(page("- Another"))
    told = path.read_text()
    assert all(line in told for line in lines if not line.startswith("exported"))
    assert "- Another" in told


def test_of_two_files_of_one_page_the_remembered_one_is_written_and_the_copy_left_alone(vault: Vault) -> None:
    path = vault.export(page()).path
    copy = path.with_name("0 copy.md")
    shutil.copy(path, copy)
    before = copy.read_bytes()
    assert vault.export(page("- Another")).path == path
    assert copy.read_bytes() == before
    path.unlink()
    assert vault.export(page("- A third")).path == copy


def test_a_file_that_may_not_be_written_is_replaced_with_its_mode(vault: Vault) -> None:
    path = vault.export(page()).path
    path.chmod(0o444)
    assert vault.export(page("- Another")).written
    assert "- Another" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(vault: Vault) -> None:
    path = vault.export(page()).path
    vault.root.chmod(0o555)
    try:
        with pytest.raises(ExportError, match="Permission denied"):
            vault.export(page("- Another"))
    finally:
        vault.root.chmod(0o755)
    assert "- One fact" in path.read_text()


def test_a_full_disk_leaves_the_old_file_whole(vault: Vault) -> None:
    path = vault.export(page()).path
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256, hard))
    try:
        with pytest.raises(ExportError, match="File too large"):
            vault.export(page("- Another " * 200))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert [entry.name for entry in vault.root.iterdir()] == [path.name], "no half file stays behind"


def test_exports_at_the_same_time_leave_whole_files_and_every_word(vault: Vault) -> None:
    path = vault.export(page()).path
    vault.edit(path, "- One fact", "- One fact\nWORDS")
    known = vault.known["s0123456789ab"]
    failed: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for turn in range(10):
                Folder(vault.root).write(page(figures=f"- {number} {turn}"), known, NOW)
        except ExportError as error:
            if "keeps changing" not in str(error):
                failed.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = path.read_text()
    assert not failed
    assert "- One fact\nWORDS" in told
    assert told.endswith("-->\n")
    assert [entry.name for entry in vault.root.iterdir()] == [path.name]
