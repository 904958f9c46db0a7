CREATE TABLE page_structure (
    structure_id UUID NOT NULL,
    marks TEXT[] NOT NULL,
    CONSTRAINT page_structure_pkey PRIMARY KEY (structure_id)
);
COMMENT ON TABLE page_structure IS
    'One row per distinct set of class names and ids in the markup of pages; many pages share one. Source: the loader.';
COMMENT ON COLUMN page_structure.structure_id IS
    'Identifier made of the marks: the same on any machine.';
COMMENT ON COLUMN page_structure.marks IS
    'Class names as .name and ids as #name, digits folded to 0, sorted; none of a page''s own texts.';

CREATE TABLE parse_issue (
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    ordinal INTEGER NOT NULL,
    code TEXT NOT NULL,
    severity TEXT NOT NULL,
    detail TEXT NOT NULL,
    CONSTRAINT severity_word CHECK (severity IN ('info', 'warning', 'error'))
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.parse_issue_unknown PARTITION OF parse_issue (
    CONSTRAINT parse_issue_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX parse_issue_run_idx ON parse_issue (parse_run_id);
COMMENT ON TABLE parse_issue IS
    'One row per oddity of a page that a reader of its records should know. Source: the parsers, and the loader for clocks.';
COMMENT ON COLUMN parse_issue.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN parse_issue.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN parse_issue.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN parse_issue.code IS
    'What it is, in a word such as truncated; the documentation lists them.';
COMMENT ON COLUMN parse_issue.severity IS
    'info, warning, or error (a field or a record is missing).';
COMMENT ON COLUMN parse_issue.detail IS
    'What exactly, and where on the page.';

CREATE TABLE parse_run (
    parse_run_id UUID NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE,
    capture_id UUID NOT NULL,
    parser_version TEXT NOT NULL,
    market TEXT,
    kind TEXT NOT NULL,
    is_wall BOOLEAN NOT NULL,
    encoding TEXT,
    is_complete BOOLEAN NOT NULL,
    listing_count BIGINT NOT NULL,
    vendor_count BIGINT NOT NULL,
    review_count BIGINT NOT NULL,
    other_count BIGINT NOT NULL,
    link_count BIGINT NOT NULL,
    warning_count BIGINT NOT NULL,
    error_count BIGINT NOT NULL,
    structure_id UUID,
    menu_id UUID,
    rate_table_id UUID,
    time_precision TEXT NOT NULL,
    review_list_id UUID,
    CONSTRAINT parse_run_key UNIQUE NULLS NOT DISTINCT (parse_run_id, captured_at)
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.parse_run_unknown PARTITION OF parse_run (
    CONSTRAINT parse_run_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX parse_run_capture_idx ON parse_run (capture_id);
CREATE INDEX parse_run_review_list_idx ON parse_run (review_list_id) WHERE review_list_id IS NOT NULL;
COMMENT ON TABLE parse_run IS
    'One row per capture and parser version that read it; pages without content are rows too. Source: replay and crawl.';
COMMENT ON COLUMN parse_run.parse_run_id IS
    'Identifier of the reading, made of capture_id and parser_version: the same on any machine.';
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
COMMENT ON COLUMN parse_run.structure_id IS
    'What the page''s markup is made of (page_structure). NULL: of no known market.';
COMMENT ON COLUMN parse_run.menu_id IS
    'The menu of categories that the page shows (category_count). NULL: it shows none.';
COMMENT ON COLUMN parse_run.rate_table_id IS
    'The table of rates that the page shows (exchange_rate). NULL: it shows none.';
COMMENT ON COLUMN parse_run.time_precision IS
    'How well captured_at is known: second, day (it is the day''s start) or unknown.';
COMMENT ON COLUMN parse_run.review_list_id IS
    'The list of ratings that the page shows (review_observation). NULL: it shows none.';

CREATE TABLE parser_version (
    parser_version TEXT NOT NULL,
    release BIGINT[] NOT NULL,
    first_loaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
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

CREATE TABLE superseded_run (
    parse_run_id UUID NOT NULL,
    CONSTRAINT superseded_run_pkey PRIMARY KEY (parse_run_id)
);
COMMENT ON TABLE superseded_run IS
    'One row per parse run that a newer parser version of the same capture has replaced. Its rows stay; the research views leave them out. Source: the loader.';
COMMENT ON COLUMN superseded_run.parse_run_id IS
    'The older reading (parse_run).';
