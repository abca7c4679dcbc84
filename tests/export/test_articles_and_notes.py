"""Articles and notes as pages: where they came from, their text, and links between them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from markdown_it import MarkdownIt

from reader.export.articles import ArticleContext, article_page
from reader.export.notes import note_page, note_title
from reader.export.pages import render
from reader.export.sources import Links, LinkStyle, wiki_safe
from reader.model.articles import Note
from tests.builders import article

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
HOSTILE = "[[x]] <% y %> # z {{w}}"


def test_an_article_page_has_head_text_and_front_matter() -> None:
    made = article(
        "<h2>Inside</h2><p>It <strong>costs</strong> $5 <a href='https://x.example/a'>here</a>.</p><p>Sign up now</p>",
        title=HOSTILE, author="A desk", tags=("data centers", "2026", "#!"), story="s1", origin="The Reticle",
    )  # fmt: skip
    page = article_page(made, ArticleContext(story_title="A story"), NOW)
    text = render(page)
    assert 'tags: ["data-centers"]' in text
    assert 'origin: "The Reticle"' in text
    assert 'story: "s1"' in text
    assert "\n### Inside" in text
    assert "It **costs** $5 [here](https://x.example/a)." in text
    assert "Story: A story" in text
    assert f"`tapeout show {made.id}`" in text
    assert "<%" not in text
    assert "[[" not in text
    assert "{{" not in text
    tokens = MarkdownIt("commonmark").parse(render(page, marks=False))
    assert [t.tag for t in tokens if t.type == "heading_open"] == ["h1", "h2", "h3"]


def test_an_article_without_date_address_or_layout_is_fine() -> None:
    made = replace(
        article(), url=None, published=None, blocks=(), inlines=(), text="One.\nTwo.", author=None, origin=""
    )
    text = render(article_page(made, ArticleContext(), NOW))
    assert "One.\n\nTwo." in text
    assert "undated." in text
    assert "url:" not in text


def test_the_rows_of_a_table_are_lines_of_one_paragraph() -> None:
    made = article("<p>Before</p><table><tr><td>A</td><td># 1</td></tr><tr><td>- B</td><td>2 | 3</td></tr></table>")
    text = render(article_page(made, ArticleContext(), NOW), marks=False)
    assert "Before\n\nA \\# 1\\\n\\- B 2 \\| 3" in text
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    runs = [child.type for child in next(t for t in tokens if t.content.startswith("A ")).children or ()]
    assert "hardbreak" in runs
    assert not [t for t in tokens if t.type in ("table_open", "list_item_open")]


def test_a_note_page_links_to_what_it_is_on() -> None:
    note = Note("n1", "a1", NOW, NOW, "The quoted words.", "# First line\n\nMore")
    places = {("a1", "article"): "x/2026-05-04 an-article-a1.md"}
    links = Links(LinkStyle.WIKI, places.get)
    text = render(note_page(note, "An [article] | title", "article", links, NOW))
    assert "On [[x/2026-05-04 an-article-a1|An article title]], May 4, 2026." in text
    assert "> The quoted words." in text
    assert "# First line\n\nMore" in text
    assert 'title: "First line"' in text
    plain = render(note_page(note, "An article", "article", replace(links, style=LinkStyle.PLAIN), NOW))
    assert "On [An article](<x/2026-05-04 an-article-a1.md>), May 4, 2026." in plain
    places["a1", "article"] = "What I read/#1 <new>.md"
    plain = render(note_page(note, "An article", "article", Links(find=places.get, base="Notes/2026"), NOW))
    assert "On [An article](<../../What I read/%231 %3Cnew%3E.md>), May 4, 2026." in plain


def test_a_note_is_named_after_its_first_words_or_its_target() -> None:
    note = Note("n1", "a1", NOW, NOW, None, "> **Check** the power contract")
    assert note_title(note, "x") == "Check** the power contract"
    assert note_title(replace(note, body=" \n---\n"), "A story") == "Note on A story"
    assert len(note_title(replace(note, body="word " * 60), "x")) <= 80


def test_wiki_names_hold_no_sign_that_ends_them() -> None:
    assert wiki_safe("a]]b|c#d^e\nf<%g") == "a b c d e f %g"
    assert wiki_safe("[]") == "page"
