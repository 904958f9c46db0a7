-- By what a reader looks derived rows up: an account, a listing, a market in the order of time.
CREATE INDEX sale_vendor_idx ON derived.sale (vendor);
CREATE INDEX sale_listing_idx ON derived.sale (listing_id);
CREATE INDEX sale_time_idx ON derived.sale (market, occurred_from);
CREATE INDEX listing_state_listing_idx ON derived.listing_state (listing_id);
CREATE INDEX vendor_state_vendor_idx ON derived.vendor_state (vendor);
-- The middle of the time in which a rating was left chooses the sales of a window: without this the planner takes any window
-- for a two hundredth of all sales.
CREATE STATISTICS derived.sale_middle ON (occurred_from + (occurred_to - occurred_from) / 2) FROM derived.sale;
CREATE TABLE part_sum (
    part_id UUID NOT NULL,
    table_name TEXT NOT NULL,
    query_digest TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    first_sum NUMERIC NOT NULL,
    last_sum NUMERIC NOT NULL,
    CONSTRAINT part_sum_pkey PRIMARY KEY (part_id, table_name, query_digest)
);
COMMENT ON TABLE part_sum IS
    'One row per part of a derivation and derived table: sums of hashes of its rows there, of which the digest of a derivation is made. A part never changes, so they are worked out once. Source: cryptodrug derive.';
COMMENT ON COLUMN part_sum.part_id IS
    'The part; what names it decides on its rows, so that this stays true when it goes and comes again.';
COMMENT ON COLUMN part_sum.table_name IS
    'Name of the table, with its schema.';
COMMENT ON COLUMN part_sum.query_digest IS
    'SHA-256 digest of the query that hashes its rows, hexadecimal: another one, as of other columns, gives other sums.';
COMMENT ON COLUMN part_sum.row_count IS
    'How many rows the part has there.';
COMMENT ON COLUMN part_sum.first_sum IS
    'Sum of the first halves of their hashes.';
COMMENT ON COLUMN part_sum.last_sum IS
    'Sum of the second halves.';
