-- What pages would show if another parser version, which has read them before, were chosen: one row per market and kind
-- of page, as they are shown now.
-- :version: that version.

SELECT
    now.market, now.kind, count(*) AS pages,
    sum(now.listing_count + now.vendor_count + now.review_count + now.other_count)::bigint AS shown,
    sum(other.listing_count + other.vendor_count + other.review_count + other.other_count)::bigint AS left_over
FROM parse_run other
JOIN parse_run now USING (capture_id)
WHERE other.parser_version = :version
  AND now.market IS NOT NULL
  AND EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = other.parse_run_id)
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = now.parse_run_id)
GROUP BY now.market, now.kind
ORDER BY now.market, now.kind
