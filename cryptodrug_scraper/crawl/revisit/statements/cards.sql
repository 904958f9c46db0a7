-- Cards of the listings whose own page was fetched: one row per listing, as its last card before that visit states it.
-- :market: the market.
-- :since: only later captures.
-- :at: the crawl's beginning; only captures up to it.
-- :while: how long before a visit a card may have been seen.

WITH visit AS MATERIALIZED (
    SELECT l.listing_id, max(l.captured_at) AS visited_at
    FROM listing_observation l
    JOIN parse_run r ON r.parse_run_id = l.parse_run_id AND r.captured_at = l.captured_at AND r.kind = 'listing'
    WHERE r.market = :market AND l.captured_at > :since AND l.captured_at <= :at AND l.seen_on = 'page'
    GROUP BY l.listing_id
)
SELECT DISTINCT ON (o.listing_id)
    o.listing_id, o.title, o.is_title_cut, o.vendor, o.price_amount, o.price_currency, o.origin_codes,
    o.destination_codes, o.sold_count, o.view_count
FROM listing_observation o
JOIN visit ON visit.listing_id = o.listing_id
    AND o.captured_at BETWEEN visit.visited_at - CAST(:while AS interval) AND visit.visited_at
JOIN parse_run r ON r.parse_run_id = o.parse_run_id AND r.captured_at = o.captured_at AND r.kind = 'category_list'
WHERE r.market = :market AND o.captured_at > :since AND o.captured_at <= :at AND o.seen_on = 'card'
    AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
ORDER BY o.listing_id, o.captured_at DESC, o.parse_run_id, o.ordinal
