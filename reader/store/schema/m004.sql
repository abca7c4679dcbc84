CREATE TABLE awaited (
    article TEXT PRIMARY KEY,
    read INTEGER NOT NULL CHECK (read IN (0, 1)),
    read_changed INTEGER
) STRICT, WITHOUT ROWID;
CREATE TRIGGER reading_awaited AFTER INSERT ON reading
WHEN EXISTS (SELECT 1 FROM awaited WHERE article = (SELECT id FROM articles WHERE key = new.article)) BEGIN
    UPDATE reading SET (read, read_changed) = (
        SELECT read, read_changed FROM awaited WHERE article = (SELECT id FROM articles WHERE key = new.article)
    ) WHERE article = new.article;
    DELETE FROM awaited WHERE article = (SELECT id FROM articles WHERE key = new.article);
END;
