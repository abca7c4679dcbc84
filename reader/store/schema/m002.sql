ALTER TABLE stories ADD COLUMN first INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stories ADD COLUMN last INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stories ADD COLUMN articles INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stories ADD COLUMN origins INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stories ADD COLUMN companies TEXT NOT NULL DEFAULT '[]';
ALTER TABLE stories ADD COLUMN topics TEXT NOT NULL DEFAULT '[]';
ALTER TABLE stories ADD COLUMN named TEXT;
ALTER TABLE stories ADD COLUMN opened INTEGER;
ALTER TABLE stories ADD COLUMN stale INTEGER NOT NULL DEFAULT 1 CHECK (stale IN (0, 1));
CREATE INDEX stories_last ON stories (last);
CREATE INDEX stories_stale ON stories (key) WHERE stale = 1;
CREATE INDEX stories_title ON stories (title COLLATE NOCASE);

CREATE TABLE dossiers (
    story INTEGER PRIMARY KEY REFERENCES stories (key) ON DELETE CASCADE,
    body BLOB NOT NULL
) STRICT;
CREATE TABLE story_related (
    story INTEGER NOT NULL REFERENCES stories (key) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    other TEXT NOT NULL,
    PRIMARY KEY (story, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE story_events (
    id TEXT NOT NULL,
    story INTEGER NOT NULL REFERENCES stories (key) ON DELETE CASCADE,
    PRIMARY KEY (id, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_events_story ON story_events (story);
CREATE TABLE story_moves (
    old TEXT PRIMARY KEY,
    new TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE decisions (
    key INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    stories TEXT NOT NULL,
    articles TEXT NOT NULL,
    against TEXT NOT NULL,
    title TEXT,
    before TEXT,
    made INTEGER NOT NULL,
    undone INTEGER
) STRICT;
CREATE TABLE expectations (
    event TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    made INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE link_clusters (
    id TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT;
CREATE TABLE link_profiles (
    article INTEGER PRIMARY KEY REFERENCES articles (key),
    profile BLOB NOT NULL,
    sketch BLOB NOT NULL
) STRICT;
CREATE TABLE link_terms (
    term INTEGER PRIMARY KEY,
    articles INTEGER NOT NULL
) STRICT;
CREATE TABLE link_companies (
    company TEXT PRIMARY KEY,
    articles INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE link_stream (
    key INTEGER PRIMARY KEY CHECK (key = 1),
    articles INTEGER NOT NULL,
    first INTEGER,
    last INTEGER,
    version INTEGER NOT NULL
) STRICT;
INSERT INTO link_stream (key, articles, version) VALUES (1, 0, 0);
CREATE TABLE copy_keys (
    hash INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (hash, article)
) STRICT, WITHOUT ROWID;
