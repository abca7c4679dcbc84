"""Where the reader saves pages: the documents folder, or the one that config.toml names."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config import Settings, load_settings
from reader.errors import ConfigError


@pytest.mark.parametrize(
    ("written", "folder"),
    [('"pages"', "{config}/pages"), ('"~/pages"', "{home}/pages"), ('"/srv/pages"', "/srv/pages")],
)
def test_the_folder_is_taken_from_home_or_from_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, folder: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    file = tmp_path / "config.toml"
    file.write_text(f"[export]\nfolder = {written}\n", "utf-8")
    expected = folder.format(config=tmp_path, home=tmp_path / "home")
    assert load_settings(file).save_folder == Path(expected)


def test_without_one_it_lies_in_the_documents() -> None:
    assert Settings().save_folder.name == "tapeout"


def test_an_empty_name_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[export]\nfolder = " "\n', "utf-8")
    with pytest.raises(ConfigError, match=r"config\.toml:2.*folder"):
        load_settings(file)
