-- A listing as last stated in a stretch of days: the columns of listing_snapshot, and when it was seen.

-- Columns as in research.listing_snapshot.
CREATE TYPE research.listing_state AS (
    listing_observation_id uuid, captured_at timestamptz, parse_run_id uuid, capture_id uuid, market text,
    time_precision text, parser_version text, listing_id text, seen_on text, title text, is_title_cut boolean,
    vendor text, category_id text, category_path text[], price_amount numeric, price_currency text,
    price_unit text, order_min numeric, order_max numeric, ships_from_raw text, ships_from_kind text,
    origin_codes text[], origin_excluded text[], ships_to_raw text, ships_to_kind text,
    destination_codes text[], destination_excluded text[], payment text[], accepted_coins text[],
    product_class text, stock_count bigint, stock_is_unlimited boolean, sold_count bigint, sold_since date,
    sold_is_exact boolean, view_count bigint, is_on_vacation boolean, is_promoted boolean, description text,
    terms text, refund_policy text, tags text[], empty_fields text[], drug_class text, substance text,
    quantity_grams numeric, quantity_units numeric, quantity_unit text, first_seen_at timestamptz,
    last_seen_at timestamptz, capture_count bigint, drug_class_source text
);

COMMENT ON COLUMN research.listing_state.first_seen_at IS 'When it was first seen in these days, in any way (UTC).';
COMMENT ON COLUMN research.listing_state.last_seen_at IS 'When it was last seen in these days, in any way (UTC).';
COMMENT ON COLUMN research.listing_state.capture_count IS 'On how many captures of these days it was seen.';
