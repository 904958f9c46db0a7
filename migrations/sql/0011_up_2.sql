-- What the tables had, without what the readings say, and without what follows from the rows of listings.

CREATE TEMP TABLE price_place ON COMMIT DROP AS
SELECT listing_observation_id, min(price.ordinal) AS ordinal
FROM leaving.listing_observation o
JOIN leaving.listing_price price USING (listing_observation_id)
WHERE price.amount::text = o.price_amount::text AND price.currency = o.price_currency
GROUP BY listing_observation_id;

INSERT INTO parse_issue (
    captured_at, parse_run_id, ordinal, code, severity, detail
)
SELECT
    captured_at, parse_run_id, ordinal, code, severity, detail
FROM leaving.parse_issue;

INSERT INTO site_observation (
    captured_at, parse_run_id, ordinal, server_time, display_currency, is_logged_in
)
SELECT
    captured_at, parse_run_id, ordinal, server_time, display_currency, is_logged_in
FROM leaving.site_observation;

INSERT INTO page_total (
    captured_at, parse_run_id, ordinal, listed_kind, total_count, page_count, page_number, hidden_count
)
SELECT
    captured_at, parse_run_id, ordinal, listed_kind, total_count, page_count, page_number, hidden_count
FROM leaving.page_total;

INSERT INTO vendor_observation (
    captured_at, parse_run_id, ordinal, is_repeat, vendor, seen_on, sales_count, sales_since, sales_is_exact,
    rating_mean, rating_scale, rating_count, positive_share_pct, level, trust_level, experience, is_trusted,
    may_finalize_early, member_since, last_active_on, is_banned, is_on_vacation, profile_sha256, terms_sha256,
    pgp_key_sha256, pgp_fingerprint, dispute_count, order_count, empty_fields, ships_from_raw, ships_from_kind,
    origin_codes, origin_excluded, payment, active_from, active_to
)
SELECT
    captured_at, parse_run_id, ordinal, is_repeat, vendor, seen_on, sales_count, sales_since, sales_is_exact,
    rating_mean, rating_scale, rating_count, positive_share_pct, level, trust_level, experience, is_trusted,
    may_finalize_early, member_since, last_active_on, is_banned, is_on_vacation, profile_sha256, terms_sha256,
    pgp_key_sha256, pgp_fingerprint, dispute_count, order_count, empty_fields, ships_from_raw, ships_from_kind,
    origin_codes, origin_excluded, payment, active_from, active_to
FROM leaving.vendor_observation;

INSERT INTO review_observation (
    captured_at, parse_run_id, ordinal, position, occurred_from, occurred_to, vendor, listing_id, listing_title,
    stars, sign, comment_sha256, is_default_comment, buyer_mask, amount, amount_currency, amount_step,
    amount_step_currency, age_raw, reply_sha256, empty_fields
)
SELECT
    captured_at, parse_run_id, ordinal, position, occurred_from, occurred_to, vendor, listing_id, listing_title,
    stars, sign, comment_sha256, is_default_comment, buyer_mask, amount, amount_currency, amount_step,
    amount_step_currency, age_raw, reply_sha256, empty_fields
FROM leaving.review_observation;

