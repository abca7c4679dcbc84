CREATE TABLE accounts (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    user TEXT NOT NULL,
    added INTEGER NOT NULL,
    last_sync INTEGER,
    since INTEGER,
    wait_until INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1)),
    error TEXT,
    UNIQUE (url, user)
) STRICT;

CREATE TABLE account_feeds (
    account INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    stream TEXT NOT NULL,
    feed INTEGER NOT NULL REFERENCES feeds (key),
    PRIMARY KEY (account, stream)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_feeds_feed ON account_feeds (feed);

CREATE TABLE account_items (
    account INTEGER NOT NULL REFERENCES accounts (key) ON DELETE CASCADE,
    item TEXT NOT NULL,
    article INTEGER REFERENCES articles (key),
    read INTEGER CHECK (read IN (0, 1)),
    starred INTEGER CHECK (starred IN (0, 1)),
    read_seen INTEGER,
    star_seen INTEGER,
    gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
    PRIMARY KEY (account, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_items_article ON account_items (article);
