-- One row per snapshot and listing that was seen in it, or before and after it: the state of listing_presence, and
-- what its statement says besides: title, category, price. The price in EUR is that of the spell of listing_price.
-- What people decided of fields (corrected_field) stands in place of what was read.

-- Statements are looked up by their page and time, and not in listing_snapshot, which would be read as a whole. There is
-- one for each row; the joins are outer ones so that the planner does not take the view for one of few rows. A listing
-- that stated two prices at one instant shows that of its own statement.
CREATE VIEW research.listing_at_snapshot AS
SELECT
    current.derive_run, state.market, state.snapshot_id, looked.grade, looked.first_at AS snapshot_first_at,
    looked.last_at AS snapshot_last_at, state.listing_id, state.vendor, state.presence,
    state.previous_snapshot_id, state.next_snapshot_id, o.title, o.category_id,
    o.category_path, state.drug_class, state.substance, state.product_class, state.quantity_grams,
    state.quantity_units, state.quantity_unit, state.origin_codes, state.origin_source, state.destination_codes,
    state.destination_excluded, o.ships_from_raw, o.ships_to_raw, o.price_amount, o.price_currency, o.price_unit,
    (SELECT spell.price_eur FROM derived.listing_price spell
     WHERE spell.part_id = state.part_id AND spell.listing_id = state.listing_id AND spell.first_at <= state.stated_at
     ORDER BY spell.first_at DESC, spell.currency IS DISTINCT FROM o.price_currency,
         abs(spell.price - o.price_amount::float8), spell.currency, spell.price LIMIT 1) AS price_eur,
    (SELECT spell.price_flag FROM derived.listing_price spell
     WHERE spell.part_id = state.part_id AND spell.listing_id = state.listing_id AND spell.first_at <= state.stated_at
     ORDER BY spell.first_at DESC, spell.currency IS DISTINCT FROM o.price_currency,
         abs(spell.price - o.price_amount::float8), spell.currency, spell.price LIMIT 1) AS price_flag,
    o.payment, o.stock_count, o.sold_count, o.is_on_vacation, {columns of listing: o}, o.seen_on, state.stated_at AS captured_at,
    state.stated_run AS parse_run_id, run.capture_id, state.listing_observation_id
FROM derived.current_part current
JOIN derived.listing_state state USING (part_id)
JOIN derived.snapshot looked USING (part_id, snapshot_id)
LEFT JOIN listing_observation read
    ON read.parse_run_id = state.stated_run
    AND read.listing_id = state.listing_id
    AND read.captured_at = state.stated_at
    AND row_id(read.parse_run_id, 1, read.ordinal) = state.listing_observation_id
LEFT JOIN parse_run run ON run.parse_run_id = state.stated_run AND run.captured_at = state.stated_at
LEFT JOIN (
    SELECT
        capture_id, ordinal, jsonb_object_agg(field, value) AS fields,
        jsonb_populate_record(NULL::listing_observation, jsonb_object_agg(field, value)) AS made
    FROM research.corrected_field
    WHERE record = 'listing'
    GROUP BY capture_id, ordinal
) corrected ON corrected.capture_id = run.capture_id AND corrected.ordinal = read.ordinal
{corrected listing: read as o};

COMMENT ON COLUMN research.listing_at_snapshot.snapshot_first_at IS 'When the snapshot began (UTC).';
COMMENT ON COLUMN research.listing_at_snapshot.snapshot_last_at IS 'When the snapshot ended (UTC).';
COMMENT ON COLUMN research.listing_at_snapshot.price_eur IS 'Price in EUR at the rate of first_at. NULL: no rate.';
COMMENT ON COLUMN research.listing_at_snapshot.price_flag IS
    'ok; holding (it only keeps buyers off); free; unverified_high (high, and nothing to judge it by); or implausible (nobody asks so much).';
COMMENT ON COLUMN research.listing_at_snapshot.captured_at IS
    'Best single instant of the capture (see parse_run.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN research.listing_at_snapshot.parse_run_id IS
    'The reading of the page that gave this row (parse_run).';
