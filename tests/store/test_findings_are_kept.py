"""Findings come back as they were written, one set an article, and the counts beside companies stay true."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reader.model.findings import Findings, Salience
from reader.store import articles, companies, findings, lists
from reader.store.connection import Store
from reader.store.reasons import reasons
from tests.store.filling import NOW, change, company, edit, everything, save

ONE, TWO = change("one").article_id, change("two").article_id


@pytest.fixture
def filled(store: Store) -> Store:
    save(store, change("one"), change("two", published=NOW - timedelta(days=1)))
    with store.write() as conn:
        findings.replace(conn, ONE, everything(ONE), 1, "lexicon")
    return store


def test_they_come_back_as_they_were(filled: Store) -> None:
    assert findings.get(filled.connection, ONE) == everything(ONE)
    assert findings.get_many(filled.connection, [TWO, ONE, "a000"]) == {ONE: everything(ONE)}
    assert findings.get(filled.connection, TWO) is None


def test_new_ones_replace_the_old(filled: Store) -> None:
    with filled.write() as conn:
        findings.replace(conn, ONE, Findings(ONE, companies=(company("openai"),)), 2, "lexicon")
    assert findings.get(filled.connection, ONE) == Findings(ONE, companies=(company("openai"),))
    assert [(row.id, row.articles) for row in companies.companies(filled.connection)] == [("openai", 1)]
    assert companies.topics(filled.connection) == []
    assert companies.events(filled.connection, company="cerebras") == []
    orphans = filled.connection.execute("SELECT count(*) FROM event_companies").fetchone()
    assert orphans == (0,)


def test_findings_of_an_unknown_article_are_a_mistake(filled: Store) -> None:
    with pytest.raises(KeyError), filled.write() as conn:
        findings.replace(conn, "a000", Findings("a000"), 1, "lexicon")


def test_staleness_follows_text_rules_and_lexicon(filled: Store) -> None:
    def stale(rules: int = 1, lexicon: str = "lexicon") -> set[str]:
        found = set(articles.stale(filled.connection, rules, lexicon))
        assert articles.count_stale(filled.connection, rules, lexicon) == len(found)
        return found

    assert stale() == {TWO}
    assert stale(rules=2) == {ONE, TWO}
    assert stale(lexicon="other") == {ONE, TWO}
    save(filled, edit(change("one"), "other words"))
    assert stale() == {ONE, TWO}
    assert findings.get(filled.connection, ONE) == everything(ONE)


def test_findings_may_be_written_while_stale_ones_are_read(store: Store) -> None:
    made = [change(f"n{n}", published=NOW + timedelta(minutes=n)) for n in range(9)]
    save(store, *made)
    seen = []
    for name in articles.stale(store.connection, 1, "x", batch=2):
        seen.append(name)
        if len(seen) % 3:
            with store.write() as conn:
                findings.replace(conn, name, Findings(name), 1, "x")
    assert seen == [one.article_id for one in made]
    assert articles.count_stale(store.connection, 1, "x") == 3


def test_rows_show_main_companies_first_and_passing_ones_not(filled: Store) -> None:
    rows = {row.id: row.companies for row in lists.rows(filled.connection)}
    assert rows == {ONE: ("cerebras", "openai"), TWO: ()}


def test_a_list_reads_tags_without_their_places(filled: Store) -> None:
    keys = articles.keys_of(filled.connection, [ONE, TWO])
    tags = companies.tags_of(filled.connection, list(keys.values()))
    told = everything(ONE)
    assert tags[keys[ONE]] == (
        tuple(replace(tag, spans=()) for tag in told.companies), tuple(replace(tag, spans=()) for tag in told.topics),
    )  # fmt: skip
    assert tags[keys[TWO]] == ((), ())


def test_counts_and_last_seen_of_companies_and_topics(filled: Store) -> None:
    with filled.write() as conn:
        findings.replace(conn, TWO, Findings(TWO, companies=(company("amd", Salience.MAIN),)), 1, "lexicon")
    told = [(row.id, row.name, row.kind, row.articles, row.last_seen) for row in companies.companies(filled.connection)]
    assert told == [
        ("amd", "AMD", "company", 2, NOW), ("cerebras", "CEREBRAS", "company", 1, NOW),
        ("openai", "OPENAI", "company", 1, NOW),
    ]  # fmt: skip
    assert len(companies.companies(filled.connection, limit=1)) == 1
    assert [(row.id, row.articles) for row in companies.topics(filled.connection)] == [("funding", 1), ("gpus", 1)]
    assert companies.company_names(filled.connection)["amd"] == ("AMD", "company")
    counts = companies.lens_counts(filled.connection)
    assert (counts.articles, counts.unread, counts.unread_companies["amd"]) == (2, 2, 2)
    assert counts.unread_topics == {"funding": 1, "gpus": 1}


def test_findings_across_articles(filled: Store) -> None:
    conn, told = filled.connection, everything(ONE)
    assert companies.events(conn) == list(told.events)
    assert companies.events(conn, company="sec") == [told.events[0]]
    assert companies.events(conn, topic="gpus", articles=[ONE]) == list(told.events)
    assert companies.events(conn, topic="memory") == []
    assert companies.figures(conn, company="cerebras") == [told.figures[0]]
    assert companies.figures(conn, metric="revenue", company="cerebras", topic="gpus") == [told.figures[0]]
    assert companies.figures(conn, metric="price") == []
    assert companies.figures(conn, articles=[]) == []
    assert companies.relations(conn, company="cerebras") == list(told.relations)
    assert companies.relations(conn, company="amd") == []
    assert [(row.name, row.articles, row.last_article) for row in companies.candidates(conn, least=1)] == [
        ("Zyphra Systems", 1, ONE)
    ]  # fmt: skip
    assert companies.candidates(conn) == []


def test_every_finding_says_why(filled: Store) -> None:
    held = reasons(filled.connection, ONE)
    told = everything(ONE)
    parts = (told.companies, told.topics, told.events, told.figures, told.withdrawn, told.relations, told.risks,
             told.candidates)  # fmt: skip
    assert len(held) == sum(len(part) for part in parts)
    assert all(one.rule and one.article == ONE for one in held)
    assert ("company cerebras", "sure-name", "cerebras", 0, 3) in [
        (one.what, one.rule, one.words, one.start, one.end) for one in held
    ]  # fmt: skip
    assert reasons(filled.connection, TWO) == []


def test_a_list_row_touches_no_findings(filled: Store) -> None:
    plan = filled.connection.execute(f"EXPLAIN QUERY PLAN {lists._ROW} WHERE a.key IN (1, 2)").fetchall()
    read = " ".join(step for *_, step in plan)
    assert not [table for table in ("company_tags", "events", "figures", "texts", "sources") if table in read]
