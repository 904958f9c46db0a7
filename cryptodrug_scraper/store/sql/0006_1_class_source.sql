-- What decided on the class of a listing, beside the class.

CREATE OR REPLACE VIEW research.listing_snapshot AS
SELECT
    o.listing_observation_id, o.captured_at, o.parse_run_id, o.capture_id, o.market, o.time_precision,
    o.parser_version, o.listing_id, o.seen_on, o.title, o.is_title_cut, o.vendor, o.category_id,
    o.category_path, o.price_amount, o.price_currency, o.price_unit, o.order_min, o.order_max,
    o.ships_from_raw, o.ships_from_kind, o.origin_codes, o.origin_excluded, o.ships_to_raw, o.ships_to_kind,
    o.destination_codes, o.destination_excluded, o.payment, o.accepted_coins, o.product_class, o.stock_count,
    o.stock_is_unlimited, o.sold_count, o.sold_since, o.sold_is_exact, o.view_count, o.is_on_vacation,
    o.is_promoted, description.body AS description, terms.body AS terms, refund_policy.body AS refund_policy,
    o.tags, o.empty_fields, o.drug_class, o.substance, o.quantity_grams, o.quantity_units, o.quantity_unit,
    o.drug_class_source
FROM listing_observation o
LEFT JOIN text description ON description.sha256 = o.description_sha256
LEFT JOIN text terms ON terms.sha256 = o.terms_sha256
LEFT JOIN text refund_policy ON refund_policy.sha256 = o.refund_policy_sha256
WHERE NOT o.is_repeat
  AND o.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

ALTER TYPE research.listing_state ADD ATTRIBUTE drug_class_source text;

CREATE OR REPLACE FUNCTION research.listings_between(first_day date, last_day date)
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
        newest.first_seen_at, newest.last_seen_at, newest.capture_count, s.drug_class_source
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

CREATE OR REPLACE FUNCTION research.listings_as_of(day date)
RETURNS SETOF research.listing_state
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT * FROM research.listings_between('-infinity'::date, day);
END;

DO $$
DECLARE
    target text;
    commented text;
BEGIN
    FOREACH target IN ARRAY ARRAY['listing_snapshot', 'listing_state'] LOOP
        FOREACH commented IN ARRAY ARRAY['drug_class', 'drug_class_source'] LOOP
            EXECUTE format(
                'COMMENT ON COLUMN research.%I.%I IS %L', target, commented,
                (
                    SELECT col_description(attrelid, attnum) FROM pg_attribute
                    WHERE attrelid = 'listing_observation'::regclass AND attname = commented
                )
            );
        END LOOP;
    END LOOP;
END
$$;
