-- The tables of references, an SQLite database: one row per file; one per name and record with a body, of which the
-- first has the name; and one per revisit, with the names by which it refers.

CREATE TABLE warc (number INTEGER PRIMARY KEY, path TEXT);
CREATE TABLE original (key INTEGER PRIMARY KEY, warc INTEGER, place INTEGER, algorithm TEXT);
CREATE TABLE revisit (
    path TEXT, place INTEGER, stated TEXT,
    by_exact INTEGER, by_digest INTEGER, by_address INTEGER, by_id INTEGER, algorithm TEXT
);
