CREATE TABLE listing_variant (
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    listing_ordinal INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    price_amount NUMERIC,
    price_currency TEXT,
    stock_count BIGINT
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.listing_variant_unknown PARTITION OF listing_variant (
    CONSTRAINT listing_variant_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT WITH (
    autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05, autovacuum_freeze_min_age = 0
);
CREATE INDEX listing_variant_run_idx ON listing_variant (parse_run_id);
COMMENT ON TABLE listing_variant IS
    'One row per variant of a listing among which buyers choose, as one page states it. Source: listing.variants.';
COMMENT ON COLUMN listing_variant.captured_at IS
    'Best single instant of the capture (see parse_run.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN listing_variant.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN listing_variant.listing_ordinal IS
    'The record that it is a part of: listing_observation.ordinal of the same reading.';
COMMENT ON COLUMN listing_variant.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN listing_variant.name IS
    'What the variant is called.';
COMMENT ON COLUMN listing_variant.price_amount IS
    'Price of one, in price_currency. NULL: shown without a price, or unreadable.';
COMMENT ON COLUMN listing_variant.price_currency IS
    'Currency of price_amount. NULL: there is no price.';
COMMENT ON COLUMN listing_variant.stock_count IS
    'Units left of it; 0 is sold out. NULL: not shown.';

CREATE TABLE fee (
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    ordinal INTEGER NOT NULL,
    what TEXT NOT NULL,
    coin TEXT,
    amount NUMERIC,
    amount_currency TEXT,
    share_pct NUMERIC
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.fee_unknown PARTITION OF fee (
    CONSTRAINT fee_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT WITH (
    autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05, autovacuum_freeze_min_age = 0
);
CREATE INDEX fee_run_idx ON fee (parse_run_id);
COMMENT ON TABLE fee IS
    'One row per fee that the market itself takes, as one page states it. Source: the parsers'' fee records.';
COMMENT ON COLUMN fee.captured_at IS
    'Best single instant of the capture (see parse_run.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN fee.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN fee.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN fee.what IS
    'What it is taken for, as printed.';
COMMENT ON COLUMN fee.coin IS
    'Currency in which it is taken: ISO 4217, or BTC, BCH, XMR, LTC. NULL: any, or not said.';
COMMENT ON COLUMN fee.amount IS
    'Amount that is taken, in amount_currency. NULL: not shown, shown empty, or unreadable.';
COMMENT ON COLUMN fee.amount_currency IS
    'Currency of amount. NULL: there is no amount.';
COMMENT ON COLUMN fee.share_pct IS
    'Share that is taken, in per cent. NULL: not shown, shown empty, or unreadable.';
