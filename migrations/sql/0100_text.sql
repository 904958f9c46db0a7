CREATE TABLE text (
    sha256 BYTEA NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT text_pkey PRIMARY KEY (sha256)
);
COMMENT ON TABLE text IS
    'One row per distinct long text (descriptions, terms, profiles, keys, comments, and the original of every text that was repaired), whoever wrote it wherever. Source: the parsers.';
COMMENT ON COLUMN text.sha256 IS
    'SHA-256 digest of body in UTF-8 (32 bytes).';
COMMENT ON COLUMN text.body IS
    'The text. May hold personal data: never exported unasked.';

CREATE TABLE text_repair (
    parse_run_id UUID NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE,
    sha256 BYTEA NOT NULL,
    raw_sha256 BYTEA NOT NULL
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.text_repair_unknown PARTITION OF text_repair (
    CONSTRAINT text_repair_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX text_repair_run_idx ON text_repair (parse_run_id);
COMMENT ON TABLE text_repair IS
    'One row per page and text that was repaired because it had been encoded twice: what the records hold, and what the page holds. Source: the parsers.';
COMMENT ON COLUMN text_repair.parse_run_id IS
    'The reading of the page (parse_run).';
COMMENT ON COLUMN text_repair.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN text_repair.sha256 IS
    'Digest of the repaired text, short ones such as titles too (text).';
COMMENT ON COLUMN text_repair.raw_sha256 IS
    'Digest of the text as it stands on the page (text).';
