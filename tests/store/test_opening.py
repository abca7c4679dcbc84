"""Opening the store: made, marked, migrated, shared by processes, and refused where it must be."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import StoreBusy, StoreDamaged, StoreError, StoreFull, StoreNotOurs, StoreReadOnly, StoreTooNew
from reader.store import migrations
from reader.store.articles import get, save_changes
from reader.store.backup import backups, daily_backup
from reader.store.connection import APPLICATION_ID, Store, open_reader, store_error
from reader.store.feeds import upsert_feeds
from reader.store.lists import count
from tests.store.filling import NOW, change, save, subscription

ROOT = Path(__file__).resolve().parents[2]


def pragma(conn: sqlite3.Connection, name: str) -> object:
    return conn.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_new_store_is_marked_and_safe(store: Store) -> None:
    conn = store.connection
    expected = {
        "application_id": APPLICATION_ID, "user_version": migrations.VERSION, "journal_mode": "wal", "synchronous": 2,
        "foreign_keys": 1, "trusted_schema": 0, "cell_size_check": 1, "wal_autocheckpoint": 0, "busy_timeout": 5000,
    }  # fmt: skip
    assert {name: pragma(conn, name) for name in expected} == expected
    loose = "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE '%sqlite_%'"
    assert [name for (name,) in conn.execute(loose)] == []


def test_a_folder_is_made_for_it(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a" / "b" / "store.db") as store:
        assert store.path.exists()


def test_it_is_its_owner_s_alone(store: Store) -> None:
    save(store, change())
    modes = {path.name: path.stat().st_mode & 0o777 for path in store.path.parent.iterdir()}
    assert modes == dict.fromkeys(("store.db", "store.db-wal", "store.db-shm"), 0o600)


def test_no_folder_can_be_made_under_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreReadOnly, match="cannot be"):
        Store.open(tmp_path / "file" / "store.db")


def test_readers_cannot_write(store: Store) -> None:
    reader = open_reader(store.path)
    with pytest.raises(sqlite3.OperationalError, match="readonly") as raised:
        reader.execute("DELETE FROM feeds")
    assert isinstance(store_error(raised.value, store.path), StoreReadOnly)
    reader.close()


def test_reading_loads_no_sqlite_utils(store: Store) -> None:
    save(store, change())
    code = (
        "import sys; from pathlib import Path; from reader.store.connection import open_reader, Store\n"
        "from reader.store.lists import rows\n"
        "assert len(rows(open_reader(Path(sys.argv[1])))) == 1\n"
        "Store.open(Path(sys.argv[1])).close()\n"
        "assert not {'sqlite_utils', 'textual', 'feedparser', 'httpx2', 'click'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(store.path)], check=True, cwd=ROOT)


@pytest.mark.parametrize("round", range(3))
def test_three_processes_make_a_store_at_once(tmp_path: Path, round: int) -> None:
    code = (
        "import sys; from pathlib import Path; from reader.store.connection import Store, open_reader\n"
        "with Store.open(Path(sys.argv[1])) as store:\n"
        "    for n in range(20):\n"
        "        with store.write() as conn:\n"
        "            conn.execute('INSERT INTO searches (query, used) VALUES (?, ?)', (f'{sys.argv[2]}-{n}', n))\n"
        "open_reader(Path(sys.argv[1])).close()"
    )
    path = tmp_path / "store.db"
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path), str(n)], cwd=ROOT, stderr=subprocess.PIPE)
        for n in range(3)
    ]
    for process in running:
        assert (process.communicate()[1], process.returncode) == (b"", 0)
    reader = open_reader(path)
    assert reader.execute("SELECT count(*) FROM searches").fetchone() == (60,)
    reader.close()


def test_threads_of_one_process_take_turns(store: Store) -> None:
    def write(name: int) -> None:
        for n in range(30):
            with store.write() as conn:
                conn.execute("INSERT INTO searches (query, used) VALUES (?, ?)", (f"{name}-{n}", n))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.connection.execute("SELECT count(*) FROM searches").fetchone() == (120,)


def test_a_block_that_raises_changes_nothing(store: Store) -> None:
    def half() -> None:
        with store.write() as conn:
            conn.execute("INSERT INTO searches (query, used) VALUES ('x', 1)")
            raise KeyError("x")

    with pytest.raises(KeyError):
        half()
    assert store.connection.execute("SELECT count(*) FROM searches").fetchone() == (0,)


def test_a_mistake_of_ours_stays_raw(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), store.write() as conn:
        conn.execute("INSERT INTO missing VALUES (1)")
    with pytest.raises(sqlite3.IntegrityError), store.write() as conn:
        conn.execute("INSERT INTO texts VALUES (99, 'x', 'y')")


def test_another_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (x)")
    other.close()
    before = path.read_bytes()
    for opening in (Store.open, open_reader):
        with pytest.raises(StoreNotOurs, match="another program"):
            opening(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("dear diary, " * 1000)
    for opening in (Store.open, open_reader):
        with pytest.raises(StoreNotOurs) as raised:
            opening(path)
        assert raised.value.exit_code == 3
    assert path.read_text().startswith("dear diary")


def test_a_folder_in_its_place_is_an_error(tmp_path: Path) -> None:
    for opening in (Store.open, open_reader):
        with pytest.raises(StoreError):
            opening(tmp_path)


def test_a_missing_store_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(StoreReadOnly):
        open_reader(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("mark", ["version", "step"])
def test_a_newer_store_is_refused(store: Store, mark: str) -> None:
    if mark == "version":
        store.connection.execute(f"PRAGMA user_version = {migrations.VERSION + 1}")
    else:
        store.connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('tapeout', 'm999_new', 'x')"
        )
        store.connection.execute(f"PRAGMA user_version = {migrations.VERSION - 1}")
    for opening in (Store.open, open_reader):
        with pytest.raises(StoreTooNew, match="newer Tapeout"):
            opening(store.path)


def test_a_damaged_store_says_how_to_go_back(store: Store) -> None:
    save(store, *(change(f"n{n}", "words " * 300) for n in range(60)))
    copy = daily_backup(store.connection, store.path, NOW.date())
    assert store.checkpoint()
    store.close()
    data = bytearray(store.path.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 64] = os.urandom(64)
    store.path.write_bytes(data)
    with pytest.raises(StoreDamaged, match="newest backup") as raised, Store.open(store.path) as opened:
        save(opened, change("later"))
    assert str(copy) in str(raised.value)
    assert raised.value.exit_code == 3
    shutil.copy(str(copy), store.path)
    with Store.open(store.path) as opened:
        assert count(opened.connection) == 60


def test_the_disk_is_full(store: Store) -> None:
    save(store, change("kept"))
    store.connection.execute(f"PRAGMA max_page_count = {pragma(store.connection, 'page_count')}")
    with pytest.raises(StoreFull) as raised:
        save(store, *(change(f"n{n}", os.urandom(3000).hex()) for n in range(50)))
    assert raised.value.exit_code == 3
    assert not store.connection.in_transaction
    assert count(store.connection) == 1
    assert pragma(store.connection, "integrity_check") == "ok"


def test_a_read_only_folder_can_be_read() -> None:
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    path = folder / "store.db"
    try:
        with Store.open(path) as store:
            save(store, change("kept"))
            store.checkpoint()
        path.chmod(0o444)
        folder.chmod(0o555)
        assert as_anyone(lambda: read_only(path)) == 0
        assert sorted(folder.iterdir()) == [path]
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


def read_only(path: Path) -> bool:
    """Whether the store can be read and says, when it is to be written, that it cannot."""
    reader = open_reader(path)
    found = count(reader)
    reader.close()
    try:
        Store.open(path).close()
    except StoreReadOnly:
        return found == 1
    return False


def as_anyone(run: Callable[[], bool]) -> int:
    """Runs it in a child process, as somebody else where we are root, who may write everywhere; 0 for true."""
    child = os.fork()
    if child == 0:
        code = 2
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            code = 0 if run() else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_locked_store_is_busy(store: Store) -> None:
    with Store.open(store.path, busy_seconds=0.05) as other, store.write():
        with pytest.raises(StoreBusy), other.write():
            pass
        reader = open_reader(store.path)
        assert count(reader) == 0
        reader.close()


def test_a_reader_with_a_snapshot_stops_nobody(store: Store) -> None:
    save(store, change("one"))
    reader = open_reader(store.path)
    reader.execute("BEGIN")
    assert count(reader) == 1
    save(store, change("two"))
    assert not store.checkpoint()
    assert count(reader) == 1
    reader.execute("COMMIT")
    assert count(reader) == 2
    assert store.checkpoint()
    assert pragma(store.connection, "busy_timeout") == 5000
    reader.close()


def test_an_older_store_is_copied_and_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.db"
    with monkeypatch.context() as old:
        old.setattr(migrations, "STEPS", migrations.STEPS[:1])
        old.setattr(migrations, "VERSION", 1)
        with Store.open(path) as store, store.write() as connection:
            upsert_feeds(connection, [subscription("wire")])
            save_changes(connection, "wire", [change("kept")], NOW)
    reader = open_reader(path)
    article = get(reader, change("kept").article_id)
    assert article is not None
    assert article.title == "Title of kept"
    assert pragma(reader, "user_version") == migrations.VERSION
    reader.close()
    copy = sqlite3.connect(tmp_path / "store.db.schema-1")
    assert copy.execute("SELECT count(*) FROM articles").fetchone() == (1,)
    assert pragma(copy, "user_version") == 1
    copy.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.db"
    with monkeypatch.context() as old:
        old.setattr(migrations, "STEPS", migrations.STEPS[:1])
        old.setattr(migrations, "VERSION", 1)
        Store.open(path).close()

    def m999_breaks(db: object) -> None:
        raise sqlite3.OperationalError("broken step")

    with monkeypatch.context() as new:
        new.setattr(migrations, "STEPS", (*migrations.STEPS, m999_breaks))
        new.setattr(migrations, "VERSION", len(migrations.STEPS) + 1)
        with pytest.raises(sqlite3.OperationalError, match="broken step"):
            Store.open(path)
    left = sqlite3.connect(path)
    assert pragma(left, "user_version") == 1
    assert left.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (1,)
    left.close()


def test_seven_daily_copies_stay(store: Store) -> None:
    save(store, change())
    for day in range(1, 11):
        made = daily_backup(store.connection, store.path, NOW.replace(day=day).date())
        assert made is not None
    assert daily_backup(store.connection, store.path, NOW.replace(day=10).date()) is None
    assert [path.name for path in backups(store.path)] == [f"2026-05-{day:02}.db" for day in range(4, 11)]
    with Store.open(backups(store.path)[-1]) as copy:
        assert count(copy.connection) == 1


def test_killed_while_writing_nothing_committed_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "from reader.store.connection import Store\n"
        "from tests.store.filling import change, save\n"
        "with Store.open(Path(sys.argv[1])) as store:\n"
        "    for n in range(100000):\n"
        "        save(store, *(change(f'{n}-{m}', 'words ' * 200) for m in range(5)))\n"
        "        print(n + 1, flush=True)\n"
    )
    told = 0
    for round in range(4):
        arguments = [
            sys.executable,
            "-c",
            code.replace("range(100000)", f"range({told}, 100000)"),
            str(path),
            str(ROOT),
        ]
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(3 + 2 * round):
            told = int(process.stdout.readline())
        process.kill()
        rest = process.stdout.read().split()
        process.wait()
        process.stdout.close()
        told = int(rest[-1]) if rest else told
        with Store.open(path) as store:
            assert pragma(store.connection, "integrity_check") == "ok"
            stored = count(store.connection)
            assert stored % 5 == 0
            assert told * 5 <= stored <= told * 5 + 5
            told = stored // 5
