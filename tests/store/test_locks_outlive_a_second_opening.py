"""A second connection of a process does not drop the locks of its first: the log stays while anyone reads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reader.store.connection import Store, open_reader

WRITER = """
import sys
from pathlib import Path
from reader.store.connection import Store
with Store.open(Path(sys.argv[1])) as store, store.write() as connection:
    connection.execute("CREATE TABLE written (x)")
    connection.execute("INSERT INTO written VALUES (zeroblob(100000))")
"""


def test_log_stays_while_two_readers_of_a_process_live(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    Store.open(path).close()
    first, second = open_reader(path), open_reader(path)
    first.execute("SELECT count(*) FROM articles").fetchone()
    subprocess.run([sys.executable, "-c", WRITER, str(path)], check=True)
    assert path.with_name("store.db-wal").exists()
    for reader in (first, second):
        assert reader.execute("SELECT length(x) FROM written").fetchone() == (100_000,)
        reader.close()


def test_log_stays_while_a_reader_and_a_writer_of_a_process_live(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store.open(path) as store:
        reader = open_reader(path)
        subprocess.run([sys.executable, "-c", WRITER, str(path)], check=True)
        assert path.with_name("store.db-wal").exists()
        assert store.connection.execute("SELECT count(*) FROM written").fetchone() == (1,)
        assert reader.execute("SELECT count(*) FROM written").fetchone() == (1,)
        reader.close()
