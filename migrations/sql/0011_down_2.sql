-- What the tables had, from the rows and from what their readings say.

ANALYZE row_name;

INSERT INTO parse_issue (
    captured_at, parse_run_id, capture_id, market, ordinal, code, severity, detail
)
SELECT
    o.captured_at, o.parse_run_id, run.capture_id, run.market, o.ordinal, o.code, o.severity, o.detail
FROM leaving.parse_issue o
JOIN parse_run run ON run.parse_run_id = o.parse_run_id;

INSERT INTO site_observation (
    site_observation_id, captured_at, parse_run_id, capture_id, market, ordinal, server_time, display_currency,
    is_logged_in
)
SELECT
    named.row_id, o.captured_at, o.parse_run_id, run.capture_id, run.market, o.ordinal, o.server_time,
    o.display_currency, o.is_logged_in
FROM leaving.site_observation o
JOIN row_name named
    ON named.record = 'site' AND named.parse_run_id = o.parse_run_id AND named.ordinal = o.ordinal
JOIN parse_run run ON run.parse_run_id = o.parse_run_id;

INSERT INTO page_total (
    page_total_id, captured_at, parse_run_id, capture_id, market, ordinal, listed_kind, total_count, page_count,
    page_number, hidden_count
)
SELECT
    named.row_id, o.captured_at, o.parse_run_id, run.capture_id, run.market, o.ordinal, o.listed_kind,
    o.total_count, o.page_count, o.page_number, o.hidden_count
FROM leaving.page_total o
JOIN row_name named
    ON named.record = 'page_total' AND named.parse_run_id = o.parse_run_id AND named.ordinal = o.ordinal
JOIN parse_run run ON run.parse_run_id = o.parse_run_id;

INSERT INTO listing_observation (
    listing_observation_id, captured_at, parse_run_id, capture_id, market, ordinal, time_precision, parser_version,
    is_repeat, listing_id, seen_on, title, is_title_cut, vendor, category_id, category_path, price_amount,
    price_currency, price_unit, order_min, order_max, ships_from_raw, ships_from_kind, origin_codes,
    origin_excluded, ships_to_raw, ships_to_kind, destination_codes, destination_excluded, payment, accepted_coins,
    product_class, stock_count, stock_is_unlimited, sold_count, sold_since, sold_is_exact, view_count,
    is_on_vacation, is_promoted, description_sha256, terms_sha256, refund_policy_sha256, tags, empty_fields,
    drug_class, substance, quantity_grams, quantity_units, quantity_unit, drug_class_source
)
SELECT
    named.row_id, o.captured_at, o.parse_run_id, run.capture_id, run.market, o.ordinal, page.time_precision,
    run.parser_version, o.is_repeat, o.listing_id, o.seen_on, o.title, o.is_title_cut, o.vendor, o.category_id,
    o.category_path, o.price_amount, o.price_currency, o.price_unit, o.order_min, o.order_max, o.ships_from_raw,
    o.ships_from_kind, o.origin_codes, o.origin_excluded, o.ships_to_raw, o.ships_to_kind, o.destination_codes,
    o.destination_excluded, o.payment, o.accepted_coins, o.product_class, o.stock_count, o.stock_is_unlimited,
    o.sold_count, o.sold_since, o.sold_is_exact, o.view_count, o.is_on_vacation, o.is_promoted,
    o.description_sha256, o.terms_sha256, o.refund_policy_sha256, o.tags, o.empty_fields, o.drug_class, o.substance,
    o.quantity_grams, o.quantity_units, o.quantity_unit, o.drug_class_source
FROM leaving.listing_observation o
JOIN row_name named
    ON named.record = 'listing' AND named.parse_run_id = o.parse_run_id AND named.ordinal = o.ordinal
JOIN parse_run run ON run.parse_run_id = o.parse_run_id
JOIN capture page ON page.capture_id = run.capture_id AND page.captured_at IS NOT DISTINCT FROM run.captured_at;

INSERT INTO vendor_observation (
    vendor_observation_id, captured_at, parse_run_id, capture_id, market, ordinal, time_precision, parser_version,
    is_repeat, vendor, seen_on, sales_count, sales_since, sales_is_exact, rating_mean, rating_scale, rating_count,
    positive_share_pct, level, trust_level, experience, is_trusted, may_finalize_early, member_since,
    last_active_on, is_banned, is_on_vacation, profile_sha256, terms_sha256, pgp_key_sha256, pgp_fingerprint,
    dispute_count, order_count, empty_fields, ships_from_raw, ships_from_kind, origin_codes, origin_excluded,
    payment, active_from, active_to
)
SELECT
    named.row_id, o.captured_at, o.parse_run_id, run.capture_id, run.market, o.ordinal, page.time_precision,
    run.parser_version, o.is_repeat, o.vendor, o.seen_on, o.sales_count, o.sales_since, o.sales_is_exact,
    o.rating_mean, o.rating_scale, o.rating_count, o.positive_share_pct, o.level, o.trust_level, o.experience,
    o.is_trusted, o.may_finalize_early, o.member_since, o.last_active_on, o.is_banned, o.is_on_vacation,
    o.profile_sha256, o.terms_sha256, o.pgp_key_sha256, o.pgp_fingerprint, o.dispute_count, o.order_count,
    o.empty_fields, o.ships_from_raw, o.ships_from_kind, o.origin_codes, o.origin_excluded, o.payment,
    o.active_from, o.active_to
