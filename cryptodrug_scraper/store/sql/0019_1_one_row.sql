-- An identifier of a row begins as that of its reading does, and ends with the row's place: so a rating is found without
-- reading the others of its page, which may be thousands. OFFSET and LIMIT make this a search for one
-- rating after the other, whatever statistics the server has.
CREATE OR REPLACE VIEW research.review_page AS
SELECT
    current.derive_run, rating.market, rating.review_id, rating.vendor, rating.listing_id, o.age_raw,
    o.occurred_from AS page_occurred_from, o.occurred_to AS page_occurred_to, rating.occurred_from, rating.occurred_to,
    o.stars, o.sign, comment.body AS comment, o.amount, o.amount_currency, o.listing_title, o.position::bigint AS position,
    rating.sighting_count, rating.state, o.captured_at, o.parse_run_id, o.capture_id,
    rating.last_review_observation_id AS review_observation_id
FROM derived.current_part current
JOIN derived.distinct_review rating USING (part_id)
LEFT JOIN LATERAL (
    SELECT run.captured_at, run.parse_run_id, run.capture_id, said.*
    FROM (
        SELECT read.captured_at, read.parse_run_id, read.capture_id, read.review_list_id
        FROM parse_run read
        WHERE read.captured_at = rating.last_seen_at
          AND read.parse_run_id >= ("left"(rating.last_review_observation_id::text, 28) || '00000000')::uuid
          AND read.parse_run_id <= ("left"(rating.last_review_observation_id::text, 28) || 'ffffffff')::uuid
        OFFSET 0
    ) run
    CROSS JOIN LATERAL (
        SELECT listed.*
        FROM review_observation listed
        WHERE listed.review_list_id = run.review_list_id
          AND listed.month = date_trunc('month', run.captured_at AT TIME ZONE 'UTC')::date
          AND listed.ordinal = ('x' || "right"(rating.last_review_observation_id::text, 6))::bit(24)::integer
        OFFSET 0
    ) said
    LIMIT 1
) o ON true
LEFT JOIN text comment ON comment.sha256 = o.comment_sha256;

-- Of a page with thousands of cards, those of others are passed by before identifiers are made.
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
            market, listing_id, listing_observation_id, parse_run_id, captured_at,
            min(captured_at) OVER same AS first_seen_at,
            max(captured_at) OVER same AS last_seen_at,
            count(*) OVER same AS capture_count
        FROM research.listing_snapshot
        WHERE captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
          AND captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC'
        WINDOW same AS (PARTITION BY market, listing_id)
        ORDER BY market, listing_id, (seen_on = 'page') DESC, captured_at DESC, listing_observation_id
    ) newest
    CROSS JOIN LATERAL (
        SELECT *
        FROM research.listing_snapshot
        WHERE parse_run_id = newest.parse_run_id
          AND captured_at = newest.captured_at
          AND listing_id = newest.listing_id
          AND listing_observation_id = newest.listing_observation_id
          AND captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
          AND captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC'
        OFFSET 0
    ) s;
END;

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
            market, vendor, vendor_observation_id, parse_run_id, captured_at,
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
    CROSS JOIN LATERAL (
        SELECT *
        FROM research.vendor_snapshot
        WHERE parse_run_id = newest.parse_run_id
          AND captured_at = newest.captured_at
          AND vendor = newest.vendor
          AND vendor_observation_id = newest.vendor_observation_id
          AND captured_at >= first_day::timestamp AT TIME ZONE 'UTC'
          AND captured_at < (last_day + 1)::timestamp AT TIME ZONE 'UTC'
        OFFSET 0
    ) s;
END;
