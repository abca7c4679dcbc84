"""Measures stories in this process: copies, linking, dossiers, orders and speed.

python -m benchmarks.stories corpus FOLDER      BCubed, copies; titles and size of the dossiers
python -m benchmarks.stories orders FOLDER      BCubed with the articles in other orders and in halves
python -m benchmarks.stories events FILE        BCubed on {"id", "event", "text"} lines (ECB+)
python -m benchmarks.stories fifty FOLDER…      processor time of a dossier of fifty articles
python -m benchmarks.stories speed [N]          linking through a store that holds N articles (100000)
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reader.analysis.article import analyse
from reader.analysis.lexicon import Lexicon
from reader.gazetteer import read_companies, read_topics
from reader.model.articles import Article
from reader.model.feeds import Change, Entry, Subscription
from reader.model.findings import CompanyTag, Findings, Salience, TopicTag
from reader.model.ids import public_id
from reader.model.lexicon import CompanyKind
from reader.model.text import PlainText, Reason
from reader.store import articles as stored_articles
from reader.store import findings as stored_findings
from reader.store import linking, stories
from reader.store.connection import Store
from reader.store.feeds import upsert_feeds
from reader.stories.affinity import Scale
from reader.stories.dossier import build_story
from reader.stories.duplicates import CopyIndex, sketch
from reader.stories.linking import Linker
from reader.stories.profiles import Profile, body_of, make_profile
from reader.stories.words import Frequencies
from reader.text import plain_text

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def bcubed(gold: Mapping[str, str], ours: Mapping[str, str]) -> tuple[float, float, float]:
    """Returns precision, recall and F1 (Bagga and Baldwin 1998) over the items of ``gold``."""
    theirs, mine = _groups(gold), _groups(ours)
    both = {item: len(theirs[gold[item]] & mine[ours[item]]) for item in gold}
    precision = sum(both[item] / len(mine[ours[item]]) for item in gold) / len(gold)
    recall = sum(both[item] / len(theirs[gold[item]]) for item in gold) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def _groups(labels: Mapping[str, str]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for item, label in labels.items():
        groups[label].add(item)
    return groups


def linked(batches: Iterable[Sequence[Profile]], copies: Mapping[str, str]) -> dict[str, str]:
    """Returns the story of each article after linking the batches one after another."""
    linker = Linker(Scale(Frequencies()))
    names = []
    for batch in batches:
        linker.link(batch, copies)
        names += [profile.article for profile in batch]
    return {name: linker.story_of(name) or f"alone {name}" for name in names}


def read_corpus(folder: Path) -> tuple[dict[str, Article], dict[str, Findings], dict[str, dict]]:
    lexicon = Lexicon.of(read_companies(), read_topics())
    articles, findings, gold = {}, {}, {}
    for line in (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, moment = plain_text(row["html"]), datetime.fromisoformat(row["published"])
        made = Article(
            row["id"], row["outlet"], row["url"], row["title"], row.get("author"), moment, None, moment, text.text,
            text.blocks, text.inlines, origin=row["outlet"],
        )  # fmt: skip
        articles[made.id], findings[made.id], gold[made.id] = made, analyse(made, lexicon), row["gold"]
    return articles, findings, gold


def copies_in(articles: Mapping[str, Article]) -> dict[str, str]:
    index, found = CopyIndex(), {}
    for article in sorted(articles.values(), key=lambda article: (article.day, article.id)):
        drawn = sketch(body_of(article))
        alike = index.lookup(drawn)
        if alike:
            found[article.id] = found.get(alike[0], alike[0])
        index.add(article.id, drawn)
    return found


def corpus(folder: Path) -> None:
    articles, findings, gold = read_corpus(folder)
    copies = copies_in(articles)
    wanted = {name: g["near_duplicate_of"] for name, g in gold.items() if g.get("near_duplicate_of")}
    right = len(wanted.items() & copies.items())
    print(f"copies      {right} of {len(wanted)} found, {len(copies) - right} extra")
    profiles = [make_profile(article, findings[name]) for name, article in articles.items()]
    stories_of = {name: g["story"] or f"alone {name}" for name, g in gold.items()}
    print("stories     P {:.3f} R {:.3f} F1 {:.3f}".format(*bcubed(stories_of, linked([profiles], copies))))
    told = json.loads((folder / "stories.json").read_text())
    for story in told:
        members = [replace(articles[name], duplicate_of=copies.get(name)) for name in story["articles"]]
        start = time.perf_counter()
        made = build_story(story["id"], members, findings, NOW)
        print(f"{story['id']:20} {1000 * (time.perf_counter() - start):4.0f} ms  {len(made.timeline):2} dates"
              f"  {len(made.figures):3} rows  {len(made.summary)} sentences  {made.title}")  # fmt: skip


def fifty(folders: Sequence[Path]) -> None:
    """Puts the first fifty articles of the folders into one story: with nothing of them known, and again."""
    articles: dict[str, Article] = {}
    findings: dict[str, Findings] = {}
    for folder in folders:
        more, found, _ = read_corpus(folder)
        articles |= more
        findings |= found
    times = []
    members = list(articles.values())[:50]
    for _ in range(5):
        start = time.process_time()
        build_story("fifty", members, findings, NOW)
        times.append(1000 * (time.process_time() - start))
    print(f"{len(members)} articles: {times[0]:.0f} ms at first, {min(times[1:]):.0f} ms again")


def orders(folder: Path) -> None:
    articles, findings, gold = read_corpus(folder)
    copies = copies_in(articles)
    made = {name: make_profile(article, findings[name]) for name, article in articles.items()}
    labels = {name: g["story"] or f"alone {name}" for name, g in gold.items()}
    rng = random.Random(1)
    names = list(made)
    days = by_day(list(made.values()))
    straight = bcubed(labels, linked(days, copies))[2]
    moved = []
    for _ in range(5):
        shuffled = [rng.sample(day, len(day)) for day in days]
        moved.append(abs(bcubed(labels, linked(shuffled, copies))[2] - straight))
    print(f"day by day  F1 {straight:.3f}, days shuffled: moves by at most {max(moved):.3f}")
    scores = []
    for _ in range(10):
        rng.shuffle(names)
        batches = [[made[name] for name in names[at : at + 10]] for at in range(0, len(names), 10)]
        scores.append(bcubed(labels, linked(batches, copies)))
    print(f"any order   P at least {min(s[0] for s in scores):.3f}, F1 at least {min(s[2] for s in scores):.3f}")
    scores = []
    for _ in range(20):
        some = sorted(rng.sample(sorted(made), len(made) // 2))
        scores.append(bcubed({name: labels[name] for name in some}, linked([[made[name] for name in some]], copies)))
    print(f"halves      P at least {min(s[0] for s in scores):.3f}, F1 {sum(s[2] for s in scores) / len(scores):.3f}")


def by_day(profiles: Sequence[Profile]) -> list[list[Profile]]:
    """Parts profiles into days (UTC), in order of time."""
    days: dict[int, list[Profile]] = defaultdict(list)
    for profile in profiles:
        days[profile.moment // 86400].append(profile)
    return [days[day] for day in sorted(days)]


def events(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    profiles = [
        make_profile(Article(row["id"], "x", None, "", None, NOW, None, NOW, row["text"]), Findings(row["id"]))
        for row in rows
    ]
    labels = {row["id"]: row["event"] for row in rows}
    start = time.perf_counter()
    score = bcubed(labels, linked([profiles], {}))
    print("P {:.3f} R {:.3f} F1 {:.3f}".format(*score), f"{len(rows) / (time.perf_counter() - start):.0f} articles/s")


def speed(stored: int, fresh: int = 1000) -> None:
    """Fills a store with made-up articles of made-up stories, then links fresh ones, and measures start and rate."""
    rng = random.Random(7)
    vocabulary = [f"w{number:x}" for number in range(40000)]
    common = [min(int(rng.paretovariate(0.9)) * 7, 39999) for _ in range(200000)]
    matters = [
        ([rng.choice(vocabulary) for _ in range(30)], f"company-{rng.randrange(250)}") for _ in range(stored // 3)
    ]

    def item(number: int) -> tuple[Article, Findings]:
        words, company = matters[rng.randrange(len(matters))]
        text = " ".join(
            vocabulary[common[rng.randrange(len(common))]] if rng.random() < 0.7 else rng.choice(words)
            for _ in range(250)
        )
        moment = NOW - timedelta(days=700) + timedelta(minutes=10 * number)
        name = public_id("a", str(number))
        tag = CompanyTag(company, company, CompanyKind.COMPANY, 3, Salience.MAIN, (), Reason("made"))
        article = Article(name, "f", None, " ".join(words[:6]), None, moment, None, moment, text, origin="F")
        return article, Findings(name, (), (tag,), (TopicTag("gpus", 1.0, Reason("made")),))

    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "speed.db") as store:
        with store.write() as conn:
            upsert_feeds(conn, [Subscription("f", "https://f.example/")])
        book = None
        started = time.perf_counter()
        for at in range(0, stored, 2000):
            items = [item(number) for number in range(at, min(stored, at + 2000))]
            with store.write() as conn:
                _store(conn, items)
                book = linking.link(conn, items, book)
        print(f"filled      {stored} articles in {time.perf_counter() - started:.0f} s (storing them included)")
        book = None
        started, worked = time.perf_counter(), time.process_time()
        book = linking.load(store.connection)
        taken, used = time.perf_counter() - started, time.process_time() - worked
        print(f"start       {taken:.2f} s ({used:.2f} s of the processor), {len(book.linker.clusters)} stories")
        items = [item(number) for number in range(stored, stored + fresh)]
        with store.write() as conn:
            _store(conn, items)
        started, worked = time.perf_counter(), time.process_time()
        for at in range(0, fresh, 100):
            with store.write() as conn:
                book = linking.link(conn, items[at : at + 100], book)
        taken, used = time.perf_counter() - started, time.process_time() - worked
        print(f"linking     {fresh / taken:.0f} articles/s ({fresh / used:.0f} for each second of the processor)")
        started = time.perf_counter()
        shown = stories.rows(store.connection, NOW, limit=50)
        print(f"list        {time.perf_counter() - started:.2f} s for {len(shown)} of all")
        print(f"memory      {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")


def _store(conn: object, items: Sequence[tuple[Article, Findings]]) -> None:
    changes = [
        Change(article.id, article.id, article.id,
               Entry(article.id, None, article.title, None, article.published, None, ""), PlainText(article.text),
               new=True, visible=True)
        for article, _ in items
    ]  # fmt: skip
    stored_articles.save_changes(conn, "f", changes, NOW)  # type: ignore[arg-type]
    for article, found in items:
        stored_findings.replace(conn, article.id, found, 1, "x")  # type: ignore[arg-type]


def main(arguments: Sequence[str]) -> None:
    verb, *rest = arguments or ["speed"]
    if verb == "speed":
        speed(int(rest[0]) if rest else 100_000)
    elif verb == "fifty" and rest:
        fifty([Path(folder) for folder in rest])
    elif verb in ("corpus", "orders", "events") and rest:
        {"corpus": corpus, "orders": orders, "events": events}[verb](Path(rest[0]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
