"""Words for times, dates and amounts; safe addresses; ASCII; wrapping; charts; the table of commands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from reader.model.findings import Qualifier
from reader.opener import open_link, safe_address
from reader.tui.ascii import to_ascii
from reader.tui.commands import BY_ID, COMMANDS, Where, bindings_for, check_keys, key_table
from reader.tui.lenses import Lens, LensKind
from reader.tui.moments import age, edtf_days, edtf_words, span_words, until_words
from reader.tui.screens.search import as_typed
from reader.tui.state import ReaderState, load_state, save_state
from reader.tui.widgets.article_layout import wrap
from reader.tui.widgets.charts import Point, chart, sparkline
from reader.wording import SHORT

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=5), "5m"),
        (timedelta(hours=3), "3h"),
        (timedelta(days=2), "2d"),
        (timedelta(days=20), "14 Apr"),
        (timedelta(days=400), "Mar ’25"),
        (-timedelta(hours=1), "soon"),
    ],
)
def test_ages_are_short(before: timedelta, words: str) -> None:
    assert age(NOW - before, NOW) == words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2026-04-18", "18 Apr 2026"),
        ("2026-01", "Jan 2026"),
        ("2026", "2026"),
        ("2024-10/2024-12", "Q4 2024"),
        ("2026-01/2026-06", "H1 2026"),
        ("../2028-12", "by Dec 2028"),
        ("2026~", "~2026"),
        ("2026-02/2026-03", "Feb–Mar 2026"),
        ("2026-04-20/2026-04-22", "20–22 Apr 2026"),
        ("2025/2027", "2025 – 2027"),
        ("2026-05/..", "from May 2026"),
        ("nonsense", "nonsense"),
        ("2026-13", "2026"),
    ],
)
def test_dates_keep_their_precision_in_words(edtf: str, words: str) -> None:
    assert edtf_words(edtf) == words


def test_dates_have_bounds() -> None:
    assert edtf_days("2026-02") == (date(2026, 2, 1), date(2026, 2, 28))
    assert edtf_days("../2028-12") == (None, date(2028, 12, 31))
    assert edtf_days("x") == (None, None)


def test_due_days_are_told_by_distance() -> None:
    today = date(2026, 5, 4)
    assert until_words(today, today) == "today"
    assert until_words(date(2026, 5, 10), today) == "in 6 days"
    assert until_words(date(2026, 1, 4), today) == "4 months overdue"
    assert span_words(NOW - timedelta(days=2), NOW, NOW) == "2–4 May 2026"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (24.6e9, "USD", "$24.6bn"),
        (750e6, "W", "750 MW"),
        (1.4e9, "W", "1.4 GW"),
        (42.5, "%", "42.5 %"),
        (-14e6, "USD", "−$14m"),
        (2.85, "USD/hour", "$2.85/hour"),
        (4e12, "transistors", "4tn transistors"),
        (44e9, "B", "44 GB"),
        (12, "x", "12×"),
        (5e-9, "m", "5 nm"),
        (46225, "mm2", "46,225 mm²"),
        (900, "count", "900"),
        (0.002, "s", "2 ms"),
        (1e10, "KRW", "₩10bn"),
    ],
)
def test_amounts_are_written_in_a_fit_size(value: float, unit: str, words: str) -> None:
    assert SHORT.amount(value, unit) == words


def test_reports_keep_their_qualifier() -> None:
    assert SHORT.reported(1e10, None, None, Qualifier.AT_LEAST, "USD") == "≥ $10bn"
    assert SHORT.reported(1.5e8, 1e8, 2e8, Qualifier.RANGE, "W") == "100 MW – 200 MW"
    assert SHORT.change(0.42) == "+42 %"
    assert SHORT.change(-0.07) == "−7 %"
    assert SHORT.change(11) == "×12"


@pytest.mark.parametrize(
    ("address", "opened"),
    [
        ("https://news.example/a b", "https://news.example/a%20b"),
        ("HTTP://news.example/x?a=1#f", "http://news.example/x?a=1#f"),
        ("https://news.example/`id`", "https://news.example/%60id%60"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://[::1]:8080/x", "https://[::1]:8080/x"),
        ("mailto:desk@news.example", "mailto:desk@news.example"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("smb://host/x", None),
        ("--help", None),
        ("https://-oProxyCommand=x/", None),
        ("https://good.example@evil.example/", None),
        ("https://", None),
        ("https://news.example/\x1b]52;c;x\x07", None),
        ("https://news.example/\n--flag", None),
        ("https://news.example:99999/", None),
        ("https://" + "a" * 3000, None),
    ],
)
def test_only_web_addresses_are_opened(address: str, opened: str | None) -> None:
    seen: list[str] = []
    assert open_link(address, lambda known: not seen.append(known)) is (opened is not None)
    assert seen == ([opened] if opened else [])
    if opened and not opened.startswith("mailto"):
        assert safe_address(address) == opened


@pytest.mark.parametrize(
    ("text", "shown"),
    [("● “Cerebras” – 5 €", '* "Cerebras" - 5 E'), ("Zürich", "Zurich"), ("漢字", "????"), ("plain", "plain")],
)
def test_ascii_mode_keeps_the_width(text: str, shown: str) -> None:
    assert to_ascii(text) == shown


def test_lines_break_at_words_and_lose_nothing() -> None:
    text = (
        "The contract is worth more than ten billion, a-very-long-word-that-does-not-fit-in-the-line and so on.\nNext"
    )
    for width in (8, 20, 60, 200):
        ranges = wrap(text, width)
        assert all(len(text[a:b].rstrip()) <= width for a, b in ranges)
        assert "".join(text[a:b] for a, b in ranges) == text.replace("\n", "")
    assert wrap("", 10) == [(0, 0)]
    wide = "漢字" * 10
    assert all(len(wide[a:b]) <= 5 for a, b in wrap(wide, 10))


def test_charts_draw_every_point() -> None:
    points = [Point(date(2023, 12, 31), 78.7, "$78.7m", "2023"), Point(date(2025, 12, 31), 510, "$510m", "2025")]
    lines = [line.plain for line in chart(points, 60, 8)]
    assert len(lines) == 8
    assert sum(line.count("●") for line in lines) == 2
    assert "$510m" in lines[0]
    assert "2023" in lines[-1]
    assert "2025" in lines[-1]
    assert chart(points[:1], 60, 8) == []
    assert sparkline([0, 1, 4], 10).plain == "·▂█"
    assert len(sparkline(list(range(100)), 20).plain) == 20


def test_commands_have_one_key_each_on_a_screen() -> None:
    assert check_keys({}) == ()
    assert len(BY_ID) == len(COMMANDS)
    for where in Where:
        assert all(binding.id in BY_ID for binding in bindings_for(where))


def test_wrong_remapping_is_told() -> None:
    assert check_keys({"stra": "x"}) == ("keys: no command is called 'stra'; did you mean 'star'?",)
    assert check_keys({"star": "m"}) == ("keys: m is given to both mark-read and star",)
    assert check_keys({"star": "ctrl+f", "search": "?"})[0].startswith("keys: ? is given to both")


def test_the_readme_gets_its_keys_from_the_table() -> None:
    table = key_table()
    assert "| `j` `↓` | One line down; a number before it repeats it (5j) | `down` |" in table
    assert "`\\|`" in table


def test_the_last_word_of_a_search_may_go_on() -> None:
    assert as_typed("cereb") == "cereb*"
    assert as_typed("cerebras ") == "cerebras"
    assert as_typed("company:open") == "company:open"
    assert as_typed('"open ai') == '"open ai'
    assert as_typed("a OR") == "a OR"


def test_state_is_remembered_and_rubbish_forgiven(tmp_path: Path) -> None:
    state = ReaderState(Lens(LensKind.COMPANY, "Cerebras", "cerebras"), "a123", "tapeout-light")
    save_state(tmp_path / "state" / "reader.json", state)
    assert load_state(tmp_path / "state" / "reader.json") == state
    (tmp_path / "bad.json").write_text("{]")
    assert load_state(tmp_path / "bad.json") == ReaderState()
    assert load_state(None) == ReaderState()
    save_state(Path("/proc/nowhere/reader.json"), state)