INSERT INTO listing_observation (
    captured_at, parse_run_id, ordinal, price_ordinal, is_repeat, listing_id, seen_on, title, is_title_cut, vendor,
    category_id, category_path, price_amount, price_currency, price_unit, order_min, order_max, ships_from_raw,
    ships_from_kind, origin_codes, origin_excluded, ships_to_raw, ships_to_kind, destination_codes,
    destination_excluded, payment, accepted_coins, product_class, stock_count, stock_is_unlimited, sold_count,
    sold_since, sold_is_exact, view_count, is_on_vacation, is_promoted, description_sha256, terms_sha256,
    refund_policy_sha256, tags, empty_fields, drug_class, substance, quantity_grams, quantity_units, quantity_unit,
    drug_class_source
)
SELECT
    o.captured_at, o.parse_run_id, o.ordinal, price_place.ordinal, o.is_repeat, o.listing_id, o.seen_on, o.title,
    o.is_title_cut, o.vendor, o.category_id, o.category_path, o.price_amount, o.price_currency, o.price_unit,
    o.order_min, o.order_max, o.ships_from_raw, o.ships_from_kind, o.origin_codes, o.origin_excluded,
    o.ships_to_raw, o.ships_to_kind, o.destination_codes, o.destination_excluded, o.payment, o.accepted_coins,
    o.product_class, o.stock_count, o.stock_is_unlimited, o.sold_count, o.sold_since, o.sold_is_exact, o.view_count,
    o.is_on_vacation, o.is_promoted, o.description_sha256, o.terms_sha256, o.refund_policy_sha256, o.tags,
    o.empty_fields, o.drug_class, o.substance, o.quantity_grams, o.quantity_units, o.quantity_unit,
    o.drug_class_source
FROM leaving.listing_observation o
LEFT JOIN price_place USING (listing_observation_id);

INSERT INTO price_tier (
    captured_at, parse_run_id, listing_ordinal, ordinal, min_quantity, max_quantity, unit, price_amount,
    price_currency
)
SELECT
    part.captured_at, o.parse_run_id, o.ordinal, part.ordinal, part.min_quantity, part.max_quantity, part.unit,
    part.price_amount, part.price_currency
FROM leaving.price_tier part
JOIN leaving.listing_observation o USING (listing_observation_id);

INSERT INTO shipping_option (
    captured_at, parse_run_id, listing_ordinal, ordinal, label, days, price_amount, price_currency, per
)
SELECT
    part.captured_at, o.parse_run_id, o.ordinal, part.ordinal, part.label, part.days, part.price_amount,
    part.price_currency, part.per
FROM leaving.shipping_option part
JOIN leaving.listing_observation o USING (listing_observation_id);

INSERT INTO vendor_counter (
    captured_at, parse_run_id, vendor_ordinal, ordinal, counter, window_or_band, value, is_exact, since
)
SELECT
    part.captured_at, o.parse_run_id, o.ordinal, part.ordinal, part.counter, part.window_or_band, part.value,
    part.is_exact, part.since
FROM leaving.vendor_counter part
JOIN leaving.vendor_observation o USING (vendor_observation_id);

INSERT INTO external_rating (
    captured_at, parse_run_id, vendor_ordinal, ordinal, external_market, sales_count, sales_since, sales_is_exact,
    rating_mean, rating_scale, positive_count, neutral_count, negative_count
)
SELECT
    part.captured_at, o.parse_run_id, o.ordinal, part.ordinal, part.external_market, part.sales_count,
    part.sales_since, part.sales_is_exact, part.rating_mean, part.rating_scale, part.positive_count,
    part.neutral_count, part.negative_count
FROM leaving.external_rating part
JOIN leaving.vendor_observation o USING (vendor_observation_id);

INSERT INTO listing_price (
    captured_at, parse_run_id, listing_ordinal, ordinal, amount, currency
)
SELECT
    part.captured_at, o.parse_run_id, o.ordinal, part.ordinal, part.amount, part.currency
FROM leaving.listing_price part
JOIN leaving.listing_observation o USING (listing_observation_id)
LEFT JOIN price_place main USING (listing_observation_id)
WHERE part.ordinal IS DISTINCT FROM main.ordinal;

INSERT INTO listing_exclusion (
    captured_at, parse_run_id, listing_ordinal, ordinal, code, source, text_field, span
)
SELECT
    part.captured_at, o.parse_run_id, o.ordinal, row_number() OVER (PARTITION BY listing_observation_id ORDER BY
    part.ordinal) - 1, part.code, part.source, part.text_field, part.span
FROM leaving.listing_place part
JOIN leaving.listing_observation o USING (listing_observation_id)
WHERE part.role = 'destination' AND part.relation = 'exclude';

ALTER TABLE text_repair DROP CONSTRAINT text_repair_key;
CREATE INDEX text_repair_run_idx ON text_repair (parse_run_id);