FROM leaving.vendor_observation o
JOIN row_name named
    ON named.record = 'vendor' AND named.parse_run_id = o.parse_run_id AND named.ordinal = o.ordinal
JOIN parse_run run ON run.parse_run_id = o.parse_run_id
JOIN capture page ON page.capture_id = run.capture_id AND page.captured_at IS NOT DISTINCT FROM run.captured_at;

INSERT INTO review_observation (
    review_observation_id, captured_at, parse_run_id, capture_id, market, ordinal, time_precision, parser_version,
    position, vendor, listing_id, listing_title, stars, sign, comment_sha256, is_default_comment, buyer_mask,
    amount, amount_currency, amount_step, amount_step_currency, age_raw, occurred_from, occurred_to, reply_sha256,
    empty_fields
)
SELECT
    named.row_id, o.captured_at, o.parse_run_id, run.capture_id, run.market, o.ordinal, page.time_precision,
    run.parser_version, o.position, o.vendor, o.listing_id, o.listing_title, o.stars, o.sign, o.comment_sha256,
    o.is_default_comment, o.buyer_mask, o.amount, o.amount_currency, o.amount_step, o.amount_step_currency,
    o.age_raw, o.occurred_from, o.occurred_to, o.reply_sha256, o.empty_fields
FROM leaving.review_observation o
JOIN row_name named
    ON named.record = 'review' AND named.parse_run_id = o.parse_run_id AND named.ordinal = o.ordinal
JOIN parse_run run ON run.parse_run_id = o.parse_run_id
JOIN capture page ON page.capture_id = run.capture_id AND page.captured_at IS NOT DISTINCT FROM run.captured_at;

INSERT INTO listing_price (
    listing_observation_id, ordinal, captured_at, amount, currency
)
SELECT
    named.row_id, part.ordinal, part.captured_at, part.amount, part.currency
FROM leaving.listing_price part
JOIN row_name named
    ON named.record = 'listing' AND named.parse_run_id = part.parse_run_id AND named.ordinal = part.listing_ordinal;

INSERT INTO price_tier (
    listing_observation_id, ordinal, captured_at, min_quantity, max_quantity, unit, price_amount, price_currency
)
SELECT
    named.row_id, part.ordinal, part.captured_at, part.min_quantity, part.max_quantity, part.unit,
    part.price_amount, part.price_currency
FROM leaving.price_tier part
JOIN row_name named
    ON named.record = 'listing' AND named.parse_run_id = part.parse_run_id AND named.ordinal = part.listing_ordinal;

INSERT INTO shipping_option (
    listing_observation_id, ordinal, captured_at, label, days, price_amount, price_currency, per
)
SELECT
    named.row_id, part.ordinal, part.captured_at, part.label, part.days, part.price_amount, part.price_currency,
    part.per
FROM leaving.shipping_option part
JOIN row_name named
    ON named.record = 'listing' AND named.parse_run_id = part.parse_run_id AND named.ordinal = part.listing_ordinal;

INSERT INTO external_rating (
    vendor_observation_id, ordinal, captured_at, external_market, sales_count, sales_since, sales_is_exact,
    rating_mean, rating_scale, positive_count, neutral_count, negative_count
)
SELECT
    named.row_id, part.ordinal, part.captured_at, part.external_market, part.sales_count, part.sales_since,
    part.sales_is_exact, part.rating_mean, part.rating_scale, part.positive_count, part.neutral_count,
    part.negative_count
FROM leaving.external_rating part
JOIN row_name named
    ON named.record = 'vendor' AND named.parse_run_id = part.parse_run_id AND named.ordinal = part.vendor_ordinal;

INSERT INTO listing_price (listing_observation_id, ordinal, captured_at, amount, currency)
SELECT listing_observation_id, said.price_ordinal, o.captured_at, o.price_amount, o.price_currency
FROM leaving.listing_observation said
JOIN listing_observation o ON o.parse_run_id = said.parse_run_id AND o.ordinal = said.ordinal
WHERE said.price_ordinal IS NOT NULL;

INSERT INTO vendor_counter (
    vendor_observation_id, captured_at, parse_run_id, capture_id, market, ordinal, is_repeat, vendor, counter,
    window_or_band, value, is_exact, since
)
SELECT
    o.vendor_observation_id, part.captured_at, o.parse_run_id, o.capture_id, o.market, part.ordinal, o.is_repeat,
    o.vendor, part.counter, part.window_or_band, part.value, part.is_exact, part.since
FROM leaving.vendor_counter part
JOIN vendor_observation o ON o.parse_run_id = part.parse_run_id AND o.ordinal = part.vendor_ordinal;
