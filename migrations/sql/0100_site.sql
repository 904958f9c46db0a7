CREATE TABLE page_total (
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    ordinal INTEGER NOT NULL,
    listed_kind TEXT NOT NULL,
    total_count BIGINT,
    page_count BIGINT,
    page_number BIGINT,
    hidden_count BIGINT
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.page_total_unknown PARTITION OF page_total (
    CONSTRAINT page_total_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX page_total_run_idx ON page_total (parse_run_id);
COMMENT ON TABLE page_total IS
    'One row per list on a page: what the page says of its extent, against which coverage is measured. Source: the parsers'' page_total records.';
COMMENT ON COLUMN page_total.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN page_total.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN page_total.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN page_total.listed_kind IS
    'What is listed: listing or review.';
COMMENT ON COLUMN page_total.total_count IS
    'Rows of the whole list, as printed. NULL: not shown, shown empty, or unreadable.';
COMMENT ON COLUMN page_total.page_count IS
    'Pages of the whole list, as printed. NULL: not shown, shown empty, or unreadable.';
COMMENT ON COLUMN page_total.page_number IS
    'Which of them this is, from 1. NULL: not shown, shown empty, or unreadable.';
COMMENT ON COLUMN page_total.hidden_count IS
    'Rows that the page says it leaves out. NULL: not shown, shown empty, or unreadable.';

CREATE TABLE site_observation (
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    ordinal INTEGER NOT NULL,
    server_time TIMESTAMP WITH TIME ZONE,
    display_currency TEXT,
    is_logged_in BOOLEAN
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.site_observation_unknown PARTITION OF site_observation (
    CONSTRAINT site_observation_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX site_observation_run_idx ON site_observation (parse_run_id);
COMMENT ON TABLE site_observation IS
    'One row per page whose frame says something of the site. Source: the parsers'' site records.';
COMMENT ON COLUMN site_observation.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN site_observation.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN site_observation.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN site_observation.server_time IS
    'The clock that the page prints (UTC). NULL: not shown, shown empty, or unreadable.';
COMMENT ON COLUMN site_observation.display_currency IS
    'Currency in which it shows prices. NULL: not shown, shown empty, or unreadable.';
COMMENT ON COLUMN site_observation.is_logged_in IS
    'Whether the visitor is logged in. NULL: not shown.';
