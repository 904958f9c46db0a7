CREATE TABLE replayed_file (
    sha256 BYTEA NOT NULL,
    path TEXT NOT NULL,
    readers BYTEA NOT NULL,
    counts JSONB NOT NULL,
    CONSTRAINT replayed_file_pkey PRIMARY KEY (sha256, path, readers)
);
COMMENT ON TABLE replayed_file IS
    'One row per WARC file, place where it lay, and set of parsers that have read every page of it; a replay passes over it by its digest. A removal of pages empties the table. Source: replay.';
COMMENT ON COLUMN replayed_file.sha256 IS
    'SHA-256 digest of the file (32 bytes).';
COMMENT ON COLUMN replayed_file.path IS
    'Where it lay, as in capture_origin.path.';
COMMENT ON COLUMN replayed_file.readers IS
    'SHA-256 digest of the versions of all parsers that were installed (32 bytes).';
COMMENT ON COLUMN replayed_file.counts IS
    'What was accepted in it, and refused with which reasons, as the summary of a replay tells it.';
