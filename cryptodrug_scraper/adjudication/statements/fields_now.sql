-- What the readings that count say of the items of samples that are records of pages, as JSON text: one row per item
-- that is there.

SELECT item.sample_id::text, item.ordinal, coalesce(to_jsonb(listing), to_jsonb(rating))::text AS said
FROM adjudication_item item
JOIN counted_reading run
    ON run.capture_id = (item.subject ->> 'capture_id')::uuid AND run.market = item.subject ->> 'market'
LEFT JOIN listing_observation listing
    ON listing.parse_run_id = run.parse_run_id AND listing.captured_at IS NOT DISTINCT FROM run.captured_at
    AND listing.ordinal = (item.subject ->> 'ordinal')::integer AND item.subject ->> 'record' = 'listing'
LEFT JOIN review_observation rating
    ON rating.review_list_id = run.review_list_id AND rating.ordinal = (item.subject ->> 'ordinal')::integer
    AND item.subject ->> 'record' = 'review'
WHERE item.kind <> 'link' AND num_nonnulls(listing.ordinal, rating.ordinal) > 0
