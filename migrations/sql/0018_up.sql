-- Prices that are stated at one instant have a row each, and so have moves that end at one instant.
ALTER TABLE derived.listing_price
    DROP CONSTRAINT listing_price_pkey,
    ADD CONSTRAINT listing_price_pkey PRIMARY KEY (part_id, listing_id, first_at, price, currency);
COMMENT ON TABLE derived.listing_price IS 'One row per listing and spell in which it was seen with one asked price; prices that were stated at one instant have a row each. Source: measures.money.price_spells (E6), measures.money.holding_prices (E7).';

ALTER TABLE derived.origin_move ADD COLUMN number bigint NOT NULL DEFAULT 1;
ALTER TABLE derived.origin_move
    ALTER COLUMN number DROP DEFAULT,
    DROP CONSTRAINT origin_move_pkey,
    ADD CONSTRAINT origin_move_pkey PRIMARY KEY (part_id, vendor, moved_to, number);
COMMENT ON COLUMN derived.origin_move.number IS 'Number of the move among those of the account that end at moved_to, from 1.';

-- Days without a rate leave what was sold on them without an amount, and say so.
COMMENT ON COLUMN derived.fx_rate.source IS 'ecb (reference rate of the European Central Bank; of EUR itself, 1), page (printed by a market, in USD, then by ecb), series (a researcher''s own), or interpolated (between two days of these).';
COMMENT ON COLUMN derived.sale.price_source IS 'printed (with the rating), listing_before or listing_after (the price asked before or after it), tier, listing_median, no_rate (a price is known, and no rate of its currency on that day), or missing.';
COMMENT ON COLUMN derived.vendor_month.turnover_shown_eur IS 'Worth of the ratings, EUR. NULL: cannot be known from what was seen, or some of them have no rate.';
COMMENT ON COLUMN derived.vendor_month.turnover_raw_eur IS 'Worth of the ratings by prices as stated, holding prices too, EUR: never a headline. NULL: cannot be known from what was seen, or some of them have no rate.';
COMMENT ON COLUMN derived.vendor_month.turnover_imputed_eur IS 'Worth of the ratings with the usual price in place of holding prices, EUR. NULL: cannot be known from what was seen, or some of them have no rate.';
COMMENT ON COLUMN derived.market_month.grade IS 'Of the snapshots that it rests on: complete, usable or partial; turnover of a month of which some sales have no rate is partial, too.';

CREATE TABLE reference_rate_file (
    sha256 bytea NOT NULL,
    name text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    rate_count bigint NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT reference_rate_file_pkey PRIMARY KEY (sha256)
);
COMMENT ON TABLE reference_rate_file IS 'One row per file of reference rates of the European Central Bank that was added to those that come with the program; where two have a rate of one day and currency, that of the file added later counts. Source: cryptodrug rates add.';
COMMENT ON COLUMN reference_rate_file.sha256 IS 'SHA-256 digest of the file (32 bytes).';
COMMENT ON COLUMN reference_rate_file.name IS 'Its name, without the folder that it lay in.';
COMMENT ON COLUMN reference_rate_file.added_at IS 'When it was added (UTC).';
COMMENT ON COLUMN reference_rate_file.first_day IS 'The first day that it has a rate of.';
COMMENT ON COLUMN reference_rate_file.last_day IS 'The last day that it has a rate of.';
COMMENT ON COLUMN reference_rate_file.rate_count IS 'Rates in it, one for each day and currency.';
COMMENT ON COLUMN reference_rate_file.content IS 'The file, byte for byte.';

-- Pages that state a time which had not come yet when they were loaded.
CREATE TABLE future_capture (
    capture_id uuid NOT NULL,
    captured_at timestamp with time zone NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    CONSTRAINT future_capture_pkey PRIMARY KEY (capture_id, captured_at)
);
COMMENT ON TABLE future_capture IS 'One row per capture whose time lay more than a day after the moment at which it was loaded: nobody knows when it was made, so no derivation counts it. Source: the loader.';
COMMENT ON COLUMN future_capture.capture_id IS 'The page (capture).';
COMMENT ON COLUMN future_capture.captured_at IS 'The time that it has there (UTC).';
COMMENT ON COLUMN future_capture.loaded_at IS 'When it was loaded first (UTC): the clock of this database, not of any page.';
INSERT INTO future_capture
SELECT capture_id, captured_at, clock_timestamp() FROM capture WHERE captured_at > clock_timestamp() + interval '1 day';
