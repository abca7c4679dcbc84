"""README and docs name the keys, commands, settings and tables that there are, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader import config
from reader.cli.main import VERBS
from reader.model.feeds import FeedKind
from tests.builders import PROJECT

README = (PROJECT / "README.md").read_text("utf-8")
CONFIGURATION = (PROJECT / "docs" / "configuration.md").read_text("utf-8")


def section(text: str, heading: str) -> str:
    return re.split(rf"^## {re.escape(heading)}$", text, flags=re.M)[1].split("\n## ")[0]


def test_the_readme_lists_the_keys_of_the_reader() -> None:
    from reader.tui.commands import key_table

    assert key_table() in section(README, "Keys")


def test_the_readme_lists_every_command_and_no_other() -> None:
    named = set(re.findall(r"^\| `([a-z]+)", section(README, "Commands"), re.M))
    assert named == set(VERBS)


def test_every_setting_is_documented() -> None:
    told = section(CONFIGURATION, "config.toml")
    for table in ("reading", "sync"):
        part = config._CONFIG_TEMPLATE.split(f"[{table}]")[1].split("\n[")[0]
        for key, default in re.findall(r"^# (\w+) = (\S+)", part, re.M):
            assert re.search(rf"^\| `\[{table}\] {key}` \| `{re.escape(default)}` \|", told, re.M), key
    for theme in config.THEMES:
        assert f"`{theme}`" in told


@pytest.mark.parametrize("kind", list(FeedKind))
def test_every_kind_of_feed_is_documented(kind: FeedKind) -> None:
    assert f"`{kind.value}`" in section(CONFIGURATION, "feeds.toml")


def test_every_key_of_the_lists_is_documented() -> None:
    from reader import gazetteer
    from reader.feeds import subscriptions

    pages = {
        "feeds.toml": subscriptions._FEED_KEYS,
        "companies.toml": gazetteer._COMPANY_KEYS,
        "topics.toml": gazetteer._TOPIC_KEYS,
    }
    for heading, keys in pages.items():
        rows = "\n".join(
            line.split("|")[1] for line in section(CONFIGURATION, heading).split("\n") if line.startswith("| ")
        )
        assert [key for key in keys if f"`{key}`" not in rows] == [], heading


def test_every_table_of_the_store_is_documented() -> None:
    page = (PROJECT / "docs" / "store.md").read_text("utf-8")
    for step in sorted((PROJECT / "reader" / "store" / "schema").glob("*.sql")):
        for table in re.findall(r"^CREATE (?:VIRTUAL )?TABLE (\w+)", step.read_text("utf-8"), re.M):
            assert f"`{table}`" in page or (table.startswith("link_") and "`link_…`" in page), table


def test_the_number_of_starting_feeds_is_the_one_that_is_told() -> None:
    from reader.feeds.subscriptions import read_subscriptions

    count = len(read_subscriptions(PROJECT / "feeds.toml").feeds)
    assert f"{count} feeds of the field" in " ".join(README.split())
    assert f"{count} feeds of the field" in (PROJECT / "CHANGELOG.md").read_text("utf-8")


def test_the_readme_shows_pictures_that_are_there() -> None:
    pictures = re.findall(r'<img src="([^"]+)"', README)
    assert pictures
    assert [each for each in pictures if not (PROJECT / each).exists()] == []


def pages() -> list[Path]:
    return [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", pages(), ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
