"""Lists in windows, every filter and every word of the query language against a plain reading of the articles."""

from __future__ import annotations

import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.articles import Article
from reader.model.findings import Findings, TopicTag
from reader.model.lists import ArticleFilter, Cursor
from reader.model.text import PlainText, Reason
from reader.store import articles, companies, feeds, findings, listing, lists, notes, parts, reading, search
from reader.store.connection import Store
from reader.store.snippets import pattern, snippet
from tests.store.filling import NOW, change, company, edit, everything, save

PROJECT = Path(__file__).resolve().parents[2]
Holds = Callable[[Article], bool]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Thirty articles of two feeds, some read, starred, tagged, noted, edited, analysed."""
    path: Path = tmp_path_factory.mktemp("lists") / "store.db"
    with Store.open(path) as store:
        for feed in ("wire", "blog"):
            made = []
            for n in range(15):
                text = (
                    f"{'Cerebras filed its S-1' if n % 3 else 'Café chips'} on day {n}. {'GPU racks' if n % 5 else ''}"
                )
                when = NOW - timedelta(hours=n * (3 if feed == "blog" else 2)) if n % 4 else None
                made.append(
                    change(f"{feed}{n}", text, published=when, author="Ann Lee" if n % 2 else None,
                           title=f"{'Nvidia' if n % 2 else 'AMD'} story {n}")
                )  # fmt: skip
            save(store, *made, feed=feed, now=NOW - timedelta(hours=20))
            with store.write() as conn:
                names = [one.article_id for one in made]
                reading.mark(conn, names[:5], read=True)
                reading.mark(conn, names[3:7], star=True, tag=["To Read"])
                reading.mark(conn, names[6:7], untag=["to read"], tag=["later"])
                for n, name in enumerate(names[:9]):
                    topics = (TopicTag("gpus", 1.0, Reason("x")),) if n % 2 else ()
                    findings.replace(
                        conn, name, Findings(name, companies=(company("nvidia"),) * (n % 3 > 0), topics=topics), 1, "x"
                    )
                findings.replace(conn, names[9], everything(names[9]), 1, "x")
                notes.add(conn, names[2], "Ask about the *wafer* price", quote="S-1")
                conn.execute("INSERT OR IGNORE INTO stories (id, title) VALUES ('s1', 'Cerebras goes public')")
                keys = articles.keys_of(conn, names)
                for name in names[8:12]:
                    conn.execute(
                        "INSERT INTO story_articles (story, article) SELECT key, ? FROM stories", (keys[name],)
                    )
                conn.execute("INSERT INTO copies VALUES (?, ?)", (keys[names[10]], keys[names[9]]))
            save(store, edit(made[1], "Cerebras withdrew it"), feed=feed)
        yield store


FILTERS: list[tuple[ArticleFilter, Holds]] = [
    (ArticleFilter(), lambda a: True),
    (ArticleFilter(unread=True), lambda a: not a.read),
    (ArticleFilter(starred=True), lambda a: a.starred),
    (ArticleFilter(feed="wire"), lambda a: a.feed == "wire"),
    (ArticleFilter(feed="wire", unread=True), lambda a: a.feed == "wire" and not a.read),
    (ArticleFilter(feed="none"), lambda a: False),
    (ArticleFilter(tag="to read"), lambda a: "To Read" in a.tags),
    (ArticleFilter(tag="TO READ", starred=True, unread=True), lambda a: "To Read" in a.tags and not a.read),
    (ArticleFilter(noted=True), lambda a: a.notes > 0),
    (ArticleFilter(story="s1"), lambda a: a.story == "s1"),
    (ArticleFilter(story="s1", collapse=True), lambda a: a.story == "s1" and a.duplicate_of is None),
    (ArticleFilter(collapse=True), lambda a: a.duplicate_of is None),
    (ArticleFilter(since=NOW - timedelta(hours=9)), lambda a: a.day >= NOW - timedelta(hours=9)),
    (ArticleFilter(until=NOW - timedelta(hours=9)), lambda a: a.day < NOW - timedelta(hours=9)),
    (ArticleFilter(since=NOW - timedelta(hours=9), feed="blog"),
     lambda a: a.day >= NOW - timedelta(hours=9) and a.feed == "blog"),
    (ArticleFilter(query="cerebras"), lambda a: "Cerebras" in a.text),
    (ArticleFilter(query="cerebras", feed="blog", unread=True),
     lambda a: "Cerebras" in a.text and a.feed == "blog" and not a.read),
]  # fmt: skip
QUERIES: list[tuple[str, Holds]] = [
    ("", lambda a: True),
    ("cerebras s-1", lambda a: "Cerebras filed" in a.text),
    ('"s-1 on day 4"', lambda a: "S-1 on day 4." in a.text),
    ("cafe", lambda a: "Café" in a.text),
    ("CAFÉ OR withdrew", lambda a: "Café" in a.text or "withdrew" in a.text),
    ("cereb* -gpu", lambda a: "Cerebras" in a.text and "GPU" not in a.text),
    ("-cerebras", lambda a: "Cerebras" not in a.text),
    ("-(cerebras OR gpu)", lambda a: "Cerebras" not in a.text and "GPU" not in a.text),
    ("title:nvidia", lambda a: "Nvidia" in a.title),
    ("title:cerebras", lambda a: False),
    ('title:"nvidia story"', lambda a: "Nvidia" in a.title),
    ("nvidia gpu", lambda a: "Nvidia" in a.title and "GPU" in a.text),
    ("feed:wire", lambda a: a.feed == "wire"),
    ("feed:WIRE is:unread", lambda a: a.feed == "wire" and not a.read),
    ('author:"ann lee"', lambda a: a.author == "Ann Lee"),
    ("author:Ann*", lambda a: a.author == "Ann Lee"),
    ("author:lee", lambda a: a.author == "Ann Lee"),
    ("author:%", lambda a: False),
    ("is:read", lambda a: a.read),
    ("is:unread is:starred", lambda a: a.starred and not a.read),
    ("is:edited", lambda a: a.edited),
    ("-is:read cerebras", lambda a: not a.read and "Cerebras" in a.text),
    ('tag:"to read"', lambda a: "To Read" in a.tags),
    ("tag:lat*", lambda a: "later" in a.tags),
    ("tag:lat", lambda a: False),
    ("story:s1", lambda a: a.story == "s1"),
    ('story:"goes public"', lambda a: a.story == "s1"),
    ("has:note", lambda a: a.notes > 0),
    ("note:wafer", lambda a: a.notes > 0),
    ("note:nothing", lambda a: False),
    ("after:2026-05-04", lambda a: a.day.date().isoformat() >= "2026-05-04"),
    ("before:2026-05-04", lambda a: a.day.date().isoformat() < "2026-05-04"),
    ("after:2026-05 before:2027", lambda a: a.day.date().isoformat() >= "2026-05-01"),
    ("newer:10h", lambda a: a.day >= NOW - timedelta(hours=10)),
    ("(feed:blog OR cerebras) is:unread", lambda a: (a.feed == "blog" or "Cerebras" in a.text) and not a.read),
    ("feed:blog OR is:starred", lambda a: a.feed == "blog" or a.starred),
    ("-(feed:blog is:read)", lambda a: not (a.feed == "blog" and a.read)),
    ("(cerebras", lambda a: "Cerebras" in a.text),
    ('"cerebras', lambda a: "Cerebras" in a.text),
    ("cerebras OR", lambda a: "Cerebras" in a.text),
    ("is:nonsense", lambda a: False),
    ("***", lambda a: False),
]


@pytest.mark.parametrize(("filters", "holds"), [*FILTERS, *((ArticleFilter(query=q), holds) for q, holds in QUERIES)])
def test_a_list_holds_what_it_says_in_its_order(filled: Store, filters: ArticleFilter, holds: Holds) -> None:
    conn = filled.connection
    every = articles.get_many(conn, [row.id for row in lists.rows(conn)])
    expected = [article.id for article in every if holds(article)]
    rows = lists.rows(conn, filters, now=NOW)
    assert [row.id for row in rows] == expected
    keys = list(lists.keys(conn, filters, now=NOW))
    assert keys == [row.key for row in rows]
    assert list(lists.keys(conn, filters, now=NOW, newest=False)) == keys[::-1]
    assert lists.count(conn, filters, now=NOW) == len(keys)
    assert lists.arrivals(conn, filters, 0, now=NOW) == len(keys)
    assert sorted(lists.ranked(conn, filters, now=NOW)) == sorted(keys)
    for newest, order in ((True, keys), (False, keys[::-1])):
        paged: list[int] = []
        after: Cursor | None = None
        while window := lists.rows(conn, filters, now=NOW, newest=newest, after=after, limit=4):
            paged += [row.key for row in window]
            after = lists.cursor_of(conn, window[-1].id)
            assert after is not None
            assert lists.ahead(conn, filters, after, now=NOW, newest=newest) == len(paged) - 1
        assert paged == order
    assert list(lists.keys(conn, filters, now=NOW, limit=3, offset=2)) == keys[2:5]


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("company:nvidia", ArticleFilter(company="nvidia")),
        ("company:NVIDIA", ArticleFilter(company="nvidia")),
        ("company:nvid*", ArticleFilter(company="nvidia")),
        ("topic:gpus", ArticleFilter(topic="gpus")),
        ("topic:gpus company:nvidia is:unread", ArticleFilter(topic="gpus", company="nvidia", unread=True)),
        ("company:unheard", ArticleFilter(company="unheard")),
    ],
)
def test_fields_of_the_query_are_the_filters(filled: Store, query: str, same: ArticleFilter) -> None:
    conn = filled.connection
    assert lists.rows(conn, ArticleFilter(query=query)) == lists.rows(conn, same)
    assert lists.rows(conn, same) or same.company == "unheard"


def test_findings_can_be_asked_for(filled: Store) -> None:
    for query in ("has:figure", "has:event", "has:figures"):
        assert len(lists.rows(filled.connection, ArticleFilter(query=query))) == 2


def test_a_list_in_json_says_what_the_types_say(filled: Store) -> None:
    from reader.cli.shapes import article_shape, company_tag_shape, topic_tag_shape

    conn = filled.connection
    keys = lists.keys(conn)
    tags = companies.tags_of(conn, keys)
    expected = []
    for key, article in zip(keys, articles.headers(conn, keys), strict=True):
        shape = article_shape(article, None)
        for name in ("text", "summary", "events", "figures", "withdrawn", "checks", "relations"):
            del shape[name]
        shape["companies"] = [company_tag_shape(tag, spans=False) for tag in tags[key][0]]
        shape["topics"] = [topic_tag_shape(tag) for tag in tags[key][1]]
        expected.append(shape)
    assert list(listing.records(conn, [*keys, 999])) == expected


def test_a_list_in_json_loads_no_types_of_the_model(filled: Store) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from reader.store.connection import open_reader; from reader.store import lists, listing\n"
        "conn = open_reader(Path(sys.argv[1])); assert len(list(listing.records(conn, lists.keys(conn)))) == 30\n"
        "heavy = ('reader.model.', 'reader.query', 'textual', 'sqlite_')\n"
        "print({name for name in sys.modules if name.startswith(heavy)})"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(filled.path)], check=True, cwd=PROJECT, text=True, capture_output=True
    )
    assert run.stdout.strip() == "{'reader.model.filters'}"


def test_a_list_is_told_of_arrivals_by_key(filled: Store) -> None:
    newest = lists.newest_key(filled.connection)
    assert lists.arrivals(filled.connection, ArticleFilter(unread=True), newest) == 0
    assert lists.arrivals(filled.connection, ArticleFilter(), newest - 3) == 3


def test_rows_are_given_in_the_order_of_their_keys(filled: Store) -> None:
    keys = list(lists.keys(filled.connection))[::-1]
    assert [row.key for row in lists.rows_by_keys(filled.connection, [*keys, 999])] == keys


def test_rank_puts_titles_first_and_date_the_newest(store: Store) -> None:
    save(
        store,
        change("body", "wafer here", title="Other"),
        change("title", "nothing", title="Wafer news", published=NOW - timedelta(days=9)),
        change("much", "wafer " * 9, title="Other", published=NOW - timedelta(days=3)),
    )
    ranked = [hit.row.id for hit in search.search(store.connection, "wafer")]
    assert ranked[0] == change("title").article_id
    dated = [hit.row.id for hit in search.search(store.connection, "wafer", sort="date")]
    assert dated == [change(name).article_id for name in ("body", "much", "title")]
    assert len(search.search(store.connection, "wafer", limit=2)) == 2
    unread = ArticleFilter(unread=True, query="ignored")
    assert len(search.search(store.connection, "wafer", filters=unread)) == 3


def test_a_search_in_a_crowd_is_cut_at_the_newest(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "COUNTED", 5)
    save(store, *(change(f"n{n}", "wafer " * (1 + n % 3)) for n in range(12)))
    assert len(search.search(store.connection, "wafer")) == 5
    conn = store.connection
    assert len(search.search(conn, "wafer", sort="date")) == 12
    assert [h.row.key for h in search.search(conn, "wafer", sort="date", limit=3)] == list(lists.keys(conn, limit=3))
    assert lists.count(conn, ArticleFilter(query="wafer")) == 12


def test_a_story_holds_the_newest_search_window(filled: Store) -> None:
    hits = search.search(filled.connection, "cerebras", sort="date", limit=2)
    cursor = lists.cursor_of(filled.connection, hits[-1].row.id)
    more = search.search(filled.connection, "cerebras", sort="date", after=cursor)
    every = search.search(filled.connection, "cerebras", sort="date")
    assert hits + more == every


SNIPPETS = [
    ("Cerebras filed its S-1 today", "s-1 CEREBRAS", ["Cerebras", "S-1"]),
    ("Die Café-Bar", "cafe", ["Café"]),
    ("Inference chips win", "infer*", ["Inference"]),
    ("Inference chips win", "infer", []),
    ("one\ntwo  three", '"one two"', ["one two"]),
    ("nothing here", "absent", []),
    ("", "x", []),
    ("a [/] b <b>x</b> \ufdd0 c", "b", ["b", "b", "b"]),
    ("İstanbul chip", "chip", ["chip"]),
    ("far " * 200 + "away the wafer and the fab stand " + "off " * 90, "wafer fab", ["wafer", "fab"]),
]


@pytest.mark.parametrize(("text", "query", "marked"), SNIPPETS)
def test_a_snippet_marks_its_hits(text: str, query: str, marked: list[str]) -> None:
    from reader.query import parse, words

    line, spans = snippet(text, pattern(words(parse(query))))
    assert [span.of(line) for span in spans] == marked
    assert "\n" not in line
    assert len(line) < 260


@given(st.text(max_size=400), st.text(alphabet=string.printable, max_size=40))
def test_a_snippet_of_anything_is_sound(text: str, query: str) -> None:
    from reader.query import parse, words

    line, spans = snippet(text, pattern(words(parse(query))))
    ends = [0, *(place for span in spans for place in (span.start, span.end)), len(line)]
    assert ends == sorted(ends)


def test_a_text_full_of_hits_is_searched_in_bounded_work(store: Store) -> None:
    big = "wafer " * 170_000
    save(store, replace(change("big"), text=PlainText(big)))
    (hit,) = search.search(store.connection, "waf* OR wafer")
    assert len(hit.snippet) < 260


WORDS = st.sampled_from(
    ["cerebras", '"', "(", ")", "-", "*", "OR", "AND", "NOT", "NEAR(", "title:", "company:", "tag:x", "is:", "is:read",
     "has:note", "note:%", "after:2026", "after:x", "newer:9999y", "newer:3d", "story:_", "feed:\\", ":", "^", "{a}",
     "+", "col:x", "'", ";", "--", "/*", "\x00", "é", "\U0001f600", "a" * 70, "“x”", "author:'", "{k}",
     "{0}", "%s", "?1"]
)  # fmt: skip


@given(st.lists(WORDS | st.text(max_size=6), max_size=40), st.sampled_from([" ", ""]))
def test_no_query_is_an_error(filled: Store, words: list[str], space: str) -> None:
    query = space.join(words)
    conn = filled.connection
    found = [hit.row.key for hit in search.search(conn, query, now=NOW)]
    assert sorted(found) == sorted(lists.keys(conn, ArticleFilter(query=query), now=NOW))
    assert lists.count(conn, ArticleFilter(query=query), now=NOW) == len(found)


def test_a_feed_is_named_by_a_part_of_its_title(filled: Store) -> None:
    with filled.write() as conn:
        feeds.record_document(conn, "blog", title="The Chip Letter", site=None, format="atom10")
    assert len(lists.rows(filled.connection, ArticleFilter(query='feed:"chip letter"'))) == 15
    assert len(lists.rows(filled.connection, ArticleFilter(query="feed:the*"))) == 15
