"""Files that editors, sync programs and other runs touched between two exports: no word is lost, nothing doubles."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.export.files import ExportError, Folder, write_atomically
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


def test_a_block_that_was_copied_is_renewed_in_both_places(vault: Vault) -> None:
    path = vault.export(page()).path
    text = path.read_text()
    path.write_text(text + "\nWORDS\n\n" + block(text, "summary") + "\n")
    outcome = vault.export(page("- Another"))
    told = path.read_text()
    assert not outcome.kept
    assert told.count("- Another") == 2
    assert "WORDS" in told
    again = vault.export(page("- Another"))
    assert (again.written, again.kept) == (False, False)


def test_a_copied_block_that_was_edited_stays(vault: Vault) -> None:
    path = vault.export(page()).path
    text = path.read_text()
    path.write_text(text + "\n" + block(text, "summary").replace("One fact", "One fact, WORDS") + "\n")
    outcome = vault.export(page("- Another"))
    told = path.read_text()
    assert outcome.kept
    assert ("One fact, WORDS" in told, told.count("- Another")) == (True, 1)


def test_a_block_that_was_pasted_from_another_page_stays(vault: Vault) -> None:
    path = vault.export(page()).path
    other = page("- Of another", risks="- A risk, WORDS", id="s999999999999", title="Another")
    pasted = block(vault.export(other).path.read_text(), "risks")
    path.write_text(path.read_text() + "\n" + pasted + "\n")
    for summary in ("- Another", "- A third"):
        assert vault.export(page(summary)).kept
        assert pasted in path.read_text()


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


def test_first_exports_at_the_same_time_make_one_file(tmp_path: Path) -> None:
    for turn in range(10):
        root = tmp_path / str(turn)
        ready, done = threading.Barrier(4), []

        def write(root: Path = root, ready: threading.Barrier = ready, done: list[Path] = done) -> None:
            folder = Folder(root)
            ready.wait(20)
            done.append(folder.write(page(), None, NOW).path)

        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(done) == 4
        assert set(done) == set(root.iterdir())
        assert len(set(done)) == 1


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


def test_front_matter_as_a_property_editor_writes_it_is_no_edit(vault: Vault) -> None:
    front = (
        ("title", 'A story: its "end"'),
        ("aliases", ("A story", "s0123456789ab")),
        ("last", "2026-04-18T10:00:00-04:00"),
    )
    made = page()
    path = vault.export(page(front=(*front, *made.front[1:]))).path
    body = path.read_text().split("\n---\n", 1)[1]
    told = (
        "title: 'A story: its \"end\"'\naliases:\n  - A story\n  - s0123456789ab\nlast: 2026-04-18T10:00:00-04:00\n"
        f"tapeout-id: s0123456789ab\ntapeout-kind: briefing\nexported: {vault.now.isoformat()}\n"
    )
    path.write_text(f"---\n{told}---\n{body}")
    assert not vault.export(page(front=(*front, *made.front[1:]))).written
    later = (front[0], ("aliases", ("A story", "B")), ("last", "2026-05-01T10:00:00-04:00"))
    outcome = vault.export(page(front=(*later, *made.front[1:])))
    assert (outcome.written, outcome.kept) == (True, False)
    text = path.read_text()
    assert 'aliases: ["A story", "B"]\nlast: "2026-05-01T10:00:00-04:00"\ntapeout-id: s0123456789ab\n' in text
    assert text.split("\n---\n", 1)[1] == body


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.split("\n---\n", 1)[1].encode(),
        lambda text: text.replace("tapeout-id: ", "was: ").encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: b"",
        lambda text: b"---\n" + b"x: 1\n" * 20_000 + text.encode(),
    ],
    ids=["front matter gone", "id gone", "UTF-16", "line ends of old", "emptied", "front matter without end"],
)
def test_a_file_that_is_no_page_any_more_is_left_alone_and_a_new_one_stands_beside_it(
    vault: Vault, spoil: Callable[[str], bytes]
) -> None:
    path = vault.export(page()).path
    path.write_bytes(spoil(path.read_text()))
    before = path.read_bytes()
    outcome = vault.export(page("- Another"))
    assert path.read_bytes() == before
    assert outcome.path != path
    assert "- Another" in outcome.path.read_text()
    again = vault.export(page("- Another"))
    assert (again.path, again.written, again.kept) == (outcome.path, False, False)


def test_mixed_line_ends_become_those_of_the_editor_and_no_word_is_lost(vault: Vault) -> None:
    path = vault.export(page()).path
    path.write_bytes(path.read_bytes() + b"\r\nWORDS\r\n")
    outcome = vault.export(page("- Another"))
    assert (outcome.written, outcome.kept) == (True, False)
    data = path.read_bytes()
    assert data.endswith(b"\r\nWORDS\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_page_that_another_machine_wrote_since_is_ours_but_for_what_was_edited(vault: Vault) -> None:
    path = vault.export(page()).path
    other = Vault(vault.root)
    other.now, other.known = vault.now, dict(vault.known)
    other.export(page("- Theirs", figures="- 2"))
    other.edit(path, "- 2", "- 2, WORDS")
    outcome = vault.export(page("- Ours", figures="- 3"))
    text = path.read_text()
    assert (outcome.written, outcome.kept) == (True, True)
    assert ("- Theirs" in text, text.count("- Ours"), "- 2, WORDS" in text) == (False, 1, True)


def test_moments_in_the_front_matter_are_renewed_where_nothing_is_remembered(vault: Vault) -> None:
    made = page()
    path = vault.export(page(front=(*made.front, ("last", "2026-04-18T10:00:00+00:00")))).path
    vault.known.clear()
    outcome = vault.export(page("- Another", front=(*made.front, ("last", "2026-05-01T10:00:00+00:00"))))
    assert (outcome.written, outcome.kept) == (True, False)
    assert 'last: "2026-05-01' in path.read_text()


def test_a_file_whose_name_is_no_text_is_left_alone(vault: Vault) -> None:
    path = vault.export(page()).path
    odd = os.path.join(os.fsencode(vault.root), b"caf\xe9.md")
    os.rename(path, odd)
    outcome = vault.export(page("- Another"))
    assert (outcome.path, outcome.written) == (path, True)
    with open(odd, "rb") as file:
        assert b"- One fact" in file.read()


def test_a_folder_behind_a_link_is_the_same_folder(vault: Vault, tmp_path: Path) -> None:
    path = vault.export(page()).path
    (tmp_path / "link").symlink_to(vault.root, target_is_directory=True)
    vault.root = tmp_path / "link"
    outcome = vault.export(page("- Another"))
    assert (outcome.path, outcome.written) == (path, True)


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "none, as on a stick"])
def test_a_name_that_was_taken_a_moment_ago_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "a.md"
    write_atomically(path, b"ours", new=True)
    path.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        write_atomically(path, b"ours", new=True)
    assert path.read_bytes() == b"mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.md"]
