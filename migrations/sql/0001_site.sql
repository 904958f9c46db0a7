-- What pages say of the market itself.

CREATE TABLE page_total (
    page_total_id uuid NOT NULL,
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    capture_id uuid NOT NULL,
    market text,
    ordinal bigint NOT NULL,
    listed_kind text NOT NULL,
    total_count bigint,
    page_count bigint,
    page_number bigint,
    hidden_count bigint,
    CONSTRAINT page_total_key UNIQUE NULLS NOT DISTINCT (page_total_id, captured_at)
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.page_total_unknown PARTITION OF page_total (
    CONSTRAINT page_total_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

COMMENT ON TABLE page_total IS
    'One row per list on a page: what the page says of its extent, against which coverage is measured. Source: the parsers'' page_total records.';
COMMENT ON COLUMN page_total.page_total_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
COMMENT ON COLUMN page_total.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN page_total.parse_run_id IS
    'The reading of the page that gave this row (parse_run).';
COMMENT ON COLUMN page_total.capture_id IS
    'The page whose bytes state what this row says (capture).';
COMMENT ON COLUMN page_total.market IS
    'Code of the market whose page it is (market). NULL: of no known market.';
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

CREATE TABLE category_count (
    category_count_id uuid NOT NULL,
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    capture_id uuid NOT NULL,
    market text,
    ordinal bigint NOT NULL,
    category_id text NOT NULL,
    category_path text[] NOT NULL,
    listing_count bigint,
    CONSTRAINT category_count_key UNIQUE NULLS NOT DISTINCT (category_count_id, captured_at)
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.category_count_unknown PARTITION OF category_count (
    CONSTRAINT category_count_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

COMMENT ON TABLE category_count IS
    'One row per category in the menu of a page. Source: the parsers'' category records.';
COMMENT ON COLUMN category_count.category_count_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
COMMENT ON COLUMN category_count.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN category_count.parse_run_id IS
    'The reading of the page that gave this row (parse_run).';
COMMENT ON COLUMN category_count.capture_id IS
    'The page whose bytes state what this row says (capture).';
COMMENT ON COLUMN category_count.market IS
    'Code of the market whose page it is (market). NULL: of no known market.';
COMMENT ON COLUMN category_count.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN category_count.category_id IS
    'The market''s own identifier of the category.';
COMMENT ON COLUMN category_count.category_path IS
    'Names of the market''s categories, outermost first.';
COMMENT ON COLUMN category_count.listing_count IS
    'Offers in it, as the menu prints. NULL: not shown, shown empty, or unreadable.';

CREATE TABLE exchange_rate (
    exchange_rate_id uuid NOT NULL,
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    capture_id uuid NOT NULL,
    market text,
    ordinal bigint NOT NULL,
    time_precision text NOT NULL,
    parser_version text NOT NULL,
    is_repeat boolean NOT NULL,
    base text NOT NULL,
    quote text NOT NULL,
    rate numeric,
    CONSTRAINT exchange_rate_key UNIQUE NULLS NOT DISTINCT (exchange_rate_id, captured_at)
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.exchange_rate_unknown PARTITION OF exchange_rate (
    CONSTRAINT exchange_rate_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

COMMENT ON TABLE exchange_rate IS
    'One row per pair of currencies in the rate table of a page. Source: the parsers'' exchange_rate records.';
COMMENT ON COLUMN exchange_rate.exchange_rate_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
COMMENT ON COLUMN exchange_rate.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN exchange_rate.parse_run_id IS
    'The reading of the page that gave this row (parse_run).';
COMMENT ON COLUMN exchange_rate.capture_id IS
    'The page whose bytes state what this row says (capture).';
COMMENT ON COLUMN exchange_rate.market IS
    'Code of the market whose page it is (market). NULL: of no known market.';
COMMENT ON COLUMN exchange_rate.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN exchange_rate.time_precision IS
    'How well captured_at is known: second, day (it is the day''s start) or unknown.';
COMMENT ON COLUMN exchange_rate.parser_version IS
    'Version of the parser that read the page.';
COMMENT ON COLUMN exchange_rate.is_repeat IS
    'True where the same page gave the pair before: count that row.';
COMMENT ON COLUMN exchange_rate.base IS
    'The currency that is priced: ISO 4217, or BTC, BCH, XMR, LTC.';
COMMENT ON COLUMN exchange_rate.quote IS
    'The currency that it is priced in.';
COMMENT ON COLUMN exchange_rate.rate IS
    'Units of quote for one unit of base. NULL: unreadable.';

CREATE TABLE site_observation (
    site_observation_id uuid NOT NULL,
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    capture_id uuid NOT NULL,
    market text,
    ordinal bigint NOT NULL,
    server_time timestamptz,
    display_currency text,
    is_logged_in boolean,
    CONSTRAINT site_observation_key UNIQUE NULLS NOT DISTINCT (site_observation_id, captured_at)
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.site_observation_unknown PARTITION OF site_observation (
    CONSTRAINT site_observation_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

COMMENT ON TABLE site_observation IS
    'One row per page whose frame says something of the site. Source: the parsers'' site records.';
COMMENT ON COLUMN site_observation.site_observation_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
COMMENT ON COLUMN site_observation.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN site_observation.parse_run_id IS
    'The reading of the page that gave this row (parse_run).';
COMMENT ON COLUMN site_observation.capture_id IS
    'The page whose bytes state what this row says (capture).';
COMMENT ON COLUMN site_observation.market IS
    'Code of the market whose page it is (market). NULL: of no known market.';
COMMENT ON COLUMN site_observation.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN site_observation.server_time IS
    'The clock that the page prints (UTC). NULL: not shown, shown empty, or unreadable.';
COMMENT ON COLUMN site_observation.display_currency IS
    'Currency in which it shows prices. NULL: not shown, shown empty, or unreadable.';
COMMENT ON COLUMN site_observation.is_logged_in IS
    'Whether the visitor is logged in. NULL: not shown.';
