-- Ratings on pages of a market, by the readings that count: each as JSON by column, with its long texts, and with what
-- it is of; one row for each place that has one.
-- :market: code of the market.
-- :captures: the pages, as text.
-- :ordinals: the places of the ratings there.

SELECT
    run.capture_id::text, o.ordinal, run.parse_run_id::text, run.parser_version,
    encode(substr(o.comment_sha256, 1, 8), 'hex') AS of,
    (to_jsonb(o) || coalesce((
        SELECT jsonb_object_agg(left(named.key, -7), t.body) FROM jsonb_each_text(to_jsonb(o)) named
        JOIN text t ON named.key LIKE '%\_sha256' AND t.sha256 = decode(substr(named.value, 3), 'hex')), '{}'
    ))::text AS said
FROM unnest(CAST(:captures AS uuid[]), CAST(:ordinals AS integer[])) AS wanted (capture_id, ordinal)
JOIN counted_reading run ON run.capture_id = wanted.capture_id
JOIN review_observation o ON o.review_list_id = run.review_list_id AND o.ordinal = wanted.ordinal
WHERE run.market = :market
