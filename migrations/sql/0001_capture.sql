-- The pages, who read them, what was odd about them, and their long texts.

CREATE SCHEMA partitions;

COMMENT ON SCHEMA partitions IS 'The months of the large tables, one table each. Query the tables in the public schema.';

CREATE TABLE crawl (
    crawl_id uuid NOT NULL,
    market text NOT NULL,
    label text,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT crawl_pkey PRIMARY KEY (crawl_id)
);

COMMENT ON TABLE crawl IS
    'One row per crawl that this program ran. Captures from imported archives belong to none.';
COMMENT ON COLUMN crawl.crawl_id IS
    'Identifier of the crawl.';
COMMENT ON COLUMN crawl.market IS
    'Code of the market that was crawled (market).';
COMMENT ON COLUMN crawl.label IS
    'What the operator called it. NULL: nothing.';
COMMENT ON COLUMN crawl.started_at IS
    'When it began (UTC).';
COMMENT ON COLUMN crawl.ended_at IS
    'When it ended (UTC). NULL: running, or broken off.';

CREATE TABLE capture (
    capture_id uuid NOT NULL,
    captured_at timestamptz,
    captured_from timestamptz,
    captured_to timestamptz,
    time_precision text NOT NULL,
    time_basis text NOT NULL,
    sha256 bytea NOT NULL,
    byte_length bigint NOT NULL,
    url_key text,
    CONSTRAINT capture_key UNIQUE NULLS NOT DISTINCT (capture_id, captured_at),
    CONSTRAINT time_basis_word CHECK (time_basis IN ('source', 'page_clock', 'none')),
    CONSTRAINT time_precision_word CHECK (time_precision IN ('second', 'day', 'unknown'))
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.capture_unknown PARTITION OF capture (
    CONSTRAINT capture_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

COMMENT ON TABLE capture IS
    'One row per fetched page and best instant of it: bytes, address without host, and time as the source states it make the page. Two rows of one capture_id differ in captured_at, where a newer parser version read the page''s own clock differently; join with captured_at too (IS NOT DISTINCT FROM). Source: every archive.';
COMMENT ON COLUMN capture.capture_id IS
    'Identifier made of the digest, url_key and the time as stated: the same on any machine.';
COMMENT ON COLUMN capture.captured_at IS
    'Best single instant of the capture (UTC), used for every as-of question; the table is partitioned by its month. The stated second; else the page''s own clock where it agrees; else the start of the stated day. NULL: unknown.';
COMMENT ON COLUMN capture.captured_from IS
    'Earliest instant of the capture as the source states it (UTC). NULL: the source states none.';
COMMENT ON COLUMN capture.captured_to IS
    'Latest instant of the capture as the source states it (UTC); equal to captured_from where the second is known. NULL: the source states none.';
COMMENT ON COLUMN capture.time_precision IS
    'How well captured_at is known: second, day (it is the day''s start) or unknown.';
COMMENT ON COLUMN capture.time_basis IS
    'What captured_at rests on: source (see capture_origin.time_source), page_clock (site_observation) or none.';
COMMENT ON COLUMN capture.sha256 IS
    'SHA-256 digest of the page''s bytes (32 bytes).';
COMMENT ON COLUMN capture.byte_length IS
    'Length of the page in bytes.';
COMMENT ON COLUMN capture.url_key IS
    'Path and query of the page''s address, without scheme and host. NULL: the source gives no address.';

CREATE TABLE capture_origin (
    capture_origin_id uuid NOT NULL,
    capture_id uuid NOT NULL,
    importer text NOT NULL,
    path text NOT NULL,
    byte_offset bigint,
    url text,
    time_source text NOT NULL,
    http_status bigint,
    content_type text,
    crawl_id uuid,
    CONSTRAINT capture_origin_pkey PRIMARY KEY (capture_origin_id),
    CONSTRAINT time_source_word CHECK (time_source IN ('sidecar', 'directory', 'warc', 'option', 'none'))
);

CREATE INDEX capture_origin_capture_idx ON capture_origin (capture_id);

COMMENT ON TABLE capture_origin IS
    'One row per capture and place where its bytes lie: the same page in a folder and in an archive is one capture with two rows here. Source: the importers.';
COMMENT ON COLUMN capture_origin.capture_origin_id IS
    'Identifier made of all the other columns: the same on any machine.';
COMMENT ON COLUMN capture_origin.capture_id IS
    'The page (capture).';
COMMENT ON COLUMN capture_origin.importer IS
    'Name of the importer that read it.';
COMMENT ON COLUMN capture_origin.path IS
    'File that holds it, relative to the folder or archive that was given.';
COMMENT ON COLUMN capture_origin.byte_offset IS
    'Offset of its record in the file, in bytes. NULL: the file is the page.';
COMMENT ON COLUMN capture_origin.url IS
    'Its address as this file gives it, host included: never exported. NULL: none given.';
COMMENT ON COLUMN capture_origin.time_source IS
    'Where this sighting''s capture time comes from: sidecar, directory, warc, option (given by hand) or none.';
COMMENT ON COLUMN capture_origin.http_status IS
    'Status of the HTTP response. NULL: not recorded here.';
COMMENT ON COLUMN capture_origin.content_type IS
    'Content-Type of the HTTP response. NULL: not recorded here.';
COMMENT ON COLUMN capture_origin.crawl_id IS
    'The crawl that fetched it (crawl). NULL: imported.';

CREATE TABLE parser_version (
    parser_version text NOT NULL,
    release bigint[] NOT NULL,
    first_loaded_at timestamptz NOT NULL,
    CONSTRAINT parser_version_pkey PRIMARY KEY (parser_version)
);

COMMENT ON TABLE parser_version IS
    'One row per parser version that has read pages into this database. The newest has the highest release; among equals, it is the one that came last. Source: the loader.';
COMMENT ON COLUMN parser_version.parser_version IS
    'The version, as in parse_run.';
COMMENT ON COLUMN parser_version.release IS
    'The numbers in the version before any + sign, compared one by one: 0.10 is newer than 0.9.';
COMMENT ON COLUMN parser_version.first_loaded_at IS
    'When its first rows were loaded (UTC): the clock of this database, not of any page.';

CREATE TABLE parse_run (
    parse_run_id uuid NOT NULL,
    captured_at timestamptz,
    capture_id uuid NOT NULL,
    parser_version text NOT NULL,
    market text,
    kind text NOT NULL,
    is_wall boolean NOT NULL,
    encoding text,
    is_complete boolean NOT NULL,
    listing_count bigint NOT NULL,
    vendor_count bigint NOT NULL,
    review_count bigint NOT NULL,
    other_count bigint NOT NULL,
    link_count bigint NOT NULL,
    warning_count bigint NOT NULL,
    error_count bigint NOT NULL,
    CONSTRAINT parse_run_key UNIQUE NULLS NOT DISTINCT (parse_run_id, captured_at)
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.parse_run_unknown PARTITION OF parse_run (
    CONSTRAINT parse_run_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

CREATE INDEX parse_run_capture_idx ON parse_run (capture_id);

COMMENT ON TABLE parse_run IS
    'One row per capture and parser version that read it; pages without content are rows too. Source: replay and crawl.';
COMMENT ON COLUMN parse_run.parse_run_id IS
    'Identifier made of capture_id and parser_version: the same on any machine.';
COMMENT ON COLUMN parse_run.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN parse_run.capture_id IS
    'The page that was read (capture).';
COMMENT ON COLUMN parse_run.parser_version IS
    'Version of the parser that read it (parser_version).';
COMMENT ON COLUMN parse_run.market IS
    'Code of the market whose page it is. NULL: of no known market.';
COMMENT ON COLUMN parse_run.kind IS
    'Kind of page, such as listing; or the kind of wall, such as captcha.';
COMMENT ON COLUMN parse_run.is_wall IS
    'Whether pages of this kind never hold content (login, captcha …).';
COMMENT ON COLUMN parse_run.encoding IS
    'Encoding that the bytes really have. NULL: they are no text.';
COMMENT ON COLUMN parse_run.is_complete IS
    'False where the page is cut: its last record was dropped.';
COMMENT ON COLUMN parse_run.listing_count IS
    'Rows of listing_observation that the page gave.';
COMMENT ON COLUMN parse_run.vendor_count IS
    'Rows of vendor_observation that the page gave.';
COMMENT ON COLUMN parse_run.review_count IS
    'Rows of review_observation that the page gave.';
COMMENT ON COLUMN parse_run.other_count IS
    'Records of all other types that the page gave.';
COMMENT ON COLUMN parse_run.link_count IS
    'Links to further pages that were found on it.';
COMMENT ON COLUMN parse_run.warning_count IS
    'Rows of parse_issue with severity warning.';
COMMENT ON COLUMN parse_run.error_count IS
    'Rows of parse_issue with severity error.';

CREATE TABLE superseded_run (
    parse_run_id uuid NOT NULL,
    CONSTRAINT superseded_run_pkey PRIMARY KEY (parse_run_id)
);

COMMENT ON TABLE superseded_run IS
    'One row per parse run that a newer parser version of the same capture has replaced. Its rows stay; the research views leave them out. Source: the loader.';
COMMENT ON COLUMN superseded_run.parse_run_id IS
    'The older reading (parse_run).';

CREATE TABLE parse_issue (
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    capture_id uuid NOT NULL,
    market text,
    ordinal bigint NOT NULL,
    code text NOT NULL,
    severity text NOT NULL,
    detail text NOT NULL,
    CONSTRAINT parse_issue_key UNIQUE NULLS NOT DISTINCT (parse_run_id, ordinal, captured_at),
    CONSTRAINT severity_word CHECK (severity IN ('info', 'warning', 'error'))
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.parse_issue_unknown PARTITION OF parse_issue (
    CONSTRAINT parse_issue_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

COMMENT ON TABLE parse_issue IS
    'One row per oddity of a page that a reader of its records should know. Source: the parsers, and the loader for clocks.';
COMMENT ON COLUMN parse_issue.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN parse_issue.parse_run_id IS
    'The reading of the page that gave this row (parse_run).';
COMMENT ON COLUMN parse_issue.capture_id IS
    'The page whose bytes state what this row says (capture).';
COMMENT ON COLUMN parse_issue.market IS
    'Code of the market whose page it is (market). NULL: of no known market.';
COMMENT ON COLUMN parse_issue.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN parse_issue.code IS
    'What it is, in a word such as truncated; the documentation lists them.';
COMMENT ON COLUMN parse_issue.severity IS
    'info, warning, or error (a field or a record is missing).';
COMMENT ON COLUMN parse_issue.detail IS
    'What exactly, and where on the page.';

CREATE TABLE text (
    sha256 bytea NOT NULL,
    body text NOT NULL,
    CONSTRAINT text_pkey PRIMARY KEY (sha256)
);

COMMENT ON TABLE text IS
    'One row per distinct long text (descriptions, terms, profiles, keys, comments, and the original of every text that was repaired), whoever wrote it wherever. Source: the parsers.';
COMMENT ON COLUMN text.sha256 IS
    'SHA-256 digest of body in UTF-8 (32 bytes).';
COMMENT ON COLUMN text.body IS
    'The text. May hold personal data: never exported unasked.';

CREATE TABLE text_repair (
    parse_run_id uuid NOT NULL,
    captured_at timestamptz,
    sha256 bytea NOT NULL,
    raw_sha256 bytea NOT NULL,
    CONSTRAINT text_repair_key UNIQUE NULLS NOT DISTINCT (parse_run_id, sha256, captured_at)
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.text_repair_unknown PARTITION OF text_repair (
    CONSTRAINT text_repair_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

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
