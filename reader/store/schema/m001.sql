CREATE TABLE feeds (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    name TEXT,
    title TEXT,
    site TEXT,
    format TEXT,
    tags TEXT NOT NULL DEFAULT '[]',
    kind TEXT NOT NULL DEFAULT 'news',
    publisher TEXT,
    enabled INTEGER NOT NULL DEFAULT 1,
    listed INTEGER NOT NULL DEFAULT 1,
    place INTEGER NOT NULL DEFAULT 0,
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    last_sync INTEGER,
    last_status TEXT,
    error TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    next_due INTEGER,
    retry_after INTEGER,
    moved_to TEXT,
    moved_sightings INTEGER NOT NULL DEFAULT 0,
    interval INTEGER,
    warnings TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX feeds_url ON feeds (url);

CREATE TABLE feed_counts (
    feed INTEGER PRIMARY KEY REFERENCES feeds (key),
    articles INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TRIGGER feeds_counted AFTER INSERT ON feeds BEGIN
    INSERT INTO feed_counts (feed) VALUES (new.key);
END;

CREATE TABLE articles (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    feed INTEGER NOT NULL REFERENCES feeds (key),
    identity TEXT NOT NULL,
    guid TEXT,
    url TEXT,
    title TEXT NOT NULL,
    author TEXT,
    published INTEGER,
    published_offset INTEGER,
    updated INTEGER,
    updated_offset INTEGER,
    claimed_date TEXT,
    first_seen INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    sort_time INTEGER NOT NULL,
    source TEXT,
    companies TEXT NOT NULL DEFAULT '',
    edited INTEGER NOT NULL DEFAULT 0,
    edits INTEGER NOT NULL DEFAULT 0,
    content_hash TEXT NOT NULL,
    raw_hash TEXT,
    analysis INTEGER REFERENCES analyses (key),
    UNIQUE (feed, identity)
) STRICT;
CREATE INDEX articles_time ON articles (sort_time);
CREATE INDEX articles_feed_time ON articles (feed, sort_time);
CREATE INDEX articles_url ON articles (url);
CREATE INDEX articles_title ON articles (title COLLATE NOCASE);
CREATE INDEX articles_analysis ON articles (analysis);
CREATE INDEX articles_edited ON articles (sort_time) WHERE edited = 1;

CREATE TABLE texts (
    article INTEGER PRIMARY KEY REFERENCES articles (key),
    text TEXT NOT NULL,
    layout TEXT NOT NULL
) STRICT;

CREATE TABLE sources (
    article INTEGER PRIMARY KEY REFERENCES articles (key),
    html BLOB NOT NULL,
    categories TEXT NOT NULL DEFAULT '[]',
    enclosures TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE revisions (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    seen INTEGER NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX revisions_article ON revisions (article);

CREATE VIEW article_words AS
    SELECT a.key AS key, a.title AS title, t.text AS text FROM articles a JOIN texts t ON t.article = a.key;
CREATE VIRTUAL TABLE article_fts USING fts5(
    title, text, content='article_words', content_rowid='key', tokenize="unicode61 remove_diacritics 2", prefix='1 2 3'
);

CREATE TABLE reading (
    article INTEGER PRIMARY KEY REFERENCES articles (key),
    feed INTEGER NOT NULL,
    sort_time INTEGER NOT NULL,
    read INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),
    starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)),
    read_changed INTEGER,
    star_changed INTEGER
) STRICT;
CREATE INDEX reading_unread ON reading (sort_time) WHERE read = 0;
CREATE INDEX reading_unread_feed ON reading (feed, sort_time) WHERE read = 0;
CREATE INDEX reading_starred ON reading (sort_time) WHERE starred = 1;
CREATE TRIGGER articles_timed AFTER UPDATE OF sort_time ON articles WHEN new.sort_time <> old.sort_time BEGIN
    UPDATE reading SET sort_time = new.sort_time WHERE article = new.key;
    UPDATE article_tags SET sort_time = new.sort_time WHERE article = new.key;
    UPDATE company_tags SET sort_time = new.sort_time WHERE article = new.key;
    UPDATE topic_tags SET sort_time = new.sort_time WHERE article = new.key;
END;
CREATE TRIGGER reading_counted AFTER INSERT ON reading BEGIN
    UPDATE feed_counts
    SET articles = articles + 1, unread = unread + 1 - new.read, starred = starred + new.starred
    WHERE feed = new.feed;
END;
CREATE TRIGGER reading_recounted AFTER UPDATE OF read, starred ON reading
WHEN new.read <> old.read OR new.starred <> old.starred BEGIN
    UPDATE feed_counts
    SET unread = unread + old.read - new.read, starred = starred + new.starred - old.starred
    WHERE feed = new.feed;
END;

CREATE TRIGGER reading_moved AFTER UPDATE OF feed ON reading WHEN new.feed <> old.feed BEGIN
    UPDATE feed_counts
    SET articles = articles - 1, unread = unread - 1 + old.read, starred = starred - old.starred
    WHERE feed = old.feed;
    UPDATE feed_counts
    SET articles = articles + 1, unread = unread + 1 - new.read, starred = starred + new.starred
    WHERE feed = new.feed;
END;

CREATE TABLE article_tags (
    article INTEGER NOT NULL REFERENCES articles (key),
    tag TEXT NOT NULL COLLATE NOCASE,
    sort_time INTEGER NOT NULL,
    held INTEGER NOT NULL DEFAULT 1 CHECK (held IN (0, 1)),
    changed INTEGER NOT NULL,
    PRIMARY KEY (article, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_tags_tag ON article_tags (tag, sort_time, article) WHERE held = 1;

CREATE TABLE notes (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    target TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    quote TEXT,
    body TEXT NOT NULL,
    removed INTEGER
) STRICT;
CREATE INDEX notes_target ON notes (target) WHERE removed IS NULL;
CREATE TABLE note_history (
    key INTEGER PRIMARY KEY,
    note INTEGER NOT NULL REFERENCES notes (key),
    updated INTEGER NOT NULL,
    quote TEXT,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX note_history_note ON note_history (note);

CREATE TRIGGER articles_kept BEFORE DELETE ON articles BEGIN
    SELECT RAISE (ABORT, 'articles are kept: nothing is deleted because it left its feed');
END;
CREATE TRIGGER reading_kept BEFORE DELETE ON reading BEGIN
    SELECT RAISE (ABORT, 'reading state is kept: change it instead');
END;
CREATE TRIGGER article_tags_kept BEFORE DELETE ON article_tags BEGIN
    SELECT RAISE (ABORT, 'tags are kept: set held to 0 instead');
END;
CREATE TRIGGER notes_kept BEFORE DELETE ON notes BEGIN
    SELECT RAISE (ABORT, 'notes are kept: set removed instead');
END;
CREATE TRIGGER note_history_kept BEFORE DELETE ON note_history BEGIN
    SELECT RAISE (ABORT, 'the history of notes is kept');
END;
CREATE TRIGGER revisions_kept BEFORE DELETE ON revisions BEGIN
    SELECT RAISE (ABORT, 'revisions are kept');
END;

CREATE TABLE analyses (
    key INTEGER PRIMARY KEY,
    rules_version INTEGER NOT NULL,
    lexicon TEXT NOT NULL,
    UNIQUE (rules_version, lexicon)
) STRICT;
CREATE TABLE sentences (
    article INTEGER PRIMARY KEY REFERENCES articles (key),
    spans TEXT NOT NULL
) STRICT;
CREATE TABLE company_tags (
    article INTEGER NOT NULL REFERENCES articles (key),
    place INTEGER NOT NULL,
    company TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    salience TEXT NOT NULL,
    score REAL NOT NULL,
    sort_time INTEGER NOT NULL,
    rule TEXT NOT NULL,
    words TEXT NOT NULL,
    spans TEXT NOT NULL,
    PRIMARY KEY (article, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX company_tags_company ON company_tags (company, sort_time, article);
CREATE TABLE company_counts (
    company TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    articles INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER company_tags_counted AFTER INSERT ON company_tags BEGIN
    INSERT INTO company_counts (company, name, kind, articles) VALUES (new.company, new.name, new.kind, 1)
    ON CONFLICT (company) DO UPDATE SET articles = articles + 1, name = excluded.name, kind = excluded.kind;
END;
CREATE TRIGGER company_tags_uncounted AFTER DELETE ON company_tags BEGIN
    UPDATE company_counts SET articles = articles - 1 WHERE company = old.company;
END;
CREATE TABLE topic_tags (
    article INTEGER NOT NULL REFERENCES articles (key),
    place INTEGER NOT NULL,
    topic TEXT NOT NULL,
    score REAL NOT NULL,
    sort_time INTEGER NOT NULL,
    rule TEXT NOT NULL,
    words TEXT NOT NULL,
    spans TEXT NOT NULL,
    PRIMARY KEY (article, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX topic_tags_topic ON topic_tags (topic, sort_time, article);
CREATE TABLE topic_counts (
    topic TEXT PRIMARY KEY,
    articles INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER topic_tags_counted AFTER INSERT ON topic_tags BEGIN
    INSERT INTO topic_counts (topic, articles) VALUES (new.topic, 1)
    ON CONFLICT (topic) DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER topic_tags_uncounted AFTER DELETE ON topic_tags BEGIN
    UPDATE topic_counts SET articles = articles - 1 WHERE topic = old.topic;
END;
CREATE TABLE events (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    id TEXT NOT NULL,
    date TEXT NOT NULL,
    approx INTEGER NOT NULL,
    status TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    companies TEXT NOT NULL,
    sources TEXT NOT NULL,
    other_dates TEXT NOT NULL,
    follows TEXT,
    rule TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX events_article ON events (article);
CREATE INDEX events_id ON events (id);
CREATE TABLE event_companies (
    company TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES events (key) ON DELETE CASCADE,
    PRIMARY KEY (company, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_companies_event ON event_companies (event);
CREATE TABLE figures (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    subject TEXT,
    metric TEXT,
    value REAL NOT NULL,
    low REAL,
    high REAL,
    unit TEXT NOT NULL,
    qualifier TEXT NOT NULL,
    period TEXT,
    basis TEXT,
    scope TEXT,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    at_start INTEGER NOT NULL,
    at_end INTEGER NOT NULL,
    illustrative INTEGER NOT NULL,
    retracted INTEGER NOT NULL,
    rule TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX figures_article ON figures (article);
CREATE INDEX figures_subject ON figures (subject, metric);
CREATE TABLE relations (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    status TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    rule TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX relations_article ON relations (article);
CREATE INDEX relations_source ON relations (source);
CREATE INDEX relations_target ON relations (target);
CREATE TABLE risks (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    rule TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX risks_article ON risks (article);
CREATE TABLE candidates (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    name TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    rule TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX candidates_article ON candidates (article);
CREATE INDEX candidates_name ON candidates (name);
CREATE TABLE summaries (
    key INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (key),
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL
) STRICT;
CREATE INDEX summaries_article ON summaries (article);

CREATE TABLE stories (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL
) STRICT;
CREATE TABLE story_articles (
    story INTEGER NOT NULL REFERENCES stories (key),
    article INTEGER NOT NULL REFERENCES articles (key),
    score REAL NOT NULL DEFAULT 0,
    rule TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '',
    by_user INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (story, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_articles_article ON story_articles (article);
CREATE TABLE article_related (
    article INTEGER NOT NULL REFERENCES articles (key),
    story INTEGER NOT NULL REFERENCES stories (key),
    PRIMARY KEY (article, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_related_story ON article_related (story);
CREATE TABLE copies (
    article INTEGER PRIMARY KEY REFERENCES articles (key),
    original INTEGER NOT NULL REFERENCES articles (key),
    CHECK (article <> original)
) STRICT;
CREATE INDEX copies_original ON copies (original);

CREATE TABLE searches (
    query TEXT PRIMARY KEY,
    used INTEGER NOT NULL,
    times INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE views (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    query TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;
CREATE TABLE syncs (
    key INTEGER PRIMARY KEY,
    started INTEGER NOT NULL,
    finished INTEGER,
    feeds INTEGER NOT NULL DEFAULT 0,
    fetched INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    new INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    errors TEXT NOT NULL DEFAULT '[]'
) STRICT;
