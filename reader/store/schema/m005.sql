CREATE TABLE pages (
    article INTEGER PRIMARY KEY REFERENCES articles (key),
    url TEXT NOT NULL,
    fetched INTEGER NOT NULL,
    html BLOB NOT NULL,
    feed_text TEXT NOT NULL,
    feed_layout TEXT NOT NULL
) STRICT;
