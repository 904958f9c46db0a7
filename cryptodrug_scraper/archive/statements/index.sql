-- The tables of the index of an archive, an SQLite database: one row per file, and one per record of a capture.

CREATE TABLE file (
    file     INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,   -- as it is when sealed
    sealed   INTEGER NOT NULL,       -- 1 once nothing is added any more, and the disk has it
    size     INTEGER NOT NULL,       -- bytes, when sealed
    records  INTEGER NOT NULL        -- of all types, when sealed
);
CREATE TABLE record (
    file       INTEGER NOT NULL REFERENCES file,
    offset     INTEGER NOT NULL,
    length     INTEGER NOT NULL,
    kind       TEXT NOT NULL,        -- response, resource, revisit
    target     TEXT NOT NULL,        -- WARC-Target-URI
    date       TEXT NOT NULL,        -- WARC-Date
    status     INTEGER,
    mime       TEXT,
    digest     BLOB NOT NULL,        -- SHA-256 of the body
    capture_id BLOB NOT NULL,
    earliest   TEXT,                 -- the capture time; NULL where the source states none
    latest     TEXT,
    origin     TEXT NOT NULL,        -- where it was imported from; '' for what was crawled
    PRIMARY KEY (file, offset)
) WITHOUT ROWID;
CREATE INDEX record_body ON record (digest) WHERE kind <> 'revisit';
CREATE INDEX record_capture ON record (capture_id);
