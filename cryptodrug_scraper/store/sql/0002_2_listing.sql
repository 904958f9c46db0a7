-- Listings: as captured, where from, where to, and as of a day.

CREATE VIEW research.listing_snapshot AS
SELECT
    o.listing_observation_id, o.captured_at, o.parse_run_id, o.capture_id, o.market, o.time_precision,
    o.parser_version, o.listing_id, o.seen_on, o.title, o.is_title_cut, o.vendor, o.category_id,
    o.category_path, o.price_amount, o.price_currency, o.price_unit, o.order_min, o.order_max,
    o.ships_from_raw, o.ships_from_kind, o.origin_codes, o.origin_excluded, o.ships_to_raw, o.ships_to_kind,
    o.destination_codes, o.destination_excluded, o.payment, o.accepted_coins, o.product_class, o.stock_count,
    o.stock_is_unlimited, o.sold_count, o.sold_since, o.sold_is_exact, o.view_count, o.is_on_vacation,
    o.is_promoted, description.body AS description, terms.body AS terms, refund_policy.body AS refund_policy,
    o.tags, o.empty_fields, o.drug_class, o.substance, o.quantity_grams, o.quantity_units, o.quantity_unit
FROM listing_observation o
LEFT JOIN text description ON description.sha256 = o.description_sha256
LEFT JOIN text terms ON terms.sha256 = o.terms_sha256
LEFT JOIN text refund_policy ON refund_policy.sha256 = o.refund_policy_sha256
WHERE NOT o.is_repeat
  AND o.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON VIEW research.listing_snapshot IS
    'One row per listing and capture that states it (market, listing_id, capture_id), from the newest reading of the capture. Where a page states a listing twice, its own page comes before a card. Rows whose id could not be read are not here.';

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
    last_seen_at timestamptz, capture_count bigint
);

COMMENT ON TYPE research.listing_state IS
    'A listing as last stated in a stretch of days: the columns of listing_snapshot, and when it was seen.';

CREATE FUNCTION research.listings_between(first_day date, last_day date)
RETURNS SETOF research.listing_state
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        s.listing_observation_id, s.captured_at, s.parse_run_id, s.capture_id, s.market, s.time_precision,
        s.parser_version, s.listing_id, s.seen_on, s.title, s.is_title_cut, s.vendor, s.category_id,
        s.category_path, s.price_amount, s.price_currency, s.price_unit, s.order_min, s.order_max,
        s.ships_from_raw, s.ships_from_kind, s.origin_codes, s.origin_excluded, s.ships_to_raw,
        s.ships_to_kind, s.destination_codes, s.destination_excluded, s.payment, s.accepted_coins,
        s.product_class, s.stock_count, s.stock_is_unlimited, s.sold_count, s.sold_since, s.sold_is_exact,
        s.view_count, s.is_on_vacation, s.is_promoted, s.description, s.terms, s.refund_policy, s.tags,
        s.empty_fields, s.drug_class, s.substance, s.quantity_grams, s.quantity_units, s.quantity_unit,
        newest.first_seen_at, newest.last_seen_at, newest.capture_count
    FROM (
        SELECT DISTINCT ON (market, listing_id)
            listing_observation_id, captured_at,
            min(captured_at) OVER same AS first_seen_at,
            max(captured_at) OVER same AS last_seen_at,
            count(*) OVER same AS capture_count
        FROM research.listing_snapshot
        WHERE captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
          AND captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC'
        WINDOW same AS (PARTITION BY market, listing_id)
        ORDER BY market, listing_id, (seen_on = 'page') DESC, captured_at DESC, listing_observation_id
    ) newest
    JOIN research.listing_snapshot s ON s.listing_observation_id = newest.listing_observation_id AND s.captured_at = newest.captured_at
    WHERE s.captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
      AND s.captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC';
END;

COMMENT ON FUNCTION research.listings_between(date, date) IS
    'One row per listing seen on the UTC days from first_day to last_day, both included: its newest own page, or else its newest card, with when it was first and last seen in these days in any way, and on how many captures. Captures of unknown time are left out.';

CREATE FUNCTION research.listings_as_of(day date)
RETURNS SETOF research.listing_state
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT * FROM research.listings_between('-infinity'::date, day);
END;

COMMENT ON FUNCTION research.listings_as_of(date) IS
    'One row per listing seen at or before the end of the UTC day: its newest own page, or else its newest card. last_seen_at tells how old that is; whether a listing was still there is for the reader to judge. Captures of unknown time are left out.';

CREATE VIEW research.listing_origin AS
SELECT
    o.listing_observation_id, o.capture_id, o.captured_at, o.market, o.listing_id, o.vendor, o.code, o.kind,
    o.raw
FROM listing_place o
WHERE NOT o.is_repeat
  AND o.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND o.role = 'origin'
  AND o.relation = 'include'
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON VIEW research.listing_origin IS
    'One row per listing, capture and origin (market, listing_id, capture_id, code). Two origins are two rows; what the field rules out is not here. A field that names no known place is one row without a code. A listing that states none has no row.';

CREATE VIEW research.listing_destination AS
SELECT
    o.listing_observation_id, o.capture_id, o.captured_at, o.market, o.listing_id, o.vendor, o.code, o.kind,
    o.raw, o.relation, o.source, o.text_field, o.span
FROM listing_place o
WHERE NOT o.is_repeat
  AND o.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND o.role = 'destination'
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON VIEW research.listing_destination IS
    'One row per listing, capture and destination (market, listing_id, capture_id, code). An exclusion in the field or in the free text wins over an inclusion of the same place (relation). A field that names no known place is one row without a code. A listing that states none has no row.';
