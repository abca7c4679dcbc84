"""Notes show their Markdown; what is no Markdown, HTML or a control sequence stays text."""

from __future__ import annotations

import pytest

from reader.tui.note_markdown import note_content


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("one\ntwo", "one\ntwo"),
        ("# Head\n\n**bold** and `code`", "Head\nbold and code"),
        ("- a\n- b\n  - c\n\n3. x\n4. y", "• a\n• b\n  • c\n3. x\n4. y"),
        ("> said", "│ said"),
        ("```\n[/] x\n```", "  [/] x"),
        ("[here](https://a.example/b)", "here (https://a.example/b)"),
        ("[/] x [@click=app.quit]y[/]", "[/] x [@click=app.quit]y[/]"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a \x1b]52;c;x\x07 b", "a ]52;c;x b"),
        ("", ""),
    ],
)
def test_note(body: str, shown: str) -> None:
    assert note_content(body).plain == shown


def test_styles_fall_on_their_words() -> None:
    content = note_content("**bold** plain")
    assert [(content.plain[span.start : span.end], str(span.style)) for span in content.spans] == [("bold", "bold")]
