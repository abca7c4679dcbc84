"""``export --template``: a person's layout, in a sandbox, over text that stays text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from reader.errors import UsageError
from reader.export.pages import digests, merge, render
from reader.export.sources import whole_label
from reader.export.templates import LIMIT, Template
from reader.model.exports import Exported, Page, PageBlock
from reader.model.text import SourceRef

pytest.importorskip("jinja2", reason="the extra [templates] is not installed")

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PAGE = Page(
    "s1", "briefing", "A story", date(2026, 4, 18), (("title", "A story"), ("tapeout-id", "s1")),
    (
        PageBlock("head", "# A story"),
        PageBlock("status", "As of today.", volatile=True),
        PageBlock("summary", "## Summary\n\n- It filed.[^abcdef]"),
        PageBlock("sources", "[^abcdef]: A paper"),
    ),
)  # fmt: skip


def laid_out(folder: Path, text: str, page: Page = PAGE, **values: Any) -> Page:
    path = folder / "own.md.j2"
    path.write_text(text, encoding="utf-8")
    return Template.read(path).page(page, values)


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks]


def test_parts_stand_in_the_order_of_the_template(tmp_path: Path) -> None:
    page = laid_out(tmp_path, "{{ parts.sources }}\n\n{{ parts.head }}\n")
    assert texts(page) == ["[^abcdef]: A paper\n\n# A story"]
    assert (page.front, page.id, page.kind, page.memory) == (PAGE.front, "s1", "briefing", PAGE.memory)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("# No heading", r"\# No heading"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[[Secret]] and `= this.file`", r"\[\[Secret\]\] and \`= this.file\`"),
        ("<% tp.system %>", "&lt;% tp.system %&gt;"),
        ("{{ parts.head }}", r"\{\{ parts.head \}\}"),
        ("two\nlines\x1b[31m", r"two lines\[31m"),
        ("<!-- tapeout:end page -->", "&lt;!-- tapeout:end page --&gt;"),
    ],
)
def test_values_are_text_whatever_they_say(tmp_path: Path, title: str, shown: str) -> None:
    page = laid_out(tmp_path, "{{ title }}|{{ story.deep[0].words }}", title=title, story={"deep": [{"words": title}]})
    assert texts(page) == [f"{shown}|{shown}"]


def test_addresses_can_be_linked_or_are_empty(tmp_path: Path) -> None:
    page = laid_out(tmp_path, "({{ a.url }})({{ b.url }})", a={"url": "https://a.example/(x)"}, b={"url": "file:///x"})
    assert texts(page) == ["(https://a.example/%28x%29)()"]


def test_sources_carry_the_mark_of_their_footnote(tmp_path: Path) -> None:
    label = whole_label(SourceRef("a1", 0, 9))[:6]
    page = Page("s1", "briefing", "T", None, (), (PageBlock("sources", f"[^{label}]: A paper"),))
    source = {"article": "a1", "start": 0, "end": 9}
    made = laid_out(tmp_path, "{{ known.mark }}|{{ other.mark }}|", page, known=source, other=source | {"end": 8})
    assert texts(made) == [f"[^{label}]||"]


def test_filters_put_dates_and_amounts_into_words(tmp_path: Path) -> None:
    text = '{{ "2026-04/2026-06"|dated }}; {{ "2026-04-18T09:00:00Z"|dated }}; {{ 4.8e9|amount("USD") }}.'
    assert texts(laid_out(tmp_path, text)) == ["second quarter of 2026; April 18, 2026; $4.8 billion."]


def test_what_changed_stays_a_block_of_its_own(tmp_path: Path) -> None:
    template = "# Mine\n\n{{ parts.status }}\n\n{{ parts.summary }}\n"
    page = laid_out(tmp_path, template)
    assert [block.volatile for block in page.blocks] == [False, True, False]
    assert len({block.name for block in page.blocks}) == 3
    known = Exported("/v", "s1", "briefing", "p.md", NOW, digests(page), dict(page.front))
    later = Page("s1", "briefing", "A story", PAGE.day, PAGE.front,
                 (PAGE.blocks[0], PageBlock("status", "As of tomorrow.", volatile=True), *PAGE.blocks[2:]))  # fmt: skip
    assert not merge(render(page), laid_out(tmp_path, template, later), known).changed


def test_an_edit_to_a_templates_text_stays(tmp_path: Path) -> None:
    page = laid_out(tmp_path, "# Mine\n\n{{ parts.summary }}\n")
    known = Exported("/v", "s1", "briefing", "p.md", NOW, digests(page), dict(page.front))
    edited = render(page).replace("It filed.", "It filed, I think.")
    merged = merge(edited, laid_out(tmp_path, "# Other\n\n{{ parts.summary }}\n"), known)
    assert merged.kept
    assert "It filed, I think." in merged.text
    assert "# Other" in merged.text


def test_a_template_may_extend_and_include_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "base.j2").write_text("<{% block body %}{% endblock %}>", encoding="utf-8")
    (tmp_path / "part.j2").write_text("part of {{ title }}", encoding="utf-8")
    text = '{% extends "base.j2" %}{% block body %}{% include "part.j2" %}{% endblock %}'
    assert texts(laid_out(tmp_path, text, title="A")) == ["<part of A>"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("one\n{% if title %}", "own.md.j2, line 2: Unexpected end of template"),
        ("one\ntwo\n{{ nothing }}", "own.md.j2, line 3: 'nothing' is undefined"),
        ("{{ title / 2 }}", "own.md.j2, line 1: unsupported operand"),
        ("{{ 1 / 0 }}", "own.md.j2, line 1: division by zero"),
        ('{{ "".__class__.__mro__ }}', "access to attribute '__class__' of 'str' object is unsafe"),
        ("one\n{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "own.md.j2, line 2: maximum recursion depth"),
        ("{% include 'own.md.j2' %}", "own.md.j2, line 1: maximum recursion depth"),
        ("{{ title * 10 ** 17 }}", "own.md.j2, line 1: asks for too much memory"),
        ("{{ 10 ** 1000000 }}", "own.md.j2: cannot be read as a template"),
        ("{{ parts.clear() }}", "own.md.j2, line 1:"),
        ('{% include "../secret.j2" %}', "../secret.j2"),
        ("{% for a in range(9999999999) %}x{% endfor %}", "Range too big"),
        ("{% for a in range(90000) %}" + "x" * 64 + "{% endfor %}", f"makes more than {LIMIT:,} characters"),
    ],
)
def test_a_template_that_fails_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path.parent / "secret.j2").write_text("secret", encoding="utf-8")
    with pytest.raises(UsageError) as told:
        laid_out(tmp_path, text, title="A")
    assert message in str(told.value)


def test_no_template_and_one_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.j2: no such template"):
        Template.read(tmp_path / "gone.j2")
    (tmp_path / "bytes.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match=r"bytes\.j2: cannot be read as a template"):
        Template.read(tmp_path / "bytes.j2")


def test_marks_of_ours_in_a_template_mean_nothing(tmp_path: Path) -> None:
    page = laid_out(tmp_path, "<!-- tapeout:end page -->\nmine")
    assert texts(page) == ["<!-- template:end page -->\nmine"]
