CREATE TABLE exports (
    root TEXT NOT NULL,
    page TEXT NOT NULL,
    kind TEXT NOT NULL,
    path TEXT NOT NULL,
    written INTEGER NOT NULL,
    blocks TEXT NOT NULL,
    front TEXT NOT NULL,
    memory TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (root, page, kind)
) STRICT, WITHOUT ROWID;
