-- Pages that were fetched before: one row per page, as its newest whole reading has it.
-- :market: the market.
-- :since: only later captures.
-- :at: the crawl's beginning; only captures up to it.
-- :gone: the kind of a page that says that a listing is gone.

SELECT DISTINCT ON (c.url_key)
    c.url_key, r.kind, r.captured_at, r.review_count, l.listing_id, coalesce(l.vendor, v.vendor) AS vendor,
    t.page_number, v.sales_count, v.level, v.rating_mean
FROM parse_run r
JOIN capture c ON c.capture_id = r.capture_id
LEFT JOIN listing_observation l ON l.parse_run_id = r.parse_run_id AND l.captured_at = r.captured_at
    AND l.seen_on = 'page' AND NOT l.is_repeat
LEFT JOIN vendor_observation v ON v.parse_run_id = r.parse_run_id AND v.captured_at = r.captured_at
    AND v.seen_on = 'page' AND NOT v.is_repeat
LEFT JOIN page_total t ON t.parse_run_id = r.parse_run_id AND t.captured_at = r.captured_at
    AND t.listed_kind = 'review'
WHERE r.market = :market AND r.captured_at > :since AND r.captured_at <= :at AND r.is_complete
    AND (r.kind = :gone OR NOT r.is_wall) AND r.kind NOT IN ('home', 'category_list') AND c.url_key IS NOT NULL
    AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = r.parse_run_id)
ORDER BY c.url_key, r.captured_at DESC, t.page_number DESC NULLS LAST, r.parse_run_id
