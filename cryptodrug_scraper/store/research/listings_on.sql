-- One row per listing thought to be live on the UTC day: seen in a snapshot that went on that day; between, by the
-- snapshots on both sides of the day; or censored, that is seen in the last snapshot there is, until the next would
-- have been due. Origins and destinations that a card does not state are carried from the nearest page that does. A
-- listing that was not seen again at the next snapshot is not in it, though it was live for a part of the time
-- between.

CREATE FUNCTION research.listings_on(day date)
RETURNS TABLE (
    market text, listing_id text, vendor text, presence text, before_snapshot_id text, after_snapshot_id text,
    listing_observation_id uuid, captured_at timestamptz, parse_run_id uuid, seen_on text, title text,
    category_id text, category_path text[], price_amount numeric, price_currency text, price_unit text,
    ships_from_raw text, ships_to_raw text, origin_codes text[], origin_source text, destination_codes text[],
    destination_excluded text[], payment text[], product_class text, stock_count bigint, sold_count bigint,
    is_on_vacation boolean, {columns of listing}, drug_class text, substance text, quantity_grams double precision,
    quantity_units double precision, quantity_unit text, derive_run uuid, grade text
)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        state.market, state.listing_id, state.vendor,
        CASE
            WHEN around.is_within THEN state.presence
            WHEN around.after_id IS NULL THEN 'censored'
            ELSE 'between'
        END,
        around.before_id, around.after_id,
        state.listing_observation_id, state.captured_at, state.parse_run_id, state.seen_on,
        state.title, state.category_id, state.category_path, state.price_amount, state.price_currency,
        state.price_unit, state.ships_from_raw, state.ships_to_raw, state.origin_codes, state.origin_source,
        state.destination_codes, state.destination_excluded, state.payment, state.product_class, state.stock_count,
        state.sold_count, state.is_on_vacation, {columns of listing: state}, state.drug_class, state.substance, state.quantity_grams,
        state.quantity_units, state.quantity_unit, state.derive_run, state.grade
    FROM research.snapshots_around(day) around
    JOIN research.listing_at_snapshot state ON state.snapshot_id = around.before_id
    WHERE around.is_within
       OR (around.after_id IS NULL AND NOT around.is_due)
       OR (around.after_id IS NOT NULL AND state.next_snapshot_id IS NOT NULL);  -- seen again: it is there at the next one
END;
