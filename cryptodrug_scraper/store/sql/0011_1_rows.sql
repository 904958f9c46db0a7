-- The views over rows that do not say again what the reading of the page says. Their columns stay as they were.
--
-- Rows and their readings are joined by time too, so that a question about some days reads the months of these only.
-- Of what has no time, no two are equal: each view has it in a second part, which differs in this condition alone.

CREATE FUNCTION pg_temp.show(name text, query text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE VIEW research.%I AS %s UNION ALL %s', name, query,
        regexp_replace(query, '(\w+[.]captured_at) = (\w+[.]captured_at)', '\1 IS NULL AND \2 IS NULL', 'g')
    );
END
$$;

SELECT pg_temp.show('listing_snapshot', $view$
SELECT
    row_id(o.parse_run_id, 1, o.ordinal) AS listing_observation_id, o.captured_at, o.parse_run_id, run.capture_id,
    run.market, run.time_precision, run.parser_version, o.listing_id, o.seen_on, o.title, o.is_title_cut, o.vendor,
    o.category_id, o.category_path, o.price_amount, o.price_currency, o.price_unit, o.order_min, o.order_max,
    o.ships_from_raw, o.ships_from_kind, o.origin_codes, o.origin_excluded, o.ships_to_raw, o.ships_to_kind,
    o.destination_codes, o.destination_excluded, o.payment, o.accepted_coins, o.product_class, o.stock_count,
    o.stock_is_unlimited, o.sold_count, o.sold_since, o.sold_is_exact, o.view_count, o.is_on_vacation,
    o.is_promoted, description.body AS description, terms.body AS terms, refund_policy.body AS refund_policy,
    o.tags, o.empty_fields, o.drug_class, o.substance, o.quantity_grams, o.quantity_units, o.quantity_unit,
    o.drug_class_source
FROM listing_observation o
JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
LEFT JOIN text description ON description.sha256 = o.description_sha256
LEFT JOIN text terms ON terms.sha256 = o.terms_sha256
LEFT JOIN text refund_policy ON refund_policy.sha256 = o.refund_policy_sha256
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
$view$);

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
            listing_observation_id, parse_run_id, captured_at,
            min(captured_at) OVER same AS first_seen_at,
            max(captured_at) OVER same AS last_seen_at,
            count(*) OVER same AS capture_count
        FROM research.listing_snapshot
        WHERE captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
          AND captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC'
        WINDOW same AS (PARTITION BY market, listing_id)
        ORDER BY market, listing_id, (seen_on = 'page') DESC, captured_at DESC, listing_observation_id
    ) newest
    JOIN research.listing_snapshot s
        ON s.parse_run_id = newest.parse_run_id
        AND s.captured_at = newest.captured_at
        AND s.listing_observation_id = newest.listing_observation_id
    WHERE s.captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
      AND s.captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC';
END;

SELECT pg_temp.show('listing_origin', $view$
SELECT
    row_id(o.parse_run_id, 1, o.ordinal) AS listing_observation_id, run.capture_id, o.captured_at, run.market,
    o.listing_id, o.vendor, place.code, o.ships_from_kind AS kind, o.ships_from_raw AS raw
FROM listing_observation o
JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
CROSS JOIN LATERAL (
    SELECT DISTINCT named.code FROM unnest(o.origin_codes) AS named (code) WHERE named.code <> ALL (o.origin_excluded)
    UNION ALL
    SELECT NULL WHERE o.origin_codes = '{}' AND o.origin_excluded = '{}'
) place
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND o.origin_codes IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
$view$);

SELECT pg_temp.show('listing_destination', $view$
SELECT
    row_id(o.parse_run_id, 1, o.ordinal) AS listing_observation_id, run.capture_id, o.captured_at, run.market,
    o.listing_id, o.vendor, place.code, place.kind, place.raw, place.relation, place.source, place.text_field,
    place.span
FROM listing_observation o
JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
CROSS JOIN LATERAL (
    SELECT
        named.code, o.ships_to_kind AS kind, o.ships_to_raw AS raw, 'include' AS relation, 'field' AS source,
        NULL AS text_field, NULL AS span
    FROM (
        SELECT DISTINCT said.code
        FROM unnest(o.destination_codes) AS said (code)
        WHERE said.code <> ALL (o.destination_excluded)
    ) named
    UNION ALL
    SELECT NULL, o.ships_to_kind, o.ships_to_raw, 'include', 'field', NULL, NULL
    WHERE o.destination_codes = '{}' AND o.destination_excluded = '{}'
) place
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND o.destination_codes IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
UNION ALL
SELECT
    row_id(o.parse_run_id, 1, o.ordinal), run.capture_id, o.captured_at, run.market, o.listing_id, o.vendor, out.code,
    CASE out.source WHEN 'field' THEN o.ships_to_kind END, CASE out.source WHEN 'field' THEN o.ships_to_raw END,
    'exclude', out.source, out.text_field, out.span
FROM listing_exclusion out
JOIN listing_observation o
    ON o.parse_run_id = out.parse_run_id
    AND o.ordinal = out.listing_ordinal
    AND o.captured_at = out.captured_at
JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
  AND NOT EXISTS (
    SELECT FROM listing_exclusion before
    WHERE before.parse_run_id = out.parse_run_id
      AND before.listing_ordinal = out.listing_ordinal
      AND before.code = out.code
      AND before.ordinal < out.ordinal)
$view$);

