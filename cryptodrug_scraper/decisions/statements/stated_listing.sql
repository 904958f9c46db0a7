-- Listings on pages of a market, by the readings that count: each as JSON by column, with its long texts and the rows
-- of its lists, and with what it is of; one row for each place that has one.
-- :market: code of the market.
-- :captures: the pages, as text.
-- :ordinals: the places of the listings there.

SELECT
    run.capture_id::text, o.ordinal, run.parse_run_id::text, run.parser_version, o.listing_id AS of,
    (to_jsonb(o) || coalesce((
        SELECT jsonb_object_agg(left(named.key, -7), t.body) FROM jsonb_each_text(to_jsonb(o)) named
        JOIN text t ON named.key LIKE '%\_sha256' AND t.sha256 = decode(substr(named.value, 3), 'hex')), '{}')
    || jsonb_build_object(
        'listing_price', (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.ordinal), '[]') FROM listing_price p
            WHERE p.parse_run_id = o.parse_run_id AND p.captured_at = o.captured_at AND p.listing_ordinal = o.ordinal),
        'price_tier', (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.ordinal), '[]') FROM price_tier p
            WHERE p.parse_run_id = o.parse_run_id AND p.captured_at = o.captured_at AND p.listing_ordinal = o.ordinal),
        'shipping_option', (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.ordinal), '[]') FROM shipping_option p
            WHERE p.parse_run_id = o.parse_run_id AND p.captured_at = o.captured_at AND p.listing_ordinal = o.ordinal),
        'listing_variant', (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.ordinal), '[]') FROM listing_variant p
            WHERE p.parse_run_id = o.parse_run_id AND p.captured_at = o.captured_at AND p.listing_ordinal = o.ordinal),
        'listing_exclusion', (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.ordinal), '[]')
            FROM listing_exclusion p
            WHERE p.parse_run_id = o.parse_run_id AND p.captured_at = o.captured_at AND p.listing_ordinal = o.ordinal)
    ))::text AS said
FROM unnest(CAST(:captures AS uuid[]), CAST(:ordinals AS integer[])) AS wanted (capture_id, ordinal)
JOIN counted_reading run ON run.capture_id = wanted.capture_id
JOIN listing_observation o
    ON o.parse_run_id = run.parse_run_id AND o.captured_at = run.captured_at AND o.ordinal = wanted.ordinal
WHERE run.market = :market AND NOT o.is_repeat AND o.listing_id IS NOT NULL
