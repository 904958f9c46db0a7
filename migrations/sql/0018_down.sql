-- Of prices and moves of one instant one row is kept: the older keys hold no more.
DROP TABLE future_capture;
DROP TABLE reference_rate_file;

DELETE FROM derived.listing_price one USING derived.listing_price other
WHERE one.part_id = other.part_id AND one.listing_id = other.listing_id AND one.first_at = other.first_at
  AND (one.currency, one.price) > (other.currency, other.price);
ALTER TABLE derived.listing_price
    DROP CONSTRAINT listing_price_pkey,
    ADD CONSTRAINT listing_price_pkey PRIMARY KEY (part_id, listing_id, first_at);
COMMENT ON TABLE derived.listing_price IS 'One row per listing and spell in which it was seen with one asked price. Source: measures.money.price_spells (E6), measures.money.holding_prices (E7).';

DROP VIEW research.origin_move;
DELETE FROM derived.origin_move WHERE number > 1;
ALTER TABLE derived.origin_move
    DROP CONSTRAINT origin_move_pkey,
    DROP COLUMN number,
    ADD CONSTRAINT origin_move_pkey PRIMARY KEY (part_id, vendor, moved_to);
CREATE VIEW research.origin_move AS
SELECT
    current.derive_run, t.market, t.vendor, t.moved_to, t.from_codes, t.to_codes, t.kept_codes, t.moved_from,
    t.evidence, t.listing_count
FROM derived.current_part current JOIN derived.origin_move t USING (part_id);
COMMENT ON COLUMN research.origin_move.derive_run IS 'The run of cryptodrug derive that gave this row (derivation).';
COMMENT ON COLUMN derived.fx_rate.source IS 'ecb (reference rate of the European Central Bank), page (printed by a market, in USD, then by ecb), series (a researcher''s own), or interpolated (between two days of these).';
COMMENT ON COLUMN derived.market_month.grade IS 'Of the snapshots that it rests on: complete, usable or partial.';
COMMENT ON COLUMN derived.sale.price_source IS 'printed (with the rating), listing_before or listing_after (the price asked before or after it), tier, listing_median, or missing.';
COMMENT ON COLUMN derived.vendor_month.turnover_shown_eur IS 'Worth of the ratings, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.turnover_raw_eur IS 'Worth of the ratings by prices as stated, holding prices too, EUR: never a headline. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.turnover_imputed_eur IS 'Worth of the ratings with the usual price in place of holding prices, EUR. NULL: cannot be known from what was seen.';

CREATE OR REPLACE VIEW research.listing_at_snapshot AS
SELECT
    current.derive_run, state.market, state.snapshot_id, looked.grade, looked.first_at AS snapshot_first_at,
    looked.last_at AS snapshot_last_at, state.listing_id, state.vendor, state.presence,
    state.previous_snapshot_id, state.next_snapshot_id, o.title, o.category_id,
    o.category_path, state.drug_class, state.substance, state.product_class, state.quantity_grams,
    state.quantity_units, state.quantity_unit, state.origin_codes, state.origin_source, state.destination_codes,
    state.destination_excluded, o.ships_from_raw, o.ships_to_raw, o.price_amount, o.price_currency, o.price_unit,
    (SELECT spell.price_eur FROM derived.listing_price spell
     WHERE spell.part_id = state.part_id AND spell.listing_id = state.listing_id AND spell.first_at <= state.stated_at
     ORDER BY spell.first_at DESC LIMIT 1) AS price_eur,
    (SELECT spell.price_flag FROM derived.listing_price spell
     WHERE spell.part_id = state.part_id AND spell.listing_id = state.listing_id AND spell.first_at <= state.stated_at
     ORDER BY spell.first_at DESC LIMIT 1) AS price_flag,
    o.payment, o.stock_count, o.sold_count, o.is_on_vacation, o.seen_on, state.stated_at AS captured_at,
    state.stated_run AS parse_run_id, run.capture_id, state.listing_observation_id
FROM derived.current_part current
JOIN derived.listing_state state USING (part_id)
JOIN derived.snapshot looked USING (part_id, snapshot_id)
LEFT JOIN listing_observation o
    ON o.parse_run_id = state.stated_run
    AND o.captured_at = state.stated_at
    AND row_id(o.parse_run_id, 1, o.ordinal) = state.listing_observation_id
LEFT JOIN parse_run run ON run.parse_run_id = state.stated_run AND run.captured_at = state.stated_at;

-- What a table says of itself, its view says too.
DO $$
DECLARE
    said record;
BEGIN
    FOR said IN
        SELECT shown, a.attname, coalesce(col_description(a.attrelid, a.attnum), '') AS meaning
        FROM (VALUES
            ('listing_price', 'listing_price'), ('origin_move', 'origin_move'), ('sale', 'transaction'),
            ('fx_rate', 'fx_rate'), ('vendor_month', 'vendor_month'), ('market_month', 'market_month')
        ) AS pair(source, shown)
        JOIN pg_attribute a ON a.attrelid = ('derived.' || source)::regclass
        WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'part_id'
    LOOP
        EXECUTE format('COMMENT ON COLUMN research.%I.%I IS %L', said.shown, said.attname, said.meaning);
    END LOOP;
    FOR said IN
        SELECT name, obj_description(('derived.' || name)::regclass, 'pg_class') AS meaning
        FROM unnest(ARRAY['listing_price', 'origin_move']) AS name
    LOOP
        EXECUTE format('COMMENT ON VIEW research.%I IS %L', said.name, said.meaning);
    END LOOP;
END
$$;