SELECT pg_temp.show('vendor_snapshot', $view$
SELECT
    row_id(o.parse_run_id, 2, o.ordinal) AS vendor_observation_id, o.captured_at, o.parse_run_id, run.capture_id,
    run.market, run.time_precision, run.parser_version, o.vendor, o.seen_on, o.sales_count, o.sales_since,
    o.sales_is_exact, o.rating_mean, o.rating_scale, o.rating_count, o.positive_share_pct, o.level, o.trust_level,
    o.experience, o.is_trusted, o.may_finalize_early, o.member_since, o.last_active_on, o.is_banned,
    o.is_on_vacation, profile.body AS profile, terms.body AS terms, pgp_key.body AS pgp_key, o.pgp_fingerprint,
    o.dispute_count, o.order_count, o.empty_fields
FROM vendor_observation o
JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
LEFT JOIN text profile ON profile.sha256 = o.profile_sha256
LEFT JOIN text terms ON terms.sha256 = o.terms_sha256
LEFT JOIN text pgp_key ON pgp_key.sha256 = o.pgp_key_sha256
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
$view$);

CREATE OR REPLACE FUNCTION research.vendors_between(first_day date, last_day date)
RETURNS SETOF research.vendor_state
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        s.vendor_observation_id, s.captured_at, s.parse_run_id, s.capture_id, s.market, s.time_precision,
        s.parser_version, s.vendor, s.seen_on, s.sales_count, s.sales_since, s.sales_is_exact, s.rating_mean,
        s.rating_scale, s.rating_count, s.positive_share_pct, s.level, s.trust_level, s.experience,
        s.is_trusted, s.may_finalize_early, s.member_since, s.last_active_on, s.is_banned, s.is_on_vacation,
        s.profile, s.terms, s.pgp_key, s.pgp_fingerprint, s.dispute_count, s.order_count, s.empty_fields,
        newest.first_seen_at, newest.last_seen_at, newest.capture_count
    FROM (
        SELECT DISTINCT ON (market, vendor)
            vendor_observation_id, parse_run_id, captured_at,
            min(captured_at) OVER same AS first_seen_at,
            max(captured_at) OVER same AS last_seen_at,
            count(*) OVER same AS capture_count
        FROM research.vendor_snapshot
        WHERE captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
          AND captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC'
        WINDOW same AS (PARTITION BY market, vendor)
        ORDER BY
            market, vendor, (seen_on = 'page') DESC, (seen_on = 'listing') DESC, captured_at DESC, vendor_observation_id
    ) newest
    JOIN research.vendor_snapshot s
        ON s.parse_run_id = newest.parse_run_id
        AND s.captured_at = newest.captured_at
        AND s.vendor_observation_id = newest.vendor_observation_id
    WHERE s.captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
      AND s.captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC';
END;

SELECT pg_temp.show('vendor_counter', $view$
SELECT
    row_id(o.parse_run_id, 2, o.ordinal) AS vendor_observation_id, run.capture_id, o.captured_at, run.market, o.vendor,
    said.counter, said.window_or_band, said.value, said.is_exact, said.since
FROM vendor_counter said
JOIN vendor_observation o
    ON o.parse_run_id = said.parse_run_id
    AND o.ordinal = said.vendor_ordinal
    AND o.captured_at = said.captured_at
JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
$view$);

SELECT pg_temp.show('vendor_trade', $view$
SELECT
    row_id(o.parse_run_id, 2, o.ordinal) AS vendor_observation_id, run.capture_id, o.captured_at, run.market, o.vendor,
    o.seen_on, o.ships_from_raw, o.ships_from_kind, o.origin_codes, o.origin_excluded, o.payment, o.active_from,
    o.active_to
FROM vendor_observation o
JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND (o.ships_from_raw IS NOT NULL OR o.payment IS NOT NULL OR o.active_from IS NOT NULL)
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
$view$);

SELECT pg_temp.show('review', $view$
SELECT
    row_id(o.parse_run_id, 3, o.ordinal) AS review_observation_id, o.captured_at, o.parse_run_id, run.capture_id,
    run.market, run.time_precision, run.parser_version, o.position::bigint AS position, o.vendor, o.listing_id,
    o.listing_title, o.stars, o.sign, comment.body AS comment, o.is_default_comment, o.buyer_mask, o.amount,
    o.amount_currency, o.amount_step, o.amount_step_currency, o.age_raw, o.occurred_from, o.occurred_to,
    reply.body AS reply, o.empty_fields
FROM review_observation o
JOIN parse_run run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
LEFT JOIN text comment ON comment.sha256 = o.comment_sha256
LEFT JOIN text reply ON reply.sha256 = o.reply_sha256
WHERE run.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
$view$);

DROP FUNCTION pg_temp.show(text, text);

-- Without this, a join is made of all months before those asked for are chosen.
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I SET enable_partitionwise_join = on', current_database());
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;  -- the database is another's; the program's own connections set it
END
$$;
